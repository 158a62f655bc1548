/** Closing a request: whoever asks must be told, and nobody's step is overwritten unseen. */
import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { RequestView } from "../../api/types";
import { REQUEST } from "../../testing/samples";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { nextOf, othersOf } from "./step";
import { Steps } from "./steps";

const STEPS = "/requests/{id}/steps";
const CLOSED: RequestView = { ...REQUEST, request: { ...REQUEST.request, state: "done", closed_at: 9 } };
const ANSWERED: RequestView = { ...REQUEST, notes: [{ id: "n", kind: "reply", text: "Sent", at: 1, actor: "u" }] };

function steps(view: RequestView) {
  const props = { took: vi.fn(), want: vi.fn(), reload: vi.fn(async () => {}) };
  return { ...show(<Steps view={view} {...props} />), ...props };
}
const form = () => within(screen.getByRole("region"));
/** What is not next lies behind a button. */
async function other(user: UserEvent, name: string) {
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: new RegExp(`^${name}`) }));
}

test("without an answer it is closed only when somebody says that the person was told", async () => {
  const asked = answer("post", STEPS, CLOSED);
  const { user, took } = steps(REQUEST);
  await other(user, "Done");
  await user.type(form().getByLabelText(/What was done/), "A copy by letter");
  expect(form().getByText("No answer has gone from here.")).toBeVisible();
  expect(form().getByRole("button", { name: "Done" })).toBeDisabled();
  await user.click(form().getByRole("checkbox"));
  await user.click(form().getByRole("button", { name: "Done" }));
  await waitFor(() => expect(took).toHaveBeenCalledWith(CLOSED));
  expect(asked[0]?.body).toEqual({
    changed_at_ms: 5,
    change: { step: "done", text: "A copy by letter", without_answer: true },
  });
});

test("the answer can be written first, with what was said", async () => {
  const { user, want } = steps(REQUEST);
  await other(user, "Refuse");
  await user.type(form().getByLabelText(/Why, as the person reads it/), "Asked every week");
  await user.click(form().getByRole("button", { name: "Write the answer first" }));
  expect(want).toHaveBeenCalledWith({ template: "excessive", reason: "Asked every week" });
  // What is next stands there again, and the keyboard is there.
  expect(screen.getByRole("region", { name: "Next step" }).parentElement).toHaveFocus();
});

test("after an answer it is closed without being asked, and too few words do not close it", async () => {
  const asked = answer("post", STEPS, CLOSED);
  const { user, took } = steps(ANSWERED);
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(form().queryByRole("checkbox")).toBeNull();
  await user.type(form().getByLabelText(/What was done/), "ok");
  expect(form().getByRole("button", { name: "Done" })).toBeDisabled();
  await user.type(form().getByLabelText(/What was done/), "ay");
  await user.click(form().getByRole("button", { name: "Done" }));
  await waitFor(() => expect(took).toHaveBeenCalled());
  expect(asked[0]?.body).toEqual({ changed_at_ms: 5, change: { step: "done", text: "okay" } });
});

test("somebody else's step meanwhile: it is loaded again, and what was written stays", async () => {
  answer("post", STEPS, problem({ status: 409, code: "changed", title: "Changed meanwhile", detail: "load it again" }));
  const { user, took, reload } = steps(ANSWERED);
  await user.click(screen.getByRole("button", { name: "Done" }));
  await user.type(form().getByLabelText(/What was done/), "A copy by letter");
  await user.click(form().getByRole("button", { name: "Done" }));
  await user.click(await screen.findByRole("button", { name: /load/i }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(reload).toHaveBeenCalled();
  expect(took).not.toHaveBeenCalled();
  expect(form().getByLabelText(/What was done/)).toHaveValue("A copy by letter");
});

test("one thing is next wherever a request stands, and nothing that can be done is lost", async () => {
  const at = (request: Partial<RequestView["request"]>, notes: RequestView["notes"] = []): RequestView => ({
    ...REQUEST,
    notes,
    request: { ...REQUEST.request, ...request },
  });
  expect(nextOf(at({ state: "received" }))).toBe("take");
  expect(nextOf(at({ identity: "none" }))).toBe("identity_ask");
  expect(nextOf(at({ identity: "none", suspended_at: 9 }))).toBe("identity_known");
  expect(nextOf(at({}))).toBe("person");
  expect(nextOf(at({ person: "p" }))).toBe("answer");
  expect(nextOf(at({ channel: "page" }))).toBe("answer");
  expect(nextOf(at({}, ANSWERED.notes))).toBe("done");
  expect(othersOf(at({}), "person")).toEqual(["note", "done", "refuse"]);
  expect(othersOf(at({ identity: "none" }), "identity_ask")).toEqual([
    "identity_known",
    "person",
    "note",
    "done",
    "refuse",
  ]);
  expect(othersOf({ ...at({}), extendable: true }, "done")).toContain("extend");
});

test("nobody is answered for good before it is clear who asks", async () => {
  const { user } = steps({ ...REQUEST, request: { ...REQUEST.request, identity: "none" } });
  expect(screen.getByRole("button", { name: "Ask who it is" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "More" }));
  expect(await screen.findByRole("menuitem", { name: /^Done First make sure who is asking/ })).toBeDisabled();
});
