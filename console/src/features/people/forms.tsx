/** Topics and sign-up forms: what people can ask for, and where they ask. */

import { Button, Code, CopyButton, Group, Loader, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Form, Me } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { FormEditor } from "./form-editor";
import { TopicEditor } from "./topic-editor";
import { useWords } from "./words";

export function Forms({ me }: { me: Me }) {
  const { t } = useWords();
  const topics = api.useQuery("get", "/topics");
  const forms = api.useQuery("get", "/forms");
  const [edit, setEdit] = useState<Form | "new">();
  const may = me.may.includes("form_write");
  const error = topics.error ?? forms.error;
  if (error) return <Fault error={error} />;
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
      <Topics may={may} />
      <Stack>
        <Title order={2} className="part-head">
          {t("forms")}
        </Title>
        {forms.data.length === 0 && (
          <Empty>
            <p>{t("no_forms")}</p>
          </Empty>
        )}
        {forms.data.map((f) => (
          <One key={f.id} form={f} edit={may ? () => setEdit(f) : undefined} />
        ))}
        {may && (
          <Group>
            <Button disabled={topics.data.length === 0} onClick={() => setEdit("new")}>
              {t("new_form")}
            </Button>
          </Group>
        )}
        <div className="quiet">
          <Ruled>{t("forms_def")}</Ruled>
        </div>
      </Stack>
    </div>
  );
}

function Topics({ may }: { may: boolean }) {
  const { t, written } = useWords();
  const topics = api.useQuery("get", "/topics").data ?? [];
  const [adding, setAdding] = useState(false);
  return (
    <Stack>
      <Title order={2} className="part-head">
        {t("topics")}
      </Title>
      {topics.length === 0 && (
        <Empty>
          <p>{t("no_topics")}</p>
        </Empty>
      )}
      {topics.map((x) => (
        <div className="card" key={x.id}>
          <b>{written(x.name)}</b>
          <div className="quiet">{written(x.text)}</div>
        </div>
      ))}
      {may &&
        (adding ? (
          <TopicEditor done={() => setAdding(false)} />
        ) : (
          <Group>
            <Button variant={topics.length === 0 ? "filled" : "default"} onClick={() => setAdding(true)}>
              {t("new_topic")}
            </Button>
          </Group>
        ))}
    </Stack>
  );
}

/** A form as it stands, and the ways to it. */
function One({ form: f, edit }: { form: Form; edit?: () => void }) {
  const { t, lang, written, date } = useWords();
  const link = `${location.origin}/f/${f.id}`;
  const facts = [
    f.topics.map((x) => written(x.name)).join(", "),
    (f.channels ?? []).map((c) => t(`channel_${c}`)).join(", "),
    `${t("version")} ${f.version}`,
    date(f.published_at),
  ];
  return (
    <div className="card">
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <b>{f.name}</b>
          <div className="quiet">{facts.join(" · ")}</div>
        </div>
        {edit && (
          <Button size="xs" variant="default" onClick={edit}>
            {t("edit")}
          </Button>
        )}
      </Group>
      <Code block mt={10} className="secret">{`<a href="${link}">${written(f.title)}</a>`}</Code>
      <Group mt={10}>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? "copied" : "copy_link")}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="subtle" component="a" href={`/f/${f.id}?l=${lang}`} target="_blank" rel="noreferrer">
          {t("open")}
        </Button>
      </Group>
    </div>
  );
}
