// Pages with the tag in them, and visitors to them.
import { visit } from "./world.mjs";

export const html = (body, head = "", lang = "da") =>
  `<!doctype html><html lang=${lang}><head><meta charset=utf-8><title>Først</title>${head}</head><body>${body}</body></html>`;
export const main =
  "<a href='/plain' id=before>Forsiden</a><main><h1>Roser</h1><input id=search aria-label=Søg><a href='#' data-hjemmel=consent>Samtykke</a></main>";
export const policy = (value) => ({ "content-security-policy": value });

export const banner = (page) => page.locator("#hjemmel-banner");
export const named = (page, control) => banner(page).locator(`[data-control=${control}]`);

/** A visitor, who says yes unless told not to, and the events that left: one that was sent twice stands there twice. */
export async function visitor(w, site, path, { accept = true, before: prepare, ...options } = {}) {
  const v = await visit(w, {
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
    ...options,
  });
  v.warnings = [];
  v.page.on("console", (m) => v.warnings.push(m.text()));
  v.left = () => v.sent().flatMap((r) => JSON.parse(r.postData()).events);
  v.views = () =>
    v
      .left()
      .filter((e) => e.n === "page_view")
      .map((e) => ({ at: e.u.replace(/^https?:\/\/[^/]+/, ""), title: e.ti }));
  v.track = (...args) => v.page.evaluate((args) => window.hjemmel.track(...args), args);
  v.kept = () =>
    v.page.evaluate(() =>
      Object.entries(localStorage).flatMap(([key, text]) =>
        key.startsWith("hj_queue_") ? JSON.parse(text).map((item) => JSON.parse(item[3])) : [],
      ),
    );
  await prepare?.(v);
  if (path) await v.page.goto(path.startsWith("http") ? path : site.origin + path);
  if (path && accept) {
    const taken = v.page.waitForResponse((r) => r.url().endsWith("/e"));
    await named(v.page, "accept_all").click();
    await banner(v.page).waitFor({ state: "detached" });
    await taken;
  }
  return v;
}

export const pause = (v, ms = 900) => v.page.waitForTimeout(ms);
