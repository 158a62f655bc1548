//! Whether free text says no: a note, a tag, the name of a list, of a file or of a sheet in it, the words of a form.

use super::{NO, folded, has, plain};

/// Stems that say no in a status and stand in much else: in places, trades, and what is said of an order.
const SOFT: &[&str] =
    &["klage", "klagomal", "reserver", "slettes", "kielt", "trukket", "vastust", "complain", "stopmail", "austrag"];
/// What says no when nothing else stands there: a tag, a group.
#[rustfmt::skip]
pub(super) const WHOLE: &[&str] = &[
    "dnc", "dne", "dnm", "dnd", "nix", "robinson", "stop", "stopped", "stoppet", "stoppad", "left", "quit", "removed",
    "cancelled", "canceled", "ended", "dead", "deceased", "afdod", "avliden", "kuollut", "erased", "erase", "deleted",
    "delete", "blocked", "blokeret", "blockerad", "estetty", "rejected", "denied", "declined", "objection",
    "indsigelse", "inactive", "inaktiv", "passiv", "exmember", "formermember", "complained", "complaint", "klaget",
    "spam", "junk", "abuse", "bounce", "bounces", "invalid", "ugyldig", "ogiltig", "reservert", "reserverte",
    "reserveret", "sparret", "spaerret", "sperret", "kielletty", "slettes", "slet", "trukket", "nolonger",
];
/// Words that deny what stands beside them.
#[rustfmt::skip]
const NOT: &[&str] = &[
    "not", "no", "dont", "doesnt", "wont", "never", "stop", "stopp", "stopped", "ikke", "ikkje", "ingen", "intet",
    "inga", "inget", "inte", "ej", "icke", "aldrig", "aldri", "nej", "nei", "ei", "ala", "alkaa", "kein", "keine",
    "keinen", "nicht", "eika", "fraset", "declined", "refused", "against", "imod", "mot", "frabedt", "refuses", "declines", "rejects",
    "naegter", "vagrar", "nekter", "afslar", "afslog", "avslar", "avslog", "avboj",
];
/// What is denied there: being written to, or being on a list.
#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "mail", "mejl", "epost", "nyhedsbr", "nyhetsbr", "newsletter", "utskick", "udsend", "utsend", "reklam",
    "markedsfor", "marknadsfor", "marketing", "markkino", "uutiskir", "sahkopost", "werbung", "communicat", "kommunik",
    "henvendels", "consent", "samtyk", "samtyc", "suostum", "spam",
];
/// The same, where a word begins with it.
#[rustfmt::skip]
const WRITTEN_BEGIN: &[&str] = &[
    "kontakt", "contact", "skriv", "send", "skick", "sms", "list", "modtag", "motta", "viest", "lahet", "besked",
    "anything", "hore", "hora", "permission", "nyhed", "nyhet", "forstyr", "disturb", "storas",
];
/// Of whom nobody must be written to any more.
#[rustfmt::skip]
const DEAD: &[&str] = &[
    "rip", "afdod", "dod", "doed", "dode", "avliden", "avdod", "deceased", "died", "kuollut", "verstorben", "gestorben",
];
/// What people write who write much.
const SHORT: &[&str] = &["afm", "avm", "afmld", "avanm", "avreg", "unsubbed", "unsubs"];
/// Taking away: of whoever stands there, or from what they are sent.
#[rustfmt::skip]
const AWAY: &[&str] = &[
    "remov", "delet", "eras", "fjern", "slet", "rader", "poist", "losch", "gelosch", "forget", "forgot", "glem", "reserver",
    "kielt", "klage", "complain", "trukket", "vastust", "avbryt", "avbrut", "indstil",
];
/// What people say when they leave, in so many words.
#[rustfmt::skip]
const LEFT: &[&str] = &[
    "meldtfra", "meldtefra", "meldtsigfra", "meldtesigfra", "meldtsigud", "meldtesigud", "meldtud", "meldtsegav",
    "meldtesegav", "meldtsegut", "meldtesegut", "sigaflisten", "sigavlistan", "segavlisten", "offthelist", "offourlist",
    "sagtnej", "sagdenej", "sigernej", "sanej", "sadenej", "sagernej", "tackatnej", "tackadenej", "takketnej",
    "takkednej", "sagtnei", "sanei", "siernei", "takketnei", "saidno", "saysno", "samtykketilbage", "samtycketillbaka",
];
/// Whom or what for.
const WHOM: &[&str] = &[
    "wants",
    "tiedot",
    "tietoni",
    "me",
    "mig",
    "meg",
    "mich",
    "minut",
    "gdpr",
    "them",
    "her",
    "him",
    "hende",
    "ham",
    "bedt",
    "beder",
    "bett",
    "requested",
    "requests",
    "request",
    "asked",
];

/// The words of a text, without addresses of pages and people.
fn words(text: &str) -> Vec<String> {
    let kept: Vec<&str> = text.split_whitespace().filter(|w| !w.contains('@') && !w.contains("://")).collect();
    let folded = folded(&kept.join(" ")).replace(['\'', '’', '´', '`'], "");
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn any(words: &[String], is: impl Fn(&str) -> bool) -> bool {
    words.iter().any(|word| is(word))
}

fn begins(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

pub(super) fn written(word: &str) -> bool {
    // Whoever was not contacted yet did not ask for that.
    let was = matches!(word, "contacted" | "kontaktet" | "kontaktad" | "kontaktede");
    !was && (has(word, WRITTEN) || begins(word, WRITTEN_BEGIN))
}

/// Whether a part of a sentence denies being written to, or takes somebody away.
fn clause_says_no(clause: &str) -> bool {
    // `e-mail` is one word, and so is `e-post`.
    let clause = clause.replace("e-", "e").replace("E-", "e");
    let words = words(&clause);
    let about = any(&words, written);
    let whom = any(&words, |w| WHOM.contains(&w));
    let away = any(&words, |w| begins(w, AWAY) || matches!(w, "off" | "bort"));
    let not = any(&words, |w| NOT.contains(&w));
    let no_more = any(&words, |w| matches!(w, "mere" | "mer" | "more" | "flere" | "fler"));
    let letters = any(&words, |w| matches!(w, "post" | "breve" | "brev" | "beskeder" | "meddelanden" | "messages"));
    let dead = any(&words, |w| DEAD.contains(&w))
        || words.windows(2).any(|pair| LEFT.contains(&pair.concat().as_str()))
        || words.windows(3).any(|three| LEFT.contains(&three.concat().as_str()))
        || has(&words.concat(), &["passedaway", "vedoden", "veddoden", "gaetbort", "gickbort", "gattbort", "isdead"]);
    (not && (about || (no_more && letters))) || (away && (about || whom)) || dead || any(&words, |w| SHORT.contains(&w))
}

/// Whether a note, a tag or a remark says no in so many words.
pub(in crate::import) fn note_says_no(text: &str) -> bool {
    let whole = plain(&words(text).join(" ")).replace("newsletter", "nyhedsbrev");
    if whole.is_empty() {
        return false;
    }
    let hard = NO.iter().filter(|stem| !SOFT.contains(stem)).any(|stem| whole.contains(stem));
    // A sign before a tag takes it away.
    let taken = text.split([',', ';', '|', ' ']).filter_map(|tag| tag.trim().strip_prefix(['-', '!', '~']));
    let taken = taken.filter(|tag| tag.starts_with(char::is_alphabetic)).any(|tag| written(&plain(tag)));
    let rests = folded(text).replace('.', "").split(|c: char| !c.is_alphanumeric()).any(|word| word == "rip");
    hard || rests
        || taken
        || has(&whole, &["bounced", "nonmarketing"])
        || text
            .split([',', ';', '|', '/', '\n', '"', '[', ']', '(', ')'])
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

/// Whether something that is no remark, such as a name, says no all the same: `Hans (afmeldt)`.
pub(in crate::import) fn name_cell_says_no(text: &str) -> bool {
    let lower = text.to_lowercase();
    let dead = |word: &str| matches!(word, "død" | "afdød" | "död" | "avliden" | "avdød" | "deceased" | "kuollut");
    let dead = lower.split(|c: char| !c.is_alphabetic()).any(dead);
    dead || has(
        &words(text).concat(),
        &[
            "unsubscr",
            "afmeld",
            "udmeld",
            "avregistr",
            "avanmal",
            "avmeld",
            "donotemail",
            "donotcontact",
            "donotmail",
            "optout",
            "optedout",
            "frameldt",
            "abgemeldet",
            "suppress",
            "blacklist",
            "blocklist",
        ],
    )
}

/// Whether the words that somebody saw ask for a no and not for a yes: `Nej tak`, `Kryds af, hvis du ikke vil have …`.
pub(in crate::import) fn wording_says_no(text: &str) -> bool {
    let first = text.split(['.', '!', '?', '\n']).next().unwrap_or_default();
    let words = words(first);
    let denies = words.first().is_some_and(|w| matches!(w.as_str(), "nej" | "no" | "nei" | "ei" | "nein"));
    denies
        || has(
            &words.concat(),
            &[
                "jegonskerikke",
                "jegvilikke",
                "duikkevil",
                "duikkeonsker",
                "jagvillinte",
                "jagonskarinte",
                "duintevill",
                "duinteonskar",
                "idonotw",
                "idontw",
                "youdonotw",
                "youdontw",
                "iprefernot",
                "youprefernot",
                "prefernotto",
                "enhalua",
                "ethalua",
                "ichmochtekeine",
                "siekeine",
                "doesnotwant",
                "donotsendme",
                "dontsendme",
                "ikkesendemig",
                "ikkesendmig",
                "optout",
                "unsubscribeme",
            ],
        )
}

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

/// What a name such as `unsubscribed_members.csv` or a line above a table says of those in it.
pub(in crate::import) fn named(name: &str) -> Named {
    let lower = name.to_lowercase();
    let name = [".csv", ".xlsx", ".txt", ".tsv", ".zip"].iter().fold(lower, |name, end| name.replace(end, " "));
    let words = words(&name.replace('_', " "));
    // `kunder uden afmeldte.csv` are those who did not.
    let without =
        ["uden", "utan", "uten", "without", "excl", "excluding", "except", "undtagen", "ohne", "ilman", "minus"];
    if any(&words, |w| without.contains(&w)) {
        return Named::Nothing;
    }
    let whole = words.concat().replace("newsletter", "nyhedsbrev");
    let stems = [
        "kielto",
        "nolonger",
        "spaerr",
        "sparr",
        "sperr",
        "peruu",
        "bounce",
        "cleaned",
        "complained",
        "complaints",
        "blokeret",
        "blocked",
        "reserverte",
        "reservert",
        "nejtak",
    ];
    // `kunder ikke afmeldte.csv` are those who did not, too.
    let not = |w: &String| matches!(w.as_str(), "ikke" | "inte" | "ej" | "not" | "ei" | "nicht");
    if words.windows(2).any(|pair| matches!(pair, [first, second] if not(first) && has(second, NO))) {
        return Named::Nothing;
    }
    let hard = NO.iter().filter(|stem| !SOFT.contains(stem)).any(|stem| whole.contains(stem));
    let no = hard || has(&whole, &stems) || any(&words, |w| WHOLE.contains(&w) && !matches!(w, "left" | "inactive"));
    let beside = ["og", "och", "and", "und", "ja", "plus", "samt", "all", "alle", "alla", "kaikki"];
    match no {
        true if any(&words, |w| beside.contains(&w)) => Named::Mixed,
        true => Named::No,
        false => Named::Nothing,
    }
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

    #[test]
    fn words_that_ask_for_a_no_prove_no_yes() {
        assert!(wording_says_no("Nej tak, jeg ønsker ikke nyhedsbrevet"));
        assert!(wording_says_no("Sæt kryds hvis du ikke vil have nyhedsbrev"));
        assert!(wording_says_no("Tick here if you do not want to hear from us"));
        assert!(!wording_says_no("Ja tak til nyhedsbrev. Jeg kan altid afmelde mig, hvis jeg ikke vil have det."));
        assert!(!wording_says_no("Yes, send me the newsletter, and do not share my address"));
    }

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
        ] {
            assert_eq!(named(no), Named::No, "{no}");
        }
        assert_eq!(named("aktive og afmeldte.csv"), Named::Mixed);
        for other in
            ["subscribed_members_export.csv", "people.csv", "kunder uden afmeldte.csv", "kunder ikke afmeldte.csv"]
        {
            assert_eq!(named(other), Named::Nothing, "{other}");
        }
    }
}
