//! Erasures: what went, what is kept on which ground, and a receipt that anybody can check (GDPR 17, R-06).

use serde::{Deserialize, Serialize};

use crate::{AtMs, ErasureId, TenantId};

/// How many rows of a table went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StoreCount {
    /// The store and table.
    pub store: String,
    /// Rows.
    pub rows: i64,
}

/// Something that is kept, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Kept {
    /// A word for it: `mark`, `orders`, `numbers`, `to_answer`.
    #[serde(default)]
    pub key: String,
    /// How many; 0 where that is not counted.
    #[serde(default)]
    pub rows: i64,
    /// What.
    pub what: String,
    /// On which ground.
    pub ground: String,
    /// When it is looked at again.
    pub review_at: AtMs,
}

/// What an erasure would take, and what would stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ErasurePlan {
    /// How many records of this one person would go: more than one where records were joined.
    pub people: i64,
    /// What would go, store by store.
    pub gone: Vec<StoreCount>,
    /// What a named law would hold, until when.
    pub kept: Vec<Kept>,
    /// Who outside would be told.
    pub recipients: Vec<String>,
    /// Whether it is so much more than one person leaves that it wants to be asked for by number.
    pub too_much: bool,
    /// That number: rows in all.
    pub rows: i64,
}

/// Somebody outside who has to hear of an erasure (GDPR 19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecipientNotice {
    /// Their id.
    pub recipient: String,
    /// Their name.
    pub name: String,
    /// When they answered that it is done; 0 while that is open.
    pub answered_at: AtMs,
}

/// Where a record stands in the evidence log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LogPosition {
    /// The number of its leaf.
    pub leaf: i64,
    /// Leaves in the tree that is signed for.
    pub size: i64,
    /// The root of that tree, in hex.
    pub root: String,
}

/// The receipt of an erasure. It names nobody, and promises no more than was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Receipt {
    /// Its id.
    pub id: ErasureId,
    /// Who erased.
    pub tenant: TenantId,
    /// When.
    pub at: AtMs,
    /// What went, store by store.
    pub gone: Vec<StoreCount>,
    /// What is kept, on which ground.
    pub kept: Vec<Kept>,
    /// What the program cannot see to: copies made elsewhere.
    pub not_covered: Vec<String>,
    /// What is hidden already and not yet gone: `keys`, `events`. Empty when everything is done.
    #[serde(default)]
    pub under_way: Vec<String>,
    /// When the last of it was gone from every store; 0 while something is under way.
    #[serde(default)]
    pub finished_at: AtMs,
    /// Who outside has to hear of it, and whether they answered.
    #[serde(default)]
    pub recipients: Vec<RecipientNotice>,
    /// By when the last backup that was made before is gone; what lies in it can be read no more from now on.
    #[serde(default)]
    pub backups_gone_by: AtMs,
    /// Where the erasure stands in the evidence log; once it is finished.
    #[serde(default)]
    pub log: Option<LogPosition>,
}

/// A receipt with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignedReceipt {
    /// The receipt, exactly as it was signed.
    pub receipt: String,
    /// The Ed25519 public key, in hex.
    pub key: String,
    /// The signature over the bytes of `receipt`, in hex.
    pub signature: String,
}
