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
    /// What.
    pub what: String,
    /// On which ground.
    pub ground: String,
    /// When it is looked at again.
    pub review_at: AtMs,
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
