/** Finding one's way by keyboard; a person is asked for once, by the whole address, and it stands in no URL. */
import { screen, waitFor } from "@testing-library/react";
import { useLocation } from "react-router-dom";
import { expect, test, vi } from "vitest";
import type { Me, Site } from "../../api/types";
import { feature } from "../../feature";
import { answer } from "../../testing/server";
import { show } from "../../testing/show";
import Palette from "./palette";

const SEARCH = "/people/search";
const page = async () => ({ default: () => null });
const listed = [
  feature({ path: "/people", title: "page_people", page }),
  feature({ path: "/settings", title: "page_settings", page }),
];
const sites = [
  { id: "s1", name: "Shop Denmark" },
  { id: "s2", name: "Shop Sweden" },
] as Site[];
const me = (may: Me["may"]) => ({ id: "u", name: "Eva", may }) as Me;

function Where() {
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}

function open(may: Me["may"] = ["person_read", "audit_read"]) {
  const close = vi.fn();
  const part = (
    <>
      <Palette opened me={me(may)} sites={sites} listed={listed} close={close} />
      <Where />
    </>
  );
  return { ...show(part), close, at: () => document.querySelector("output")?.textContent };
}

test("a part of a page by a few letters and Enter", async () => {
  const { user, close, at } = open();
  await user.type(screen.getByRole("textbox"), "audit");
  expect(screen.getAllByRole("option").map((o) => o.textContent)).toEqual(["Settings › Audit log"]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(at()).toBe("/settings?tab=audit"));
  expect(close).toHaveBeenCalled();
});

test("Escape closes it", async () => {
  const { user, close } = open();
  await user.type(screen.getByRole("textbox"), "a{Escape}");
  expect(close).toHaveBeenCalled();
});

test("another site is looked at where one is", async () => {
  const { user, at } = open();
  await user.type(screen.getByRole("textbox"), "sweden{Enter}");
  await waitFor(() => expect(at()).toBe("/?site=s2"));
});

test("a person by the whole address: asked for when that is chosen, not while it is typed", async () => {
  const asked = answer("post", SEARCH, { people: [{ id: "p1", identifiers: [] }], total: 1 });
  const { user, at } = open();
  await user.type(screen.getByRole("textbox"), "karen@post.example");
  expect(screen.getByRole("option")).toHaveTextContent("Find the person “karen@post.example”");
  expect(asked).toHaveLength(0);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(at()).toBe("/people?person=p1"));
  expect(asked.map((a) => a.body)).toEqual([{ query: "karen@post.example" }]);
});

test("nobody by that address is said, and who may not see people is not offered any", async () => {
  answer("post", SEARCH, { people: [], total: 0 });
  const { user, close } = open();
  await user.type(screen.getByRole("textbox"), "karen@post.example{Enter}");
  expect(await screen.findByText("Nobody has exactly that address or number.")).toBeVisible();
  expect(close).not.toHaveBeenCalled();
});

test("without the right to see people none is offered", async () => {
  const { user } = open([]);
  await user.type(screen.getByRole("textbox"), "karen@post.example");
  expect(screen.queryByRole("option")).toBeNull();
  expect(screen.getByText("No page or site has that name.")).toBeVisible();
});
