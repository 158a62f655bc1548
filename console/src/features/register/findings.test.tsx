/** What the register does not say and should: each line has its way out, and what was marked can be taken back. */
import { screen, waitFor } from "@testing-library/react";
import { useLocation } from "react-router-dom";
import { beforeEach, expect, test } from "vitest";
import type { Finding } from "../../api/types";
import { ACTIVITIES, ACTIVITY, TERMS } from "../../testing/samples-register";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { today } from "./address";
import { Findings } from "./findings";

const UNNAMED: Finding = { code: "use_unnamed", kind: "activities", use: "statistics", name: "statistics" };
const UNTOLD: Finding = { code: "recipient_unnamed", kind: "activities", recipient: "rcp_1", name: "Budtjenesten" };
const due = (id: string): Finding => ({ code: "review_due", kind: "activities", entry: id, name: `Old ${id}` });

function Where() {
  const { pathname, search } = useLocation();
  return <output aria-label="where">{pathname + search}</output>;
}

const findings = (all: Finding[], may = true) =>
  show(
    <>
      <Findings kind={ACTIVITIES} all={{ as_shipped: false, entries: [ACTIVITY], findings: all }} may={may} />
      <Where />
    </>,
  );

beforeEach(() => {
  answer("get", "/register", TERMS);
});

test("a use that no activity names opens a new activity with it", async () => {
  findings([UNNAMED]);
  expect(await screen.findByText("No activity names this: Statistics")).toBeVisible();
  expect(screen.getByRole("link", { name: "Name it" })).toHaveAttribute(
    "href",
    "/register/activities/new?use=statistics",
  );
});

test("a recipient is added to an activity that is chosen", async () => {
  const { user } = findings([UNTOLD]);
  await user.click(screen.getByRole("button", { name: /^Add to/ }));
  await user.click(await screen.findByRole("menuitem", { name: "News" }));
  expect(screen.getByLabelText("where")).toHaveTextContent("/register/activities/ent_1/edit?recipient=rcp_1");
});

test("what was looked through is marked with today, and that is taken back", async () => {
  const marked = { ...ACTIVITY, version: 4, entry: { ...ACTIVITY.entry, reviewed_on: today() } };
  const asked = answer("put", "/register/{kind}/{id}", marked, { ...ACTIVITY, version: 5 });
  const { user } = findings([due("ent_1")]);
  await user.click(screen.getByRole("button", { name: "I looked it through today: Old ent_1" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
  expect(asked.map((a) => a.body)).toEqual([
    { version: 3, entry: { ...ACTIVITY.entry, reviewed_on: today() } },
    { version: 4, entry: ACTIVITY.entry },
  ]);
});

test("many that are due are told in one line, behind what is refused", async () => {
  findings([...["1", "2", "3", "4"].map(due), UNNAMED]);
  expect(screen.getByText("4 have not been looked through for a year")).toBeVisible();
  expect(screen.getByText(/Old 1/)).not.toBeVisible();
  expect(screen.getByRole("link", { name: "Name it" })).toBeVisible();
});

test("whoever may not write sees what is missing and no way to write", () => {
  findings([UNNAMED, UNTOLD, due("ent_1")], false);
  expect(screen.getByText("Budtjenesten gets data, and no activity says so")).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByRole("link")).toBeNull();
});
