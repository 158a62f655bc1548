/** What is done and why; whose data and which. */
import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Section } from "../../parts/section";
import { type Fields, shared, special, weighed } from "./draft";
import { Ticks } from "./field";
import { useTerms } from "./kept";
import { useWords } from "./words";

export interface FieldsProps {
  form: UseFormReturnType<Fields>;
}

/** Some sentences. */
export const LONG = { autosize: true, minRows: 2, maxRows: 12, maxLength: 2000 } as const;

export function What({ form }: FieldsProps) {
  const { t } = useWords();
  const { of } = useTerms();
  const f = form.values;
  return (
    <Section head={t("rg_part_what")}>
      <Stack>
        <TextInput
          label={t("c_name")}
          description={t("rg_name_def")}
          required
          maxLength={120}
          {...form.getInputProps("name")}
        />
        <Textarea
          {...LONG}
          label={t("purpose")}
          description={t("rg_purpose_def")}
          required
          {...form.getInputProps("purpose")}
        />
        <Select label={t("rg_role")} allowDeselect={false} data={of("roles")} {...form.getInputProps("role")} />
        {shared(f) && (
          <TextInput
            label={t(f.role === "processor" ? "rg_for_whom" : "rg_with_whom")}
            required
            maxLength={2000}
            {...form.getInputProps("on_behalf_of")}
          />
        )}
        <Ticks
          label={t("rg_uses")}
          description={t("rg_uses_def")}
          choices={of("uses")}
          {...form.getInputProps("uses")}
        />
        <Ticks
          label={t("rg_basis")}
          description={t("rg_basis_def")}
          required
          choices={of("legal_bases")}
          {...form.getInputProps("legal_bases")}
        />
        {weighed(f) && (
          <Textarea
            {...LONG}
            label={t("rg_balancing")}
            description={t("rg_balancing_def")}
            required
            {...form.getInputProps("balancing")}
          />
        )}
      </Stack>
    </Section>
  );
}

export function Whose({ form }: FieldsProps) {
  const { t } = useWords();
  const { of } = useTerms();
  return (
    <Section head={t("rg_part_whose")}>
      <Stack>
        <Ticks label={t("rg_subjects")} required choices={of("subjects")} {...form.getInputProps("subjects")} />
        <Ticks
          label={t("rg_data")}
          description={t("rg_data_def")}
          required
          choices={of("data")}
          {...form.getInputProps("data")}
        />
        {special(form.values) && (
          <Select
            label={t("rg_special")}
            description={t("rg_special_def")}
            required
            data={of("special_bases")}
            {...form.getInputProps("special_basis")}
          />
        )}
      </Stack>
    </Section>
  );
}
