/** A pause: since when, what stands still, and the steps that end it (GDPR 18). */
import { Button, Group, List, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { PauseView, Person } from "../../api/types";
import { Fault } from "../../parts/fault";
import { today, useSay } from "./clock";

interface Props {
  person: Person;
  pause: PauseView;
  /** Whether whoever looks may end it. */
  may: boolean;
}

export function Pause({ person, pause, may }: Props) {
  const { t, say, any, day } = useSay();
  const long = useLong(pause.since);
  return (
    <section aria-label={t("rq_pause")} className="card">
      <strong role="status">
        {say("rq_restricted", { date: day(pause.since) })}, {long}
      </strong>
      <details className="gap-top-s">
        <summary>{t("rq_pause_stands")}</summary>
        <List size="sm">
          {pause.pauses.map((what) => (
            <List.Item key={what}>{any(`rq_stop_${what}`)}</List.Item>
          ))}
          <List.Item>{t("rq_pause_kept")}</List.Item>
        </List>
      </details>
      {pause.record ? (
        <div className="gap-top-s">
          {t("rq_pause_elsewhere")} <Link to={`/people?person=${pause.record}`}>{t("rq_pause_there")}</Link>
        </div>
      ) : (
        may && <Steps person={person} pause={pause} />
      )}
    </section>
  );
}

/** For how long, in whole days. */
function useLong(since: number) {
  const { t, count } = useSay();
  const days = Math.floor((Date.now() - since) / 86_400_000);
  return days < 1 ? t("rq_pause_days_zero") : count("rq_pause_days", "rq_pause_days_one", days);
}

function Steps({ person, pause }: { person: Person; pause: PauseView }) {
  const { t } = useSay();
  const end = api.useMutation("put", "/people/{id}/restriction");
  const release = () => end.mutate({ params: { path: { id: person.id } }, body: { restricted: false } });
  const at = (step: PauseView["next"]) => (pause.next === step ? "step" : undefined);
  return (
    <div className="gap-top">
      <div>{t("rq_pause_end")}</div>
      <div className="quiet">{t("rq_pause_why")}</div>
      <List type="ordered" size="sm" className="gap-top-s">
        <List.Item aria-current={at("tell")}>
          {t("rq_pause_step_tell")}
          <Told pause={pause} />
          {!pause.release_from && <Tell person={person} />}
        </List.Item>
        <List.Item aria-current={at("wait")}>
          {t("rq_pause_step_wait")}
          <From pause={pause} />
        </List.Item>
        <List.Item aria-current={at("release")}>
          {t("rq_pause_step_end")}
          {pause.next === "release" && (
            <div>
              <Button size="xs" variant="default" loading={end.isPending} onClick={release}>
                {t("rq_pause_step_end")}
              </Button>
            </div>
          )}
        </List.Item>
      </List>
      <Fault error={end.error} className="gap-top-s" />
    </div>
  );
}

/** How they were told, or why that does not count. */
function Told({ pause: { told } }: { pause: PauseView }) {
  const { t, say, day } = useSay();
  if (!told) return null;
  if (told.how === "letter") return <div>{say("rq_pause_told_letter", { date: day(told.sent_on_ms) })}</div>;
  if (told.failed) return <div>{t("rq_pause_failed")}</div>;
  if (!told.taken_at_ms) return <div>{t("rq_pause_sending")}</div>;
  return <div>{say("rq_pause_told_mail", { date: day(told.taken_at_ms) })}</div>;
}

function From({ pause }: { pause: PauseView }) {
  const { say, day } = useSay();
  if (!pause.release_from) return null;
  return <div>{say("rq_pause_from", { date: day(pause.release_from) })}</div>;
}

/** By mail where there is a confirmed address, and by letter. */
function Tell({ person }: { person: Person }) {
  const { t } = useSay();
  const [reason, setReason] = useState("");
  const [on, setOn] = useState(today());
  const tell = api.useMutation("post", "/people/{id}/restriction/told");
  const path = { params: { path: { id: person.id } } };
  const reached = person.identifiers.some((i) => i.kind === "email" && i.verified_at > 0);
  return (
    <Stack gap="xs" className="gap-top-s">
      {reached && (
        <Group gap="xs" align="end">
          <TextInput
            label={t("rq_reason")}
            value={reason}
            maxLength={1000}
            onChange={(e) => setReason(e.target.value)}
          />
          <Button
            size="xs"
            variant="default"
            loading={tell.isPending}
            disabled={reason.trim().length < 10}
            onClick={() => tell.mutate({ ...path, body: { how: "mail", reason } })}
          >
            {t("rq_pause_mail")}
          </Button>
        </Group>
      )}
      <Group gap="xs" align="end">
        <TextInput
          type="date"
          label={t("rq_pause_letter")}
          value={on}
          max={today()}
          onChange={(e) => setOn(e.target.value)}
        />
        <Button
          size="xs"
          variant="default"
          loading={tell.isPending}
          disabled={!on}
          onClick={() => tell.mutate({ ...path, body: { how: "letter", on } })}
        >
          {t("rq_pause_letter_kept")}
        </Button>
      </Group>
      <Fault error={tell.error} />
    </Stack>
  );
}
