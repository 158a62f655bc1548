/** What the register holds, and what it is read and written with. */
import { useQueries } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Entry, Kind, RegisterKind } from "../../api/types";
import { useOn } from "./address";
import { useWords } from "./words";

/** A record of any kind, field by field. */
export type Said = Record<string, unknown>;

export const said = (entry: Entry): Said => entry.entry;

/** The texts of a list, whatever stands there. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((x) => typeof x === "string") : [];

/** As it is, or as it was at the end of a day. */
export function useRecords(kind: RegisterKind, on: string) {
  const { lang } = useWords();
  return api.useQuery(
    "get",
    "/register/{kind}",
    { params: { path: { kind }, query: { on: on || undefined } }, headers: { "accept-language": lang } },
    { placeholderData: (old) => old },
  );
}

/** Every version of one record, newest first; with a day, those that there were at its end. */
export const useVersions = (kind: RegisterKind, id: string, on = "") =>
  api.useQuery(
    "get",
    "/register/{kind}/{id}/history",
    { params: { path: { kind, id }, query: { on: on || undefined } } },
    { enabled: id !== "", staleTime: 0 },
  );

/** What the server calls everything, in the language that is read: asked for anew in another one. */
export function useTerms() {
  const { lang } = useWords();
  const { data } = api.useQuery(
    "get",
    "/register",
    { headers: { "accept-language": lang } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return {
    kinds: data?.kinds ?? [],
    /** As choices of a field. */
    of: (list: string) => (data?.lists[list] ?? []).map(({ name, label }) => ({ value: name, label })),
    /** What one is called; by its name until that is known. */
    called: (list: string, name: string) => data?.lists[list]?.find((term) => term.name === name)?.label ?? name,
  };
}

export const fieldsOf = (kind: Kind) => kind.parts.flatMap((part) => part.fields);

/** What is said of a kind. */
export const wordOf = (kind: Kind, word: string) => kind.words[word] ?? "";

/** What records that others name are called. */
export function useCalled(kind: Kind) {
  const { lang } = useWords();
  const on = useOn();
  const named = fieldsOf(kind).flatMap((f) => (f.shape === "entries" ? [f.of as RegisterKind] : []));
  const all = useQueries({
    queries: [...new Set(named)].map((of) =>
      api.queryOptions("get", "/register/{kind}", {
        params: { path: { kind: of }, query: { on: on || undefined } },
        headers: { "accept-language": lang },
      }),
    ),
  });
  const known = all.flatMap(({ data }) => data?.entries ?? []);
  return (id: string) => known.find((e) => e.id === id)?.entry.name ?? id;
}

/** Uses that no activity but this one names: they are refused when it ends. */
export function lost(activity: Entry, all: Entry[]): string[] {
  const others = all.filter((a) => a.id !== activity.id).flatMap((a) => texts(said(a).uses));
  return texts(said(activity).uses).filter((use) => !others.includes(use));
}
