/**
 * What is to be sent: in parts that a page may still send while it is left, tried again when the server or the network
 * cannot, each event once. It is kept on the device only where that was allowed, and gone at once when it is taken back.
 *
 * Invariant: nothing leaves, or stays, that the choice of this very moment does not allow.
 */
import { choice } from "./choice";
import { base, site, warn } from "./site";

/** The purposes it happened under, when, its id, and what is sent. */
type Item = [allowed: number, at: number, id: string, text: string];

const KEPT = `hj_queue_${site.k}`;
/** A no that the server has not heard yet. */
const OWED = `hj_no_${site.k}`;
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
let drops = 0;
let told: (token: string, refused: string) => void;

const bytes = (text: string): number => new Blob([text]).size;

/** Whether the choice of now covers what an event happened under. */
const covered = ([allowed, at]: Item): boolean => !(allowed & ~choice().allowed) && Date.now() - at < AGE_MS_MAX;

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

/** An event as JSON. Half of a letter (a cut emoji) is no text; it would spoil all that is sent with it. */
function written(event: object): string {
  try {
    return JSON.stringify(event).replace(/\\ud[89a-f]../g, "\\ufffd");
  } catch {
    return "";
  }
}

const envelope = (token: string, events: string[]): string =>
  `{"token":"${token}","sent":${Date.now()},"events":[${events}]}`;

/** Send what concerns nobody: a sum has no id by which it would be known again, so it is sent once and not kept. */
export function sum(event: object): void {
  send("e", envelope("", [written(event)])).catch(() => {});
}

/** Send what happened. */
export function put(allowed: number, event: { n: string; t: number; id: string }): void {
  const text = written(event);
  if (!text || bytes(text) > EVENT_BYTES_MAX) return warn(`\`${event.n}\` is too large or no JSON`);
  queue.push([allowed, event.t, event.id, text]);
  if (queue.length > QUEUE_EVENTS_MAX) {
    queue.shift();
    warn("too many events: oldest dropped");
  }
  queueMicrotask(flush);
}

/** Take the next part, small enough, and send it. */
function next(): void {
  queue = queue.filter(covered);
  let size = 300;
  const more = queue.findIndex((item, at) => (size += bytes(item[3]) + 1) > PART_BYTES_MAX && at);
  flight = queue.splice(0, more < 0 ? queue.length : more);
  if (flight.length) void post(flight);
}

async function post(items: Item[]): Promise<void> {
  const before = drops;
  const { token } = choice();
  const body = envelope(
    token,
    items.map((item) => item[3]),
  );
  const outlives = bytes(body) <= PART_BYTES_MAX;
  const answer = await send("e", body, outlives)
    // The page's own requests may have used up what may outlive it.
    .catch(() => (outlives ? send("e", body, false) : undefined))
    .catch(() => undefined);
  // What was taken back meanwhile is not tried again.
  if (before !== drops) return;
  if (flight === items) flight = [];
  const status = answer?.status ?? 503;
  if (status === 429 || status > 499) {
    queue.unshift(...items);
    keep(queue);
    // When the server says so, or after a while that grows, or when the network is back.
    const after = answer?.headers.get("retry-after") ?? "";
    const named = Math.min(+after * 1e3 || Date.parse(after) - Date.now() || 0, AGE_MS_MAX);
    clearTimeout(timer);
    timer = window.setTimeout(retry, Math.max(named, Math.min(1e3 * 2 ** failures++, 3e5) * (1 + Math.random() / 4)));
    return;
  }
  failures = 0;
  keep([], items);
  const done: { refused?: string[]; rejected?: [number, string][] } = await answer!.json().catch(() => ({}));
  if (!answer!.ok || done.rejected?.length) warn(`not taken: ${done.rejected?.map(([, why]) => why) ?? status}`);
  told(token, String(done.refused));
  flush();
}

function retry(): void {
  clearTimeout(timer);
  timer = 0;
  flush();
}

/** Send what waits, one part after the other. */
function flush(): void {
  if (!flight.length && !timer) next();
}

/** The page may be gone in a moment: one part more may leave, and the rest is kept. */
export function leave(): void {
  const waiting = flight.length ? [...queue] : [];
  if (!timer) next();
  keep([...new Set([...waiting, ...queue])]);
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
  more = more.filter(covered);
  if (!more.length && !kept) return;
  const ids = [...more, ...gone].map((item) => item[2]);
  let room = KEPT_CHARS_MAX;
  // Other tabs keep theirs in the same place. Where there is no room the oldest are dropped.
  const all = [...read().filter((item) => !ids.includes(item[2])), ...more].reverse();
  const left = all.filter((item) => (room -= item[3].length + 300) > 0).reverse();
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
  drops++;
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

/** Keep a no for the server until it can hear it; `false` where nothing can be kept. */
export function owe(body: string): boolean {
  try {
    localStorage.setItem(OWED, body);
    return true;
  } catch {
    return false;
  }
}

/** Tell the server the no that it could not hear. */
async function pay(): Promise<void> {
  try {
    const body = localStorage.getItem(OWED);
    if (!body) return;
    const { status } = await send("choice", body);
    if (status < 500 && status !== 429) localStorage.removeItem(OWED);
  } catch {
    // The next page tells it, or this one when the network is back.
  }
}

/** Begin: what was kept by earlier pages goes first. `heard` is told what the server refused, and under which token. */
export function begin(heard: (token: string, refused: string) => void): void {
  told = heard;
  const { allowed, refused } = choice();
  addEventListener("online", () => {
    retry();
    if (choice().refused) void pay();
  });
  if (allowed) {
    const old = read();
    kept = old.length > 0;
    queue.unshift(...old);
    flush();
  } else if (refused) drop();
  if (allowed || refused) void pay();
}
