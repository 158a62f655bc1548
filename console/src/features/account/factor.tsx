/** The second factor: setting it up with an authenticator, its recovery codes, doing without it. */
import { Button, Code, Group, Modal, Stack, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type FactorDraft, type Me, type RecoveryCodes } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure, saveFile } from "../../parts";
import { Card } from "../session/card";

/** Drawn here from its lines, so that no picture of the secret is fetched. Dark on light whatever the colours around it are. */
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
      width="100%"
      style={{ maxWidth: 220 }}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={dots} fill="#000" />
    </svg>
  );
}

function Codes({ codes, close }: { codes?: string[]; close: () => void }) {
  const { t } = useWords();
  const text = codes?.join("\n") ?? "";
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("rq_close") }}
      opened={!!codes}
      onClose={close}
      title={t("recovery")}
      centered
      closeOnClickOutside={false}
    >
      <p style={{ marginTop: 0 }}>{t("recovery_once")}</p>
      <Code block>{text}</Code>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={() => navigator.clipboard.writeText(text)}>
          {t("copy")}
        </Button>
        <Button variant="default" onClick={() => saveFile("hjemmel.txt", new Blob([text], { type: "text/plain" }))}>
          {t("save_file")}
        </Button>
        <Button onClick={close}>{t("recovery_kept")}</Button>
      </Group>
    </Modal>
  );
}

function SetUp({ draft, done, cancel }: { draft: FactorDraft; done: (codes: string[]) => void; cancel: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<unknown>();
  const confirm = () =>
    api<RecoveryCodes>("/session/factor", { method: "PUT", body: { code } }).then((made) => done(made.codes), setFault);
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void confirm();
      }}
    >
      <Stack gap="sm">
        <div>{t("factor_scan")}</div>
        <Qr lines={draft.qr} />
        <div className="quiet">
          {t("factor_key")}: <Code style={{ wordBreak: "break-all" }}>{draft.secret}</Code>
        </div>
        <TextInput
          label={t("code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maw={220}
          required
          value={code}
          onChange={(e) => setCode(e.target.value)}
        />
        {fault !== undefined && <Fault error={fault} />}
        <Group>
          <Button type="submit">{t("factor_confirm")}</Button>
          <Button variant="default" onClick={cancel}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function Factor({ me }: { me: Me }) {
  const { t, say, n } = useWords();
  const client = useQueryClient();
  const [draft, setDraft] = useState<FactorDraft>();
  const [codes, setCodes] = useState<string[]>();
  const [fault, setFault] = useState<unknown>();
  // What was done stands in one's own activity at once.
  const again = () => Promise.all(["me", "activity"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const begin = () =>
    api<FactorDraft>("/session/factor", { method: "POST" }).then((made) => {
      setDraft(made);
      setFault(undefined);
    }, setFault);
  const renew = () =>
    api<RecoveryCodes>("/session/factor/recovery", { method: "POST" }).then((made) => setCodes(made.codes), setFault);
  // Whoever had to set it up goes on only after the codes were shown.
  const close = () => {
    setCodes(undefined);
    void again();
  };
  return (
    <section className="card">
      <Group justify="space-between" mb={6}>
        <Title order={2} size="h4">
          {t("factor")}
        </Title>
        <span className="quiet">{t(me.second_factor ? "factor_on" : "factor_off")}</span>
      </Group>
      <Stack gap="sm">
        <div className="quiet">{t("factor_def")}</div>
        {draft && !me.second_factor && !codes ? (
          <SetUp
            draft={draft}
            done={(made) => {
              setCodes(made);
              setDraft(undefined);
            }}
            cancel={() => setDraft(undefined)}
          />
        ) : (
          !me.second_factor && (
            <Group>
              <Button onClick={begin}>{t("factor_set_up")}</Button>
            </Group>
          )
        )}
        {me.second_factor && (
          <>
            <div>{say("recovery_left", { n: n(me.recovery_left) })}</div>
            <Group>
              <Button variant="default" size="xs" onClick={renew}>
                {t("recovery_new")}
              </Button>
              <Sure
                word="factor_remove"
                text={t("factor_remove_sure")}
                go={() => api("/session/factor", { method: "DELETE" }).then(again)}
              />
            </Group>
          </>
        )}
        {fault !== undefined && <Fault error={fault} />}
      </Stack>
      <Codes codes={codes} close={close} />
    </section>
  );
}

/** All there is until it is set up, where the organisation asks for it. */
export function FactorNeeded({ me }: { me: Me }) {
  const { t } = useWords();
  const client = useQueryClient();
  const out = async () => {
    await api("/session", { method: "DELETE" }).catch(() => {});
    client.clear();
    location.href = "/";
  };
  return (
    <Card title={t("factor")}>
      <Stack>
        <div>{t("factor_must")}</div>
        <Factor me={me} />
        <Group>
          <Button variant="subtle" color="gray" onClick={out}>
            {t("sign_out")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
