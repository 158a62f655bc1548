/** A step on a request: what is written for it, and whether that is enough. */
import type { IdentityCheck, Person, RequestStep, RequestView } from "../../api/types";

const STEPS = ["identity_known", "identity_ask", "person", "note", "extend", "done", "refuse"] as const;
export type StepName = (typeof STEPS)[number];

/** What is done next, of everything that can be done: a step, or the answer. */
export type Next = "take" | "identity_ask" | "identity_known" | "person" | "answer" | "done";

/** The one thing that is next where a request stands. */
export function nextOf({ request: r, notes }: RequestView): Next {
  if (r.state === "received") return "take";
  if (r.identity === "none") return r.suspended_at > 0 ? "identity_known" : "identity_ask";
  if (notes.some((x) => x.kind === "reply")) return "done";
  return r.person || r.channel === "page" ? "answer" : "person";
}

/** The other steps that can be taken now, in the order in which they are likely. */
export function othersOf({ request: r, extendable }: RequestView, next: Next): StepName[] {
  const unsure = r.identity === "none";
  const can: Record<StepName, boolean> = {
    identity_ask: unsure && r.suspended_at === 0,
    identity_known: unsure,
    person: r.channel !== "page",
    note: true,
    extend: extendable,
    done: true,
    refuse: true,
  };
  return STEPS.filter((step) => can[step] && step !== next);
}

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
