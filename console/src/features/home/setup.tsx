/** Set-up: what fails and what is missing, each with why it matters and the next step. */
import { Button } from "@mantine/core";
import { Link } from "react-router-dom";
import type { Me, SetupItem, Site } from "../../api/types";
import { Fault } from "../../parts/fault";
import { AddHost, Confirm, Restart } from "./setup-acts";
import { mayDo, useSetup } from "./setup-list";
import { useWords } from "./words";

const HEADS = { failing: "su_failing", missing: "su", advice: "su_advice" } as const;
const SEVERITIES = ["failing", "missing", "advice"] as const;

export function SetupCard({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const setup = useSetup();
  if (setup.error) return <Fault error={setup.error} retry={() => setup.refetch()} className="gap-bottom" />;
  if (!setup.data?.open.length) return null;
  const open = Object.groupBy(setup.data.open, (item) => item.severity);
  // The first that has a step and whose step may be taken.
  const next = SEVERITIES.flatMap((severity) => open[severity] ?? []).find((i) => i.next !== "/" && mayDo(me, i));
  return (
    <section className="setup" aria-label={t("su")}>
      {SEVERITIES.map(
        (severity) =>
          open[severity] && (
            <div key={severity}>
              <h2 className="part-head first">{t(HEADS[severity])}</h2>
              <ul className="plain">
                {open[severity].map((item) => (
                  <Open
                    key={`${item.code} ${item.site ?? ""} ${item.detail}`}
                    item={item}
                    me={me}
                    site={sites.find((s) => s.id === item.site)}
                    first={item === next}
                  />
                ))}
              </ul>
            </div>
          ),
      )}
    </section>
  );
}

/** The words for an item; `more` tells which of them. */
function useItem(item: SetupItem) {
  const { known, perhaps, n, date } = useWords();
  const [kind = "", failed] = item.detail.split(":");
  const day = /^\d{4}-/.test(item.detail)
    ? date(Date.parse(item.detail), { dateStyle: "medium", timeZone: "UTC" })
    : item.detail;
  const values = {
    n: n(item.count),
    site: item.site_name,
    host: item.detail,
    tracker: item.detail,
    day,
    job: known(`job_${kind}`, kind),
    why: known(`su_why_${failed || item.detail}`, failed || item.detail),
  };
  return (more: string) => perhaps(`su_${item.code}${more}`, values);
}

/** `first`: what is done next, of all of it. */
function Open({ item, me, site, first }: { item: SetupItem; me: Me; site?: Site; first: boolean }) {
  const { say, moment } = useWords();
  const word = useItem(item);
  const since = item.since_ms > 0 && say("su_since", { moment: moment(item.since_ms) });
  const facts = [item.count > 0 && word("_n"), since].filter(Boolean);
  return (
    <li data-severity={item.severity}>
      <div>
        <div>
          <b>{word("") || item.code}</b>
        </div>
        <div>{word("_def")}</div>
        {facts.length > 0 && <div className="quiet">{facts.join(" · ")}</div>}
      </div>
      <Next item={item} me={me} site={site} label={word("_do")} first={first} />
    </li>
  );
}

interface NextProps {
  item: SetupItem;
  me: Me;
  site?: Site;
  label: string;
  first: boolean;
}

/** The next step, for whoever may take it; for others whom to ask. */
function Next({ item, me, site, label, first }: NextProps) {
  const { t } = useWords();
  const may = mayDo(me, item);
  const ask = <span className="quiet">{t("su_ask")}</span>;
  if (item.code === "host_unlisted" && site && may) return <AddHost site={site} host={item.detail} />;
  if (item.code === "clock_in_doubt") return may ? <Confirm path="/condition/clock" label={label} /> : ask;
  if (item.code === "retention_held") return may ? <Confirm path="/condition/retention" label={label} /> : ask;
  if (item.code === "evidence_damaged") return may ? <Restart label={label} /> : ask;
  if (item.next === "/" || !label) return null;
  if (!may) return ask;
  return (
    <Button
      component={Link}
      to={item.next}
      size="xs"
      variant={first && item.severity !== "advice" ? "filled" : "default"}
    >
      {label}
    </Button>
  );
}
