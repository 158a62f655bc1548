/** What became of everybody, each number with what it means; `choose` leads to the people behind one. */
import { Tooltip } from "@mantine/core";
import type { CampaignDetail } from "../../api/types";
import { unruled } from "../../parts/rule";
import { Section } from "../../parts/section";
import { OutcomeBar } from "./outcome-bar";
import { OUTCOMES, outcomes, useSay } from "./outcomes";

interface Props {
  detail: CampaignDetail;
  choose?: (state: string) => void;
}

export function Numbers({ detail, choose }: Props) {
  const { t, n, outcome, why } = useSay();
  const sums = outcomes(detail);
  const { state } = detail.campaign;
  const shown = OUTCOMES.filter((o) =>
    o === "cancelled" ? state === "cancelled" : o !== "planned" || state !== "cancelled",
  );
  const reasons = detail.counts.filter((c) => c.reason !== "" && c.people > 0).sort((a, b) => b.people - a.people);
  return (
    <>
      <div className="tiles gap-bottom">
        {shown.map((o) => (
          <Tooltip
            key={o}
            label={unruled(t(`out_${o}_def`))}
            multiline
            w={260}
            openDelay={400}
            events={{ hover: true, focus: true, touch: false }}
          >
            <button className="tile" type="button" onClick={() => choose?.(o === "cancelled" ? "" : o)}>
              <div className="quiet">{outcome(o, state)}</div>
              <div className="big">{n(sums[o])}</div>
            </button>
          </Tooltip>
        ))}
      </div>
      <OutcomeBar detail={detail} height={12} />
      {sums.sending > 0 && (
        <p className="quiet last">
          {outcome("sending", state)}: {state === "sending" && `${t("out_underway_def")} `}
          {t("out_sending_def")}
        </p>
      )}
      {reasons.length > 0 && (
        <Section head={t("out_why")} className="part narrow gap-top">
          {reasons.map((c) => (
            <div key={c.state + c.reason} className="lined">
              <b>{n(c.people)}</b> &nbsp;{outcome(c.state, state)}: {why(c.reason)}
            </div>
          ))}
        </Section>
      )}
    </>
  );
}
