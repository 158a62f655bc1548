/** Settings: sites, team, keys, one's own account, what runs, what was done. */
import { Tabs, Title } from "@mantine/core";
import { useSearchParams } from "react-router-dom";
import type { Me, Site } from "../api";
import { useWords } from "../i18n";
import { Account } from "./account/account";
import { Audit } from "./settings/audit";
import { Jobs } from "./settings/jobs";
import { Keys } from "./settings/keys";
import { Sites } from "./settings/sites";
import { Team } from "./settings/team";

export function Settings({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const tabs = (
    [
      ["sites", true],
      ["team", true],
      ["keys", me.may.includes("key_write")],
      ["my_account", true],
      ["jobs", me.may.includes("job_read")],
      ["audit", me.may.includes("audit_read")],
    ] as const
  ).filter(([, show]) => show);
  const set = (tab: string | null) => {
    const next = new URLSearchParams(params);
    next.set("tab", tab ?? "sites");
    next.delete("edit");
    setParams(next);
  };
  return (
    <>
      <Title order={1} size="h2" mb="md">
        {t("settings")}
      </Title>
      <Tabs value={tabs.find(([x]) => x === params.get("tab"))?.[0] ?? "sites"} onChange={set} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(([x]) => (
            <Tabs.Tab key={x} value={x}>
              {t(x)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="sites">
          <Sites me={me} sites={sites} />
        </Tabs.Panel>
        <Tabs.Panel value="team">
          <Team me={me} />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
        <Tabs.Panel value="my_account">
          <Account me={me} />
        </Tabs.Panel>
        <Tabs.Panel value="jobs">
          <Jobs />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <Audit />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
