/** That somebody looked an activity through today, and taking that back. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { ActivityEntry } from "../../api/types";
import { today } from "./address";
import { useWords } from "./words";

interface Marks {
  /** As it stands now, with the day that stood there before. */
  entry: ActivityEntry;
  before: string;
}

export function useReviewed() {
  const [marked, setMarked] = useState<Marks>();
  const change = api.useMutation("put", "/register/activities/{id}");
  const write = ({ id, version, entry }: ActivityEntry, day: string, then: (made: ActivityEntry) => void) =>
    change.mutate(
      { params: { path: { id } }, body: { version, activity: { ...entry, reviewed_on: day } } },
      { onSuccess: then },
    );
  return {
    marked,
    error: change.error,
    /** The one that is being written. */
    busy: change.isPending ? change.variables.params.path.id : undefined,
    mark: (entry: ActivityEntry) =>
      write(entry, today(), (made) => setMarked({ entry: made, before: entry.entry.reviewed_on ?? "" })),
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
