/** Who a newsletter goes to, and what became of each. */
import { Button, Group, Loader, Select, Table } from "@mantine/core";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { Campaign, CampaignRecipient } from "../../api/types";
import { oneOf, useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { download } from "../../parts/files";
import { OUTCOMES, useSay } from "./outcomes";

const PAGE = 100;

export function Recipients({ campaign: c }: { campaign: Campaign }) {
  const { t, people, outcome } = useSay();
  const { at, put } = useAddress();
  const state = oneOf(OUTCOMES, at("state"));
  const found = api.useInfiniteQuery(
    "get",
    "/campaigns/{id}/recipients",
    { params: { path: { id: c.id }, query: { state } } },
    {
      pageParamName: "after",
      initialPageParam: null,
      staleTime: 0,
      getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)?.message : undefined),
      // Kept fresh while it goes out, until somebody pages on and reads.
      refetchInterval: (q) => (c.state === "sending" && q.state.data?.pages.length === 1 ? 5_000 : false),
    },
  );
  const rows = found.data?.pages.flat() ?? [];
  const csv = () =>
    download(`recipients-${c.id}`, [
      [t("c_address"), t("campaign_state"), t("out_why"), t("attempts"), t("since")],
      ...rows.map((r) => [
        r.address,
        outcome(r.state, c.state),
        r.reason,
        String(r.attempts),
        new Date(r.state_at_ms).toISOString(),
      ]),
    ]);
  return (
    <>
      <Group mb="md" justify="space-between" align="end">
        <Select
          label={t("campaign_state")}
          w={260}
          maw="100%"
          allowDeselect={false}
          value={state ?? ""}
          onChange={(to) => put({ state: to }, { replace: true })}
          data={[
            { value: "", label: t("all_states") },
            ...OUTCOMES.map((o) => ({ value: o, label: outcome(o, c.state) })),
          ]}
        />
        <Button size="xs" variant="default" disabled={rows.length === 0} onClick={csv}>
          {t("export_shown")}
        </Button>
      </Group>
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : rows.length === 0 ? (
        <Empty>
          <p>{t("no_recipients")}</p>
        </Empty>
      ) : (
        <div className="sheet">
          <Table className="stack" verticalSpacing={7} horizontalSpacing="md" miw={560}>
            <Table.Thead>
              <Table.Tr>
                {(["c_address", "campaign_state", "attempts", "since"] as const).map((h) => (
                  <Table.Th key={h}>{t(h)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((r) => (
                <Row key={r.message} recipient={r} campaign={c} />
              ))}
            </Table.Tbody>
          </Table>
          <Group p="sm" justify="space-between">
            <span className="quiet">{people(rows.length)}</span>
            {found.hasNextPage && (
              <Button
                size="xs"
                variant="default"
                loading={found.isFetchingNextPage}
                onClick={() => found.fetchNextPage()}
              >
                {t("more")}
              </Button>
            )}
          </Group>
        </div>
      )}
    </>
  );
}

function Row({ recipient: r, campaign: c }: { recipient: CampaignRecipient; campaign: Campaign }) {
  const { t, n, moment, outcome, why } = useSay();
  return (
    <Table.Tr className="top">
      <Table.Td>
        <Link to={`/people?person=${r.person}`}>{r.address}</Link>
      </Table.Td>
      <Table.Td>
        {outcome(r.state, c.state)}
        {(r.reason || r.next_at_ms > Date.now()) && (
          <div className="quiet">
            {[
              r.reason && why(r.reason),
              r.state === "planned" && r.next_at_ms > Date.now() && `${t("next_try")} ${moment(r.next_at_ms)}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </div>
        )}
      </Table.Td>
      <Table.Td className="half" data-label={t("attempts")}>
        {n(r.attempts)}
      </Table.Td>
      <Table.Td className="half" data-label={t("since")}>
        {moment(r.state_at_ms)}
      </Table.Td>
    </Table.Tr>
  );
}
