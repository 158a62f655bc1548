/** What a record says, line by line, in the order in which its kind declares it. For every kind of the register. */
import type { Field, Kind, Me } from "../../api/types";
import { useRecipients } from "../people/receipts";
import type { Line } from "./difference";
import { fieldsOf, type Said, texts, useCalled, useTerms } from "./kept";
import { useWords } from "./words";

/** A day of the calendar, the same wherever it is read. */
export function useDay() {
  const { date } = useWords();
  return (day: string) => date(Date.parse(day), { dateStyle: "medium", timeZone: "UTC" });
}

/** A minute of the organisation's own clock, the same wherever it is read. */
function useMinute() {
  const { date } = useWords();
  return (minute: string) =>
    date(Date.parse(`${minute}Z`), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
}

/** Names of recipients, for those who may see them. */
function useNamed(may: boolean) {
  const { t } = useWords();
  const known = useRecipients(may).data?.recipients ?? [];
  return (id: string) => known.find((r) => r.id === id)?.name ?? (may ? id : t("rg_recipient_hidden"));
}

export const useLines = (kind: Kind, me: Me) => useRead(kind, me.may.includes("person_erase"));
/** For whoever writes: they see every name. */
export const useEveryLine = (kind: Kind) => useRead(kind, true);

function useRead(kind: Kind, every: boolean): (record: Said) => Line[] {
  const { country } = useWords();
  const { called } = useTerms();
  const fields = fieldsOf(kind);
  const recipient = useNamed(every && fields.some((f) => f.shape === "recipients"));
  const entry = useCalled(kind);
  const day = useDay();
  const minute = useMinute();
  const one = (f: Field, text: string): string => {
    if (f.shape === "one" || f.shape === "many") return called(f.of, text);
    if (f.shape === "day" || f.shape === "day_past") return day(text);
    if (f.shape === "moment_past") return minute(text);
    if (f.shape.startsWith("countr")) return country(text);
    if (f.shape === "recipients") return recipient(text);
    return f.shape === "entries" ? entry(text) : text;
  };
  const read = (f: Field, value: unknown): string[] => {
    if (f.shape === "rows" && Array.isArray(value))
      return value.map((row: Said) => f.rows.flatMap((cell) => read(cell, row[cell.name])).join(", "));
    const all = typeof value === "string" && value ? [value] : texts(value);
    return [...new Set(all.map((text) => one(f, text)))];
  };
  return (record) => fields.map((f) => ({ key: f.name, label: f.label, all: read(f, record[f.name]) }));
}
