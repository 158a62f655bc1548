/** A report by one dimension: the lines with the most first; pressing one filters by it. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Metric, Site } from "../../api/types";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { METRICS, useFormat } from "./metrics";
import { useNames } from "./sentence";
import { useWords } from "./words";

interface Props {
  site: Site;
  asked: { from: string; to: string; filter: string | undefined };
  metric: Metric;
  tabs: readonly [string, ...string[]];
  pick: (by: string, value: string) => void;
}

const LINES = 100;
const SHOWN = 8;

export function Breakdown({ site, asked, metric, tabs, pick }: Props) {
  const { t } = useWords();
  const { many, value } = useNames();
  const format = useFormat(site.currency);
  const [by, setBy] = useState(tabs[0]);
  const rows = api.useQuery(
    "get",
    "/sites/{id}/reports/breakdown",
    { params: { path: { id: site.id }, query: { ...asked, by, limit: LINES } } },
    { placeholderData: (old) => old },
  );
  const untold = rows.data?.some((r) => r.hidden);
  const sorted = (rows.data ?? []).filter((r) => !r.hidden).sort((a, b) => b[metric] - a[metric]);
  const most = Math.max(1, ...sorted.map((r) => r[metric]));
  const csv = () =>
    download(by, [[by, ...METRICS], ...sorted.map((r) => [r.value, ...METRICS.map((m) => String(r[m]))])]);
  return (
    <section className="card" aria-label={many(by)}>
      <Group gap={14} mb={8}>
        {tabs.map((x) =>
          tabs.length === 1 ? (
            <b key={x}>{many(x)}</b>
          ) : (
            <button key={x} type="button" className="pick" aria-pressed={x === by} onClick={() => setBy(x)}>
              {many(x)}
            </button>
          ),
        )}
      </Group>
      {rows.error ? (
        <Fault error={rows.error} />
      ) : sorted.length === 0 && !untold ? (
        <div className="quiet">{t(rows.isPending ? "loading" : "no_data")}</div>
      ) : (
        <>
          {sorted.slice(0, SHOWN).map((r) => (
            <button key={r.value} type="button" className="line" onClick={() => pick(by, r.value)}>
              <i style={{ width: `${(r[metric] / most) * 100}%` }} />
              <span title={r.value}>{value(by, r.value)}</span>
              <span>{format(metric)(r[metric])}</span>
            </button>
          ))}
          {untold && <p className="quiet">{t("hidden_lines")}</p>}
          <Group justify="flex-end">
            <Button size="compact-xs" variant="subtle" color="gray" onClick={csv}>
              {t("export")}
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}
