/** Cohorts as a table of shares, paths as a drawing with its table; both say what they will show before there is anything. */
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Site } from "../../api/types";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Cohorts } from "./cohorts";
import { Paths } from "./paths";

const site = { id: "site_a", time_zone: "Europe/Copenhagen" } as Site;
const asked = { from: "2026-11-01", to: "2026-11-30", filter: undefined };
const WEEK = 7 * 86400000;
const START = Date.parse("2026-11-02T00:00:00+01:00");

test("who came back stands as a share of who came first, and few are not told", async () => {
  const cell = (visitors: number, rate: number) => ({ visitors, rate });
  const cohorts = [
    { start_ms: START, visitors: 10, returned: [cell(10, 1), cell(5, 0.5)] },
    { start_ms: START + WEEK, visitors: 0, returned: [], hidden: "few_visitors" },
  ];
  answer("get", "/sites/{id}/reports/cohorts", { cohorts });
  show(<Cohorts site={site} asked={asked} />);
  const rows = within(await screen.findByRole("table"))
    .getAllByRole("row")
    .slice(1);
  const texts = rows.map((row) =>
    within(row)
      .getAllByRole("cell")
      .map((c) => c.textContent),
  );
  expect(texts[0]?.slice(1)).toEqual(["10", "100%", "50%"]);
  expect(texts[1]?.slice(1)).toEqual(["–", "Lines with few visitors are not shown to your role."]);
});

test("with no newcomers the page says what it will show", async () => {
  answer("get", "/sites/{id}/reports/cohorts", { cohorts: [] });
  show(<Cohorts site={site} asked={asked} />);
  expect(await screen.findByText("Nobody came for the first time in this period.")).toBeVisible();
});

test("a page is written, and its neighbours are told and gone on to", async () => {
  const line = (kind: string, value: string, views: number, visitors: number | null) => ({
    kind,
    value,
    views,
    visitors,
  });
  const sent = answer("get", "/sites/{id}/reports/paths", {
    page: "/a",
    views: 9,
    visitors: 8,
    before: [line("edge", "", 9, 8)],
    after: [line("page", "/b", 6, 6), line("other", "", 3, null)],
  });
  const { user } = show(<Paths site={site} asked={asked} />);
  expect(screen.getByText("From which page?")).toBeVisible();
  await user.type(screen.getByRole("textbox", { name: "Page" }), "/a{Enter}");
  const table = await screen.findByRole("table");
  const cells = within(table)
    .getAllByRole("cell")
    .map((c) => c.textContent);
  expect(cells.slice(0, 4)).toEqual(["Right before", "(visit began)", "9", "8"]);
  expect(cells.slice(8)).toEqual(["Right after", "(all others)", "3", "–"]);
  await user.click(within(table).getByRole("button", { name: "/b" }));
  expect(sent.at(-1)?.url.searchParams.get("page")).toBe("/b");
});
