/** Drafts about a breach, as files: for the form of the authority and for the people, in the organisation's languages. */
import { useMutation } from "@tanstack/react-query";
import { server } from "../../api/client";
import { Fault } from "../../parts/fault";
import { saveFile } from "../../parts/files";
import { useOwnLanguages } from "../../parts/languages";
import { More } from "../../parts/more";
import { LANGS } from "../../words/catalogue";
import { useWords } from "./words";

const WHOM = ["authority", "people"] as const;

export function Drafts({ id }: { id: string }) {
  const { t, lang } = useWords();
  const own = useOwnLanguages();
  const get = useMutation({
    mutationFn: (query: { for: (typeof WHOM)[number]; language: (typeof own)[number] }) =>
      server.GET("/register/breaches/{id}/draft", { params: { path: { id }, query }, parseAs: "blob" }),
    meta: { quiet: true },
    onSuccess: ({ data }, { for: whom, language }) => data && saveFile(`breach-${whom}-${language}.html`, data),
  });
  const languages = own.length > 0 ? own : [lang];
  const choices = WHOM.flatMap((whom) =>
    languages.map((language) => ({
      label: languages.length > 1 ? `${t(`rg_draft_${whom}`)}: ${LANGS[language]}` : t(`rg_draft_${whom}`),
      go: () => get.mutate({ for: whom, language }),
    })),
  );
  return (
    <>
      <More label={t("rg_draft")} choices={choices} />
      <Fault error={get.error} />
    </>
  );
}
