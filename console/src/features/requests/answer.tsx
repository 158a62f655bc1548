/** The answer: begun from a template in the person's language, read and changed, then mailed or written down. */
import { Button, CopyButton, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { type Asked, api, type Person, type ReplyDraft, type ReplySent, type RequestView } from "../../api";
import { Fault } from "../../parts";
import { fitting, REASONED, TEMPLATES, type Template, useSay, type Wanted } from "./parts";

const KEEPING: Template[] = ["erasure_partial"];
const UNTIL: Template[] = ["erasure_partial", "restriction_lifted"];

export function Answer({
  request: r,
  person,
  wanted,
  took,
}: {
  request: Asked;
  person?: Person;
  wanted?: Wanted;
  took: (view: RequestView) => void;
}) {
  const { t, say } = useSay();
  const fits = fitting(r);
  const [template, setTemplate] = useState<Template>(wanted?.template ?? fits[0]);
  const [reason, setReason] = useState(wanted?.reason ?? "");
  const [kept, setKept] = useState("");
  const [until, setUntil] = useState("");
  const [draft, setDraft] = useState<ReplyDraft>();
  const [sent, setSent] = useState<ReplyDraft & { mailed: boolean }>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const to = person?.identifiers.find((i) => i.kind === "email" && i.verified_at > 0)?.value;
  const write = async () => {
    setBusy(true);
    setFault(undefined);
    setSent(undefined);
    const body = {
      template,
      reason: REASONED.includes(template) ? reason.trim() : "",
      kept: KEEPING.includes(template) ? kept.trim() : "",
      until: UNTIL.includes(template) ? until : "",
    };
    await api<ReplyDraft>(`/requests/${r.id}/reply/draft`, { method: "POST", body }).then(setDraft, setFault);
    setBusy(false);
  };
  // What a step asks for is begun at once.
  useEffect(() => {
    if (wanted) void write();
  }, []);
  const send = async () => {
    if (!draft) return;
    setBusy(true);
    try {
      const out = await api<ReplySent>(`/requests/${r.id}/reply`, {
        method: "POST",
        body: { ...draft, changed_at_ms: r.changed_at },
      });
      setSent({ ...draft, mailed: out.mailed });
      setDraft(undefined);
      setFault(undefined);
      took(out.request);
    } catch (e) {
      setFault(e);
    }
    setBusy(false);
  };
  const group = (all: readonly Template[]) => all.map((x) => ({ value: x, label: t(`rq_t_${x}`) }));
  const gap = !!draft && (draft.text + draft.subject).includes("…");
  return (
    <Stack gap="xs">
      <b>{t("rq_answer")}</b>
      <div role="status">
        {sent && (
          <div className="card">
            <div>{t(sent.mailed ? "rq_mailed" : "rq_by_hand")}</div>
            {!sent.mailed && <ByHand reply={sent} to={r.contact} />}
          </div>
        )}
      </div>
      <Select
        label={t("rq_template")}
        allowDeselect={false}
        value={template}
        onChange={(v) => setTemplate(v as Template)}
        data={[
          { group: t("rq_fits"), items: group(fits) },
          { group: t("rq_others"), items: group(TEMPLATES.filter((x) => !fits.includes(x))) },
        ]}
      />
      {REASONED.includes(template) && (
        <Textarea
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          label={t("rq_reason")}
          description={t("rq_reason_def")}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
      )}
      {KEEPING.includes(template) && (
        <Textarea autosize minRows={2} label={t("rq_kept")} value={kept} onChange={(e) => setKept(e.target.value)} />
      )}
      {UNTIL.includes(template) && (
        <TextInput type="date" label={t("rq_until")} value={until} onChange={(e) => setUntil(e.target.value)} />
      )}
      <Group>
        <Button size="xs" variant="default" loading={busy && !draft} onClick={write}>
          {t(draft ? "rq_draft_again" : "rq_draft")}
        </Button>
      </Group>
      {draft && (
        <>
          <TextInput
            label={t("subject")}
            maxLength={200}
            value={draft.subject}
            onChange={(e) => setDraft({ ...draft, subject: e.target.value })}
          />
          <Textarea
            autosize
            minRows={8}
            label={t("block_text")}
            maxLength={10000}
            lang={r.language}
            value={draft.text}
            onChange={(e) => setDraft({ ...draft, text: e.target.value })}
          />
          {gap && (
            <div role="status" id="rq-gap">
              {t("rq_gap")}
            </div>
          )}
          <div className="quiet" style={{ overflowWrap: "anywhere" }}>
            {to ? say("rq_goes_to", { to }) : t("rq_goes_nowhere")}
          </div>
        </>
      )}
      {fault !== undefined && <Fault error={fault} />}
      {draft && (
        <Group>
          <Button
            loading={busy}
            disabled={gap || !draft.subject.trim() || draft.text.trim().length < 10}
            aria-describedby={gap ? "rq-gap" : undefined}
            onClick={send}
          >
            {t(to ? "rq_send" : "rq_write_down")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What goes by hand: copied, or on paper. */
function ByHand({ reply, to }: { reply: ReplyDraft; to: string }) {
  const { t } = useSay();
  const print = () => {
    const page = open("", "_blank");
    if (!page) return;
    const text = page.document.createElement("div");
    text.style.cssText =
      "white-space: pre-wrap; max-width: 640px; margin: 48px auto; font: 15px/1.5 system-ui, sans-serif";
    text.textContent = `${to ? `${to}\n\n` : ""}${reply.subject}\n\n${reply.text}`;
    page.document.title = reply.subject;
    page.document.body.append(text);
    page.print();
  };
  return (
    <>
      {to && (
        <div>
          {t("rq_contact")}: {to}
        </div>
      )}
      <Group mt={8} gap="xs">
        <CopyButton value={`${reply.subject}\n\n${reply.text}`}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? "copied" : "copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={print}>
          {t("rq_print")}
        </Button>
      </Group>
    </>
  );
}
