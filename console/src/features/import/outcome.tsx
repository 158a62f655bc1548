/** What came of the rows: what each group is worth and what would release it, what cannot be read. */

import { Button, Group, Stack, Table } from "@mantine/core";
import type { ReactNode } from "react";
import type { ImportView } from "../../api/types";
import { download } from "../../parts/files";
import { Ruled } from "../../parts/rule";
import { LEFT, MISSING, OUTCOMES } from "./outcomes";
import { useWords } from "./words";

export function Outcome({ view }: { view: ImportView }) {
  const { t, n } = useWords();
  const { report: r } = view;
  if (!r.encoding) return null;
  const left = LEFT.reduce((sum, m) => sum + (r.missing[m] ?? 0), 0);
  return (
    <div className="grid">
      <div className="card">
        <Table verticalSpacing={6} aria-label={t("im_comes")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={88} ta="right">
                {t("im_rows")}
              </Table.Th>
              <Table.Th>{t("im_comes")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {OUTCOMES.filter((o) => !["restricted", "erased"].includes(o) || r.outcomes[o]).map((o) => (
              <Rows key={o} count={r.outcomes[o] ?? 0} name={t(`im_${o}`)} meaning={t(`im_${o}_def`)}>
                {o === "stored" && (
                  <Reasons
                    lines={MISSING.filter((m) => r.missing[m]).map((m) => [
                      `${n(r.missing[m] ?? 0)}: ${t(`im_lack_${m}`)}`,
                      t(`im_lack_${m}_out`),
                    ])}
                  />
                )}
              </Rows>
            ))}
            {left > 0 && (
              <Rows count={left} name={t("im_numbers")} meaning={t("im_numbers_def")}>
                <Reasons
                  lines={LEFT.filter((m) => r.missing[m]).map((m) => [
                    `${n(r.missing[m] ?? 0)}: ${t(`im_left_${m}`)}`,
                    t(`im_left_${m}_out`),
                  ])}
                />
              </Rows>
            )}
            <Rows count={r.errors_total} name={t("im_errors")} meaning={t("im_errors_def")} />
          </Table.Tbody>
        </Table>
      </div>
      <Stack>{r.errors.length > 0 && <Errors view={view} />}</Stack>
    </div>
  );
}

interface RowsProps {
  count: number;
  name: string;
  meaning: string;
  children?: ReactNode;
}

function Rows({ count, name, meaning, children }: RowsProps) {
  const { n } = useWords();
  return (
    <Table.Tr className="top">
      <Table.Td ta="right">{n(count)}</Table.Td>
      <Table.Td>
        <b>{name}</b>
        <div className="quiet">
          <Ruled>{meaning}</Ruled>
        </div>
        {children}
      </Table.Td>
    </Table.Tr>
  );
}

/** Why, each with the way out. */
function Reasons({ lines }: { lines: [string, string][] }) {
  const { t } = useWords();
  if (lines.length === 0) return null;
  return (
    <ul className="bullets">
      {lines.map(([why, out]) => (
        <li key={why}>
          {why}
          <div className="quiet">
            {t("way_out")}: {out}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Rows that cannot be read, here and as a file. */
function Errors({ view: { import: i, report: r } }: { view: ImportView }) {
  const { t, any, n, say } = useWords();
  const what = (code: string) => any(`im_error_${code}`);
  const csv = () =>
    download(`errors-${i.id}`, [
      [t("im_line"), t("im_wrong")],
      ...r.errors.map((e) => [String(e.line), e.file ? `${what(e.code)} (${e.file})` : what(e.code)]),
    ]);
  return (
    <div className="card">
      <div tabIndex={0} role="region" aria-label={t("im_errors")} className="scroll low">
        <Table stickyHeader verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={80} ta="right">
                {t("im_line")}
              </Table.Th>
              <Table.Th>{t("im_wrong")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {r.errors.map((e, at) => (
              <Table.Tr key={at}>
                <Table.Td ta="right">{n(e.line)}</Table.Td>
                <Table.Td>
                  {what(e.code)}
                  {e.file && <div className="quiet">{e.file}</div>}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Group mt={8} justify="space-between">
        <span className="quiet">{say("im_errors_shown", { n: n(r.errors.length), all: n(r.errors_total) })}</span>
        <Button size="xs" variant="default" onClick={csv}>
          {t("export")}
        </Button>
      </Group>
    </div>
  );
}
