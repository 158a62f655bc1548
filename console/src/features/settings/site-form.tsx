/** The settings of a site, and its tag once there is one. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { Tag } from "../consent/tag";
import { draft, fields, type SiteFields, usual } from "./site-draft";
import { useWords } from "./words";

const LAWS = ["dk", "se", "neutral"] as const satisfies Site["law"][];
const LANES = ["off", "request", "script"] as const satisfies Site["aggregate"][];

export function SiteForm({ site, done }: { site?: Site; done: () => void }) {
  const { t } = useWords();
  const rules = useRules();
  const form = useForm({ initialValues: fields(site), validate: { name: rules.filled, hosts: rules.filled } });
  const add = api.useMutation("post", "/sites", { onSuccess: done });
  const change = api.useMutation("put", "/sites/{id}");
  const fault = useFieldFault(form, add.error ?? change.error);
  const store = (values: SiteFields) => {
    const body = draft(values);
    site ? change.mutate({ params: { path: { id: site.id } }, body }) : add.mutate({ body });
  };
  return (
    <div className="grid">
      <form noValidate onSubmit={form.onSubmit(store)}>
        <Stack className="card">
          <Fields form={form} />
          <Fault error={fault} />
          <Group>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {t("store")}
            </Button>
            <Button variant="default" onClick={done}>
              {t("cancel")}
            </Button>
            {change.isSuccess && (
              <span className="quiet" role="status">
                {t("saved")}
              </span>
            )}
          </Group>
        </Stack>
      </form>
      {site && <Tag site={site} />}
    </div>
  );
}

function Fields({ form }: { form: UseFormReturnType<SiteFields> }) {
  const { t } = useWords();
  const { law, revenue } = form.values;
  return (
    <>
      <TextInput label={t("c_name")} {...form.getInputProps("name")} />
      <TextInput label={t("hosts")} placeholder="www.shop.example" {...form.getInputProps("hosts")} />
      <Select
        label={t("law")}
        allowDeselect={false}
        value={law}
        onChange={(v) => {
          const next = oneOf(LAWS, v) ?? law;
          form.setValues({ law: next, ...usual(next) });
        }}
        data={LAWS.map((value) => ({ value, label: t(`law_${value}`) }))}
      />
      <Group grow align="start">
        <TextInput label={t("time_zone")} {...form.getInputProps("time_zone")} />
        <TextInput
          label={t("currency")}
          {...form.getInputProps("currency")}
          onChange={(e) => form.setFieldValue("currency", e.target.value.toUpperCase())}
        />
      </Group>
      <Counted form={form} />
      <TextInput label={t("goals")} {...form.getInputProps("conversions")} />
      <Select
        label={t("revenue_from")}
        description={t("revenue_from_def")}
        allowDeselect={false}
        value={revenue}
        onChange={(v) => form.setFieldValue("revenue", oneOf(["anyone", "server"] as const, v) ?? revenue)}
        data={[
          { value: "anyone", label: t("revenue_anyone") },
          { value: "server", label: t("revenue_server") },
        ]}
      />
      <TextInput label={t("props")} {...form.getInputProps("properties")} />
      <TextInput label={t("pages_listed")} {...form.getInputProps("listed_paths")} />
    </>
  );
}

/** What is counted without permission, and why that may be. */
function Counted({ form }: { form: UseFormReturnType<SiteFields> }) {
  const { t } = useWords();
  const { aggregate, aggregate_assessment: assessment } = form.values;
  return (
    <>
      <Select
        label={t("aggregate")}
        allowDeselect={false}
        value={aggregate}
        onChange={(v) => form.setFieldValue("aggregate", oneOf(LANES, v) ?? aggregate)}
        data={LANES.map((value) => ({ value, label: t(`agg_${value}`) }))}
      />
      {aggregate !== "off" && (
        <Textarea autosize minRows={3} label={t("assessment")} {...form.getInputProps("aggregate_assessment")} />
      )}
      {aggregate !== "off" && !assessment && (
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => form.setFieldValue("aggregate_assessment", t("assessment_text"))}
          >
            {t("use_text")}
          </Button>
        </Group>
      )}
    </>
  );
}
