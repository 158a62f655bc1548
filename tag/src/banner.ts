/**
 * The banner: every purpose by name in the first layer, two equal buttons, a choice purpose by purpose in the second.
 *
 * Its words live in a shadow root with a constructed style sheet, so that a strict content security policy lets it be and no
 * style leaks in or out. The two buttons of a layer are children of the host, where programs that refuse for people can see
 * them, and are styled by the shadow root with `!important`: there that outweighs whatever the page says, so that the two
 * stay equal. It stands before everything else in the page, as its first stop for the keyboard, and in the top layer.
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

const STYLE = `:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483647!important;inset:auto 0 0!important;margin:0 auto!important;width:100%!important;max-width:720px!important}
:host::backdrop{display:none!important}
*{box-sizing:border-box;font:inherit;color:inherit}
section{--ink:#17211f;--quiet:#4b5957;--line:#dfe5e3;--paper:#fff;--tick:#0b6e75;--a:var(--ink);position:relative;max-height:92vh;max-height:92dvh;overflow:auto;overscroll-behavior:contain;background:var(--paper);color:var(--ink);border-radius:14px 14px 0 0;padding:24px 28px 0;box-shadow:0 0 0 1px var(--line),0 8px 40px #0003;font:15px/1.5 var(--hjemmel-font,system-ui,sans-serif);overflow-wrap:anywhere}
h2{font-size:20px;font-weight:650;line-height:1.25;margin:0 0 6px}p{margin:0 0 12px}ul{list-style:none;margin:0 0 12px;padding:0;border-top:1px solid var(--line)}
li{padding:9px 0;border-bottom:1px solid var(--line)}b{font-weight:600;display:block;color:var(--ink);font-size:15px}li span,small{color:var(--quiet);font-size:13.5px}
label{display:flex;gap:12px;align-items:flex-start;cursor:pointer}input{width:22px;height:22px;margin:1px 0 0;accent-color:var(--hjemmel-accent,var(--tick));flex:none}
div{display:grid;grid-template-columns:1fr 1fr;gap:10px;position:sticky;bottom:0;padding:12px 0 14px;background:inherit;box-shadow:0 -10px 10px var(--paper)}
::slotted(button){all:initial!important;--a:inherit!important;--ink:inherit!important;--paper:inherit!important;box-sizing:border-box!important;width:100%!important;min-height:48px!important;padding:10px 14px!important;border:1px solid var(--a)!important;border-radius:8px!important;background:var(--a)!important;color:var(--paper)!important;font:600 15px/1.3 var(--hjemmel-font,system-ui,sans-serif)!important;text-align:center!important;cursor:pointer!important}
::slotted(button)::before,::slotted(button)::after{content:none!important}
::slotted(button:hover){box-shadow:inset 0 0 0 99px #8883!important}
::slotted(span),.live{position:absolute!important;width:1px!important;height:1px!important;margin:0!important;overflow:hidden!important;clip-path:inset(50%)!important;white-space:nowrap!important}
.quiet{grid-column:1/-1;min-height:44px;padding:8px 14px;border:1px solid var(--line);border-radius:8px;background:none;font-weight:600;cursor:pointer}
.foot{grid-column:1/-1;display:flex;flex-wrap:wrap;justify-content:center;gap:2px 20px;margin:0;font-size:13.5px}.wrong{grid-column:1/-1;margin:0}.wrong:empty{display:none}
.link,a{min-height:24px;padding:3px 0;border:0;background:none;color:var(--quiet);text-decoration:underline;text-underline-offset:2px;cursor:pointer}
:focus-visible{outline:3px solid var(--tick);outline-offset:2px}::slotted(button:focus-visible){outline:3px solid var(--tick)!important;outline-offset:2px!important}h2:focus{outline:0}
@media(prefers-color-scheme:dark){section{--ink:#edf2f1;--quiet:#b4c0be;--line:#33413f;--paper:#141d1c;--tick:#4fb8bf;color-scheme:dark}}
@media(min-width:760px) and (min-height:600px){section{border-radius:14px;margin-bottom:20px}}
@media(min-width:620px){ul{display:grid;grid-template-columns:1fr 1fr;column-gap:28px}}@media(max-width:480px){section{padding:18px 16px 0}}@media print{:host{display:none!important}}@media(prefers-reduced-motion:no-preference){section{animation:u .18s ease-out}@keyframes u{from{transform:translateY(12px);opacity:0}}}`;

// The page may set `--hjemmel-font`, and `--hjemmel-accent` for both buttons alike. The words on them are then white or black,
// whichever is easier to read on the accent: one of the two always has a contrast above 4.5.
const ACCENT = `@supports(color:color(from red xyz-d65 x y z)){section{--a:var(--hjemmel-accent)}::slotted(button){--w:calc((.179 - y)*9999)!important;color:color(from var(--a) xyz-d65 clamp(0,var(--w),.95) clamp(0,var(--w),1) clamp(0,var(--w),1.089))!important}}`;

const core = window.hjemmel!;
const reopened = core._.asked();
const host = document.createElement("div");
host.id = "hjemmel-banner";
host.lang = N.l;
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
const accent = getComputedStyle(document.documentElement).getPropertyValue("--hjemmel-accent");
sheet.replaceSync(accent ? STYLE + ACCENT : STYLE);
root.adoptedStyleSheets = [sheet];
const box = make("section", "", root);
box.setAttribute("role", "region");
box.setAttribute("aria-labelledby", "t");
// Words that come into a status are read out; words that come with it may not be.
const live = make("p", "", root);
live.className = "live";
live.setAttribute("role", "status");

function make<K extends keyof HTMLElementTagNameMap>(name: K, text = "", into: Node = box): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  into.appendChild(element);
  return element;
}

const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Counts the acts of the person. */
let turn = 0;
/** One choice goes out after the other. */
let sent: Promise<unknown> = Promise.resolve();
/** What had the focus before the banner. */
let back = document.activeElement as HTMLElement | null;
let wrong: HTMLElement;

function close(): void {
  if (!host.isConnected) return;
  turn++;
  const within = reopened || host.matches(":focus-within");
  const keys = host.querySelector(":focus-visible");
  host.remove();
  document.removeEventListener("keydown", onKey);
  openings.disconnect();
  clearInterval(watch);
  if (!within) return;
  if (back?.isConnected && back !== document.body) return back.focus({ preventScroll: true });
  // Whoever came by keyboard before anything else had the focus goes on at the beginning of what the page is about.
  const main = keys && document.querySelector<HTMLElement>("main,h1");
  if (!main) return;
  if (!main.hasAttribute("tabindex")) {
    main.tabIndex = -1;
    main.addEventListener("blur", () => main.removeAttribute("tabindex"), { once: true });
  }
  main.focus({ preventScroll: true });
}

/** Escape closes and stores nothing: the choice stays open. In a page's own dialog it closes that, unless it is meant here. */
function onKey(event: KeyboardEvent): void {
  if (event.key !== "Escape" || (host.parentElement !== document.documentElement && !host.matches(":focus-within")))
    return;
  event.preventDefault();
  close();
}

const send = (body: object): Promise<Response | undefined> =>
  core._.send("choice", JSON.stringify(body)).catch(() => undefined);

/** Hand a choice in, and remember it. */
async function hand(body: { granted: string[] }): Promise<boolean> {
  const said = { token: core.token() || core._.spent(), ...body };
  // What waits goes at once when anything is taken back, whatever the server says.
  if (N.p.some(({ k }) => core.granted(k) && !body.granted.includes(k))) core._.drop();
  const answer = await send(said);
  const made = answer?.ok && (await answer.json());
  if (!made) {
    // A no needs no server. Where there is something to take back, it is told when it can be.
    const status = answer?.status ?? 503;
    const later = status > 499 || status === 429;
    if (body.granted.length || (said.token && !(later && core._.owe(JSON.stringify(said))))) return false;
  }
  core._.chosen(made?.cookie, made?.max_age_s);
  return true;
}

async function choose(event: Event, control: string, layer: number, granted: string[]): Promise<void> {
  // A yes proves that the banner was on the screen; a no needs no proof, and waits for nothing. What was done last
  // counts: a yes that still waits when something else is chosen, or the banner closed, is not sent.
  const mine = ++turn;
  const seen = granted.length ? (Date.now() - loaded < 7e7 && (await shown)) || (await ask()) : undefined;
  if (mine !== turn) return;
  const body = { granted, control, layer, version: N.v, language: N.l, trusted: event.isTrusted, ...seen };
  const sending = sent.then(() => hand(body)).catch(() => false);
  sent = sending;
  const done = await sending;
  if (mine !== turn) return;
  if (done) close();
  else live.textContent = wrong.textContent = T.failed;
}

/** One of the two: as a child of the host. */
function equal(slot: string, text: string, layer: number, control: string, granted: () => string[]): void {
  const made = make("button", text, host);
  made.type = "button";
  made.slot = slot;
  made.dataset.control = control;
  made.addEventListener("click", (event) => choose(event, control, layer, granted()));
}

function button(text: string, into: Element, kind: string, act: () => void): void {
  const made = make("button", text, into);
  made.type = "button";
  made.className = kind;
  made.addEventListener("click", act);
}

function details(purpose: Purpose): string {
  const shared = purpose.r.length ? ` ${T.recipients}: ${purpose.r.join(", ")}.` : "";
  return `${purpose.t}${shared} ${fill(T.days, { n: String(purpose.d) })}.`;
}

/** See what the server holds of this browser: its token is the proof, and travels in a form. */
function left(): void {
  const form = make("form");
  form.method = "post";
  form.action = `${core._.base}/p/browser`;
  form.target = "_blank";
  for (const [name, value] of [
    ["site", core._.key],
    ["token", core.token()],
    ["l", N.l],
  ]) {
    const field = make("input", "", form);
    field.type = "hidden";
    field.name = name;
    field.value = value;
  }
  form.submit();
  form.remove();
}

function layer(number: 1 | 2): void {
  box.textContent = host.textContent = "";
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
  make(
    "small",
    `${T.withdraw} ${T.remembered} ${fill(T.controller, { ...N.c, authorities: N.a.join(", ") })}`,
    make("p"),
  );
  const row = make("div");
  wrong = make("p", "", row);
  wrong.className = "wrong";
  for (const slot of ["no", "yes"]) make("slot", "", row).name = slot;
  equal("no", T.refuse, number, "refuse_all", () => []);
  if (number === 1) {
    equal("yes", T.accept, 1, "accept_all", () => N.p.map((purpose) => purpose.k));
    button(T.choose, row, "quiet", () => layer(2));
  } else {
    equal("yes", T.save, 2, "save", () => ticks.filter((tick) => tick.checked).map((tick) => tick.value));
    button(T.back, row, "quiet", () => layer(1));
  }
  const foot = make("p", "", row);
  foot.className = "foot";
  const policy = make("a", T.policy, foot);
  // The page may have another base than its own address.
  policy.href = new URL(N.c.policy_url, location.origin).href;
  if (core.token()) button(T.mine, foot, "link", left);
  if (N.l !== "da" && N.l !== "en") {
    // Programs that refuse for people know the words on buttons in many languages, but what such a box is about in a few
    // only. People neither see nor hear this.
    const hint = make("span", "Accept all or reject all", host);
    hint.slot = "hint";
    hint.ariaHidden = "true";
    make("slot").name = "hint";
  }
  if (number === 2) title.focus();
}

/** Dialogs that are open above the page, the last one on top. */
let modals: Element[] = [];

/**
 * Stand where the banner can be seen and pressed. A modal dialog of the page lets nothing be pressed but what is in it, so
 * the banner goes into the topmost one as long as that is open; otherwise it stands before the page's body.
 */
function stand(): void {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement && active !== host) active = active.shadowRoot.activeElement;
  const found = [...document.querySelectorAll(MODAL), active?.closest(MODAL)].filter((dialog) => dialog) as Element[];
  modals = modals.filter((dialog) => dialog.isConnected && dialog.matches(MODAL));
  modals.push(...found.filter((dialog) => !modals.includes(dialog)));
  const into = modals[modals.length - 1] ?? document.documentElement;
  // Programs for dialogs hide the rest of the page from everybody.
  host.inert = false;
  host.ariaHidden = null;
  if (host.parentNode === into && host.isConnected) return;
  const focus = (root.activeElement ?? host.querySelector(":focus")) as HTMLElement | null;
  into.insertBefore(host, into === document.documentElement ? document.body : null);
  host.showPopover?.();
  focus?.focus();
}

// A browser that has not heard of the word would take the whole banner for an error.
const MODAL = CSS.supports("selector(:modal)") ? "dialog:modal" : "dialog[open]";
host.setAttribute("popover", "manual");
// The order of what has the focus: where it came from is where it goes back to.
host.addEventListener("focusin", ({ relatedTarget }) => {
  if (relatedTarget && !host.contains(relatedTarget as Node)) back = relatedTarget as HTMLElement;
});
const openings = new MutationObserver(stand);
openings.observe(document, { attributes: true, subtree: true, attributeFilter: ["open"] });
const watch = setInterval(stand, 500);
layer(reopened ? 2 : 1);
stand();
document.addEventListener("keydown", onKey);
if (reopened) root.querySelector("h2")?.focus();
// The second frame comes after the first was painted, and none comes while the page cannot be seen.
const loaded = Date.now();
const ask = (): Promise<object | undefined> =>
  send({ shown: true, again: reopened }).then((answer) => (answer?.ok ? answer.json() : undefined));
const shown = new Promise<object | undefined>((told) =>
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      told(ask());
      // Whoever hears the page is told that there is a question; where they are stays where it is.
      const words = [T.title, fill(T.intro, N.c), `${N.p.map((purpose) => purpose.n).join(", ")}.`];
      if (!reopened) live.textContent = words.join(" ");
    }),
  ),
);
// A choice in another tab answers this one too; being told of one that is known is no answer.
let fresh = false;
core.on(() => fresh && core._.asked() && close());
fresh = true;
