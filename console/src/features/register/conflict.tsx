/** Somebody else wrote a version meanwhile: what it changed, and bringing it together with what was written here. */
import { Alert, Button, Loader } from "@mantine/core";
import type { Entry, Kind } from "../../api/types";
import { Fault } from "../../parts/fault";
import { differences } from "./difference";
import { said, useVersions } from "./kept";
import { useEveryLine } from "./lines";
import { Changes } from "./versions";
import { useWords } from "./words";

interface Props {
  kind: Kind;
  /** What was read when the writing began. */
  base: Entry;
  take: (theirs: Entry) => void;
}

export function Conflict({ kind, base, take }: Props) {
  const { t, say, n, moment } = useWords();
  const lines = useEveryLine(kind);
  const versions = useVersions(kind.kind, base.id);
  const newest = versions.data?.versions[0];
  if (versions.error) return <Fault error={versions.error} retry={() => versions.refetch()} />;
  if (!newest || newest.version === base.version) return <Loader />;
  return (
    <Alert variant="outline" color="gray" role="alert" title={say("rg_conflict", { n: n(newest.version) })}>
      {newest.ended ? (
        t("rg_conflict_ended")
      ) : (
        <>
          <div>{say("rg_conflict_def", { moment: moment(newest.at) })}</div>
          <Changes all={differences(lines(said(base)), lines(said(newest)))} />
          <Button mt="sm" size="xs" variant="default" onClick={() => take(newest)}>
            {t("rg_conflict_take")}
          </Button>
        </>
      )}
    </Alert>
  );
}
