/** The second factor: setting it up with an authenticator, its recovery codes, doing without it. */
import { Button, Group, Stack, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import type { FactorDraft, Me } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Codes } from "./codes";
import { SetUp } from "./set-up";
import { useWords } from "./words";

export function Factor({ me }: { me: Me }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [draft, setDraft] = useState<FactorDraft>();
  const [codes, setCodes] = useState<string[]>();
  const begin = api.useMutation("post", "/session/factor", { meta: { quiet: true }, onSuccess: setDraft });
  const took = (made: string[]) => {
    setCodes(made);
    setDraft(undefined);
  };
  // Whoever had to set it up goes on only after the codes were shown; what was done stands in one's own activity then.
  const close = () => {
    setCodes(undefined);
    void client.invalidateQueries();
  };
  return (
    <section className="card">
      <Group justify="space-between" mb={6}>
        <Title order={2} className="part-head">
          {t("factor")}
        </Title>
        <span className="quiet">{t(me.second_factor ? "factor_on" : "factor_off")}</span>
      </Group>
      <Stack gap="sm">
        <div className="quiet">{t("factor_def")}</div>
        {draft && !me.authenticator && !codes ? (
          <SetUp draft={draft} done={took} cancel={() => setDraft(undefined)} />
        ) : (
          !me.authenticator && (
            <Group>
              <Button loading={begin.isPending} onClick={() => begin.mutate({})}>
                {t("factor_set_up")}
              </Button>
            </Group>
          )
        )}
        {me.second_factor && <HasOne me={me} took={took} />}
        <Fault error={begin.error} />
      </Stack>
      <Codes codes={codes} close={close} />
    </section>
  );
}

/** What can be done where there is one: new codes, or doing without it. */
function HasOne({ me, took }: { me: Me; took: (codes: string[]) => void }) {
  const { t, say, n } = useWords();
  const renew = api.useMutation("post", "/session/factor/recovery", {
    meta: { quiet: true },
    onSuccess: (made) => took(made.codes),
  });
  const remove = api.useMutation("delete", "/session/factor");
  return (
    <>
      <div>{say("recovery_left", { n: n(me.recovery_left) })}</div>
      <Group>
        <Button variant="default" size="xs" loading={renew.isPending} onClick={() => renew.mutate({})}>
          {t("recovery_new")}
        </Button>
        {me.authenticator && (
          <Sure
            label={t("factor_remove")}
            text={t(me.passkeys > 0 ? "factor_app_remove_sure" : "factor_remove_sure")}
            go={() => remove.mutateAsync({})}
          />
        )}
      </Group>
      <Fault error={renew.error} />
    </>
  );
}
