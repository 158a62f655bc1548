/** Words about consent, its notice and the tag. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"consent" | "dropped">();
