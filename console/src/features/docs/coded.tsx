import { createElement, Fragment } from "react";

/** A sentence of the description; what stands between backticks is code. */
export function Coded({ text }: { text: string }) {
  const parts = text.split("`").map((part, at) => (at % 2 ? createElement("code", null, part) : part));
  return createElement(Fragment, null, ...parts);
}
