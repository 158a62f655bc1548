//! A no that one sentence says by what stands together in it, in whatever order: that somebody is to be forgotten, wants no more of
//! what is sent, asks that it ends, or is never to be written to again.
//!
//! Invariant: what is ended, deleted or not wanted is named there, and is what people are sent or what is kept about them; an order,
//! a lesson or a delivery is neither.

/// The words of one sentence, in one spelling for one word: `ik`, `itj` and `ikkje` are `ikke`.
pub(super) fn sentences(text: &str) -> Vec<Vec<String>> {
    let text = text.to_lowercase().replace('’', "'");
    let text = unwrapped(&text);
    let parted = text.split(['.', '!', '?', '\n', ';', ')']);
    let words = |part: &str| -> Vec<String> {
        let kept = |c: char| c.is_alphanumeric() || "'-".contains(c);
        part.split(|c: char| !kept(c)).filter(|word| !word.is_empty()).map(spelled).collect()
    };
    parted.map(words).filter(|words| !words.is_empty() && words.len() <= super::WORDS_MAX).collect()
}

/// Lines that a program broke, as one: what is long, or goes on in small letters, is not over.
fn unwrapped(text: &str) -> String {
    const BROKEN: usize = 25;
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        out.push_str(line);
        let goes_on = line.chars().count() >= BROKEN && !line.ends_with(['.', '!', '?', ':']);
        out.push(if goes_on { ' ' } else { '\n' });
    }
    out
}

fn spelled(word: &str) -> String {
    match word {
        "ik" | "itj" | "ittj" | "ikkje" | "ikkj" | "ikk" => "ikke".into(),
        "fleire" => "flere".into(),
        "meir" => "mer".into(),
        "desse" => "disse".into(),
        "e" => "er".into(),
        "dont" => "don't".into(),
        word if word.starts_with("afmæl") => word.replacen("afmæl", "afmel", 1),
        word if misspelled_unsubscribe(word) => "unsubscribe".into(),
        // Finnish has such letters of its own.
        word if FINNISH.iter().any(|begin| word.starts_with(begin)) => word.to_owned(),
        word => word.replace("oe", "ø").replace("ae", "æ").replace("aa", "å"),
    }
}

/// `unsuscribe`, `unsubcribe`: the word that most people write who write it seldom.
fn misspelled_unsubscribe(word: &str) -> bool {
    let near = ["unsubs", "unsubc", "unsusc", "unscub", "unsucr", "unsbsc", "unsubcr", "insubscr", "un-subscr"];
    near.iter().any(|begin| word.starts_with(begin)) && !word.starts_with("unsubstan")
}

/// Words of Finnish with two `a` in them, as they begin.
const FINNISH: &[&str] = &[
    "poist",
    "lopetta",
    "peruut",
    "lähettä",
    "saa",
    "haluaa",
    "ottaa",
    "pyyd",
    "älkää",
    "tilaa",
    "kaikkia",
    "rauhaan",
];
/// Of whole sentences those that are a no only where they come first: at the end they may be the name of a place, or of a file.
const NAMES: &[&str] = &["peru", "remove"];
/// A whole sentence that is a no, wherever in a longer answer it stands.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "stop", "stopp", "stop det", "stop det nu", "stop det her", "stop nu", "stopp det", "stopp nå", "stop it now", "stop this",
    "afmeld", "afmeld mig", "afmelding", "frameld", "framelding", "unsubscribe", "unsubscribe me", "fjern",
    "fjern mig", "meld av", "lopeta", "peru", "avanmäl", "avanmäl mig", "avregistrera", "avregistrera mig", "sluta",
    "sluta nu", "abmelden", "bitte abmelden", "nein danke", "nej nej nej", "radera", "radera mig", "slet", "slett", "slet mig",
    "slett meg", "poista", "poistakaa", "opt-out", "remove", "aufhören",
];
/// What is polite, and says nothing.
#[rustfmt::skip]
const THANKS: &[&str] = &[
    "please", "pls", "plz", "thanks", "thx", "cheers", "tak", "tack", "takk", "kiitos", "venligst", "vennligst", "snälla", "bitte", "danke",
];
/// Deleting, in the forms in which it is asked for.
#[rustfmt::skip]
const DELETES: &[&str] = &[
    "slet", "slette", "slettes", "slettet", "slett", "sletta", "sletter", "slettar", "sletning", "sletting", "radera", "raderas", "raderar", "raderad", "radering",
    "delete", "deleted", "deleting", "deletion", "erase", "erased", "erasure", "remove", "removed", "removal", "wipe", "wiped", "destroy",
    "fjern", "fjerne", "fjernes", "fjernet", "poista", "poistakaa", "poistaa", "poistetaan", "poistamaan", "poistamista", "poistettava", "poistaisitte",
    "lösche", "löschen", "löscht", "löschung", "gelöscht", "smid", "anonymiser", "anonymisera",
];
/// Words beside a deletion that make it another: of what was forgotten, or is put in another's place.
#[rustfmt::skip]
const ELSE: &[&str] = &[
    "back", "tilbage", "tillbaka", "takaisin", "app", "appen", "else", "nearly", "without",
    "password", "lösenord", "lösenordet", "passord", "passordet", "adgangskode", "kode", "kodeord", "login", "salasana", "salasanan", "passwort",
    "old", "new", "gamle", "gammel", "nye", "nyt", "ny", "gamla", "nya", "vanha", "uusi", "alte", "neue", "phone", "telefonnummer", "nummer", "add",
];
/// What is kept about somebody.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    "oplysning", "opplysning", "personoplysning", "personopplysning", "uppgift", "personuppgift", "data", "persondata",
    "personendaten", "daten", "personal", "konto", "kundekonto", "kontoen", "profil", "account", "profile", "details", "information",
    "tieto", "tiedo", "tieton", "henkilötie", "asiakastil", "database", "databas", "register", "regist", "system", "kartotek",
    "everything", "info",
];
/// That it is kept about the writer.
#[rustfmt::skip]
const MINE: &[&str] = &[
    "mig", "meg", "mej", "my", "me", "mine", "mit", "min", "mina", "mitt", "minusta", "mich", "meine", "meiner", "mein", "meinen",
    "mir", "jeg", "jag", "ich", "i", "gdpr", "dsgvo",
];
/// Words that say of themselves whose they are.
const MINE_BEGIN: &[&str] = &[
    "tietoni",
    "henkilötietoni",
    "henkilötietojeni",
    "tietojeni",
    "asiakastilini",
    "tilini",
    "artikel",
    "article",
    "artikla",
    "art",
];
/// What is deleted then, where the writer names no thing: all there is.
const ALL: &[&str] = &["alt", "allt", "alle", "alla", "all", "everything", "kaikki", "alles", "hele", "helt"];
/// What is sent.
#[rustfmt::skip]
const SENT: &[&str] = &[
    "mail", "e-mail", "email", "mejl", "e-post", "epost", "newsletter", "nyhedsbrev", "nyhetsbrev", "nyheitsbrev", "uutiskirj",
    "reklam", "spam", "utskick", "tilbudsmail", "sähköposti", "mæil", "werbung", "mainos", "mainoksi", "roskaposti", "viestej",
    "viestit", "verteiler", "maillist", "mailinglist", "postituslist",
];
/// Denying.
#[rustfmt::skip]
const NOT: &[&str] = &[
    "ikke", "inte", "ej", "not", "don't", "no", "never", "aldrig", "aldri", "nicht", "nie", "keine", "keinen", "en", "ei", "emme",
    "ingen", "inga", "intet", "nix", "koskaan",
];
/// Wanting, or having a use for.
#[rustfmt::skip]
const WANTS: &[&str] = &[
    "vil", "vill", "want", "wish", "need", "behøver", "behöver", "brug", "bruk", "ønsker", "önskar", "gider", "möchte", "möchten",
    "will", "halua", "haluamme", "trenger", "treng", "orker", "orkar", "erhalten", "brauche", "tarvitse", "interesseret",
    "intresserad", "interessert", "interested", "kiinnosta", "skal", "ska", "skall",
];
/// That it was so until now.
#[rustfmt::skip]
const NO_MORE: &[&str] = &[
    "mere", "mer", "længere", "lenger", "længre", "längre", "enää", "enempää", "mehr", "more", "anymore", "longer", "flere", "fler",
    "weiteren", "weitere", "again", "igen", "igjen", "wieder",
];
/// What keeps a sentence with all that from being a no.
#[rustfmt::skip]
const WANTED: &[&str] = &[
    "miss", "missa", "misse", "undvære", "unnvære", "glip", "glippa", "gå glip", "paper", "papir", "papper", "keep", "beholde",
    "behålla", "tilbage", "back", "tilmelde", "tilmeld", "abonnere", "hvorfor", "varför", "why", "miksi", "warum", "hvorfor",
    "faktura", "invoice", "kvittering", "kvitto", "receipt", "only", "kun", "bara", "bare", "endelig", "mistake", "misstag", "fejltagelse",
];
/// Ending.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "stop", "stopp", "stoppe", "stopper", "stoppa", "stoppar", "stopping", "sluta", "slutt", "slutte", "cease", "upphör", "upphöra", "ophør", "ophøre",
    "lopettakaa", "lopeta", "lopettaa", "aufhören", "hold", "holde", "lade", "lad", "låt", "la",
];
/// What is ended.
#[rustfmt::skip]
const SENDING: &[&str] = &[
    "send", "sender", "sende", "skick", "spam", "mail", "maile", "mejla", "skriv", "emailing", "e-mailing", "lähettä", "schreib",
    "schick", "kontakt", "contact", "nyhedsbrev", "nyhetsbrev", "newsletter", "uutiskirj", "mejl", "reklam", "utskick",
];
/// Of `hold op` and `lad være` the second word, which makes them an end.
const ENDS_WITH: &[&str] = &["op", "opp", "være", "vara", "bli"];
/// Writing to somebody.
#[rustfmt::skip]
const WRITES: &[&str] = &[
    "kontakt", "contact", "skriv", "mail", "email", "e-mail", "mejl", "schreib", "yhtey", "hör", "hør", "hear", "send", "skick",
];
const NEVER: &[&str] = &["aldrig", "aldri", "never", "nie", "koskaan"];
const AGAIN: &[&str] =
    &["igen", "igjen", "again", "wieder", "mer", "mere", "enää", "mig", "meg", "me", "mir", "mich", "ever"];
/// Of whom somebody tells then what they do themselves: `jeg skriver aldrig`.
const TELLS: &[&str] = &["jeg", "jag", "i", "ich", "vi", "we"];
/// What is ordered, delivered, or gone to, as a word begins.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "ordre", "order", "booking", "bestilling", "beställning", "bestell", "lever", "deliver", "liefer", "kurs", "yoga", "class",
    "lesson", "lektion", "trøje", "trøye", "biljett", "billet", "ticket", "time", "tid", "tiden", "termin", "hold", "training",
    "træning", "trening", "träning", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "måndag", "tisdag",
    "lördag", "söndag", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "frokost", "middag",
    "abonnement på", "generalforsamling", "arrangement", "møde", "møte", "möte", "varaus",
];

fn begins(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

fn any(words: &[String], stems: &[&str]) -> bool {
    words.iter().any(|word| begins(word, stems))
}

fn is(words: &[String], list: &[&str]) -> bool {
    words.iter().any(|word| list.contains(&word.as_str()))
}

/// Whether it is about something that was ordered, or is gone to, and not about what is sent.
pub(super) fn is_of_things(words: &[String]) -> bool {
    let numbered = words.iter().any(|word| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit()));
    (any(words, THINGS) || numbered) && (!any(words, SENT) || is(words, &["keep", "beholde", "behålla"]))
}

/// Whether somebody came off by a slip and wants to be back, or says that they never thought of it.
pub(super) fn wants_back(words: &[String]) -> bool {
    let slip = is(
        words,
        &[
            "vahingossa",
            "versehen",
            "råkade",
            "mistake",
            "accident",
            "accidentally",
            "fejl",
            "vanvare",
            "misstag",
            "uheld",
        ],
    );
    let back = is(words, &["igen", "back", "takaisin", "tillbaka", "tilbage", "wieder", "igjen"]);
    let never = words.windows(2).any(|some| {
        let thought = matches!(some, [a, b] if ["tænkt", "tänkt", "tenkt"].contains(&a.as_str()) && b == "på");
        thought || matches!(some, [a, b] if a == "thought" && b == "of")
    });
    (slip && back) || (never && is(words, NEVER))
}

/// Whether one of the sentences is a no by what stands in it.
pub(super) fn says_no(sentences: &[Vec<String>]) -> bool {
    let asked_before = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| sentences.get(before));
        before.is_some_and(|words| any(words, SENT) || any(words, &["adres", "address", "osoite"]))
    };
    sentences.iter().enumerate().any(|(at, words)| {
        let said: Vec<&str> = words.iter().map(String::as_str).filter(|word| !THANKS.contains(word)).collect();
        let joined = said.join(" ");
        let whole = [joined.as_str(), &words.join(" ")]
            .into_iter()
            .any(|said| WHOLE.contains(&said) && (at == 0 || !NAMES.contains(&said)));
        whole
            || forgets(words)
            || (words.len() <= 6
                && any(words, DELETES)
                && is(words, &["den", "det", "it", "sie", "se"])
                && asked_before(at))
            || (!is(words, WANTED) && (wants_no_more(words) || ends(words)))
            || never_again(words)
            || takes_off(words)
    })
}

/// That what is kept about the writer is deleted.
fn forgets(words: &[String]) -> bool {
    // `Ta bort mitt konto` says it in two words.
    let two = words
        .windows(2)
        .any(|some| matches!(some, [a, b] if ["ta", "tag", "tar"].contains(&a.as_str()) && b == "bort"));
    let deletes = |word: &String| DELETES.contains(&word.as_str()) || (two && word == "bort");
    let mine = is(words, MINE) || any(words, MINE_BEGIN);
    let denied = is(
        words,
        &["ikke", "inte", "not", "don't", "aldrig", "never", "slettede", "fejl", "mistake", "misstag", "feil"],
    );
    let law = is(words, &["17"]) || any(words, &["gdpr", "dsgvo", "databeskyttelse", "erasure"]);
    let thing = (any(words, THINGS) && !any(words, KEPT)) || is(words, ELSE);
    let passive = is(
        words,
        &[
            "slettes",
            "glemmes",
            "slettet",
            "raderad",
            "glemt",
            "glömd",
            "bortglömd",
            "forgotten",
            "unohdetuksi",
            "gløymt",
        ],
    );
    let be = is(words, &["vil", "blive", "bli", "be", "få", "at", "tulla", "fra", "ut", "ur"]);
    !denied
        && !thing
        && ((words.iter().any(deletes) && mine && (any(words, KEPT) || is(words, ALL)))
            || (words.iter().any(deletes) && is(words, ALL) && any(words, KEPT))
            || (words.iter().any(deletes) && law && !is(words, TELLS_SENT))
            || (passive && be && is(words, MINE) && !is(words, &["har", "have"])))
}

/// Who only says that something was sent.
const TELLS_SENT: &[&str] = &["modtaget", "received", "fik", "fick", "fikk"];

/// That there shall be no more of what is sent.
fn wants_no_more(words: &[String]) -> bool {
    let pointed = words.len() <= 9
        && is(words, &["these", "them", "this", "disse", "dem", "dette", "näitä", "dessa", "dom", "det"]);
    let denied = is(words, NOT);
    // `Jeg får ikke nyhedsbrevet længere` asks for it.
    let gets =
        is(words, &["får", "modtager", "mottar", "fik", "fikk", "fick", "get", "getting", "receive", "saa", "bekomme"]);
    let bare = !gets
        && words.len() <= 8
        && is(words, &["no", "keine", "ei", "ingen", "inga", "nix", "ikke"])
        && is(words, NO_MORE);
    let kindly = words.windows(4).any(|some| matches!(some, [a, b, c, d] if a == "venlig" && b == "ikke" && c == "at" && (d == "sende" || d == "skrive")));
    let needless = words
        .windows(4)
        .any(|some| matches!(some, [a, b, c, d] if a == "no" && b == "need" && c == "to" && d == "send"));
    let written = any(words, &["send", "skriv", "skick", "maile", "kontakt"])
        && is(words, &["ham", "hende", "henne", "honom", "mig", "meg", "him", "her", "me", "oss", "os"]);
    let about = any(words, SENT) || written;
    let who = is(words, &["interesseret", "intresserad", "interessert", "interested", "kiinnosta"]);
    needless
        || kindly
        || (denied
            && is(words, WANTS)
            && is(words, NO_MORE)
            && (about || pointed || (who && (words.len() <= 7 || any(words, &["hør", "hör", "hear"])))))
        || (bare && (about || (pointed && words.len() <= 5) || any(words, &["schick", "send", "skick", "lähet"])))
        || (words.len() <= 5 && bare && is(words, &["tak", "tack", "takk", "kiitos", "thanks", "bitte"]))
        || (denied && unwanted(words))
}

/// `ønsker ikke reklamer på mail`: with nothing between but whose it is.
fn unwanted(words: &[String]) -> bool {
    words.windows(3).any(|some| match some {
        [want, not, sent] => {
            WANTS.contains(&want.as_str()) && ["ikke", "inte", "ej"].contains(&not.as_str()) && begins(sent, SENT)
        }
        _ => false,
    })
}

/// That sending is asked to end.
fn ends(words: &[String]) -> bool {
    let two = |word: &str| ["hold", "holde", "lade", "lad", "låt", "la"].contains(&word);
    let not = |at: usize| {
        words.get(at).is_some_and(|word| {
            ["ikke", "inte", "not", "don't", "aldrig", "never", "aldri", "ej"].contains(&word.as_str())
        })
    };
    // `kan ikke lade være med at` is to like it.
    let denied = |at: usize| {
        at.checked_sub(1).is_some_and(not) || not(at + 1) || (is(words, &["kan", "can't"]) && at > 0 && not(at - 1))
    };
    words.iter().enumerate().filter(|(_, word)| ENDS.contains(&word.as_str())).any(|(at, word)| {
        let behind = words.get(at + 1..words.len().min(at + 9)).unwrap_or_default();
        let ended = !two(word) || is(behind.get(..3.min(behind.len())).unwrap_or_default(), ENDS_WITH);
        let told = at > 0
            && TELLS.contains(&words.get(at - 1).map_or("", String::as_str))
            && is(words, &["did", "har", "getting"]);
        let asks = behind.first().is_none_or(|next| ["i", "ni", "dere"].contains(&next.as_str()))
            && is(words, &["hvornår", "när", "når", "when"]);
        ended
            && !told
            && !denied(at)
            && !any(behind, THINGS)
            && (any(behind, SENDING)
                || (two(word)
                    && behind.last().is_some_and(|last| ["det", "this", "that", "nu"].contains(&last.as_str())))
                || (asks && behind.len() <= 1))
    }) || words.windows(3).any(|some| matches!(some, [h, s, a] if h == "hören" && s == "sie" && a == "auf"))
}

/// That nobody writes to them ever again.
fn never_again(words: &[String]) -> bool {
    let never = words.iter().position(|word| NEVER.contains(&word.as_str()));
    let tells = |at: usize| words.get(..at).unwrap_or_default().iter().any(|word| TELLS.contains(&word.as_str()));
    let heard = is(words, &["høre", "höra", "hear"]) && is(words, &["jer", "dere", "er", "you", "dykk"]);
    never.is_some_and(|at| any(words, WRITES) && is(words, AGAIN) && words.len() <= 12 && (!tells(at) || heard))
}

/// Taken off a list, in the words that stand apart in some languages: `nehmen Sie mich aus dem Verteiler`.
fn takes_off(words: &[String]) -> bool {
    let off = is(words, &["aus", "von", "av", "bort", "ud", "ut", "fra", "från", "frå", "off", "from", "pois", "af"]);
    let list = any(
        words,
        &["verteiler", "liste", "lista", "list", "registeret", "maillist", "postituslist", "registret", "abonnent"],
    );
    let takes = any(
        words,
        &[
            "pil", "smid", "hiv", "nehm", "streich", "tag", "ta", "tar", "take", "slett", "slet", "fjern", "meld",
            "stryk", "poist",
        ],
    );
    let ends = any(
        words,
        &[
            "afmeld",
            "avmeld",
            "avanmäl",
            "avregistr",
            "abbestell",
            "abmeld",
            "framel",
            "peruut",
            "peru",
            "opsig",
            "säg",
            "säga",
            "udtræd",
            "uttre",
            "utträd",
        ],
    );
    let how = words.windows(3).any(|some| matches!(some, [a, b, c] if begins(a, &["afmelder", "avmelder", "framelder", "melder"]) && b == "jeg" && (c == "mig" || c == "meg")));
    let rid = how
        || is(words, &["slipper", "slippe", "slippa", "slipp", "eroon", "rid"])
        || words.windows(2).any(|some| matches!(some, [a, b] if a == "av" && b == "med"));
    let objects = any(words, &["indsigelse", "innsigelse", "invänd", "protest", "object", "widerspr", "vastusta"]);
    let use_of = any(words, &["markedsfør", "marknadsför", "marketing", "reklam", "werbung", "markkinoin"]);
    let said =
        is(words, &["ikke", "inte"]) && !is(words, &["vil", "kan", "ku", "kunne", "gider", "godt", "vill", "can"]);
    // `Slet mig ikke`: in the North the not stands behind.
    let kept = words.windows(2).any(|some| matches!(some, [whom, not] if ["mig", "meg", "mej", "os", "me"].contains(&whom.as_str()) && ["ikke", "inte", "ej"].contains(&not.as_str())));
    let waiting = any(words, &["waiting", "venteliste", "vänteli", "jono"]);
    (off && !said
        && !kept
        && !waiting
        && list
        && takes
        && is(words, &["mich", "mig", "meg", "me", "minut", "mej", "uns", "os"]))
        || (rid && (how || any(words, SENT)))
        || (objects && use_of)
        || words.windows(3).any(
            |some| matches!(some, [a, b, c] if (a == "count" && b == "me" && c == "out") || (a == "lose" && b == "my")),
        )
        || (ends
            && any(words, SENT)
            && !said
            && !is(words, WANTED)
            && !is(words, &["link", "linket", "klik", "klikk", "klicka"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    #[test]
    fn a_no_is_heard_by_what_stands_together() {
        for no in [
            "SLET ALT OM MIG", "Jeg vil gerne slettes fra jeres systemer", "Radera alla mina personuppgifter tack",
            "Where did you get my address? Delete it immediately.", "Poistakaa kaikki tietoni", "I want to be forgotten.",
            "Bitte mein Konto und alle Daten löschen", "Jeg beder om sletning af alle oplysninger, I har om mig.",
            "Vi har solgt hunden, så vi behøver ikke jeres nyhedsbrev mere", "Æ vil itj ha fleire mæila fra dåkker",
            "Jag vill inte ha ert nyhetsbrev längre", "Uutiskirjettä en enää halua", "I don't want these any more.",
            "Ønsker ikke reklamer på mail", "oensker ikke reklamer", "Hold nu op med de mails", "kan i stoppe med at spamme mig",
            "Gider I godt lade være med at sende det her til mig", "Hören Sie auf, mir zu schreiben.", "nix mehr schicken bitte",
            "Jeg elsker ikke jer. Afmeld.", "unsuscribe", "Hör aldrig av er igen", "Kontaktieren Sie mich nie wieder!",
            "Bitte nehmen Sie mich aus dem Verteiler.", "Vill säga upp nyhetsbrevet", "Hvordan har I fået min mail? Jeg vil ikke have det her mere",
        ] {
            assert!(says_no(&sentences(no)), "{no}");
        }
        for other in [
            "Slet ordre 123, jeg kom til at bestille to gange", "Jeg kan slet ikke finde rabatkoden", "Kan I stoppe leveringen?",
            "Stop aldrig med at sende de her", "Love this newsletter, never stop!", "Why did I stop getting your newsletter? I want it back.",
            "Jeg modtager ikke længere jeres nyhedsbrev, kan I tilmelde mig igen?", "I don't want to miss your newsletter",
            "Hvorfor får jeg ikke nyhedsbrevet mere? Jeg vil gerne have det", "Remove the red one from my order, thanks",
            "Never been happier with a pair of shoes!", "Jeg skriver aldrig anmeldelser igen", "Jag slutar på jobbet kl 17",
            "Der er ikke flere tulipaner?", "Hold mig opdateret", "I do not want a paper invoice any more, mail is fine",
            "Glemte passordet mitt, hjelp", "Min konto er slettet ved en fejl", "Delete the second booking please",
        ] {
            assert!(!says_no(&sentences(other)), "{other}");
        }
    }
}
