//! The set of processing activities that ships: what this program does for a Nordic shop, with the ground and the period that
//! it has unless the organisation says otherwise.

use hjemmel_model::{
    Activity, ControllerRole, DataCategory as Data, DataSource as From, DataSubject as Whose, Language,
    LegalBasis as Basis, Use,
};
use hjemmel_words::{Value, word, word_with};

/// What the set says of a use; its words stand in the catalogue.
type Start = (Use, Basis, &'static [Whose], &'static [Data], &'static [From]);

const VISITS: (&[Whose], &[Data], &[From]) =
    (&[Whose::Visitors], &[Data::Identifiers, Data::Behaviour, Data::Device, Data::Location], &[From::Device]);
const CUSTOMERS: &[Whose] = &[Whose::Customers];
const EVERYBODY: &[Whose] = &[Whose::Visitors, Whose::Customers, Whose::Subscribers];

const STARTS: [Start; 14] = [
    (Use::Consents, Basis::LegalObligation, &[Whose::Visitors], &[Data::Identifiers, Data::Consents], &[From::Device]),
    (Use::Statistics, Basis::Consent, VISITS.0, VISITS.1, VISITS.2),
    (Use::Personalisation, Basis::Consent, VISITS.0, VISITS.1, VISITS.2),
    (Use::Marketing, Basis::Consent, VISITS.0, VISITS.1, VISITS.2),
    (Use::Ads, Basis::Consent, VISITS.0, VISITS.1, VISITS.2),
    (Use::Profile, Basis::Consent, CUSTOMERS, &[Data::Identifiers, Data::Behaviour], &[From::Person, From::Device]),
    (
        Use::Newsletters,
        Basis::Consent,
        &[Whose::Subscribers],
        &[Data::Contact, Data::Preferences, Data::Consents, Data::Communication],
        &[From::Person],
    ),
    (
        Use::Customers,
        Basis::LegitimateInterest,
        CUSTOMERS,
        &[Data::Contact, Data::Identifiers, Data::Preferences],
        &[From::Person, From::OwnSystems],
    ),
    (
        Use::Orders,
        Basis::LegalObligation,
        CUSTOMERS,
        &[Data::Identifiers, Data::Purchases, Data::Payment],
        &[From::Person, From::OwnSystems],
    ),
    (
        Use::Imports,
        Basis::LegitimateInterest,
        &[Whose::Customers, Whose::Subscribers],
        &[Data::Contact, Data::Identifiers, Data::Preferences, Data::Consents],
        &[From::OwnSystems],
    ),
    (Use::NoMail, Basis::LegitimateInterest, EVERYBODY, &[Data::Identifiers], &[From::Person, From::OwnSystems]),
    (
        Use::Requests,
        Basis::LegalObligation,
        EVERYBODY,
        &[Data::Contact, Data::Identifiers, Data::Communication],
        &[From::Person],
    ),
    (Use::Staff, Basis::LegitimateInterest, &[Whose::Staff], &[Data::Contact, Data::Account], &[From::Person]),
    (
        Use::Segments,
        Basis::LegitimateInterest,
        &[Whose::Customers, Whose::Subscribers],
        &[Data::Contact, Data::Purchases, Data::Preferences, Data::Consents, Data::Communication],
        &[From::Person, From::OwnSystems],
    ),
];

/// The years that a country's law on bookkeeping keeps vouchers for; nothing where it is not known here.
fn bookkeeping_years(country: &str) -> Option<i64> {
    match country {
        "DK" | "NO" => Some(5),
        "FI" => Some(6),
        "SE" => Some(7),
        _ => None,
    }
}

/// The set, in a language, for an organisation of that country. Nobody has looked at it yet.
pub(super) fn activities(language: Language, country: &str) -> Vec<Activity> {
    STARTS.iter().map(|start| activity(start, language, country)).collect()
}

fn activity((of, basis, subjects, data, sources): &Start, language: Language, country: &str) -> Activity {
    let of = *of;
    let say = |key: String| word(language, &key).unwrap_or_default();
    let key = of.name();
    let mut bases = vec![*basis];
    // What is bought is delivered because it was bought; its vouchers stay because a law demands it.
    if of == Use::Orders {
        bases.push(Basis::Contract);
    }
    bases.sort();
    Activity {
        name: say(format!("start_{key}")),
        purpose: say(format!("start_{key}_purpose")),
        role: ControllerRole::Controller,
        on_behalf_of: String::new(),
        uses: vec![of],
        legal_bases: bases,
        special_basis: None,
        balancing: match basis {
            Basis::LegitimateInterest => say(format!("start_balancing_{key}")),
            _ => String::new(),
        },
        criteria: Vec::new(),
        subjects: subjects.to_vec(),
        data: data.to_vec(),
        sources: sources.to_vec(),
        recipients: Vec::new(),
        countries: Vec::new(),
        transfer_tool: None,
        retention: match (of, bookkeeping_years(country)) {
            (Use::Orders, Some(years)) => {
                let values = [("years", Value::Number(years))];
                word_with(language, "start_orders_retention", &values).unwrap_or_default()
            }
            (Use::Orders, None) => say("start_orders_retention_unknown".into()),
            _ => say(format!("start_{key}_retention")),
        },
        measures: say("start_measures".into()),
        owner: say("start_owner".into()),
        told_since: String::new(),
        reviewed_on: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_is_named_once_and_every_text_is_there_in_every_language() {
        let uses: Vec<_> = STARTS.iter().map(|start| start.0).collect();
        assert_eq!(uses, Use::ALL);
        for language in Language::ALL {
            for country in ["DK", "SE", "NO", "FI", "DE", ""] {
                for a in activities(language, country) {
                    for text in [&a.name, &a.purpose, &a.retention, &a.measures, &a.owner] {
                        assert!(!text.is_empty() && !text.contains("{ $"), "{language:?} {:?}", a.uses);
                    }
                    let interest = a.legal_bases.contains(&Basis::LegitimateInterest);
                    assert_eq!(interest, !a.balancing.is_empty(), "{:?}", a.uses);
                }
            }
        }
        let orders = |country| activities(Language::En, country).into_iter().find(|a| a.uses == [Use::Orders]).unwrap();
        assert!(orders("DK").retention.starts_with("5 ") && orders("SE").retention.starts_with("7 "));
        assert!(!orders("DE").retention.contains(char::is_numeric));
    }
}
