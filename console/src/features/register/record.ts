/** The record of Article 30 as a file, in the language that is read. */
import { useMutation } from "@tanstack/react-query";
import { server } from "../../api/client";
import { saveFile } from "../../parts/files";
import type { Choice } from "../../parts/more";
import { today } from "./address";
import { useWords } from "./words";

const FORMATS = ["html", "csv", "json"] as const;
type Format = (typeof FORMATS)[number];

export function useRecord(on: string): { choices: Choice[]; error: unknown } {
  const { t, lang: language } = useWords();
  const get = useMutation({
    mutationFn: (format: Format) =>
      server.GET("/register/record", {
        params: { query: { format, language, on: on || undefined } },
        parseAs: "blob",
      }),
    meta: { quiet: true },
    onSuccess: ({ data }, format) => data && saveFile(`${t("rg_file")}-${on || today()}.${format}`, data),
  });
  return { choices: FORMATS.map((f) => ({ label: t(`rg_record_${f}`), go: () => get.mutate(f) })), error: get.error };
}
