//! The rules that the program enforces, with how settled each is and where it stands.

use serde::Serialize;

/// Id of a rule, such as `T-01`.
pub type RuleId = &'static str;

/// How sure we are of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The text says so: it binds.
    Settled,
    /// Authorities' guidance, or our reading: a named person may override it with reason and expiry.
    Unsettled,
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

const fn settled(id: RuleId, text: &'static str, source: &'static str) -> Rule {
    Rule { id, text, source, certainty: Certainty::Settled }
}

const fn unsettled(id: RuleId, text: &'static str, source: &'static str) -> Rule {
    Rule { id, text, source, certainty: Certainty::Unsettled }
}

/// Every rule that code here cites.
pub const RULES: &[Rule] = &[
    settled(
        "T-01",
        "Nothing is stored on or read from the device before consent, unless exempt.",
        "ePrivacy Directive 5(3); BEK 1148/2011 §3(1); LEK (2022:482) 9 kap. 28 §; CJEU C-673/17",
    ),
    settled(
        "T-08",
        "After a withdrawal, stop reading, stop sending, remove own identifiers.",
        "GDPR 7(3); ePrivacy Directive 5(3)",
    ),
    settled(
        "T-09",
        "Consent holds only for the controllers and sites it named.",
        "GDPR 7(1), 4(11); EDPB Guidelines 05/2020",
    ),
    settled(
        "B-11",
        "The person is told who, what for, which data, who else, and how to withdraw.",
        "GDPR 13; BEK 1148/2011 §3(2)",
    ),
    unsettled(
        "B-18",
        "Consent is renewed regularly; six months unless set otherwise.",
        "EDPB Guidelines 05/2020 para 110",
    ),
    settled(
        "B-19",
        "A new purpose is asked for by itself, never silently granted or refused.",
        "EDPB Guidelines 05/2020; GDPR 6(4)",
    ),
    unsettled(
        "B-22",
        "Global Privacy Control denies sharing and ads on that device.",
        "W3C GPC; GDPR 21(5) as a possible reading",
    ),
    settled("B-27", "Fail closed: an error, a timeout or an unknown version is a no.", "GDPR 25(2)"),
    settled("P-01", "No collection before a purpose and its ground are defined.", "GDPR 5(1)(b), 6(1)"),
    settled("P-03", "Data got for one purpose is not used for another.", "GDPR 5(1)(b), 6(4)"),
    settled("P-07", "Data is kept no longer than its purpose needs and the person was told.", "GDPR 5(1)(e), 13(2)(a)"),
    unsettled(
        "B-28",
        "A grant needs a real act of a person on a banner that was on the screen.",
        "GDPR 4(11), 7(1); our reading",
    ),
    unsettled(
        "B-21",
        "Proof of a person's choice goes when the processing has ended and a limited time for disputes is over.",
        "Datatilsynet on the duty to demonstrate consent; GDPR 5(1)(c), 7(1)",
    ),
    settled(
        "P-10",
        "Joining what is known in two places is processing of its own: both sides allow it, and nobody guesses.",
        "GDPR 5(1)(a), (b) and (d), 13",
    ),
    settled("P-11", "An objection to direct marketing is absolute and immediate.", "GDPR 21(2)-(4)"),
    settled(
        "E-01",
        "No marketing by electronic post without prior consent.",
        "ePrivacy Directive 13(1); markedsføringsloven §10(1); marknadsföringslagen 19 §",
    ),
    settled(
        "E-04",
        "Consent names who sends and about what; a yes to one sender is none to another.",
        "markedsføringsloven §10; Forbrugerombudsmandens spamvejledning (2018)",
    ),
    settled(
        "E-21",
        "The sender proves when, where and to what text somebody consented; whose address it is included.",
        "markedsføringsloven §10; GDPR 7(1)",
    ),
    unsettled(
        "E-12",
        "An address that is not to be written to is kept as a keyed hash and used for nothing else.",
        "GDPR 21(3), 17(3)(b), 6(1)(f)",
    ),
    settled(
        "G-01",
        "What is done with people's data stands in the record of processing activities; what does not is not done.",
        "GDPR 30, 5(2)",
    ),
    settled("R-06", "Erased means absent, in every store.", "GDPR 17, 19"),
    settled("R-07", "Who asks for restriction has their data stored and not used.", "GDPR 18"),
];

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.id == id)
}
