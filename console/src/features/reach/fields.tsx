/** What a newsletter says: its name, whom it is from, about what, in which language, and its parts. */
import { Checkbox, ColorInput, Loader, Select, Stack, TextInput } from "@mantine/core";
import { api } from "../../api/client";
import type { Form } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault, Faults } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { Aim } from "./aim";
import { Blocks } from "./blocks";
import { ReadersHint } from "./readers";
import type { Saving } from "./saving";
import { useWords } from "./words";

/** White text is readable on each (6:1 and more). */
const SWATCHES = ["#0b6e75", "#1f4e8c", "#5b3a8c", "#8c2f5d", "#9a3412", "#7a5200", "#3f6212", "#17211f"];

export function Fields({ work }: { work: Saving }) {
  const { t } = useWords();
  const forms = api.useQuery("get", "/forms");
  if (forms.error) return <Fault error={forms.error} retry={() => forms.refetch()} />;
  if (!forms.data) return <Loader />;
  const { body, change, kept } = work;
  return (
    <Stack className="card" gap="sm">
      <TextInput
        label={t("form_name")}
        maxLength={100}
        value={body.name}
        error={body.name.trim() ? undefined : t("name_needed")}
        onChange={(e) => change({ name: e.target.value })}
      />
      <From work={work} forms={forms.data} />
      <Readers work={work} />
      <Look work={work} />
      <Blocks blocks={body.blocks} faults={kept.faults} change={(blocks) => change({ blocks })} />
      {kept.faults.length > 0 && (
        <div>
          <b>{t("faults")}</b>
          <Faults all={kept.faults} />
        </div>
      )}
    </Stack>
  );
}

/** Whom it is from, and about what. */
function From({ work: { body, change }, forms }: { work: Saving; forms: Form[] }) {
  const { t, written } = useWords();
  const form = forms.find((f) => f.id === body.form);
  const choose = (id: string | null) => {
    const next = forms.find((f) => f.id === id);
    const topic = next?.topics.find((x) => x.id === body.topic) ?? next?.topics[0];
    if (next) change({ form: next.id, topic: topic?.id ?? body.topic });
  };
  return (
    <>
      <Select
        label={t("campaign_form")}
        description={<Ruled>{t("campaign_form_def")}</Ruled>}
        allowDeselect={false}
        data={forms.map((f) => ({ value: f.id, label: f.name }))}
        value={body.form}
        onChange={choose}
      />
      {form && (
        <div className="quiet">
          {t("sender")}: {form.sender.name}, {form.sender.address} · {form.sender.contact}
        </div>
      )}
      <Select
        label={t("topic")}
        allowDeselect={false}
        data={(form?.topics ?? []).map((x) => ({ value: x.id, label: written(x.name) || x.id }))}
        value={body.topic}
        onChange={(v) => v && change({ topic: v })}
      />
    </>
  );
}

/** In which language, and for whom. */
function Readers({ work: { body, change } }: { work: Saving }) {
  const { t } = useWords();
  return (
    <>
      <Select
        label={t("language")}
        allowDeselect={false}
        data={LANGUAGES.map((l) => ({ value: l, label: LANGS[l] }))}
        value={body.language}
        onChange={(v) => change({ language: oneOf(LANGUAGES, v) ?? body.language })}
      />
      <ReadersHint topic={body.topic} language={body.language} use={(language) => change({ language })} />
      <Checkbox
        label={t("only_language")}
        checked={body.only_language}
        onChange={(e) => change({ only_language: e.target.checked })}
      />
      <Aim segment={body.segment} change={(segment) => change({ segment })} />
    </>
  );
}

/** What is seen before it is opened, and its colour. */
function Look({ work: { body, change } }: { work: Saving }) {
  const { t, n, say } = useWords();
  return (
    <>
      <TextInput
        label={t("subject")}
        maxLength={200}
        value={body.subject}
        description={say("subject_def", { n: n([...body.subject.trim()].length) })}
        onChange={(e) => change({ subject: e.target.value })}
      />
      <TextInput
        label={t("preheader")}
        maxLength={200}
        value={body.preheader}
        description={t("preheader_def")}
        onChange={(e) => change({ preheader: e.target.value })}
      />
      <ColorInput
        label={t("accent")}
        description={t("accent_def")}
        format="hex"
        withEyeDropper={false}
        swatches={SWATCHES}
        swatchesPerRow={8}
        closeOnColorSwatchClick
        value={body.accent}
        onChange={(v) => change({ accent: v })}
      />
    </>
  );
}
