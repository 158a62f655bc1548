/** One person: how they are known, what they may be sent and why not, what is known about them, and what happened. */
import { Button, Checkbox, Group, Loader, Modal, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Me, type PersonDetail, type Reach } from "../../api";
import { useWords } from "../../i18n";
import { Fault, WayOut } from "../../parts";
import { usePerson } from "../requests/parts";
import { Attributes } from "./attributes";
import { Erase } from "./erase";
import { Joins } from "./joins";
import { Browsers } from "./links";
import { Orders } from "./orders";
import { LINE, Section, useFrom } from "./parts";
import { VisitsOf } from "./visits";

export function Detail({ id, me, close }: { id: string; me: Me; close: () => void }) {
  const { date, say } = useWords();
  const detail = usePerson(id);
  if (detail.error) return <Fault error={detail.error} />;
  if (!detail.data) return <Loader />;
  const { person, reach, attributes, orders, links, joins } = detail.data;
  return (
    <Stack>
      <Known detail={detail.data} />
      {person.restricted_at > 0 && <div>{say("rq_restricted", { date: date(person.restricted_at) })}</div>}
      <MaySend detail={detail.data} />
      {me.may.includes("person_withdraw") && reach.some((r) => r.state !== "objected") && <Stop id={id} />}
      {me.may.includes("person_erase") && <Erase id={id} done={close} />}
      <Attributes person={person} attributes={attributes} may={me.may.includes("person_write")} />
      <Orders orders={orders} />
      <Browsers person={id} links={links} may={me.may.includes("person_withdraw")} />
      <VisitsOf person={id} links={links} />
      <Joins person={id} joins={joins} may={me.may.includes("person_write")} />
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
    <Section head="may_send">
      {person.identifiers.map((i) => {
        const here = reach.filter((r) => r.identifier === i.id);
        if (!here[0]) return null;
        return (
          <section key={i.id} aria-label={`${t(`by_${here[0].channel}`)} ${i.value}`}>
            <div className="quiet" style={{ paddingTop: 6, overflowWrap: "anywhere" }}>
              {t(`by_${here[0].channel}`)} · {i.value}
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

/** Whether a topic may be sent; a no opens to its rule and the way out. */
function ReachLine({ reach: r }: { reach: Reach }) {
  if (r.allowed) return <div style={LINE}>✓ {r.topic_name}</div>;
  return (
    <details style={LINE}>
      <summary style={{ cursor: "pointer" }}>
        {r.topic_name}: <span className="quiet">{r.refusal?.why}</span>
      </summary>
      {r.refusal && <WayOut refusal={r.refusal} />}
    </details>
  );
}

/** Everything taken back for a person who asked. */
function Stop({ id }: { id: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [ask, setAsk] = useState(false);
  const [objects, setObjects] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const withdraw = async () => {
    try {
      await api(`/people/${id}/withdraw`, { method: "POST", body: { objects } });
      await client.invalidateQueries();
      setAsk(false);
    } catch (e) {
      setFault(e);
    }
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsk(true)}>
        {t("stop_for")}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={ask}
        onClose={() => setAsk(false)}
        title={t("stop_for")}
        centered
      >
        <p style={{ marginTop: 0 }}>{t("stop_sure")}</p>
        <Checkbox
          label={t("objects")}
          description={t("objects_def")}
          checked={objects}
          onChange={(e) => setObjects(e.target.checked)}
          mb="md"
        />
        {fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsk(false)}>
            {t("cancel")}
          </Button>
          <Button onClick={withdraw}>{t("stop_for")}</Button>
        </Group>
      </Modal>
    </>
  );
}

/** What they said yes and no to, and what they were sent. */
function Timeline({ detail: { reach, permissions, messages } }: { detail: PersonDetail }) {
  const { t, any, known, date } = useWords();
  const from = useFrom();
  const topic = (of: string | null | undefined) => reach.find((r) => r.topic === of)?.topic_name ?? t("everything");
  const said = permissions.map((p) => ({
    at: p.at,
    text: `${any(`p_${p.event}`)}: ${topic(p.topic)}${p.channel ? ` (${t(`channel_${p.channel}`)})` : ""}`,
    more: [from(p.source), p.page, p.form && `v${p.form[1]}`].filter(Boolean).join(" · "),
  }));
  const sent = messages.map((m) => ({
    at: m.created_at_ms,
    text: `${t("mail")}: ${any(`mail_${m.kind}`)}${m.subject && `, »${m.subject}«`}`,
    more: any(`mail_state_${m.state}`) + (m.reason ? ` (${known(`why_${m.reason}`, m.reason)})` : ""),
  }));
  return (
    <Section head="timeline">
      {[...said, ...sent]
        .sort((a, b) => b.at - a.at)
        .map((e, i) => (
          <div key={i} style={LINE}>
            {e.text}
            <div className="quiet">
              {date(e.at, { dateStyle: "medium", timeStyle: "short" })} · {e.more}
            </div>
          </div>
        ))}
    </Section>
  );
}
