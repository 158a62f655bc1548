/** Where data comes from and who gets it; what leaves the EEA. */
import { MultiSelect, Select, Stack } from "@mantine/core";
import { Link } from "react-router-dom";
import { Section } from "../../parts/section";
import { useRecipients } from "../people/receipts";
import { COUNTRIES } from "./countries";
import { abroad } from "./draft";
import { Ticks } from "./field";
import type { FieldsProps } from "./fields-what";
import { useTerms } from "./kept";
import { useWords } from "./words";

export function Flow({ form }: FieldsProps) {
  const { t } = useWords();
  const { of } = useTerms();
  const known = useRecipients(true).data?.recipients;
  // Who was removed meanwhile can still be taken out here.
  const gone = form.values.recipients.filter((id) => known && !known.some((r) => r.id === id));
  const choices = [
    ...(known ?? []).map((r) => ({ value: r.id, label: r.name })),
    ...gone.map((value) => ({ value, label: t("rg_recipient_gone") })),
  ];
  return (
    <Section head={t("rg_part_flow")}>
      <Stack>
        <Ticks label={t("rg_sources")} choices={of("sources")} {...form.getInputProps("sources")} />
        {known && (
          <MultiSelect
            label={t("rg_recipients")}
            description={
              <>
                {t(known.length > 0 ? "rg_recipients_def" : "rg_recipients_none")}{" "}
                <Link to="/people?tab=erasures">{t("rg_recipients_where")}</Link>
              </>
            }
            searchable
            hidePickedOptions
            nothingFoundMessage={t("rg_none_found")}
            data={choices}
            {...form.getInputProps("recipients")}
          />
        )}
      </Stack>
    </Section>
  );
}

export function Outside({ form }: FieldsProps) {
  const { t, country, locale } = useWords();
  const { of } = useTerms();
  const named = COUNTRIES.map((code) => ({ value: code, label: `${country(code)} (${code})` }));
  const data = named.sort((a, b) => a.label.localeCompare(b.label, locale));
  return (
    <Section head={t("rg_part_outside")}>
      <Stack>
        <MultiSelect
          label={t("rg_countries")}
          description={t("rg_countries_def")}
          searchable
          hidePickedOptions
          // More than two hundred: they are there when they are looked for.
          comboboxProps={{ keepMounted: false }}
          nothingFoundMessage={t("rg_none_found")}
          data={data}
          {...form.getInputProps("countries")}
        />
        {abroad(form.values) && (
          <Select
            label={t("rg_tool")}
            description={t("rg_tool_def")}
            required
            data={of("transfer_tools")}
            {...form.getInputProps("transfer_tool")}
          />
        )}
      </Stack>
    </Section>
  );
}
