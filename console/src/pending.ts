/**
 * Types of operations that are newer than `schema.d.ts`: each goes to `api.ts` as `Of<…>` when `make openapi` has been run.
 */
export interface SetupItem { code: string; severity: "failing" | "missing" | "advice"; site: string | null; site_name: string; count: number; since_ms: number; detail: string; next: string }
export interface Setup { open: SetupItem[]; failing: boolean }
export interface Organisation { id: string; name: string; country: string; contact: string; created_at: number }
export interface OrganisationDraft { name: string; country: string; contact: string }
export interface PurposeChange { key: string; what: "added" | "removed" | "changed" | "same"; recipients_added: string[]; recipients_removed: string[]; days_before: number; days_after: number; texts: string[]; asked_again: boolean }
export interface NoticeChange { before: number; after: number; controller: string[]; purposes: PurposeChange[]; choices: number; asked_again: number; changes: boolean }
export interface Dropped { kind: "rejected" | "scrubbed"; item: string; n: number; days: { day: string; n: number }[] }
export interface DropReport { dropped: Dropped[]; lists: { list: "bots" | "devices" | "referrers"; date: string }[] }
export interface Readers { language: "da" | "sv" | "en" | null; people: Partial<Record<"da" | "sv" | "en", number>> }
export interface TracedEvent { name: string; at_ms: number; host: string; path: string; title: string; referrer: string; source: string; medium: string; campaign: string; country: string; device: string; browser: string; os: string; value_minor: number; currency: string; props: string }
export interface Trace { index: number; outcome: "kept" | "refused" | "rejected"; reason: string; rule: string; purposes: string[]; cleaned: { what: string; n: number }[]; event: TracedEvent | null }
export interface DebugInput { dialect: "own" | "segment" | "snowplow"; body: string; token: string; user_agent: string; gpc: boolean }
export interface DebugToken { token: string; expires_at_ms: number }
