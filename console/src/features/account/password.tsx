/** One's own password: changed with the old one. */
import { Button, Group, PasswordInput, Stack, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

const NONE = { old: "", password: "" };

export function Password() {
  const { t } = useWords();
  const client = useQueryClient();
  const [form, setForm] = useState(NONE);
  const [done, setDone] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const change = () =>
    api("/session/password", { method: "PUT", body: form }).then(
      () => {
        setForm(NONE);
        setFault(undefined);
        setDone(true);
        return Promise.all(["sessions", "activity"].map((key) => client.invalidateQueries({ queryKey: [key] })));
      },
      (e) => {
        setDone(false);
        setFault(e);
      },
    );
  return (
    <section className="card">
      <Title order={2} size="h4" mb={6}>
        {t("password")}
      </Title>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void change();
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t("password_old")}
            autoComplete="current-password"
            required
            value={form.old}
            onChange={(e) => setForm({ ...form, old: e.target.value })}
          />
          <PasswordInput
            label={t("password_new")}
            description={t("password_how")}
            autoComplete="new-password"
            minLength={12}
            required
            value={form.password}
            onChange={(e) => setForm({ ...form, password: e.target.value })}
          />
          {fault !== undefined && <Fault error={fault} />}
          {done && <div role="status">{t("password_changed")}</div>}
          <Group>
            <Button type="submit" variant="default">
              {t("password_change")}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
