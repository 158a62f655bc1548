/** What a new version changes, and who is asked again: looked at before it is published. */
import { Button, Group, Loader, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NoticeChange, PurposeChange } from "../../api";
import { api, type NoticeDraft, type Purpose } from "../../api";
import { LANGS, useWords } from "../../i18n";
import { Fault } from "../../parts";

export function Publish({
  site,
  draft,
  catalogue,
  disabled,
  publish,
}: {
  site: string;
  draft: NoticeDraft;
  catalogue: Purpose[];
  disabled: boolean;
  publish: () => Promise<unknown>;
}) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        {t("publish")}
      </Button>
      <Modal
        closeButtonProps={{ "aria-label": t("rq_close") }}
        opened={open}
        onClose={() => setOpen(false)}
        title={t("nc")}
        centered
        size="lg"
      >
        {open && (
          <Look site={site} draft={draft} catalogue={catalogue} close={() => setOpen(false)} publish={publish} />
        )}
      </Modal>
    </>
  );
}

function Look({
  site,
  draft,
  catalogue,
  close,
  publish,
}: {
  site: string;
  draft: NoticeDraft;
  catalogue: Purpose[];
  close: () => void;
  publish: () => Promise<unknown>;
}) {
  const { t, say, n, any } = useWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const change = useQuery({
    queryKey: ["notice-change", site, draft],
    staleTime: 0,
    gcTime: 0,
    queryFn: () => api<NoticeChange>(`/sites/${site}/notices/change`, { method: "POST", body: draft }),
  });
  if (change.error) return <Fault error={change.error} retry={() => change.refetch()} />;
  if (!change.data) return <Loader />;
  const c = change.data;
  const go = async () => {
    setBusy(true);
    await publish().then(close, setFault);
    setBusy(false);
  };
  const asked =
    c.before === 0
      ? t("nc_first")
      : c.asked_again > 0
        ? say("nc_asked", { n: n(c.asked_again), all: n(c.choices) })
        : say("nc_nobody", { all: n(c.choices) });
  return (
    <Stack gap="sm">
      {c.before > 0 && (
        <div>{c.changes ? say("nc_from", { before: String(c.before), after: String(c.after) }) : t("nc_none")}</div>
      )}
      {c.controller.length > 0 && (
        <div>
          <b>{t("controller")}</b>:{" "}
          {c.controller
            .map((part) =>
              t(
                ({ name: "c_name", address: "c_address", contact: "c_contact", policy_url: "c_policy" } as const)[
                  part as "name"
                ],
              ),
            )
            .join(", ")}
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
      {fault !== undefined && <Fault error={fault} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button loading={busy} onClick={go}>
          {t("nc_go")}
        </Button>
      </Group>
    </Stack>
  );
}

function Line({
  p,
  name,
  fallback,
  first,
}: {
  p: PurposeChange;
  name?: Record<string, string>;
  fallback: string;
  first: boolean;
}) {
  const { t, any, lang, say, n } = useWords();
  const days =
    p.days_before &&
    p.days_after &&
    p.days_before !== p.days_after &&
    say("nc_days", { before: n(p.days_before), after: n(p.days_after) });
  const said = [
    days,
    p.what === "added" && say("nc_kept", { days: n(p.days_after) }),
    p.recipients_added.filter(Boolean).length > 0 && say("nc_plus", { who: p.recipients_added.join(", ") }),
    p.what === "changed" &&
      p.recipients_removed.length > 0 &&
      say("nc_minus", { who: p.recipients_removed.join(", ") }),
    p.texts.length > 0 && say("nc_texts", { languages: p.texts.map((l) => LANGS[l as "da"]).join(", ") }),
    !first && p.asked_again && t("nc_again"),
  ].filter(Boolean);
  return (
    <li>
      <div>
        <b>{name?.[lang] ?? fallback}</b>{" "}
        <span className="quiet">{any(`nc_${p.what === "same" ? "changed" : p.what}`)}</span>
        {said.map((x) => (
          <div key={String(x)}>{x}</div>
        ))}
      </div>
    </li>
  );
}
