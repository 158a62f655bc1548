/** Roles, in the order shown, and what each may do. */
import type { Action, Role } from "../../api/types";

export const ROLES = ["owner", "marketer", "analyst", "data_protection_officer", "support"] as const satisfies Role[];
/** Those that a key can have. */
export const KEY_ROLES = ["marketer", "analyst", "data_protection_officer", "support"] as const satisfies Role[];
export type KeyRole = (typeof KEY_ROLES)[number];

/** What every key may do. */
export const EVERY: Action[] = ["report_read", "site_read"];
/** What a role may do, as the server has it: `policy/src/actor.rs`. A key that holds more is refused there. */
export const MAY: Record<KeyRole, Action[]> = {
  marketer: [
    "site_write",
    "notice_publish",
    "consent_read",
    "team_read",
    "person_read",
    "person_write",
    "form_read",
    "form_write",
    "person_import",
    "campaign_read",
    "campaign_write",
    "register_read",
    "segment_read",
    "segment_write",
  ],
  analyst: ["team_read", "form_read", "campaign_read"],
  data_protection_officer: [
    "notice_publish",
    "consent_read",
    "consent_withdraw",
    "team_read",
    "audit_read",
    "job_read",
    "retention_confirm",
    "evidence_restart",
    "person_read",
    "person_withdraw",
    "person_write",
    "person_erase",
    "held_read",
    "form_read",
    "form_write",
    "person_import",
    "campaign_read",
    "request_read",
    "request_write",
    "register_read",
    "register_write",
    "segment_read",
  ],
  support: [
    "consent_read",
    "consent_withdraw",
    "team_read",
    "person_read",
    "person_withdraw",
    "person_write",
    "form_read",
    "campaign_read",
    "request_read",
    "request_write",
  ],
};
