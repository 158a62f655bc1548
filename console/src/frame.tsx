/** The frame: who is signed in, which site and period are looked at, and where to go. */
import { AppShell, Burger, Loader, Select, VisuallyHidden } from "@mantine/core";
import { useDisclosure, useDocumentTitle } from "@mantine/hooks";
import { Suspense } from "react";
import { Link, Navigate, NavLink, Route, Routes, useLocation } from "react-router-dom";
import { api } from "./api/client";
import type { Me } from "./api/types";
import type { Feature } from "./feature";
import { FEATURES } from "./features";
import { AccountMenu } from "./features/account/menu";
import { OrganisationDialog } from "./features/home/organisation";
import { useAddress } from "./parts/address";
import { Broken } from "./parts/broken";
import { Fault } from "./parts/fault";
import { Logo } from "./parts/logo";
import { useWords } from "./words/catalogue";

/** What is kept from page to page. */
const KEPT = ["site", "from", "to", "days", "compare"];

function useKept(): string {
  const { at } = useAddress();
  const kept = new URLSearchParams(KEPT.flatMap((name) => (at(name) ? [[name, at(name)]] : [])));
  return kept.size ? `?${kept}` : "";
}

export default function Frame({ me }: { me: Me }) {
  const { t } = useWords();
  const [opened, { toggle, close }] = useDisclosure();
  const { at, put } = useAddress();
  const { pathname } = useLocation();
  const sites = api.useQuery("get", "/sites");
  const all = sites.data ?? [];
  const site = all.find((s) => s.id === at("site")) ?? all[0];
  const shown = FEATURES.filter((f) => !f.may || me.may.includes(f.may));
  const here = shown.find(({ path }) => (path === "/" ? pathname === "/" : pathname.startsWith(path)));
  const title = [here && t(here.title), all.length > 1 && site?.name, "Hjemmel"];
  useDocumentTitle(title.filter(Boolean).join(" · "));
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header px="md" className="head">
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
        <Logo />
        <div className="grow" />
        {site && (
          <Select
            size="sm"
            w={{ base: 190, sm: 240 }}
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
        {shown.map((f) => (
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
            <Broken key={pathname}>
              <Suspense fallback={<Loader />}>
                <Routes>
                  {shown.map((f) => (
                    <Route key={f.path} path={f.path} element={f.draw({ me, sites: all, site })} />
                  ))}
                  <Route path="*" element={<Navigate to="/" />} />
                </Routes>
              </Suspense>
            </Broken>
          )}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

/** The way to a feature, with how much waits there. */
function Entry({ feature: f, me, close }: { feature: Feature; me: Me; close: () => void }) {
  const { t } = useWords();
  const ahead = () => void f.load().catch(() => {});
  return (
    <NavLink to={f.path + useKept()} end={f.path === "/"} onClick={close} onMouseEnter={ahead} onFocus={ahead}>
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
    <span className="quiet">
      {" "}
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
