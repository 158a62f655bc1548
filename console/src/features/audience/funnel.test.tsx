/** Funnels: put together step by step, kept in the address, told as bars and as a table. */
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Site } from "../../api/types";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Funnel } from "./funnel";
import { read, written } from "./steps";

const site = { id: "site_a" } as Site;
const asked = { from: "2026-11-01", to: "2026-11-30", filter: undefined };
const step = (visitors: number, lost: number, of: number) => ({ visitors, lost, of_first: of, of_before: of });

test("steps stand in the address as filters, and what is none is left out", () => {
  const steps = [
    { on: "path", value: "/shop*" },
    { on: "name", value: "purchase" },
  ] as const;
  expect(written([...steps])).toBe('[["starts","path",["/shop"]],["is","name",["purchase"]]]');
  expect(read(written([...steps]))).toEqual(steps);
  for (const wrong of ["", "[", "{}", "[1]", '[["is","shoe",["x"]]]']) expect(read(wrong)).toEqual([]);
});

test("a funnel is put together and counted", async () => {
  const sent = answer("get", "/sites/{id}/reports/funnel", {
    steps: [step(14, 0, 1), step(7, 7, 0.5)],
    lines: [],
  });
  const { user } = show(<Funnel site={site} asked={asked} dimensions={[]} />);
  expect(screen.getByText("Which way should they take?")).toBeVisible();
  expect(screen.getByRole("button", { name: "Count" })).toBeDisabled();
  const [first, second] = screen.getAllByRole("textbox", { name: "Page or event" });
  await user.type(first as HTMLElement, "/shop*");
  await user.type(second as HTMLElement, "/basket");
  await user.click(screen.getByRole("button", { name: "Count" }));
  const table = await screen.findByRole("table");
  const cells = within(table)
    .getAllByRole("cell")
    .map((c) => c.textContent);
  expect(cells).toEqual(["/shop*", "14", "100%", "100%", "0", "/basket", "7", "50%", "50%", "7"]);
  expect(JSON.parse(sent.at(-1)?.url.searchParams.get("steps") ?? "")[0]).toEqual(["starts", "path", ["/shop"]]);
});

test("a step of few visitors is not told", async () => {
  const few = { visitors: 0, lost: 0, of_first: null, of_before: null, hidden: "few_visitors" };
  answer("get", "/sites/{id}/reports/funnel", { steps: [step(14, 0, 1), few], lines: [] });
  const { user } = show(<Funnel site={site} asked={asked} dimensions={[]} />);
  for (const [at, box] of screen.getAllByRole("textbox", { name: "Page or event" }).entries())
    await user.type(box, `/${at}`);
  await user.click(screen.getByRole("button", { name: "Count" }));
  expect(await screen.findByText(/too few visitors/)).toBeVisible();
  expect(within(screen.getByRole("table")).getAllByRole("cell").at(-1)).toHaveTextContent("–");
});
