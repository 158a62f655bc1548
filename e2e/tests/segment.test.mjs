// A segment as a marketer builds it: counted while it is built, read back in words, chosen for a newsletter whose numbers add up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, world } from "../world.mjs";

let w;
before(async () => (w = await world(18680)));
after(() => w.end());

async function open(path, options = {}) {
  const context = await w.browser.newContext({ locale: "da-DK", ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  const signIn = { headers: { "x-hjemmel": "1" }, data: { email: EMAIL, password: PASSWORD } };
  await page.request.post(`${w.base}/api/v1/session`, signIn);
  await page.goto(w.base + path);
  return { context, page, errors };
}

test("a segment is built, counted while it is built, and gone to by a newsletter", async () => {
  const { context, page, errors } = await open("/segments");
  await page.getByRole("button", { name: "Har købt inden for 30 dage" }).waitFor();
  await page.getByRole("button", { name: "Nyt segment" }).click();
  await page.getByRole("textbox", { name: "Navn" }).fill("Køber igen");
  await page.getByRole("textbox", { name: "Tal" }).fill("60");
  await page.getByText(/^Alle, som dette gælder for: deres seneste ordre/).waitFor();
  const numbers = page.getByText(/ i · .* uden for/).first();
  await numbers.waitFor();
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByRole("heading", { name: "Køber igen", level: 1 }).waitFor();
  await page.getByRole("region", { name: "Folk i det" }).getByRole("link").first().waitFor();
  const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  assert.deepEqual(
    axe.violations.map((v) => v.id),
    [],
  );

  const drafts = await w.api("/campaigns");
  const draft = drafts.find((d) => d.campaign.state === "draft");
  await page.goto(`${w.base}/reach?campaign=${draft.campaign.id}`);
  await page.getByRole("textbox", { name: "Kun til et segment" }).click();
  await page.getByRole("option", { name: "Køber igen" }).click();
  await page.getByText("Gemt").first().waitFor();
  // It is saved a moment after it was chosen.
  const asked = () => w.api(`/campaigns/${draft.campaign.id}/audience?language=da`);
  let found = await asked();
  for (let tries = 0; tries < 40 && !found.steps.some((s) => s.step === "not_in_segment"); tries += 1) {
    await page.waitForTimeout(250);
    found = await asked();
  }
  const gone = found.steps.reduce((sum, s) => sum + s.people, 0);
  assert.equal(found.total - gone, found.reachable);
  assert.ok(found.steps.some((s) => s.step === "not_in_segment"));
  assert.deepEqual(errors, []);
  await context.close();
});

test("on a phone and in the dark it can be read, and nothing is wider than the page", async () => {
  const { context, page } = await open("/segments", { viewport: { width: 360, height: 780 }, colorScheme: "dark" });
  await page.getByRole("button", { name: "Har købt inden for 30 dage" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `wider by ${wide}`);
  await context.close();
});
