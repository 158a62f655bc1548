/** What is looked at stands in the address, so that it can be shared and gone back to. */
import { useLocation, useSearchParams } from "react-router-dom";

/** What was put since a place was shown, until the next is: the second of two quick clicks builds on the first. */
const ahead = new WeakMap<object, string>();

export function useAddress() {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  return {
    /** What stands there under a name; empty when nothing does. */
    at: (name: string) => params.get(name) ?? "",
    /** Writes each; nothing takes a name away. */
    put(values: Record<string, string | null | undefined>, how?: { replace: boolean }) {
      const next = new URLSearchParams(ahead.get(location) ?? location.search);
      for (const [name, value] of Object.entries(values)) value ? next.set(name, value) : next.delete(name);
      ahead.set(location, next.toString());
      setParams(next, how);
    },
  };
}

/** What is kept from page to page. */
const KEPT = ["site", "from", "to", "days", "compare"];

/** The end of an address that keeps it; nothing where nothing is chosen. */
export function useKept(): string {
  const { at } = useAddress();
  const kept = new URLSearchParams(KEPT.flatMap((name) => (at(name) ? [[name, at(name)]] : [])));
  return kept.size ? `?${kept}` : "";
}

/** The one of a list that a text names. */
export const oneOf = <T extends string>(all: readonly T[], text: string | null | undefined): T | undefined =>
  all.find((x) => x === text);
