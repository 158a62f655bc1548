/** The way to releasing a newsletter: what is looked at is what goes out, so the last words are saved first. */
import { Button } from "@mantine/core";
import { useState } from "react";
import type { CampaignDetail } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Release } from "./release";
import { useWords } from "./words";

export function Send({ kept, flush }: { kept: CampaignDetail; flush: () => Promise<boolean> }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const ask = async () => {
    if (await flush()) setOpen(true);
  };
  return (
    <>
      <Button onClick={ask}>{t("send")}</Button>
      <Dialog opened={open} onClose={() => setOpen(false)} title={t("send_title")} size="lg">
        {open && <Release kept={kept} close={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}
