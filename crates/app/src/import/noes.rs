//! What sounds like a yes or a no, in Danish, Swedish, Norwegian, Finnish, English and in the words of other programs.
//!
//! Invariant: a word that is not known is neither.

mod cells;
mod clause;
mod few;
mod gone;
mod named;
mod notes;
mod status;
mod tags;

pub(super) use cells::{name_cell_says_no, wording_is_of_else, wording_says_no};
pub(super) use few::{alone_says_no, asks_whether, few_words_say_no, is_bare_no, without_countries};
pub(super) use named::{Named, named, named_in};
pub(super) use notes::{note_says_no, remark_says_no, short_says_no};
pub(super) use status::{Says, status};
pub(super) use tags::tag_says_over;

use status::denied_again;

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
    "afmeld", "udmeld", "frameld", "fravalg", "fravaelg", "valjbort", "velgbort", "frasiger", "frabed", "framelt", "afmelt", "tilbagekald", "traadttilbage",
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
    "alalaheta", "eisahkoposti", "eikiitos", "suoramarkkinointikiel", "vastust", "peruttu", "kiellet",
    // German, because headers come in the account's language
    "abmeld", "abgemeldet", "abbestell", "austrag", "widerruf", "gesperrt", "kontaktverbot", "keinemail", "keinewerbung", "unzustellbar",
];
/// Those that say it as a status, or name a column of noes, and may be a part of something else in a note.
#[rustfmt::skip]
const NO_STATUS: &[&str] = &[
    "bounce", "abuse", "spam", "block", "clean", "invalid", "withdr", "revok", "deleted", "erased", "erasure",
    "forgotten", "removed", "inactive", "inaktiv", "disabled", "archiv", "declin", "reject", "refus", "denied",
    "deny", "exclud", "exclusion", "exkluder", "ekskluder", "quarant", "junk", "banned", "expired", "lapsed", "ugyldig", "ogiltig", "virheel", "passiv",
    "sparr", "sperr", "afvist", "avvist", "nagget", "nekad", "slett", "radera", "poist", "blok", "avslut", "afslut",
    "opsig", "stopp", "stopt", "cancel", "notsubscrib", "notinterested", "notoptedin", "nolonger", "unconsent",
    "noconsent", "objecti", "indsigelse", "invandning", "innsigelse", "protest", "nomore", "disallow", "unreachable",
    "nonmailable", "unmailable", "suspend", "avbrut", "avbok", "deaktiv", "deactiv", "ophor", "opphor", "sagtop",
    "sagtup", "verbot", "kuoll", "lopetet", "gesperr", "geloscht", "inaktiivinen", "robinson",
];
/// Names of columns that are noes, as a whole.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "nix", "dnc", "dne", "dnm", "dnd", "robinson", "robinsonliste", "robinsonlisten", "nixregister", "forget", "forgetme", "delete", "stop",
    "stopped", "quit", "left", "leftat", "removed", "cancelled", "canceled", "ended", "endedat", "enddate", "died",
    "dead", "deceased", "afdod", "avliden", "kuollut", "erasedat", "deletedat", "deletiondate", "erased", "deleted",
    "blocked", "rejected", "denied", "no", "nej", "nei", "ei", "objection", "objections", "indsigelse", "complaint",
    "complaints", "spam", "junk", "abuse", "meldtav", "reservasjonsregisteret", "dncemail", "dncreason",
];
/// Parts of words that end something, and what they may end or say beside it in the name of a column.
#[rustfmt::skip]
const ENDED: &[&str] = &[
    "excluded", "exclusion", "inactiv", "inaktiv", "removed", "blocked", "blokeret", "blockerad", "stopp", "ophort",
    "opphort", "avslut", "afslut", "avbrut", "avbok", "deaktiv", "deactiv", "disabled", "suspend", "sparr", "spaerr",
    "sperr", "expired", "cancelled", "canceled", "rejected", "declined", "archived", "terminated", "opsagt", "uppsagd",
    "verbot", "lapsed", "annull", "spam", "deleted", "denied", "refus", "recall", "rescind", "retract", "naegt",
    "afvist", "avvist", "bortfald", "bortfall", "nekad", "nekat", "evatty", "entzogen", "zuruckgezogen", "erlosch",
    "paattyn", "ugyldig", "ogiltig",
];
#[rustfmt::skip]
const ENDED_BESIDE: &[&str] = &[
    "at", "on", "date", "time", "den", "am", "dato", "datum", "pvm", "reason", "arsag", "orsak", "by", "is", "has",
    "was", "e", "email", "mail", "mails", "post", "epost", "mejl", "sms", "subscription", "abonnement", "abonnemang",
    "prenumeration", "newsletter", "nyhedsbrev", "nyhetsbrev", "utskick", "consent", "samtykke", "samtycke",
    "suostumus", "einwilligung", "contact", "kontakt", "subscriber", "marketing", "reklame", "reklam", "from", "list",
    "fra", "fran", "marked", "as", "optin", "permission", "tilladelse", "tillatelse",
];
/// Words that turn a name into its opposite.
#[rustfmt::skip]
const NOT_WORDS: &[&str] = &[
    "not", "no", "dont", "never", "without", "ikke", "ingen", "intet", "uden", "nej", "inte", "ej", "inga", "inget",
    "icke", "utan", "aldrig", "ikkje", "nei", "uten", "aldri", "ei", "ala", "kein", "keine", "nicht", "non", "stop",
];

/// Whether a column of that name is one of noes.
pub(super) fn name_says_no(name: &str) -> bool {
    name_is_no(name)
        || (name_denies(name)
            && (asks_whether(name) || calls(name) || name_words(name).len() == 1 || denied_alone(name)))
}

/// Whether it is about being called.
fn calls(name: &str) -> bool {
    let calls = ["ring", "call", "telefon", "phone", "sms", "fax", "soit", "anruf", "puhel"];
    name_words(name).iter().any(|word| calls.iter().any(|begin| word.starts_with(begin)))
}

/// Whether nothing but small words stands beside what denies: `Gælder ikke`. Of `Do not bend` nobody knows what it is about.
fn denied_alone(name: &str) -> bool {
    let small = [
        "do", "at", "ma", "far", "skal", "ska", "vil", "vill", "onsker", "onskar", "gaelder", "galler", "gjelder",
        "is", "er", "ar", "ja", "tak", "tack", "takk", "thanks", "please", "mere", "mer", "more", "interes", "intres",
        "use", "bruk", "brug",
    ];
    let words = name_words(name);
    words.iter().all(|word| NOT_WORDS.contains(&word.as_str()) || small.iter().any(|begin| word.starts_with(begin)))
}

/// Whether its name is that of a no: whatever stands in it is one.
pub(super) fn name_is_no(name: &str) -> bool {
    let whole = plain(name);
    // `No.` is a number.
    if name.trim() == "No." {
        return false;
    }
    NO_NAMES.contains(&whole.as_str())
        || has(&whole, NO)
        || has(&whole, &["bounce", "complain", "withdr", "revok", "invalid", "blacklist", "suppress", "unreachable"])
        || ["clean", "block", "spam", "delet", "eras"].iter().any(|begin| whole.starts_with(begin))
        || name_ended(name)
}

/// Whether its name says that something ended, and of what is not something else: `Mail blocked`, `Avslutad den`.
fn name_ended(name: &str) -> bool {
    let (ended, beside): (Vec<_>, Vec<_>) =
        name_words(name).into_iter().partition(|word| has(word, ENDED) && !word.starts_with("stoppest"));
    !ended.is_empty() && beside.iter().all(|word| ENDED_BESIDE.contains(&word.as_str()))
}

/// The words of a name.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let folded = folded(&split_camel(name));
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A name that asks for a yes or a no, without saying so: of `Nyhedsbrev ja/nej` the first word.
pub(super) fn question(name: &str) -> Option<String> {
    let words = name_words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let pairs = [
        ["ja", "nej"],
        ["ja", "nei"],
        ["ja", "nein"],
        ["yes", "no"],
        ["kylla", "ei"],
        ["j", "n"],
        ["y", "n"],
        ["1", "0"],
        ["true", "false"],
        ["on", "off"],
    ];
    let [yes, no] = pairs.into_iter().find(|pair| pair.iter().all(|word| has(word)))?;
    Some(words.iter().filter(|w| *w != yes && *w != no).map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// Whether its name turns something into its opposite, which may be about anything: what stands in it must answer that.
fn name_denies(name: &str) -> bool {
    let words = name_words(name);
    // `Order no.` is a number.
    let number = words.len() > 1 && words.last().is_some_and(|word| word == "no");
    let number = number
        || name.trim() == "No."
        || words.windows(2).any(|pair| matches!(pair, [no, of] if no == "no" && of == "of"));
    !number && (words.iter().any(|word| NOT_WORDS.contains(&word.as_str())) || plain(name).starts_with("donot"))
}

/// Whether it answers a question with yes: not with a word about something else.
pub(super) fn answer_is_yes(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "1" | "yes"
            | "ja"
            | "y"
            | "j"
            | "true"
            | "x"
            | "on"
            | "kylla"
            | "checked"
            | "sandt"
            | "sand"
            | "sant"
            | "sann"
            | "tosi"
            | "wahr"
            | "ok"
            | "jatak"
            | "jatack"
            | "jatakk"
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
    // Of what people are sent the name holds half of a word for *deleted*.
    let whole = plain(text).replace("newsletter", "nyhedsbrev");
    let words = folded(text);
    let mut words = words.split(|c: char| !c.is_ascii_alphanumeric());
    !whole.is_empty()
        && (has(&whole, NO)
            || has(&whole, NO_STATUS)
            || NO_NAMES.contains(&whole.as_str())
            || words.any(|word| NOT_WORDS.contains(&word)))
}

/// Answers that say no.
#[rustfmt::skip]
const NOT: &[&str] = &[
    "no", "nej", "nei", "ei", "nein", "false", "0", "00", "never", "aldrig", "aldri", "null", "na", "nan", "none",
    "n", "f", "off", "ingen", "unchecked", "notset", "falsk", "falskt", "epatosi", "neversubscribed", "falsch", "usann",
    "usant", "vaarin",
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
    nothing(text) || answer_is_no(text) || denied_again(text) || text.trim().starts_with("1970-01-01")
}

/// Whether a column of noes that begins with not allowing something says that it is allowed, or with leaving that they
/// came: its own word without what denies it.
pub(super) fn no_is_answered(name: &str, text: &str) -> bool {
    let (name, text) = (plain(name), plain(text));
    let allow = has(&name, &["allow", "tillad", "tillat", "salli"]);
    (allow && matches!(text.as_str(), "allow" | "allowed" | "tillad" | "tilladt" | "tillat" | "tillatet" | "sallittu"))
        || (has(&name, &["optout", "optedout"]) && matches!(text.as_str(), "optin" | "optedin"))
}

#[cfg(test)]
mod tests;
