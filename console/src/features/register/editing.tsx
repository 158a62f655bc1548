/** Writing a record: a new one, or the next version of one. For every kind of the register. */
import { Loader } from "@mantine/core";
import { useNavigate, useParams } from "react-router-dom";
import type { Field, Kind } from "../../api/types";
import { oneOf, useAddress } from "../../parts/address";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { toList, toRecord, useTo } from "./address";
import { begun } from "./draft";
import { Editor } from "./editor";
import { fieldsOf, type Said, said, texts, useTerms, useVersions, wordOf } from "./kept";
import { useWords } from "./words";

/** What the address says of the recipients of a new version: those there are, and one more. */
const withMore = (record: Said, more: string): Said =>
  more ? { ...record, recipients: [...new Set([...texts(record.recipients), more])] } : record;

const PLAIN = ["line", "text", "one", "moment_past"];

/** What the address says of fields that hold one thing, and of the activity that a record is about. */
function addressed(fields: Field[], at: (name: string) => string): Said {
  const plain = fields.filter((f) => PLAIN.includes(f.shape) && at(f.name)).map((f) => [f.name, at(f.name)]);
  return { ...Object.fromEntries(plain), ...(at("activity") ? { activities: [at("activity")] } : {}) };
}

/** A new one: begun with a use that is named nowhere, with a name, with a recipient, or like one that ended. */
export function Entering({ kind }: { kind: Kind }) {
  const { at } = useAddress();
  const navigate = useNavigate();
  const to = useTo();
  const { of, called } = useTerms();
  const like = useVersions(kind.kind, at("like"));
  const use = oneOf(
    of("uses").map(({ value }) => value),
    at("use"),
  );
  const newest = like.data?.versions[0];
  const old = newest ? said(newest) : use ? { name: called("uses", use), uses: [use] } : addressed(fieldsOf(kind), at);
  return (
    <>
      <Head title={wordOf(kind, "new")} of={{ title: wordOf(kind, "many"), to: to(...toList(kind.kind)) }} />
      <Fault error={like.error} retry={() => like.refetch()} />
      {like.isLoading ? (
        <Loader />
      ) : (
        !like.error && (
          <Editor
            kind={kind}
            first={begun(kind, withMore({ ...old, reviewed_on: "" }, at("recipient")), (list) => of(list)[0]?.value)}
            cancel={() => navigate(to(...toList(kind.kind)))}
            // The form is behind whoever goes back from what it made.
            done={(id) => navigate(to(toRecord(kind.kind, id)), { replace: true })}
          />
        )
      )}
    </>
  );
}

/** The next version of one; with a recipient to be added, where the address names one. */
export function Changing({ kind }: { kind: Kind }) {
  const { t } = useWords();
  const { at } = useAddress();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const to = useTo();
  const versions = useVersions(kind.kind, id);
  const newest = versions.data?.versions[0];
  const here = to(toRecord(kind.kind, id));
  const back = () => navigate(here, { replace: true });
  const title = newest?.entry.name ?? wordOf(kind, "one");
  return (
    <>
      <Head title={wordOf(kind, "change")} of={{ title, to: here }} />
      <Fault error={versions.error} retry={() => versions.refetch()} />
      {!newest && !versions.error && <Loader />}
      {newest?.ended && <p>{t("rg_conflict_ended")}</p>}
      {newest && !newest.ended && (
        <Editor
          kind={kind}
          entry={newest}
          first={begun(kind, withMore(said(newest), at("recipient")))}
          cancel={back}
          done={back}
        />
      )}
    </>
  );
}
