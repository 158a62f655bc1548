/** A field of a record, by what it holds. For every kind of the register. */
import { Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Field } from "../../api/types";
import { today } from "./address";
import { Countries, useCountries } from "./countries";
import { Ticks } from "./field";
import { Held } from "./held";
import { type Said, useTerms } from "./kept";
import { Entries, Recipients } from "./named";
import { Rows } from "./rows";
import { useWords } from "./words";

export interface InputProps {
  field: Field;
  form: UseFormReturnType<Said>;
}

/** Some sentences. */
const LONG = { autosize: true, minRows: 2, maxRows: 12, maxLength: 2000 } as const;

export function Input({ field, form }: InputProps) {
  const { t } = useWords();
  const { of } = useTerms();
  const countries = useCountries(true);
  const { shape, needed: required } = field;
  const given = { label: field.label, description: field.hint, required, ...form.getInputProps(field.name) };
  if (shape === "text") return <Textarea {...LONG} {...given} />;
  if (shape === "day" || shape === "day_past")
    return <TextInput type="date" max={shape === "day_past" ? today() : undefined} {...given} />;
  if (shape === "moment_past")
    return <TextInput type="datetime-local" {...given} description={`${field.hint} ${t("rg_zone")}`.trim()} />;
  if (shape === "one") return <Select data={of(field.of)} allowDeselect={!required} clearable={!required} {...given} />;
  if (shape === "many") return <Ticks choices={of(field.of)} {...given} />;
  if (shape === "country") return <Select searchable data={countries} {...given} />;
  if (shape === "countries" || shape === "countries_outside")
    return <Countries all={shape === "countries"} given={given} />;
  if (shape === "recipients") return <Recipients field={field} form={form} />;
  if (shape === "entries") return <Entries field={field} form={form} />;
  if (shape === "hosts") return <TagsInput {...given} />;
  if (shape === "rows") return <Rows field={field} form={form} />;
  if (field.name === "people" || field.name === "records")
    return <TextInput maxLength={120} {...given} description={<Held hint={field.hint} />} />;
  return <TextInput maxLength={120} {...given} />;
}
