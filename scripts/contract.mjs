// The API as its description says it: every operation is asked in many ways, right and wrong, with schemathesis. There must be
// no 5xx, no status that is not described, and every answer must be of the type and the shape that is described. A real server
// runs for it, with the demo's data; nothing it does goes out.
//
//   node scripts/contract.mjs            as `make contract` does, the same questions each time
//   CONTRACT=200 node scripts/contract.mjs   more of them for each operation
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const pinned = join(root, "scripts/contract.txt");
const venv = join(root, "target/contract");
const binary = process.env.E2E_BIN ?? join(root, "target/debug/hjemmel");
const examples = Number(process.env.CONTRACT ?? 12);

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

// None is left out. These take away the way in of whoever asks (their session, their role, or themselves), so they come last,
// each with a sign-in of its own.
const LAST = [
  "session_delete",
  "session_password",
  "session_revoke",
  "user_factor_remove",
  "user_sessions_end",
  "user_update",
  "user_delete",
  "team_rules_change",
];

/** Operations that have to do what they were asked at least once; others ask for more than can be guessed. */
const ANSWERED_MIN = 60;

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { stdio: "inherit", ...options });
  if (done.status !== 0) throw new Error(`${command} ${args[0]} failed`);
}

/** Install what is pinned, once. Whether it is there. */
function install() {
  const done = join(venv, "installed.txt");
  const wanted = readFileSync(pinned, "utf8");
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return true;
  rmSync(venv, { recursive: true, force: true });
  try {
    run("python3", ["-m", "venv", venv]);
    run(join(venv, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "--requirement", pinned]);
  } catch (error) {
    console.error(`contract: ${error.message}`);
    return false;
  }
  writeFileSync(done, wanted);
  return true;
}

const free = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function demo(home) {
  const [port, shop] = [await free(), await free()];
  const args = ["demo", "--data", join(home, "data"), "--listen", `127.0.0.1:${port}`, "--shop", `127.0.0.1:${shop}`];
  const server = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const out of [server.stdout, server.stderr]) out.on("data", (text) => (said += text));
  const base = `http://127.0.0.1:${port}`;
  for (
    let n = 0;
    !(await fetch(`${base}/health`).then(
      (r) => r.ok,
      () => false,
    ));
    n++
  ) {
    if (n > 600 || server.exitCode !== null) throw new Error(`the demo did not start: ${said}`);
    await new Promise((next) => setTimeout(next, 200));
  }
  return { base, server, said: () => said };
}

const headers = { "x-hjemmel": "1", "content-type": "application/json" };

async function signIn(base) {
  const body = JSON.stringify({ email: "eva@blomsterhuset.example", password: "blomster-i-november" });
  const answer = await fetch(`${base}/api/v1/session`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
  return answer.headers.get("set-cookie").split(";")[0];
}

/** What stands in the demo, so that not every question is about nobody. */
async function known(base, cookie) {
  const api = async (path, body) => {
    const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
    const answer = await fetch(`${base}/api/v1${path}`, { ...init, headers: { ...headers, cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const file = await fetch(
    `${base}/api/v1/imports?name=a.csv&channel=email&dry=true&topic=${(await api("/topics"))[0].id}&form=${(await api("/forms"))[0].id}`,
    {
      method: "POST",
      headers: { ...headers, "content-type": "text/csv", cookie },
      body: "email,status\na@x.example,subscribed\n",
    },
  );
  if (!file.ok) throw new Error(`import: ${file.status} ${await file.text()}`);
  const ids = (list) => list.map((one) => one.id).slice(0, 5);
  const sites = await api("/sites");
  const [people, team, campaigns, requests] = [
    await api("/people/search", {}),
    await api("/team"),
    await api("/campaigns"),
    await api("/requests"),
  ];
  return {
    site: ids(sites),
    site_key: sites.map((site) => site.key),
    consent: ids(await api(`/sites/${sites[0].id}/consents`)),
    form: ids(await api("/forms")),
    topic: ids(await api("/topics")),
    person: ids(people.people),
    colleague: ids(team),
    campaign: ids(campaigns.map((found) => found.campaign)),
    request: ids([...requests.open, ...requests.closed].map((found) => found.request)),
    job: ids(await api("/jobs")),
    import: ids((await api("/imports")).map((found) => found.import)),
    recipient: ["Budtjenesten ApS"],
    number: ["20123456", "B-1001"],
    url: ["https://shop.example/konto"],
    host: ["shop.example", "to.example"],
    zone: ["Europe/Copenhagen"],
    currency: ["DKK"],
    dimension: ["path", "source"],
    purpose: ["statistics"],
    text: ["Ja tak til nyheder om blomster hver uge"],
    day: ["2026-11-01", new Date().toISOString().slice(0, 10)],
    email: ["eva@blomsterhuset.example", "kontrakt@blomsterhuset.example"],
  };
}

/** Which of it stands where: path of the operations, parameter, and what it is. */
const PLACES = [
  [
    "^/api/v1/sites",
    {
      "path.id": "site",
      "query.from": "day",
      "query.to": "day",
      "query.by": "dimension",
      "query.purpose": "purpose",
      "body.hosts[*]": "host",
      "body.time_zone": "zone",
      "body.currency": "currency",
      "body.name": "recipient",
    },
  ],
  ["^/api/v1/consents/", { "path.id": "consent" }],
  ["^/api/v1/forms", { "path.id": "form", "body.topics[*]": "topic", "body.name": "recipient" }],
  ["^/api/v1/topics/", { "path.id": "topic" }],
  ["^/api/v1/people$", { "body.identifiers[*].value": "email", "body.source": "recipient" }],
  ["^/api/v1/people/.id", { "path.id": "person", "path.other": "person", "body.identifier.value": "email" }],
  [
    "^/api/v1/people/permissions",
    { "body.topics[*]": "topic", "body.form": "form", "body.email": "email", "body.page": "url" },
  ],
  ["^/api/v1/people/may-send", { "body.topic": "topic", "body.form": "form", "body.identifier.value": "email" }],
  ["^/api/v1/orders$", { "body.identifier.value": "email", "body.currency": "currency", "body.source": "recipient" }],
  ["^/api/v1/team/.id", { "path.id": "colleague" }],
  ["^/api/v1/campaigns", { "path.id": "campaign", "body.topic": "topic", "body.form": "form" }],
  [
    "^/api/v1/requests",
    { "path.id": "request", "body.person": "person", "body.text": "text", "body.contact": "email" },
  ],
  ["^/api/v1/jobs/", { "path.id": "job" }],
  ["^/api/v1/imports", { "path.id": "import", "query.topic": "topic", "query.form": "form" }],
  ["^/api/v1/visitors", { "body.site_key": "site_key", "body.identifier.value": "email" }],
];

function settings(found) {
  const lines = Object.entries(found).filter(([, values]) => values.length > 0);
  const out = lines.map(([name, values]) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(values)}\n`);
  for (const [path, places] of PLACES) {
    const bound = Object.entries(places).filter(([, name]) => found[name].length > 0);
    const rows = bound.map(([at, name]) => `"${at}" = { dictionary = "${name}", probability = 0.7 }`);
    out.push(
      `[[operations]]\ninclude-path-regex = ${JSON.stringify(path)}\n[operations.parameters]\n${rows.join("\n")}\n`,
    );
  }
  return out.join("\n");
}

/** Ask operations as whoever signed in; whether anything is not as described. */
function ask(home, base, name, cookie, filter) {
  const args = [
    "--config-file",
    join(home, "schemathesis.toml"),
    "--no-color",
    "run",
    join(root, "console/openapi.json"),
    "--url",
    base,
    "--header",
    `Cookie: ${cookie}`,
    "--header",
    "X-Hjemmel: 1",
    "--checks",
    CHECKS.join(","),
    "--phases",
    "coverage,fuzzing",
    "--max-examples",
    String(examples),
    "--generation-deterministic",
    // Who asks is signed in: a key that is made up would be asked for first, and be none.
    "--generation-with-security-parameters",
    "false",
    "--no-shrink",
    "--continue-on-failure",
    "--request-timeout",
    "40",
    "--warnings",
    "off",
    "--output-truncate",
    "false",
    "--report",
    "ndjson",
    "--report-ndjson-path",
    join(home, `${name}.ndjson`),
    ...filter.flat(),
  ];
  console.log(`\n${name}`);
  return spawnSync(join(venv, "bin/schemathesis"), args, { stdio: "inherit", cwd: home }).status !== 0;
}

/** Whether the questions were real ones: to most operations some have to be answered as they wish. */
function answered(report) {
  const well = new Set();
  const all = new Set();
  for (const line of readFileSync(report, "utf8")
    .split("\n")
    .filter((line) => line.startsWith('{"ScenarioFinished"'))) {
    const { label, interactions } = JSON.parse(line).ScenarioFinished.recorder;
    all.add(label);
    if (Object.values(interactions).some(({ response }) => response && response.status_code < 300)) well.add(label);
  }
  console.log(`\n${well.size} of ${all.size} operations did what they were asked at least once`);
  if (well.size < ANSWERED_MIN) throw new Error(`only ${well.size} did: was the sign-in lost?`);
}

if (!install()) {
  // Without the registry of Python packages nobody can ask. It is said in red, and holds nothing else up.
  console.error("\x1b[31mcontract: NOT ASKED. The API was not compared with its description in this run.\x1b[0m");
  process.exit(process.env.CONTRACT ? 1 : 0);
}
const home = mkdtempSync(join(tmpdir(), "hjemmel-contract-"));
mkdirSync(home, { recursive: true });
const { base, server, said } = await demo(home);
let failed = false;
try {
  const cookies = [];
  for (const _ of [null, ...LAST]) cookies.push(await signIn(base));
  writeFileSync(join(home, "schemathesis.toml"), settings(await known(base, cookies[0])));
  failed = ask(
    home,
    base,
    "everything",
    cookies[0],
    LAST.map((id) => ["--exclude-operation-id", id]),
  );
  for (const [at, id] of LAST.entries())
    failed = ask(home, base, id, cookies[at + 1], [["--include-operation-id", id]]) || failed;
  const health = await fetch(`${base}/health`, { headers: { connection: "close" } }).catch(() =>
    fetch(`${base}/health`),
  );
  if (!health.ok) throw new Error(`afterwards the server is not well: ${await health.text()}`);
  answered(join(home, "everything.ndjson"));
  if (said().includes("panic")) throw new Error(`the server panicked: ${said()}`);
} finally {
  server.kill("SIGTERM");
  await new Promise((end) => server.once("exit", end));
  if (process.env.KEEP) console.log(home);
  else rmSync(home, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
