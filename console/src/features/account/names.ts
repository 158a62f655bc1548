/** Colleagues' names by their ids. */
import { api } from "../../api/client";

export function useNames(may = true): Map<string, string> {
  const team = api.useQuery("get", "/team", {}, { enabled: may });
  return new Map(team.data?.map((u) => [u.id, u.name]));
}
