/** What a person did on the organisation's sites, day by day, as far as it may be shown. */
import { Button, Group, Loader } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type LinkView, query, type Site, type VisitEvent, type Visits } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { LINE, Section } from "./parts";

export function VisitsOf({ person, links }: { person: string; links: LinkView[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Section head="visits">
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
  const { t, n, say, date } = useWords();
  const found = useInfiniteQuery({
    queryKey: ["visits", person],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => api<Visits>(`/people/${person}/visits${query({ before_ms: pageParam })}`),
    getNextPageParam: (last) => (last.more ? last.events.at(-1)?.at_ms : undefined),
  });
  if (found.error) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (!found.data) return <Loader />;
  const events = found.data.pages.flatMap((p) => p.events);
  const refused = found.data.pages[0]?.refused ?? 0;
  const day = (e: VisitEvent) => date(e.at_ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const days = [...new Set(events.map(day))];
  return (
    <>
      {refused > 0 && (
        <div style={LINE}>{refused === 1 ? t("visits_hidden_one") : say("visits_hidden", { n: n(refused) })}</div>
      )}
      {events.length === 0 && refused === 0 && <div className="quiet">{t("visits_none")}</div>}
      {days.map((d) => (
        <div key={d} style={{ marginTop: 8 }}>
          <div style={{ fontWeight: 620 }}>{d}</div>
          {events
            .filter((e) => day(e) === d)
            .map((e, i) => (
              <Event key={i} event={e} many={many} />
            ))}
        </div>
      ))}
      {found.hasNextPage && (
        <Group mt={10}>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            {t("visits_more")}
          </Button>
          <span className="quiet">{say("visits_last", { n: n(events.length) })}</span>
        </Group>
      )}
    </>
  );
}

function Event({ event: e, many }: { event: VisitEvent; many: boolean }) {
  const { any, known, date, price } = useWords();
  const sites = useQuery({ queryKey: ["sites"], queryFn: () => api<Site[]>("/sites") }).data ?? [];
  const site = many && sites.find((s) => s.id === e.site)?.name;
  const more = [e.path, e.source, any(e.device), site].filter(Boolean).join(" · ");
  return (
    <div style={{ ...LINE, display: "grid", gridTemplateColumns: "44px minmax(0, 1fr) auto", columnGap: 10 }}>
      <span className="quiet">{date(e.at_ms, { timeStyle: "short" })}</span>
      <span>
        {known(`ev_${e.name}`, e.name)}
        {e.title && `: ${e.title}`}
        <div className="quiet">{more}</div>
      </span>
      {e.currency && <span>{price(e.value_minor, e.currency)}</span>}
    </div>
  );
}
