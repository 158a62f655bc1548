/** A newsletter is aimed at the newest version of a segment, keeps the one it was aimed at, and says when there is a newer one. */
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { SegmentView } from "../../api/types";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Aim } from "./aim";

const SEGMENT = {
  id: "seg_1",
  version: 3,
  name: "Big customers",
  definition: "[]",
  actor: "",
  at: 1,
  created_at: 1,
  counted_at: 1,
};
const VIEW: SegmentView = {
  segment: SEGMENT,
  sentence: "",
  counted: { people: 1, looked_at: 1, within: 1, out: 0, neither: [] },
  complete: true,
};

test("choosing one takes its newest version, and an older one can be brought up to it", async () => {
  answer("get", "/segments", [VIEW]);
  const change = vi.fn();
  const { user, unmount } = show(<Aim segment={null} change={change} />);
  await user.click(await screen.findByRole("textbox", { name: "Only to a segment" }));
  await user.click(await screen.findByRole("option", { name: "Big customers" }));
  expect(change).toHaveBeenCalledWith({ id: "seg_1", version: 3 });
  unmount();
  const again = show(<Aim segment={{ id: "seg_1", version: 2 }} change={change} />);
  expect(await screen.findByText("There is a newer version of this segment.")).toBeVisible();
  await again.user.click(screen.getByRole("button", { name: "Use the newest" }));
  expect(change).toHaveBeenLastCalledWith({ id: "seg_1", version: 3 });
});
