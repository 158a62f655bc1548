/** The API of the server, with its errors as values that can be shown. */
export interface Sums { visitors: number; sessions: number; page_views: number; conversions: number; revenue_minor: number }
export type Metric = keyof Sums;
export interface Point extends Sums { start_ms: number }
export interface Overview { totals: Sums; grain: "day" | "hour"; series: Point[] }
export interface Coverage { measured: number; counted: number; refused: number; lane: "off" | "request" | "script" }
export interface Report { purpose: string; from: string; to: string; time_zone: string; currency: string; overview: Overview; previous: Overview | null; coverage: Coverage }
export interface RowBy extends Sums { value: string }
export interface Live { visitors_now: number; minutes: { start_ms: number; page_views: number }[]; pages: { path: string; visitors: number }[] }
export interface Rule { id: string; text: string; source: string; certainty: string }
export interface Refusal { n: number; reason: string; why: string; way_out: string; rule: Rule | null }
export interface Site {
  id: string; key: string; name: string; hosts: string[]; law: "dk" | "se" | "neutral"; time_zone: string; currency: string;
  aggregate: "off" | "request" | "script"; aggregate_assessment: string; listed_paths: string[]; conversions: string[]; properties: string[];
  notice_version: number | null; purposes: string[];
}
export interface Controller { name: string; address: string; contact: string; policy_url: string }
export interface NoticePurpose { key: string; bit: number; recipients: string[]; retention_days: number; name: Record<string, string>; text: Record<string, string>; denied_by_gpc?: boolean }
export interface Notice { version: number; law: string; controller: Controller; purposes: NoticePurpose[]; published_at: number }
export interface NoticeDraft { controller: Controller; purposes: { key: string; recipients: string[]; text: Record<string, string> }[] }
export interface Purpose { key: string; scope: string; retention_days: number; dpv: string; name: Record<string, string>; text: Record<string, string> }
export interface Consent {
  id: string; seq: number; event: string; granted: number; refused: number; notice_version: number; notice_hash: string; language: string;
  ui_build: string; act: { layer: number; control: string; trusted: boolean }; gpc: boolean; law: string; at: number; expires_at: number; subject: string;
}
export interface ConsentDetail {
  record: Consent; granted: string[]; refused: string[]; notice: Notice | null; history: Consent[];
  proof: { leaf_hash: string; leaf_index: number; path: string[]; checkpoint: { size: number; root: string; note: string; at_ms: number } } | null;
}
export interface OptIn { day: string; shown: number; accept_all: number; refuse_all: number; save: number; withdraw: number }
export interface Me { id: string; name: string; email: string; role: string; organisation: string; may: string[] }

/** A problem as the server explains it (RFC 9457). */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly title: string, readonly detail: string, readonly faults: string[] = []) {
    super(`${title}: ${detail}`);
  }
}

export async function api<T>(path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, {
    method: init.method ?? "GET",
    headers: { "x-hjemmel": "1", ...(init.body === undefined ? {} : { "content-type": "application/json" }), ...init.headers },
    body: init.body === undefined ? undefined : JSON.stringify(init.body),
  }).catch(() => {
    throw new Problem(0, "offline", "No connection", "the server does not answer");
  });
  if (answer.status === 204) return undefined as T;
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, body?.code ?? "internal", body?.title ?? answer.statusText, body?.detail ?? "", body?.faults ?? []);
  return body as T;
}

export const query = (values: Record<string, string | number | undefined>): string => {
  const pairs = Object.entries(values).filter(([, v]) => v !== undefined && v !== "");
  return pairs.length ? `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}` : "";
};
