/** Records as files, in the language that is read: those of a kind (of activities that is the record of Article 30), and the
 * state of everything on the day, signed. */
import { useMutation } from "@tanstack/react-query";
import { server } from "../../api/client";
import type { RegisterKind } from "../../api/types";
import { saveFile } from "../../parts/files";
import type { Choice } from "../../parts/more";
import { today } from "./address";
import { useWords } from "./words";

const FORMATS = ["html", "csv", "json"] as const;
const STATES = ["html", "json"] as const;

export function useRecord(kind: RegisterKind, on: string): { label: string; choices: Choice[]; error: unknown } {
  const { t, lang: language } = useWords();
  const day = on || undefined;
  const get = useMutation({
    mutationFn: (format: (typeof FORMATS)[number]) =>
      server.GET("/register/{kind}/record", {
        params: { path: { kind }, query: { format, language, on: day } },
        parseAs: "blob",
      }),
    meta: { quiet: true },
    onSuccess: ({ data }, format) => data && saveFile(`${kind}-${on || today()}.${format}`, data),
  });
  const state = useMutation({
    mutationFn: (format: (typeof STATES)[number]) =>
      server.GET("/register/state", { params: { query: { format, language, on: day } }, parseAs: "blob" }),
    meta: { quiet: true },
    onSuccess: ({ data }, format) => data && saveFile(`state-${on || today()}.${format}`, data),
  });
  return {
    label: t("rg_record"),
    choices: [
      ...FORMATS.map((f) => ({ label: t(`rg_record_${f}`), go: () => get.mutate(f) })),
      ...STATES.map((f) => ({ label: t(`rg_state_${f}`), go: () => state.mutate(f) })),
    ],
    error: get.error ?? state.error,
  };
}
