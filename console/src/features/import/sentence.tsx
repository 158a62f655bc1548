/** The report in one sentence, and for each group the step that releases it. */
import { Button } from "@mantine/core";
import { api } from "../../api/client";
import type { ImportView } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { useWords } from "./words";

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
  const lift = api.useMutation("post", "/imports/{id}/doubts/lift");
  const usable = r.outcomes.usable ?? 0;
  const known = r.outcomes.known ?? 0;
  const waiting = WAITS.filter((what) => r.missing[what]);
  const show = () => document.querySelector<HTMLElement>(".im-columns")?.scrollIntoView({ block: "center" });
  return (
    <div className="card narrow">
      <b>{say(i.dry ? "im_sentence_look" : "im_sentence", { n: n(usable), all: n(i.rows_done) })}</b>
      {known > 0 && <div className="quiet">{say("im_sentence_known", { n: n(known) })}</div>}
      {(r.vouched_rows ?? 0) > 0 && (
        <div className="quiet">{say("im_sentence_vouched", { n: n(r.vouched_rows ?? 0) })}</div>
      )}
      {waiting.length > 0 && (
        <ul className="bullets">
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
        <div className="gap-top-s">
          {t("im_sentence_sounds_no")}
          {!i.dry && (
            <>
              {" "}
              <Sure
                label={t("im_looked_at")}
                text={t("im_looked_at_sure")}
                go={() => lift.mutateAsync({ params: { path: { id: i.id } } })}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}
