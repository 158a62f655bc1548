/** Requests: what people ask for under their rights, the most urgent first, and what became of the rest. */
import { Button, Drawer, Group, Loader, Title } from "@mantine/core";
import { useState } from "react";
import type { Requests as All } from "../../api/types";
import type { PageProps } from "../../feature";
import { useAddress } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Detail } from "./detail";
import { Enter } from "./enter";
import { useRequests } from "./list";
import { Rows } from "./rows";
import { useWords } from "./words";

const PAGE = 100;

export default function Requests({ me, site }: PageProps) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const [before, setBefore] = useState<string>();
  const list = useRequests(true, before);
  const shown = at("request");
  const show = (request: string | null) => put({ request });
  const enter = me.may.includes("request_write") && <Button onClick={() => show("new")}>{t("rq_enter")}</Button>;
  const none = !!list.data && !before && list.data.open.length + list.data.closed.length === 0;
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
        <div className="card slim">
          <p className="first">{t("rq_what_is")}</p>
          <p>{t("rq_by_themselves")}</p>
          <p>{t("rq_month")}</p>
          {enter}
        </div>
      ) : (
        <Lists all={list.data} show={show} further={!!before} older={setBefore} />
      )}
      <Drawer
        opened={shown !== ""}
        onClose={() => show(null)}
        position="right"
        size="lg"
        title={t(shown === "new" ? "rq_enter" : "rq_one")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("rq_close") }}
      >
        {shown === "new" ? (
          <Enter site={site} done={show} />
        ) : (
          shown !== "" && <Detail key={shown} id={shown} me={me} />
        )}
      </Drawer>
    </>
  );
}

interface Props {
  all: All;
  show: (id: string) => void;
  /** Whether it was paged on. */
  further: boolean;
  older: (before: string) => void;
}

function Lists({ all, show, further, older }: Props) {
  const { t } = useWords();
  const last = all.closed.at(-1);
  return (
    <>
      <Title order={2} size="h4" mb="xs">
        {t("rq_open")}
      </Title>
      {all.open.length === 0 ? (
        <div className="card quiet">{t("rq_none_open")}</div>
      ) : (
        <Rows views={all.open} show={show} />
      )}
      {(all.closed.length > 0 || further) && (
        <>
          <Title order={2} size="h4" mt="lg" mb="xs">
            {t("rq_closed")}
          </Title>
          <Rows views={all.closed} show={show} closed />
          {all.closed.length === PAGE && last && (
            <Group mt="sm" justify="flex-end">
              <Button size="xs" variant="default" onClick={() => older(last.request.id)}>
                {t("older")}
              </Button>
            </Group>
          )}
        </>
      )}
    </>
  );
}
