/** Taking the register over: what comes is said before it does, and only to whoever may. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ACTIVITIES, TERMS } from "../../testing/samples-register";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { Start } from "./start";

test("what comes is shown first, and a register that is kept already is not begun again", async () => {
  answer("get", "/register", TERMS);
  const taken = problem({ status: 409, code: "taken", title: "Taken", detail: "this register is taken" });
  const asked = answer("post", "/register/{kind}/start", taken, { versions: [] });
  const { user } = show(<Start kind={ACTIVITIES} may />);
  await user.click(screen.getByRole("button", { name: "Begin with the set for a Nordic shop" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Take over the register" }));
  await dialog.findByText("Newsletters");
  expect(dialog.getAllByRole("listitem").map((li) => li.textContent)).toEqual(["Newsletters", "Statistics", "Orders"]);
  expect(asked).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Take over" }));
  await dialog.findByText("this register is taken");
  await user.click(dialog.getByRole("button", { name: "Take over" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toHaveLength(2);
});

test("who may not is told who does", () => {
  show(<Start kind={ACTIVITIES} may={false} />);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("An owner or a data protection officer takes it over.")).toBeVisible();
});
