/** One request: what it is about, its clock, what can be done next, the answer, and what was done. */
import { Loader, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../../api/client";
import type { Me, RequestView } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Act } from "./act";
import { Answer } from "./answer";
import { erased, type Wanted } from "./answers";
import { usePerson, useSay } from "./clock";
import { Clock, Facts, Notes } from "./facts";
import { Steps } from "./steps";

export function Detail({ id, me }: { id: string; me: Me }) {
  const { t } = useSay();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Wanted & { at: number }>();
  const answer = useRef<HTMLElement>(null);
  const asked = api.queryOptions("get", "/requests/{id}", { params: { path: { id } } });
  const detail = api.useQuery("get", "/requests/{id}", { params: { path: { id } } }, { staleTime: 0 });
  const person = usePerson(detail.data?.request.person);
  useEffect(() => {
    if (!wanted) return;
    answer.current?.focus();
    answer.current?.scrollIntoView({ block: "start" });
  }, [wanted]);
  if (detail.error) return <Fault error={detail.error} retry={() => detail.refetch()} />;
  if (!detail.data) return <Loader />;
  const { request: r, notes } = detail.data;
  const may = me.may.includes("request_write");
  const took = (view: RequestView) => client.setQueryData(asked.queryKey, view);
  const want = (next: Wanted) => setWanted({ ...next, at: Date.now() });
  return (
    <Stack>
      <Facts request={r} me={me} />
      <Clock view={detail.data} />
      {r.text && (
        <section aria-label={t("rq_text")}>
          <b>{t("rq_text")}</b>
          <div className="said">{r.text}</div>
        </section>
      )}
      {erased(r) && <div>{t("rq_erased_def")}</div>}
      {may && r.closed_at === 0 && <Steps view={detail.data} took={took} want={want} reload={() => detail.refetch()} />}
      {may && r.person && <Act request={r} person={person.data?.person} me={me} want={want} />}
      {may && !erased(r) && (
        <section ref={answer} tabIndex={-1} aria-label={t("rq_answer")} className="aim">
          <Answer key={wanted?.at} request={r} person={person.data?.person} wanted={wanted} took={took} />
        </section>
      )}
      <Notes notes={notes} me={me} />
    </Stack>
  );
}
