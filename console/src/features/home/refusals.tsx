/** What was refused, why, and what would help. */
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { WayOut } from "../../parts/fault";
import { Section } from "../../parts/section";
import { useWords } from "./words";

export function Refusals({ site, period }: { site: Site; period: { from: string; to: string } }) {
  const { t, n, lang: language } = useWords();
  const found = api.useQuery("get", "/sites/{id}/reports/refusals", {
    params: { path: { id: site.id }, query: { ...period, language } },
  });
  return (
    <Section head={t("blocked")}>
      {found.data?.length === 0 && <p className="quiet last">{t("nothing_refused")}</p>}
      {found.data?.map((r) => (
        <details key={r.reason} className="lined">
          <summary>
            <b>{n(r.n)}</b> &nbsp;{r.why}
          </summary>
          <WayOut refusal={r} />
        </details>
      ))}
    </Section>
  );
}
