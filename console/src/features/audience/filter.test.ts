/** Filters in the address: what is read is written as the same, and short where people can read it. */
import { expect, test } from "vitest";
import { all, complete, isGroup, narrowed, read, write } from "./filter";

test.each([
  "",
  "source:newsletter",
  "source:newsletter|path:/a:b",
  "prop:plan:pro",
  '["is","source",["google","bing"]]',
  '["not",["contains","path",["/blog"]]]',
  '["is","path",["a|b"]]',
  '["or",[["is","source",["google"]],["gte","prop:seats",5]]]',
  '["and",[["not",["or",[["is","os",[""]],["lt","value_minor",100]]]],["between","prop:seats",[1,5]]]]',
])("%s reads as it is written", (text) => {
  const filter = read(text);
  expect(filter && write(filter)).toBe(text);
});

test("two ways of writing the same come to the short one", () => {
  const long = read('["and",[["is","source",["google"]],["is","path",["/"]]]]');
  expect(long && write(long)).toBe("source:google|path:/");
  const twice = read('["not",["not",["is","source",["google"]]]]');
  expect(twice && write(twice)).toBe("source:google");
});

test.each(["[", "[1]", '["and"]', '["and",[["is"]]]', '["like","path",["x"]]', "source", '["is","path",[null]]'])(
  "%s is no filter",
  (text) => expect(read(text)).toBeUndefined(),
);

test("a line that is pressed takes the place of another of its dimension, and of nothing else", () => {
  const filter =
    read('["and",[["is","source",["a","b"]],["not",["is","source",["c"]]],["is","path",["/"]]]]') ?? all([]);
  expect(write(narrowed(filter, "source", "d"))).toBe(
    '["and",[["not",["is","source",["c"]]],["is","path",["/"]],["is","source",["d"]]]]',
  );
});

test("a condition without its values is not complete", () => {
  const seats = (...values: string[]) => ({ not: false, op: "between" as const, on: "prop:seats", values });
  expect([seats("1", "5"), seats("1"), seats("1", "x"), seats("", "5")].map(complete)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  const group = read('["or",[["is","source",["google"]]]]');
  expect(group && isGroup(group) && complete(group)).toBe(true);
  expect(complete(all([{ not: false, op: "is", on: "source", values: [] }]))).toBe(false);
});
