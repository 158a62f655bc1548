/** The description of the API: every operation is found and opened, with a line for the shell that does its example. */
import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import openapi from "../../../openapi.json";
import { answers } from "../../testing/server";
import { show } from "../../testing/show";
import { curl } from "./curl";
import { type Document, groups } from "./document";
import Docs from "./page";

const described = openapi as unknown as Document;
const all = groups(described, "").flatMap((group) => group.operations);
const operation = (id: string) => {
  const found = all.find((o) => o.operationId === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

beforeEach(() => {
  answers.use(http.get("*/api/openapi.json", () => HttpResponse.json(openapi)));
});

test("every operation stands under what it is about, and what is looked for stays", async () => {
  const { user } = show(<Docs />);
  expect(await screen.findByText(`${all.length} operations`)).toBeVisible();
  expect(all).toHaveLength(Object.values(openapi.paths).flatMap((methods) => Object.keys(methods)).length);
  await user.type(screen.getByLabelText("Find an operation"), "filters delete");
  expect(await screen.findByText("1 operation")).toBeVisible();
  expect(screen.getByText("/sites/{id}/filters/{filter}")).toBeVisible();
});

test("one that is opened says who may, what it takes and what can go wrong", async () => {
  const { user } = show(<Docs />);
  await user.type(await screen.findByLabelText("Find an operation"), "erasure_run");
  await user.click(await screen.findByText("/people/{id}/erasure"));
  const who = await screen.findByRole("region", { name: "Who may" });
  expect(who).toHaveTextContent("person_erase");
  expect(who).toHaveTextContent("fresh proof");
  const sent = screen.getByRole("region", { name: "What is sent · application/json" });
  expect(within(sent).getByText("no_mail_mark")).toBeVisible();
  expect(screen.getByRole("link", { name: "fresh_proof_needed" })).toHaveAttribute(
    "href",
    "/problems/fresh_proof_needed",
  );
});

test("the line for the shell does what the example says, and nothing of it ends the quotes", () => {
  expect(curl(described, operation("topic_create"), "https://h.example")).toMatch(
    /^curl -X POST 'https:\/\/h\.example\/api\/v1\/topics' \\\n {2}-H "Authorization: Bearer \$HJEMMEL_KEY"/,
  );
  expect(curl(described, operation("session_delete"), "")).toContain(`-b "hjemmel_session=$SESSION"`);
  expect(curl(described, operation("person_read"), "")).toContain("/people/per_");
  const sent = { content: { "application/json": { example: { name: "Eva's" } } } };
  expect(curl(described, { ...operation("topic_create"), requestBody: sent }, "")).toContain("Eva'\\''s");
});
