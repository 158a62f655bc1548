//! Which entries of the journal are about an address, by a keyed hash of its own that leads to no record.
//!
//! Invariant: every no is found by each address it names; those from before this was kept are entered once, when first
//! somebody asks.

use std::collections::BTreeSet;

use hjemmel_model::AtMs;
use sqlx::Row as _;

use super::{JournalEntry, opened};
use crate::{error::StoreError, keyring::Keyring, person_keys::PersonKeys};

/// Set once every entry from before is entered.
const ENTERED: &str = "journal_about";

/// Of the address's own hash, whatever key seals that.
fn about(ring: &Keyring, hash: &str) -> Result<String, StoreError> {
    Ok(ring.hash("journal_about", ring.hash_bare(hash)?.as_bytes()))
}

/// What an entry is found by: a no by each of its addresses.
pub(super) fn hashes(ring: &Keyring, entry: &JournalEntry) -> Result<BTreeSet<String>, StoreError> {
    match entry {
        JournalEntry::No(no) => no.hashes().map(|hash| about(ring, hash)).collect(),
        _ => Ok(BTreeSet::new()),
    }
}

impl PersonKeys {
    /// Let go of what was said about addresses of somebody until they were erased: it would lead to them.
    pub(crate) async fn journal_forget_of(
        &self,
        ring: &Keyring,
        gone: &[String],
        until: AtMs,
    ) -> Result<(), StoreError> {
        self.journal_enter(ring).await?;
        let mut entries = BTreeSet::new();
        for hash in gone {
            let found = sqlx::query("select seq from journal_about where hash = $1").bind(about(ring, hash)?);
            for row in found.fetch_all(self.pool()).await? {
                entries.insert(row.try_get::<i64, _>(0)?);
            }
        }
        for number in entries {
            let row = sqlx::query("select body_enc from journal where seq = $1").bind(number);
            let Some(row) = row.fetch_optional(self.pool()).await? else { continue };
            let JournalEntry::No(mut no) = opened(ring, row.try_get(0)?)? else { continue };
            let (left, same) = no.forget(gone, until);
            if left && same {
                continue;
            }
            let mut statements = Vec::new();
            if left {
                let text = serde_json::to_string(&JournalEntry::No(no)).map_err(|_| StoreError::Damaged("journal"))?;
                let update = sqlx::query("update journal set body_enc = $1 where seq = $2");
                statements.push(update.bind(ring.seal("journal", &text)?).bind(number));
                for hash in gone {
                    let away = sqlx::query("delete from journal_about where hash = $1 and seq = $2");
                    statements.push(away.bind(about(ring, hash)?).bind(number));
                }
            } else {
                for sql in ["delete from journal_about where seq = $1", "delete from journal where seq = $1"] {
                    statements.push(sqlx::query(sql).bind(number));
                }
            }
            self.run_together(statements).await?;
        }
        Ok(())
    }

    /// Enter what was written down before entries were.
    async fn journal_enter(&self, ring: &Keyring) -> Result<(), StoreError> {
        if self.mark(ENTERED).await? > 0 {
            return Ok(());
        }
        let mut seq = 0;
        loop {
            let page = self.journal_after(ring, seq).await?;
            let Some((last, _)) = page.last() else { return self.mark_raise(ENTERED, 1).await };
            seq = *last;
            let mut statements = Vec::new();
            for (number, entry) in &page {
                for hash in hashes(ring, entry)? {
                    let insert = "insert into journal_about (hash, seq) values ($1, $2) on conflict do nothing";
                    statements.push(sqlx::query(insert).bind(hash).bind(*number));
                }
            }
            self.run_together(statements).await?;
        }
    }

    /// The number of the last entry; 0 of an empty journal.
    pub(crate) async fn journal_last(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query("select coalesce(max(seq), 0) from journal").fetch_one(self.pool()).await?.try_get(0)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Seven;
    impl hjemmel_model::Entropy for Seven {
        fn fill(&self, out: &mut [u8]) {
            out.fill(7);
        }
    }

    fn no(hash: &str, others: &[&str], at: i64) -> JournalEntry {
        let addresses: Vec<_> = others.iter().map(|other| serde_json::json!(["email", other])).collect();
        serde_json::from_value(serde_json::json!({
            "what": "no", "tenant": "ten_a", "kind": "email", "value_hash": hash, "addresses": addresses, "topic": null,
            "event": "withdrawn", "at": at
        }))
        .unwrap()
    }

    #[tokio::test]
    async fn what_was_said_about_an_address_is_found_and_let_go_of_also_from_before() {
        let dir = tempfile::tempdir().unwrap();
        let ring = Keyring::from_master(&[1; 32], Box::new(Seven)).unwrap();
        let keys = PersonKeys::open(&dir.path().join("persons.db").display().to_string()).await.unwrap();
        let entries = [no("a", &[], 1), no("b", &["a"], 1), no("c", &[], 1), no("a", &["c"], 9)];
        let last = keys.journal_add(&ring, &entries, AtMs(5)).await.unwrap();
        assert_eq!((last, keys.journal_last().await.unwrap()), (4, 4), "the number of the last entry");
        // As if an earlier version had written the first two.
        keys.run(sqlx::query("delete from journal_about where seq <= 2")).await.unwrap();
        keys.journal_forget_of(&ring, &["a".into()], AtMs(5)).await.unwrap();
        let left = keys.journal_after(&ring, 0).await.unwrap();
        assert_eq!(left, [(2, no("b", &[], 1)), (3, no("c", &[], 1)), (4, no("a", &["c"], 9))]);
        keys.journal_forget_of(&ring, &["c".into()], AtMs(9)).await.unwrap();
        let left = keys.journal_after(&ring, 0).await.unwrap();
        assert_eq!(left, [(2, no("b", &[], 1)), (4, no("a", &[], 9))]);
        keys.journal_forget(AtMs(5)).await.unwrap();
        let about = sqlx::query("select count(*) from journal_about").fetch_one(keys.pool()).await.unwrap();
        assert_eq!((keys.journal_last().await.unwrap(), about.try_get::<i64, _>(0).unwrap()), (0, 0));
    }
}
