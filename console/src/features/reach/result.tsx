/** A released newsletter: where it stands, what became of everybody, and the brakes. */
import { Alert, Button, Group, Modal, Tabs, Title, Tooltip } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import { api, type CampaignDetail, type CampaignState, type Form, type Me, type Topic } from "../../api";
import type { Word } from "../../i18n";
import { Fault } from "../../parts";
import { Duplicate, OUTCOMES, OutcomeBar, outcomes, topicName, useSay, when } from "./parts";
import { Preview } from "./preview";
import { Recipients } from "./recipients";

export function Released({ detail, me, show }: { detail: CampaignDetail; me: Me; show: (id: string | null) => void }) {
  const { t, n, lang, say, stands, moment, later } = useSay();
  const [params, setParams] = useSearchParams();
  const forms = useQuery({ queryKey: ["forms"], queryFn: () => api<Form[]>("/forms") });
  const topics = useQuery({ queryKey: ["topics"], queryFn: () => api<Topic[]>("/topics") });
  const c = detail.campaign;
  const sees = me.may.includes("person_read");
  const view = (to: string | null, state?: string) => {
    const next = new URLSearchParams(params);
    next.set("view", to ?? "write");
    state ? next.set("state", state) : next.delete("state");
    setParams(next);
  };
  return (
    <>
      <Group justify="space-between" mb="sm" align="start">
        <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <Title order={1} size="h2">
            {c.body.name}
          </Title>
          <span role="status">{stands(c)}</span>{" "}
          <span className="quiet">
            {[
              moment(when(c)),
              topicName(topics.data, forms.data, c.body, lang),
              c.per_minute > 0 && say("per_minute_is", { n: n(c.per_minute) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </div>
        {me.may.includes("campaign_write") && <Brakes detail={detail} show={show} />}
      </Group>
      {c.state === "paused" && c.reason === "returns" && (
        <Alert variant="outline" color="gray" title={t("returns_title")} mb="md" role="alert">
          {t("returns_text")}
        </Alert>
      )}
      {later(c) && (
        <p className="quiet" style={{ marginTop: 0 }}>
          {t("campaign_mend")}
        </p>
      )}
      {c.state === "sending" && !later(c) && c.planned_at === 0 && (
        <p style={{ marginTop: 0 }}>{t("campaign_planning")}</p>
      )}
      <Tabs
        value={sees && params.get("view") === "recipients" ? "recipients" : "write"}
        onChange={(v) => view(v)}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="write">{t("campaign_progress")}</Tabs.Tab>
          {sees && <Tabs.Tab value="recipients">{t("view_recipients")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="write">
          <Numbers detail={detail} choose={sees ? (state) => view("recipients", state) : undefined} />
          <div style={{ marginTop: 20, maxWidth: 760 }}>
            <Preview id={c.id} stamp={c.started_at} preheader={c.body.preheader} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="recipients">
          <Recipients campaign={c} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** The numbers, each with what it means; `choose` leads to the people behind one. */
function Numbers({ detail, choose }: { detail: CampaignDetail; choose?: (state: string) => void }) {
  const { t, n, outcome, why } = useSay();
  const sums = outcomes(detail);
  const { state } = detail.campaign;
  const reasons = detail.counts.filter((c) => c.reason !== "" && c.people > 0).sort((a, b) => b.people - a.people);
  return (
    <>
      <div className="tiles" style={{ marginBottom: 12 }}>
        {OUTCOMES.filter((o) =>
          o === "cancelled" ? state === "cancelled" : o !== "planned" || state !== "cancelled",
        ).map((o) => (
          <Tooltip
            key={o}
            label={t(`out_${o}_def` as Word)}
            multiline
            w={260}
            openDelay={400}
            events={{ hover: true, focus: true, touch: false }}
          >
            <button className="tile" type="button" onClick={() => choose?.(o === "cancelled" ? "" : o)}>
              <div className="quiet">{outcome(o, state)}</div>
              <div className="big">{n(sums[o])}</div>
            </button>
          </Tooltip>
        ))}
      </div>
      <OutcomeBar detail={detail} height={12} />
      {sums.sending > 0 && (
        <p className="quiet" style={{ marginBottom: 0 }}>
          {outcome("sending", state)}: {state === "sending" && `${t("out_underway_def")} `}
          {t("out_sending_def")}
        </p>
      )}
      {reasons.length > 0 && (
        <div className="card" style={{ marginTop: 16, maxWidth: 760 }}>
          <b>{t("out_why")}</b>
          {reasons.map((c) => (
            <div key={c.state + c.reason} style={{ borderTop: "1px solid var(--line)", marginTop: 8, paddingTop: 8 }}>
              <b>{n(c.people)}</b> &nbsp;{outcome(c.state, state)}: {why(c.reason)}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** Stop for now, go on, stop for good; and the same words again. */
function Brakes({ detail, show }: { detail: CampaignDetail; show: (id: string) => void }) {
  const { t, say, people } = useSay();
  const client = useQueryClient();
  const [ask, setAsk] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const { id, state, planned_at } = detail.campaign;
  const sums = outcomes(detail);
  const had = sums.accepted + sums.sending;
  const move = async (to: CampaignState) => {
    setBusy(true);
    try {
      client.setQueryData(
        ["campaign", id],
        await api<CampaignDetail>(`/campaigns/${id}/state`, { method: "PUT", body: { state: to } }),
      );
      client.invalidateQueries({ queryKey: ["campaigns"] });
      setFault(undefined);
      setAsk(false);
    } catch (e) {
      setFault(e);
      // It went on meanwhile: show where it stands now.
      client.invalidateQueries({ queryKey: ["campaign", id] });
    }
    setBusy(false);
  };
  return (
    <div>
      <Group gap="xs" justify="flex-end">
        <Duplicate body={detail.campaign.body} show={show} />
        {(state === "sending" || state === "paused") && (
          <Button size="xs" variant="default" onClick={() => setAsk(true)}>
            {t("stop_good")}
          </Button>
        )}
        {state === "sending" && (
          <Button size="xs" loading={busy} onClick={() => move("paused")}>
            {t("pause")}
          </Button>
        )}
        {state === "paused" && (
          <Button size="xs" loading={busy} onClick={() => move("sending")}>
            {t("go_on")}
          </Button>
        )}
      </Group>
      {fault !== undefined && !ask && (
        <div style={{ marginTop: 8 }}>
          <Fault error={fault} />
        </div>
      )}
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={ask}
        onClose={() => setAsk(false)}
        title={t("stop_good")}
        centered
      >
        <p style={{ marginTop: 0 }}>
          {planned_at === 0 || had + sums.planned === 0
            ? t("stop_good_none")
            : say("stop_good_sure", { had: people(had), rest: people(sums.planned) })}
        </p>
        {fault !== undefined && <Fault error={fault} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsk(false)}>
            {t("cancel")}
          </Button>
          <Button loading={busy} onClick={() => move("cancelled")}>
            {t("stop_good")}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
