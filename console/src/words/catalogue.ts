/**
 * Words in every language, from the catalogue that the server speaks from too: `words/<language>/console-*.ftl`. A language is
 * loaded when somebody reads it. `speaking<"home" | "jobs">()` gives a feature's own `useWords`, which knows the words of those
 * files and those that several features share: a word that is in none of them does not compile.
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { createContext, useContext } from "react";
import type { components } from "../schema";
import type { Words } from "./keys";

export type Lang = components["schemas"]["Language"];
type Files = keyof Words;
type WordOf<F extends Files> = { [K in F]: Extract<keyof Words[K], string> }[F];
type ValuesOf<F extends Files, W extends string> = {
  [K in F]: W extends keyof Words[K] ? Extract<Words[K][W], string> : never;
}[F];
/** A word that every feature knows. */
export type CoreWord = WordOf<"core">;

const files = import.meta.glob<string>("../../../words/*/console-*.ftl", { query: "?raw", import: "default" });
const languageOf = (path: string) => path.split("/").at(-2) as Lang;

/** Every language there is a folder for. */
export const LANGUAGES: Lang[] = [...new Set(Object.keys(files).map(languageOf))];

function called(lang: Lang): string {
  const name = new Intl.DisplayNames([lang], { type: "language" }).of(lang) ?? lang;
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
}

/** What each is called by those who read it. */
export const LANGS = Object.fromEntries(LANGUAGES.map((lang) => [lang, called(lang)])) as Record<Lang, string>;

const loaded = new Map<Lang, FluentBundle>();

/** The words of a language. */
export async function load(lang: Lang): Promise<FluentBundle> {
  const known = loaded.get(lang);
  if (known) return known;
  const own = Object.entries(files).filter(([path]) => languageOf(path) === lang);
  const texts = await Promise.all(own.map(([, read]) => read()));
  const words = new FluentBundle(lang, { useIsolating: false });
  for (const text of texts) words.addResource(new FluentResource(text));
  loaded.set(lang, words);
  return words;
}

interface Spoken {
  lang: Lang;
  words: FluentBundle;
  set: (lang: Lang) => void;
}

export const Language = createContext<Spoken>({ lang: "en", words: new FluentBundle("en"), set: () => {} });

/** Numbers, days and money as a language writes them. */
function figures(locale: string) {
  const currency = (code: string, more: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { style: "currency", currency: code, ...more });
  return {
    n: (value: number) => new Intl.NumberFormat(locale).format(value),
    short: (value: number) =>
      new Intl.NumberFormat(locale, {
        notation: value >= 100000 ? "compact" : "standard",
        maximumFractionDigits: 1,
      }).format(value),
    money: (minor: number, code: string) => currency(code, { maximumFractionDigits: 0 }).format(minor / 100),
    /** What somebody paid, to the last öre. */
    price: (minor: number, code: string) => {
      const format = currency(code);
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    percent: (share: number) =>
      new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(share),
    date: (ms: number, options: Intl.DateTimeFormatOptions = { dateStyle: "medium" }) =>
      new Intl.DateTimeFormat(locale, options).format(ms),
    /** From one day to another, as the calendar has them. */
    days: (from: string, to: string) =>
      new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).formatRange(
        Date.parse(from),
        Date.parse(to),
      ),
    moment: (ms: number) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(ms),
  };
}

/** Languages whose readers understand another before English. */
const NEXT: Partial<Record<Lang, Lang>> = { nb: "da", da: "nb" };

/** A text that was written in some languages, in the one that a reader understands best. */
function written(texts: Record<string, string> | undefined, lang: Lang): string {
  const order = [lang, NEXT[lang], "en", ...LANGUAGES];
  return order.map((l) => l && texts?.[l]).find(Boolean) || "";
}

export function speaking<F extends Files = "core">() {
  type Word = WordOf<F | "core">;
  // biome-ignore lint/correctness/noComponentHookFactories: made once a catalogue, when its module is loaded.
  return function useWords() {
    const { lang, words, set } = useContext(Language);
    const of = (word: string, values?: Record<string, string>): string | undefined => {
      // Names of properties have a colon, and those of words have none.
      const pattern = words.getMessage(word.replace(":", "_"))?.value;
      // What goes wrong with a value shows as its name in braces.
      return pattern == null ? undefined : words.formatPattern(pattern, values, []);
    };
    const t = (word: Word): string => of(word) ?? word;
    const locale = of("locale") ?? lang;
    return {
      lang,
      set,
      locale,
      t,
      /** A text of somebody's own, such as the name of a topic, as far as it was written. */
      written: (texts: Record<string, string> | undefined) => written(texts, lang),
      /** A word with values in its places. */
      say: <W extends Word>(word: W, values: Record<ValuesOf<F | "core", W>, string>) => of(word, values) ?? word,
      /** One, or many with their number. */
      count: (many: Word, one: Word, k: number) =>
        k === 1 ? t(one) : (of(many, { n: new Intl.NumberFormat(locale).format(k) }) ?? many),
      /** A word that comes from the server, as it is when it is not known. */
      any: (word: string) => of(word) ?? word,
      /** The same, with what stands for it when it is not known. */
      known: (word: string, or: string) => of(word) ?? or,
      /** The same with values in its places; empty when it is not known. */
      perhaps: (word: string, values: Record<string, string>) => of(word, values) ?? "",
      country: (code: string) =>
        code === "ZZ"
          ? (of("not_known") ?? code)
          : (new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code),
      ...figures(locale),
    };
  };
}

/** For what belongs to no feature. */
export const useWords = speaking();

export function firstLang(): Lang {
  for (const wanted of [localStorage.getItem("hjemmel.lang"), ...navigator.languages]) {
    const start = wanted?.slice(0, 2).replace(/^n[on]$/, "nb");
    const found = LANGUAGES.find((l) => l === start);
    if (found) return found;
  }
  return "en";
}
