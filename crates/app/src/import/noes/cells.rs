//! Whether what is no remark says no all the same: a name, the words of a form.

use hjemmel_model::Channel;

use super::{
    clause::{NOT, begins, words, written},
    few::{alone_says_no, few_words_say_no},
    folded,
    gone::says_gone,
    has,
    notes::note_says_no,
    plain,
    tags::tag_says_over,
};

/// What is written for a name that is one no more may be said of somebody who is called so.
#[rustfmt::skip]
const CALLED: &[&str] = &[
    "robinson", "nix", "left", "quit", "bort", "slet", "trak", "dead", "stop", "glemt", "rip", "exit", "spar",
];
/// Words that nobody is called, wherever in a name they stand, and those that say at its beginning that it was one before.
#[rustfmt::skip]
const GONE: &[&str] = &[
    "slettet", "slettes", "deleted", "raderad", "raderas", "poistettu", "inaktiv", "inactive", "inaktiivinen", "blokeret",
    "blockerad", "blokkert", "spaerret", "sparrad", "sperret", "anonymiseret", "anonymiserad", "anonymisert", "anonymized",
    "anonymised", "anonymisoitu", "unsubscribed", "udmeldt", "utmeldt", "opsagt", "uppsagd", "geloscht", "geloschter", "eronnut", "bounced", "framelder", "afmelder",
];
#[rustfmt::skip]
const BEFORE: &[&str] = &["tidligere", "tidl", "former", "formerly", "tidigare", "entinen", "fhv", "forhenvaerende"];
#[rustfmt::skip]
const THANKS: &[&str] = &["tak", "tack", "takk", "kiitos", "thanks", "danke"];
/// Written in capitals these are no name, and the first in any way.
#[rustfmt::skip]
const MARKS: &[&str] = &["DNC", "DNE", "DNM", "DNU", "UNSUB", "NOMAIL", "GDPR-SLET", "BOUNCED", "BOUNCE", "GESPERRT"];
#[rustfmt::skip]
const SHOUTED: &[&str] = &["STOP", "NIX", "RIP", "DND", "SLET", "NEJ", "NEI", "NO", "SLUTAT", "SLUTTET", "STOPPET"];

/// What stands beside a name: before a colon, in brackets, or behind a dash or a comma.
fn asides(text: &str) -> impl Iterator<Item = &str> {
    let behind = |part: &&str| !CALLED.contains(&plain(part).as_str());
    let before = text.split_once(": ").map(|(before, _)| before);
    let dashed = [" - ", " – ", " — ", " -- ", " * ", " / ", ": "].into_iter().filter_map(|sign| text.split_once(sign));
    let dashed = dashed.map(|(_, behind)| behind);
    before.into_iter().chain(dashed).chain(bracketed(text)).chain(text.split([',', ';', '|']).skip(1).filter(behind))
}

fn bracketed(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', '[', '{', '<']).skip(1).filter_map(|part| part.split([')', ']', '}', '>']).next())
}

fn is_denied(not: &str, what: &str) -> bool {
    NOT.contains(&not) && written(what)
}

/// Whether the name itself was written over: `SLETTES`, `zz_slettet`, `XXX NO MAIL Eva`, `Eva Holm DNC`.
fn struck(text: &str, said: &[String]) -> bool {
    let mixed = text.chars().any(char::is_lowercase);
    let token = |word: &str| MARKS.contains(&word) || (mixed && SHOUTED.contains(&word));
    let marked = text.split(|c: char| c.is_whitespace() || "()[]*,;:".contains(c)).any(token);
    let denied =
        said.windows(2).any(|pair| matches!(pair, [a, b] if is_denied(a, b) || (said.len() > 2 && is_denied(b, a))));
    let thanked = said
        .windows(2)
        .any(|pair| matches!(pair, [not, tak] if NOT.contains(&not.as_str()) && THANKS.contains(&tak.as_str())));
    let gone = said.iter().any(|word| GONE.contains(&word.as_str()))
        || said.first().is_some_and(|word| BEFORE.contains(&word.as_str()));
    let called = said.iter().any(|word| CALLED.contains(&word.as_str()));
    marked || denied || thanked || gone || text.contains('†') || (!called && few_words_say_no(text))
}

/// Whether it says that whoever is called so died. Some are called so: `Peter Død`.
fn dead(text: &str) -> bool {
    let said = |word: &str| {
        let known = matches!(
            word.to_lowercase().as_str(),
            "død" | "doed" | "afdød" | "afdoed" | "död" | "avliden" | "avdød" | "deceased" | "kuollut" | "verstorben"
        );
        let mut letters = word.chars();
        let called = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        known && !(called && word.chars().count() <= 4)
    };
    let mut all = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    all.any(said) || matches!(text.trim(), "Død" | "Död" | "Doed")
}

/// Whether something that is no remark, such as a name, says no all the same: `Hans (afmeldt)`.
pub(in crate::import) fn name_cell_says_no(text: &str) -> bool {
    let said = words(text);
    dead(text)
        || says_gone(text)
        || struck(text, &said)
        || bracketed(text).any(alone_says_no)
        || asides(text).any(|aside| note_says_no(aside) || few_words_say_no(aside) || tag_says_over(aside))
        || has(
            &said.concat(),
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

/// What joins two parts of a sentence.
#[rustfmt::skip]
const JOINED: &[&str] = &[" og ", " and ", " och ", " ja ", " und "];
/// What is promised beside a yes: that it can be taken back, and that nobody else hears of it.
#[rustfmt::skip]
const PROMISED: &[&str] = &[
    "can", "may", "kan", "voi", "voit", "voin", "kann", "altid", "alltid", "always", "anytime", "time", "helst",
    "koska", "milloin", "jederzeit", "link", "until", "indtil", "tills", "inntil", "kunnes", "unless", "right", "ret",
    "ratt",
    "rett", "oikeus", "mulighed", "mulighet", "mojlighet", "nar", "naar", "hvordan", "how", "easily", "nemt", "miss", "missa", "missaa", "glip",
];
#[rustfmt::skip]
const PROMISED_BEGIN: &[&str] = &[
    "share", "sell", "deler", "dele", "delar", "videregiv", "saelg", "salj", "selg", "spam", "luovut", "third",
    "tredje",
    "kolmans", "utlever", "utlamn", "viderefor", "weitergeg",
];
/// What a consent is to that is none to being written to, whatever else it names.
#[rustfmt::skip]
const ELSE: &[&str] = &[
    "kvitter", "kvitto", "varasto",
    "receipt", "kuitti", "faktura", "invoice", "rechnung", "sporing", "sparning", "pamind", "pamin", "reminder",
    "erinner", "muistut", "ordrebekraeft", "orderbekraft", "ordrebekreft", "tilausvahvist",
];
/// The same, as whole words: Stockholm has none of it in stock.
#[rustfmt::skip]
const ELSE_WORDS: &[&str] = &["stock", "lager", "comments", "copy", "kopi", "kopia", "lasku", "laskun"];
/// What is stored on a device, which is asked for beside a newsletter as often as instead.
#[rustfmt::skip]
const COOKIES: &[&str] = &["cookie", "kakor", "kaker", "evaste", "informasjonskapsl"];
/// Ways of being reached that are no mail.
#[rustfmt::skip]
const OTHERWISE: &[&str] = &["sms", "tekstbesked", "textmedd", "tekstiviest", "text", "ringe", "ringa", "opkald", "telefon", "phone", "call", "posten", "puhelim", "anruf"];
#[rustfmt::skip]
const BY_MAIL: &[&str] = &["mail", "mejl", "epost", "newsletter", "nyhedsbrev", "nyhetsbrev", "nyheitsbrev", "uutiskirj", "sahkoposti"];
/// What people are sent, as the words of a form have it. Words that name none of it ask for something else.
#[rustfmt::skip]
const SENT: &[&str] = &[
    "mail", "mejl", "epost", "news", "nyhed", "nyhet", "nyheit", "uutis", "tilbud", "offer", "erbjud", "tarjou", "neuigkeit",
    "message", "meddel", "melding", "update", "opdater", "uppdat", "oppdat", "inspir", "posted", "informed", "informer",
    "kampagn", "kampanj", "campaign", "subscri", "prenum", "abonn", "marketing",
    "markedsf", "marknadsf", "markkino", "reklam", "werbung", "angebot", "tips", "utskick", "udsend", "utsend",
    "promot", "katalog", "inbjud", "invit", "indbyd",
];
/// Hearing about what there is, or from whoever asks.
#[rustfmt::skip]
const HEARS: &[&str] = &["hore", "hora", "hear", "kuulla", "horen"];

fn is_promised(part: &str) -> bool {
    words(part).iter().any(|word| PROMISED.contains(&word.as_str()) || begins(word, PROMISED_BEGIN))
}

/// Whether the words that somebody saw are about something else than being written to: `I accept the terms`.
pub(in crate::import) fn wording_is_of_else(text: &str, channel: Channel) -> bool {
    let text = folded(text).replace(" e-", " e");
    let words = words(&text);
    let any = |stems: &[&str]| words.iter().any(|word| has(word, stems));
    let (told, mail) = (words.iter().any(|word| begins(word, OTHERWISE)), any(BY_MAIL));
    // A yes to text messages is none to mail (E-04). Which of both a shop meant by its newsletter is not told apart.
    let otherwise = channel == Channel::Email && told && !mail;
    let sent = any(SENT) || (channel == Channel::Sms && told);
    let cookies = any(COOKIES) && !mail;
    let stored = words.iter().any(|word| ELSE_WORDS.contains(&word.as_str()));
    any(ELSE) || cookies || stored || otherwise || !(sent || words.iter().any(|word| HEARS.contains(&word.as_str())))
}

/// Whether the words that somebody saw ask for a no and not for a yes: `Nej tak`, `Kryds af, hvis du ikke vil have …`.
pub(in crate::import) fn wording_says_no(text: &str) -> bool {
    let first = text.split(['.', '!', '?', '\n']).next().unwrap_or_default();
    let words = words(first);
    let denies = words.first().is_some_and(|w| matches!(w.as_str(), "nej" | "no" | "nei" | "ei" | "nein"));
    let parts = first.split([',', ';', '(', ')']).flat_map(|part| {
        JOINED.iter().fold(vec![part], |parts, word| parts.into_iter().flat_map(|part| part.split(word)).collect())
    });
    denies
        || parts.filter(|part| !is_promised(part)).any(|part| note_says_no(part) || few_words_say_no(part))
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
                "notreceive",
                "nottoreceive",
                "leavethelist",
                "avslutaprenum",
                "meldmegav",
                "perutilaus",
                "iobject",
                "idecline",
                "unsubscribeme",
                "motsattermig",
                "motsettermeg",
                "modsaettermig",
                "avsagermig",
                "kiellan",
                "peruuta",
                "optmeout",
                "widersprech",
                "vaerefrifor",
                "skanmig",
                "rathernot",
                "villslippa",
                "vilslippe",
                "ikkjeha",
            ],
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_ask_for_a_no_prove_no_yes() {
        assert!(wording_says_no("Nej tak, jeg ønsker ikke nyhedsbrevet"));
        assert!(wording_says_no("Sæt kryds hvis du ikke vil have nyhedsbrev"));
        assert!(wording_says_no("Tick here if you do not want to hear from us"));
        assert!(!wording_says_no("Ja tak til nyhedsbrev. Jeg kan altid afmelde mig, hvis jeg ikke vil have det."));
        assert!(!wording_says_no("Yes, send me the newsletter, and do not share my address"));
    }

    #[rustfmt::skip]
    #[test]
    fn words_prove_a_yes_only_to_what_they_ask() {
        for no in [
            "Unsubscribe", "Afmeld mig", "Fravælg nyhedsbrev", "Jeg frabeder mig nyhedsbrev", "Nyhedsbrev: nej",
            "Afkryds for at framelde dig", "Sæt hak for at undgå nyhedsbrev", "Untick to unsubscribe",
            "Emme saa lähettää",
            "Kryssa i om du vill slippa få mejl", "Tick to opt out", "Jag avböjer reklam",
            "Älkää lähettäkö uutiskirjettä",
            "Tilbagetræk samtykke til nyhedsbrev", "I object to direct marketing", "Reservér mig mod reklame",
            "Ingen mails tak", "Vi får inte skicka nyhetsbrev", "Jeg takker nei til nyhetsbrev",
            "Remove me from the list",
        ] {
            assert!(wording_says_no(no), "{no}");
        }
        for of_else in [
            "Jeg accepterer handelsbetingelserne", "Ja, jeg har læst privatlivspolitikken",
            "I accept the terms and conditions",
            "I have read the privacy policy", "Jag godkänner villkoren", "Hyväksyn ehdot", "Ja til cookies",
            "Jeg samtykker til brug af billeder", "Jag accepterar integritetspolicyn", "I am not a robot",
            "Jeg godtar vilkårene", "I agree to the processing of my order",
        ] {
            assert!(wording_is_of_else(of_else, Channel::Email), "{of_else}");
        }
        for yes in [
            "Ja tak, jeg vil gerne have nyhedsbrevet på e-mail", "Ja tak til nyheder hver uge",
            "Ja tak til nyhedsbrev og jeg kan altid afmelde mig", "Yes, send me the newsletter (unsubscribe any time)",
            "Subscribe to our newsletter, we never share your email",
            "I accept the terms and want the newsletter by email",
            "Jag vill ha nyhetsbrevet, avregistrera när som helst", "Kyllä kiitos, haluan uutiskirjeen",
            "Jeg giver samtykke til at modtage markedsføring på e-mail, indtil jeg trækker samtykket tilbage",
            "Send me offers", "Hold mig opdateret", "Ja, jeg vil høre om nye varer", "Keep me posted, no spam",
            "I consent to receive marketing emails and can withdraw my consent at any time",
            "Haluan tarjouksia sähköpostiini",
            "Tilmeld mig nyhedsbrevet. Jeg accepterer persondatapolitikken.",
        ] {
            assert!(!wording_says_no(yes) && !wording_is_of_else(yes, Channel::Email), "{yes}");
        }
    }

    #[test]
    fn a_yes_to_text_messages_is_none_to_mail() {
        for (words, email, sms) in [
            ("Ja tak til SMS hver uge", false, true),
            ("Ja tak til at I ringer", false, true),
            ("Ja, jag vill ha nyhetsbrev från Stockholms stad", true, true),
            ("Ja tak til nyhedsbrev. Læs vores cookiepolitik", true, true),
            ("Ja tak til tilbud på mail og SMS", true, true),
            ("Send me offers", true, true),
        ] {
            let of = |channel| !wording_is_of_else(words, channel);
            assert_eq!((of(Channel::Email), of(Channel::Sms)), (email, sms), "{words}");
        }
    }

    #[rustfmt::skip]
    #[test]
    fn a_name_says_no_beside_itself_and_is_otherwise_a_name() {
        for no in [
            "Eva Holm (nej tak til mail)", "Eva Holm - STOP", "Eva Holm DNC", "XXX NO MAIL Eva",
            "Eva Holm, vil ikke have mails",
            "SLETTES", "zz_slettet", "(slettet)", "DO NOT USE", "Eva Holm (opsagt)", "Eva [inaktiv]", "DELETED",
            "Poistettu",
            "Raderad", "Eva Holm – ikke kontakt", "Anonymiseret", "gdpr_deleted_123", "Eva Holm (død)", "Eva Holm STOP",
            "Eva (do not mail)", "Må ikke kontaktes", "Eva Holm / NIX", "xx Eva, afmeldt", "Eva Holm (eronnut jäsen)",
        ] {
            assert!(name_cell_says_no(no), "{no}");
        }
        for name in [
            "Eva Holm", "Nej Christensen", "Robinson", "Anna Robinson", "Holm, Eva", "Nix", "John Nix", "Stop Hansen",
            "Left",
            "Bruno Mailer", "Erasmus Madsen", "Eva Holm (direktør)", "Eva Holm - Marketing", "Holm, Eva (kunde)",
            "Hansen A/S",
            "Eva Holm, København", "Ole Bort", "Kirsten Dodd", "Noah", "No", "Inge Ingenhoven", "Fjern Iversen",
            "Ei Takala",
            "Quit Andersen", "EVA HOLM", "STOP HANSEN", "Rip Torn", "Anonym", "Smith, Robinson",
            "Dr. Death Valley Tours",
            "Eva Holm (f. 1980)", "Butik Aarhus - kasse 2", "https://shop.example/tilmeld",
        ] {
            assert!(!name_cell_says_no(name), "{name}");
        }
    }
}
