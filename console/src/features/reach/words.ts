/** Words about newsletters. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"reach" | "why">();
