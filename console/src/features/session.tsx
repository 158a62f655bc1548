/** Signing in, and following a one-time link. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { api, Problem } from "../api";
import { useWords } from "../i18n";
import { Fault } from "../parts";
import { Card } from "./session/card";

const asked = (fault: unknown) => fault instanceof Problem && fault.code === "second_factor_asked";

export function SignIn() {
  const { t } = useWords();
  const client = useQueryClient();
  const demo = useQuery({
    queryKey: ["demo"],
    queryFn: () => api<{ email: string; password: string; shop: string } | null>("/demo"),
  });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [second, setSecond] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const enter = async () => {
    setBusy(true);
    try {
      client.setQueryData(["me"], await api("/session", { method: "POST", body: { email, password, code } }));
    } catch (e) {
      // The password is right: nothing is wrong, there is one more step.
      if (asked(e)) setSecond(true);
      setFault(asked(e) ? undefined : e);
      setBusy(false);
    }
  };
  return (
    <Card title={t("sign_in")}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void enter();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(e) => setEmail(e.target.value)}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
          {second && (
            <TextInput
              label={t("code")}
              description={t("code_hint")}
              autoComplete="one-time-code"
              autoFocus
              required
              value={code}
              onChange={(e) => setCode(e.target.value)}
            />
          )}
          {fault !== undefined && <Fault error={fault} />}
          <Button type="submit" loading={busy}>
            {t("sign_in")}
          </Button>
          {demo.data && (
            <>
              <Button
                variant="default"
                onClick={() => {
                  setEmail(demo.data!.email);
                  setPassword(demo.data!.password);
                }}
              >
                {t("demo_fill")}
              </Button>
              <a href={demo.data.shop} target="_blank" rel="noreferrer">
                {t("demo_shop")}
              </a>
            </>
          )}
          <div className="quiet">{t("forgot")}</div>
        </Stack>
      </form>
    </Card>
  );
}

export function Welcome() {
  const { t, any } = useWords();
  const client = useQueryClient();
  const go = useNavigate();
  // The secret stands behind `#`, so that it reaches no log.
  const [secret] = useState(() => location.hash.slice(1));
  const headers = { "hjemmel-link": secret };
  const link = useQuery({
    queryKey: ["link"],
    queryFn: () => api<{ kind: string; role: string }>("/link", { headers }),
    retry: false,
  });
  const [form, setForm] = useState({ email: "", name: "", password: "", code: "" });
  const [second, setSecond] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const join = async () => {
    try {
      client.setQueryData(["me"], await api("/link", { method: "POST", headers, body: form }));
      go("/", { replace: true });
    } catch (e) {
      if (asked(e)) setSecond(true);
      setFault(asked(e) ? undefined : e);
    }
  };
  const reset = link.data?.kind === "reset";
  return (
    <Card title={t(reset ? "choose_password" : "welcome")}>
      {link.error ? (
        <Fault error={link.error} />
      ) : (
        link.data && (
          <form
            onSubmit={(e) => {
              e.preventDefault();
              void join();
            }}
          >
            <Stack gap="sm">
              {!reset && (
                <>
                  <div className="quiet">
                    {t("role")}: {any(link.data.role)}
                  </div>
                  <TextInput
                    label={t("your_name")}
                    required
                    value={form.name}
                    onChange={(e) => setForm({ ...form, name: e.target.value })}
                  />
                  <TextInput
                    label={t("email")}
                    type="email"
                    required
                    value={form.email}
                    onChange={(e) => setForm({ ...form, email: e.target.value })}
                  />
                </>
              )}
              <PasswordInput
                label={t("password")}
                description={t("password_how")}
                autoComplete="new-password"
                minLength={12}
                required
                value={form.password}
                onChange={(e) => setForm({ ...form, password: e.target.value })}
              />
              {second && (
                <TextInput
                  label={t("code")}
                  description={t("code_hint")}
                  autoComplete="one-time-code"
                  autoFocus
                  required
                  value={form.code}
                  onChange={(e) => setForm({ ...form, code: e.target.value })}
                />
              )}
              {fault !== undefined && <Fault error={fault} />}
              <Button type="submit">{t("store")}</Button>
            </Stack>
          </form>
        )
      )}
    </Card>
  );
}
