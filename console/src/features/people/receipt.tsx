/** A receipt of an erasure: what went, what is kept on which ground, who outside has answered, how far it is. */
import { Button, Group, Stack, Title } from "@mantine/core";
import { api } from "../../api/client";
import type { NoticeOpen, Receipt, SignedReceipt } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { saveFile } from "../../parts/files";
import { Counts, Keeps } from "./counts";
import { read, underWay, useRecipients } from "./receipts";
import { useWords } from "./words";

/** How far an erasure is, and with whom it is open. */
export function ReceiptHead({ receipt: r }: { receipt: Receipt }) {
  const { t, say, moment } = useWords();
  const waits = r.recipients?.filter((x) => !(x.answered_at > 0)).map((x) => x.name) ?? [];
  const state = r.finished_at ? say("er_finished", { date: moment(r.finished_at) }) : moment(r.at);
  return (
    <>
      <b>{underWay(r) ? t("er_under_way") : state}</b>
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
  const r = read(signed);
  const save = () =>
    saveFile(`${r.id}.json`, new Blob([JSON.stringify(signed, null, 2)], { type: "application/json" }));
  return (
    <Stack gap={10}>
      <section>
        <Title order={3} className="part-head">
          {t("er_gone_done")}
        </Title>
        <Counts counts={r.gone} />
      </section>
      {r.kept.length > 0 && (
        <section>
          <Title order={3} className="part-head">
            {t("er_kept")}
          </Title>
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
  const { t } = useWords();
  const open = useRecipients(true).data?.open.filter((o) => o.erasure === r.id) ?? [];
  return (
    <section>
      <Title order={3} className="part-head">
        {t("er_outside")}
      </Title>
      {r.recipients?.map((x) => (
        <One key={x.recipient} receipt={r} one={x} told={open.find((o) => o.recipient === x.recipient)} />
      ))}
      {open[0] && open[0].whom.length > 0 && (
        <div>
          {t("er_whom")}: {open[0].whom.join(", ")}
          <div className="quiet">{t("er_whom_def")}</div>
        </div>
      )}
    </section>
  );
}

interface Props {
  receipt: Receipt;
  one: NonNullable<Receipt["recipients"]>[number];
  /** What they were told, while they have not answered. */
  told?: NoticeOpen;
}

function One({ receipt: r, one: x, told }: Props) {
  const { t, say, date } = useWords();
  const answered = api.useMutation("post", "/erasures/{erasure}/recipients/{id}/answered");
  const waits = !(x.answered_at > 0);
  return (
    <Group justify="space-between" gap="xs" className="lined">
      <div className="share">
        {x.name}: {waits ? t("er_open") : say("er_answered_on", { date: date(x.answered_at) })}
        {waits && (
          <div className="quiet">
            {say("er_told", { date: date(told?.at ?? r.at) })}
            {told && ` · ${told.contact}`}
          </div>
        )}
      </div>
      {waits && (
        <Sure
          label={t("er_answered")}
          size="xs"
          variant="default"
          color={undefined}
          text={say("er_answered_sure", { name: x.name })}
          go={() => answered.mutateAsync({ params: { path: { erasure: r.id, id: x.recipient } } })}
        />
      )}
    </Group>
  );
}
