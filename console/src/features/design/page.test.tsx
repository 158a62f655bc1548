/** Every part that pages share is shown, and each of them can be shown. */
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { show } from "../../testing/show";
import Design from "./page";
import { SPECIMENS, Specimens } from "./specimens";

const parts = import.meta.glob<Record<string, unknown>>("../../parts/*.tsx", { eager: true });
const exported = Object.values(parts)
  .flatMap((module) => Object.entries(module))
  .filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === "function")
  .map(([name]) => name);

test("each exported part has its place", () => {
  expect(exported.length).toBeGreaterThan(15);
  expect(exported.filter((name) => !(name in SPECIMENS))).toEqual([]);
  expect(Object.keys(SPECIMENS).filter((name) => /^[A-Z]/.test(name) && !exported.includes(name))).toEqual([]);
});

test("each is drawn under its name, and nothing but what shows a fault is broken", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  show(<Specimens />);
  for (const name of Object.keys(SPECIMENS)) {
    const place = screen.getByRole("region", { name: (said) => said === name && said.length > 0 });
    expect(place.childElementCount, name).toBeGreaterThan(1);
    const broken = within(place).queryByRole("alert") !== null;
    expect(broken, name).toBe(name === "Fault" || name === "Broken");
  }
});

test("they are seen in the light, in the dark and on a phone", () => {
  show(<Design />);
  expect(screen.getAllByTitle(/Light|Dark|Phone/)).toHaveLength(3);
});
