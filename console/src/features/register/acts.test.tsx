/** Ending an activity: what of the program is refused is said before it ends. */
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Entry } from "../../api/types";
import { ACTIVITIES, ACTIVITY, TERMS } from "../../testing/samples-register";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { Acts } from "./acts";
import { differences } from "./difference";

const END = "/register/{kind}/{id}";
const other = (...uses: string[]) => ({
  ...ACTIVITY,
  id: "ent_2",
  entry: { ...ACTIVITY.entry, uses } as Entry["entry"],
});
const holds = (...entries: Entry[]) => answer("get", "/register/{kind}", { as_shipped: false, entries, findings: [] });

beforeEach(() => {
  answer("get", "/register", TERMS);
});

async function ending() {
  const { user } = show(<Acts kind={ACTIVITIES} entry={ACTIVITY} />);
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "End the activity" }));
  const dialog = await screen.findByRole("dialog", { name: "End News" });
  return { user, dialog };
}

test("uses that no other activity names are said to be refused, and the version that was read ends", async () => {
  holds(ACTIVITY, other("statistics"));
  const asked = answer("delete", END, undefined);
  const { user, dialog } = await ending();
  await waitFor(() => expect(dialog).toHaveTextContent("refused at once: Newsletters."));
  await user.click(screen.getByRole("button", { name: "End it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked[0]?.url.search).toBe("?version=3");
});

test("nothing is said to be refused when another activity names it too", async () => {
  holds(ACTIVITY, other("newsletters"));
  const { dialog } = await ending();
  expect(dialog).toHaveTextContent("Nothing that the program does is refused by it.");
});

test("another version meanwhile: nothing ends, and that is said", async () => {
  holds(ACTIVITY);
  answer("delete", END, problem({ status: 409, code: "changed", title: "Changed meanwhile", detail: "load it again" }));
  const { user, dialog } = await ending();
  await user.click(screen.getByRole("button", { name: "End it" }));
  await waitFor(() => expect(dialog).toHaveTextContent("Changed meanwhile"));
});

test("versions are compared field by field, and lists one by one", () => {
  const line = (key: string, ...all: string[]) => ({ key, label: key, all });
  expect(
    differences([line("a", "1"), line("b", "x", "y")], [line("a", "1"), line("b", "y", "z"), line("c", "new")]),
  ).toEqual([
    { key: "b", label: "b", gone: ["x"], came: ["z"] },
    { key: "c", label: "c", gone: [], came: ["new"] },
  ]);
});
