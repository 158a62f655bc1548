/** The steps that can be taken on a request where it stands, each with what it does before it is done. */
import { Button, Group } from "@mantine/core";
import { useRef, useState } from "react";
import { api } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { RequestStep, RequestView } from "../../api/types";
import { Fault } from "../../parts/fault";
import { More } from "../../parts/more";
import { Section } from "../../parts/section";
import { fitting, refusal, type Wanted } from "./answers";
import { nextOf, othersOf, type StepName } from "./step";
import { StepForm } from "./step-form";
import { useWords } from "./words";

interface Props {
  view: RequestView;
  took: (view: RequestView) => void;
  want: (next: Wanted) => void;
  reload: () => Promise<unknown>;
  /** The answer is being written: its own button is what is next. */
  answering?: boolean;
}

export function Steps({ view, took, want, reload, answering = false }: Props) {
  const { t } = useWords();
  const { request: r } = view;
  const [step, setStep] = useState<StepName>();
  const place = useRef<HTMLDivElement>(null);
  const shut = () => {
    setStep(undefined);
    // The form goes with what was focused in it: the keyboard goes on here.
    place.current?.focus({ preventScroll: true });
  };
  const take = api.useMutation("post", "/requests/{id}/steps", {
    onSuccess: (next, { body: { change } }) => {
      took(next);
      if (step) shut();
      // What the person must be told comes right after, in the same words.
      if (change.step === "identity_ask") want({ template: "identity", reason: change.text });
      if (change.step === "extend") want({ template: "extension", reason: change.reason });
      if (change.step === "refuse" && !change.without_answer)
        want({ template: refusal(r.kind), reason: change.reason });
    },
  });
  const open = (next: StepName) => {
    setStep(next);
    take.reset();
  };
  const close = () => {
    shut();
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
    <div ref={place} tabIndex={-1} className="aim">
      <Section head={step ? t(`rq_do_${step}`) : t("rq_next")} className="next">
        {!step && (
          <Choices
            view={view}
            open={open}
            take={() => send({ step: "take" })}
            toAnswer={() => want({ template: fitting(r)[0], reason: "" })}
            answering={answering}
            busy={take.isPending}
          />
        )}
        {!step && take.error !== null && <div className="gap-top-s">{fault}</div>}
        {step && (
          <StepForm
            key={step}
            step={step}
            view={view}
            busy={take.isPending}
            fault={fault}
            send={send}
            close={close}
            answer={(wanted) => {
              close();
              want(wanted);
            }}
          />
        )}
      </Section>
    </div>
  );
}

interface ChoicesProps {
  view: RequestView;
  open: (step: StepName) => void;
  take: () => void;
  toAnswer: () => void;
  answering: boolean;
  busy: boolean;
}

/** The one thing that is next, with what it does; the others behind a button. */
function Choices({ view, open, take, toAnswer, answering, busy }: ChoicesProps) {
  const { t } = useWords();
  const next = nextOf(view);
  const unsure = view.request.identity === "none";
  const go = next === "take" ? take : next === "answer" ? toAnswer : () => open(next);
  const others = othersOf(view, next).map((step) => ({
    label: t(`rq_do_${step}`),
    go: () => open(step),
    not: step === "done" && unsure ? t("rq_who_first") : undefined,
    last: step === "done" || step === "refuse",
  }));
  return (
    <>
      <p className="first">{t(`rq_next_${next}`)}</p>
      <Group gap="xs">
        <Button variant={answering && next === "answer" ? "default" : "filled"} loading={busy} onClick={go}>
          {t(`rq_do_${next}`)}
        </Button>
        <More choices={others} />
      </Group>
    </>
  );
}
