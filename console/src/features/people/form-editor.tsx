/** A sign-up form: what it asks for, who it is from, and how it is published. */

import { Alert, Button, Checkbox, Group, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Form, FormDraft, Me, Topic } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { useOwnLanguages } from "../../parts/languages";
import { Ruled } from "../../parts/rule";
import { LANGUAGES } from "../../words/catalogue";
import { useWords } from "./words";

const SENDER = [
  ["name", "c_name"],
  ["address", "c_address"],
  ["contact", "c_contact"],
  ["policy_url", "c_policy"],
] as const;

const EMPTY: Record<string, string> = Object.fromEntries(LANGUAGES.map((l) => [l, ""]));

const begun = (form: Form | undefined, organisation: string): FormDraft =>
  form
    ? {
        name: form.name,
        sender: form.sender,
        topics: form.topics.map((x) => x.id),
        title: { ...EMPTY, ...form.title },
        channels: form.channels,
      }
    : {
        name: "",
        sender: { name: organisation, address: "", contact: "", policy_url: "" },
        topics: [],
        title: EMPTY,
        channels: ["email"],
      };

interface Props {
  form?: Form;
  topics: Topic[];
  me: Me;
  done: () => void;
}

export function FormEditor({ form: first, topics, me, done }: Props) {
  const { t, written } = useWords();
  const languages = useOwnLanguages();
  const form = useForm<FormDraft>({
    initialValues: begun(first, me.organisation),
    validate: { name: useRules().filled },
  });
  const add = api.useMutation("post", "/forms", { onSuccess: done });
  const change = api.useMutation("put", "/forms/{id}", { onSuccess: done });
  const fault = useFieldFault(form, add.error ?? change.error);
  const store = (body: FormDraft) =>
    first ? change.mutate({ params: { path: { id: first.id } }, body }) : add.mutate({ body });
  const d = form.values;
  return (
    <form noValidate onSubmit={form.onSubmit(store)}>
      <Stack className="card" maw={620}>
        <TextInput label={t("form_name")} {...form.getInputProps("name")} />
        {languages.map((l) => (
          <TextInput key={l} label={`${t("form_title")} (${l})`} {...form.getInputProps(`title.${l}`)} />
        ))}
        <Title order={2} className="part-head">
          {t("topics")}
        </Title>
        {topics.map((x) => (
          <Checkbox
            key={x.id}
            label={written(x.name)}
            description={written(x.text)}
            checked={d.topics.includes(x.id)}
            onChange={(e) =>
              form.setFieldValue("topics", e.target.checked ? [...d.topics, x.id] : d.topics.filter((y) => y !== x.id))
            }
          />
        ))}
        <Checkbox
          label={t("form_sms")}
          description={<Ruled>{t("form_sms_def")}</Ruled>}
          checked={!!d.channels?.includes("sms")}
          onChange={(e) => form.setFieldValue("channels", e.target.checked ? ["email", "sms"] : ["email"])}
        />
        <Title order={2} className="part-head">
          {t("sender")}
        </Title>
        {SENDER.map(([k, word]) => (
          <TextInput key={k} label={t(word)} {...form.getInputProps(`sender.${k}`)} />
        ))}
        <Alert color="gray" variant="outline">
          {t("form_confirm")}
        </Alert>
        <Fault error={fault} />
        <Group>
          <Button type="submit" loading={add.isPending || change.isPending}>
            {t("publish")}
          </Button>
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
