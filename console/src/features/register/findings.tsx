/** What the register does not say and should, each with its way out. */
import { Button } from "@mantine/core";
import { Link, useNavigate } from "react-router-dom";
import type { Entry, Finding, Kind, RegisterRecords } from "../../api/types";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { RuleMark } from "../../parts/rule";
import { toRecord, useTo } from "./address";
import { BreachOpen, Suspected, Unassessed } from "./beside";
import { useTerms, wordOf } from "./kept";
import { Marked, useReviewed } from "./reviewed";
import { ToSettle } from "./to-settle";
import { useWords } from "./words";

/** More than these are told in one line first. */
const APART = 3;

interface FindingsProps {
  kind: Kind;
  all: RegisterRecords;
  may: boolean;
}

export function Findings({ kind, all: { entries, findings }, may }: FindingsProps) {
  const { t, say, n } = useWords();
  const reviewed = useReviewed(kind.kind);
  const due = findings.filter((f) => f.code === "review_due");
  const rest = findings.filter((f) => f.code !== "review_due");
  const lines = due.map((f) => (
    <Due
      key={f.entry}
      kind={kind}
      name={f.name}
      entry={may ? entries.find((a) => a.id === f.entry) : undefined}
      busy={reviewed.busy === f.entry}
      mark={reviewed.mark}
    />
  ));
  return (
    <>
      {findings.length > 0 && (
        <section className="setup" aria-label={t("rg_findings")}>
          <h2 className="part-head first">{t("rg_findings")}</h2>
          <ul className="plain">
            {rest.map((f) => (
              <One key={keyOf(f)} kind={kind} finding={f} entries={entries} may={may} />
            ))}
            {due.length <= APART && lines}
          </ul>
          {due.length > APART && (
            <details>
              <summary>{say("rg_review_many", { n: n(due.length) })}</summary>
              <ul className="plain">{lines}</ul>
            </details>
          )}
        </section>
      )}
      <Marked of={reviewed} />
      <Fault error={reviewed.error} className="gap-bottom" />
    </>
  );
}

const keyOf = ({ code, use, recipient, entry, sort, suspicion, name }: Finding) =>
  [code, use, recipient, entry ?? name, sort, suspicion?.mark].join(" ");

/** What is to be settled, by what it is. */
function One(props: OneProps) {
  switch (props.finding.code) {
    case "use_unnamed":
      return <Unnamed {...props} />;
    case "recipient_unnamed":
      return <Untold {...props} />;
    case "unassessed":
    case "assessment_missing":
      return <Unassessed {...props} />;
    case "breach_open":
    case "breach_overdue":
      return <BreachOpen {...props} />;
    case "suspicion":
      return <Suspected {...props} />;
    default:
      return <Refused {...props} />;
  }
}

/** A use of the program that is refused until an activity names it. */
function Unnamed({ finding: { use, name }, may }: { finding: Finding; may: boolean }) {
  const { t, say } = useWords();
  const { called } = useTerms();
  const to = useTo();
  return (
    <ToSettle
      severity="failing"
      head={say("rg_use_unnamed", { name: called("uses", use ?? name) })}
      text={t("rg_use_unnamed_def")}
    >
      {may && (
        <Button component={Link} size="xs" variant="default" to={to("/register/activities/new", { use: use ?? name })}>
          {t("rg_name_it")}
        </Button>
      )}
    </ToSettle>
  );
}

interface OneProps {
  kind: Kind;
  finding: Finding;
  entries: Entry[];
  may: boolean;
}

/** Somebody outside gets data, and no activity says so: in which one is chosen. */
function Untold({ kind, finding: { recipient, name }, entries, may }: OneProps) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const to = useTo();
  const more = { recipient: recipient ?? "" };
  const choices = entries.map((a) => ({
    label: a.entry.name,
    go: () => navigate(to(`${toRecord(kind.kind, a.id)}/edit`, more)),
  }));
  const fresh = {
    label: wordOf(kind, "new"),
    go: () => navigate(to(`/register/${kind.kind}/new`, more)),
    last: true,
  };
  return (
    <ToSettle severity="missing" head={say("rg_recipient_unnamed", { name })} text={t("rg_recipient_unnamed_def")}>
      {may && <More label={t("rg_add_to")} choices={[...choices, fresh]} />}
    </ToSettle>
  );
}

/** Somebody outside may get nothing: why, and what would change it. */
function Refused({ finding: { code, kind, entry, name, refusal }, may }: { finding: Finding; may: boolean }) {
  const { t, any } = useWords();
  const to = useTo();
  const there = entry ? to(`${toRecord(kind, entry)}/edit`) : to(`/register/${kind}/new`, { name });
  return (
    <ToSettle
      severity="failing"
      head={`${name}: ${any(`rg_${code}`)}`}
      text={
        <>
          {refusal?.why} {refusal?.way_out} {refusal?.rule && <RuleMark rules={[refusal.rule]} />}
        </>
      }
    >
      {may && (
        <Button component={Link} size="xs" variant="default" to={there}>
          {t(entry ? "edit" : "rg_enter")}
        </Button>
      )}
    </ToSettle>
  );
}

interface DueProps {
  kind: Kind;
  name: string;
  /** Where it can be marked. */
  entry?: Entry;
  busy: boolean;
  mark: (entry: Entry) => void;
}

/** Nobody has looked at a record for a year, or by the day that it names. */
function Due({ kind, name, entry, busy, mark }: DueProps) {
  const { t, say } = useWords();
  const to = useTo();
  return (
    <ToSettle
      severity="advice"
      head={say("rg_review_due", { name })}
      text={entry && <Link to={to(toRecord(kind.kind, entry.id))}>{t("rg_look")}</Link>}
    >
      {entry && (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          aria-label={`${t("rg_reviewed_today")}: ${name}`}
          onClick={() => mark(entry)}
        >
          {t("rg_reviewed_today")}
        </Button>
      )}
    </ToSettle>
  );
}
