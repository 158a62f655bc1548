/** Settings, tab by tab. */
import type { PageProps } from "../../feature";
import { AddressTabs } from "../../parts/tabs";
import { Account } from "../account/account";
import { Audit } from "./audit";
import { Jobs } from "./jobs";
import { Keys } from "./keys";
import { Sites } from "./sites";
import { Team } from "./team";
import { useWords } from "./words";

export default function Settings({ me, sites }: PageProps) {
  const { t } = useWords();
  return (
    <AddressTabs
      title={t("settings")}
      leave={["edit"]}
      tabs={[
        { key: "sites", label: t("sites"), draw: () => <Sites me={me} sites={sites} /> },
        { key: "team", label: t("team"), draw: () => <Team me={me} /> },
        { key: "keys", label: t("keys"), show: me.may.includes("key_write"), draw: () => <Keys /> },
        { key: "my_account", label: t("my_account"), draw: () => <Account me={me} /> },
        { key: "jobs", label: t("jobs"), show: me.may.includes("job_read"), draw: () => <Jobs /> },
        { key: "audit", label: t("audit"), show: me.may.includes("audit_read"), draw: () => <Audit /> },
      ]}
    />
  );
}
