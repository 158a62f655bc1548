/** What was looked at and brought in before. */
import { Loader, Stack, Table, Title } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { ImportView } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Heads, Opens } from "../../parts/table";
import { Columns } from "./columns";
import { Far } from "./far";
import { Outcome } from "./outcome";
import { OUTCOMES, running } from "./outcomes";
import { Sentence } from "./sentence";
import { useWords } from "./words";

const AGAIN_MS = 2000;
const HEADS = ["im_file", "when", "im_what", "im_state", "im_comes"] as const;

export function Last() {
  const { t } = useWords();
  const [open, setOpen] = useState<ImportView>();
  const list = api.useQuery(
    "get",
    "/imports",
    {},
    {
      staleTime: 0,
      refetchInterval: (q) => (q.state.data?.some(running) ? AGAIN_MS : false),
    },
  );
  return (
    <div>
      <Title order={2} className="part-head">
        {t("im_last")}
      </Title>
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : list.data.length === 0 ? (
        <div className="card">{t("im_none")}</div>
      ) : (
        <div className="sheet" tabIndex={0} role="region" aria-label={t("im_last")}>
          <Table className="stack" verticalSpacing={7} horizontalSpacing="md" miw={680}>
            <Heads words={HEADS.map((h) => t(h))} />
            <Table.Tbody>
              {list.data.map((v) => (
                <Row key={v.import.id} view={v} open={() => setOpen(v)} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Dialog
        centered={false}
        opened={!!open}
        onClose={() => setOpen(undefined)}
        title={open?.import.name || t("im_rows")}
        size="xl"
      >
        {open && (
          <Stack>
            <Sentence view={open} />
            <Columns sheets={open.report.sheets ?? []} mapping={{}} />
            <Outcome view={open} />
          </Stack>
        )}
      </Dialog>
    </div>
  );
}

function Row({ view: v, open }: { view: ImportView; open: () => void }) {
  const { t, n, say, moment } = useWords();
  const { import: i, report: r } = v;
  const counts = [
    ...OUTCOMES.filter((o) => r.outcomes[o]).map((o) => `${t(`im_${o}`)}: ${n(r.outcomes[o] ?? 0)}`),
    ...(r.errors_total > 0 ? [`${t("im_errors")}: ${n(r.errors_total)}`] : []),
  ];
  const all = Math.max(i.rows_done, i.state === "done" ? 0 : i.rows_total);
  return (
    <Table.Tr className="top">
      <Table.Td className="wrap">
        {running(v) || !r.encoding ? i.name || "–" : <Opens show={open}>{i.name || "–"}</Opens>}
      </Table.Td>
      <Table.Td>{moment(i.created_at_ms)}</Table.Td>
      <Table.Td>
        {t(`by_${i.channel}`)}, {t(i.dry ? "im_looked" : "im_brought")}
      </Table.Td>
      <Table.Td miw={140}>
        <Stands view={v} />
      </Table.Td>
      <Table.Td>
        {counts.join(" · ") || "–"}
        {!running(v) && i.rows_done > 0 && (
          <div className="quiet">{say("im_rows_of", { n: n(i.rows_done), all: n(all) })}</div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Where an import stands. */
function Stands({ view }: { view: ImportView }) {
  const { t } = useWords();
  const { state, dry } = view.import;
  if (running(view)) return <Far view={view} />;
  if (state === "done") return t("im_done");
  if (state === "cancelled") return t("im_cancelled");
  return state === "interrupted" ? t(dry ? "im_broken_look" : "im_broken") : state;
}
