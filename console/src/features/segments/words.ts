/** Words about segments. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"segments">();
