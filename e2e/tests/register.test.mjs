// The register as a data protection officer keeps it: what ends is refused at once, and what is named again is allowed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, world } from "../world.mjs";

let w;
before(async () => (w = await world(18880)));
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

/** Whether numbers that rest on statistics are given. */
async function given() {
  const day = w.today();
  const report = `/sites/${w.site.id}/reports/overview?from=${day}&to=${day}&purpose=statistics`;
  return w.api(report).then(
    () => true,
    (e) => !/403.*G-01/s.test(e.message),
  );
}

test("a use that no activity names is refused at once, and allowed again when one names it", async () => {
  const { context, page, errors } = await open("/register");
  assert.equal(await given(), true);
  await page.getByRole("button", { name: "Statistik på hjemmesiden" }).click();
  await page.getByRole("heading", { name: "Statistik på hjemmesiden", level: 1 }).waitFor();
  await page.getByText("Det, artikel 30 kræver").waitFor();
  await page.getByRole("button", { name: "Andet" }).click();
  await page.getByRole("menuitem", { name: "Afslut aktiviteten" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByText(/straks afvist: Statistik på hjemmesiden/).waitFor();
  await ask.getByRole("button", { name: "Afslut", exact: true }).click();

  const missing = page.getByRole("region", { name: "Skal bringes i orden" });
  await missing.getByText("Ingen aktivitet nævner dette: Statistik på hjemmesiden").waitFor();
  assert.equal(await given(), false);

  await missing.getByRole("link", { name: "Nævn det" }).click();
  await page.getByRole("heading", { name: "Ny aktivitet", level: 1 }).waitFor();
  const name = page.getByRole("textbox", { name: "Navn" });
  await name.waitFor();
  assert.equal(await name.inputValue(), "Statistik på hjemmesiden");
  assert.ok(await page.getByRole("checkbox", { name: "Statistik på hjemmesiden" }).isChecked());
  // What is missing is told where it is missing, and the keyboard goes to the first of it.
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByText("Vælg mindst én").first().waitFor();
  const purpose = page.getByRole("textbox", { name: "Formål" });
  assert.ok(await purpose.evaluate((field) => field === document.activeElement));
  await purpose.fill("At se, hvilke sider der bliver læst.");
  await page.getByRole("checkbox", { name: /^Samtykke, artikel 6/ }).check();
  await page.getByRole("checkbox", { name: "Besøgende" }).check();
  await page.getByRole("checkbox", { name: "Adfærd på sider" }).check();
  await page.getByRole("textbox", { name: "Opbevaring" }).fill("Tretten måneder; derefter slettes det.");
  await page.getByRole("textbox", { name: "Ansvarlig" }).fill("Webteam");
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByRole("heading", { name: "Statistik på hjemmesiden", level: 1 }).waitFor();
  assert.equal(await given(), true);
  assert.deepEqual(errors, []);
  await context.close();
});

test("a breach is a case with a clock, on Home until it is closed, with a draft for the authority", async () => {
  const { context, page, errors } = await open("/register?tab=breaches");
  await page.getByRole("link", { name: "Nyt brud" }).click();
  await page.getByRole("textbox", { name: "Navn" }).fill("Liste sendt forkert");
  const aware = new Date(Date.now() - 6 * 3_600_000);
  const minute = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    timeZone: "Europe/Copenhagen",
  }).format(aware);
  await page.getByLabel(/^Klar over det/).fill(minute.replace(" ", "T"));
  await page.getByRole("textbox", { name: "Hvad der skete" }).fill("En liste over kunder gik til en forkert adresse.");
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByRole("heading", { name: "Liste sendt forkert", level: 1 }).waitFor();
  await page.getByText(/Tilsynet skal have besked senest/).waitFor();
  await page.getByRole("button", { name: "Udkast" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("menuitem", { name: /^Til tilsynet/ })
      .first()
      .click(),
  ]);
  assert.match(file.suggestedFilename(), /^breach-authority-/);

  const setup = async () => JSON.stringify(await w.api("/setup"));
  assert.ok((await setup()).includes("breach_open"));
  await page.goto(`${w.base}/`);
  await page.getByText("Et brud er ikke lukket").waitFor();
  await page.getByRole("link", { name: "Åbn bruddene" }).click();
  const toSettle = page.getByRole("region", { name: "Skal bringes i orden" });
  await toSettle.getByRole("link", { name: "Ret" }).click();
  await page.getByLabel("Er det et brud?").first().click();
  await page.getByRole("option", { name: "Nej" }).click();
  await page.getByRole("textbox", { name: "Hvorfor det ikke er et" }).fill("Modtageren er vores egen afdeling.");
  await page.getByRole("button", { name: "Gem" }).click();
  await page.getByRole("heading", { name: "Liste sendt forkert", level: 1 }).waitFor();
  assert.ok(!(await setup()).includes("breach_"));
  assert.deepEqual(errors, []);
  await context.close();
});

test("its pages hold on a phone, in the dark, and for a screen reader", async () => {
  const { entries } = await w.api("/register/activities");
  const [{ id }] = entries;
  const one = `/register/activities/${id}`;
  const paths = ["/register", "/register?on=2026-01-01", "/register/activities/new", one, `${one}/edit`];
  paths.push(
    "/register?tab=assessments",
    "/register/assessments/new",
    "/register?tab=breaches",
    "/register/breaches/new",
  );
  for (const path of paths) {
    const { context, page, errors } = await open(path, { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    await page.locator("main h1").waitFor();
    await page.locator("main :is(section, table, .empty)").first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
    const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
    const said = axe.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`);
    assert.deepEqual(said, [], path);
    assert.deepEqual(errors, []);
    await context.close();
  }
});
