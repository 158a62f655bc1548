/** What can come of rows, in the order it is told. */
import type { ImportView } from "../../api/types";

export const OUTCOMES = ["usable", "stored", "stopped", "said_no", "known", "no_mail", "restricted", "erased"] as const;
export const MISSING = [
  "mapping",
  "date",
  "place",
  "words",
  "period",
  "encoding",
  "letters",
  "name",
  "no_yes",
  "doubt",
] as const;
/** Numbers that were left out of a row that was read. */
export const LEFT = ["email", "phone", "customer_number", "identifier_taken", "attribute"] as const;
export const STATES = ["done", "cancelled", "interrupted"] as const;

export const running = (view?: ImportView) => view?.import.state === "running";
export const of = (view: ImportView, what: (typeof OUTCOMES)[number]) => view.report.outcomes[what] ?? 0;
/** Rows that would change something. */
export const changes = (view: ImportView) => of(view, "usable") + of(view, "stored") + of(view, "stopped");
