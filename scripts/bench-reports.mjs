// Reports beside DuckDB: the questions of a common clickstream, asked of the same files in turn, two threads each.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const venv = join(root, "target/bench-peers");
/** Asked ad hoc, as in the clickstream's own list; and what a dashboard asks, with a filter and without. */
const ADHOC = ["daily", "top_pages", "sources_revenue", "filtered", "funnel", "one_visitor", "last_touch"];
const DASHBOARD = ["daily", "filtered_overview", "top_pages", "sources", "pages_of_source"];
const ROUNDS = 7;

/** Python with DuckDB, installed once. */
function python() {
  const pinned = join(root, "scripts/bench.txt");
  const done = join(venv, "installed.txt");
  const wanted = readFileSync(pinned, "utf8");
  if (!existsSync(done) || readFileSync(done, "utf8") !== wanted) {
    rmSync(venv, { recursive: true, force: true });
    execFileSync("python3", ["-m", "venv", venv]);
    execFileSync(join(venv, "bin/pip"), ["install", "-q", "--disable-pip-version-check", "-r", pinned]);
    writeFileSync(done, wanted);
  }
  return join(venv, "bin/python");
}

/** A program that answers a line with a line. The first line it says by itself. */
async function talker(command, args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ended`);
    return JSON.parse(value);
  };
  const hello = await next();
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  const resident = () => Number(readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) / 1024;
  return { hello, ask, resident, end: () => child.stdin.end() };
}

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const geometric = (values) => Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/** The rows of both, where both say the same kind of thing; the funnel's steps are stricter here than in the peer's SQL. */
function same(name, own, peer) {
  const told = name === "daily" ? own.days : own;
  const said = name === "one_visitor" || name === "filtered_overview" ? peer[0] : peer;
  if (name === "funnel") return told[0] === said[0][0];
  return JSON.stringify(told) === JSON.stringify(said);
}

export async function reports(row, data, binary) {
  const events = Number(process.env.BENCH_CLICKS ?? (process.env.BENCH_LARGE ? 100_000_000 : 20_000_000));
  const folder = process.env.BENCH_LAKE ?? join(data, "clicks");
  const example = join(dirname(binary), "examples/reports");
  if (!existsSync(join(folder, "events")))
    execFileSync(example, ["make", folder, String(events)], { stdio: "inherit" });
  const own = await talker(example, ["answer", folder]);
  const duck = python();
  const native = await talker(duck, [join(root, "scripts/duck.py"), folder, "native"]);
  const parquet = await talker(duck, [join(root, "scripts/duck.py"), folder, "parquet"]);
  const volume = `${own.hello.rows.toLocaleString("en")} events of 90 days, two threads`;
  row(
    "lake.bytes_per_event",
    own.hello.bytes / own.hello.rows,
    "bytes",
    `data files after compaction, ${volume}`,
    "DuckDB's own file",
    statSync(join(folder, "duck.db")).size / own.hello.rows,
  );
  /** The same question to each in turn; what a dashboard asks comes again, so that roll-ups answer it, an ad hoc one does not. */
  const timed = async (name, label, ask) => {
    const [first, said] = [await ask(), await native.ask(`check ${name}`)];
    if (!same(name, first.found, said.found))
      throw new Error(`${name}: ${JSON.stringify(first.found)} and not ${JSON.stringify(said.found)}`);
    const took = { first: first.ms, own: [], native: [], parquet: [] };
    for (let i = 0; i < ROUNDS; i++) {
      const again = await ask();
      if (!same(name, again.found, said.found)) throw new Error(`${name}: another answer the next time`);
      took.own.push(again.ms);
      took.native.push((await native.ask(`time ${name}`)).ms);
      if (i < 3) took.parquet.push((await parquet.ask(`time ${name}`)).ms);
    }
    const [a, b, c] = [took.own, took.native, took.parquet].map((t) => Math.min(...t));
    row(
      `query.${label}_ms`,
      a,
      "ms",
      `least of ${ROUNDS} in turn (median ${middle(took.own).toFixed(1)}, the first ${first.ms.toFixed(0)}), ${volume}; DuckDB on the same Parquet ${c.toFixed(1)}`,
      `DuckDB ${native.hello.version}, its own table`,
      b,
    );
    return { native: a / b, parquet: a / c };
  };
  const [adhoc, dashboard] = [[], []];
  for (const name of ADHOC) adhoc.push(await timed(name, name, () => own.ask(`alone ${name}`)));
  for (const name of DASHBOARD) dashboard.push(await timed(name, `dashboard_${name}`, () => own.ask(name)));
  row(
    "query.adhoc_ratio_to_duckdb_native",
    geometric(adhoc.map((t) => t.native)),
    "ratio",
    `geometric mean of ${ADHOC.join(", ")}, from rows alone, without roll-ups; the worst beside DuckDB on the same Parquet: ${Math.max(...adhoc.map((t) => t.parquet)).toFixed(2)}`,
  );
  row(
    "query.dashboard_ratio_to_duckdb_native",
    geometric(dashboard.map((t) => t.native)),
    "ratio",
    `geometric mean of ${DASHBOARD.join(", ")}, asked before, so that roll-ups of days answer`,
  );
  row(
    "query.peak_mebibytes",
    own.resident(),
    "MiB",
    `resident memory at most, all of those questions, ${volume}`,
    "DuckDB, its own table",
    native.resident(),
  );
  for (const one of [own, native, parquet]) one.end();
}
