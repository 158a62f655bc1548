/** For developers: what would become of an event, and a token with which a tracker is told it itself. */
import { Button, Checkbox, Group, Select, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { DebugInput, Me, Site, Trace } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { useFieldFault } from "../../parts/form";
import { RuleMark } from "../../parts/rule";
import { DIALECTS, example } from "./debug-examples";
import { Token } from "./debug-token";
import { useWords } from "./words";

export function Debug({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const form = useForm<DebugInput>({
    initialValues: {
      dialect: "own",
      body: example("own", site),
      token: "",
      user_agent: navigator.userAgent,
      gpc: false,
    },
  });
  const look = api.useMutation("post", "/sites/{id}/debug", { meta: { quiet: true } });
  const fault = useFieldFault(form, look.error);
  const speak = (text: string | null) => {
    const dialect = oneOf(DIALECTS, text) ?? "own";
    form.setValues({ dialect, body: example(dialect, site) });
    look.reset();
  };
  return (
    <Stack className="card" maw={760} mt="md" component="section" aria-label={t("dbg")}>
      <Title order={2} className="part-head">
        {t("dbg")}
      </Title>
      <div>{t("dbg_def")}</div>
      <Select
        label={t("dbg_dialect")}
        maw={260}
        allowDeselect={false}
        value={form.values.dialect}
        data={[
          { value: "own", label: "Hjemmel" },
          { value: "matomo", label: "Matomo" },
          { value: "measurement", label: "GA4 Measurement Protocol" },
          { value: "gtag", label: "Google tag (gtag.js)" },
          { value: "plausible", label: "Plausible" },
          { value: "posthog", label: "PostHog" },
          { value: "segment", label: "Segment / RudderStack" },
          { value: "snowplow", label: "Snowplow" },
          { value: "umami", label: "Umami" },
        ]}
        onChange={speak}
      />
      <Textarea
        label={t("dbg_body")}
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: "mono" }}
        {...form.getInputProps("body")}
      />
      <TextInput label={t("dbg_token")} description={t("dbg_token_def")} {...form.getInputProps("token")} />
      <TextInput label={t("dbg_agent")} {...form.getInputProps("user_agent")} />
      <Checkbox label={t("dbg_gpc")} {...form.getInputProps("gpc", { type: "checkbox" })} />
      <Group>
        <Button
          size="xs"
          loading={look.isPending}
          onClick={() => look.mutate({ params: { path: { id: site.id } }, body: form.getValues() })}
        >
          {t("dbg_look")}
        </Button>
      </Group>
      <Fault error={fault} />
      <div role="status">
        {look.data?.map((x) => (
          <Became key={x.index} trace={x} />
        ))}
      </div>
      {me.may.includes("site_write") && <Token site={site} />}
    </Stack>
  );
}

/** What became of an event, and why. */
function Became({ trace: x }: { trace: Trace }) {
  const { t, any, n, known } = useWords();
  const why = x.outcome === "refused" ? known(`reason_${x.reason}`, x.reason) : known(`dr_${x.reason}`, x.reason);
  const facts = Object.entries(x.event ?? {}).filter(([, v]) => v !== "" && v !== 0 && v !== "{}");
  return (
    <div className="lined">
      <div>
        <b>
          #{x.index + 1} {any(`dbg_${x.outcome}`)}
        </b>
        {x.reason && `: ${why}`}
        {x.rule && (
          <>
            {" "}
            <RuleMark rules={[{ id: x.rule }]} />
          </>
        )}
      </div>
      {x.purposes.length > 0 && (
        <div>
          {t("purpose")}: {x.purposes.map(any).join(", ")}
        </div>
      )}
      {x.cleaned.length > 0 && (
        <div>
          {t("dbg_cleaned")}: {x.cleaned.map((c) => `${known(`dr_${c.what}`, c.what)} (${n(c.n)})`).join(", ")}
        </div>
      )}
      {facts.length > 0 && (
        <dl className="facts gap-top-s">
          {facts.map(([k, v]) => [<dt key={`${k}-t`}>{k}</dt>, <dd key={`${k}-d`}>{String(v)}</dd>])}
        </dl>
      )}
    </div>
  );
}
