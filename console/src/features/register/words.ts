/** Words about the register. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"register" | "account">();
