/** Parts that every page uses: faults, the chart with its table, the period, the coverage. */
import {
  Alert,
  Button,
  type ButtonProps,
  Group,
  Modal,
  SegmentedControl,
  Switch,
  Table,
  TextInput,
  useComputedColorScheme,
} from "@mantine/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router-dom";
import { type Coverage, type Explanation, Problem } from "./api";
import { useWords, type Word } from "./i18n";

echarts.use([LineChart, BarChart, GridComponent, MarkAreaComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export function Logo() {
  return (
    <span className="logo">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="7" fill="var(--mantine-primary-color-filled)" />
        <path
          d="M10 8v16M22 8v16M10 17h12"
          stroke="var(--mantine-color-body)"
          strokeWidth="3.2"
          strokeLinecap="round"
        />
      </svg>
      Hjemmel
    </span>
  );
}

/** What went wrong, with the server's own words and a way on. */
export function Fault({ error, retry, word = "retry" }: { error: unknown; retry?: () => void; word?: Word }) {
  const { t } = useWords();
  const problem = error instanceof Problem && error.code !== "offline" ? error : undefined;
  return (
    <Alert variant="outline" color="gray" title={problem?.title ?? t("error_title")} role="alert">
      <div>{problem?.detail ?? (error instanceof Problem ? t("offline_def") : String(error))}</div>
      {!!problem?.faults.length && (
        <ul style={{ margin: "8px 0 0", paddingLeft: 18 }}>
          {problem.faults.map((f) => (
            <li key={f}>{f}</li>
          ))}
        </ul>
      )}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {t(word)}
        </Button>
      )}
    </Alert>
  );
}

/** What would make a refusal lawful, and the rule behind it. */
export function WayOut({ refusal: r }: { refusal: Explanation }) {
  const { t } = useWords();
  return (
    <div style={{ margin: "6px 0 0 18px" }}>
      {t("way_out")}: {r.way_out}
      {r.rule && (
        <div className="quiet">
          {t("rule")} {r.rule.id} ({t(r.rule.certainty === "settled" ? "settled" : "unsettled")}): {r.rule.text} <br />
          {r.rule.source}
        </div>
      )}
    </div>
  );
}

/** A button that first says what will happen. What goes wrong is told there, and nothing is lost. */
export function Sure({
  word,
  title,
  text,
  go,
  ...more
}: { word: Word; title?: Word; text: string; go: () => Promise<unknown> } & ButtonProps & { "aria-label"?: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const shut = () => {
    setOpen(false);
    setFault(undefined);
  };
  const run = async () => {
    setBusy(true);
    await go().then(shut, setFault);
    setBusy(false);
  };
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" {...more} onClick={() => setOpen(true)}>
        {t(word)}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={open}
        onClose={shut}
        title={t(title ?? word)}
        centered
      >
        <p style={{ marginTop: 0 }}>{text}</p>
        {fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={shut}>
            {t("cancel")}
          </Button>
          <Button loading={busy} onClick={run}>
            {t(word)}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

export interface Series {
  name: string;
  values: number[];
  quiet?: boolean;
}

/** Which of the intervals that begin at `starts` is still running; undefined when none is. */
export function running(starts: number[], grain: "day" | "hour"): number | undefined {
  const at = starts.findLastIndex((start) => start <= Date.now());
  // The day on which clocks go back has 25 hours.
  return at >= 0 && Date.now() - starts[at] < (grain === "hour" ? 1 : 25) * 3600000 ? at : undefined;
}

/** One chart for all: direct labels, no legend, and always a table behind it. */
export function Chart({
  labels,
  series,
  format,
  file,
  kind = "line",
  height = 260,
  head,
  now,
  most,
}: {
  labels: string[];
  series: Series[];
  format: (value: number) => string;
  file: string;
  kind?: "line" | "bar";
  height?: number;
  head: string;
  /** The interval that is not over: it is marked, and what comes after it is not drawn. */
  now?: number;
  /** The end of the scale, where there is one. */
  most?: number;
}) {
  const { t } = useWords();
  const [table, setTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme("light") === "dark";
  const content = JSON.stringify([labels, series, now, most]);
  useEffect(() => {
    if (table || !box.current) return;
    const chart = echarts.init(box.current, null, { renderer: "svg" });
    const [main, quiet, line, ink] = dark
      ? ["#4fb8bf", "#8a9a97", "#2c3836", "#a3b3b0"]
      : ["#0b6e75", "#9aa8a5", "#e3e8e7", "#54625f"];
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      grid: { left: 6, right: 12, top: 14, bottom: 4, containLabel: true },
      tooltip: {
        trigger: "axis",
        valueFormatter: (v: number) => format(v),
        backgroundColor: dark ? "#1a2423" : "#fff",
        borderColor: line,
        textStyle: { color: dark ? "#e8efee" : "#17211f" },
      },
      xAxis: {
        type: "category",
        data: labels,
        boundaryGap: kind === "bar",
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        minInterval: most ? undefined : 1,
        max: most,
        interval: most && most / 4,
        splitNumber: 3,
        splitLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, formatter: (v: number) => format(v) },
      },
      series: series.map((s) => ({
        name: s.name,
        type: kind,
        data: s.quiet || now === undefined ? s.values : s.values.map((v, i) => (i > now ? null : v)),
        showSymbol: labels.length < 2,
        symbolSize: 5,
        barMaxWidth: 14,
        lineStyle: { width: s.quiet ? 1.5 : 2.2, type: s.quiet ? "dashed" : "solid", color: s.quiet ? quiet : main },
        itemStyle: { color: s.quiet ? quiet : main },
        areaStyle: s.quiet || kind === "bar" ? undefined : { color: main, opacity: 0.07 },
        markArea:
          s.quiet || !now
            ? undefined
            : {
                silent: true,
                itemStyle: { color: line, opacity: 0.55 },
                label: { position: "insideTopRight", color: ink, fontSize: 11, formatter: t("so_far") },
                data: [[{ xAxis: now - 1, name: t("so_far") }, { xAxis: now }]],
              },
      })),
    });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [content, dark, table, kind, t("so_far")]);
  const csv = () =>
    download(file, [
      [head, ...series.map((s) => s.name)],
      ...labels.map((l, i) => [l, ...series.map((s) => String(s.values[i] ?? ""))]),
    ]);
  return (
    <div>
      {table ? (
        <div key="table" tabIndex={0} role="region" aria-label={head} style={{ maxHeight: height, overflow: "auto" }}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{head}</Table.Th>
                {series.map((s) => (
                  <Table.Th key={s.name} ta="right">
                    {s.name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {labels.map((l, i) => (
                <Table.Tr key={i}>
                  <Table.Td>{l}</Table.Td>
                  {series.map((s) => (
                    <Table.Td key={s.name} ta="right">
                      {format(s.values[i] ?? 0)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <div key="chart" ref={box} style={{ height }} />
      )}
      <Group gap={4} justify="flex-end" mt={4}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setTable(!table)}>
          {t(table ? "show_chart" : "show_table")}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={csv}>
          {t("export")}
        </Button>
      </Group>
    </div>
  );
}

export function download(name: string, rows: string[][]) {
  // A cell that a spreadsheet would run is made plain text.
  const cell = (v: string) =>
    `"${(/^[=+\-@\t\r]/.test(v) && Number.isNaN(Number(v)) ? `'${v}` : v).replaceAll('"', '""')}"`;
  saveFile(`${name}.csv`, new Blob([rows.map((r) => r.map(cell).join(",")).join("\n")], { type: "text/csv" }));
}

export function saveFile(name: string, blob: Blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const iso = (date: Date, zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(date);

/** The period, which stands in the address. */
export function usePeriod(zone: string) {
  const [params, setParams] = useSearchParams();
  const days = Number(params.get("days") ?? 30) || 30;
  const now = Date.now();
  const custom = params.get("from") && params.get("to");
  return {
    from: custom ? params.get("from")! : iso(new Date(now - (days - 1) * 86400000), zone),
    to: custom ? params.get("to")! : iso(new Date(now), zone),
    days: custom ? "custom" : String(days),
    compare: params.get("compare") !== "no",
    set(values: Record<string, string | null>) {
      const next = new URLSearchParams(params);
      for (const [k, v] of Object.entries(values)) v === null ? next.delete(k) : next.set(k, v);
      setParams(next, { replace: true });
    },
  };
}

export function PeriodPicker({ zone, comparing = true }: { zone: string; comparing?: boolean }) {
  const { t } = useWords();
  const p = usePeriod(zone);
  return (
    <Group gap="sm">
      <SegmentedControl
        size="xs"
        value={p.days}
        data={[
          { value: "1", label: t("today") },
          { value: "7", label: t("d7") },
          { value: "30", label: t("d30") },
          { value: "90", label: t("d90") },
          { value: "custom", label: t("custom") },
        ]}
        onChange={(v) =>
          v === "custom" ? p.set({ from: p.from, to: p.to, days: null }) : p.set({ days: v, from: null, to: null })
        }
      />
      {p.days === "custom" && (
        <>
          <TextInput
            size="xs"
            type="date"
            aria-label={t("from")}
            value={p.from}
            max={p.to}
            onChange={(e) => e.target.value && p.set({ from: e.target.value, to: p.to })}
          />
          <TextInput
            size="xs"
            type="date"
            aria-label={t("to")}
            value={p.to}
            min={p.from}
            onChange={(e) => e.target.value && p.set({ from: p.from, to: e.target.value })}
          />
        </>
      )}
      {comparing && (
        <Switch
          size="xs"
          label={t("compare")}
          checked={p.compare}
          onChange={(e) => p.set({ compare: e.target.checked ? null : "no" })}
        />
      )}
    </Group>
  );
}

/** What a report rests on: measured solid, counted hatched. */
export function CoverageBar({ coverage, purpose }: { coverage: Coverage; purpose: string }) {
  const { t, any, n, percent } = useWords();
  const only = coverage.lane === "request" ? Math.max(0, coverage.counted - coverage.measured) : coverage.counted;
  const all = coverage.measured + only || 1;
  const lane = { off: "lane_off", request: "lane_request", script: "lane_script" } as const;
  return (
    <div className="card">
      <Group justify="space-between" mb={8}>
        <b>{t("coverage")}</b>
        <span className="quiet">
          {t("purpose")}: {any(purpose)}
        </span>
      </Group>
      <div className="bar" role="img" aria-label={`${percent(coverage.measured / all)} ${t("measured")}`}>
        <div
          style={{ width: `${(coverage.measured / all) * 100}%`, background: "var(--mantine-primary-color-filled)" }}
        />
        <div className="hatched" style={{ flex: 1 }} />
      </div>
      <Group gap="lg" mt={8}>
        <span>
          <i className="swatch" style={{ background: "var(--mantine-primary-color-filled)" }} />
          {n(coverage.measured)} {t("measured")} ({percent(coverage.measured / all)})
        </span>
        {coverage.lane !== "off" && (
          <span>
            <i className="swatch hatched" />
            {n(only)} {t("counted")}
          </span>
        )}
        <span className="quiet">
          {n(coverage.refused)} {t("refused_n")}
        </span>
      </Group>
      <div className="quiet" style={{ marginTop: 6 }}>
        {t(lane[coverage.lane])}
      </div>
    </div>
  );
}
