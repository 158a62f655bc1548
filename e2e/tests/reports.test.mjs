// Reports as an analyst from elsewhere looks for them: visits as wholes, periods, funnels, who came back, paths.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, world } from "../world.mjs";

let w;
before(async () => (w = await world(18392)));
after(() => w.end());

async function open(path) {
  const context = await w.browser.newContext({ locale: "da-DK" });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  await page.request.post(`${w.base}/api/v1/session`, {
    headers: { "x-hjemmel": "1" },
    data: { email: EMAIL, password: PASSWORD },
  });
  await page.goto(w.base + path);
  return { context, page, errors };
}

test("visits are told as wholes, a year is compared with the year before, and nothing breaks a rule of access", async () => {
  const { context, page, errors } = await open("/audience?days=90&compare=year&grain=week");
  await page.locator("input[type=radio][value=week]:checked").first().waitFor({ state: "attached" });
  assert.equal(await page.getByLabel("Sammenlign med").inputValue(), "year");
  const visits = page.getByRole("region", { name: "Sådan gik besøgene" });
  await visits.getByText("Afvisningsprocent").first().waitFor();
  await visits.getByRole("button", { name: "Indgangssider" }).click();
  await visits.getByRole("columnheader", { name: "Indgangssider" }).waitFor();
  const found = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    found.violations.map((v) => v.id),
    [],
  );
  assert.deepEqual(errors, []);
  await context.close();
});

test("a funnel is put together and counted, and a path is followed", async () => {
  const { context, page, errors } = await open("/audience?days=90");
  const funnel = page.getByRole("region", { name: "Tragt" });
  const boxes = funnel.getByRole("textbox", { name: "Side eller hændelse" });
  await boxes.first().fill("/*");
  await funnel.getByLabel("Hvad").nth(1).selectOption("name");
  await boxes.nth(1).fill("purchase");
  await funnel.getByRole("button", { name: "Tæl" }).click();
  await funnel.getByRole("row", { name: /purchase/ }).waitFor();
  const paths = page.getByRole("region", { name: "Veje" });
  await paths.getByRole("textbox", { name: "Side" }).fill("/");
  await paths.getByRole("button", { name: "Vis" }).click();
  await paths
    .getByRole("row", { name: /Lige efter/ })
    .first()
    .waitFor();
  await page.getByRole("region", { name: "Hvem der kom igen" }).first().getByText("+0").waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
