/** What the register holds, and the terms and names that it is read with. */
import { api } from "../../api/client";
import type { ActivityEntry, Terms, Use } from "../../api/types";
import { useWords } from "./words";

/** As it is, or as it was at the end of a day. */
export const useActivities = (on: string) =>
  api.useQuery(
    "get",
    "/register/activities",
    { params: { query: { on: on || undefined } } },
    { placeholderData: (old) => old },
  );

/** Every version of one activity, newest first. */
export const useVersions = (id: string) =>
  api.useQuery(
    "get",
    "/register/activities/{id}/history",
    { params: { path: { id } } },
    { enabled: id !== "", staleTime: 0 },
  );

export type List = keyof Terms;

/** What the server calls each term, in the language that is read: asked for anew in another one. */
export function useTerms() {
  const { lang } = useWords();
  const { data } = api.useQuery(
    "get",
    "/register/terms",
    { headers: { "accept-language": lang } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return {
    /** As choices of a field. */
    of: (list: List) => (data?.[list] ?? []).map(({ name, label }) => ({ value: name, label })),
    /** What one is called; by its name until that is known. */
    called: (list: List, name: string) => data?.[list].find((term) => term.name === name)?.label ?? name,
  };
}

/** Uses that no activity but this one names: they are refused when it ends. */
export function lost(activity: ActivityEntry, all: ActivityEntry[]): Use[] {
  const others = all.filter((a) => a.id !== activity.id).flatMap((a) => a.entry.uses ?? []);
  return (activity.entry.uses ?? []).filter((use) => !others.includes(use));
}
