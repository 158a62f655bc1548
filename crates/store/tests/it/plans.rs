//! How each query finds its rows, on both databases: whatever reads a whole table of people, messages or choices stands in
//! a list that is looked at, because at a million rows it is what keeps everybody else waiting.

use std::collections::BTreeSet;

use hjemmel_store::{Pools, QUERIES};
use sqlx::{AssertSqlSafe, Connection, Row};

use crate::stores;

/// Tables that grow with people and what they do.
const LARGE: &[&str] = &[
    "attribute",
    "audit",
    "consent",
    "consent_proof",
    "evidence",
    "evidence_checkpoint",
    "evidence_node",
    "identifier",
    "job",
    "mail_link",
    "message",
    "permission",
    "person",
    "person_join",
    "person_order",
    "request",
    "request_note",
    "restriction",
    "segment_due",
    "segment_member",
    "suppression",
    "tally",
    "visitor_link",
];

fn placeholders(text: &str) -> usize {
    (1..40).filter(|n| text.contains(&format!("${n}"))).max().unwrap_or(0)
}

/// The large tables that a plan of SQLite reads from end to end.
fn scans_sqlite(details: &[String]) -> BTreeSet<String> {
    let scan = |detail: &String| {
        let mut words = detail.strip_prefix("SCAN ")?.split(' ');
        let table = words.next()?.to_owned();
        // A scan of a partial index reads only what that index holds.
        Some(format!(
            "{table}{}",
            detail.split_once(" USING ").map(|(_, how)| format!(" using {how}")).unwrap_or_default()
        ))
    };
    details.iter().filter_map(scan).collect()
}

#[tokio::test]
async fn what_reads_a_whole_table_is_known() {
    let mut stores = stores().await;
    let (on_postgres, _kept) = stores.pop().unwrap();
    let (on_sqlite, _also) = stores.pop().unwrap();
    let Pools::Sqlite { read, .. } = on_sqlite.db().pools() else { panic!("sqlite comes first") };
    let mut sqlite = String::new();
    for (name, text) in QUERIES {
        let mut query = sqlx::query(AssertSqlSafe(format!("explain query plan {text}")));
        for _ in 0..placeholders(text) {
            query = query.bind("");
        }
        let rows = query.fetch_all(read).await.unwrap_or_else(|e| panic!("{name}: {e}"));
        let details: Vec<String> = rows.iter().map(|row| row.get::<String, _>("detail")).collect();
        // An alias hides the table's name: the query's own words tell.
        for scan in scans_sqlite(&details) {
            let alias = scan.split(' ').next().unwrap_or_default();
            let table = LARGE.iter().find(|t| **t == alias || text.contains(&format!("{t} {alias}")));
            if let Some(table) = table {
                sqlite.push_str(&format!("{name}: {table} {}\n", scan.trim_start_matches(alias).trim()));
            }
        }
    }
    insta::assert_snapshot!("scans_sqlite", sqlite);
    insta::assert_snapshot!("scans_postgres", scans_of_postgres(on_postgres.db().pools()).await);
}

/// The large tables that PostgreSQL has to read from end to end even where it would rather not.
async fn scans_of_postgres(pools: &Pools) -> String {
    let Pools::Postgres { pool, .. } = pools else { return String::from("this is not PostgreSQL") };
    let mut connection = pool.acquire().await.unwrap().detach();
    for set in ["set enable_seqscan = off", "set plan_cache_mode = force_generic_plan"] {
        sqlx::query(set).execute(&mut connection).await.unwrap();
    }
    let mut out = String::new();
    for (name, text) in QUERIES {
        let prepare = sqlx::raw_sql(AssertSqlSafe(format!("prepare looked as {text}")));
        prepare.execute(&mut connection).await.unwrap();
        let nothing = vec!["null"; placeholders(text)].join(", ");
        let call = if nothing.is_empty() { String::from("looked") } else { format!("looked({nothing})") };
        let explain = sqlx::raw_sql(AssertSqlSafe(format!("explain (costs off) execute {call}")));
        let rows = explain.fetch_all(&mut connection).await.unwrap();
        for row in rows {
            let line: String = row.get(0);
            let scanned =
                line.split_once("Seq Scan on ").map(|(_, rest)| rest.split(' ').next().unwrap_or_default().to_owned());
            if let Some(table) = scanned.filter(|table| LARGE.contains(&table.as_str())) {
                out.push_str(&format!("{name}: {table}\n"));
            }
        }
        sqlx::raw_sql("deallocate looked").execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    out
}
