//! What can go wrong with a record.

/// Why the store could not do it. Nothing of the unit of work was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("the database could not be used{}", told(.0))]
    Database(#[from] sqlx::Error),
    /// Another server uses it.
    #[error("another server uses this database: stop it first")]
    Held,
    /// Another server took it over.
    #[error("another server has taken this database over: this one may write no more")]
    Superseded,
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
    /// The decision was no.
    #[error("refused: {}", .0.name())]
    Refused(hjemmel_policy::Reason),
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
        "this is of version {theirs} of the tables, and this program has {ours}: use the program that goes with it"
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
    /// The keys that a database was written with are not where they should be.
    #[error(
        "the keys of this database are not in `{0}`: bring that folder back from where keys are kept; new ones would make \
         everything unreadable and forget every erasure"
    )]
    KeysMissing(String),
    /// Other keys than those that the database was written with.
    #[error("these are not the keys of this database")]
    KeysOther,
    /// The keys.
    #[error("the keyring could not be used")]
    Keyring(#[source] std::io::Error),
}

/// Why records cannot be written at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No room is left on the disk.
    Full,
    /// The disk does not take or give what it should.
    Disk,
    /// The file is damaged.
    Damage,
    /// The file may not be written.
    ReadOnly,
    /// The server of the database does not answer.
    Unreachable,
    /// Another server has taken the database over.
    Superseded,
}

impl Trouble {
    /// Its name in health, metrics and the console.
    pub fn name(self) -> &'static str {
        match self {
            Trouble::Full => "disk_full",
            Trouble::Disk => "disk_failing",
            Trouble::Damage => "damaged",
            Trouble::ReadOnly => "read_only",
            Trouble::Unreachable => "unreachable",
            Trouble::Superseded => "superseded",
        }
    }
}

/// The code of a database's error in brackets. Its words may hold a value, so they are not repeated.
fn told(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|e| e.code());
    let trouble = trouble_of(error).map(Trouble::name);
    match (code, trouble) {
        (Some(code), Some(trouble)) => format!(" (code {code}, {trouble})"),
        (Some(code), None) => format!(" (code {code})"),
        (None, Some(trouble)) => format!(" ({trouble})"),
        (None, None) => String::new(),
    }
}

fn trouble_of(error: &sqlx::Error) -> Option<Trouble> {
    let Some(error) = error.as_database_error() else {
        let away = matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed);
        return away.then_some(Trouble::Unreachable);
    };
    let code = error.code()?;
    // SQLite gives extended result codes as numbers; their low byte is the kind. PostgreSQL gives five characters.
    match code.parse::<u32>().ok().filter(|_| code.len() != 5).map(|number| number & 0xff) {
        Some(13) => Some(Trouble::Full),
        Some(10 | 14) => Some(Trouble::Disk),
        Some(11 | 26) => Some(Trouble::Damage),
        Some(8) => Some(Trouble::ReadOnly),
        Some(_) => None,
        None => match code.as_ref() {
            "53100" => Some(Trouble::Full),
            "25006" => Some(Trouble::ReadOnly),
            "XX001" | "XX002" => Some(Trouble::Damage),
            code if code.starts_with("58") => Some(Trouble::Disk),
            code if code.starts_with("57P") || code.starts_with("08") || code.starts_with("53") => {
                Some(Trouble::Unreachable)
            }
            _ => None,
        },
    }
}

impl StoreError {
    /// Whether it says that records cannot be written, and why.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        match self {
            StoreError::Database(error) => trouble_of(error),
            StoreError::Superseded => Some(Trouble::Superseded),
            _ => None,
        }
    }

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
