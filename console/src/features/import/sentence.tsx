/** The report in one sentence, and for each group the step that releases it. */
import { Button } from "@mantine/core";
import { api, type ImportView } from "../../api";
import { useWords } from "../../i18n";
import { Sure } from "../../parts";

/** What a group waits for, in the order it is best given. */
const WAITS = [
  "mapping",
  "words",
  "place",
  "date",
  "period",
  "encoding",
  "letters",
  "name",
  "no_yes",
  "doubt",
] as const;
/** What the file as a whole can be given. */
const VOUCHED: readonly string[] = ["words", "place", "date"];

export function Sentence({ view: { import: i, report: r }, vouch }: { view: ImportView; vouch?: () => void }) {
  const { t, n, say } = useWords();
  const usable = r.outcomes.usable ?? 0;
  const known = r.outcomes.known ?? 0;
  const waiting = WAITS.filter((what) => r.missing[what]);
  const show = () => document.querySelector<HTMLElement>(".im-columns")?.scrollIntoView({ block: "center" });
  return (
    <div className="card" style={{ maxWidth: 760 }}>
      <b>{say(i.dry ? "im_sentence_look" : "im_sentence", { n: n(usable), all: n(i.rows_done) })}</b>
      {known > 0 && <div className="quiet">{say("im_sentence_known", { n: n(known) })}</div>}
      {(r.vouched_rows ?? 0) > 0 && (
        <div className="quiet">{say("im_sentence_vouched", { n: n(r.vouched_rows ?? 0) })}</div>
      )}
      {waiting.length > 0 && (
        <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
          {waiting.map((what) => (
            <li key={what}>
              {say("im_waits_for", { n: n(r.missing[what] ?? 0), what: t(`im_wait_${what}`) })}{" "}
              {VOUCHED.includes(what) && vouch && (
                <Button size="compact-sm" variant="default" onClick={vouch}>
                  {t("im_wait_give")}
                </Button>
              )}
              {what === "mapping" && (
                <Button size="compact-sm" variant="default" onClick={show}>
                  {t("im_wait_say")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {r.errors.some((e) => e.code === "sounds_no") && (
        <div style={{ marginTop: 6 }}>
          {t("im_sentence_sounds_no")}
          {!i.dry && (
            <>
              {" "}
              <Sure
                word="im_looked_at"
                text={t("im_looked_at_sure")}
                go={() => api(`/imports/${i.id}/doubts/lift`, { method: "POST" })}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}
