/** Roles, in the order shown. */
export const ROLES = ["owner", "marketer", "analyst", "data_protection_officer", "support"] as const;
