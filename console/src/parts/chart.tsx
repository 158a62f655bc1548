/** One chart for all: direct labels, no legend, always a table behind it. What draws it is loaded when it is shown. */
import { Button, Group, Table } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Grain } from "../api/types";
import { useWords } from "../words/catalogue";
import type { Drawn } from "./drawing";
import { download } from "./files";

const Drawing = lazy(() => import("./drawing"));

/** An interval has at most so many hours: clocks go back on one of its days. */
const HOURS = { hour: 1, day: 25, week: 7 * 24 + 1, month: 31 * 24 + 1 } satisfies Record<Grain, number>;

/** Which of the intervals that begin at `starts` is still running; undefined when none is. */
export function running(starts: number[], grain: Grain): number | undefined {
  const at = starts.findLastIndex((start) => start <= Date.now());
  return at >= 0 && Date.now() - starts[at] < HOURS[grain] * 3600000 ? at : undefined;
}

export function Chart({ file, head, height = 260, ...drawn }: Drawn & { file: string; head: string; height?: number }) {
  const { t } = useWords();
  const [table, setTable] = useState(false);
  const { labels, series, format } = drawn;
  const csv = () =>
    download(file, [
      [head, ...series.map((s) => s.name)],
      ...labels.map((l, i) => [l, ...series.map((s) => String(s.values[i] ?? ""))]),
    ]);
  return (
    <div>
      {table ? (
        <div key="table" tabIndex={0} role="region" aria-label={head} className="scroll" style={{ maxHeight: height }}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{head}</Table.Th>
                {series.map((s) => (
                  <Table.Th key={s.name} ta="right">
                    {s.name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {labels.map((l, i) => (
                <Table.Tr key={i}>
                  <Table.Td>{l}</Table.Td>
                  {series.map((s) => (
                    <Table.Td key={s.name} ta="right">
                      {s.values[i] === null ? "–" : format(s.values[i] ?? 0)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <div key="chart" style={{ height }}>
          <Suspense>
            <Drawing {...drawn} />
          </Suspense>
        </div>
      )}
      <Group gap={4} justify="flex-end" mt={4}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setTable(!table)}>
          {t(table ? "show_chart" : "show_table")}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={csv}>
          {t("export")}
        </Button>
      </Group>
    </div>
  );
}
