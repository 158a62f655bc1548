/** The frame: who is signed in, which site and period are looked at, and where to go. */
import {
  ActionIcon,
  AppShell,
  Burger,
  Center,
  Loader,
  Menu,
  Select,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { useDisclosure, useDocumentTitle } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, NavLink, Route, Routes, useLocation, useSearchParams } from "react-router-dom";
import { api, type Me, Problem, type Site } from "./api";
import { FactorNeeded } from "./features/account/factor";
import { ProofDialog } from "./features/account/proof";
import { Audience } from "./features/audience";
import { Consent } from "./features/consent";
import { Home } from "./features/home";
import { OrganisationModal } from "./features/home/organisation";
import { People } from "./features/people";
import { Reach } from "./features/reach";
import { Requests } from "./features/requests";
import { useRequests } from "./features/requests/parts";
import { SignIn, Welcome } from "./features/session";
import { Settings } from "./features/settings";
import { LANGS, type Lang, useWords } from "./i18n";
import { Fault, Logo } from "./parts";

export function App() {
  const me = useQuery({ queryKey: ["me"], queryFn: () => api<Me>("/session") });
  const { pathname } = useLocation();
  if (pathname === "/welcome") return <Welcome />;
  if (me.isPending)
    return (
      <Center h="100vh">
        <Loader />
      </Center>
    );
  if (me.error instanceof Problem && me.error.status === 401) return <SignIn />;
  if (me.error)
    return (
      <Center h="100vh">
        <Fault error={me.error} retry={() => me.refetch()} />
      </Center>
    );
  return (
    <>
      {me.data.second_factor_needed ? <FactorNeeded me={me.data} /> : <Frame me={me.data} />}
      <ProofDialog me={me.data} />
    </>
  );
}

function Frame({ me }: { me: Me }) {
  const { t, n } = useWords();
  const [opened, { toggle, close }] = useDisclosure();
  const [params, setParams] = useSearchParams();
  const sites = useQuery({ queryKey: ["sites"], queryFn: () => api<Site[]>("/sites") });
  const all = sites.data ?? [];
  const site = all.find((s) => s.id === params.get("site")) ?? all[0];
  const keep = (() => {
    const kept = new URLSearchParams();
    for (const name of ["site", "from", "to", "days", "compare"])
      if (params.get(name)) kept.set(name, params.get(name)!);
    return kept.size ? `?${kept}` : "";
  })();
  const asks = me.may.includes("request_read");
  const open = useRequests(asks).data?.open.length ?? 0;
  const pages = [
    ["/", "home"],
    ["/audience", "audience"],
    ["/people", "people"],
    ...(me.may.includes("campaign_read") ? [["/reach", "reach"] as const] : []),
    ...(asks ? [["/requests", "requests"] as const] : []),
    ["/consent", "consent"],
    ["/settings", "settings"],
  ] as const;
  const { pathname } = useLocation();
  const here = pages.find(([path]) => (path === "/" ? pathname === "/" : pathname.startsWith(path)));
  useDocumentTitle(
    `${here ? `${t(here[1])} · ` : ""}${site && sites.data!.length > 1 ? `${site.name} · ` : ""}Hjemmel`,
  );
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header px="md" style={{ display: "flex", alignItems: "center", gap: 12 }}>
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
        <Logo />
        <div style={{ flex: 1 }} />
        {all.length > 0 && (
          <Select
            aria-label={t("site")}
            w={{ base: 190, sm: 240 }}
            size="sm"
            allowDeselect={false}
            data={all.map((s) => ({ value: s.id, label: s.name }))}
            value={site?.id ?? null}
            onChange={(id) => {
              const next = new URLSearchParams(params);
              next.set("site", id!);
              next.delete("filter");
              setParams(next);
            }}
          />
        )}
        <Account me={me} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" className="side">
        <div>
          {pages.map(([path, word]) => (
            <NavLink key={path} to={path + keep} end={path === "/"} onClick={close}>
              {t(word)}
              {word === "requests" && open > 0 && (
                <span className="quiet">
                  {" "}
                  {n(open)} <VisuallyHidden>{t("rq_open")}</VisuallyHidden>
                </span>
              )}
            </NavLink>
          ))}
        </div>
        <div style={{ flex: 1 }} />
        <div className="quiet" style={{ padding: "8px 12px", fontSize: 12.5 }}>
          {me.may.includes("team_write") ? (
            <Link
              className="quiet"
              style={{ padding: 0, display: "inline", textDecoration: "underline" }}
              to={`${pathname}${keep ? `${keep}&` : "?"}organisation=edit`}
            >
              {me.organisation}
            </Link>
          ) : (
            me.organisation
          )}
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {me.may.includes("team_write") && <OrganisationModal />}
        <div style={{ maxWidth: 1180, margin: "0 auto" }}>
          {sites.error ? (
            <Fault error={sites.error} retry={() => sites.refetch()} />
          ) : sites.isPending ? (
            <Loader />
          ) : (
            <Routes>
              <Route path="/" element={<Home me={me} site={site} sites={all} />} />
              <Route path="/audience" element={site ? <Audience site={site} key={site.id} /> : <Navigate to="/" />} />
              <Route
                path="/consent"
                element={site ? <Consent me={me} site={site} key={site.id} /> : <Navigate to="/" />}
              />
              <Route path="/people" element={<People me={me} />} />
              {me.may.includes("campaign_read") && <Route path="/reach" element={<Reach me={me} />} />}
              {asks && <Route path="/requests" element={<Requests me={me} site={site} />} />}
              <Route path="/settings" element={<Settings me={me} sites={all} />} />
              <Route path="*" element={<Navigate to="/" />} />
            </Routes>
          )}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function Account({ me }: { me: Me }) {
  const { t, lang, set, any } = useWords();
  const client = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const out = async () => {
    await api("/session", { method: "DELETE" }).catch(() => {});
    client.clear();
    location.href = "/";
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="light" radius="xl" size={34} aria-label={me.name}>
          {me.name
            .split(" ")
            .map((w) => w[0])
            .join("")
            .slice(0, 2)}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {any(me.role)}
        </Menu.Label>
        {(Object.keys(LANGS) as Lang[]).map((l) => (
          <Menu.Item key={l} onClick={() => set(l)} fw={l === lang ? 650 : 400}>
            {LANGS[l]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => setColorScheme(dark ? "light" : "dark")}>{dark ? t("light") : t("dark")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={out}>{t("sign_out")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
