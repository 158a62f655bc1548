/** A draft: what it says, how it looks, whom it reaches, and the way out of the house. */
import { Button, Group, Tabs } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { CampaignDetail, Me } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Ask } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { More } from "../../parts/more";
import { AudiencePanel } from "./audience";
import { useDuplicate } from "./duplicate";
import { Fields } from "./fields";
import { useSay } from "./outcomes";
import { Preview } from "./preview";
import { type Saving, useSaving } from "./saving";
import { Send } from "./send";

interface Props {
  of: { title: string; to: string };
  first: CampaignDetail;
  me: Me;
  show: (id: string | null) => void;
  reload: () => void;
}

export function Draft({ of, first, me, show, reload }: Props) {
  const { t } = useSay();
  const { at, put } = useAddress();
  const work = useSaving(first);
  const { body, kept, status, fault, flush } = work;
  const { id, changed_at: stamp } = kept.campaign;
  const may = me.may.includes("campaign_write");
  const changed = codeOf(fault) === "changed";
  const look = <Preview id={id} stamp={stamp} preheader={body.preheader} />;
  return (
    <>
      <Head title={body.name || "–"} of={of} lead={`${t("campaign_draft")}${may ? ` · ${t(status)}` : ""}`}>
        {may && <Acts work={work} show={show} />}
      </Head>
      {fault !== null && (
        <div className="gap-bottom">
          <Fault error={fault} label={t(changed ? "load_again" : "retry")} retry={changed ? reload : flush} />
          {changed && <p className="quiet">{t("load_again_def")}</p>}
        </div>
      )}
      <Tabs
        value={at("view") === "audience" ? "audience" : "write"}
        onChange={(view) => {
          put({ view });
          void flush();
        }}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="write">{t(may ? "view_write" : "view_look")}</Tabs.Tab>
          <Tabs.Tab value="audience">{t("view_audience")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="write">
          {may ? (
            <div className="grid start">
              <Fields work={work} />
              <div className="beside">{look}</div>
            </div>
          ) : (
            look
          )}
        </Tabs.Panel>
        <Tabs.Panel value="audience">
          <AudiencePanel id={id} stamp={stamp} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** What can be done with it as a whole; what came of it stands below. */
function Acts({ work, show }: { work: Saving; show: (id: string | null) => void }) {
  const { t, say } = useSay();
  const { body, kept, flush } = work;
  const [ask, setAsk] = useState(false);
  const copy = useDuplicate(body, show);
  const path = { params: { path: { id: kept.campaign.id } } };
  const test = api.useMutation("post", "/campaigns/{id}/test", { meta: { quiet: true } });
  const drop = api.useMutation("delete", "/campaigns/{id}", {
    onSuccess: () => {
      work.stop();
      show(null);
    },
  });
  const send = async () => {
    test.reset();
    if (await flush()) test.mutate(path);
  };
  return (
    <div className="acts">
      <Group gap="xs" justify="flex-end">
        <More
          choices={[
            { label: t("duplicate"), go: copy.make },
            { label: t("draft_delete"), go: () => setAsk(true), last: true },
          ]}
        />
        <Button variant="default" loading={test.isPending} onClick={send}>
          {t("test_send")}
        </Button>
        <Send kept={kept} flush={flush} />
      </Group>
      <Ask
        label={t("draft_delete")}
        text={t("draft_delete_sure")}
        go={() => drop.mutateAsync(path)}
        opened={ask}
        close={() => setAsk(false)}
      />
      <div role="status">
        {test.data && <div className="card gap-top-s">{say("test_sent", { to: test.data.to })}</div>}
      </div>
      <Fault error={test.error ?? copy.error} className="gap-top-s" />
    </div>
  );
}
