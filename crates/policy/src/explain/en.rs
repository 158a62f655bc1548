//! Refusals in English: what is the case, and what would make it lawful.

use crate::refusal::Reason;

pub(super) fn words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Undecided => ("The person has not answered yet.", "Show the banner and wait for an answer."),
        Reason::Refused => {
            ("The person said no to this purpose.", "Only the person can change that, from the link on every page.")
        }
        Reason::Expired => ("The consent has expired.", "Ask again; the banner does so by itself at the next visit."),
        Reason::Withdrawn => {
            ("The person withdrew the consent.", "A new consent counts from then on; old data stays closed.")
        }
        Reason::Erased => ("The person has been erased.", "There is nothing to use."),
        Reason::SignalGpc => (
            "The browser sends Global Privacy Control.",
            "The person can choose the purpose in the banner on this device.",
        ),
        Reason::OtherSite => ("The consent was given to another site.", "Ask on this site."),
        Reason::TokenInvalid => {
            ("The proof of consent cannot be read or is not ours.", "Remove the cookie and ask again.")
        }
        Reason::FeedStale => {
            ("The list of withdrawals is not fresh.", "See whether the database answers; collection resumes by itself.")
        }
        Reason::NoticeMissing => ("The site has no published notice to ask with.", "Publish a notice under Consent."),
        Reason::NarrowedBySender => {
            ("The sender's own consent field says no.", "Let the field follow the banner, or leave it out.")
        }
        Reason::PurposeUnknown => {
            ("The purpose does not exist for this site.", "Add it in a new version of the notice.")
        }
        Reason::PermitStale => ("The permit was not used in time.", "Ask again."),
        Reason::NoPermission => {
            ("The holder of the address has not said yes to the topic.", "Ask with a sign-up form.")
        }
        Reason::Unconfirmed => (
            "The address was entered and not confirmed by its holder.",
            "Wait for the button in the confirmation mail; after 14 days it is deleted.",
        ),
        Reason::Objected => ("The person objected to marketing.", "Only a new, explicit yes of the person lifts that."),
        Reason::Suppressed => {
            ("Mail to the address comes back or is not wanted.", "Do not write there; a new address can sign up.")
        }
        Reason::OtherSender => ("The person said yes to another sender.", "Ask with this sender's form."),
        Reason::OtherPerson => (
            "The browser is joined with somebody else already; perhaps several people use it.",
            "Part it from the other if that was wrong. Nobody guesses.",
        ),
        Reason::Unproven => (
            "Nobody has shown that the browser is this person's.",
            "Let the person confirm the address, or let the shop's server say so after sign-in.",
        ),
        Reason::Restricted => (
            "The person asked that their data only be stored.",
            "See the request; tell the person before the restriction is lifted.",
        ),
    }
}
