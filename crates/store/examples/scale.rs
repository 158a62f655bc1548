//! A million people and ten million leaves, made by the database itself, and how long it takes to go through them: for
//! `make bench`. Prints one JSON object a line.
//!
//! `scale [people] [leaves]`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not the product")]

use std::{sync::Arc, time::Instant};

use hjemmel_model::{AtMs, TenantId};
use hjemmel_store::{Keyring, Pools, Store, work};
use hjemmel_testkit::{Seeded, fresh_sqlite, reader};
use sqlx::{AssertSqlSafe, sqlite::SqlitePool};

/// People of one organisation, each with an address and a yes to one topic.
const PEOPLE: &str = "
with recursive n (i) as (select 1 union all select i + 1 from n where i < MOST)
insert into person (id, tenant_id, language, created_at_ms) select printf('per_%09d', i), 'ten_a', 'da', i from n;
with recursive n (i) as (select 1 union all select i + 1 from n where i < MOST)
insert into identifier (id, person_id, tenant_id, kind, value_hash, value_enc, source, verified_at_ms, created_at_ms)
select printf('idn_%09d', i), printf('per_%09d', i), 'ten_a', 'email', printf('%064x', i), 'x', 'form', i, i from n;
with recursive n (i) as (select 1 union all select i + 1 from n where i < MOST)
insert into permission (id, seq, tenant_id, identifier_id, topic_id, event, source, form_id, form_version, form_hash, language, page, at_ms, channel)
select printf('prm_%09d', i), i, 'ten_a', printf('idn_%09d', i), 'top_a', 'given', 'confirmation', 'form_a', 1, '', 'da', '', i, 'email' from n;
";

/// Leaves that wait for their numbers; a leaf's hash is as long as one.
const LEAVES: &str = "
with recursive n (i) as (select 1 union all select i + 1 from n where i < MOST)
insert into evidence (id, kind, leaf_hash, leaf_index, at_ms, log)
select printf('con_%09d', i), 'consent', printf('%064x', i * 7919), i - 1, i, 1 from n;
";

async fn make(pool: &SqlitePool, text: &str, most: u64) {
    let text = text.replace("MOST", &most.to_string());
    sqlx::raw_sql(AssertSqlSafe(text)).execute(pool).await.unwrap();
}

fn said(name: &str, value: f64) {
    println!("{{\"name\":\"{name}\",\"value\":{value}}}");
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut counts = std::env::args().skip(1).map(|n| n.parse::<u64>().unwrap());
    let (people, leaves) = (counts.next().unwrap_or(1_000_000), counts.next().unwrap_or(10_000_000));
    let db = fresh_sqlite();
    let keys = Arc::new(Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap());
    let store = Store::open(&db.url, keys, &db.persons()).await.unwrap();
    let tenant = TenantId::parse("ten_a").unwrap();
    work!(store, |w| { w.organisations().insert(&tenant, "A", AtMs(1)).await }).unwrap();
    let Pools::Sqlite { write, .. } = store.db().pools() else { return };
    make(write, PEOPLE, people).await;
    let begun = Instant::now();
    let (mut after, mut seen) = (String::new(), 0);
    loop {
        let page = store.audiences().page(&reader(&tenant), &after, 500).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.person.to_string();
        seen += page.len() as u64;
    }
    assert_eq!(seen, people);
    said("audience.plan_million_seconds", begun.elapsed().as_secs_f64());

    make(write, LEAVES, leaves).await;
    let begun = Instant::now();
    let mut frontier = store.evidence().frontier().await.unwrap();
    said("log.subtrees_made_seconds", begun.elapsed().as_secs_f64());
    // A leaf more, so that there is a checkpoint over all of them.
    make(write, "insert into evidence (id, kind, leaf_hash, leaf_index, at_ms, log) values ('con_last', 'consent', printf('%064x', 1), -1, 1, 0)", 1)
        .await;
    // What is stored and what is signed have to agree: the checkpoint of before is made as the sequencer would have.
    let size = i64::try_from(leaves).unwrap();
    make(
        write,
        &format!("insert into evidence_checkpoint (log, size, root, note, at_ms) values (1, {size}, '', '', 1)"),
        1,
    )
    .await;
    store.evidence().sequence(&mut frontier, AtMs(2)).await.unwrap();
    let begun = Instant::now();
    let proofs = 200u64;
    for n in 0..proofs {
        let id = format!("con_{:09}", 1 + n * (leaves - 1) / proofs);
        assert!(store.evidence().proof(&id).await.unwrap().is_some());
    }
    said("log.proof_ms", begun.elapsed().as_secs_f64() * 1_000.0 / proofs as f64);
    let begun = Instant::now();
    store.evidence().frontier().await.unwrap();
    said("log.frontier_ms", begun.elapsed().as_secs_f64() * 1_000.0);
}
