/** What people answered, day by day. */
import { Group, Loader, Title } from "@mantine/core";
import { api } from "../../api/client";
import type { OptIn, Site } from "../../api/types";
import { Chart } from "../../parts/chart";
import { Fault } from "../../parts/fault";
import { PeriodPicker, usePeriod } from "../../parts/period";
import { useWords } from "./words";

const KINDS = ["shown", "accept_all", "save", "refuse_all", "withdraw"] as const;

export function Answers({ site }: { site: Site }) {
  const { t } = useWords();
  const { from, to } = usePeriod(site.time_zone);
  const days = api.useQuery("get", "/sites/{id}/choices", {
    params: { path: { id: site.id }, query: { from, to } },
  });
  return (
    <>
      <Group mb="md">
        <PeriodPicker zone={site.time_zone} comparing={false} />
      </Group>
      {days.error ? (
        <Fault error={days.error} />
      ) : !days.data ? (
        <Loader />
      ) : days.data.length === 0 ? (
        <div className="card">{t("no_data")}</div>
      ) : (
        <Numbers days={days.data} />
      )}
    </>
  );
}

function Numbers({ days }: { days: OptIn[] }) {
  const { t, n, percent, date } = useWords();
  const sum = (k: (typeof KINDS)[number]) => days.reduce((s, d) => s + d[k], 0);
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
          </div>
        ))}
      </div>
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
