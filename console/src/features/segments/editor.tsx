/** A segment is built: its name, its conditions, and how many would be in it, out of it, or neither, while it is built. */
import { Button, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { api } from "../../api/client";
import type { SegmentView } from "../../api/types";
import { Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Counts } from "./counts";
import { complete, fresh, type Group, read, write } from "./definition";
import { Groups } from "./groups";
import { useWords } from "./words";

const WAIT_MS = 400;

/** What is built on: a segment that is there, or one of those that are ready. */
export interface Begin {
  name: string;
  definition: string;
  of?: SegmentView;
}

const EMPTY: Group = { not: false, any: false, parts: [fresh()] };

export function Editor({ begin, done, cancel }: { begin: Begin; done: (id: string) => void; cancel: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(begin.name);
  const [draft, setDraft] = useState(() => read(begin.definition) ?? EMPTY);
  const [tried, setTried] = useState(false);
  const create = api.useMutation("post", "/segments", { onSuccess: (made) => done(made.segment.id) });
  const change = api.useMutation("put", "/segments/{id}", { onSuccess: (made) => done(made.segment.id) });
  const save = () => {
    if (!name.trim() || !complete(draft)) return setTried(true);
    const body = { name: name.trim(), definition: write(draft) };
    const { of } = begin;
    if (of) {
      const path = { params: { path: { id: of.segment.id } } };
      change.mutate({ ...path, body: { segment: body, version: of.segment.version } });
    } else {
      create.mutate({ body });
    }
  };
  return (
    <Stack>
      <TextInput
        label={t("sg_name")}
        maxLength={100}
        value={name}
        error={tried && !name.trim() && t("must_fill")}
        onChange={(e) => setName(e.target.value)}
      />
      <Groups value={draft} change={setDraft} self={begin.of?.segment.id} tried={tried} />
      <Live draft={draft} />
      <Fault error={create.error ?? change.error} />
      <Ends cancel={cancel}>
        <Button loading={create.isPending || change.isPending} onClick={save}>
          {t("sg_save")}
        </Button>
      </Ends>
    </Stack>
  );
}

/** What it says and how many it is about, a moment after the last change. */
function Live({ draft }: { draft: Group }) {
  const { t } = useWords();
  const [settled] = useDebouncedValue(draft, WAIT_MS);
  const whole = complete(settled);
  const definition = write(settled);
  const preview = api.useQuery(
    "post",
    "/segments/preview",
    { body: { definition } },
    { enabled: whole, staleTime: 0, gcTime: 0, placeholderData: (old) => old },
  );
  if (!whole) return <p className="quiet">{t("sg_unfinished")}</p>;
  if (preview.error) return <Fault error={preview.error} retry={() => preview.refetch()} />;
  return (
    <div className="card" role="status">
      {preview.data ? (
        <>
          <p className="first">{preview.data.sentence}</p>
          <Counts counted={preview.data.counted} />
        </>
      ) : (
        <p className="quiet">{t("sg_counting")}</p>
      )}
    </div>
  );
}
