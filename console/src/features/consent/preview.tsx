/** How a draft looks to those who are asked, and what was published before. */
import { Title } from "@mantine/core";
import type { Notice, Purpose } from "../../api/types";
import type { Draft } from "./notice-draft";
import { useWords } from "./words";

export function Preview({ draft, catalogue }: { draft: Draft; catalogue: Purpose[] }) {
  const { t, written } = useWords();
  return (
    <div className="preview">
      {catalogue.map((p) => {
        const chosen = draft.purposes.find((x) => x.key === p.key);
        if (!chosen) return null;
        return (
          <p key={p.key}>
            <b>{written(p.name)}</b>
            <br />
            <span className="quiet">
              {written(chosen.text) || written(p.text)} {chosen.recipients.filter(Boolean).join(", ")}
            </span>
          </p>
        );
      })}
      <div className="quiet">
        {draft.controller.name}, {draft.controller.address}
      </div>
      <div className="pair">
        <span>{t("refuse_all")}</span>
        <span>{t("accept_all")}</span>
      </div>
    </div>
  );
}

export function Versions({ notices }: { notices: Notice[] }) {
  const { t, written, moment } = useWords();
  if (notices.length === 0) return null;
  return (
    <section className="gap-top">
      <Title order={2} className="part-head">
        {t("versions")}
      </Title>
      {notices.map((n) => (
        <div key={n.version} className="quiet">
          {t("version")} {n.version} · {moment(n.published_at)} · {n.purposes.map((p) => written(p.name)).join(", ")}
        </div>
      ))}
    </section>
  );
}
