// Starts a demo of its own for a test file, and a browser to visit it with.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { chromium } from "playwright-core";

const binary = process.env.E2E_BIN ?? new URL("../target/debug/hjemmel", import.meta.url).pathname;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

export const EMAIL = "eva@blomsterhuset.example";
export const PASSWORD = "blomster-i-november";

/** `more` are further arguments of the demo. */
export async function world(port, more = []) {
  // The keys lie beside the data.
  const home = mkdtempSync(join(tmpdir(), "hjemmel-e2e-"));
  const data = join(home, "data");
  const server = spawn(
    binary,
    ["demo", "--data", data, "--listen", `127.0.0.1:${port}`, "--shop", `127.0.0.1:${port + 1}`, ...more],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  server.stdout.on("data", (d) => (said += d));
  server.stderr.on("data", (d) => (said += d));
  const base = `http://127.0.0.1:${port}`;
  const shop = `http://localhost:${port + 1}`;
  for (let i = 0; ; i++) {
    if (i > 600 || server.exitCode !== null) throw new Error(`the demo did not start: ${said}`);
    if (
      await fetch(`${base}/health`).then(
        (r) => r.ok,
        () => false,
      )
    )
      break;
    await new Promise((r) => setTimeout(r, 200));
  }
  const browser = await chromium.launch({ executablePath, args: flags });
  const cookie = await signIn(base);
  const api = async (path, init = {}) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      ...init,
      headers: { cookie, "x-hjemmel": "1", "content-type": "application/json", ...init.headers },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  const sites = await api("/sites");
  const site = sites.find((s) => s.law === "dk");
  const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date());
  return {
    base,
    shop,
    browser,
    binary,
    api,
    site,
    data,
    server,
    today,
    /** Page views of today: as long as the day lasts their number falls only where somebody takes something back. */
    async views() {
      const { overview } = await api(`/sites/${site.id}/reports/overview?from=${today()}&to=${today()}`);
      return overview.totals.page_views;
    },
    async end() {
      await browser.close();
      server.kill("SIGTERM");
      await new Promise((r) => server.once("exit", r));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function signIn(base) {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: "POST",
    headers: { "x-hjemmel": "1", "content-type": "application/json" },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
  return answer.headers.get("set-cookie").split(";")[0];
}

/** A page that remembers what it asked for, and the bytes that came. */
export async function visit(w, options = {}) {
  const context = await w.browser.newContext({ locale: "da-DK", ...options });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (r) => r.url().startsWith(w.base) && requests.push(r));
  const errors = [];
  page.on("pageerror", (e) => errors.push(e));
  return {
    context,
    page,
    requests,
    errors,
    /** Everything stored on the device for the shop. */
    async stored() {
      const cookies = await context.cookies(w.shop);
      const local = await page.evaluate(() => Object.keys(localStorage).length + Object.keys(sessionStorage).length);
      return { cookies: cookies.map((c) => `${c.name}=${c.value}`), local };
    },
    sent: () => requests.filter((r) => r.url().endsWith("/e")),
  };
}

/**
 * Pages of the Danish site beside the demo's shop. A path gives HTML, or `{ body, headers }`; `TAG` in HTML becomes the tag.
 * `hosts` are other names of the same pages, as a browser finds them by itself (`*.localhost`).
 */
export async function pages(w, port, paths, hosts = []) {
  const tag = (attributes) => `<script src="${w.base}/t/${w.site.key}.js"${attributes}></script>`;
  const server = createServer((request, answer) => {
    const page = paths[new URL(request.url, "http://localhost").pathname];
    const { body, headers } = typeof page === "string" ? { body: page } : (page ?? {});
    answer.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...headers });
    // What is no HTML is left as it is.
    const shown = headers?.["content-type"]
      ? body
      : body?.replace(/TAG(\[[^\]]*\])?/g, (_, more) => tag(more ? ` ${more.slice(1, -1)}` : " async"));
    answer.end(shown ?? "<!doctype html><title>404</title>");
  });
  await new Promise((up) => server.listen(port, "127.0.0.1", up));
  const { name, law, time_zone, currency, aggregate, aggregate_assessment, listed_paths, conversions, properties } =
    w.site;
  const draft = {
    name,
    law,
    time_zone,
    currency,
    aggregate,
    aggregate_assessment,
    listed_paths,
    conversions,
    properties,
  };
  const all = [...w.site.hosts, `localhost:${port}`, ...hosts.map((host) => `${host}:${port}`)];
  const change = (more) =>
    w.api(`/sites/${w.site.id}`, { method: "PUT", body: JSON.stringify({ ...draft, hosts: all, ...more }) });
  await change({});
  return {
    origin: `http://localhost:${port}`,
    /** Change settings of the site. */
    change,
    end: () => (server.closeAllConnections(), new Promise((done) => server.close(done))),
  };
}

/** What trackers are tried against: the token of a choice that allows statistics, and what the reports say of today. */
export async function measured(w) {
  const choose = async (body) =>
    (await fetch(`${w.base}/c/${w.site.key}/choice`, { method: "POST", body: JSON.stringify(body) })).json();
  const { shown } = await choose({ shown: true });
  const granted = ["statistics"];
  const { cookie } = await choose({
    granted,
    version: 1,
    language: "da",
    layer: 2,
    control: "save",
    trusted: true,
    shown,
  });
  const today = `from=${w.today()}&to=${w.today()}`;
  const of = `/sites/${w.site.id}/reports`;
  return {
    token: cookie,
    /** How often something was refused. */
    async refusals() {
      return (await w.api(`${of}/refusals?${today}`)).reduce((sum, r) => sum + r.n, 0);
    },
    /** What was measured, by the event's name. */
    async names() {
      const rows = await w.api(`${of}/breakdown?${today}&by=name&limit=100`);
      return Object.fromEntries(rows.map((r) => [r.value, r]));
    },
  };
}

/** What slides and fades has come to rest: colours on the way are nobody's. */
export const still = (page) =>
  page.waitForFunction(() =>
    document.getAnimations().every((a) => !(a instanceof CSSTransition) || a.playState !== "running"),
  );

/** Wait for what must come: long enough for a busy machine, since how fast it comes is for `make bench`. */
export async function until(what, check, ms = 30_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((r) => setTimeout(r, 50));
  }
}

/** The files of a zip, by name. */
export function unzipped(bytes) {
  const files = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1")) + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((o) => bytes.readUInt16LE(at + o));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    files[bytes.toString("utf8", at + 46, at + 46 + name)] = method === 8 ? inflateRawSync(data) : data;
    at += 46 + name + extra + comment;
  }
  return files;
}
