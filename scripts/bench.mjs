// Measures, and writes target/bench/report.json: an array of {name, value, unit, peer, peer_value, ratio, method}.
// Every number comes from this run; peers and floors are measured in the same run.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { reports } from "./bench-reports.mjs";

const binary = process.env.BENCH_BIN ?? "target/debug/hjemmel";
const floorBinary = join(dirname(binary), "examples/floor");
// The light profile of `make run`: dependencies at -O1, the hot crates at -O3.
const profile = process.env.BENCH_BIN ? "" : "; build profile of `make run`";
const rows = [];
const row = (name, value, unit, method, peer = null, peerValue = null) => {
  const ratio = peerValue ? value / peerValue : null;
  rows.push({ name, value, unit, peer, peer_value: peerValue, ratio, method: method + profile });
  console.log(
    `${name}: ${Math.round(value * 100) / 100} ${unit}${peer ? `  (${peer}: ${Math.round(peerValue * 100) / 100}, ratio ${ratio.toFixed(3)})` : ""}`,
  );
};

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const call = (port, method, path, body = "", headers = {}) =>
  new Promise((ok, no) => {
    const request = http.request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method,
        path,
        headers: { "content-length": Buffer.byteLength(body), ...headers },
      },
      (answer) => {
        let text = "";
        answer.on("data", (d) => (text += d));
        answer.on("end", () => ok({ status: answer.statusCode, text, headers: answer.headers }));
      },
    );
    request.on("error", no);
    request.end(body);
  });

/** Bodies one after another on `lines` connections for `seconds`; requests a second and the 99th percentile in ms. */
async function load(port, path, next, lines, seconds) {
  const times = [];
  const end = performance.now() + seconds * 1000;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: lines }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        const answer = await call(port, "POST", path, next());
        if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
        times.push(performance.now() - start);
      }
    }),
  );
  times.sort((a, b) => a - b);
  return {
    perSecond: times.length / ((performance.now() - begin) / 1000),
    p99: times[Math.floor(times.length * 0.99)],
  };
}

/** A million people and ten million leaves, as the database makes them: what a newsletter and a proof cost then. */
function scale() {
  const how = {
    "audience.plan_million_seconds": [
      "s",
      "a million people with an address and a yes each, page by page with all that decisions rest on, on SQLite",
    ],
    "log.proof_ms": ["ms", "one record of ten million proved in the evidence log; mean of 200"],
    "log.frontier_ms": ["ms", "what the sequencer reads of ten million leaves when it starts"],
  };
  const said = execFileSync(join(dirname(binary), "examples/scale"), [
    process.env.BENCH_PEOPLE ?? "1000000",
    process.env.BENCH_LEAVES ?? "10000000",
  ]).toString();
  for (const { name, value } of said
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line)))
    if (how[name]) row(name, value, ...how[name]);
}

const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;

/** A server by itself: choices, sign-ins at once, memory after three million events, a start after a kill. */
async function house(data) {
  const port = 18486;
  const env = {
    ...process.env,
    HJEMMEL_LISTEN: `127.0.0.1:${port}`,
    HJEMMEL_DATA: join(data, "house"),
    HJEMMEL_SECURE_COOKIES: "false",
    HJEMMEL_LOG: "error",
    HJEMMEL_CHOICES_PLACE_MAX: "1000000",
    HJEMMEL_CHOICES_SITE_MAX: "1000000",
    HJEMMEL_TRUSTED_PROXIES: '["127.0.0.1"]',
  };
  const start = async () => {
    const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    server.stdout.on("data", (d) => (said += d));
    for (
      let i = 0;
      i < 1200 &&
      !(await call(port, "GET", "/health").then(
        (a) => a.status === 200,
        () => false,
      ));
      i++
    )
      await new Promise((r) => setTimeout(r, 50));
    return { server, said: () => said };
  };
  let { server, said } = await start();
  try {
    const headers = { "x-hjemmel": "1", "content-type": "application/json" };
    const person = { email: "eva@shop.example", name: "Eva", password: "et-langt-kodeord" };
    const joined = await call(port, "POST", "/api/v1/link", JSON.stringify(person), {
      ...headers,
      "hjemmel-link": said().match(/#(\S+)/)[1],
    });
    headers.cookie = joined.headers["set-cookie"][0].split(";")[0];
    const api = async (path, value) => {
      const answer = await call(port, "POST", `/api/v1${path}`, JSON.stringify(value), headers);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text);
    };
    await call(
      port,
      "PUT",
      "/api/v1/organisation",
      JSON.stringify({ name: "Shop", country: "DK", contact: "" }),
      headers,
    );
    const site = await api("/sites", {
      name: "Shop",
      hosts: ["shop.example"],
      law: "dk",
      time_zone: "Europe/Copenhagen",
      currency: "DKK",
    });
    await api(`/sites/${site.id}/notices`, {
      controller: { name: "Shop", address: "Torvet 1", contact: "post@shop.example", policy_url: "/p" },
      purposes: [{ key: "statistics" }],
    });
    const { shown } = JSON.parse(
      (await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify({ shown: true }))).text,
    );
    const choice = JSON.stringify({
      granted: ["statistics"],
      version: 1,
      language: "da",
      layer: 1,
      control: "accept_all",
      trusted: true,
      shown,
    });
    const tokens = [];
    for (let i = 0; i < 2_000; i++)
      tokens.push(JSON.parse((await call(port, "POST", `/c/${site.key}/choice`, choice)).text).cookie);
    row(
      "choice.per_second",
      (await load(port, `/c/${site.key}/choice`, () => choice, 16, 4)).perSecond,
      "1/s",
      "choices written to the ledger with evidence, synced, one a request, 16 connections, limits lifted",
    );

    const before = resident(server.pid);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, resident(server.pid))), 20);
    const begin = performance.now();
    const tries = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        call(port, "POST", "/api/v1/session", JSON.stringify({ email: person.email, password: person.password }), {
          ...headers,
          cookie: "",
          "x-forwarded-for": `203.0.113.${n}`,
        }),
      ),
    );
    const took = (performance.now() - begin) / 1000;
    clearInterval(watch);
    const inside = tries.filter((a) => a.status === 200).length;
    row(
      "sign_in.peak_mebibytes",
      peak - before,
      "MiB",
      `resident memory beyond what it was, 64 sign-ins at once from as many places; ${inside} let in, the rest asked to come back, in ${took.toFixed(1)} s`,
    );
    row("sign_in.per_second", inside / took, "1/s", "of those");

    let n = 0;
    peak = 0;
    const again = setInterval(() => (peak = Math.max(peak, resident(server.pid))), 200);
    const million = Number(process.env.BENCH_EVENTS ?? 3_000_000);
    const body = () =>
      JSON.stringify({
        token: tokens[(n / 500) % tokens.length],
        sent: 0,
        events: Array.from({ length: 500 }, () => ({
          id: `${(n++).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
          n: "page_view",
          t: 0,
          u: `https://shop.example/p/${n % 500}`,
          r: "",
          ti: "Roser",
        })),
      });
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (n < million) {
          const answer = await call(port, "POST", `/c/${site.key}/e`, body());
          if (answer.status === 503) await new Promise((r) => setTimeout(r, 500));
          else if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
        }
      }),
    );
    clearInterval(again);
    row(
      "ingest.peak_mebibytes",
      peak,
      "MiB",
      `resident memory at most while ${million.toLocaleString("en")} events of 2,000 visitors came, 500 a request, 4 connections`,
    );
    server.kill("SIGKILL");
    await new Promise((r) => server.on("exit", r));
    const restart = performance.now();
    ({ server, said } = await start());
    row(
      "start.after_kill_seconds",
      (performance.now() - restart) / 1000,
      "s",
      "from the start to the first healthy answer, after a kill right behind those events",
    );
    await new Promise((r) => setTimeout(r, 90_000));
    row(
      "ingest.resting_mebibytes",
      resident(server.pid),
      "MiB",
      "resident memory a minute and a half after that start, the log taken up",
    );
  } finally {
    server.kill();
    await new Promise((r) => setTimeout(r, 500));
  }
}

/** A withdrawal under load: how long after it was sent an event under the old token is still accepted. */
async function withdrawal(data) {
  const port = 18487;
  const env = {
    ...process.env,
    HJEMMEL_LISTEN: `127.0.0.1:${port}`,
    HJEMMEL_DATA: join(data, "withdrawal"),
    HJEMMEL_SECURE_COOKIES: "false",
    HJEMMEL_LOG: "error",
    HJEMMEL_CHOICES_PLACE_MAX: "1000000",
    HJEMMEL_CHOICES_SITE_MAX: "1000000",
  };
  const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    server.stdout.on("data", (d) => (said += d));
    for (let i = 0; i < 300 && !said.includes("serves at"); i++) await new Promise((r) => setTimeout(r, 100));
    const headers = { "x-hjemmel": "1", "content-type": "application/json" };
    const person = JSON.stringify({ email: "eva@shop.example", name: "Eva", password: "et-langt-kodeord" });
    const link = { ...headers, "hjemmel-link": said.match(/#(\S+)/)[1] };
    const joined = await call(port, "POST", "/api/v1/link", person, link);
    headers.cookie = joined.headers["set-cookie"][0].split(";")[0];
    const api = async (path, method = "GET", value) => {
      const answer = await call(port, method, `/api/v1${path}`, value ? JSON.stringify(value) : "", headers);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.text ? JSON.parse(answer.text) : null;
    };
    await api("/organisation", "PUT", { name: "Shop", country: "DK", contact: "" });
    const place = { law: "dk", time_zone: "Europe/Copenhagen", currency: "DKK" };
    const site = await api("/sites", "POST", { name: "Shop", hosts: ["shop.example"], ...place });
    const controller = { name: "Shop", address: "Torvet 1", contact: "post@shop.example", policy_url: "/p" };
    await api(`/sites/${site.id}/notices`, "POST", { controller, purposes: [{ key: "statistics" }] });
    const { shown } = JSON.parse(
      (await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify({ shown: true }))).text,
    );
    const choose = async (token, granted) => {
      const control = granted.length ? "accept_all" : "refuse_all";
      const said = { token, granted, version: 1, language: "da", layer: 1, control, trusted: true, shown };
      const answer = await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify(said));
      if (answer.status !== 200) throw new Error(`choice: ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text).cookie;
    };
    const others = [];
    for (let i = 0; i < 200; i++) others.push(await choose("", ["statistics"]));
    let n = 0;
    const view = (token) => {
      const id = `${(++n).toString(16).padStart(8, "0")}-0000-4000-8000-000000000002`;
      const event = { id, n: "page_view", t: 0, u: `https://shop.example/p/${n % 500}`, r: "", ti: "Roser" };
      return JSON.stringify({ token, sent: 0, events: [event] });
    };

    /** The time from the sending of a withdrawal to the last answer that took an event which was sent after it. */
    const obeyed = async (by) => {
      const token = await choose("", ["statistics"]);
      const [{ id }] = await api(`/sites/${site.id}/consents?limit=1`);
      let from = Number.POSITIVE_INFINITY,
        last = 0,
        before = 0,
        refused = 0;
      let stop = false;
      const browser = async () => {
        while (!stop) {
          const sent = performance.now();
          const answer = await call(port, "POST", `/c/${site.key}/e`, view(token));
          const taken = answer.status === 200 && JSON.parse(answer.text).stored > 0;
          if (taken && sent < from) before++;
          if (taken && sent >= from) last = Math.max(last, performance.now() - from);
          if (answer.status === 200 && !taken) refused++;
        }
      };
      const browsers = Array.from({ length: 4 }, browser);
      await new Promise((r) => setTimeout(r, 200));
      from = performance.now();
      if (by === "banner") await choose(token, []);
      else await api(`/consents/${id}/withdraw`, "POST");
      answered.push(performance.now() - from);
      await new Promise((r) => setTimeout(r, 2_000));
      stop = true;
      await Promise.all(browsers);
      if (!before || !refused) throw new Error(`nothing was measured: ${before} taken before, ${refused} refused`);
      return last;
    };

    const times = { banner: [], staff: [] };
    const answered = [];
    // Others, all the while. A feed that is late permits nothing for a moment, which is no fault here.
    let [done, taken, late] = [false, 0, 0];
    const began = performance.now();
    const other = async () => {
      while (!done) {
        const answer = await call(port, "POST", `/c/${site.key}/e`, view(others[n % others.length]));
        if (answer.status === 200) taken++;
        else if (answer.status === 503) late++;
        else throw new Error(`events: ${answer.status} ${answer.text}`);
      }
    };
    const beside = Array.from({ length: 28 }, other);
    const rounds = Number(process.env.BENCH_WITHDRAWALS ?? 20);
    try {
      for (let i = 0; i < rounds; i++) for (const by of ["banner", "staff"]) times[by].push(await obeyed(by));
    } finally {
      done = true;
      await Promise.all(beside);
    }
    const under = taken / ((performance.now() - began) / 1000);
    const sorted = (list) => list.toSorted((a, b) => a - b);
    const middle = (list) => sorted(list)[Math.floor(list.length / 2)];
    const all = [...times.banner, ...times.staff];
    const each = ["banner", "staff"]
      .map((by) => `by ${by} ${middle(times[by]).toFixed(0)}, at most ${Math.max(...times[by]).toFixed(0)}`)
      .join("; ");
    const how = `from the sending of a withdrawal until the last answer that took an event sent after it under the old token, 0 where none did; ${all.length} withdrawals, half by the banner's endpoint and half by staff (${each}), four connections of that browser all the while, beside 28 of others with ${Math.round(under)} events a second (${late} answers put them off); the withdrawal itself was answered after ${middle(answered).toFixed(0)} ms, at most ${Math.max(...answered).toFixed(0)}`;
    row("withdrawal.obeyed_ms", middle(all), "ms", `${how}; the median`);
    row("withdrawal.obeyed_max_ms", Math.max(...all), "ms", `${how}; the longest`);
  } finally {
    server.kill("SIGTERM");
    await new Promise((r) => setTimeout(r, 1000));
  }
}

/** People: brought in from a file, written to through smtp-sink, shown what is held, erased. */
async function people(data) {
  const [port, sinkPort] = [18484, 18485];
  const folder = join(data, "people");
  const sink = spawn(
    "/usr/sbin/smtp-sink",
    [...(process.getuid() === 0 ? ["-u", "nobody"] : []), `127.0.0.1:${sinkPort}`, "200"],
    { stdio: "ignore" },
  );
  const env = {
    ...process.env,
    HJEMMEL_LISTEN: `127.0.0.1:${port}`,
    HJEMMEL_DATA: folder,
    HJEMMEL_PUBLIC_URL: `http://127.0.0.1:${port}`,
    HJEMMEL_SECURE_COOKIES: "false",
    HJEMMEL_LOG: "error",
    HJEMMEL_MAIL_SMTP: `smtp://127.0.0.1:${sinkPort}`,
    HJEMMEL_MAIL_FROM: "nyt@shop.example",
    HJEMMEL_MAIL_DKIM_DOMAIN: "shop.example",
  };
  const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    server.stdout.on("data", (d) => (said += d));
    for (let i = 0; i < 300 && !said.includes("serves at"); i++) await new Promise((r) => setTimeout(r, 100));
    const headers = { "x-hjemmel": "1", "content-type": "application/json" };
    const body = JSON.stringify({ email: "eva@shop.example", name: "Eva", password: "et-langt-kodeord" });
    const joined = await call(port, "POST", "/api/v1/link", body, {
      ...headers,
      "hjemmel-link": said.match(/#(\S+)/)[1].replace(/^.*=/, ""),
    });
    headers.cookie = joined.headers["set-cookie"][0].split(";")[0];
    const api = async (path, method = "GET", value, type) => {
      const answer = await call(
        port,
        method,
        `/api/v1${path}`,
        type ? value : value ? JSON.stringify(value) : "",
        type ? { ...headers, "content-type": type } : headers,
      );
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.text ? JSON.parse(answer.text) : null;
    };
    const three = (text) => ({ da: text, sv: text, en: text });
    const topic = (await api("/topics", "POST", { name: three("Nyt"), text: three("Hver torsdag: ugens buketter.") }))
      .id;
    const sender = { name: "Shop", address: "Torvet 1", contact: "post@shop.example", policy_url: "/p" };
    const form = (await api("/forms", "POST", { name: "Footer", sender, topics: [topic], title: three("Nyt fra os") }))
      .id;
    const rowsIn = 10_000;
    const line = (n) => `p${n}@post.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge`;
    const file = [
      "email,status,consented_at,source,wording",
      ...Array.from({ length: rowsIn }, (_, n) => line(n)),
    ].join("\n");
    let begin = performance.now();
    const { import: begun } = await api(`/imports?topic=${topic}&form=${form}`, "POST", file, "text/csv");
    for (;;) {
      const now = await api(`/imports/${begun.id}`);
      if (now.import.state === "done") break;
      if (now.import.state !== "running") throw new Error(JSON.stringify(now));
      await new Promise((r) => setTimeout(r, 100));
    }
    row(
      "import.rows_per_second",
      rowsIn / ((performance.now() - begin) / 1000),
      "1/s",
      `${rowsIn.toLocaleString("en")} people with full evidence, each with a key of their own and a leaf in the evidence log, on SQLite with synced commits`,
    );

    const mails = 2_000;
    const bare = Number(execFileSync(join(dirname(binary), "examples/bare"), [String(sinkPort), String(mails)]));
    const blocks = [{ kind: "text", text: "Nu er **løgene** her, og de er billige. ".repeat(30) }];
    const made = await api("/campaigns", "POST", {
      name: "x",
      topic,
      form,
      language: "da",
      subject: "November",
      blocks,
    });
    begin = performance.now();
    await api(`/campaigns/${made.campaign.id}/release`, "POST", { changed_at_ms: made.campaign.changed_at });
    const accepted = async () =>
      (await api(`/campaigns/${made.campaign.id}`)).counts.find((c) => c.state === "accepted")?.people ?? 0;
    let first = 0,
      from = 0;
    while ((first = await accepted()) === 0) await new Promise((r) => setTimeout(r, 50));
    from = performance.now();
    let last = first;
    while (last < first + mails && performance.now() - from < 60_000) {
      await new Promise((r) => setTimeout(r, 250));
      last = await accepted();
    }
    row(
      "mail.per_second",
      (last - first) / ((performance.now() - from) / 1000),
      "1/s",
      "a newsletter to smtp-sink: signed (RSA 2048), permission asked for each at the moment of sending, taken and written down with synced commits; the floor is the same client without any of it",
      "bare lettre loop, eight connections, unsigned",
      bare,
    );
    await api(`/campaigns/${made.campaign.id}/state`, "PUT", { state: "cancelled" });

    const { people: found } = await api("/people/search", "POST", { query: "p77@post.example" });
    begin = performance.now();
    const copy = await call(port, "POST", `/api/v1/people/${found[0].id}/copy`, "", headers);
    if (copy.status !== 200) throw new Error(`copy: ${copy.status}`);
    row(
      "access.seconds",
      (performance.now() - begin) / 1000,
      "s",
      `everything held about one of ${rowsIn.toLocaleString("en")} people, as a zip`,
    );
    const site = await api("/sites", "POST", {
      name: "Shop",
      hosts: ["shop.example"],
      law: "dk",
      time_zone: "Europe/Copenhagen",
      currency: "DKK",
    });
    const controller = { name: "Shop", address: "Torvet 1", contact: "post@shop.example", policy_url: "/p" };
    const granted = ["statistics", "profile"];
    await api(`/sites/${site.id}/notices`, "POST", { controller, purposes: granted.map((key) => ({ key })) });
    const { shown } = JSON.parse(
      (await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify({ shown: true }))).text,
    );
    const browsers = [];
    for (let n = 0; n < 200; n++) {
      const choice = { granted, version: 1, language: "da", layer: 1, control: "accept_all", trusted: true, shown };
      browsers.push(
        JSON.parse((await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify(choice))).text).cookie,
      );
    }
    let n = 0;
    const event = () => ({
      id: `${(++n).toString(16).padStart(8, "0")}-0000-4000-8000-000000000001`,
      n: "page_view",
      t: 0,
      u: `https://shop.example/p/${n % 500}`,
      r: "",
      ti: "Roser",
    });
    const events = 200_000;
    const send = async () => {
      while (n < events) {
        const sent = {
          token: browsers[Math.floor(n / 100) % browsers.length],
          sent: 0,
          events: Array.from({ length: 100 }, event),
        };
        const answer = await call(port, "POST", `/c/${site.key}/e`, JSON.stringify(sent));
        if (answer.status !== 200) throw new Error(`events: ${answer.status}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, send));
    const email = "p77@post.example";
    await api("/visitors/link", "POST", {
      site_key: site.key,
      token: browsers[0],
      identifier: { kind: "email", value: email },
    });
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date());
    const views = async () =>
      (await api(`/sites/${site.id}/reports/overview?from=${day}&to=${day}&purpose=statistics`)).overview.totals
        .page_views;
    const before = await views();
    const theirs = (await api(`/people/${found[0].id}/erasure`)).rows;
    begin = performance.now();
    const signed = await api(`/people/${found[0].id}/erasure`, "POST", { no_mail_mark: false });
    while ((await views()) === before) await new Promise((r) => setTimeout(r, 20));
    const { people: left } = await api("/people/search", "POST", { query: email });
    if (left.length > 0) throw new Error("still there");
    const volume = `one of ${rowsIn.toLocaleString("en")} people, with ${theirs.toLocaleString("en")} rows, among ${events.toLocaleString("en")} events of ${browsers.length} browsers`;
    row(
      "erasure.hidden_seconds",
      (performance.now() - begin) / 1000,
      "s",
      `${volume}: from the order until neither a search nor a report knows them, the report's own time included`,
    );
    const receipt = JSON.parse(signed.receipt).id;
    for (;;) {
      const now = JSON.parse(JSON.parse((await call(port, "GET", `/p/receipt/${receipt}`)).text).receipt);
      if (now.under_way.length === 0) break;
      if (performance.now() - begin > 120_000) throw new Error("not gone");
      await new Promise((r) => setTimeout(r, 50));
    }
    row(
      "erasure.gone_seconds",
      (performance.now() - begin) / 1000,
      "s",
      `${volume}: from the order until the receipt says that keys, records, the lake's log and its files are done; the job is taken up within a second, and the evidence log within another`,
    );
  } finally {
    server.kill("SIGTERM");
    sink.kill();
    await new Promise((r) => setTimeout(r, 1000));
  }
}

/** Bytes over the wire of a first visit with banner and choice, and of the page after it, as Chromium counts them. */
async function wire(base, shop) {
  const { chromium } = await import(new URL("../e2e/node_modules/playwright-core/index.mjs", import.meta.url));
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
  ];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  const context = await browser.newContext({ locale: "da-DK" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const ours = new Set();
  let bytes = 0;
  // The shop's sign-up form is a thing of its own, which the peers do not have.
  const form = `${base}/f/`;
  session.on(
    "Network.responseReceived",
    (e) => e.response.url.startsWith(base) && !e.response.url.startsWith(form) && ours.add(e.requestId),
  );
  session.on("Network.loadingFinished", (e) => ours.has(e.requestId) && (bytes += e.encodedDataLength));
  const banner = page.locator("#hjemmel-banner");
  await page.goto(shop);
  await banner.getByRole("button", { name: "Acceptér alle" }).click();
  await banner.waitFor({ state: "detached" });
  await page.waitForTimeout(600);
  const first = bytes;
  bytes = 0;
  await session.send("Network.clearBrowserCache");
  await page.goto(`${shop}/roser`);
  await page.waitForTimeout(600);
  await browser.close();
  return { first, back: bytes };
}

/** The demo as a newcomer starts it: what is sent to a browser, what comes in, how soon it is seen. */
async function demo(data) {
  const port = 18480;
  const started = performance.now();
  let server;
  try {
    for (const name of ["core", "banner"])
      row(
        `tag.${name}_gzip_bytes`,
        gzipSync(readFileSync(`tag/dist/${name}.js`), { level: 9 }).length,
        "bytes",
        "gzip -9 of the built file, without the texts the server adds",
      );
    row("binary.bytes", statSync(binary).size, "bytes", `size of ${binary}`);
    server = spawn(
      binary,
      ["demo", "--data", data, "--listen", `127.0.0.1:${port}`, "--shop", `127.0.0.1:${port + 1}`],
      { stdio: "ignore" },
    );
    while (
      !(await call(port, "GET", "/health").then(
        (a) => a.status === 200,
        () => false,
      ))
    )
      await new Promise((r) => setTimeout(r, 50));
    row(
      "demo.first_start_seconds",
      (performance.now() - started) / 1000,
      "s",
      "start of `hjemmel demo` on an empty folder until /health is ok; 90 days of history go through the whole path",
    );
    const idle = Number(readFileSync(`/proc/${server.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    row("run.idle_mebibytes", idle, "MiB", "VmRSS after the demo's first start");

    const { first, back } = await wire(`http://127.0.0.1:${port}`, `http://localhost:${port + 1}`);
    const counted =
      "all responses of the server but the sign-up form as Chromium transfers them, headers included; banner, choice and first view on the first visit; an emptied cache on the second";
    const files = "gzip -9 of its published files, without headers, texts or a choice";
    const zipped = (...paths) =>
      paths.reduce((sum, p) => sum + gzipSync(readFileSync(`e2e/node_modules/${p}`), { level: 9 }).length, 0);
    const plausible = "@plausible-analytics/tracker/plausible.js";
    const banner = ["cookieconsent.umd.js", "cookieconsent.css"].map((f) => `vanilla-cookieconsent/dist/${f}`);
    row(
      "tag.first_visit_gzip_bytes",
      first,
      "bytes",
      `${counted}; peer: ${files}`,
      "vanilla-cookieconsent with Plausible's tracker",
      zipped(...banner, plausible),
    );
    row(
      "tag.returning_gzip_bytes",
      back,
      "bytes",
      `${counted}; peer: ${files}`,
      "Plausible's tracker",
      zipped(plausible),
    );

    const signed = await call(
      port,
      "POST",
      "/api/v1/session",
      JSON.stringify({ email: "eva@blomsterhuset.example", password: "blomster-i-november" }),
      { "x-hjemmel": "1", "content-type": "application/json" },
    );
    const cookie = signed.headers["set-cookie"][0].split(";")[0];
    const site = JSON.parse((await call(port, "GET", "/api/v1/sites", "", { cookie })).text).find(
      (s) => s.law === "dk",
    );
    const tokens = [];
    const { shown } = JSON.parse(
      (await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify({ shown: true }))).text,
    );
    for (let i = 0; i < 200; i++) {
      const granted = [["statistics"], ["statistics", "marketing"], ["statistics", "marketing", "ads"], []][i % 4];
      const choice = {
        granted,
        version: 1,
        language: "da",
        layer: 2,
        control: granted.length ? "save" : "refuse_all",
        trusted: true,
        shown,
      };
      tokens.push(JSON.parse((await call(port, "POST", `/c/${site.key}/choice`, JSON.stringify(choice))).text).cookie);
    }
    let n = 0;
    const event = () => {
      n++;
      const id = `${n.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
      return { id, n: "page_view", t: 0, u: `http://localhost:${port + 1}/p/${n % 500}`, r: "", ti: "Roser" };
    };
    const single = () => JSON.stringify({ token: tokens[n % tokens.length], sent: 0, events: [event()] });

    // The floor: a server in the same language of client that only appends the body to a file and syncs, group by group.
    const floor = spawn(floorBinary, ["serve", `127.0.0.1:${port + 2}`, join(data, "floor.log")], { stdio: "ignore" });
    while (
      !(await call(port + 2, "POST", "/", "x").then(
        (a) => a.status === 200,
        () => false,
      ))
    )
      await new Promise((r) => setTimeout(r, 50));
    await load(port, `/c/${site.key}/e`, single, 32, 2);
    const rounds = [];
    for (let i = 0; i < 3; i++)
      rounds.push([await load(port + 2, "/", single, 32, 4), await load(port, `/c/${site.key}/e`, single, 32, 4)]);
    rounds.sort((a, b) => a[1].perSecond / a[0].perSecond - b[1].perSecond / b[0].perSecond);
    const [below, own] = rounds[1];
    floor.kill();
    const how =
      "one event a request, 32 connections, 200 visitors of whom a quarter refused, distinct ids, client in the same machine; median of three interleaved rounds of 4 s";
    row(
      "ingest.single_per_second",
      own.perSecond,
      "events/s",
      how,
      "a server that appends the body and syncs in groups",
      below.perSecond,
    );
    row("ingest.single_ratio_to_floor", own.perSecond / below.perSecond, "ratio", how);
    row("ingest.single_p99_ms", own.p99, "ms", how, "the same server", below.p99);
    const batch = () => JSON.stringify({ token: tokens[0], sent: 0, events: Array.from({ length: 100 }, event) });
    const batched = await load(port, `/c/${site.key}/e`, batch, 8, 4);
    row("ingest.batch_per_second", batched.perSecond * 100, "events/s", "100 events a request, 8 connections, 4 s");

    const seen = [];
    for (let i = 0; i < 9; i++) {
      const name = `bench_${i}`;
      const start = performance.now();
      await call(
        port,
        "POST",
        `/c/${site.key}/e`,
        JSON.stringify({ token: tokens[0], sent: 0, events: [{ ...event(), n: name }] }),
      );
      const acknowledged = performance.now();
      const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }).format(new Date());
      for (;;) {
        const found = await call(
          port,
          "GET",
          `/api/v1/sites/${site.id}/reports/breakdown?from=${day}&to=${day}&by=name&filter=name:${name}`,
          "",
          { cookie },
        );
        if (JSON.parse(found.text).length) break;
        if (performance.now() - start > 10000) throw new Error("not seen");
      }
      seen.push(performance.now() - acknowledged);
    }
    seen.sort((a, b) => a - b);
    row(
      "report.acknowledged_to_seen_ms",
      seen[4],
      "ms",
      "from the answer to an event until a breakdown has it, the query's own time included; median of 9",
    );

    const decision = execFileSync(floorBinary, ["decide", "2000000"]).toString();
    row(
      "decision.nanoseconds",
      Number(decision),
      "ns",
      "verify a token and decide both surrogates, 2,000,000 times in one thread",
    );
  } finally {
    server?.kill();
    await new Promise((r) => setTimeout(r, 500));
  }
}

/** Ten minutes of building, so only when asked for: a clone that has nothing yet, made ready to run. */
function cold(data) {
  if (!process.env.BENCH_COLD) return;
  const clone = join(data, "clone");
  execFileSync("git", ["clone", "-q", ".", clone]);
  const begin = performance.now();
  execFileSync("make", ["deps-run", "tag", "console", "geo", "build"], { cwd: clone, stdio: "inherit" });
  row(
    "run.cold_minutes",
    (performance.now() - begin) / 60000,
    "min",
    "`make run` in a fresh clone up to the start of the program; downloads of crates and packages not included where they are cached",
  );
}

// BENCH_ONLY=house,scale measures these alone, beside what the last report says of the others.
const clicks = (data) => reports(row, data, binary);
const parts = { demo, people, house, withdrawal, scale, clicks, cold };
const asked = process.env.BENCH_ONLY?.split(",") ?? Object.keys(parts);
const data = mkdtempSync(join(tmpdir(), "hjemmel-bench-"));
try {
  for (const name of asked) await parts[name](data);
} finally {
  rmSync(data, { recursive: true, force: true });
}
mkdirSync("target/bench", { recursive: true });
const report = "target/bench/report.json";
const before = process.env.BENCH_ONLY && existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : [];
const kept = before.filter((old) => !rows.some((fresh) => fresh.name === old.name));
writeFileSync(report, JSON.stringify([...kept, ...rows], null, 2));
console.log(report);
process.exit(0);
