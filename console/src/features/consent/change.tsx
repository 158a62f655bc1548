/** What a new version changes, and who is asked again: looked at before it is published. */

import { Button, Loader, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { NoticeChange, NoticeDraft, Purpose, PurposeChange } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Dialog, Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { LANGS, LANGUAGES } from "../../words/catalogue";
import { useWords } from "./words";

interface Props {
  site: string;
  draft: NoticeDraft;
  catalogue: Purpose[];
}

export function Publish({ disabled, ...look }: Props & { disabled: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        {t("publish")}
      </Button>
      <Dialog opened={open} onClose={() => setOpen(false)} title={t("nc")} size="lg">
        {open && <Look {...look} close={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

function Look({ site, draft, catalogue, close }: Props & { close: () => void }) {
  const { t } = useWords();
  const about = { params: { path: { id: site } }, body: draft };
  // A look changes nothing, and so is a query for all that the draft is posted.
  const change = api.useQuery("post", "/sites/{id}/notices/change", about, { staleTime: 0, gcTime: 0 });
  const publish = api.useMutation("post", "/sites/{id}/notices", { onSuccess: close });
  if (change.error) return <Fault error={change.error} retry={() => change.refetch()} />;
  if (!change.data) return <Loader />;
  return (
    <Stack gap="sm">
      <What change={change.data} catalogue={catalogue} />
      <Fault error={publish.error} />
      <Ends cancel={close}>
        <Button loading={publish.isPending} onClick={() => publish.mutate(about)}>
          {t("nc_go")}
        </Button>
      </Ends>
    </Stack>
  );
}

const PARTS = { name: "c_name", address: "c_address", contact: "c_contact", policy_url: "c_policy" } as const;
const PART_NAMES = ["name", "address", "contact", "policy_url"] as const;

function What({ change: c, catalogue }: { change: NoticeChange; catalogue: Purpose[] }) {
  const { t, say, n, any } = useWords();
  const asked =
    c.before === 0
      ? t("nc_first")
      : c.asked_again > 0
        ? say("nc_asked", { n: n(c.asked_again), all: n(c.choices) })
        : say("nc_nobody", { all: n(c.choices) });
  const parts = c.controller.map((part) => {
    const known = oneOf(PART_NAMES, part);
    return known ? t(PARTS[known]) : part;
  });
  return (
    <>
      {c.before > 0 && (
        <div>{c.changes ? say("nc_from", { before: String(c.before), after: String(c.after) }) : t("nc_none")}</div>
      )}
      {parts.length > 0 && (
        <div>
          <b>{t("controller")}</b>: {parts.join(", ")}
        </div>
      )}
      <ul className="plain">
        {c.purposes
          .filter((p) => p.what !== "same")
          .map((p) => (
            <Line
              key={p.key}
              p={p}
              name={catalogue.find((x) => x.key === p.key)?.name}
              fallback={any(p.key)}
              first={c.before === 0}
            />
          ))}
      </ul>
      <div>
        <b>{t("nc_who")}</b>
        <div>{asked}</div>
        {c.before > 0 && c.asked_again > 0 && <div className="quiet">{t("nc_refused")}</div>}
      </div>
    </>
  );
}

interface LineProps {
  p: PurposeChange;
  name?: Record<string, string>;
  fallback: string;
  first: boolean;
}

function Line({ p, name, fallback, first }: LineProps) {
  const { t, any, written, say, n } = useWords();
  const moved = p.days_before && p.days_after && p.days_before !== p.days_after;
  const language = (text: string) => {
    const known = oneOf(LANGUAGES, text);
    return known ? LANGS[known] : text;
  };
  const gone = p.what === "changed" ? p.recipients_removed : [];
  const said = [
    moved && say("nc_days", { before: n(p.days_before), after: n(p.days_after) }),
    p.what === "added" && say("nc_kept", { days: n(p.days_after) }),
    p.recipients_added.some(Boolean) && say("nc_plus", { who: p.recipients_added.join(", ") }),
    gone.length > 0 && say("nc_minus", { who: gone.join(", ") }),
    p.texts.length > 0 && say("nc_texts", { languages: p.texts.map(language).join(", ") }),
    !first && p.asked_again && t("nc_again"),
  ].filter(Boolean);
  return (
    <li>
      <b>{written(name) || fallback}</b>{" "}
      <span className="quiet">{any(`nc_${p.what === "same" ? "changed" : p.what}`)}</span>
      {said.map((x) => (
        <div key={String(x)}>
          <Ruled>{String(x)}</Ruled>
        </div>
      ))}
    </li>
  );
}
