// A person signs up on the shop's page, answers the mail, is reachable for what they asked, and stops it; without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { until, world } from "../world.mjs";

const EVA = "eva.ny@post.example";
let w;
before(async () => (w = await world(18380)));
after(() => w.end());

const person = async (email) => {
  const { people } = await w.api("/people/search", { method: "POST", body: JSON.stringify({ query: email }) });
  return people[0] && w.api(`/people/${people[0].id}`);
};
const allowed = async (email) => ((await person(email))?.reach ?? []).filter((r) => r.allowed).map((r) => r.topic_name).sort();

/** A page of the person's, checked for what every one of them owes its reader. */
async function owed(page, requests) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
  // The checker is a script, so it runs in a context that has them.
  assert.equal(await page.locator("script").count(), 0);
  assert.deepEqual(requests.filter((url) => !url.startsWith(w.base) && !url.startsWith(w.shop)), []);
}

test("sign up, confirm, see it in the console, stop, without a script and on a phone", async () => {
  const context = await w.browser.newContext({ locale: "da-DK", viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (r) => requests.push(r.url()));
  await page.goto(w.shop);
  await page.getByRole("link", { name: "Få nyt fra os" }).click();
  await page.getByRole("heading", { name: "Få blomster i indbakken" }).waitFor();
  assert.equal(await page.locator("input:checked").count(), 0, "B-06");
  await owed(page, requests);
  await page.getByLabel("Din e-mailadresse").fill(EVA);
  await page.getByRole("button", { name: "Tilmeld mig" }).click();
  await page.getByRole("alert").getByText("Vælg mindst én").waitFor();
  assert.equal(await page.getByLabel("Din e-mailadresse").inputValue(), EVA, "nothing is entered twice");
  await page.getByLabel(/Nyhedsbrev/).check();
  await page.getByLabel(/Tilbud/).check();
  await page.getByRole("button", { name: "Tilmeld mig" }).click();
  await page.getByRole("heading", { name: "Se efter i din indbakke" }).waitFor();
  assert.deepEqual(await allowed(EVA), []);

  // The mail, as the demo catches it.
  await until("the mail", async () => {
    await page.goto(`${w.base}/dev/mail`);
    return (await page.getByText(EVA).count()) > 0;
  });
  await owed(page, requests);
  await page.locator("fieldset", { hasText: EVA }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "Vil du have dette?" }).waitFor();
  await owed(page, requests);
  assert.deepEqual(await allowed(EVA), [], "looking confirms nothing");
  await page.getByRole("button", { name: "Ja, tilmeld mig" }).click();
  await page.getByRole("heading", { name: "Tak, du er tilmeldt" }).waitFor();
  assert.deepEqual(await allowed(EVA), ["Newsletter", "Offers"]);

  await page.getByRole("link", { name: "Dine valg" }).click();
  await page.getByRole("heading", { name: "Hvad vil du have fra os?" }).waitFor();
  assert.ok(!(await page.content()).includes(EVA), "a link gets forwarded");
  await owed(page, requests);
  await page.getByLabel(/Tilbud/).uncheck();
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByText("Gemt. Det gælder fra nu af.").waitFor();
  assert.deepEqual(await allowed(EVA), ["Newsletter"]);
  await page.getByRole("button", { name: "Afmeld alt" }).click();
  await page.getByText("Du er afmeldt alt.").waitFor();
  assert.deepEqual(await allowed(EVA), []);
  assert.deepEqual(await context.cookies(), [], "these pages need no cookie");
  await context.close();
});

test("the person's pages hold for a screen reader, in every language, light and dark", async () => {
  const [form] = await w.api("/forms");
  for (const [l, button] of [["da", "Tilmeld mig"], ["sv", "Anmäl mig"], ["en", "Sign me up"]]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await w.browser.newContext({ colorScheme, bypassCSP: true, viewport: { width: 390, height: 800 } });
      const page = await context.newPage();
      await page.goto(`${w.base}/f/${form.id}?l=${l}`);
      await page.getByRole("button", { name: button }).waitFor();
      for (const step of ["form", "error", "gone"]) {
        if (step === "error") await page.getByRole("button", { name: button }).evaluate((b) => { b.form.noValidate = true; b.click(); });
        if (step === "error") await page.getByRole("alert").waitFor();
        if (step === "gone") await page.goto(`${w.base}/p/confirm/nothing`);
        const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
        assert.deepEqual(axe.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], `${step} ${l} ${colorScheme}`);
      }
      await context.close();
    }
  }
});
