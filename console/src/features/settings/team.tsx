/** The team: roles, invitations, links to new passwords, who has a second factor, and what is asked of everybody. */
import { Button, Group, Loader, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Colleague, Me, Role } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Once } from "./once";
import { ROLES } from "./roles";
import { Links, Rules } from "./team-rules";
import { useWords } from "./words";

export function Team({ me }: { me: Me }) {
  const { t } = useWords();
  const team = api.useQuery("get", "/team");
  const [role, setRole] = useState<Role>("marketer");
  const [link, setLink] = useState<string>();
  const invite = api.useMutation("post", "/team/invitations", { onSuccess: (made) => give(made.path) });
  const may = me.may.includes("team_write");
  const give = (path: string) => setLink(location.origin + path);
  if (team.error) return <Fault error={team.error} />;
  if (!team.data) return <Loader />;
  return (
    <Stack>
      <Fault error={invite.error} />
      <Stack className="card" gap="sm" component="ul">
        {team.data.map((u) => (
          <One key={u.id} user={u} me={me} give={give} />
        ))}
      </Stack>
      {may && (
        <>
          <Group align="end">
            <Select
              label={t("role")}
              value={role}
              data={ROLES.map((r) => ({ value: r, label: t(r) }))}
              allowDeselect={false}
              onChange={(v) => setRole(oneOf(ROLES, v) ?? role)}
            />
            <Button loading={invite.isPending} onClick={() => invite.mutate({ body: { role } })}>
              {t("invite")}
            </Button>
          </Group>
          <Links />
          <Rules />
        </>
      )}
      <Once title={t("invite")} hint={t("invite_link")} value={link} close={() => setLink(undefined)} />
    </Stack>
  );
}

function One({ user: u, me, give }: { user: Colleague; me: Me; give: (path: string) => void }) {
  const { t, any, date } = useWords();
  const change = api.useMutation("put", "/team/{id}");
  const may = me.may.includes("team_write");
  const set = (role: Role | undefined) => role && change.mutate({ params: { path: { id: u.id } }, body: { role } });
  return (
    <Group component="li" justify="space-between" gap="sm">
      <div className="share">
        <b>{u.name}</b>
        <div className="quiet">{u.email}</div>
      </div>
      <div className="share-s">
        {may ? (
          <Select
            size="xs"
            aria-label={t("role")}
            allowDeselect={false}
            value={u.role}
            data={ROLES.map((r) => ({ value: r, label: t(r) }))}
            onChange={(v) => set(oneOf(ROLES, v))}
          />
        ) : (
          any(u.role)
        )}
      </div>
      <div className="quiet share-s">
        {date(u.created_at)}
        {u.second_factor && <div>{t("factor")}</div>}
      </div>
      {may && (
        <div className="share">
          <Acts user={u} me={me} give={give} />
        </div>
      )}
      <Fault error={change.error} />
    </Group>
  );
}

function Acts({ user: u, me, give }: { user: Colleague; me: Me; give: (path: string) => void }) {
  const { t } = useWords();
  const path = { params: { path: { id: u.id } } };
  const reset = api.useMutation("post", "/team/{id}/reset", { onSuccess: (made) => give(made.path) });
  const sessions = api.useMutation("delete", "/team/{id}/sessions");
  const factor = api.useMutation("delete", "/team/{id}/factor");
  const remove = api.useMutation("delete", "/team/{id}");
  return (
    <Group gap={0} justify="flex-end">
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        loading={reset.isPending}
        onClick={() => reset.mutate(path)}
      >
        {t("reset_link")}
      </Button>
      <Fault error={reset.error} />
      {u.id !== me.id && (
        <>
          <Sure label={t("sessions_end")} text={t("sessions_end_sure")} go={() => sessions.mutateAsync(path)} />
          {u.second_factor && (
            <Sure label={t("factor_take")} text={t("factor_take_sure")} go={() => factor.mutateAsync(path)} />
          )}
          <Sure label={t("remove")} text={`${u.name}. ${t("remove_sure")}`} go={() => remove.mutateAsync(path)} />
        </>
      )}
    </Group>
  );
}
