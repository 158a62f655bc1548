/** The dialog in which the organisation is named, wherever one is. */
import { lazy, Suspense } from "react";
import { useAddress } from "../../parts/address";
import { Dialog } from "../../parts/dialog";
import { useWords } from "../../words/catalogue";

const Edit = lazy(() => import("./organisation-form"));

export function OrganisationDialog() {
  const { t } = useWords();
  const { at, put } = useAddress();
  const close = () => put({ organisation: null });
  return (
    <Dialog opened={at("organisation") === "edit"} onClose={close} title={t("org")}>
      <Suspense>
        <Edit close={close} />
      </Suspense>
    </Dialog>
  );
}
