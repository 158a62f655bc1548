/** Erasing a person: first what would go, what stays and who has to hear of it, then the choice, then the receipt. */

import { Button, Loader, Radio, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keyOf } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { ErasurePlan, SignedReceipt } from "../../api/types";
import { Dialog, Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { Plan } from "./erasure-plan";
import { ReceiptHead, ReceiptView } from "./receipt";
import { read, useErasures } from "./receipts";
import { useWords } from "./words";

export function Erase({ id, done }: { id: string; done: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [receipt, setReceipt] = useState<SignedReceipt>();
  const shut = () => {
    setOpen(false);
    if (!receipt) return;
    // Now the person is gone from everything that is shown.
    done();
    void client.invalidateQueries();
  };
  const took = (signed: SignedReceipt) => {
    setReceipt(signed);
    void client.invalidateQueries({ queryKey: keyOf("/erasures") });
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("erase")}
      </Button>
      <Dialog opened={open} onClose={shut} title={t(receipt ? "erased" : "erase")} size="lg">
        {receipt ? <Fresh signed={receipt} /> : open && <Ask id={id} took={took} shut={shut} />}
      </Dialog>
    </>
  );
}

/** The receipt as it goes on. */
function Fresh({ signed }: { signed: SignedReceipt }) {
  const first = read(signed);
  const now = useErasures().receipts?.find((r) => r.receipt.id === first.id);
  return (
    <Stack gap={10}>
      <div role="status">
        <ReceiptHead receipt={now?.receipt ?? first} />
      </div>
      <ReceiptView signed={now?.signed ?? signed} />
    </Stack>
  );
}

/** Whether the number of rows was typed, where so much would go that it is asked for. */
const sure = (plan: ErasurePlan | undefined, typed: string) =>
  !!plan && (!plan.too_much || typed.replace(/\D/g, "") === String(plan.rows));

function Ask({ id, took, shut }: { id: string; took: (signed: SignedReceipt) => void; shut: () => void }) {
  const { t } = useWords();
  const [mark, setMark] = useState("mark");
  const [typed, setTyped] = useState("");
  const path = { params: { path: { id } } };
  const plan = api.useQuery("get", "/people/{id}/erasure", path, { staleTime: 0 });
  // The person's page stands behind it until the receipt was read.
  const erase = api.useMutation("post", "/people/{id}/erasure", { meta: { quiet: true }, onSuccess: took });
  const go = () =>
    erase.mutate({
      ...path,
      body: { no_mail_mark: mark === "mark", ...(plan.data?.too_much ? { confirm_rows: plan.data.rows } : {}) },
    });
  // More came in since the plan was made: it is looked at again.
  const grown = codeOf(erase.error) === "too_much";
  const again = () => {
    erase.reset();
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
          <Radio value="mark" label={t("erase_mark")} description={<Ruled>{t("erase_mark_def")}</Ruled>} />
          <Radio value="all" label={t("erase_all")} description={t("erase_all_def")} />
        </Stack>
      </Radio.Group>
      <Fault error={erase.error} label={t("load_again")} retry={grown ? again : undefined} />
      <Ends cancel={shut}>
        <Button loading={erase.isPending} disabled={!sure(plan.data, typed)} onClick={go}>
          {t("erase_now")}
        </Button>
      </Ends>
    </Stack>
  );
}
