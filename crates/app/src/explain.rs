//! Every refusal explains itself: what is the case, what would make it lawful, and the rule.

use hjemmel_model::Language;
use hjemmel_policy::{Reason, Refusal, Rule, rule};
use hjemmel_words::{Key, key};
use serde::Serialize;

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The reason's name.
    pub reason: &'static str,
    /// What is the case.
    pub why: String,
    /// What would make it lawful.
    pub way_out: String,
    /// The rule, its source and how settled it is.
    pub rule: Option<&'static Rule>,
}

impl Explanation {
    /// Of a refusal, in that language.
    pub fn of(refusal: &Refusal, language: Language) -> Explanation {
        let (why, way_out) = refusal_words(refusal.reason);
        Explanation {
            reason: refusal.reason.name(),
            why: why.say(language),
            way_out: way_out.say(language),
            rule: rule(refusal.rule()),
        }
    }
}

/// What is the case, and what would make it lawful.
pub fn refusal_words(reason: Reason) -> (Key, Key) {
    match reason {
        Reason::Undecided => (key!("refusal_undecided"), key!("refusal_undecided_do")),
        Reason::Refused => (key!("refusal_refused"), key!("refusal_refused_do")),
        Reason::Expired => (key!("refusal_expired"), key!("refusal_expired_do")),
        Reason::Withdrawn => (key!("refusal_withdrawn"), key!("refusal_withdrawn_do")),
        Reason::Erased => (key!("refusal_erased"), key!("refusal_erased_do")),
        Reason::SignalGpc => (key!("refusal_signal_gpc"), key!("refusal_signal_gpc_do")),
        Reason::OtherSite => (key!("refusal_other_site"), key!("refusal_other_site_do")),
        Reason::TokenInvalid => (key!("refusal_token_invalid"), key!("refusal_token_invalid_do")),
        Reason::FeedStale => (key!("refusal_feed_stale"), key!("refusal_feed_stale_do")),
        Reason::NoticeMissing => (key!("refusal_notice_missing"), key!("refusal_notice_missing_do")),
        Reason::NarrowedBySender => (key!("refusal_narrowed_by_sender"), key!("refusal_narrowed_by_sender_do")),
        Reason::PurposeUnknown => (key!("refusal_purpose_unknown"), key!("refusal_purpose_unknown_do")),
        Reason::PermitStale => (key!("refusal_permit_stale"), key!("refusal_permit_stale_do")),
        Reason::NoPermission => (key!("refusal_no_permission"), key!("refusal_no_permission_do")),
        Reason::Unconfirmed => (key!("refusal_unconfirmed"), key!("refusal_unconfirmed_do")),
        Reason::Objected => (key!("refusal_objected"), key!("refusal_objected_do")),
        Reason::Suppressed => (key!("refusal_suppressed"), key!("refusal_suppressed_do")),
        Reason::OtherSender => (key!("refusal_other_sender"), key!("refusal_other_sender_do")),
        Reason::OtherPerson => (key!("refusal_other_person"), key!("refusal_other_person_do")),
        Reason::Unproven => (key!("refusal_unproven"), key!("refusal_unproven_do")),
        Reason::Restricted => (key!("refusal_restricted"), key!("refusal_restricted_do")),
        Reason::NotInRegister => (key!("refusal_not_in_register"), key!("refusal_not_in_register_do")),
        Reason::SupplierUnknown => (key!("refusal_supplier_unknown"), key!("refusal_supplier_unknown_do")),
        Reason::ContractMissing => (key!("refusal_contract_missing"), key!("refusal_contract_missing_do")),
        Reason::ContractIncomplete => (key!("refusal_contract_incomplete"), key!("refusal_contract_incomplete_do")),
        Reason::ContractEnded => (key!("refusal_contract_ended"), key!("refusal_contract_ended_do")),
        Reason::ArrangementMissing => (key!("refusal_arrangement_missing"), key!("refusal_arrangement_missing_do")),
        Reason::TransferUnfounded => (key!("refusal_transfer_unfounded"), key!("refusal_transfer_unfounded_do")),
        Reason::AdequacyMissing => (key!("refusal_adequacy_missing"), key!("refusal_adequacy_missing_do")),
        Reason::ImporterUnchecked => (key!("refusal_importer_unchecked"), key!("refusal_importer_unchecked_do")),
        Reason::TransferUnassessed => (key!("refusal_transfer_unassessed"), key!("refusal_transfer_unassessed_do")),
        Reason::TransferNotOccasional => {
            (key!("refusal_transfer_not_occasional"), key!("refusal_transfer_not_occasional_do"))
        }
        Reason::InterestUnassessed => (key!("refusal_interest_unassessed"), key!("refusal_interest_unassessed_do")),
        Reason::ImpactUnassessed => (key!("refusal_impact_unassessed"), key!("refusal_impact_unassessed_do")),
        Reason::BreachNotNotified => (key!("refusal_breach_not_notified"), key!("refusal_breach_not_notified_do")),
        Reason::BeforePurpose => (key!("refusal_before_purpose"), key!("refusal_before_purpose_do")),
        Reason::Minor => (key!("refusal_minor"), key!("refusal_minor_do")),
        Reason::BreachPeopleUntold => (key!("refusal_breach_people_untold"), key!("refusal_breach_people_untold_do")),
        Reason::PauseUntold => (key!("refusal_pause_untold"), key!("refusal_pause_untold_do")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_explains_itself_in_every_language() {
        for reason in Reason::ALL {
            let said: Vec<_> = Language::ALL.map(|l| Explanation::of(&Refusal::new(reason), l)).to_vec();
            assert!(said.iter().all(|e| e.why.len() > 10 && e.way_out.len() > 8 && e.rule.is_some()));
            for (n, one) in said.iter().enumerate() {
                let (why, way_out) = refusal_words(reason);
                assert!(one.why != why.name() && one.way_out != way_out.name(), "{} says nothing", reason.name());
                assert!(said.iter().skip(n + 1).all(|e| e.why != one.why), "{} is not translated", reason.name());
            }
        }
    }
}
