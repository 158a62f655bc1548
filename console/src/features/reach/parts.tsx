/** What the parts of Reach share: where a newsletter stands, what became of it, words with numbers in them. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Campaign, type CampaignBody, type CampaignDetail, type Form, type Topic } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

/** What staff write, with nothing left out. */
export type Body = Required<CampaignBody>;
export const ACCENT = "#0b6e75";
export const whole = (body: CampaignBody): Body => ({
  ...body,
  accent: body.accent ?? ACCENT,
  preheader: body.preheader ?? "",
  only_language: body.only_language ?? false,
});

export const OUTCOMES = ["accepted", "planned", "refused", "bounced", "failed", "sending", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of its messages. */
export function outcomes({ campaign, counts }: CampaignDetail): Record<Outcome, number> {
  const sums = Object.fromEntries(OUTCOMES.map((o) => [o, 0])) as Record<Outcome, number>;
  for (const c of counts) {
    // Written down in the very moment in which it was stopped for good: nobody waits any more.
    const state = campaign.state === "cancelled" && c.state === "planned" ? "cancelled" : c.state;
    if (state in sums) sums[state as Outcome] += c.people;
  }
  return sums;
}

/** How often to look again, in milliseconds: often while something goes out, seldom while it waits for its time. */
export function pace(all: CampaignDetail[]): number | false {
  const sending = all.filter((d) => d.campaign.state === "sending");
  return sending.some((d) => d.campaign.send_at < Date.now() + 30_000) ? 2_000 : sending.length ? 30_000 : false;
}

export function useSay() {
  const words = useWords();
  const { t, any, n, date, say } = words;
  const later = (c: Campaign) => c.state === "sending" && c.send_at > Date.now();
  return {
    ...words,
    later,
    people: (k: number) => say(k === 1 ? "n_person" : "n_people", { n: n(k) }),
    moment: (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" }),
    stands: (c: Campaign) =>
      later(c)
        ? t("campaign_scheduled")
        : c.state === "paused" && c.reason === "returns"
          ? t("campaign_stopped")
          : any(`campaign_${c.state}`),
    /** A reason in words; a status of a mail server as it is. */
    why: (reason: string) => {
      const said = any(`why_${reason}`);
      return said === `why_${reason}` ? reason : said;
    },
    outcome: (o: string, state: Campaign["state"]) =>
      o === "sending" && state === "sending"
        ? t("out_underway")
        : o === "planned" && state === "cancelled"
          ? t("out_cancelled")
          : any(`out_${o}`),
  };
}

/** When it went, goes, or was last touched. */
export const when = (c: Campaign): number =>
  c.state === "draft" || c.state === "paused"
    ? c.changed_at
    : c.state === "sending"
      ? c.send_at
      : c.ended_at || c.changed_at;

export const topicName = (
  topics: Topic[] | undefined,
  forms: Form[] | undefined,
  body: CampaignBody,
  lang: string,
): string =>
  [...(topics ?? []), ...(forms ?? []).flatMap((f) => f.topics)].find((x) => x.id === body.topic)?.name[lang] ?? "–";

/** A thin bar of what became of everybody, with the numbers in words below. */
export function OutcomeBar({ detail, height = 8 }: { detail: CampaignDetail; height?: number }) {
  const { n, locale, outcome } = useSay();
  const sums = outcomes(detail);
  const parts = [
    ["var(--mantine-primary-color-filled)", sums.accepted],
    ["var(--ink)", sums.bounced + sums.failed],
    ["var(--hatch)", sums.refused],
    ["var(--line)", sums.planned + sums.cancelled],
  ] as const;
  if (OUTCOMES.every((o) => sums[o] === 0)) return null;
  return (
    <>
      <div className="bar" aria-hidden style={{ height }}>
        {parts.map(
          ([colour, people]) =>
            people > 0 && (
              <div key={colour} style={{ flexGrow: people, flexBasis: 0, minWidth: 2, background: colour }} />
            ),
        )}
        {sums.sending > 0 && <div className="hatched" style={{ flexGrow: sums.sending, flexBasis: 0, minWidth: 4 }} />}
      </div>
      <div className="quiet" style={{ fontSize: 12.5 }}>
        {OUTCOMES.filter((o) => sums[o] > 0)
          .map((o) => `${n(sums[o])} ${outcome(o, detail.campaign.state).toLocaleLowerCase(locale)}`)
          .join(" · ")}
      </div>
    </>
  );
}

/** The same words again as a draft. */
export function Duplicate({ body, show }: { body: CampaignBody; show: (id: string) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const [, stem, last] = /^(.*?)(?: \((\d+)\))?$/s.exec(body.name) ?? ["", body.name];
  const make = () =>
    api<CampaignDetail>("/campaigns", {
      method: "POST",
      body: { ...body, name: `${stem.slice(0, 90)} (${Number(last ?? 1) + 1})` },
    }).then(async (made) => {
      await client.invalidateQueries({ queryKey: ["campaigns"] });
      show(made.campaign.id);
    }, setFault);
  return (
    <>
      {fault !== undefined && <Fault error={fault} />}
      <Button size="xs" variant="default" onClick={make}>
        {t("duplicate")}
      </Button>
    </>
  );
}
