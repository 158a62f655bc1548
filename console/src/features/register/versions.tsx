/** Every version of a record: who wrote it, when, and field by field what it changed. For every kind of the register. */
import type { Me } from "../../api/types";
import { Section } from "../../parts/section";
import { useNames } from "../account/names";
import { type Difference, differences, type Line } from "./difference";
import { useWords } from "./words";

interface Version<T> {
  version: number;
  entry: T;
  at: number;
  actor: string;
  ended: boolean;
}

interface Props<T> {
  /** Newest first. */
  all: Version<T>[];
  lines: (entry: T) => Line[];
  me: Me;
}

export function Versions<T>({ all, lines, me }: Props<T>) {
  const { t, any, say, n, moment } = useWords();
  const names = useNames(me.may.includes("team_read"));
  const who = (actor: string) => names.get(actor) ?? (actor.startsWith("job:") ? t("au_itself") : any(actor));
  return (
    <Section head={t("rg_versions")}>
      <ol className="past">
        {all.map(({ version, entry, at, actor, ended }, i) => {
          const older = all[i + 1];
          const changed = older ? differences(lines(older.entry), lines(entry)) : [];
          return (
            <li key={version}>
              {say("rg_version", { n: n(version) })}
              {ended ? `: ${t("rg_version_end")}` : version === 1 && `: ${t("rg_version_first")}`}
              <div className="quiet">
                {moment(at)} · {who(actor)}
              </div>
              {changed.length > 0 ? (
                <details open={i === 0}>
                  <summary>{changed.map((d) => d.label).join(", ")}</summary>
                  <Changes all={changed} />
                </details>
              ) : (
                older && !ended && <div className="quiet">{t("rg_version_same")}</div>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** Field by field: what went and what came. */
export function Changes({ all }: { all: Difference[] }) {
  return (
    <dl className="changes">
      {all.map(({ key, label, gone, came }) => (
        <div key={key}>
          <dt>{label}</dt>
          {gone.map((text) => (
            <dd key={text} className="said">
              <del>{text}</del>
            </dd>
          ))}
          {came.map((text) => (
            <dd key={text} className="said">
              <ins>{text}</ins>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
