/** Releasing a newsletter: the number of people on the button is the number that is reached, and nothing goes by mistake. */
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { AUDIENCE, CAMPAIGN, WELL } from "../../testing/samples";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { Release } from "./release";

beforeEach(() => {
  answer("get", "/setup", WELL);
});

test("it tells whom it reaches and why not the others, and goes out to that state of the words", async () => {
  answer("get", "/campaigns/{id}/audience", AUDIENCE);
  const released = answer("post", "/campaigns/{id}/release", CAMPAIGN);
  const close = vi.fn();
  const { user } = show(<Release kept={CAMPAIGN} close={close} />);
  expect(await screen.findByText("nobody said yes")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Send to 4 people" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(released[0]?.body).toEqual({ changed_at_ms: 7, send_at_ms: 0, per_minute: 0 });
});

test("nobody to reach, or words that must be mended: it cannot go", async () => {
  answer("get", "/campaigns/{id}/audience", { ...AUDIENCE, reachable: 0 });
  show(<Release kept={{ ...CAMPAIGN, faults: ["`subject` is missing"] }} close={() => {}} />);
  expect(await screen.findByText("`subject` is missing")).toBeVisible();
  expect(screen.getByText(/Nobody is reached right now/)).toBeVisible();
  expect(screen.getByRole("button", { name: /^Send to/ })).toBeDisabled();
});

test("a moment that is over is told at its field, and one ahead is sent", async () => {
  answer("get", "/campaigns/{id}/audience", AUDIENCE);
  const released = answer("post", "/campaigns/{id}/release", CAMPAIGN);
  const { user } = show(<Release kept={CAMPAIGN} close={() => {}} />);
  await user.click(await screen.findByRole("radio", { name: "At a date and time" }));
  const moment = screen.getByLabelText(/^Date and time/);
  fireEvent.change(moment, { target: { value: "2020-01-01T10:00" } });
  await waitFor(() => expect(moment).toBeInvalid());
  expect(moment).toHaveAccessibleDescription(/Choose a time ahead of now/);
  const button = screen.getByRole("button", { name: "Schedule for 4 people" });
  expect(button).toBeDisabled();
  const next = new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 16);
  fireEvent.change(moment, { target: { value: next } });
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
  await waitFor(() => expect(released).toHaveLength(1));
  expect(released[0]?.body).toMatchObject({ send_at_ms: new Date(next).getTime() });
});

test("words that somebody else changed meanwhile do not go out, and it stays open", async () => {
  answer("get", "/campaigns/{id}/audience", AUDIENCE);
  answer(
    "post",
    "/campaigns/{id}/release",
    problem({ status: 409, code: "changed", title: "Changed", detail: "load it again" }),
  );
  const close = vi.fn();
  const { user } = show(<Release kept={CAMPAIGN} close={close} />);
  await user.click(await screen.findByRole("button", { name: "Send to 4 people" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("load it again");
  expect(close).not.toHaveBeenCalled();
});

test("the example that a new newsletter begins with is pointed out", async () => {
  answer("get", "/campaigns/{id}/audience", AUDIENCE);
  const body = {
    ...CAMPAIGN.campaign.body,
    blocks: [{ kind: "heading" as const, text: "Say what matters most here" }],
  };
  show(<Release kept={{ ...CAMPAIGN, campaign: { ...CAMPAIGN.campaign, body } }} close={() => {}} />);
  expect(await screen.findByText("The example text is still in it.")).toBeVisible();
});
