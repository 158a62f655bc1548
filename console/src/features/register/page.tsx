/** The register: what the organisation answers for, a tab each kind of record; each record has a page of its own. */
import { Loader, Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { Navigate, Route, Routes, useParams } from "react-router-dom";
import type { Kind, Me } from "../../api/types";
import type { PageProps } from "../../feature";
import { useAddress } from "../../parts/address";
import { Head } from "../../parts/head";
import { All, AllActs } from "./all";
import { Detail } from "./detail";
import { Changing, Entering } from "./editing";
import { useTerms, wordOf } from "./kept";
import { useWords } from "./words";

export default function Register({ me }: PageProps) {
  const { kinds } = useTerms();
  const may = me.may.includes("register_write");
  if (kinds.length === 0) return <Loader />;
  const list = <Navigate to="/register" replace />;
  const write = (show: (kind: Kind) => ReactNode) => (may ? <OfKind kinds={kinds} show={show} /> : list);
  return (
    <Routes>
      <Route index element={<Lists kinds={kinds} me={me} />} />
      <Route path=":kind" element={list} />
      <Route path=":kind/new" element={write((kind) => <Entering kind={kind} />)} />
      <Route path=":kind/:id" element={<OfKind kinds={kinds} show={(kind) => <Detail kind={kind} me={me} />} />} />
      <Route path=":kind/:id/edit" element={write((kind) => <Changing kind={kind} />)} />
    </Routes>
  );
}

/** What an address shows of the kind that it names. */
function OfKind({ kinds, show }: { kinds: Kind[]; show: (kind: Kind) => ReactNode }) {
  const { kind } = useParams();
  const named = kinds.find((k) => k.kind === kind);
  return named ? show(named) : <Navigate to="/register" replace />;
}

function Lists({ kinds, me }: { kinds: Kind[]; me: Me }) {
  const { t } = useWords();
  const { at, put } = useAddress();
  const kind = kinds.find((k) => k.kind === at("tab")) ?? kinds[0];
  if (!kind) return null;
  // What was looked for among one kind is not looked for among another.
  const open = (tab: string | null) =>
    put({ find: null, legal_bases: null, role: null, sort: null, verdict: null, tab });
  return (
    <>
      <Head title={t("page_register")} part={wordOf(kind, "many")} lead={wordOf(kind, "lead")}>
        <AllActs kind={kind} me={me} />
      </Head>
      <Tabs value={kind.kind} onChange={open} keepMounted={false}>
        <Tabs.List mb="lg">
          {kinds.map((k) => (
            <Tabs.Tab key={k.kind} value={k.kind}>
              {wordOf(k, "many")}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={kind.kind}>
          <All key={kind.kind} kind={kind} me={me} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
