/**
 * Saves a draft while it is written: a moment after the last change, one save at a time, always the latest words. Each
 * save names the state it builds on, so that nobody's words are overwritten unseen.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, keyOf } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { CampaignDetail } from "../../api/types";
import { type Body, whole } from "./outcomes";
import { useShown } from "./shown";

const WAIT_MS = 800;

export type Saving = ReturnType<typeof useSaving>;

interface Work {
  body: Body;
  /** The state that the next save builds on. */
  seen: number;
  dirty: boolean;
  stopped: boolean;
  busy?: Promise<boolean>;
  timer: number;
}

const sameValues = (old: Body, next: Partial<Body>) =>
  Object.entries(next).every(([k, v]) => Reflect.get(old, k) === v);

export function useSaving(first: CampaignDetail) {
  const client = useQueryClient();
  const { id } = first.campaign;
  const shown = useShown(id);
  const [body, setBody] = useState(() => whole(first.campaign.body));
  const [kept, setKept] = useState(first);
  const [status, setStatus] = useState<"saved" | "saving" | "not_saved">("saved");
  const work = useRef<Work>({ body, seen: first.campaign.changed_at, dirty: false, stopped: false, timer: 0 });
  const { mutateAsync: save, error: fault } = api.useMutation("put", "/campaigns/{id}", {
    // While it is written the page stays as it is; the list of all is looked at anew when somebody goes there.
    meta: { quiet: true },
    onSuccess: (answer) => {
      setKept(answer);
      shown.put(answer);
      void client.invalidateQueries({ queryKey: keyOf("/campaigns") });
    },
  });

  /** Save what is not saved. Says whether all of it is. */
  const flush = useCallback(async (): Promise<boolean> => {
    const w = work.current;
    clearTimeout(w.timer);
    const run = async () => {
      while (w.dirty) {
        if (w.stopped || !w.body.name.trim()) return false;
        w.dirty = false;
        setStatus("saving");
        try {
          const answer = await save({ params: { path: { id } }, body: { body: w.body, changed_at_ms: w.seen } });
          w.seen = answer.campaign.changed_at;
        } catch (e) {
          w.dirty = true;
          // Somebody else's words are newer: from here only loading again helps.
          w.stopped ||= codeOf(e) === "changed";
          return false;
        }
      }
      return true;
    };
    w.busy ??= run().finally(() => {
      w.busy = undefined;
      setStatus(w.dirty ? "not_saved" : "saved");
    });
    return w.busy;
  }, [id, save]);

  useEffect(() => {
    const leave = (e: BeforeUnloadEvent) => work.current.dirty && e.preventDefault();
    addEventListener("beforeunload", leave);
    return () => {
      removeEventListener("beforeunload", leave);
      void flush();
    };
  }, [flush]);

  const change = (next: Partial<Body>) => {
    const w = work.current;
    // Some fields report what they already hold.
    if (sameValues(w.body, next)) return;
    w.body = { ...w.body, ...next };
    w.dirty = true;
    setBody(w.body);
    if (!w.busy) setStatus("not_saved");
    clearTimeout(w.timer);
    w.timer = window.setTimeout(flush, WAIT_MS);
  };
  /** It is gone: save nothing more. */
  const stop = () => {
    work.current.stopped = true;
    work.current.dirty = false;
    clearTimeout(work.current.timer);
  };
  return { body, change, kept, status, fault, flush, stop };
}
