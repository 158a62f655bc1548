//! Whether what an activity does was weighed first: an interest of one's own, a high risk, a transfer under clauses or rules.
//!
//! Invariant: an assessment counts while it is signed, approved, and its day of review has not passed; nothing else does.

use std::collections::BTreeSet;

use hjemmel_model::{
    Activity, Assessment, AssessmentOutcome, AssessmentSort, AtMs, EntryId, ImpactCriterion, LegalBasis, ResidualRisk,
    TransferTool, UseSet,
};

use crate::refusal::{Reason, Refusal};

/// How many of the nine criteria make a high risk likely (WP 248).
const CRITERIA_MIN: usize = 2;

/// What an activity has to have been assessed for.
pub fn assessments_needed(activity: &Activity) -> Vec<AssessmentSort> {
    let listed = activity.criteria.contains(&ImpactCriterion::Listed);
    let criteria: BTreeSet<_> = activity.criteria.iter().filter(|c| **c != ImpactCriterion::Listed).collect();
    let tool = matches!(activity.transfer_tool, Some(TransferTool::StandardClauses | TransferTool::CorporateRules));
    let all = [
        (activity.legal_bases.contains(&LegalBasis::LegitimateInterest), AssessmentSort::LegitimateInterest),
        (listed || criteria.len() >= CRITERIA_MIN, AssessmentSort::Impact),
        (tool, AssessmentSort::Transfer),
    ];
    all.into_iter().filter(|(needed, _)| *needed).map(|(_, sort)| sort).collect()
}

/// What an assessment does not say yet and has to before it is signed, as names of fields, in their order.
pub fn assessment_wants(of: &Assessment) -> Vec<&'static str> {
    let steps: &[(&'static str, &str)] = match of.sort {
        AssessmentSort::LegitimateInterest => {
            &[("interest", &of.interest), ("necessity", &of.necessity), ("balance", &of.balance)]
        }
        AssessmentSort::Impact => &[
            ("description", &of.description),
            ("proportionality", &of.proportionality),
            ("risks", &of.risks),
            ("safeguards", &of.safeguards),
            ("advice", &of.advice),
        ],
        AssessmentSort::Transfer => {
            &[("importer", &of.importer), ("law_there", &of.law_there), ("supplements", &of.supplements)]
        }
    };
    let signed = [("signed_by", of.signed_by.as_str()), ("review_next", &of.review_next)];
    let texts = steps.iter().copied().chain(signed).filter(|(_, text)| text.trim().is_empty());
    let impact = of.sort == AssessmentSort::Impact;
    // What stays a high risk is done only after the authority was asked (36).
    let asked = impact && of.residual == Some(ResidualRisk::High) && of.consulted_on.is_empty();
    let chosen = [
        ("residual", impact && of.residual.is_none()),
        ("consulted_on", asked && of.outcome == Some(AssessmentOutcome::Approved)),
        ("outcome", of.outcome.is_none()),
    ];
    let chosen = chosen.into_iter().filter(|(_, missing)| *missing).map(|(field, _)| field);
    texts.map(|(field, _)| field).chain(chosen).collect()
}

/// Whether an assessment lets an activity be done on a day.
fn counts(of: &Assessment, activity: &EntryId, day: &str) -> bool {
    was_signed(of, activity)
        && of.signed_on.as_str() <= day
        && of.review_next.as_str() >= day
        && of.outcome == Some(AssessmentOutcome::Approved)
        && assessment_wants(of).is_empty()
}

fn was_signed(of: &Assessment, activity: &EntryId) -> bool {
    !of.signed_on.is_empty() && of.activities.contains(activity)
}

/// An activity, and since when it needs each assessment.
#[derive(Clone, Debug)]
pub struct ActivityAsk<'a> {
    /// Which.
    pub id: &'a EntryId,
    /// What it says.
    pub activity: &'a Activity,
    /// Since when it has said what asks for that assessment, without a break.
    pub since: Vec<(AssessmentSort, AtMs)>,
}

/// The assessments of an organisation.
#[derive(Clone, Debug, Default)]
pub struct Assessed {
    /// Those in force.
    pub now: Vec<Assessment>,
    /// Every version there ever was.
    pub ever: Vec<Assessment>,
    /// When the first one was entered.
    pub since: Option<AtMs>,
}

/// An assessment that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// Which.
    pub sort: AssessmentSort,
    /// Whether what the activity does is refused for it. What ran before the organisation kept assessments goes on, and is
    /// told; what was signed once, or came later, waits (0025).
    pub binds: bool,
}

impl Lack {
    /// Why it is refused.
    pub fn refusal(self) -> Refusal {
        Refusal::new(match self.sort {
            AssessmentSort::LegitimateInterest => Reason::InterestUnassessed,
            AssessmentSort::Impact => Reason::ImpactUnassessed,
            AssessmentSort::Transfer => Reason::TransferUnassessed,
        })
    }
}

/// Which assessments an activity lacks on a day, written `2026-11-27` (P-04, G-04, X-04).
pub fn assessments_lacking(ask: &ActivityAsk<'_>, kept: &Assessed, day: &str) -> Vec<Lack> {
    let missing = assessments_needed(ask.activity).into_iter().filter(|sort| {
        let mut of = kept.now.iter().filter(|a| a.sort == *sort);
        !of.any(|a| counts(a, ask.id, day))
    });
    let lack = |sort| {
        let signed = kept.ever.iter().any(|a| a.sort == sort && was_signed(a, ask.id));
        let since = ask.since.iter().find(|(of, _)| *of == sort).map(|(_, since)| *since);
        // When it began is not known: then it is not known that it ran before.
        let later = kept.since.is_some_and(|kept| since.is_none_or(|since| since > kept));
        // A high risk was named by whoever knew of the rule: there is nothing from before it.
        Lack { sort, binds: signed || later || sort == AssessmentSort::Impact }
    };
    missing.map(lack).collect()
}

/// What the activities of an organisation let the program do on a day.
pub fn uses_named(activities: &[ActivityAsk<'_>], kept: &Assessed, day: &str) -> UseSet {
    let may = |ask: &&ActivityAsk<'_>| !assessments_lacking(ask, kept, day).iter().any(|lack| lack.binds);
    UseSet::of(activities.iter().filter(may).flat_map(|ask| ask.activity.uses.iter().copied()))
}

#[cfg(test)]
mod tests;
