/** Reach: newsletters, from the first word to what became of each recipient. */
import { Button, Group, Loader, Table, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router-dom";
import type { Readers } from "../api";
import { api, type CampaignDetail, type Form, type Me, query, type Topic } from "../api";
import { Fault } from "../parts";
import { Draft } from "./reach/draft";
import { ACCENT, type Body, OutcomeBar, pace, topicName, useSay, when } from "./reach/parts";
import { Released } from "./reach/result";

export function Reach({ me }: { me: Me }) {
  const [params, setParams] = useSearchParams();
  const id = params.get("campaign");
  const show = (to: string | null) => {
    const next = new URLSearchParams(params);
    for (const name of ["view", "state"]) next.delete(name);
    to ? next.set("campaign", to) : next.delete("campaign");
    setParams(next);
  };
  return id ? <Open key={id} id={id} me={me} show={show} /> : <List me={me} show={show} />;
}

function Open({ id, me, show }: { id: string; me: Me; show: (id: string | null) => void }) {
  const { t } = useSay();
  const [loaded, setLoaded] = useState(0);
  const detail = useQuery({
    queryKey: ["campaign", id],
    queryFn: () => api<CampaignDetail>(`/campaigns/${id}`),
    refetchOnMount: "always",
    refetchInterval: (q) => (q.state.data ? pace([q.state.data]) : false),
  });
  const reload = async () => {
    await detail.refetch();
    setLoaded(loaded + 1);
  };
  const draft = detail.data?.campaign.state === "draft";
  return (
    <>
      <Button variant="subtle" size="compact-sm" px={0} mb={4} onClick={() => show(null)}>
        ← {t("campaign_all")}
      </Button>
      {detail.error ? (
        <Fault error={detail.error} retry={() => detail.refetch()} />
      ) : !detail.data || (draft && !detail.isFetchedAfterMount) ? (
        <div>
          <Loader />
        </div>
      ) : // What is edited begins with the latest state, and a load again begins anew.
      draft ? (
        <Draft key={loaded} first={detail.data} me={me} show={show} reload={reload} />
      ) : (
        <Released detail={detail.data} me={me} show={show} />
      )}
    </>
  );
}

function List({ me, show }: { me: Me; show: (id: string) => void }) {
  const { t, lang, date, stands, moment, later } = useSay();
  const client = useQueryClient();
  const [before, setBefore] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const list = useQuery({
    queryKey: ["campaigns", before],
    queryFn: () => api<CampaignDetail[]>(`/campaigns${query({ before })}`),
    staleTime: 0,
    refetchInterval: (q) => (q.state.data ? pace(q.state.data) : false),
  });
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  const topics = useQuery({ queryKey: ["topics"], queryFn: () => api<Topic[]>("/topics") });
  const error = list.error ?? forms.error ?? topics.error;
  const form = forms.data?.find((f) => f.topics.length > 0);
  const create = async () => {
    // Without a subject it cannot go out, so that the example does not go out by mistake.
    // In the language of those who get it; of whoever writes only while nobody said yes.
    const readers = await api<Readers>(`/topics/${form!.topics[0].id}/readers`).catch(() => undefined);
    const body: Body = {
      name: `${t("campaign_one")} ${date(Date.now(), { dateStyle: "long" })}`,
      form: form!.id,
      topic: form!.topics[0].id,
      language: readers?.language ?? lang,
      only_language: false,
      subject: "",
      preheader: "",
      accent: ACCENT,
      blocks: [
        { kind: "heading", text: t("example_heading") },
        { kind: "text", text: t("example_text") },
      ],
    };
    try {
      const made = await api<CampaignDetail>("/campaigns", { method: "POST", body });
      await client.invalidateQueries({ queryKey: ["campaigns"] });
      show(made.campaign.id);
    } catch (e) {
      setFault(e);
    }
  };
  const begin = me.may.includes("campaign_write") && (
    <Button disabled={!form} onClick={create}>
      {t(list.data?.length === 0 ? "campaign_first" : "campaign_new")}
    </Button>
  );
  const needs = forms.data && !form && me.may.includes("campaign_write") && (
    <div>
      {t("campaign_needs")}{" "}
      <Link to="/people?tab=forms">
        {t("people")} → {t("forms")}
      </Link>
    </div>
  );
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          {t("reach")}
        </Title>
        {!!list.data?.length && begin}
      </Group>
      {fault !== undefined && (
        <div style={{ marginBottom: 12 }}>
          <Fault error={fault} />
        </div>
      )}
      {error ? (
        <Fault
          error={error}
          retry={() => {
            list.refetch();
            forms.refetch();
            topics.refetch();
          }}
        />
      ) : !list.data || !forms.data || !topics.data ? (
        <Loader />
      ) : list.data.length === 0 ? (
        <div className="card" style={{ maxWidth: 620 }}>
          <p style={{ marginTop: 0 }}>{t("campaign_what")}</p>
          <p>{t("campaign_asked")}</p>
          {needs && <div style={{ marginBottom: 14 }}>{needs}</div>}
          {begin}
        </div>
      ) : (
        <>
          {needs && (
            <div className="card" style={{ marginBottom: 12 }}>
              {needs}
            </div>
          )}
          <div className="card" style={{ overflowX: "auto", padding: 0 }}>
            <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={640}>
              <Table.Thead>
                <Table.Tr>
                  {(["campaign_one", "topic", "campaign_state", "campaign_progress"] as const).map((h) => (
                    <Table.Th key={h}>{t(h)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.map((d) => {
                  const c = d.campaign;
                  return (
                    <Table.Tr key={c.id} onClick={() => show(c.id)} style={{ cursor: "pointer", verticalAlign: "top" }}>
                      <Table.Td>
                        <Button
                          variant="transparent"
                          size="compact-sm"
                          px={0}
                          onClick={(e) => {
                            e.stopPropagation();
                            show(c.id);
                          }}
                        >
                          {c.body.name}
                        </Button>
                        <div className="quiet">{c.body.subject || t("subject_none")}</div>
                      </Table.Td>
                      <Table.Td data-label={t("topic")}>{topicName(topics.data, forms.data, c.body, lang)}</Table.Td>
                      <Table.Td data-label={t("campaign_state")}>
                        {stands(c)}
                        <div className="quiet">
                          {c.state === "draft" && `${t("renewed")} `}
                          {later(c) ? moment(c.send_at) : date(when(c))}
                        </div>
                      </Table.Td>
                      <Table.Td w="34%">{c.state !== "draft" && <OutcomeBar detail={d} />}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
            {list.data.length === 100 && (
              <Group p="sm" justify="flex-end">
                <Button size="xs" variant="default" onClick={() => setBefore(list.data.at(-1)!.campaign.id)}>
                  {t("older")}
                </Button>
              </Group>
            )}
          </div>
        </>
      )}
    </>
  );
}
