/** What the sections about a person share. */
import { useWords } from "./words";

/** How a person can be known. */
export const KINDS = ["email", "phone", "customer_number"] as const;

/** Names of attributes are small letters without spaces. */
export const attributeName = (typed: string) =>
  typed
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

/** Where something came from, in words; a program that we do not know by its own name. */
export function useFrom() {
  const { known } = useWords();
  return (source: string) => known(`from_${source}`, source);
}

/** What an attribute is called; those that a shop made up, as it calls them. */
export function useAttributeName() {
  const { known } = useWords();
  return (name: string) => known(`attr_${name}`, name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "));
}
