/** The steps that can be taken on a request where it stands, each with what it does before it is done. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { RequestStep, RequestView } from "../../api/types";
import { Fault } from "../../parts/fault";
import { refusal, type Wanted } from "./answers";
import type { StepName } from "./step";
import { StepForm } from "./step-form";
import { useWords } from "./words";

interface Props {
  view: RequestView;
  took: (view: RequestView) => void;
  want: (next: Wanted) => void;
  reload: () => Promise<unknown>;
}

export function Steps({ view, took, want, reload }: Props) {
  const { t } = useWords();
  const { request: r } = view;
  const [step, setStep] = useState<StepName>();
  const take = api.useMutation("post", "/requests/{id}/steps", {
    onSuccess: (next, { body: { change } }) => {
      took(next);
      setStep(undefined);
      // What the person must be told comes right after, in the same words.
      if (change.step === "identity_ask") want({ template: "identity", reason: change.text });
      if (change.step === "extend") want({ template: "extension", reason: change.reason });
      if (change.step === "refuse" && !change.without_answer)
        want({ template: refusal(r.kind), reason: change.reason });
    },
  });
  const open = (next: StepName | undefined) => {
    setStep(next);
    take.reset();
  };
  const send = (change: RequestStep) =>
    take.mutate({ params: { path: { id: r.id } }, body: { changed_at_ms: r.changed_at, change } });
  // Somebody else did something meanwhile: what stands there is looked at first.
  const changed = codeOf(take.error) === "changed";
  const fault = (
    <Fault
      error={take.error}
      label={t("load_again")}
      retry={changed ? () => reload().then(() => take.reset()) : undefined}
    />
  );
  return (
    <div>
      <Choices view={view} step={step} open={open} take={() => send({ step: "take" })} busy={take.isPending} />
      {!step && take.error !== null && <div className="gap-top-s">{fault}</div>}
      {step && (
        <StepForm
          key={step}
          step={step}
          view={view}
          busy={take.isPending}
          fault={fault}
          send={send}
          close={() => open(undefined)}
          answer={(wanted) => {
            open(undefined);
            want(wanted);
          }}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  view: RequestView;
  step: StepName | undefined;
  open: (step: StepName) => void;
  take: () => void;
  busy: boolean;
}

/** What can be done now. */
function Choices({ view: { request: r, extendable }, step, open, take, busy }: ChoicesProps) {
  const { t } = useWords();
  const unsure = r.identity === "none";
  const button = (name: StepName) => (
    <Button size="xs" variant="default" aria-expanded={step === name} onClick={() => open(name)}>
      {t(`rq_do_${name}`)}
    </Button>
  );
  return (
    <>
      <Group gap="xs">
        {r.state === "received" && (
          <Button size="xs" loading={busy && !step} onClick={take}>
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
        <div id="rq-who-first" className="quiet gap-top-s">
          {t("rq_do_done")}: {t("rq_who_first")}
        </div>
      )}
    </>
  );
}
