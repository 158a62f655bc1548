/** Consent: records with proof, answers, the notice and its versions, the tag. */
import type { Site } from "../../api/types";
import type { PageProps } from "../../feature";
import { AddressTabs } from "../../parts/tabs";
import { Answers } from "./answers";
import { Debug } from "./debug";
import { Editor } from "./editor";
import { Records } from "./records";
import { Tag } from "./tag";
import { useWords } from "./words";

export default function Consent({ me, site }: PageProps & { site: Site }) {
  const { t } = useWords();
  return (
    <AddressTabs
      title={t("consent")}
      tabs={[
        { key: "records", label: t("records"), draw: () => <Records me={me} site={site} /> },
        { key: "opt_in", label: t("opt_in"), draw: () => <Answers site={site} /> },
        { key: "notice", label: t("notice"), draw: () => <Editor me={me} site={site} /> },
        {
          key: "tag",
          label: t("tag"),
          draw: () => (
            <>
              <Tag site={site} />
              <Debug me={me} site={site} />
            </>
          ),
        },
      ]}
    />
  );
}
