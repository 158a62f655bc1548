/** One record: what was shown and said, what came before, and the proof. */

import { Group, Loader, Stack, Title } from "@mantine/core";
import { api } from "../../api/client";
import type { ConsentDetail, Me, Notice } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { Ruled } from "../../parts/rule";
import { useWords } from "./words";

interface Props {
  id: string;
  me: Me;
  names: (set: number) => string[];
}

export function Detail({ id, me, names }: Props) {
  const { t, any, date } = useWords();
  const path = { params: { path: { id } } };
  const detail = api.useQuery("get", "/consents/{id}", path, {
    refetchInterval: (q) => (q.state.data?.proof ? false : 1000),
  });
  const withdraw = api.useMutation("post", "/consents/{id}/withdraw");
  if (detail.error) return <Fault error={detail.error} />;
  if (!detail.data) return <Loader />;
  const { record: r, notice, history } = detail.data;
  const open = history[0]?.granted !== 0 && r.subject !== "";
  return (
    <Stack>
      <Facts detail={detail.data} />
      {me.may.includes("consent_withdraw") && open && (
        <Group>
          <Sure
            label={t("withdraw_for")}
            size="sm"
            variant="default"
            color={undefined}
            text={t("withdraw_sure")}
            go={() => withdraw.mutateAsync(path)}
          />
        </Group>
      )}
      {notice && <Shown notice={notice} language={r.language} />}
      <div>
        <Title order={3} className="part-head">
          {t("history")}
        </Title>
        {history.map((h) => (
          <div key={h.id} className={h.id === id ? "" : "quiet"}>
            {date(h.at, { dateStyle: "medium", timeStyle: "medium" })} · {any(h.event)} ·{" "}
            {names(h.granted).map(any).join(", ") || "–"}
          </div>
        ))}
      </div>
      <Proof detail={detail.data} />
    </Stack>
  );
}

function Facts({ detail: { record: r, granted, refused } }: { detail: ConsentDetail }) {
  const { t, any, date } = useWords();
  const moment = (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "medium" });
  const act = `${any(r.act.control)} · ${t("layer")} ${r.act.layer} · ${t(r.act.trusted ? "real_act" : "no_act")}`;
  const facts: [string, string][] = [
    [t("when"), moment(r.at)],
    [t("event"), any(r.event)],
    [t("control"), act],
    [t("granted"), granted.map(any).join(", ") || "–"],
    [t("refused"), refused.map(any).join(", ") || "–"],
    [t("expires"), moment(r.expires_at)],
    [t("version"), `${r.notice_version} · ${r.language} · ${r.law}`],
  ];
  if (!r.subject) facts.push([t("proof"), t("proof_over")]);
  facts.push(["hash", r.notice_hash], ["id", r.id]);
  return (
    <dl className="facts">
      {facts.map(([k, v]) => [
        <dt key={`${k}-t`}>{k}</dt>,
        <dd key={`${k}-d`}>
          <Ruled>{v}</Ruled>
        </dd>,
      ])}
    </dl>
  );
}

/** What the person read. */
function Shown({ notice, language }: { notice: Notice; language: string }) {
  const { t, written } = useWords();
  return (
    <div>
      <Title order={3} className="part-head">
        {t("what_shown")}
      </Title>
      <ul className="bullets">
        {notice.purposes.map((p) => (
          <li key={p.key}>
            <b>{p.name[language] ?? written(p.name)}</b>: {p.text[language] ?? written(p.text)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Proof({ detail: { proof } }: { detail: ConsentDetail }) {
  const { t } = useWords();
  return (
    <div>
      <Title order={3} className="part-head">
        {t("proof")}
      </Title>
      {proof ? (
        <>
          <div className="quiet">
            #{proof.leaf_index} / {proof.checkpoint.size}
          </div>
          <pre className="code">{proof.checkpoint.note}</pre>
        </>
      ) : (
        <div className="quiet">{t("proof_pending")}</div>
      )}
    </div>
  );
}
