// The console as staff use it: signing in, the numbers, a record and its proof, in three languages, dark and on a phone.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, until, world } from "../world.mjs";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let w;
before(async () => (w = await world(18280)));
after(() => w.end());

async function open(path, options = {}) {
  const context = await w.browser.newContext({ locale: "da-DK", ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  if (options.signedIn !== false) {
    await page.request.post(`${w.base}/api/v1/session`, {
      headers: { "x-hjemmel": "1" },
      data: { email: EMAIL, password: PASSWORD },
    });
  }
  await page.goto(w.base + path);
  return { context, page, errors };
}

test("sign in with the demo's words, look, sign out", async () => {
  const { context, page, errors } = await open("/audience", { signedIn: false });
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByRole("textbox", { name: "Kodeord" }).fill("forkert-forkert");
  await page.getByRole("button", { name: "Log ind" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("button", { name: "Udfyld med demoens login" }).click();
  await page.getByRole("button", { name: "Log ind" }).click();
  await page.getByRole("heading", { name: "Analyse" }).waitFor();
  await page.getByRole("button", { name: "Eva Holm" }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await page.getByRole("heading", { name: "Analytics" }).waitFor();
  await page.getByRole("button", { name: "Eva Holm" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("a click on a source filters, the address holds it, and every report says its purpose and coverage", async () => {
  const { context, page, errors } = await open("/audience?days=90");
  const visitors = page.getByRole("button", { name: /^Besøgende/ });
  await visitors.waitFor();
  const all = await visitors.textContent();
  await page.getByText("Hvad tallene hviler på").waitFor();
  await page.getByText("Formål: Statistik").waitFor();
  await page.getByRole("button", { name: /newsletter/ }).click();
  await page.waitForURL(/filter=source%3Anewsletter/);
  await page.waitForFunction(([before]) => !document.body.textContent.includes(before), [all]);
  await page.getByRole("button", { name: "Vis som tabel" }).first().click();
  await page.getByRole("table").first().getByRole("row").nth(89).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("a record shows what was shown and its proof, and can be withdrawn for the person", async () => {
  const { context, page, errors } = await open("/consent");
  await page.getByRole("row", { name: /Givet/ }).first().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("hjemmel.local/evidence").first().waitFor();
  await drawer.getByText("Vi måler, hvilke sider du ser").waitFor();
  await drawer.getByRole("button", { name: "Træk tilbage for personen" }).click();
  await page.getByText("Det kan ikke fortrydes").waitFor();
  await page.getByRole("dialog").last().getByRole("button", { name: "Træk tilbage for personen" }).click();
  await drawer.getByText("Trukket tilbage").first().waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("a notice that breaks a rule cannot be published", async () => {
  const { context, page } = await open("/consent?tab=notice");
  await page.getByLabel("Adresse", { exact: true }).fill("");
  await page.locator("[data-rule~=B-11]").first().waitFor();
  assert.ok(await page.getByRole("button", { name: "Offentliggør ny version" }).isDisabled());
  await page.getByLabel("Adresse", { exact: true }).fill("Torvet 2, 8000 Aarhus C");
  await page.getByText("Alle kontroller er bestået.").waitFor();
  await page.getByRole("button", { name: "Offentliggør ny version" }).click();
  // What changes, and who is asked again, stands there before it is published.
  const ask = page.getByRole("dialog");
  await ask.getByText("Version 1 bliver til version 2.").waitFor();
  await ask.getByText("Hvem bliver spurgt igen?").waitFor();
  await ask.getByRole("button", { name: "Offentliggør nu" }).click();
  await page.getByText("Version 2 · Offentliggjort").waitFor();
  await context.close();
});

test("a person is found by their whole address, a no says why, and staff stop it for them", async () => {
  const { context, page, errors } = await open("/people");
  await page.locator("tbody tr").first().waitFor();
  const { people } = await w.api("/people/search", { method: "POST", body: "{}" });
  const details = await Promise.all(people.slice(0, 20).map((p) => w.api(`/people/${p.id}`)));
  const { person } = details.find((d) => d.reach.some((r) => r.allowed) && d.reach.some((r) => !r.allowed));
  const email = person.identifiers[0].value;
  await page.getByLabel(/Find en person/).fill(email.slice(0, 8));
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByText("Ingen har netop den adresse").waitFor();
  await page.getByLabel(/Find en person/).fill(email.toUpperCase());
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("button", { name: email }).click();
  const side = page.getByRole("dialog");
  await side.locator("details summary").first().click();
  await side.getByText("Vejen frem").first().waitFor();
  assert.ok(!page.url().includes("@"), "no address stands in a URL");
  await side.getByRole("button", { name: "Stop for personen" }).click();
  await page.getByText("Kun personen selv kan sige ja igen.").waitFor();
  await page.getByRole("dialog").last().getByRole("button", { name: "Stop for personen" }).click();
  await side.getByText(/Trak tilbage/).waitFor();
  const after = await w.api(`/people/${person.id}`);
  assert.ok(after.reach.every((r) => !r.allowed));
  assert.deepEqual(errors, []);
  await context.close();
});

test("text messages stand apart from mail, and an error speaks the console's language", async () => {
  const { context, page, errors } = await open("/people");
  const { people } = await w.api("/people/search", { method: "POST", body: "{}" });
  const details = await Promise.all(people.map((p) => w.api(`/people/${p.id}`)));
  const { person } = details.find((d) => d.reach.some((r) => r.channel === "sms" && r.allowed));
  const number = person.identifiers.find((i) => i.kind === "phone").value;
  await page.getByLabel(/Find en person/).fill(number);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("button", { name: person.identifiers[0].value }).click();
  const side = page.getByRole("dialog");
  await side
    .getByRole("region", { name: `SMS ${number}` })
    .getByText("✓")
    .first()
    .waitFor();
  await page.goto(`${w.base}/people?tab=forms`);
  await page.getByText("e-mail, SMS", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "Nyt emne" }).click();
  await page.getByRole("button", { name: "Gem", exact: true }).click();
  const alert = page.getByRole("alert").first();
  await alert.getByText("Et felt er ikke rigtigt").waitFor();
  assert.match(await alert.innerText(), /skal have/);
  assert.deepEqual(
    errors.filter((e) => !/422/.test(e)),
    [],
  );
  await context.close();
});

test("erasing shows first what goes, then a receipt that is checked offline, and the person is gone", async () => {
  const { context, page, errors } = await open("/people");
  const { people } = await w.api("/people/search", { method: "POST", body: "{}" });
  const email = people[3].identifiers[0].value;
  await page.getByRole("button", { name: email }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Slet personen" }).click();
  const ask = page.getByRole("dialog").last();
  await ask.getByText("ja og nej").waitFor();
  await ask.getByRole("radio", { name: /Slet, og skriv aldrig/ }).check();
  await ask.getByRole("button", { name: "Slet nu" }).click();
  await page.getByText("Personen er slettet").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Hent kvittering" }).click(),
  ]);
  const file = await download.path();
  const verify = (...more) => spawnSync(w.binary, ["verify", file, ...more], { encoding: "utf8" });
  const good = verify();
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /gone\s+1\s+records\.person/);
  assert.match(good.stdout, /kept\s+a keyed hash/);
  assert.ok(!good.stdout.includes(email));
  assert.notEqual(verify("--key", "00".repeat(32)).status, 0, "another key");
  const after = await w.api("/people/search", { method: "POST", body: JSON.stringify({ query: email }) });
  assert.equal(after.people.length, 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test("a newsletter is written, looked at, tried, sent to who said yes, and says why not the others", async () => {
  const { context, page, errors } = await open("/reach");
  await page.getByRole("button", { name: "Nyt nyhedsbrev" }).click();
  await page.getByLabel("Emnelinje").fill("Julens hilsner fra os");
  await page.getByText("Gemt", { exact: false }).first().waitFor();
  const preview = page.frameLocator("iframe").first();
  await preview.getByText("Blomsterhuset ApS", { exact: true }).first().waitFor();
  const draft = await until("it is stored", async () =>
    (await w.api("/campaigns")).find((c) => c.campaign.body.subject === "Julens hilsner fra os"),
  );
  const { id, body, changed_at } = draft.campaign;
  // A picture from another place than the console: shown only when somebody asks for it.
  let fetched = 0;
  const shop = createServer((_, answer) => {
    fetched += 1;
    answer.writeHead(200, { "content-type": "image/png" }).end(PIXEL);
  }).listen(18289, "127.0.0.1");
  const product = {
    kind: "product",
    title: "Roser",
    text: "",
    price: "",
    url: "https://www.blomsterhuset.example/",
    image_url: "http://127.0.0.1:18289/rose.png",
  };
  await w.api(`/campaigns/${id}`, {
    method: "PUT",
    body: JSON.stringify({ body: { ...body, blocks: [...body.blocks, product] }, changed_at_ms: changed_at }),
  });
  await page.reload();
  await preview.getByText("Roser", { exact: true }).first().waitFor();
  assert.equal(fetched, 0);
  await page.getByRole("switch", { name: "Vis billeder" }).check();
  await until("the picture is fetched", () => fetched > 0);
  shop.close();
  await page.getByRole("button", { name: "Send mig en prøve" }).click();
  await page.getByText(EMAIL).first().waitFor();
  await until("the test is caught", async () =>
    (await (await fetch(`${w.base}/dev/mail`)).text()).includes("[Test] Julens hilsner fra os"),
  );
  // Somebody who was asked and has not answered yet: whether the demo has one depends on the day.
  const { version } = (await w.api("/forms")).find((f) => f.id === body.form);
  await w.api("/people/permissions", {
    method: "POST",
    body: JSON.stringify({
      email: "venter@kunde.example",
      topics: [body.topic],
      form: body.form,
      version,
      language: "da",
      page: "https://www.blomsterhuset.example/konto",
    }),
  });
  await page.getByRole("tab", { name: "Hvem det når" }).click();
  await page.locator("[data-rule~=E-21]").first().waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Send …" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByRole("button", { name: /^Send til \d+/ }).click();
  await until(
    "it goes out",
    async () => {
      const [last] = await w.api("/campaigns");
      return (
        last.campaign.body.subject === "Julens hilsner fra os" &&
        last.campaign.state === "sent" &&
        last.counts.some((c) => c.state === "accepted" && c.people > 5)
      );
    },
    20_000,
  );
  await page.getByText("Taget imod").first().waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("a letter is entered, gets its clock, is answered and closed", async () => {
  const { context, page, errors } = await open("/requests");
  const view = await w.api("/requests", {
    method: "POST",
    body: JSON.stringify({
      kind: "access",
      channel: "letter",
      language: "da",
      contact: "Karen Holm, Torvet 2",
      text: "Hvad har I om mig?",
      identity: "asked",
      received_at_ms: Date.now() - 20 * 86_400_000,
    }),
  });
  await page.reload();
  await page.getByText("Karen Holm, Torvet 2").first().waitFor();
  const row = page.getByRole("row", { name: /Karen Holm, Torvet 2 Brev/ }).getByRole("button", { name: "Indsigt" });
  await row.click();
  // Its own address and heading, and back leads to where one was.
  await page.waitForURL(`${w.base}/requests/${view.request.id}*`);
  await page.getByRole("heading", { name: "Indsigt", level: 1 }).waitFor();
  await page.waitForFunction(() => document.title.startsWith("Indsigt · Anmodninger"));
  await page.goBack();
  await row.waitFor();
  assert.equal(await row.evaluate((button) => button === document.activeElement), true);
  await page.goto(`${w.base}/requests/${view.request.id}`);
  await page.getByText("Hvad har I om mig?").waitFor();
  await page
    .getByText(/\d+ dage tilbage/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Begynd" }).click();
  await until("it is taken", async () => (await w.api(`/requests/${view.request.id}`)).request.state === "working");
  await page.goto(`${w.base}/`);
  await page.locator(`a[href*="${view.request.id}"]`).first().waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("no request is closed without an answer unless somebody says so", async () => {
  const { context, page, errors } = await open("/requests");
  const view = await w.api("/requests", {
    method: "POST",
    body: JSON.stringify({
      kind: "access",
      channel: "phone",
      language: "da",
      contact: "Bo Lind, Torvet 9",
      identity: "asked",
    }),
  });
  await page.goto(`${w.base}/requests/${view.request.id}`);
  await page.getByRole("button", { name: "Andet" }).click();
  await page.getByRole("menuitem", { name: "Gjort" }).click();
  const step = page.getByRole("region", { name: "Gjort" });
  await step.getByRole("textbox").fill("Ringede og læste det op");
  await step.getByText("Der er ikke gået noget svar herfra.").waitFor();
  const close = step.getByRole("button", { name: "Gjort", exact: true });
  assert.ok(await close.isDisabled());
  await step.getByRole("checkbox").check();
  await close.click();
  await until("it is closed", async () => (await w.api(`/requests/${view.request.id}`)).request.state === "done");
  assert.deepEqual(errors, []);
  await context.close();
});

test("the organisation is given its name, and a developer sees what becomes of an event", async () => {
  const { context, page, errors } = await open("/?organisation=edit");
  const ask = page.getByRole("dialog");
  await ask.getByLabel("Navn").fill("Blomsterhuset ApS");
  await ask.getByLabel("Kontakt").fill("drift@blomsterhuset.example");
  await ask.getByRole("button", { name: "Gem" }).click();
  await ask.waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "Blomsterhuset ApS" }).waitFor();
  await page.goto(`${w.base}/consent?tab=tag`);
  await page.getByRole("button", { name: "Se, hvad der sker" }).click();
  await page.getByText("#1 afvises", { exact: false }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("by keyboard to every page, and to a person by the whole address, which stands in no URL", async () => {
  const { context, page, errors } = await open("/");
  await page.getByRole("heading", { name: "Hjem", level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  const box = page.getByRole("dialog", { name: "Søg" });
  await box.getByRole("textbox").waitFor();
  await page.keyboard.type("logbog");
  await box.getByRole("option", { name: "Indstillinger › Logbog" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/settings\?.*tab=audit/);
  await page.waitForFunction(() => document.title.startsWith("Logbog · Indstillinger"));
  // Asked for again at once, it begins anew.
  await page.keyboard.press("Control+k");
  await box.getByRole("textbox").waitFor();
  assert.equal(await box.getByRole("textbox").inputValue(), "");
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "hidden" });
  const { people } = await w.api("/people/search", { method: "POST", body: "{}" });
  const { id, identifiers } = people[0];
  await page.keyboard.press("Control+k");
  await page.keyboard.type(identifiers[0].value);
  await box.getByRole("option", { name: /^Find personen/ }).waitFor();
  const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  assert.deepEqual(
    axe.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`),
    [],
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/people?person=${id}`);
  assert.ok(!page.url().includes("@"));
  assert.deepEqual(errors, []);
  await context.close();
});

/** Cells that are squeezed to a few letters a line. */
const squeezed = () =>
  [...document.querySelectorAll("td, th, dt, dd")]
    .filter((cell) => {
      const { width, height } = cell.getBoundingClientRect();
      return width > 0 && width < 90 && height > 90 && cell.innerText.trim().length > 12;
    })
    .map((cell) => cell.innerText.slice(0, 40));

test("what is open holds on a phone too: a newsletter, its recipients, a person, a request", async () => {
  const campaigns = await w.api("/campaigns");
  const { people } = await w.api("/people/search", { method: "POST", body: "{}" });
  const { open: asked } = await w.api("/requests");
  const id = (state) => campaigns.find((c) => (c.campaign.state === "draft") === (state === "draft")).campaign.id;
  const paths = [
    `/reach?campaign=${id("draft")}`,
    `/reach?campaign=${id("draft")}&view=audience`,
    `/reach?campaign=${id("sent")}`,
    `/reach?campaign=${id("sent")}&view=recipients`,
    `/people?person=${people[0].id}`,
    `/requests/${asked[0].request.id}`,
    "/requests/new",
    "/consent?tab=tag",
    "/consent?tab=opt_in",
    "/?organisation=edit",
    "/settings?tab=audit",
    "/settings?tab=keys",
    "/settings?tab=my_account",
  ];
  for (const path of paths) {
    const { context, page, errors } = await open(path, { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    await page.locator("main :is(h1, [role=tab]), [role=dialog]").first().waitFor();
    await page.waitForTimeout(900);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, path);
    assert.deepEqual(await page.evaluate(squeezed), [], path);
    const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).exclude("iframe").analyze();
    assert.deepEqual(
      axe.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`),
      [],
      path,
    );
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test("every page holds on a phone, in the dark, and for a screen reader", async () => {
  for (const [path, heading] of [
    ["/", "Hjem"],
    ["/audience", "Analyse"],
    ["/consent", "Samtykke"],
    ["/consent?tab=notice", "Samtykke"],
    ["/people", "Personer"],
    ["/people?tab=forms", "Personer"],
    ["/people?tab=erasures", "Personer"],
    ["/people?tab=import", "Personer"],
    ["/reach", "Nyhedsbreve"],
    ["/requests", "Anmodninger"],
    ["/design", "Byggeklodser"],
    ["/settings", "Indstillinger"],
    ["/settings?tab=jobs", "Indstillinger"],
    ["/settings?tab=team", "Indstillinger"],
  ]) {
    for (const options of [
      { viewport: { width: 360, height: 740 } },
      { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
    ]) {
      const { context, page, errors } = await open(path, options);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await page.waitForTimeout(500);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} px too wide at ${options.viewport.width}`);
      assert.deepEqual(await page.evaluate(squeezed), [], `${path} at ${options.viewport.width}`);
      const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
      assert.deepEqual(
        axe.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`),
        [],
        `${path} ${JSON.stringify(options)}`,
      );
      assert.deepEqual(errors, []);
      await context.close();
    }
  }
});
