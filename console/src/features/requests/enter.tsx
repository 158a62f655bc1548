/** Entering a request that came by telephone, letter or mail. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type IdentityCheck, type Person, type RequestDraft, type RequestView, type Site } from "../../api";
import { LANGS, type Lang } from "../../i18n";
import { Fault } from "../../parts";
import { CHECKS, KINDS, PersonPick, today, useSay } from "./parts";

const CHANNELS = ["phone", "letter", "email"] as const;
/** The server takes 366 days. */
const YEAR_MS = 365 * 86400000;

export function Enter({ site, done }: { site?: Site; done: (id: string | null) => void }) {
  const { t, any } = useSay();
  const client = useQueryClient();
  const law = site?.law === "se" ? "se" : "dk";
  const [d, setD] = useState({
    kind: "access",
    channel: "phone",
    law,
    language: law === "se" ? "sv" : "da",
    contact: "",
    text: "",
    identity: "none",
  } as Required<Omit<RequestDraft, "person" | "received_at_ms">>);
  const [person, setPerson] = useState<Person>();
  const [received, setReceived] = useState(today);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const first = new Date(Date.now() - YEAR_MS).toISOString().slice(0, 10);
  const wrong = !(received >= first && received <= today());
  const data = (prefix: string, all: readonly string[]) => all.map((x) => ({ value: x, label: any(prefix + x) }));
  const pick = (p: Person | undefined) => {
    setPerson(p);
    if (p) setD({ ...d, language: p.language });
  };
  const store = async () => {
    setBusy(true);
    try {
      // The middle of the day, which is the same day in Denmark and Sweden all year; today is now.
      const body: RequestDraft = {
        ...d,
        person: person?.id ?? null,
        received_at_ms: received === today() ? 0 : Date.parse(`${received}T12:00:00+01:00`),
      };
      const made = await api<RequestView>("/requests", { method: "POST", body });
      client.setQueryData(["request", made.request.id], made);
      void client.invalidateQueries({ queryKey: ["requests"] });
      done(made.request.id);
    } catch (e) {
      setFault(e);
      setBusy(false);
    }
  };
  return (
    <Stack>
      <Select
        label={t("rq_kind")}
        allowDeselect={false}
        value={d.kind}
        onChange={(v) => setD({ ...d, kind: v as RequestDraft["kind"] })}
        data={KINDS.map((k) => ({ value: k, label: `${t(`rq_${k}`)}: ${t(`rq_${k}_def`)}` }))}
      />
      <div className="reach-pair">
        <Select
          label={t("rq_channel")}
          allowDeselect={false}
          value={d.channel}
          onChange={(v) => setD({ ...d, channel: v as RequestDraft["channel"] })}
          data={data("rq_by_", CHANNELS)}
        />
        <TextInput
          type="date"
          label={t("rq_received")}
          min={first}
          max={today()}
          value={received}
          error={wrong && t("rq_received_wrong")}
          onChange={(e) => setReceived(e.target.value)}
        />
      </div>
      <div className="quiet" style={{ marginTop: -8 }}>
        {t("rq_received_def")}
      </div>
      <PersonPick value={person} set={pick} />
      <TextInput
        label={t("rq_contact")}
        description={t("rq_contact_def")}
        required={!person}
        maxLength={1000}
        value={d.contact}
        onChange={(e) => setD({ ...d, contact: e.target.value })}
      />
      <Textarea
        autosize
        minRows={3}
        maxRows={14}
        label={t("rq_text")}
        description={t("rq_text_def")}
        maxLength={10000}
        value={d.text}
        onChange={(e) => setD({ ...d, text: e.target.value })}
      />
      <Select
        label={t("rq_identity")}
        allowDeselect={false}
        value={d.identity}
        onChange={(v) => setD({ ...d, identity: v as IdentityCheck })}
        data={data("rq_id_", ["none", ...CHECKS])}
      />
      <div className="reach-pair">
        <Select
          label={t("law")}
          description={t("rq_law_def")}
          inputWrapperOrder={["label", "input", "description"]}
          allowDeselect={false}
          value={d.law}
          onChange={(v) => setD({ ...d, law: v as "dk" | "se" })}
          data={data("law_", ["dk", "se"])}
        />
        <Select
          label={t("rq_language")}
          allowDeselect={false}
          value={d.language}
          onChange={(v) => setD({ ...d, language: v as Lang })}
          data={(Object.keys(LANGS) as Lang[]).map((l) => ({ value: l, label: LANGS[l] }))}
        />
      </div>
      {fault !== undefined && <Fault error={fault} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => done(null)}>
          {t("cancel")}
        </Button>
        <Button loading={busy} disabled={wrong || (!person && !d.contact.trim())} onClick={store}>
          {t("rq_enter")}
        </Button>
      </Group>
    </Stack>
  );
}
