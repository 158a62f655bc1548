/** Consent: records with proof, answers, the notice and its versions, the tag. */
import {
  Badge,
  Button,
  Checkbox,
  CopyButton,
  Drawer,
  Group,
  Loader,
  Modal,
  NumberInput,
  Stack,
  Table,
  Tabs,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router-dom";
import {
  api,
  type ConsentDetail,
  type Me,
  type Notice,
  type NoticeDraft,
  type NoticePurpose,
  type OptIn,
  type Purpose,
  query,
  type Consent as Rec,
  type Site,
} from "../api";
import { LANGS, type Lang, useWords } from "../i18n";
import { Chart, Fault, PeriodPicker, usePeriod } from "../parts";
import { Publish } from "./consent/change";
import { Debug } from "./consent/debug";
import { PLACEHOLDER } from "./home/organisation";

export function Consent({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const tab = params.get("tab") ?? "records";
  const set = (value: string | null) => {
    const next = new URLSearchParams(params);
    next.set("tab", value ?? "records");
    setParams(next);
  };
  return (
    <>
      <Title order={1} size="h2" mb="md">
        {t("consent")}
      </Title>
      <Tabs value={tab} onChange={set} keepMounted={false}>
        <Tabs.List mb="md">
          {(["records", "opt_in", "notice", "tag"] as const).map((x) => (
            <Tabs.Tab key={x} value={x}>
              {t(x)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="records">
          <Records me={me} site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="opt_in">
          <Answers site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="notice">
          <Editor me={me} site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="tag">
          <Tag site={site} />
          <Debug me={me} site={site} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Records({ me, site }: { me: Me; site: Site }) {
  const { t, any, date } = useWords();
  const [before, setBefore] = useState<number>();
  const [open, setOpen] = useState<string>();
  const page = useQuery({
    queryKey: ["consents", site.id, before],
    queryFn: () => api<Rec[]>(`/sites/${site.id}/consents${query({ before, limit: 50 })}`),
    enabled: me.may.includes("consent_read"),
  });
  const notices = useQuery({
    queryKey: ["notices", site.id],
    queryFn: () => api<Notice[]>(`/sites/${site.id}/notices`),
  });
  const names = (set: number) => site_names(notices.data, set);
  if (page.error) return <Fault error={page.error} retry={() => page.refetch()} />;
  if (page.isPending) return <Loader />;
  if (page.data.length === 0) return <div className="card">{t("no_records")}</div>;
  return (
    <div className="card" style={{ overflowX: "auto", padding: 0 }}>
      <Table className="stack" highlightOnHover verticalSpacing={7} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            {(["when", "event", "control", "granted", "version", "language"] as const).map((h) => (
              <Table.Th key={h}>{t(h)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {page.data.map((r) => (
            <Table.Tr key={r.id} onClick={() => setOpen(r.id)} style={{ cursor: "pointer" }}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>
                <Button variant="transparent" size="compact-sm" px={0} onClick={() => setOpen(r.id)}>
                  {date(r.at, { dateStyle: "medium", timeStyle: "short" })}
                </Button>
              </Table.Td>
              <Table.Td className="half" data-label={t("event")}>
                {any(r.event)}
              </Table.Td>
              <Table.Td className="half" data-label={t("control")}>
                {any(r.act.control)}
                {r.gpc && (
                  <Badge ml={6} size="xs" variant="outline" color="gray">
                    GPC
                  </Badge>
                )}
              </Table.Td>
              <Table.Td data-label={t("granted")}>{names(r.granted).map(any).join(", ") || "–"}</Table.Td>
              <Table.Td className="half" data-label={t("version")}>
                {r.notice_version}
              </Table.Td>
              <Table.Td className="half" data-label={t("language")}>
                {r.language}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {page.data.length === 50 && (
        <Group p="sm" justify="flex-end">
          <Button size="xs" variant="default" onClick={() => setBefore(page.data.at(-1)!.seq)}>
            {t("older")}
          </Button>
        </Group>
      )}
      <Drawer
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={!!open}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={t("records")}
      >
        {open && <Detail id={open} me={me} names={names} />}
      </Drawer>
    </div>
  );
}

const site_names = (notices: Notice[] | undefined, set: number) => {
  const known = new Map((notices ?? []).flatMap((n) => n.purposes.map((p) => [p.bit, p.key] as const)));
  return [...known].filter(([bit]) => (set >>> bit) & 1).map(([, key]) => key);
};

function Detail({ id, me, names }: { id: string; me: Me; names: (set: number) => string[] }) {
  const { t, any, date, lang } = useWords();
  const client = useQueryClient();
  const [ask, setAsk] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const detail = useQuery({
    queryKey: ["consent", id],
    queryFn: () => api<ConsentDetail>(`/consents/${id}`),
    refetchInterval: (q) => (q.state.data?.proof ? false : 1000),
  });
  if (detail.error) return <Fault error={detail.error} />;
  if (!detail.data) return <Loader />;
  const { record: r, proof, notice, history } = detail.data;
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "medium" });
  const open = history[0]?.granted !== 0 && r.subject !== "";
  const withdraw = async () => {
    try {
      await api(`/consents/${id}/withdraw`, { method: "POST" });
      await client.invalidateQueries();
      setAsk(false);
    } catch (e) {
      setFault(e);
    }
  };
  const facts: [string, string][] = [
    [t("when"), moment(r.at)],
    [t("event"), any(r.event)],
    [
      t("control"),
      `${any(r.act.control)} · ${t("layer")} ${r.act.layer} · ${t(r.act.trusted ? "real_act" : "no_act")}`,
    ],
    [t("granted"), detail.data.granted.map(any).join(", ") || "–"],
    [t("refused"), detail.data.refused.map(any).join(", ") || "–"],
    [t("expires"), moment(r.expires_at)],
    [t("version"), `${r.notice_version} · ${r.language} · ${r.law}`],
    ...(r.subject ? [] : [[t("proof"), t("proof_over")] as [string, string]]),
    ["hash", r.notice_hash],
    ["id", r.id],
  ];
  return (
    <Stack>
      <dl className="facts">{facts.map(([k, v]) => [<dt key={`${k}-t`}>{k}</dt>, <dd key={`${k}-d`}>{v}</dd>])}</dl>
      {me.may.includes("consent_withdraw") && open && (
        <Button variant="default" onClick={() => setAsk(true)}>
          {t("withdraw_for")}
        </Button>
      )}
      {notice && (
        <div>
          <b>{t("what_shown")}</b>
          <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
            {notice.purposes.map((p) => (
              <li key={p.key}>
                <b>{p.name[r.language] ?? p.name[lang]}</b>: {p.text[r.language] ?? p.text[lang]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <b>{t("history")}</b>
        {history.map((h) => (
          <div key={h.id} className={h.id === id ? "" : "quiet"}>
            {moment(h.at)} · {any(h.event)} · {names(h.granted).map(any).join(", ") || "–"}
          </div>
        ))}
      </div>
      <div>
        <b>{t("proof")}</b>
        {proof ? (
          <>
            <div className="quiet">
              #{proof.leaf_index} / {proof.checkpoint.size}
            </div>
            <pre className="code">{proof.checkpoint.note}</pre>
          </>
        ) : (
          <div className="quiet">{t("proof_pending")}</div>
        )}
      </div>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={ask}
        onClose={() => setAsk(false)}
        title={t("withdraw_for")}
        centered
      >
        <p style={{ marginTop: 0 }}>{t("withdraw_sure")}</p>
        {fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsk(false)}>
            {t("cancel")}
          </Button>
          <Button onClick={withdraw}>{t("withdraw_for")}</Button>
        </Group>
      </Modal>
    </Stack>
  );
}

function Answers({ site }: { site: Site }) {
  const { t, n, percent, date } = useWords();
  const p = usePeriod(site.time_zone);
  const days = useQuery({
    queryKey: ["choices", site.id, p.from, p.to],
    queryFn: () => api<OptIn[]>(`/sites/${site.id}/choices${query({ from: p.from, to: p.to })}`),
  });
  const sum = (k: Exclude<keyof OptIn, "day">) => (days.data ?? []).reduce((s, d) => s + d[k], 0);
  const answered = sum("accept_all") + sum("refuse_all") + sum("save") || 1;
  return (
    <>
      <Group mb="md">
        <PeriodPicker zone={site.time_zone} comparing={false} />
      </Group>
      {days.error ? (
        <Fault error={days.error} />
      ) : !days.data ? (
        <Loader />
      ) : days.data.length === 0 ? (
        <div className="card">{t("no_data")}</div>
      ) : (
        <>
          <div className="tiles">
            {(["shown", "accept_all", "save", "refuse_all", "withdraw"] as const).map((k) => (
              <div key={k} className="tile" style={{ cursor: "default" }}>
                <div className="quiet">{t(k)}</div>
                <div className="big">{n(sum(k))}</div>
                <div className="quiet">{k === "shown" || k === "withdraw" ? "\u00a0" : percent(sum(k) / answered)}</div>
              </div>
            ))}
          </div>
          <div className="card" style={{ marginTop: 16 }}>
            <b>{t("rate")}</b>
            <Chart
              head={t("day")}
              file="answers"
              format={(v) => percent(v)}
              most={1}
              labels={days.data.map((d) =>
                date(Date.parse(d.day), { day: "numeric", month: "short", timeZone: "UTC" }),
              )}
              series={[
                {
                  name: t("rate"),
                  values: days.data.map((d) => (d.accept_all + d.save) / (d.accept_all + d.save + d.refuse_all || 1)),
                },
              ]}
            />
            <div className="quiet">{t("opt_in_note")}</div>
          </div>
        </>
      )}
    </>
  );
}

function Editor({ me, site }: { me: Me; site: Site }) {
  const { t, lang, date } = useWords();
  const client = useQueryClient();
  const notices = useQuery({
    queryKey: ["notices", site.id],
    queryFn: () => api<Notice[]>(`/sites/${site.id}/notices`),
  });
  const catalogue = useQuery({ queryKey: ["purposes"], queryFn: () => api<Purpose[]>("/purposes") });
  const [draft, setDraft] = useState<Draft>();
  const [faults, setFaults] = useState<string[]>();
  const [fault, setFault] = useState<unknown>();
  const current = notices.data?.[0];
  useEffect(() => {
    if (draft || !notices.data) return;
    setDraft(
      current
        ? {
            controller: current.controller,
            purposes: current.purposes.map((p) => ({
              key: p.key,
              recipients: p.recipients,
              retention_days: p.retention_days,
              text: p.text,
            })),
          }
        : {
            controller: {
              name: me.organisation === PLACEHOLDER ? "" : me.organisation,
              address: "",
              contact: "",
              policy_url: "",
            },
            purposes: [{ key: "statistics", recipients: [], text: {} }],
          },
    );
  }, [notices.data]);
  const content = JSON.stringify(draft);
  useEffect(() => {
    if (!draft || !me.may.includes("notice_publish")) return;
    const wait = setTimeout(
      () =>
        api<{ faults: string[] }>(`/sites/${site.id}/notices/check`, { method: "POST", body: draft }).then(
          (c) => setFaults(c.faults),
          setFault,
        ),
      300,
    );
    return () => clearTimeout(wait);
  }, [content]);
  if (notices.error || catalogue.error) return <Fault error={notices.error ?? catalogue.error} />;
  if (!draft || !catalogue.data) return <Loader />;
  const publish = async () => {
    await api(`/sites/${site.id}/notices`, { method: "POST", body: draft });
    await client.invalidateQueries();
  };
  const fields = [
    ["name", "c_name"],
    ["address", "c_address"],
    ["contact", "c_contact"],
    ["policy_url", "c_policy"],
  ] as const;
  const chosen = catalogue.data.filter((p) => draft.purposes.some((d) => d.key === p.key));
  const toggle = (key: string, on: boolean) =>
    setDraft({
      ...draft,
      purposes: catalogue
        .data!.filter((p) => (p.key === key ? on : draft.purposes.some((d) => d.key === p.key)))
        .map((p) => draft.purposes.find((d) => d.key === p.key) ?? { key: p.key, recipients: [], text: {} }),
    });
  return (
    <div className="grid">
      <Stack className="card">
        <div>
          {current
            ? `${t("version")} ${current.version} · ${t("published")} ${date(current.published_at)}`
            : t("not_published")}
        </div>
        <b>{t("controller")}</b>
        {fields.map(([k, word]) => (
          <TextInput
            key={k}
            label={t(word)}
            value={draft.controller[k]}
            onChange={(e) => setDraft({ ...draft, controller: { ...draft.controller, [k]: e.target.value } })}
          />
        ))}
        <b>{t("purpose")}</b>
        {catalogue.data.map((p) => {
          const d = draft.purposes.find((x) => x.key === p.key);
          return (
            <div key={p.key}>
              <Checkbox
                label={p.name[lang]}
                description={d?.text[lang] ?? p.text[lang]}
                checked={!!d}
                onChange={(e) => toggle(p.key, e.target.checked)}
              />
              {d && (
                <PurposeFields
                  purpose={p}
                  draft={d}
                  before={current?.purposes.find((x) => x.key === p.key)}
                  change={(next) =>
                    setDraft({ ...draft, purposes: draft.purposes.map((x) => (x.key === p.key ? next : x)) })
                  }
                />
              )}
            </div>
          );
        })}
        {fault !== undefined && <Fault error={fault} />}
        {faults &&
          (faults.length ? (
            <div>
              <b>{t("faults")}</b>
              <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
                {faults.map((f) => (
                  <li key={f}>{f}</li>
                ))}
              </ul>
            </div>
          ) : (
            <div className="quiet">{t("check_ok")}</div>
          ))}
        {me.may.includes("notice_publish") && (
          <Publish
            site={site.id}
            draft={draft}
            catalogue={catalogue.data}
            disabled={!faults || faults.length > 0}
            publish={publish}
          />
        )}
      </Stack>
      <div className="card">
        <b>{t("preview")}</b>
        <div className="preview" style={{ marginTop: 10 }}>
          {chosen.map((p) => {
            const d = draft.purposes.find((x) => x.key === p.key)!;
            return (
              <p key={p.key} style={{ margin: "0 0 8px" }}>
                <b>{p.name[lang]}</b>
                <br />
                <span className="quiet">
                  {d.text[lang] ?? p.text[lang]} {d.recipients.filter(Boolean).join(", ")}
                </span>
              </p>
            );
          })}
          <div className="quiet">
            {draft.controller.name}, {draft.controller.address}
          </div>
          <div className="pair">
            <span>{t("refuse_all")}</span>
            <span>{t("accept_all")}</span>
          </div>
        </div>
        {!!notices.data?.length && (
          <>
            <b style={{ display: "block", margin: "18px 0 4px" }}>{t("versions")}</b>
            {notices.data.map((n) => (
              <div key={n.version} className="quiet">
                {t("version")} {n.version} · {date(n.published_at, { dateStyle: "medium", timeStyle: "short" })} ·{" "}
                {n.purposes.map((p) => p.name[lang]).join(", ")}
              </div>
            ))}
          </>
        )}
      </div>
    </div>
  );
}

type PurposeDraft = NoticeDraft["purposes"][number] & { recipients: string[]; text: Record<string, string> };
type Draft = { controller: NoticeDraft["controller"]; purposes: PurposeDraft[] };

/** What can be said of a purpose besides that it is there: who else gets the data, how long it is kept, own words. */
function PurposeFields({
  purpose,
  draft,
  before,
  change,
}: {
  purpose: Purpose;
  draft: PurposeDraft;
  before?: NoticePurpose;
  change: (next: PurposeDraft) => void;
}) {
  const { t } = useWords();
  const [words, setWords] = useState(false);
  const days = draft.retention_days ?? purpose.retention_days;
  const asked =
    before &&
    (days > before.retention_days || draft.recipients.some((r) => r.trim() && !before.recipients.includes(r.trim())));
  return (
    <Stack gap={6} ml={30} mt={6}>
      <TextInput
        size="xs"
        label={t("recipients")}
        value={draft.recipients.join(", ")}
        onChange={(e) => change({ ...draft, recipients: e.target.value ? e.target.value.split(/,\s*/) : [] })}
      />
      <NumberInput
        size="xs"
        w={200}
        min={1}
        max={3650}
        allowDecimal={false}
        label={t("kept_days")}
        value={days}
        onChange={(v) => change({ ...draft, retention_days: Number(v) || undefined })}
      />
      {asked && <div className="quiet">{t("asked_again")}</div>}
      {before && days < before.retention_days && <div className="quiet">{t("kept_shorter")}</div>}
      {words ? (
        (Object.keys(LANGS) as Lang[]).map((l) => (
          <Textarea
            key={l}
            size="xs"
            autosize
            label={`${t("own_words")} (${l})`}
            value={draft.text[l] ?? purpose.text[l]}
            onChange={(e) => change({ ...draft, text: { ...draft.text, [l]: e.target.value } })}
          />
        ))
      ) : (
        <Group>
          <Button size="compact-xs" variant="subtle" onClick={() => setWords(true)}>
            {t("own_words")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

export function Tag({ site }: { site: Site }) {
  const { t } = useWords();
  const line = `<script src="${location.origin}/t/${site.key}.js" async></script>`;
  const marked = `<script type="text/plain" data-purpose="ads" src="https://…"></script>`;
  return (
    <Stack className="card" maw={760}>
      <div>{t("tag_hint")}</div>
      <pre className="code">{line}</pre>
      <Group>
        <CopyButton value={line}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div>{t("tag_scripts")}</div>
      <pre className="code">{marked}</pre>
      <div>{t("tag_trackers")}</div>
      <pre className="code">{site.key}</pre>
    </Stack>
  );
}
