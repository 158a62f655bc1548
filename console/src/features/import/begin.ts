/** Beginning an import, and looking on until it is over. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, keyOf, server } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Form } from "../../api/types";
import { type Draft, meant, parts } from "./draft";
import { running } from "./outcomes";
import { useWords } from "./words";

const AGAIN_MS = 1000;
const path = (id: string) => ({ params: { path: { id } } });

export function useBegin(draft: Draft, forms: Form[]) {
  const { t } = useWords();
  const client = useQueryClient();
  const [id, setId] = useState<string>();
  const begin = useMutation({
    meta: { quiet: true },
    mutationFn: async (dry: boolean) => {
      const { form, topic } = meant(draft, forms);
      if (!form || !topic) return undefined;
      // A browser does not read a file that was changed after it was chosen.
      for (const file of draft.files)
        await file
          .slice(0, 1)
          .arrayBuffer()
          .catch(() => {
            throw new Problem({ status: 0, code: "file", title: t("im_changed"), detail: t("im_changed_def") });
          });
      const name = draft.files.map((f) => f.name).join(", ");
      const { channel, country } = draft;
      const begun = await server.POST("/imports", {
        params: { query: { topic: topic.id, form: form.id, channel, name, country: country ?? undefined, dry } },
        // The names of the parts are in the server's description, the files are the browser's own.
        body: { file: [] },
        bodySerializer: () => parts(draft),
      });
      return begun.data;
    },
    onSuccess: (begun) => {
      if (!begun) return;
      client.setQueryData(api.queryOptions("get", "/imports/{id}", path(begun.import.id)).queryKey, begun);
      setId(begun.import.id);
      void client.invalidateQueries({ queryKey: keyOf("/imports") });
    },
  });
  const run = api.useQuery("get", "/imports/{id}", path(id ?? ""), {
    enabled: !!id,
    staleTime: 0,
    refetchInterval: (q) => (running(q.state.data) ? AGAIN_MS : false),
  });
  const view = id ? run.data : undefined;
  const state = view?.import.state;
  const dry = view?.import.dry;
  useEffect(() => {
    if (!state || state === "running") return;
    void client.invalidateQueries({ queryKey: keyOf("/imports") });
    if (dry) return;
    void client.invalidateQueries({ queryKey: ["post", "/people/search"] });
    void client.invalidateQueries({ queryKey: keyOf("/people/{id}") });
  }, [client, state, dry]);
  /** What was looked at holds for the file, form and topic it was looked at with. */
  const anew = () => {
    setId(undefined);
    begin.reset();
  };
  return {
    view,
    anew,
    look: () => begin.mutate(true),
    bring: () => begin.mutate(false),
    looking: begin.isPending && begin.variables,
    bringing: begin.isPending && !begin.variables,
    works: begin.isPending || running(view),
    /** Why it could not be begun, and why it cannot be looked on. */
    fault: begin.error,
    lost: id ? run.error : null,
    retry: () => run.refetch(),
  };
}

export type Begun = ReturnType<typeof useBegin>;
