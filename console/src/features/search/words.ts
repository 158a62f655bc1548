/** Words about finding one's way. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"search" | "consent" | "people" | "settings">();
