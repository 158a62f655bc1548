//! The unit of work, which belongs to the use case: it looks up, decides, changes and leaves evidence in one transaction, and
//! each word has one small type that does so.
//!
//! Invariant: a unit of work is whole or was never. [`work!`](crate::work!) begins it, tries again when it met another one,
//! and undoes it with the first error of whatever kind.

use std::future::Future;

use crate::{
    Store,
    db::{ATTEMPTS_MAX, Db, Row, Tx, Value, pause},
    error::StoreError,
};

/// One unit of work, as a use case holds it.
pub struct Work {
    pub(crate) store: Store,
    pub(crate) tx: Tx,
}

impl Store {
    /// Begin a unit of work. [`work!`](crate::work!) does, and ends it too.
    #[doc(hidden)]
    pub async fn begin(&self) -> Result<Work, StoreError> {
        Ok(Work { store: self.clone(), tx: self.db.begin().await? })
    }
}

impl Work {
    /// Keep what was done, or undo it with its error.
    #[doc(hidden)]
    pub async fn end<T, E: Undoes>(self, done: Result<T, E>) -> Result<T, E> {
        end(self.tx, done).await
    }
}

pub(crate) async fn end<T, E: Undoes>(tx: Tx, done: Result<T, E>) -> Result<T, E> {
    match done {
        Ok(out) => tx.commit().await.map(|()| out).map_err(E::from),
        Err(error) => {
            tx.undo(error.of_store()).await;
            Err(error)
        }
    }
}

/// An error that ends a unit of work.
pub trait Undoes: From<StoreError> {
    /// What the database said, if it was the database.
    fn of_store(&self) -> Option<&StoreError>;
}

impl Undoes for StoreError {
    fn of_store(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// Attempts at one unit of work.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Attempts(u32);

impl Attempts {
    /// What the unit of work came to, or `None` when it is to be tried again.
    pub async fn over<T, E: Undoes>(&mut self, store: &Store, tried: Result<T, E>) -> Option<Result<T, E>> {
        self.over_db(&store.db, tried).await
    }

    pub(crate) async fn over_db<T, E: Undoes>(&mut self, db: &Db, tried: Result<T, E>) -> Option<Result<T, E>> {
        self.0 += 1;
        let error = match &tried {
            Ok(_) => {
                db.met(None);
                return Some(tried);
            }
            Err(error) => error.of_store(),
        };
        if let Some(error) = error {
            db.met(Some(error));
        }
        if !error.is_some_and(StoreError::is_retryable) {
            return Some(tried);
        }
        if self.0 >= ATTEMPTS_MAX {
            return Some(Err(StoreError::Busy.into()));
        }
        pause(self.0).await;
        None
    }
}

/// Do something as one unit of work: `work!(store, |w| { w.people().put(…).await })`. What stands inside may run more than
/// once, and only its last time counts; a `return` in it ends the unit, not the function around.
#[macro_export]
macro_rules! work {
    ($store:expr, |$w:ident| $body:block) => {{
        let store = &$store;
        let mut attempts = $crate::Attempts::default();
        loop {
            let tried = match store.begin().await {
                Ok(mut work) => {
                    let done = {
                        let $w = &mut work;
                        async { $body }.await
                    };
                    work.end(done).await
                }
                Err(error) => Err(error.into()),
            };
            if let Some(done) = attempts.over(store, tried).await {
                break done;
            }
        }
    }};
}

/// Where records are read: as they are just now, or within a unit of work.
pub trait Records: Send {
    /// The records of the installation.
    fn store(&self) -> &Store;

    /// Read something.
    fn read(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;
}

impl Records for &Store {
    fn store(&self) -> &Store {
        self
    }

    async fn read(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.db.read(sql, values).await
    }
}

impl Records for &mut Work {
    fn store(&self) -> &Store {
        &self.store
    }

    async fn read(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.tx.read(sql, values).await
    }
}

/// A type a word: over `&Store` it reads, over `&mut Work` it changes too.
macro_rules! words {
    ($($(#[$doc:meta])* $word:ident, $name:ident;)*) => {
        $($(#[$doc])* pub struct $word<R>(pub(crate) R);)*

        impl Store {
            $($(#[$doc])* pub fn $name(&self) -> $word<&Store> {
                $word(self)
            })*
        }

        impl Work {
            $($(#[$doc])* pub fn $name(&mut self) -> $word<&mut Work> {
                $word(self)
            })*
        }
    };
}

words! {
    /// Links by which staff join or get a new password.
    StaffLinks, staff_links;
    /// Keys of servers.
    ApiKeys, api_keys;
    /// Whom decisions about many are made over.
    Audiences, audiences;
    /// What staff and jobs did.
    Audit, audit;
    /// Newsletters, from draft to sent.
    Campaigns, campaigns;
    /// The consent ledger of browsers, and the restrictions that follow from it.
    Consents, consents;
    /// What is erased, and the receipts of it.
    Erasures, erasures;
    /// The log of commitments.
    Evidence, evidence;
    /// Second factors of staff.
    Factors, factors;
    /// What people can ask to be sent.
    Topics, topics;
    /// Sign-up forms, each version for ever.
    Forms, forms;
    /// Who showed that an address is theirs.
    Holders, holders;
    /// People brought in from files.
    Imports, imports;
    /// Work that outlives a request.
    Jobs, jobs;
    /// Which browser is whose.
    Links, links;
    /// Single mails, and the links in them.
    Messages, messages;
    /// What people are told when asked.
    Notices, notices;
    /// What people bought.
    Orders, orders;
    /// Tenants.
    Organisations, organisations;
    /// Keys in authenticators of staff.
    Passkeys, passkeys;
    /// People and what is known of them.
    People, people;
    /// The ledger of what holders of addresses allowed.
    Permissions, permissions;
    /// Who outside gets personal data, and what they were told of erasures.
    Recipients, recipients;
    /// What an organisation answers for, every version kept.
    Register, register;
    /// What people ask for under chapter III of the GDPR.
    Requests, requests;
    /// What goes by itself, and the time it goes by.
    Retention, retention;
    /// Filters of reports, by name.
    SavedFilters, saved_filters;
    /// Segments, and who stands where in them.
    Segments, segments;
    /// Sign-ins of staff.
    Sessions, sessions;
    /// Sign-ins that failed.
    SignIns, sign_ins;
    /// Sites.
    Sites, sites;
    /// Sums that concern nobody in particular.
    Tallies, tallies;
    /// Staff.
    Users, users;
}
