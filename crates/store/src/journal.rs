//! The journal of what must not come back: erasures, and every no since. It lies with the keys, apart from the data, so
//! that a restored backup of the data hears of what happened after it was made, before it serves anybody.
//!
//! Invariant: a no is in the journal before it is committed, an erasure before its keys go. Doing an entry again changes
//! nothing.

mod about;
mod no;
mod replay;

use hjemmel_model::{AtMs, LinkId, PersonId, SiteId, TenantId};
use hjemmel_policy::Bar;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;

pub(crate) use no::NoEntry;
pub(crate) use replay::RESTORED;
pub use replay::Replayed;

use crate::{Store, db::Tx, error::StoreError, keyring::Keyring, person_keys::PersonKeys, sql};

/// Months after which an entry can meet nothing any more: every token and every backup of then is gone.
pub(crate) const JOURNAL_MONTHS: i32 = 13;

/// Something that must not come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum JournalEntry {
    /// A person was erased.
    Erased(ErasedEntry),
    /// An erasure that stands here was not carried out after all.
    NotErased {
        /// Which.
        erasure: String,
    },
    /// A browser's earlier grants count no longer for these purposes.
    Closed {
        /// Where.
        site: SiteId,
        /// The restriction.
        #[serde(with = "bar")]
        bar: Bar,
        /// When.
        at: AtMs,
    },
    /// The holder of an address said no.
    No(NoEntry),
    /// A person's data is only stored since then, or used again with 0 (GDPR 18).
    Restricted {
        /// To whom.
        tenant: TenantId,
        /// Whose.
        person: PersonId,
        /// Since when.
        since: AtMs,
    },
    /// Two records are of one person since, so that a no of one binds the other; or are not after all.
    Joined {
        /// To whom.
        tenant: TenantId,
        /// One of them.
        one: PersonId,
        /// The other.
        other: PersonId,
        /// Whether they are.
        same: bool,
        /// When.
        at: AtMs,
    },
    /// A browser was parted from a person.
    Parted {
        /// To whom.
        tenant: TenantId,
        /// From whom.
        person: PersonId,
        /// The link that went.
        link: LinkId,
    },
}

impl JournalEntry {
    /// Whose people it is about, where it says so.
    fn tenant(&self) -> Option<&TenantId> {
        match self {
            JournalEntry::Erased(entry) => Some(&entry.tenant),
            JournalEntry::No(no) => Some(&no.tenant),
            JournalEntry::Restricted { tenant, .. }
            | JournalEntry::Joined { tenant, .. }
            | JournalEntry::Parted { tenant, .. } => Some(tenant),
            JournalEntry::Closed { .. } | JournalEntry::NotErased { .. } => None,
        }
    }
}

/// A person who was erased, as far as a backup would need to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ErasedEntry {
    pub(crate) erasure: String,
    pub(crate) tenant: TenantId,
    pub(crate) person: PersonId,
    /// Other records of the same person.
    #[serde(default)]
    pub(crate) others: Vec<PersonId>,
    /// Ids of the other keys that went.
    pub(crate) keys: Vec<String>,
    /// Their browsers, by site.
    pub(crate) visitors: Vec<(SiteId, Vec<i64>)>,
    /// What the choices of those browsers were found by.
    #[serde(default)]
    pub(crate) subjects: Vec<(SiteId, String)>,
    /// No-mail marks they wished for: kind and keyed hash.
    pub(crate) marks: Vec<(String, String)>,
    /// Recipients that had not answered, each with whom it is about, sealed.
    #[serde(default)]
    pub(crate) notices: Vec<(String, String)>,
    pub(crate) receipt: String,
    pub(crate) at: AtMs,
}

mod bar {
    use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
    use hjemmel_policy::Bar;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(bar: &Bar, to: S) -> Result<S::Ok, S::Error> {
        (bar.subject, bar.purposes, bar.lowest).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Bar, D::Error> {
        let (subject, purposes, lowest): (Surrogate, PurposeSet, GrantSeq) = Deserialize::deserialize(from)?;
        Ok(Bar { subject, purposes, lowest })
    }
}

/// An entry as it was written down, with its hashes as they are found now.
fn opened(ring: &Keyring, sealed: &str) -> Result<JournalEntry, StoreError> {
    let damaged = |_| StoreError::Damaged("journal");
    let mut entry: JournalEntry = serde_json::from_str(&ring.open_sealed("journal", sealed)?).map_err(damaged)?;
    match &mut entry {
        JournalEntry::Erased(erased) => {
            let subjects = erased.subjects.iter_mut().map(|(_, hash)| hash);
            renew(ring, subjects.chain(erased.marks.iter_mut().map(|(_, hash)| hash)))?;
        }
        JournalEntry::No(no) => renew(ring, no.hashes_mut())?,
        _ => {}
    }
    Ok(entry)
}

/// Hashes that were written down once, as they are found now.
pub(crate) fn renew<'a>(ring: &Keyring, hashes: impl Iterator<Item = &'a mut String>) -> Result<(), StoreError> {
    for hash in hashes {
        *hash = ring.hash_renewed(hash)?;
    }
    Ok(())
}

impl PersonKeys {
    /// Write entries down. When this returns the number of the last, they are on disk.
    pub(crate) async fn journal_add(
        &self,
        ring: &Keyring,
        entries: &[JournalEntry],
        at: AtMs,
    ) -> Result<i64, StoreError> {
        let mut statements = Vec::with_capacity(entries.len());
        for entry in entries {
            let text = serde_json::to_string(entry).map_err(|_| StoreError::Damaged("journal"))?;
            let insert = sqlx::query("insert into journal (body_enc, at_ms) values ($1, $2)");
            statements.push(insert.bind(ring.seal("journal", &text)?).bind(at.0));
            // These rows have no number of their own, so the entry stays the last that was given one.
            for hash in about::hashes(ring, entry)? {
                let about = "insert into journal_about (hash, seq) values ($1, last_insert_rowid())";
                statements.push(sqlx::query(about).bind(hash));
            }
        }
        self.run_together(statements).await
    }

    /// The entries after a number, at most 500, each with its own.
    pub(crate) async fn journal_after(&self, ring: &Keyring, seq: i64) -> Result<Vec<(i64, JournalEntry)>, StoreError> {
        let rows = sqlx::query("select seq, body_enc from journal where seq > $1 order by seq limit 500")
            .bind(seq)
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, opened(ring, row.try_get(1)?)?))).collect()
    }

    /// Let go of entries that can meet nothing any more.
    pub(crate) async fn journal_forget(&self, before: AtMs) -> Result<(), StoreError> {
        let about = "delete from journal_about where seq in (select seq from journal where at_ms <= $1)";
        let gone = "delete from journal where at_ms <= $1";
        self.run_together([about, gone].map(|sql| sqlx::query(sql).bind(before.0)).into()).await.map(|_| ())
    }
}

impl Store {
    /// Write entries down, and that this database knows of them, in its unit of work.
    pub(crate) async fn journal(&self, tx: &mut Tx, entries: &[JournalEntry], at: AtMs) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let last = self.persons.journal_add(&self.keys, entries, at).await?;
        tx.execute(sql::COUNTER_RAISE, &["journal".into(), last.into()]).await?;
        Ok(())
    }
}
