/** How long data is kept and what keeps it safe; who answers for it. */
import { Stack, Textarea, TextInput } from "@mantine/core";
import { Section } from "../../parts/section";
import { today } from "./address";
import { type FieldsProps, LONG } from "./fields-what";
import { useWords } from "./words";

export function Kept({ form }: FieldsProps) {
  const { t } = useWords();
  return (
    <Section head={t("rg_part_kept")}>
      <Stack>
        <Textarea
          {...LONG}
          label={t("rg_retention")}
          description={t("rg_retention_def")}
          required
          {...form.getInputProps("retention")}
        />
        <Textarea
          {...LONG}
          label={t("rg_measures")}
          description={t("rg_measures_def")}
          {...form.getInputProps("measures")}
        />
      </Stack>
    </Section>
  );
}

export function Answers({ form }: FieldsProps) {
  const { t } = useWords();
  return (
    <Section head={t("rg_part_answers")}>
      <div className="reach-pair">
        <TextInput
          label={t("rg_owner")}
          description={t("rg_owner_def")}
          required
          maxLength={120}
          {...form.getInputProps("owner")}
        />
        <TextInput
          type="date"
          label={t("rg_reviewed")}
          description={t("rg_reviewed_def")}
          max={today()}
          {...form.getInputProps("reviewed_on")}
        />
      </div>
    </Section>
  );
}
