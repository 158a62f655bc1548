/** Reach: newsletters, from the first word to what became of each recipient. */
import { Loader } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Me } from "../../api/types";
import type { PageProps } from "../../feature";
import { useAddress, useKept } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Draft } from "./draft";
import { List } from "./list";
import { pace } from "./outcomes";
import { Released } from "./result";
import { useWords } from "./words";

export default function Reach({ me }: PageProps) {
  const { at, put } = useAddress();
  const id = at("campaign");
  const show = (campaign: string | null) => put({ view: null, state: null, campaign });
  return id ? <Open key={id} id={id} me={me} show={show} /> : <List me={me} show={show} />;
}

function Open({ id, me, show }: { id: string; me: Me; show: (id: string | null) => void }) {
  const { t } = useWords();
  const kept = useKept();
  const [loaded, setLoaded] = useState(0);
  const detail = api.useQuery(
    "get",
    "/campaigns/{id}",
    { params: { path: { id } } },
    { refetchOnMount: "always", refetchInterval: (q) => (q.state.data ? pace([q.state.data]) : false) },
  );
  const reload = async () => {
    await detail.refetch();
    setLoaded(loaded + 1);
  };
  const draft = detail.data?.campaign.state === "draft";
  const of = { title: t("campaign_all"), to: `/reach${kept}` };
  if (!detail.data || (draft && !detail.isFetchedAfterMount))
    return (
      <>
        <Head title={t("campaign_one")} of={of} />
        {detail.error ? <Fault error={detail.error} retry={() => detail.refetch()} /> : <Loader />}
      </>
    );
  // What is edited begins with the latest state, and a load again begins anew.
  return draft ? (
    <Draft key={loaded} of={of} first={detail.data} me={me} show={show} reload={reload} />
  ) : (
    <Released of={of} detail={detail.data} me={me} show={show} />
  );
}
