/** Links that are out, and what is asked of everybody. */
import { Group, Stack, Switch, Title } from "@mantine/core";
import { api } from "../../api/client";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useNames } from "../account/names";
import { useWords } from "./words";

export function Links() {
  const { t, any, date } = useWords();
  const names = useNames();
  const links = api.useQuery("get", "/team/invitations");
  const revoke = api.useMutation("delete", "/team/invitations/{id}");
  return (
    <section className="card">
      <Title order={2} className="part-head" mb={6}>
        {t("invitations")}
      </Title>
      <Fault error={links.error} />
      {links.data?.length === 0 && <div className="quiet">{t("no_invitations")}</div>}
      <Stack gap="sm">
        {links.data?.map((l) => {
          const what = `${any(`link_${l.kind}`)} · ${l.user ? (names.get(l.user) ?? l.user) : any(l.role)}`;
          return (
            <Group key={l.id} justify="space-between">
              <div className="share">
                {what}
                <div className="quiet">
                  {t("made_by")} {names.get(l.created_by) ?? any(l.created_by)} · {t("until")} {date(l.expires_at)}
                </div>
              </div>
              <Sure label={t("revoke")} text={what} go={() => revoke.mutateAsync({ params: { path: { id: l.id } } })} />
            </Group>
          );
        })}
      </Stack>
    </section>
  );
}

export function Rules() {
  const { t } = useWords();
  const rules = api.useQuery("get", "/team/rules");
  const set = api.useMutation("put", "/team/rules");
  if (!rules.data) return <Fault error={rules.error} />;
  return (
    <section className="card">
      <Switch
        label={t("factor_rule")}
        description={t("factor_rule_def")}
        disabled={set.isPending}
        checked={rules.data.second_factor}
        onChange={(e) => set.mutate({ body: { second_factor: e.target.checked } })}
      />
      <Fault error={set.error} />
    </section>
  );
}
