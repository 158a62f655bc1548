/** One request on its page: its clock, the next step, what is asked and done, the answer, and what was done so far. */
import { Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useParams } from "react-router-dom";
import { api } from "../../api/client";
import type { Me, RequestView } from "../../api/types";
import { useKept } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { Act } from "./act";
import { Answer } from "./answer";
import { erased, type Wanted } from "./answers";
import { usePerson, useSay, Who } from "./clock";
import { Clock, Facts, Notes } from "./facts";
import { Steps } from "./steps";

export function Detail({ me }: { me: Me }) {
  const { t, any } = useSay();
  const kept = useKept();
  const { id = "" } = useParams();
  const detail = api.useQuery("get", "/requests/{id}", { params: { path: { id } } }, { staleTime: 0 });
  const of = { title: t("requests"), to: `/requests${kept}` };
  if (!detail.data)
    return (
      <>
        <Head title={t("rq_one")} of={of} />
        {detail.error ? <Fault error={detail.error} retry={() => detail.refetch()} /> : <Loader />}
      </>
    );
  const { request: r, notes } = detail.data;
  const who = (
    <>
      <Who request={r} look /> · {any(`rq_by_${r.channel}`)}
    </>
  );
  return (
    <>
      <Head title={any(`rq_${r.kind}`)} of={of} lead={who} />
      <div className="case">
        <div className="case-clock">
          <Clock view={detail.data} />
        </div>
        <div className="case-work">
          <Work key={id} view={detail.data} me={me} reload={() => detail.refetch()} />
        </div>
        <div className="case-past">
          <Notes notes={notes} me={me} />
          <Section head={t("rq_about")}>
            <Facts request={r} me={me} />
          </Section>
        </div>
      </div>
    </>
  );
}

interface Props {
  view: RequestView;
  me: Me;
  reload: () => Promise<unknown>;
}

/** What is asked, and everything that is done about it. */
function Work({ view, me, reload }: Props) {
  const { t } = useSay();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Wanted & { at: number }>();
  const answer = useRef<HTMLDivElement>(null);
  const { request: r } = view;
  const asked = api.queryOptions("get", "/requests/{id}", { params: { path: { id: r.id } } });
  const person = usePerson(r.person);
  useEffect(() => {
    if (!wanted) return;
    answer.current?.focus({ preventScroll: true });
    answer.current?.scrollIntoView({ block: "start" });
  }, [wanted]);
  const may = me.may.includes("request_write");
  const took = (next: RequestView) => client.setQueryData(asked.queryKey, next);
  const want = (next: Wanted) => setWanted({ ...next, at: Date.now() });
  return (
    <>
      {may && r.closed_at === 0 && <Steps view={view} took={took} want={want} reload={reload} answering={!!wanted} />}
      {r.text && (
        <Section head={t("rq_text")}>
          <blockquote className="said">{r.text}</blockquote>
        </Section>
      )}
      {erased(r) && <p>{t("rq_erased_def")}</p>}
      {may && r.person && <Act request={r} person={person.data?.person} me={me} want={want} />}
      {may && !erased(r) && (
        <div ref={answer} tabIndex={-1} className="aim">
          <Section head={t("rq_answer")}>
            <Answer key={wanted?.at} request={r} person={person.data?.person} wanted={wanted} took={took} />
          </Section>
        </div>
      )}
    </>
  );
}
