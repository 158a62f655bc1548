/** The register as tests need it: what the server declares of a kind, and a record of it. */
import type { Entry, Field, Kind, Me, Terms } from "../api/types";

const AT = Date.parse("2026-11-20T10:00:00Z");

/** A processing activity that names newsletters. */
export const ACTIVITY: Entry = {
  id: "ent_1",
  version: 3,
  at: AT,
  actor: "usr_eva",
  ended: false,
  entry: {
    name: "News",
    purpose: "Sending news.",
    role: "controller",
    uses: ["newsletters"],
    legal_bases: ["consent"],
    subjects: ["subscribers"],
    data: ["contact"],
    sources: ["person"],
    retention: "Until they stop.",
    owner: "Marketing",
    reviewed_on: "2025-03-01",
  },
};

const field = (name: string, label: string, shape: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  shape,
  hint: "",
  nothing: "",
  of: "",
  needed: false,
  letter: "",
  listed: false,
  rows: [],
  ...more,
});
const NEEDED = { needed: true };

/** Processing activities, as the server declares them. */
export const ACTIVITIES: Kind = {
  kind: "activities",
  words: {
    many: "Activities",
    new: "New activity",
    end: "End the activity",
    start: "Begin with the set for a Nordic shop",
    none: "There is no activity.",
  },
  parts: [
    {
      label: "What and why",
      fields: [
        field("name", "Name", "line", { ...NEEDED, listed: true }),
        field("purpose", "Purpose", "text", { ...NEEDED, letter: "b" }),
        field("role", "Role", "one", { ...NEEDED, of: "roles" }),
        field("on_behalf_of", "On behalf of", "text", {
          ...NEEDED,
          when: { field: "role", says: ["joint_controller", "processor"] },
        }),
        field("uses", "In this program", "many", { of: "uses" }),
        field("legal_bases", "Legal basis", "many", { ...NEEDED, of: "legal_bases", listed: true }),
        field("balancing", "Balancing test", "text", {
          ...NEEDED,
          when: { field: "legal_bases", says: ["legitimate_interest"] },
        }),
      ],
    },
    {
      label: "Whose",
      fields: [
        field("subjects", "Data subjects", "many", { ...NEEDED, of: "subjects" }),
        field("data", "Personal data", "many", { ...NEEDED, of: "data" }),
        field("special_basis", "Basis in Article 9", "one", {
          ...NEEDED,
          of: "special_bases",
          when: { field: "data", says: ["health"] },
        }),
        field("sources", "Sources", "many", { of: "sources" }),
        field("recipients", "Recipients", "recipients"),
        field("countries", "Countries outside the EEA", "countries_outside"),
        field("transfer_tool", "Transfer tool", "one", {
          ...NEEDED,
          of: "transfer_tools",
          when: { field: "countries", says: [] },
        }),
        field("retention", "Retention", "text", NEEDED),
        field("measures", "Security", "text"),
        field("owner", "Owner", "line", NEEDED),
        field("reviewed_on", "Last looked through", "day_past", { nothing: "not yet" }),
      ],
    },
  ],
};

const term = (name: string) => ({ name, label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ") });

/** Some of what the register is written in. */
export const TERMS: Terms = {
  kinds: [ACTIVITIES],
  lists: {
    uses: ["newsletters", "statistics", "orders"].map(term),
    roles: ["controller", "joint_controller", "processor"].map(term),
    legal_bases: ["consent", "contract", "legitimate_interest"].map(term),
    special_bases: ["explicit_consent", "health_care"].map(term),
    subjects: ["customers", "subscribers"].map(term),
    data: ["contact", "health"].map(term),
    sources: ["person", "device"].map(term),
    transfer_tools: ["adequacy", "standard_clauses"].map(term),
  },
};

const AGREED = { when: { field: "role", says: ["processor", "joint_controller"] } };

/** Suppliers, as the server declares them. */
export const SUPPLIERS: Kind = {
  kind: "suppliers",
  words: {
    many: "Suppliers",
    new: "New supplier",
    end: "End the supplier",
    ended: "Nothing may go to them any more.",
    none: "There is no supplier.",
    start: "Begin with the set",
  },
  parts: [
    {
      label: "What and why",
      fields: [
        field("name", "Name", "line", { ...NEEDED, listed: true }),
        field("role", "Role", "one", { ...NEEDED, of: "supplier_roles", listed: true }),
        field("activities", "For which activities", "entries", { of: "activities" }),
        field("countries", "Countries", "countries", { ...NEEDED, listed: true }),
        field("contract", "Contract", "line", AGREED),
        field("sub_processors", "Sub-processors", "rows", {
          when: { field: "role", says: ["processor"] },
          rows: [field("name", "Sub-processor's name", "line", NEEDED), field("country", "Country", "country", NEEDED)],
        }),
        field("reviewed_on", "Last looked at", "day_past"),
      ],
    },
  ],
};

/** Breaches, as the server declares them. */
export const BREACHES: Kind = {
  kind: "breaches",
  words: { many: "Breaches", new: "New breach", none: "There is none." },
  parts: [
    {
      label: "What happened",
      fields: [
        field("name", "Name", "line", { ...NEEDED, listed: true }),
        field("verdict", "Is it a breach?", "one", { ...NEEDED, of: "breach_verdicts", listed: true }),
        field("aware_at", "Aware of it", "moment_past", NEEDED),
        field("measures", "Measures", "text"),
        field("people", "About how many people", "line"),
      ],
    },
  ],
};

export const ALL_TERMS: Terms = {
  kinds: [ACTIVITIES, SUPPLIERS, BREACHES],
  lists: {
    ...TERMS.lists,
    supplier_roles: ["processor", "separate_controller"].map(term),
    breach_verdicts: ["breach", "not_a_breach"].map(term),
  },
};

/** A processor that sends newsletters. */
export const SUPPLIER: Entry = {
  ...ACTIVITY,
  id: "ent_9",
  version: 1,
  entry: {
    name: "Postbud ApS",
    role: "processor",
    purpose: "Sending newsletters.",
    data: ["contact"],
    activities: ["ent_1"],
    countries: ["DK", "US"],
    contract: "DPA 12",
    sub_processors: [{ name: "Sky AB", country: "SE", purpose: "" }],
  },
};

/** Whoever keeps the register. */
export const ME = {
  id: "usr_eva",
  name: "Eva",
  may: ["register_read", "register_write", "person_erase"],
} as unknown as Me;
