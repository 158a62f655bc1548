/** Signing in. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keyOf } from "../../api/client";
import type { PasskeyAnswer } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { Card } from "./card";
import { asksCode, Code } from "./code";
import { askedAgain, asksPasskey, PasskeyButton } from "./passkey";
import { useWords } from "./words";

export function SignIn() {
  const { t } = useWords();
  const rules = useRules();
  const client = useQueryClient();
  const [second, setSecond] = useState(false);
  const form = useForm({
    initialValues: { email: "", password: "", code: "" },
    validate: { email: rules.mail, password: rules.filled, code: (v) => (second ? rules.filled(v) : null) },
  });
  const enter = api.useMutation("post", "/session", {
    // The first look at everything follows by itself.
    meta: { quiet: true },
    onSuccess: (me) => client.setQueryData(keyOf("/session"), me),
    onError: (e) => {
      if (!asksCode(e)) return;
      setSecond(true);
      setByPasskey(!!asksPasskey(e));
    },
  });
  const [byPasskey, setByPasskey] = useState(false);
  const alone = api.useMutation("post", "/session/passkey/challenge", { meta: { quiet: true } });
  const enterAlone = api.useMutation("post", "/session/passkey", {
    meta: { quiet: true },
    onSuccess: (me) => client.setQueryData(keyOf("/session"), me),
  });
  const { email, password } = form.values;
  const send = (passkey?: PasskeyAnswer) => enter.mutateAsync({ body: { email, password, passkey } });
  const fault = useFieldFault(form, asksCode(enter.error) ? undefined : enter.error, { second_factor_wrong: "code" });
  return (
    <Card title={t("sign_in")}>
      <form noValidate onSubmit={form.onSubmit((body) => enter.mutate({ body }))}>
        <Stack gap="sm">
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            {...form.getInputProps("password")}
          />
          {second && <Code {...form.getInputProps("code")} />}
          <Fault error={fault} />
          <Button type="submit" loading={enter.isPending}>
            {t("sign_in")}
          </Button>
          {(!second || byPasskey) && (
            <PasskeyButton
              ask={() => (second ? askedAgain(send) : alone.mutateAsync({}))}
              answer={(passkey) => (second ? send(passkey) : enterAlone.mutateAsync({ body: passkey }))}
            />
          )}
          <Demo fill={(known) => form.setValues(known)} />
          <div className="quiet">{t("forgot")}</div>
        </Stack>
      </form>
    </Card>
  );
}

interface Known {
  email: string;
  password: string;
}

/** The way into the demonstration, where this is one. */
function Demo({ fill }: { fill: (known: Known) => void }) {
  const { t } = useWords();
  const demo = api.useQuery("get", "/demo");
  if (!demo.data) return null;
  const { email, password, shop } = demo.data;
  return (
    <>
      <Button variant="default" onClick={() => fill({ email, password })}>
        {t("demo_fill")}
      </Button>
      <a href={shop} target="_blank" rel="noreferrer">
        {t("demo_shop")}
      </a>
    </>
  );
}
