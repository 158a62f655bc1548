/** A record while it is written: what it asks for where it stands, and how two hands are brought together. */
import type { Field, Kind } from "../../api/types";
import { fieldsOf, type Said, texts } from "./kept";

const TEXTS = ["line", "text", "day", "day_past", "moment_past", "country"];

const empty = (f: Field) => (TEXTS.includes(f.shape) ? "" : f.shape === "one" ? null : []);

/** Whether a field says nothing. */
export const blank = (value: unknown) =>
  Array.isArray(value) ? value.length === 0 : typeof value === "string" ? value.trim() === "" : value == null;

/** `first` gives the term that a list begins with: what must be one of them and is always asked for. */
export function begun(kind: Kind, from: Said, first: (list: string) => string | undefined = () => undefined): Said {
  const value = (f: Field) => (f.shape === "one" && f.needed && !f.when ? (first(f.of) ?? null) : empty(f));
  return { ...Object.fromEntries(fieldsOf(kind).map((f) => [f.name, value(f)])), ...from };
}

/** Whether what is said elsewhere asks for a field. */
export function asked({ when }: Field, record: Said): boolean {
  if (!when) return true;
  const value = record[when.field];
  if (when.says.length === 0) return !blank(value);
  return (typeof value === "string" ? [value] : texts(value)).some((text) => when.says.includes(text));
}

/** As it is kept: what is not asked for is not said either. */
export const whole = (kind: Kind, record: Said): Said =>
  Object.fromEntries(fieldsOf(kind).map((f) => [f.name, asked(f, record) ? record[f.name] : empty(f)]));

/** Lists say the same in any order. */
function same(a: unknown, b: unknown): boolean {
  const plain = (x: unknown) => JSON.stringify(Array.isArray(x) ? x.map((y) => JSON.stringify(y)).sort() : x);
  return plain(a) === plain(b);
}

/**
 * What somebody else wrote meanwhile, with what was changed here on top of it. `both` are the fields that both changed
 * and not alike: what was written here stays in them.
 */
export function together(base: Said, mine: Said, theirs: Said): { fields: Said; both: string[] } {
  const names = Object.keys(base);
  const changed = (record: Said) => names.filter((name) => !same(record[name], base[name]));
  const own = changed(mine);
  const fields = { ...theirs, ...Object.fromEntries(own.map((name) => [name, mine[name]])) };
  return { fields, both: changed(theirs).filter((name) => own.includes(name) && !same(mine[name], theirs[name])) };
}
