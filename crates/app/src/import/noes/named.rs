//! What the name of a file, of a sheet in it, or a line above a table says of all who stand below it.

use super::{
    NO, NO_STATUS,
    clause::{NOT, any, begins, words},
    few::{alone, few_words_say_no, known_beside},
    has,
    notes::{SOFT, WHOLE, note_says_no},
    tags::{former, tag_says_over},
};

/// What the name of a file or of a sheet says of all who stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Named {
    /// Nothing.
    Nothing,
    /// That they said no, and others beside them may stand there too.
    Mixed,
    /// That they said no.
    No,
}

/// Parts of names that say it of all.
#[rustfmt::skip]
const STEMS: &[&str] = &[
    "kielto", "nolonger", "spaerr", "sparr", "sperr", "peruu", "cleaned", "complained", "complaints",
    "blokeret",
    "blocked", "reserverte", "reservert", "nejtak", "slettede", "slettade", "stopliste", "stoplist", "stopplist",
    "sortliste",
    "svartlist", "svarteliste", "mustalista", "nixliste", "nixlista", "indsigelse", "innsigelse", "invandning",
    "vastust",
    "erasure", "forgetme", "avhopp", "peruneet", "poistuneet", "poistetut", "eronneet", "estolist", "reservasjon",
    "kontaktikke", "kontaktintee", "kontaktaej", "kontaktej", "dontcontact", "nocontact", "perutut", "perutet", "kieltan", "trukne", "trukket", "slettelist", "irtisanoutun",
    "werbewiderspr", "werbesperr", "widerspruch", "verstorben", "ausgetreten", "loschung", "zuloschen", "uttradd",
];
/// Words that say it of all.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "dode", "afdode", "afdod", "avdode", "avlidna", "avliden", "doda", "kuolleet", "deceased", "dead", "nej", "nei",
    "nix",
    "doede",
    "dnc", "nejliste", "nejlista", "neiliste",
];
/// Words of other names that are no answer: a country, the end of a campaign, a list that somebody tidied up.
#[rustfmt::skip]
const ELSEWHERE: &[&str] = &[
    "no", "non", "end", "slut", "slutt", "opted", "death", "refund", "clean", "optin", "ex", "eks", "hold",
];
/// Words of the names of files, of those who did not answer to the end, or who are over.
#[rustfmt::skip]
const OVER: &[&str] = &[
    "utgangna", "udlobne", "utlopte", "annullerede", "annullerte", "avbestallda", "afbestilte", "returmails", "unconfirmed",
    "pending", "vahvistamattomat", "ubekraeftede", "obekraftade", "ubekreftede", "out", "ude", "ute", "arkiv", "arkisto",
];
/// A consent, or being on a list, without which somebody may stand in a list of their own.
#[rustfmt::skip]
const WITHOUT: &[&str] = &[
    "consent", "samtyk", "samtyc", "suostum", "permission", "tilladelse", "tillatelse", "tillstand", "lupa", "optin",
    "subscri",
    "tilmeld", "pameld", "prenum", "abonn", "confirm", "bekraeft", "bekraft", "nyhedsbrev", "nyhetsbrev", "uutiskirj",
    "marketing", "markedsf", "marknadsf",
];

/// What a name such as `unsubscribed_members.csv` or a line above a table says of those in it. Where somebody vouches for
/// all of them, any word that may end something asks first.
pub(in crate::import) fn named(name: &str, vouched: bool) -> Named {
    let lower = name.to_lowercase();
    let name = [".csv", ".xlsx", ".txt", ".tsv", ".zip"].iter().fold(lower, |name, end| name.replace(end, " "));
    let words = words(&name.replace('_', " "));
    // `kunder uden afmeldte.csv` are those who did not.
    let without = [
        "uden",
        "utan",
        "uten",
        "without",
        "excl",
        "excluding",
        "except",
        "undtagen",
        "ohne",
        "ilman",
        "minus",
        "ekskl",
        "exkl",
    ];
    if any(&words, |w| without.contains(&w)) {
        return if any(&words, |w| has(w, WITHOUT)) { Named::Mixed } else { Named::Nothing };
    }
    if is_of_things(&words) {
        return Named::Nothing;
    }
    let whole = words.concat().replace("newsletter", "nyhedsbrev");
    // `kunder ikke afmeldte.csv` are those who did not, too.
    let not = |w: &String| matches!(w.as_str(), "ikke" | "inte" | "ej" | "not" | "ei" | "nicht");
    if words.windows(2).any(|pair| matches!(pair, [first, second] if not(first) && has(second, NO))) {
        return Named::Nothing;
    }
    let hard = NO.iter().filter(|stem| !SOFT.contains(stem)).any(|stem| whole.contains(stem));
    let firm = hard || has(&whole, STEMS);
    let soft = |w: &str| {
        WORDS.contains(&w) || w.starts_with("bounce") || (WHOLE.contains(&w) && !matches!(w, "left" | "inactive"))
    };
    let no = firm || any(&words, soft);
    // A word that says it by itself may be another's beside one that is not known: `Robinson Crusoe`, `one-stop-shop`.
    let alone = firm || words.iter().all(|w| soft(w) || known_beside(w));
    let beside = ["og", "och", "and", "und", "ja", "plus", "samt", "all", "alle", "alla", "kaikki"];
    match no {
        true if !alone || any(&words, |w| beside.contains(&w)) => Named::Mixed,
        true => Named::No,
        false if vouched && may_end(&words) => Named::Mixed,
        false => Named::Nothing,
    }
}

/// What is ordered, or gone to: what of it was cancelled, or is about an end, says nothing of whoever ordered it.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "order", "ordre", "ordrer", "bestilling", "bestallning", "booking", "tider", "kurs", "kurser", "kursus", "event", "bestellung",
    "tilaukset", "varaukset", "dublet", "dubblett", "dubletter", "dubbletter", "tuplat",
];
/// Those who are in a list of people, whatever it is about.
const PEOPLE: &[&str] = &["afmeld", "avmeld", "avanmal", "framel", "unsub", "optout", "udmeld", "utmeld", "suppress"];

/// Whether a name is about what was ordered or visited, and not about who was written to.
fn is_of_things(words: &[String]) -> bool {
    any(words, |w| THINGS.iter().any(|thing| w == *thing || (thing.len() > 3 && (w.starts_with(thing)))))
        && !any(words, |w| begins(w, PEOPLE))
        && !any(words, |w| has(w, WITHOUT) || super::clause::written(w))
}

/// What the name of a sheet says in a file of that name: the one of those who take part beside the one of those who left.
pub(in crate::import) fn named_in(file: Named, title: &str, vouched: bool) -> Named {
    let part = ["aktiv", "active", "subscri", "tilmeld", "pameld", "prenum", "tilaa", "abonn"];
    match (file, named(title, vouched)) {
        (Named::No, _) => Named::No,
        (Named::Mixed, Named::Nothing) if !any(&words(title), |w| w == "ja" || begins(w, &part)) => Named::Mixed,
        (_, of) => of,
    }
}

/// Whether something in a name may say that somebody takes part no more, or did not agree.
fn may_end(words: &[String]) -> bool {
    let joined = words.join(" ");
    let begun = |word: &str| {
        NO_STATUS.iter().any(|stem| word.strip_prefix(stem).is_some_and(|rest| rest.len() <= 3))
            || word.starts_with("nonsub")
    };
    tag_says_over(&joined)
        || few_words_say_no(&joined)
        || note_says_no(&joined)
        || (any(words, |w| NOT.contains(&w)) && any(words, |w| w == "opted" || has(w, WITHOUT)))
        || any(words, |w| !ELSEWHERE.contains(&w) && (alone(w) || former(w) || begun(w) || OVER.contains(&w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_its_people_said() {
        for no in [
            "unsubscribed_members_export.csv",
            "Afmeldte 2024.xlsx",
            "suppression_list.csv",
            "spærreliste.csv",
            "peruutetut.csv",
            "abmeldungen.csv",
            "do-not-contact.csv",
            "nej-tak.csv",
            "stop.csv",
            "reserverte.csv",
            "deleted contacts.csv",
            "Kieltolista.csv",
            "no-longer-subscribed.csv",
            "slettede.csv",
            "døde.xlsx",
            "afdøde medlemmer.csv",
            "stopliste.csv",
            "stoplist.csv",
            "sortliste.csv",
            "nixliste.csv",
            "indsigelser.csv",
            "Nej",
            "erasure requests.csv",
            "forget-me.csv",
            "avhopp.csv",
            "peruneet.csv",
            "poistuneet.csv",
            "Estolista",
            "reservasjon.csv",
            "kontakt ikke.csv",
            "Ikke kontakt",
        ] {
            assert_eq!(named(no, false), Named::No, "{no}");
        }
        assert_eq!(named("aktive og afmeldte.csv", false), Named::Mixed);
        for other in
            ["subscribed_members_export.csv", "people.csv", "kunder uden afmeldte.csv", "kunder ikke afmeldte.csv"]
        {
            assert_eq!(named(other, true), Named::Nothing, "{other}");
        }
    }

    #[rustfmt::skip]
    #[test]
    fn whoever_vouches_for_a_list_that_may_be_of_those_who_left_is_asked() {
        for asks in [
            "klager.csv", "removals.csv", "blocks.csv", "churned.csv", "lost customers.csv", "tidligere kunder.csv",
            "inactive.csv", "audience_archived_members.csv", "nonsubscribed_members_export.csv", "ophørte.csv",
            "Former members.xlsx", "inaktive 2023.csv", "passive medlemmer.csv", "avslutade.csv", "Exit list",
            "Leavers",
            "opsagte abonnementer.csv", "rejected.csv", "expired.csv", "lapsed_180d.csv", "entiset jäsenet.csv",
            "Ex-kunder.csv",
            "kunder uden samtykke.csv", "customers without consent.csv", "not opted in.csv", "ej godkända utskick.csv",
        ] {
            assert_ne!(named(asks, true), Named::Nothing, "{asks}");
        }
        for other in [
            "kunder.csv", "Ark1", "Sheet1", "Nyhedsbrev 2024.xlsx", "export 2024-05.csv", "VIP-kunder.csv",
            "medlemmer.csv",
            "subscribed_members_export.csv", "stoppesteder.csv", "kunder_no.csv", "blokfløjter.csv", "aktive.csv",
            "Leads 2024",
            "clean list.csv", "kunder uden telefon.csv", "opt-in.csv", "newsletter_subscribers.csv", "Klagenfurt.csv",
            "Peru.csv",
            "Messe Aarhus.csv", "prenumeranter.csv", "uutiskirjeen tilaajat.csv", "Tilmeldte.csv", "Samtykker.csv",
        ] {
            assert_eq!(named(other, true), Named::Nothing, "{other}");
        }
    }

    #[test]
    fn a_sheet_is_in_its_file() {
        assert_eq!(named_in(Named::Mixed, "Aktive", true), Named::Nothing);
        assert_eq!(named_in(Named::Mixed, "Ark1", true), Named::Mixed);
        assert_eq!(named_in(Named::Nothing, "Afmeldte", false), Named::No);
        assert_eq!(named_in(Named::No, "Aktive", false), Named::No);
    }
}
