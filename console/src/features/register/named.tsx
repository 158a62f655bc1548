/** Fields that name others: recipients, and records of another kind. */
import { MultiSelect } from "@mantine/core";
import { Link } from "react-router-dom";
import type { RegisterKind } from "../../api/types";
import { useRecipients } from "../people/receipts";
import type { InputProps } from "./input";
import { texts, useRecords } from "./kept";
import { useWords } from "./words";

const LIST = { searchable: true, hidePickedOptions: true } as const;

export function Recipients({ field, form }: InputProps) {
  const { t } = useWords();
  const known = useRecipients(true).data?.recipients;
  if (!known) return null;
  // Who was removed meanwhile can still be taken out here.
  const gone = texts(form.values[field.name]).filter((id) => !known.some((r) => r.id === id));
  const choices = [
    ...known.map((r) => ({ value: r.id, label: r.name })),
    ...gone.map((value) => ({ value, label: t("rg_recipient_gone") })),
  ];
  return (
    <MultiSelect
      {...LIST}
      label={field.label}
      description={
        <>
          {known.length > 0 ? field.hint : t("rg_recipients_none")}{" "}
          <Link to="/people?tab=erasures">{t("rg_recipients_where")}</Link>
        </>
      }
      nothingFoundMessage={t("rg_none_found")}
      data={choices}
      {...form.getInputProps(field.name)}
    />
  );
}

export function Entries({ field, form }: InputProps) {
  const { t } = useWords();
  const known = useRecords(field.of as RegisterKind, "").data?.entries;
  if (!known) return null;
  const gone = texts(form.values[field.name]).filter((id) => !known.some((e) => e.id === id));
  const choices = [
    ...known.map((e) => ({ value: e.id, label: e.entry.name })),
    ...gone.map((value) => ({ value, label: t("rg_entry_gone") })),
  ];
  return (
    <MultiSelect
      {...LIST}
      label={field.label}
      description={field.hint}
      required={field.needed}
      nothingFoundMessage={t("rg_none_found")}
      data={choices}
      {...form.getInputProps(field.name)}
    />
  );
}
