/** People: who is known, what they may be sent and why not; sign-up, files, erasures. */
import { lazy } from "react";
import type { PageProps } from "../../feature";
import { AddressTabs } from "../../parts/tabs";
import { Erasures } from "./erasures";
import { Forms } from "./forms";
import { Search } from "./search";
import { useWords } from "./words";

const Import = lazy(() => import("../import/page"));

export default function People({ me }: PageProps) {
  const { t } = useWords();
  return (
    <AddressTabs
      title={t("people")}
      leave={["person"]}
      tabs={[
        {
          key: "people",
          label: t("people"),
          show: me.may.includes("person_read"),
          draw: () => <Search me={me} />,
        },
        { key: "forms", label: t("forms"), draw: () => <Forms me={me} /> },
        {
          key: "import",
          label: t("im_tab"),
          show: me.may.includes("person_import"),
          draw: () => <Import />,
        },
        {
          key: "erasures",
          label: t("erasures"),
          show: me.may.includes("person_erase"),
          draw: () => <Erasures me={me} />,
        },
      ]}
    />
  );
}
