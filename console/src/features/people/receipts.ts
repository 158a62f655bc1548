/** Erasures and those outside who have to hear of them. */
import { useMemo } from "react";
import { api } from "../../api/client";
import type { Receipt, SignedReceipt } from "../../api/types";

const AGAIN_MS = 2000;

/** What was signed is text, so that it stays as it was; the program that reads it wrote it. */
export function read(signed: SignedReceipt): Receipt {
  return JSON.parse(signed.receipt);
}

export const underWay = (r: Receipt) => !!r.under_way?.length;

/** Every receipt, read; looked at again while something is under way. */
export function useErasures() {
  const all = api.useQuery(
    "get",
    "/erasures",
    {},
    {
      refetchInterval: (q) => (q.state.data?.some((x) => underWay(read(x))) ? AGAIN_MS : false),
    },
  );
  const receipts = useMemo(() => all.data?.map((signed) => ({ signed, receipt: read(signed) })), [all.data]);
  return { receipts, error: all.error, refetch: all.refetch };
}

export const useRecipients = (may: boolean) => api.useQuery("get", "/recipients", {}, { enabled: may });
