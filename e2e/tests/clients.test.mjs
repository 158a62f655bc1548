// The trackers that people already run, as they are published, pointed here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Analytics } from "@segment/analytics-node";
import { buildPageView, buildSelfDescribingEvent, newTracker } from "@snowplow/node-tracker";
import { measured, pages, until, visit, world } from "../world.mjs";

let w, site, token, refusals, names;
before(async () => {
  w = await world(18180);
  // A page of the site that carries Snowplow's own browser tracker instead of our tag.
  const file = new URL("../node_modules/@snowplow/browser-tracker/dist/index.umd.min.js", import.meta.url);
  const script = { body: readFileSync(file, "utf8"), headers: { "content-type": "text/javascript" } };
  const html = "<!doctype html><title>Roser</title><link rel=icon href='data:,'><script src=/sp.js></script>";
  site = await pages(w, 18182, { "/roser": html, "/sp.js": script });
  ({ token, refusals, names } = await measured(w));
});
after(async () => {
  await site.end();
  await w.end();
});

for (const eventMethod of ["post", "get"]) {
  test(`@snowplow/browser-tracker by ${eventMethod} is obeyed, and keeps nothing to send again`, async () => {
    const v = await visit(w);
    const failed = [];
    v.page.on("requestfailed", (r) => failed.push(r.url()));
    const run = async (customHeaders) => {
      await v.page.goto(`${site.origin}/roser`);
      const [views, no] = [await w.views(), await refusals()];
      await v.page.evaluate(
        ([endpoint, appId, eventMethod, customHeaders]) => {
          window.snowplowBrowserTracking.newTracker("sp", endpoint, {
            appId,
            eventMethod,
            customHeaders,
            anonymousTracking: true,
            stateStorageStrategy: "none",
            encodeBase64: true,
            synchronousCookieWrite: true,
          });
          window.snowplowBrowserTracking.trackPageView();
        },
        [w.base, w.site.key, eventMethod, customHeaders],
      );
      return [views, no];
    };
    let [views, no] = await run({});
    await until("a view without permission is refused", async () => (await refusals()) === no + 1);
    assert.equal(await w.views(), views);
    [views, no] = await run({ "Hjemmel-Consent": token });
    await until("a view with permission is measured", async () => (await w.views()) === views + 1);
    await v.page.waitForTimeout(600);
    assert.deepEqual(failed, []);
    assert.equal(await refusals(), no, "nothing was sent again");
    assert.equal(await w.views(), views + 1);
    await v.context.close();
  });
}

test("@snowplow/node-tracker", async () => {
  const errors = [];
  const tracker = newTracker(
    { namespace: "n", appId: w.site.key, encodeBase64: true },
    {
      endpoint: w.base,
      bufferSize: 2,
      customHeaders: { "Hjemmel-Consent": token },
      onRequestFailure: (e) => errors.push(e),
    },
  );
  const context = [{ schema: "iglu:io.hjemmel/consent/jsonschema/1-0-0", data: { token } }];
  tracker.track(buildPageView({ pageUrl: "https://www.blomsterhuset.example/server" }), context);
  tracker.track(
    buildSelfDescribingEvent({
      event: { schema: "iglu:dk.blomsterhuset/bouquet_made/jsonschema/1-0-0", data: { item: "Roser" } },
    }),
    context,
  );
  await until("both are measured", async () => (await names()).bouquet_made?.visitors === 1);
  assert.deepEqual(errors, []);
});

test("@segment/analytics-node: revenue counts, a refusal is not sent again, identify links nobody", async () => {
  const errors = [];
  const analytics = new Analytics({ writeKey: w.site.key, host: w.base, flushAt: 3, maxRetries: 2 });
  analytics.on("error", (e) => errors.push(e));
  const context = { hjemmel: { token } };
  const before = (await names()).purchase ?? { conversions: 0, revenue_minor: 0 };
  analytics.track({
    anonymousId: "x",
    event: "Order Completed",
    properties: { revenue: 249.5, currency: "DKK", email: "eva@blomster.example" },
    context,
  });
  analytics.track({
    anonymousId: "x",
    event: "Order Completed",
    properties: { revenue: 999, currency: "DKK" },
    context: { hjemmel: { token }, consent: { categoryPreferences: { Analytics: false } } },
  });
  analytics.identify({ userId: "eva", traits: { email: "eva@blomster.example" }, context });
  await analytics.closeAndFlush();
  const purchase = await until("the order is counted", async () => {
    const found = (await names()).purchase;
    return found?.conversions === before.conversions + 1 && found;
  });
  assert.equal(purchase.revenue_minor, before.revenue_minor + 24950);
  assert.deepEqual(errors, []);
});
