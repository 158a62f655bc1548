/** Signing out: whatever the server says, nothing is kept in the browser. */
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";

export function useSignOut() {
  const client = useQueryClient();
  const out = api.useMutation("delete", "/session", {
    meta: { quiet: true },
    onSettled: () => {
      client.clear();
      location.href = "/";
    },
  });
  return () => out.mutate({});
}
