//! What sounds like a yes or a no, in Danish, Swedish, Norwegian, Finnish, English and in the words of other programs.
//!
//! Invariant: a word that is not known is neither.

/// Lower case without marks over letters: `Gælder ikke` and `GAELDER IKKE` are one.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => folded.push('a'),
            'ö' | 'ø' | 'ó' | 'ò' | 'ô' => folded.push('o'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'ü' | 'ú' | 'ù' => folded.push('u'),
            'í' | 'ï' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ð' => folded.push('d'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            // A letter and a mark over it that stand apart.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' => {}
            c => folded.push(c),
        }
    }
    folded
}

/// The same without spaces and signs.
pub(super) fn plain(text: &str) -> String {
    folded(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

fn has(text: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| text.contains(stem))
}

/// Parts of words that say no wherever they stand: in the name of a column, in a status, in a note.
#[rustfmt::skip]
const NO: &[&str] = &[
    // English, and what programs write
    "unsub", "optout", "optedout", "optingout", "complain", "blacklist", "blocklist", "suppress", "withdrawn",
    "withdrew", "revoked", "donotcontact", "donotemail", "donotmail", "donotsend", "dontemail", "dontmail",
    "dontsend", "noemail", "nomail", "nonewsletter", "nomarketing", "hardbounce", "markedasspam", "spamreport",
    "undeliverable", "stopmail", "removeme", "objected", "gdprdelet", "gdprerase", "gdprforget", "righttobeforgotten",
    "keepout", "nevercontact", "nevermail", "neveremail", "excludefrommail", "deregister", "signedoff", "signedout",
    // Danish
    "afmeld", "udmeld", "frameld", "fravalg", "frabed", "framelt", "afmelt", "tilbagekald", "traadttilbage",
    "reklamebeskyt", "markedsforingsbeskyt", "onskerikke", "vilikke", "ingenmail", "ingenemail", "ingennyhed",
    "ingenreklame", "ingenmarkedsf", "ikkemail", "ikkekontakt", "maikkekontakt", "nejtak", "slettet", "opsagt",
    "klage",
    // Swedish
    "avreg", "avanmal", "avbojt", "avbojd", "avsagt", "aterkall", "aterta", "villinte", "onskarinte", "ejutskick",
    "ingautskick", "ingenreklam", "ingamejl", "ingamail", "skickainte", "kontaktainte", "nejtack", "raderad",
    "borttag", "sparrad", "nixad", "avprenumer", "uppsagd", "klagomal",
    // Norwegian
    "avmeld", "utmeld", "reserver", "trukket", "nyhetsbrevnei", "neitakk", "viliikke", "ikkesend", "slettes",
    "sperret",
    // Finnish
    "peruutet", "peruutt", "perunut", "kielt", "estetty", "poistet", "poistunut", "eimarkkinoint", "eiuutiskirj",
    "alalaheta", "eisahkoposti", "eikiitos", "suoramarkkinointikiel", "vastust",
    // German, because headers come in the account's language
    "abgemeldet", "abbestell", "austrag", "widerruf", "gesperrt", "keinemail", "keinewerbung", "unzustellbar",
];
/// Those that say it as a status, or name a column of noes, and may be a part of something else in a note.
#[rustfmt::skip]
const NO_STATUS: &[&str] = &[
    "bounce", "abuse", "spam", "block", "clean", "invalid", "withdr", "revok", "deleted", "erased", "erasure",
    "forgotten", "removed", "inactive", "inaktiv", "disabled", "archiv", "declin", "reject", "refus", "denied",
    "deny", "exclu", "quarant", "junk", "banned", "expired", "lapsed", "ugyldig", "ogiltig", "virheel", "passiv",
    "sparr", "sperr", "afvist", "avvist", "nagget", "nekad", "slett", "radera", "poist", "blok", "avslut", "afslut",
    "opsig", "stopp", "stopt", "cancel", "notsubscrib", "notinterested", "notoptedin", "nolonger", "unconsent",
    "noconsent", "objecti", "indsigelse", "invandning", "innsigelse", "protest", "nomore", "disallow", "unreachable",
    "nonmailable", "unmailable", "kuoll", "lopetet", "gesperr", "geloscht", "inaktiivinen", "robinson",
];
/// Names of columns that are noes, as a whole.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "nix", "dnc", "dne", "dnm", "dnd", "robinson", "robinsonliste", "forget", "forgetme", "delete", "gdpr", "stop",
    "stopped", "quit", "left", "leftat", "removed", "cancelled", "canceled", "ended", "endedat", "enddate", "died",
    "dead", "deceased", "afdod", "avliden", "kuollut", "erasedat", "deletedat", "deletiondate", "erased", "deleted",
    "blocked", "rejected", "denied", "no", "nej", "nei", "ei", "objection", "objections", "indsigelse", "complaint",
    "complaints", "spam", "junk", "abuse",
];
/// Words that turn a name into its opposite.
#[rustfmt::skip]
const NOT_WORDS: &[&str] = &[
    "not", "no", "dont", "never", "without", "ikke", "ingen", "intet", "uden", "nej", "inte", "ej", "inga", "inget",
    "icke", "utan", "aldrig", "ikkje", "nei", "uten", "aldri", "ei", "ala", "kein", "keine", "nicht", "non", "stop",
];

/// Whether a column of that name is one of noes.
pub(super) fn name_says_no(name: &str) -> bool {
    name_is_no(name) || name_denies(name)
}

/// Whether its name is that of a no: whatever stands in it is one.
pub(super) fn name_is_no(name: &str) -> bool {
    let whole = plain(name);
    NO_NAMES.contains(&whole.as_str())
        || has(&whole, NO)
        || has(&whole, &["bounce", "complain", "withdr", "revok", "invalid", "blacklist", "suppress", "unreachable"])
        || ["clean", "block", "spam", "delet", "eras"].iter().any(|begin| whole.starts_with(begin))
}

/// Whether its name turns something into its opposite, which may be about anything: what stands in it must answer that.
fn name_denies(name: &str) -> bool {
    let words = folded(&split_camel(name));
    let words: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // `Order no.` is a number.
    let number = words.len() > 1 && words.last() == Some(&"no");
    !number && words.iter().any(|word| NOT_WORDS.contains(word))
}

/// Whether it answers a question with yes: not with a word about something else.
pub(super) fn answer_is_yes(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "1" | "yes" | "ja" | "y" | "j" | "true" | "x" | "on" | "kylla" | "checked" | "sandt" | "sant"
    ) || matches!(text.trim(), "✓" | "✔" | "☑" | "×" | "✗")
}

/// Whether what stands in a column of noes says the opposite of one, so that nobody knows which was meant.
pub(super) fn no_is_contradicted(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "subscribed"
            | "active"
            | "aktiv"
            | "aktivt"
            | "valid"
            | "ok"
            | "deliverable"
            | "optin"
            | "optedin"
            | "tilmeldt"
            | "confirmed"
    )
}

/// `doNotMail` is three words.
fn split_camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut lower = false;
    for c in name.chars() {
        if c.is_uppercase() && lower {
            out.push(' ');
        }
        lower = c.is_lowercase();
        out.push(c);
    }
    out
}

/// Whether a text sounds like a no in any way: a status, an answer, a list of reasons.
pub(super) fn sounds_no(text: &str) -> bool {
    let whole = plain(text);
    let words = folded(text);
    let mut words = words.split(|c: char| !c.is_ascii_alphanumeric());
    !whole.is_empty()
        && (has(&whole, NO)
            || has(&whole, NO_STATUS)
            || NO_NAMES.contains(&whole.as_str())
            || words.any(|word| NOT_WORDS.contains(&word)))
}

/// Whether a note, a tag or a remark says no in so many words.
pub(super) fn note_says_no(text: &str) -> bool {
    let whole = plain(text);
    has(&whole, NO)
        || has(
            &whole,
            &[
                "bounced",
                "inteha",
                "inteskick",
                "ikkehavemail",
                "ikkesend",
                "ikkeskriv",
                "ikkekontakt",
                "ikkeha",
                "ikkemodtage",
            ],
        )
}

/// Whether something that is no remark, such as a name, says no all the same: `Hans (afmeldt)`.
pub(super) fn name_cell_says_no(text: &str) -> bool {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| !word.contains('@') && !word.contains("://")).collect();
    has(
        &plain(&words.join(" ")),
        &[
            "unsubscr",
            "afmeld",
            "udmeld",
            "avregistr",
            "avanmal",
            "avmeld",
            "donotemail",
            "donotcontact",
            "optout",
            "optedout",
        ],
    )
}

/// Whether the name of a file says that its people said no: `unsubscribed_members.csv`.
pub(super) fn file_says_no(name: &str) -> bool {
    has(
        &plain(name),
        &[
            "unsub",
            "afmeld",
            "udmeld",
            "frameld",
            "avregistr",
            "avanmal",
            "avmeld",
            "suppress",
            "optout",
            "optedout",
            "blocklist",
            "blacklist",
            "bounce",
            "cleaned",
            "complain",
            "donotmail",
            "donotcontact",
            "donotemail",
        ],
    )
}

/// What an answer or a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
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
    "freelygivenconsentfromcontact", "freelygivenconsent", "consent", "marketingcontact",
];
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "pending", "unconfirmed", "nonsubscribed", "notconfirmed", "transactional", "awaitingconfirmation",
    "optinpending", "pendingoptin", "waiting", "new", "afventer", "ubekraeftet", "vantar", "obekraftad", "vantande",
    "venter", "ubekreftet", "odottaa", "vahvistamatta", "ausstehend", "unbestatigt", "unverified", "notset",
    "imported", "emailonly", "nonmarketingcontact", "notapplicable", "legitimateinterestprospectlead",
    "legitimateinterestexistingcustomer", "legitimateinterestother", "legitimateinterest", "performanceofacontract",
];
const NEVER: &[&str] = &["neversubscribed", "notsubscribed", "notoptedin", "noconsent", "aldrigtilmeldt"];

/// What a status says.
pub(super) fn status(text: &str) -> Says {
    let word = plain(text);
    let word = word.as_str();
    if YES.contains(&word) {
        Says::Yes
    } else if NOTHING.contains(&word) {
        Says::Nothing
    } else if NEVER.contains(&word) {
        Says::NotYes
    } else if has(word, &["complain", "spam", "abuse", "junk", "klage", "klagomal"]) {
        Says::Complained
    } else if has(word, &["bounce", "clean", "invalid", "undeliver", "ugyldig", "ogiltig", "unzustellbar"]) {
        Says::Bounced
    } else if sounds_no(text) {
        Says::No
    } else {
        Says::Unknown
    }
}

/// Answers that say no.
#[rustfmt::skip]
const NOT: &[&str] = &[
    "no", "nej", "nei", "ei", "nein", "false", "0", "00", "never", "aldrig", "aldri", "null", "na", "nan", "none",
    "n", "f", "off", "ingen", "unchecked", "notset", "falsk", "falskt", "epatosi", "neversubscribed",
];

/// Whether an answer is a no.
pub(super) fn answer_is_no(text: &str) -> bool {
    NOT.contains(&plain(text).as_str())
}

/// Whether a field says that there is nothing in it, as programs write that: brackets, a dash, the beginning of time.
pub(super) fn nothing(text: &str) -> bool {
    let signs = text.chars().all(|c| c.is_whitespace() || c.is_control() || "[]{}()-–—_.,:;'\"/\\".contains(c));
    signs
        || matches!(
            plain(text).as_str(),
            "null" | "na" | "nan" | "none" | "unknown" | "ukendt" | "okand" | "ukjent" | "tuntematon"
        )
        || text.starts_with("0000-00-00")
}

/// Whether what stands in a column of noes says none.
pub(super) fn no_is_denied(text: &str) -> bool {
    nothing(text) || answer_is_no(text) || text.trim().starts_with("1970-01-01")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_noes_are_known_by_name() {
        for name in [
            "Unsubscribed from all email",
            "UNSUB_TIME",
            "CLEAN_TIME",
            "Opted out of email: One to One",
            "Email Suppressions",
            "Email hard bounce reason",
            "Invalid email address",
            "Avmeldt",
            "Udmeldt",
            "Withdrawn",
            "Deleted at",
            "Gælder ikke",
            "Ønsker ikke mail",
            "Reklamebeskyttet",
            "NIX",
            "DNC",
            "Erased",
            "GDPR delete",
            "Suppressed",
            "Email Address Is Invalid",
            "Markkinointikielto",
            "Får ej kontaktas",
            "doNotEmail",
            "no_mail",
            "Reservert",
            "Avregistrerad",
            "Blokeret",
            "Spam report",
        ] {
            assert!(name_says_no(name) || sounds_no(name), "{name}");
        }
        for name in [
            "Email Address",
            "Notes",
            "Member Rating",
            "Nordisk medlem",
            "City",
            "Note",
            "Noter",
            "Notification level",
            "Klub",
        ] {
            assert!(!name_says_no(name), "{name}");
        }
    }

    #[test]
    fn a_status_is_a_yes_only_where_it_is_known_as_one() {
        for (word, want) in [
            ("Subscribed", Says::Yes),
            ("Aktiv", Says::Yes),
            ("Kyllä", Says::Yes),
            ("Påmeldt", Says::Yes),
            ("pending", Says::Nothing),
            ("NEVER_SUBSCRIBED", Says::NotYes),
            ("Withdrawn", Says::No),
            ("Inactive", Says::No),
            ("Opted out", Says::No),
            ("blocklisted", Says::No),
            ("Slettet", Says::No),
            ("Avmeldt", Says::No),
            ("Peruutettu", Says::No),
            ("USER_SUPPRESSED", Says::No),
            ("[{'reason': 'HARD_BOUNCE'}]", Says::Bounced),
            ("Complained", Says::Complained),
            ("отписан", Says::Unknown),
            ("perhaps", Says::Unknown),
            ("", Says::Unknown),
        ] {
            assert_eq!(status(word), want, "{word}");
        }
        assert!(["[]", "{}", "-", " ", "null", "n/a", "0000-00-00 00:00:00"].iter().all(|text| no_is_denied(text)));
        assert!(!no_is_denied("✓") && !no_is_denied("x") && !no_is_denied("2024-01-01"));
        assert!(note_says_no("vil ikke have mail") && note_says_no("Ønsker ikke mail") && !note_says_no("VIP, Kurser"));
        assert!(!sounds_no("Interested") && !sounds_no("International") && sounds_no("vill inte") && sounds_no("nej"));
    }
}
