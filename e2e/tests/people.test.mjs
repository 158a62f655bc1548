// A person signs up on the shop's page, answers the mail, is reachable for what they asked, and stops it; without a script.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, still, until, unzipped, visit, world } from "../world.mjs";

const EVA = "eva.ny@post.example";
let w;
before(async () => (w = await world(18380)));
after(() => w.end());

const person = async (email) => {
  const { people } = await w.api("/people/search", { method: "POST", body: JSON.stringify({ query: email }) });
  return people[0] && w.api(`/people/${people[0].id}`);
};
const allowed = async (email) =>
  ((await person(email))?.reach ?? [])
    .filter((r) => r.allowed)
    .map((r) => r.topic_name)
    .sort();

/** A page of the person's, checked for what every one of them owes its reader. */
async function owed(page, requests) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
  // The checker is a script, so it runs in a context that has them.
  assert.equal(await page.locator("script").count(), 0);
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(w.base) && !url.startsWith(w.shop)),
    [],
  );
}

test("sign up, confirm, see it in the console, stop, without a script and on a phone", async () => {
  const context = await w.browser.newContext({
    locale: "da-DK",
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  });
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
  const context = await w.browser.newContext({
    locale: "da-DK",
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
    acceptDownloads: true,
  });
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
  const code = await until(
    "the code",
    async () => (await (await fetch(`${w.base}/dev/mail`)).text()).match(/\b(\d{4} \d{4})\b/)?.[1],
  );
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
  assert.deepEqual(
    asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
    [],
    "it asks for nothing",
  );
  await home.close();

  // Staff see that it was asked for and answered, and what is still open.
  await page.getByLabel("Hvad er forkert, og hvad er rigtigt?").fill("Jeg hedder Eva Ny");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText("Vi svarer inden en måned").waitFor();
  const { open, closed } = await w.api("/requests");
  assert.deepEqual(
    open.filter((v) => v.request.channel === "page").map((v) => v.request.kind),
    ["rectification"],
  );
  assert.deepEqual(
    closed.map((v) => v.request.kind),
    ["access"],
  );

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
  for (const [l, button] of [
    ["da", "Tilmeld mig"],
    ["sv", "Anmäl mig"],
    ["en", "Sign me up"],
  ]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await w.browser.newContext({
        colorScheme,
        bypassCSP: true,
        viewport: { width: 390, height: 800 },
      });
      const page = await context.newPage();
      await page.goto(`${w.base}/f/${form.id}?l=${l}`);
      await page.getByRole("button", { name: button }).waitFor();
      for (const step of ["form", "error", "mine", "code", "gone"]) {
        if (step === "mine") await page.goto(`${w.base}/p/mine/${form.id}`);
        if (step === "code") await page.locator("#email").fill("nobody@post.example");
        if (step === "code") await page.locator("main form button").click();
        if (step === "code") await page.locator("#code").waitFor();
        if (step === "error")
          await page.getByRole("button", { name: button }).evaluate((b) => {
            b.form.noValidate = true;
            b.click();
          });
        if (step === "error") await page.getByRole("alert").waitFor();
        if (step === "gone") await page.goto(`${w.base}/p/confirm/nothing`);
        const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
        assert.deepEqual(
          axe.violations.map((v) => `${v.id}: ${v.nodes[0].html}`),
          [],
          `${step} ${l} ${colorScheme}`,
        );
      }
      await context.close();
    }
  }
});

test("the form as an element of the shop's own page: nothing before the button, told beside its field, sent by mail", async () => {
  const email = "ida@post.example";
  const v = await visit(w, { viewport: { width: 360, height: 740 } });
  const { page } = v;
  await page.goto(`${w.shop}/?utm_source=ida`);
  const banner = page.locator("#hjemmel-banner");
  await banner.getByRole("button", { name: "Afvis alle" }).waitFor();
  await page.keyboard.press("Escape");
  await banner.waitFor({ state: "detached" });
  const form = page.getByRole("form", { name: "Få blomster i indbakken" });
  const [address, button] = [form.getByLabel("Din e-mailadresse"), form.getByRole("button", { name: "Tilmeld mig" })];
  await button.waitFor();
  assert.equal(await form.getByRole("checkbox").count(), 3);
  assert.equal(await form.locator("input:checked").count(), 0, "B-06");
  for (const words of ["Du kan altid sige nej igen", "Torvet 1, 8000 Aarhus C", "Højst to gange om måneden"])
    await form.getByText(words).waitFor();
  const link = form.getByRole("link", { name: "Sådan behandler vi dine oplysninger" });
  assert.equal(await link.evaluate((a) => a.href), `${w.shop}/privatliv`);
  const holds = async (what) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${what} is ${wide} px too wide`);
    const axe = await new AxeBuilder({ page }).include(".hjemmel-form").withTags(["wcag2a", "wcag2aa"]).analyze();
    assert.deepEqual(
      axe.violations.map((x) => `${x.id}: ${x.nodes[0].html}`),
      [],
      what,
    );
  };
  const sent = () => v.requests.filter((r) => r.url().endsWith("/sign-up"));
  const beside = (field) =>
    field.evaluate((f) => f.getRootNode().getElementById(f.getAttribute("aria-describedby")).textContent);
  await holds("form");

  // What is wrong is told beside its field, and what a script does is no act of a person.
  await button.click();
  assert.match(await beside(address), /Skriv en e-mailadresse/);
  assert.match(await beside(form.getByRole("group")), /Vælg mindst én/);
  assert.ok(await address.evaluate((f) => f.getRootNode().activeElement === f));
  await holds("error");
  await form.getByLabel(/Tilbud/).check();
  await address.fill(email);
  await form.evaluate((f) => f.requestSubmit());
  await button.evaluate((b) => b.click());
  await page.waitForTimeout(300);
  assert.deepEqual(sent(), []);
  assert.deepEqual(await v.stored(), { cookies: [], local: 0 });
  await address.fill("ida@post");
  await address.press("Enter");
  await until("the server says what is wrong", async () => /Skriv en e-mailadresse/.test(await beside(address)));
  assert.equal(sent().length, 1);
  assert.equal(await address.inputValue(), "ida@post");

  // Nothing is lost when the network is away, nor when the form has changed meanwhile.
  await address.fill(email);
  await page.route("**/sign-up", (route) => route.abort());
  await button.click();
  await form.getByRole("alert").getByText("Vi kunne ikke nås").waitFor();
  await page.unroute("**/sign-up");
  const [old] = await w.api("/forms");
  const title = { da: "Flere blomster", sv: "Fler blommor", en: "More flowers" };
  const draft = { name: old.name, sender: old.sender, topics: old.topics.map((t) => t.id), title };
  await w.api(`/forms/${old.id}`, { method: "PUT", body: JSON.stringify(draft) });
  await button.click();
  const next = page.getByRole("form", { name: "Flere blomster" });
  await next.getByRole("alert").getByText("Formularen er ændret").waitFor();
  await until("the old form is gone", async () => (await page.locator(".hjemmel-form").count()) === 1);
  assert.equal(await next.getByLabel("Din e-mailadresse").inputValue(), email);
  assert.ok(await next.getByLabel(/Tilbud/).isChecked());

  await next.getByLabel("Din e-mailadresse").press("Enter");
  const status = page.getByRole("status");
  await status.getByText("Se efter i din indbakke").waitFor();
  assert.ok(await status.evaluate((s) => s.getRootNode().activeElement === s));
  await holds("sent");
  const request = sent().at(-1);
  const { page: place, site, token, topics } = request.postDataJSON();
  assert.deepEqual([place, site, token, topics.length], [`${w.shop}/`, "", "", 1]);
  const headers = await request.allHeaders();
  assert.deepEqual([headers.cookie, headers.referer], [undefined, undefined]);
  assert.deepEqual(await v.stored(), { cookies: [], local: 0 });
  await until("the mail", async () => (await (await fetch(`${w.base}/dev/mail`)).text()).includes(email));
  assert.deepEqual(v.errors, []);
  await v.context.close();
});

test("staff see what is known about a person, add to it, and see before an erasure what the law holds", async () => {
  const known = { kind: "email", value: "nora.ny@post.example" };
  const put = (path, body) => w.api(path, { method: "POST", body: JSON.stringify({ source: "shop", ...body }) });
  const { id } = await put("/people", { identifiers: [known], language: "da", attributes: { city: "Aarhus" } });
  await put("/orders", {
    identifier: known,
    number: "O-77001",
    lines: ["1 × Orkidé"],
    total_minor: 24900,
    currency: "DKK",
    law: "dk",
    at_ms: Date.now(),
  });
  const context = await w.browser.newContext({ locale: "da-DK", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  await page.request.post(`${w.base}/api/v1/session`, {
    headers: { "x-hjemmel": "1" },
    data: { email: EMAIL, password: PASSWORD },
  });
  await page.goto(`${w.base}/people?person=${id}`);
  const side = page.getByRole("dialog");
  await side.getByRole("row", { name: /By Aarhus.*butikken/ }).waitFor();
  await side.getByText(/O-77001/).waitFor();
  await side.getByText("bogføringsloven § 12", { exact: false }).waitFor();
  await side.getByText("formålet »Din kundeprofil«", { exact: false }).waitFor();

  // What may not be written down is told, and stays in its field.
  await side.getByRole("button", { name: "Tilføj en oplysning" }).click();
  await side.getByLabel("Hvad", { exact: true }).fill("favourite flower");
  await side.getByLabel("Værdi").fill("0101011234");
  await side.getByRole("button", { name: "Gem" }).click();
  await side.getByRole("alert").locator("[data-rule~=N-01]").waitFor();
  assert.equal(await side.getByLabel("Værdi").inputValue(), "0101011234");
  await side.getByLabel("Værdi").fill("Pæon");
  await side.getByRole("button", { name: "Gem" }).click();
  await side.getByRole("row", { name: /Favourite flower Pæon.*medarbejder/ }).waitFor();
  const held = async () => (await w.api(`/people/${id}`)).attributes.map((a) => [a.name, a.value, a.source]);
  assert.deepEqual(await held(), [
    ["city", "Aarhus", "shop"],
    ["favourite_flower", "Pæon", "staff"],
  ]);
  await side.getByRole("button", { name: "Fjern By" }).click();
  await page.getByRole("dialog").last().getByRole("button", { name: "Fjern", exact: true }).click();
  await until("it is taken away", async () => (await held()).length === 1);
  await side.getByRole("row", { name: /Aarhus/ }).waitFor({ state: "detached" });

  // The same person stands there twice: joined, parted, and joined again before both go.
  const twice = { kind: "email", value: "eva.to@privat.example" };
  await put("/people", { identifiers: [twice] });
  const join = async () => {
    await side.getByRole("button", { name: "Samme person som" }).click();
    await side.getByLabel("E-mailadresse", { exact: true }).fill(twice.value);
    await side.getByRole("button", { name: "Samme person som" }).click();
    await side.getByRole("link", { name: twice.value }).waitFor();
  };
  await join();
  await side.getByRole("button", { name: "Ikke samme person" }).click();
  await page
    .getByRole("dialog", { name: "Ikke samme person" })
    .getByRole("button", { name: "Ikke samme person" })
    .click();
  await side.getByRole("link", { name: twice.value }).waitFor({ state: "detached" });
  await join();

  await side.getByRole("button", { name: "Slet personen" }).click();
  const ask = page.getByRole("dialog").last();
  const kept = ask.getByRole("region", { name: "Det bliver, og derfor" });
  await kept.getByText("ordrer, kun til bogføring").waitFor();
  await kept.getByText("bogføringsloven", { exact: false }).waitFor();
  await ask.getByRole("region", { name: "Det slettes" }).getByText("oplysninger om personen").waitFor();
  assert.ok(!/(records|events|keyring)\./.test(await ask.innerText()), "stores are named in words");
  await still(page);
  const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  assert.deepEqual(
    axe.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`),
    [],
  );
  await ask.getByRole("button", { name: "Slet nu" }).click();
  await page.getByText("Personen er slettet").waitFor();
  const orders = await w.api("/orders/held");
  assert.ok(
    orders.some((o) => o.number === "O-77001"),
    "for the books",
  );
  assert.deepEqual(
    (await w.api("/people/search", { method: "POST", body: JSON.stringify({ query: twice.value }) })).people,
    [],
  );
  assert.deepEqual(errors, []);
  await context.close();
});

test("a pause is the first thing that staff see of a person, and it does not end before they were told", async () => {
  const known = { kind: "email", value: "pia.pause@post.example" };
  const put = (path, method, body) => w.api(path, { method, body: JSON.stringify(body) });
  const { id } = await put("/people", "POST", { identifiers: [known], language: "da", attributes: {}, source: "shop" });
  const paused = await put(`/people/${id}/restriction`, "PUT", { restricted: true });
  assert.equal(paused.next, "tell");
  const context = await w.browser.newContext({ locale: "da-DK", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.request.post(`${w.base}/api/v1/session`, {
    headers: { "x-hjemmel": "1" },
    data: { email: EMAIL, password: PASSWORD },
  });
  await page.goto(`${w.base}/people?person=${id}`);
  const pause = page.getByRole("dialog").getByRole("region", { name: "Pause" });
  await pause.getByRole("status").getByText("Opbevares kun, siden", { exact: false }).waitFor();
  assert.equal(await pause.getByRole("button", { name: "Slut pausen" }).count(), 0);
  await pause.getByRole("button", { name: "Skriv brevet ned" }).click();
  await pause.getByText("Pausen kan slutte fra", { exact: false }).waitFor();
  const refused = await page.request.put(`${w.base}/api/v1/people/${id}/restriction`, {
    headers: { "x-hjemmel": "1" },
    data: { restricted: false },
  });
  assert.equal(refused.status(), 403);
  await context.close();
});
