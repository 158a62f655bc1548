/** What happens right now. */
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Chart } from "../../parts/chart";
import { Fault } from "../../parts/fault";
import { Section } from "../../parts/section";
import { useWords } from "./words";

export function LivePanel({ site, small = false }: { site: Site; small?: boolean }) {
  const { t, n, date } = useWords();
  const live = api.useQuery(
    "get",
    "/sites/{id}/reports/live",
    { params: { path: { id: site.id } } },
    { refetchInterval: 2000 },
  );
  const minutes = live.data?.minutes ?? [];
  const clock = (ms: number) => date(ms, { hour: "2-digit", minute: "2-digit", timeZone: site.time_zone });
  return (
    <Section head={t("live")}>
      <Fault error={live.error} />
      {!live.error && live.data && (
        <>
          <div>
            <span className="big">{live.data.hidden ? "–" : n(live.data.visitors_now)}</span>{" "}
            <span className="quiet">{t("live_now")}</span>
          </div>
          {live.data.hidden && <p className="quiet">{t(`hidden_${live.data.hidden}`)}</p>}
          <div className="quiet">{t("live_half")}</div>
          {minutes.length === 1 ? (
            // Whoever may not see people is told of the half hour as one.
            <div>{live.data.hidden ? "–" : n(minutes[0]?.page_views ?? 0)}</div>
          ) : (
            <Chart
              head={t("hour")}
              file="live"
              kind="bar"
              height={small ? 70 : 110}
              format={n}
              labels={minutes.map((m) => clock(m.start_ms))}
              series={[{ name: t("page_views"), values: minutes.map((m) => m.page_views) }]}
            />
          )}
          {!small &&
            live.data.pages.map((x) => (
              <div key={x.path} className="spread">
                <span>{x.path}</span>
                <span>{n(x.visitors)}</span>
              </div>
            ))}
        </>
      )}
    </Section>
  );
}
