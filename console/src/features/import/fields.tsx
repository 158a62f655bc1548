/** What is brought in, for which form and topic, and what the file does not say by itself. */
import { FileInput, SegmentedControl, Select } from "@mantine/core";
import type { Form } from "../../api/types";
import { oneOf } from "../../parts/address";
import { type Draft, meant, tooBig } from "./draft";
import { Vouch } from "./vouch";
import { useWords } from "./words";

const CHANNELS = ["email", "sms"] as const;
/** Countries whose numbers and clocks are read without being named. */
const COUNTRIES = ["DK", "SE", "NO", "FI", "IS", "DE", "NL", "GB", "IE"];

interface Props {
  draft: Draft;
  forms: Form[];
  change: (part: Partial<Draft>) => void;
  works: boolean;
}

export function Fields({ draft, forms, change, works }: Props) {
  const { t, country } = useWords();
  const { files } = draft;
  const chosen = `${t("im_chosen")}: ${files.map((f) => f.name).join(", ")}`;
  return (
    <>
      <For draft={draft} forms={forms} change={change} works={works} />
      <div>
        <div id="im_channel" className="medium">
          {t("im_channel")}
        </div>
        <div className="quiet">{t(`im_channel_${draft.channel}_def`)}</div>
        <SegmentedControl
          aria-labelledby="im_channel"
          mt={6}
          disabled={works}
          value={draft.channel}
          onChange={(v) => change({ channel: oneOf(CHANNELS, v) ?? draft.channel })}
          data={CHANNELS.map((c) => ({ value: c, label: t(`by_${c}`) }))}
        />
      </div>
      <FileInput
        multiple
        label={t("im_file")}
        description={files.length > 0 ? chosen : t("im_file_def")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        placeholder={t("im_choose")}
        accept=".csv,.txt,.tsv,.xlsx,.zip,text/csv"
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        disabled={works}
        value={files}
        error={tooBig(draft) && t("im_too_big")}
        onChange={(next) => change({ files: next, mapping: {} })}
      />
      <Select
        label={t("im_country")}
        description={t("im_country_def")}
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        placeholder={t("im_country_own")}
        disabled={works}
        value={draft.country}
        onChange={(v) => change({ country: v })}
        data={COUNTRIES.map((value) => ({ value, label: country(value) }))}
      />
      <Vouch draft={draft.vouched} change={(vouched) => change({ vouched })} works={works} />
    </>
  );
}

/** The form and topic that the rows said yes to. */
function For({ draft, forms, change, works }: Props) {
  const { t, written } = useWords();
  const { form, topic } = meant(draft, forms);
  return (
    <div className="reach-pair">
      <Select
        label={t("im_form")}
        description={form ? `${t("sender")}: ${form.sender.name}, ${form.sender.address}` : t("im_form_def")}
        inputWrapperOrder={["label", "input", "description"]}
        allowDeselect={false}
        disabled={works}
        value={form?.id ?? null}
        onChange={(v) => change({ form: v, topic: null })}
        data={forms.map((f) => ({ value: f.id, label: f.name }))}
      />
      <Select
        label={t("topic")}
        description={written(topic?.text) || t("im_topic_def")}
        inputWrapperOrder={["label", "input", "description"]}
        allowDeselect={false}
        disabled={works || !form}
        value={topic?.id ?? null}
        onChange={(v) => change({ topic: v })}
        data={form?.topics.map((x) => ({ value: x.id, label: written(x.name) || x.id })) ?? []}
      />
    </div>
  );
}
