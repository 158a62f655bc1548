/** A step on a request: what is written for it, and whether that is enough. */
import type { IdentityCheck, Person, RequestStep, RequestView } from "../../api/types";

export type StepName = Exclude<RequestStep["step"], "take">;

/** Characters that the server wants at least. */
export const LEAST: Record<StepName, number> = {
  note: 1,
  identity_ask: 3,
  identity_known: 3,
  person: 0,
  extend: 10,
  done: 3,
  refuse: 10,
};

export interface StepFields {
  text: string;
  check: IdentityCheck;
  person: Person | undefined;
  /** The person was told in another way than by an answer from here. */
  otherwise: boolean;
}

export const EMPTY: StepFields = { text: "", check: "asked", person: undefined, otherwise: false };

/** Whoever asks must be told: closing without an answer is asked about first. */
export const unanswered = (step: StepName | undefined, { notes }: RequestView) =>
  (step === "done" || step === "refuse") && !notes.some((x) => x.kind === "reply");

/** The step as the server takes it; nothing while something is missing. */
export function change(step: StepName, fields: StepFields, silent: boolean): RequestStep | undefined {
  const text = fields.text.trim();
  if (text.length < LEAST[step] || (silent && !fields.otherwise)) return undefined;
  const without = silent ? { without_answer: true } : {};
  switch (step) {
    case "person":
      return fields.person && { step, person: fields.person.id };
    case "extend":
      return { step, reason: text };
    case "refuse":
      return { step, reason: text, ...without };
    case "done":
      return { step, text, ...without };
    case "identity_known":
      return { step, check: fields.check, text };
    default:
      return { step, text };
  }
}
