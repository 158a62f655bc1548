/** The frame: who is signed in, which site and period are looked at, and where to go. */
import { AppShell, Burger, Loader, Select, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense } from "react";
import { Link, Navigate, NavLink, Route, Routes, useLocation } from "react-router-dom";
import { api } from "./api/client";
import type { Me, Site } from "./api/types";
import { type Feature, startOf } from "./feature";
import { FEATURES } from "./features";
import { AccountMenu } from "./features/account/menu";
import { OrganisationDialog } from "./features/home/organisation";
import { Find } from "./features/search/find";
import { useAddress, useKept } from "./parts/address";
import { Broken } from "./parts/broken";
import { Fault } from "./parts/fault";
import { Logo } from "./parts/logo";
import { Tail } from "./parts/title";
import { useWords } from "./words/catalogue";

export default function Frame({ me }: { me: Me }) {
  const { t } = useWords();
  const [opened, { toggle, close }] = useDisclosure();
  const { at, put } = useAddress();
  const sites = api.useQuery("get", "/sites");
  const all = sites.data ?? [];
  const site = all.find((s) => s.id === at("site")) ?? all[0];
  const shown = FEATURES.filter((f) => !f.may || me.may.includes(f.may));
  const listed = shown.filter((f) => !f.aside);
  const tail = all.length > 1 && site ? [site.name, "Hjemmel"] : ["Hjemmel"];
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "xl" }}
    >
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header px="md" className="head">
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
        <Logo />
        <div className="grow" />
        <Find me={me} sites={all} listed={listed} />
        {site && (
          <Select
            size="sm"
            w={{ base: 150, sm: 220 }}
            aria-label={t("site")}
            allowDeselect={false}
            data={all.map((s) => ({ value: s.id, label: s.name }))}
            value={site.id}
            onChange={(id) => put({ site: id, filter: null })}
          />
        )}
        <AccountMenu me={me} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" className="side">
        {listed.map((f) => (
          <Entry key={f.path} feature={f} me={me} close={close} />
        ))}
        <div className="grow" />
        <Organisation me={me} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {me.may.includes("team_write") && <OrganisationDialog />}
        <div className="page">
          {sites.error ? (
            <Fault error={sites.error} retry={() => sites.refetch()} />
          ) : sites.isPending ? (
            <Loader />
          ) : (
            <Tail value={tail}>
              <Pages me={me} sites={all} site={site} shown={shown} />
            </Tail>
          )}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

/** The page that the address names. What breaks stays within it. */
function Pages({ shown, ...props }: { me: Me; sites: Site[]; site?: Site; shown: Feature[] }) {
  const { pathname } = useLocation();
  return (
    <Broken key={pathname}>
      <Suspense fallback={<Loader />}>
        <Routes>
          {shown.map((f) => (
            <Route key={f.path} path={f.path} element={f.draw(props)} />
          ))}
          <Route path="*" element={<Navigate to="/" />} />
        </Routes>
      </Suspense>
    </Broken>
  );
}

/** The way to a feature, with how much waits there. */
function Entry({ feature: f, me, close }: { feature: Feature; me: Me; close: () => void }) {
  const { t } = useWords();
  const kept = useKept();
  const ahead = () => void f.load().catch(() => {});
  return (
    <NavLink to={startOf(f) + kept} end={f.path === "/"} onClick={close} onMouseEnter={ahead} onFocus={ahead}>
      {t(f.title)}
      {f.useCount && <Waiting count={f.useCount} me={me} />}
    </NavLink>
  );
}

function Waiting({ count: useCount, me }: { count: (me: Me) => number; me: Me }) {
  const { t, n } = useWords();
  const count = useCount(me);
  if (count === 0) return null;
  return (
    <span className="waits">
      {n(count)} <VisuallyHidden>{t("rq_open")}</VisuallyHidden>
    </span>
  );
}

function Organisation({ me }: { me: Me }) {
  const { pathname } = useLocation();
  const kept = useKept();
  return (
    <div className="quiet small owner">
      {me.may.includes("team_write") ? (
        <Link className="quiet" to={`${pathname}${kept ? `${kept}&` : "?"}organisation=edit`}>
          {me.organisation}
        </Link>
      ) : (
        me.organisation
      )}
    </div>
  );
}
