/** Who outside gets personal data: written down once, and asked of each erasure until they answer. */
import { Button, Group, Loader, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Recipient, type RecipientDraft } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure } from "../../parts";
import { useRecipients } from "./receipt";

export function Receivers() {
  const { t } = useWords();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const list = useRecipients(true);
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  const fresh = () => client.invalidateQueries({ queryKey: ["recipients"] });
  return (
    <>
      {list.data.recipients.length === 0 && <div className="card">{t("receivers_none")}</div>}
      {list.data.recipients.map((r) => (
        <One key={r.id} recipient={r} fresh={fresh} />
      ))}
      {adding ? (
        <New
          done={() => {
            setAdding(false);
            void fresh();
          }}
          shut={() => setAdding(false)}
        />
      ) : (
        <Group>
          <Button variant="default" onClick={() => setAdding(true)}>
            {t("receiver_new")}
          </Button>
        </Group>
      )}
    </>
  );
}

function One({ recipient: r, fresh }: { recipient: Recipient; fresh: () => Promise<void> }) {
  const { t, say, date } = useWords();
  const remove = () => api(`/recipients/${r.id}`, { method: "DELETE" }).then(fresh);
  return (
    <div className="card">
      <Group justify="space-between" align="start" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <b>{r.name}</b>
          <div>{r.gets}</div>
          <div className="quiet">
            {r.contact} · {t("since")} {date(r.created_at)}
          </div>
        </div>
        <Sure
          word="remove"
          size="xs"
          flex="none"
          aria-label={`${t("remove")} ${r.name}`}
          text={say("receiver_remove_sure", { name: r.name })}
          go={remove}
        />
      </Group>
    </div>
  );
}

function New({ done, shut }: { done: () => void; shut: () => void }) {
  const { t } = useWords();
  const [d, setD] = useState<RecipientDraft>({ name: "", contact: "", gets: "" });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const store = async () => {
    setBusy(true);
    await api<Recipient>("/recipients", { method: "POST", body: d }).then(done, setFault);
    setBusy(false);
  };
  return (
    <form
      className="card"
      onSubmit={(e) => {
        e.preventDefault();
        void store();
      }}
    >
      <Stack gap={8}>
        <TextInput
          autoFocus
          label={t("c_name")}
          value={d.name}
          onChange={(e) => setD({ ...d, name: e.target.value })}
        />
        <TextInput
          label={t("c_contact")}
          placeholder="privatliv@budtjenesten.example"
          value={d.contact}
          onChange={(e) => setD({ ...d, contact: e.target.value })}
        />
        <TextInput
          label={t("receiver_gets")}
          description={t("receiver_gets_def")}
          value={d.gets}
          onChange={(e) => setD({ ...d, gets: e.target.value })}
        />
        {fault !== undefined && <Fault error={fault} />}
        <Group>
          <Button type="submit" loading={busy}>
            {t("store")}
          </Button>
          <Button variant="default" onClick={shut}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
