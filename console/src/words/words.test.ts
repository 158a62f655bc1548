/** Words: each is said somewhere, and the names the code is checked against are those of the catalogue. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import openapi from "../../openapi.json";
import { keys } from "../../scripts/words.mjs";
import { SPOKEN } from "../testing/spoken";
import { LANGS, LANGUAGES } from "./catalogue";

const SRC = join(import.meta.dirname, "..");
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));
const names = [...SPOKEN.en._messages.keys()];

const code = sources
  .filter((f) => !f.startsWith("words/keys") && !f.includes(".test.") && !f.endsWith("schema.d.ts"))
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
  ...["dim_prop_value_from"],
];

test("the names that the code is checked against are made from the catalogue as it stands", () => {
  expect(readFileSync(join(SRC, "words/keys.d.ts"), "utf8")).toBe(keys());
});

test("the console speaks every language that the server speaks, and each says every word", () => {
  expect([...LANGUAGES].sort()).toEqual([...openapi.components.schemas.Language.enum].sort());
  expect(names.length).toBeGreaterThan(900);
  for (const lang of LANGUAGES) {
    expect([...SPOKEN[lang]._messages.keys()].sort(), lang).toEqual([...names].sort());
    expect(LANGS[lang], lang).not.toBe(lang);
  }
});

test("each is said somewhere", () => {
  const silent = names.filter((key) => !said.has(key) && !SERVED.includes(key) && !puts(key));
  expect(silent).toEqual([]);
});
