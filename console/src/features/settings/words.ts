/** Words about sites, team, keys, jobs and the audit log. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"settings" | "jobs">();
