/** One processing activity as it is read, in the order of Article 30, with its versions beside it. */
import { Button, Loader } from "@mantine/core";
import { Link, useParams } from "react-router-dom";
import type { ActivityEntry, Me } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Section } from "../../parts/section";
import { Acts } from "./acts";
import { endOf, useOn, useTo } from "./address";
import { Then } from "./as-of";
import { useVersions } from "./kept";
import { LineList } from "./line-list";
import { LETTERS, useLines } from "./lines";
import { Versions } from "./versions";
import { useWords } from "./words";

export function Detail({ me }: { me: Me }) {
  const { t } = useWords();
  const { id = "" } = useParams();
  const on = useOn();
  const to = useTo();
  const versions = useVersions(id);
  const of = { title: t("page_register"), to: to("/register") };
  if (!versions.data)
    return (
      <>
        <Head title={t("rg_one")} of={of} />
        {versions.error ? <Fault error={versions.error} retry={() => versions.refetch()} /> : <Loader />}
      </>
    );
  const all = versions.data.versions.filter((v) => !on || v.at <= endOf(on));
  const shown = all[0];
  if (!shown)
    return (
      <>
        <Head title={t("rg_one")} of={of} />
        <Then />
        <p>{t("rg_not_yet")}</p>
      </>
    );
  return (
    <>
      <Head title={shown.entry.name} of={of}>
        {me.may.includes("register_write") && !on && <Acts activity={shown} />}
      </Head>
      <Then />
      <Shown all={all} shown={shown} me={me} />
    </>
  );
}

/** What an activity says beside Article 30, in two parts. */
const GROUND = ["legal_bases", "balancing", "special_basis"];
const OWN = ["sources", "uses", "owner", "reviewed_on"];

function Shown({ all, shown, me }: { all: ActivityEntry[]; shown: ActivityEntry; me: Me }) {
  const { t, say, date } = useWords();
  const on = useOn();
  const to = useTo();
  const read = useLines(me);
  const lines = read(shown.entry);
  const some = (keys: string[]) => lines.filter(({ key }) => keys.includes(key));
  const nothing = {
    recipients: t("rg_nobody"),
    countries: t("rg_no_countries"),
    measures: t("rg_no_measures"),
    uses: t("rg_no_uses"),
    reviewed_on: t("rg_never"),
  };
  return (
    <div className="case">
      <div className="case-work">
        {shown.ended && (
          <div className="then" role="status">
            <div>
              <b>{say("rg_ended", { day: date(shown.at) })}</b> {t("rg_ended_def")}
            </div>
            {me.may.includes("register_write") && !on && (
              <Button component={Link} size="xs" variant="default" to={to("/register/new", { like: shown.id })}>
                {t("rg_again")}
              </Button>
            )}
          </div>
        )}
        <Section head={t("rg_article_30")}>
          <LineList lines={some(Object.keys(LETTERS))} nothing={nothing} mark={LETTERS} />
        </Section>
        <Section head={t("rg_ground")}>
          <LineList lines={some(GROUND)} />
        </Section>
        <Section head={t("rg_own")}>
          <LineList lines={some(OWN)} nothing={nothing} />
        </Section>
      </div>
      <div className="case-past">
        <Versions all={all} lines={read} me={me} />
      </div>
    </div>
  );
}
