/**
 * Filters of reports, as the server takes them (JSON with the operator first, or the short form `source:google|path:/`) and
 * as they are changed here: groups of conditions, each of which may be turned round.
 */
export const OPERATORS = ["is", "contains", "starts", "gt", "gte", "lt", "lte", "between"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  not: boolean;
  op: Operator;
  on: string;
  values: string[];
}
export interface Group {
  not: boolean;
  /** One of its parts is enough. */
  any: boolean;
  parts: Part[];
}
export type Part = Condition | Group;

export const isGroup = (part: Part): part is Group => "parts" in part;
export const all = (parts: Part[]): Group => ({ not: false, any: false, parts });

const TEXTS: readonly Operator[] = ["is", "contains", "starts"];
export const takesTexts = (op: Operator) => TEXTS.includes(op);

const texts = (list: unknown): string[] | undefined =>
  Array.isArray(list) && list.every((v) => ["string", "number", "boolean"].includes(typeof v))
    ? list.map(String)
    : undefined;

function part(json: unknown): Part | undefined {
  if (!Array.isArray(json)) return undefined;
  const [op, first, second]: unknown[] = json;
  if (op === "not") {
    const inner = part(first);
    return inner && { ...inner, not: !inner.not };
  }
  if (op === "and" || op === "or") {
    const parts = Array.isArray(first) ? first.map(part) : [undefined];
    const whole = parts.filter((p) => p !== undefined);
    return whole.length === parts.length ? { not: false, any: op === "or", parts: whole } : undefined;
  }
  const known = OPERATORS.find((o) => o === op);
  const values = texts(Array.isArray(second) ? second : [second]);
  return known && typeof first === "string" && values ? { not: false, op: known, on: first, values } : undefined;
}

/** `prop:plan:pro` is about the property `plan`. */
function short(text: string): Condition | undefined {
  const [, on, value] = /^((?:prop:)?[^:]+):(.*)$/s.exec(text) ?? [];
  return on !== undefined && value !== undefined ? { not: false, op: "is", on, values: [value] } : undefined;
}

const whole = (found: Part | undefined): Group | undefined =>
  found && (isGroup(found) && !found.not && !found.any ? found : all([found]));

/** Read what stands in the address; nothing when it is no filter. */
export function read(text: string): Group | undefined {
  if (!text.trim().startsWith("[")) {
    const parts = text.split("|").filter(Boolean).map(short);
    const known = parts.filter((p) => p !== undefined);
    return known.length === parts.length ? all(known) : undefined;
  }
  try {
    return whole(part(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function json(of: Part): unknown {
  if (of.not) return ["not", json({ ...of, not: false })];
  if (isGroup(of)) return [of.any ? "or" : "and", of.parts.map(json)];
  if (takesTexts(of.op)) return [of.op, of.on, of.values];
  const numbers = of.values.map(Number);
  return [of.op, of.on, of.op === "between" ? numbers : numbers[0]];
}

/** Whether it can be written in the short form, which people can read in the address. */
const plain = (p: Part): p is Condition =>
  !isGroup(p) &&
  !p.not &&
  p.op === "is" &&
  p.values.length === 1 &&
  /^(prop:)?[^:|]+$/.test(p.on) &&
  !p.values[0]?.includes("|");

/** As it stands in the address; empty when it says nothing. */
export function write(filter: Group): string {
  const { not, any, parts } = filter;
  const [only] = parts;
  if (!not && (parts.length < 2 || !any) && parts.every(plain)) {
    return parts.map((p) => `${p.on}:${p.values[0] ?? ""}`).join("|");
  }
  return JSON.stringify(json(!not && parts.length === 1 && only ? only : filter));
}

/** The same with this value for one dimension, instead of another value for it. */
export function narrowed(filter: Group, on: string, value: string): Group {
  const others = filter.parts.filter((p) => isGroup(p) || p.not || p.op !== "is" || p.on !== on);
  return all([...others, { not: false, op: "is", on, values: [value] }]);
}

/** Whether each condition says something. */
export const complete = (of: Part): boolean =>
  isGroup(of)
    ? of.parts.every(complete)
    : takesTexts(of.op)
      ? of.values.length > 0
      : of.values.length === (of.op === "between" ? 2 : 1) &&
        of.values.every((v) => v !== "" && Number.isFinite(Number(v)));
