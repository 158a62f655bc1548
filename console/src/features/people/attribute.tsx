/** A value, and its name when it is new. What the server refuses stays in the fields. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Person } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useFieldFault } from "../../parts/form";
import { attributeName, useAttributeName } from "./parts";
import { useWords } from "./words";

interface Props {
  known: Person["identifiers"][number];
  name?: string;
  value?: string;
  shut: () => void;
}

export function Attribute({ known, name, value, shut }: Props) {
  const { t } = useWords();
  const called = useAttributeName();
  const form = useForm({ initialValues: { name: name ?? "", value: value ?? "" } });
  const put = api.useMutation("post", "/people", { onSuccess: shut });
  const fault = useFieldFault(form, put.error);
  const { name: what, value: text } = form.values;
  const store = () =>
    put.mutate({
      body: {
        identifiers: [{ kind: known.kind, value: known.value }],
        source: "staff",
        attributes: { [attributeName(what)]: text.trim() },
      },
    });
  return (
    <form noValidate onSubmit={form.onSubmit(store)}>
      <Stack gap={8} mt={6}>
        {name === undefined && (
          <TextInput
            autoFocus
            label={t("event")}
            description={t("about_name_def")}
            placeholder="first_name"
            maxLength={60}
            {...form.getInputProps("name")}
          />
        )}
        <TextInput
          autoFocus={name !== undefined}
          label={name === undefined ? t("value") : called(name)}
          description={name === undefined ? t("about_not") : undefined}
          maxLength={500}
          {...form.getInputProps("value")}
        />
        <Fault error={fault} />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={put.isPending} disabled={!what.trim() || !text.trim()}>
            {t("store")}
          </Button>
          <Button size="xs" variant="default" onClick={shut}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
