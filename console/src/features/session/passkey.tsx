/** Proof by a passkey: beside the password where it is asked for, alone where nothing was typed yet, or in its place. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import type { PasskeyAnswer, PasskeyRequest } from "../../api/types";
import { Fault } from "../../parts/fault";
import { passkeyAnswer, passkeysWork } from "../account/webauthn";
import { useWords } from "./words";

/** A button that hands a passkey's answer on; nothing where passkeys do not work. */
export function PasskeyButton({
  ask,
  answer,
}: {
  ask: () => Promise<PasskeyRequest>;
  answer: (passkey: PasskeyAnswer) => Promise<unknown>;
}) {
  const words = useWords();
  const run = useMutation({
    meta: { quiet: true },
    mutationFn: async () => answer(await passkeyAnswer(words, await ask())),
  });
  if (!passkeysWork()) return null;
  return (
    <>
      <Fault error={run.error} />
      <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
        {words.t("passkey_use")}
      </Button>
    </>
  );
}

/** What a passkey is asked beside a password that is right. */
export const asksPasskey = (error: unknown): PasskeyRequest | undefined =>
  (error instanceof Problem && error.code === "second_factor_asked" && error.passkey) || undefined;

/** An answer counts once, so that each try begins with a question of its own: the password again, with nothing beside it. */
export async function askedAgain(send: () => Promise<unknown>): Promise<PasskeyRequest> {
  const fault: unknown = await send().catch((error: unknown) => error);
  const asked = asksPasskey(fault);
  if (!asked) throw fault;
  return asked;
}
