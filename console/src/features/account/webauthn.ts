/** Passkeys by the browser's own means; what it says when none is given becomes a problem in our words. */
import { Problem } from "../../api/problem";
import type { PasskeyAnswer, PasskeyCreation, PasskeyMadeAnswer, PasskeyRequest } from "../../api/types";
import type { speaking } from "../../words/catalogue";

type Words = Pick<ReturnType<ReturnType<typeof speaking<"passkey">>>, "t" | "say">;

/** Browsers make passkeys for a host with a name only. */
const numbers = /^[\d.]+$|^\[/;

export const passkeysWork = (): boolean =>
  window.isSecureContext &&
  !numbers.test(location.hostname) &&
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

/** A passkey works on the host that it was made for and below it. */
const elsewhere = (name: string) => location.hostname !== name && !location.hostname.endsWith(`.${name}`);

function problem({ t, say }: Words, name: string, error: unknown): Problem {
  const code = error instanceof DOMException ? error.name : "";
  const detail =
    code === "InvalidStateError"
      ? t("passkey_there")
      : code === "SecurityError"
        ? say("passkey_name_else", { name })
        : t("passkey_not_given_def");
  return new Problem({ status: 0, code: "passkey_not_given", title: t("passkey_not_given"), detail });
}

async function given<T>(words: Words, name: string, ask: () => Promise<Credential | null>): Promise<T> {
  try {
    if (elsewhere(name)) throw new DOMException("", "SecurityError");
    const credential = await ask();
    if (!(credential instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
    return credential.toJSON();
  } catch (error) {
    throw problem(words, name, error);
  }
}

export const passkeyMade = (words: Words, wish: PasskeyCreation): Promise<PasskeyMadeAnswer> =>
  given(words, wish.rp.id, () =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wish as PublicKeyCredentialCreationOptionsJSON),
    }),
  );

export const passkeyAnswer = (words: Words, asked: PasskeyRequest): Promise<PasskeyAnswer> =>
  given(words, asked.rpId, () =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked as PublicKeyCredentialRequestOptionsJSON),
    }),
  );
