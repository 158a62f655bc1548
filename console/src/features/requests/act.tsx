/** Doing what is asked, where it is done from here: the copy, the pause; the rest stands on the person's page. */
import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "react-router-dom";
import { api, server } from "../../api/client";
import type { Asked, Me, Person } from "../../api/types";
import { Fault } from "../../parts/fault";
import { saveFile } from "../../parts/files";
import { Section } from "../../parts/section";
import type { Wanted } from "./answers";
import { usePerson, useSay } from "./clock";
import { Pause } from "./pause";

interface Props {
  request: Asked;
  person?: Person;
  me: Me;
  want: (next: Wanted) => void;
}

export function Act({ request: r, person, me, want }: Props) {
  const { t } = useSay();
  // A pause outlives the request that it answered.
  if (r.closed_at > 0 && r.kind !== "restriction") return null;
  const theirs = <Link to={`/people?person=${r.person}`}>{t("rq_to_person")}</Link>;
  return (
    <Section head={t("rq_act")}>
      {(r.kind === "access" || r.kind === "portability") && <Copy request={r} />}
      {r.kind === "restriction" && person && <Restrict person={person.id} want={want} />}
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
    </Section>
  );
}

/** Everything that is held of the person, as a file. */
function Copy({ request: r }: { request: Asked }) {
  const { t } = useSay();
  const unsure = r.identity === "none";
  const copy = useMutation({
    mutationFn: async (id: string) =>
      server.POST("/people/{id}/copy", {
        params: { path: { id }, query: { language: r.language } },
        parseAs: "blob",
      }),
    onSuccess: ({ data }) => data && saveFile(`${r.id}.zip`, data),
  });
  return (
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
          loading={copy.isPending}
          disabled={unsure}
          aria-describedby={unsure ? "rq-copy-first" : undefined}
          onClick={() => r.person && copy.mutate(r.person)}
        >
          {t("rq_copy")}
        </Button>
      </Group>
      <Fault error={copy.error} className="gap-top-s" />
    </>
  );
}

/** Only store; what stands still then, and how it ends. */
function Restrict({ person, want }: { person: string; want: (next: Wanted) => void }) {
  const { t } = useSay();
  const { data } = usePerson(person);
  const set = api.useMutation("put", "/people/{id}/restriction", {
    onSuccess: () => want({ template: "restriction_done", reason: "" }),
  });
  if (!data) return null;
  if (data.pause.restricted) return <Pause person={data.person} pause={data.pause} may />;
  const begin = () => set.mutate({ params: { path: { id: person } }, body: { restricted: true } });
  return (
    <>
      <div role="status">{t("rq_store_only_def")}</div>
      <Group mt={8} gap="xs">
        <Button size="xs" variant="default" loading={set.isPending} onClick={begin}>
          {t("rq_store_only")}
        </Button>
      </Group>
      <Fault error={set.error} className="gap-top-s" />
    </>
  );
}
