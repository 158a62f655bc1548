// Holds the size of what is loaded before anybody has signed in: a budget that is broken fails the build.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

// Bytes after gzip of the scripts that the page names. What stands on it is loaded with it; the rest when it is shown.
const BUDGET = 220_000;

const page = readFileSync("dist/index.html", "utf8");
const names = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name);
if (names.length === 0) throw new Error("the page names no script");
const bytes = names.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/${name}`), { level: 9 }).length, 0);
console.log(`console: first script ${bytes} bytes gzip (budget ${BUDGET})`);
if (bytes > BUDGET) process.exit(1);
