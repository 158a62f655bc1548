/** Words about people, forms and erasures. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"people" | "requests" | "why">();
