//! Nothing is uncovered: every table and column of both databases stands in `data_map.toml`, and is what it says.

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_store::{Db, Pools};
use serde::Deserialize;
use sqlx::Row;

use crate::stores;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    about: String,
    #[serde(default, rename = "use")]
    of: String,
    purpose: String,
    kept: String,
    export: bool,
    erase: String,
    #[serde(default)]
    of_person: String,
    #[serde(default)]
    blank: String,
    #[serde(default, rename = "dump")]
    _dump: Option<bool>,
    columns: BTreeMap<String, String>,
}

fn map() -> BTreeMap<String, Table> {
    toml::from_str(include_str!("../../data_map.toml")).unwrap()
}

async fn columns(db: &Db) -> BTreeSet<(String, String)> {
    let tables = "select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table'";
    let in_postgres = "select table_name::text, column_name::text from information_schema.columns \
        where table_schema = 'public'";
    let found: Vec<(String, String)> = match db.pools() {
        Pools::Sqlite { read, .. } => {
            sqlx::query(tables).fetch_all(read).await.unwrap().iter().map(|r| (r.get(0), r.get(1))).collect()
        }
        Pools::Postgres { pool, .. } => {
            sqlx::query(in_postgres).fetch_all(pool).await.unwrap().iter().map(|r| (r.get(0), r.get(1))).collect()
        }
    };
    let ours = |table: &str| !table.starts_with("_sqlx") && !table.starts_with("sqlite_");
    found.into_iter().filter(|(table, _)| ours(table)).collect()
}

#[tokio::test]
async fn every_table_and_column_of_both_databases_stands_in_the_map() {
    let listed: BTreeSet<_> = map()
        .iter()
        .flat_map(|(table, t)| t.columns.keys().map(|column| (table.clone(), column.clone())).collect::<Vec<_>>())
        .collect();
    for (store, _db) in stores().await {
        let real = columns(store.db()).await;
        let missing: Vec<_> = real.difference(&listed).collect();
        let gone: Vec<_> = listed.difference(&real).collect();
        assert!(missing.is_empty() && gone.is_empty(), "not in the map: {missing:?}; only in the map: {gone:?}");
    }
}

#[test]
fn the_map_says_whose_data_it_is_and_what_becomes_of_it() {
    for (name, table) in map() {
        assert!(["visitor", "person", "staff", "nobody"].contains(&table.about.as_str()), "{name}: about");
        assert!(["delete", "blank", "keep"].contains(&table.erase.as_str()), "{name}: erase");
        assert!(!table.purpose.is_empty() && !table.kept.is_empty(), "{name}: purpose, kept");
        let mut personal = false;
        for (column, class) in &table.columns {
            let known = ["record", "fact", "cipher", "hash", "about", "secret"];
            assert!(known.contains(&class.as_str()), "{name}.{column}: `{class}`");
            // A name says what a column holds, so that a reader of a query sees it.
            assert_eq!(column.ends_with("_enc"), class == "cipher", "{name}.{column}");
            let told =
                column.ends_with("_hash") && !["notice_hash", "form_hash", "leaf_hash"].contains(&column.as_str());
            assert!(!told || class == "hash" || class == "secret", "{name}.{column}");
            let telling = ["email", "name", "phone", "address", "surrogate", "ip", "agent"];
            let whose = table.about != "nobody";
            let words: Vec<_> = column.split('_').collect();
            let clear = telling.iter().any(|t| words.contains(t)) && !["cipher", "hash"].contains(&class.as_str());
            assert!(!(whose && clear), "{name}.{column} would lie in the clear");
            personal |= ["cipher", "hash", "about"].contains(&class.as_str());
        }
        assert_eq!(personal, table.about != "nobody", "{name}: personal columns are somebody's");
        // A copy is made from the rows of a person; what a browser takes home is made by hand.
        assert!(!table.export || !table.of_person.is_empty() || name == "consent", "{name}: nothing exports it");
        let goes = table.about == "person" && table.erase == "delete";
        assert!(!goes || !table.of_person.is_empty(), "{name}: nothing erases it");
        assert!(table.blank.is_empty() || table.erase == "blank", "{name}: blank");
    }
}

/// What is sealed is sealed with the installation's own key, and then sealed again when that is replaced, or with a key of
/// its own, which is sealed again in its place.
#[test]
fn every_sealed_column_follows_a_new_master_key() {
    const KEY_OF_ITS_OWN: &[&str] = &[
        "attribute.value_enc",
        "erasure_notice.whom_enc",
        "identifier.value_enc",
        "import_part.body_enc",
        "mail_link.visitor_enc",
        "message.payload_enc",
        "person_order.body_enc",
        "request.contact_enc",
        "request.text_enc",
        "request_note.text_enc",
        "visitor_link.subject_enc",
    ];
    let sealed: BTreeSet<String> = map()
        .iter()
        .flat_map(|(table, t)| {
            let ciphers = t.columns.iter().filter(|(_, what)| *what == "cipher");
            ciphers.map(|(column, _)| format!("{table}.{column}")).collect::<Vec<_>>()
        })
        .collect();
    let follow = hjemmel_store::SEALED.iter().map(|column| column.name).chain(KEY_OF_ITS_OWN.iter().copied());
    let follow: BTreeSet<String> = follow.map(str::to_owned).collect();
    assert_eq!(sealed, follow);
}

#[test]
fn whatever_is_about_somebody_is_there_for_a_use_that_the_register_can_name() {
    for (name, table) in map() {
        match table.about.as_str() {
            "nobody" => assert_eq!(table.of, "", "{name}"),
            _ => assert!(hjemmel_model::Use::from_name(&table.of).is_some(), "{name}: `{}`", table.of),
        }
    }
}
