/** Doing what is asked, where it is done from here: the copy, the pause; the rest stands on the person's page. */
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router-dom";
import { type Asked, api, apiFile, type Me, type Person, query } from "../../api";
import { Fault, saveFile } from "../../parts";
import { useSay, type Wanted } from "./parts";

export function Act({
  request: r,
  person,
  me,
  want,
}: {
  request: Asked;
  person?: Person;
  me: Me;
  want: (next: Wanted) => void;
}) {
  const { t } = useSay();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const unsure = r.identity === "none";
  // A pause outlives the request that it answered.
  if (r.closed_at > 0 && r.kind !== "restriction") return null;
  const copy = async () => {
    setBusy(true);
    setFault(undefined);
    await apiFile(`/people/${r.person}/copy${query({ language: r.language })}`, { method: "POST" }).then(
      (zip) => saveFile(`${r.id}.zip`, zip),
      setFault,
    );
    setBusy(false);
  };
  const theirs = <Link to={`/people?person=${r.person}`}>{t("rq_to_person")}</Link>;
  return (
    <section aria-label={t("rq_act")}>
      <b>{t("rq_act")}</b>
      {(r.kind === "access" || r.kind === "portability") && (
        <>
          <div>{t("rq_copy_def")}</div>
          {unsure && (
            <div id="rq-copy-first" className="quiet">
              {t("rq_who_first")}
            </div>
          )}
          <Group mt={8}>
            <Button
              size="xs"
              variant="default"
              loading={busy}
              disabled={unsure}
              aria-describedby={unsure ? "rq-copy-first" : undefined}
              onClick={copy}
            >
              {t("rq_copy")}
            </Button>
          </Group>
        </>
      )}
      {r.kind === "restriction" && person && <Pause person={person} want={want} />}
      {r.kind === "erasure" && (
        <div>
          {t("rq_erase_def")} {theirs}
        </div>
      )}
      {r.kind === "objection" && (
        <div>
          {me.may.includes("person_withdraw") && t("rq_objection_act")} {theirs}
        </div>
      )}
      {r.kind === "rectification" && <div>{theirs}</div>}
      {fault !== undefined && (
        <div style={{ marginTop: 8 }}>
          <Fault error={fault} />
        </div>
      )}
    </section>
  );
}

/** Only store, or use again: which of the two, and what the person must be told. */
function Pause({ person, want }: { person: Person; want: (next: Wanted) => void }) {
  const { t, say, day } = useSay();
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const paused = person.restricted_at > 0;
  const set = async () => {
    setBusy(true);
    try {
      await api(`/people/${person.id}/restriction`, { method: "PUT", body: { restricted: !paused } });
      await client.invalidateQueries({ queryKey: ["person", person.id] });
      setFault(undefined);
      if (!paused) want({ template: "restriction_done", reason: "" });
    } catch (e) {
      setFault(e);
    }
    setBusy(false);
  };
  return (
    <>
      <div role="status">
        {paused && `${say("rq_restricted", { date: day(person.restricted_at) })}. `}
        {t(paused ? "rq_use_again_def" : "rq_store_only_def")}
      </div>
      <Group mt={8} gap="xs">
        {paused && (
          <Button size="xs" variant="default" onClick={() => want({ template: "restriction_lifted", reason: "" })}>
            {t("rq_use_again_write")}
          </Button>
        )}
        <Button size="xs" variant="default" loading={busy} onClick={set}>
          {t(paused ? "rq_use_again" : "rq_store_only")}
        </Button>
      </Group>
      {fault !== undefined && (
        <div style={{ marginTop: 8 }}>
          <Fault error={fault} />
        </div>
      )}
    </>
  );
}
