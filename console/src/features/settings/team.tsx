/** The team: roles, invitations, links to new passwords, who has a second factor, and what is asked of everybody. */
import { Button, Group, Loader, Select, Stack, Switch, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Colleague, type LinkEntry, type Me, type TeamRules } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure } from "../../parts";
import { useNames } from "../account/account";
import { Once } from "./once";
import { ROLES } from "./roles";

function Acts({
  user: u,
  me,
  give,
  again,
}: {
  user: Colleague;
  me: Me;
  give: (path: string) => void;
  again: () => Promise<unknown>;
}) {
  const { t } = useWords();
  const end = (path: string) => () => api(`/team/${u.id}${path}`, { method: "DELETE" }).then(again);
  return (
    <Group gap={0} justify="flex-end">
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => give(`/team/${u.id}/reset`)}>
        {t("reset_link")}
      </Button>
      {u.id !== me.id && (
        <>
          <Sure word="sessions_end" text={t("sessions_end_sure")} go={end("/sessions")} />
          {u.second_factor && <Sure word="factor_take" text={t("factor_take_sure")} go={end("/factor")} />}
          <Sure word="remove" text={`${u.name}. ${t("remove_sure")}`} go={end("")} />
        </>
      )}
    </Group>
  );
}

function Links() {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const names = useNames();
  const links = useQuery({ queryKey: ["invitations"], queryFn: () => api<LinkEntry[]>("/team/invitations") });
  const revoke = (id: string) =>
    api(`/team/invitations/${id}`, { method: "DELETE" }).then(() =>
      client.invalidateQueries({ queryKey: ["invitations"] }),
    );
  return (
    <section className="card">
      <Title order={2} size="h4" mb={6}>
        {t("invitations")}
      </Title>
      {links.error && <Fault error={links.error} />}
      {links.data?.length === 0 && <div className="quiet">{t("no_invitations")}</div>}
      <Stack gap="sm">
        {links.data?.map((l) => (
          <Group key={l.id} justify="space-between">
            <div style={{ flex: "1 1 200px" }}>
              {any(`link_${l.kind}`)} · {l.user ? (names.get(l.user) ?? l.user) : any(l.role)}
              <div className="quiet">
                {t("made_by")} {names.get(l.created_by) ?? any(l.created_by)} · {t("until")} {date(l.expires_at)}
              </div>
            </div>
            <Sure
              word="revoke"
              text={`${any(`link_${l.kind}`)} · ${l.user ? (names.get(l.user) ?? l.user) : any(l.role)}`}
              go={() => revoke(l.id)}
            />
          </Group>
        ))}
      </Stack>
    </section>
  );
}

function Rules() {
  const { t } = useWords();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const rules = useQuery({ queryKey: ["rules"], queryFn: () => api<TeamRules>("/team/rules") });
  const again = () => Promise.all(["rules", "me"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const set = (second_factor: boolean) =>
    api("/team/rules", { method: "PUT", body: { second_factor } }).then(() => {
      setFault(undefined);
      return again();
    }, setFault);
  if (!rules.data) return rules.error ? <Fault error={rules.error} /> : null;
  return (
    <section className="card">
      <Switch
        label={t("factor_rule")}
        description={t("factor_rule_def")}
        checked={rules.data.second_factor}
        onChange={(e) => set(e.target.checked)}
      />
      {fault !== undefined && <Fault error={fault} />}
    </section>
  );
}

export function Team({ me }: { me: Me }) {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const team = useQuery({ queryKey: ["team"], queryFn: () => api<Colleague[]>("/team") });
  const [role, setRole] = useState<string>("marketer");
  const [link, setLink] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const may = me.may.includes("team_write");
  const roles = ROLES.map((r) => ({ value: r, label: t(r) }));
  const again = () => Promise.all(["team", "invitations"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const told = (done: Promise<unknown>) =>
    done.then(() => {
      setFault(undefined);
      return again();
    }, setFault);
  const give = (path: string, body?: unknown) =>
    told(api<{ path: string }>(path, { method: "POST", body }).then((m) => setLink(location.origin + m.path)));
  const change = (id: string, next: string | null) => told(api(`/team/${id}`, { method: "PUT", body: { role: next } }));
  if (team.error) return <Fault error={team.error} />;
  if (!team.data) return <Loader />;
  return (
    <Stack>
      {fault !== undefined && <Fault error={fault} />}
      <Stack className="card" gap="sm" component="ul" m={0} style={{ listStyle: "none" }}>
        {team.data.map((u) => (
          <Group key={u.id} component="li" justify="space-between" gap="sm">
            <div style={{ flex: "1 1 220px" }}>
              <b>{u.name}</b>
              <div className="quiet">{u.email}</div>
            </div>
            <div style={{ flex: "0 1 180px" }}>
              {may ? (
                <Select
                  size="xs"
                  aria-label={t("role")}
                  allowDeselect={false}
                  value={u.role}
                  data={roles}
                  onChange={(v) => change(u.id, v)}
                />
              ) : (
                any(u.role)
              )}
            </div>
            <div className="quiet" style={{ flex: "0 1 120px" }}>
              {date(u.created_at)}
              {u.second_factor && <div>{t("factor")}</div>}
            </div>
            {may && (
              <div style={{ flex: "1 1 280px" }}>
                <Acts user={u} me={me} give={give} again={again} />
              </div>
            )}
          </Group>
        ))}
      </Stack>
      {may && (
        <>
          <Group>
            <Select
              aria-label={t("role")}
              value={role}
              data={roles}
              allowDeselect={false}
              onChange={(v) => setRole(v!)}
            />
            <Button onClick={() => give("/team/invitations", { role })}>{t("invite")}</Button>
          </Group>
          <Links />
          <Rules />
        </>
      )}
      <Once title={t("invite")} hint={t("invite_link")} value={link} close={() => setLink(undefined)} />
    </Stack>
  );
}
