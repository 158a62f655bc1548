/** Showing again that it is still whoever signed in, before what gives others power or cannot be undone. */
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { api, onProof } from "../../api/client";
import type { Me } from "../../api/types";
import { Dialog, Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault, useRules } from "../../parts/form";
import { Code } from "../session/code";
import { PasskeyButton } from "../session/passkey";
import { useWords } from "./words";

export default function ProofDialog({ me }: { me: Me }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const waiting = useRef<((proven: boolean) => void)[]>([]);
  useEffect(() => {
    onProof(
      () =>
        new Promise((done) => {
          waiting.current.push(done);
          setOpen(true);
        }),
    );
    return () => onProof();
  }, []);
  const end = (proven: boolean) => {
    for (const done of waiting.current.splice(0)) done(proven);
    setOpen(false);
  };
  return (
    <Dialog opened={open} onClose={() => end(false)} title={t("proof_title")} zIndex={400}>
      {open && <Show me={me} end={end} />}
    </Dialog>
  );
}

function Show({ me, end }: { me: Me; end: (proven: boolean) => void }) {
  const { t } = useWords();
  const [byCode, setByCode] = useState(false);
  const form = useForm({ initialValues: { value: "" }, validate: { value: useRules().filled } });
  // What waits for it tells by itself what it changed.
  const show = api.useMutation("post", "/session/proof", { meta: { quiet: true }, onSuccess: () => end(true) });
  const fault = useFieldFault(form, show.error);
  const ask = api.useMutation("post", "/session/proof/challenge", { meta: { quiet: true } });
  const other = () => {
    setByCode(!byCode);
    form.reset();
  };
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.stopPropagation();
        form.onSubmit(({ value }) => show.mutate({ body: byCode ? { code: value } : { password: value } }))(e);
      }}
    >
      <Stack gap="sm">
        <div>{t("proof_def")}</div>
        {byCode ? (
          <Code data-autofocus {...form.getInputProps("value")} />
        ) : (
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            data-autofocus
            required
            {...form.getInputProps("value")}
          />
        )}
        <Fault error={fault} />
        {me.second_factor && (
          <Group>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={other}>
              {t(byCode ? "proof_by_password" : "proof_by_code")}
            </Button>
          </Group>
        )}
        {me.passkeys > 0 && (
          <PasskeyButton
            ask={() => ask.mutateAsync({})}
            answer={(passkey) => show.mutateAsync({ body: { passkey } })}
          />
        )}
        <Ends cancel={() => end(false)}>
          <Button type="submit" loading={show.isPending}>
            {t("go_on")}
          </Button>
        </Ends>
      </Stack>
    </form>
  );
}
