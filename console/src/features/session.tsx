/** Signing in, and following a one-time link. */
import { Button, Center, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router-dom";
import { api } from "../api";
import { LANGS, type Lang, useWords } from "../i18n";
import { Fault, Logo } from "../parts";

function Card({ title, children }: { title: string; children: ReactNode }) {
  const { lang, set, t } = useWords();
  return (
    <Center mih="100vh" p="md" style={{ background: "var(--soft)" }}>
      <div style={{ width: 380, maxWidth: "100%" }}>
        <div style={{ marginBottom: 18 }}><Logo /><div className="quiet" style={{ marginTop: 6 }}>{t("tagline")}</div></div>
        <main className="card" style={{ padding: 24 }}><Title order={1} size="h3" mb="md">{title}</Title>{children}</main>
        <div style={{ marginTop: 14, display: "flex", gap: 14 }}>
          {(Object.keys(LANGS) as Lang[]).map((l) => <Button key={l} size="compact-sm" variant="subtle" color="gray" fw={l === lang ? 650 : 400} onClick={() => set(l)}>{LANGS[l]}</Button>)}
        </div>
      </div>
    </Center>
  );
}

export function SignIn() {
  const { t } = useWords();
  const client = useQueryClient();
  const demo = useQuery({ queryKey: ["demo"], queryFn: () => api<{ email: string; password: string; shop: string } | null>("/demo") });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const enter = async () => {
    setBusy(true);
    try {
      client.setQueryData(["me"], await api("/session", { method: "POST", body: { email, password } }));
    } catch (e) {
      setFault(e);
      setBusy(false);
    }
  };
  return (
    <Card title={t("sign_in")}>
      <form onSubmit={(e) => { e.preventDefault(); void enter(); }}>
        <Stack gap="sm">
          <TextInput label={t("email")} type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.target.value)} />
          <PasswordInput label={t("password")} autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
          {fault !== undefined && <Fault error={fault} />}
          <Button type="submit" loading={busy}>{t("sign_in")}</Button>
          {demo.data && <>
            <Button variant="default" onClick={() => { setEmail(demo.data!.email); setPassword(demo.data!.password); }}>{t("demo_fill")}</Button>
            <a href={demo.data.shop} target="_blank" rel="noreferrer">{t("demo_shop")}</a>
          </>}
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
  const link = useQuery({ queryKey: ["link"], queryFn: () => api<{ kind: string; role: string }>("/link", { headers }), retry: false });
  const [form, setForm] = useState({ email: "", name: "", password: "" });
  const [fault, setFault] = useState<unknown>();
  const join = async () => {
    try {
      client.setQueryData(["me"], await api("/link", { method: "POST", headers, body: form }));
      go("/", { replace: true });
    } catch (e) {
      setFault(e);
    }
  };
  const reset = link.data?.kind === "reset";
  return (
    <Card title={t(reset ? "choose_password" : "welcome")}>
      {link.error ? <Fault error={link.error} /> : link.data && (
        <form onSubmit={(e) => { e.preventDefault(); void join(); }}>
          <Stack gap="sm">
            {!reset && <>
              <div className="quiet">{t("role")}: {any(link.data.role)}</div>
              <TextInput label={t("your_name")} required value={form.name} onChange={(e) => setForm({ ...form, name: e.target.value })} />
              <TextInput label={t("email")} type="email" required value={form.email} onChange={(e) => setForm({ ...form, email: e.target.value })} />
            </>}
            <PasswordInput label={t("password")} description={t("password_hint")} autoComplete="new-password" minLength={12} required value={form.password} onChange={(e) => setForm({ ...form, password: e.target.value })} />
            {fault !== undefined && <Fault error={fault} />}
            <Button type="submit">{t("store")}</Button>
          </Stack>
        </form>
      )}
    </Card>
  );
}
