//! Whether a note or a remark says no.

use super::{
    NO,
    clause::{clause_says_no, names_a_right, words, written},
    folded,
    gone::says_gone,
    has, plain,
};

/// Stems that say no in a status and stand in much else: in places, trades, and what is said of an order.
pub(super) const SOFT: &[&str] =
    &["klage", "klagomal", "reserver", "slettes", "kielt", "trukket", "vastust", "complain", "stopmail", "austrag"];
/// What says no when nothing else stands there: a tag, a group.
#[rustfmt::skip]
pub(super) const WHOLE: &[&str] = &[
    "dnc", "dne", "dnm", "dnd", "nix", "robinson", "stop", "stopped", "stoppet", "stoppad", "left", "quit", "removed",
    "cancelled", "canceled", "ended", "dead", "deceased", "afdod", "avliden", "kuollut", "erased", "erase", "deleted",
    "delete", "blocked", "blokeret", "blockerad", "estetty", "rejected", "denied", "declined", "objection",
    "indsigelse", "inactive", "inaktiv", "passiv", "exmember", "formermember", "complained", "complaint", "klaget",
    "spam", "junk", "abuse", "cleaned", "bounce", "bounces", "invalid", "ugyldig", "ogiltig", "reservert", "reserverte",
    "reserveret", "sparret", "spaerret", "sperret", "kielletty", "slettes", "slet", "trukket", "nolonger",
];

/// Words that are written short with a dot that ends no sentence.
#[rustfmt::skip]
const SHORTENED: &[&str] = &[
    "adr", "mailadr", "tlf", "tel", "nr", "enl", "iflg", "jf", "evt", "ca", "pr", "vedr", "inkl", "ekskl", "mdr", "kl", "afm",
    "pga", "mht", "bl", "verst", "konk", "vs", "d",
];

/// A text without the dots of words that are written short.
fn without_abbreviations(text: &str) -> String {
    let words = text.split_inclusive(' ').map(|word| match word.trim_end().strip_suffix('.') {
        Some(short) if SHORTENED.contains(&folded(short).as_str()) => format!("{short} "),
        _ => word.to_owned(),
    });
    words.collect()
}

/// Whether a note, a tag or a remark says no in so many words.
pub(in crate::import) fn note_says_no(text: &str) -> bool {
    let whole = plain(&words(text).join(" ")).replace("newsletter", "nyhedsbrev");
    if whole.is_empty() {
        return says_gone(text);
    }
    let text = &without_abbreviations(text);
    let hard = NO.iter().filter(|stem| !SOFT.contains(stem)).any(|stem| whole.contains(stem));
    // A sign before a tag takes it away.
    let taken = text.split([',', ';', '|', ' ']).filter_map(|tag| tag.trim().strip_prefix(['-', '!', '~']));
    let taken = taken.filter(|tag| tag.starts_with(char::is_alphabetic)).any(|tag| written(&plain(tag)));
    let rests = folded(text).replace('.', "").split(|c: char| !c.is_alphanumeric()).any(|word| word == "rip");
    hard || rests
        || says_gone(text)
        || names_a_right(text)
        || taken
        || has(&whole, &["bounced", "nonmarketing"])
        || text
            .split([',', ';', '|', '/', '\n', '"', '[', ']', '(', ')'])
            .flat_map(|part| part.split(" - "))
            .any(|tag| WHOLE.contains(&plain(tag).as_str()))
        || text.split(['.', ',', ';', '!', '?', '\n', '|']).any(clause_says_no)
}

/// The same of a field that holds something else: an answer, a word of a status, and not a sentence.
pub(in crate::import) fn short_says_no(text: &str) -> bool {
    words(text).len() <= 4 && note_says_no(text)
}

/// Whether a remark beside a field says no, or that it is struck out: of few words any that sounds like one.
pub(in crate::import) fn remark_says_no(text: &str) -> bool {
    text.contains("#struck") || note_says_no(text) || (words(text).len() <= 4 && super::sounds_no(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_no_in_many_words_and_other_notes_say_nothing() {
        for no in [
            "har bedt om at blive fjernet fra listen",
            "Kunden vil ikke høre fra os mere",
            "ring ikke og skriv ikke",
            "mejla inte",
            "har tackat nej till utskick",
            "ej nyhetsbrev",
            "asked to be taken off the mailing list",
            "please remove from list",
            "pls don’t send her anything anymore",
            "GDPR request: erase",
            "STOP",
            "vip, DND",
            "ei halua sähköpostia",
            "möchte keine E-Mails mehr",
            "Abmelder",
            "slet mig",
            "Client requested no further communication",
            "wants to be forgotten",
            "pyytänyt poistamaan tiedot",
            "Customer asked not to get e-mails",
            "reserveret mod reklame",
        ] {
            assert!(note_says_no(no), "{no}");
        }
        for other in [
            "Klagenfurt",
            "Klagshamnsvägen 2",
            "Slettestrandvej 4",
            "Reserveret bord til fire",
            "Kieltenopettajat ry",
            "Reservedelslageret",
            "Newsletter, VIP",
            "non-food, no-sugar",
            "Ordre annulleret 2022",
            "Ikke-ryger, kan lide roser",
            "ring ikke før 16, send gerne en mail",
            "https://shop.example/unsubscribe?u=1",
            "NO",
            "Open - Not Contacted",
            "GDPR consent form signed",
        ] {
            assert!(!note_says_no(other), "{other}");
        }
    }
}
