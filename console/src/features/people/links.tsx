/** The browsers that are joined with a person, whether what they did may be shown, and parting them again. */
import { useQueryClient } from "@tanstack/react-query";
import { api, type LinkView } from "../../api";
import { useWords } from "../../i18n";
import { Sure, WayOut } from "../../parts";
import { LINE, Section } from "./parts";

export function Browsers({ person, links, may }: { person: string; links: LinkView[]; may: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const part = async (link: string) => {
    await api(`/people/${person}/links/${link}`, { method: "DELETE" });
    for (const key of ["person", "visits", "erasure"]) await client.invalidateQueries({ queryKey: [key, person] });
  };
  return (
    <Section head="browsers">
      {links.length === 0 && <div className="quiet">{t("browsers_none")}</div>}
      {links.map((l) => (
        <div key={l.id} style={LINE}>
          <One link={l} />
          {may && <Sure word="part" ml={-8} text={t("part_sure")} go={() => part(l.id)} />}
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
        <summary style={{ cursor: "pointer" }}>
          {l.site_name}: {t("link_hidden")}. <span className="quiet">{l.refusal?.why}</span>
        </summary>
        {l.refusal && <WayOut refusal={l.refusal} />}
      </details>
      {who}
    </>
  );
}
