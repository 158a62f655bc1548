/** Words about signing in and one-time links. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"session" | "passkey">();
