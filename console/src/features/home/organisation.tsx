/** The organisation's own name: what people read under every question and every mail. */
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import type { Organisation, OrganisationDraft } from "../../api";
import { api } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

/** What an organisation is called until somebody names it. */
export const PLACEHOLDER = "My organisation";
const COUNTRIES = ["DK", "SE", "NO", "FI", "IS", "FO", "GL", "DE", "NL", "GB"];

export function OrganisationModal() {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const close = () => {
    const next = new URLSearchParams(params);
    next.delete("organisation");
    setParams(next);
  };
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("rq_close") }}
      opened={params.get("organisation") === "edit"}
      onClose={close}
      title={t("org")}
      centered
    >
      <Load close={close} />
    </Modal>
  );
}

function Load({ close }: { close: () => void }) {
  const found = useQuery({ queryKey: ["organisation"], queryFn: () => api<Organisation>("/organisation") });
  if (found.error) return <Fault error={found.error} retry={() => found.refetch()} />;
  return found.data ? <Edit first={found.data} close={close} /> : null;
}

function Edit({ first, close }: { first: Organisation; close: () => void }) {
  const { t, country } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState<OrganisationDraft>({
    name: first.name === PLACEHOLDER ? "" : first.name,
    country: first.country,
    contact: first.contact,
  });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const store = async () => {
    setBusy(true);
    try {
      await api("/organisation", { method: "PUT", body: d });
      await client.invalidateQueries();
      close();
    } catch (e) {
      setFault(e);
      setBusy(false);
    }
  };
  return (
    <Stack>
      <div>{t("org_def")}</div>
      <TextInput
        label={t("c_name")}
        required
        maxLength={100}
        data-autofocus
        placeholder="Blomsterhuset ApS"
        value={d.name}
        onChange={(e) => setD({ ...d, name: e.target.value })}
      />
      <Select
        label={t("org_country")}
        clearable
        value={d.country || null}
        onChange={(v) => setD({ ...d, country: v ?? "" })}
        data={COUNTRIES.map((c) => ({ value: c, label: country(c) }))}
      />
      <TextInput
        label={t("c_contact")}
        description={t("org_contact_def")}
        maxLength={300}
        value={d.contact}
        onChange={(e) => setD({ ...d, contact: e.target.value })}
      />
      {fault !== undefined && <Fault error={fault} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button loading={busy} disabled={!d.name.trim()} onClick={store}>
          {t("store")}
        </Button>
      </Group>
    </Stack>
  );
}
