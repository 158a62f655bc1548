/** The form of an activity: what is asked for only where it stands, what the server says of a field, and two hands at once. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { ACTIVITIES, ACTIVITY, TERMS } from "../../testing/samples-register";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { begun, together } from "./draft";
import { Editor } from "./editor";

const PUT = "/register/{kind}/{id}";
const FIRST = begun(ACTIVITIES, { ...ACTIVITY.entry });

beforeEach(() => {
  answer("get", "/register", TERMS);
  answer("get", "/recipients", { recipients: [], open: [] });
});

function editor() {
  const done = vi.fn();
  show(<Editor kind={ACTIVITIES} entry={ACTIVITY} first={FIRST} cancel={() => {}} done={done} />);
  return done;
}
const press = (name: string) => fireEvent.click(screen.getByLabelText(name));
const write = (name: RegExp, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } });
/** The field itself: lists of choices go by the same name. */
const field = (name: RegExp) => screen.getByLabelText(name, { selector: "input, textarea" });
const store = () => screen.getByText("Save").closest("button") as HTMLButtonElement;
const choose = (name: RegExp, option: string) => {
  fireEvent.click(field(name));
  fireEvent.click(screen.getByText(option, { selector: "[role=option] *" }));
};

test("what is asked for only in some cases appears with them, and is not kept without them", async () => {
  const asked = answer("put", PUT, { ...ACTIVITY, version: 4 });
  const done = editor();
  await screen.findByLabelText("Legitimate interest");
  for (const name of [/^Balancing test/, /^Basis in Article 9/, /^On behalf of/, /^Transfer tool/])
    expect(screen.queryByLabelText(name)).toBeNull();

  press("Legitimate interest");
  press("Health");
  fireEvent.click(store());
  await waitFor(() => expect(field(/^Balancing test/)).toHaveFocus());
  expect(field(/^Balancing test/)).toBeInvalid();
  expect(field(/^Basis in Article 9/)).toBeInvalid();
  expect(asked).toHaveLength(0);

  write(/^Balancing test/, "Weighed.");
  press("Legitimate interest");
  press("Health");
  fireEvent.click(store());
  await waitFor(() => expect(done).toHaveBeenCalledWith("ent_1"));
  expect(asked[0]?.body).toEqual({ version: 3, entry: FIRST });
});

test("a country asks for what allows the transfer, and a role for with whom", async () => {
  editor();
  await screen.findByLabelText("Legitimate interest");
  choose(/^Countries outside the EEA/, "India (IN)");
  await screen.findByLabelText(/^Transfer tool/, { selector: "input" });
  expect(screen.queryByText(/Sweden/)).toBeNull();
  choose(/^Role/, "Processor");
  await screen.findByLabelText(/^On behalf of/);
});

test("what the server says of a field stands at that field, and the keyboard is there", async () => {
  const detail = "`countries` names a country of the EEA; only those outside are transfers";
  answer("put", PUT, problem({ code: "invalid", title: "Not valid", detail }));
  editor();
  fireEvent.click(store());
  await screen.findByText(/^Names a country of the EEA/);
  expect(field(/^Countries outside the EEA/)).toHaveFocus();
  expect(field(/^Countries outside the EEA/)).toBeInvalid();
  expect(screen.queryByText("Not valid")).toBeNull();
});

test("a list that lacks one is told at the list", async () => {
  const asked = answer("put", PUT, ACTIVITY);
  editor();
  await screen.findByLabelText("Subscribers");
  press("Subscribers");
  fireEvent.click(store());
  await screen.findByText("Choose at least one");
  await waitFor(() => expect(screen.getByLabelText("Customers")).toHaveFocus());
  expect(asked).toHaveLength(0);
});

test("another version meanwhile is shown, and brought together with what was written", async () => {
  const theirs = { ...ACTIVITY, version: 4, entry: { ...ACTIVITY.entry, owner: "Web team", retention: "A year." } };
  const changed = problem({ status: 409, code: "changed", title: "Changed meanwhile", detail: "load it again" });
  answer("get", "/register/{kind}/{id}/history", { versions: [theirs, ACTIVITY] });
  const asked = answer("put", PUT, changed, { ...theirs, version: 5 });
  const done = editor();
  write(/^Purpose/, "Sending offers.");
  write(/^Retention/, "Two years.");
  fireEvent.click(store());
  const said = (await screen.findByText("Somebody else has written version 4 meanwhile")).closest("[role=alert]");
  expect(within(said as HTMLElement).getByText("Web team")).toBeVisible();
  expect(store()).toBeDisabled();
  fireEvent.click(screen.getByText("Load it, and keep my changes"));
  await screen.findByText(/You both changed: Retention\./);
  fireEvent.click(store());
  await waitFor(() => expect(done).toHaveBeenCalled());
  const both = { ...FIRST, purpose: "Sending offers.", owner: "Web team", retention: "Two years." };
  expect(asked[1]?.body).toEqual({ version: 4, entry: both });
});

test("lists in another order are the same, and what both wrote alike is no quarrel", () => {
  const base = begun(ACTIVITIES, { ...ACTIVITY.entry, data: ["contact", "health"] });
  const mine = { ...base, data: ["health", "contact"], owner: "Web team" };
  const theirs = { ...base, name: "Offers", owner: "Web team" };
  expect(together(base, mine, theirs)).toEqual({ fields: theirs, both: [] });
});
