/** Cohorts: visitors by the week or month in which they first came, and how many of them came back in each of the next. */
import { Button, Group, Loader, SegmentedControl, Table } from "@mantine/core";
import { api } from "../../api/client";
import type { CohortReport, Site } from "../../api/types";
import { oneOf, useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { Section } from "../../parts/section";
import { useWords } from "./words";

interface Props {
  site: Site;
  asked: { from: string; to: string; filter: string | undefined };
}

const GRAINS = ["week", "month"] as const;

export function Cohorts({ site, asked }: Props) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const grain = oneOf(GRAINS, at("cohorts")) ?? "week";
  const found = api.useQuery(
    "get",
    "/sites/{id}/reports/cohorts",
    { params: { path: { id: site.id }, query: { ...asked, grain } } },
    { placeholderData: (old) => old },
  );
  const rows = found.data?.cohorts.filter((c) => c.visitors > 0 || c.hidden) ?? [];
  return (
    <Section
      head={t("co_title")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("gr_title")}
          value={grain}
          data={GRAINS.map((g) => ({ value: g, label: t(`gr_${g}`) }))}
          onChange={(g) => put({ cohorts: g })}
        />
      }
    >
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : rows.length === 0 ? (
        <Empty head={t("co_none")}>
          <p>{t("co_none_def")}</p>
        </Empty>
      ) : (
        <Rows rows={rows} grain={grain} zone={site.time_zone} />
      )}
    </Section>
  );
}

interface RowsProps {
  rows: CohortReport["cohorts"];
  grain: (typeof GRAINS)[number];
  zone: string;
}

/** The darker a field, the larger the part that came back. */
function Rows({ rows, grain, zone }: RowsProps) {
  const { t, n, percent, date } = useWords();
  const most = Math.max(...rows.map((r) => r.returned.length), 1);
  const how: Intl.DateTimeFormatOptions =
    grain === "month" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  const begins = (ms: number) => date(ms, { ...how, timeZone: zone });
  const csv = () =>
    download("cohorts", [
      [grain, "visitors", ...Array.from({ length: most }, (_, at) => String(at))],
      ...rows
        .filter((r) => !r.hidden)
        .map((r) => [
          begins(r.start_ms),
          String(r.visitors),
          ...r.returned.map((c) => (c.hidden ? "" : String(c.visitors))),
        ]),
    ]);
  return (
    <>
      <p className="quiet">{t("co_def")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${t("co_title")}: ${t("visitors")}`}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("co_first")}</Table.Th>
              <Table.Th ta="right">{t("visitors")}</Table.Th>
              {Array.from({ length: most }, (_, at) => (
                <Table.Th key={at} ta="right">
                  +{at}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.start_ms}>
                <Table.Td>{begins(row.start_ms)}</Table.Td>
                <Table.Td ta="right">{row.hidden ? "–" : n(row.visitors)}</Table.Td>
                {row.hidden && (
                  <Table.Td colSpan={most} className="quiet">
                    {t("hidden_lines")}
                  </Table.Td>
                )}
                {row.returned.map((cell, at) => (
                  <Table.Td
                    key={at}
                    ta="right"
                    title={cell.hidden ? t(`hidden_${cell.hidden}`) : n(cell.visitors)}
                    style={{
                      background: `color-mix(in srgb, var(--mantine-primary-color-filled) ${(cell.rate ?? 0) * 45}%, transparent)`,
                    }}
                  >
                    {cell.hidden || cell.rate == null ? "–" : percent(Math.round(cell.rate * 100) / 100)}
                  </Table.Td>
                ))}
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
