/** Before the organisation keeps its own: what the record is, what changes, and the set to begin with. */
import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { Kind } from "../../api/types";
import { Dialog, Ends } from "../../parts/dialog";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { useTerms, wordOf } from "./kept";
import { useWords } from "./words";

export function Start({ kind, may }: { kind: Kind; may: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const begin = may ? <Button onClick={() => setOpen(true)}>{wordOf(kind, "start")}</Button> : t("rg_start_ask");
  return (
    <>
      <Empty head={t("rg_shipped")} next={begin}>
        <p>{t("rg_what_is")}</p>
        <p>{t("rg_what_changes")}</p>
        <p>{wordOf(kind, "start_def")}</p>
      </Empty>
      {open && <Sure close={() => setOpen(false)} />}
    </>
  );
}

/** What comes, before it does. */
function Sure({ close }: { close: () => void }) {
  const { t } = useWords();
  const { of } = useTerms();
  const start = api.useMutation("post", "/register/{kind}/start", { onSuccess: close });
  return (
    <Dialog opened onClose={close} title={t("rg_start_title")}>
      <Stack gap="sm">
        <div>{t("rg_start_comes")}</div>
        <ul className="bullets">
          {of("uses").map(({ value, label }) => (
            <li key={value}>{label}</li>
          ))}
        </ul>
        <div>{t("rg_start_then")}</div>
        <Fault error={start.error} />
        <Ends cancel={close}>
          <Button loading={start.isPending} onClick={() => start.mutate({ params: { path: { kind: "activities" } } })}>
            {t("rg_start_do")}
          </Button>
        </Ends>
      </Stack>
    </Dialog>
  );
}
