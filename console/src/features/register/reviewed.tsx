/** That somebody looked a record through today, and taking that back. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Entry, RegisterKind } from "../../api/types";
import { today } from "./address";
import { said } from "./kept";
import { useWords } from "./words";

interface Marks {
  /** As it stands now, with the day that stood there before. */
  entry: Entry;
  before: string;
}

export function useReviewed(kind: RegisterKind) {
  const [marked, setMarked] = useState<Marks>();
  const change = api.useMutation("put", "/register/{kind}/{id}");
  const write = ({ id, version, entry }: Entry, day: string, then: (made: Entry) => void) =>
    change.mutate(
      { params: { path: { kind, id } }, body: { version, entry: { ...entry, reviewed_on: day } } },
      { onSuccess: then },
    );
  return {
    marked,
    error: change.error,
    /** The one that is being written. */
    busy: change.isPending ? change.variables.params.path.id : undefined,
    mark: (entry: Entry) =>
      write(entry, today(), (made) => setMarked({ entry: made, before: String(said(entry).reviewed_on ?? "") })),
    undo: () => marked && write(marked.entry, marked.before, () => setMarked(undefined)),
  };
}

/** That it was marked, while it can be taken back with one press. */
export function Marked({ of: { marked, busy, undo } }: { of: ReturnType<typeof useReviewed> }) {
  const { t, say } = useWords();
  return (
    <div role="status">
      {marked && (
        <div className="then">
          <div>{say("rg_marked", { name: marked.entry.entry.name })}</div>
          <Button size="xs" variant="default" loading={busy === marked.entry.id} onClick={undo}>
            {t("rg_undo")}
          </Button>
        </div>
      )}
    </div>
  );
}
