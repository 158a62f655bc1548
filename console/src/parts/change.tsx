/** How a number changed against the period before: the direction as a sign, and in words for who does not see it. */
import { VisuallyHidden } from "@mantine/core";
import { useWords } from "../words/catalogue";

/** Beside hardly anything a percentage says nothing. */
const CHANGE_MAX = 10;
/** Less than half a per cent is said to be none. */
const CHANGE_LEAST = 0.005;

/** `of` is the period before, as it is shown. */
export function Change({ now, before, of }: { now: number; before?: number; of?: string }) {
  const { t, say, percent } = useWords();
  if (!before || now / before >= CHANGE_MAX) return null;
  const change = now / before - 1;
  const still = Math.abs(change) < CHANGE_LEAST;
  const share = percent(Math.round(Math.abs(change) * 100) / 100);
  const word = still ? "change_same" : change > 0 ? "change_up" : "change_down";
  return (
    <span className="change">
      <span aria-hidden>
        <b>{still ? "→" : change > 0 ? "▲" : "▼"}</b> {share}
      </span>
      <VisuallyHidden>{say(word, { share, period: of ?? t("previous") })}</VisuallyHidden>
    </span>
  );
}
