/** People from a file: what is not known of a column is asked before a row is used, and nothing is brought in unlooked. */
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { FORM, LOOKED } from "../../testing/samples";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import Import from "./page";

const FILE = new File(["email;X7\nkaren@post.example;shop\n"], "list.csv", { type: "text/csv" });

beforeEach(() => {
  answer("get", "/forms", [FORM]);
  answer("get", "/imports", []);
});

/** What was put into the form under a name, the last of it. */
function sent() {
  const append = vi.spyOn(FormData.prototype, "append");
  return (name: string) => append.mock.calls.findLast(([key]) => key === name)?.[1];
}

const look = async (user: ReturnType<typeof show>["user"]) => {
  const input = await waitFor(() => {
    const found = document.querySelector<HTMLInputElement>('input[type="file"]');
    if (!found) throw new Error("no place for a file yet");
    return found;
  });
  await user.upload(input, FILE);
  await user.click(screen.getByRole("button", { name: "Look at it first" }));
};

test("a look asks what an unknown column holds, and the choice goes along with the next look", async () => {
  const begun = answer("post", "/imports", LOOKED);
  answer("get", "/imports/{id}", LOOKED);
  const part = sent();
  const { user } = show(<Import />);
  expect(await screen.findByRole("button", { name: "Look at it first" })).toBeDisabled();
  await look(user);

  expect(await screen.findByText("Say what the marked columns hold.")).toBeVisible();
  expect(begun[0]?.url.searchParams.get("dry")).toBe("true");
  expect(part("mapping")).toBeUndefined();
  expect(screen.queryByRole("button", { name: /these choices/ })).toBeNull();

  await user.click(screen.getByRole("textbox", { name: "What X7 holds" }));
  await user.click(await screen.findByRole("option", { name: "where they said yes" }));
  await user.click(screen.getByRole("button", { name: /these choices/ }));
  await waitFor(() => expect(begun).toHaveLength(2));
  expect(begun[1]?.url.searchParams.get("dry")).toBe("true");
  expect(part("mapping")).toBe('{"X7":"place"}');
});

test("bringing in says first what it will do, and then is no look any more", async () => {
  const brought = { ...LOOKED, import: { ...LOOKED.import, id: "import2", dry: false } };
  const begun = answer("post", "/imports", LOOKED, brought);
  answer("get", "/imports/{id}", LOOKED, brought);
  const { user } = show(<Import />);
  await look(user);
  const before = await screen.findByRole("alert");
  expect(before).toHaveTextContent("Blomsterhuset");
  await user.click(within(before).getByRole("button", { name: "Bring in 3 of 3 rows" }));
  await waitFor(() => expect(begun).toHaveLength(2));
  expect(begun[1]?.url.searchParams.get("dry")).toBe("false");
  await waitFor(() => expect(screen.queryByRole("button", { name: /Bring in/ })).toBeNull());
});

test("what was looked at does not hold for another topic or file", async () => {
  answer("post", "/imports", LOOKED);
  answer("get", "/imports/{id}", LOOKED);
  const { user } = show(<Import />);
  await look(user);
  await screen.findByRole("button", { name: /Bring in/ });
  await user.click(screen.getByRole("radio", { name: "Text messages" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: /Bring in/ })).toBeNull());
});

test("a file that cannot be read is told in the server's words", async () => {
  answer(
    "post",
    "/imports",
    problem({ code: "invalid", title: "Something is missing", detail: "`file` is not a list" }),
  );
  const { user } = show(<Import />);
  await look(user);
  expect(await screen.findByRole("alert")).toHaveTextContent("is not a list");
});
