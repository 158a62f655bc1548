/** Home: what happened, what is blocked and why, what needs somebody today. */
import { Loader } from "@mantine/core";
import { Link, useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { Me, Report, Site } from "../../api/types";
import type { PageProps } from "../../feature";
import { Chart, running } from "../../parts/chart";
import { CoverageBar } from "../../parts/coverage";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { LivePanel } from "../audience/live";
import { Tiles } from "../audience/tiles";
import { Dropped } from "./dropped";
import { home } from "./manifest";
import { Needs } from "./needs";
import { Refusals } from "./refusals";
import { SetupCard } from "./setup";
import { useWords } from "./words";

export default function Home({ me, site, sites }: PageProps) {
  const { t } = useWords();
  if (site) return <Numbers me={me} site={site} sites={sites} />;
  // What is missing says by itself what is next.
  return (
    <div className="narrow">
      <Head title={t("welcome")} lead={t("need_first")} />
      <SetupCard me={me} sites={sites} />
    </div>
  );
}

function Numbers({ me, site, sites }: { me: Me; site: Site; sites: Site[] }) {
  const { t, date } = useWords();
  const today = date(Date.now(), { weekday: "long", day: "numeric", month: "long", timeZone: site.time_zone });
  const day = (ago: number) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: site.time_zone }).format(Date.now() - ago * 86400000);
  const period = { from: day(6), to: day(0) };
  const collects = site.notice_version !== null;
  const report = api.useQuery(
    "get",
    "/sites/{id}/reports/overview",
    { params: { path: { id: site.id }, query: { ...period, compare: "previous" } } },
    { enabled: collects },
  );
  return (
    <>
      <Head title={t(home.title)} lead={today} />
      <SetupCard me={me} sites={sites} />
      <div className="grid gap-bottom-l">
        <Needs me={me} />
        {collects && <LivePanel site={site} small />}
      </div>
      {collects && (
        <Section head={t("week")} aside={<Link to={`/audience?site=${site.id}&days=7`}>{t("all_numbers")}</Link>}>
          <Fault error={report.error} retry={() => report.refetch()} />
          {!report.error && report.isPending && <Loader />}
          {!report.error && report.data && <Week report={report.data} site={site} />}
        </Section>
      )}
      {report.data && <CoverageBar coverage={report.data.coverage} purpose={report.data.purpose} />}
      {me.may.includes("report_read") && (
        <>
          <Refusals site={site} period={period} />
          <Dropped site={site} period={period} />
        </>
      )}
    </>
  );
}

/** The numbers of the week, and its curve beside the week before. */
function Week({ report, site }: { report: Report; site: Site }) {
  const { t, date, n } = useWords();
  const go = useNavigate();
  const { grain, series } = report.overview;
  const label = (ms: number) => date(ms, { weekday: "short", day: "numeric", timeZone: site.time_zone });
  return (
    <>
      <Tiles report={report} choose={(metric) => go(`/audience?site=${site.id}&days=7&metric=${metric}`)} />
      <div className="gap-top">
        <Chart
          head={t("day")}
          file="visitors"
          height={200}
          format={n}
          now={running(
            series.map((p) => p.start_ms),
            grain,
          )}
          labels={series.map((p) => label(p.start_ms))}
          series={[
            { name: t("visitors"), values: series.map((p) => (p.hidden ? null : p.visitors)) },
            ...(report.previous
              ? [
                  {
                    name: t("previous"),
                    quiet: true,
                    values: report.previous.series.map((p) => (p.hidden ? null : p.visitors)),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </>
  );
}
