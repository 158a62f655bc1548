/** What a processing activity says, in the order of Article 30(1), then what the organisation answers for beside it. */
import type { Activity, Me } from "../../api/types";
import { useRecipients } from "../people/receipts";
import type { Line } from "./difference";
import { type List, useTerms } from "./kept";
import { useWords } from "./words";

/** Which letter of Article 30(1) asks for a line; those that have none are asked for elsewhere. */
export const LETTERS: Record<string, string> = {
  role: "a",
  on_behalf_of: "a",
  purpose: "b",
  subjects: "c",
  data: "c",
  recipients: "d",
  countries: "e",
  transfer_tool: "e",
  retention: "f",
  measures: "g",
};

/** A day of the calendar, the same wherever it is read. */
export function useDay() {
  const { date } = useWords();
  return (day: string) => date(Date.parse(day), { dateStyle: "medium", timeZone: "UTC" });
}

/** Names of recipients, for those who may see them. */
function useNamed(may: boolean) {
  const { t } = useWords();
  const known = useRecipients(may).data?.recipients ?? [];
  return (ids: string[] = []) => [
    ...new Set(ids.map((id) => known.find((r) => r.id === id)?.name ?? (may ? id : t("rg_recipient_hidden")))),
  ];
}

export const useLines = (me: Me) => useRead(me.may.includes("person_erase"));
/** For whoever writes: they see every name. */
export const useEveryLine = () => useRead(true);

function useRead(every: boolean): (a: Activity) => Line[] {
  const { t, country } = useWords();
  const { called } = useTerms();
  const named = useNamed(every);
  const day = useDay();
  return (a) => {
    const terms = (list: List, names: (string | null | undefined)[] = []) =>
      names.flatMap((name) => (name ? [called(list, name)] : []));
    const text = (said = "") => (said ? [said] : []);
    const rows = {
      name: [t("c_name"), text(a.name)],
      role: [t("rg_role"), terms("roles", [a.role])],
      on_behalf_of: [t(a.role === "processor" ? "rg_for_whom" : "rg_with_whom"), text(a.on_behalf_of)],
      purpose: [t("purpose"), text(a.purpose)],
      subjects: [t("rg_subjects"), terms("subjects", a.subjects)],
      data: [t("rg_data"), terms("data", a.data)],
      recipients: [t("rg_recipients"), named(a.recipients)],
      countries: [t("rg_countries"), (a.countries ?? []).map(country)],
      transfer_tool: [t("rg_tool"), terms("transfer_tools", [a.transfer_tool])],
      retention: [t("rg_retention"), text(a.retention)],
      measures: [t("rg_measures"), text(a.measures)],
      legal_bases: [t("rg_basis"), terms("legal_bases", a.legal_bases)],
      balancing: [t("rg_balancing"), text(a.balancing)],
      special_basis: [t("rg_special"), terms("special_bases", [a.special_basis])],
      sources: [t("rg_sources"), terms("sources", a.sources)],
      uses: [t("rg_uses"), terms("uses", a.uses)],
      owner: [t("rg_owner"), text(a.owner)],
      reviewed_on: [t("rg_reviewed"), a.reviewed_on ? [day(a.reviewed_on)] : []],
    } satisfies Record<keyof Activity, [string, string[]]>;
    return Object.entries(rows).map(([key, [label, all]]) => ({ key, label: String(label), all: [...all] }));
  };
}
