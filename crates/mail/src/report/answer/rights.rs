//! A no as a law calls it, or as people say it who have had enough: that a consent is taken back, that somebody objects, asks not
//! to be written to again, or to be left alone.
//!
//! Invariant: what is taken back or not wanted stands there, and is the writer's own; *you can withdraw your consent*, and *do
//! not send me the blue one*, are neither.

/// Taking back.
#[rustfmt::skip]
const TAKES: &[&str] = &[
    "withdraw", "withdrawing", "withdrawn", "withdrew", "revoke", "revoking", "revoked", "rescind", "retract", "cancel",
    "trækker", "trække", "trækkes", "trak", "trukket", "tilbagekalder", "tilbagekalde", "tilbagetrækker",
    "tilbagetrække",
    "ophæver", "fortryder", "återkallar", "återkalla", "återkallas", "återtar", "drar", "dra", "tar", "ta", "trekker",
    "trekke",
    "tilbakekaller", "tilbakekalle", "peruutan", "perun", "peruuttaa", "perua", "peruttava", "peruutettava", "kumoan",
    "widerrufe", "zurück",
];
/// What is taken back.
const CONSENTS: &[&str] = &[
    "consent",
    "consents",
    "permission",
    "samtykke",
    "samtykket",
    "samtycke",
    "samtycket",
    "suostumukseni",
    "suostumuksemme",
    "suostumuksen",
    "einwilligung",
    "tilladelse",
    "tillatelse",
    "tillåtelse",
    "godkendelse",
    "opt-in",
];
/// Whose it is.
#[rustfmt::skip]
const MINE: &[&str] = &[
    "i", "my", "mine", "we", "our", "jeg", "mit", "min", "mine", "vi", "vores", "jag", "mitt", "vårt", "vår", "eg",
    "herved",
    "hereby", "härmed", "hermed", "suostumukseni", "suostumuksemme", "peruutan", "perun", "kumoan", "ich", "meine",
];
/// And that it is somebody else's, or only may be.
const YOURS: &[&str] = &["you", "du", "voit", "suostumuksesi", "sie"];
/// The same right before it.
const YOURS_BEFORE: &[&str] = &["your", "dit", "din", "ditt", "jeres", "er", "ihre"];
/// Words between what is said and what it is said of.
const NEAR: usize = 6;

/// Objecting, or asking not to be sent something; what it is said of follows.
#[rustfmt::skip]
pub(super) const AGAINST: &[&str] = &[
    "i object to", "we object to", "i am objecting to", "i hereby object to", "objection to", "object against",
    "opposed to",
    "gør indsigelse mod", "gør jeg indsigelse mod", "gøre indsigelse mod", "indsigelse mod", "protesterer mod",
    "modsætter mig",
    "invänder mot", "invända mot", "invändning mot", "motsätter mig", "protesterar mot", "innsigelse mot",
    "protesterer mot",
    "motsetter meg", "reserverer meg mot", "reserverer mig mod", "vastustan", "kiellän", "kieltäydyn",
    "do not send me", "don't send me", "dont send me", "never send me", "do not send", "don't send", "send mig ikke",
    "send mig aldrig", "send ikke", "send aldrig", "send meg ikke", "ikke send meg", "ikke send", "skicka inte",
    "skicka aldrig",
    "skicka mig inte", "skicka inga", "sänd inte", "sänd inga", "send ingen", "send inga", "älä lähetä",
    "älkää lähettäkö",
    "hold op med", "holde op med", "sluta med", "slutt med", "slutte med", "nej tak til", "nej tack till",
    "nei takk til",
    "siger nej tak til", "stop with", "enough of", "enough with", "nok af", "nok med", "nog av", "nok av", "træt af",
    "trött på", "lei av",
    "tired of", "sick of", "fri for", "fritages for", "slippe for", "slippa", "slippe", "undgå", "undvika", "unngå",
    "frabeder", "avböjer", "avsäger", "takker nej til", "tackar nej till", "takker nei til", "siger nej til",
    "säger nej till",
    "sier nei til", "not consent to", "don't consent to", "never consented to", "samtykker ikke til",
    "samtycker inte till",
    "en suostu",
];
/// What of that is said of being written to at all, where it ends so: `skicka inte mer`.
pub(super) const ANY_MORE: &[&str] = &[
    "more", "anymore", "again", "anything", "mere", "mer", "flere", "fler", "igen", "igjen", "noget", "något", "noe",
    "mitään", "enää",
];
/// Denying what they are sent, where little else is said: `Ingen mail tak`.
#[rustfmt::skip]
pub(super) const NONE_OF: &[&str] = &[
    "no", "no more", "ingen", "inga", "ikke mere", "ikke flere", "inte mer", "inte fler", "inget mer", "inga fler",
    "ikke mer",
    "ingen flere", "ei enää", "ei enempää", "ei", "keine", "stop", "stopp", "slut med", "slutt med", "not any more",
    "ingen mere",
];
/// Words in which that is said at most.
pub(super) const NONE_OF_WORDS: usize = 6;

/// What may stand between, beside what does so elsewhere.
#[rustfmt::skip]
pub(super) const BETWEEN: &[&str] = &[
    "me", "mig", "meg", "us", "os", "oss", "er", "ert", "deres", "your", "direct", "direkte", "direkt", "further",
    "with", "my", "mine", "mina", "mit", "all", "alle", "alla", "den", "det",
    "that", "this", "denne", "mot", "of", "af", "av", "nogle", "være", "the", "use", "processing", "data", "for",
    "being", "sent",
    "enää", "minulle", "meille", "getting", "receiving", "få", "slags", "sort", "kind", "form",
];
/// What people are sent, beside what it is called elsewhere.
#[rustfmt::skip]
pub(super) const MAILS: &[&str] = &[
    "marketing", "direktmarketing", "markedsføring", "direktmarkedsføring", "marknadsföring", "direktmarknadsföring",
    "direktreklam", "direktreklame", "reklamemails", "reklammejl", "suoramarkkinointi", "suoramarkkinointia",
    "suoramarkkinointiin", "suoramarkkinoinnin", "markkinointi", "markkinointia", "markkinointiin",
    "markkinointiviestejä",
    "messages", "beskeder", "meddelanden", "meldinger", "viesti", "postia", "post", "offers", "tilbud", "erbjudanden",
    "tarjouksia", "profiling", "profilering", "nyheder", "nyheter", "mailinger", "mailings", "uutiskirje",
    "uutiskirjeitä",
    "maileja", "mejlit", "sähköpostit", "utskickene", "reklamen", "spammen", "mailer", "mailene", "e-mailer", "spam",
    "junk", "skräppost", "søppelpost", "roskapostia",
    "nyhedsbrevene", "nyhedsbreven", "e-posten", "mailarna", "mailadvertising", "ads", "advertisements", "promotions",
];
/// What may follow where little else is said.
#[rustfmt::skip]
pub(super) const THANKS: &[&str] = &[
    "tak", "tack", "takk", "kiitos", "please", "thanks", "thank", "you", "danke", "bitte", "venligst", "mere", "mer",
    "more",
    "igen", "igjen", "again", "anymore", "mvh", "enää", "snälla", "ever", "nogensinde",
];

/// A no in several words, as it stands.
#[rustfmt::skip]
pub(super) const PHRASES: &[&str] = &[
    "do not contact me", "don't contact me", "dont contact me", "never contact me", "do not contact us",
    "stop contacting",
    "not be contacted", "do not write to me", "don't write to me", "do not write me", "don't write me",
    "do not mail me",
    "don't mail me", "never email me", "never mail me", "never write to me", "kontakt mig ikke", "kontakt mig aldrig",
    "kontakt os ikke", "skriv ikke til mig", "skriv aldrig til mig", "skriv ikke mere til", "skriv ikke igen",
    "skriv ikke mere",
    "ikke kontaktes", "ikke at blive kontaktet", "ikke blive kontaktet", "ikke bli kontaktet", "inte kontaktas",
    "minuun otetaan yhteyttä", "inte mer till mig", "ikke mere til mig", "ikke mer til meg", "opt me out",
    "opt us out", "älä enää",
    "älkää enää", "poista sähköpostini", "poistakaa sähköpostini", "være i fred", "vara ifred", "vara i fred",
    "olla rauhassa",
    "mine data slettet", "delete all my", "erase all my", "i don't consent", "i do not consent", "ikke skrive til mig",
    "ikke kontakte mig", "lad være med at skrive", "lad være med at maile",
    "lad være med at kontakte", "hold op med at skrive", "hold op med at maile", "kontakta mig inte",
    "kontakta mig aldrig",
    "kontakta inte mig", "skriv inte till mig", "skriv aldrig till mig", "mejla mig inte", "mejla inte",
    "inte kontakta mig",
    "inte bli kontaktad", "sluta skriva", "sluta kontakta", "sluta maila", "låt bli att skicka", "låt bli att skriva",
    "kontakt meg ikke", "ikke kontakt meg", "skriv ikke til meg", "ikke skriv til meg", "ikke kontakte meg",
    "slutt å sende",
    "slutt å skrive", "slutt med å sende", "la være å sende", "la være å skrive", "älä ota yhteyttä",
    "älkää ottako yhteyttä",
    "älä kirjoita", "älkää kirjoittako", "en halua yhteydenottoja", "lopettakaa viestien", "lopeta viestien",
    "tag mig af jeres", "tag mig af maillisten", "tag mig af mailinglisten", "tag mig af listerne", "tag mig ud af",
    "tag os af",
    "af jeres mailliste", "af jeres liste", "af jeres mailingliste", "fra jeres mailliste", "fra jeres liste",
    "fra maillisten",
    "ta meg av", "ta meg bort", "av deres liste", "av listen deres", "fra listen deres", "fra e-postlisten",
    "ta bort oss",
    "av er lista", "från er lista", "från er maillista", "från er e-postlista", "från maillistan",
    "från utskickslistan",
    "från listan", "från sändlistan", "pois listalta", "pois postituslistalta", "postituslistaltanne", "listaltanne",
    "leave us alone", "lad mig være i fred", "lad mig i fred", "lad os være i fred", "lämna mig i fred",
    "lämna mig ifred",
    "lämna oss i fred", "låt mig vara", "la meg være i fred", "la meg i fred", "jätä minut rauhaan",
    "jättäkää minut rauhaan",
    "jättäkää rauhaan", "lasst mich in ruhe", "no longer consent", "ikke længere samtykke", "inte längre samtycke",
    "my right to object", "min ret til at gøre indsigelse", "min ret til indsigelse", "min rätt att invända",
    "min rett til å protestere", "erase my data", "delete my data", "remove my data", "erase me", "forget me",
    "slet mine data",
    "slet mine oplysninger", "slet alle mine", "radera mina uppgifter", "radera mig", "slett mine opplysninger",
    "slett mine data", "poista tietoni", "poistakaa tietoni", "glem mig", "glöm mig", "meld mig af",
    "meld os fra", "meld mig ut", "skriv mig ut", "skriv mig ud", "skriv mig af", "strike me from", "take us off",
    "remove us",
    "fjern os", "slet os", "streich", "not to be contacted", "not wish to be contacted", "not want to be contacted",
    "no further emails", "no further mails", "no further e-mails", "no further communication", "no further messages",
    "no further mailings", "cease and desist", "cease sending", "cease all", "desist from",
];

/// Whether the writer takes a consent back.
pub(super) fn takes_back(words: &[String], but_not: &[&str]) -> bool {
    let is = |word: &String, of: &[&str]| of.contains(&word.as_str());
    words.iter().enumerate().filter(|(_, word)| is(word, TAKES)).any(|(at, _)| {
        let from = at.saturating_sub(NEAR);
        let near = words.get(from..words.len().min(at + NEAR)).unwrap_or_default();
        let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
        let denied = before.iter().any(|word| is(word, but_not));
        let mine = words.len() <= 4 || near.iter().any(|word| is(word, MINE));
        let yours = near.iter().any(|word| is(word, YOURS))
            || near
                .windows(2)
                .any(|pair| matches!(pair, [whose, what] if is(whose, YOURS_BEFORE) && is(what, CONSENTS)));
        let theirs = mine && !yours;
        theirs && !denied && near.iter().any(|word| is(word, CONSENTS))
    })
}
