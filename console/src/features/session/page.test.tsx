/** Signing in: what is missing is told at its field, and a second factor is a step rather than a fault. */
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { keyOf } from "../../api/client";
import { answer, problem } from "../../testing/server";
import { show } from "../../testing/show";
import { SignIn } from "./page";

const ASKED = problem({
  status: 401,
  code: "second_factor_asked",
  title: "One more step",
  detail: "send the code of your authenticator as `code`",
});

beforeEach(() => {
  answer("get", "/demo", null);
});

const enter = async (user: ReturnType<typeof show>["user"]) => {
  await user.type(screen.getByLabelText(/E-mail/), "eva@blomsterhuset.example");
  await user.type(screen.getByLabelText(/^Password/), "blomster-i-november");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
};

test("what is missing is told at its field, and nothing is sent", async () => {
  const asked = answer("post", "/session", {});
  const { user } = show(<SignIn />, { lang: "da" });
  await user.type(screen.getByLabelText(/mail/i), "eva");
  await user.click(screen.getByRole("button", { name: "Log ind" }));
  expect(screen.getByLabelText(/mail/i)).toHaveAccessibleDescription("Skriv en mailadresse");
  expect(screen.getByText("Skal udfyldes")).toBeVisible();
  expect(asked).toHaveLength(0);
});

test("a second factor is asked for without a fault, and the code goes along", async () => {
  const me = { id: "u", name: "Eva" };
  const asked = answer("post", "/session", ASKED, me);
  const { user, client } = show(<SignIn />);
  await enter(user);
  const code = await screen.findByLabelText(/authenticator/);
  expect(screen.queryByRole("alert")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(code).toHaveAccessibleDescription(/Fill this in/);
  expect(asked).toHaveLength(1);
  await user.type(code, "123456");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(client.getQueryData(keyOf("/session"))).toEqual(me));
  expect(asked[1]?.body).toEqual({
    email: "eva@blomsterhuset.example",
    password: "blomster-i-november",
    code: "123456",
  });
});

test("a wrong code is told at the code", async () => {
  const wrong = problem({ status: 401, code: "second_factor_wrong", title: "Wrong code", detail: "wait for the next" });
  answer("post", "/session", ASKED, wrong);
  const { user } = show(<SignIn />);
  await enter(user);
  const code = await screen.findByLabelText(/authenticator/);
  await user.type(code, "000000");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(code).toHaveAccessibleDescription(/Wrong code: wait for the next/));
  expect(code).toBeInvalid();
});

test("a refusal is told in the server's words, and a server that is away in ours", async () => {
  const no = problem({
    status: 401,
    code: "sign_in_failed",
    title: "Not signed in",
    detail: "check both and try again",
  });
  answer("post", "/session", no, Response.error());
  const { user } = show(<SignIn />);
  await enter(user);
  expect(await screen.findByRole("alert")).toHaveTextContent("check both and try again");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(screen.getByRole("alert")).not.toHaveTextContent("check both"));
  expect(screen.getByRole("alert")).not.toHaveTextContent(/TypeError|fetch/);
});

test("what the server says of a field stands there; of a field that is not shown, beside the form", async () => {
  const said = (detail: string) => problem({ code: "invalid", title: "Something is wrong", detail });
  answer("post", "/session", said("`email` is not an address"), said("`code` has too many letters"));
  const { user } = show(<SignIn />);
  await enter(user);
  const email = screen.getByLabelText(/E-mail/);
  await waitFor(() => expect(email).toHaveAccessibleDescription("Is not an address"));
  expect(screen.queryByRole("alert")).toBeNull();
  await user.type(email, "x");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("has too many letters");
});
