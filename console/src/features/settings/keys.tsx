/** Keys for servers: what each may do, until when, when it was last used, and who made it. */
import { Group, Stack } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Key } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useNames } from "../account/names";
import { NewKey } from "./new-key";
import { Once } from "./once";
import { useWords } from "./words";

export function Keys() {
  const { t } = useWords();
  const keys = api.useQuery("get", "/keys");
  const [secret, setSecret] = useState<string>();
  return (
    <Stack>
      <Fault error={keys.error} />
      {keys.data?.length === 0 && <div className="card quiet">{t("no_keys")}</div>}
      {keys.data?.map((k) => (
        <Entry key={k.id} entry={k} />
      ))}
      <NewKey made={setSecret} />
      <Link to="/docs">{t("keys_docs")}</Link>
      <Once title={t("new_key")} hint={t("key_once")} value={secret} close={() => setSecret(undefined)} />
    </Stack>
  );
}

function Entry({ entry: k }: { entry: Key }) {
  const { t, any, date } = useWords();
  const names = useNames();
  const revoke = api.useMutation("delete", "/keys/{id}");
  const ended = k.expires_at <= Date.now();
  return (
    <div className="card">
      <Group justify="space-between" align="start">
        <div className="share">
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
        <Sure label={t("revoke")} text={k.name} go={() => revoke.mutateAsync({ params: { path: { id: k.id } } })} />
      </Group>
    </div>
  );
}
