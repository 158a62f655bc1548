/**
 * The core of the tag: knows what was chosen, lets marked scripts run, and reports views. Before a choice it stores
 * nothing, reads only its own cookie (the memory of a choice), and sends no identifier.
 */
import { choice, granted, refuseHere, remember, rememberable, undecided } from "./choice";
import { drop, owe, put, send, begin as sending, leave as sendLast, sum } from "./queue";
import type { Fields, Hjemmel } from "./shared";
import { base, framed, page, site, warn } from "./site";
import { anew, here, referrer, begin as viewing, leave as viewLast } from "./views";

const listeners: ((granted: string[]) => void)[] = [];
const tabs = typeof BroadcastChannel === "function" ? new BroadcastChannel("hjemmel") : undefined;
const DEAD = /withdrawn|expired|erased|token_invalid|other_site/;
/** What was allowed when we last looked. */
let known = 0;
let opened = 0;

function track(name: string, fields: Fields = {}): void {
  // A page that nobody sees yet does nothing; what happens on it happens when it is shown.
  if (page.prerendering) return page.addEventListener("prerenderingchange", () => track(name, fields), { once: true });
  record(name, fields, Date.now(), here(), referrer());
}

function record(name: string, fields: Fields, at: number, url: string, from: string): void {
  const { allowed, refused } = choice();
  // Without permission only a sum may leave, only where the site has that on, and never after a no.
  if (!allowed && !(site.a && !refused && name === "page_view")) return;
  const { value, currency, url: own, title, ...rest } = fields;
  const event = { n: name, t: at, u: own ?? url, r: from };
  if (allowed) {
    const id = crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join();
    return put(allowed, { ...event, id, ti: title ?? page.title, v: value, c: currency, p: rest } as typeof event & {
      id: string;
    });
  }
  // A sum needs no more than the page and the class of the source.
  const seen = new URL(url);
  const utm = ["utm_source", "utm_medium"].map((key) => [key, seen.searchParams.get(key) ?? ""]).filter(([, v]) => v);
  event.u = `${seen.origin}${seen.pathname}?${new URLSearchParams(utm)}`;
  event.r = from && new URL(from).origin;
  sum(event);
}

/** A token that is not taken any more, until something is chosen on this page. */
let spent = "";

/** The server does not take what this token covers. */
function refused(token: string, why: string): void {
  // Taken back elsewhere: forget it here too.
  if (!token || !DEAD.test(why) || choice().token !== token) return;
  // What was taken back is a no that lasts; what is merely old is asked for again.
  if (/withdrawn|erased/.test(why)) refuseHere();
  else {
    // Whoever says no to that takes back what it allowed.
    spent = token;
    remember("", 0);
  }
  changed();
}

/** Let what is marked with an allowed purpose run. */
function release(): void {
  const allowed = granted();
  page.querySelectorAll<HTMLElement>("[data-purpose]").forEach((element) => {
    if (!element.dataset.purpose!.split(" ").every((purpose) => allowed.includes(purpose))) return;
    if (element instanceof HTMLScriptElement && element.type === "text/plain") {
      // It has not run, so it runs when it comes into the page again: with its own nonce, and nothing made from text.
      const { parentNode, nextSibling } = element;
      element.remove();
      element.removeAttribute("type");
      element.removeAttribute("data-purpose");
      parentNode?.insertBefore(element, nextSibling);
    } else if (element.dataset.src) {
      element.setAttribute("src", element.dataset.src);
      delete element.dataset.src;
    }
  });
}

/** A choice was made, here or elsewhere. */
function changed(): void {
  const { allowed } = choice();
  if (known & ~allowed) drop();
  known = allowed;
  release();
  const now = granted();
  listeners.forEach((listener) => listener(now));
}

function open(): void {
  if (opened || page.getElementById("hjemmel-banner")) return;
  if (framed) {
    try {
      if (top!.hjemmel!._.key === site.k) return top!.hjemmel!.open();
    } catch {
      // The page around is somebody else's.
    }
  }
  opened++;
  const language = encodeURIComponent(page.documentElement.lang || navigator.language || "");
  // An import carries the nonce of the script it stands in, and is no text that becomes a script. One address is loaded
  // once a page, so each time has its own.
  import(`${base}/t/${site.k}/banner.js?l=${language}&n=${performance.now() | 0}`)
    .catch(() => addEventListener("online", open, { once: true }))
    .then(() => (opened = 0));
}

const api: Hjemmel = {
  token: () => choice().token,
  granted: (purpose) => granted().includes(purpose),
  track,
  open,
  on(listener) {
    listeners.push(listener);
    if (!undecided()) listener(granted());
  },
  _: {
    base,
    key: site.k,
    asked: () => !undecided(),
    spent: () => spent,
    send,
    drop,
    owe,
    chosen(cookie, seconds) {
      const before = granted();
      spent = "";
      if (cookie) remember(cookie, seconds);
      else refuseHere();
      changed();
      tabs?.postMessage(0);
      // The view that goes on is counted from the moment of the choice; nothing before it is.
      if (!framed && !before.length && granted().length) anew(false);
    },
  },
};

/** The way back must be on every page; where the page has none, or builds itself anew without it, the tag adds it (B-13). */
function wayBack(): void {
  if (page.querySelector("[data-hjemmel=consent]")) return;
  const link = page.createElement("button");
  link.dataset.hjemmel = "consent";
  const words: Record<string, string> = { da: "Samtykke", nb: "Samtykke", sv: "Samtycke", fi: "Suostumus" };
  link.textContent = words[page.documentElement.lang.slice(0, 2)] ?? "Consent";
  page.body.append(link);
}

/** What only a page does that is looked at by itself: count, ask, and have a way back. */
function whole(): void {
  new MutationObserver(wayBack).observe(page.body, { childList: true });
  viewing((view, title) => {
    wayBack();
    record("page_view", { title }, view.at, view.url, view.from);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // While it lay in the cache, another page may have asked.
    changed();
    anew(true);
  });
  if (undecided() && rememberable()) open();
}

function start(): void {
  known = choice().allowed;
  sending(refused);
  page.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest?.("[data-hjemmel=consent]")) {
      event.preventDefault();
      open();
    }
  });
  tabs?.addEventListener("message", changed);
  release();
  if (!framed) whole();
  // The last that a page surely hears, whether it is left, put away, or ended.
  page.addEventListener("visibilitychange", () => {
    if (!page.hidden) return;
    viewLast();
    sendLast();
  });
}

/** Once the page is there to be read. */
function ready(): void {
  if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", start);
  else start();
}

const earlier = window.hjemmel;
if (earlier?._) {
  // Once a page, however often the tag stands in it.
  if (earlier._.key !== site.k) warn("two sites here: the first counts");
} else {
  window.hjemmel = api;
  for (const [call, ...rest] of earlier?.q ?? []) {
    (api as unknown as Record<string, (...a: unknown[]) => void>)[String(call)]?.(...rest);
  }
  if (page.prerendering) page.addEventListener("prerenderingchange", ready, { once: true });
  else ready();
}
