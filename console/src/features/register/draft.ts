/** A processing activity while it is written: what it asks for where it stands, and how two hands are brought together. */
import type { Activity } from "../../api/types";

export type Fields = Required<Activity>;

const EMPTY: Fields = {
  name: "",
  purpose: "",
  role: "controller",
  on_behalf_of: "",
  uses: [],
  legal_bases: [],
  balancing: "",
  subjects: [],
  data: [],
  special_basis: null,
  sources: [],
  recipients: [],
  countries: [],
  transfer_tool: null,
  retention: "",
  measures: "",
  owner: "",
  reviewed_on: "",
};

export const begun = (from: Partial<Activity>): Fields => ({ ...EMPTY, ...from });

export const shared = (f: Fields) => f.role !== "controller";
export const weighed = (f: Fields) => f.legal_bases.includes("legitimate_interest");
export const special = (f: Fields) => f.data.some((d) => d === "health" || d === "other_special");
export const abroad = (f: Fields) => f.countries.length > 0;

/** As it is kept: what is not asked for is not said either. */
export const whole = (f: Fields): Activity => ({
  ...f,
  on_behalf_of: shared(f) ? f.on_behalf_of : "",
  balancing: weighed(f) ? f.balancing : "",
  special_basis: special(f) ? f.special_basis : null,
  transfer_tool: abroad(f) ? f.transfer_tool : null,
});

/** Lists say the same in any order. */
function same(a: unknown, b: unknown): boolean {
  const plain = (x: unknown) => JSON.stringify(Array.isArray(x) ? [...x].sort() : x);
  return plain(a) === plain(b);
}

/**
 * What somebody else wrote meanwhile, with what was changed here on top of it. `both` are the fields that both changed
 * and not alike: what was written here stays in them.
 */
export function together(base: Fields, mine: Fields, theirs: Fields): { fields: Fields; both: (keyof Fields)[] } {
  const names = Object.keys(EMPTY) as (keyof Fields)[];
  const changed = (f: Fields) => names.filter((name) => !same(f[name], base[name]));
  const own = changed(mine);
  const fields = { ...theirs, ...Object.fromEntries(own.map((name) => [name, mine[name]])) };
  return { fields, both: changed(theirs).filter((name) => own.includes(name) && !same(mine[name], theirs[name])) };
}
