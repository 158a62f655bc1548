/** The organisation's own name: what people read under every question and every mail. */
import { Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Organisation } from "../../api/types";
import { Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { PLACEHOLDER } from "./placeholder";
import { useWords } from "./words";

const COUNTRIES = ["DK", "SE", "NO", "FI", "IS", "FO", "GL", "DE", "NL", "GB"];

export default function OrganisationForm({ close }: { close: () => void }) {
  const found = api.useQuery("get", "/organisation");
  if (found.error) return <Fault error={found.error} retry={() => found.refetch()} />;
  return found.data ? <Edit first={found.data} close={close} /> : null;
}

function Edit({ first, close }: { first: Organisation; close: () => void }) {
  const { t, country } = useWords();
  const form = useForm({
    initialValues: {
      name: first.name === PLACEHOLDER ? "" : first.name,
      country: first.country,
      contact: first.contact,
      languages: first.languages,
    },
    validate: { name: useRules().filled, languages: (chosen) => (chosen.length ? null : t("must_fill")) },
  });
  const store = api.useMutation("put", "/organisation", { onSuccess: close });
  const fault = useFieldFault(form, store.error);
  return (
    <form noValidate onSubmit={form.onSubmit((body) => store.mutate({ body }))}>
      <Stack>
        <div>{t("org_def")}</div>
        <TextInput
          label={t("c_name")}
          required
          maxLength={100}
          data-autofocus
          placeholder="Blomsterhuset ApS"
          {...form.getInputProps("name")}
        />
        <Select
          label={t("org_country")}
          clearable
          value={form.values.country || null}
          onChange={(v) => form.setFieldValue("country", v ?? "")}
          data={COUNTRIES.map((c) => ({ value: c, label: country(c) }))}
        />
        <TextInput
          label={t("c_contact")}
          description={t("org_contact_def")}
          maxLength={300}
          {...form.getInputProps("contact")}
        />
        <Checkbox.Group
          label={t("org_languages")}
          description={t("org_languages_def")}
          {...form.getInputProps("languages")}
        >
          <Group mt={8}>
            {LANGUAGES.map((l) => (
              <Checkbox key={l} value={l} label={LANGS[l]} />
            ))}
          </Group>
        </Checkbox.Group>
        <Fault error={fault} />
        <Ends cancel={close}>
          <Button type="submit" loading={store.isPending}>
            {t("store")}
          </Button>
        </Ends>
      </Stack>
    </form>
  );
}
