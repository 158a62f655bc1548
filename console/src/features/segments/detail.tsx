/** One segment: what it says, how many stand where and why, and who is in it. */
import { Button, Loader, Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api, server } from "../../api/client";
import type { Me, SegmentView } from "../../api/types";
import { Ask } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { saveFile } from "../../parts/files";
import { Head } from "../../parts/head";
import { More } from "../../parts/more";
import { Section } from "../../parts/section";
import { Heads } from "../../parts/table";
import { LANGS } from "../../words/catalogue";
import { Counts } from "./counts";
import { read } from "./definition";
import type { Begin } from "./editor";
import { COUNTING_MS } from "./list";
import { useWords } from "./words";

interface Props {
  id: string;
  me: Me;
  of: { title: string; to: string };
  close: () => void;
  change: (begin: Begin) => void;
}

export function Detail({ id, me, of, close, change }: Props) {
  const { t, date } = useWords();
  const path = { params: { path: { id } } };
  const found = api.useQuery("get", "/segments/{id}", path, {
    staleTime: 0,
    refetchInterval: (q) => (q.state.data && !q.state.data.complete ? COUNTING_MS : false),
  });
  if (!found.data)
    return (
      <>
        <Head title={t("sg_one")} of={of} />
        {found.error ? <Fault error={found.error} retry={() => found.refetch()} /> : <Loader />}
      </>
    );
  const { segment, sentence, counted, complete } = found.data;
  return (
    <>
      <Head title={segment.name} of={of} lead={`${t("sg_version")} ${segment.version} · ${date(segment.at)}`}>
        <Acts view={found.data} me={me} close={close} change={change} />
      </Head>
      <div className="card narrow">
        <p className="first">{sentence}</p>
        {complete ? <Counts counted={counted} /> : <p role="status">{t("sg_counting")}</p>}
      </div>
      {complete && me.may.includes("person_read") && <Members id={id} />}
    </>
  );
}

interface ActsProps {
  view: SegmentView;
  me: Me;
  close: () => void;
  change: (begin: Begin) => void;
}

function Acts({ view, me, close, change }: ActsProps) {
  const { t } = useWords();
  const { segment } = view;
  const [ask, setAsk] = useState(false);
  const drop = api.useMutation("delete", "/segments/{id}", { onSuccess: close });
  const path = { params: { path: { id: segment.id } } };
  if (!me.may.includes("segment_write")) return null;
  const begin = { name: segment.name, definition: segment.definition, of: view };
  const written = read(segment.definition) !== undefined;
  return (
    <>
      <More choices={[{ label: t("sg_remove"), go: () => setAsk(true), last: true }]} />
      <Button disabled={!written} onClick={() => change(begin)}>
        {t("sg_change")}
      </Button>
      <Ask
        label={t("sg_remove")}
        text={t("sg_remove_sure")}
        go={() => drop.mutateAsync(path)}
        opened={ask}
        close={() => setAsk(false)}
      />
    </>
  );
}

/** Who is in it, a page at a time; a look at them is written down, as every look at people is. */
function Members({ id }: { id: string }) {
  const { t, date } = useWords();
  const [after, setAfter] = useState<string>();
  const [failed, setFailed] = useState<unknown>(null);
  const path = { params: { path: { id }, query: { after } } };
  // Who is in it is asked for once everybody was looked at, and again whenever it is opened.
  const found = api.useQuery("get", "/segments/{id}/members", path, { staleTime: 0 });
  const save = async () => {
    setFailed(null);
    try {
      const file = await server.GET("/segments/{id}/members/file", { params: { path: { id } }, parseAs: "blob" });
      if (file.data) saveFile("segment.csv", file.data);
    } catch (error) {
      setFailed(error);
    }
  };
  const aside = (
    <Button size="xs" variant="default" onClick={save}>
      {t("sg_file")}
    </Button>
  );
  return (
    <Section head={t("sg_members")} aside={aside}>
      <Fault error={failed} />
      {found.error ? (
        <Fault error={found.error} retry={() => found.refetch()} />
      ) : !found.data ? (
        <Loader />
      ) : found.data.members.length === 0 ? (
        <p className="quiet">{t("sg_nobody")}</p>
      ) : (
        <div className="sheet">
          <Table className="stack" verticalSpacing={8} horizontalSpacing="md">
            <Heads words={[t("sg_known_as"), t("language"), t("sg_since")]} />
            <Table.Tbody>
              {found.data.members.map(({ person, entered_at }) => (
                <Table.Tr key={person.id}>
                  <Table.Td>
                    <Link to={`/people?person=${person.id}`}>{person.identifiers[0]?.value ?? person.id}</Link>
                  </Table.Td>
                  <Table.Td data-label={t("language")}>{LANGS[person.language]}</Table.Td>
                  <Table.Td data-label={t("sg_since")}>{date(entered_at)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {found.data.next && (
            <Button m="sm" size="xs" variant="default" onClick={() => setAfter(found.data?.next ?? undefined)}>
              {t("sg_more")}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
