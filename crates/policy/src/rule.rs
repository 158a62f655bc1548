//! The law as a table: the rules that the program is measured by, how settled each is, where it stands, and how far the
//! program holds it.
//!
//! Invariant: a row claims no more than the tests it names would lose if what it says were taken out (`tests/law.rs`). The
//! table is `rules.toml`, made into code by the build.

use serde::Serialize;

/// Id of a rule, such as `T-01`.
pub type RuleId = &'static str;

/// How sure we are of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The text says so: it binds.
    Settled,
    /// Authorities' guidance, or our reading: a court may see it otherwise.
    Unsettled,
}

impl Certainty {
    /// As written and shown.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Settled => "settled",
            Certainty::Unsettled => "unsettled",
        }
    }
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// What it says.
    pub text: &'static str,
    /// Where it stands.
    pub source: &'static str,
    /// How sure.
    pub certainty: Certainty,
}

/// How much a rule demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// A law says so.
    Must,
    /// Guidance of authorities.
    Should,
    /// What follows from the law by our own reasoning.
    Design,
}

impl RuleKind {
    /// As written and shown.
    pub fn name(self) -> &'static str {
        match self {
            RuleKind::Must => "must",
            RuleKind::Should => "should",
            RuleKind::Design => "design",
        }
    }
}

/// How far the program holds a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum RuleStatus {
    /// It does the thing or refuses, and tests fail when that is taken out.
    #[serde(rename = "enforced")]
    Enforced,
    /// For some of the cases; the row's note says for which it does not.
    #[serde(rename = "partly")]
    Partly,
    /// Not at all, or only because something happens to be absent.
    #[serde(rename = "not yet")]
    NotYet,
}

impl RuleStatus {
    /// All of them.
    pub const ALL: [RuleStatus; 3] = [RuleStatus::Enforced, RuleStatus::Partly, RuleStatus::NotYet];

    /// As shown.
    pub fn name(self) -> &'static str {
        match self {
            RuleStatus::Enforced => "enforced",
            RuleStatus::Partly => "partly",
            RuleStatus::NotYet => "not yet",
        }
    }
}

/// One rule with how far the program holds it.
#[derive(Clone, Copy, Debug)]
pub struct RuleRow {
    /// The rule.
    pub rule: Rule,
    /// How much it demands.
    pub kind: RuleKind,
    /// How far the program holds it.
    pub status: RuleStatus,
    /// The files that do.
    pub files: &'static [&'static str],
    /// The tests that fail when that is taken out, as nextest names them, or a file and the title of a test in it.
    pub tests: &'static [&'static str],
    /// What is missing, or has to be known beside.
    pub note: &'static str,
}

/// Every rule, in the order of the table.
pub const RULES: &[RuleRow] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().map(|row| &row.rule).find(|rule| rule.id == id)
}
