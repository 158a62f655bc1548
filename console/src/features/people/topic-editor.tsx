/** A new topic, in every language that the organisation writes in. */
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import { Fault } from "../../parts/fault";
import { useFieldFault } from "../../parts/form";
import { useOwnLanguages } from "../../parts/languages";
import { LANGUAGES } from "../../words/catalogue";
import { useWords } from "./words";

const EMPTY: Record<string, string> = Object.fromEntries(LANGUAGES.map((l) => [l, ""]));

export function TopicEditor({ done }: { done: () => void }) {
  const { t } = useWords();
  const languages = useOwnLanguages();
  const form = useForm({ initialValues: { name: EMPTY, text: EMPTY } });
  const add = api.useMutation("post", "/topics", { onSuccess: done });
  const fault = useFieldFault(form, add.error);
  return (
    <form noValidate onSubmit={form.onSubmit((body) => add.mutate({ body }))}>
      <Stack className="card" gap={8}>
        {languages.map((l) => (
          <Stack key={l} gap={4}>
            <TextInput label={`${t("c_name")} (${l})`} {...form.getInputProps(`name.${l}`)} />
            <Textarea autosize label={`${t("topic_text")} (${l})`} {...form.getInputProps(`text.${l}`)} />
          </Stack>
        ))}
        <Fault error={fault} />
        <Group>
          <Button type="submit" loading={add.isPending}>
            {t("store")}
          </Button>
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
