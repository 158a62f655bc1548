/** What was not counted: what came and was dropped, or was not kept as it came, with why and the way out. */
import { useQuery } from "@tanstack/react-query";
import type { DropReport, Dropped as One } from "../../api";
import { api, query, type Site } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

export function Dropped({ site, period }: { site: Site; period: { from: string; to: string } }) {
  const { t, any, date } = useWords();
  const found = useQuery({
    queryKey: ["dropped", site.id, period],
    queryFn: () => api<DropReport>(`/sites/${site.id}/reports/dropped${query(period)}`),
  });
  const part = (kind: One["kind"]) => (found.data?.dropped ?? []).filter((d) => d.kind === kind);
  return (
    <section className="card" aria-label={t("dr")} style={{ marginTop: 16 }}>
      <b>{t("dr")}</b>
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : found.data?.dropped.length === 0 ? (
        <p className="quiet" style={{ marginBottom: 0 }}>
          {t("dr_none")}
        </p>
      ) : (
        (["rejected", "scrubbed"] as const).map(
          (kind) =>
            part(kind).length > 0 && (
              <div key={kind} style={{ marginTop: 10 }}>
                <div className="quiet">{t(`dr_${kind}`)}</div>
                {part(kind).map((d) => (
                  <Line key={d.item} one={d} />
                ))}
              </div>
            ),
        )
      )}
      {!!found.data?.lists.length && (
        <div className="quiet" style={{ marginTop: 12 }}>
          {t("dr_lists")}:{" "}
          {found.data.lists
            .map(
              (l) =>
                `${any(`dr_list_${l.list}`)} ${date(Date.parse(l.date), { dateStyle: "medium", timeZone: "UTC" })}`,
            )
            .join(" · ")}
        </div>
      )}
    </section>
  );
}

function Line({ one }: { one: One }) {
  const { t, n, known, date } = useWords();
  const most = Math.max(1, ...one.days.map((d) => d.n));
  const day = (text: string) => date(Date.parse(text), { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <details style={{ borderTop: "1px solid var(--line)", marginTop: 8, paddingTop: 8 }}>
      <summary style={{ cursor: "pointer" }}>
        <b>{n(one.n)}</b> &nbsp;{known(`dr_${one.item}`, one.item)}
      </summary>
      <div style={{ margin: "6px 0 4px 18px" }}>
        {t("way_out")}: {known(`dr_${one.item}_out`, t("dr_out"))}
      </div>
      <div style={{ margin: "4px 0 4px 18px" }}>
        {one.days.map((d) => (
          <div key={d.day} className="fall" style={{ padding: "2px 0" }}>
            <span className="quiet">{day(d.day)}</span>
            <span>{n(d.n)}</span>
            <i aria-hidden>
              <i style={{ left: 0, width: `${(d.n / most) * 100}%`, background: "var(--hatch)" }} />
            </i>
          </div>
        ))}
      </div>
    </details>
  );
}
