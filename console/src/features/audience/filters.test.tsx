/** Filters: said as a sentence, put together in a dialog, kept under a name. */
import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import type { Dimension } from "../../api/types";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { Filters } from "./filters";

const TEXT = ["is", "contains", "starts"];
const DIMENSIONS: Dimension[] = [
  { name: "source", group: "origin", operators: TEXT },
  { name: "path", group: "content", operators: TEXT },
  { name: "prop:seats", group: "property", operators: [...TEXT, "gt", "gte", "lt", "lte", "between"] },
];
const about = {
  site: { id: "site_a" },
  period: { from: "2026-11-01", to: "2026-11-30" },
  dimensions: DIMENSIONS,
};

function Page({ first }: { first: string }) {
  const [text, set] = useState(first);
  return (
    <>
      <Filters about={about} text={text} set={set} />
      <output>{text}</output>
    </>
  );
}
const written = () => screen.getByRole("status").textContent;

beforeEach(() => {
  answer("get", "/sites/{id}/filters", []);
  answer("get", "/sites/{id}/reports/breakdown", []);
});

test("each part is said in words and taken away by one press", async () => {
  const first =
    '["and",[["is","source",["google","bing"]],["not",["starts","path",["/blog"]]],["gte","prop:seats",5]]]';
  const { user } = show(<Page first={first} />);
  expect(screen.getByText("Source is “google” or “bing”")).toBeVisible();
  expect(screen.getByText("Page does not start with “/blog”")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Clear: seats is at least “5”" }));
  expect(written()).toBe('["and",[["is","source",["google","bing"]],["not",["starts","path",["/blog"]]]]]');
});

test("a filter is put together, and one that says nothing is not used", async () => {
  const { user } = show(<Page first="" />);
  await user.click(screen.getByRole("button", { name: "Filter …" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Apply filter" }));
  expect(within(dialog).getByText("Fill this in")).toBeVisible();
  await user.type(within(dialog).getByRole("textbox", { name: "Values" }), "google{Enter}");
  await user.click(within(dialog).getByRole("button", { name: "Apply filter" }));
  await waitFor(() => expect(written()).toBe("source:google"));
});

test("what is no filter is said, and can be cleared", async () => {
  const { user } = show(<Page first="[" />);
  expect(screen.getByText("The filter in the address cannot be read.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(written()).toBe("");
});

test("a filter is kept under a name, and a name that is taken is told at its field", async () => {
  const taken = problem({ status: 409, code: "taken", title: "Taken", detail: "this name is taken" });
  const asked = answer("post", "/sites/{id}/filters", taken, {});
  const { user } = show(<Page first="source:google" />);
  await user.click(screen.getByRole("button", { name: "Saved filters" }));
  await user.click(await screen.findByRole("menuitem", { name: "Save this filter …" }));
  const name = await screen.findByLabelText(/^Name/);
  await user.type(name, "Search");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(name).toHaveAccessibleDescription(/taken/));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.map((a) => a.body)).toEqual(Array(2).fill({ name: "Search", filter: "source:google" }));
});
