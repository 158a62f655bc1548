/** A thin bar of what became of everybody, with the numbers in words below. */
import type { CampaignDetail } from "../../api/types";
import { OUTCOMES, outcomes, useSay } from "./outcomes";

export function OutcomeBar({ detail, height = 8 }: { detail: CampaignDetail; height?: number }) {
  const { n, locale, outcome } = useSay();
  const sums = outcomes(detail);
  const parts = [
    ["accepted", sums.accepted],
    ["failed", sums.bounced + sums.failed],
    ["refused", sums.refused],
    ["rest", sums.planned + sums.cancelled],
    ["hatched", sums.sending],
  ] as const;
  if (OUTCOMES.every((o) => sums[o] === 0)) return null;
  return (
    <>
      <div className="bar outcome" aria-hidden style={{ height }}>
        {parts.map(([name, people]) => people > 0 && <div key={name} className={name} style={{ flexGrow: people }} />)}
      </div>
      <div className="quiet small">
        {OUTCOMES.filter((o) => sums[o] > 0)
          .map((o) => `${n(sums[o])} ${outcome(o, detail.campaign.state).toLocaleLowerCase(locale)}`)
          .join(" · ")}
      </div>
    </>
  );
}
