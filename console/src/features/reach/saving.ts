/**
 * Saves a draft while it is written: a moment after the last change, one save at a time, always the latest words. Each save
 * names the state it builds on, so that nobody's words are overwritten unseen.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, type CampaignDetail, Problem } from "../../api";
import { type Body, whole } from "./parts";

const WAIT_MS = 800;

export type Saving = ReturnType<typeof useSaving>;

export function useSaving(first: CampaignDetail) {
  const client = useQueryClient();
  const { id } = first.campaign;
  const [body, setBody] = useState(() => whole(first.campaign.body));
  const [kept, setKept] = useState(first);
  const [status, setStatus] = useState<"saved" | "saving" | "not_saved">("saved");
  const [fault, setFault] = useState<unknown>();
  const work = useRef({
    body,
    seen: first.campaign.changed_at,
    dirty: false,
    stopped: false,
    busy: undefined as Promise<boolean> | undefined,
    timer: 0,
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
          const answer = await api<CampaignDetail>(`/campaigns/${id}`, {
            method: "PUT",
            body: { body: w.body, changed_at_ms: w.seen },
          });
          w.seen = answer.campaign.changed_at;
          setKept(answer);
          setFault(undefined);
          client.setQueryData(["campaign", id], answer);
          void client.invalidateQueries({ queryKey: ["campaigns"] });
        } catch (e) {
          w.dirty = true;
          // Somebody else's words are newer: from here only loading again helps.
          w.stopped ||= e instanceof Problem && e.code === "changed";
          setFault(e);
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
  }, [id]);

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
    if ((Object.keys(next) as (keyof Body)[]).every((k) => w.body[k] === next[k])) return;
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
