//! Records: one concrete [`Store`] over SQLite and PostgreSQL from one SQL text.
//!
//! Invariant: a change, its evidence and its audit entry commit together or not at all. Personal columns are
//! ciphertext or keyed hashes; the keys lie in a [`Keyring`] apart from the data.

mod access;
mod audience;
mod audit;
mod campaign;
mod consent;
mod db;
mod dump;
mod erasure;
mod error;
mod evidence;
mod factor;
mod form;
mod holder;
mod import;
mod job;
mod journal;
mod keyring;
mod link;
mod merkle;
mod message;
mod notice;
mod order;
mod person;
mod person_keys;
mod recipient;
mod request;
mod retention;
mod session;
mod sign_in;
mod site;
mod sql;
mod tally;
mod user;

pub use access::{ApiKey, KeyHolder, Link, LinkEntry, LinkKind};
pub use audience::AudienceMember;
pub use audit::{AuditAsk, AuditEntry};
pub use campaign::{
    CampaignCount, CampaignEnd, CampaignFound, CampaignMessage, CampaignRecipient, CampaignRelease, RecipientDraft,
};
pub use consent::{ConsentDraft, ConsentSaved, RestrictionRow, Withdrawn};
pub use db::{Db, Row, Tx, Value};
pub use dump::Loaded;
pub use erasure::{Erased, ErasureDraft, ErasureFound, ErasureWork, receipt_verify, sign, signature_fits};
pub use error::StoreError;
pub use evidence::{Checkpoint, EvidenceProof};
pub use factor::TotpSecret;
pub use holder::{CodeDraft, HolderFound};
pub use import::{
    ImportAt, ImportEntry, ImportFor, ImportFound, ImportNumber, ImportRow, ImportStep, RowCame, RowOutcome, RowSays,
};
pub use job::{JOB_ATTEMPTS_MAX, Job, JobDraft, JobEntry, Lane};
pub use journal::Replayed;
pub use keyring::Keyring;
pub use merkle::{Frontier, inclusion_verify, leaf_hash};
pub use message::{MailLink, MailLinkDraft, MailLinkKind, Message, MessageDraft, MessageEnd, MessageEntry, Returned};
pub use person::{Found, PermissionDraft, PersonDraft, SignUp};
pub use person_keys::{PersonKey, PersonKeys};
pub use recipient::{NoticeOpen, Recipient};
pub use request::{NoteDraft, ReplyMail};
pub use retention::RecordsGone;
pub use session::{Session, SessionUser};
pub use sign_in::SignInFailures;
pub use sql::QUERIES;
pub use user::{StaffUser, UserDraft};

use std::sync::{Arc, atomic::AtomicI64};

/// The records of one installation.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
    keys: Arc<Keyring>,
    persons: PersonKeys,
    /// Up to which number grants were set aside in the keys' file.
    grants: Arc<AtomicI64>,
}

impl Store {
    /// Open the database at `url` (`sqlite:PATH` or `postgres://…`), and bring its tables up to date. `persons` is the
    /// file of persons' keys, which lies in the keyring's folder.
    pub async fn open(url: &str, keys: Arc<Keyring>, persons: &str) -> Result<Store, StoreError> {
        let persons = PersonKeys::open(persons).await?;
        let db = Db::open(url).await?;
        db.migrate().await?;
        Ok(Store { db, keys, persons, grants: Arc::default() })
    }

    /// The keys.
    pub fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// The database, for a unit of work.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Destroy a key after what it sealed was deleted, and sweep that from the disk; where a reader is in the way, the
    /// next sweep does it.
    pub(crate) async fn key_forget(&self, id: &str) -> Result<(), StoreError> {
        self.persons.destroy(id).await?;
        self.db.sweep().await?;
        Ok(())
    }

    /// Close every connection.
    pub async fn close(&self) {
        self.db.close().await;
        self.persons.close().await;
    }
}
