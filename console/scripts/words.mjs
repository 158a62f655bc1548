// Makes src/words/keys.d.ts, the names of the console's words with the values each takes, from the English catalogue.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FluentResource } from "@fluent/bundle";

const HERE = import.meta.dirname;
const WORDS = join(HERE, "../../words/en");
const OUT = join(HERE, "../src/words/keys.d.ts");

function values(pattern, into = new Set()) {
  for (const part of Array.isArray(pattern) ? pattern : [pattern]) {
    if (part?.type === "var") into.add(part.name);
    if (part?.type === "select") {
      values(part.selector, into);
      for (const { value } of part.variants) values(value, into);
    }
  }
  return into;
}

export function keys() {
  const files = readdirSync(WORDS).filter((name) => /^console-.*\.ftl$/.test(name));
  const lines = ["/** Made by scripts/words.mjs from words/en/console-*.ftl. */", "export interface Words {"];
  for (const file of files.sort()) {
    lines.push(`  ${file.slice("console-".length, -".ftl".length)}: {`);
    for (const { id, value } of new FluentResource(readFileSync(join(WORDS, file), "utf8")).body) {
      const takes = [...values(value)].map((name) => `"${name}"`);
      lines.push(`    ${id}: ${takes.join(" | ") || "never"};`);
    }
    lines.push("  };");
  }
  return `${lines.join("\n")}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(OUT, keys());
