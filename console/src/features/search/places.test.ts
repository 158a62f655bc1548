/** What can be gone to by keyboard is what the pages have. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { looksWhole, PLACES } from "./places";

/** The tabs of a page beside its first, which is the page itself where it has the page's name. */
const tabs = (page: string) => {
  const source = readFileSync(join(import.meta.dirname, `..${page}/page.tsx`), "utf8");
  return [...source.matchAll(/key: "(\w+)"/g)].map(([, key]) => key).filter((key) => `/${key}` !== page);
};

test.each(["/people", "/consent", "/settings"])("each tab of %s is a place", (page) => {
  expect(tabs(page).length).toBeGreaterThan(2);
  expect(PLACES.filter((p) => p.page === page).map((p) => p.tab)).toEqual(tabs(page));
});

test("only a whole address or number is looked for", () => {
  expect(["karen@post.example", "+45 20 12 34 56", "B-1001"].every(looksWhole)).toBe(true);
  expect(["kar", "karen@", "indstil", "90 dage", ""].some(looksWhole)).toBe(false);
});
