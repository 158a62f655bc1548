// Builds the tag and holds its size: a budget that is broken fails the build.

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// Bytes after gzip of the parts that the page loads, without the texts that the server adds.
const budgets = { core: 4000, banner: 4200, form: 3200 };

for (const [name, most] of Object.entries(budgets)) {
  const outfile = `dist/${name}.js`;
  await build({
    entryPoints: [`src/${name}.ts`],
    bundle: true,
    minify: true,
    target: "es2020",
    format: "esm",
    outfile,
  });
  // The server wraps the text in a function, so it must not be a module.
  const text = readFileSync(outfile, "utf8").trim();
  if (/\b(import|export)\b\s*[{*"']/.test(text)) throw new Error(`${name} is not plain script`);
  writeFileSync(outfile, text);
  const bytes = gzipSync(text, { level: 9 }).length;
  console.log(`tag: ${name}.js ${bytes} bytes gzip (budget ${most})`);
  if (bytes > most) process.exit(1);
}
