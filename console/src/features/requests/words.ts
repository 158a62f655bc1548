/** Words about requests under rights. */
import { speaking } from "../../words/catalogue";

export const useWords = speaking<"requests">();
