/**
 * The views of a page: one for each address that it shows, however it came there, with the title that belongs to it. What
 * stands in the fragment counts only where the tag has `data-hash`, and only as a route (`#/roses`).
 */
import { page, script } from "./site";

interface View {
  url: string;
  from: string;
  at: number;
  /** The title of the page before, as long as it may still stand there. */
  before: string;
}

/** How often a title is looked at before it counts as the page's own: every 50 ms, for half a second. */
const LOOK_MS = 50;
const LOOKS_MAX = 10;

let open: View[] = [];
let last = "";
let from = page.referrer;
let timer = 0;
let report: (view: View, title: string) => void;

/** Where the page before was. */
export const referrer = (): string => from;

/** The page's address. A route in the fragment becomes part of the path, written as `#` is there. */
export function here(): string {
  const { origin, pathname, search, hash, href } = location;
  const route = "hash" in script.dataset && /^#!?(\/[^?]*)/.exec(hash);
  return route ? `${origin}${pathname}%23${route[1]}${search}` : href;
}

/** What has not been told yet is told now; `known` when the title that stands there is the page's own. */
function tell(known: boolean): void {
  clearTimeout(timer);
  const views = open;
  open = [];
  for (const view of views) report(view, known || page.title !== view.before ? page.title : "");
}

/** Single-page programs set the title after the address: wait until it has changed and stands still, but not for long. */
function watch(): void {
  clearTimeout(timer);
  let seen = page.title;
  let left = LOOKS_MAX;
  const look = (): void => {
    const still = page.title === seen;
    seen = page.title;
    if ((still && open.every((view) => seen !== view.before)) || !left--) tell(true);
    else timer = window.setTimeout(look, LOOK_MS);
  };
  timer = window.setTimeout(look, LOOK_MS);
}

function look(replaced: boolean, before = page.title): void {
  const url = here();
  const address = url.split("#")[0];
  if (address === last) return;
  const same = open[open.length - 1];
  if (replaced && same && same.url.split(/[?#]/)[0] === url.split(/[?#]/)[0]) {
    // The same page puts its address in order while it comes up.
    same.url = url;
  } else {
    // What replaces an address has the same title; what follows it has its own.
    if (!replaced) tell(false);
    if (last) from = last;
    open.push({ url, from, at: Date.now(), before });
  }
  last = address;
  watch();
}

/** Count this page from now on: after a choice, or when it comes back from the cache of the browser. */
export function anew(back: boolean): void {
  open = [];
  if (back) from = last;
  last = "";
  look(false, "");
  tell(true);
}

/** The page may be gone in a moment. */
export const leave = (): void => tell(false);

export function begin(heard: (view: View, title: string) => void): void {
  report = heard;
  look(false, "");
  // A page that was loaded brings its title along.
  if (page.title) tell(true);
  const navigation = window.navigation;
  if (navigation) {
    // Every change of the address in this document, whoever makes it.
    navigation.addEventListener("currententrychange", (event) => look(event.navigationType === "replace"));
    return;
  }
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (...state) {
      original.apply(this, state);
      look(name === "replaceState");
    };
  }
  // A change of the fragment is one of these too.
  addEventListener("popstate", () => look(false));
}
