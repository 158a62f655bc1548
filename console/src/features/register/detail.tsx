/** One record as it is read: what the law asks for by its letters, then the rest, with its versions beside it. */
import { Button, Loader } from "@mantine/core";
import { Link, useParams } from "react-router-dom";
import type { Entry, Kind, Me } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { Acts } from "./acts";
import { toList, useOn, useTo } from "./address";
import { Then } from "./as-of";
import { BreachOpen } from "./beside";
import { Drafts } from "./drafts";
import { fieldsOf, said, useRecords, useVersions, wordOf } from "./kept";
import { LineList } from "./line-list";
import { useLines } from "./lines";
import { Versions } from "./versions";
import { useWords } from "./words";

export function Detail({ kind, me }: { kind: Kind; me: Me }) {
  const { t } = useWords();
  const { id = "" } = useParams();
  const on = useOn();
  const to = useTo();
  const versions = useVersions(kind.kind, id, on);
  const of = { title: wordOf(kind, "many"), to: to(...toList(kind.kind)) };
  const all = versions.data?.versions;
  const shown = all?.[0];
  if (!all || !shown)
    return (
      <>
        <Head title={wordOf(kind, "one")} of={of} />
        {all ? (
          <>
            <Then />
            <p>{t("rg_not_yet")}</p>
          </>
        ) : versions.error ? (
          <Fault error={versions.error} retry={() => versions.refetch()} />
        ) : (
          <Loader />
        )}
      </>
    );
  return (
    <>
      <Head title={shown.entry.name} of={of}>
        {kind.kind === "breaches" && !on && <Drafts id={id} />}
        {me.may.includes("register_write") && !on && <Acts kind={kind} entry={shown} />}
      </Head>
      <Then />
      {kind.kind === "breaches" && !on && <Open kind={kind} id={id} may={me.may.includes("register_write")} />}
      <Shown kind={kind} all={all} shown={shown} me={me} />
    </>
  );
}

/** What a case wants before it can be closed, and until when. */
function Open({ kind, id, may }: { kind: Kind; id: string; may: boolean }) {
  const { t } = useWords();
  const finding = useRecords(kind.kind, "").data?.findings.find((f) => f.entry === id);
  if (!finding) return null;
  return (
    <section className="setup" aria-label={t("rg_findings")}>
      <ul className="plain">
        <BreachOpen kind={kind} finding={finding} may={may} />
      </ul>
    </section>
  );
}

function Shown({ kind, all, shown, me }: { kind: Kind; all: Entry[]; shown: Entry; me: Me }) {
  const { t, say, date } = useWords();
  const on = useOn();
  const to = useTo();
  const read = useLines(kind, me);
  const lines = read(said(shown)).filter(({ key }) => key !== "name");
  const fields = fieldsOf(kind);
  const nothing = Object.fromEntries(fields.map((f) => [f.name, f.nothing]));
  const letters = Object.fromEntries(fields.filter((f) => f.letter).map((f) => [f.name, f.letter]));
  const lawful = lines.filter(({ key }) => letters[key]);
  const parts = kind.parts.map(({ label, fields }) => ({
    label,
    lines: lines.filter(({ key }) => !letters[key] && fields.some((f) => f.name === key)),
  }));
  return (
    <div className="case">
      <div className="case-work">
        {shown.ended && (
          <div className="then" role="status">
            <div>
              <b>{say("rg_ended", { day: date(shown.at) })}</b> {wordOf(kind, "ended")}
            </div>
            {me.may.includes("register_write") && !on && (
              <Button
                component={Link}
                size="xs"
                variant="default"
                to={to(`/register/${kind.kind}/new`, { like: shown.id })}
              >
                {t("rg_again")}
              </Button>
            )}
          </div>
        )}
        {lawful.length > 0 && (
          <Section head={wordOf(kind, "law")}>
            <LineList lines={lawful} nothing={nothing} mark={letters} />
          </Section>
        )}
        {parts
          .filter((part) => part.lines.some(({ key, all }) => all.length > 0 || nothing[key]))
          .map((part) => (
            <Section key={part.label} head={part.label}>
              <LineList lines={part.lines} nothing={nothing} />
            </Section>
          ))}
      </div>
      <div className="case-past">
        <Versions all={all} lines={(entry) => read({ ...entry })} me={me} />
      </div>
    </div>
  );
}
