/** The records of a kind as a file, in the language that is read; of activities that is the record of Article 30. */
import { useMutation } from "@tanstack/react-query";
import { server } from "../../api/client";
import type { RegisterKind } from "../../api/types";
import { saveFile } from "../../parts/files";
import type { Choice } from "../../parts/more";
import { today } from "./address";
import { useWords } from "./words";

const FORMATS = ["html", "csv", "json"] as const;
type Format = (typeof FORMATS)[number];

export function useRecord(kind: RegisterKind, on: string): { label: string; choices: Choice[]; error: unknown } {
  const { t, lang: language } = useWords();
  const get = useMutation({
    mutationFn: (format: Format) =>
      server.GET("/register/{kind}/record", {
        params: { path: { kind }, query: { format, language, on: on || undefined } },
        parseAs: "blob",
      }),
    meta: { quiet: true },
    onSuccess: ({ data }, format) => data && saveFile(`${kind}-${on || today()}.${format}`, data),
  });
  return {
    label: t("rg_record"),
    choices: FORMATS.map((f) => ({ label: t(`rg_record_${f}`), go: () => get.mutate(f) })),
    error: get.error,
  };
}
