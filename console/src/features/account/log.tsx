/** Entries of the audit log, in words: who did what to whom, and when. */
import { Table } from "@mantine/core";
import type { AuditEntry } from "../../api/types";
import { useWords } from "./words";

const more = (detail: string): number => {
  try {
    const said: unknown = JSON.parse(detail);
    return Number((said instanceof Object && Reflect.get(said, "more")) || 0);
  } catch {
    return 0;
  }
};

/** `names` gives a colleague's name for their id; whoever is not in it is shown as what the server calls them. */
export function Log({ entries, names }: { entries: AuditEntry[]; names: Map<string, string> }) {
  const { t, any, known, say, n, moment } = useWords();
  const who = (id: string) => names.get(id) ?? any(id);
  return (
    <div className="card sheet">
      <Table horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("when")}</Table.Th>
            <Table.Th>{t("actor")}</Table.Th>
            <Table.Th>{t("event")}</Table.Th>
            <Table.Th>{t("au_on")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((e) => (
            <Table.Tr key={e.seq}>
              <Table.Td className="nowrap">{moment(e.at_ms)}</Table.Td>
              <Table.Td>{who(e.actor)}</Table.Td>
              <Table.Td>
                {known(`act_${e.action.replaceAll(".", "_")}`, e.action)}
                {more(e.detail_json) > 0 && (
                  <span className="quiet"> {say("au_more", { n: n(more(e.detail_json)) })}</span>
                )}
              </Table.Td>
              <Table.Td>{e.object === e.actor ? "" : who(e.object)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
