/** People: who is known, what they may be sent and why not; topics and sign-up forms. */
import { Alert, Button, Checkbox, Code, CopyButton, Drawer, Group, Loader, Modal, Radio, Stack, Table, Tabs, Textarea, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type Form, type FormDraft, type Me, type People as Found, type PersonDetail, query, type Reach, type Receipt, type SignedReceipt, type StoreCount, type Topic } from "../api";
import { type Lang, LANGS, useWords } from "../i18n";
import { Fault, saveFile, WayOut } from "../parts";
import { Import } from "./import";

const LANGUAGES = Object.keys(LANGS) as Lang[];

export function People({ me }: { me: Me }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const sees = me.may.includes("person_read");
  const set = (tab: string | null) => { const next = new URLSearchParams(params); next.set("tab", tab ?? "people"); next.delete("person"); setParams(next); };
  const tabs = ([["people", sees], ["forms", true], ["import", me.may.includes("person_import")], ["erasures", me.may.includes("person_erase")]] as const).filter(([, show]) => show);
  return (
    <>
      <Title order={1} size="h2" mb="md">{t("people")}</Title>
      <Tabs value={params.get("tab") ?? tabs[0][0]} onChange={set} keepMounted={false}>
        <Tabs.List mb="md">{tabs.map(([x]) => <Tabs.Tab key={x} value={x}>{t(x === "import" ? "im_tab" : x)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="people"><Search me={me} /></Tabs.Panel>
        <Tabs.Panel value="forms"><Forms me={me} /></Tabs.Panel>
        {me.may.includes("person_import") && <Tabs.Panel value="import"><Import /></Tabs.Panel>}
        <Tabs.Panel value="erasures"><Erasures /></Tabs.Panel>
      </Tabs>
    </>
  );
}

function Search({ me }: { me: Me }) {
  const { t, n, date } = useWords();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [before, setBefore] = useState<string>();
  // The address somebody is looked for by travels in the body and stands in no URL.
  const found = useQuery({ queryKey: ["people", asked, before], queryFn: () => api<Found>("/people/search", { method: "POST", body: { query: asked, before } }), placeholderData: (old) => old });
  const open = params.get("person");
  const show = (id: string | null) => { const next = new URLSearchParams(params); id ? next.set("person", id) : next.delete("person"); setParams(next); };
  return (
    <>
      <form onSubmit={(e) => { e.preventDefault(); setBefore(undefined); setAsked(text.trim()); }}>
        <Group mb="md" align="end">
          <TextInput style={{ flex: 1, minWidth: 220 }} maw={460} label={t("find_person")} placeholder="karen.madsen@post.example" value={text} onChange={(e) => setText(e.target.value)} />
          <Button type="submit">{t("find")}</Button>
          {asked && <Button variant="default" onClick={() => { setText(""); setAsked(""); }}>{t("clear")}</Button>}
        </Group>
      </form>
      {found.error ? <Fault error={found.error} retry={() => found.refetch()} /> : !found.data ? <Loader /> : found.data.people.length === 0 ? (
        <div className="card">{asked ? t("nobody_found") : t("no_people")}</div>
      ) : (
        <div className="card" style={{ overflowX: "auto", padding: 0 }}>
          <Table highlightOnHover verticalSpacing={7} horizontalSpacing="md">
            <Table.Thead><Table.Tr>{(["identifier", "confirmed_when", "language", "since"] as const).map((h) => <Table.Th key={h}>{t(h)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {found.data.people.map((p) => (
                <Table.Tr key={p.id} onClick={() => show(p.id)} style={{ cursor: "pointer" }}>
                  <Table.Td><Button variant="transparent" size="compact-sm" px={0} onClick={() => show(p.id)}>{p.identifiers[0]?.value ?? "–"}</Button></Table.Td>
                  <Table.Td>{p.identifiers[0]?.verified_at ? date(p.identifiers[0].verified_at) : <span className="quiet">{t("not_yet")}</span>}</Table.Td>
                  <Table.Td>{p.language}</Table.Td><Table.Td>{date(p.created_at)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Group p="sm" justify="space-between"><span className="quiet">{n(found.data.total)} {t("people_known")}</span>{found.data.people.length === 50 && <Button size="xs" variant="default" onClick={() => setBefore(found.data!.people.at(-1)!.id)}>{t("older")}</Button>}</Group>
        </div>
      )}
      <Drawer opened={!!open} onClose={() => show(null)} position="right" size="lg" title={t("person")}>{open && <Detail id={open} me={me} close={() => show(null)} />}</Drawer>
    </>
  );
}

function Detail({ id, me, close }: { id: string; me: Me; close: () => void }) {
  const { t, any, date, lang, say } = useWords();
  const client = useQueryClient();
  const [ask, setAsk] = useState(false);
  const [objects, setObjects] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const detail = useQuery({ queryKey: ["person", id, lang], queryFn: () => api<PersonDetail>(`/people/${id}${query({ language: lang })}`) });
  if (detail.error) return <Fault error={detail.error} />;
  if (!detail.data) return <Loader />;
  const { person, reach, permissions, messages } = detail.data;
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" });
  const topic = (of: string | null | undefined) => reach.find((r) => r.topic === of)?.topic_name ?? t("everything");
  const withdraw = async () => {
    try {
      await api(`/people/${id}/withdraw`, { method: "POST", body: { objects } });
      await client.invalidateQueries();
      setAsk(false);
    } catch (e) { setFault(e); }
  };
  return (
    <Stack>
      <div>{person.identifiers.map((i) => <div key={i.id}><b>{i.value}</b><div className="quiet">{t(i.verified_at ? "confirmed_when" : "entered")} {date(i.verified_at || i.created_at)} · {any(`from_${i.source}`)}</div></div>)}</div>
      {person.restricted_at > 0 && <div>{say("rq_restricted", { date: date(person.restricted_at) })}</div>}
      <section aria-label={t("may_send")}>
        <b>{t("may_send")}</b>
        {reach.map((r) => <ReachLine key={r.identifier + r.topic} reach={r} />)}
      </section>
      {me.may.includes("person_withdraw") && reach.some((r) => r.state !== "objected") && <Button variant="default" onClick={() => setAsk(true)}>{t("stop_for")}</Button>}
      {me.may.includes("person_erase") && <Erase id={id} done={close} />}
      <section aria-label={t("timeline")}>
        <b>{t("timeline")}</b>
        {[...permissions.map((p) => ({ at: p.at, text: `${any(`p_${p.event}`)}: ${topic(p.topic)}`, more: [any(`from_${p.source}`), p.page, p.form && `v${p.form[1]}`].filter(Boolean).join(" · ") })),
          ...messages.map((m) => ({ at: m.created_at_ms, text: `${t("mail")}: ${any(`mail_${m.kind}`)}`, more: any(`mail_state_${m.state}`) + (m.reason ? ` (${m.reason})` : "") }))]
          .sort((a, b) => b.at - a.at).map((e, i) => <div key={i} style={{ borderTop: "1px solid var(--line)", padding: "7px 0" }}>{e.text}<div className="quiet">{moment(e.at)} · {e.more}</div></div>)}
      </section>
      <Modal opened={ask} onClose={() => setAsk(false)} title={t("stop_for")} centered>
        <p style={{ marginTop: 0 }}>{t("stop_sure")}</p>
        <Checkbox label={t("objects")} description={t("objects_def")} checked={objects} onChange={(e) => setObjects(e.target.checked)} mb="md" />
        {fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end"><Button variant="default" onClick={() => setAsk(false)}>{t("cancel")}</Button><Button onClick={withdraw}>{t("stop_for")}</Button></Group>
      </Modal>
    </Stack>
  );
}

/** First what would go, then the choice, then the receipt. */
function Erase({ id, done }: { id: string; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [mark, setMark] = useState("mark");
  const [fault, setFault] = useState<unknown>();
  const [receipt, setReceipt] = useState<SignedReceipt>();
  const plan = useQuery({ queryKey: ["erasure", id], queryFn: () => api<StoreCount[]>(`/people/${id}/erasure`), enabled: open && !receipt });
  const erase = () => api<SignedReceipt>(`/people/${id}/erasure`, { method: "POST", body: { no_mail_mark: mark === "mark" } }).then(setReceipt, setFault);
  const shut = () => { setOpen(false); if (receipt) { done(); client.invalidateQueries({ queryKey: ["people"] }); client.invalidateQueries({ queryKey: ["erasures"] }); } };
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpen(true)}>{t("erase")}</Button>
      <Modal opened={open} onClose={shut} title={t(receipt ? "erased" : "erase")} centered size="lg">
        {receipt ? <ReceiptView signed={receipt} /> : (
          <Stack>
            <div>{t("erase_sure")}</div>
            {plan.error ? <Fault error={plan.error} /> : !plan.data ? <Loader /> : <Counts counts={plan.data} />}
            <Radio.Group value={mark} onChange={setMark}>
              <Stack gap={8}><Radio value="mark" label={t("erase_mark")} description={t("erase_mark_def")} /><Radio value="all" label={t("erase_all")} description={t("erase_all_def")} /></Stack>
            </Radio.Group>
            {fault !== undefined && <Fault error={fault} />}
            <Group justify="flex-end"><Button variant="default" onClick={shut}>{t("cancel")}</Button><Button disabled={!plan.data} onClick={erase}>{t("erase_now")}</Button></Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}

function Counts({ counts }: { counts: StoreCount[] }) {
  const { n } = useWords();
  return <Table withRowBorders={false} verticalSpacing={2}><Table.Tbody>{counts.map((c) => <Table.Tr key={c.store}><Table.Td w={60} ta="right">{n(c.rows)}</Table.Td><Table.Td>{c.store}</Table.Td></Table.Tr>)}</Table.Tbody></Table>;
}

function ReceiptView({ signed }: { signed: SignedReceipt }) {
  const { t, date } = useWords();
  const receipt = JSON.parse(signed.receipt) as Receipt;
  const save = () => saveFile(`${receipt.id}.json`, new Blob([JSON.stringify(signed, null, 2)], { type: "application/json" }));
  return (
    <Stack gap={8}>
      <div><b>{date(receipt.at, { dateStyle: "medium", timeStyle: "medium" })}</b><div className="quiet">{receipt.id}</div></div>
      <Counts counts={receipt.gone} />
      {receipt.kept.map((k) => <div key={k.what}>{t("kept")}: {k.what}<div className="quiet">{k.ground} · {t("review")} {date(k.review_at)}</div></div>)}
      {receipt.not_covered.map((x) => <div key={x} className="quiet">{t("not_covered")}: {x}</div>)}
      <Group><Button size="xs" variant="default" onClick={save}>{t("receipt_save")}</Button><span className="quiet">{t("receipt_check")} <code>hjemmel verify {receipt.id}.json</code></span></Group>
    </Stack>
  );
}

function Erasures() {
  const { t } = useWords();
  const list = useQuery({ queryKey: ["erasures"], queryFn: () => api<SignedReceipt[]>("/erasures") });
  if (list.error) return <Fault error={list.error} />;
  if (!list.data) return <Loader />;
  if (list.data.length === 0) return <div className="card">{t("no_erasures")}</div>;
  return <Stack>{list.data.map((r) => <div className="card" key={r.signature}><ReceiptView signed={r} /></div>)}</Stack>;
}

/** Whether a topic may be sent; a no opens to its rule and the way out. */
function ReachLine({ reach: r }: { reach: Reach }) {
  if (r.allowed) return <div style={{ borderTop: "1px solid var(--line)", padding: "7px 0" }}>✓ {r.topic_name}</div>;
  return (
    <details style={{ borderTop: "1px solid var(--line)", padding: "7px 0" }}>
      <summary style={{ cursor: "pointer" }}>{r.topic_name}: <span className="quiet">{r.refusal?.why}</span></summary>
      {r.refusal && <WayOut refusal={r.refusal} />}
    </details>
  );
}

function Forms({ me }: { me: Me }) {
  const { t, lang, date } = useWords();
  const topics = useQuery({ queryKey: ["topics"], queryFn: () => api<Topic[]>("/topics") });
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  const [edit, setEdit] = useState<Form | "new">();
  const [adding, setAdding] = useState(false);
  const may = me.may.includes("form_write");
  if (topics.error || forms.error) return <Fault error={topics.error ?? forms.error} />;
  if (!topics.data || !forms.data) return <Loader />;
  if (edit) return <FormEditor form={edit === "new" ? undefined : edit} topics={topics.data} me={me} done={() => setEdit(undefined)} />;
  return (
    <div className="grid">
      <Stack>
        <b>{t("topics")}</b>
        {topics.data.length === 0 && <div className="card">{t("no_topics")}</div>}
        {topics.data.map((x) => <div className="card" key={x.id}><b>{x.name[lang]}</b><div className="quiet">{x.text[lang]}</div></div>)}
        {may && (adding ? <TopicEditor done={() => setAdding(false)} /> : <Group><Button variant="default" onClick={() => setAdding(true)}>{t("new_topic")}</Button></Group>)}
      </Stack>
      <Stack>
        <b>{t("forms")}</b>
        {forms.data.length === 0 && <div className="card">{t("no_forms")}</div>}
        {forms.data.map((f) => {
          const link = `${location.origin}/f/${f.id}`;
          return (
            <div className="card" key={f.id}>
              <Group justify="space-between" wrap="nowrap" align="start"><div><b>{f.name}</b><div className="quiet">{f.topics.map((x) => x.name[lang]).join(", ")} · {t("version")} {f.version} · {date(f.published_at)}</div></div>{may && <Button size="xs" variant="default" onClick={() => setEdit(f)}>{t("edit")}</Button>}</Group>
              <Code block mt={10} style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}>{`<a href="${link}">${f.title[lang]}</a>`}</Code>
              <Group mt={10}><CopyButton value={link}>{({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{t(copied ? "copied" : "copy_link")}</Button>}</CopyButton><Button size="xs" variant="subtle" component="a" href={`/f/${f.id}?l=${lang}`} target="_blank" rel="noreferrer">{t("open")}</Button></Group>
            </div>
          );
        })}
        {may && <Group><Button disabled={topics.data.length === 0} onClick={() => setEdit("new")}>{t("new_form")}</Button></Group>}
        <div className="quiet">{t("forms_def")}</div>
      </Stack>
    </div>
  );
}

const empty = () => Object.fromEntries(LANGUAGES.map((l) => [l, ""])) as Record<string, string>;

function TopicEditor({ done }: { done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState({ name: empty(), text: empty() });
  const [fault, setFault] = useState<unknown>();
  const store = () => api("/topics", { method: "POST", body: d }).then(async () => { await client.invalidateQueries({ queryKey: ["topics"] }); done(); }, setFault);
  return (
    <Stack className="card" gap={8}>
      {LANGUAGES.map((l) => <Stack key={l} gap={4}><TextInput label={`${t("c_name")} (${l})`} value={d.name[l]} onChange={(e) => setD({ ...d, name: { ...d.name, [l]: e.target.value } })} /><Textarea autosize label={`${t("topic_text")} (${l})`} value={d.text[l]} onChange={(e) => setD({ ...d, text: { ...d.text, [l]: e.target.value } })} /></Stack>)}
      {fault !== undefined && <Fault error={fault} />}
      <Group><Button onClick={store}>{t("store")}</Button><Button variant="default" onClick={done}>{t("cancel")}</Button></Group>
    </Stack>
  );
}

function FormEditor({ form, topics, me, done }: { form?: Form; topics: Topic[]; me: Me; done: () => void }) {
  const { t, lang } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState<FormDraft>(form ? { name: form.name, sender: form.sender, topics: form.topics.map((x) => x.id), title: form.title } : { name: "", sender: { name: me.organisation, address: "", contact: "", policy_url: "" }, topics: [], title: empty() });
  const [fault, setFault] = useState<unknown>();
  const fields = [["name", "c_name"], ["address", "c_address"], ["contact", "c_contact"], ["policy_url", "c_policy"]] as const;
  const store = () => api(form ? `/forms/${form.id}` : "/forms", { method: form ? "PUT" : "POST", body: d }).then(async () => { await client.invalidateQueries({ queryKey: ["forms"] }); done(); }, setFault);
  return (
    <Stack className="card" maw={620}>
      <TextInput label={t("form_name")} value={d.name} onChange={(e) => setD({ ...d, name: e.target.value })} />
      {LANGUAGES.map((l) => <TextInput key={l} label={`${t("form_title")} (${l})`} value={d.title[l] ?? ""} onChange={(e) => setD({ ...d, title: { ...d.title, [l]: e.target.value } })} />)}
      <b>{t("topics")}</b>
      {topics.map((x) => <Checkbox key={x.id} label={x.name[lang]} description={x.text[lang]} checked={d.topics.includes(x.id)} onChange={(e) => setD({ ...d, topics: e.target.checked ? [...d.topics, x.id] : d.topics.filter((y) => y !== x.id) })} />)}
      <b>{t("sender")}</b>
      {fields.map(([k, word]) => <TextInput key={k} label={t(word)} value={d.sender[k]} onChange={(e) => setD({ ...d, sender: { ...d.sender, [k]: e.target.value } })} />)}
      <Alert color="gray" variant="outline">{t("form_confirm")}</Alert>
      {fault !== undefined && <Fault error={fault} />}
      <Group><Button onClick={store}>{t("publish")}</Button><Button variant="default" onClick={done}>{t("cancel")}</Button></Group>
    </Stack>
  );
}
