// A visitor is asked, obeyed, counted, and obeyed again after a change of mind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { until, visit, world } from "../world.mjs";

let w;
before(async () => (w = await world(18080)));
after(() => w.end());

const banner = (page) => page.locator("#hjemmel-banner");

test("before a choice nothing is stored and no identifier leaves the device", async () => {
  const v = await visit(w);
  const hosts = new Set();
  v.page.on("request", (r) => hosts.add(new URL(r.url()).origin));
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).waitFor();
  await v.page.mouse.wheel(0, 2000);
  await v.page.goto(`${w.shop}/roser`);
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).waitFor();
  await v.page.waitForTimeout(500);
  assert.deepEqual(await v.stored(), { cookies: [], local: 0 });
  const kept = await v.page.evaluate(async () => [
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    window.name.length,
  ]);
  assert.deepEqual(kept, [0, 0, 0, 0], "no database, cache, worker, nor the window's name");
  assert.deepEqual([...hosts].sort(), [new URL(w.base).origin, w.shop].sort(), "nobody else is asked for anything");
  assert.equal(v.sent().length, 0);
  assert.deepEqual(v.errors, []);
  for (const r of v.requests) assert.ok(!/[?&](id|uid|visitor|token)=/.test(r.url()), r.url());
  await v.context.close();
});

test("the first layer names every purpose, and saying no is as easy as saying yes", async () => {
  for (const [path, words] of [
    ["/", ["Afvis alle", "Acceptér alle", "Vælg selv", "trække dit valg tilbage", "6 måneder"]],
    ["/sv/", ["Avvisa alla", "Godkänn alla", "Välj själv", "återkalla", "6 månader"]],
  ]) {
    for (const width of [360, 1280]) {
      const v = await visit(w, { viewport: { width, height: 800 } });
      await v.page.goto(w.shop + path);
      const [no, yes] = words.slice(0, 2).map((name) => banner(v.page).getByRole("button", { name }));
      await no.waitFor();
      const text = await banner(v.page).evaluate((host) => host.shadowRoot.textContent);
      for (const purpose of w.site.purposes) {
        const named = { statistics: "tatisti", marketing: "arkn|arke", ads: "nnons?c?er?", profile: "und?e?profil" }[
          purpose
        ];
        assert.match(text, new RegExp(named), `B-01: ${purpose}`);
      }
      for (const word of words.slice(2)) assert.ok(text.includes(word), word);
      const [a, b] = await Promise.all(
        [no, yes].map((x) =>
          x.evaluate((e) => {
            const s = getComputedStyle(e),
              r = e.getBoundingClientRect();
            return {
              tag: e.tagName,
              width: Math.round(r.width),
              height: Math.round(r.height),
              font: s.font,
              color: s.color,
              background: s.backgroundColor,
              border: s.border,
              inView: r.top >= 0 && r.bottom <= innerHeight,
            };
          }),
        ),
      );
      assert.deepEqual(a, b, "B-04: equal buttons");
      assert.ok(a.inView, `B-02: visible at once at ${width}`);
      const axe = await new AxeBuilder({ page: v.page }).include("#hjemmel-banner").analyze();
      assert.deepEqual(
        axe.violations.map((x) => x.id),
        [],
      );
      await v.context.close();
    }
  }
});

test("refusing by keyboard leaves one cookie, the same for everybody, and is remembered", async () => {
  const seen = [];
  for (let i = 0; i < 2; i++) {
    const v = await visit(w);
    await v.page.goto(w.shop);
    const no = banner(v.page).getByRole("button", { name: "Afvis alle" });
    await no.waitFor();
    for (let k = 0; k < 40; k++) {
      await v.page.keyboard.press("Tab");
      if (await no.evaluate((e) => e.getRootNode().activeElement === e)) break;
    }
    await v.page.keyboard.press("Enter");
    await banner(v.page).waitFor({ state: "detached" });
    const stored = await v.stored();
    assert.equal(stored.cookies.length, 1);
    seen.push(stored.cookies[0]);
    await v.page.goto(`${w.shop}/roser`);
    await v.page.waitForTimeout(400);
    assert.equal(await banner(v.page).count(), 0, "B-17: not asked again");
    assert.equal(v.sent().length, 0, "nothing that a script read leaves after a no");
    await v.context.close();
  }
  assert.equal(seen[0], seen[1]);
});

test("nothing of the page is kept from whoever says no or takes a yes back", async () => {
  // What the page is about: its words, prices, pictures and ways on, without the banner.
  const shown = (page) =>
    page.evaluate(() => {
      const main = document.body.cloneNode(true);
      for (const own of main.querySelectorAll("script,[data-hjemmel],#hjemmel-banner")) own.remove();
      return {
        words: main.textContent.replace(/\s+/g, " "),
        ways: [...main.querySelectorAll("a,button,img,input")].map((e) => e.outerHTML),
        hidden: [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).visibility === "hidden")
          .length,
        scrolls: getComputedStyle(document.documentElement).overflowY + getComputedStyle(document.body).overflowY,
        filtered: getComputedStyle(document.body).filter + getComputedStyle(document.body).pointerEvents,
      };
    });
  const pages = ["/", "/roser"];
  const all = async (page) => {
    const seen = [];
    for (const path of pages) {
      await page.goto(w.shop + path);
      await page.waitForTimeout(400);
      seen.push(await shown(page));
    }
    return seen;
  };
  const yes = await visit(w);
  await yes.page.goto(w.shop);
  await banner(yes.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(yes.page).waitFor({ state: "detached" });
  const allowed = await all(yes.page);
  assert.ok(allowed[0].words.length > 200 && allowed[0].ways.length > 3, "there is something to compare");
  await yes.page.getByRole("link", { name: "Samtykke" }).click();
  await banner(yes.page).getByRole("button", { name: "Afvis alle" }).click();
  await banner(yes.page).waitFor({ state: "detached" });
  assert.deepEqual(await all(yes.page), allowed, "B-14: taking back costs nothing");
  await yes.context.close();

  const no = await visit(w);
  await no.page.goto(w.shop);
  await banner(no.page).getByRole("button", { name: "Afvis alle" }).click();
  await banner(no.page).waitFor({ state: "detached" });
  assert.deepEqual(await all(no.page), allowed, "B-10: no wall");
  await no.context.close();
});

test("a no that the server never heard of lasts as long as a yes", async () => {
  const days = async (press, name) => {
    const v = await visit(w);
    if (press === "offline") await v.page.route("**/c/*/choice", (route) => route.abort());
    await v.page.goto(w.shop);
    await banner(v.page).getByRole("button", { name }).click();
    await banner(v.page).waitFor({ state: "detached" });
    const [cookie] = await v.context.cookies();
    await v.context.close();
    return (cookie.expires - Date.now() / 1000) / 86_400;
  };
  const yes = await days("online", "Acceptér alle");
  assert.ok(yes > 180, `a yes lasts ${yes} days`);
  for (const press of ["online", "offline"]) {
    const no = await days(press, "Afvis alle");
    assert.ok(no >= yes - 0.01 && no <= 184.1, `B-17, T-10: a no ${press} lasts ${no} days, a yes ${yes}`);
  }
});

test("escape stores nothing and the question stays open", async () => {
  const v = await visit(w);
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).waitFor();
  await v.page.keyboard.press("Escape");
  await banner(v.page).waitFor({ state: "detached" });
  assert.deepEqual((await v.stored()).cookies, []);
  await v.page.reload();
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).waitFor();
  await v.context.close();
});

test("an accepted visit is measured; a withdrawal is obeyed at once, here and in reports", async () => {
  const v = await visit(w);
  const before = await w.views();
  await v.page.goto(`${w.shop}/?utm_source=e2e&utm_medium=email&utm_campaign=x`);
  assert.equal(await v.page.evaluate(() => document.documentElement.dataset.ads), undefined);
  await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.equal(
    await v.page.evaluate(() => document.documentElement.dataset.ads),
    "on",
    "marked scripts run after the grant",
  );
  const [cookie] = (await v.stored()).cookies;
  assert.match(cookie, /^hj_consent_[0-9a-f]+=v1\./);
  const began = Date.now() - 120_000;
  await until("the view is measured", async () => (await w.views()) === before + 1);
  await v.page.goto(`${w.shop}/roser`);
  await until("the second view too", async () => (await w.views()) === before + 2);
  const { minutes } = await w.api(`/sites/${w.site.id}/reports/live`);
  const lately = minutes.filter((m) => m.start_ms >= began).reduce((sum, m) => sum + m.page_views, 0);
  assert.ok(lately >= 2, "both stand in the minutes of the live report");

  const day = w.today();
  const sources = () => w.api(`/sites/${w.site.id}/reports/breakdown?from=${day}&to=${day}&by=source`);
  const row = (await sources()).find((r) => r.value === "e2e");
  assert.equal(row.page_views, 2, "the whole visit counts for its campaign");

  const [record] = await w.api(`/sites/${w.site.id}/consents`);
  assert.equal(record.act.control, "accept_all");
  assert.equal(record.act.trusted, true);
  assert.equal(record.language, "da");
  const proof = await until(
    "the record is in the evidence log",
    async () => (await w.api(`/consents/${record.id}`)).proof,
  );
  assert.ok(proof.checkpoint.note.includes("hjemmel.local/evidence"));

  // Another device of the same person: the token was copied there.
  const other = await visit(w);
  await other.context.addCookies([{ name: cookie.split("=")[0], value: cookie.split("=")[1], url: w.shop }]);

  await v.page.getByRole("link", { name: "Samtykke" }).click();
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  await until("the rows are burned", async () => (await w.views()) === before);
  assert.match((await v.stored()).cookies.join(), /=refused\.[0-9a-f]+$/);

  await other.page.goto(w.shop);
  await until("the other device obeys", async () => /=refused\./.test((await other.stored()).cookies.join()));
  assert.equal(await w.views(), before);
  await v.context.close();
  await other.context.close();
});

test("a browser shows what it left, takes it home and erases it", async () => {
  const v = await visit(w);
  const before = await w.views();
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  await v.page.goto(`${w.shop}/roser`);
  await until("both views are counted", async () => (await w.views()) === before + 2);
  await v.page.getByRole("link", { name: "Samtykke" }).click();
  const opened = v.context.waitForEvent("page");
  await banner(v.page).getByRole("button", { name: "Se, hvad vi har om denne browser" }).click();
  const own = await opened;
  await own.getByRole("heading", { name: "Det har vi om denne browser" }).waitFor();
  assert.ok(!own.url().includes("v1."), own.url());
  const text = await own.locator("main").innerText();
  assert.match(text, /Ja til: .*Statistik/);
  assert.match(text, /\/roser/);
  for (const scheme of ["light", "dark"]) {
    await own.emulateMedia({ colorScheme: scheme });
    const axe = await new AxeBuilder({ page: own }).analyze();
    assert.deepEqual(
      axe.violations.map((x) => x.id),
      [],
    );
  }
  const saved = own.waitForEvent("download");
  await own.getByRole("button", { name: "Hent en kopi" }).click();
  const copy = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  assert.equal(copy.visits.length, 2);
  await own.getByRole("button", { name: "Slet alt om denne browser …" }).click();
  await own.getByRole("button", { name: "Ja, slet alt om denne browser" }).click();
  await own.getByRole("heading", { name: "Du er slettet" }).waitFor();
  await until("it counts no more", async () => (await w.views()) === before);
  await v.page.goto(w.shop);
  await until("the shop forgets it too", async () => /=refused\./.test((await v.stored()).cookies.join()));
  assert.deepEqual(v.errors, []);
  await v.context.close();
});

test("staff withdraw for a person who asked, and the browser is obeyed at once", async () => {
  const v = await visit(w);
  const others = await w.views();
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  await until("the view is counted", async () => (await w.views()) > others);
  const [record] = await w.api(`/sites/${w.site.id}/consents`);
  await w.api(`/consents/${record.id}/withdraw`, { method: "POST" });
  await v.page.goto(`${w.shop}/roser`);
  await until("the no is remembered", async () => /=refused\./.test((await v.stored()).cookies.join()));
  assert.equal(await w.views(), others);
  await v.context.close();
});

test("a choice purpose by purpose, nothing ticked beforehand", async () => {
  const v = await visit(w);
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Vælg selv" }).click();
  const boxes = banner(v.page).getByRole("checkbox");
  assert.equal(await boxes.count(), w.site.purposes.length);
  for (const box of await boxes.all()) assert.equal(await box.isChecked(), false, "B-06");
  await boxes.first().check();
  await banner(v.page).getByRole("button", { name: "Gem mine valg" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.deepEqual(await v.page.evaluate(() => [window.hjemmel.granted("statistics"), window.hjemmel.granted("ads")]), [
    true,
    false,
  ]);
  assert.equal(await v.page.evaluate(() => document.documentElement.dataset.ads), undefined);
  await v.context.close();
});

test("two sites on one host do not answer for each other", async () => {
  const v = await visit(w);
  await v.page.goto(w.shop);
  await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  await v.page.goto(`${w.shop}/sv/`);
  await banner(v.page).getByRole("button", { name: "Avvisa alla" }).waitFor();
  assert.equal(await v.page.evaluate(() => document.documentElement.dataset.ads), undefined, "T-09");
  await v.context.close();
});

test("Global Privacy Control leaves ads off until they are chosen by themselves", async () => {
  const v = await visit(w, { extraHTTPHeaders: { "Sec-GPC": "1" } });
  await v.page.goto(w.shop);
  const text = await banner(v.page).getByText("Global Privacy Control").textContent();
  assert.ok(text);
  await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  const granted = () => v.page.evaluate(() => ["statistics", "ads"].map((p) => window.hjemmel.granted(p)));
  assert.deepEqual(await granted(), [true, false]);
  await v.page.getByRole("link", { name: "Samtykke" }).click();
  await banner(v.page).getByRole("checkbox").last().check();
  await banner(v.page).getByRole("button", { name: "Gem mine valg" }).click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.deepEqual(await granted(), [true, true]);
  await v.context.close();
});

test("the bytes that Chromium transfers stay within the budget", async () => {
  const v = await visit(w);
  const bytes = async (act) => {
    const session = await v.context.newCDPSession(v.page);
    await session.send("Network.enable");
    let sum = 0;
    const ours = new Set();
    session.on(
      "Network.responseReceived",
      (e) => e.response.url.startsWith(w.base) && !e.response.url.startsWith(`${w.base}/f/`) && ours.add(e.requestId),
    );
    session.on("Network.loadingFinished", (e) => ours.has(e.requestId) && (sum += e.encodedDataLength));
    await act();
    await v.page.waitForTimeout(600);
    await session.detach();
    return sum;
  };
  const first = await bytes(async () => {
    await v.page.goto(w.shop);
    await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
    await banner(v.page).waitFor({ state: "detached" });
  });
  const back = await bytes(() => v.page.goto(`${w.shop}/roser`));
  console.log(`bytes over the wire: first visit ${first}, returning ${back}`);
  assert.ok(first > 1000 && first <= 12 * 1024, `first visit: ${first}`);
  assert.ok(back > 100 && back <= 4 * 1024, `returning: ${back}`);
  await v.context.close();
});

test("what a person does last counts, however slow the network is", async () => {
  for (const [second, left] of [
    ["Afvis alle", /^refused\./],
    ["Escape", /^$/],
  ]) {
    const v = await visit(w);
    await v.page.route("**/c/*/choice", async (route) => {
      if (route.request().postData().includes('"shown":true')) await new Promise((done) => setTimeout(done, 1500));
      await route.continue();
    });
    await v.page.goto(w.shop);
    await banner(v.page).getByRole("button", { name: "Acceptér alle" }).click();
    if (second === "Escape") await v.page.keyboard.press("Escape");
    else await banner(v.page).getByRole("button", { name: second }).click();
    await banner(v.page).waitFor({ state: "detached" });
    await v.page.waitForTimeout(2500);
    const { cookies } = await v.stored();
    assert.match(cookies[0]?.split("=")[1] ?? "", left, `after ${second}`);
    assert.equal(v.sent().length, 0);
    await v.context.close();
  }
});
