/**
 * The core of the tag: knows what was chosen, lets marked scripts run, and reports views. Before a choice it stores
 * nothing, reads only its own cookie (the memory of a choice), and sends no identifier.
 */
import type { Fields, Hjemmel } from "./shared";

/** Key of the site; purposes with bit and the lowest notice version that still covers them; purposes that Global Privacy
 * Control denies; whether the site counts views before a choice. */
declare const C: { k: string; p: [string, number, number][]; d: number; a: boolean };

/** One cookie a site, so that two sites on one host do not answer for each other. */
const COOKIE = `hj_consent_${C.k}`;
const page = document;
const script = page.currentScript as HTMLScriptElement;
const base = new URL(script.src).origin;
const listeners: ((granted: string[]) => void)[] = [];
const tabs = typeof BroadcastChannel === "function" ? new BroadcastChannel("hjemmel") : undefined;
let lastView = "";
let previous = page.referrer;

/** What the cookie says: sets of purposes allowed and refused, one bit each. */
function choice(): { token: string; allowed: number; refused: number; overridden: number } {
  const value = page.cookie.split("; ").find((c) => c.startsWith(COOKIE + "="))?.slice(COOKIE.length + 1) ?? "";
  const none = { token: "", allowed: 0, refused: 0, overridden: 0 };
  if (value.startsWith("refused.")) return { ...none, refused: parseInt(value.slice(8), 16) || 0 };
  try {
    if (value.startsWith("v1.")) {
      const raw = atob(value.slice(3).replace(/-/g, "+").replace(/_/g, "/"));
      const view = new DataView(Uint8Array.from(raw, (c) => c.charCodeAt(0)).buffer);
      if (view.getUint32(34) * 1000 > Date.now()) {
        // What a newer notice changed is asked for again, by itself.
        const covered = C.p.reduce((sum, [, bit, since]) => (view.getUint32(18) >= since ? sum | (1 << bit) : sum), 0);
        const allowed = view.getUint32(10) & covered;
        return { token: value, allowed, refused: view.getUint32(14), overridden: view.getUint8(1) & 1 };
      }
    }
  } catch {
    // A damaged cookie is no choice.
  }
  return none;
}

function remember(value: string, seconds: number): void {
  const secure = location.protocol === "https:" ? ";secure" : "";
  page.cookie = `${COOKIE}=${value};path=/;max-age=${seconds};samesite=lax${secure}`;
}

/** The cookie of a no, as the server would make it: the same for everybody. */
function refuseHere(): void {
  const all = C.p.reduce((sum, [, bit]) => sum | (1 << bit), 0);
  remember(`refused.${(all >>> 0).toString(16)}`, 15724800);
}

function granted(): string[] {
  const { allowed: said, overridden } = choice();
  const allowed = navigator.globalPrivacyControl && !overridden ? said & ~C.d : said;
  return C.p.filter(([, bit]) => (allowed >>> bit) & 1).map(([key]) => key);
}

function undecided(): boolean {
  const { allowed, refused } = choice();
  return C.p.some(([, bit]) => !(((allowed | refused) >>> bit) & 1));
}

function send(path: string, body: object): Promise<Response> {
  return fetch(`${base}/c/${C.k}/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "text/plain" },
    keepalive: true,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
}

const DEAD = /withdrawn|expired|erased|token_invalid|other_site/;

function track(name: string, fields: Fields = {}): void {
  const { token, allowed, refused } = choice();
  // Without permission only a sum may leave, only where the site has that on, and never after a no.
  if (!allowed && !(C.a && !refused && name === "page_view")) return;
  const { value, currency, url, title, ...rest } = fields;
  const now = Date.now();
  const event: Record<string, unknown> = { n: name, t: now, u: url ?? location.href, r: previous };
  if (!allowed) {
    // A sum needs no more than the page and the class of the source.
    const here = new URL(location.href);
    const utm = ["utm_source", "utm_medium"].map((key) => [key, here.searchParams.get(key) ?? ""]).filter(([, v]) => v);
    event.u = `${here.origin}${here.pathname}?${new URLSearchParams(utm)}`;
    event.r = previous && new URL(previous).origin;
  }
  if (allowed) {
    event.id = crypto.randomUUID?.() ?? `${now}-${Math.random()}`;
    Object.assign(event, { ti: title ?? page.title, v: value, c: currency, p: rest });
  }
  send("e", { token, sent: now, events: [event] })
    .then((answer) => answer.json())
    .then((done: { refused?: string[] }) => {
      // Taken back elsewhere: forget it here too.
      if (token && DEAD.test(String(done.refused)) && choice().token === token) {
        // What was taken back is a no that lasts; what is merely old is asked for again.
        if (/withdrawn|erased/.test(String(done.refused))) refuseHere();
        else remember("", 0);
        changed();
      }
    })
    .catch(() => {});
}

function view(): void {
  const address = location.origin + location.pathname + location.search;
  if (address === lastView) return;
  if (lastView) previous = lastView;
  lastView = address;
  track("page_view");
}

/** Let what is marked with an allowed purpose run. */
function release(): void {
  const allowed = granted();
  page.querySelectorAll<HTMLElement>("[data-purpose]").forEach((element) => {
    if (!element.dataset.purpose!.split(" ").every((purpose) => allowed.includes(purpose))) return;
    if (element instanceof HTMLScriptElement && element.type === "text/plain") {
      const live = page.createElement("script");
      for (const { name, value } of element.attributes) if (name !== "type") live.setAttribute(name, value);
      live.removeAttribute("data-purpose");
      // A nonce is hidden from attributes, so it is carried over by itself.
      live.nonce = element.nonce;
      live.text = element.text;
      element.replaceWith(live);
    } else if (element.dataset.src) {
      element.setAttribute("src", element.dataset.src);
      delete element.dataset.src;
    }
  });
}

function changed(): void {
  release();
  const now = granted();
  listeners.forEach((listener) => listener(now));
}

function open(): void {
  if (page.getElementById("hjemmel-banner")) return;
  const banner = page.createElement("script");
  banner.src = `${base}/t/${C.k}/banner.js?l=${encodeURIComponent(page.documentElement.lang || navigator.language || "")}`;
  banner.referrerPolicy = "no-referrer";
  banner.onload = () => banner.remove();
  page.head.append(banner);
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
    key: C.k,
    asked: () => !undecided(),
    ask: (body) => send("choice", body).then((answer) => (answer.ok ? answer.json() : undefined)).catch(() => undefined),
    async choose(body) {
      const before = granted().length;
      const { token } = choice();
      const answer = await send("choice", { token, ...body }).catch(() => undefined);
      if (!answer?.ok) {
        // A no needs no server, unless there is something to take back.
        const no = (body as { granted?: string[] }).granted?.length === 0;
        if (no && !token) refuseHere();
        return no && !token;
      }
      const made = await answer.json();
      remember(made.cookie, made.max_age_s);
      changed();
      tabs?.postMessage(0);
      // The view that goes on is counted from the moment of the choice; nothing before it is.
      if (!before && made.granted.length) {
        lastView = "";
        view();
      }
      return true;
    },
  },
};

function start(): void {
  const waiting = window.hjemmel?.q ?? [];
  window.hjemmel = api;
  for (const [call, ...rest] of waiting) {
    (api as unknown as Record<string, (...a: unknown[]) => void>)[String(call)]?.(...rest);
  }
  page.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest?.("[data-hjemmel='consent']")) {
      event.preventDefault();
      open();
    }
  });
  tabs?.addEventListener("message", changed);
  release();
  view();
  const push = history.pushState;
  history.pushState = function (...state) {
    push.apply(this, state);
    view();
  };
  addEventListener("popstate", view);
  if (undecided()) open();
  // The way back must be on every page; where the page has none, the tag adds it.
  if (!page.querySelector("[data-hjemmel='consent']")) {
    const link = page.createElement("button");
    link.type = "button";
    link.dataset.hjemmel = "consent";
    const words: Record<string, string> = { da: "Samtykke", sv: "Samtycke" };
    link.textContent = words[page.documentElement.lang.slice(0, 2)] ?? "Consent";
    page.body.append(link);
  }
}

if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", start);
else start();
