// Mail as it is in the world: through a real Postfix, signed so that an independent checker agrees, coming back as real
// reports; and a newsletter that is killed while it goes out.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { until } from "../world.mjs";

const binary = process.env.E2E_BIN ?? new URL("../../target/debug/hjemmel", import.meta.url).pathname;
const PORT = 18580,
  RELAY = 18582,
  SINK = 18583,
  RETURNS = 18584;
const base = `http://127.0.0.1:${PORT}`;
const data = mkdtempSync(join(tmpdir(), "hjemmel-mail-"));
const PASSWORD = "et-langt-kodeord-til-prøven";
let server, postfix, sink, broken, api, form, topic, record;
/** Everything that arrived, by recipient. */
const arrived = new Map();

/** The other end. */
function receiver() {
  return net.createServer((socket) => {
    let buffer = "",
      body = false,
      to = [];
    const say = (text) => socket.write(`${text}\r\n`);
    socket.on("error", () => {});
    say("220 sink");
    socket.on("data", (chunk) => {
      buffer += chunk.toString("latin1");
      for (;;) {
        if (body) {
          const end = buffer.indexOf("\r\n.\r\n");
          if (end < 0) return;
          const raw = buffer.slice(0, end + 2).replace(/^\.\./gm, ".");
          buffer = buffer.slice(end + 5);
          body = false;
          for (const one of to) arrived.set(one, [...(arrived.get(one) ?? []), raw]);
          to = [];
          say("250 2.0.0 taken");
          continue;
        }
        const at = buffer.indexOf("\r\n");
        if (at < 0) return;
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + 2);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === "RCPT") {
          const address = line.match(/<(.*)>/)[1];
          to.push(address);
          say("250 2.1.5 ok");
        } else if (verb === "DATA") {
          say("354 go on");
          body = true;
        } else if (verb === "QUIT") {
          say("221 bye");
          socket.end();
          return;
        } else if (verb === "EHLO") {
          say("250-sink");
          say("250 8BITMIME");
        } else say("250 ok");
      }
    });
  });
}

/** A Postfix of our own, in a folder of its own: nothing of the machine's is touched. */
function startPostfix() {
  const dir = join(data, "postfix");
  mkdirSync(join(dir, "queue"), { recursive: true });
  mkdirSync(join(dir, "data"));
  chmodSync(data, 0o755);
  writeFileSync(
    join(dir, "main.cf"),
    `
compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
maillog_file = ${dir}/log
maillog_file_prefixes = ${dir}
default_process_limit = 20
smtp_destination_concurrency_limit = 10
transport_maps = inline:{ retur.shop.example=smtp:[127.0.0.1]:${RETURNS} }
default_transport = smtp:[127.0.0.1]:${SINK}
`,
  );
  const lines = readFileSync("/usr/share/postfix/master.cf.dist", "utf8")
    .split("\n")
    .filter(
      (l) =>
        !/^(smtp\s+inet|maildrop|uucp|ifmail|bsmtp|scalemail|mailman|#)/.test(l) && !/^\s+(flags=|user=|\$\{)/.test(l),
    );
  writeFileSync(
    join(dir, "master.cf"),
    `127.0.0.1:${RELAY} inet n - n - - smtpd\n${lines.join("\n").replace(/^(\w+\s+\w+\s+\S\s+\S\s+)y/gm, "$1n")}\n`,
  );
  execFileSync("chown", ["postfix", join(dir, "data")]);
  execFileSync("postfix", ["-c", dir, "start"], { stdio: "pipe" });
  return {
    stop: () => execFileSync("postfix", ["-c", dir, "stop"], { stdio: "pipe" }),
    log: () => (existsSync(join(dir, "log")) ? readFileSync(join(dir, "log"), "utf8") : ""),
  };
}

async function serve() {
  let said = "";
  server = spawn(binary, ["serve"], {
    env: {
      ...process.env,
      HJEMMEL_LISTEN: `127.0.0.1:${PORT}`,
      HJEMMEL_DATA: join(data, "hjemmel"),
      HJEMMEL_PUBLIC_URL: base,
      HJEMMEL_SECURE_COOKIES: "false",
      HJEMMEL_TRUSTED_PROXIES: '["127.0.0.1"]',
      HJEMMEL_MAIL_SMTP: `smtp://127.0.0.1:${RELAY}`,
      HJEMMEL_MAIL_FROM: "nyt@shop.example",
      HJEMMEL_MAIL_DKIM_DOMAIN: "shop.example",
      HJEMMEL_MAIL_RETURNS_DOMAIN: "retur.shop.example",
      HJEMMEL_MAIL_RETURNS_LISTEN: `127.0.0.1:${RETURNS}`,
      HJEMMEL_LOG: "warn",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  server.stdout.on("data", (d) => (said += d));
  server.stderr.on("data", (d) => (said += d));
  await until(
    "the server",
    () =>
      fetch(`${base}/health`).then(
        (r) => r.ok,
        () => false,
      ),
    60_000,
  ).catch((e) => {
    throw new Error(`${e.message}: ${said}`);
  });
  return said;
}

async function killed() {
  const gone = new Promise((r) => server.once("exit", r));
  server.kill("SIGKILL");
  await gone;
}

before(async () => {
  sink = receiver();
  await new Promise((r) => sink.listen(SINK, "127.0.0.1", r));
  postfix = startPostfix();
  const said = await serve();
  const secret = said.match(/#(\S+)/)[1];
  const headers = { "x-hjemmel": "1", "content-type": "application/json" };
  const body = JSON.stringify({ email: "eva@shop.example", name: "Eva Holm", password: PASSWORD });
  const joined = await fetch(`${base}/api/v1/link`, {
    method: "POST",
    headers: { ...headers, "hjemmel-link": secret.replace(/^.*=/, "") },
    body,
  });
  assert.equal(joined.status, 200, await joined.clone().text());
  const cookie = joined.headers.get("set-cookie").split(";")[0];
  api = async (path, method = "GET", value) => {
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { ...headers, cookie },
      body: value && JSON.stringify(value),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  const three = (text) => ({ da: text, sv: text, en: text });
  topic = (await api("/topics", "POST", { name: three("Nyt"), text: three("Hver torsdag: ugens buketter.") })).id;
  const sender = {
    name: "Blomsterhuset ÆØÅ",
    address: "Torvet 1, 8000 Aarhus C",
    contact: "post@shop.example",
    policy_url: "https://shop.example/privatliv",
  };
  form = (await api("/forms", "POST", { name: "Footer", sender, topics: [topic], title: three("Få nyt fra os") })).id;
  // What must stand in DNS, as the program tells its owner.
  const told = execFileSync(binary, ["mail"], {
    env: {
      ...process.env,
      HJEMMEL_DATA: join(data, "hjemmel"),
      HJEMMEL_PUBLIC_URL: base,
      HJEMMEL_MAIL_SMTP: `smtp://127.0.0.1:${RELAY}`,
      HJEMMEL_MAIL_FROM: "nyt@shop.example",
      HJEMMEL_MAIL_DKIM_DOMAIN: "shop.example",
      HJEMMEL_LISTEN: "127.0.0.1:1",
    },
  }).toString();
  record = told.match(/TXT\s+(\S+)\s+(v=DKIM1.*)/);
  assert.equal(record[1], "hjemmel._domainkey.shop.example");
});

after(async () => {
  if (server && server.exitCode === null) await killed();
  postfix?.stop();
  sink?.close();
  rmSync(data, { recursive: true, force: true });
});

const decoded = (raw) =>
  raw.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16)));
const link = (raw, kind) => decoded(raw).match(new RegExp(`/p/${kind}/[\\w-]+`))[0];

async function says_yes(email, place) {
  const body = new URLSearchParams({ email, v: "1", l: "da", topic });
  const sent = await fetch(`${base}/f/${form}`, { method: "POST", body, headers: { "x-forwarded-for": place } });
  assert.equal(sent.status, 200);
  return async () => {
    const raw = await until(`mail to ${email}`, () => arrived.get(email)?.[0], 60_000);
    assert.equal((await fetch(base + link(raw, "confirm"), { method: "POST" })).status, 200);
    arrived.delete(email);
  };
}

async function yes(emails) {
  const all = [];
  for (const [n, email] of emails.entries()) all.push(await says_yes(email, `10.0.${n >> 4}.1`));
  for (const confirm of all) await confirm();
}

const body = (subject) => ({
  name: subject,
  topic,
  form,
  language: "da",
  subject,
  blocks: [
    { kind: "text", text: "Nu er **løgene** her, og de er billige. ".repeat(8) },
    { kind: "button", text: "Se dem", url: "https://shop.example/loeg?utm_source=nyhedsbrev&utm_campaign=november" },
  ],
});

async function release(subject) {
  const made = await api("/campaigns", "POST", body(subject));
  const id = made.campaign.id;
  await api(`/campaigns/${id}/release`, "POST", { changed_at_ms: made.campaign.changed_at });
  return id;
}

const counted = async (id) =>
  Object.fromEntries((await api(`/campaigns/${id}`)).counts.map((c) => [`${c.state} ${c.reason}`.trim(), c.people]));

test("signed, one click to stop, and what comes back ends a dead address", { timeout: 180_000 }, async () => {
  await yes(["karen@post.example", "soren@post.example"]);
  const id = await release("Løg til foråret – og lidt til, så emnelinjen bliver lang nok til at blive foldet");
  const raw = await until("the newsletter", () => arrived.get("karen@post.example")?.[0]);
  const resolver = async (name, type) => {
    assert.equal(type, "TXT");
    if (name === record[1]) return [[record[2]]];
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
  const checked = await dkimVerify(Buffer.from(raw, "latin1"), { resolver });
  assert.equal(checked.results[0].status.result, "pass", JSON.stringify(checked.results[0].status));
  const signed = checked.results[0].signingHeaders.keys.toLowerCase();
  for (const name of ["from", "to", "subject", "date", "list-unsubscribe", "list-unsubscribe-post"])
    assert.ok(signed.includes(name), `${name} is signed: ${signed}`);
  // Somebody who changes a word on the way is found out.
  const changed = await dkimVerify(Buffer.from(raw.replace("Torvet", "Gaden"), "latin1"), { resolver });
  assert.equal(changed.results[0].status.result, "neutral");
  assert.match(raw, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
  const where = raw
    .replace(/\r\n\s/g, " ")
    .match(/List-Unsubscribe: <([^>]+)>/)[1]
    .replace(/\s/g, "");
  assert.ok(where.startsWith(`${base}/p/preferences/`) && where.endsWith("/one-click"));
  assert.ok(!/<img/i.test(raw), "no pixel (E-15)");
  const two = await until("the other", () => arrived.get("soren@post.example")?.[0]);
  // But for the reader's own link, both got the same words.
  const own = (text) =>
    decoded(text.slice(text.indexOf("\r\n\r\n")))
      .replaceAll(/\/p\/preferences\/\w+/g, "…")
      .replaceAll(/--\w+(--)?\r\n/g, "")
      .replaceAll(/\s+/g, " ");
  assert.equal(own(raw), own(two));

  // A provider unsubscribes for the reader, as multipart (RFC 8058).
  const fields = new FormData();
  fields.set("List-Unsubscribe", "One-Click");
  assert.equal((await fetch(where, { method: "POST", body: fields })).status, 200);

  await until("it ends", async () => (await counted(id)).accepted === 2);
  arrived.clear();
});

test("real reports from a real server: dead is dead, full is not", { timeout: 180_000 }, async () => {
  // They answered while they lived; now the other end says otherwise.
  const names = ["ddead@post.example", "ffull@post.example"];
  await yes(names);
  sink.close();
  broken = net.createServer((socket) => {
    socket.on("error", () => {});
    let text = "";
    socket.write("220 sink\r\n");
    socket.on("data", (d) => {
      text += d;
      let at;
      while ((at = text.indexOf("\r\n")) >= 0) {
        const line = text.slice(0, at);
        text = text.slice(at + 2);
        const dead = line.includes("ddead"),
          full = line.includes("ffull");
        if (/^RCPT/i.test(line))
          socket.write(
            dead ? "550 5.1.1 no such user\r\n" : full ? "552 5.2.2 mailbox full\r\n" : "550 5.7.1 not now\r\n",
          );
        else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else socket.write(/^DATA/i.test(line) ? "554 no\r\n" : "250 ok\r\n");
      }
    });
  });
  await until(
    "the port",
    () =>
      new Promise((ok) => {
        broken.once("error", () => ok(false));
        broken.listen(SINK, "127.0.0.1", () => ok(true));
      }),
    20_000,
  );
  const id = await release("Kommer retur");
  const counts = await until(
    "the reports",
    async () => {
      const now = await counted(id);
      return now["bounced 5.1.1"] && now["bounced 5.2.2"] && now;
    },
    60_000,
  ).catch(async (e) => {
    throw new Error(`${e.message}: ${JSON.stringify(await counted(id))}\n${postfix.log().slice(-2000)}`);
  });
  assert.equal(counts["bounced 5.1.1"], 1);
  const state = async (email) => {
    const { people } = await api("/people/search", "POST", { query: email });
    return (await api(`/people/${people[0].id}`)).reach[0];
  };
  assert.equal((await state("ddead@post.example")).refusal.rule.id, "E-12");
  assert.equal((await state("ffull@post.example")).allowed, true, "a full mailbox empties");
  assert.equal((await state("karen@post.example")).state, "withdrawn", "the one click of before");
});

test("killed while it goes out: nobody is skipped in silence, nobody gets it twice", { timeout: 300_000 }, async () => {
  await new Promise((r) => broken.close(r));
  sink = receiver();
  await new Promise((r) => sink.listen(SINK, "127.0.0.1", r));
  const many = Array.from({ length: 150 }, (_, n) => `p${n}@post.example`);
  await yes(many);
  arrived.clear();
  const id = await release("Dræbt undervejs");
  for (let round = 0; round < 4; round++) {
    const before = arrived.size;
    await until("some go out", () => arrived.size > before + 5, 60_000).catch(() => {});
    await killed();
    await serve();
  }
  await until(
    "none waits",
    async () => {
      const now = await counted(id);
      return !now.planned && !now["planned later"];
    },
    120_000,
  );
  // What is under way right now is not yet unknown.
  let before = "";
  await until(
    "what is under way has arrived",
    async () => {
      const now = JSON.stringify(await counted(id));
      if (now === before) return true;
      before = now;
      await new Promise((r) => setTimeout(r, 1_000));
      return false;
    },
    30_000,
  );
  const counts = await counted(id);
  const rows = [];
  for (let after = ""; ; ) {
    const page = await api(`/campaigns/${id}/recipients?after=${after}`);
    rows.push(...page);
    if (page.length < 100) break;
    after = page.at(-1).message;
  }
  await until(
    "Postfix is done",
    () => rows.filter((r) => r.state === "accepted").every((r) => arrived.has(r.address)),
    60_000,
  );
  for (const row of rows) {
    const times = (arrived.get(row.address) ?? []).length;
    assert.ok(times <= 1, `${row.address} got it ${times} times`);
    if (row.state === "accepted") assert.equal(times, 1, `${row.address} is said to have it`);
    assert.ok(["accepted", "sending", "bounced"].includes(row.state), `${row.address}: ${row.state}`);
  }
  // Whoever was under way when it was killed is shown as unknown; at most eight a kill.
  assert.ok((counts.sending ?? 0) <= 4 * 8, JSON.stringify(counts));
  assert.ok(
    many.every((email) => rows.some((r) => r.address === email)),
    "everybody has a row",
  );
});

test("every key is replaced, and mail is signed with two new ones once DNS knows them", {
  timeout: 120_000,
}, async () => {
  const env = { ...process.env, HJEMMEL_DATA: join(data, "hjemmel"), HJEMMEL_MAIL_DKIM_DOMAIN: "shop.example" };
  const keys = (...rest) => execFileSync(binary, ["keys", ...rest], { env, stdio: "pipe" }).toString();
  assert.throws(() => keys("rotate", "master"), /stop it first/);
  await killed();
  const records = Object.fromEntries(
    [...keys("rotate", "mail", "--ed25519").matchAll(/TXT\s+(\S+)\s+(v=DKIM1.*)/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  assert.deepEqual(Object.keys(records), ["hjemmel-2._domainkey.shop.example", "hjemmel-2e._domainkey.shop.example"]);
  await serve();
  const signatures = async (email) => {
    const confirm = await says_yes(email, "10.1.0.1");
    const raw = await until(`mail to ${email}`, () => arrived.get(email)?.[0], 60_000);
    const known = { ...records, [record[1]]: record[2] };
    const resolver = async (name) => {
      if (known[name]) return [[known[name]]];
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    };
    const { results } = await dkimVerify(Buffer.from(raw, "latin1"), { resolver });
    await confirm();
    return results.map((r) => `${r.selector} ${r.algo} ${r.status.result}`).sort();
  };
  assert.deepEqual(await signatures("vente@post.example"), ["hjemmel rsa-sha256 pass"]);
  await killed();
  keys("rotate", "mail", "--published");
  for (const which of ["master", "tokens", "log"])
    assert.match(keys("rotate", which), new RegExp(`A new key: ${which}`));
  assert.match(keys("list"), /master\s+2\s+since/);
  await serve();
  assert.deepEqual(await signatures("nyn@post.example"), [
    "hjemmel-2 rsa-sha256 pass",
    "hjemmel-2e ed25519-sha256 pass",
  ]);
  assert.equal(await (await fetch(`${base}/health`)).text(), "ok\n");
  // Who said yes before is still found.
  assert.equal((await api("/people/search", "POST", { query: "vente@post.example" })).people.length, 1);
});
