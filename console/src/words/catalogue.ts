/**
 * Words in three languages. A feature's words lie beside it and are loaded with it: `speaking(words)` gives the feature's
 * own `useWords`, which knows them and those that several features share. A word that is in neither does not compile.
 */
import { createContext, useContext } from "react";
import { core } from "./core";

/** Danish, Swedish, English. */
export type Three = readonly [string, string, string];
export type Entries = Record<string, Three>;

export type Lang = "da" | "sv" | "en";
export const LANGS: Record<Lang, string> = { da: "Dansk", sv: "Svenska", en: "English" };
export const LANGUAGES = ["da", "sv", "en"] as const satisfies Lang[];
const LOCALES: Record<Lang, string> = { da: "da-DK", sv: "sv-SE", en: "en-GB" };

export const Language = createContext<{ lang: Lang; set: (lang: Lang) => void }>({ lang: "en", set: () => {} });

/** `{name}` in a text, replaced by what it is. */
const filled = (text: string, values: Record<string, string>) =>
  Object.entries(values).reduce((all, [k, v]) => all.replace(`{${k}}`, () => v), text);

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

export function speaking<W extends Entries>(own: W) {
  type Word = Extract<keyof W | keyof typeof core, string>;
  const words: Entries = { ...core, ...own };
  // biome-ignore lint/correctness/noComponentHookFactories: made once a catalogue, when its module is loaded.
  return function useWords() {
    const { lang, set } = useContext(Language);
    const at = LANGUAGES.indexOf(lang);
    const locale = LOCALES[lang];
    const of = (word: string) => words[word]?.[at];
    const t = (word: Word): string => of(word) ?? word;
    return {
      lang,
      set,
      locale,
      t,
      /** One of three texts that stand elsewhere than in a catalogue. */
      pick: (three: Three) => three[at],
      /** A word with values in its braces. */
      say: (word: Word, values: Record<string, string>) => filled(t(word), values),
      /** One, or many with their number. */
      count: (many: Word, one: Word, k: number) =>
        k === 1 ? t(one) : filled(t(many), { n: new Intl.NumberFormat(locale).format(k) }),
      /** A word that comes from the server, as it is when it is not known. */
      any: (word: string) => of(word) ?? word,
      /** The same, with what stands for it when it is not known. */
      known: (word: string, or: string) => of(word) ?? or,
      /** The same with values in its braces; empty when it is not known. */
      perhaps: (word: string, values: Record<string, string>) => filled(of(word) ?? "", values),
      country: (code: string) =>
        code === "ZZ" ? t("not_known") : (new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code),
      ...figures(locale),
    };
  };
}

/** For what belongs to no feature. */
export const useWords = speaking({});

export function firstLang(): Lang {
  for (const wanted of [localStorage.getItem("hjemmel.lang"), ...navigator.languages]) {
    const start = wanted?.slice(0, 2);
    if (start === "nb" || start === "no") return "da";
    const found = LANGUAGES.find((l) => l === start);
    if (found) return found;
  }
  return "en";
}
