/** Keys for servers: what each may do, until when, when it was last used, and who made it. */
import { Button, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Action, api, type Key, type KeyDraft, type Role } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure } from "../../parts";
import { useNames } from "../account/account";
import { Once } from "./once";
import { ROLES } from "./roles";

const EVERY: Action[] = ["report_read", "site_read"];
/** What a role may do, as the server has it: `policy/src/actor.rs`. A key that holds more is refused there. */
const MAY: Record<Exclude<Role, "owner">, Action[]> = {
  marketer: [
    "site_write",
    "notice_publish",
    "consent_read",
    "team_read",
    "person_read",
    "person_write",
    "form_read",
    "form_write",
    "person_import",
    "campaign_read",
    "campaign_write",
  ],
  analyst: ["team_read", "form_read", "campaign_read"],
  data_protection_officer: [
    "notice_publish",
    "consent_read",
    "consent_withdraw",
    "team_read",
    "audit_read",
    "job_read",
    "retention_confirm",
    "evidence_restart",
    "person_read",
    "person_withdraw",
    "person_write",
    "person_erase",
    "held_read",
    "form_read",
    "form_write",
    "person_import",
    "campaign_read",
    "request_read",
    "request_write",
  ],
  support: [
    "consent_read",
    "consent_withdraw",
    "team_read",
    "person_read",
    "person_withdraw",
    "person_write",
    "form_read",
    "campaign_read",
    "request_read",
    "request_write",
  ],
};

function Entry({ entry: k, again }: { entry: Key; again: () => Promise<unknown> }) {
  const { t, any, date } = useWords();
  const names = useNames();
  const ended = k.expires_at <= Date.now();
  return (
    <div className="card">
      <Group justify="space-between" align="start">
        <div style={{ flex: "1 1 200px" }}>
          <b>{k.name}</b> <span className="quiet">{any(k.role)}</span>
          <div className="quiet">
            {ended ? t("key_ended") : t("expires")} {date(k.expires_at)} ·{" "}
            {k.used_at ? `${t("key_used")} ${date(k.used_at)}` : t("key_never")} · {t("made_by")}{" "}
            {names.get(k.created_by) ?? k.created_by}
          </div>
          <div>
            {t("key_may")}: {k.may.map((a) => any(a)).join(", ")}
          </div>
        </div>
        <Sure word="revoke" text={k.name} go={() => api(`/keys/${k.id}`, { method: "DELETE" }).then(again)} />
      </Group>
    </div>
  );
}

export function Keys() {
  const { t, any } = useWords();
  const client = useQueryClient();
  const keys = useQuery({ queryKey: ["keys"], queryFn: () => api<Key[]>("/keys") });
  const [draft, setDraft] = useState<{ name: string; role: Exclude<Role, "owner">; may: Action[]; days: number }>({
    name: "",
    role: "analyst",
    may: EVERY,
    days: 365,
  });
  const [secret, setSecret] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const again = () => client.invalidateQueries({ queryKey: ["keys"] });
  const make = () =>
    api<{ secret: string }>("/keys", { method: "POST", body: draft satisfies KeyDraft }).then((k) => {
      setSecret(k.secret);
      setDraft({ ...draft, name: "" });
      setFault(undefined);
      return again();
    }, setFault);
  return (
    <Stack>
      {keys.error && <Fault error={keys.error} />}
      {keys.data?.length === 0 && <div className="card quiet">{t("no_keys")}</div>}
      {keys.data?.map((k) => (
        <Entry key={k.id} entry={k} again={again} />
      ))}
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault();
          void make();
        }}
      >
        <Title order={2} size="h4" mb={6}>
          {t("new_key")}
        </Title>
        <Stack gap="sm">
          <div className="quiet">{t("key_goes")}</div>
          <Group align="end">
            <TextInput
              label={t("c_name")}
              required
              value={draft.name}
              onChange={(e) => setDraft({ ...draft, name: e.target.value })}
            />
            <Select
              label={t("role")}
              allowDeselect={false}
              value={draft.role}
              data={ROLES.filter((r) => r !== "owner").map((r) => ({ value: r, label: t(r) }))}
              onChange={(v) => setDraft({ ...draft, role: v as typeof draft.role, may: EVERY })}
            />
            <NumberInput
              label={t("key_days")}
              min={1}
              max={732}
              allowDecimal={false}
              value={draft.days}
              onChange={(v) => setDraft({ ...draft, days: Number(v) || 365 })}
            />
          </Group>
          <Checkbox.Group
            label={t("key_may")}
            description={t("key_may_def")}
            value={draft.may}
            onChange={(v) => setDraft({ ...draft, may: v as Action[] })}
          >
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing={6} mt={6}>
              {[...EVERY, ...MAY[draft.role]].map((a) => (
                <Checkbox key={a} value={a} label={any(a)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          {fault !== undefined && <Fault error={fault} />}
          <Group>
            <Button type="submit">{t("new_key")}</Button>
          </Group>
        </Stack>
      </form>
      <Once title={t("new_key")} hint={t("key_once")} value={secret} close={() => setSecret(undefined)} />
    </Stack>
  );
}
