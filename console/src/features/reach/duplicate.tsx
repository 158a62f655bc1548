/** The same words again as a draft. */
import { Button } from "@mantine/core";
import { api } from "../../api/client";
import type { CampaignBody } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useWords } from "./words";

const NAME_MAX = 90;

export function Duplicate({ body, show }: { body: CampaignBody; show: (id: string) => void }) {
  const { t } = useWords();
  const make = api.useMutation("post", "/campaigns", { onSuccess: (made) => show(made.campaign.id) });
  const [, stem = body.name, last = "1"] = /^(.*?)(?: \((\d+)\))?$/s.exec(body.name) ?? [];
  const name = `${stem.slice(0, NAME_MAX)} (${Number(last) + 1})`;
  return (
    <>
      <Fault error={make.error} />
      <Button
        size="xs"
        variant="default"
        loading={make.isPending}
        onClick={() => make.mutate({ body: { ...body, name } })}
      >
        {t("duplicate")}
      </Button>
    </>
  );
}
