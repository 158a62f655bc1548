/** Topics and sign-up forms: what people can ask for, and where they ask. */
import { Alert, Button, Checkbox, Code, CopyButton, Group, Loader, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Form, type FormDraft, type Me, type Topic } from "../../api";
import { LANGS, type Lang, useWords } from "../../i18n";
import { Fault } from "../../parts";

const LANGUAGES = Object.keys(LANGS) as Lang[];

export function Forms({ me }: { me: Me }) {
  const { t, lang, date } = useWords();
  const topics = useQuery({ queryKey: ["topics"], queryFn: () => api<Topic[]>("/topics") });
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  const [edit, setEdit] = useState<Form | "new">();
  const [adding, setAdding] = useState(false);
  const may = me.may.includes("form_write");
  if (topics.error || forms.error) return <Fault error={topics.error ?? forms.error} />;
  if (!topics.data || !forms.data) return <Loader />;
  if (edit)
    return (
      <FormEditor
        form={edit === "new" ? undefined : edit}
        topics={topics.data}
        me={me}
        done={() => setEdit(undefined)}
      />
    );
  return (
    <div className="grid">
      <Stack>
        <b>{t("topics")}</b>
        {topics.data.length === 0 && <div className="card">{t("no_topics")}</div>}
        {topics.data.map((x) => (
          <div className="card" key={x.id}>
            <b>{x.name[lang]}</b>
            <div className="quiet">{x.text[lang]}</div>
          </div>
        ))}
        {may &&
          (adding ? (
            <TopicEditor done={() => setAdding(false)} />
          ) : (
            <Group>
              <Button variant="default" onClick={() => setAdding(true)}>
                {t("new_topic")}
              </Button>
            </Group>
          ))}
      </Stack>
      <Stack>
        <b>{t("forms")}</b>
        {forms.data.length === 0 && <div className="card">{t("no_forms")}</div>}
        {forms.data.map((f) => {
          const link = `${location.origin}/f/${f.id}`;
          return (
            <div className="card" key={f.id}>
              <Group justify="space-between" wrap="nowrap" align="start">
                <div>
                  <b>{f.name}</b>
                  <div className="quiet">
                    {f.topics.map((x) => x.name[lang]).join(", ")} ·{" "}
                    {(f.channels ?? []).map((c) => t(`channel_${c}`)).join(", ")} · {t("version")} {f.version} ·{" "}
                    {date(f.published_at)}
                  </div>
                </div>
                {may && (
                  <Button size="xs" variant="default" onClick={() => setEdit(f)}>
                    {t("edit")}
                  </Button>
                )}
              </Group>
              <Code
                block
                mt={10}
                style={{ wordBreak: "break-all", whiteSpace: "pre-wrap" }}
              >{`<a href="${link}">${f.title[lang]}</a>`}</Code>
              <Group mt={10}>
                <CopyButton value={link}>
                  {({ copied, copy }) => (
                    <Button size="xs" variant="default" onClick={copy}>
                      {t(copied ? "copied" : "copy_link")}
                    </Button>
                  )}
                </CopyButton>
                <Button
                  size="xs"
                  variant="subtle"
                  component="a"
                  href={`/f/${f.id}?l=${lang}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t("open")}
                </Button>
              </Group>
            </div>
          );
        })}
        {may && (
          <Group>
            <Button disabled={topics.data.length === 0} onClick={() => setEdit("new")}>
              {t("new_form")}
            </Button>
          </Group>
        )}
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
  const store = () =>
    api("/topics", { method: "POST", body: d }).then(async () => {
      await client.invalidateQueries({ queryKey: ["topics"] });
      done();
    }, setFault);
  return (
    <Stack className="card" gap={8}>
      {LANGUAGES.map((l) => (
        <Stack key={l} gap={4}>
          <TextInput
            label={`${t("c_name")} (${l})`}
            value={d.name[l]}
            onChange={(e) => setD({ ...d, name: { ...d.name, [l]: e.target.value } })}
          />
          <Textarea
            autosize
            label={`${t("topic_text")} (${l})`}
            value={d.text[l]}
            onChange={(e) => setD({ ...d, text: { ...d.text, [l]: e.target.value } })}
          />
        </Stack>
      ))}
      {fault !== undefined && <Fault error={fault} />}
      <Group>
        <Button onClick={store}>{t("store")}</Button>
        <Button variant="default" onClick={done}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}

function FormEditor({ form, topics, me, done }: { form?: Form; topics: Topic[]; me: Me; done: () => void }) {
  const { t, lang } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState<FormDraft>(
    form
      ? {
          name: form.name,
          sender: form.sender,
          topics: form.topics.map((x) => x.id),
          title: form.title,
          channels: form.channels,
        }
      : {
          name: "",
          sender: { name: me.organisation, address: "", contact: "", policy_url: "" },
          topics: [],
          title: empty(),
          channels: ["email"],
        },
  );
  const [fault, setFault] = useState<unknown>();
  const fields = [
    ["name", "c_name"],
    ["address", "c_address"],
    ["contact", "c_contact"],
    ["policy_url", "c_policy"],
  ] as const;
  const store = () =>
    api(form ? `/forms/${form.id}` : "/forms", { method: form ? "PUT" : "POST", body: d }).then(async () => {
      await client.invalidateQueries({ queryKey: ["forms"] });
      done();
    }, setFault);
  return (
    <Stack className="card" maw={620}>
      <TextInput label={t("form_name")} value={d.name} onChange={(e) => setD({ ...d, name: e.target.value })} />
      {LANGUAGES.map((l) => (
        <TextInput
          key={l}
          label={`${t("form_title")} (${l})`}
          value={d.title[l] ?? ""}
          onChange={(e) => setD({ ...d, title: { ...d.title, [l]: e.target.value } })}
        />
      ))}
      <b>{t("topics")}</b>
      {topics.map((x) => (
        <Checkbox
          key={x.id}
          label={x.name[lang]}
          description={x.text[lang]}
          checked={d.topics.includes(x.id)}
          onChange={(e) =>
            setD({ ...d, topics: e.target.checked ? [...d.topics, x.id] : d.topics.filter((y) => y !== x.id) })
          }
        />
      ))}
      <Checkbox
        label={t("form_sms")}
        description={t("form_sms_def")}
        checked={d.channels?.includes("sms")}
        onChange={(e) => setD({ ...d, channels: e.target.checked ? ["email", "sms"] : ["email"] })}
      />
      <b>{t("sender")}</b>
      {fields.map(([k, word]) => (
        <TextInput
          key={k}
          label={t(word)}
          value={d.sender[k]}
          onChange={(e) => setD({ ...d, sender: { ...d.sender, [k]: e.target.value } })}
        />
      ))}
      <Alert color="gray" variant="outline">
        {t("form_confirm")}
      </Alert>
      {fault !== undefined && <Fault error={fault} />}
      <Group>
        <Button onClick={store}>{t("publish")}</Button>
        <Button variant="default" onClick={done}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
