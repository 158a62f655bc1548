//! Refusals: a no is a value with a reason and a rule, not an error.

use serde::Serialize;

use crate::rule::RuleId;

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nobody has been asked, or nobody has answered.
    Undecided,
    /// The person said no.
    Refused,
    /// The consent is too old.
    Expired,
    /// The person took it back.
    Withdrawn,
    /// The person was erased.
    Erased,
    /// The browser sends Global Privacy Control.
    SignalGpc,
    /// The consent was given to another site.
    OtherSite,
    /// The token is not one of ours, or damaged.
    TokenInvalid,
    /// The list of withdrawals is older than a second.
    FeedStale,
    /// The site has no published notice.
    NoticeMissing,
    /// The sender's own consent field says no.
    NarrowedBySender,
    /// Nobody has defined that purpose for this site.
    PurposeUnknown,
    /// The permit lay too long before it was used.
    PermitStale,
    /// The holder of the address never allowed it.
    NoPermission,
    /// Somebody entered the address, and its holder has not confirmed.
    Unconfirmed,
    /// The person objects to direct marketing.
    Objected,
    /// Mail to the address came back, or its holder complained or wants none.
    Suppressed,
    /// The person asked that their data only be stored.
    Restricted,
    /// The yes was said to another sender.
    OtherSender,
    /// The browser is joined with somebody else already.
    OtherPerson,
    /// Nobody who may say so says that the browser is that person's.
    Unproven,
    /// No processing activity of the register names it.
    NotInRegister,
    /// No supplier of that name stands in the register.
    SupplierUnknown,
    /// There is no signed contract with a processor.
    ContractMissing,
    /// The contract lacks a term of Article 28(3), or whom the processor uses was not allowed.
    ContractIncomplete,
    /// The contract with a processor has ended.
    ContractEnded,
    /// There is no arrangement with a joint controller, or people cannot read its essence.
    ArrangementMissing,
    /// Nothing allows the transfer out of the EEA, or nobody knows where data goes.
    TransferUnfounded,
    /// No decision of the Commission covers the country on that day.
    AdequacyMissing,
    /// Nobody has lately seen the importer on the list of the Data Privacy Framework.
    ImporterUnchecked,
    /// Clauses or corporate rules carry the transfer, and nobody has assessed it.
    TransferUnassessed,
    /// An exception carries a transfer that is not occasional, or gives no reason.
    TransferNotOccasional,
    /// An activity rests on an interest of one's own that nobody has weighed, signed and looked at in time.
    InterestUnassessed,
    /// An activity is likely to be a high risk, and nobody has assessed what it does to people.
    ImpactUnassessed,
    /// The authority was not told of a breach within 72 hours.
    BreachNotNotified,
    /// People were not told of a breach that is a high risk to them.
    BreachPeopleUntold,
    /// The person was not told, a week before, that the use of their data begins again.
    PauseUntold,
    /// The data was collected before people were told of the purpose.
    BeforePurpose,
    /// The person is under eighteen, and nobody sorts them for marketing.
    Minor,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 39] = [
        Reason::Undecided,
        Reason::Refused,
        Reason::Expired,
        Reason::Withdrawn,
        Reason::Erased,
        Reason::SignalGpc,
        Reason::OtherSite,
        Reason::TokenInvalid,
        Reason::FeedStale,
        Reason::NoticeMissing,
        Reason::NarrowedBySender,
        Reason::PurposeUnknown,
        Reason::PermitStale,
        Reason::NoPermission,
        Reason::Unconfirmed,
        Reason::Objected,
        Reason::Suppressed,
        Reason::Restricted,
        Reason::OtherSender,
        Reason::OtherPerson,
        Reason::Unproven,
        Reason::NotInRegister,
        Reason::SupplierUnknown,
        Reason::ContractMissing,
        Reason::ContractIncomplete,
        Reason::ContractEnded,
        Reason::ArrangementMissing,
        Reason::TransferUnfounded,
        Reason::AdequacyMissing,
        Reason::ImporterUnchecked,
        Reason::TransferUnassessed,
        Reason::TransferNotOccasional,
        Reason::InterestUnassessed,
        Reason::ImpactUnassessed,
        Reason::BreachNotNotified,
        Reason::BreachPeopleUntold,
        Reason::PauseUntold,
        Reason::BeforePurpose,
        Reason::Minor,
    ];

    /// As counted, stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Undecided => "undecided",
            Reason::Refused => "refused",
            Reason::Expired => "expired",
            Reason::Withdrawn => "withdrawn",
            Reason::Erased => "erased",
            Reason::SignalGpc => "signal_gpc",
            Reason::OtherSite => "other_site",
            Reason::TokenInvalid => "token_invalid",
            Reason::FeedStale => "feed_stale",
            Reason::NoticeMissing => "notice_missing",
            Reason::NarrowedBySender => "narrowed_by_sender",
            Reason::PurposeUnknown => "purpose_unknown",
            Reason::PermitStale => "permit_stale",
            Reason::NoPermission => "no_permission",
            Reason::Unconfirmed => "unconfirmed",
            Reason::Objected => "objected",
            Reason::Suppressed => "suppressed",
            Reason::Restricted => "restricted",
            Reason::OtherSender => "other_sender",
            Reason::OtherPerson => "other_person",
            Reason::Unproven => "unproven",
            Reason::NotInRegister => "not_in_register",
            Reason::SupplierUnknown => "supplier_unknown",
            Reason::ContractMissing => "contract_missing",
            Reason::ContractIncomplete => "contract_incomplete",
            Reason::ContractEnded => "contract_ended",
            Reason::ArrangementMissing => "arrangement_missing",
            Reason::TransferUnfounded => "transfer_unfounded",
            Reason::AdequacyMissing => "adequacy_missing",
            Reason::ImporterUnchecked => "importer_unchecked",
            Reason::TransferUnassessed => "transfer_unassessed",
            Reason::TransferNotOccasional => "transfer_not_occasional",
            Reason::InterestUnassessed => "interest_unassessed",
            Reason::ImpactUnassessed => "impact_unassessed",
            Reason::BreachNotNotified => "breach_not_notified",
            Reason::BreachPeopleUntold => "breach_people_untold",
            Reason::PauseUntold => "pause_untold",
            Reason::BeforePurpose => "before_purpose",
            Reason::Minor => "minor",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.name() == name)
    }

    /// The rule behind it.
    pub fn rule(self) -> RuleId {
        match self {
            Reason::Undecided | Reason::Refused => "T-01",
            Reason::Expired => "B-18",
            Reason::Withdrawn => "T-08",
            Reason::Erased => "R-06",
            Reason::SignalGpc => "B-22",
            Reason::OtherSite => "T-09",
            Reason::TokenInvalid | Reason::FeedStale | Reason::PermitStale => "B-27",
            Reason::NoticeMissing => "B-11",
            Reason::NarrowedBySender => "P-03",
            Reason::PurposeUnknown => "P-01",
            Reason::NoPermission => "E-01",
            Reason::Unconfirmed => "E-21",
            Reason::Objected => "P-11",
            Reason::Suppressed => "E-12",
            Reason::Restricted | Reason::PauseUntold => "R-07",
            Reason::OtherSender => "E-04",
            Reason::OtherPerson | Reason::Unproven => "P-10",
            Reason::NotInRegister => "G-01",
            Reason::SupplierUnknown | Reason::ContractMissing | Reason::ContractIncomplete | Reason::ContractEnded => {
                "G-02"
            }
            Reason::ArrangementMissing => "G-03",
            Reason::TransferUnfounded => "X-01",
            Reason::AdequacyMissing => "X-02",
            Reason::ImporterUnchecked => "X-03",
            Reason::TransferUnassessed => "X-04",
            Reason::TransferNotOccasional => "X-05",
            Reason::InterestUnassessed => "P-04",
            Reason::ImpactUnassessed => "G-04",
            Reason::BreachNotNotified => "G-06",
            Reason::BreachPeopleUntold => "G-07",
            Reason::BeforePurpose => "P-03",
            Reason::Minor => "P-09",
        }
    }
}

/// A no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
}

impl Refusal {
    /// A no for that reason.
    pub fn new(reason: Reason) -> Refusal {
        Refusal { reason }
    }

    /// The rule behind it.
    pub fn rule(&self) -> RuleId {
        self.reason.rule()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::rule;

    #[test]
    fn every_reason_cites_a_rule_that_stands_in_the_table() {
        for reason in Reason::ALL {
            assert!(rule(reason.rule()).is_some(), "{}", reason.name());
            assert_eq!(Reason::from_name(reason.name()), Some(reason));
        }
    }
}
