/**
 * The sign-up form as an element of a site's own page: where its script stands, or in what `data-into` names. Nothing is
 * stored on the device, and nothing leaves it before somebody presses the button. It lives in a shadow root with a
 * constructed style sheet, so that a strict content security policy lets it be; the page sets `--hjemmel-accent` and
 * `--hjemmel-font`.
 */
import "./shared";

declare const F: {
  id: string;
  version: number;
  language: string;
  title: string;
  topics: { id: string; name: string; text: string }[];
  sender: { name: string; address: string; contact: string; policy_url: string };
  confirm: boolean;
};
declare const T: Record<string, string>;

/** The script, and what was typed in a form that has changed since. */
interface Place extends HTMLScriptElement {
  typed?: { email: string; topics: string[] };
}

// The form is light or dark as the page around it is. The words on the button are white or black, whichever is easier to
// read on the page's accent: one of the two always has a contrast above 4.5.
const CSS = `:host{display:block}
*{box-sizing:border-box;font:inherit;color:inherit}
form,div{--ink:#17211f;--quiet:#4b5957;--line:#b9c4c2;--paper:#fff;--tick:#0b6e75;position:relative;max-width:36rem;padding:20px;background:var(--paper);color:var(--ink);border:1px solid var(--line);border-radius:10px;font-family:var(--hjemmel-font,inherit);font-size:max(1em,16px);line-height:1.5;text-align:start;overflow-wrap:anywhere}
@supports(color:light-dark(#fff,#000)){form,div{--ink:light-dark(#17211f,#edf2f1);--quiet:light-dark(#4b5957,#b4c0be);--line:light-dark(#b9c4c2,#41504e);--paper:light-dark(#fff,#14201f);--tick:light-dark(#0b6e75,#4fb8bf)}}
h2{font-size:1.25em;font-weight:650;line-height:1.25;margin:0 0 .6em}p{margin:.75em 0}b,legend,label{font-weight:600}label{display:block}
input[type=email]{width:100%;min-height:44px;margin-top:4px;padding:8px 12px;border:1px solid var(--quiet);border-radius:6px;background:var(--paper)}
[aria-invalid=true]{box-shadow:0 0 0 1px var(--ink)}
fieldset{min-width:0;border:0;margin:1em 0 0;padding:0}legend{padding:0}
.tick{display:flex;gap:12px;min-height:44px;padding:8px 0;font-weight:400;cursor:pointer}.tick b{display:block}
.tick input{width:22px;height:22px;margin:1px 0 0;flex:none;accent-color:var(--hjemmel-accent,var(--tick))}
small{display:block;margin:1em 0;font-size:.9em;color:var(--quiet)}a{display:block;width:fit-content;padding:12px 0}
button{min-height:44px;padding:10px 20px;border:1px solid var(--ink);border-radius:6px;background:var(--ink);color:var(--paper);font-weight:600;cursor:pointer}
@supports(color:color(from red xyz-d65 x y z)){button{--a:var(--hjemmel-accent,var(--ink));--w:calc((.179 - y)*9999);border-color:var(--a);background:var(--a);color:color(from var(--a) xyz-d65 clamp(0,var(--w),.95) clamp(0,var(--w),1) clamp(0,var(--w),1.089))}}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.error{border-inline-start:4px solid var(--ink);padding:4px 12px}.error:empty{display:none}
.trap{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}`;

const script = document.currentScript as Place;
const base = new URL(script.src).origin;
const host = document.createElement("div");
host.className = "hjemmel-form";
host.lang = F.language;
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
root.adoptedStyleSheets = [sheet];
const form = document.createElement("form");
// What is wrong is told beside the field, in the language of the form.
form.noValidate = true;
form.setAttribute("aria-labelledby", "t");
root.append(form);

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = "",
  into: Element = form,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  into.append(element);
  return element;
}

/** A place for what is wrong with a field. */
function fault(id: string, field: Element, into: Element = form): HTMLElement {
  const place = make("p", "", into);
  place.id = id;
  place.className = "error";
  place.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", id);
  return place;
}

const fill = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (_, name: keyof typeof F.sender) => F.sender[name] ?? "");

make("h2", F.title).id = "t";
const label = make("label", T.form_email);
label.htmlFor = "e";
const email = make("input");
email.id = "e";
email.type = email.name = email.autocomplete = "email";
email.required = true;
email.maxLength = 254;
const atEmail = fault("ee", email);

const ticks: HTMLInputElement[] = [];
let atTopics: HTMLElement | undefined;
if (F.topics.length === 1) {
  // One single topic needs no tick: the button is the act.
  const only = make("p");
  make("b", F.topics[0].name, only);
  only.append(` ${F.topics[0].text}`);
} else {
  const set = make("fieldset");
  make("legend", T.form_topics, set);
  atTopics = fault("et", set, set);
  for (const topic of F.topics) {
    const line = make("label", "", set);
    line.className = "tick";
    const tick = make("input", "", line);
    tick.type = "checkbox";
    tick.value = topic.id;
    ticks.push(tick);
    const words = make("span", "", line);
    make("b", topic.name, words);
    words.append(` ${topic.text}`);
  }
}

const trap = make("p");
trap.className = "trap";
trap.setAttribute("aria-hidden", "true");
const website = make("input", "", make("label", "Website ", trap));
website.name = "website";
website.tabIndex = -1;
website.autocomplete = "off";

const small = make("small", `${fill(T.form_sender)} ${fill(T.form_withdraw)} `);
make("a", T.policy, small).href = F.sender.policy_url;
const button = make("button", T.form_submit);
const atButton = fault("eb", button);
button.before(atButton);

/** Say each thing that is wrong beside its field, and go to the first. */
function tell(...codes: string[]): void {
  for (const place of [atEmail, atTopics, atButton]) if (place) place.textContent = "";
  email.setAttribute("aria-invalid", String(codes.includes("error_email")));
  for (const code of codes.reverse()) {
    const [place, field] =
      code === "error_email" ? [atEmail, email] : code === "error_topic" ? [atTopics, ticks[0]] : [];
    (place ?? atButton).textContent = T[code] ?? T.failed_text;
    (field ?? button).focus();
  }
}

const chosen = (): string[] =>
  (ticks.length ? ticks.filter((t) => t.checked) : F.topics.map((t) => ({ value: t.id }))).map((t) => t.value);

async function send(): Promise<void> {
  const topics = chosen();
  const wrong = [!email.validity.valid && "error_email", !topics.length && "error_topic"].filter(
    (code) => code !== false,
  );
  tell(...wrong);
  if (wrong.length) return;
  const own = window.hjemmel;
  // What the browser carries as proof goes back to where it is from, and only where somebody said yes to being known.
  const known =
    own?.granted?.("profile") && own._.base === base
      ? { site: own._.key, token: own.token() }
      : { site: "", token: "" };
  const page = location.origin + location.pathname;
  const body = {
    email: email.value,
    topics,
    version: F.version,
    language: F.language,
    page,
    website: website.value,
    ...known,
  };
  const answer = await fetch(`${base}/f/${F.id}/sign-up`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "text/plain" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  }).catch(() => undefined);
  if (answer?.ok) return done((await answer.json().catch(() => undefined))?.status === "later");
  const problem: { faults?: string[] } | undefined = await answer?.json().catch(() => undefined);
  const code = answer ? (problem?.faults?.[0] ?? "failed_text") : "error_network";
  // A topic is chosen here, so one that the server misses is of an older version too.
  if (code === "error_old" || code === "error_topic") renew(topics);
  else tell(code);
}

function done(later: boolean): void {
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  said.tabIndex = -1;
  // A mail that cannot go now is not promised.
  make("h2", later ? T.later_title : T.sent_title, said);
  make("p", later ? T.later_text : T.sent_text, said);
  form.replaceWith(said);
  said.focus();
}

/** The form has changed: show the new one with what was typed, to be read before it is sent. */
function renew(topics: string[]): void {
  const next: Place = document.createElement("script");
  next.src = script.src;
  next.nonce = script.nonce;
  next.referrerPolicy = "no-referrer";
  next.typed = { email: email.value, topics };
  next.onload = () => host.remove();
  next.onerror = () => tell("error_network");
  host.before(next);
}

// A script can submit a form and press its button, but not as a person does. Enter presses the button too.
let pressed = false;
let sending = false;
button.addEventListener("click", (event) => (pressed = event.isTrusted));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const real = pressed && !sending;
  pressed = false;
  if (!real) return;
  sending = true;
  void send().finally(() => (sending = false));
});

function stand(): void {
  const into = script.dataset.into && document.querySelector(script.dataset.into);
  if (into) into.append(host);
  else script.after(host);
  if (!script.typed) return;
  email.value = script.typed.email;
  for (const tick of ticks) tick.checked = script.typed.topics.includes(tick.value);
  tell("error_old");
}

// What it goes into may come later in the page than the script.
if (script.dataset.into && document.readyState === "loading") document.addEventListener("DOMContentLoaded", stand);
else stand();
