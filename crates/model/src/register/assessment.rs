//! An assessment: of an interest of one's own, of what a high risk does to people, or of a transfer (GDPR 6(1)(f), 35, 46).

use serde::{Deserialize, Serialize};

use super::{Field, RegisterKind, Registered, Shape, term::terms};
use crate::EntryId;

/// What was weighed, by whom, and until when it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// What staff call it.
    #[schema(example = "Interest in customer service")]
    pub name: String,
    /// Which one it is.
    pub sort: AssessmentSort,
    /// The processing activities that it is about.
    pub activities: Vec<EntryId>,
    /// Which interest, and of whom: the first step of the three.
    #[serde(default)]
    pub interest: String,
    /// Why it takes these data, and nothing less would do: the second step.
    #[serde(default)]
    pub necessity: String,
    /// What weighs for the people: what they expect, what it does to them, how they can object. The third step.
    #[serde(default)]
    pub balance: String,
    /// What is done, with which data and means, and what for (Article 35(7)(a)).
    #[serde(default)]
    pub description: String,
    /// Why it is needed, in due proportion to its purpose (Article 35(7)(b)).
    #[serde(default)]
    pub proportionality: String,
    /// What can happen to people, by design and by accident, how likely and how bad (Article 35(7)(c)).
    #[serde(default)]
    pub risks: String,
    /// What is done against it (Article 35(7)(d)).
    #[serde(default)]
    pub safeguards: String,
    /// What the data-protection officer advised (Article 35(2)).
    #[serde(default)]
    pub advice: String,
    /// What the people concerned, or who speaks for them, think of it (Article 35(9)).
    #[serde(default)]
    pub views: String,
    /// Who gets the data there, as what, and by which tool.
    #[serde(default)]
    pub importer: String,
    /// What the law and practice of the other country allow its authorities.
    #[serde(default)]
    pub law_there: String,
    /// What is done besides the tool so that people are protected as they are here.
    #[serde(default)]
    pub supplements: String,
    /// What remains.
    #[serde(default)]
    pub residual: Option<ResidualRisk>,
    /// The day the authority was asked beforehand (Article 36).
    #[serde(default)]
    pub consulted_on: String,
    /// What follows from it.
    #[serde(default)]
    pub outcome: Option<AssessmentOutcome>,
    /// Who signed it.
    #[serde(default)]
    pub signed_by: String,
    /// The day it was signed; empty while it is a draft.
    #[serde(default)]
    pub signed_on: String,
    /// The last day on which it counts without another look.
    #[serde(default)]
    pub review_next: String,
    /// The day it was last looked through, as `2026-11-27`; empty while nobody has.
    #[serde(default)]
    pub reviewed_on: String,
}

const INTEREST: &[&str] = &["legitimate_interest"];
const IMPACT: &[&str] = &["impact"];
const TRANSFER: &[&str] = &["transfer"];

impl Registered for Assessment {
    const OF: RegisterKind = RegisterKind::Assessments;
    const KIND: &'static str = "assessment";
    const FIELDS: &'static [Field] = &[
        Field::new("name", Shape::Line).needed().part("about").listed(),
        Field::new("sort", Shape::One(&AssessmentSort::LIST)).needed().part("about").listed(),
        Field::new("activities", Shape::Entries(RegisterKind::Activities)).needed().part("about").listed(),
        Field::new("interest", Shape::Text).when("sort", INTEREST).part("weighed"),
        Field::new("necessity", Shape::Text).when("sort", INTEREST).part("weighed"),
        Field::new("balance", Shape::Text).when("sort", INTEREST).part("weighed"),
        Field::new("description", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("proportionality", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("risks", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("safeguards", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("advice", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("views", Shape::Text).when("sort", IMPACT).part("weighed"),
        Field::new("importer", Shape::Text).when("sort", TRANSFER).part("weighed"),
        Field::new("law_there", Shape::Text).when("sort", TRANSFER).part("weighed"),
        Field::new("supplements", Shape::Text).when("sort", TRANSFER).part("weighed"),
        Field::new("residual", Shape::One(&ResidualRisk::LIST)).when("sort", IMPACT).part("outcome"),
        Field::new("consulted_on", Shape::DayPast).when("residual", &["high"]).part("outcome"),
        Field::new("outcome", Shape::One(&AssessmentOutcome::LIST)).part("outcome").listed(),
        Field::new("signed_by", Shape::Line).part("outcome"),
        Field::new("signed_on", Shape::DayPast).part("outcome").listed(),
        Field::new("review_next", Shape::Day).part("outcome").listed(),
        Field::new("reviewed_on", Shape::DayPast).part("outcome"),
    ];

    fn name(&self) -> &str {
        &self.name
    }

    fn reviewed_on(&self) -> &str {
        match self.reviewed_on.is_empty() {
            true => &self.signed_on,
            false => &self.reviewed_on,
        }
    }

    fn review_next(&self) -> &str {
        &self.review_next
    }
}

terms! {
    /// Which assessment.
    AssessmentSort in "assessment_sorts", "sort_" {
        /// The three steps of an interest of one's own (Article 6(1)(f)).
        LegitimateInterest = "legitimate_interest", "dpv:LegitimateInterestAssessment";
        /// What a high risk does to people (Article 35).
        Impact = "impact", "dpv:DPIA";
        /// The other country's law, where clauses or corporate rules carry a transfer (Article 46).
        Transfer = "transfer", "dpv:DataTransferImpactAssessment";
    }

    /// What follows from an assessment.
    AssessmentOutcome in "assessment_outcomes", "outcome_" {
        /// It may be done.
        Approved = "approved", "";
        /// It may not.
        Rejected = "rejected", "";
    }

    /// What remains after what is done against it.
    ResidualRisk in "residual_risks", "residual_" {
        /// Little.
        Low = "low", "";
        /// Something that can be answered for.
        Some = "some", "";
        /// A high risk: the authority is asked first (Article 36).
        High = "high", "";
    }

    /// What tells that processing is likely to be a high risk: two of the first nine, or the list of an authority
    /// (Article 35(1), (3) and (4); WP 248).
    ImpactCriterion in "impact_criteria", "criterion_" {
        /// People are valued, scored or profiled.
        Scoring = "scoring", "";
        /// A machine decides, and it matters to people.
        AutomatedDecision = "automated_decision", "";
        /// People are watched systematically.
        Monitoring = "monitoring", "";
        /// Special categories, offences, or what is very private.
        Sensitive = "sensitive", "";
        /// On a large scale.
        LargeScale = "large_scale", "";
        /// Data from several places is matched or joined.
        Matching = "matching", "";
        /// People who can hardly object: children, staff, patients.
        Vulnerable = "vulnerable", "";
        /// A new technology, or a new use of one.
        NewTechnology = "new_technology", "";
        /// It keeps people from a right, a service or a contract.
        Barring = "barring", "";
        /// It stands on the list of the authority.
        Listed = "listed", "";
    }
}
