/** Words about the description of the API. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"docs">();
