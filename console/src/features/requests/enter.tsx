/** Entering a request that came by telephone, letter or mail. */
import { Button, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { Person, RequestDraft, Site } from "../../api/types";
import { oneOf, useKept } from "../../parts/address";
import { Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { Head } from "../../parts/head";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { CHECKS, KINDS } from "./answers";
import { today } from "./clock";
import { PersonPick } from "./person-pick";
import { useWords } from "./words";

const CHANNELS = ["phone", "letter", "email"] as const;
const IDENTITIES = ["none", ...CHECKS] as const;
const LAWS = ["dk", "se"] as const;
/** The server takes 366 days. */
const YEAR_MS = 365 * 86400000;
const earliest = () => new Date(Date.now() - YEAR_MS).toISOString().slice(0, 10);

interface Fields extends Required<Omit<RequestDraft, "person" | "received_at_ms">> {
  person: Person | undefined;
  received: string;
}

/** The middle of the day, which is the same day in Denmark and Sweden all year; today is now. */
const whole = ({ person, received, ...rest }: Fields): RequestDraft => ({
  ...rest,
  person: person?.id ?? null,
  received_at_ms: received === today() ? 0 : Date.parse(`${received}T12:00:00+01:00`),
});

export function Entering({ site }: { site?: Site }) {
  const { t } = useWords();
  const kept = useKept();
  const navigate = useNavigate();
  const list = `/requests${kept}`;
  return (
    <>
      <Head title={t("rq_enter")} of={{ title: t("requests"), to: list }} />
      <div className="slim">
        <Enter
          site={site}
          cancel={() => navigate(list)}
          // The form is behind whoever goes back from what it made.
          done={(id) => navigate(`/requests/${id}${kept}`, { replace: true })}
        />
      </div>
    </>
  );
}

function Enter({ site, cancel, done }: { site?: Site; cancel: () => void; done: (id: string) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const rules = useRules();
  const law = site?.law === "se" ? "se" : "dk";
  const form = useForm<Fields>({
    validateInputOnChange: ["received"],
    initialValues: {
      kind: "access",
      channel: "phone",
      law,
      language: law === "se" ? "sv" : "da",
      contact: "",
      text: "",
      identity: "none",
      person: undefined,
      received: today(),
    },
    validate: {
      received: (day) => (day >= earliest() && day <= today() ? null : t("rq_received_wrong")),
      contact: (contact, { person }) => (person ? null : rules.filled(contact)),
    },
  });
  const store = api.useMutation("post", "/requests", {
    onSuccess: (made) => {
      const { id } = made.request;
      client.setQueryData(api.queryOptions("get", "/requests/{id}", { params: { path: { id } } }).queryKey, made);
      done(id);
    },
  });
  const fault = useFieldFault(form, store.error);
  const { person, contact } = form.values;
  const pick = (p: Person | undefined) =>
    form.setValues({ person: p, language: p?.language ?? form.getValues().language });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => store.mutate({ body: whole(values) }))}>
      <Stack>
        <What form={form} />
        <PersonPick value={person} set={pick} />
        <TextInput
          label={t("rq_contact")}
          description={t("rq_contact_def")}
          required={!person}
          maxLength={1000}
          {...form.getInputProps("contact")}
        />
        <Textarea
          autosize
          minRows={3}
          maxRows={14}
          label={t("rq_text")}
          description={t("rq_text_def")}
          maxLength={10000}
          {...form.getInputProps("text")}
        />
        <Which form={form} />
        <Fault error={fault} />
        <Ends cancel={cancel}>
          <Button type="submit" loading={store.isPending} disabled={!person && !contact.trim()}>
            {t("rq_enter")}
          </Button>
        </Ends>
      </Stack>
    </form>
  );
}

/** What is asked for, how and when it came. */
function What({ form }: { form: UseFormReturnType<Fields> }) {
  const { t } = useWords();
  const { kind, channel } = form.values;
  return (
    <>
      <Select
        label={t("rq_kind")}
        allowDeselect={false}
        value={kind}
        onChange={(v) => form.setFieldValue("kind", oneOf(KINDS, v) ?? kind)}
        data={KINDS.map((k) => ({ value: k, label: `${t(`rq_${k}`)}: ${t(`rq_${k}_def`)}` }))}
      />
      <div className="reach-pair">
        <Select
          label={t("rq_channel")}
          allowDeselect={false}
          value={channel}
          onChange={(v) => form.setFieldValue("channel", oneOf(CHANNELS, v) ?? channel)}
          data={CHANNELS.map((value) => ({ value, label: t(`rq_by_${value}`) }))}
        />
        <TextInput
          type="date"
          label={t("rq_received")}
          min={earliest()}
          max={today()}
          {...form.getInputProps("received")}
        />
      </div>
      <div className="quiet">{t("rq_received_def")}</div>
    </>
  );
}

/** How sure it is who asks, and in which law and language they are answered. */
function Which({ form }: { form: UseFormReturnType<Fields> }) {
  const { t } = useWords();
  const { identity, law, language } = form.values;
  return (
    <>
      <Select
        label={t("rq_identity")}
        allowDeselect={false}
        value={identity}
        onChange={(v) => form.setFieldValue("identity", oneOf(IDENTITIES, v) ?? identity)}
        data={IDENTITIES.map((value) => ({ value, label: t(`rq_id_${value}`) }))}
      />
      <div className="reach-pair">
        <Select
          label={t("law")}
          description={t("rq_law_def")}
          inputWrapperOrder={["label", "input", "description"]}
          allowDeselect={false}
          value={law}
          onChange={(v) => form.setFieldValue("law", oneOf(LAWS, v) ?? law)}
          data={LAWS.map((value) => ({ value, label: t(`law_${value}`) }))}
        />
        <Select
          label={t("rq_language")}
          allowDeselect={false}
          value={language}
          onChange={(v) => form.setFieldValue("language", oneOf(LANGUAGES, v) ?? language)}
          data={LANGUAGES.map((l) => ({ value: l, label: LANGS[l] }))}
        />
      </div>
    </>
  );
}
