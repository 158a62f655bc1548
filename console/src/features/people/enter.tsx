/** Writing a person down: how they are known, the language they are written to in, and what else is known. */
import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { PersonInput } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { useFieldFault } from "../../parts/form";
import { LANGS, LANGUAGES, type Lang } from "../../words/catalogue";
import { attributeName, KINDS } from "./parts";
import { useWords } from "./words";

const EXAMPLES = { email: "karen.madsen@post.example", phone: "+4512345678", customer_number: "B-1001" };
const MODES = { email: "email", phone: "tel", customer_number: undefined } as const;

interface Fields {
  email: string;
  phone: string;
  customer_number: string;
  language: Lang;
  more: { name: string; value: string }[];
}

const identifiers = (f: Fields) => KINDS.filter((k) => f[k].trim()).map((kind) => ({ kind, value: f[kind].trim() }));

const whole = (f: Fields): PersonInput => ({
  identifiers: identifiers(f),
  language: f.language,
  attributes: Object.fromEntries(
    f.more
      .filter(({ name, value }) => name.trim() && value.trim())
      .map(({ name, value }) => [attributeName(name), value.trim()]),
  ),
  source: "staff",
});

export function Enter({ done }: { done: (id: string) => void }) {
  const { t, lang } = useWords();
  const form = useForm<Fields>({
    initialValues: { email: "", phone: "", customer_number: "", language: lang, more: [] },
  });
  const store = api.useMutation("post", "/people", { onSuccess: ({ id }) => done(id) });
  const fault = useFieldFault(form, store.error);
  const { language } = form.values;
  const nobody = identifiers(form.values).length === 0;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => store.mutate({ body: whole(values) }))}>
      <Stack>
        <div>{t("new_person_def")}</div>
        {KINDS.map((k) => (
          <TextInput
            key={k}
            label={t(`kind_${k}`)}
            description={k === "phone" ? t("new_person_phone_def") : undefined}
            placeholder={EXAMPLES[k]}
            inputMode={MODES[k]}
            {...form.getInputProps(k)}
          />
        ))}
        <Select
          label={t("language")}
          allowDeselect={false}
          value={language}
          onChange={(v) => form.setFieldValue("language", oneOf(LANGUAGES, v) ?? language)}
          data={LANGUAGES.map((l) => ({ value: l, label: LANGS[l] }))}
        />
        <More form={form} />
        <Fault error={fault} />
        <Group>
          <Button
            type="submit"
            loading={store.isPending}
            disabled={nobody}
            aria-describedby={nobody ? "new-person-one" : undefined}
          >
            {t("store")}
          </Button>
          {nobody && (
            <span id="new-person-one" className="quiet">
              {t("new_person_one")}
            </span>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** What else is known: as many names and values as somebody has. */
function More({ form }: { form: UseFormReturnType<Fields> }) {
  const { t } = useWords();
  const { more } = form.values;
  return (
    <>
      {more.map((_, i) => (
        <div key={i} className="reach-pair">
          <TextInput
            label={t("event")}
            placeholder="first_name"
            maxLength={60}
            {...form.getInputProps(`more.${i}.name`)}
          />
          <TextInput label={t("value")} maxLength={500} {...form.getInputProps(`more.${i}.value`)} />
        </div>
      ))}
      {more.length > 0 && (
        <div className="quiet">
          {t("about_name_def")} {t("about_not")}
        </div>
      )}
      <Group>
        <Button size="xs" variant="default" onClick={() => form.insertListItem("more", { name: "", value: "" })}>
          {t("about_add")}
        </Button>
      </Group>
    </>
  );
}
