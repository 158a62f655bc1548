/** One person: how they are known, what they may be sent and why not, what is known about them, and what happened. */

import { Group, Loader, Stack } from "@mantine/core";
import type { Me, PersonDetail, Reach } from "../../api/types";
import { Fault, WayOut } from "../../parts/fault";
import { Section } from "../../parts/section";
import { usePerson } from "../requests/clock";
import { Pause } from "../requests/pause";
import { Attributes } from "./attributes";
import { Erase } from "./erase";
import { Joins } from "./joins";
import { Browsers } from "./links";
import { Orders } from "./orders";
import { useFrom } from "./parts";
import { Stop } from "./stop";
import { Timeline } from "./timeline";
import { VisitsOf } from "./visits";
import { useWords } from "./words";

export function Detail({ id, me, close }: { id: string; me: Me; close: () => void }) {
  const detail = usePerson(id);
  if (detail.error) return <Fault error={detail.error} />;
  if (!detail.data) return <Loader />;
  const { person, pause, reach, attributes, orders, links, joins, segments } = detail.data;
  return (
    <Stack>
      {pause.restricted && <Pause person={person} pause={pause} may={me.may.includes("request_write")} />}
      <Known detail={detail.data} />
      <MaySend detail={detail.data} />
      <Group gap="xs">
        {me.may.includes("person_withdraw") && reach.some((r) => r.state !== "objected") && <Stop id={id} />}
        {me.may.includes("person_erase") && <Erase id={id} done={close} />}
      </Group>
      <Attributes person={person} attributes={attributes} may={me.may.includes("person_write")} />
      <Orders orders={orders} />
      <Browsers person={id} links={links} may={me.may.includes("person_withdraw")} />
      <VisitsOf person={id} links={links} />
      <Joins person={id} joins={joins} may={me.may.includes("person_write")} />
      <InSegments segments={segments} />
      <Timeline detail={detail.data} />
    </Stack>
  );
}

function Known({ detail: { person } }: { detail: PersonDetail }) {
  const { t, date } = useWords();
  const from = useFrom();
  return (
    <div>
      {person.identifiers.map((i) => (
        <div key={i.id}>
          <b>{i.value}</b>
          <div className="quiet">
            {t(`kind_${i.kind}`)} · {t(i.verified_at ? "confirmed_when" : "entered")}{" "}
            {date(i.verified_at || i.created_at)} · {from(i.source)}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Each address and number that something can be sent to, with what may be sent there. */
function MaySend({ detail: { person, reach } }: { detail: PersonDetail }) {
  const { t } = useWords();
  return (
    <Section order={3} head={t("may_send")}>
      {person.identifiers.map((i) => {
        const here = reach.filter((r) => r.identifier === i.id);
        if (!here[0]) return null;
        const by = t(`by_${here[0].channel}`);
        return (
          <section key={i.id} aria-label={`${by} ${i.value}`}>
            <div className="quiet wrap gap-top-s">
              {by} · {i.value}
            </div>
            {here.map((r) => (
              <ReachLine key={r.topic} reach={r} />
            ))}
          </section>
        );
      })}
    </Section>
  );
}

/** The segments they are in, and those of which it may not be said. */
function InSegments({ segments }: { segments: PersonDetail["segments"] }) {
  const { t, date } = useWords();
  if (segments.length === 0) return null;
  return (
    <Section order={3} head={t("page_segments")}>
      {segments.map((s) => (
        <div key={s.segment} className="lined">
          {s.name}
          <div className="quiet">{s.within ? `${t("since")} ${date(s.entered_at)}` : t("segment_unsaid")}</div>
        </div>
      ))}
    </Section>
  );
}

/** Whether a topic may be sent; a no opens to its rule and the way out. */
function ReachLine({ reach: r }: { reach: Reach }) {
  if (r.allowed) return <div className="lined">✓ {r.topic_name}</div>;
  return (
    <details className="lined">
      <summary>
        {r.topic_name}: <span className="quiet">{r.refusal?.why}</span>
      </summary>
      {r.refusal && <WayOut refusal={r.refusal} />}
    </details>
  );
}
