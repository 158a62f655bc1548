/** Visits as wholes: how they began, how long they went on, what they led to. Each rate beside the count that it is of. */
import { Button, Group, Loader, Table, Tooltip } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Site, VisitNumbers } from "../../api/types";
import { Change } from "../../parts/change";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { Section } from "../../parts/section";
import { useNames } from "./sentence";
import { useWords } from "./words";

const BY = ["channel", "source", "campaign", "entry_page", "exit_page", "path", "country", "device"] as const;
const RATES = ["bounce_rate", "pages_mean", "duration_ms_mean", "conversion_rate"] as const;
type Rate = (typeof RATES)[number];

interface Props {
  site: Site;
  asked: { from: string; to: string; filter: string | undefined; compare: string | undefined };
  pick: (by: string, value: string) => void;
}

function useRate() {
  const { n, percent, say } = useWords();
  return (rate: Rate, value: number | null | undefined) => {
    if (value == null) return "–";
    if (rate === "pages_mean") return n(Math.round(value * 10) / 10);
    if (rate !== "duration_ms_mean") return percent(value);
    const seconds = Math.round(value / 1000);
    return say("v_time", { minutes: n(Math.floor(seconds / 60)), seconds: n(seconds % 60) });
  };
}

export function Visits({ site, asked, pick }: Props) {
  const { t } = useWords();
  const { many } = useNames();
  const [by, setBy] = useState<(typeof BY)[number]>(BY[0]);
  const found = api.useQuery(
    "get",
    "/sites/{id}/reports/visits",
    { params: { path: { id: site.id }, query: { ...asked, by, limit: 100 } } },
    { placeholderData: (old) => old },
  );
  const { totals, previous, lines } = found.data ?? {};
  return (
    <Section head={t("v_title")}>
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !totals ? (
        <Loader />
      ) : totals.visits === 0 && !totals.hidden ? (
        <Empty head={t("v_none")}>
          <p>{t("v_none_def")}</p>
        </Empty>
      ) : (
        <>
          {totals.hidden ? <p className="quiet">{t(`hidden_${totals.hidden}`)}</p> : null}
          <Totals numbers={totals} previous={previous ?? undefined} />
          <Group gap={14} my={8}>
            {BY.map((x) => (
              <button key={x} type="button" className="pick" aria-pressed={x === by} onClick={() => setBy(x)}>
                {many(x)}
              </button>
            ))}
          </Group>
          <Lines by={by} lines={lines ?? []} pick={pick} />
        </>
      )}
    </Section>
  );
}

/** The rates of all visits, and who came for the first time. */
function Totals({ numbers, previous }: { numbers: VisitNumbers; previous?: VisitNumbers }) {
  const { t, n, say } = useWords();
  const rate = useRate();
  const { visitors_new, visitors_returning, visitors_unknown } = numbers;
  const who = { new: n(visitors_new), returning: n(visitors_returning), unknown: n(visitors_unknown) };
  return (
    <>
      <div className="tiles">
        {RATES.map((r) => (
          <Tooltip key={r} label={t(`${r}_def`)} multiline w={240} openDelay={400}>
            <div className="tile">
              <div className="quiet">{t(r)}</div>
              <div className="big">{rate(r, numbers[r])}</div>
              <div className="quiet changed">
                <Change now={numbers[r] ?? 0} before={previous?.[r] ?? undefined} />
              </div>
            </div>
          </Tooltip>
        ))}
      </div>
      {!numbers.hidden && (
        <p className="quiet gap-top-s">
          {numbers.known_hidden ? t(`hidden_${numbers.known_hidden}`) : say("v_who", who)}
        </p>
      )}
      {numbers.goals.length > 0 && (
        <p className="quiet">
          {numbers.goals.map((g) => `${g.name}: ${n(g.visits)} (${rate("conversion_rate", g.rate)})`).join(" · ")}
        </p>
      )}
    </>
  );
}

interface LinesProps {
  by: (typeof BY)[number];
  lines: (VisitNumbers & { value: string })[];
  pick: Props["pick"];
}

function Lines({ by, lines, pick }: LinesProps) {
  const { t, n } = useWords();
  const { many, value } = useNames();
  const rate = useRate();
  const heads = [many(by), t("visitors"), t("sessions"), ...RATES.map((r) => t(r))];
  if (lines.length === 0) return <p className="quiet">{t("no_data")}</p>;
  const csv = () => {
    const counts = ["visitors", "visitors_new", "visitors_returning", "visitors_unknown", "visits", "bounces"] as const;
    const told = lines.filter((l) => !l.hidden);
    const goals = told[0]?.goals.map((g) => g.name) ?? [];
    const row = (l: LinesProps["lines"][number]) => [
      l.value,
      ...counts.map((c) => (l.known_hidden && c.startsWith("visitors_") ? "" : String(l[c]))),
      ...RATES.map((r) => String(l[r] ?? "")),
      ...l.goals.map((g) => String(g.visits)),
    ];
    download(`visits-${by}`, [[by, ...counts, ...RATES, ...goals], ...told.map(row)]);
  };
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${t("v_title")}: ${many(by)}`}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head, at) => (
                <Table.Th key={head} ta={at ? "right" : "left"}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((l) => (
              <Table.Tr key={l.value || "hidden"}>
                {l.hidden ? (
                  <Table.Td colSpan={heads.length} className="quiet">
                    {t("hidden_lines")}
                  </Table.Td>
                ) : (
                  <>
                    <Table.Td>
                      {by.endsWith("_page") ? (
                        l.value
                      ) : (
                        <button type="button" className="pick" onClick={() => pick(by, l.value)}>
                          {value(by, l.value)}
                        </button>
                      )}
                    </Table.Td>
                    <Table.Td ta="right">{n(l.visitors)}</Table.Td>
                    <Table.Td ta="right">{n(l.visits)}</Table.Td>
                    {RATES.map((r) => (
                      <Table.Td key={r} ta="right">
                        {rate(r, l[r])}
                      </Table.Td>
                    ))}
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Group justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={csv}>
          {t("export")}
        </Button>
      </Group>
    </>
  );
}
