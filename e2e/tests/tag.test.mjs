// The tag on the pages that sites really have: once a page, with the right title, and nothing lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { banner, html, main, named, pause, policy, visitor as visitorOf } from "../tagged.mjs";
import { flags, pages, until, world } from "../world.mjs";

const PORT = 18483;
// Names that a browser finds on this machine by itself; the second has a letter outside ASCII.
const HOSTS = ["www.butik.localhost", "xn--blbr-roah.localhost"];

let w, site, base;
before(async () => {
  w = await world(18480);
  base = new URL(w.base).origin;
  site = await pages(
    w,
    PORT,
    {
      "/plain": html(main, "TAG"),
      "/other": html(main, "TAG"),
      "/without": html("<div id=app><h1>Uden vej tilbage</h1></div>", "TAG"),
      "/twice": html(`${main}TAG`, "TAGTAG"),
      "/frames": html(`${main}<iframe src=/plain id=one></iframe><iframe src=/nest></iframe>`, "TAG"),
      "/nest": html("<iframe src=/plain></iframe>", "TAG"),
      "/embedding": html("<h1>En anden side</h1><iframe src=/embedded></iframe><iframe src=/plain></iframe>"),
      "/embedded": html(main, "TAG[data-frame async]"),
      "/sandboxed-frame": html(`${main}<iframe sandbox=allow-scripts src=/plain></iframe>`),
      "/sandbox": { body: html(main, "TAG"), headers: policy("sandbox allow-scripts") },
      "/hash": html(main, "TAG[data-hash async]"),
      "/nonce": {
        body: html(
          `${main}<script nonce=abc>document.documentElement.dataset.own='on'</script>`,
          "TAG[nonce=abc]<script type=text/plain data-purpose=statistics nonce=abc>document.documentElement.dataset.marked='on'</script><script type=text/plain data-purpose=statistics>document.documentElement.dataset.foreign='on'</script>",
        ),
        headers: policy(`script-src 'nonce-abc'; style-src 'self'; connect-src ${base}`),
      },
      "/trusted": {
        body: html(
          main,
          "TAG<script type=text/plain data-purpose=statistics src=/marked.js></script><script type=text/plain data-purpose=statistics>document.documentElement.dataset.inline='on'</script>",
        ),
        headers: policy("require-trusted-types-for 'script'; trusted-types 'none'"),
      },
      "/marked.js": {
        body: "document.documentElement.dataset.marked='on'",
        headers: { "content-type": "text/javascript" },
      },
      "/domain": html(main, "TAG[data-domain=butik.localhost async]"),
      "/unicode": html(main, "TAG"),
    },
    HOSTS,
  );
});
after(async () => {
  await site?.end();
  await w?.end();
});

const visitor = (path, { world: of = w, ...options } = {}) => visitorOf(of, site, path, options);

test("a page counts and asks once, however often the tag stands in it", async () => {
  const v = await visitor("/twice");
  await v.page.evaluate(
    ([base, key]) => {
      const again = document.createElement("script");
      again.src = `${base}/t/${key}.js?again`;
      document.head.append(again);
    },
    [base, w.site.key],
  );
  await pause(v);
  assert.equal(v.views().length, 1);
  assert.equal(v.requests.filter((r) => r.url().includes("/banner.js")).length, 1);
  await v.track("once");
  await pause(v, 300);
  assert.equal(v.left().filter((e) => e.n === "once").length, 1);
  assert.deepEqual(v.errors, []);
  await v.context.close();
});

test("a page without a way back to the choice gets one, also after it has built itself anew", async () => {
  const v = await visitor("/without", { accept: false });
  await banner(v.page).getByRole("button", { name: "Afvis alle" }).click();
  const way = v.page.locator("[data-hjemmel='consent']");
  await until("B-13: there is one", async () => (await way.count()) === 1);
  await v.page.evaluate(() => document.body.replaceChildren(document.createElement("main")));
  await until("and again when the page was built anew", async () => (await way.count()) === 1);
  await v.page.evaluate(() => history.pushState({}, "", "/without?step=2"));
  await v.page.waitForTimeout(300);
  assert.equal(await way.count(), 1, "one is enough");
  await way.click();
  await banner(v.page).getByRole("button", { name: "Gem mine valg" }).waitFor();
  await v.context.close();
});

test("frames of the site are part of the page: one question, one view; what happens in them counts", async () => {
  const v = await visitor("/frames", { accept: false });
  await banner(v.page).waitFor();
  await pause(v);
  for (const frame of v.page.frames().slice(1))
    assert.equal(await frame.locator("#hjemmel-banner").count(), 0, frame.url());
  await named(v.page, "accept_all").click();
  await until("the view left", () => v.views().length);
  await pause(v);
  assert.deepEqual(
    v.views().map((view) => view.at),
    ["/frames"],
  );
  const frame = v.page.frames().find((f) => f.url().endsWith("/plain") && f.parentFrame() === v.page.mainFrame());
  await frame.evaluate(() => window.hjemmel.track("in_frame"));
  await until("the event of the frame left", () => v.left().some((e) => e.n === "in_frame" && e.u.endsWith("/plain")));
  await frame.getByRole("link", { name: "Samtykke" }).click();
  await banner(v.page).waitFor();
  assert.equal(await frame.locator("#hjemmel-banner").count(), 0, "it opens in the page around");
  assert.deepEqual(v.errors, []);
  await v.context.close();
});

test("a page in somebody else's frame is quiet, unless its site says that it stands there for itself", async () => {
  const v = await visitor("/embedding", { accept: false });
  const frame = v.page.frames().find((f) => f.url().endsWith("/embedded"));
  await frame.locator("#hjemmel-banner [data-control=accept_all]").click();
  await until("the view left", () => v.views().length === 1);
  await pause(v, 400);
  assert.deepEqual(
    v.views().map((view) => view.at),
    ["/embedded"],
  );
  assert.equal(
    await v.page
      .frames()
      .find((f) => f.url().endsWith("/plain"))
      .locator("#hjemmel-banner")
      .count(),
    0,
  );
  await v.context.close();
});

test("in a sandbox nothing is remembered, so nobody is asked, nothing is counted, and nothing throws", async () => {
  for (const path of ["/sandboxed-frame", "/sandbox"]) {
    const v = await visitor(path, { accept: false });
    await pause(v);
    for (const frame of v.page.frames()) assert.equal(await frame.locator("#hjemmel-banner").count(), 0, path);
    assert.equal(v.sent().length, 0);
    assert.deepEqual(v.errors.map(String), []);
    await v.context.close();
  }
});

/** Go where a single-page program goes; the title follows a little later. */
const go = (v, how, title, wait = 10) =>
  v.page.evaluate(
    ([how, title, wait]) => {
      const [call, to] = how;
      if (call === "hash") location.hash = to;
      else if (call === "navigate") navigation.navigate(to);
      else if (call === "back") history.back();
      else history[call]({}, "", to);
      if (title) setTimeout(() => (document.title = title), wait);
    },
    [how, title, wait],
  );

for (const old of [false, true]) {
  test(`a single-page program: each address once, with the title of its own${old ? ", in a browser without the Navigation API" : ""}`, async () => {
    const v = await visitor("/plain", {
      before: (v) =>
        v.page.addInitScript((old) => {
          if (old) delete window.navigation;
          else
            navigation.addEventListener(
              "navigate",
              (event) => event.canIntercept && !event.hashChange && event.intercept(),
            );
        }, old),
    });
    const seen = [{ at: "/plain", title: "Først" }];
    const expect = async (at, title) => {
      seen.push({ at, title });
      await until(`${at} left`, () => v.views().length >= seen.length);
      await pause(v, 300);
      assert.deepEqual(v.views(), seen);
    };
    await go(v, ["pushState", "/a"], "Side a");
    await expect("/a", "Side a");
    await go(v, ["pushState", "/b"], "Side b", 200);
    await expect("/b", "Side b");
    await go(v, ["replaceState", "/b?farve=rød"], "Side b, rød");
    await expect("/b?farve=r%C3%B8d", "Side b, rød");
    await go(v, ["replaceState", "/b?farve=rød"]);
    await go(v, ["hash", "#/c"]);
    await pause(v);
    assert.deepEqual(v.views(), seen, "the same address, and a fragment, are no views");
    await go(v, ["pushState", "/same-title"]);
    await expect("/same-title", "Side b, rød");
    // An address that puts itself in order while its page comes up is one view; one that leads elsewhere is two.
    await v.page.evaluate(() => {
      history.pushState({}, "", "/x");
      history.replaceState({}, "", "/x?side=1");
      setTimeout(() => (document.title = "Side x"), 10);
    });
    await expect("/x?side=1", "Side x");
    // Left before its title came: none is better than the title of the page before.
    await v.page.evaluate(() => {
      history.pushState({}, "", "/y");
      history.pushState({}, "", "/z");
      setTimeout(() => (document.title = "Side z"), 10);
    });
    seen.push({ at: "/y", title: "" });
    await expect("/z", "Side z");
    await go(v, ["back"], "Side y");
    await expect("/y", "Side y");
    if (!old) {
      await go(v, ["navigate", "/d"], "Side d");
      await expect("/d", "Side d");
    }
    const referrers = v
      .left()
      .filter((e) => e.n === "page_view")
      .map((e) => e.r.replace(site.origin, ""));
    assert.deepEqual(referrers.slice(0, 3), ["", "/plain", "/a"]);
    assert.deepEqual(v.errors, []);
    await v.context.close();
  });
}

test("routes in the fragment count where the site says so, and nothing else that stands there", async () => {
  const v = await visitor("/hash");
  await go(v, ["hash", "#/roser?kode=hemmelig"], "Roser");
  await until("the route left", () => v.views().length === 2);
  await go(v, ["hash", "#/roser?kode=anden"], "Roser");
  await go(v, ["hash", "#access_token=hemmelig"], "Først");
  await until("back on the page itself", () => v.views().length === 3);
  await pause(v);
  assert.deepEqual(
    v.views().map((view) => [view.at.split("#")[0], view.title]),
    [
      ["/hash", "Først"],
      ["/hash%23/roser", "Roser"],
      ["/hash", "Først"],
    ],
  );
  assert.ok(!JSON.stringify(v.left().slice(0, 2)).includes("hemmelig"));
  await v.context.close();
});

test("a page that comes back from the browser's own cache is a view", async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  after(() => browser.close());
  const v = await visitor("/plain", { world: { ...w, browser }, accept: false });
  await banner(v.page).waitFor();
  await v.page.goto(`${site.origin}/other`);
  await v.page.goBack({ waitUntil: "commit" });
  await pause(v, 300);
  assert.equal(await banner(v.page).count(), 1, "a question that nobody answered stands there still");
  await named(v.page, "accept_all").click();
  await until("the view left", () => v.views().length === 1);
  await v.page.evaluate(() => {
    window.stayed = true;
    addEventListener("pageshow", (event) => (window.persisted = event.persisted));
  });
  await v.page.goto(`${site.origin}/other`);
  await until("the second view left", () => v.views().length === 2);
  await v.page.goBack({ waitUntil: "commit" });
  assert.deepEqual(await v.page.evaluate(() => [window.stayed, window.persisted]), [true, true], "it was in the cache");
  await until("the third view left", () => v.views().length === 3);
  await pause(v);
  assert.deepEqual(
    v.views().map((view) => view.at),
    ["/plain", "/other", "/plain"],
  );
  // A no that was said meanwhile holds here too.
  await v.page.goto(`${site.origin}/other`);
  await v.page.getByRole("link", { name: "Samtykke" }).click();
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  const count = v.views().length;
  await v.page.goBack({ waitUntil: "commit" });
  await pause(v);
  assert.equal(v.views().length, count);
  await v.context.close();
});

test("a page that is only prepared counts and asks nothing until it is shown", async () => {
  const v = await visitor("/plain", {
    accept: false,
    before: (v) =>
      v.page.addInitScript(() => {
        let prepared = true;
        Object.defineProperty(document, "prerendering", { get: () => prepared });
        window.show = () => {
          prepared = false;
          document.dispatchEvent(new Event("prerenderingchange"));
        };
      }),
  });
  await v.page.waitForFunction(() => window.hjemmel?.track);
  await v.track("early");
  await pause(v);
  assert.equal(await banner(v.page).count(), 0);
  await v.page.evaluate(() => window.show());
  await named(v.page, "accept_all").click();
  await until("the view left", () => v.views().length === 1);
  await v.context.close();
});

test("a view whose title has not come yet is not lost when the page is left", async () => {
  const v = await visitor("/plain");
  const before = await w.views();
  await v.page.evaluate(() => {
    history.pushState({}, "", "/quick");
    location.href = "/other";
  });
  await v.page.waitForURL("**/other");
  await until("both are counted", async () => (await w.views()) === before + 2);
  await v.context.close();
});

test("where a site counts views before a choice, a sum leaves: the page, the class of the source, and nothing of a browser", async () => {
  // Danish and Swedish law exempt no statistics (T-12).
  await site.change({ aggregate: "script", law: "neutral" });
  const v = await visitor("/plain?utm_source=brev&utm_medium=email&kode=hemmelig#hemmelig", { accept: false });
  await until("it left", () => v.sent().length === 1);
  const [{ t, ...event }] = v.left();
  assert.deepEqual(event, { n: "page_view", u: `${site.origin}/plain?utm_source=brev&utm_medium=email`, r: "" });
  assert.ok(t > 0);
  await v.track("more");
  await pause(v, 300);
  assert.equal(v.sent().length, 1);
  assert.deepEqual(await v.stored(), { cookies: [], local: 0 });
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  await v.page.goto(`${site.origin}/other`);
  await pause(v, 500);
  assert.equal(v.sent().length, 1, "and nothing after a no");
  await site.change({});
  await v.context.close();
});

test("many events at once and large ones all arrive; what cannot be sent is said", async () => {
  let stored = 0;
  const v = await visitor("/plain", {
    before: (v) =>
      v.page.on("response", async (r) => {
        const answer = r.url().endsWith("/e") ? await r.json() : { stored: 0 };
        stored += answer.stored;
      }),
  });
  await v.page.evaluate(() => {
    for (let i = 0; i < 30; i++) window.hjemmel.track(`b${i}`, { item: "y".repeat(3000) });
    window.hjemmel.track("big", { item: "x".repeat(70000) });
    window.hjemmel.track("emoji", { item: "\ud83d" });
    window.hjemmel.track("huge", { item: "x".repeat(1000000) });
    const ring = {};
    ring.ring = ring;
    window.hjemmel.track("ring", { ring });
  });
  await until("all are stored, the view too", () => stored === 33);
  for (const r of v.sent()) {
    const body = r.postData();
    assert.ok(
      body.length < 64 * 1024 || JSON.parse(body).events.length === 1,
      "parts fit what a page may send while it is left",
    );
  }
  assert.equal(v.left().find((e) => e.n === "emoji").p.item, "\ufffd");
  for (const name of ["huge", "ring"])
    assert.ok(
      v.warnings.some((text) => text.includes(`\`${name}\``)),
      name,
    );
  await v.context.close();
});

test("what happens without a network is kept where that is allowed, and counts once with its own time", async () => {
  const v = await visitor("/plain");
  await v.context.setOffline(true);
  const from = Date.now();
  await v.track("offline", { value: 1 });
  await until("it is kept", async () => (await v.kept()).length === 1);
  const to = Date.now();
  await pause(v, 1200);
  await v.context.setOffline(false);
  const answer = await v.page.waitForResponse((r) => r.url().endsWith("/e") && r.ok());
  const { sent, events } = JSON.parse(answer.request().postData());
  assert.equal((await answer.json()).stored, 1);
  assert.ok(from <= events[0].t && events[0].t <= to && to < sent, "it happened before it was sent");
  await until("it is kept no longer", async () => !(await v.page.evaluate(() => localStorage.length)));

  // A page that is left without a network leaves it to the next one, with the same id: the server knows it again.
  await v.context.setOffline(true);
  await v.track("later");
  await until("it is kept", async () => (await v.kept()).length === 1);
  const [{ id }] = await v.kept();
  const text = await v.page.evaluate(() => Object.entries(localStorage)[0]);
  await v.page.goto("about:blank");
  await v.context.setOffline(false);
  const sends = async () => {
    const next = v.page.waitForResponse((r) => r.url().endsWith("/e") && r.request().postData().includes(id));
    await v.page.goto(`${site.origin}/other`);
    return (await next).json();
  };
  // What the page that was left still got away when the network came back is known by its id: it counts once either way.
  const first = await sends();
  assert.equal(first.stored + first.duplicates, 1);
  await until("it is kept no longer", async () => !(await v.page.evaluate(() => localStorage.length)));
  await v.page.evaluate(([key, value]) => localStorage.setItem(key, value), text);
  assert.equal((await sends()).duplicates, 1, "a second time it counts no more");
  await v.context.close();
});

test("what waits is gone at once when the permission is taken back, and nothing waits without one", async () => {
  const v = await visitor("/plain");
  await v.page.getByRole("link", { name: "Samtykke" }).click();
  await named(v.page, "refuse_all").waitFor();
  await v.context.setOffline(true);
  await v.track("offline");
  await until("it is kept", async () => (await v.kept()).length === 1);
  const before = await w.views();
  await named(v.page, "refuse_all").click();
  await banner(v.page).waitFor({ state: "detached" });
  assert.deepEqual(await v.kept(), [], "even before the server knows");
  assert.match((await v.stored()).cookies.join(), /=refused\./, "and the no counts here");
  // The server hears of it as soon as it can, from this page or the next, and burns what was there.
  await v.page.goto("about:blank");
  await v.context.setOffline(false);
  await v.page.goto(`${site.origin}/other`);
  await until("what was counted is burned", async () => (await w.views()) < before);
  await until("nothing is owed", async () => !(await v.page.evaluate(() => localStorage.length)));
  await v.context.setOffline(true);
  await v.track("after_no");
  await v.context.setOffline(false);
  await pause(v);
  assert.ok(!v.left().some((e) => e.n === "after_no"));
  assert.equal(
    v.left().filter((e) => e.n === "offline").length,
    v
      .sent()
      .filter((r) => r.failure())
      .flatMap((r) => JSON.parse(r.postData()).events)
      .filter((e) => e.n === "offline").length,
    "it left only into the dead line",
  );
  assert.equal(await v.page.evaluate(() => localStorage.length), 0);
  await v.context.close();

  const fresh = await visitor("/plain", { accept: false });
  await banner(fresh.page).waitFor();
  await fresh.context.setOffline(true);
  await fresh.track("unasked");
  await pause(fresh, 300);
  assert.equal(await fresh.page.evaluate(() => localStorage.length), 0);
  await fresh.context.close();
});

test("what is kept has an end: in number, in bytes, in age", async () => {
  const v = await visitor("/plain");
  await v.context.setOffline(true);
  await v.page.evaluate(() => {
    for (let i = 0; i < 600; i++) window.hjemmel.track(`k${i}`, { item: "z".repeat(900) });
  });
  await until("they are kept", async () => (await v.kept()).length > 10);
  await pause(v, 300);
  const kept = await v.kept();
  assert.ok(JSON.stringify(kept).length < 256 * 1024 && kept.at(-1).n === "k599", "the newest stay");
  assert.ok(v.warnings.some((text) => text.includes("oldest")));
  await v.page.goto("about:blank");
  await v.context.setOffline(false);
  // A day later the server would not know it again.
  await v.page.addInitScript(() => {
    const [key, text] = Object.entries(localStorage)[0];
    localStorage.setItem(
      key,
      JSON.stringify(JSON.parse(text).map(([allowed, , id, event]) => [allowed, Date.now() - 864e5, id, event])),
    );
  });
  const tries = v.left().filter((e) => e.n === "k599").length;
  await v.page.goto(`${site.origin}/other`);
  await until("the view left", () => v.left().some((e) => e.u?.endsWith("/other")));
  await pause(v, 300);
  assert.equal(v.left().filter((e) => e.n === "k599").length, tries);
  await v.context.close();
});

test("a server that cannot is asked again when it says; one that will not is not", async () => {
  const v = await visitor("/plain");
  const at = [];
  let answers = [
    { status: 503, headers: { "retry-after": "2" } },
    { status: 429, headers: {} },
  ];
  await v.page.route("**/c/*/e", async (route) => {
    at.push(Date.now());
    const next = answers.shift();
    if (!next) return route.continue();
    await route.fulfill({
      ...next,
      headers: { ...next.headers, "access-control-allow-origin": "*", "access-control-expose-headers": "Retry-After" },
      body: "{}",
    });
  });
  const stored = v.page.waitForResponse((r) => r.url().endsWith("/e") && r.ok());
  await v.track("patient");
  await v.track("patient_too");
  assert.equal((await (await stored).json()).stored, 2, "what came meanwhile goes along");
  assert.equal(at.length, 3);
  assert.ok(at[1] - at[0] >= 1990, "not before the server said");
  const ids = v
    .left()
    .filter((e) => e.n === "patient")
    .map((e) => e.id);
  assert.equal(new Set(ids).size, 1, "the same event each time");

  answers = [{ status: 400, headers: {} }];
  await v.track("unwanted");
  await until("it is said", () => v.warnings.some((text) => text.includes("400")));
  await pause(v, 1500);
  assert.equal(v.left().filter((e) => e.n === "unwanted").length, 1);
  assert.equal(await v.page.evaluate(() => localStorage.length), 0);
  await v.context.close();
});

test("a strict content security policy and trusted types let the tag be, and it opens no hole in them", async () => {
  for (const path of ["/nonce", "/trusted"]) {
    const v = await visitor(path);
    const marked = path === "/nonce" ? "marked" : "inline";
    await v.page.waitForFunction(
      (marked) => document.documentElement.dataset.marked && document.documentElement.dataset[marked],
      marked,
    );
    const data = await v.page.evaluate(() => ({ ...document.documentElement.dataset }));
    assert.equal(data.foreign, undefined, `${path}: a script without one gets none from the tag`);
    assert.deepEqual(v.errors.map(String), []);
    assert.deepEqual(
      v.warnings.filter((text) => /TrustedScript|trusted/i.test(text)),
      [],
    );
    await v.context.close();
  }
});

test("letters outside ASCII in a host, and one choice for all subdomains where the site says so", async () => {
  const v = await visitor(`http://blåbær.localhost:${PORT}/unicode`);
  const answer = v.page.waitForResponse((r) => r.url().endsWith("/e"));
  await v.track("seen");
  assert.equal((await (await answer).json()).stored, 1);
  assert.ok(v.left().every((e) => e.u.startsWith("http://xn--blbr-roah.localhost")));
  await v.context.close();

  const both = await visitor(`http://www.butik.localhost:${PORT}/domain`);
  const cookies = async () => (await both.context.cookies()).map((c) => [c.domain, c.value.split(".")[0]]);
  assert.deepEqual(await cookies(), [[".butik.localhost", "v1"]]);
  await both.page.goto(`http://m.butik.localhost:${PORT}/domain`);
  assert.equal(
    await both.page.waitForFunction(() => window.hjemmel.granted("statistics")).then((h) => h.jsonValue()),
    true,
  );
  assert.equal(await banner(both.page).count(), 0);
  // The no of one subdomain is the no of all, also over what one of them has of its own.
  await both.page.evaluate(
    ([key]) => (document.cookie = `hj_consent_${key}=${window.hjemmel.token()};path=/`),
    [w.site.key],
  );
  await both.page.getByRole("link", { name: "Samtykke" }).click();
  await named(both.page, "refuse_all").click();
  await banner(both.page).waitFor({ state: "detached" });
  assert.deepEqual(await cookies(), [[".butik.localhost", "refused"]]);
  await both.context.close();
});
