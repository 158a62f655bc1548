/** Words about reports. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"audience">();
