/** One's own passkeys: added, named, removed. */
import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import type { PasskeyView } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Codes } from "./codes";
import { passkeyMade, passkeysWork } from "./webauthn";
import { useWords } from "./words";

function Add({ done }: { done: (codes: string[]) => void }) {
  const words = useWords();
  const { t } = words;
  const [name, setName] = useState("");
  const wish = api.useMutation("post", "/session/passkeys/challenge", { meta: { quiet: true } });
  const keep = api.useMutation("post", "/session/passkeys", { meta: { quiet: true } });
  const add = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const credential = await passkeyMade(words, await wish.mutateAsync({}));
      return keep.mutateAsync({ body: { name, credential } });
    },
    onSuccess: (made) => {
      setName("");
      done(made.codes);
    },
  });
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        add.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("passkey_name")}
          placeholder={t("passkey_name_hint")}
          maw={320}
          maxLength={100}
          required
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <Fault error={add.error} />
        <Group>
          <Button type="submit" variant="default" loading={add.isPending}>
            {t("passkey_add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Rename({ passkey, close }: { passkey: PasskeyView; close: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(passkey.name);
  const rename = api.useMutation("put", "/session/passkeys/{id}", { onSuccess: close });
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        rename.mutate({ params: { path: { id: passkey.id } }, body: { name } });
      }}
    >
      <Group align="flex-end">
        <TextInput
          label={t("passkey_name")}
          maxLength={100}
          required
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        <Button type="submit" variant="default">
          {t("store")}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t("cancel")}
        </Button>
      </Group>
      <Fault error={rename.error} />
    </form>
  );
}

function One({ passkey }: { passkey: PasskeyView }) {
  const { t, say, date } = useWords();
  const remove = api.useMutation("delete", "/session/passkeys/{id}");
  const [renaming, setRenaming] = useState(false);
  if (renaming) return <Rename passkey={passkey} close={() => setRenaming(false)} />;
  const when = passkey.used_at && date(passkey.used_at, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Group justify="space-between">
      <div>
        {passkey.name}
        <div className="quiet">
          {when ? say("passkey_used", { when }) : t("passkey_unused")}
          {passkey.synced && ` · ${t("passkey_synced")}`}
        </div>
      </div>
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`${t("passkey_rename")}: ${passkey.name}`}
          onClick={() => setRenaming(true)}
        >
          {t("passkey_rename")}
        </Button>
        <Sure
          label={t("passkey_remove")}
          text={t("passkey_remove_sure")}
          aria-label={`${t("passkey_remove")}: ${passkey.name}`}
          go={() => remove.mutateAsync({ params: { path: { id: passkey.id } } })}
        />
      </Group>
    </Group>
  );
}

export function Passkeys() {
  const { t } = useWords();
  const client = useQueryClient();
  const again = () => client.invalidateQueries();
  const [codes, setCodes] = useState<string[]>();
  const all = api.useQuery("get", "/session/passkeys");
  // Whoever had to set a second factor up goes on only after the codes were shown.
  const close = () => {
    setCodes(undefined);
    void again();
  };
  return (
    <section className="card">
      <Title order={2} className="part-head" mb={6}>
        {t("passkeys")}
      </Title>
      <Stack gap="sm">
        <div className="quiet">{t("passkeys_def")}</div>
        <Fault error={all.error} />
        {all.data?.map((passkey) => (
          <One key={passkey.id} passkey={passkey} />
        ))}
        {passkeysWork() ? (
          <Add done={(made) => (made.length ? setCodes(made) : void again())} />
        ) : (
          <div className="quiet">{t("passkey_none")}</div>
        )}
      </Stack>
      <Codes codes={codes} close={close} />
    </section>
  );
}
