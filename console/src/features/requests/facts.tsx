/** What a request is about, how its clock stands, and what was done. */
import { Link } from "react-router-dom";
import type { Asked, Me, RequestNote, RequestView } from "../../api/types";
import { Section } from "../../parts/section";
import { LANGS } from "../../words/catalogue";
import { useNames } from "../account/names";
import { Left, useSay, Who } from "./clock";

const DAY_MS = 86400000;

export function Facts({ request: r, me }: { request: Asked; me: Me }) {
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
export function Clock({ view: { request: r, days_left } }: { view: RequestView }) {
  const { t, day, due, say, count, stands } = useSay();
  const still = r.suspended_at > 0;
  const whole = (Date.parse(r.due_on) - r.received_at) / DAY_MS;
  const gone = Math.min(1, Math.max(0, 1 - days_left / Math.max(1, whole)));
  const more = [
    still && say("rq_still_since", { date: day(r.suspended_at) }),
    r.extended_at > 0 && say("rq_extended", { date: day(r.extended_at) }),
    r.suspended_days > 0 && count("rq_stood", "rq_stood_one", r.suspended_days),
  ].filter(Boolean);
  const look = still ? "hatched" : days_left < 0 ? "over" : "solid";
  return (
    <Section head={t("rq_clock")}>
      <div className="big">{r.closed_at > 0 ? day(r.closed_at) : <Left days={days_left} />}</div>
      <div role="status">{stands(r)}</div>
      {r.closed_at === 0 && (
        <div className="bar thin" aria-hidden>
          <div className={look} style={{ width: `${gone * 100}%` }} />
        </div>
      )}
      <div className="quiet">
        <div>
          {t("rq_received")} {day(r.received_at)}
        </div>
        {r.closed_at === 0 && !still && (
          <div>
            {t("rq_due")} {due(r)}
          </div>
        )}
      </div>
      {more.length > 0 && <div className="quiet">{more.join(" ")}</div>}
    </Section>
  );
}

export function Notes({ notes, me }: { notes: RequestNote[]; me: Me }) {
  const { t } = useSay();
  return (
    <Section head={t("rq_notes")}>
      {notes.length === 0 && <div className="quiet">{t("rq_no_notes")}</div>}
      <ol className="past">
        {notes.map((x) => (
          <Note key={x.id} note={x} me={me} />
        ))}
      </ol>
    </Section>
  );
}

function Note({ note: x, me }: { note: RequestNote; me: Me }) {
  const { t, any, moment } = useSay();
  const names = useNames(me.may.includes("team_read"));
  const who = (actor: string) =>
    actor === "person" ? t("rq_the_person") : actor.startsWith("job:") ? t("rq_itself") : (names.get(actor) ?? actor);
  const [head, ...rest] = x.text.split("\n");
  return (
    <li>
      {x.kind === "reply" && x.text ? (
        <details>
          <summary>
            {t("rq_did_reply")}: {head}
          </summary>
          <div className="said indent">{rest.join("\n").trim()}</div>
        </details>
      ) : (
        <>
          {any(`rq_did_${x.kind}`)}
          {x.text && <div className="said">{x.text}</div>}
        </>
      )}
      <div className="quiet">
        {moment(x.at)} · {who(x.actor)}
      </div>
    </li>
  );
}
