/**
 * Who is in a segment, as the server takes it (JSON with the operator first), and as it is changed here: groups of conditions,
 * each of which may be turned round.
 */
export const OPERATORS = ["is", "contains", "starts", "within", "before", "gt", "gte", "lt", "lte", "between"] as const;
export type Operator = (typeof OPERATORS)[number];

/** What can be asked by; where a name ends with `:`, a name of one's own follows. */
export const FACETS = [
  "order_last",
  "order_first",
  "order_count",
  "order_sum:",
  "order_product",
  "permission:",
  "language",
  "email",
  "email_domain",
  "phone",
  "known",
  "message_last",
  "message_count",
  "text:",
  "number:",
  "date:",
  "flag:",
  "segment:",
] as const;
export type FacetName = (typeof FACETS)[number];

export interface Condition {
  not: boolean;
  op: Operator;
  facet: FacetName;
  /** What follows the name: of an attribute, a topic, a currency or a segment. */
  of: string;
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

const AGES: readonly string[] = ["order_last", "order_first", "known", "message_last", "date:"];
const NUMBERS: readonly string[] = ["order_count", "order_sum:", "message_count", "number:"];
const YES_NO: readonly string[] = ["email", "phone", "permission:", "flag:", "segment:"];

export const isYesNo = (facet: FacetName) => YES_NO.includes(facet);
export const namesOwn = (facet: FacetName) => facet.endsWith(":");

/** How a facet can be asked by, as the server has it. */
export function operatorsOf(facet: FacetName): readonly Operator[] {
  if (AGES.includes(facet)) return ["within", "before", "between"];
  if (NUMBERS.includes(facet)) return ["is", "gt", "gte", "lt", "lte", "between"];
  return isYesNo(facet) || facet === "language" ? ["is"] : ["is", "contains", "starts"];
}

export const takesTexts = ({ facet, op }: Condition) =>
  ["is", "contains", "starts"].includes(op) && !NUMBERS.includes(facet);

export const fresh = (facet: FacetName = "order_last"): Condition => ({
  not: false,
  facet,
  of: facet === "order_sum:" ? "DKK" : "",
  op: operatorsOf(facet)[0] ?? "is",
  values: isYesNo(facet) ? ["yes"] : [],
});

const texts = (list: unknown[]): string[] | undefined =>
  list.every((v) => typeof v === "string" || typeof v === "number") ? list.map(String) : undefined;

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
  const facet =
    typeof first === "string" ? FACETS.find((f) => (namesOwn(f) ? first.startsWith(f) : f === first)) : undefined;
  const values = texts(Array.isArray(second) ? second : [second]);
  if (!known || !facet || !values || typeof first !== "string") return undefined;
  return { not: false, op: known, facet, of: first.slice(facet.length), values };
}

/** Read a segment; nothing when it is none that can be changed here. */
export function read(text: string): Group | undefined {
  try {
    const found = part(JSON.parse(text));
    return found && (isGroup(found) ? found : { not: false, any: false, parts: [found] });
  } catch {
    return undefined;
  }
}

function json(of: Part): unknown[] {
  if (of.not) return ["not", json({ ...of, not: false })];
  if (isGroup(of)) return [of.any ? "or" : "and", of.parts.map(json)];
  const on = of.facet + of.of;
  if (takesTexts(of)) return [of.op, on, of.values];
  const numbers = of.values.map(Number);
  return [of.op, on, of.op === "between" || of.op === "is" ? numbers : numbers[0]];
}

/** As the server takes it. */
export function write(group: Group): unknown[] {
  const [only] = group.parts;
  return json(!group.not && group.parts.length === 1 && only ? only : group);
}

const saysHow = (of: Condition): boolean => {
  if (takesTexts(of)) return of.values.length > 0;
  const many = of.op === "between" ? 2 : 1;
  return of.values.length === many && of.values.every((v) => v !== "" && Number.isFinite(Number(v)));
};

/** Whether each condition says something. */
export const complete = (of: Part): boolean =>
  isGroup(of) ? of.parts.length > 0 && of.parts.every(complete) : (!namesOwn(of.facet) || of.of !== "") && saysHow(of);
