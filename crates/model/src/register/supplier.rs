//! A supplier: somebody outside whom an organisation lets have people's data, in whatever role (GDPR 4(7) to 4(10), 26, 28).

use serde::{Deserialize, Serialize};

use super::{DataCategory, Field, RegisterKind, Registered, Shape, TransferTool, term::terms};
use crate::EntryId;

/// Somebody outside who gets personal data, and all that the organisation answers for about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Supplier {
    /// Their name, as notices and recipients name them.
    #[schema(example = "Postbud ApS")]
    pub name: String,
    /// As what they use the data.
    pub role: SupplierRole,
    /// What for, in plain words.
    #[schema(example = "Sending our newsletters.")]
    pub purpose: String,
    /// Which data they get.
    pub data: Vec<DataCategory>,
    /// The processing activities that they get it for.
    #[serde(default)]
    pub activities: Vec<EntryId>,
    /// Where the data is handled, or can be read from, as ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// What allows the transfer to those outside the EEA (Articles 45 to 49).
    #[serde(default)]
    pub transfer_tool: Option<TransferTool>,
    /// The day somebody last saw them on the list of the Data Privacy Framework, for this kind of data.
    #[serde(default)]
    pub dpf_checked_on: String,
    /// The day the transfer was last assessed, where clauses or corporate rules carry it.
    #[serde(default)]
    pub assessed_on: String,
    /// Why the transfer is occasional, where an exception carries it (Article 49).
    #[serde(default)]
    pub derogation: String,
    /// Where the contract or the arrangement lies.
    #[serde(default)]
    pub contract: String,
    /// The day it was signed.
    #[serde(default)]
    pub signed_on: String,
    /// Its last day; empty where it has none.
    #[serde(default)]
    pub ends_on: String,
    /// Which terms of Article 28(3) stand in it.
    #[serde(default)]
    pub terms: Vec<ContractTerm>,
    /// Where people can read the essence of an arrangement between joint controllers (Article 26(2)).
    #[serde(default)]
    pub essence: String,
    /// Whom they use in turn.
    #[serde(default)]
    pub sub_processors: Vec<SubProcessor>,
    /// How the organisation has allowed that (Article 28(2)).
    #[serde(default)]
    pub authorisation: Option<Authorisation>,
    /// The day somebody last looked at how they keep to it, as `2026-11-27`; empty while nobody has.
    #[serde(default)]
    #[schema(example = "2026-11-27")]
    pub reviewed_on: String,
    /// The day of the next look; empty for a year after the last.
    #[serde(default)]
    pub review_next: String,
    /// How they are reached about data.
    #[serde(default)]
    pub contact: String,
    /// The hosts that data goes to, where it goes over the network.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// Somebody whom a processor uses (Article 28(2) and (4)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubProcessor {
    /// Their name.
    pub name: String,
    /// Where, as ISO 3166-1 alpha-2.
    pub country: String,
    /// What they do.
    pub purpose: String,
}

const AGREED: &[&str] = &["processor", "joint_controller"];

impl Registered for Supplier {
    const OF: RegisterKind = RegisterKind::Suppliers;
    const KIND: &'static str = "supplier";
    const FIELDS: &'static [Field] = &[
        Field::new("name", Shape::Line).needed().part("what").listed(),
        Field::new("role", Shape::One(&SupplierRole::LIST)).needed().part("what").listed(),
        Field::new("purpose", Shape::Text).needed().part("what").listed(),
        Field::new("data", Shape::Many(&DataCategory::LIST)).needed().part("what"),
        Field::new("activities", Shape::Entries(RegisterKind::Activities)).part("what"),
        Field::new("countries", Shape::Countries).needed().part("where").listed(),
        Field::new("transfer_tool", Shape::One(&TransferTool::LIST)).part("where"),
        Field::new("dpf_checked_on", Shape::DayPast).when("transfer_tool", &["data_privacy_framework"]).part("where"),
        Field::new("assessed_on", Shape::DayPast)
            .when("transfer_tool", &["standard_clauses", "corporate_rules"])
            .part("where"),
        Field::new("derogation", Shape::Text).when("transfer_tool", &["derogation"]).part("where"),
        Field::new("contract", Shape::Line).when("role", AGREED).part("contract"),
        Field::new("signed_on", Shape::DayPast).when("role", AGREED).part("contract"),
        Field::new("ends_on", Shape::Day).when("role", AGREED).part("contract").listed(),
        Field::new("terms", Shape::Many(&ContractTerm::LIST)).when("role", &["processor"]).part("contract"),
        Field::new("essence", Shape::Line).when("role", &["joint_controller"]).part("contract"),
        Field::new("sub_processors", Shape::Rows(SUB_FIELDS)).when("role", &["processor"]).part("subs"),
        Field::new("authorisation", Shape::One(&Authorisation::LIST)).when("sub_processors", &[]).part("subs"),
        Field::new("reviewed_on", Shape::DayPast).part("watch").listed(),
        Field::new("review_next", Shape::Day).part("watch"),
        Field::new("contact", Shape::Line).part("reach"),
        Field::new("hosts", Shape::Hosts).part("reach"),
    ];

    fn name(&self) -> &str {
        &self.name
    }

    fn reviewed_on(&self) -> &str {
        &self.reviewed_on
    }

    fn review_next(&self) -> &str {
        &self.review_next
    }
}

const SUB_FIELDS: &[Field] = &[
    Field::new("name", Shape::Line).needed(),
    Field::new("country", Shape::Country).needed(),
    Field::new("purpose", Shape::Line).needed(),
];

impl Supplier {
    /// Whether a name is theirs, however it is written.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.trim().to_lowercase() == name.trim().to_lowercase()
    }
}

terms! {
    /// As what somebody outside uses data.
    SupplierRole in "supplier_roles", "supplier_role_" {
        /// It does what the organisation says (Articles 4(8), 28).
        Processor = "processor", "dpv:DataProcessor";
        /// It says together with the organisation what for and how (Article 26).
        JointController = "joint_controller", "dpv:JointDataControllers";
        /// It says so for itself (Article 4(7)).
        SeparateController = "separate_controller", "dpv:DataController";
        /// A law has it get the data (Article 4(9)).
        PublicAuthority = "public_authority", "dpv:Authority";
    }

    /// A term of Article 28(3).
    ContractTerm in "contract_terms", "clause_" {
        /// (a) On documented instructions only, transfers included.
        Instructions = "instructions", "";
        /// (b) Whoever handles it is bound to secrecy.
        Confidentiality = "confidentiality", "";
        /// (c) It is kept safe.
        Security = "security", "";
        /// (d) Others are used only as allowed, under the same terms.
        SubProcessors = "sub_processors", "";
        /// (e) It helps to answer people.
        Rights = "rights", "";
        /// (f) It helps with security, breaches and assessments.
        Assistance = "assistance", "";
        /// (g) It erases or gives back at the end.
        Deletion = "deletion", "";
        /// (h) It shows that it keeps to this, and lets itself be audited.
        Audits = "audits", "";
    }

    /// How others may be used (Article 28(2)).
    Authorisation in "authorisations", "authorisation_" {
        /// Any, told beforehand so that one can object.
        General = "general", "";
        /// Those that were allowed one by one.
        Specific = "specific", "";
    }
}
