/** The numbers of a report, each with what it means and how it changed. */
import { Tooltip } from "@mantine/core";
import type { Metric, Report } from "../../api/types";
import { METRICS, useFormat } from "./metrics";
import { useWords } from "./words";

/** Beside hardly anything a percentage says nothing. */
const CHANGE_MAX = 10;

export function Tiles({ report, chosen, choose }: { report: Report; chosen?: Metric; choose?: (m: Metric) => void }) {
  const { t, percent } = useWords();
  const format = useFormat(report.currency);
  return (
    <div className="tiles">
      {METRICS.map((m) => {
        const [now, before] = [report.overview.totals[m], report.previous?.totals[m]];
        const change = before && now / before < CHANGE_MAX ? now / before - 1 : undefined;
        return (
          <Tooltip key={m} label={t(`${m}_def`)} multiline w={240} openDelay={400}>
            <button className="tile" type="button" aria-pressed={chosen === m} onClick={() => choose?.(m)}>
              <div className="quiet">{t(m)}</div>
              <div className="big">{format(m)(now)}</div>
              <div className="quiet change">
                {change !== undefined && `${change >= 0 ? "+" : "−"}${percent(Math.abs(change))}`}
              </div>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
