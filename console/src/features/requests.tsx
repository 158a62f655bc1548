/** Requests: what people ask for under their rights, the most urgent first, and what became of the rest. */
import { Button, Drawer, Group, Loader, Table, Title } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import type { Me, RequestView, Site } from "../api";
import { Fault } from "../parts";
import { Detail } from "./requests/detail";
import { Enter } from "./requests/enter";
import { Left, useRequests, useSay, Who } from "./requests/parts";

/** Whom the first requests are from is looked up one by one; further down the link itself will do. */
const LOOKED_UP = 20;
const PAGE = 100;

export function Requests({ me, site }: { me: Me; site?: Site }) {
  const { t } = useSay();
  const [params, setParams] = useSearchParams();
  const [before, setBefore] = useState<string>();
  const list = useRequests(true, before);
  const shown = params.get("request");
  const show = (id: string | null) => {
    const next = new URLSearchParams(params);
    id ? next.set("request", id) : next.delete("request");
    setParams(next);
  };
  const enter = me.may.includes("request_write") && <Button onClick={() => show("new")}>{t("rq_enter")}</Button>;
  const none = list.data && !before && list.data.open.length + list.data.closed.length === 0;
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          {t("requests")}
        </Title>
        {!none && enter}
      </Group>
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : none ? (
        <div className="card" style={{ maxWidth: 620 }}>
          <p style={{ marginTop: 0 }}>{t("rq_what_is")}</p>
          <p>{t("rq_by_themselves")}</p>
          <p>{t("rq_month")}</p>
          {enter}
        </div>
      ) : (
        <>
          <Title order={2} size="h4" mb="xs">
            {t("rq_open")}
          </Title>
          {list.data.open.length === 0 ? (
            <div className="card quiet">{t("rq_none_open")}</div>
          ) : (
            <Rows views={list.data.open} show={show} />
          )}
          {(list.data.closed.length > 0 || before) && (
            <>
              <Title order={2} size="h4" mt="lg" mb="xs">
                {t("rq_closed")}
              </Title>
              <Rows views={list.data.closed} show={show} closed />
              {list.data.closed.length === PAGE && (
                <Group mt="sm" justify="flex-end">
                  <Button size="xs" variant="default" onClick={() => setBefore(list.data!.closed.at(-1)!.request.id)}>
                    {t("older")}
                  </Button>
                </Group>
              )}
            </>
          )}
        </>
      )}
      <Drawer
        opened={!!shown}
        onClose={() => show(null)}
        position="right"
        size="lg"
        title={t(shown === "new" ? "rq_enter" : "rq_one")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("rq_close") }}
      >
        {shown === "new" ? <Enter site={site} done={show} /> : shown && <Detail key={shown} id={shown} me={me} />}
      </Drawer>
    </>
  );
}

function Rows({ views, show, closed = false }: { views: RequestView[]; show: (id: string) => void; closed?: boolean }) {
  const { t, any, day, due, stands, say } = useSay();
  return (
    <div className="card" style={{ overflowX: "auto", padding: 0 }}>
      <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={680}>
        <Table.Thead>
          <Table.Tr>
            {(
              [
                "rq_kind",
                "actor",
                "rq_channel",
                "rq_received",
                ...(closed ? [] : (["rq_due"] as const)),
                "campaign_state",
              ] as const
            ).map((h) => (
              <Table.Th key={h}>{t(h)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {views.map(({ request: r, days_left }, i) => (
            <Table.Tr key={r.id} onClick={() => show(r.id)} style={{ cursor: "pointer", verticalAlign: "top" }}>
              <Table.Td>
                <Button
                  variant="transparent"
                  size="compact-sm"
                  px={0}
                  onClick={(e) => {
                    e.stopPropagation();
                    show(r.id);
                  }}
                >
                  {any(`rq_${r.kind}`)}
                </Button>
              </Table.Td>
              <Table.Td data-label={t("actor")} style={{ overflowWrap: "anywhere" }}>
                <Who request={r} look={!closed && i < LOOKED_UP} />
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
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
