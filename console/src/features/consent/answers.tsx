/** What people answered, day by day. */
import { Group, Loader, Title } from "@mantine/core";
import { api } from "../../api/client";
import type { OptIn, Site } from "../../api/types";
import { Change } from "../../parts/change";
import { Chart } from "../../parts/chart";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { daysBefore, PeriodPicker, usePeriod } from "../../parts/period";
import { useWords } from "./words";

const KINDS = ["shown", "accept_all", "save", "refuse_all", "withdraw"] as const;

export function Answers({ site }: { site: Site }) {
  const { t } = useWords();
  const { from, to, compare } = usePeriod(site.time_zone);
  const path = { id: site.id };
  const days = api.useQuery("get", "/sites/{id}/choices", { params: { path, query: { from, to } } });
  const earlier = daysBefore({ from, to });
  const before = api.useQuery("get", "/sites/{id}/choices", { params: { path, query: earlier } }, { enabled: compare });
  return (
    <>
      <Group mb="md">
        <PeriodPicker zone={site.time_zone} />
      </Group>
      {days.error ? (
        <Fault error={days.error} />
      ) : !days.data ? (
        <Loader />
      ) : days.data.length === 0 ? (
        <Empty>
          <p>{t("no_data")}</p>
        </Empty>
      ) : (
        <Numbers days={days.data} before={compare ? (before.data ?? []) : []} period={earlier} />
      )}
    </>
  );
}

interface Props {
  days: OptIn[];
  /** Of the period before; none where it is not compared. */
  before: OptIn[];
  period: { from: string; to: string };
}

function Numbers({ days, before, period }: Props) {
  const { t, n, percent, date, say, days: span } = useWords();
  const of = (all: OptIn[], k: (typeof KINDS)[number]) => all.reduce((s, d) => s + d[k], 0);
  const sum = (k: (typeof KINDS)[number]) => of(days, k);
  const earlier = span(period.from, period.to);
  const answered = sum("accept_all") + sum("refuse_all") + sum("save") || 1;
  const share = (d: OptIn) => (d.accept_all + d.save) / (d.accept_all + d.save + d.refuse_all || 1);
  return (
    <>
      <div className="tiles">
        {KINDS.map((k) => (
          <div key={k} className="tile still">
            <div className="quiet">{t(k)}</div>
            <div className="big">{n(sum(k))}</div>
            <div className="quiet">{k === "shown" || k === "withdraw" ? "\u00a0" : percent(sum(k) / answered)}</div>
            <div className="quiet changed">
              <Change now={sum(k)} before={of(before, k)} of={earlier} />
            </div>
          </div>
        ))}
      </div>
      {before.length > 0 && <div className="quiet small gap-top-s">{say("compared_with", { period: earlier })}</div>}
      <div className="gap-top">
        <Title order={2} className="part-head">
          {t("rate")}
        </Title>
        <Chart
          head={t("day")}
          file="answers"
          format={(v) => percent(v)}
          most={1}
          labels={days.map((d) => date(Date.parse(d.day), { day: "numeric", month: "short", timeZone: "UTC" }))}
          series={[{ name: t("rate"), values: days.map(share) }]}
        />
        <div className="quiet">{t("opt_in_note")}</div>
      </div>
    </>
  );
}
