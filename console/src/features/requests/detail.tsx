/** One request: what it is about, its clock, what can be done next, the answer, and what was done. */
import { Loader, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router-dom";
import { type Asked, api, type Colleague, type Me, type RequestNote, type RequestView } from "../../api";
import { LANGS } from "../../i18n";
import { Fault } from "../../parts";
import { Act } from "./act";
import { Answer } from "./answer";
import { erased, Left, usePerson, useSay, type Wanted, Who } from "./parts";
import { Steps } from "./steps";

export function Detail({ id, me }: { id: string; me: Me }) {
  const { t } = useSay();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Wanted & { at: number }>();
  const answer = useRef<HTMLElement>(null);
  const detail = useQuery({
    queryKey: ["request", id],
    queryFn: () => api<RequestView>(`/requests/${id}`),
    staleTime: 0,
  });
  const person = usePerson(detail.data?.request.person);
  useEffect(() => {
    if (wanted) {
      answer.current?.focus();
      answer.current?.scrollIntoView({ block: "start" });
    }
  }, [wanted]);
  if (detail.error) return <Fault error={detail.error} retry={() => detail.refetch()} />;
  if (!detail.data) return <Loader />;
  const { request: r, notes } = detail.data;
  const may = me.may.includes("request_write");
  const took = (view: RequestView) => {
    client.setQueryData(["request", id], view);
    void client.invalidateQueries({ queryKey: ["requests"] });
    void client.invalidateQueries({ queryKey: ["person", view.request.person] });
  };
  const want = (next: Wanted) => setWanted({ ...next, at: Date.now() });
  return (
    <Stack>
      <Facts request={r} me={me} />
      <Clock view={detail.data} />
      {r.text && (
        <section aria-label={t("rq_text")}>
          <b>{t("rq_text")}</b>
          <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{r.text}</div>
        </section>
      )}
      {erased(r) && <div>{t("rq_erased_def")}</div>}
      {may && r.closed_at === 0 && <Steps view={detail.data} took={took} want={want} reload={() => detail.refetch()} />}
      {may && r.person && <Act request={r} person={person.data?.person} me={me} want={want} />}
      {may && !erased(r) && (
        <section ref={answer} tabIndex={-1} aria-label={t("rq_answer")} style={{ outline: "none" }}>
          <Answer key={wanted?.at} request={r} person={person.data?.person} wanted={wanted} took={took} />
        </section>
      )}
      <Notes notes={notes} me={me} />
    </Stack>
  );
}

function Facts({ request: r, me }: { request: Asked; me: Me }) {
  const { t, any } = useSay();
  return (
    <dl className="facts">
      <dt>{t("rq_kind")}</dt>
      <dd>
        <b>{any(`rq_${r.kind}`)}</b>
        <div className="quiet">{any(`rq_${r.kind}_def`)}</div>
      </dd>
      <dt>{t("actor")}</dt>
      <dd>
        <Who request={r} look />
        {r.person && r.contact && <div>{r.contact}</div>}
      </dd>
      <dt>{t("rq_channel")}</dt>
      <dd>{any(`rq_by_${r.channel}`)}</dd>
      <dt>{t("rq_identity")}</dt>
      <dd>{any(`rq_id_${r.identity}`)}</dd>
      <dt>{t("rq_language")}</dt>
      <dd>
        {LANGS[r.language]} · {t("law")}: {any(`law_${r.law}`)}
      </dd>
      {r.erasure && (
        <>
          <dt>{t("rq_receipt")}</dt>
          <dd>{me.may.includes("person_erase") ? <Link to="/people?tab=erasures">{r.erasure}</Link> : r.erasure}</dd>
        </>
      )}
    </dl>
  );
}

/** From the day it came to the day it is due, and whether time passes. */
function Clock({ view: { request: r, days_left } }: { view: RequestView }) {
  const { t, day, due, say, count, stands } = useSay();
  const still = r.suspended_at > 0;
  const whole = (Date.parse(r.due_on) - r.received_at) / 86400000;
  const gone = Math.min(1, Math.max(0, 1 - days_left / Math.max(1, whole)));
  const more = [
    still && say("rq_still_since", { date: day(r.suspended_at) }),
    r.extended_at > 0 && say("rq_extended", { date: day(r.extended_at) }),
    r.suspended_days > 0 && count("rq_stood", "rq_stood_one", r.suspended_days),
  ].filter(Boolean);
  return (
    <div>
      <div>
        <span role="status">{stands(r)}</span> · {day(r.received_at)} →{" "}
        {r.closed_at > 0 ? (
          say("rq_closed_on", { date: day(r.closed_at) })
        ) : (
          <>
            {!still && (
              <>
                {t("rq_due")} {due(r)} ·{" "}
              </>
            )}
            <Left days={days_left} />
          </>
        )}
      </div>
      {r.closed_at === 0 && (
        <div className="bar" aria-hidden style={{ height: 6, margin: "6px 0" }}>
          <div
            className={still ? "hatched" : undefined}
            style={{
              width: `${gone * 100}%`,
              background: still ? undefined : days_left < 0 ? "var(--loss)" : "var(--mantine-primary-color-filled)",
            }}
          />
        </div>
      )}
      {more.length > 0 && <div className="quiet">{more.join(" ")}</div>}
    </div>
  );
}

function Notes({ notes, me }: { notes: RequestNote[]; me: Me }) {
  const { t, any, moment } = useSay();
  const team = useQuery({
    queryKey: ["team"],
    queryFn: () => api<Colleague[]>("/team"),
    enabled: me.may.includes("team_read"),
  });
  const who = (actor: string) =>
    actor === "person"
      ? t("rq_the_person")
      : actor.startsWith("job:")
        ? t("rq_itself")
        : (team.data?.find((c) => c.id === actor)?.name ?? actor);
  return (
    <section aria-label={t("rq_notes")}>
      <b>{t("rq_notes")}</b>
      {notes.length === 0 && <div className="quiet">{t("rq_no_notes")}</div>}
      {notes.map((x) => {
        const [head, ...rest] = x.text.split("\n");
        return (
          <div key={x.id} style={{ borderTop: "1px solid var(--line)", padding: "7px 0", overflowWrap: "anywhere" }}>
            {x.kind === "reply" && x.text ? (
              <details>
                <summary style={{ cursor: "pointer" }}>
                  {any("rq_did_reply")}: {head}
                </summary>
                <div style={{ whiteSpace: "pre-wrap", margin: "6px 0 0 18px" }}>{rest.join("\n").trim()}</div>
              </details>
            ) : (
              <>
                {any(`rq_did_${x.kind}`)}
                {x.text && <div style={{ whiteSpace: "pre-wrap" }}>{x.text}</div>}
              </>
            )}
            <div className="quiet">
              {moment(x.at)} · {who(x.actor)}
            </div>
          </div>
        );
      })}
    </section>
  );
}
