/** All records of a kind: what is to be settled, then each in a line, as they are or as they were on a day. */
import { Button, Loader } from "@mantine/core";
import { Link } from "react-router-dom";
import type { Kind, Me } from "../../api/types";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { useOn, useTo } from "./address";
import { Begin } from "./begin";
import { Findings } from "./findings";
import { useRecords, wordOf } from "./kept";
import { List } from "./list";
import { useRecord } from "./record";
import { Start } from "./start";

/** What can be done with the records of a kind as a whole. */
export function AllActs({ kind, me }: { kind: Kind; me: Me }) {
  const on = useOn();
  const to = useTo();
  const list = useRecords(kind.kind, on);
  const record = useRecord(kind.kind, on);
  if (!list.data || (kind.kind === "activities" && list.data.as_shipped)) return null;
  return (
    <>
      <Fault error={record.error} />
      {list.data.entries.length > 0 && <More label={record.label} choices={record.choices} />}
      {me.may.includes("register_write") && !on && (
        <Button component={Link} to={to(`/register/${kind.kind}/new`)}>
          {wordOf(kind, "new")}
        </Button>
      )}
    </>
  );
}

export function All({ kind, me }: { kind: Kind; me: Me }) {
  const on = useOn();
  const list = useRecords(kind.kind, on);
  const may = me.may.includes("register_write") && !on;
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  if (kind.kind === "activities" && list.data.as_shipped) return <Start kind={kind} may={may} />;
  return (
    <>
      {!on && <Findings kind={kind} all={list.data} may={may} />}
      {!on && list.data.entries.length === 0 && kind.kind !== "activities" && !list.isPlaceholderData ? (
        <Begin kind={kind} may={may} />
      ) : (
        <List kind={kind} entries={list.data.entries} me={me} waiting={list.isPlaceholderData} />
      )}
    </>
  );
}
