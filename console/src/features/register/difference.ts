/** What a record says, line by line, and what is different between two of them. For every kind of the register. */

export interface Line {
  /** The field. */
  key: string;
  label: string;
  /** Its texts, as they are read; none where it says nothing. */
  all: string[];
}

export interface Difference {
  key: string;
  label: string;
  gone: string[];
  came: string[];
}

/** Field by field: what an older one said and a newer one does not, and the other way round. */
export function differences(older: Line[], newer: Line[]): Difference[] {
  const before = new Map(older.map((line) => [line.key, line.all]));
  const told = newer.map(({ key, label, all }) => {
    const old = before.get(key) ?? [];
    return { key, label, gone: old.filter((x) => !all.includes(x)), came: all.filter((x) => !old.includes(x)) };
  });
  return told.filter(({ gone, came }) => gone.length + came.length > 0);
}
