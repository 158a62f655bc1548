/** What people ask for, and which answer fits where a request stands. */
import type { Asked, IdentityCheck, RequestKind, RequestView } from "../../api/types";

export const KINDS = [
  "access",
  "erasure",
  "rectification",
  "restriction",
  "objection",
  "portability",
] as const satisfies RequestKind[];

/** How staff make sure who asks; a code is what the person's own pages do. */
export const CHECKS = ["asked", "letter", "plain"] as const satisfies IdentityCheck[];

export const TEMPLATES = [
  "receipt",
  "identity",
  "clarification",
  "extension",
  "access_done",
  "nothing_held",
  "portability_done",
  "rectification_done",
  "rectification_refused",
  "erasure_done",
  "erasure_partial",
  "erasure_refused",
  "restriction_done",
  "restriction_lifted",
  "objection_done",
  "objection_refused",
  "excessive",
] as const;
export type Template = (typeof TEMPLATES)[number];

/** Those that have a place for a reason, for what is kept, for a day. */
export const REASONED: readonly Template[] = [
  "identity",
  "clarification",
  "extension",
  "rectification_refused",
  "erasure_partial",
  "erasure_refused",
  "restriction_lifted",
  "objection_refused",
  "excessive",
];
export const KEEPING: readonly Template[] = ["erasure_partial"];
export const UNTIL: readonly Template[] = ["erasure_partial", "restriction_lifted"];

const ENDS: Record<RequestKind, readonly [Template, ...Template[]]> = {
  access: ["access_done", "nothing_held"],
  erasure: ["erasure_done", "erasure_partial", "erasure_refused", "nothing_held"],
  rectification: ["rectification_done", "rectification_refused"],
  // That a pause ends is told where it is ended.
  restriction: ["restriction_done"],
  objection: ["objection_done", "objection_refused"],
  portability: ["portability_done", "nothing_held"],
};

/** The answer that says no to a kind. */
export const refusal = (kind: RequestKind): Template => ENDS[kind].find((x) => x.endsWith("_refused")) ?? "excessive";

/** The answers that fit where a request stands, the likeliest first. */
export function fitting(r: Asked): readonly [Template, ...Template[]] {
  const no = refusal(r.kind);
  if (r.state === "refused") return no === "excessive" ? [no] : [no, "excessive"];
  if (r.closed_at > 0) return ENDS[r.kind];
  const now: Template | undefined =
    r.suspended_at > 0 ? "identity" : r.extended_at > 0 ? "extension" : r.state === "received" ? "receipt" : undefined;
  const [likeliest, ...ends] = ENDS[r.kind];
  const ask: Template[] = r.identity === "none" && now !== "identity" ? ["identity"] : [];
  return now ? [now, likeliest, ...ends, ...ask, "clarification"] : [likeliest, ...ends, ...ask, "clarification"];
}

/** An answer to begin with, which a step asks for. */
export interface Wanted {
  template: Template;
  reason: string;
}

/** Whose data it was is gone, and with it what was said. */
export const erased = (r: Asked) => !r.person && !r.contact;

/** Due soon enough to be shown first of all. */
export const pressing = (open: RequestView[]) => open.filter((v) => v.days_left <= 14);
