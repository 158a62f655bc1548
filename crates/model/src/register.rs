//! The register: what an organisation answers for, as records with every version kept, so that the state of any past day can be
//! shown (GDPR 5(2), 30).

mod activity;
mod uses;

pub use activity::{
    Activity, ControllerRole, DataCategory, DataSource, DataSubject, LegalBasis, SpecialBasis, TransferTool,
};
pub use uses::{Use, UseSet};

use serde::{Serialize, de::DeserializeOwned};

/// A kind of record in the register: its fields and its name are all that sets it apart from the others.
pub trait Registered: Clone + Serialize + DeserializeOwned + Send + Sync {
    /// How records of the kind are called where they are stored.
    const KIND: &'static str;

    /// What staff call this one.
    fn name(&self) -> &str;
}
