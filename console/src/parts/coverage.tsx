/** What a report rests on: measured solid, counted hatched. */
import { Group } from "@mantine/core";
import type { Coverage } from "../api/types";
import { useWords } from "../words/catalogue";
import { Section } from "./section";

const LANES = { off: "lane_off", request: "lane_request", script: "lane_script" } as const;

export function CoverageBar({ coverage, purpose }: { coverage: Coverage; purpose: string }) {
  const { t, any, n, percent } = useWords();
  const only = coverage.lane === "request" ? Math.max(0, coverage.counted - coverage.measured) : coverage.counted;
  const share = coverage.measured / (coverage.measured + only || 1);
  return (
    <Section
      head={t("coverage")}
      className="part gap-top"
      aside={
        <span className="quiet">
          {t("purpose")}: {any(purpose)}
        </span>
      }
    >
      <div className="bar" role="img" aria-label={`${percent(share)} ${t("measured")}`}>
        <div className="solid" style={{ width: `${share * 100}%` }} />
        <div className="hatched grow" />
      </div>
      <Group gap="lg" mt={8}>
        <span>
          <i className="swatch solid" />
          {n(coverage.measured)} {t("measured")} ({percent(share)})
        </span>
        {coverage.lane !== "off" && (
          <span>
            <i className="swatch hatched" />
            {n(only)} {t("counted")}
          </span>
        )}
        <span className="quiet">
          {n(coverage.refused)} {t("refused_n")}
        </span>
      </Group>
      <div className="quiet gap-top-s">{t(LANES[coverage.lane])}</div>
    </Section>
  );
}
