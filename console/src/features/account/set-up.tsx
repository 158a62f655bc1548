/** Setting up a second factor: the code to scan, and the first code of the authenticator as proof. */
import { Button, Code, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api } from "../../api/client";
import type { FactorDraft } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { useWords } from "./words";

/** Drawn here from its lines, so that no picture of the secret is fetched; dark on light whatever is around. */
function Qr({ lines }: { lines: string[] }) {
  const { t } = useWords();
  const side = lines.length + 8;
  const dots = lines
    .flatMap((line, y) => [...line].map((dot, x) => (dot === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={t("factor_qr")}
      viewBox={`0 0 ${side} ${side}`}
      className="qr"
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={dots} fill="#000" />
    </svg>
  );
}

interface Props {
  draft: FactorDraft;
  done: (codes: string[]) => void;
  cancel: () => void;
}

export function SetUp({ draft, done, cancel }: Props) {
  const { t } = useWords();
  const form = useForm({ initialValues: { code: "" }, validate: { code: useRules().filled } });
  const confirm = api.useMutation("put", "/session/factor", {
    meta: { quiet: true },
    onSuccess: (made) => done(made.codes),
  });
  const fault = useFieldFault(form, confirm.error);
  return (
    <form noValidate onSubmit={form.onSubmit((body) => confirm.mutate({ body }))}>
      <Stack gap="sm">
        <div>{t("factor_scan")}</div>
        <Qr lines={draft.qr} />
        <div className="quiet">
          {t("factor_key")}: <Code className="secret">{draft.secret}</Code>
        </div>
        <TextInput
          label={t("code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maw={220}
          required
          {...form.getInputProps("code")}
        />
        <Fault error={fault} />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t("factor_confirm")}
          </Button>
          <Button variant="default" onClick={cancel}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
