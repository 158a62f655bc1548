/** Audience: who came, from where, what they did, what it led to. */
import { Button, Loader, SegmentedControl } from "@mantine/core";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Dimension, Grain, Me, Report, Site } from "../../api/types";
import { oneOf, useAddress } from "../../parts/address";
import { Chart, running } from "../../parts/chart";
import { CoverageBar } from "../../parts/coverage";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { PeriodPicker, usePeriod } from "../../parts/period";
import { Dropped } from "../home/dropped";
import { Breakdown } from "./breakdown";
import { Cohorts } from "./cohorts";
import { all, narrowed, read, write } from "./filter";
import { Filters } from "./filters";
import { Funnel } from "./funnel";
import { LivePanel } from "./live";
import { METRICS, useFormat } from "./metrics";
import { Paths } from "./paths";
import { Tiles } from "./tiles";
import { Visits } from "./visits";
import { useWords } from "./words";

type Point = Report["overview"]["series"][number];
const MONTH: Intl.DateTimeFormatOptions = { month: "short", year: "numeric" };

export default function Audience({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const p = usePeriod(site.time_zone);
  const asked = { from: p.from, to: p.to, filter: at("filter") || undefined };
  const grains = fitting(p.from, p.to);
  const grain = oneOf(grains, at("grain"));
  const report = api.useQuery(
    "get",
    "/sites/{id}/reports/overview",
    { params: { path: { id: site.id }, query: { ...asked, compare: p.against, grain } } },
    { enabled: site.notice_version !== null, placeholderData: (old) => old },
  );
  const dimensions = api.useQuery("get", "/sites/{id}/reports/dimensions", { params: { path: { id: site.id } } });
  const about = { site, period: { from: p.from, to: p.to }, dimensions: dimensions.data ?? [] };
  const add = (by: string, value: string) => put({ filter: write(narrowed(read(at("filter")) ?? all([]), by, value)) });
  const metric = oneOf(METRICS, at("metric")) ?? "visitors";
  const common = { site, asked, metric, pick: add };
  return (
    <>
      <Head title={t("audience")}>
        <PeriodPicker zone={site.time_zone} years />
      </Head>
      <Filters about={about} text={at("filter")} set={(filter) => put({ filter })} />
      {site.notice_version === null ? (
        <NotPublished me={me} site={site} />
      ) : report.error ? (
        <Fault error={report.error} retry={() => report.refetch()} />
      ) : !report.data ? (
        <Loader />
      ) : (
        <>
          <Tiles report={report.data} chosen={metric} choose={(m) => put({ metric: m })} />
          <Curve report={report.data} site={site} grains={grains} />
          <CoverageBar coverage={report.data.coverage} purpose={report.data.purpose} />
          <p className="quiet gap-top">{t("filter_hint")}</p>
          <div className="grid">
            {lists(about.dimensions).map((tabs) => (
              <Breakdown key={tabs[0]} {...common} tabs={tabs} />
            ))}
            <LivePanel site={site} />
          </div>
          <Visits site={site} asked={{ ...asked, compare: p.against }} pick={add} />
          <Funnel site={site} asked={asked} dimensions={about.dimensions} />
          <Cohorts site={site} asked={asked} />
          <Paths site={site} asked={asked} />
          <Dropped site={site} period={{ from: p.from, to: p.to }} />
        </>
      )}
    </>
  );
}

/** The lists of breakdowns, each with what it can be by; what is only filtered on is in none. */
function lists(dimensions: Dimension[]): [string, ...string[]][] {
  const shown = dimensions.filter((d) => d.group !== "none");
  return [...new Set(shown.map((d) => d.group))].flatMap((group) => {
    const [first, ...rest] = shown.filter((d) => d.group === group).map((d) => d.name);
    return first ? [[first, ...rest]] : [];
  });
}

/** Nothing is measured before people were asked: the way there. */
function NotPublished({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const next = me.may.includes("notice_publish") && (
    <Button component={Link} to={`/consent?tab=notice&site=${site.id}`}>
      {t("write_notice")}
    </Button>
  );
  return (
    <Empty head={t("not_published")} next={next}>
      <p>{t("not_published_def")}</p>
    </Empty>
  );
}

/** How finely days can be cut so that there is something to see. */
function fitting(from: string, to: string): Grain[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86400000 + 1;
  const all: [Grain, boolean][] = [
    ["hour", days <= 31],
    ["day", days > 1],
    ["week", days > 7],
    ["month", days > 31],
  ];
  return all.filter(([, fits]) => fits).map(([grain]) => grain);
}

/** The chosen number over the period, with the one it is compared with. */
function Curve({ report, site, grains }: { report: Report; site: Site; grains: Grain[] }) {
  const { t, date } = useWords();
  const { at, put } = useAddress();
  const p = usePeriod(site.time_zone);
  const format = useFormat(site.currency);
  const metric = oneOf(METRICS, at("metric")) ?? "visitors";
  const { grain, series } = report.overview;
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  const hour: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const how = grain === "hour" ? (p.from === p.to ? hour : { ...day, ...hour }) : grain === "month" ? MONTH : day;
  const told = (x: Point) => (x.hidden ? null : x[metric]);
  const untold = series.find((x) => x.hidden)?.hidden;
  return (
    <div className="gap-top">
      {grains.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("gr_title")}
          value={oneOf(grains, at("grain")) ?? grain}
          data={grains.map((g) => ({ value: g, label: t(`gr_${g}`) }))}
          onChange={(g) => put({ grain: g })}
        />
      )}
      {untold && !report.overview.hidden && <p className="quiet">{t(`hidden_${untold}`)}</p>}
      <Chart
        head={t(`gr_${grain}`)}
        file={`${metric}-${p.from}-${p.to}`}
        format={format(metric)}
        now={running(
          series.map((x) => x.start_ms),
          grain,
        )}
        labels={series.map((x) => date(x.start_ms, { ...how, timeZone: site.time_zone }))}
        series={[
          { name: t(metric), values: series.map(told) },
          ...(p.compare && report.previous
            ? [{ name: t("previous"), quiet: true, values: report.previous.series.map(told) }]
            : []),
        ]}
      />
    </div>
  );
}
