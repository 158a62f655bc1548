/** Words about people from files. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"import">();
