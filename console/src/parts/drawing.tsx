/** Draws a chart. */
import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useWords } from "../words/catalogue";

echarts.use([LineChart, BarChart, GridComponent, MarkAreaComponent, TooltipComponent, AriaComponent, SVGRenderer]);

interface Series {
  name: string;
  /** Nothing where a number is not told. */
  values: (number | null)[];
  quiet?: boolean;
}

export interface Drawn {
  labels: string[];
  series: Series[];
  format: (value: number) => string;
  kind?: "line" | "bar";
  /** The interval that is not over: it is marked, and what comes after it is not drawn. */
  now?: number;
  /** The end of the scale, where there is one. */
  most?: number;
}

const DARK = { main: "#4fb8bf", quiet: "#8a9a97", line: "#2c3836", ink: "#a3b3b0", back: "#1a2423", text: "#e8efee" };
const LIGHT = { main: "#0b6e75", quiet: "#9aa8a5", line: "#e3e8e7", ink: "#54625f", back: "#fff", text: "#17211f" };
type Colours = typeof DARK;

const one = (s: Series, { kind = "line", now, labels }: Drawn, c: Colours, soFar: string) => ({
  name: s.name,
  type: kind,
  data: s.quiet || now === undefined ? s.values : s.values.map((v, i) => (i > now ? null : v)),
  showSymbol: labels.length < 2,
  symbolSize: 5,
  barMaxWidth: 14,
  lineStyle: {
    width: s.quiet ? 1.5 : 2.2,
    type: s.quiet ? "dashed" : "solid",
    color: s.quiet ? c.quiet : c.main,
  },
  itemStyle: { color: s.quiet ? c.quiet : c.main },
  areaStyle: s.quiet || kind === "bar" ? undefined : { color: c.main, opacity: 0.07 },
  markArea:
    s.quiet || !now
      ? undefined
      : {
          silent: true,
          itemStyle: { color: c.line, opacity: 0.55 },
          label: { position: "insideTopRight", color: c.ink, fontSize: 11, formatter: soFar },
          data: [[{ xAxis: now - 1, name: soFar }, { xAxis: now }]],
        },
});

/** Lower than this there is room for the ends of the scale only. */
const LOW = 100;

const options = (drawn: Drawn, c: Colours, soFar: string, height: number) => ({
  animation: false,
  aria: { enabled: true },
  grid: { left: 6, right: 12, top: 14, bottom: 4, containLabel: true },
  tooltip: {
    trigger: "axis",
    valueFormatter: (v: number) => drawn.format(v),
    backgroundColor: c.back,
    borderColor: c.line,
    textStyle: { color: c.text },
  },
  xAxis: {
    type: "category",
    data: drawn.labels,
    boundaryGap: drawn.kind === "bar",
    axisTick: { show: false },
    axisLine: { lineStyle: { color: c.line } },
    axisLabel: { color: c.ink, hideOverlap: true },
  },
  yAxis: {
    type: "value",
    minInterval: drawn.most ? undefined : 1,
    max: drawn.most,
    interval: drawn.most && drawn.most / 4,
    splitNumber: height < LOW ? 1 : 3,
    splitLine: { lineStyle: { color: c.line } },
    axisLabel: { color: c.ink, formatter: (v: number) => drawn.format(v) },
  },
  series: drawn.series.map((s) => one(s, drawn, c, soFar)),
});

export default function Drawing(drawn: Drawn) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme("light") === "dark";
  const soFar = t("so_far");
  const content = JSON.stringify([drawn.labels, drawn.series, drawn.now, drawn.most, drawn.kind]);
  const latest = useRef(drawn);
  latest.current = drawn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is compared by its content.
  useEffect(() => {
    if (!box.current) return;
    const chart = echarts.init(box.current, null, { renderer: "svg" });
    chart.setOption(options(latest.current, dark ? DARK : LIGHT, soFar, box.current.clientHeight));
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [content, dark, soFar]);
  return <div ref={box} className="fill" />;
}
