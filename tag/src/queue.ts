/**
 * What is to be sent: in parts that a page may still send while it is left, tried again when the server or the network
 * cannot, each event once. It is kept on the device only where that was allowed, and gone at once when it is taken back.
 *
 * Invariant: nothing leaves, or stays, that the choice of this very moment does not allow.
 */
import { choice } from "./choice";
import { base, site, warn } from "./site";

/** Token and purposes it happened under, when, its id (none for a sum), and what is sent. */
type Item = [token: string, allowed: number, at: number, id: string, text: string];

const KEPT = `hj_queue_${site.k}`;
/** A browser lets 64 KiB of requests outlive their page; the server takes 500 events, and none is under 130 bytes. */
const PART_BYTES_MAX = 6e4;
const EVENT_BYTES_MAX = 9e5;
const QUEUE_EVENTS_MAX = 500;
/** The server knows an id again for a day; what is older could count twice. */
const AGE_MS_MAX = 72e6;
const KEPT_CHARS_MAX = 2e5;

let queue: Item[] = [];
let flight: Item[] = [];
let timer = 0;
let failures = 0;
let kept = false;
let told: (token: string, refused: string) => void;

const bytes = (text: string): number => new Blob([text]).size;

/** Whether the choice of now covers what an event happened under. */
function covered([, allowed, at]: Item): boolean {
  const now = choice();
  return (allowed ? (allowed & now.allowed) === allowed : !now.refused) && Date.now() - at < AGE_MS_MAX;
}

export function send(path: string, body: string, keepalive = true): Promise<Response> {
  return fetch(`${base}/c/${site.k}/${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "text/plain" },
    keepalive,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
}

/** Send what happened. */
export function put(token: string, allowed: number, at: number, event: Record<string, unknown>): void {
  let text = "";
  try {
    // Half of a letter (a cut emoji) is no text; it would spoil all that is sent with it.
    text = JSON.stringify(event).replace(/\\ud[89a-f]../g, "\\ufffd");
  } catch {
    // What points at itself has no text.
  }
  if (!text || bytes(text) > EVENT_BYTES_MAX) return warn(`\`${event.n}\` is too large or no JSON, and was not sent`);
  queue.push([token, allowed, at, String(event.id ?? ""), text]);
  if (queue.length > QUEUE_EVENTS_MAX) {
    queue.shift();
    warn("too many events wait: the oldest was dropped");
  }
  queueMicrotask(flush);
}

/** Take the next part, of one token and small enough, and send it. */
function next(): Promise<void> | undefined {
  queue = queue.filter(covered);
  let size = 300;
  const more = queue.findIndex((item, at) => (size += bytes(item[4])) > PART_BYTES_MAX - at && at || item[0] !== queue[0][0]);
  const items = queue.splice(0, more < 0 ? queue.length : more);
  if (items.length) return post((flight = items));
}

async function post(items: Item[]): Promise<void> {
  const body = `{"token":"${items[0][0]}","sent":${Date.now()},"events":[${items.map((item) => item[4])}]}`;
  const outlives = bytes(body) <= PART_BYTES_MAX;
  const answer = await send("e", body, outlives)
    // The page's own requests may have used up what may outlive it.
    .catch(() => (outlives ? send("e", body, false) : undefined))
    .catch(() => undefined);
  if (flight === items) flight = [];
  const status = answer?.status ?? 0;
  const later = status === 503 || status === 429;
  if (later || !status || status > 499) {
    // Nobody knows whether the server had a sum before the line broke, and it has no id: it is not sent twice.
    queue.unshift(...items.filter((item) => later || item[3]));
    keep(queue);
    // When the server says so, or after a while that grows, or when the network is back.
    const after = answer?.headers.get("retry-after") ?? "";
    const wait = Math.min(1e3 * 2 ** failures++, 3e5) * (1 + Math.random() / 4);
    clearTimeout(timer);
    timer = window.setTimeout(retry, Math.max(wait, Math.min(+after * 1e3 || Date.parse(after) - Date.now() || 0, AGE_MS_MAX)));
    return;
  }
  failures = 0;
  keep([], items);
  const done: { refused?: string[]; rejected?: [number, string][] } = await answer!.json().catch(() => ({}));
  if (!answer!.ok || done.rejected?.length) warn(`not taken: ${done.rejected?.map(([, why]) => why) ?? status}`);
  told(items[0][0], String(done.refused));
  flush();
}

function retry(): void {
  clearTimeout(timer);
  timer = 0;
  flush();
}

/** Send what waits, one part after the other. */
function flush(): void {
  if (!flight.length && !timer) void next();
}

/** The page may be gone in a moment: one part more may leave, and the rest is kept. */
export function leave(): void {
  const waiting = flight.length ? [...queue] : [];
  if (!timer) void next();
  keep([...waiting, ...queue]);
}

function read(): Item[] {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? "[]") as Item[]).filter(covered);
  } catch {
    return [];
  }
}

/** Keep some for later, and no longer keep others, on a device whose owner allowed to store. */
function keep(more: Item[], gone: Item[] = []): void {
  more = more.filter((item) => item[1] && covered(item));
  if (!more.length && !kept) return;
  const ids = [...more, ...gone].map((item) => item[3]);
  let room = KEPT_CHARS_MAX;
  // Other tabs keep theirs in the same place. Where there is no room the oldest are dropped.
  const all = [...read().filter((item) => !ids.includes(item[3])), ...more].reverse();
  const left = all.filter((item) => (room -= item[4].length + 300) > 0).reverse();
  kept = left.length > 0;
  try {
    if (kept) localStorage.setItem(KEPT, JSON.stringify(left));
    else localStorage.removeItem(KEPT);
  } catch {
    // Where there is no storage, what waits is lost with the page.
  }
}

/** Nothing that waits may leave any more. */
export function drop(): void {
  clearTimeout(timer);
  timer = failures = 0;
  queue = [];
  flight = [];
  kept = false;
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Where there is no storage, nothing was kept.
  }
}

/** Begin: what was kept by earlier pages goes first. `heard` is told what the server refused, and under which token. */
export function begin(heard: (token: string, refused: string) => void): void {
  told = heard;
  addEventListener("online", retry);
  const { allowed, refused } = choice();
  if (allowed) {
    const old = read();
    kept = old.length > 0;
    queue.unshift(...old);
    flush();
  } else if (refused) drop();
}
