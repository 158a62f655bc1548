/** The languages in which the organisation writes its own texts: what staff write for people is asked for in these alone. */
import { api } from "../api/client";
import type { Lang } from "../words/catalogue";

export const useOwnLanguages = (): Lang[] => api.useQuery("get", "/organisation").data?.languages ?? [];
