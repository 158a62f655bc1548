/** What is shown at all: a link that is followed, signing in, or the frame with its pages. */
import { Center, Loader } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useLocation } from "react-router-dom";
import { api } from "./api/client";
import { Problem } from "./api/problem";
import { SignIn } from "./features/session/page";
import { Broken } from "./parts/broken";
import { Fault } from "./parts/fault";

const Welcome = lazy(() => import("./features/session/welcome"));
const Frame = lazy(() => import("./frame"));
const FactorNeeded = lazy(() => import("./features/account/needed"));
const ProofDialog = lazy(() => import("./features/account/proof"));

const wait = (
  <Center h="100vh">
    <Loader />
  </Center>
);

function Shown() {
  const me = api.useQuery("get", "/session");
  const { pathname } = useLocation();
  if (pathname === "/welcome") return <Welcome />;
  if (me.isPending) return wait;
  if (me.error instanceof Problem && me.error.status === 401) return <SignIn />;
  if (!me.data)
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

export function App() {
  return (
    <Broken>
      <Suspense fallback={wait}>
        <Shown />
      </Suspense>
    </Broken>
  );
}
