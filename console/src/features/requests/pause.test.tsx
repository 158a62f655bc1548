/** The steps that end a pause: nobody is offered to end it before the person was told and had their week. */
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PauseView, Person } from "../../api/types";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { today } from "./clock";
import { Pause } from "./pause";

const DAY = 86_400_000;
const SINCE = Date.now() - 3 * DAY;
const EVA: Person = {
  id: "person1",
  language: "da",
  created_at: SINCE,
  restricted_at: SINCE,
  identifiers: [
    { id: "i1", kind: "email", value: "eva@post.example", source: "form", verified_at: SINCE, created_at: SINCE },
  ],
};
const PAUSED: PauseView = {
  restricted: true,
  since: SINCE,
  began_by: "person",
  told_by: "",
  pauses: ["collection", "reports"],
  next: "tell",
};
const TOLD = "/people/{id}/restriction/told";
const SET = "/people/{id}/restriction";

test("it says since when, for how long and what stands still, and first the person is told", async () => {
  const asked = answer("post", TOLD, PAUSED);
  const { user } = show(<Pause person={EVA} pause={PAUSED} may />);
  expect(screen.getByRole("status")).toHaveTextContent(/^Only stored since .*, for 3 days$/);
  expect(screen.getByText("The person's browsers are not measured.")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "End the pause" })).toBeNull();
  const write = screen.getByRole("button", { name: "Write to the person" });
  expect(write).toBeDisabled();
  await user.type(screen.getByLabelText("Reason, as the person reads it"), "The address was mended.");
  await user.click(write);
  await waitFor(() => expect(asked[0]?.body).toEqual({ how: "mail", reason: "The address was mended." }));
  await user.click(screen.getByRole("button", { name: "Write the letter down" }));
  await waitFor(() => expect(asked[1]?.body).toEqual({ how: "letter", on: today() }));
});

test("without a confirmed address there is the letter alone", () => {
  const unconfirmed = { ...EVA, identifiers: EVA.identifiers.map((i) => ({ ...i, verified_at: 0 })) };
  show(<Pause person={unconfirmed} pause={PAUSED} may />);
  expect(screen.queryByRole("button", { name: "Write to the person" })).toBeNull();
  expect(screen.getByRole("button", { name: "Write the letter down" })).toBeEnabled();
});

test("it waits a week, says from when, and what came back tells nobody", () => {
  const told = { how: "mail", taken_at_ms: SINCE, failed: false } as const;
  const waits: PauseView = { ...PAUSED, told, release_from: SINCE + 7 * DAY, next: "wait" };
  const { unmount } = show(<Pause person={EVA} pause={waits} may />);
  expect(screen.getByText(/^The pause can end from /)).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
  unmount();
  show(<Pause person={EVA} pause={{ ...PAUSED, told: { ...told, failed: true } }} may />);
  expect(screen.getByText("The mail could not be delivered. Write a letter.")).toBeVisible();
});

test("what the server refuses at the end stands there", async () => {
  const refused = problem({ code: "refused", title: "No", detail: "Not yet a week (R-07)", status: 403 });
  const asked = answer("put", SET, refused);
  const { user } = show(<Pause person={EVA} pause={{ ...PAUSED, next: "release" }} may />);
  await user.click(screen.getByRole("button", { name: "End the pause" }));
  expect(await screen.findByText(/Not yet a week/)).toBeVisible();
  expect(asked[0]?.body).toEqual({ restricted: false });
});

test("whoever may not end it sees it all the same, and one of another record leads there", () => {
  const { unmount } = show(<Pause person={EVA} pause={PAUSED} may={false} />);
  expect(screen.getByRole("status")).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
  unmount();
  show(<Pause person={EVA} pause={{ ...PAUSED, record: "person2" }} may />);
  expect(screen.getByRole("link", { name: "Go to that record" })).toHaveAttribute("href", "/people?person=person2");
});
