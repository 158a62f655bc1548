/** What was fetched, and when it is fetched again: after every change, unless that says it changed nothing shown. */
import { MutationCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

declare module "@tanstack/react-query" {
  interface Register {
    /** `quiet`: what is shown stays as it is, or is told what changed one by one. */
    mutationMeta: { quiet?: boolean };
  }
}

export function makeCache(): QueryClient {
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({
      // Waited for, so that a button works until what it changed is seen.
      onSettled: (_data, error, _variables, _result, mutation) =>
        error || mutation.meta?.quiet ? undefined : client.invalidateQueries(),
    }),
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        retry: (n, e) => n < 1 && !(e instanceof Problem && e.status >= 400 && e.status < 500),
        refetchOnWindowFocus: false,
      },
    },
  });
  return client;
}
