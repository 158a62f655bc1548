/** What the window is called: the page first, so that tabs and the history of a browser can be told apart. */
import { useDocumentTitle } from "@mantine/hooks";
import { createContext, useContext } from "react";

/** What every page's name ends with: the site, where there are several, and the program. None: the window is another's. */
export const Tail = createContext<readonly string[] | undefined>(["Hjemmel"]);

/** Never a person's name or address: a title stays in the history of the browser. */
export function usePageTitle(...parts: (string | undefined)[]) {
  const tail = useContext(Tail);
  // An empty name changes nothing.
  useDocumentTitle(tail ? [...new Set([...parts, ...tail])].filter(Boolean).join(" · ") : "");
}
