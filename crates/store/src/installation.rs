//! Whether database and keys belong together: what was written with one set of keys is never opened, or written on, with
//! another.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use hjemmel_model::Entropy;

use crate::{Store, db::unit_of_work, error::StoreError, keyring::Keyring, person_keys::PersonKeys, sql};

/// The names of what a database remembers.
const KEYS: &str = "keys";
const PERSONS: &str = "persons";
/// The counter with the number of the newest master key that anything was sealed with.
const MASTER: &str = "key_master";
/// The counter with the number of the newest key that any hash was sealed with.
const LOOKUP: &str = "key_lookup";

/// Where the parts of an installation lie.
#[derive(Clone, Debug)]
pub struct Installation<'a> {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: &'a str,
    /// The folder of the keys.
    pub keys: &'a Path,
}

impl Installation<'_> {
    /// Open database and keys. New keys are made for an empty database only: keys that are lost are said to be, because
    /// with others everything that was sealed would be unreadable and every erasure and no forgotten.
    pub async fn open(&self, entropy: Box<dyn Entropy>) -> Result<Store, StoreError> {
        let db = crate::Db::open(self.database).await?;
        db.migrate().await?;
        let empty = db.read(sql::TENANT_LIST, &[]).await?.is_empty();
        if !empty && !self.keys_there() {
            return Err(self.keys_missing());
        }
        let store = self.with_keys(db, entropy).await?;
        store.keys_check(empty).await.map_err(|error| match error {
            StoreError::KeysOther => self.keys_missing(),
            error => error,
        })?;
        // A rotation that was cut short before this would leave a copy of the old keys to be taken for these.
        if store.keys.master_number() > 1 || store.keys.lookup_number() > 1 {
            store.keys_remember().await?;
        }
        // Of a rotation that was cut short, or of a database that was put back: a no is looked for under one key only.
        if store.hashes_wait().await? {
            store.key_rehash(u64::MAX).await?;
        }
        Ok(store)
    }

    /// Open a database that something is to be restored into, with the keys that are there. Its tables are made when it is
    /// known of which version the backup is.
    pub async fn open_for_restore(&self, entropy: Box<dyn Entropy>) -> Result<Store, StoreError> {
        let db = crate::Db::open(self.database).await?;
        if db.schema().await? > 0 && !db.read(sql::TENANT_LIST, &[]).await?.is_empty() {
            return Err(StoreError::NotEmpty);
        }
        if !self.keys_there() {
            return Err(self.keys_missing());
        }
        self.with_keys(db, entropy).await
    }

    /// Open database and keys as they are: nothing is brought up to date and nothing is made.
    pub async fn look(&self, entropy: Box<dyn Entropy>) -> Result<Store, StoreError> {
        let db = crate::Db::open(self.database).await?;
        let theirs = db.schema().await?;
        if theirs != crate::dump::schema() {
            return Err(StoreError::OtherVersion { theirs, ours: crate::dump::schema() });
        }
        if !self.keys_there() {
            return Err(self.keys_missing());
        }
        self.with_keys(db, entropy).await
    }

    fn persons(&self) -> PathBuf {
        self.keys.join("persons.db")
    }

    fn keys_there(&self) -> bool {
        self.keys.join("master.key").exists() && self.persons().exists()
    }

    pub(crate) fn keys_missing(&self) -> StoreError {
        StoreError::KeysMissing(self.keys.display().to_string())
    }

    async fn with_keys(&self, db: crate::Db, entropy: Box<dyn Entropy>) -> Result<Store, StoreError> {
        let keys = Arc::new(Keyring::open(self.keys, entropy)?);
        let persons = PersonKeys::open(&self.persons().display().to_string()).await?;
        Ok(Store { db, keys, persons, grants: Arc::default(), lease: Arc::default() })
    }
}

impl Store {
    /// Compare what the database was written with and what was opened; where nothing is remembered yet, remember it.
    pub(crate) async fn keys_check(&self, empty: bool) -> Result<(), StoreError> {
        for (name, ours) in self.keys_numbers() {
            let written = self.db.read(sql::COUNTER_READ, &[name.into()]).await?;
            if written.first().map_or(Ok(0), |row| row.int(0))? > ours {
                return Err(StoreError::KeysOther);
            }
        }
        // Whichever key seals hashes now, this one stays.
        let ours = self.keys.hash_bare(&self.keys.hash("installation", b""))?;
        let persons = self.persons.name(&self.keys).await?;
        for (name, value) in [(KEYS, ours), (PERSONS, persons)] {
            let known = self.db.read(sql::INSTALLATION_READ, &[name.into()]).await?;
            match known.first().map(|row| row.text(0)).transpose()? {
                Some(known) if known == value => {}
                Some(_) => return Err(StoreError::KeysOther),
                // A database from before this was remembered: the newest signature says whose it is.
                None if !empty && !self.signed_by_us().await? => return Err(StoreError::KeysOther),
                None => unit_of_work!(self.db, |tx| {
                    tx.execute(sql::INSTALLATION_INSERT, &[name.into(), value.as_str().into()]).await.map(|_| ())
                })?,
            }
        }
        Ok(())
    }

    /// The same for one who changes nothing by looking.
    pub async fn keys_fit(&self) -> Result<(), StoreError> {
        self.keys_check(false).await
    }

    /// Remember which keys this database was written with, so that a copy of the keys from before is not taken for them.
    pub async fn keys_remember(&self) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            for (name, number) in self.keys_numbers() {
                tx.execute(sql::COUNTER_RAISE, &[name.into(), number.into()]).await?;
            }
            Ok(())
        })
    }

    fn keys_numbers(&self) -> [(&'static str, i64); 2] {
        [(MASTER, self.keys.master_number()), (LOOKUP, self.keys.lookup_number())]
            .map(|(name, number)| (name, i64::from(number)))
    }

    async fn signed_by_us(&self) -> Result<bool, StoreError> {
        Ok(self.evidence().checkpoint().await?.is_none_or(|newest| self.signature_is_ours(&newest)))
    }
}
