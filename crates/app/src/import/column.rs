//! What each column of a file holds: by its name, by what stands in it, by what staff said, or not known.
//!
//! Invariant: a column that is not known keeps every row of its file from being used until somebody says what it is; a name
//! is known as a whole, and only what sounds like a no is known by a part of it.

mod asked;
mod names;
mod vendors;

use std::collections::BTreeMap;

use hjemmel_model::Channel;
use serde::{Deserialize, Serialize};

use super::noes::{self, plain};

pub(super) use names::shape;
pub(super) use vendors::vendor;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// E-mail addresses.
    Address,
    /// Telephone numbers.
    Telephone,
    /// Customer numbers.
    Number,
    /// A name of the person.
    Name,
    /// Where their subscription stands.
    Status,
    /// Whether they said yes: anything but a yes is none.
    OptIn,
    /// That, or when, they said no.
    No,
    /// What a shop's account stands at; only a no to mail is heard in it.
    State,
    /// When they said yes.
    Date,
    /// Where they said yes.
    Place,
    /// The words they said yes to.
    Words,
    /// Their language.
    Language,
    /// Something else that is known about them.
    Attribute,
    /// Groups they stand in.
    Tag,
    /// Answers about another channel.
    Other,
    /// A no to another channel.
    OtherNo,
    /// Of no use here: nothing of it is kept.
    Irrelevant,
    /// Nothing stands in it.
    Empty,
    /// Not known: no row of the file is used until somebody says what it holds.
    Unknown,
}

impl Taken {
    /// What staff can choose among.
    pub const CHOICES: [Taken; 15] = [
        Taken::Address,
        Taken::Telephone,
        Taken::Number,
        Taken::Name,
        Taken::Status,
        Taken::OptIn,
        Taken::No,
        Taken::Date,
        Taken::Place,
        Taken::Words,
        Taken::Language,
        Taken::Attribute,
        Taken::Tag,
        Taken::OtherNo,
        Taken::Irrelevant,
    ];

    /// As it is called in a report: older readers know these words.
    pub(super) fn word(self) -> Option<&'static str> {
        Some(match self {
            Taken::Address => "email",
            Taken::Telephone => "phone",
            Taken::Number => "customer_number",
            Taken::Status => "status",
            Taken::State => "state",
            Taken::OptIn => "opt_in",
            Taken::No => "unsubscribed",
            Taken::Date => "date",
            Taken::Place => "place",
            Taken::Words => "words",
            Taken::Language => "language",
            _ => return None,
        })
    }
}

/// Why a column was taken for what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its name is known.
    Name,
    /// Its name sounds like a no.
    SoundsNo,
    /// What stands in it is known: addresses, say.
    Content,
    /// Staff said so.
    Said,
    /// Staff said so of a file with the same columns before.
    Remembered,
    /// Nothing stands in it.
    Empty,
    /// Its name is not known.
    Unknown,
}

/// A column as it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Column {
    /// As it stands in the file, or its number where it has no name.
    pub(super) name: String,
    pub(super) taken: Taken,
    pub(super) why: Why,
    /// Under which name it is kept as an attribute.
    pub(super) attribute: String,
}

impl Column {
    /// Whether it is a bare yes or no in a column that staff say is a fact about somebody, and whose name asks nothing that has to
    /// do with being written to: `Har hund`, or a country.
    fn is_fact(&self, text: &str) -> bool {
        self.taken == Taken::Attribute
            && matches!(self.why, Why::Said | Why::Remembered)
            && noes::is_bare_no(text)
            && !noes::asks_whether(&self.name)
    }

    /// Whether what stands in it says a no that nobody expects there, in a file about addresses that stand in columns of
    /// kind `about`.
    pub(super) fn sounds_no(&self, text: &str, about: Taken) -> bool {
        match self.taken {
            Taken::Unknown => noes::sounds_no(text) || noes::tag_says_over(text) || noes::alone_says_no(text),
            Taken::Attribute | Taken::Tag => {
                let tags = noes::without_countries(text);
                let text = if self.taken == Taken::Tag { tags.as_str() } else { text };
                noes::note_says_no(text)
                    || noes::tag_says_over(text)
                    || noes::few_words_say_no(text)
                    || (names::is_remark(&plain(&self.name)) && !self.is_fact(text) && noes::alone_says_no(text))
            }
            taken if taken == about => noes::note_says_no(text),
            Taken::Name | Taken::Place | Taken::Address | Taken::Telephone | Taken::Number => {
                noes::name_cell_says_no(text)
            }
            Taken::Words => noes::wording_says_no(text),
            Taken::Date | Taken::Language => noes::short_says_no(text),
            // What staff called irrelevant of this very file is that; what they said of another one is looked at again.
            Taken::Irrelevant if self.why == Why::Remembered => noes::note_says_no(text),
            Taken::Irrelevant if self.why == Why::Name => noes::short_says_no(text),
            _ => false,
        }
    }
}

/// What was said about columns, by their names.
pub type Mapping = BTreeMap<String, Taken>;

/// Read the names of columns in a file about that channel.
pub(super) fn columns(names: &[String], channel: Channel, said: &Mapping, remembered: &Mapping) -> Vec<Column> {
    let names: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| match shown(name) {
            name if name.is_empty() => format!("#{}", at.saturating_add(1)),
            name => name,
        })
        .collect();
    // Where leads stand with a seller is no subscription.
    let leads = names.iter().any(|name| plain(name) == "hasoptedoutofemail");
    let words: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let program = vendor(&words);
    let own = |name: &str| vendors::own(program, &plain(name)).map(|taken| (taken, Why::Name));
    let column = |name: &String| {
        let (taken, why) = match (said.get(name), remembered.get(name)) {
            (Some(taken), _) => (*taken, Why::Said),
            (None, Some(taken)) => (*taken, Why::Remembered),
            (None, None) if leads && plain(name) == "status" => (Taken::Attribute, Why::Name),
            (None, None) => own(name).unwrap_or_else(|| by_name(name, channel)),
        };
        Column { name: name.clone(), taken, why, attribute: attribute_name(name) }
    };
    names.iter().map(column).collect()
}

/// The name of a column as it is shown and said.
pub(super) fn shown(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control() && !('\u{200b}'..='\u{200f}').contains(c)).collect();
    name.trim().chars().take(100).collect()
}

/// What a column of that name holds in a file about that channel.
pub(super) fn by_name(name: &str, channel: Channel) -> (Taken, Why) {
    if let Some(question) = noes::question(name) {
        let (taken, why) = by_name(&question, channel);
        // Any other question may be answered with yes, too, and be about something else.
        return match taken {
            Taken::Unknown if asked::asks_for_this(&question) => (Taken::OptIn, Why::Name),
            taken => (taken, why),
        };
    }
    let word = plain(name);
    let other = about_other(name, channel);
    if let Some(taken) = names::named(&word) {
        return match taken {
            Taken::Status | Taken::OptIn if other => (Taken::Other, Why::Name),
            Taken::No if other => (Taken::OtherNo, Why::Name),
            // What says no to calls and to text messages says it to a file about them.
            Taken::OtherNo if channel == Channel::Sms => (Taken::No, Why::Name),
            taken => (taken, Why::Name),
        };
    }
    if noes::name_says_no(name) {
        return (if other { Taken::OtherNo } else { Taken::No }, Why::SoundsNo);
    }
    match asked::asked(name, other) {
        Some(Taken::Date) if other => (Taken::Irrelevant, Why::Name),
        Some(Taken::Status | Taken::OptIn) if other => (Taken::Other, Why::Name),
        Some(taken) => (taken, Why::Name),
        None => match (names::inner(name), names::of_somebody(&word)) {
            (Some(inner), _) => by_name(&inner, channel),
            (None, Some(taken)) => (taken, Why::Name),
            (None, None) if name.trim() == "#" => (Taken::Irrelevant, Why::Name),
            (None, None) => (Taken::Unknown, Why::Unknown),
        },
    }
}

/// A yes to another channel is none to this one (E-04), nor is a no.
fn about_other(name: &str, channel: Channel) -> bool {
    let (word, words) = (plain(name), noes::name_words(name));
    let has = |stems: &[&str]| stems.iter().any(|stem| word.contains(stem));
    let begins = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let mail = has(&["mail", "epost", "mejl", "sahkoposti"]);
    let letter = has(&["newsletter", "nyhedsbrev", "nyhetsbrev"]);
    // The end of `markedsføring` is no call.
    let telephone = has(&["sms", "textmessage", "phone", "telefon", "whatsapp", "puhelin", "webpush", "pushnotif"])
        || begins(&["call", "mobil", "ring", "push", "fax"])
        || has(&["donotcall", "maycall", "cancall", "nocall"]);
    let post = has(&["postal", "directmailing"]) && !has(&["email"]);
    match channel {
        Channel::Email => post || (!mail && telephone),
        Channel::Sms => (mail || letter) && !telephone,
    }
}

/// A name that may be given to an attribute.
fn attribute_name(name: &str) -> String {
    if let Some(known) = names::attribute(&plain(name)) {
        return known.to_owned();
    }
    let folded = noes::folded(name);
    let mut out = String::new();
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    let out = if out.starts_with(|c: char| c.is_ascii_lowercase()) { out.to_owned() } else { format!("column_{out}") };
    out.chars().take(40).collect::<String>().trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(name: &str) -> Taken {
        by_name(name, Channel::Email).0
    }

    #[test]
    fn headers_of_other_programs_are_known_in_the_language_of_the_account() {
        for (name, want) in [
            ("Email Address", Taken::Address),
            ("Emailadresse", Taken::Address),
            ("E-mailadress", Taken::Address),
            ("E-Mail-Adresse", Taken::Address),
            ("Sähköposti", Taken::Address),
            ("Phone Number", Taken::Telephone),
            ("OPTIN_TIME", Taken::Date),
            ("CONFIRM_TIME", Taken::Date),
            ("Erlaubnis zum Marketing", Taken::OptIn),
            ("Email Marketing Consent", Taken::OptIn),
            ("SMS Marketing Consent", Taken::Other),
            ("Do Not Call", Taken::OtherNo),
            ("Accepts SMS Marketing", Taken::Other),
            ("Unsubscribed from all email", Taken::No),
            ("TAGS", Taken::Tag),
            ("First Name", Taken::Name),
            ("Fornavn", Taken::Name),
            ("MEMBER_RATING", Taken::Irrelevant),
            ("Member Rating", Taken::Irrelevant),
            ("Global Status", Taken::Status),
            ("Consent status", Taken::Status),
            ("Subscriber status", Taken::Status),
            ("Avmeldt", Taken::No),
            ("Udmeldt", Taken::No),
            ("NIX", Taken::No),
            ("Gælder ikke", Taken::No),
            ("Deleted at", Taken::No),
            ("Favourite colour", Taken::Unknown),
            ("Contactable", Taken::OptIn),
            ("Nyhedsbrev ja/nej", Taken::OptIn),
            ("Samtykke til markedsføring", Taken::OptIn),
            ("Markedsføring fravalgt", Taken::No),
            ("Consent expired", Taken::No),
            ("Mail blocked", Taken::No),
            ("Vil modtage mails", Taken::OptIn),
            ("Får kontaktas", Taken::OptIn),
            ("Lupa lähettää sähköpostia", Taken::OptIn),
            ("I agree to receive the newsletter", Taken::OptIn),
            ("EMAIL_PERMISSION_DATE", Taken::Date),
            ("Subscriber Since", Taken::Date),
            ("Consent expiry date", Taken::Unknown),
            ("Consent: Newsletter (SMS)", Taken::Other),
            ("Push Marketing Consent", Taken::Other),
            ("Person - Name", Taken::Name),
            ("Created At (UTC+0)", Taken::Irrelevant),
            ("Oprettelsesdato", Taken::Irrelevant),
            ("GDPR", Taken::Unknown),
            ("Send time", Taken::Unknown),
            ("Lead Status", Taken::Attribute),
        ] {
            assert_eq!(taken(name), want, "{name}");
        }
        assert_eq!(by_name("Unsubscribed from SMS", Channel::Sms).0, Taken::No);
        assert_eq!(by_name("Unsubscribed from email", Channel::Sms).0, Taken::OtherNo);
    }

    #[test]
    fn what_staff_say_counts_before_names() {
        let names = ["Globalt".to_owned(), String::new(), "E-mail".to_owned()];
        let said = Mapping::from([("Globalt".to_owned(), Taken::Status), ("#2".to_owned(), Taken::Irrelevant)]);
        let got = columns(&names, Channel::Email, &said, &Mapping::new());
        let got: Vec<_> = got.iter().map(|c| (c.name.as_str(), c.taken, c.why)).collect();
        assert_eq!(
            got,
            [
                ("Globalt", Taken::Status, Why::Said),
                ("#2", Taken::Irrelevant, Why::Said),
                ("E-mail", Taken::Address, Why::Name)
            ]
        );
        assert_eq!(attribute_name("Favorit-blomst (2024)"), "favorit_blomst_2024");
        assert_eq!((attribute_name("#7"), attribute_name("First Name")), ("column_7".into(), "first_name".into()));
    }
}
