// The banner for everybody, and for every program, that meets it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { banner, html, main, named, pause, visitor as visitorOf } from "../tagged.mjs";
import { pages, until, world } from "../world.mjs";

const require = createRequire(import.meta.url);

let w, site;
before(async () => {
  w = await world(18580);
  site = await pages(w, 18583, {
    "/plain": html(main, "TAG"),
    "/other": html(main, "TAG"),
    "/en": html(main, "TAG", "en"),
    "/sv": html(main, "TAG", "sv"),
    "/base": html(main, "<base href='https://other.example/x/'>TAG"),
    "/modal": html(
      `${main}<dialog id=d>Nyhedsbrev <button onclick=d.close()>Luk</button></dialog><script>d.showModal()</script>`,
      "TAG",
    ),
    "/hostile": html(
      main,
      `<style>button{display:none!important}#hjemmel-banner button:first-of-type{all:unset!important;font-size:8px!important;color:#eee!important;background:#fff!important;--a:red;--paper:red}
       #hjemmel-banner{opacity:0!important;transform:scale(0)!important;display:none!important}section,h2,p,li,div{color:red!important;font-size:99px!important}button::before{content:'Dårligt valg: '}</style>TAG`,
    ),
    "/accent": html(main, "<style>:root{--hjemmel-accent:#e8d44d}</style>TAG"),
  });
});
after(async () => {
  await site?.end();
  await w?.end();
});

const visitor = (path, options) => visitorOf(w, site, path, options);

test("links of the banner lead to the site itself, whatever base the page has", async () => {
  const v = await visitor("/base", { accept: false });
  await banner(v.page).waitFor();
  assert.equal(
    await banner(v.page)
      .getByRole("link")
      .evaluate((a) => a.href),
    `${site.origin}/privatliv`,
  );
  await v.context.close();
});

test("an open modal dialog leaves the banner within reach, in whichever order they come", async () => {
  const v = await visitor("/modal", { accept: false });
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.ok(await v.page.evaluate(() => document.getElementById("d").open), "the dialog stays as it was");
  await v.context.close();

  const late = await visitor("/plain", { accept: false });
  await banner(late.page).waitFor();
  await late.page.evaluate(() => {
    const inner = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    inner.innerHTML = "<dialog><button>Luk</button></dialog>";
    window.dialog = inner.firstChild;
    window.dialog.showModal();
  });
  await named(late.page, "refuse_all").click({ trial: true });
  await late.page.evaluate(() => window.dialog.close());
  await named(late.page, "accept_all").click();
  await banner(late.page).waitFor({ state: "detached" });
  await late.context.close();
});

test("a page that rebuilds or hides everything around its own dialogs does not lose the banner", async () => {
  const v = await visitor("/plain", { accept: false });
  await banner(v.page).waitFor();
  await v.page.evaluate(() => {
    document.getElementById("hjemmel-banner").remove();
    document.body.replaceChildren(document.createElement("main"));
  });
  await banner(v.page).waitFor();
  await v.page.evaluate(() =>
    document.querySelectorAll("html>*").forEach((e) => e.tagName !== "HEAD" && (e.inert = true)),
  );
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  await v.context.close();
});

test("the banner is announced, is the first stop of the keyboard, and gives the focus back", async () => {
  const v = await visitor("/plain", { accept: false });
  await v.page.locator("#search").focus();
  await banner(v.page).waitFor();
  await banner(v.page).getByRole("region", { name: "Må vi bruge dit besøg?" }).waitFor();
  await until("it is read out", async () =>
    /Må vi bruge dit besøg.*Statisti/.test(await banner(v.page).getByRole("status").textContent()),
  );
  assert.equal(await v.page.evaluate(() => document.activeElement.id), "search", "nobody is moved");
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.equal(await v.page.evaluate(() => document.activeElement.id), "search", "the focus returns");

  // From the beginning of the page: refuse, accept, choose, and only then the rest.
  const keys = await visitor("/plain", { accept: false });
  await banner(keys.page).waitFor();
  const stops = [];
  for (let i = 0; i < 5; i++) {
    await keys.page.keyboard.press("Tab");
    stops.push(
      await keys.page.evaluate(() => {
        const at = document.activeElement;
        return (at.shadowRoot?.activeElement ?? at).textContent;
      }),
    );
  }
  assert.deepEqual(stops, ["Afvis alle", "Acceptér alle", "Vælg selv", "Privatlivspolitik", "Forsiden"]);
  for (let i = 0; i < 4; i++) await keys.page.keyboard.press("Shift+Tab");
  await keys.page.keyboard.press("Enter");
  await banner(keys.page).waitFor({ state: "detached" });
  assert.equal(await keys.page.evaluate(() => document.activeElement.id), "before", "where it came from");

  // Opened by its link: the heading has the focus, and the link again afterwards.
  const link = keys.page.getByRole("link", { name: "Samtykke" });
  await link.focus();
  await keys.page.keyboard.press("Enter");
  await banner(keys.page).waitFor();
  assert.equal(await banner(keys.page).evaluate((host) => host.shadowRoot.activeElement.tagName), "H2");
  await keys.page.keyboard.press("Escape");
  await banner(keys.page).waitFor({ state: "detached" });
  assert.equal(await keys.page.evaluate(() => document.activeElement.dataset.hjemmel), "consent");

  // Nothing had the focus: it does not fall into nowhere.
  const fresh = await visitor("/plain", { accept: false });
  await banner(fresh.page).waitFor();
  await fresh.page.keyboard.press("Tab");
  await fresh.page.keyboard.press("Enter");
  await banner(fresh.page).waitFor({ state: "detached" });
  assert.equal(await fresh.page.evaluate(() => document.activeElement.tagName), "MAIN");
  for (const x of [v, keys, fresh]) await x.context.close();
});

test("the styles of a page reach neither the words nor the buttons, and the banner's reach nothing of the page", async () => {
  for (const path of ["/plain", "/hostile", "/accent"]) {
    const v = await visitor(path, { accept: false });
    await named(v.page, "refuse_all").waitFor();
    await pause(v, 300);
    const [a, b] = await Promise.all(
      ["refuse_all", "accept_all"].map((control) =>
        named(v.page, control).evaluate((e) => {
          const s = getComputedStyle(e),
            r = e.getBoundingClientRect();
          return {
            width: Math.round(r.width),
            height: Math.round(r.height),
            font: s.font,
            color: s.color,
            background: s.backgroundColor,
            border: s.border,
            opacity: s.opacity,
            before: getComputedStyle(e, "::before").content,
          };
        }),
      ),
    );
    assert.deepEqual(a, b, `B-04: equal on ${path}`);
    assert.ok(a.width > 100 && a.height >= 44 && a.before === "none", path);
    const [title, host] = await banner(v.page).evaluate((host) =>
      [getComputedStyle(host.shadowRoot.querySelector("h2")), getComputedStyle(host)].map(
        (s) => `${s.color} ${s.fontSize} ${s.opacity} ${s.transform}`,
      ),
    );
    assert.equal(title, "rgb(23, 33, 31) 20px 1 none");
    assert.match(host, /1 none$/);
    assert.equal(
      await v.page.evaluate(() => document.querySelectorAll("style").length + document.adoptedStyleSheets.length),
      path === "/plain" ? 0 : 1,
    );
    await v.context.close();
  }
});

test("a choice in one tab answers the question in the others", async () => {
  const v = await visitor("/plain", { accept: false });
  await banner(v.page).waitFor();
  const other = await v.context.newPage();
  await other.goto(`${site.origin}/other`);
  await named(other, "accept_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.ok(await v.page.evaluate(() => window.hjemmel.granted("statistics")));
  await v.context.close();
});

/** Let autoconsent, as it is published, loose on a page, with the rules it ships with and those of ours. */
async function robot(path, rules) {
  const content = readFileSync(
    require.resolve("@duckduckgo/autoconsent").replace(/[^/]+$/, "autoconsent.playwright.js"),
    "utf8",
  );
  const shipped = require("@duckduckgo/autoconsent/rules/rules.json").autoconsent;
  const said = [];
  const v = await visitor(null, { accept: false, locale: "en-US" });
  await v.page.exposeBinding("autoconsentSendMessage", async ({ frame }, message) => {
    said.push(message);
    const answer = (message) => frame.evaluate((message) => window.autoconsentReceiveMessage(message), message);
    if (message.type === "init") {
      const config = {
        enabled: true,
        autoAction: "optOut",
        disabledCmps: [],
        enablePrehide: false,
        detectRetries: 20,
        enableCosmeticRules: true,
        heuristicMode: "reject",
      };
      await answer({ type: "initResp", config, rules: { autoconsent: [...shipped, ...rules] } });
    }
    if (message.type === "eval")
      await answer({ type: "evalResp", id: message.id, result: await frame.evaluate(message.code) });
    if (message.type === "optOutResult" && message.scheduleSelfTest) await answer({ type: "selfTest" });
  });
  await v.page.goto(site.origin + path);
  await v.page.evaluate(content);
  const done = await until("autoconsent is done", () => said.find((m) => m.type === "autoconsentDone"));
  const test = await until("autoconsent has tested itself", () => said.find((m) => m.type === "selfTestResult"));
  await banner(v.page).waitFor({ state: "detached" });
  const cookies = await v.context.cookies(site.origin);
  await v.context.close();
  return { cmp: done.cmp, clicks: done.totalClicks, passed: test.result, cookie: cookies[0].value.split(".")[0] };
}

test("programs that refuse for people can: autoconsent unmodified in English and Swedish, with our rule in Danish", async () => {
  for (const path of ["/en", "/sv"])
    assert.deepEqual(
      await robot(path, []),
      { cmp: "HEURISTIC-REJECT", clicks: 1, passed: true, cookie: "refused" },
      path,
    );
  const rule = JSON.parse(readFileSync(new URL("../../tag/autoconsent/hjemmel.json", import.meta.url), "utf8"));
  for (const path of ["/plain", "/sv"])
    assert.deepEqual(await robot(path, [rule]), { cmp: "hjemmel", clicks: 1, passed: true, cookie: "refused" }, path);
});
