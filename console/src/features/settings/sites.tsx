/** Sites and their settings. */
import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type Me, type Site, type SiteDraft } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { Tag } from "../consent";

const list = (text: string) =>
  text
    .split(/[,\n]\s*/)
    .map((x) => x.trim())
    .filter(Boolean);

export function Sites({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const edit = params.get("edit");
  const set = (id: string | null) => {
    const next = new URLSearchParams(params);
    id ? next.set("edit", id) : next.delete("edit");
    setParams(next);
  };
  const site = sites.find((s) => s.id === edit);
  if (edit && (site || edit === "new")) return <SiteForm site={site} done={() => set(null)} key={edit} />;
  return (
    <Stack>
      {sites.map((s) => (
        <div className="card" key={s.id}>
          <Group justify="space-between">
            <div>
              <b>{s.name}</b>
              <div className="quiet">
                {s.hosts.join(", ")} · {s.key}
              </div>
            </div>
            {me.may.includes("site_write") && (
              <Button variant="default" size="xs" onClick={() => set(s.id)}>
                {t("settings")}
              </Button>
            )}
          </Group>
        </div>
      ))}
      {me.may.includes("site_write") && (
        <Group>
          <Button onClick={() => set("new")}>{t("new_site")}</Button>
        </Group>
      )}
    </Stack>
  );
}

function SiteForm({ site, done }: { site?: Site; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [d, setD] = useState<Required<SiteDraft>>(
    site
      ? {
          name: site.name,
          hosts: site.hosts,
          law: site.law,
          time_zone: site.time_zone,
          currency: site.currency,
          aggregate: site.aggregate,
          aggregate_assessment: site.aggregate_assessment,
          listed_paths: site.listed_paths,
          conversions: site.conversions,
          properties: site.properties,
          revenue: site.revenue ?? "anyone",
        }
      : {
          name: "",
          hosts: [],
          law: "dk",
          time_zone: "Europe/Copenhagen",
          currency: "DKK",
          aggregate: "off",
          aggregate_assessment: "",
          listed_paths: ["/"],
          conversions: ["purchase", "sign_up"],
          properties: [],
          revenue: "anyone",
        },
  );
  const [text, setText] = useState({
    hosts: d.hosts.join(", "),
    listed_paths: d.listed_paths.join(", "),
    conversions: d.conversions.join(", "),
    properties: d.properties.join(", "),
  });
  const [fault, setFault] = useState<unknown>();
  const [saved, setSaved] = useState(false);
  const law = (next: Site["law"]) =>
    setD({
      ...d,
      law: next,
      ...(next === "se"
        ? { time_zone: "Europe/Stockholm", currency: "SEK" }
        : next === "dk"
          ? { time_zone: "Europe/Copenhagen", currency: "DKK" }
          : {}),
    });
  const store = async () => {
    const body = {
      ...d,
      hosts: list(text.hosts),
      listed_paths: list(text.listed_paths),
      conversions: list(text.conversions),
      properties: list(text.properties),
    };
    try {
      await api(site ? `/sites/${site.id}` : "/sites", { method: site ? "PUT" : "POST", body });
      await client.invalidateQueries({ queryKey: ["sites"] });
      setFault(undefined);
      site ? setSaved(true) : done();
    } catch (e) {
      setFault(e);
    }
  };
  return (
    <div className="grid">
      <Stack className="card">
        <TextInput label={t("c_name")} value={d.name} onChange={(e) => setD({ ...d, name: e.target.value })} />
        <TextInput
          label={t("hosts")}
          placeholder="www.shop.example"
          value={text.hosts}
          onChange={(e) => setText({ ...text, hosts: e.target.value })}
        />
        <Select
          label={t("law")}
          allowDeselect={false}
          value={d.law}
          onChange={(v) => law(v as Site["law"])}
          data={[
            { value: "dk", label: t("law_dk") },
            { value: "se", label: t("law_se") },
            { value: "neutral", label: t("law_neutral") },
          ]}
        />
        <Group grow>
          <TextInput
            label={t("time_zone")}
            value={d.time_zone}
            onChange={(e) => setD({ ...d, time_zone: e.target.value })}
          />
          <TextInput
            label={t("currency")}
            value={d.currency}
            onChange={(e) => setD({ ...d, currency: e.target.value.toUpperCase() })}
          />
        </Group>
        <Select
          label={t("aggregate")}
          allowDeselect={false}
          value={d.aggregate}
          onChange={(v) => setD({ ...d, aggregate: v as Site["aggregate"] })}
          data={[
            { value: "off", label: t("agg_off") },
            { value: "request", label: t("agg_request") },
            { value: "script", label: t("agg_script") },
          ]}
        />
        {d.aggregate !== "off" && (
          <Textarea
            autosize
            minRows={3}
            label={t("assessment")}
            value={d.aggregate_assessment}
            onChange={(e) => setD({ ...d, aggregate_assessment: e.target.value })}
          />
        )}
        {d.aggregate !== "off" && !d.aggregate_assessment && (
          <Group>
            <Button
              size="xs"
              variant="default"
              onClick={() => setD({ ...d, aggregate_assessment: t("assessment_text") })}
            >
              {t("use_text")}
            </Button>
          </Group>
        )}
        <TextInput
          label={t("goals")}
          value={text.conversions}
          onChange={(e) => setText({ ...text, conversions: e.target.value })}
        />
        <Select
          label={t("revenue_from")}
          description={t("revenue_from_def")}
          allowDeselect={false}
          value={d.revenue}
          onChange={(v) => setD({ ...d, revenue: v as SiteDraft["revenue"] & string })}
          data={[
            { value: "anyone", label: t("revenue_anyone") },
            { value: "server", label: t("revenue_server") },
          ]}
        />
        <TextInput
          label={t("props")}
          value={text.properties}
          onChange={(e) => setText({ ...text, properties: e.target.value })}
        />
        <TextInput
          label={t("pages_listed")}
          value={text.listed_paths}
          onChange={(e) => setText({ ...text, listed_paths: e.target.value })}
        />
        {fault !== undefined && <Fault error={fault} />}
        <Group>
          <Button onClick={store}>{t("store")}</Button>
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
          {saved && (
            <span className="quiet" role="status">
              {t("saved")}
            </span>
          )}
        </Group>
      </Stack>
      {site && <Tag site={site} />}
    </div>
  );
}
