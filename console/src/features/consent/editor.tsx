/** The notice: written, checked while it is written, looked at, published. */
import { Checkbox, Loader, Stack, TextInput, Title } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { api } from "../../api/client";
import type { Me, Notice, Purpose, Site } from "../../api/types";
import { Fault, Faults } from "../../parts/fault";
import { Publish } from "./change";
import { begun, type Draft, toggled } from "./notice-draft";
import { Preview, Versions } from "./preview";
import { PurposeFields } from "./purpose-fields";
import { useWords } from "./words";

const WAIT_MS = 300;
const FIELDS = [
  ["name", "c_name"],
  ["address", "c_address"],
  ["contact", "c_contact"],
  ["policy_url", "c_policy"],
] as const;

export function Editor({ me, site }: { me: Me; site: Site }) {
  const notices = api.useQuery("get", "/sites/{id}/notices", { params: { path: { id: site.id } } });
  const catalogue = api.useQuery("get", "/purposes");
  const error = notices.error ?? catalogue.error;
  if (error) return <Fault error={error} />;
  if (!notices.data || !catalogue.data) return <Loader />;
  return <Form me={me} site={site} notices={notices.data} catalogue={catalogue.data} />;
}

interface Props {
  me: Me;
  site: Site;
  notices: Notice[];
  catalogue: Purpose[];
}

function Form({ me, site, notices, catalogue }: Props) {
  const { t, date } = useWords();
  const current = notices[0];
  const form = useForm<Draft>({ initialValues: begun(current, me.organisation) });
  const draft = form.values;
  const may = me.may.includes("notice_publish");
  return (
    <div className="grid">
      <Stack className="card">
        <div>
          {current
            ? `${t("version")} ${current.version} · ${t("published")} ${date(current.published_at)}`
            : t("not_published")}
        </div>
        <Title order={2} className="part-head">
          {t("controller")}
        </Title>
        {FIELDS.map(([k, word]) => (
          <TextInput key={k} label={t(word)} {...form.getInputProps(`controller.${k}`)} />
        ))}
        <Title order={2} className="part-head">
          {t("purpose")}
        </Title>
        {catalogue.map((p) => (
          <Choice key={p.key} purpose={p} form={form} catalogue={catalogue} current={current} />
        ))}
        {may && <Check site={site} draft={draft} catalogue={catalogue} />}
      </Stack>
      <div className="card beside">
        <Title order={2} className="part-head">
          {t("preview")}
        </Title>
        <Preview draft={draft} catalogue={catalogue} />
        <Versions notices={notices} />
      </div>
    </div>
  );
}

interface ChoiceProps {
  purpose: Purpose;
  form: UseFormReturnType<Draft>;
  catalogue: Purpose[];
  current?: Notice;
}

/** Whether a purpose is asked for, and what is said of it. */
function Choice({ purpose: p, form, catalogue, current }: ChoiceProps) {
  const { written } = useWords();
  const draft = form.values;
  const chosen = draft.purposes.find((x) => x.key === p.key);
  return (
    <div>
      <Checkbox
        label={written(p.name)}
        description={written(chosen?.text) || written(p.text)}
        checked={!!chosen}
        onChange={(e) => form.setFieldValue("purposes", toggled(draft, catalogue, p.key, e.target.checked))}
      />
      {chosen && (
        <PurposeFields
          purpose={p}
          draft={chosen}
          before={current?.purposes.find((x) => x.key === p.key)}
          change={(next) =>
            form.setFieldValue(
              "purposes",
              draft.purposes.map((x) => (x.key === p.key ? next : x)),
            )
          }
        />
      )}
    </div>
  );
}

/** What the law still misses in it, a moment after the last change; and the way out when nothing is. */
function Check({ site, draft, catalogue }: { site: Site; draft: Draft; catalogue: Purpose[] }) {
  const { t } = useWords();
  const [body] = useDebouncedValue(draft, WAIT_MS);
  // A look at a draft changes nothing, and so is a query for all that it is posted.
  const check = api.useQuery(
    "post",
    "/sites/{id}/notices/check",
    { params: { path: { id: site.id } }, body },
    { placeholderData: (old) => old, gcTime: 0 },
  );
  const faults = check.data?.faults;
  return (
    <>
      <Fault error={check.error} />
      {faults &&
        (faults.length > 0 ? (
          <div>
            <b>{t("faults")}</b>
            <Faults all={faults} />
          </div>
        ) : (
          <div className="quiet">{t("check_ok")}</div>
        ))}
      <Publish site={site.id} draft={draft} catalogue={catalogue} disabled={!faults || faults.length > 0} />
    </>
  );
}
