/** A draft: what it says, how it looks, whom it reaches, and the way out of the house. */
import {
  Button,
  Checkbox,
  ColorInput,
  Group,
  Loader,
  Modal,
  Select,
  Stack,
  Tabs,
  TextInput,
  Title,
} from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import type { Readers } from "../../api";
import { api, type CampaignDetail, type Form, type Me, Problem, type TestSent } from "../../api";
import { LANGS, type Lang } from "../../i18n";
import { Fault } from "../../parts";
import { AudiencePanel } from "./audience";
import { Blocks } from "./blocks";
import { Duplicate, useSay } from "./parts";
import { Preview } from "./preview";
import { type Saving, useSaving } from "./saving";
import { Send } from "./send";

/** White text is readable on each (6:1 and more). */
const SWATCHES = ["#0b6e75", "#1f4e8c", "#5b3a8c", "#8c2f5d", "#9a3412", "#7a5200", "#3f6212", "#17211f"];

export function Draft({
  first,
  me,
  show,
  reload,
}: {
  first: CampaignDetail;
  me: Me;
  show: (id: string | null) => void;
  reload: () => void;
}) {
  const { t, say } = useSay();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const work = useSaving(first);
  const { body, kept, status, fault, flush } = work;
  const { id, changed_at: stamp } = kept.campaign;
  const [said, setSaid] = useState("");
  const [failed, setFailed] = useState<unknown>();
  const [testing, setTesting] = useState(false);
  const [ask, setAsk] = useState(false);
  const may = me.may.includes("campaign_write");
  const changed = fault instanceof Problem && fault.code === "changed";
  const view = (to: string | null) => {
    const next = new URLSearchParams(params);
    next.set("view", to ?? "write");
    setParams(next);
    void flush();
  };
  const test = async () => {
    setSaid("");
    setFailed(undefined);
    setTesting(true);
    try {
      if (await flush())
        setSaid(say("test_sent", { to: (await api<TestSent>(`/campaigns/${id}/test`, { method: "POST" })).to }));
    } catch (e) {
      setFailed(e);
    }
    setTesting(false);
  };
  const drop = async () => {
    try {
      await api(`/campaigns/${id}`, { method: "DELETE" });
      work.stop();
      await client.invalidateQueries({ queryKey: ["campaigns"] });
      show(null);
    } catch (e) {
      setAsk(false);
      setFailed(e);
    }
  };
  return (
    <>
      <Group justify="space-between" mb="sm" align="start">
        <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <Title order={1} size="h2">
            {body.name || "–"}
          </Title>
          <span className="quiet">
            {t("campaign_draft")}
            {may && ` · ${t(status)}`}
          </span>
        </div>
        {may && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setAsk(true)}>
              {t("draft_delete")}
            </Button>
            <Duplicate body={body} show={show} />
            <Button size="xs" variant="default" loading={testing} onClick={test}>
              {t("test_send")}
            </Button>
            <Send kept={kept} flush={flush} />
          </Group>
        )}
      </Group>
      <div role="status">
        {said && (
          <div className="card" style={{ marginBottom: 12 }}>
            {said}
          </div>
        )}
      </div>
      {failed !== undefined && (
        <div style={{ marginBottom: 12 }}>
          <Fault error={failed} />
        </div>
      )}
      {fault !== undefined && (
        <div style={{ marginBottom: 12 }}>
          <Fault error={fault} word={changed ? "load_again" : "retry"} retry={changed ? reload : flush} />
          {changed && <p className="quiet">{t("load_again_def")}</p>}
        </div>
      )}
      <Tabs value={params.get("view") === "audience" ? "audience" : "write"} onChange={view} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="write">{t(may ? "view_write" : "view_look")}</Tabs.Tab>
          <Tabs.Tab value="audience">{t("view_audience")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="write">
          {may ? (
            <div className="grid" style={{ alignItems: "start" }}>
              <Fields work={work} />
              <div style={{ position: "sticky", top: 68, minWidth: 0 }}>
                <Preview id={id} stamp={stamp} preheader={body.preheader} />
              </div>
            </div>
          ) : (
            <Preview id={id} stamp={stamp} preheader={body.preheader} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="audience">
          <AudiencePanel id={id} stamp={stamp} />
        </Tabs.Panel>
      </Tabs>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={ask}
        onClose={() => setAsk(false)}
        title={t("draft_delete")}
        centered
      >
        <p style={{ marginTop: 0 }}>{t("draft_delete_sure")}</p>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsk(false)}>
            {t("cancel")}
          </Button>
          <Button onClick={drop}>{t("draft_delete")}</Button>
        </Group>
      </Modal>
    </>
  );
}

function Fields({ work: { body, change, kept } }: { work: Saving }) {
  const { t, n, say, lang } = useSay();
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  if (forms.error) return <Fault error={forms.error} retry={() => forms.refetch()} />;
  if (!forms.data) return <Loader />;
  const form = forms.data.find((f) => f.id === body.form);
  const choose = (id: string | null) => {
    const next = forms.data.find((f) => f.id === id);
    if (next)
      change({
        form: next.id,
        topic: next.topics.find((x) => x.id === body.topic)?.id ?? next.topics[0]?.id ?? body.topic,
      });
  };
  return (
    <Stack className="card" gap="sm">
      <TextInput
        label={t("form_name")}
        maxLength={100}
        value={body.name}
        description={body.name.trim() ? undefined : t("name_needed")}
        onChange={(e) => change({ name: e.target.value })}
      />
      <Select
        label={t("campaign_form")}
        description={t("campaign_form_def")}
        allowDeselect={false}
        data={forms.data.map((f) => ({ value: f.id, label: f.name }))}
        value={body.form}
        onChange={choose}
      />
      {form && (
        <div className="quiet">
          {t("sender")}: {form.sender.name}, {form.sender.address} · {form.sender.contact}
        </div>
      )}
      <Select
        label={t("topic")}
        allowDeselect={false}
        data={(form?.topics ?? []).map((x) => ({ value: x.id, label: x.name[lang] ?? x.id }))}
        value={body.topic}
        onChange={(v) => v && change({ topic: v })}
      />
      <Select
        label={t("language")}
        allowDeselect={false}
        data={(Object.keys(LANGS) as Lang[]).map((l) => ({ value: l, label: LANGS[l] }))}
        value={body.language}
        onChange={(v) => change({ language: v as Lang })}
      />
      <ReadersHint topic={body.topic} language={body.language} use={(language) => change({ language })} />
      <Checkbox
        label={t("only_language")}
        checked={body.only_language}
        onChange={(e) => change({ only_language: e.target.checked })}
      />
      <TextInput
        label={t("subject")}
        maxLength={200}
        value={body.subject}
        description={say("subject_def", { n: n([...body.subject.trim()].length) })}
        onChange={(e) => change({ subject: e.target.value })}
      />
      <TextInput
        label={t("preheader")}
        maxLength={200}
        value={body.preheader}
        description={t("preheader_def")}
        onChange={(e) => change({ preheader: e.target.value })}
      />
      <ColorInput
        label={t("accent")}
        description={t("accent_def")}
        format="hex"
        withEyeDropper={false}
        swatches={SWATCHES}
        swatchesPerRow={8}
        closeOnColorSwatchClick
        value={body.accent}
        onChange={(v) => change({ accent: v })}
      />
      <Blocks blocks={body.blocks} faults={kept.faults} change={(blocks) => change({ blocks })} />
      {kept.faults.length > 0 && (
        <div>
          <b>{t("faults")}</b>
          <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
            {kept.faults.map((f) => (
              <li key={f}>{f}</li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  );
}

/** What the readers of the topic read, and one press to write in it. */
function ReadersHint({ topic, language, use }: { topic: string; language: Lang; use: (language: Lang) => void }) {
  const { t, say, n } = useSay();
  const readers = useQuery({ queryKey: ["readers", topic], queryFn: () => api<Readers>(`/topics/${topic}/readers`) });
  const most = readers.data?.language;
  if (!most) return null;
  const all = Object.values(readers.data!.people).reduce((sum, k) => sum + (k ?? 0), 0);
  const several = Object.keys(readers.data!.people).length > 1;
  return (
    <div className="quiet" style={{ marginTop: -4 }}>
      <div>
        {say("readers_most", {
          language: LANGS[most].toLocaleLowerCase(),
          n: n(readers.data!.people[most] ?? 0),
          all: n(all),
        })}
      </div>
      {several && <div>{t("readers_frame")}</div>}
      {most !== language && (
        <Group gap="xs" mt={4}>
          <b>{t("readers_other")}</b>
          <Button size="compact-sm" variant="default" onClick={() => use(most)}>
            {say("readers_use", { language: LANGS[most].toLocaleLowerCase() })}
          </Button>
        </Group>
      )}
    </div>
  );
}
