/** A released newsletter: where it stands, what became of everybody, and the brakes. */
import { Alert, Tabs } from "@mantine/core";
import { api } from "../../api/client";
import type { Campaign, CampaignDetail, Me } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Head } from "../../parts/head";
import { Brakes } from "./brakes";
import { Numbers } from "./numbers";
import { topicName, useSay, when } from "./outcomes";
import { Preview } from "./preview";
import { Recipients } from "./recipients";

interface Props {
  of: { title: string; to: string };
  detail: CampaignDetail;
  me: Me;
  show: (id: string | null) => void;
}

export function Released({ of, detail, me, show }: Props) {
  const { t } = useSay();
  const { at, put } = useAddress();
  const c = detail.campaign;
  const sees = me.may.includes("person_read");
  return (
    <>
      <Head title={c.body.name} of={of} lead={<Facts campaign={c} />}>
        {me.may.includes("campaign_write") && <Brakes detail={detail} show={show} />}
      </Head>
      <Stands campaign={c} />
      <Tabs
        value={sees && at("view") === "recipients" ? "recipients" : "write"}
        onChange={(view) => put({ view, state: null })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="write">{t("campaign_progress")}</Tabs.Tab>
          {sees && <Tabs.Tab value="recipients">{t("view_recipients")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="write">
          <Numbers detail={detail} choose={sees ? (state) => put({ view: "recipients", state }) : undefined} />
          <div className="narrow gap-top">
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

function Facts({ campaign: c }: { campaign: Campaign }) {
  const { n, written, say, stands, moment } = useSay();
  const forms = api.useQuery("get", "/forms");
  const topics = api.useQuery("get", "/topics");
  const facts = [
    moment(when(c)),
    topicName(topics.data, forms.data, c.body, written),
    c.per_minute > 0 && say("per_minute_is", { n: n(c.per_minute) }),
  ];
  return (
    <>
      <span role="status">{stands(c)}</span> · {facts.filter(Boolean).join(" · ")}
    </>
  );
}

/** Why it waits, or does not go on. */
function Stands({ campaign: c }: { campaign: Campaign }) {
  const { t, later } = useSay();
  if (c.state === "paused" && c.reason === "returns")
    return (
      <Alert variant="outline" color="gray" title={t("returns_title")} mb="md" role="alert">
        {t("returns_text")}
      </Alert>
    );
  if (later(c)) return <p className="quiet first">{t("campaign_mend")}</p>;
  return c.state === "sending" && c.planned_at === 0 ? <p className="first">{t("campaign_planning")}</p> : null;
}
