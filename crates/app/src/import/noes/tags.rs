//! Whether a tag says that somebody is one no more, or takes part no more: `Ex-kunde`, `inactive 24m`. None of these is a no
//! in so many words; a row with one is in doubt until somebody has looked.
//!
//! Invariant: such a word counts only beside words that say no more than since when, who, or of what list: a lamp may be
//! inactive, and a loudspeaker passive.

use super::{clause::written, folded, notes::WHOLE, split_camel};

/// Words of one tag at most; what is longer is a sentence.
const WORDS_MAX: usize = 6;
/// Who may have been one, where a word begins with it.
#[rustfmt::skip]
const WHO: &[&str] = &[
    "kund", "customer", "client", "klient", "medlem", "member", "subscri", "abonn", "prenumer", "tilaaj", "asiak",
    "jasen", "jasenyy", "user", "bruger", "bruker", "anvandar", "kayttaj", "account", "konto", "kontakt", "contact",
    "lead", "donor", "givare", "bidragsyder", "modtager", "mottag", "mottaker", "recipient", "tili",
];
/// What says that they were one before.
#[rustfmt::skip]
const FORMER: &[&str] = &[
    "ex", "eks", "former", "formerly", "previous", "past", "lost", "tidligere", "tidl", "forhenvaerende", "fhv",
    "tidigare", "forutvarande", "forna", "entinen", "entiset", "ent", "mistet", "mistede", "tabt", "tabte",
    "tapt", "tapte", "forlorad", "forlorade", "menetetty", "menetetyt", "bortfalden", "bortfaldne",
];
/// What says that somebody takes part no more.
#[rustfmt::skip]
const INACTIVE: &[&str] = &[
    "inactive", "inactives", "inaktiv", "inaktive", "inaktivt", "inaktiva", "inaktiivinen", "inaktiiviset", "nonactive",
    "passive", "passiv", "passivt", "passiva", "passiivinen", "passiiviset", "dormant", "sovende", "hvilende",
    "vilande", "hviler", "lapsed", "churned", "churn", "disengaged", "unengaged", "uengageret", "uengagerede",
    "oengagerad",
    "oengagerade", "expired", "udlobet", "utgatt", "utgangen", "utlopt", "paattynyt", "vanhentunut", "excluded",
    "exclude",
    "ekskluderet", "exkluderad", "ekskludert", "ophort", "ophorte", "opphort", "avslutad", "avslutade", "avsluttet",
    "afsluttet", "afsluttede", "lopetettu", "lopettanut", "lopettaneet", "closed", "lukket", "lukkede", "stangt",
    "stengt", "suljettu", "sluttet", "slutat", "avhoppad", "avhoppade", "udtradt", "udtraadt", "uttradd", "utradd",
    "banned", "terminated", "deactivated", "deaktiveret", "deaktiverad", "deaktivert", "suspended", "resigned",
    "fratradt", "fratraadt",
];
/// Of these only what stands beside somebody counts: by themselves they are said of much else.
#[rustfmt::skip]
pub(super) const ONLY_WHO: &[&str] = &[
    "closed", "lukket", "lukkede", "stangt", "stengt", "suljettu", "churn", "sluttet", "slutat", "expired", "udlobet",
    "utgatt", "utgangen", "utlopt", "avslutad", "avslutade", "avsluttet", "afsluttet", "afsluttede", "eronnut",
    "eronneet", "resigned", "left", "quit", "ended", "dead", "terminated", "suspended", "lopetettu", "paattynyt",
    "vanhentunut", "fratradt", "fratraadt", "hviler", "sovende", "hvilende", "vilande",
];
/// What is taken back by a word that denies it.
const ACTIVE: &[&str] = &["active", "aktiv", "aktiivi", "engag", "interes", "intres", "kiinnost"];
#[rustfmt::skip]
const NOT: &[&str] = &[
    "not", "no", "non", "never", "ikke", "ikkje", "inte", "ej", "icke", "ei", "en", "nicht", "longer", "lengere",
    "laengere", "lenger",
    "langre", "enaa", "enaan",
];
/// What somebody may not be sent, when nothing but a `no` stands before it.
#[rustfmt::skip]
const OFFERED: &[&str] = &[
    "promo", "promos", "promotion", "promotions", "offers", "ads", "adverts", "campaigns", "tilbud", "kampagner",
    "annoncer",
    "erbjudanden", "kampanjer", "annonser", "tarjouksia", "mainoksia", "mainontaa", "kampanjoita", "mailings", "blasts",
];
const NO_OFFER: &[&str] = &["no", "ingen", "inga", "ej", "ikke", "inte", "ei", "stop", "dont", "keine"];
/// Lists of those who want no advertisements.
const LISTS: &[&str] =
    &["nixreg", "nixlist", "robinsonlist", "robinsonregist", "reservasjonsregist", "markkinointikiel", "mainoskiel"];
/// What may stand beside, and says nothing.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "m", "mo", "mdr", "md", "mnd", "man", "month", "months", "maned", "maneder", "manad", "manader", "kk", "ar", "aar",
    "year", "years", "yr", "yrs", "y", "dage", "dagar", "dager", "days", "day", "d", "uger", "veckor", "uker", "weeks",
    "w", "er", "is", "on", "har", "has", "have", "vaeret", "vart", "varit", "ollut", "been", "siden", "sedan", "since",
    "i", "in", "for", "over", "mere", "mer", "more", "end", "an", "than", "yli", "de", "sidste", "senaste", "siste",
    "last", "viimeiset", "meget", "helt", "status", "segment", "list", "liste", "lista", "gruppe", "grupp", "ryhma",
    "group", "tag", "type", "kategori", "from", "fra", "fran", "as", "of", "the", "en", "et", "ett", "den", "til", "to",
    "at", "pa", "ca", "efter", "after", "all", "alle", "alla", "nu", "now", "vip", "gold", "guld", "gull", "premium",
    "b2b", "b2c", "privat", "private", "erhverv", "q1", "q2", "q3", "q4", "h1", "h2", "lang", "lange", "long", "time",
    "tid", "term", "old", "gammel", "gamle",
];

fn begins(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

pub(super) fn who(word: &str) -> bool {
    begins(word, WHO)
}

/// `24m`, `2023`, `kuukautta`.
pub(super) fn beside(word: &str) -> bool {
    let count = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = count.len() < word.len() && (count.is_empty() || BESIDE.contains(&count));
    number || BESIDE.contains(&word) || begins(word, &["kuukau", "vuot", "vuosi", "viikko", "paiva"])
}

/// Whether it says of whatever stands beside it that it was one before.
pub(super) fn former(word: &str) -> bool {
    FORMER.contains(&word) || INACTIVE.contains(&word)
}

/// `exkunde`, written as one.
fn former_in_one(word: &str) -> bool {
    ["eks", "ex"].iter().any(|before| word.strip_prefix(before).is_some_and(who))
}

fn tag_is_over(words: &[&str]) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| words.iter().any(|word| is(word));
    let former = any(&|w| FORMER.contains(&w))
        || words.windows(2).any(|pair| matches!(pair, ["f", "d"] | ["fore", "detta"]))
        || words.first().is_some_and(|w| *w == "fd");
    let listed =
        words.windows(2).any(|pair| matches!(pair, ["nix" | "robinson", list] if begins(list, &["reg", "list"])));
    if any(&former_in_one) || (former && any(&who)) || listed || any(&|w| begins(w, LISTS)) {
        return true;
    }
    if matches!(words, [no, offered] if NO_OFFER.contains(no) && OFFERED.contains(offered)) {
        return true;
    }
    let denied = any(&|w| NOT.contains(&w)) && any(&|w| begins(w, ACTIVE));
    let not_active = |w: &str| denied && (NOT.contains(&w) || begins(w, ACTIVE));
    let over = |w: &str| INACTIVE.contains(&w) || WHOLE.contains(&w) || ONLY_WHO.contains(&w) || not_active(w);
    let plain = words.iter().all(|w| over(w) || who(w) || written(w) || beside(w));
    let by_itself = any(&|w| over(w) && !ONLY_WHO.contains(&w));
    let of_somebody = any(&over) && any(&|w| who(w) || written(w));
    plain && (by_itself || of_somebody)
}

/// Whether one of the tags says that it is over: that somebody was a customer, takes part no more, or wants no offers.
pub(in crate::import) fn tag_says_over(text: &str) -> bool {
    text.split([',', ';', '|', '/', '\n', '"', '[', ']', '(', ')', '{', '}']).any(|tag| {
        [folded(tag), folded(&split_camel(tag))].iter().any(|tag| {
            let words: Vec<&str> =
                tag.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
            (1..=WORDS_MAX).contains(&words.len()) && tag_is_over(&words)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::note_says_no;
    use super::*;

    fn heard(tag: &str) -> bool {
        note_says_no(tag) || tag_says_over(tag)
    }

    #[rustfmt::skip]
    const OVER: &[&str] = &[
        "Ex-kunde", "inactive 24m", "Framelding", "no marketing", "passiv", "opted-out 2023", "Tidligere kunde",
        "tidl. kunde", "fhv. medlem", "Ekskunde", "eks-medlem", "exmedlem", "f.d. kund", "Fd medlem",
        "före detta medlem", "Förlorad kund", "tidigare prenumerant", "Entinen asiakas", "ent. jäsen",
        "Former customer", "ex-subscriber", "Lost customer", "previous member", "Inaktiv", "inaktive kunder",
        "Inaktiv 12 mdr.", "Inaktiv siden 2022", "inaktiv_6_mån", "INACTIVE CUSTOMER", "InactiveCustomer",
        "status:inactive", "VIP, inaktiv", "Passivt medlem", "passive", "passiivinen", "Passiivinen jäsen",
        "inaktiivinen 24 kk", "Not active", "ikke aktiv", "Ikke længere aktiv", "ej aktiv kund", "inte aktiv",
        "ei aktiivinen", "non-active", "No longer interested", "ikke interesseret", "Churned", "churned 2023-04",
        "churned customer", "Lapsed", "lapsed 180d", "dormant", "Dormant 12 months", "Sovende kunde",
        "vilande medlem", "Hvilende medlemskab", "Disengaged", "unengaged 90d", "Framelding 2022", "Afmelding",
        "Avanmälan", "utmeldt", "Udmeldelse", "No promo", "ingen tilbud", "inga erbjudanden", "ei mainoksia",
        "no newsletter", "Ingen reklame", "Blocked 2021", "blokeret kunde", "Spærret konto", "Sparrad kund",
        "closed account", "Konto lukket", "stängt konto", "Medlemskab udløbet", "expired membership",
        "Cancelled subscription", "Ophørt kunde", "avslutad kund", "avsluttet kunde", "Lopettanut",
        "lopettanut asiakas", "eronnut jäsen", "Utträdd medlem", "NIX-registret", "Robinsonlisten",
        "Reservasjonsregisteret", "Markkinointikielto", "excluded", "Ekskluderet", "unsubbed 2020", "Deceased",
        "STOP 2024",
    ];

    #[test]
    fn a_tag_that_says_it_is_over_is_heard() {
        for over in OVER {
            assert!(heard(over), "{over}");
        }
    }

    #[rustfmt::skip]
    const ORDINARY: &[&str] = &[
        "VIP", "kunde", "Ex libris", "Explorer", "inaktiv lampe", "Passiv højttaler", "passive income", "Passivhus",
        "Export", "Expert", "Exclusive", "Extra", "ekspert", "Eksamen", "ex works", "Excel-kursus", "ny kunde",
        "Aktiv kunde", "aktiv", "active 30d", "Nordisk medlem", "Medlem siden 2019", "loyal customer",
        "gammel kunde", "tidligere ansat", "Former teacher", "Lost & found", "lost in translation", "Tidlig fugl",
        "Tidligere år", "closed toe", "Lukket sko", "closed", "udløbet vare", "Expired card", "churn risk",
        "Churn-risiko", "Newsletter", "Nyhedsbrev 2023", "interesseret", "Interested in golf", "ikke-ryger",
        "no-sugar", "non-food", "Nonstop", "en kunde", "En aktiv familie", "Engros", "engageret", "No. 5",
        "left-handed", "Dead Sea", "Quit smoking", "Ended up in Oslo", "Black Friday 2023", "Blocked drain",
        "rose, tulipan", "Sovende børn", "Dormant volcano tour", "Robin Hood", "Nixon", "Kontakt via butik", "Lead",
        "Lead 2023", "B2B", "Erhverv", "Privat", "Oslo", "Aarhus", "Passionsfrugt", "Entreprenør", "Enthusiast",
        "Mistral", "Fd-skive", "promo code", "Tilbud", "Tilbudsjæger", "no 5", "Formand", "Slutspurt",
        "Sluttet skole", "Excluded middle", "suspended ceiling", "resigned", "eronnut", "Ej kund ännu?",
    ];

    #[test]
    fn an_ordinary_tag_says_nothing() {
        for ordinary in ORDINARY {
            assert!(!heard(ordinary), "{ordinary}");
        }
    }
}
