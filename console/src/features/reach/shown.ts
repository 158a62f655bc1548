/** A newsletter as it is shown: what an answer says of it at once, or asked for anew. */
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { CampaignDetail } from "../../api/types";

export function useShown(id: string) {
  const client = useQueryClient();
  const { queryKey } = api.queryOptions("get", "/campaigns/{id}", { params: { path: { id } } });
  return {
    put: (now: CampaignDetail) => client.setQueryData(queryKey, now),
    again: () => client.invalidateQueries({ queryKey }),
  };
}
