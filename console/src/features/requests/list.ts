/** The requests, the most urgent first. */
import { api } from "../../api/client";

export const useRequests = (may: boolean, before?: string) =>
  api.useQuery("get", "/requests", { params: { query: { before } } }, { enabled: may, placeholderData: (old) => old });
