/** What a person said yes and no to, and what they were sent. */

import type { PersonDetail } from "../../api/types";
import { Section } from "../../parts/section";
import { useFrom } from "./parts";
import { useWords } from "./words";

export function Timeline({ detail: { reach, permissions, messages } }: { detail: PersonDetail }) {
  const { t, any, known, moment } = useWords();
  const from = useFrom();
  const topic = (of: string | null | undefined) => reach.find((r) => r.topic === of)?.topic_name ?? t("everything");
  const said = permissions.map((p) => ({
    at: p.at,
    text: `${t(`p_${p.event}`)}: ${topic(p.topic)}${p.channel ? ` (${t(`channel_${p.channel}`)})` : ""}`,
    more: [from(p.source), p.page, p.form && `v${p.form[1]}`].filter(Boolean).join(" · "),
  }));
  const sent = messages.map((m) => ({
    at: m.created_at_ms,
    text: `${t("mail")}: ${any(`mail_${m.kind}`)}${m.subject && `, »${m.subject}«`}`,
    more: any(`mail_state_${m.state}`) + (m.reason ? ` (${known(`why_${m.reason}`, m.reason)})` : ""),
  }));
  return (
    <Section order={3} head={t("timeline")}>
      {[...said, ...sent]
        .sort((a, b) => b.at - a.at)
        .map((e, i) => (
          <div key={i} className="lined">
            {e.text}
            <div className="quiet">
              {moment(e.at)} · {e.more}
            </div>
          </div>
        ))}
    </Section>
  );
}
