/** All segments, with what each says and how many stand where. */
import { Button, Loader, SimpleGrid, Table } from "@mantine/core";
import { api } from "../../api/client";
import type { Me, SegmentView } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Heads, Opens } from "../../parts/table";
import { CountBar } from "./counts";
import type { Begin } from "./editor";
import { READY } from "./ready";
import { useWords } from "./words";

interface Props {
  me: Me;
  show: (id: string) => void;
  make: (begin: Begin) => void;
}

/** How often to look again while everybody is gone through. */
export const COUNTING_MS = 2_000;

export function List({ me, show, make }: Props) {
  const { t } = useWords();
  const list = api.useQuery(
    "get",
    "/segments",
    {},
    { staleTime: 0, refetchInterval: (q) => (q.state.data?.some((s) => !s.complete) ? COUNTING_MS : false) },
  );
  const may = me.may.includes("segment_write");
  const none = list.data?.length === 0;
  const start = may && <Button onClick={() => make({ name: "", definition: "" })}>{t("sg_new")}</Button>;
  return (
    <>
      <Head title={t("page_segments")} lead={list.data?.length ? t("sg_lead") : undefined}>
        {!!list.data?.length && start}
      </Head>
      {list.error ? (
        <Fault error={list.error} retry={() => list.refetch()} />
      ) : !list.data ? (
        <Loader />
      ) : none ? (
        <Empty head={t("sg_none")} next={start}>
          <p>{t("sg_what")}</p>
          <p>{t("sg_what_neither")}</p>
          {may && <Ready make={make} />}
        </Empty>
      ) : (
        <Rows all={list.data} show={show} />
      )}
    </>
  );
}

function Ready({ make }: { make: (begin: Begin) => void }) {
  const { t } = useWords();
  return (
    <>
      <p>{t("sg_ready")}</p>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {READY.map(({ word, definition }) => (
          <Button
            key={word}
            variant="default"
            onClick={() => make({ name: t(word), definition: JSON.stringify(definition) })}
          >
            {t(word)}
          </Button>
        ))}
      </SimpleGrid>
    </>
  );
}

function Rows({ all, show }: { all: SegmentView[]; show: (id: string) => void }) {
  const { t, n } = useWords();
  return (
    <div className="sheet">
      <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="md" miw={640}>
        <Heads words={[t("sg_one"), t("sg_people"), t("sg_stand")]} />
        <Table.Tbody>
          {all.map(({ segment, sentence, counted, complete }) => (
            <Table.Tr key={segment.id} onClick={() => show(segment.id)} className="press top">
              <Table.Td>
                <Opens show={() => show(segment.id)} name={segment.id}>
                  {segment.name}
                </Opens>
                <div className="quiet">{sentence}</div>
              </Table.Td>
              <Table.Td data-label={t("sg_people")}>
                {n(counted.within)}
                {!complete && <div className="quiet">{t("sg_counting")}</div>}
              </Table.Td>
              <Table.Td w="34%">
                <CountBar counted={counted} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
