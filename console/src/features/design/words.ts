/** Words about the parts that pages are made of. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"design">();
