/** Each shared part under its own name, in the states it has. A part that is not here fails the test beside this. */
import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "../../api/problem";
import type { Coverage, Explanation } from "../../api/types";
import { Broken } from "../../parts/broken";
import { Change } from "../../parts/change";
import { CoverageBar } from "../../parts/coverage";
import { Ends, Sure } from "../../parts/dialog";
import { Empty } from "../../parts/empty";
import { Fault, Faults, WayOut } from "../../parts/fault";
import { Head } from "../../parts/head";
import { Logo } from "../../parts/logo";
import { PeriodPicker } from "../../parts/period";
import { Ruled, RuleMark } from "../../parts/rule";
import { Section } from "../../parts/section";
import { Opens } from "../../parts/table";
import { AddressTabs } from "../../parts/tabs";
import { Again, Asks, AsksFirst, Buttons, Choices, Curve, done, Fields, nothing, Rows, Sizes } from "./samples";

const COVERAGE: Coverage = { measured: 812, counted: 340, refused: 57, lane: "script" };
const RULE = {
  id: "B-11",
  certainty: "settled",
  text: "Who asks is named.",
  source: "GDPR article 13(1)(a)",
} satisfies Explanation["rule"];
const REFUSAL: Explanation = { reason: "refused", why: "Nobody said yes.", way_out: "Ask with a form.", rule: RULE };
const PROBLEM = new Problem({ status: 422, code: "invalid", title: "Not yet", detail: "Something is missing." });

function Falls(): ReactNode {
  throw PROBLEM;
}

/** By the name of the part; what is no part of its own is written small. */
export const SPECIMENS: Record<string, ReactNode> = {
  sizes: <Sizes />,
  buttons: <Buttons />,
  fields: <Fields />,
  Logo: <Logo />,
  Head: (
    <Head title="Analyse" of={{ title: "Hjem", to: "/design" }} lead="27. november">
      <Button>+</Button>
    </Head>
  ),
  Section: <Section head="2026" aside="–" />,
  Empty: (
    <Empty head="–" next={<Button>+</Button>}>
      <p>…</p>
    </Empty>
  ),
  More: <Choices />,
  Change: (
    <Group>
      <Change now={112} before={100} />
      <Change now={91} before={100} />
      <Change now={100} before={100} />
    </Group>
  ),
  CoverageBar: <CoverageBar coverage={COVERAGE} purpose="statistics" />,
  Chart: <Curve />,
  PeriodPicker: <PeriodPicker zone="Europe/Copenhagen" />,
  Heads: <Rows />,
  Opens: <Opens show={nothing}>karen.madsen@post.example</Opens>,
  Older: <Again />,
  AddressTabs: (
    <AddressTabs
      title="Tabs"
      tabs={[
        { key: "one", label: "1", draw: () => "1" },
        { key: "two", label: "2", draw: () => "2" },
      ]}
    />
  ),
  Dialog: <Asks />,
  Ends: (
    <Ends cancel={nothing}>
      <Button>OK</Button>
    </Ends>
  ),
  Ask: <AsksFirst />,
  Sure: <Sure label="?" text="…" go={done} />,
  Fault: <Fault error={PROBLEM} retry={nothing} />,
  Faults: <Faults all={["The controller's address is missing (B-11)", "The text is too vague (B-12)"]} />,
  WayOut: <WayOut refusal={REFUSAL} />,
  RuleMark: <RuleMark rules={[RULE, { id: "B-12" }]} />,
  Ruled: <Ruled>Asked about again (B-19).</Ruled>,
  Broken: (
    <Broken>
      <Falls />
    </Broken>
  ),
};

export function Specimens() {
  return Object.entries(SPECIMENS).map(([name, drawn]) => (
    <section key={name} className="specimen" aria-label={name}>
      <code className="quiet small">{name}</code>
      {drawn}
    </section>
  ));
}
