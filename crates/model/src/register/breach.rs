//! A breach of security that reaches people's data, or the suspicion of one that was looked into (GDPR 4(12), 33, 34).

use serde::{Deserialize, Serialize};

use super::{DataCategory, DataSubject, Field, RegisterKind, Registered, Shape, term::terms};

/// What happened, whom it reaches, what was done, and what was decided: the documentation of Article 33(5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    /// What staff call it.
    #[schema(example = "Customer list sent to the wrong supplier")]
    pub name: String,
    /// Whether it is one.
    pub verdict: BreachVerdict,
    /// Why it is none.
    #[serde(default)]
    pub verdict_reasons: String,
    /// When the organisation became aware of it, in its own zone: the clock of 72 hours begins there.
    #[schema(example = "2026-11-22T08:30")]
    pub aware_at: String,
    /// What happened and why (Article 33(3)(a)).
    pub what: String,
    /// How it was found.
    #[serde(default)]
    pub found: String,
    /// When it began, as far as that is known.
    #[serde(default)]
    pub began_at: String,
    /// When it ended; empty while it goes on.
    #[serde(default)]
    pub ended_at: String,
    /// The mark of the suspicion that it began with, if the program had one.
    #[serde(default)]
    pub suspicion: String,
    /// What was lost: secrecy, correctness, access (Article 33(3)(a)).
    #[serde(default)]
    pub nature: Vec<BreachNature>,
    /// Which data (Article 33(3)(a)).
    #[serde(default)]
    pub data: Vec<DataCategory>,
    /// Whose (Article 33(3)(a)).
    #[serde(default)]
    pub subjects: Vec<DataSubject>,
    /// About how many people (Article 33(3)(a)).
    #[serde(default)]
    pub people: String,
    /// About how many records (Article 33(3)(a)).
    #[serde(default)]
    pub records: String,
    /// In which countries they live, as ISO 3166-1 alpha-2.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Whether whoever got it could read it.
    #[serde(default)]
    pub sealed: Option<BreachSealed>,
    /// What can come of it for people (Article 33(3)(c)).
    #[serde(default)]
    pub consequences: String,
    /// What was done and will be, also to make it less bad (Article 33(3)(d)).
    #[serde(default)]
    pub measures: String,
    /// Whom to ask (Article 33(3)(b)).
    #[serde(default)]
    pub contact: String,
    /// How likely it harms people's rights and freedoms, and how badly.
    #[serde(default)]
    pub risk: Option<BreachRisk>,
    /// Why that is so; where a risk is unlikely, why the authority is not told (Article 33(1)).
    #[serde(default)]
    pub risk_reasons: String,
    /// What the authority was told, in phases where it has to be (Article 33(4)).
    #[serde(default)]
    pub notifications: Vec<BreachNotification>,
    /// Why it was told later than 72 hours after (Article 33(1)).
    #[serde(default)]
    pub late_reasons: String,
    /// The day the people were told (Article 34(1)).
    #[serde(default)]
    pub people_told_on: String,
    /// What spares telling them (Article 34(3)).
    #[serde(default)]
    pub spared: Option<BreachSpared>,
    /// Why it does.
    #[serde(default)]
    pub spared_reasons: String,
    /// Who answers for the case: a post, not a person.
    #[serde(default)]
    pub owner: String,
    /// The day it was closed; empty while something is to be done.
    #[serde(default)]
    pub closed_on: String,
    /// The day it was last looked through, as `2026-11-27`; empty while nobody has.
    #[serde(default)]
    pub reviewed_on: String,
}

/// What the authority was told at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachNotification {
    /// When, in the organisation's zone.
    #[schema(example = "2026-11-23T10:15")]
    pub at: String,
    /// Under which number of the authority.
    #[serde(default)]
    pub reference: String,
    /// What was told.
    #[serde(default)]
    pub told: String,
}

const IS: &[&str] = &["breach"];
const TOLD: &[&str] = &["risk", "high_risk"];
const HIGH: &[&str] = &["high_risk"];

impl Registered for Breach {
    const OF: RegisterKind = RegisterKind::Breaches;
    const KIND: &'static str = "breach";
    const FIELDS: &'static [Field] = &[
        Field::new("name", Shape::Line).needed().part("happened").listed(),
        Field::new("verdict", Shape::One(&BreachVerdict::LIST)).needed().part("happened").listed(),
        Field::new("verdict_reasons", Shape::Text).needed().when("verdict", &["not_a_breach"]).part("happened"),
        Field::new("aware_at", Shape::MomentPast).needed().part("happened").listed(),
        Field::new("what", Shape::Text).needed().part("happened").letter("a"),
        Field::new("found", Shape::Line).part("happened"),
        Field::new("began_at", Shape::MomentPast).part("happened"),
        Field::new("ended_at", Shape::MomentPast).part("happened"),
        Field::new("suspicion", Shape::Line).part("happened"),
        Field::new("nature", Shape::Many(&BreachNature::LIST)).when("verdict", IS).part("reached").letter("a"),
        Field::new("data", Shape::Many(&DataCategory::LIST)).when("verdict", IS).part("reached").letter("a"),
        Field::new("subjects", Shape::Many(&DataSubject::LIST)).when("verdict", IS).part("reached").letter("a"),
        Field::new("people", Shape::Line).when("verdict", IS).part("reached").letter("a"),
        Field::new("records", Shape::Line).when("verdict", IS).part("reached").letter("a"),
        Field::new("countries", Shape::Countries).when("verdict", IS).part("reached"),
        Field::new("sealed", Shape::One(&BreachSealed::LIST)).when("verdict", IS).part("reached"),
        Field::new("consequences", Shape::Text).when("verdict", IS).part("then").letter("c"),
        Field::new("measures", Shape::Text).when("verdict", IS).part("then").letter("d"),
        Field::new("contact", Shape::Line).when("verdict", IS).part("then").letter("b"),
        Field::new("risk", Shape::One(&BreachRisk::LIST)).when("verdict", IS).part("risk").listed(),
        Field::new("risk_reasons", Shape::Text).when("risk", &[]).part("risk"),
        Field::new("notifications", Shape::Rows(TOLD_FIELDS)).when("risk", TOLD).part("told"),
        Field::new("late_reasons", Shape::Text).when("notifications", &[]).part("told"),
        Field::new("people_told_on", Shape::DayPast).when("risk", HIGH).part("told"),
        Field::new("spared", Shape::One(&BreachSpared::LIST)).when("risk", HIGH).part("told"),
        Field::new("spared_reasons", Shape::Text)
            .needed()
            .when("spared", &["unreadable", "averted", "public_notice"])
            .part("told"),
        Field::new("owner", Shape::Line).part("answers"),
        Field::new("closed_on", Shape::DayPast).part("answers").listed(),
        Field::new("reviewed_on", Shape::DayPast).part("answers"),
    ];

    fn name(&self) -> &str {
        &self.name
    }

    fn reviewed_on(&self) -> &str {
        &self.reviewed_on
    }
}

const TOLD_FIELDS: &[Field] = &[
    Field::new("at", Shape::MomentPast).needed(),
    Field::new("reference", Shape::Line),
    Field::new("told", Shape::Line),
];

terms! {
    /// Whether it is a breach.
    BreachVerdict in "breach_verdicts", "verdict_" {
        /// Data was destroyed, lost, changed, shown or opened without right (Article 4(12)).
        Breach = "breach", "";
        /// It was looked into, and is none.
        NotABreach = "not_a_breach", "";
    }

    /// What was lost.
    BreachNature in "breach_natures", "nature_" {
        /// Somebody saw it who may not.
        Confidentiality = "confidentiality", "";
        /// It was changed.
        Integrity = "integrity", "";
        /// It cannot be reached, for a time or for ever.
        Availability = "availability", "";
    }

    /// Whether data could be read by whoever got it.
    BreachSealed in "breach_sealings", "sealed_" {
        /// None of it: it was encrypted, and the key is safe.
        All = "all", "";
        /// Some of it.
        Part = "part", "";
        /// All of it.
        None = "none", "";
    }

    /// How a breach bears on people.
    BreachRisk in "breach_risks", "breach_risk_" {
        /// Nothing is likely to come of it.
        Unlikely = "unlikely", "";
        /// A risk: the authority is told (Article 33).
        Risk = "risk", "";
        /// A high risk: the people are told as well (Article 34).
        HighRisk = "high_risk", "";
    }

    /// What spares telling people (Article 34(3)).
    BreachSpared in "breach_spared", "spared_" {
        /// (a) Nobody can read it.
        Unreadable = "unreadable", "";
        /// (b) The high risk is no longer likely.
        Averted = "averted", "";
        /// (c) It would take too much, and they are told in public instead.
        PublicNotice = "public_notice", "";
    }
}
