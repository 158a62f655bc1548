/** Words: each in three languages with the same places for values, each used, and no feature says another's in secret. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Entries } from "./catalogue";

const SRC = join(import.meta.dirname, "..");
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));
const isWords = (f: string) =>
  /(^|\/)words(\.ts$|\/)/.test(f) && !f.endsWith("catalogue.ts") && !f.endsWith(".test.ts");

const catalogues = import.meta.glob<Record<string, unknown>>(["../features/*/words.ts", "./*.ts", "!./catalogue.ts"], {
  eager: true,
});
const entries = Object.entries(catalogues).flatMap(([file, module]) =>
  Object.values(module)
    .filter((value): value is Entries => typeof value === "object")
    .flatMap((words) => Object.entries(words).map(([key, three]) => ({ file, key, three }))),
);

const code = sources
  .filter((f) => !isWords(f) && !f.includes(".test.") && !f.endsWith("schema.d.ts"))
  .map((f) => readFileSync(join(SRC, f), "utf8"))
  .join("\n");
const said = new Set(code.match(/(?<=["'])\w+(?=["'])/g));
/** Words that are put together: `rq_${kind}_def` says every word of that form. */
const patterns = [...code.matchAll(/`(\w*\$\{[^`]+?\}\w*)`/g)]
  .map(([, text = ""]) => text.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))
  .filter((parts) => parts.join("").length > 1)
  .map((parts) => new RegExp(`^${parts.join("(\\w+)")}$`));
/** One that begins with what is put in says the words of what stands in the code: `${metric}_def`. */
const puts = (key: string) =>
  patterns.some((p) => {
    const [, first = ""] = p.exec(key) ?? [];
    return first !== "" && (!p.source.startsWith("^(") || said.has(first));
  });
/** What the server calls things by, said as it stands (`any(role)`): roles, purposes, devices, events, actions. */
const SERVED = [
  ...["owner", "marketer", "analyst", "data_protection_officer", "support", "stranger", "system"],
  ...["statistics", "personalisation", "marketing", "ads", "profile"],
  ...["desktop", "mobile", "tablet", "tv", "unknown"],
  ...["given", "renewed", "withdrawn"],
  ...["source", "campaign", "referrer", "medium", "content", "term", "path", "name", "host", "browser", "os"],
  ...["dim_prop:value_from"],
];

test("there are words, and none lies in two places", () => {
  expect(entries.length).toBeGreaterThan(900);
  const seen = new Map<string, string>();
  // The title of a page may stand in several catalogues; it is the same text.
  const twice = entries.filter(({ key, three }) => {
    const before = seen.get(key);
    seen.set(key, JSON.stringify(three));
    return before !== undefined && before !== JSON.stringify(three);
  });
  expect(twice.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
});

test("each has all three languages, with the same places for values", () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  const wrong = entries.filter(
    ({ three }) => three.length !== 3 || three.some((text) => !text.trim()) || new Set(three.map(places)).size !== 1,
  );
  expect(wrong.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
});

test("each is said somewhere", () => {
  const silent = entries.filter(({ key }) => !said.has(key) && !SERVED.includes(key) && !puts(key));
  expect(silent.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
});
