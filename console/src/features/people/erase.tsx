/** Erasing a person: first what would go, what stays and who has to hear of it, then the choice, then the receipt. */
import { Alert, Button, Group, Loader, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ErasurePlan, Problem, type Receipt, type SignedReceipt } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { Counts, Keeps, ReceiptHead, ReceiptView, useErasures } from "./receipt";

export function Erase({ id, done }: { id: string; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [receipt, setReceipt] = useState<SignedReceipt>();
  const shut = () => {
    setOpen(false);
    if (receipt) {
      done();
      for (const key of ["people", "recipients", "held", "requests"])
        void client.invalidateQueries({ queryKey: [key] });
    }
  };
  const took = (signed: SignedReceipt) => {
    setReceipt(signed);
    void client.invalidateQueries({ queryKey: ["erasures"] });
  };
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setOpen(true)}>
        {t("erase")}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={open}
        onClose={shut}
        title={t(receipt ? "erased" : "erase")}
        centered
        size="lg"
      >
        {receipt ? <Fresh signed={receipt} /> : open && <Ask id={id} took={took} shut={shut} />}
      </Modal>
    </>
  );
}

/** The receipt as it goes on. */
function Fresh({ signed }: { signed: SignedReceipt }) {
  const first = JSON.parse(signed.receipt) as Receipt;
  const now = useErasures().data?.find((r) => r.receipt.id === first.id);
  return (
    <Stack gap={10}>
      <div role="status">
        <ReceiptHead receipt={now?.receipt ?? first} />
      </div>
      <ReceiptView signed={now?.signed ?? signed} />
    </Stack>
  );
}

function Ask({ id, took, shut }: { id: string; took: (signed: SignedReceipt) => void; shut: () => void }) {
  const { t } = useWords();
  const [mark, setMark] = useState("mark");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const plan = useQuery({
    queryKey: ["erasure", id],
    queryFn: () => api<ErasurePlan>(`/people/${id}/erasure`),
    staleTime: 0,
  });
  const sure = !!plan.data && (!plan.data.too_much || typed.replace(/\D/g, "") === String(plan.data.rows));
  const erase = async () => {
    setBusy(true);
    const body = { no_mail_mark: mark === "mark", ...(plan.data?.too_much ? { confirm_rows: plan.data.rows } : {}) };
    await api<SignedReceipt>(`/people/${id}/erasure`, { method: "POST", body }).then(took, setFault);
    setBusy(false);
  };
  // More came in since the plan was made: it is looked at again.
  const grown = fault instanceof Problem && fault.code === "too_much";
  const again = () => {
    setFault(undefined);
    setTyped("");
    void plan.refetch();
  };
  return (
    <Stack>
      <div>{t("erase_sure")}</div>
      {plan.error ? (
        <Fault error={plan.error} retry={() => plan.refetch()} />
      ) : !plan.data ? (
        <Loader />
      ) : (
        <Plan plan={plan.data} typed={typed} type={setTyped} />
      )}
      <Radio.Group value={mark} onChange={setMark}>
        <Stack gap={8}>
          <Radio value="mark" label={t("erase_mark")} description={t("erase_mark_def")} />
          <Radio value="all" label={t("erase_all")} description={t("erase_all_def")} />
        </Stack>
      </Radio.Group>
      {fault !== undefined && (
        <Fault error={fault} word={grown ? "load_again" : "retry"} retry={grown ? again : undefined} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={shut}>
          {t("cancel")}
        </Button>
        <Button loading={busy} disabled={!sure} onClick={erase}>
          {t("erase_now")}
        </Button>
      </Group>
    </Stack>
  );
}

function Plan({ plan: p, typed, type }: { plan: ErasurePlan; typed: string; type: (text: string) => void }) {
  const { t, n, say } = useWords();
  return (
    <Stack gap="sm">
      {p.too_much && (
        <Alert
          variant="outline"
          color="gray"
          role="alert"
          title={t("er_too_much")}
          style={{ borderColor: "var(--loss)" }}
        >
          {say("er_too_much_def", { n: n(p.rows) })}
          <TextInput
            mt="xs"
            maw={220}
            inputMode="numeric"
            label={t("er_rows")}
            value={typed}
            onChange={(e) => type(e.target.value)}
          />
        </Alert>
      )}
      {p.people > 1 && <div role="note">{say("er_joined", { n: n(p.people) })}</div>}
      <section aria-label={t("er_gone")}>
        <b>{t("er_gone")}</b>
        <Counts counts={p.gone} />
      </section>
      <section aria-label={t("er_kept")}>
        <b>{t("er_kept")}</b>
        {p.kept.length === 0 ? <div className="quiet">{t("er_kept_none")}</div> : <Keeps kept={p.kept} />}
      </section>
      <section aria-label={t("er_outside")}>
        <b>{t("er_outside")}</b>
        {p.recipients.length === 0 ? (
          <div className="quiet">{t("er_outside_none")}</div>
        ) : (
          <>
            <div>{p.recipients.join(", ")}</div>
            <div className="quiet">{t("er_outside_plan")}</div>
          </>
        )}
      </section>
      <section aria-label={t("er_backups")}>
        <b>{t("er_backups")}</b>
        <div className="quiet">{t("er_backups_plan")}</div>
      </section>
    </Stack>
  );
}
