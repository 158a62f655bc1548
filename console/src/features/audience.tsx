/** Audience: who came, from where, what they did, what it led to. */
import { Button, CloseButton, Group, Loader, Title, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type Live, type Metric, query, type Report, type RowBy, type Site } from "../api";
import { useWords, type Word } from "../i18n";
import { Chart, CoverageBar, download, Fault, PeriodPicker, running, usePeriod } from "../parts";
import { Dropped } from "./home/dropped";

const METRICS: Metric[] = ["visitors", "sessions", "page_views", "conversions", "revenue_minor"];

function useFormat(currency: string) {
  const { n, money } = useWords();
  return (metric: Metric) => (value: number) => (metric === "revenue_minor" ? money(value, currency) : n(value));
}

export function Tiles({ report, chosen, choose }: { report: Report; chosen?: Metric; choose?: (m: Metric) => void }) {
  const { t, percent } = useWords();
  const format = useFormat(report.currency);
  return (
    <div className="tiles">
      {METRICS.map((m) => {
        const [now, before] = [report.overview.totals[m], report.previous?.totals[m]];
        // Beside hardly anything a percentage says nothing.
        const change = before && now / before < 10 ? now / before - 1 : undefined;
        return (
          <Tooltip key={m} label={t(`${m}_def` as Word)} multiline w={240} openDelay={400}>
            <button className="tile" type="button" aria-pressed={chosen === m} onClick={() => choose?.(m)}>
              <div className="quiet">{t(m)}</div>
              <div className="big">{format(m)(now)}</div>
              <div className="quiet" style={{ minHeight: 20 }}>
                {change !== undefined && `${change >= 0 ? "+" : "−"}${percent(Math.abs(change))}`}
              </div>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

export function Audience({ site }: { site: Site }) {
  const { t, date } = useWords();
  const [params, setParams] = useSearchParams();
  const p = usePeriod(site.time_zone);
  const filter = params.get("filter") ?? "";
  const metric = (METRICS as string[]).includes(params.get("metric") ?? "")
    ? (params.get("metric") as Metric)
    : "visitors";
  const asked = { from: p.from, to: p.to, filter };
  const report = useQuery({
    queryKey: ["overview", site.id, asked, p.compare],
    enabled: site.notice_version !== null,
    placeholderData: (old) => old,
    queryFn: () =>
      api<Report>(
        `/sites/${site.id}/reports/overview${query({ ...asked, compare: p.compare ? "previous" : undefined })}`,
      ),
  });
  const format = useFormat(site.currency);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    setParams(next);
  };
  const filters = filter.split("|").filter(Boolean);
  const add = (by: string, value: string) =>
    set("filter", [...filters.filter((f) => !f.startsWith(`${by}:`)), `${by}:${value}`].join("|"));
  const label = (ms: number) =>
    date(
      ms,
      report.data?.overview.grain === "hour"
        ? { hour: "2-digit", minute: "2-digit", timeZone: site.time_zone }
        : { day: "numeric", month: "short", timeZone: site.time_zone },
    );
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h2">
          {t("audience")}
        </Title>
        <PeriodPicker zone={site.time_zone} />
      </Group>
      {filters.length > 0 && (
        <Group gap={8} mb="sm">
          {filters.map((f) => {
            const [by, value] = [f.slice(0, f.indexOf(":")), f.slice(f.indexOf(":") + 1)];
            return (
              <span
                key={f}
                className="card"
                style={{ padding: "2px 4px 2px 10px", display: "inline-flex", alignItems: "center", gap: 4 }}
              >
                {t(by as Word)}: <b>{value}</b>
                <CloseButton
                  size="xs"
                  aria-label={t("clear")}
                  onClick={() => set("filter", filters.filter((x) => x !== f).join("|"))}
                />
              </span>
            );
          })}
          <Button size="compact-xs" variant="subtle" onClick={() => set("filter", "")}>
            {t("clear")}
          </Button>
        </Group>
      )}
      {site.notice_version === null ? (
        <div className="card">{t("not_published")}</div>
      ) : report.error ? (
        <Fault error={report.error} retry={() => report.refetch()} />
      ) : !report.data ? (
        <Loader />
      ) : (
        <>
          <Tiles report={report.data} chosen={metric} choose={(m) => set("metric", m)} />
          <div className="card" style={{ marginTop: 16 }}>
            <Chart
              head={t(report.data.overview.grain)}
              file={`${metric}-${p.from}-${p.to}`}
              format={format(metric)}
              now={running(
                report.data.overview.series.map((x) => x.start_ms),
                report.data.overview.grain,
              )}
              labels={report.data.overview.series.map((x) => label(x.start_ms))}
              series={[
                { name: t(metric), values: report.data.overview.series.map((x) => x[metric]) },
                ...(p.compare && report.data.previous
                  ? [{ name: t("previous"), quiet: true, values: report.data.previous.series.map((x) => x[metric]) }]
                  : []),
              ]}
            />
          </div>
          <div style={{ marginTop: 16 }}>
            <CoverageBar coverage={report.data.coverage} purpose={report.data.purpose} />
          </div>
          <p className="quiet" style={{ margin: "18px 0 8px" }}>
            {t("filter_hint")}
          </p>
          <div className="grid">
            <Breakdown
              site={site}
              asked={asked}
              metric={metric}
              tabs={["source", "campaign", "referrer", "medium"]}
              pick={add}
            />
            <Breakdown site={site} asked={asked} metric={metric} tabs={["path", "name"]} pick={add} />
            <Breakdown site={site} asked={asked} metric={metric} tabs={["country"]} pick={add} />
            <Breakdown site={site} asked={asked} metric={metric} tabs={["device", "browser", "os"]} pick={add} />
            <LivePanel site={site} />
          </div>
          <Dropped site={site} period={{ from: p.from, to: p.to }} />
        </>
      )}
    </>
  );
}

function Breakdown({
  site,
  asked,
  metric,
  tabs,
  pick,
}: {
  site: Site;
  asked: { from: string; to: string; filter: string };
  metric: Metric;
  tabs: string[];
  pick: (by: string, value: string) => void;
}) {
  const { t, any, country } = useWords();
  const format = useFormat(site.currency);
  const [by, setBy] = useState(tabs[0]);
  const rows = useQuery({
    queryKey: ["breakdown", site.id, asked, by],
    placeholderData: (old) => old,
    queryFn: () => api<RowBy[]>(`/sites/${site.id}/reports/breakdown${query({ ...asked, by, limit: 100 })}`),
  });
  const sorted = [...(rows.data ?? [])].sort((a, b) => b[metric] - a[metric]);
  const most = Math.max(1, ...sorted.map((r) => r[metric]));
  return (
    <section className="card" aria-label={t(by as Word)}>
      <Group gap={14} mb={8}>
        {tabs.map((x) =>
          tabs.length === 1 ? (
            <b key={x}>{t(x as Word)}</b>
          ) : (
            <button key={x} type="button" className="pick" aria-pressed={x === by} onClick={() => setBy(x)}>
              {t(x as Word)}
            </button>
          ),
        )}
      </Group>
      {rows.error ? (
        <Fault error={rows.error} />
      ) : sorted.length === 0 ? (
        <div className="quiet">{rows.isPending ? t("loading") : t("no_data")}</div>
      ) : (
        <>
          {sorted.slice(0, 8).map((r) => (
            <button key={r.value} type="button" className="line" onClick={() => pick(by, r.value)}>
              <i style={{ width: `${(r[metric] / most) * 100}%` }} />
              <span title={r.value}>
                {by === "country" ? country(r.value) : by === "device" || by === "name" ? any(r.value) : r.value}
              </span>
              <span>{format(metric)(r[metric])}</span>
            </button>
          ))}
          <Group justify="flex-end">
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() =>
                download(by, [[by, ...METRICS], ...sorted.map((r) => [r.value, ...METRICS.map((m) => String(r[m]))])])
              }
            >
              {t("export")}
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}

export function LivePanel({ site, small = false }: { site: Site; small?: boolean }) {
  const { t, n, date } = useWords();
  const live = useQuery({
    queryKey: ["live", site.id],
    refetchInterval: 2000,
    queryFn: () => api<Live>(`/sites/${site.id}/reports/live`),
  });
  return (
    <section className="card" aria-label={t("live")}>
      <b>{t("live")}</b>
      {live.error ? (
        <Fault error={live.error} />
      ) : (
        live.data && (
          <>
            <div style={{ margin: "6px 0 4px" }}>
              <span className="big">{n(live.data.visitors_now)}</span> <span className="quiet">{t("live_now")}</span>
            </div>
            <div className="quiet">{t("live_half")}</div>
            <Chart
              head={t("hour")}
              file="live"
              kind="bar"
              height={small ? 70 : 110}
              format={n}
              labels={live.data.minutes.map((m) =>
                date(m.start_ms, { hour: "2-digit", minute: "2-digit", timeZone: site.time_zone }),
              )}
              series={[{ name: t("page_views"), values: live.data.minutes.map((m) => m.page_views) }]}
            />
            {!small &&
              live.data.pages.map((x) => (
                <div key={x.path} style={{ display: "flex", justifyContent: "space-between" }}>
                  <span>{x.path}</span>
                  <span>{n(x.visitors)}</span>
                </div>
              ))}
          </>
        )
      )}
    </section>
  );
}
