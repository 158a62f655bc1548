/** What the shared parts promise to whoever does not see them, and to the keyboard. */
import { screen } from "@testing-library/react";
import { useLocation, useNavigate } from "react-router-dom";
import { expect, test } from "vitest";
import { show } from "../testing/show";
import { Change } from "./change";
import { Head } from "./head";
import { daysBefore, PRESETS } from "./period";
import { Ruled, RuleMark, unruled } from "./rule";
import { Opens } from "./table";

test("a change is said with its direction and what it is compared with", () => {
  show(
    <>
      <Change now={112} before={100} of="1–7 Nov" />
      <Change now={91} before={100} of="1–7 Nov" />
      <Change now={1002} before={1000} of="1–7 Nov" />
    </>,
  );
  expect(screen.getByText("12% more than 1–7 Nov")).toBeInTheDocument();
  expect(screen.getByText("9% less than 1–7 Nov")).toBeInTheDocument();
  expect(screen.getByText("the same as 1–7 Nov")).toBeInTheDocument();
});

test("beside nothing, or hardly anything, no change is told", () => {
  const { container } = show(
    <>
      <Change now={5} before={0} />
      <Change now={50} before={2} />
      <Change now={50} />
    </>,
  );
  expect(container.querySelector(".change")).toBeNull();
});

test("a period is compared with as many days right before it", () => {
  expect(daysBefore({ from: "2026-03-25", to: "2026-03-31" })).toEqual({ from: "2026-03-18", to: "2026-03-24" });
  expect(daysBefore({ from: "2026-03-01", to: "2026-03-01" })).toEqual({ from: "2026-02-28", to: "2026-02-28" });
});

test("periods of the calendar begin and end on its days", () => {
  const of = (today: string) => Object.values(PRESETS).map((preset) => preset(today).join(" "));
  expect(of("2026-03-01")).toEqual([
    "2026-02-28 2026-02-28",
    "2026-03-01 2026-03-01",
    "2026-02-01 2026-02-28",
    "2026-01-01 2026-03-01",
    "2026-01-01 2026-03-01",
  ]);
  expect(of("2026-12-31")[2]).toBe("2026-11-01 2026-11-30");
  expect(of("2026-12-31")[3]).toBe("2026-10-01 2026-12-31");
});

test("rules stand behind one mark, and the sentence keeps its end", async () => {
  const { user, container } = show(<Ruled>{"Nothing is ticked (E-03, E-04). It can be stopped"}</Ruled>);
  expect(container).toHaveTextContent("Nothing is ticked. § It can be stopped");
  expect(screen.queryByText(/E-03/)).toBeNull();
  const mark = screen.getByRole("button", { name: "Rule E-03, E-04" });
  await user.click(mark);
  expect(await screen.findByText("Rule E-03")).toBeVisible();
  await user.keyboard("{Escape}");
  expect(mark).toHaveFocus();
  expect(unruled("It ends (E-12).")).toBe("It ends.");
  expect(unruled("No rule (article 15).")).toBe("No rule (article 15).");
});

test("a rule tells how settled it is and where it stands", async () => {
  const rule = { id: "B-11", certainty: "unsettled" as const, text: "Who asks is named.", source: "GDPR 13" };
  const { user } = show(<RuleMark rules={[rule]} />);
  await user.click(screen.getByRole("button", { name: "Rule B-11" }));
  expect(await screen.findByText("Rule B-11 (unsettled)")).toBeVisible();
  expect(screen.getByText("GDPR 13")).toBeVisible();
});

/** A list and a page of its own for what stands in it. */
function Two() {
  const go = useNavigate();
  const { pathname } = useLocation();
  return (
    <>
      <Head title={pathname === "/x" ? "One" : "All"} part="Part" />
      <Opens show={() => go("/x")} name="x">
        Open it
      </Opens>
    </>
  );
}

test("a page names the window, and what was opened is returned to", async () => {
  const { user, unmount } = show(<Two />);
  expect(document.title).toBe("Part · All · Hjemmel");
  await user.click(screen.getByRole("button", { name: "Open it" }));
  expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  unmount();
  show(<Two />);
  expect(screen.getByRole("button", { name: "Open it" })).toHaveFocus();
});
