/** All requests: the open ones with the most urgent first, and what became of the rest. */
import { Button, Group, Loader } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import type { Me, Requests } from "../../api/types";
import { useKept } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { useRequests } from "./list";
import { Rows } from "./rows";
import { useWords } from "./words";

const PAGE = 100;

export function All({ me }: { me: Me }) {
  const { t } = useWords();
  const kept = useKept();
  const [before, setBefore] = useState<string>();
  const list = useRequests(true, before);
  const enter = me.may.includes("request_write") && (
    <Button component={Link} to={`/requests/new${kept}`}>
      {t("rq_enter")}
    </Button>
  );
  const none = !!list.data && !before && list.data.open.length + list.data.closed.length === 0;
  return (
    <>
      <Head title={t("requests")}>{!none && enter}</Head>
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : none ? (
        <Empty head={t("rq_none_open")} next={enter}>
          <p>{t("rq_what_is")}</p>
          <p>{t("rq_by_themselves")}</p>
          <p>{t("rq_month")}</p>
        </Empty>
      ) : (
        <Lists all={list.data} further={!!before} older={setBefore} />
      )}
    </>
  );
}

interface Props {
  all: Requests;
  /** Whether it was paged on. */
  further: boolean;
  older: (before: string) => void;
}

function Lists({ all, further, older }: Props) {
  const { t } = useWords();
  const last = all.closed.at(-1);
  return (
    <>
      <Section head={t("rq_open")}>
        {all.open.length === 0 ? <p className="quiet last">{t("rq_none_open")}</p> : <Rows views={all.open} />}
      </Section>
      {(all.closed.length > 0 || further) && (
        <Section head={t("rq_closed")}>
          <Rows views={all.closed} closed />
          {all.closed.length === PAGE && last && (
            <Group mt="sm" justify="flex-end">
              <Button size="xs" variant="default" onClick={() => older(last.request.id)}>
                {t("older")}
              </Button>
            </Group>
          )}
        </Section>
      )}
    </>
  );
}
