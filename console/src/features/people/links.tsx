/** The browsers that are joined with a person, whether what they did may be shown, and parting them again. */

import { api } from "../../api/client";
import type { LinkView } from "../../api/types";
import { Sure } from "../../parts/dialog";
import { WayOut } from "../../parts/fault";
import { Section } from "../../parts/section";
import { useWords } from "./words";

export function Browsers({ person, links, may }: { person: string; links: LinkView[]; may: boolean }) {
  const { t } = useWords();
  const part = api.useMutation("delete", "/people/{id}/links/{link}");
  return (
    <Section order={3} head={t("browsers")}>
      {links.length === 0 && <div className="quiet">{t("browsers_none")}</div>}
      {links.map((l) => (
        <div key={l.id} className="lined">
          <One link={l} />
          {may && (
            <Sure
              label={t("part")}
              ml={-8}
              text={t("part_sure")}
              go={() => part.mutateAsync({ params: { path: { id: person, link: l.id } } })}
            />
          )}
        </div>
      ))}
    </Section>
  );
}

function One({ link: l }: { link: LinkView }) {
  const { t, date } = useWords();
  const who = (
    <div className="quiet">
      {t("since")} {date(l.at)}: {t(`link_${l.source}`)}
    </div>
  );
  if (l.allowed)
    return (
      <>
        <div>
          ✓ {l.site_name}: {t("link_shown")}
        </div>
        {who}
      </>
    );
  return (
    <>
      <details>
        <summary>
          {l.site_name}: {t("link_hidden")}. <span className="quiet">{l.refusal?.why}</span>
        </summary>
        {l.refusal && <WayOut refusal={l.refusal} />}
      </details>
      {who}
    </>
  );
}
