/** Home: what happened, what is blocked and why, what needs somebody today. */
import { Button, Group, Loader, Title } from "@mantine/core";
import { Link, useNavigate } from "react-router-dom";
import { api } from "../../api/client";
import type { Me, Report, Site } from "../../api/types";
import type { PageProps } from "../../feature";
import { Chart, running } from "../../parts/chart";
import { CoverageBar } from "../../parts/coverage";
import { Fault } from "../../parts/fault";
import { LivePanel } from "../audience/live";
import { Tiles } from "../audience/tiles";
import { Dropped } from "./dropped";
import { Needs } from "./needs";
import { Refusals } from "./refusals";
import { SetupCard } from "./setup";
import { useWords } from "./words";

export default function Home({ me, site, sites }: PageProps) {
  const { t } = useWords();
  const go = useNavigate();
  if (site) return <Numbers me={me} site={site} sites={sites} />;
  return (
    <div className="slim middle">
      <div className="card gap-bottom">
        <Title order={1} size="h3">
          {t("welcome")}
        </Title>
        <p>{t("need_first")}</p>
        {me.may.includes("site_write") && (
          <Button onClick={() => go("/settings?tab=sites&edit=new")}>{t("new_site")}</Button>
        )}
      </div>
      <SetupCard me={me} sites={sites} />
    </div>
  );
}

function Numbers({ me, site, sites }: { me: Me; site: Site; sites: Site[] }) {
  const { t } = useWords();
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
      <SetupCard me={me} sites={sites} />
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          {t("week")}
        </Title>
        <Link to={`/audience?site=${site.id}&days=7`}>{t("all_numbers")}</Link>
      </Group>
      <Fault error={report.error} retry={() => report.refetch()} />
      {!report.error && collects && report.isPending && <Loader />}
      {!report.error && report.data && <Week report={report.data} site={site} />}
      <div className="grid gap-top">
        <Needs me={me} />
        {collects && <LivePanel site={site} small />}
      </div>
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
  const { grain, series } = report.overview;
  const label = (ms: number) => date(ms, { weekday: "short", day: "numeric", timeZone: site.time_zone });
  return (
    <>
      <Tiles report={report} />
      <div className="card gap-top">
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
            { name: t("visitors"), values: series.map((p) => p.visitors) },
            ...(report.previous
              ? [{ name: t("previous"), quiet: true, values: report.previous.series.map((p) => p.visitors) }]
              : []),
          ]}
        />
      </div>
    </>
  );
}
