/** From everybody to those a newsletter reaches, with the rule of each step. */
import { Button, Group, Loader, Progress, Table } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { api } from "../../api/client";
import type { Audience } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault, WayOut } from "../../parts/fault";
import { RuleMark } from "../../parts/rule";
import { useSay } from "./outcomes";

export function useAudience(id: string, stamp: number) {
  const { lang: language } = useSay();
  // Looked at anew each time: people say yes and no meanwhile.
  return api.useQuery(
    "get",
    "/campaigns/{id}/audience",
    // The state that is looked at is a part of what is asked, though the server has only one.
    { params: { path: { id }, query: { language } }, stamp },
    {
      staleTime: 0,
      gcTime: 30_000,
      placeholderData: (old) => old,
      refetchInterval: (q) => (q.state.data && !q.state.data.complete ? 1000 : false),
    },
  );
}

export function AudiencePanel({ id, stamp }: { id: string; stamp: number }) {
  const { t } = useSay();
  const [table, setTable] = useState(false);
  const audience = useAudience(id, stamp);
  if (audience.error) return <Fault error={audience.error} retry={() => audience.refetch()} />;
  if (!audience.data) return <Loader />;
  if (audience.data.total === 0)
    return (
      <Empty>
        <p>{t("no_people")}</p>
      </Empty>
    );
  return (
    <div className="card narrow">
      {table ? <Steps audience={audience.data} /> : <Waterfall audience={audience.data} />}
      <Reached audience={audience.data} />
      {!audience.data.complete && <Counting audience={audience.data} />}
      <div className="quiet">{t("campaign_asked")}</div>
      <Group justify="flex-end" mt={4}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setTable(!table)}>
          {t(table ? "show_bars" : "show_table")}
        </Button>
      </Group>
    </div>
  );
}

/** How far the count is, where there are many people. */
function Counting({ audience }: { audience: Audience }) {
  const { n, say } = useSay();
  const done = Math.floor((audience.total / Math.max(audience.people, 1)) * 100);
  return (
    <div role="status">
      <Progress value={done} aria-label={say("aud_counting", { done: n(audience.total), all: n(audience.people) })} />
      <div className="quiet">{say("aud_counting", { done: n(audience.total), all: n(audience.people) })}</div>
    </div>
  );
}

export function Reached({ audience }: { audience: Audience }) {
  const { n, say } = useSay();
  return (
    <div className="gap-top-s">
      <span className="big">{n(audience.reachable)}</span> {say("aud_reached", { total: n(audience.total) })}
    </div>
  );
}

/** `short` leaves out the rules and the ways out. */
export function Waterfall({ audience: { total, steps, reachable }, short }: { audience: Audience; short?: boolean }) {
  const { t, n } = useSay();
  const name = useStep();
  const bar = (label: ReactNode, number: string, from: number, people: number, colour: string) => (
    <span className="fall">
      <span>{label}</span>
      <b>{number}</b>
      <i aria-hidden>
        <i
          style={{
            left: `${(from / (total || 1)) * 100}%`,
            width: `${(people / (total || 1)) * 100}%`,
            background: colour,
          }}
        />
      </i>
    </span>
  );
  let left = total;
  return (
    <div>
      <div className="fall-in">{bar(t("aud_total"), n(total), 0, total, "var(--hatch)")}</div>
      {steps.map((s) => {
        left -= s.people;
        const line = bar(name(s), `−${n(s.people)}`, left, s.people, "var(--quiet)");
        return s.refusal && !short ? (
          <details key={s.step} className="fall-out">
            <summary>{line}</summary>
            <WayOut refusal={s.refusal} />
          </details>
        ) : (
          <div key={s.step} className="fall-out">
            {line}
          </div>
        );
      })}
      <div className="fall-out">
        {bar(t("aud_left"), n(reachable), 0, reachable, "var(--mantine-primary-color-filled)")}
      </div>
    </div>
  );
}

/** What a step is called: whoever it may not be said of is told from whoever may not be written to. */
function useStep() {
  const { t, any } = useSay();
  return ({ step, refusal }: Audience["steps"][number]) => {
    const why = refusal?.why ?? any(`aud_${step}`);
    return step.startsWith("neither_") ? `${t("aud_neither")}: ${why}` : why;
  };
}

function Steps({ audience: { total, steps } }: { audience: Audience }) {
  const { t, n } = useSay();
  const name = useStep();
  let left = total;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("view_audience")}>
      <Table miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("out_why")}</Table.Th>
            <Table.Th>{t("rule")}</Table.Th>
            <Table.Th ta="right">{t("page_people")}</Table.Th>
            <Table.Th ta="right">{t("aud_left")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>{t("aud_total")}</Table.Td>
            <Table.Td />
            <Table.Td />
            <Table.Td ta="right">{n(total)}</Table.Td>
          </Table.Tr>
          {steps.map((s) => {
            left -= s.people;
            return (
              <Table.Tr key={s.step}>
                <Table.Td>{name(s)}</Table.Td>
                <Table.Td>{s.refusal?.rule && <RuleMark rules={[s.refusal.rule]} />}</Table.Td>
                <Table.Td ta="right">−{n(s.people)}</Table.Td>
                <Table.Td ta="right">{n(left)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
