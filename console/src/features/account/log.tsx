/** Entries of the audit log, in words: who did what to whom, and when. */
import { Table } from "@mantine/core";
import type { AuditEntry } from "../../api";
import { useWords } from "../../i18n";

const more = (detail: string): number => {
  try {
    return Number(JSON.parse(detail).more ?? 0);
  } catch {
    return 0;
  }
};

/** `names` gives a colleague's name for their id; whoever is not in it is shown as what the server calls them. */
export function Log({ entries, names }: { entries: AuditEntry[]; names: Map<string, string> }) {
  const { t, any, known, say, n, date } = useWords();
  const who = (id: string) => names.get(id) ?? any(id);
  return (
    <div className="card" style={{ overflowX: "auto", padding: 0 }}>
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
              <Table.Td style={{ whiteSpace: "nowrap" }}>
                {date(e.at_ms, { dateStyle: "medium", timeStyle: "short" })}
              </Table.Td>
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
