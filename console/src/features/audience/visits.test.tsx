/** Visits as wholes: rates beside counts, who may not be told of, and what stands there before anybody came. */
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Site } from "../../api/types";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Visits } from "./visits";

const site = { id: "site_a" } as Site;
const asked = { from: "2026-11-01", to: "2026-11-30", filter: undefined, compare: undefined };
const none = {
  visitors: 0,
  visitors_new: 0,
  visitors_returning: 0,
  visitors_unknown: 0,
  visits: 0,
  page_views: 0,
  bounces: 0,
  duration_ms: 0,
  converting: 0,
  bounce_rate: null,
  pages_mean: null,
  duration_ms_mean: null,
  conversion_rate: null,
  goals: [],
};
const some = {
  ...none,
  visitors: 6,
  visitors_new: 4,
  visitors_returning: 2,
  visits: 8,
  bounces: 2,
  bounce_rate: 0.25,
  pages_mean: 2.25,
  duration_ms_mean: 95000,
  conversion_rate: 0.5,
  goals: [{ name: "purchase", visits: 4, rate: 0.5 }],
};
const report = { purpose: "statistics", from: "", to: "", totals: some, previous: null, lines: [], coverage: {} };

test("rates stand beside what they are of, and a line filters", async () => {
  const lines = [{ value: "paid_search", ...some }];
  const sent = answer("get", "/sites/{id}/reports/visits", { ...report, lines });
  const pick = vi.fn();
  const { user } = show(<Visits site={site} asked={asked} pick={pick} />);
  const row = (await screen.findByText("Paid search")).closest("tr") as HTMLElement;
  expect(
    within(row)
      .getAllByRole("cell")
      .map((c) => c.textContent),
  ).toEqual(["Paid search", "6", "8", "25%", "2.3", "1 min 35 s", "50%"]);
  expect(screen.getByText(/4 new, 2 returning/)).toBeVisible();
  expect(screen.getByText("purchase: 4 (50%)")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Paid search" }));
  expect(pick).toHaveBeenCalledWith("channel", "paid_search");
  await user.click(screen.getByRole("button", { name: "Entry pages" }));
  await screen.findByText("Entry pages", { selector: "th" });
  expect(sent.at(-1)?.url.searchParams.get("by")).toBe("entry_page");
});

test("what is of few visitors is said to be, and is no number", async () => {
  const lines = [{ ...none, value: "", hidden: "few_visitors" }];
  answer("get", "/sites/{id}/reports/visits", { ...report, totals: { ...none, hidden: "few_visitors" }, lines });
  show(<Visits site={site} asked={asked} pick={() => {}} />);
  expect(await screen.findByText(/too few visitors/)).toBeVisible();
  expect(screen.getByText(/lines with few visitors/i)).toBeVisible();
  expect(screen.queryByText("0")).toBeNull();
});

test("before anybody came, the page says what will stand there", async () => {
  answer("get", "/sites/{id}/reports/visits", { ...report, totals: none });
  show(<Visits site={site} asked={asked} pick={() => {}} />);
  expect(await screen.findByText("No visits in this period.")).toBeVisible();
});
