/** Words about what needs somebody today. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"home" | "dropped" | "jobs" | "requests">();
