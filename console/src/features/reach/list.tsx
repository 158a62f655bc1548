/** All newsletters, the latest first. */
import { Button, Group, Loader, Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { CampaignDetail, Me } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Heads, Opens } from "../../parts/table";
import { Begin, useBegin } from "./begin";
import { OutcomeBar } from "./outcome-bar";
import { pace, topicName, useSay, when } from "./outcomes";

const PAGE = 100;
const HEADS = ["campaign_one", "topic", "campaign_state", "campaign_progress"] as const;

export function List({ me, show }: { me: Me; show: (id: string) => void }) {
  const { t } = useSay();
  const [before, setBefore] = useState<string>();
  const list = api.useQuery(
    "get",
    "/campaigns",
    { params: { query: { before } } },
    { staleTime: 0, refetchInterval: (q) => (q.state.data ? pace(q.state.data) : false) },
  );
  const forms = api.useQuery("get", "/forms");
  const topics = api.useQuery("get", "/topics");
  const error = list.error ?? forms.error ?? topics.error;
  const form = forms.data?.find((f) => f.topics.length > 0);
  const { begin, busy, error: failed } = useBegin(form, show);
  const none = list.data?.length === 0;
  const may = me.may.includes("campaign_write");
  const start = may && (
    <Begin begin={begin} busy={busy} form={form} label={t(none ? "campaign_first" : "campaign_new")} />
  );
  const lacks = forms.data && !form && may;
  const needs = lacks && <p className="first">{t("campaign_needs")}</p>;
  const toForms = (
    <Button component={Link} to="/people?tab=forms">
      {t("campaign_forms")}
    </Button>
  );
  const retry = () => {
    void list.refetch();
    void forms.refetch();
    void topics.refetch();
  };
  return (
    <>
      <Head title={t("reach")}>{!!list.data?.length && start}</Head>
      <Fault error={failed} className="gap-bottom" />
      {error ? (
        <Fault error={error} retry={retry} />
      ) : !list.data || !forms.data || !topics.data ? (
        <Loader />
      ) : none ? (
        <Empty next={lacks ? toForms : start}>
          <p>{t("campaign_what")}</p>
          <p>{t("campaign_asked")}</p>
          {needs}
        </Empty>
      ) : (
        <>
          {needs}
          <Rows all={list.data} show={show} older={setBefore} />
        </>
      )}
    </>
  );
}

interface Props {
  all: CampaignDetail[];
  show: (id: string) => void;
  older: (before: string) => void;
}

function Rows({ all, show, older }: Props) {
  const { t } = useSay();
  const last = all.at(-1);
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={640}>
        <Heads words={HEADS.map((h) => t(h))} />
        <Table.Tbody>
          {all.map((d) => (
            <Row key={d.campaign.id} detail={d} show={() => show(d.campaign.id)} />
          ))}
        </Table.Tbody>
      </Table>
      {all.length === PAGE && last && (
        <Group p="sm" justify="flex-end">
          <Button size="xs" variant="default" onClick={() => older(last.campaign.id)}>
            {t("older")}
          </Button>
        </Group>
      )}
    </div>
  );
}

function Row({ detail, show }: { detail: CampaignDetail; show: () => void }) {
  const { t, written, date, stands, moment, later } = useSay();
  const forms = api.useQuery("get", "/forms");
  const topics = api.useQuery("get", "/topics");
  const c = detail.campaign;
  return (
    <Table.Tr onClick={show} className="press top">
      <Table.Td>
        <Opens show={show}>{c.body.name}</Opens>
        <div className="quiet">{c.body.subject || t("subject_none")}</div>
      </Table.Td>
      <Table.Td data-label={t("topic")}>{topicName(topics.data, forms.data, c.body, written)}</Table.Td>
      <Table.Td data-label={t("campaign_state")}>
        {stands(c)}
        <div className="quiet">
          {c.state === "draft" && `${t("renewed")} `}
          {later(c) ? moment(c.send_at) : date(when(c))}
        </div>
      </Table.Td>
      <Table.Td w="34%">{c.state !== "draft" && <OutcomeBar detail={detail} />}</Table.Td>
    </Table.Tr>
  );
}
