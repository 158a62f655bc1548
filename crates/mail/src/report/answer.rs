//! An answer of a person to the return address that says no: *unsubscribe*, *afmeld*, *avmeld*, *peru tilaus* …
//!
//! Invariant: it can only take away; what a machine answers (out of office, questions back, lists) is never one (RFC 3834).

use mail_parser::{Message, PartType};

use super::{
    Report, kind_of,
    notice::{from_daemon, has_header, header_text, starts_as_answer},
};

/// Words of the first lines that are looked at: who says no says it at once.
const WORDS_MAX: usize = 60;

/// A no in several words, anywhere in what is written.
const PHRASES: &[&str] = &[
    "unsubscribe",
    "unsubscribed",
    "opt out",
    "opt-out",
    "optout",
    "remove me",
    "take me off",
    "delete me",
    "stop sending",
    "stop mailing",
    "stop emailing",
    "stop writing",
    "no more mail",
    "no more email",
    "no more e-mail",
    "do not email me",
    "don't email me",
    "stop it",
    "please stop",
    "no longer wish to receive",
    "no longer want to receive",
    "don't want to receive",
    "do not want to receive",
    "afmeld",
    "afmelde",
    "afmeldes",
    "afmelding",
    "frameld",
    "framelde",
    "framelding",
    "slet mig",
    "fjern mig",
    "stop mails",
    "stop med at sende",
    "ikke modtage flere",
    "ikke have flere",
    "ikke længere modtage",
    "ikke ønsker at modtage",
    "ønsker ikke at modtage",
    "avmeld",
    "avmelde",
    "avmelding",
    "meld meg av",
    "fjern meg",
    "slett meg",
    "stryk meg",
    "melde meg av",
    "ikke motta flere",
    "ikke ha flere",
    "ikke lenger motta",
    "ønsker ikke å motta",
    "avregistrera",
    "avregistrering",
    "avprenumerera",
    "avanmäl",
    "avanmälan",
    "avsluta prenumeration",
    "avsluta prenumerationen",
    "säg upp prenumerationen",
    "ta bort mig",
    "stryk mig",
    "avmäl",
    "inte ha fler",
    "inte få fler",
    "sluta skicka",
    "sluta mejla",
    "peru tilaus",
    "peruuta tilaus",
    "peruutan tilauksen",
    "perun tilauksen",
    "peruuttaa tilauksen",
    "lopeta tilaus",
    "lopettakaa",
    "poista minut",
    "poistakaa minut",
    "en halua enää",
    "älä lähetä",
    "älkää lähettäkö",
    "abmelden",
    "abbestellen",
    "austragen",
    "keine mails mehr",
    "désabonner",
    "désinscrire",
    "désabonnement",
    "désinscription",
    "uitschrijven",
    "afmelden",
    "darme de baja",
    "dar de baja",
    "cancel my subscription",
    "cancel subscription",
    "cancel the subscription",
    "end my subscription",
    "stop these",
    "stop the emails",
    "stop the mails",
    "stop this newsletter",
    "no more newsletters",
    "take my name off",
    "take my address off",
    "remove my email",
    "remove my e-mail",
    "remove my address",
    "delete my email",
    "delete my e-mail",
    "delete my address",
    "leave me alone",
    "ikke flere mails",
    "ikke flere e-mails",
    "ikke flere nyhedsbreve",
    "ønsker ikke flere",
    "vil ikke have flere",
    "slet min mail",
    "slet min e-mail",
    "slet min adresse",
    "fjern min mail",
    "fjern min e-mail",
    "fjern min adresse",
    "opsig nyhedsbrevet",
    "opsige nyhedsbrevet",
    "udmeld",
    "udmelde",
    "melde mig ud",
    "meld mig ud",
    "tag mig af listen",
    "ikke flere e-poster",
    "ikke flere nyhetsbrev",
    "slett min e-post",
    "fjern min e-post",
    "si opp nyhetsbrevet",
    "melder meg av",
    "ta meg av listen",
    "inga fler mejl",
    "inga fler mail",
    "inga fler nyhetsbrev",
    "inga fler utskick",
    "avsluta min prenumeration",
    "avsluta nyhetsbrevet",
    "säga upp prenumerationen",
    "säga upp min prenumeration",
    "avbeställ nyhetsbrevet",
    "avbeställa nyhetsbrevet",
    "ta bort min adress",
    "ta bort min e-post",
    "ta bort min mejladress",
    "ta bort min mailadress",
    "inte längre få",
    "inte längre ha",
    "ta bort mej",
    "avanmäla",
    "peru uutiskirje",
    "peruuta uutiskirje",
    "peruuta tilaukseni",
    "peruuttakaa tilaus",
    "peruuttakaa tilaukseni",
    "perukaa tilaus",
    "poista osoitteeni",
    "poistakaa osoitteeni",
    "lopeta uutiskirje",
    "lopettakaa uutiskirjeet",
    "ei enää viestejä",
    "en halua uutiskirjettä",
    "uutiskirjeen peruutus",
];

/// A no where it is all that is written.
const ALONE: &[&str] = &[
    "remove",
    "cancel",
    "poista",
    "peru",
    "peruuta",
    "baja",
    "nej tak",
    "nej tack",
    "nei takk",
    "ei kiitos",
    "no thanks",
    "no thank you",
    "quit",
    "off",
];
/// A no where it begins or ends the little that is written.
const SHORT: &[&str] = &["stop", "stopp", "lopeta", "sluta", "nej tak", "nej tack", "nei takk", "ei kiitos"];

/// Who says these before it means the opposite.
const BUT_NOT: &[&str] =
    &["not", "don't", "dont", "never", "ikke", "inte", "ej", "aldrig", "aldri", "älä", "älkää", "nicht", "niet"];
/// Who could not find how means it.
const TRIED: &[&str] = &["can", "could", "cannot", "able", "kan", "kunne", "kunde", "kunnat", "kann", "konnte"];

/// How automatic answers are titled by programs that mark them in no other way.
const AUTOMATIC: &[&str] = &[
    "automatisk svar",
    "autosvar",
    "autosvar:",
    "automatic reply",
    "automatic response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "out of office",
    "out of the office",
    "ude af kontoret",
    "ikke til stede",
    "fravær",
    "frånvaro",
    "ikke på kontoret",
    "poissa",
    "automaattinen vastaus",
    "automatische antwort",
    "abwesenheit",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
];

/// The no in an answer, if it is one.
pub(super) fn answer_read(message: &Message<'_>) -> Option<Report> {
    if from_daemon(message) || by_machine(message) {
        return None;
    }
    let kind = message.parts.first().map(kind_of)?;
    if kind == "multipart/report" {
        return None;
    }
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    // The subject of an answer is ours.
    let subject = if starts_as_answer(&subject) { String::new() } else { subject };
    let (subject, written) = (words(&subject), words(&written_in(message)));
    (is_no(&subject) && subject.len() <= 8 || is_no(&written)).then_some(Report::Stopped)
}

/// Whether a machine sent it (RFC 3834 and what was before it), or it is for a list.
fn by_machine(message: &Message<'_>) -> bool {
    let automatic =
        header_text(message, "auto-submitted").is_some_and(|by| by.split([' ', ';', '(']).next() != Some("no"));
    let bulk = header_text(message, "precedence")
        .is_some_and(|p| ["bulk", "junk", "list", "auto_reply", "auto-reply"].contains(&p.as_str()));
    let marked = [
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-response-suppress",
        "x-autogenerated",
        "list-id",
        "list-unsubscribe",
        "feedback-id",
        "x-vacation",
        "x-failed-recipients",
    ];
    let machine = |name: &str| {
        ["noreply", "no-reply", "donotreply", "do-not-reply", "autoreply", "auto-reply"]
            .iter()
            .any(|w| name.contains(w))
    };
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    let titled = AUTOMATIC.iter().any(|title| subject.starts_with(title));
    let from = message.from().and_then(|f| f.first()).and_then(|f| f.address()).unwrap_or_default().to_lowercase();
    automatic || bulk || titled || marked.iter().any(|name| has_header(message, name)) || machine(&from)
}

/// What was written, above whatever is quoted.
fn written_in(message: &Message<'_>) -> String {
    let text = message.parts.iter().find_map(|part| match &part.body {
        PartType::Text(text) if ["", "text/plain"].contains(&kind_of(part).as_str()) => Some(text.to_string()),
        _ => None,
    });
    let text = text.or_else(|| {
        message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(html) => Some(mail_parser::decoders::html::html_to_text(html)),
            _ => None,
        })
    });
    let text = text.unwrap_or_default();
    text.lines()
        .take_while(|line| !begins_quote(line))
        .filter(|line| !line.trim_start().starts_with('>'))
        .collect::<Vec<_>>()
        .join("\n")
}

fn begins_quote(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let attributed = ["wrote:", "skrev:", "kirjoitti:", "schrieb:", "écrit :", "a écrit:", "schreef:"]
        .iter()
        .any(|end| line.ends_with(end))
        || line.contains(|c: char| c.is_ascii_digit())
            && [" skrev ", " wrote ", " kirjoitti "].iter().any(|w| line.contains(w));
    let headed = [
        "from:",
        "fra:",
        "från:",
        "lähettäjä:",
        "von:",
        "de :",
        "de:",
        "sent from my",
        "sendt fra min",
        "skickat från min",
        "sent:",
    ]
    .iter()
    .any(|w| line.starts_with(w));
    // Two dashes and nothing are the beginning of a signature.
    attributed || headed || line == "--" || line.starts_with("-----") || line.starts_with("_____")
}

fn words(text: &str) -> Vec<String> {
    let kept = |c: char| c.is_alphanumeric() || "'-".contains(c);
    let text = text.to_lowercase().replace('’', "'");
    text.split(|c: char| !kept(c)).filter(|w| !w.is_empty()).take(WORDS_MAX).map(str::to_owned).collect()
}

fn is_no(words: &[String]) -> bool {
    let found = |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).enumerate().any(|(at, window)| {
            let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
            let says = |of: &[&str]| before.iter().any(|word| of.contains(&word.as_str()));
            let meant = phrase.len() > 1 || !says(BUT_NOT) || says(TRIED);
            meant && window.iter().zip(&phrase).all(|(word, wanted)| word == wanted)
        })
    };
    let all = words.join(" ");
    let at_an_end =
        |word: &&str| all == **word || all.starts_with(&format!("{word} ")) || all.ends_with(&format!(" {word}"));
    let short = ALONE.contains(&all.as_str()) || words.len() <= 4 && SHORT.iter().any(at_an_end);
    short || PHRASES.iter().any(|phrase| found(phrase))
}
