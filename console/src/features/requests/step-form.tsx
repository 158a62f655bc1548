/** What is written for a step, and what is asked first where nobody was answered yet. */
import { Button, Checkbox, Group, Select, Stack, Textarea } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { RequestStep, RequestView } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Ends } from "../../parts/dialog";
import { CHECKS, fitting, refusal, type Wanted } from "./answers";
import { PersonPick } from "./person-pick";
import { change, EMPTY, LEAST, type StepFields, type StepName, unanswered } from "./step";
import { useWords } from "./words";

interface Props {
  step: StepName;
  view: RequestView;
  busy: boolean;
  /** What went wrong when it was sent. */
  fault: ReactNode;
  send: (step: RequestStep) => void;
  close: () => void;
  answer: (wanted: Wanted) => void;
}

export function StepForm({ step, view, busy, fault, send, close, answer }: Props) {
  const { t } = useWords();
  const form = useForm<StepFields>({ initialValues: EMPTY });
  const { request: r } = view;
  const silent = unanswered(step, view);
  const ready = change(step, form.values, silent);
  const first = (): Wanted =>
    step === "refuse"
      ? { template: refusal(r.kind), reason: form.values.text.trim() }
      : { template: fitting({ ...r, closed_at: 1 })[0], reason: "" };
  return (
    <Stack gap="sm">
      {step === "person" ? (
        <PersonPick value={form.values.person} set={(person) => form.setFieldValue("person", person)} />
      ) : (
        <Said step={step} form={form} />
      )}
      {silent && (
        <div role="status">
          <b>{t("rq_unanswered")}</b> {t("rq_unanswered_def")}
          <Group mt={6} mb={8}>
            <Button size="xs" onClick={() => answer(first())}>
              {t("rq_answer_first")}
            </Button>
          </Group>
          <Checkbox label={t("rq_told_otherwise")} {...form.getInputProps("otherwise", { type: "checkbox" })} />
        </div>
      )}
      {fault}
      <Ends cancel={close}>
        <Button loading={busy} disabled={!ready} onClick={() => ready && send(ready)}>
          {t(step === "note" || step === "person" ? "store" : `rq_do_${step}`)}
        </Button>
      </Ends>
    </Stack>
  );
}

/** The words of a step. */
function Said({ step, form }: { step: Exclude<StepName, "person">; form: UseFormReturnType<StepFields> }) {
  const { t, say, n } = useWords();
  const { check } = form.values;
  return (
    <>
      <div>{t(`rq_do_${step}_def`)}</div>
      {step === "identity_known" && (
        <Select
          label={t("rq_identity")}
          allowDeselect={false}
          value={check}
          onChange={(v) => form.setFieldValue("check", oneOf(CHECKS, v) ?? check)}
          data={CHECKS.map((x) => ({ value: x, label: t(`rq_id_${x}`) }))}
        />
      )}
      <Textarea
        autoFocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={2000}
        label={t(`rq_do_${step}_text`)}
        description={LEAST[step] > 1 ? say("rq_least", { n: n(LEAST[step]) }) : undefined}
        {...form.getInputProps("text")}
      />
    </>
  );
}
