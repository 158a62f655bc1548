/** Home: what happened, what is blocked and why, what needs somebody today. */
import { Button, Group, Loader, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router-dom";
import { api, type Me, query, type Refusal, type Report, type RequestView, type Site } from "../api";
import { useWords } from "../i18n";
import { Chart, CoverageBar, Fault, running } from "../parts";
import { LivePanel, Tiles } from "./audience";
import { Dropped } from "./home/dropped";
import { SetupCard, useSetup } from "./home/setup";
import { useRecipients } from "./people/receipt";
import { Left, pressing, useRequests, useSay, Who } from "./requests/parts";

export function Home({ me, site, sites }: { me: Me; site?: Site; sites: Site[] }) {
  const { t } = useWords();
  const go = useNavigate();
  if (!site)
    return (
      <div style={{ maxWidth: 620, margin: "4vh auto" }}>
        <div className="card" style={{ marginBottom: 16 }}>
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
  return <Numbers me={me} site={site} sites={sites} />;
}

function Numbers({ me, site, sites }: { me: Me; site: Site; sites: Site[] }) {
  const { t, date, n } = useWords();
  const day = (ago: number) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: site.time_zone }).format(Date.now() - ago * 86400000);
  const period = { from: day(6), to: day(0) };
  const report = useQuery({
    queryKey: ["overview", site.id, period],
    enabled: site.notice_version !== null,
    queryFn: () => api<Report>(`/sites/${site.id}/reports/overview${query({ ...period, compare: "previous" })}`),
  });
  const setup = useSetup().data;
  const asked = useRequests(me.may.includes("request_read"));
  const due = pressing(asked.data?.open ?? []);
  const waiting = useRecipients(me.may.includes("person_erase")).data?.open.length ?? 0;
  return (
    <>
      <SetupCard me={me} sites={sites} />
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          {t("week")}
        </Title>
        <Link to={`/audience?site=${site.id}&days=7`}>{t("all_numbers")}</Link>
      </Group>
      {report.error ? (
        <Fault error={report.error} retry={() => report.refetch()} />
      ) : report.isPending && site.notice_version !== null ? (
        <Loader />
      ) : (
        report.data && (
          <>
            <Tiles report={report.data} />
            <div className="card" style={{ marginTop: 16 }}>
              <Chart
                head={t("day")}
                file="visitors"
                height={200}
                format={n}
                now={running(
                  report.data.overview.series.map((p) => p.start_ms),
                  report.data.overview.grain,
                )}
                labels={report.data.overview.series.map((p) =>
                  date(p.start_ms, { weekday: "short", day: "numeric", timeZone: site.time_zone }),
                )}
                series={[
                  { name: t("visitors"), values: report.data.overview.series.map((p) => p.visitors) },
                  ...(report.data.previous
                    ? [{ name: t("previous"), quiet: true, values: report.data.previous.series.map((p) => p.visitors) }]
                    : []),
                ]}
              />
            </div>
          </>
        )
      )}
      <div className="grid" style={{ marginTop: 16 }}>
        <div className="card">
          <b>{t("needs")}</b>
          {due.length + waiting === 0 && (
            <p className="quiet" style={{ marginBottom: 0 }}>
              {!setup || setup.failing
                ? t("needs_no_request")
                : `${t("needs_none")}${setup.open.length === 0 ? ` ${t("su_all_well")}` : ""}`}
            </p>
          )}
          <Due open={asked.data?.open ?? []} due={due} />
          {waiting > 0 && (
            <p style={{ marginBottom: 0 }}>
              <Waiting n={waiting} />
            </p>
          )}
          {asked.error && <Fault error={asked.error} retry={() => asked.refetch()} />}
        </div>
        {site.notice_version !== null && <LivePanel site={site} small />}
      </div>
      {report.data && (
        <div style={{ marginTop: 16 }}>
          <CoverageBar coverage={report.data.coverage} purpose={report.data.purpose} />
        </div>
      )}
      {me.may.includes("report_read") && <Refusals site={site} period={period} />}
      {me.may.includes("report_read") && <Dropped site={site} period={period} />}
    </>
  );
}

/** Requests that must be answered soon, the three most urgent by name. */
function Due({ open, due }: { open: RequestView[]; due: RequestView[] }) {
  const { t, any, count } = useSay();
  if (open.length === 0) return null;
  if (due.length === 0)
    return (
      <p className="quiet" style={{ marginBottom: 0 }}>
        <Link to="/requests">{t("requests")}</Link>: {count("rq_home_later", "rq_home_later_one", open.length)}
      </p>
    );
  return (
    <div style={{ marginTop: 14 }}>
      <Link to="/requests">{count("rq_home_due", "rq_home_due_one", due.length)}</Link>
      {due.slice(0, 3).map(({ request: r, days_left }) => (
        <Group
          key={r.id}
          justify="space-between"
          gap="xs"
          style={{ borderTop: "1px solid var(--line)", marginTop: 8, paddingTop: 8 }}
        >
          <span>
            <Link to={`/requests?request=${r.id}`}>{any(`rq_${r.kind}`)}</Link> · <Who request={r} look />
          </span>
          <Left days={days_left} />
        </Group>
      ))}
    </div>
  );
}

/** Recipients who have not answered that an erasure is done with them too. */
function Waiting({ n }: { n: number }) {
  const { count } = useSay();
  return <Link to="/people?tab=erasures">{count("er_home", "er_home_one", n)}</Link>;
}

export function Refusals({ site, period }: { site: Site; period: { from: string; to: string } }) {
  const { t, n, lang } = useWords();
  const found = useQuery({
    queryKey: ["refusals", site.id, period, lang],
    queryFn: () => api<Refusal[]>(`/sites/${site.id}/reports/refusals${query({ ...period, language: lang })}`),
  });
  return (
    <div className="card" style={{ marginTop: 16 }}>
      <b>{t("blocked")}</b>
      {found.data?.length === 0 && (
        <p className="quiet" style={{ marginBottom: 0 }}>
          {t("nothing_refused")}
        </p>
      )}
      {found.data?.map((r) => (
        <details key={r.reason} style={{ borderTop: "1px solid var(--line)", marginTop: 10, paddingTop: 10 }}>
          <summary style={{ cursor: "pointer" }}>
            <b>{n(r.n)}</b> &nbsp;{r.why}
          </summary>
          <div style={{ margin: "8px 0 4px 18px" }}>
            {t("way_out")}: {r.way_out}
          </div>
          {r.rule && (
            <div className="quiet" style={{ marginLeft: 18 }}>
              {t("rule")} {r.rule.id} ({t(r.rule.certainty === "settled" ? "settled" : "unsettled")}): {r.rule.text}{" "}
              <br />
              {r.rule.source}
            </div>
          )}
        </details>
      ))}
    </div>
  );
}
