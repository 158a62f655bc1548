// A person signs up on the shop's page, answers the mail, is reachable for what they asked, and stops it; without a script.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { until, unzipped, world } from "../world.mjs";

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

test("what is held is shown after a code, taken home as a page that needs nothing, and erased; without a script", async () => {
  const context = await w.browser.newContext({ locale: "da-DK", viewport: { width: 360, height: 740 }, javaScriptEnabled: false, acceptDownloads: true });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (r) => requests.push(r.url()));
  const [form] = await w.api("/forms");
  await page.goto(`${w.base}/f/${form.id}?l=da`);
  await page.getByRole("link", { name: "Se, hvad vi har om dig" }).click();
  await page.getByLabel("Din e-mailadresse").fill(EVA);
  await page.getByRole("button", { name: "Send mig en kode" }).click();
  await page.getByRole("heading", { name: "Skriv koden" }).waitFor();
  await owed(page, requests);
  const code = await until("the code", async () => (await (await fetch(`${w.base}/dev/mail`)).text()).match(/\b(\d{4} \d{4})\b/)?.[1]);
  await page.getByLabel("Koden fra mailen").fill(code.replace(/./g, (c) => (c === "1" ? "2" : c === " " ? c : "1")));
  await page.getByRole("button", { name: "Vis mig det" }).click();
  await page.getByRole("alert").getByText("forkert").waitFor();
  await page.getByLabel("Koden fra mailen").fill(code);
  await page.getByRole("button", { name: "Vis mig det" }).click();
  await page.getByRole("heading", { name: "Det har vi om dig" }).waitFor();
  await page.getByText(EVA).waitFor();
  await owed(page, requests);
  const [cookie] = await context.cookies();
  assert.ok(cookie.httpOnly && cookie.sameSite === "Strict" && cookie.path === "/p/mine");

  // The copy, opened from disk with the network off.
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Hent en kopi" }).click();
  const files = unzipped(readFileSync(await (await saving).path()));
  assert.equal(JSON.parse(files["data/person.json"]).person.identifiers[0].value, EVA);
  const home_page = join(w.data, "copy.html");
  writeFileSync(home_page, files["LAES-MIG.html"]);
  const home = await w.browser.newContext({ offline: true });
  const copy = await home.newPage();
  const asked = [];
  copy.on("request", (r) => asked.push(r.url()));
  await copy.goto(`file://${home_page}`);
  await copy.getByText(EVA).waitFor();
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), [], "it asks for nothing");
  await home.close();

  // Staff see that it was asked for and answered, and what is still open.
  await page.getByLabel("Hvad er forkert, og hvad er rigtigt?").fill("Jeg hedder Eva Ny");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText("Vi svarer inden en måned").waitFor();
  const { open, closed } = await w.api("/requests");
  assert.deepEqual(open.filter((v) => v.request.channel === "page").map((v) => v.request.kind), ["rectification"]);
  assert.deepEqual(closed.map((v) => v.request.kind), ["access"]);

  await page.getByRole("button", { name: "Se, hvad der bliver slettet" }).click();
  await page.getByText("kan ikke fortrydes").waitFor();
  await owed(page, requests);
  await page.getByLabel(/Glem mig helt/).check();
  await page.getByRole("button", { name: "Slet nu" }).click();
  await page.getByRole("heading", { name: "Du er slettet" }).waitFor();
  const got = page.waitForEvent("download");
  await page.getByRole("link", { name: "Hent kvitteringen" }).click();
  const receipt = join(w.data, "receipt.json");
  await (await got).saveAs(receipt);
  assert.match(execFileSync(w.binary, ["verify", receipt]).toString(), /Erasure era_/);
  assert.equal(await person(EVA), undefined);
  assert.equal((await page.goto(`${w.base}/p/mine`)).status(), 410);
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
      for (const step of ["form", "error", "mine", "code", "gone"]) {
        if (step === "mine") await page.goto(`${w.base}/p/mine/${form.id}`);
        if (step === "code") await page.locator("#email").fill("nobody@post.example");
        if (step === "code") await page.locator("main form button").click();
        if (step === "code") await page.locator("#code").waitFor();
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
