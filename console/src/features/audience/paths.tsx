/** Paths: what was looked at right before and after a page, as a drawing of the flow and as a table. */
import { Button, Group, Loader, Table, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { PathReport, Site } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { Section } from "../../parts/section";
import { useWords } from "./words";

interface Props {
  site: Site;
  asked: { from: string; to: string; filter: string | undefined };
}
type Line = PathReport["before"][number];

export function Paths({ site, asked }: Props) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const page = at("page");
  const found = api.useQuery(
    "get",
    "/sites/{id}/reports/paths",
    { params: { path: { id: site.id }, query: { ...asked, page, limit: 8 } } },
    { enabled: page !== "", placeholderData: (old) => old },
  );
  const report = found.data;
  return (
    <Section head={t("pa_title")}>
      <Page key={page} first={page} set={(next) => put({ page: next || null })} />
      {page === "" ? (
        <Empty head={t("pa_none")}>
          <p>{t("pa_none_def")}</p>
        </Empty>
      ) : found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !report ? (
        <Loader />
      ) : report.hidden ? (
        <p className="quiet">{t(`hidden_${report.hidden}`)}</p>
      ) : report.views === 0 ? (
        <p className="quiet">{t("no_data")}</p>
      ) : (
        <>
          <Flow report={report} />
          <Lines report={report} go={(next) => put({ page: next })} />
        </>
      )}
    </Section>
  );
}

function Page({ first, set }: { first: string; set: (page: string) => void }) {
  const { t } = useWords();
  const [text, setText] = useState(first);
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        set(text.trim());
      }}
    >
      <Group gap="xs" mb="sm">
        <TextInput
          size="xs"
          aria-label={t("dim_path")}
          placeholder="/"
          maxLength={2000}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <Button size="compact-sm" type="submit" variant="default">
          {t("pa_show")}
        </Button>
      </Group>
    </form>
  );
}

function useName() {
  const { t } = useWords();
  return (line: Line, side: "before" | "after") =>
    line.kind === "page"
      ? line.value
      : t(line.kind === "other" ? "pa_other" : side === "before" ? "pa_began" : "pa_ended");
}

const WIDTH = 720;
const HEIGHT = 220;
const GAP = 6;
const BOX = 200;

/** Where each of one side stands, from top to bottom, as high as it is of all. */
function placed(lines: Line[], views: number): { line: Line; top: number; high: number }[] {
  const room = HEIGHT - GAP * Math.max(lines.length - 1, 0);
  let top = 0;
  return lines.map((line) => {
    const at = { line, top, high: (line.views / Math.max(views, 1)) * room };
    top += at.high + GAP;
    return at;
  });
}

/** The table below says the same. */
function Flow({ report }: { report: PathReport }) {
  const name = useName();
  const side = (which: "before" | "after") => {
    const left = which === "before";
    const [outer, inner] = left ? [BOX, WIDTH / 2 - 8] : [WIDTH - BOX, WIDTH / 2 + 8];
    let middle = 0;
    return placed(report[which], report.views).map(({ line, top, high }) => {
      const share = (line.views / Math.max(report.views, 1)) * HEIGHT;
      const [a, b] = [top + high / 2, middle + share / 2];
      middle += share;
      const bend = (outer + inner) / 2;
      return (
        <g key={`${line.kind} ${line.value}`}>
          <path
            d={`M${outer},${a} C${bend},${a} ${bend},${b} ${inner},${b}`}
            fill="none"
            stroke="currentColor"
            strokeOpacity={0.25}
            strokeWidth={Math.max(share, 1)}
          />
          <text
            x={left ? BOX - 6 : WIDTH - BOX + 6}
            y={a + 4}
            textAnchor={left ? "end" : "start"}
            fontSize={12}
            fill="currentColor"
          >
            {name(line, which).slice(0, 28)}
          </text>
        </g>
      );
    });
  };
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" aria-hidden>
      {side("before")}
      {side("after")}
      <rect x={WIDTH / 2 - 8} y={0} width={16} height={HEIGHT} fill="currentColor" fillOpacity={0.7} />
    </svg>
  );
}

function Lines({ report, go }: { report: PathReport; go: (page: string) => void }) {
  const { t, n } = useWords();
  const name = useName();
  const sides = ["before", "after"] as const;
  const csv = () =>
    download("paths", [
      ["side", "kind", "page", "views", "visitors"],
      ...sides.flatMap((side) =>
        report[side].map((l) => [side, l.kind, l.value, String(l.views), l.visitors == null ? "" : String(l.visitors)]),
      ),
    ]);
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${t("pa_title")}: ${t("page_views")}`}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("pa_side")}</Table.Th>
              <Table.Th>{t("dim_path")}</Table.Th>
              <Table.Th ta="right">{t("page_views")}</Table.Th>
              <Table.Th ta="right">{t("visitors")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sides.flatMap((side) =>
              report[side].map((l) => (
                <Table.Tr key={`${side} ${l.kind} ${l.value}`}>
                  <Table.Td>{t(`pa_${side}`)}</Table.Td>
                  <Table.Td>
                    {l.kind === "page" ? (
                      <button type="button" className="pick" onClick={() => go(l.value)}>
                        {l.value}
                      </button>
                    ) : (
                      name(l, side)
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{n(l.views)}</Table.Td>
                  <Table.Td ta="right">{l.visitors == null ? "–" : n(l.visitors)}</Table.Td>
                </Table.Tr>
              )),
            )}
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
