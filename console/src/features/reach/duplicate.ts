/** The same words again as a draft. */
import { api } from "../../api/client";
import type { CampaignBody } from "../../api/types";

const NAME_MAX = 90;

export function useDuplicate(body: CampaignBody, show: (id: string) => void) {
  const make = api.useMutation("post", "/campaigns", { onSuccess: (made) => show(made.campaign.id) });
  const [, stem = body.name, last = "1"] = /^(.*?)(?: \((\d+)\))?$/s.exec(body.name) ?? [];
  const name = `${stem.slice(0, NAME_MAX)} (${Number(last) + 1})`;
  return { make: () => make.mutate({ body: { ...body, name } }), error: make.error, busy: make.isPending };
}
