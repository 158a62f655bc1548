/** Answers of the server as tests need them. They are held to the server's description, and so go with it. */
import type { Audience, CampaignDetail, ColumnSeen, Form, ImportView, RequestView, Setup } from "../api/types";

const AT = Date.parse("2026-11-20T10:00:00Z");

export const FORM: Form = {
  id: "form1",
  name: "Footer",
  confirm: true,
  version: 1,
  published_at: AT,
  channels: ["email", "sms"],
  title: { da: "Nyt", sv: "Nytt", en: "News" },
  sender: {
    name: "Blomsterhuset",
    address: "Torvet 1",
    contact: "hej@blomst.example",
    policy_url: "https://b.example/",
  },
  topics: [{ id: "topic1", name: { da: "Nyt", sv: "Nytt", en: "News" }, text: { da: "", sv: "", en: "" } }],
};

const COLUMNS: ColumnSeen[] = [
  { name: "email", taken: "address", why: "name", filled: 3, samples: ["karen@post.example"], choices: ["address"] },
  { name: "X7", taken: "unknown", why: "unknown", filled: 3, samples: ["shop"], choices: ["place", "irrelevant"] },
];

/** A look at a file of three rows, one of them usable; one column is not known. */
export const LOOKED: ImportView = {
  import: {
    id: "import1",
    name: "list.csv",
    channel: "email",
    dry: true,
    state: "done",
    file_mark: "mark",
    created_at_ms: AT,
    ended_at_ms: AT,
    rows_checked: 3,
    rows_done: 3,
    rows_total: 3,
  },
  report: {
    columns: {},
    encoding: "utf-8",
    errors: [],
    errors_total: 0,
    missing: { mapping: 2 },
    outcomes: { usable: 1, stored: 2 },
    sheets: [{ name: "list.csv", program: "", line: 1, rows: 3, encoding: "utf-8", waits: true, columns: COLUMNS }],
  },
};

export const CAMPAIGN: CampaignDetail = {
  campaign: {
    id: "campaign1",
    state: "draft",
    reason: "",
    changed_at: 7,
    created_at: AT,
    ended_at: 0,
    planned_at: 0,
    send_at: 0,
    started_at: 0,
    per_minute: 0,
    body: { name: "News", subject: "Hello", form: "form1", topic: "topic1", language: "da", blocks: [] },
  },
  counts: [],
  faults: [],
};

export const AUDIENCE: Audience = {
  complete: true,
  people: 10,
  total: 10,
  reachable: 4,
  steps: [
    { step: "no_permission", people: 6, refusal: { reason: "no_permission", why: "nobody said yes", way_out: "ask" } },
  ],
};

export const WELL: Setup = { failing: false, open: [] };

/** A request that is worked on, of somebody who is known for sure, and that nobody has answered. */
export const REQUEST: RequestView = {
  days_left: 20,
  extendable: false,
  notes: [],
  request: {
    id: "request1",
    kind: "access",
    channel: "letter",
    state: "working",
    identity: "letter",
    language: "da",
    law: "dk",
    contact: "Karen Madsen, Torvet 1",
    text: "",
    due_on: "2026-12-20",
    received_at: AT,
    created_at: AT,
    changed_at: 5,
    closed_at: 0,
    extended_at: 0,
    suspended_at: 0,
    suspended_days: 0,
  },
};
