/** Addresses within the register: the day that is looked at goes with them. */
import type { RegisterKind } from "../../api/types";
import { useAddress, useKept } from "../../parts/address";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Today, where whoever looks is. */
export const today = () => new Intl.DateTimeFormat("sv-SE").format(new Date());

/** The day in the past that is looked at; empty for today. */
export function useOn(): string {
  const { at } = useAddress();
  const on = at("on");
  return DAY.test(on) && on < today() ? on : "";
}

/** Makes addresses that keep what is looked at, with more in them. */
export function useTo() {
  const kept = useKept();
  const on = useOn();
  return (path: string, more: Record<string, string> = {}) => {
    const all = new URLSearchParams([
      ...new URLSearchParams(kept),
      ...(on ? [["on", on]] : []),
      ...Object.entries(more),
    ]);
    return all.size ? `${path}?${all}` : path;
  };
}

/** Where the records of a kind are: their list, with what its address says beside its path, and one of them. */
export const toList = (kind: RegisterKind): [string, Record<string, string>] => [
  "/register",
  kind === "activities" ? {} : { tab: kind },
];
export const toRecord = (kind: RegisterKind, id: string) => `/register/${kind}/${id}`;
