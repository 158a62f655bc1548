/** Showing again that it is still whoever signed in, before what gives others power or cannot be undone. */
import { Button, Group, Modal, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { api, type Me, onProof } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

export function ProofDialog({ me }: { me: Me }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [byCode, setByCode] = useState(false);
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
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
    setValue("");
    setFault(undefined);
  };
  const show = async () => {
    setBusy(true);
    await api("/session/proof", { method: "POST", body: byCode ? { code: value } : { password: value } }).then(
      () => end(true),
      setFault,
    );
    setBusy(false);
  };
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("rq_close") }}
      opened={open}
      onClose={() => end(false)}
      title={t("proof_title")}
      centered
      zIndex={400}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          e.stopPropagation();
          void show();
        }}
      >
        <Stack gap="sm">
          <div>{t("proof_def")}</div>
          {byCode ? (
            <TextInput
              label={t("code")}
              description={t("code_hint")}
              autoComplete="one-time-code"
              data-autofocus
              required
              value={value}
              onChange={(e) => setValue(e.target.value)}
            />
          ) : (
            <PasswordInput
              label={t("password")}
              autoComplete="current-password"
              data-autofocus
              required
              value={value}
              onChange={(e) => setValue(e.target.value)}
            />
          )}
          {fault !== undefined && <Fault error={fault} />}
          {me.second_factor && (
            <Group>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => {
                  setByCode(!byCode);
                  setValue("");
                }}
              >
                {t(byCode ? "proof_by_password" : "proof_by_code")}
              </Button>
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => end(false)}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("go_on")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
