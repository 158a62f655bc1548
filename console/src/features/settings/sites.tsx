/** Sites and their settings. */
import { Button, Group, Stack } from "@mantine/core";
import type { Me, Site } from "../../api/types";
import { useAddress } from "../../parts/address";
import { Empty } from "../../parts/empty";
import { SiteForm } from "./site-form";
import { useWords } from "./words";

export function Sites({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const edit = at("edit");
  const site = sites.find((s) => s.id === edit);
  if (site || edit === "new") return <SiteForm site={site} done={() => put({ edit: null })} key={edit} />;
  const may = me.may.includes("site_write");
  const add = <Button onClick={() => put({ edit: "new" })}>{t("new_site")}</Button>;
  return (
    <Stack>
      {sites.length === 0 && (
        <Empty next={may && add}>
          <p>{t("no_sites")}</p>
        </Empty>
      )}
      {sites.map((s) => (
        <div className="card" key={s.id}>
          <Group justify="space-between">
            <div>
              <b>{s.name}</b>
              <div className="quiet">
                {s.hosts.join(", ")} · {s.key}
              </div>
            </div>
            {may && (
              <Button variant="default" size="xs" onClick={() => put({ edit: s.id })}>
                {t("settings")}
              </Button>
            )}
          </Group>
        </div>
      ))}
      {may && sites.length > 0 && <Group>{add}</Group>}
    </Stack>
  );
}
