/**
 * The banner: every purpose by name in the first layer, two equal buttons, a choice purpose by purpose in the second.
 * It lives in a shadow root with a constructed style sheet, so that a strict content security policy lets it be.
 */
import "./shared";

interface Purpose {
  k: string;
  n: string;
  t: string;
  r: string[];
  d: number;
  g: boolean;
}

declare const N: {
  v: number;
  l: string;
  p: Purpose[];
  c: { name: string; address: string; contact: string; policy_url: string };
  a: string[];
  g: boolean;
};
declare const T: Record<string, string>;

const CSS = `:host{all:initial;position:fixed;z-index:2147483000;inset:auto 0 0 0;display:block;font:15px/1.45 system-ui,sans-serif}
*{box-sizing:border-box;font:inherit;color:inherit}
section{margin:0 auto;max-width:720px;max-height:92vh;overflow:auto;background:#fff;color:#17211f;border:1px solid #b9c4c2;border-bottom:0;border-radius:10px 10px 0 0;padding:20px 24px 0;box-shadow:0 -6px 30px #0002}
h2{font-size:19px;font-weight:650;margin:0 0 6px}p{margin:0 0 10px}ul{list-style:none;margin:0 0 10px;padding:0;border-top:1px solid #dde3e2}
li{padding:8px 0;border-bottom:1px solid #dde3e2}li b{font-weight:600;display:block}li span,small{color:#4b5957;font-size:13.5px}
label{display:flex;gap:10px;align-items:flex-start}input{width:20px;height:20px;margin:2px 0 0;accent-color:#0b6e75;flex:none}
div{display:grid;grid-template-columns:1fr 1fr;gap:10px;position:sticky;bottom:0;padding:12px 0 20px;background:inherit}
button{min-height:46px;padding:10px 14px;border:1px solid #17211f;border-radius:6px;background:#17211f;color:#fff;font-weight:600;cursor:pointer}
button.quiet{grid-column:1/-1;background:none;color:#17211f;border-color:#b9c4c2;min-height:44px}
button.link{display:inline;min-height:24px;padding:0;border:0;background:none;color:#0b6e75;font-weight:400;text-decoration:underline}
button:focus-visible,a:focus-visible,input:focus-visible,h2:focus-visible{outline:3px solid #0b6e75;outline-offset:2px}
h2:focus{outline:0}a{color:#0b6e75}
@media(prefers-color-scheme:dark){section{background:#14201f;color:#edf2f1;border-color:#41504e}ul,li{border-color:#2e3b39}li span,small{color:#b4c0be}button{background:#edf2f1;color:#14201f;border-color:#edf2f1}button.quiet{background:none;color:#edf2f1;border-color:#5d6d6a}a,button.link{color:#4fb8bf;background:none}input{accent-color:#4fb8bf}}
@media(max-width:480px){section{padding:16px 16px 0}div{padding-bottom:16px}}@media(prefers-reduced-motion:no-preference){section{animation:u .18s ease-out}@keyframes u{from{transform:translateY(12px);opacity:0}}}`;

const core = window.hjemmel!;
const host = document.createElement("aside");
host.id = "hjemmel-banner";
host.lang = N.l;
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
root.adoptedStyleSheets = [sheet];
const box = document.createElement("section");
box.setAttribute("role", "region");
box.setAttribute("aria-labelledby", "t");
root.append(box);

function make<K extends keyof HTMLElementTagNameMap>(name: K, text = "", into: Element = box): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  into.append(element);
  return element;
}

const fill = (text: string, values: Record<string, string>): string => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Counts the acts of the person. */
let turn = 0;
/** One choice goes out after the other. */
let sent: Promise<unknown> = Promise.resolve();

function close(): void {
  turn++;
  host.remove();
  document.removeEventListener("keydown", onKey);
  back?.focus();
}

/** Escape closes and stores nothing: the choice stays open. */
function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape") close();
}

async function choose(event: Event, control: string, layer: number, granted: string[]): Promise<void> {
  // A yes proves that the banner was on the screen; a no needs no proof, and waits for nothing. What was done last
  // counts: a yes that still waits when something else is chosen, or the banner closed, is not sent.
  const mine = ++turn;
  const seen = granted.length ? ((Date.now() - loaded < 7e7 && (await shown)) || (await ask())) : undefined;
  if (mine !== turn) return;
  const body = { granted, control, layer, version: N.v, language: N.l, trusted: event.isTrusted, ...seen };
  const sending = sent.then(() => core._.choose(body)).catch(() => false);
  sent = sending;
  const done = await sending;
  if (mine !== turn) return;
  if (done) close();
  else status.textContent = T.failed;
}

function button(text: string, into: Element, act: (event: Event) => void, quiet = false): void {
  const made = make("button", text, into);
  made.type = "button";
  if (quiet) made.className = "quiet";
  made.addEventListener("click", act);
}

function details(purpose: Purpose): string {
  const shared = purpose.r.length ? ` ${T.recipients}: ${purpose.r.join(", ")}.` : "";
  return `${purpose.t}${shared} ${fill(T.days, { n: String(purpose.d) })}.`;
}

/** See what the server holds of this browser: its token is the proof, and travels in a form. */
function left(): void {
  const form = make("form", "", box);
  form.method = "post";
  form.action = `${core._.base}/p/browser`;
  form.target = "_blank";
  for (const [name, value] of [["site", core._.key], ["token", core.token()], ["l", N.l]]) {
    const field = make("input", "", form);
    field.type = "hidden";
    field.name = name;
    field.value = value;
  }
  form.submit();
  form.remove();
}

function layer(number: 1 | 2): void {
  box.textContent = "";
  const title = make("h2", T.title);
  title.id = "t";
  title.tabIndex = -1;
  make("p", fill(T.intro, N.c));
  if (N.g) make("p", T.gpc);
  const list = make("ul");
  const ticks: HTMLInputElement[] = [];
  for (const purpose of N.p) {
    const item = make("li", "", list);
    if (number === 1) {
      make("b", purpose.n, item);
      make("span", details(purpose), item);
    } else {
      const label = make("label", "", item);
      const tick = make("input", "", label);
      tick.type = "checkbox";
      tick.value = purpose.k;
      tick.checked = core.granted(purpose.k);
      ticks.push(tick);
      const words = make("span", "", label);
      make("b", purpose.n, words);
      words.append(details(purpose));
    }
  }
  const small = make("p");
  make("small", `${T.withdraw} ${fill(T.controller, { ...N.c, authorities: N.a.join(", ") })} `, small);
  const policy = make("a", T.policy, small);
  policy.href = N.c.policy_url;
  if (core.token()) {
    small.append(" ");
    const mine = make("button", T.mine, small);
    mine.type = "button";
    mine.className = "link";
    mine.addEventListener("click", left);
  }
  status = make("p");
  status.setAttribute("role", "status");
  const row = make("div");
  const all = N.p.map((purpose) => purpose.k);
  if (number === 1) {
    button(T.refuse, row, (e) => choose(e, "refuse_all", 1, []));
    button(T.accept, row, (e) => choose(e, "accept_all", 1, all));
    button(T.choose, row, () => layer(2), true);
  } else {
    button(T.refuse, row, (e) => choose(e, "refuse_all", 2, []));
    button(T.save, row, (e) => choose(e, "save", 2, ticks.filter((t) => t.checked).map((t) => t.value)));
    button(T.back, row, () => layer(1), true);
    title.focus();
  }
}

let status: HTMLElement = box;
const reopened = core._.asked();
const back = reopened ? (document.activeElement as HTMLElement | null) : null;
layer(reopened ? 2 : 1);
document.body.append(host);
document.addEventListener("keydown", onKey);
if (reopened) root.querySelector("h2")?.focus();
// The second frame comes after the first was painted, and none comes while the page cannot be seen.
const loaded = Date.now();
const ask = (): Promise<object | undefined> => core._.ask({ shown: true, again: reopened });
const shown = new Promise<object | undefined>((told) =>
  requestAnimationFrame(() => requestAnimationFrame(() => told(ask()))),
);
