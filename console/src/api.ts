/**
 * The API of the server, with its errors as values that can be shown. Every type comes from the server's own description:
 * `make openapi` writes it anew, and `make lint` says when that was forgotten.
 */
import type { components } from "./schema";

type Of<K extends keyof components["schemas"]> = components["schemas"][K];

export type Sums = Of<"Sums">;
export type Metric = keyof Sums;
export type Report = Of<"Report">;
export type Coverage = Of<"Coverage">;
export type RowBy = Of<"RowBy">;
export type Live = Of<"Live">;
export type Refusal = Of<"RefusalCount">;
export type Site = Of<"SiteView">;
export type SiteDraft = Of<"SiteDraft">;
export type Notice = Of<"Notice">;
export type NoticePurpose = Of<"NoticePurpose">;
export type NoticeDraft = Of<"NoticeDraft">;
export type Purpose = Of<"Purpose">;
export type Consent = Of<"ConsentRecord">;
export type ConsentDetail = Of<"ConsentDetail">;
export type OptIn = Of<"OptIn">;
export type Colleague = Of<"Colleague">;
export type Key = Of<"KeyView">;
export type OwnSession = Of<"OwnSession">;
export type FactorDraft = Of<"FactorDraft">;
export type RecoveryCodes = Of<"RecoveryCodes">;
export type KeyDraft = Of<"KeyDraft">;
export type LinkEntry = Of<"LinkEntry">;
export type TeamRules = Of<"TeamRules">;
export type Role = Of<"Role">;
export type Action = Of<"Action">;
export type AuditEntry = Of<"AuditEntry">;
export type Job = Of<"JobEntry">;
export type People = Of<"People">;
export type PersonDetail = Of<"PersonDetail">;
export type Reach = Of<"Reach">;
export type StoreCount = Of<"StoreCount">;
export type Receipt = Of<"Receipt">;
export type SignedReceipt = Of<"SignedReceipt">;
export type ErasurePlan = Of<"ErasurePlan">;
export type Kept = Of<"Kept">;
export type Attribute = Of<"Attribute">;
export type Order = Of<"Order">;
export type LinkView = Of<"LinkView">;
export type JoinView = Of<"JoinView">;
export type Visits = Of<"Visits">;
export type VisitEvent = Of<"VisitEvent">;
export type IdentifierInput = Of<"IdentifierInput">;
export type IdentifierKind = Of<"IdentifierKind">;
export type PersonInput = Of<"PersonInput">;
export type PersonPut = Of<"PersonPut">;
export type Recipient = Of<"Recipient">;
export type RecipientDraft = Of<"RecipientDraft">;
export type Recipients = Of<"Recipients">;
export type NoticeOpen = Of<"NoticeOpen">;
export type Topic = Of<"Topic">;
export type Form = Of<"Form">;
export type FormDraft = Of<"FormDraft">;
export type Campaign = Of<"Campaign">;
export type CampaignBody = Of<"CampaignBody">;
export type CampaignDetail = Of<"CampaignDetail">;
export type CampaignPreview = Of<"CampaignPreview">;
export type CampaignRecipient = Of<"CampaignRecipient">;
export type CampaignState = Of<"CampaignState">;
export type Block = Of<"Block">;
export type Audience = Of<"Audience">;
export type Explanation = Of<"Explanation">;
export type ReleaseDraft = Of<"ReleaseDraft">;
export type TestSent = Of<"TestSent">;
export type Person = Of<"Person">;
export type RequestView = Of<"RequestView">;
export type Requests = Of<"Requests">;
export type RequestDraft = Of<"RequestDraft">;
export type RequestKind = Of<"RequestKind">;
export type RequestNote = Of<"RequestNote">;
export type RequestStep = Of<"RequestStep">;
export type RequestChange = Of<"RequestChange">;
export type IdentityCheck = Of<"IdentityCheck">;
export type ReplyDraft = Of<"ReplyDraft">;
export type ReplySent = Of<"ReplySent">;
/** What somebody asks for; the browser has a `Request` of its own. */
export type Asked = Of<"Request">;
export type Channel = Of<"Channel">;
export type ImportView = Of<"ImportView">;
export type SheetSeen = Of<"SheetSeen">;
export type ColumnSeen = Of<"ColumnSeen">;
export type Taken = Of<"Taken">;
export type Vouched = Of<"Vouched">;
export type Me = Of<"Me">;
export type Setup = Of<"Setup">;
export type SetupItem = Of<"SetupItem">;
export type Organisation = Of<"Organisation">;
export type OrganisationDraft = Of<"OrganisationDraft">;
export type PurposeChange = Of<"PurposeChange">;
export type NoticeChange = Of<"NoticeChange">;
export type Dropped = Of<"Dropped">;
export type DropReport = Of<"DropReport">;
export type Readers = Of<"Readers">;
export type Trace = Of<"Trace">;
export type DebugInput = Of<"DebugInput">;
export type DebugToken = Of<"DebugToken">;

/** A problem as the server explains it (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly faults: string[] = [],
  ) {
    super(`${title}: ${detail}`);
  }
}

/** A file is sent as it is, as CSV; a form as its parts; all else as JSON. */
interface Init {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  proven?: boolean;
}

/** Asks whoever is signed in to show again that it is them; true when they did. */
let prove: (() => Promise<boolean>) | undefined;
export const onProof = (ask?: () => Promise<boolean>) => {
  prove = ask;
};

async function call(path: string, init: Init): Promise<Response> {
  const answer = await fetch(`/api/v1${path}`, {
    method: init.method ?? "GET",
    headers: {
      "x-hjemmel": "1",
      "accept-language": document.documentElement.lang || "en",
      ...(init.body === undefined || init.body instanceof FormData
        ? {}
        : { "content-type": init.body instanceof Blob ? "text/csv" : "application/json" }),
      ...init.headers,
    },
    body:
      init.body === undefined || init.body instanceof Blob || init.body instanceof FormData
        ? init.body
        : JSON.stringify(init.body),
  }).catch(() => {
    throw new Problem(0, "offline", "No connection", "the server does not answer");
  });
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => null);
  // What gives others power waits for a fresh proof and goes on after it.
  if (body?.code === "fresh_proof_needed" && prove && !init.proven && (await prove()))
    return call(path, { ...init, proven: true });
  throw new Problem(
    answer.status,
    body?.code ?? "internal",
    body?.title ?? answer.statusText,
    body?.detail ?? "",
    body?.faults ?? [],
  );
}

export async function api<T>(path: string, init: Init = {}): Promise<T> {
  const answer = await call(path, init);
  return answer.status === 204 ? (undefined as T) : answer.json().catch(() => null);
}

/** What is answered as a file. */
export const apiFile = async (path: string, init: Init = {}): Promise<Blob> => (await call(path, init)).blob();

export const query = (values: Record<string, string | number | undefined>): string => {
  const pairs = Object.entries(values).filter(([, v]) => v !== undefined && v !== "");
  return pairs.length ? `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}` : "";
};
