//! The register: what an organisation answers for, as records with every version kept, so that the state of any past day can be
//! shown (GDPR 5(2), 30).
//!
//! A kind of record is a type with its fields declared, and a line at the end of this file; what keeps, checks, shows and hands
//! over records does so for every kind.

mod activity;
mod assessment;
mod breach;
mod field;
mod state;
mod supplier;
mod term;
mod uses;

pub use activity::{
    Activity, ControllerRole, DataCategory, DataSource, DataSubject, LegalBasis, SpecialBasis, TransferTool,
};
pub use assessment::{Assessment, AssessmentOutcome, AssessmentSort, ImpactCriterion, ResidualRisk};
pub use breach::{Breach, BreachNature, BreachNotification, BreachRisk, BreachSealed, BreachSpared, BreachVerdict};
pub use field::{Field, Shape, TermList};
pub use state::SignedState;
pub use supplier::{Authorisation, ContractTerm, SubProcessor, Supplier, SupplierRole};
pub use uses::{Use, UseSet};

use serde::{Serialize, de::DeserializeOwned};

/// A kind of record in the register: its name and its fields are all that sets it apart from the others.
pub trait Registered: Clone + Serialize + DeserializeOwned + Send + Sync + Into<AnyRecord> {
    /// The kind.
    const OF: RegisterKind;
    /// How records of the kind are called where they are stored.
    const KIND: &'static str;
    /// What they say, in the order in which it is asked for and shown.
    const FIELDS: &'static [Field];

    /// What staff call this one.
    fn name(&self) -> &str;

    /// The day somebody last looked it through, as `2026-11-27`; empty while nobody has.
    fn reviewed_on(&self) -> &str;

    /// The day by which it is to be looked through again; empty where that follows from the last one.
    fn review_next(&self) -> &str {
        ""
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $name:literal, $record:ident;)+) => {
        /// The kinds of records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum RegisterKind {
            $($(#[$doc])+ $kind,)+
        }

        impl RegisterKind {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [RegisterKind] = &[$(RegisterKind::$kind,)+];

            /// As it stands in addresses.
            pub fn name(self) -> &'static str {
                match self { $(RegisterKind::$kind => $name,)+ }
            }

            /// As it is stored.
            pub fn stored(self) -> &'static str {
                match self { $(RegisterKind::$kind => $record::KIND,)+ }
            }

            /// The kind of that name.
            pub fn from_name(name: &str) -> Option<RegisterKind> {
                RegisterKind::ALL.iter().copied().find(|kind| kind.name() == name)
            }

            /// What its records say.
            pub fn fields(self) -> &'static [Field] {
                match self { $(RegisterKind::$kind => $record::FIELDS,)+ }
            }
        }

        /// What a record says, whatever kind it is of.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
        #[serde(untagged)]
        pub enum AnyRecord {
            $($(#[$doc])+ $record(Box<$record>),)+
        }

        $(impl From<$record> for AnyRecord {
            fn from(record: $record) -> AnyRecord {
                AnyRecord::$record(Box::new(record))
            }
        })+
    };
}

kinds! {
    /// Processing activities (Article 30).
    Activities = "activities", Activity;
    /// Suppliers: processors and other recipients (Articles 26, 28).
    Suppliers = "suppliers", Supplier;
    /// Assessments: of interests, of impact, of transfers (Articles 6(1)(f), 35, 46).
    Assessments = "assessments", Assessment;
    /// Breaches of security, and suspicions that were looked into (Articles 33, 34).
    Breaches = "breaches", Breach;
}

/// Does what follows with the type of a kind that is known only when the program runs.
#[macro_export]
macro_rules! with_kind {
    ($kind:expr, $record:ident => $then:expr) => {
        match $kind {
            $crate::RegisterKind::Activities => {
                type $record = $crate::Activity;
                $then
            }
            $crate::RegisterKind::Suppliers => {
                type $record = $crate::Supplier;
                $then
            }
            $crate::RegisterKind::Assessments => {
                type $record = $crate::Assessment;
                $then
            }
            $crate::RegisterKind::Breaches => {
                type $record = $crate::Breach;
                $then
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_declares_what_its_fields_refer_to() {
        for kind in RegisterKind::ALL {
            assert_eq!(RegisterKind::from_name(kind.name()), Some(*kind));
            let names: BTreeSet<_> = kind.fields().iter().map(|f| f.name).collect();
            assert_eq!(names.len(), kind.fields().len(), "{kind:?} says a field twice");
            assert!(names.contains("name") && names.contains("reviewed_on"), "{kind:?}");
            for field in kind.fields() {
                assert!(!field.part.is_empty(), "{kind:?}: {} stands in no part", field.name);
                let Some((other, says)) = field.when else { continue };
                let other = kind.fields().iter().find(|f| f.name == other);
                let terms = other.map(|f| match f.shape {
                    Shape::One(list) | Shape::Many(list) => list.terms.iter().map(|t| t.0).collect(),
                    _ => Vec::new(),
                });
                let known = |say: &&str| terms.as_ref().is_some_and(|terms| terms.contains(say));
                assert!(other.is_some() && says.iter().all(known), "{kind:?}: {}", field.name);
            }
        }
    }

    #[test]
    fn what_is_declared_is_what_a_record_says() {
        let said = |kind: RegisterKind| match kind {
            RegisterKind::Activities => serde_json::json!({
                "name": "", "purpose": "", "role": "controller", "legal_bases": [], "subjects": [], "data": [],
                "sources": [], "retention": "", "owner": "",
            }),
            RegisterKind::Suppliers => {
                serde_json::json!({ "name": "", "role": "processor", "purpose": "", "data": [], "countries": [] })
            }
            RegisterKind::Assessments => serde_json::json!({ "name": "", "sort": "impact", "activities": [] }),
            RegisterKind::Breaches => {
                serde_json::json!({ "name": "", "verdict": "breach", "aware_at": "", "what": "" })
            }
        };
        for kind in RegisterKind::ALL {
            let whole: serde_json::Map<_, _> = with_kind!(*kind, R => {
                let record: R = serde_json::from_value(said(*kind)).unwrap();
                serde_json::to_value(&record).unwrap().as_object().unwrap().clone()
            });
            let fields: BTreeSet<_> = kind.fields().iter().map(|f| f.name.to_owned()).collect();
            assert_eq!(whole.keys().cloned().collect::<BTreeSet<_>>(), fields, "{kind:?}");
        }
    }
}
