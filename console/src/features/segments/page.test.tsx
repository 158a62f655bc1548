/** Segments: an empty page teaches, what is built is counted while it is built, and of whom it may not be said is told. */
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Explanation, Me, SegmentView } from "../../api/types";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { complete, fresh, read, write } from "./definition";
import Segments from "./page";

const ME = { may: ["segment_read", "segment_write", "person_read"] } as unknown as Me;

const YOUNG = { reason: "minor", why: "is under eighteen", way_out: "wait", rule: null } as Explanation;
const COUNTED = { people: 9, looked_at: 9, within: 4, out: 3, neither: [{ people: 2, refusal: YOUNG }] };
const VIEW: SegmentView = {
  segment: {
    id: "seg_1",
    version: 1,
    name: "Lately",
    definition: '["within","order_last",90]',
    actor: "usr_1",
    at: 1,
    created_at: 1,
    counted_at: 2,
  },
  sentence: "Everybody who bought lately.",
  counted: COUNTED,
  complete: true,
};

test("an empty page teaches, and one that is ready opens in the builder with its count and what it leaves open", async () => {
  answer("get", "/segments", []);
  const asked = answer("post", "/segments/preview", { sentence: "Who bought lately.", counted: COUNTED });
  const made = answer("post", "/segments", VIEW);
  answer("get", "/segments/{id}", VIEW);
  answer("get", "/segments/{id}/members", { members: [], next: null });
  const { user } = show(<Segments me={ME} sites={[]} />);
  await user.click(await screen.findByRole("button", { name: "Bought in the last 90 days" }));
  expect(await screen.findByText("Who bought lately.")).toBeVisible();
  expect(asked[0]?.body).toEqual({ definition: ["within", "order_last", 90] });
  expect(screen.getByText("4 in · 2 neither · 3 out")).toBeVisible();
  expect(screen.getByText(/2 people: is under eighteen/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(made).toHaveLength(1));
  expect(made[0]?.body).toEqual({ name: "Bought in the last 90 days", definition: ["within", "order_last", 90] });
  expect(await screen.findByRole("heading", { level: 1, name: "Lately" })).toBeVisible();
});

test("what says nothing yet is not saved, and is told at its field", async () => {
  answer("get", "/segments", []);
  const made = answer("post", "/segments", VIEW);
  const { user } = show(<Segments me={ME} sites={[]} />);
  await user.click(await screen.findByRole("button", { name: "New segment" }));
  expect(screen.getByText(/When each condition says something/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByRole("textbox", { name: "Name" })).toBeInvalid();
  expect(made).toHaveLength(0);
});

test("one that something rests on is not removed, and says so", async () => {
  answer("get", "/segments", [VIEW]);
  answer("get", "/segments/{id}", VIEW);
  answer("get", "/segments/{id}/members", { members: [], next: null });
  answer(
    "delete",
    "/segments/{id}",
    problem({ status: 409, code: "segment_in_use", title: "In use", detail: "a newsletter rests on it" }),
  );
  const { user } = show(<Segments me={ME} sites={[]} />);
  await user.click(await screen.findByRole("button", { name: "Lately" }));
  await user.click(await screen.findByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  expect(await screen.findByText("a newsletter rests on it")).toBeVisible();
});

test("a definition is read and written as it was, and what is half is not whole", () => {
  for (const text of [
    '["within","order_last",90]',
    '["and",[["is","text:city",["Aarhus"]],["not",["is","order_count",[0]]]]]',
    '["not",["or",[["gte","order_sum:DKK",5000],["is","permission:top_1",["yes"]]]]]',
    '["or",[["between","order_first",[10,20]],["and",[["before","date:renewed",30],["is","email",["no"]]]]]]',
  ]) {
    const group = read(text);
    expect(group && JSON.stringify(write(group))).toBe(text);
    expect(group && complete(group)).toBe(true);
  }
  expect(read('["near","order_last",3]')).toBeUndefined();
  expect(read("nothing")).toBeUndefined();
  expect(complete(fresh())).toBe(false);
  expect(complete(fresh("email"))).toBe(true);
  expect(complete({ ...fresh("text:"), values: ["x"] })).toBe(false);
});
