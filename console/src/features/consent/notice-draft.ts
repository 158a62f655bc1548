/** A notice while it is written. */
import type { Notice, NoticeDraft, Purpose } from "../../api/types";
import { PLACEHOLDER } from "../home/placeholder";

export type PurposeDraft = NoticeDraft["purposes"][number] & { recipients: string[]; text: Record<string, string> };
export interface Draft {
  controller: NoticeDraft["controller"];
  purposes: PurposeDraft[];
}

/** What a draft begins with: what is published, or what the organisation is called. */
export const begun = (current: Notice | undefined, organisation: string): Draft =>
  current
    ? {
        controller: current.controller,
        purposes: current.purposes.map((p) => ({
          key: p.key,
          recipients: p.recipients,
          retention_days: p.retention_days,
          text: p.text,
        })),
      }
    : {
        controller: {
          name: organisation === PLACEHOLDER ? "" : organisation,
          address: "",
          contact: "",
          policy_url: "",
        },
        purposes: [{ key: "statistics", recipients: [], text: {} }],
      };

/** With a purpose taken in or left out, in the order of the catalogue. */
export const toggled = (draft: Draft, catalogue: Purpose[], key: string, on: boolean): PurposeDraft[] =>
  catalogue
    .filter((p) => (p.key === key ? on : draft.purposes.some((d) => d.key === p.key)))
    .map((p) => draft.purposes.find((d) => d.key === p.key) ?? { key: p.key, recipients: [], text: {} });
