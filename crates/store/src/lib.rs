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
mod filter;
mod form;
mod holder;
mod import;
mod installation;
mod job;
mod journal;
mod keyring;
mod lease;
mod link;
mod merkle;
mod message;
mod notice;
mod order;
mod organisation;
mod passkey;
mod pause;
mod person;
mod person_keys;
mod recipient;
mod register;
mod request;
mod retention;
mod rotation;
mod segment;
mod session;
mod setup;
mod sign_in;
mod site;
mod sql;
mod tables;
mod tally;
mod user;
mod work;

pub use access::{ApiKey, KeyHolder, Link, LinkEntry, LinkKind};
pub use audience::AudienceMember;
pub use audit::{AuditAsk, AuditEntry};
pub use campaign::{
    CampaignCount, CampaignEnd, CampaignFound, CampaignMessage, CampaignRecipient, CampaignRelease, RecipientDraft,
};
pub use consent::{ConsentDraft, ConsentSaved, RestrictionRow, Withdrawn};
pub use db::{Db, Pools, Row, Tx, Value};
pub use dump::Loaded;
pub use erasure::{
    Erased, ErasureBefore, ErasureDraft, ErasureFound, ErasureOutside, ErasureWork, receipt_verify, sign,
    signature_fits, text_signature_fits,
};
pub use error::{StoreError, Trouble};
pub use evidence::{Checkpoint, EvidenceProof, LogFinding, LogRestart};
pub use factor::TotpSecret;
pub use filter::SavedFilter;
pub use holder::{CodeDraft, HolderFound};
pub use import::{
    ImportAt, ImportEntry, ImportFor, ImportFound, ImportKeys, ImportNumber, ImportRow, ImportStep, Intake, RowCame,
    RowOutcome, RowSays, RowsCame, Spool, SpoolReader, Spooled, Spools,
};
pub use installation::Installation;
pub use job::{JOB_ATTEMPTS_MAX, Job, JobDraft, JobEntry, Lane};
pub use journal::Replayed;
pub use keyring::{KeyEntry, KeyUse, Keyring, Mark};
pub use lease::Lease;
pub use merkle::{Frontier, inclusion_verify, leaf_hash};
pub use message::{MailLink, MailLinkDraft, MailLinkKind, Message, MessageDraft, MessageEnd, MessageEntry, Returned};
pub use organisation::{Organisation, OrganisationUpdate};
pub use passkey::{PASSKEYS_MAX, Passkey};
pub use pause::PauseTelling;
pub use person::{AddressEntered, Found, PermissionDraft, PersonDraft, TableRows};
pub use person_keys::{PersonKey, PersonKeys};
pub use recipient::{NoticeOpen, Recipient};
pub use register::{Entry, PeopleHeld};
pub use request::NoteDraft;
pub use retention::RecordsGone;
pub use rotation::{HASHED, Hashed, KeyStep, Rewrapped, SEALED};
pub use segment::{SegmentCount, SegmentDue, SegmentMember, SegmentOf, SegmentWants, Stood, StoodBefore};
pub use session::{Session, SessionUser};
pub use setup::{JobTrouble, SiteSeen};
pub use sign_in::SignInFailures;
pub use sql::QUERIES;
pub use user::{StaffUser, UserDraft};
pub use work::{
    ApiKeys, Attempts, Audiences, Audit, Campaigns, Consents, Erasures, Evidence, Factors, Forms, Holders, Imports,
    Jobs, Links, Messages, Notices, Orders, Organisations, Passkeys, People, Permissions, Recipients, Records,
    Register, Requests, Retention, SavedFilters, Segments, Sessions, SignIns, Sites, StaffLinks, Tallies, Topics,
    Undoes, Users, Work,
};

use std::sync::{Arc, atomic::AtomicI64};

use hjemmel_model::AtMs;

use crate::db::unit_of_work;

/// The records of one installation.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
    keys: Arc<Keyring>,
    persons: PersonKeys,
    /// Up to which number grants were set aside in the keys' file.
    grants: Arc<AtomicI64>,
    /// Held by whoever serves: nobody else does meanwhile.
    lease: Arc<tokio::sync::Mutex<Option<Lease>>>,
}

impl Store {
    /// Open the database at `url` (`sqlite:PATH` or `postgres://…`), and bring its tables up to date. `persons` is the
    /// file of persons' keys, which lies in the keyring's folder.
    pub async fn open(url: &str, keys: Arc<Keyring>, persons: &str) -> Result<Store, StoreError> {
        let persons = PersonKeys::open(persons).await?;
        let db = Db::open(url).await?;
        db.migrate().await?;
        Ok(Store { db, keys, persons, grants: Arc::default(), lease: Arc::default() })
    }

    /// The keys.
    pub fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// The database, for a unit of work.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// What keeps records or keys from being written, as whoever wrote last met it.
    pub fn trouble(&self) -> Option<Trouble> {
        self.db.trouble().or_else(|| self.persons.trouble())
    }

    /// Write something of no meaning to the database and to the file of keys, so that [`Store::trouble`] ends as soon as
    /// there is room again, whether or not anybody wants to write.
    pub async fn write_try(&self, now: AtMs) -> Result<(), StoreError> {
        self.persons.mark_raise("tried_at", now.0).await?;
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::COUNTER_RAISE, &["tried_at".into(), now.0.into()]).await.map(|_| ())
        })
    }

    /// Destroy a key after what it sealed was deleted, and sweep that from the disk; where a reader is in the way, the
    /// next sweep does it.
    pub(crate) async fn key_forget(&self, id: &str) -> Result<(), StoreError> {
        self.persons.destroy(id).await?;
        self.db.sweep().await?;
        Ok(())
    }

    /// Close every connection, and let go of the lease.
    pub async fn close(&self) {
        self.db.close().await;
        self.persons.close().await;
        if let Some(lease) = self.lease.lock().await.take() {
            lease.release().await;
        }
    }
}
