/** What was not counted: what came and was dropped, or was not kept as it came, with why and the way out. */

import { api } from "../../api/client";
import type { Dropped as One, Site } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { Section } from "../../parts/section";
import { speaking } from "../../words/catalogue";

const useWords = speaking<"dropped">();

export function Dropped({ site, period }: { site: Site; period: { from: string; to: string } }) {
  const { t, any, date } = useWords();
  const found = api.useQuery("get", "/sites/{id}/reports/dropped", {
    params: { path: { id: site.id }, query: period },
  });
  const part = (kind: One["kind"]) => (found.data?.dropped ?? []).filter((d) => d.kind === kind);
  const lists = found.data?.lists.map(
    (l) => `${any(`dr_list_${l.list}`)} ${date(Date.parse(l.date), { dateStyle: "medium", timeZone: "UTC" })}`,
  );
  return (
    <Section head={t("dr")}>
      <Fault error={found.error} retry={() => found.refetch()} />
      {!found.error && found.data?.dropped.length === 0 && <p className="quiet last">{t("dr_none")}</p>}
      {(["rejected", "scrubbed"] as const).map(
        (kind) =>
          part(kind).length > 0 && (
            <div key={kind} className="gap-top-s">
              <div className="quiet">{t(`dr_${kind}`)}</div>
              {part(kind).map((d) => (
                <Line key={d.item} one={d} />
              ))}
            </div>
          ),
      )}
      {!!lists?.length && (
        <div className="quiet gap-top-s">
          {t("dr_lists")}: {lists.join(" · ")}
        </div>
      )}
    </Section>
  );
}

function Line({ one }: { one: One }) {
  const { t, n, known, date } = useWords();
  const most = Math.max(1, ...one.days.map((d) => d.n));
  const day = (text: string) => date(Date.parse(text), { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <details className="lined">
      <summary>
        <b>{n(one.n)}</b> &nbsp;{known(`dr_${one.item}`, one.item)}
      </summary>
      <div className="indent">
        {t("way_out")}: <Ruled>{known(`dr_${one.item}_out`, t("dr_out"))}</Ruled>
      </div>
      <div className="indent">
        {one.days.map((d) => (
          <div key={d.day} className="fall">
            <span className="quiet">{day(d.day)}</span>
            <span>{n(d.n)}</span>
            <i aria-hidden>
              <i className="plainly" style={{ width: `${(d.n / most) * 100}%` }} />
            </i>
          </div>
        ))}
      </div>
    </details>
  );
}
