//! Whether a few words say no: a tag, a group, a short remark. None of these need be a no in so many words; a row with one is in
//! doubt until somebody has looked.
//!
//! Invariant: a word counts only beside words that change nothing about it: a drain may be blocked, and a kettle removed.

use super::{
    clause::{NOT, any, begins, words, written},
    folded,
    notes::WHOLE,
    tags::{ONLY_WHO, beside, who},
};

/// Words of one tag at most; what is longer is a sentence.
const WORDS_MAX: usize = 6;
/// What ends something, or says that it was refused, taken back, or came back.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    // Refused, taken back.
    "refused", "refuses", "refusal", "declines", "denies", "denial", "rejects", "rejection", "withdraws", "withdraw",
    "revoke", "revokes", "revoked", "rescinded", "retracted", "objected", "objects", "objection", "objections",
    "afvist", "afviste", "afviser", "afvisning", "afslog", "afslaet", "avslo", "avslog", "avvist", "avviste",
    "avviser", "avvisad",
    "avvisade", "avvisat", "avboj", "avbojer", "avbojt", "avbojd", "avbojde", "avbojede", "afboj", "afbojet",
    "afbojede",
    "nekad", "nekat", "nekade", "nekter", "nektet", "naegtet", "naegter", "kieltaytyi", "kieltaytynyt", "kieltanyt",
    "kielto",
    "tilbagetrukket", "tilbagetrukne", "tilbakekalt", "tilbagekaldt", "aterkallat", "aterkallad", "aterkallelse",
    "trukket", "trak", "trakket", "perui", "peruu", "perunut", "peruneet", "peruutus", "peruutti", "peruuttanut",
    "peruttu",
    "vastustaa", "vastusti", "vastustanut", "vastustus", "invandning", "invandningar", "invande", "invander",
    "opponerar", "protest", "protesterer", "unwilling", "uvillig", "ovillig", "haluton",
    // Taken away, made nameless.
    "slet", "slettet", "slettede", "slettes", "sletning", "sletting", "sletteanmodning", "raderad", "raderade",
    "raderas",
    "radering", "radera", "delete", "deletion", "remove", "removes", "removal", "removals", "removed", "erase",
    "erasure",
    "forget", "forgotten", "forgetme", "glemt", "glomd", "glomma", "fjern", "fjernes", "fjernet", "fjernede",
    "fjerning",
    "fjernelse", "poista", "poisto", "poistettu", "poistettava", "poistaa", "poistettavat", "poistunut", "poistuneet",
    "poistopyynto", "borttagen", "borttagna", "borttagning", "bort", "kasserad", "slettast",
    "svartelista", "banlist", "estolistalla", "studsade", "studsar", "studsat", "spamtrap", "honeypot", "irtisanoi",
    "opsagde", "vetaytyi", "vetaytynyt", "avled", "avlidit",
    // Left.
    "udmeldt", "udmeldte", "udmelding", "utmeldt", "uttradd", "uttradde", "avhopp", "avhoppare", "avhoppad", "frafald",
    "frafaldet", "frafall", "frafalt", "eronneet", "irtisanottu", "irtisanoutunut", "irtisanominen", "opsagt",
    "opsagte",
    "opsigelse", "oppsagt", "oppsigelse", "uppsagd", "uppsagda", "uppsagt", "uppsagning", "uttratt", "uttradt",
    "udtradte", "struken", "struket", "forlod", "forlot",
    "paattynyt", "paattyi", "kanikkeleveres", "leaver", "leavers",
    "churner", "churners", "dropout", "dropouts", "quitter", "quitters", "unfollowed", "unfollow", "deregistered",
    "bortfald", "bortfaldet", "bortfaldne", "bortfall", "bortfallen",
    // Shut out.
    "svartlistad", "svartlistade", "svartelistet", "svartelistede", "svartlistet", "sortlistet", "sortlistede",
    "blacklisted", "blocklisted", "denylist", "denylisted", "stoplist", "stopliste", "stoplista", "stopplista",
    "stoppliste",
    "sortliste", "svartlista", "svarteliste", "estolista", "estettyjen", "kieltolista", "spaerreliste", "sparrlista",
    "sperreliste", "mustalista", "suppression", "suppressions", "suppress", "forbudt", "forbjuden", "forbudet",
    "banned",
    "kielletyt", "estetyt", "blokerede", "blockerade", "blokkert", "blokkerte", "blocked", "blocks",
    // Came back.
    "undelivered", "undeliverable", "returmail", "returmejl", "returpost", "returepost", "bouncing", "bouncer",
    "bounced",
    "nondelivery", "uleverbar", "ulevert", "oleveransbar", "olevererbar", "olevererat", "palautunut", "palautuva",
    "hardbounce", "softbounce", "ikkeleveret", "ugyldige", "ogiltiga", "virheellinen", "virheelliset", "invalid",
    // Not wanted.
    "unwanted", "uonsket", "uonskede", "uonskte", "oonskat", "oonskad", "oonskade", "uninterested", "uinteresseret",
    "uinteressert", "ointresserad", "nope",
];
/// The same, of whatever begins with one of these.
#[rustfmt::skip]
const ENDS_BEGIN: &[&str] = &[
    "withdrawal", "withdrawn", "revocation", "unsubscr", "anonymis", "anonymiz", "pseudonymis", "indsigels",
    "innsigels",
    "tilbagekald", "tilbagetraek", "tilbaketrekk", "irtisanot", "sletteonske", "avregistr", "avanmal", "afmeld",
    "avmeld",
    "framelding", "optout", "optedout", "abmeld", "peruutuks", "abbestell", "widerruf",
];
/// What ends something where it is all that a tag or a note says. In the name of a trade or of a town they mean nothing.
#[rustfmt::skip]
const ALONE: &[&str] = &[
    "no", "nej", "nei", "ei", "nein", "non", "enough", "basta", "sluta", "lopeta", "snoozed", "lahti", "paus", "lost", "churn", "exit", "exits", "exited", "exiting", "gone", "left",
    "leaving",
    "ended", "end", "former", "formers", "previous", "past", "ex", "eks", "tidligere", "tidl", "tidigare", "entinen",
    "entiset", "forhenvaerende", "fhv", "sluttet", "sluttede", "slutat", "slutade", "slut", "slutt", "eronnut", "erosi",
    "resigned", "quit", "paused", "pause", "pauset", "pausad", "pausert", "tauolla", "tauko", "onhold", "dropped",
    "closed",
    "lukket", "stangd", "stengt", "suljettu", "expired", "udlobet", "utgatt", "utgangen", "utlopt", "lopettanut",
    "paattynyt",
    "paattyneet", "tabt", "tabte", "mistet", "mistede", "forlorad", "tapt", "menetetty", "sleeping", "sleeper",
    "sleepers",
    "sovende", "vilande", "hvilende", "nukkuva", "unresponsive", "unengaged", "graveyard", "ghost", "ghosted",
    "ghosts", "disabled", "archived", "archive", "arkiveret", "arkiverad", "arkivert", "arkistoitu", "lapsers",
    "nixed", "dnc",
    "afsluttet", "avslutad", "avsluttet", "afgaaet", "afgaet", "avgatt", "death", "ceased", "frozen", "frosset",
    "forbidden",
    "opted", "uopnaaelig", "restricted", "excluded", "refund", "complainer", "complainers", "klager", "klagere",
    "klagat",
];
/// Words beside these that say no more than since when, by whom, how, or that it is still to be done.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "som", "alt", "snarest", "temporarily", "midlertidigt", "midlertidig", "tillfalligt", "sat", "satt", "it", "dsr",
    "received", "modtaget", "mottagen", "skal", "ska", "skall", "must", "should", "shall", "be", "to", "til", "bedes", "please", "pls", "venligst",
    "vennligst",
    "vanligen", "snalla", "request", "requested", "requests", "requester", "anmodning", "anmodet", "begaran", "begart",
    "foresporsel", "pyynto", "pyynnosta", "om", "att", "a", "at", "bli", "blive", "blevet", "blevet", "blir", "bliver",
    "ble",
    "blev", "vil", "vill", "want", "wants", "onsker", "onskar", "haluaa", "haluan", "us", "os", "oss", "me", "mig",
    "meg",
    "mej", "vores", "jeres", "sig", "seg", "hun", "han", "hon", "she", "he", "they", "this", "denne", "dette", "tama",
    "my",
    "ta", "tas", "tages", "tag", "bor", "tietonsa", "tietoni", "klubben", "klub", "klubb", "club", "forening",
    "foreningen", "seura", "seurasta",
    "tilaus", "tilauksen", "list", "lists", "listed", "min", "mit", "mitt", "sit", "sitt", "sin", "own", "egen",
    "selv", "sjalv", "self", "gdpr", "rgpd", "dsgvo", "e", "x",
    "xx", "xxx", "zz", "zzz", "z", "via", "form", "by", "av", "af", "user", "admin", "telefon", "phone", "mod", "mot",
    "against", "hard", "soft", "permanent", "permanently", "definitely", "straks", "asap", "hurtigst", "customer",
    "person",
    "persons", "people", "personer", "data", "tiedot", "tietojen", "oplysninger", "uppgifter", "opplysninger",
    "address",
    "adresse", "adresser", "adress", "adressen", "osoite", "address", "was", "were", "blivit", "been", "right", "ret",
    "retten", "ratt", "ratten", "rett", "oikeus", "per", "with", "med", "also", "ogsa", "igen", "igjen", "again", "tak",
    "tack", "takk", "kiitos", "thanks", "thank", "you", "venligst",
];
/// What nobody wants who says not to it, where so little is said.
#[rustfmt::skip]
const OFFERED: &[&str] = &[
    "info", "noget", "nagot", "noe", "mitaan", "post", "brev", "promot", "promo", "offer", "tilbud", "erbjud", "tarjou",
    "ads", "advert", "yhteyd", "viest", "mainos", "mainon", "henvend", "updat", "opdater", "uppdater", "oppdater",
    "use",
    "brug", "bruges", "yhteyt", "kayto", "kayta", "anvand", "bruk", "touch", "ror", "news", "katalog", "catalog", "kampagn", "kampanj", "campaign",
    "annonc", "annons", "invit", "tilmeld", "pameld", "anmald", "subscri", "suosit", "lahest", "approach", "market",
    "outreach", "optin", "signup", "thanks", "consent",
];
/// What keeps from something, without a word that denies.
#[rustfmt::skip]
const KEEPS: &[&str] = &[
    "undlad", "undga", "unnga", "undvik", "valta", "avoid", "skip", "spar", "hold", "without", "uden", "utan", "uten",
    "ilman",
    "ohne", "minus", "exclude", "ekskluder", "exkludera", "no", "never",
];
/// What somebody wants no more of who says nothing else.
#[rustfmt::skip]
const MORE: &[&str] = &[
    "mere", "mer", "more", "enaa", "enaan", "laengere", "langre", "lenger", "longer", "any", "anymore",
];
#[rustfmt::skip]
const INTEREST: &[&str] = &["interes", "intres", "kiinnost"];
/// What is wrong with an address.
#[rustfmt::skip]
const WRONG: &[&str] = &[
    "bad", "wrong", "incorrect", "broken", "false", "fake", "dead", "forkert", "forkerte", "fejl", "fejlagtig", "fel",
    "felaktig", "feil", "gal", "vaara", "virheellinen", "toimimaton", "falsk", "falskt", "ugyldig", "ogiltig",
    "invalid",
    "dod", "returned", "retur", "returneret", "returnerad", "returnert", "returnerat", "palautettu", "outdated",
    "foraeldet", "unknown", "ukendt", "okand", "ukjent", "tuntematon", "defekt", "trasig",
];
#[rustfmt::skip]
const ADDRESS: &[&str] = &["email", "mail", "epost", "mejl", "sahkopost"];
/// Keys whose answer may be a no, and such answers: `newsletter:0`.
#[rustfmt::skip]
const ASKS: &[&str] = &[
    "ads", "promo", "offer", "news", "tilbud", "erbjud",
    "subscri", "optin", "active", "aktiv", "allow", "gdpr", "tillad", "tillat", "lupa", "marketable", "mailable",
    "accept", "agree", "tilmeld", "pameld", "anmald", "prenum", "abonn", "ok",
];
#[rustfmt::skip]
const SAYS_NO: &[&str] = &[
    "no", "false", "0", "off", "nej", "nei", "ei", "nein", "n", "f", "none", "never", "out", "falsk", "falskt",
    "usand", "disabled",
];

fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '|', '/', '\n', '"', '[', ']', '(', ')', '{', '}'])
        .flat_map(|tag| tag.split(" - "))
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
}

/// The words of a tag, `e-mail` as one, where they are few.
fn few(tag: &str) -> Option<Vec<String>> {
    let words = words(
        &folded(tag)
            .replace("e-", "e")
            .replace("opt-", "opt")
            .replace('_', " ")
            .replace("on hold", "onhold")
            .replace("deny list", "denylist"),
    );
    (1..=WORDS_MAX).contains(&words.len()).then_some(words)
}

/// Whether it is a word that says no, or that changes nothing about one.
pub(super) fn known_beside(word: &str) -> bool {
    let of_files =
        ["export", "json", "csv", "kopi", "copy", "final", "contacts", "contact", "opt", "nyhedsbrev", "newsletter"];
    alone(word) || changes_nothing(word) || of_files.contains(&word) || word.bytes().any(|b| b.is_ascii_digit())
}

fn changes_nothing(word: &str) -> bool {
    BESIDE.contains(&word) || beside(word) || who(word) || written(word)
}

fn ends(word: &str) -> bool {
    ENDS.contains(&word) || begins(word, ENDS_BEGIN) || (WHOLE.contains(&word) && !ONLY_WHO.contains(&word))
}

pub(super) fn alone(word: &str) -> bool {
    ends(word) || ALONE.contains(&word)
}

/// `consent=false`, `newsletter:0`, `marketing_no`.
fn answered_no(tag: &str) -> bool {
    let tag = folded(tag).replace("e-", "e");
    let Some((key, said)) = tag.rsplit_once([':', '=', '_', '-', '/']).or_else(|| tag.rsplit_once(' ')) else {
        return false;
    };
    let said = said.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let asks = words(&key.replace('_', " ")).iter().any(|word| written(word) || begins(word, ASKS) || word == "nl");
    SAYS_NO.contains(&said) && asks
}

/// Whether it is a no and not a word more.
pub(in crate::import) fn is_bare_no(text: &str) -> bool {
    matches!(folded(text.trim()).as_str(), "no" | "nej" | "nei" | "ei" | "nein" | "non")
}

/// Whether a name asks for something that has to do with being written to, or with consent.
pub(in crate::import) fn asks_whether(name: &str) -> bool {
    words(&folded(name).replace(['_', '-'], " ")).iter().any(|word| written(word) || begins(word, ASKS))
}

/// `Newsletter NO` is the list of a country: the one in capitals is its code.
fn of_norway(tag: &str) -> bool {
    let name = tag.trim().strip_suffix("NO").and_then(|rest| rest.strip_suffix([' ', '_', '-']));
    name.is_some_and(|name| {
        name.chars().any(char::is_lowercase) && name.chars().all(|c| c.is_alphanumeric() || c == '-')
    })
}

/// Tags without those that name the list of a country.
pub(in crate::import) fn without_countries(text: &str) -> String {
    text.split_inclusive([',', ';', '|']).filter(|tag| !of_norway(tag.trim_end_matches([',', ';', '|']))).collect()
}

fn tag_says_no(tag: &str, is_end: &dyn Fn(&str) -> bool) -> bool {
    let Some(words) = few(tag) else { return false };
    let not = any(&words, |w| NOT.contains(&w) || matches!(w, "kein" | "keine" | "zero"));
    // `Hold mig opdateret` keeps nobody from anything.
    let informed = any(&words, |w| begins(w, &["opdater", "updat", "oppdat", "informer", "orienter", "inform"]));
    let keeps = !informed && any(&words, |w| KEEPS.contains(&w));
    let address = any(&words, |w| begins(w, ADDRESS));
    // `No. 5` is a number.
    let number = matches!(words.as_slice(), [no, n] if no == "no" && n.bytes().all(|b| b.is_ascii_digit()));
    let plain = words.iter().all(|w| is_end(w) || changes_nothing(w)) && !number;
    let goes_on = |w: &str| MORE.contains(&w) || begins(w, INTEREST);
    let no_more = not && words.iter().all(|w| NOT.contains(&w.as_str()) || goes_on(w) || changes_nothing(w));
    (plain && any(&words, is_end))
        || (no_more && any(&words, goes_on))
        || (not && any(&words, |w| begins(w, OFFERED)))
        || (keeps && any(&words, written))
        || (address && words.len() <= 4 && any(&words, |w| WRONG.contains(&w)))
}

/// Whether one of the tags says no in a few words, wherever it stands.
pub(in crate::import) fn few_words_say_no(text: &str) -> bool {
    tags(text).any(|tag| answered_no(tag) || tag_says_no(tag, &ends))
}

/// The same where a word says it that means something else elsewhere: in a column of tags or of remarks.
pub(in crate::import) fn alone_says_no(text: &str) -> bool {
    tags(text).any(|tag| answered_no(tag) || tag_says_no(tag, &alone))
}
