/** What a person did on the organisation's sites, day by day, as far as it may be shown. */

import { Button, Group, Loader } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import type { LinkView, VisitEvent } from "../../api/types";
import { Fault } from "../../parts/fault";
import { Older } from "../../parts/older";
import { Section } from "../../parts/section";
import { useWords } from "./words";

export function VisitsOf({ person, links }: { person: string; links: LinkView[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Section order={3} head={t("visits")}>
      {links.length === 0 ? (
        <div className="quiet">{t("visits_first")}</div>
      ) : open ? (
        <Shown person={person} many={new Set(links.map((l) => l.site_name)).size > 1} />
      ) : (
        <Group mt={6}>
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t("visits_show")}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function Shown({ person, many }: { person: string; many: boolean }) {
  const { t, n, say, count, date } = useWords();
  const found = api.useInfiniteQuery(
    "get",
    "/people/{id}/visits",
    { params: { path: { id: person } } },
    {
      pageParamName: "before_ms",
      initialPageParam: null,
      getNextPageParam: (last) => (last.more ? last.events.at(-1)?.at_ms : undefined),
    },
  );
  if (found.error) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (!found.data) return <Loader />;
  const events = found.data.pages.flatMap((p) => p.events);
  const refused = found.data.pages[0]?.refused ?? 0;
  const day = (e: VisitEvent) => date(e.at_ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return (
    <>
      {refused > 0 && <div className="lined">{count("visits_hidden", "visits_hidden_one", refused)}</div>}
      {events.length === 0 && refused === 0 && <div className="quiet">{t("visits_none")}</div>}
      {[...Map.groupBy(events, day)].map(([d, these]) => (
        <div key={d} className="gap-top-s">
          <div className="strong">{d}</div>
          {these.map((e, i) => (
            <Event key={i} event={e} many={many} />
          ))}
        </div>
      ))}
      {found.hasNextPage && (
        <Group mt={10}>
          <Older of={found} label={t("visits_more")} />
          <span className="quiet">{say("visits_last", { n: n(events.length) })}</span>
        </Group>
      )}
    </>
  );
}

function Event({ event: e, many }: { event: VisitEvent; many: boolean }) {
  const { any, known, date, price } = useWords();
  const sites = api.useQuery("get", "/sites").data ?? [];
  const site = many && sites.find((s) => s.id === e.site)?.name;
  return (
    <div className="lined visit">
      <span className="quiet">{date(e.at_ms, { timeStyle: "short" })}</span>
      <span>
        {known(`ev_${e.name}`, e.name)}
        {e.title && `: ${e.title}`}
        <div className="quiet">{[e.path, e.source, any(e.device), site].filter(Boolean).join(" · ")}</div>
      </span>
      {e.currency && <span>{price(e.value_minor, e.currency)}</span>}
    </div>
  );
}
