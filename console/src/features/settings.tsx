/** Settings: sites, team, keys, own sessions, what was done. */
import { Alert, Button, Code, Group, Loader, Modal, Select, Stack, Table, Tabs, Textarea, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type AuditEntry, type Colleague, type Job, type Key, type Me, type OwnSession, type Site, type SiteDraft } from "../api";
import { useWords } from "../i18n";
import { Fault } from "../parts";
import { Tag } from "./consent";

const ROLES = ["owner", "marketer", "analyst", "data_protection_officer", "support"] as const;

export function Settings({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const tabs = ([["sites", true], ["team", true], ["keys", me.may.includes("key_write")], ["my_sessions", true], ["jobs", me.may.includes("job_read")], ["audit", me.may.includes("audit_read")]] as const).filter(([, show]) => show);
  const set = (tab: string | null) => { const next = new URLSearchParams(params); next.set("tab", tab ?? "sites"); next.delete("edit"); setParams(next); };
  return (
    <>
      <Title order={1} size="h2" mb="md">{t("settings")}</Title>
      <Tabs value={params.get("tab") ?? "sites"} onChange={set} keepMounted={false}>
        <Tabs.List mb="md">{tabs.map(([x]) => <Tabs.Tab key={x} value={x}>{t(x)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="sites"><Sites me={me} sites={sites} /></Tabs.Panel>
        <Tabs.Panel value="team"><Team me={me} /></Tabs.Panel>
        <Tabs.Panel value="keys"><Keys /></Tabs.Panel>
        <Tabs.Panel value="my_sessions"><Sessions /></Tabs.Panel>
        <Tabs.Panel value="jobs"><Jobs /></Tabs.Panel>
        <Tabs.Panel value="audit"><Audit /></Tabs.Panel>
      </Tabs>
    </>
  );
}

const list = (text: string) => text.split(/[,\n]\s*/).map((x) => x.trim()).filter(Boolean);

function Sites({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const edit = params.get("edit");
  const set = (id: string | null) => { const next = new URLSearchParams(params); id ? next.set("edit", id) : next.delete("edit"); setParams(next); };
  const site = sites.find((s) => s.id === edit);
  if (edit && (site || edit === "new")) return <SiteForm site={site} done={() => set(null)} key={edit} />;
  return (
    <Stack>
      {sites.map((s) => (
        <div className="card" key={s.id}>
          <Group justify="space-between"><div><b>{s.name}</b><div className="quiet">{s.hosts.join(", ")} · {s.key}</div></div>{me.may.includes("site_write") && <Button variant="default" size="xs" onClick={() => set(s.id)}>{t("settings")}</Button>}</Group>
        </div>
      ))}
      {me.may.includes("site_write") && <Group><Button onClick={() => set("new")}>{t("new_site")}</Button></Group>}
    </Stack>
  );
}

function SiteForm({ site, done }: { site?: Site; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState<Required<SiteDraft>>(site ? { name: site.name, hosts: site.hosts, law: site.law, time_zone: site.time_zone, currency: site.currency, aggregate: site.aggregate, aggregate_assessment: site.aggregate_assessment, listed_paths: site.listed_paths, conversions: site.conversions, properties: site.properties }
    : { name: "", hosts: [], law: "dk", time_zone: "Europe/Copenhagen", currency: "DKK", aggregate: "off", aggregate_assessment: "", listed_paths: ["/"], conversions: ["purchase", "sign_up"], properties: [] });
  const [text, setText] = useState({ hosts: d.hosts.join(", "), listed_paths: d.listed_paths.join(", "), conversions: d.conversions.join(", "), properties: d.properties.join(", ") });
  const [fault, setFault] = useState<unknown>();
  const [saved, setSaved] = useState(false);
  const law = (next: Site["law"]) => setD({ ...d, law: next, ...(next === "se" ? { time_zone: "Europe/Stockholm", currency: "SEK" } : next === "dk" ? { time_zone: "Europe/Copenhagen", currency: "DKK" } : {}) });
  const store = async () => {
    const body = { ...d, hosts: list(text.hosts), listed_paths: list(text.listed_paths), conversions: list(text.conversions), properties: list(text.properties) };
    try {
      await api(site ? `/sites/${site.id}` : "/sites", { method: site ? "PUT" : "POST", body });
      await client.invalidateQueries({ queryKey: ["sites"] });
      setFault(undefined);
      site ? setSaved(true) : done();
    } catch (e) { setFault(e); }
  };
  return (
    <div className="grid">
      <Stack className="card">
        <TextInput label={t("c_name")} value={d.name} onChange={(e) => setD({ ...d, name: e.target.value })} />
        <TextInput label={t("hosts")} placeholder="www.shop.example" value={text.hosts} onChange={(e) => setText({ ...text, hosts: e.target.value })} />
        <Select label={t("law")} allowDeselect={false} value={d.law} onChange={(v) => law(v as Site["law"])} data={[{ value: "dk", label: t("law_dk") }, { value: "se", label: t("law_se") }, { value: "neutral", label: t("law_neutral") }]} />
        <Group grow><TextInput label={t("time_zone")} value={d.time_zone} onChange={(e) => setD({ ...d, time_zone: e.target.value })} /><TextInput label={t("currency")} value={d.currency} onChange={(e) => setD({ ...d, currency: e.target.value.toUpperCase() })} /></Group>
        <Select label={t("aggregate")} allowDeselect={false} value={d.aggregate} onChange={(v) => setD({ ...d, aggregate: v as Site["aggregate"] })} data={[{ value: "off", label: t("agg_off") }, { value: "request", label: t("agg_request") }, { value: "script", label: t("agg_script") }]} />
        {d.aggregate !== "off" && <Textarea autosize minRows={3} label={t("assessment")} value={d.aggregate_assessment} onChange={(e) => setD({ ...d, aggregate_assessment: e.target.value })} />}
        {d.aggregate !== "off" && !d.aggregate_assessment && <Group><Button size="xs" variant="default" onClick={() => setD({ ...d, aggregate_assessment: t("assessment_text") })}>{t("use_text")}</Button></Group>}
        <TextInput label={t("goals")} value={text.conversions} onChange={(e) => setText({ ...text, conversions: e.target.value })} />
        <TextInput label={t("props")} value={text.properties} onChange={(e) => setText({ ...text, properties: e.target.value })} />
        <TextInput label={t("pages_listed")} value={text.listed_paths} onChange={(e) => setText({ ...text, listed_paths: e.target.value })} />
        {fault !== undefined && <Fault error={fault} />}
        <Group><Button onClick={store}>{t("store")}</Button><Button variant="default" onClick={done}>{t("cancel")}</Button>{saved && <span className="quiet" role="status">{t("saved")}</span>}</Group>
      </Stack>
      {site && <Tag site={site} />}
    </div>
  );
}

function Once({ title, hint, value, close }: { title: string; hint: string; value?: string; close: () => void }) {
  const { t } = useWords();
  return <Modal closeButtonProps={{ "aria-label": t("rq_close") }} opened={!!value} onClose={close} title={title} centered size="lg"><p style={{ marginTop: 0 }}>{hint}</p><Code block style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}>{value}</Code></Modal>;
}

function Sure({ label, text, act }: { label: string; text?: ReactNode; act: () => Promise<unknown> }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [fault, setFault] = useState<unknown>();
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>{label}</Button>
      <Modal closeButtonProps={{ "aria-label": t("rq_close") }} opened={open} onClose={() => setOpen(false)} title={t("sure")} centered>
        {text}{fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end" mt="md"><Button variant="default" onClick={() => setOpen(false)}>{t("cancel")}</Button><Button onClick={() => act().then(() => setOpen(false), setFault)}>{label}</Button></Group>
      </Modal>
    </>
  );
}

function Team({ me }: { me: Me }) {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const team = useQuery({ queryKey: ["team"], queryFn: () => api<Colleague[]>("/team") });
  const [role, setRole] = useState<string>("marketer");
  const [link, setLink] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const may = me.may.includes("team_write");
  const roles = ROLES.map((r) => ({ value: r, label: t(r) }));
  const give = (path: string, body?: unknown) => api<{ path: string }>(path, { method: "POST", body }).then((m) => setLink(location.origin + m.path), setFault);
  const change = (id: string, next: string | null) => api(`/team/${id}`, { method: "PUT", body: { role: next } }).then(() => client.invalidateQueries({ queryKey: ["team"] }), setFault);
  if (team.error) return <Fault error={team.error} />;
  if (!team.data) return <Loader />;
  return (
    <Stack>
      {fault !== undefined && <Fault error={fault} />}
      <div className="card" style={{ overflowX: "auto", padding: 0 }}>
        <Table verticalSpacing={8} horizontalSpacing="md"><Table.Tbody>{team.data.map((u) => (
          <Table.Tr key={u.id}><Table.Td><b>{u.name}</b><div className="quiet">{u.email}</div></Table.Td>
            <Table.Td w={200}>{may ? <Select size="xs" aria-label={t("role")} allowDeselect={false} value={u.role} data={roles} onChange={(v) => change(u.id, v)} /> : any(u.role)}</Table.Td>
            <Table.Td className="quiet">{date(u.created_at)}</Table.Td>
            <Table.Td ta="right">{may && <><Button size="compact-xs" variant="subtle" color="gray" onClick={() => give(`/team/${u.id}/reset`)}>{t("reset_link")}</Button>{u.id !== me.id && <Sure label={t("remove")} text={u.name} act={() => api(`/team/${u.id}`, { method: "DELETE" }).then(() => client.invalidateQueries({ queryKey: ["team"] }))} />}</>}</Table.Td></Table.Tr>
        ))}</Table.Tbody></Table>
      </div>
      {may && <Group><Select aria-label={t("role")} value={role} data={roles} allowDeselect={false} onChange={(v) => setRole(v!)} /><Button onClick={() => give("/team/invitations", { role })}>{t("invite")}</Button></Group>}
      <Once title={t("invite")} hint={t("invite_link")} value={link} close={() => setLink(undefined)} />
    </Stack>
  );
}

function Keys() {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const keys = useQuery({ queryKey: ["keys"], queryFn: () => api<Key[]>("/keys") });
  const [draft, setDraft] = useState({ name: "", role: "analyst" });
  const [secret, setSecret] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const again = () => client.invalidateQueries({ queryKey: ["keys"] });
  const make = () => api<{ secret: string }>("/keys", { method: "POST", body: draft }).then((k) => { setSecret(k.secret); setDraft({ ...draft, name: "" }); setFault(undefined); return again(); }, setFault);
  return (
    <Stack>
      {keys.error && <Fault error={keys.error} />}
      {keys.data?.length === 0 && <div className="card quiet">{t("no_keys")}</div>}
      {keys.data?.map((k) => <div className="card" key={k.id}><Group justify="space-between"><div><b>{k.name}</b> <span className="quiet">{any(k.role)} · {date(k.created_at)}</span></div><Sure label={t("revoke")} text={k.name} act={() => api(`/keys/${k.id}`, { method: "DELETE" }).then(again)} /></Group></div>)}
      {fault !== undefined && <Fault error={fault} />}
      <Group align="end"><TextInput label={t("c_name")} value={draft.name} onChange={(e) => setDraft({ ...draft, name: e.target.value })} /><Select label={t("role")} allowDeselect={false} value={draft.role} data={ROLES.filter((r) => r !== "owner").map((r) => ({ value: r, label: t(r) }))} onChange={(v) => setDraft({ ...draft, role: v! })} /><Button onClick={make}>{t("new_key")}</Button></Group>
      <Once title={t("new_key")} hint={t("key_once")} value={secret} close={() => setSecret(undefined)} />
    </Stack>
  );
}

function Sessions() {
  const { t, date } = useWords();
  const client = useQueryClient();
  const all = useQuery({ queryKey: ["sessions"], queryFn: () => api<OwnSession[]>("/sessions") });
  const end = (id: string) => api(`/sessions/${id}`, { method: "DELETE" }).then(() => client.invalidateQueries({ queryKey: ["sessions"] }));
  return <Stack>{all.error && <Fault error={all.error} />}{all.data?.map((s) => <div className="card" key={s.id}><Group justify="space-between"><div>{s.device} {s.current && <b>({t("this_one")})</b>}<div className="quiet">{t("last_seen")} {date(s.seen_at, { dateStyle: "medium", timeStyle: "short" })}</div></div>{!s.current && <Button size="xs" variant="default" onClick={() => end(s.id)}>{t("end")}</Button>}</Group></div>)}</Stack>;
}

function Jobs() {
  const { t, any, date } = useWords();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const jobs = useQuery({ queryKey: ["jobs"], queryFn: () => api<Job[]>("/jobs"), refetchInterval: 3000 });
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" });
  const retry = (id: string) => api(`/jobs/${id}/retry`, { method: "POST" }).then(() => client.invalidateQueries({ queryKey: ["jobs"] }), setFault);
  if (jobs.error) return <Fault error={jobs.error} />;
  if (!jobs.data) return <Loader />;
  return (
    <Stack>
      {fault !== undefined && <Fault error={fault} />}
      {jobs.data.length === 0 && <div className="card quiet">{t("no_jobs")}</div>}
      {jobs.data.map((j) => (
        <div className="card" key={j.id}>
          <Group justify="space-between" wrap="nowrap" align="start">
            <div>
              <b>{any(`job_${j.kind}`)}</b>
              <div className="quiet">{any(`job_${j.kind}_def`)}</div>
              <div>{j.running ? t("job_running") : j.stopped ? t("job_stopped") : `${t("job_next")} ${moment(j.run_at_ms)}`}{j.done_at_ms > 0 && ` · ${t("job_done")} ${moment(j.done_at_ms)}`}</div>
              {j.failed && <div>{t("job_failed")}: <code>{j.failed}</code> ({j.attempts})</div>}
            </div>
            {!j.running && <Button size="xs" variant="default" onClick={() => retry(j.id)}>{t("run_now")}</Button>}
          </Group>
        </div>
      ))}
    </Stack>
  );
}

function Audit() {
  const { t, date } = useWords();
  const log = useQuery({ queryKey: ["audit"], queryFn: () => api<AuditEntry[]>("/audit?limit=200") });
  if (log.error) return <Fault error={log.error} />;
  if (!log.data) return <Loader />;
  if (log.data.length === 0) return <Alert color="gray">{t("no_data")}</Alert>;
  return <div className="card" style={{ overflowX: "auto", padding: 0 }}><Table horizontalSpacing="md"><Table.Thead><Table.Tr><Table.Th>{t("when")}</Table.Th><Table.Th>{t("actor")}</Table.Th><Table.Th>{t("event")}</Table.Th><Table.Th>{t("object")}</Table.Th></Table.Tr></Table.Thead><Table.Tbody>{log.data.map((e) => <Table.Tr key={e.seq}><Table.Td>{date(e.at_ms, { dateStyle: "medium", timeStyle: "short" })}</Table.Td><Table.Td>{e.actor}</Table.Td><Table.Td>{e.action}</Table.Td><Table.Td>{e.object}</Table.Td></Table.Tr>)}</Table.Tbody></Table></div>;
}
