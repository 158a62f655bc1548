// Trackers that name a site in their own way: found by the page, obeyed, and never told to send again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import umami from "@umami/node";
import MatomoTracker from "matomo-tracker";
import { PostHog } from "posthog-node";
import { measured, pages, until, visit, world } from "../world.mjs";

const page = "https://www.blomsterhuset.example/roser";
const html = "<!doctype html><title>Roser</title><link rel=icon href='data:,'>";
let w, site, token, refusals, names;
before(async () => {
  w = await world(18980);
  const file = new URL("../node_modules/@plausible-analytics/tracker/plausible.js", import.meta.url);
  const script = { body: readFileSync(file, "utf8"), headers: { "content-type": "text/javascript" } };
  site = await pages(w, 18982, { "/roser": html, "/plausible.js": script });
  ({ token, refusals, names } = await measured(w));
});
after(async () => {
  await site.end();
  await w.end();
});

/** Said without permission it is refused once, said with it, it is stored once. */
async function obeyed(name, say) {
  const no = await refusals();
  await say({});
  await until(`${name} without permission is refused`, async () => (await refusals()) === no + 1);
  assert.equal((await names())[name], undefined);
  await say({ hjemmel_token: token });
  const row = await until(`${name} with permission is measured`, async () => (await names())[name]);
  await new Promise((r) => setTimeout(r, 600));
  assert.equal(await refusals(), no + 1, "nothing was sent again");
  return row;
}

test("matomo-tracker, one call and many, with the number it always had", async () => {
  const tracker = new MatomoTracker(1, `${w.base}/matomo.php`);
  const failed = [];
  tracker.on("error", (e) => failed.push(e));
  const event = { url: page, action_name: "Roser", e_c: "video", e_a: "Rose played" };
  await obeyed("rose_played", (more) => tracker.track({ ...event, ...more }));
  const sale = { url: page, idgoal: 0, ec_id: "A7", revenue: "49.50", hjemmel_token: token };
  const before = (await names()).purchase?.revenue_minor ?? 0;
  const answer = await new Promise((resolve) =>
    tracker.trackBulk([sale, { ...event, e_a: "In bulk", hjemmel_token: token }], resolve),
  );
  assert.deepEqual(JSON.parse(answer), { status: "success", tracked: 2, invalid: 0 });
  await until("the sale is counted", async () => (await names()).purchase?.revenue_minor === before + 4950);
  assert.ok((await names()).in_bulk);
  assert.deepEqual(failed, []);
});

test("posthog-node", async () => {
  const client = new PostHog("phc_their_own", { host: w.base, flushAt: 1, flushInterval: 0 });
  const failed = [];
  client.on("error", (e) => failed.push(e));
  await obeyed("bouquet_made", (more) => {
    const properties = { $current_url: page, email: "eva@blomster.example", ...more };
    client.capture({ distinctId: "eva@blomster.example", event: "bouquet made", properties });
  });
  client.identify({ distinctId: "eva@blomster.example", properties: { name: "Eva" } });
  await client.shutdown();
  assert.deepEqual(failed, []);
});

test("@umami/node", async () => {
  const client = umami.default ?? umami;
  client.init({ websiteId: "7b1e6f0d-0000-4000-8000-000000000001", hostUrl: w.base });
  const payload = { hostname: "www.blomsterhuset.example", url: "/roser", title: "Roser", name: "wreath bound" };
  await obeyed("wreath_bound", (data) => client.track({ ...payload, data }));
});

test("@plausible-analytics/tracker in a browser", async () => {
  const v = await visit(w);
  const failed = [];
  v.page.on("requestfailed", (r) => failed.push(r.url()));
  await v.page.goto(`${site.origin}/roser`);
  const say = (customProperties) =>
    v.page.evaluate(
      async ([endpoint, props]) => {
        window.__plausible = true;
        const { init, track } = await import("/plausible.js");
        if (!window.begun) {
          window.begun = true;
          init({ domain: "blomsterhuset.example", endpoint, captureOnLocalhost: true, autoCapturePageviews: false });
        }
        await new Promise((callback) => track("Ribbon chosen", { props, callback }));
      },
      [`${w.base}/api/event`, customProperties],
    );
  await obeyed("ribbon_chosen", say);
  assert.deepEqual(failed, []);
  await v.context.close();
});

test("a server that speaks Google's Measurement Protocol", async () => {
  await obeyed("repair_asked", async (more) => {
    const events = [{ name: "repair_asked", params: { page_location: page, ...more } }];
    const answer = await fetch(`${w.base}/mp/collect?measurement_id=${w.site.key}&api_secret=x`, {
      method: "POST",
      body: JSON.stringify({ client_id: "1.2", events }),
    });
    assert.equal(answer.status, 204);
  });
});
