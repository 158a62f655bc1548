/** Requests as lines. */
import { Table } from "@mantine/core";
import { useNavigate } from "react-router-dom";
import type { RequestView } from "../../api/types";
import { useKept } from "../../parts/address";
import { Heads, Opens } from "../../parts/table";
import { Left, useSay, Who } from "./clock";

/** Whom the first requests are from is looked up one by one; further down the link itself will do. */
const LOOKED_UP = 20;
const HEADS = ["rq_kind", "actor", "rq_channel", "rq_received", "rq_due", "campaign_state"] as const;

export function Rows({ views, closed = false }: { views: RequestView[]; closed?: boolean }) {
  const { t } = useSay();
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={680}>
        <Heads words={HEADS.filter((h) => !closed || h !== "rq_due").map((h) => t(h))} />
        <Table.Tbody>
          {views.map((view, i) => (
            <Row key={view.request.id} view={view} closed={closed} look={!closed && i < LOOKED_UP} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface RowProps {
  view: RequestView;
  closed: boolean;
  look: boolean;
}

function Row({ view: { request: r, days_left }, closed, look }: RowProps) {
  const { t, any, day, due, stands, say } = useSay();
  const navigate = useNavigate();
  const kept = useKept();
  const show = () => navigate(`/requests/${r.id}${kept}`);
  return (
    <Table.Tr onClick={show} className="press top">
      <Table.Td>
        <Opens show={show} name={r.id}>
          {any(`rq_${r.kind}`)}
        </Opens>
      </Table.Td>
      <Table.Td data-label={t("actor")} className="wrap">
        <Who request={r} look={look} />
      </Table.Td>
      <Table.Td data-label={t("rq_channel")}>{any(`rq_by_${r.channel}`)}</Table.Td>
      <Table.Td data-label={t("rq_received")}>{day(r.received_at)}</Table.Td>
      {!closed && (
        <Table.Td data-label={t("rq_due")}>
          {r.suspended_at > 0 ? "–" : due(r)}
          <div>
            <Left days={days_left} />
          </div>
        </Table.Td>
      )}
      <Table.Td data-label={t("campaign_state")}>
        {stands(r)}
        {closed && <div className="quiet">{say("rq_closed_on", { date: day(r.closed_at) })}</div>}
      </Table.Td>
    </Table.Tr>
  );
}
