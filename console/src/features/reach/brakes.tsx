/** Stop for now, go on, stop for good; and the same words again. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { CampaignDetail, CampaignState } from "../../api/types";
import { Dialog, Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { useDuplicate } from "./duplicate";
import { outcomes, useSay } from "./outcomes";
import { useShown } from "./shown";

export function Brakes({ detail, show }: { detail: CampaignDetail; show: (id: string) => void }) {
  const { t, say, people } = useSay();
  const [ask, setAsk] = useState(false);
  const { id, state, planned_at } = detail.campaign;
  const shown = useShown(id);
  const copy = useDuplicate(detail.campaign.body, show);
  const sums = outcomes(detail);
  const had = sums.accepted + sums.sending;
  const set = api.useMutation("put", "/campaigns/{id}/state", {
    onSuccess: (now) => {
      shown.put(now);
      setAsk(false);
    },
    // It went on meanwhile: show where it stands now.
    onError: () => shown.again(),
  });
  const move = (to: CampaignState) => set.mutate({ params: { path: { id } }, body: { state: to } });
  return (
    <div>
      <Group gap="xs" justify="flex-end">
        {state === "sending" || state === "paused" ? (
          <More
            choices={[
              { label: t("duplicate"), go: copy.make },
              { label: t("stop_good"), go: () => setAsk(true), last: true },
            ]}
          />
        ) : (
          <Button variant="default" loading={copy.busy} onClick={copy.make}>
            {t("duplicate")}
          </Button>
        )}
        {state === "sending" && (
          <Button loading={set.isPending} onClick={() => move("paused")}>
            {t("pause")}
          </Button>
        )}
        {state === "paused" && (
          <Button loading={set.isPending} onClick={() => move("sending")}>
            {t("go_on")}
          </Button>
        )}
      </Group>
      {!ask && <Fault error={set.error ?? copy.error} className="gap-top-s" />}
      <Dialog opened={ask} onClose={() => setAsk(false)} title={t("stop_good")}>
        <p className="first">
          {planned_at === 0 || had + sums.planned === 0
            ? t("stop_good_none")
            : say("stop_good_sure", { had: people(had), rest: people(sums.planned) })}
        </p>
        <Fault error={set.error} className="gap-bottom" />
        <Ends cancel={() => setAsk(false)}>
          <Button loading={set.isPending} onClick={() => move("cancelled")}>
            {t("stop_good")}
          </Button>
        </Ends>
      </Dialog>
    </div>
  );
}
