/** What is to be settled about assessments and breaches: each line says until when and what, and leads there. */
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Finding } from "../../api/types";
import { ACTIVITIES, ACTIVITY, ALL_TERMS, BREACHES } from "../../testing/samples-register";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Editor } from "./editor";
import { Findings } from "./findings";

const DUE = Date.parse("2026-11-23T07:00:00Z");
const OPEN: Finding = {
  code: "breach_open",
  kind: "breaches",
  entry: "ent_5",
  name: "List",
  due: DUE,
  wants: ["people"],
};

const findings = (all: Finding[], may = true, kind = BREACHES) =>
  show(<Findings kind={kind} all={{ as_shipped: false, entries: [ACTIVITY], findings: all }} may={may} />);

beforeEach(() => {
  answer("get", "/register", ALL_TERMS);
});

test("a case says until when the authority is told and what is missing before it can be closed", async () => {
  findings([OPEN]);
  expect(await screen.findByText(/The authority is to be told by/)).toBeVisible();
  expect(screen.getByText(/this is missing: About how many people\./)).toBeVisible();
  expect(screen.getByRole("link", { name: "Edit" })).toHaveAttribute("href", "/register/breaches/ent_5/edit");
});

test("a case with everything answered can be closed", async () => {
  findings([{ ...OPEN, due: undefined, wants: undefined }]);
  expect(await screen.findByText(/the case can be closed\./)).toBeVisible();
  expect(screen.queryByText(/is to be told by/)).toBeNull();
});

test("what may be a breach becomes a case or is said to be none, and either knows the suspicion", async () => {
  const suspicion = { mark: "many_read:usr_a:9", sort: "many_read", actor: "usr_a", count: 60, at: DUE } as const;
  findings([{ code: "suspicion", kind: "breaches", name: "many_read", suspicion }]);
  expect(await screen.findByText("One of you has opened many people (60)")).toBeVisible();
  const to = (name: string) =>
    new URL(screen.getByRole("link", { name }).getAttribute("href") ?? "", "http://a.example");
  const [is, none] = [to("It is a breach"), to("It is none, because …")];
  expect([is.searchParams.get("verdict"), none.searchParams.get("verdict")]).toEqual(["breach", "not_a_breach"]);
  expect(none.searchParams.get("suspicion")).toBe("many_read:usr_a:9");
  expect(is.searchParams.get("aware_at")).toMatch(/^2026-11-23T\d\d:\d\d$/);
});

test("an activity without its assessment leads to one about it; whoever only reads is not led", async () => {
  const lack = { kind: "assessments", entry: "ent_1", name: "News", sort: "legitimate_interest" } as const;
  const { unmount } = findings([{ ...lack, code: "unassessed" }], true, ACTIVITIES);
  expect(await screen.findByText("News: is refused until it is assessed")).toBeVisible();
  const link = screen.getByRole("link", { name: "Assess it" });
  expect(link).toHaveAttribute("href", "/register/assessments/new?sort=legitimate_interest&activity=ent_1&name=News");
  unmount();
  findings([{ ...lack, code: "assessment_missing" }], false, ACTIVITIES);
  expect(await screen.findByText("News: lacks its assessment, and goes on meanwhile")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

test("a moment is chosen to the minute and sent as it was chosen; how many people there are stands where that is asked", async () => {
  answer("get", "/register/held", { people: 1200, with_email: 900, with_phone: 3, with_orders: 40, orders: 60 });
  const asked = answer("post", "/register/{kind}", { ...ACTIVITY, id: "ent_5" });
  const first = { name: "List", verdict: "breach", aware_at: "", measures: "", people: "" };
  const { user } = show(<Editor kind={BREACHES} first={first} cancel={() => {}} done={() => {}} />);
  const aware = await screen.findByLabelText(/^Aware of it/);
  expect(await screen.findByText(/You hold data of 1,200 people: 900 with an e-mail address/)).toBeVisible();
  await user.type(aware, "2026-11-20T08:30");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByRole("button", { name: "Save" });
  expect(asked.map((a) => (a.body as { aware_at: string }).aware_at)).toEqual(["2026-11-20T08:30"]);
});
