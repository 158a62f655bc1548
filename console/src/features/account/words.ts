/** Words about one's own account. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"account" | "passkey">();
