/** People from a file: first a look at what would come of each row, then bringing it in, and what was brought in before. */
import {
  Alert,
  Button,
  FileInput,
  Group,
  Loader,
  Modal,
  Progress,
  SegmentedControl,
  Select,
  Stack,
  Table,
} from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type Channel, type Form, type ImportView, Problem, query } from "../api";
import { useWords } from "../i18n";
import { download, Fault, Sure } from "../parts";
import { Columns, type Mapping } from "./import/columns";
import { Sentence } from "./import/sentence";
import { type Draft, EMPTY, Vouch, whole } from "./import/vouch";

const OUTCOMES = ["usable", "stored", "stopped", "said_no", "known", "no_mail", "erased"] as const;
const MISSING = [
  "mapping",
  "date",
  "place",
  "words",
  "period",
  "encoding",
  "letters",
  "name",
  "no_yes",
  "doubt",
] as const;
/** Numbers that were left out of a row that was read. */
const LEFT = ["email", "phone", "customer_number", "identifier_taken", "attribute"] as const;
const CHANNELS = ["email", "sms"] as const;
/** Countries whose numbers and clocks are read without being named. */
const COUNTRIES = ["DK", "SE", "NO", "FI", "IS", "DE", "NL", "GB", "IE"];
/** What the server takes. */
const BYTES_MAX = 200 * 1024 * 1024;

/** One of each kind: a yes with its evidence, a yes without, a no. */
const example = (wording: string) =>
  download("people-example", [
    ["email", "status", "consented_at", "source", "wording", "language"],
    ["karen.madsen@post.example", "subscribed", "2025-03-01 10:15:00", "https://butik.example/", wording, "da"],
    ["eva.lind@mejl.example", "subscribed", "", "", "", "sv"],
    ["lars.holm@post.example", "unsubscribed", "", "", "", "da"],
  ]);

const STATES = ["done", "cancelled", "interrupted"] as const;

const running = (view?: ImportView) => view?.import.state === "running";

export function Import() {
  const { t, n, say, lang } = useWords();
  const countries = new Intl.DisplayNames([lang], { type: "region" });
  const client = useQueryClient();
  const [formId, setFormId] = useState<string | null>(null);
  const [topicId, setTopicId] = useState<string | null>(null);
  const [channel, setChannel] = useState<Channel>("email");
  const [files, setFiles] = useState<File[]>([]);
  const [mapping, setMapping] = useState<Mapping>({});
  const [vouched, setVouched] = useState<Draft>();
  const [country, setCountry] = useState<string | null>(null);
  const [id, setId] = useState<string>();
  const [busy, setBusy] = useState<"look" | "bring">();
  const [fault, setFault] = useState<unknown>();
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  const run = useQuery({
    queryKey: ["import", id],
    queryFn: () => api<ImportView>(`/imports/${id}`),
    enabled: !!id,
    staleTime: 0,
    refetchInterval: (q) => (running(q.state.data) ? 1000 : false),
  });
  const view = id ? run.data : undefined;
  const state = view?.import.state;
  const dry = view?.import.dry;
  useEffect(() => {
    if (!state || state === "running") return;
    void client.invalidateQueries({ queryKey: ["imports"] });
    if (!dry) for (const key of ["people", "person"]) void client.invalidateQueries({ queryKey: [key] });
  }, [client, id, state, dry]);
  if (forms.error) return <Fault error={forms.error} retry={() => forms.refetch()} />;
  if (!forms.data) return <Loader />;
  const form = forms.data.find((f) => f.id === formId) ?? (forms.data.length === 1 ? forms.data[0] : undefined);
  const topic = form?.topics.find((x) => x.id === topicId) ?? (form?.topics.length === 1 ? form.topics[0] : undefined);
  const tooBig = files.reduce((sum, f) => sum + f.size, 0) > BYTES_MAX;
  const ready = !!form && !!topic && files.length > 0 && !tooBig && (!vouched || whole(vouched));
  const works = !!busy || running(view);
  // What was looked at holds for the file, form and topic it was looked at with.
  const anew = () => {
    setId(undefined);
    setFault(undefined);
  };
  const begin = async (look: boolean) => {
    if (!ready || !form || !topic) return;
    setBusy(look ? "look" : "bring");
    setFault(undefined);
    try {
      // A browser does not read a file that was changed after it was chosen.
      for (const file of files)
        await file
          .slice(0, 1)
          .arrayBuffer()
          .catch(() => {
            throw new Problem(0, "file", t("im_changed"), t("im_changed_def"));
          });
      const body = new FormData();
      for (const file of files) body.append("file", file, file.name);
      if (Object.keys(mapping).length > 0) body.append("mapping", JSON.stringify(mapping));
      if (vouched) body.append("vouched", JSON.stringify(vouched));
      const name = files.map((f) => f.name).join(", ");
      const begun = await api<ImportView>(
        `/imports${query({ topic: topic.id, form: form.id, channel, name, country: country ?? "", dry: String(look) })}`,
        { method: "POST", body },
      );
      client.setQueryData(["import", begun.import.id], begun);
      setId(begun.import.id);
      void client.invalidateQueries({ queryKey: ["imports"] });
    } catch (e) {
      setFault(e);
    }
    setBusy(undefined);
  };
  const of = (what: (typeof OUTCOMES)[number]) => view?.report.outcomes[what] ?? 0;
  const changes = of("usable") + of("stored") + of("stopped");
  return (
    <Stack>
      <div style={{ maxWidth: 760 }}>
        {t("im_intro")}
        <Group mt={10}>
          <Button size="xs" variant="default" onClick={() => example(t("im_example_words"))}>
            {t("im_example")}
          </Button>
        </Group>
      </div>
      {forms.data.length === 0 ? (
        <div className="card">{t("im_no_forms")}</div>
      ) : (
        <Stack className="card" maw={760}>
          <div className="reach-pair">
            <Select
              label={t("im_form")}
              description={form ? `${t("sender")}: ${form.sender.name}, ${form.sender.address}` : t("im_form_def")}
              inputWrapperOrder={["label", "input", "description"]}
              allowDeselect={false}
              disabled={works}
              value={form?.id ?? null}
              onChange={(v) => {
                setFormId(v);
                setTopicId(null);
                anew();
              }}
              data={forms.data.map((f) => ({ value: f.id, label: f.name }))}
            />
            <Select
              label={t("topic")}
              description={topic?.text[lang] ?? t("im_topic_def")}
              inputWrapperOrder={["label", "input", "description"]}
              allowDeselect={false}
              disabled={works || !form}
              value={topic?.id ?? null}
              onChange={(v) => {
                setTopicId(v);
                anew();
              }}
              data={form?.topics.map((x) => ({ value: x.id, label: x.name[lang] ?? x.id })) ?? []}
            />
          </div>
          <div>
            <div id="im_channel" style={{ fontWeight: 500 }}>
              {t("im_channel")}
            </div>
            <div className="quiet">{t(`im_channel_${channel}_def`)}</div>
            <SegmentedControl
              aria-labelledby="im_channel"
              mt={6}
              disabled={works}
              value={channel}
              onChange={(v) => {
                setChannel(v as Channel);
                anew();
              }}
              data={CHANNELS.map((c) => ({ value: c, label: t(`by_${c}`) }))}
            />
          </div>
          <FileInput
            multiple
            label={t("im_file")}
            description={
              files.length > 0 ? `${t("im_chosen")}: ${files.map((f) => f.name).join(", ")}` : t("im_file_def")
            }
            inputWrapperOrder={["label", "input", "description", "error"]}
            placeholder={t("im_choose")}
            accept=".csv,.txt,.tsv,.xlsx,.zip,text/csv"
            clearable
            clearButtonProps={{ "aria-label": t("clear") }}
            disabled={works}
            value={files}
            error={tooBig && t("im_too_big")}
            onChange={(f) => {
              setFiles(f);
              setMapping({});
              anew();
            }}
          />
          <Select
            label={t("im_country")}
            description={t("im_country_def")}
            clearable
            clearButtonProps={{ "aria-label": t("clear") }}
            placeholder={t("im_country_own")}
            disabled={works}
            value={country}
            onChange={(v) => {
              setCountry(v);
              anew();
            }}
            data={COUNTRIES.map((value) => ({ value, label: countries.of(value) ?? value }))}
          />
          <Vouch
            draft={vouched}
            change={(v) => {
              setVouched(v);
              anew();
            }}
            works={works}
          />
          <Group>
            <Button
              variant={state === "done" ? "default" : "filled"}
              loading={busy === "look"}
              disabled={!ready || works}
              onClick={() => begin(true)}
            >
              {t("im_look")}
            </Button>
          </Group>
          {fault !== undefined && <Fault error={fault} />}
        </Stack>
      )}
      <div role="status">
        {view && <b>{t(`im_${dry ? "look" : "bring"}_${STATES.find((s) => s === state) ?? "running"}`)}</b>}
      </div>
      {id && run.error && <Fault error={run.error} retry={() => run.refetch()} />}
      {running(view) && <Far view={view!} />}
      {view && state === "done" && (
        <Sentence
          view={view}
          vouch={() => {
            setVouched((v) => v ?? EMPTY);
            document.getElementById("im-vouch")?.scrollIntoView({ block: "center" });
          }}
        />
      )}
      {view && state !== "running" && (view.report.sheets ?? []).length > 0 && (
        <div style={{ maxWidth: 760 }}>
          <Columns
            sheets={view.report.sheets ?? []}
            mapping={mapping}
            change={dry ? setMapping : undefined}
            works={works}
          />
          {dry && Object.keys(mapping).length > 0 && (
            <Group mt={10}>
              <Button
                variant="default"
                loading={busy === "look"}
                disabled={!ready || works}
                onClick={() => begin(true)}
              >
                {t("im_map_again")}
              </Button>
            </Group>
          )}
        </div>
      )}
      {view && state !== "running" && <Outcome view={view} />}
      {view && dry && state === "done" && (
        <Alert variant="outline" color="gray" title={t("im_before")} maw={760}>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            <li>
              {say("im_before_usable", {
                n: n(of("usable")),
                way: t(`channel_${view.import.channel}`),
                topic: topic?.name[lang] ?? "",
                sender: form?.sender.name ?? "",
              })}
            </li>
            <li>{say("im_before_stored", { n: n(of("stored")) })}</li>
            <li>{say("im_before_stopped", { n: n(of("stopped")), way: t(`channel_${view.import.channel}`) })}</li>
            {view.report.errors_total > 0 && <li>{say("im_before_errors", { n: n(view.report.errors_total) })}</li>}
            <li>{t("im_before_twice")}</li>
          </ul>
          <p>
            <b>{t("im_no_undo")}</b>
          </p>
          {changes === 0 ? (
            <div>{t("im_nothing")}</div>
          ) : (
            <Button loading={busy === "bring"} disabled={works} onClick={() => begin(false)}>
              {say("im_bring", { n: n(changes), all: n(view.import.rows_done) })}
            </Button>
          )}
        </Alert>
      )}
      {view && !dry && (state === "interrupted" || state === "cancelled") && (
        <Group>
          <Button loading={busy === "bring"} disabled={works} onClick={() => begin(false)}>
            {t("im_go_on")}
          </Button>
        </Group>
      )}
      <Last />
    </Stack>
  );
}

/** How far an import is, and stopping it. */
function Far({ view: { import: i } }: { view: ImportView }) {
  const { t, n, say } = useWords();
  const client = useQueryClient();
  const stop = async () => {
    const view = await api<ImportView>(`/imports/${i.id}/cancel`, { method: "POST" });
    client.setQueryData(["import", i.id], view);
    for (const key of ["imports", "people"]) await client.invalidateQueries({ queryKey: [key] });
  };
  const all = n(i.rows_total);
  const far =
    i.rows_done === 0
      ? `${t("im_nos_first")} ${say("im_rows_of", { n: n(i.rows_checked), all })}`
      : say("im_rows_of", { n: n(i.rows_done), all });
  return (
    <div style={{ maxWidth: 760 }}>
      <Progress
        aria-label={t("im_far")}
        value={i.rows_total > 0 ? Math.min(100, (50 * (i.rows_checked + i.rows_done)) / i.rows_total) : 0}
      />
      <Group justify="space-between" gap="xs">
        <span className="quiet">{far}</span>
        <Sure word="im_cancel" mr={-8} text={t(i.dry ? "im_cancel_look_sure" : "im_cancel_bring_sure")} go={stop} />
      </Group>
    </div>
  );
}

/** What came of the rows: what was understood, what each group is worth and what would release it, what cannot be read. */
function Outcome({ view: { import: i, report: r } }: { view: ImportView }) {
  const { t, any, n, say } = useWords();
  if (!r.encoding) return null;
  const left = LEFT.reduce((sum, m) => sum + (r.missing[m] ?? 0), 0);
  const errors = () =>
    download(`errors-${i.id}`, [
      [t("im_line"), t("im_wrong")],
      ...r.errors.map((e) => [
        String(e.line),
        e.file ? `${any(`im_error_${e.code}`)} (${e.file})` : any(`im_error_${e.code}`),
      ]),
    ]);
  return (
    <div className="grid">
      <div className="card">
        <Table verticalSpacing={6} aria-label={t("im_comes")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={88} ta="right">
                {t("im_rows")}
              </Table.Th>
              <Table.Th>{t("im_comes")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {OUTCOMES.filter((o) => o !== "erased" || r.outcomes[o]).map((o) => (
              <Table.Tr key={o} style={{ verticalAlign: "top" }}>
                <Table.Td ta="right">{n(r.outcomes[o] ?? 0)}</Table.Td>
                <Table.Td>
                  <b>{t(`im_${o}`)}</b>
                  <div className="quiet">{t(`im_${o}_def`)}</div>
                  {o === "stored" && MISSING.some((m) => r.missing[m]) && (
                    <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
                      {MISSING.filter((m) => r.missing[m]).map((m) => (
                        <li key={m}>
                          {n(r.missing[m] ?? 0)}: {t(`im_lack_${m}`)}
                          <div className="quiet">
                            {t("way_out")}: {t(`im_lack_${m}_out`)}
                          </div>
                        </li>
                      ))}
                    </ul>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
            {left > 0 && (
              <Table.Tr style={{ verticalAlign: "top" }}>
                <Table.Td ta="right">{n(left)}</Table.Td>
                <Table.Td>
                  <b>{t("im_numbers")}</b>
                  <div className="quiet">{t("im_numbers_def")}</div>
                  <ul style={{ margin: "6px 0 0", paddingLeft: 18 }}>
                    {LEFT.filter((m) => r.missing[m]).map((m) => (
                      <li key={m}>
                        {n(r.missing[m] ?? 0)}: {t(`im_left_${m}`)}
                        <div className="quiet">
                          {t("way_out")}: {t(`im_left_${m}_out`)}
                        </div>
                      </li>
                    ))}
                  </ul>
                </Table.Td>
              </Table.Tr>
            )}
            <Table.Tr style={{ verticalAlign: "top" }}>
              <Table.Td ta="right">{n(r.errors_total)}</Table.Td>
              <Table.Td>
                <b>{t("im_errors")}</b>
                <div className="quiet">{t("im_errors_def")}</div>
              </Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </div>
      <Stack>
        {r.errors.length > 0 && (
          <div className="card">
            <div tabIndex={0} role="region" aria-label={t("im_errors")} style={{ maxHeight: 320, overflow: "auto" }}>
              <Table stickyHeader verticalSpacing={4}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={80} ta="right">
                      {t("im_line")}
                    </Table.Th>
                    <Table.Th>{t("im_wrong")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {r.errors.map((e, at) => (
                    <Table.Tr key={at}>
                      <Table.Td ta="right">{n(e.line)}</Table.Td>
                      <Table.Td>
                        {any(`im_error_${e.code}`)}
                        {e.file && <div className="quiet">{e.file}</div>}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
            <Group mt={8} justify="space-between">
              <span className="quiet">{say("im_errors_shown", { n: n(r.errors.length), all: n(r.errors_total) })}</span>
              <Button size="xs" variant="default" onClick={errors}>
                {t("export")}
              </Button>
            </Group>
          </div>
        )}
      </Stack>
    </div>
  );
}

/** What was looked at and brought in before. */
function Last() {
  const { t, n, say, date } = useWords();
  const [open, setOpen] = useState<ImportView>();
  const list = useQuery({
    queryKey: ["imports"],
    queryFn: () => api<ImportView[]>("/imports"),
    staleTime: 0,
    refetchInterval: (q) => (q.state.data?.some(running) ? 2000 : false),
  });
  const counts = ({ report: r }: ImportView) =>
    [
      ...OUTCOMES.filter((o) => r.outcomes[o]).map((o) => `${t(`im_${o}`)}: ${n(r.outcomes[o] ?? 0)}`),
      ...(r.errors_total > 0 ? [`${t("im_errors")}: ${n(r.errors_total)}`] : []),
    ].join(" · ");
  const stands = (v: ImportView) =>
    running(v) ? (
      <Far view={v} />
    ) : v.import.state === "done" ? (
      t("im_done")
    ) : v.import.state === "cancelled" ? (
      t("im_cancelled")
    ) : v.import.state === "interrupted" ? (
      t(v.import.dry ? "im_broken_look" : "im_broken")
    ) : (
      v.import.state
    );
  return (
    <div>
      <b>{t("im_last")}</b>
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : list.data.length === 0 ? (
        <div className="card">{t("im_none")}</div>
      ) : (
        <div
          className="card"
          tabIndex={0}
          role="region"
          aria-label={t("im_last")}
          style={{ overflowX: "auto", padding: 0 }}
        >
          <Table verticalSpacing={7} horizontalSpacing="md" miw={680}>
            <Table.Thead>
              <Table.Tr>
                {(["im_file", "when", "im_what", "im_state", "im_comes"] as const).map((h) => (
                  <Table.Th key={h}>{t(h)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.map((v) => (
                <Table.Tr key={v.import.id} style={{ verticalAlign: "top" }}>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>
                    {running(v) || !v.report.encoding ? (
                      v.import.name || "–"
                    ) : (
                      <Button variant="transparent" size="compact-sm" px={0} onClick={() => setOpen(v)}>
                        {v.import.name || "–"}
                      </Button>
                    )}
                  </Table.Td>
                  <Table.Td>{date(v.import.created_at_ms, { dateStyle: "medium", timeStyle: "short" })}</Table.Td>
                  <Table.Td>
                    {t(`by_${v.import.channel}`)}, {t(v.import.dry ? "im_looked" : "im_brought")}
                  </Table.Td>
                  <Table.Td miw={140}>{stands(v)}</Table.Td>
                  <Table.Td>
                    {counts(v) || "–"}
                    {!running(v) && v.import.rows_done > 0 && (
                      <div className="quiet">
                        {say("im_rows_of", {
                          n: n(v.import.rows_done),
                          all: n(Math.max(v.import.rows_done, v.import.state === "done" ? 0 : v.import.rows_total)),
                        })}
                      </div>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={!!open}
        onClose={() => setOpen(undefined)}
        title={open?.import.name || t("im_rows")}
        size="xl"
      >
        {open && (
          <Stack>
            <Sentence view={open} />
            <Columns sheets={open.report.sheets ?? []} mapping={{}} />
            <Outcome view={open} />
          </Stack>
        )}
      </Modal>
    </div>
  );
}
