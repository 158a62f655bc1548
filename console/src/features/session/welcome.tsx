/** Following a one-time link: joining, or choosing a new password. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { api, keyOf } from "../../api/client";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { Card } from "./card";
import { asksCode, Code } from "./code";
import { askedAgain, asksPasskey, PasskeyButton } from "./passkey";
import { useWords } from "./words";

const PASSWORD_LEAST = 12;

export default function Welcome() {
  const { t } = useWords();
  // The secret stands behind `#`, so that it reaches no log.
  const [secret] = useState(() => location.hash.slice(1));
  const headers = { "hjemmel-link": secret };
  const link = api.useQuery("get", "/link", { headers }, { retry: false });
  const reset = link.data?.kind === "reset";
  return (
    <Card title={t(reset ? "choose_password" : "welcome")}>
      <Fault error={link.error} />
      {link.data && <Join headers={headers} reset={reset} role={link.data.role} />}
    </Card>
  );
}

function Join({ headers, reset, role }: { headers: Record<string, string>; reset: boolean; role: string }) {
  const { t, any } = useWords();
  const rules = useRules();
  const client = useQueryClient();
  const go = useNavigate();
  const [second, setSecond] = useState(false);
  const form = useForm({
    initialValues: { email: "", name: "", password: "", code: "" },
    validate: {
      name: (v) => (reset ? null : rules.filled(v)),
      email: (v) => (reset ? null : rules.mail(v)),
      password: rules.least(PASSWORD_LEAST),
      code: (v) => (second ? rules.filled(v) : null),
    },
  });
  const [byPasskey, setByPasskey] = useState(false);
  const join = api.useMutation("post", "/link", {
    meta: { quiet: true },
    onSuccess: (me) => {
      client.setQueryData(keyOf("/session"), me);
      go("/", { replace: true });
    },
    onError: (e) => {
      if (!asksCode(e)) return;
      setSecond(true);
      setByPasskey(!!asksPasskey(e));
    },
  });
  const fault = useFieldFault(form, asksCode(join.error) ? undefined : join.error, { second_factor_wrong: "code" });
  return (
    <form noValidate onSubmit={form.onSubmit((body) => join.mutate({ headers, body }))}>
      <Stack gap="sm">
        {!reset && (
          <>
            <div className="quiet">
              {t("role")}: {any(role)}
            </div>
            <TextInput label={t("your_name")} required {...form.getInputProps("name")} />
            <TextInput label={t("email")} type="email" required {...form.getInputProps("email")} />
          </>
        )}
        <PasswordInput
          label={t("password")}
          description={t("password_how")}
          autoComplete="new-password"
          required
          {...form.getInputProps("password")}
        />
        {second && <Code {...form.getInputProps("code")} />}
        <Fault error={fault} />
        <Button type="submit" loading={join.isPending}>
          {t("store")}
        </Button>
        {byPasskey && (
          <PasskeyButton
            ask={() => askedAgain(() => join.mutateAsync({ headers, body: { ...form.values, code: "" } }))}
            answer={(passkey) => join.mutateAsync({ headers, body: { ...form.values, code: "", passkey } })}
          />
        )}
      </Stack>
    </form>
  );
}
