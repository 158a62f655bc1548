/** One's own password: changed with the old one. */
import { Button, Group, PasswordInput, Stack, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { useWords } from "./words";

const PASSWORD_LEAST = 12;

export function Password() {
  const { t } = useWords();
  const rules = useRules();
  const form = useForm({
    initialValues: { old: "", password: "" },
    validate: { old: rules.filled, password: rules.least(PASSWORD_LEAST) },
  });
  const change = api.useMutation("put", "/session/password", { onSuccess: () => form.reset() });
  const fault = useFieldFault(form, change.error);
  return (
    <section className="card">
      <Title order={2} className="part-head" mb={6}>
        {t("password")}
      </Title>
      <form noValidate onSubmit={form.onSubmit((body) => change.mutate({ body }))}>
        <Stack gap="sm">
          <PasswordInput
            label={t("password_old")}
            autoComplete="current-password"
            required
            {...form.getInputProps("old")}
          />
          <PasswordInput
            label={t("password_new")}
            description={t("password_how")}
            autoComplete="new-password"
            required
            {...form.getInputProps("password")}
          />
          <Fault error={fault} />
          {change.isSuccess && <div role="status">{t("password_changed")}</div>}
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {t("password_change")}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
