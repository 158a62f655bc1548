/** Rows of stores in words: those that go or went, those that are kept. */

import { Table } from "@mantine/core";
import { api } from "../../api/client";
import type { Kept, StoreCount } from "../../api/types";
import { Ruled } from "../../parts/rule";
import { useWords } from "./words";

/** Rows by store, in words; what holds none is left out. */
export function Counts({ counts }: { counts: StoreCount[] }) {
  const { t, n, known } = useWords();
  const sites = api.useQuery("get", "/sites").data ?? [];
  const called = (store: string) => {
    const [place, table = ""] = store.split(/\.(.*)/);
    if (place !== "events") return known(`store_${table.replace(" (", "_").replace(")", "")}`, store);
    return [t("store_events"), sites.find((s) => s.id === table)?.name].filter(Boolean).join(", ");
  };
  return (
    <Table withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {counts
          .filter((c) => c.rows > 0)
          .map((c) => (
            <Table.Tr key={c.store} className="top">
              <Table.Td w={56} pl={0} ta="right">
                {n(c.rows)}
              </Table.Td>
              <Table.Td title={c.store}>{called(c.store)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

/** What is kept, by which law, until when. */
export function Keeps({ kept }: { kept: Kept[] }) {
  const { t, n, known, date } = useWords();
  return (
    <Table withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {kept.map((k, i) => (
          <Table.Tr key={i} className="top">
            <Table.Td w={56} pl={0} ta="right">
              {k.rows ? n(k.rows) : ""}
            </Table.Td>
            <Table.Td>
              {known(`kept_${k.key}`, k.what)}
              <div className="quiet">
                <Ruled>{known(`kept_${k.key}_ground`, k.ground)}</Ruled>, {t("er_until")} {date(k.review_at)}
              </div>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
