/** The answer: begun from a template in the person's language, read and changed, then mailed or written down. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { api } from "../../api/client";
import type { Asked, Person, ReplyDraft, RequestView } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { fitting, KEEPING, REASONED, TEMPLATES, type Template, UNTIL, type Wanted } from "./answers";
import { ByHand } from "./by-hand";
import { Letter } from "./letter";
import { useWords } from "./words";

interface Fields {
  template: Template;
  reason: string;
  kept: string;
  until: string;
}

interface Props {
  request: Asked;
  person?: Person;
  wanted?: Wanted;
  took: (view: RequestView) => void;
}

export function Answer({ request: r, person, wanted, took }: Props) {
  const { t } = useWords();
  const form = useForm<Fields>({
    initialValues: {
      template: wanted?.template ?? fitting(r)[0],
      reason: wanted?.reason ?? "",
      kept: "",
      until: "",
    },
  });
  const [draft, setDraft] = useState<ReplyDraft>();
  const [sent, setSent] = useState<ReplyDraft & { mailed: boolean }>();
  const begin = api.useMutation("post", "/requests/{id}/reply/draft", { meta: { quiet: true }, onSuccess: setDraft });
  const send = api.useMutation("post", "/requests/{id}/reply", {
    onSuccess: (out) => {
      if (draft) setSent({ ...draft, mailed: out.mailed });
      setDraft(undefined);
      took(out.request);
    },
  });
  const path = { path: { id: r.id } };
  const write = () => {
    setSent(undefined);
    send.reset();
    const { template, reason, kept, until } = form.getValues();
    const body = {
      template,
      reason: REASONED.includes(template) ? reason.trim() : "",
      kept: KEEPING.includes(template) ? kept.trim() : "",
      until: UNTIL.includes(template) ? until : "",
    };
    begin.mutate({ params: path, body });
  };
  // Where the request moves on, so does what is likely said, as long as nothing was written.
  const [likely] = fitting(r);
  const { setFieldValue } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the likely answer changes, not when it is chosen.
  useEffect(() => {
    if (!wanted && !draft) setFieldValue("template", likely);
  }, [likely]);
  // What a step asks for is begun at once.
  const first = useRef(wanted ? write : undefined);
  useEffect(() => first.current?.(), []);
  return (
    <Stack gap="xs">
      <div role="status">
        {sent && (
          <div className="card">
            <div>{t(sent.mailed ? "rq_mailed" : "rq_by_hand")}</div>
            {!sent.mailed && <ByHand reply={sent} to={r.contact} />}
          </div>
        )}
      </div>
      <Beginning form={form} request={r} />
      <Group>
        <Button size="xs" variant="default" loading={begin.isPending} onClick={write}>
          {t(draft ? "rq_draft_again" : "rq_draft")}
        </Button>
      </Group>
      <Fault error={begin.error ?? send.error} />
      {draft && (
        <Letter
          draft={draft}
          change={setDraft}
          language={r.language}
          to={person?.identifiers.find((i) => i.kind === "email" && i.verified_at > 0)?.value}
          busy={send.isPending}
          send={() => send.mutate({ params: path, body: { ...draft, changed_at_ms: r.changed_at } })}
        />
      )}
    </Stack>
  );
}

/** Which template, and what it has a place for. */
function Beginning({ form, request: r }: { form: UseFormReturnType<Fields>; request: Asked }) {
  const { t } = useWords();
  const { template } = form.values;
  const fits = fitting(r);
  const group = (all: readonly Template[]) => all.map((x) => ({ value: x, label: t(`rq_t_${x}`) }));
  return (
    <>
      <Select
        label={t("rq_template")}
        allowDeselect={false}
        value={template}
        onChange={(v) => form.setFieldValue("template", oneOf(TEMPLATES, v) ?? template)}
        data={[
          { group: t("rq_fits"), items: group(fits) },
          { group: t("rq_others"), items: group(TEMPLATES.filter((x) => !fits.includes(x))) },
        ]}
      />
      {REASONED.includes(template) && (
        <Textarea
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          label={t("rq_reason")}
          description={t("rq_reason_def")}
          {...form.getInputProps("reason")}
        />
      )}
      {KEEPING.includes(template) && (
        <Textarea autosize minRows={2} label={t("rq_kept")} {...form.getInputProps("kept")} />
      )}
      {UNTIL.includes(template) && <TextInput type="date" label={t("rq_until")} {...form.getInputProps("until")} />}
    </>
  );
}
