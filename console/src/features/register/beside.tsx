/** What is to be settled about assessments and breaches, each with its way out. */
import { Button } from "@mantine/core";
import { Link } from "react-router-dom";
import type { Entry, Finding, Kind } from "../../api/types";
import { RuleMark } from "../../parts/rule";
import { toRecord, useTo } from "./address";
import { fieldsOf, said, texts } from "./kept";
import { ToSettle } from "./to-settle";
import { useWords } from "./words";

interface Props {
  finding: Finding;
  may: boolean;
}

const Why = ({ finding: { refusal } }: { finding: Finding }) =>
  refusal && (
    <>
      {refusal.why} {refusal.way_out} {refusal.rule && <RuleMark rules={[refusal.rule]} />}
    </>
  );

/** An activity that lacks an assessment: refused, or going on meanwhile. A draft that there is already is gone on with. */
export function Unassessed({ finding, entries, may }: Props & { entries: Entry[] }) {
  const { t } = useWords();
  const to = useTo();
  const { code, name } = finding;
  const [entry, sort] = [finding.entry ?? "", finding.sort ?? ""];
  const about = (e: Entry) => said(e).sort === sort && texts(said(e).activities).includes(entry);
  const draft = entries.find(about);
  const there = draft
    ? to(`${toRecord("assessments", draft.id)}/edit`)
    : to("/register/assessments/new", { sort, activity: entry, name });
  const refused = code === "unassessed";
  return (
    <ToSettle
      severity={refused ? "failing" : "missing"}
      head={`${name}: ${t(refused ? "rg_unassessed" : "rg_assessment_missing")}`}
      text={<Why finding={finding} />}
    >
      {may && (
        <Button component={Link} size="xs" variant="default" to={there}>
          {t("rg_assess")}
        </Button>
      )}
    </ToSettle>
  );
}

/** A case that is not closed: until when the authority is told, and what is missing. */
export function BreachOpen({ kind, finding, may }: Props & { kind: Kind }) {
  const { t, say, moment, locale } = useWords();
  const to = useTo();
  const { code, due, name, wants = [] } = finding;
  const entry = finding.entry ?? "";
  const overdue = code === "breach_overdue";
  const named = fieldsOf(kind).filter((f) => wants.includes(f.name));
  const fields = new Intl.ListFormat(locale).format(named.map((f) => f.label));
  return (
    <ToSettle
      severity={overdue ? "failing" : "missing"}
      head={say(overdue ? "rg_breach_overdue" : "rg_breach_open", { name })}
      text={
        <>
          {due != null && <b>{say("rg_breach_due", { moment: moment(due) })} </b>}
          {named.length > 0 ? say("rg_breach_wants", { fields }) : t("rg_breach_whole")} <Why finding={finding} />
        </>
      }
    >
      {may && (
        <Button component={Link} size="xs" variant="default" to={to(`${toRecord("breaches", entry)}/edit`)}>
          {t("edit")}
        </Button>
      )}
    </ToSettle>
  );
}

/** Something that may be a breach: it becomes a case, or is said to be none, with the reason. Either is written down. */
export function Suspected({ finding: { suspicion }, may }: Props) {
  const { t, say, perhaps, moment, n } = useWords();
  const to = useTo();
  if (!suspicion) return null;
  const head = perhaps(`rg_suspicion_${suspicion.sort}`, { n: n(suspicion.count) });
  const minute = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" }).format(suspicion.at);
  const many = suspicion.sort === "many_read" || suspicion.sort === "many_copied";
  const first = {
    name: head,
    what: head,
    suspicion: suspicion.mark,
    ...(many ? { people: n(suspicion.count) } : {}),
    aware_at: minute.replace(" ", "T"),
  };
  const judge = (verdict: string, label: string) => (
    <Button component={Link} size="xs" variant="default" to={to("/register/breaches/new", { ...first, verdict })}>
      {label}
    </Button>
  );
  return (
    <ToSettle severity="missing" head={head} text={say("rg_suspicion_when", { moment: moment(suspicion.at) })}>
      {may && (
        <>
          {judge("breach", t("rg_suspicion_case"))} {judge("not_a_breach", t("rg_suspicion_none"))}
        </>
      )}
    </ToSettle>
  );
}
