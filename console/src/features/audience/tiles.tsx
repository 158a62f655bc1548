/** The numbers of a report, each with what it means and how it changed. */
import { Tooltip } from "@mantine/core";
import type { Metric, Report } from "../../api/types";
import { Change } from "../../parts/change";
import { daysBefore } from "../../parts/period";
import { METRICS, useFormat } from "./metrics";
import { useWords } from "./words";

interface Props {
  report: Report;
  chosen?: Metric;
  choose: (m: Metric) => void;
}

export function Tiles({ report, chosen, choose }: Props) {
  const { t, say, days } = useWords();
  const format = useFormat(report.currency);
  const before = daysBefore(report);
  const period = days(report.previous_from ?? before.from, report.previous_to ?? before.to);
  return (
    <>
      <div className="tiles">
        {METRICS.map((m) => (
          <Tooltip key={m} label={t(`${m}_def`)} multiline w={240} openDelay={400}>
            <button className="tile" type="button" aria-pressed={chosen && chosen === m} onClick={() => choose(m)}>
              <div className="quiet">{t(m)}</div>
              <div className="big">{report.overview.hidden ? "–" : format(m)(report.overview.totals[m])}</div>
              <div className="quiet changed">
                <Change now={report.overview.totals[m]} before={report.previous?.totals[m]} of={period} />
              </div>
            </button>
          </Tooltip>
        ))}
      </div>
      {report.overview.hidden && <p className="quiet gap-top-s">{t(`hidden_${report.overview.hidden}`)}</p>}
      {report.previous && (
        <div className="quiet small gap-top-s">
          {say(report.previous_until_ms == null ? "compared_with" : "compared_so_far", { period })}
        </div>
      )}
    </>
  );
}
