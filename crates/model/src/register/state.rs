//! The state of an organisation on a day, with what proves who said it.

use serde::{Deserialize, Serialize};

/// A state that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedState {
    /// The state as JSON, to the letter as it was signed.
    pub state: String,
    /// The public half of the key, in hex: that of the evidence log.
    pub key: String,
    /// The signature, in hex.
    pub signature: String,
}
