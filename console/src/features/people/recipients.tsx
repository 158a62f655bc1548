/** Who outside gets personal data: written down once, and asked of each erasure until they answer. */
import { Button, Group, Loader, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { api } from "../../api/client";
import type { Recipient } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { useRecipients } from "./receipts";
import { useWords } from "./words";

export function Receivers() {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const list = useRecipients(true);
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  return (
    <>
      {list.data.recipients.length === 0 && <div className="card">{t("receivers_none")}</div>}
      {list.data.recipients.map((r) => (
        <One key={r.id} recipient={r} />
      ))}
      {adding ? (
        <New shut={() => setAdding(false)} />
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

function One({ recipient: r }: { recipient: Recipient }) {
  const { t, say, date } = useWords();
  const remove = api.useMutation("delete", "/recipients/{id}");
  return (
    <div className="card">
      <Group justify="space-between" align="start" wrap="nowrap">
        <div className="wrap">
          <b>{r.name}</b>
          <div>{r.gets}</div>
          <div className="quiet">
            {r.contact} · {t("since")} {date(r.created_at)}
          </div>
        </div>
        <Sure
          label={t("remove")}
          size="xs"
          flex="none"
          aria-label={`${t("remove")} ${r.name}`}
          text={say("receiver_remove_sure", { name: r.name })}
          go={() => remove.mutateAsync({ params: { path: { id: r.id } } })}
        />
      </Group>
    </div>
  );
}

function New({ shut }: { shut: () => void }) {
  const { t } = useWords();
  const { filled } = useRules();
  const form = useForm({
    initialValues: { name: "", contact: "", gets: "" },
    validate: { name: filled, contact: filled, gets: filled },
  });
  const add = api.useMutation("post", "/recipients", { onSuccess: shut });
  const fault = useFieldFault(form, add.error);
  return (
    <form noValidate className="card" onSubmit={form.onSubmit((body) => add.mutate({ body }))}>
      <Stack gap={8}>
        <TextInput autoFocus label={t("c_name")} {...form.getInputProps("name")} />
        <TextInput
          label={t("c_contact")}
          placeholder="privatliv@budtjenesten.example"
          {...form.getInputProps("contact")}
        />
        <TextInput label={t("receiver_gets")} description={t("receiver_gets_def")} {...form.getInputProps("gets")} />
        <Fault error={fault} />
        <Group>
          <Button type="submit" loading={add.isPending}>
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
