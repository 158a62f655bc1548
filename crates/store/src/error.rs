//! What can go wrong with a record.

/// Why the store could not do it. Nothing of the unit of work was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("the database could not be used")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The address of the database.
    #[error("`{0}` is not a database address: use sqlite:PATH or postgres://…")]
    Address(String),
    /// A stored value is not what it should be.
    #[error("the stored {0} is damaged")]
    Damaged(&'static str),
    /// Somebody else has that already.
    #[error("this {0} is taken")]
    Taken(&'static str),
    /// There is no such record, or it is not yours.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Somebody changed it meanwhile, or it has gone on to a state in which this cannot be done.
    #[error("this {0} was changed meanwhile, or has gone too far for that")]
    Changed(&'static str),
    /// What the person asked for is not answered yet, or the answer is still on its way.
    #[error("what the person asked for is not answered yet, or the answer is still on its way")]
    Unanswered,
    /// A recipient outside has not answered yet.
    #[error("a recipient outside has not answered yet")]
    RecipientsOpen,
    /// More than there may be.
    #[error("there are too many {0}")]
    TooMany(&'static str),
    /// Too many attempts to commit at once.
    #[error("the database is too busy")]
    Busy,
    /// The database holds something already.
    #[error("the database is not empty")]
    NotEmpty,
    /// A dump of other tables than these.
    #[error(
        "the dump is of version {theirs} of the tables, this program has {ours}: restore with the program that made it"
    )]
    OtherVersion {
        /// The dump's.
        theirs: i64,
        /// Ours.
        ours: i64,
    },
    /// A file.
    #[error("a file could not be used")]
    File(#[source] std::io::Error),
    /// The keys.
    #[error("the keyring could not be used")]
    Keyring(#[source] std::io::Error),
}

impl StoreError {
    /// Whether trying the whole unit of work again can help.
    pub(crate) fn is_retryable(&self) -> bool {
        let StoreError::Database(e) = self else { return false };
        // PostgreSQL serialization failure and deadlock; SQLite busy and busy snapshot.
        let codes = ["40001", "40P01", "5", "517"];
        e.as_database_error().and_then(|d| d.code()).is_some_and(|c| codes.contains(&c.as_ref()))
    }

    /// The same, read as `what` being taken when a unique index was hit.
    pub(crate) fn or_taken(self, what: &'static str) -> StoreError {
        match &self {
            StoreError::Database(e) if e.as_database_error().is_some_and(|d| d.is_unique_violation()) => {
                StoreError::Taken(what)
            }
            _ => self,
        }
    }
}
