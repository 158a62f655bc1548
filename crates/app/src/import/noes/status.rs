//! What an answer or the status of a subscription says.
//!
//! Invariant: a yes is one of the words that are known as one, alone or with others of them; any other word is none.

use super::{NO, NO_STATUS, has, name_words, plain, sounds_no};

/// What an answer or a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Says {
    Yes,
    /// Nothing has been said yet, or not to the end.
    Nothing,
    /// Never said yes.
    NotYes,
    No,
    Bounced,
    Complained,
    /// A word that is not known.
    Unknown,
}

#[rustfmt::skip]
const YES: &[&str] = &[
    "subscribed", "subscriber", "issubscribed", "active", "confirmed", "optin", "optedin", "optedinconfirmed",
    "doubleoptin", "doubleoptedin", "doubleconfirmed", "singleoptin", "singleconfirmed", "explicitoptin", "explicit",
    "enabled", "yes", "ja", "true", "1", "y", "j", "x", "on", "checked", "granted", "given", "accepted", "accept",
    "agreed", "allowed", "consented", "consentgiven", "mailable", "marketable", "tilmeldt", "aktiv", "aktivt",
    "bekraeftet", "samtykket", "samtykkegivet", "accepteret", "tilladt", "abonnent", "abonnerer", "abonneret",
    "prenumererar", "prenumerant", "anmald", "bekraftad", "samtyckt", "samtycker", "godkand", "godkant", "accepterat",
    "tillaten", "bekreftet", "pameldt", "godkjent", "abonnerende", "kylla", "tilattu", "tilaaja", "vahvistettu",
    "aktiivinen", "hyvaksytty", "suostunut", "sallittu", "abonniert", "angemeldet", "bestatigt", "aktiviert",
    "freelygivenconsentfromcontact", "freelygivenconsent", "consent", "marketingcontact", "marketingkontakt",
    "marknadsforingskontakt", "markedsforingskontakt", "markkinointikontakti", "sand", "sandt", "sann", "sant", "tosi",
    "wahr", "ok", "okay", "okej", "jatak", "jatack", "jatakk", "yesplease", "kyllakiitos", "jabitte", "godkendt",
    "express", "tilmelding", "prenumeration", "lamnat", "givet", "gitt", "allow", "send", "any", "zugestimmt", "erlaubt",
    "confirmedoptin", "in", "jepp", "japp", "jep", "yep", "yup", "joo", "jo", "jotak", "gerne", "garna", "gjerne",
    "jagerne", "jagarna", "jagjerne", "paameldt", "tilannut", "erteilt", "eingewilligt", "zugestimmt", "signedup", "magerne",
    "villha", "vilgernehave", "vilgernemodtage", "modtager", "samtyckefinns",
];
/// Signs that say yes: a tick, and the root that looks like one.
const TICKS: &[&str] = &["✓", "✔", "✔️", "☑", "☑️", "✅", "√", "1.0", "1,0"];
/// Words that say yes only together: each of these is said of what people are sent.
#[rustfmt::skip]
const YES_TOGETHER: &[&str] = &[
    "ja", "yes", "kylla", "gerne", "garna", "gjerne", "tilmeldt", "pameldt", "anmald", "samtykke", "samtykket", "samtycke", "samtyckt",
    "suostumus", "consent", "einwilligung", "givet", "gitt", "lamnat", "annettu", "erteilt", "given", "godkendt", "godkant",
    "godkjent", "accepts", "accept", "accepterer", "wants", "want", "onsker", "oensker", "onskar", "haluaa", "subscribed", "signed", "tilaa",
    "abonnerer", "abonneret", "prenumererar", "kontaktes", "kontaktas", "lahettaa", "vil", "vill", "have", "ha", "modtage", "modtager",
];
#[rustfmt::skip]
const YES_TOGETHER_BESIDE: &[&str] = &[
    "er", "ar", "is", "har", "has", "siden", "sedan", "since", "fra", "den", "d", "kun", "only", "bare", "bara", "ma", "far", "saa", "may",
    "up", "pa", "om", "markedsforing", "marknadsforing", "marketing", "uutiskirjeen", "mails", "emails", "mejl", "tak", "tack", "takk",
    "nyhedsbreve", "nyheder", "tilbud", "offers", "news", "newsletters",
];
/// What may stand beside a yes in a status without changing it.
const YES_BESIDE: &[&str] = &[
    "nyhedsbrev",
    "nyhetsbrev",
    "newsletter",
    "uutiskirje",
    "email",
    "mail",
    "e",
    "post",
    "epost",
    "til",
    "to",
    "the",
    "for",
    "via",
];
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "pending", "unconfirmed", "nonsubscribed", "notconfirmed", "transactional", "awaitingconfirmation",
    "optinpending", "pendingoptin", "waiting", "new", "afventer", "ubekraeftet", "vantar", "obekraftad", "vantande",
    "venter", "ubekreftet", "odottaa", "vahvistamatta", "ausstehend", "unbestatigt", "unverified", "notset",
    "imported", "implied", "notactivated", "nonmarketing", "emailonly", "nonmarketingcontact", "notapplicable", "legitimateinterestprospectlead",
    // What somebody is, and not what they said.
    "member", "live", "verified", "registered", "customer", "guest", "lead", "prospect", "contact", "tracking", "medlem", "kunde", "kund", "jasen", "asiakas", "mitglied", "registreret",
    "registrerad", "registrert", "verificeret", "verifierad",
    "ikkebekraeftet", "ikkebekraeftetendnu", "ikkebekreftetenna", "ejbekraftad", "intebekraftad", "ikkebekreftet", "nochnichtbestatigt", "nichtbestatigt", "eivahvistettu",
    "vedikke", "vedikkeendnu", "vetej", "vetinte", "vetikke", "eitiedossa", "ikkespurgt", "ikkespurt", "ejtillfragad", "eikysytty",
    "ikkeoplyst", "ikkeoppgitt", "ejangivet", "ikkerelevant", "ikkeudfyldt", "ikkeutfylt", "notasked", "neverasked",
    "notspecified", "notprovided", "notknown", "keineangabe", "unbekannt",
    "legitimateinterestexistingcustomer", "legitimateinterestother", "legitimateinterest", "performanceofacontract",
];
const NEVER: &[&str] = &["neversubscribed", "notsubscribed", "notoptedin", "noconsent", "aldrigtilmeldt"];

/// What a status says.
pub(in crate::import) fn status(text: &str) -> Says {
    let word = plain(text);
    let word = word.as_str();
    // A sign before a figure is not one of those that do not matter.
    if text.trim().strip_prefix(['-', '−', '–']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Says::Unknown;
    }
    if YES.contains(&word) || TICKS.contains(&text.trim()) {
        Says::Yes
    } else if NOTHING.contains(&word) {
        Says::Nothing
    } else if NEVER.contains(&word) {
        Says::NotYes
    } else if denied_again(text) {
        // What is not blocked need not be wanted.
        Says::Unknown
    } else if has(word, &["complain", "spam", "abuse", "junk", "klage", "klagomal"]) {
        Says::Complained
    } else if has(word, &["bounce", "clean", "invalid", "undeliver", "ugyldig", "ogiltig", "unzustellbar"]) {
        Says::Bounced
    } else if sounds_no(text) {
        Says::No
    } else if said_in_words(text) {
        Says::Yes
    } else {
        Says::Unknown
    }
}

/// `Active subscriber`, `Tilmeldt nyhedsbrev`: words that each say yes, or to what.
fn said_in_words(text: &str) -> bool {
    let words = name_words(text);
    let yes = |word: &String| word.len() > 2 && YES.contains(&word.as_str());
    let together = |word: &String| YES_TOGETHER.contains(&word.as_str());
    let beside = |word: &String| {
        YES_BESIDE.contains(&word.as_str())
            || YES_TOGETHER_BESIDE.contains(&word.as_str())
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    // What was until a day is over, and letters are no mail.
    let numbers = words.iter().filter(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).count();
    let until = words.windows(2).any(|pair| matches!(pair, [til, n] if ["til", "till", "to", "until"].contains(&til.as_str()) && n.bytes().all(|b| b.is_ascii_digit())));
    let letters = words.iter().enumerate().any(|(at, word)| {
        word == "post" && at.checked_sub(1).and_then(|at| words.get(at)).is_none_or(|before| before != "e")
    });
    if numbers > 1 || until || letters {
        return false;
    }
    let short = (2..=6).contains(&words.len());
    (words.iter().any(yes) && words.iter().all(|word| yes(word) || YES_BESIDE.contains(&word.as_str())))
        || (short && words.iter().any(together) && words.iter().all(|word| together(word) || yes(word) || beside(word)))
}

/// `Not unsubscribed`, `ikke frameldt`: the opposite of a no.
pub(super) fn denied_again(text: &str) -> bool {
    let words = name_words(text);
    let denies = ["not", "ikke", "ikkje", "inte", "ej", "icke", "never", "aldrig", "aldri", "nicht", "ei"];
    match words.as_slice() {
        [first, rest @ ..] if denies.contains(&first.as_str()) => {
            let rest = rest.concat();
            let one = words.len() == 2 || rest == "optedout";
            one && (has(&rest, NO) || has(&rest, NO_STATUS))
        }
        _ => false,
    }
}
