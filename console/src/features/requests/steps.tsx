/** The steps that can be taken on a request where it stands, each with what it does before it is done. */
import { Button, Checkbox, Group, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  api,
  type IdentityCheck,
  type Person,
  Problem,
  type RequestChange,
  type RequestStep,
  type RequestView,
} from "../../api";
import { Fault } from "../../parts";
import { CHECKS, fitting, PersonPick, refusal, useSay, type Wanted } from "./parts";

type Name = RequestStep["step"];
/** Characters that the server wants at least. */
const LEAST: Record<Name, number> = {
  take: 0,
  note: 1,
  identity_ask: 3,
  identity_known: 3,
  person: 0,
  extend: 10,
  done: 3,
  refuse: 10,
};

export function Steps({
  view: { request: r, extendable, notes },
  took,
  want,
  reload,
}: {
  view: RequestView;
  took: (view: RequestView) => void;
  want: (next: Wanted) => void;
  reload: () => Promise<unknown>;
}) {
  const { t, say, n } = useSay();
  const [step, setStep] = useState<Exclude<Name, "take">>();
  const [text, setText] = useState("");
  const [check, setCheck] = useState<IdentityCheck>("asked");
  const [person, setPerson] = useState<Person>();
  const [otherwise, setOtherwise] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const unsure = r.identity === "none";
  // Whoever asks must be told: closing without an answer is asked about first.
  const closes = step === "done" || step === "refuse";
  const unanswered = closes && !notes.some((x) => x.kind === "reply");
  const changed = fault instanceof Problem && fault.code === "changed";
  const open = (next: typeof step) => {
    setStep(next);
    setText("");
    setPerson(undefined);
    setOtherwise(false);
    setFault(undefined);
  };
  const take = async (change: RequestStep) => {
    setBusy(true);
    try {
      const body: RequestChange = { changed_at_ms: r.changed_at, change };
      took(await api<RequestView>(`/requests/${r.id}/steps`, { method: "POST", body }));
      open(undefined);
      // What the person must be told comes right after, in the same words.
      if (change.step === "identity_ask") want({ template: "identity", reason: change.text });
      if (change.step === "extend") want({ template: "extension", reason: change.reason });
      if (change.step === "refuse" && !unanswered) want({ template: refusal(r.kind), reason: change.reason });
    } catch (e) {
      setFault(e);
    }
    setBusy(false);
  };
  const said = text.trim();
  const change = (): RequestStep | undefined => {
    if (!step || said.length < LEAST[step]) return undefined;
    if (unanswered && !otherwise) return undefined;
    const without = unanswered ? { without_answer: true } : {};
    if (step === "person") return person && { step, person: person.id };
    if (step === "extend") return { step, reason: said };
    if (step === "refuse") return { step, reason: said, ...without } as RequestStep;
    if (step === "done") return { step, text: said, ...without } as RequestStep;
    return step === "identity_known" ? { step, check, text: said } : { step, text: said };
  };
  const ready = change();
  const faults = fault !== undefined && (
    <Fault
      error={fault}
      word={changed ? "load_again" : "retry"}
      retry={changed ? () => reload().then(() => setFault(undefined)) : undefined}
    />
  );
  const button = (name: Exclude<Name, "take">) => (
    <Button size="xs" variant="default" aria-expanded={step === name} onClick={() => open(name)}>
      {t(`rq_do_${name}`)}
    </Button>
  );
  return (
    <div>
      <Group gap="xs">
        {r.state === "received" && (
          <Button size="xs" loading={busy && !step} onClick={() => take({ step: "take" })}>
            {t("rq_do_take")}
          </Button>
        )}
        {unsure && r.suspended_at === 0 && button("identity_ask")}
        {unsure && button("identity_known")}
        {r.channel !== "page" && button("person")}
        {button("note")}
        {extendable && button("extend")}
        <Button
          size="xs"
          variant={r.state === "working" && !unsure ? "filled" : "default"}
          disabled={unsure}
          aria-describedby={unsure ? "rq-who-first" : undefined}
          aria-expanded={step === "done"}
          onClick={() => open("done")}
        >
          {t("rq_do_done")}
        </Button>
        {button("refuse")}
      </Group>
      {unsure && (
        <div id="rq-who-first" className="quiet" style={{ marginTop: 6 }}>
          {t("rq_do_done")}: {t("rq_who_first")}
        </div>
      )}
      {!step && faults && <div style={{ marginTop: 8 }}>{faults}</div>}
      {step && (
        <section className="card" aria-label={t(`rq_do_${step}`)} style={{ marginTop: 12 }}>
          <Stack gap="sm">
            <b>{t(`rq_do_${step}`)}</b>
            {step === "person" ? (
              <PersonPick value={person} set={setPerson} />
            ) : (
              <>
                <div>{t(`rq_do_${step}_def`)}</div>
                {step === "identity_known" && (
                  <Select
                    label={t("rq_identity")}
                    allowDeselect={false}
                    value={check}
                    onChange={(v) => setCheck(v as IdentityCheck)}
                    data={CHECKS.map((x) => ({ value: x, label: t(`rq_id_${x}`) }))}
                  />
                )}
                <Textarea
                  key={step}
                  autoFocus
                  autosize
                  minRows={3}
                  maxRows={12}
                  maxLength={2000}
                  label={t(`rq_do_${step}_text`)}
                  description={LEAST[step] > 1 ? say("rq_least", { n: n(LEAST[step]) }) : undefined}
                  value={text}
                  onChange={(e) => setText(e.target.value)}
                />
              </>
            )}
            {unanswered && (
              <div role="status">
                <b>{t("rq_unanswered")}</b> {t("rq_unanswered_def")}
                <Group mt={6} mb={8}>
                  <Button
                    size="xs"
                    onClick={() => {
                      open(undefined);
                      want(
                        step === "refuse"
                          ? { template: refusal(r.kind), reason: said }
                          : { template: fitting({ ...r, closed_at: 1 })[0], reason: "" },
                      );
                    }}
                  >
                    {t("rq_answer_first")}
                  </Button>
                </Group>
                <Checkbox
                  label={t("rq_told_otherwise")}
                  checked={otherwise}
                  onChange={(e) => setOtherwise(e.target.checked)}
                />
              </div>
            )}
            {faults}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => open(undefined)}>
                {t("cancel")}
              </Button>
              <Button loading={busy} disabled={!ready} onClick={() => ready && take(ready)}>
                {t(step === "note" || step === "person" ? "store" : `rq_do_${step}`)}
              </Button>
            </Group>
          </Stack>
        </section>
      )}
    </div>
  );
}
