/** Receipts of erasures: what went, what is kept on which ground, who outside has answered, and how far it is. */
import { Button, Group, Stack, Table } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  api,
  type Kept,
  type NoticeOpen,
  type Receipt,
  type Recipients,
  type SignedReceipt,
  type Site,
  type StoreCount,
} from "../../api";
import { useWords } from "../../i18n";
import { Sure, saveFile } from "../../parts";

const under = (r: Receipt) => !!r.under_way?.length;

/** Every receipt, read; looked at again while something is under way. */
export function useErasures() {
  return useQuery({
    queryKey: ["erasures"],
    queryFn: async () =>
      (await api<SignedReceipt[]>("/erasures")).map((signed) => ({
        signed,
        receipt: JSON.parse(signed.receipt) as Receipt,
      })),
    refetchInterval: (q) => (q.state.data?.some((x) => under(x.receipt)) ? 2000 : false),
  });
}

export const useRecipients = (may: boolean) =>
  useQuery({ queryKey: ["recipients"], queryFn: () => api<Recipients>("/recipients"), enabled: may });

/** Rows by store, in words; what holds none is left out. */
export function Counts({ counts }: { counts: StoreCount[] }) {
  const { n, any, known } = useWords();
  const sites = useQuery({ queryKey: ["sites"], queryFn: () => api<Site[]>("/sites") }).data ?? [];
  const called = (store: string) => {
    const [place, table = ""] = store.split(/\.(.*)/);
    if (place !== "events") return known(`store_${table.replace(" (", "_").replace(")", "")}`, store);
    return [any("store_events"), sites.find((s) => s.id === table)?.name].filter(Boolean).join(", ");
  };
  return (
    <Table withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {counts
          .filter((c) => c.rows > 0)
          .map((c) => (
            <Table.Tr key={c.store} style={{ verticalAlign: "top" }}>
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
  const what = (k: Kept) => known(`kept_${k.key}`, k.what);
  return (
    <Table withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {kept.map((k, i) => (
          <Table.Tr key={i} style={{ verticalAlign: "top" }}>
            <Table.Td w={56} pl={0} ta="right">
              {k.rows ? n(k.rows) : ""}
            </Table.Td>
            <Table.Td>
              {what(k)}
              <div className="quiet">
                {known(`kept_${k.key}_ground`, k.ground)}, {t("er_until")} {date(k.review_at)}
              </div>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How far an erasure is, and with whom it is open. */
export function ReceiptHead({ receipt: r }: { receipt: Receipt }) {
  const { t, say, date } = useWords();
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" });
  const waits = r.recipients?.filter((x) => !(x.answered_at > 0)).map((x) => x.name) ?? [];
  return (
    <>
      <b>
        {under(r)
          ? t("er_under_way")
          : r.finished_at
            ? say("er_finished", { date: moment(r.finished_at) })
            : moment(r.at)}
      </b>
      <div className="quiet">
        {say("er_hidden", { date: moment(r.at) })} · {r.id}
      </div>
      {waits.length > 0 && (
        <div>
          {waits.join(", ")}: {t("er_open")}
        </div>
      )}
    </>
  );
}

export function ReceiptView({ signed }: { signed: SignedReceipt }) {
  const { t, say, date } = useWords();
  const r = JSON.parse(signed.receipt) as Receipt;
  const save = () =>
    saveFile(`${r.id}.json`, new Blob([JSON.stringify(signed, null, 2)], { type: "application/json" }));
  return (
    <Stack gap={10}>
      <section>
        <b>{t("er_gone_done")}</b>
        <Counts counts={r.gone} />
      </section>
      {r.kept.length > 0 && (
        <section>
          <b>{t("er_kept")}</b>
          <Keeps kept={r.kept} />
        </section>
      )}
      {!!r.recipients?.length && <Outside receipt={r} />}
      {!!r.backups_gone_by && <div>{say("er_backups_gone", { date: date(r.backups_gone_by) })}</div>}
      {r.not_covered.length > 0 && <div className="quiet">{t("er_not_covered")}</div>}
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={save}>
          {t("receipt_save")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          component="a"
          href={`/p/receipt/${r.id}/page`}
          target="_blank"
          rel="noreferrer"
        >
          {t("er_page")}
        </Button>
      </Group>
      <div className="quiet">
        {t("receipt_check")} <code>hjemmel verify {r.id}.json</code>
      </div>
    </Stack>
  );
}

/** Who outside has to hear of it, and whom it is about for as long as somebody has not answered. */
function Outside({ receipt: r }: { receipt: Receipt }) {
  const { t, say, date } = useWords();
  const client = useQueryClient();
  const open = useRecipients(true).data?.open.filter((o) => o.erasure === r.id) ?? [];
  const answered = async (id: string) => {
    await api(`/erasures/${r.id}/recipients/${id}/answered`, { method: "POST" });
    for (const key of ["erasures", "recipients"]) await client.invalidateQueries({ queryKey: [key] });
  };
  const told = (id: string): NoticeOpen | undefined => open.find((o) => o.recipient === id);
  return (
    <section>
      <b>{t("er_outside")}</b>
      {r.recipients?.map((x) => (
        <Group
          key={x.recipient}
          justify="space-between"
          gap="xs"
          style={{ borderTop: "1px solid var(--line)", padding: "6px 0" }}
        >
          <div style={{ flex: "1 1 200px" }}>
            {x.name}: {x.answered_at > 0 ? say("er_answered_on", { date: date(x.answered_at) }) : t("er_open")}
            {!(x.answered_at > 0) && (
              <div className="quiet">
                {say("er_told", { date: date(told(x.recipient)?.at ?? r.at) })}
                {told(x.recipient) && ` · ${told(x.recipient)!.contact}`}
              </div>
            )}
          </div>
          {!(x.answered_at > 0) && (
            <Sure
              word="er_answered"
              size="xs"
              variant="default"
              color={undefined}
              text={say("er_answered_sure", { name: x.name })}
              go={() => answered(x.recipient)}
            />
          )}
        </Group>
      ))}
      {open[0]?.whom.length > 0 && (
        <div>
          {t("er_whom")}: {open[0].whom.join(", ")}
          <div className="quiet">{t("er_whom_def")}</div>
        </div>
      )}
    </section>
  );
}
