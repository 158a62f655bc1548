/** A kind that is declared and nothing more: its list, its form with lines, its set to begin with, and what ends with it. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Navigate, Route, Routes, useLocation } from "react-router-dom";
import { beforeEach, expect, test, vi } from "vitest";
import type { Finding } from "../../api/types";
import { ACTIVITY, ALL_TERMS, ME, SUPPLIER, SUPPLIERS } from "../../testing/samples-register";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import { Acts } from "./acts";
import { All, AllActs } from "./all";
import { Detail } from "./detail";
import { begun } from "./draft";
import { Editor } from "./editor";
import { Findings } from "./findings";

const REFUSED: Finding = {
  code: "refused",
  kind: "suppliers",
  entry: "ent_9",
  name: "Postbud ApS",
  refusal: { reason: "contract_ended", why: "The contract has ended.", way_out: "Renew it.", rule: null },
};
const holds = (entries: unknown[], findings: Finding[] = []) =>
  answer("get", "/register/{kind}", { as_shipped: false, entries, findings });

beforeEach(() => {
  answer("get", "/register", ALL_TERMS);
  answer("get", "/recipients", { recipients: [], open: [] });
});

function Where() {
  const { pathname, search } = useLocation();
  return <output aria-label="where">{pathname + search}</output>;
}

test("a list shows the declared columns, and a press opens the record", async () => {
  holds([SUPPLIER]);
  const { user } = show(
    <>
      <AllActs kind={SUPPLIERS} me={ME} />
      <All kind={SUPPLIERS} me={ME} />
      <Where />
    </>,
  );
  const row = (await screen.findByRole("button", { name: "Postbud ApS" })).closest("tr") as HTMLElement;
  expect(await within(row).findByText("Processor")).toBeVisible();
  expect(within(row).getByText("Denmark, United States")).toBeVisible();
  expect(screen.getByRole("link", { name: "New supplier" })).toHaveAttribute("href", "/register/suppliers/new");
  await user.click(within(row).getByRole("button"));
  expect(screen.getByLabelText("where")).toHaveTextContent("/register/suppliers/ent_9");
});

test("where there is none, the set is what to begin with", async () => {
  holds([]);
  const asked = answer("post", "/register/{kind}/start", { versions: [] });
  const { user } = show(<All kind={SUPPLIERS} me={ME} />);
  await user.click(await screen.findByRole("button", { name: "Begin with the set" }));
  await waitFor(() => expect(asked.map(({ url }) => url.pathname)).toEqual(["/api/v1/register/suppliers/start"]));
});

test("who may receive nothing is said with the reason, and the way there", async () => {
  const missing: Finding = { ...REFUSED, code: "supplier_missing", entry: undefined, name: "Annoncenet ApS" };
  const all = { as_shipped: false, entries: [SUPPLIER], findings: [REFUSED, missing] };
  show(<Findings kind={SUPPLIERS} all={all} may />);
  expect(screen.getByText("Postbud ApS: may not receive data")).toBeVisible();
  expect(screen.getAllByText(/The contract has ended\. Renew it\./)[0]).toBeVisible();
  expect(screen.getByRole("link", { name: "Edit" })).toHaveAttribute("href", "/register/suppliers/ent_9/edit");
  expect(screen.getByText("Annoncenet ApS: gets data, and is no supplier in the register")).toBeVisible();
  const enter = screen.getByRole("link", { name: "Enter it" });
  expect(enter).toHaveAttribute("href", "/register/suppliers/new?name=Annoncenet+ApS");
});

test("lines are added and taken out, and what the role does not ask for is not kept", async () => {
  holds([ACTIVITY]);
  const asked = answer("put", "/register/{kind}/{id}", { ...SUPPLIER, version: 2 });
  const done = vi.fn();
  const first = begun(SUPPLIERS, { ...SUPPLIER.entry });
  show(<Editor kind={SUPPLIERS} entry={SUPPLIER} first={first} cancel={() => {}} done={done} />);
  fireEvent.click(await screen.findByText("Add a line"));
  const line = within(screen.getByRole("group", { name: "Sub-processors 2" }));
  fireEvent.change(line.getByLabelText(/^Sub-processor's name/), { target: { value: "Nordsky A/S" } });
  fireEvent.click(within(screen.getByRole("group", { name: "Sub-processors 1" })).getByText("Take it out"));
  const store = () => fireEvent.click(screen.getByText("Save"));
  store();
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(asked[0]?.body).toMatchObject({ entry: { sub_processors: [{ name: "Nordsky A/S", country: "" }] } });
  fireEvent.click(screen.getByLabelText(/^Role/, { selector: "input" }));
  fireEvent.click(screen.getByText("Separate controller", { selector: "[role=option] *" }));
  await waitFor(() => expect(screen.queryByText("Sub-processors")).toBeNull());
  store();
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toMatchObject({ entry: { role: "separate_controller", sub_processors: [], contract: "" } });
});

test("a record is read with the names of what it names, and its versions field by field", async () => {
  holds([ACTIVITY]);
  const before = { ...SUPPLIER, entry: { ...SUPPLIER.entry, contract: "DPA 11" } };
  answer("get", "/register/{kind}/{id}/history", { versions: [{ ...SUPPLIER, version: 2 }, before] });
  show(
    <Routes>
      <Route index element={<Navigate to="/ent_9" />} />
      <Route path=":id" element={<Detail kind={SUPPLIERS} me={ME} />} />
    </Routes>,
  );
  expect(await screen.findByRole("heading", { name: "Postbud ApS", level: 1 })).toBeVisible();
  expect(await screen.findByText("News")).toBeVisible();
  expect(screen.getByText("Sky AB, Sweden")).toBeVisible();
  expect(screen.getByText("DPA 11")).toBeVisible();
});

test("before one ends, what follows is said", async () => {
  holds([SUPPLIER]);
  const asked = answer("delete", "/register/{kind}/{id}", undefined);
  const { user } = show(<Acts kind={SUPPLIERS} entry={SUPPLIER} />);
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "End the supplier" }));
  const dialog = await screen.findByRole("dialog", { name: "End Postbud ApS" });
  expect(dialog).toHaveTextContent("Nothing may go to them any more.");
  await user.click(screen.getByRole("button", { name: "End it" }));
  await waitFor(() => expect(asked[0]?.url.pathname).toBe("/api/v1/register/suppliers/ent_9"));
});
