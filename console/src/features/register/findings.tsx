/** What the register does not say and should, each with its way out. */
import { Button } from "@mantine/core";
import { Link, useNavigate } from "react-router-dom";
import type { Activities, ActivityEntry, Finding } from "../../api/types";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { useTo } from "./address";
import { useTerms } from "./kept";
import { Marked, useReviewed } from "./reviewed";
import { ToSettle } from "./to-settle";
import { useWords } from "./words";

/** More than these are told in one line first. */
const APART = 3;

export function Findings({ all: { activities, findings }, may }: { all: Activities; may: boolean }) {
  const { t, say, n } = useWords();
  const reviewed = useReviewed();
  const due = findings.filter((f) => f.code === "review_due");
  const rest = findings.filter((f) => f.code !== "review_due");
  const lines = due.map((f) => (
    <Due
      key={f.activity}
      name={f.name}
      entry={may ? activities.find((a) => a.id === f.activity) : undefined}
      busy={reviewed.busy === f.activity}
      mark={reviewed.mark}
    />
  ));
  return (
    <>
      {findings.length > 0 && (
        <section className="setup" aria-label={t("rg_findings")}>
          <h2 className="part-head first">{t("rg_findings")}</h2>
          <ul className="plain">
            {rest.map((f) =>
              f.code === "use_unnamed" ? (
                <Unnamed key={f.use} finding={f} may={may} />
              ) : (
                <Untold key={f.recipient} finding={f} activities={activities} may={may} />
              ),
            )}
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
        <Button component={Link} size="xs" variant="default" to={to("/register/new", { use: use ?? name })}>
          {t("rg_name_it")}
        </Button>
      )}
    </ToSettle>
  );
}

interface UntoldProps {
  finding: Finding;
  activities: ActivityEntry[];
  may: boolean;
}

/** Somebody outside gets data, and no activity says so: in which one is chosen. */
function Untold({ finding: { recipient, name }, activities, may }: UntoldProps) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const to = useTo();
  const more = { recipient: recipient ?? "" };
  const choices = activities.map((a) => ({
    label: a.entry.name,
    go: () => navigate(to(`/register/${a.id}/edit`, more)),
  }));
  const fresh = { label: t("rg_new"), go: () => navigate(to("/register/new", more)), last: true };
  return (
    <ToSettle severity="missing" head={say("rg_recipient_unnamed", { name })} text={t("rg_recipient_unnamed_def")}>
      {may && <More label={t("rg_add_to")} choices={[...choices, fresh]} />}
    </ToSettle>
  );
}

interface DueProps {
  name: string;
  /** Where it can be marked. */
  entry?: ActivityEntry;
  busy: boolean;
  mark: (entry: ActivityEntry) => void;
}

/** Nobody has looked at an activity for a year. */
function Due({ name, entry, busy, mark }: DueProps) {
  const { t, say } = useWords();
  const to = useTo();
  return (
    <ToSettle
      severity="advice"
      head={say("rg_review_due", { name })}
      text={entry && <Link to={to(`/register/${entry.id}`)}>{t("rg_look")}</Link>}
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
