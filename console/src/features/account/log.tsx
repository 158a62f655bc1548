/** Entries of the audit log, in words: who did what to whom, and when. */
import { Table } from "@mantine/core";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { AuditEntry } from "../../api/types";
import { Heads } from "../../parts/table";
import { useWords } from "./words";

const more = (detail: string): number => {
  try {
    const said: unknown = JSON.parse(detail);
    return Number((said instanceof Object && Reflect.get(said, "more")) || 0);
  } catch {
    return 0;
  }
};

/** What an id is of, where it is shown. */
const SHOWN = [
  ["per_", "person", "/people?person="],
  ["req_", "au_request", "/requests/"],
  ["cam_", "au_campaign", "/reach?campaign="],
  ["ent_", "au_activity", "/register/"],
] as const;

/** What it was done to: the way there, where there is one. It may be gone meanwhile. */
function About({ id }: { id: string }) {
  const { t, any } = useWords();
  const [, word, page] = SHOWN.find(([start]) => id.startsWith(start)) ?? [];
  const sites = api.useQuery("get", "/sites").data ?? [];
  if (id.startsWith("site_")) return sites.find((s) => s.id === id)?.name ?? id;
  // Of what is shown nowhere by itself an id says nothing.
  if (/^(installation$|imp_|rcp_|form_|top_)/.test(id)) return null;
  return word ? (
    <Link to={page + id} title={id}>
      {t(word)}
    </Link>
  ) : (
    any(id)
  );
}

/** `names` gives a colleague's name for their id; whoever is not in it is shown as what the server calls them. */
export function Log({ entries, names }: { entries: AuditEntry[]; names: Map<string, string> }) {
  const { t, any, known, say, n, moment } = useWords();
  const who = (id: string) => names.get(id) ?? (id.startsWith("job:") ? t("au_itself") : any(id));
  return (
    <div className="sheet">
      <Table className="stack" horizontalSpacing="md" miw={680}>
        <Heads words={[t("when"), t("actor"), t("event"), t("au_on")]} />
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
              <Table.Td data-label={t("au_on")}>
                {e.object !== e.actor && (names.has(e.object) ? who(e.object) : <About id={e.object} />)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
