//! Names of columns that ask whether somebody may be written to, since when, or how that stands, in whatever words.
//!
//! Invariant: a name is such a question only where every word of it is known here. A consent may be refused, asked for or
//! over, or be one to something else; one word more is enough for that, so that word is shown to somebody first.

use super::{super::noes::name_words, Taken};

/// What sounds like a question that was answered yes or no, in the name of a column.
#[rustfmt::skip]
const ASKED: &[&str] = &[
    "optin", "optedin", "accepts", "samtyk", "samtyc", "permission", "tilladelse", "tillatelse", "tillstand", "consent",
    "suostum", "einwilligung", "subscribedto", "zustimmung", "lupa",
];
/// What stands beside an answer is none: from which address, on which page, in which words.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "ip", "url", "source", "country", "id", "date", "time", "at", "method", "type", "text", "version", "level",
    "timestamp", "by",
];
/// What people are sent, in the name of a column.
#[rustfmt::skip]
const SENT: &[&str] = &[
    "newsletter", "nyhedsbrev", "nyhedsmail", "nyhetsbrev", "utskick", "udsend", "utsend", "uutiskir", "marketing",
    "markedsfor", "marknadsfor", "markkino", "werb", "reklam", "mail", "epost", "mejl", "sahkopost", "kontakt",
    "contact",
];
/// Words with which a name asks whether it may be sent. What stands there is a yes only where it is known as one.
#[rustfmt::skip]
const MAY: &[&str] = &[
    "agree", "agrees", "may", "want", "wants", "receive", "receives", "ok", "okay", "allow", "allowed", "allows",
    "accept", "accepts", "accepted", "wish", "wishes", "subscribe", "subscribed", "send", "can", "please", "active",
    "enabled", "member", "vil", "onsker", "onskar", "onskes", "modtag", "modtager", "motta", "mottar", "ma", "far",
    "fa",
    "godkant", "godkendt", "godkjent", "erlaubt", "darf", "lupa", "saa", "haluaa", "abonniert", "abonnerer", "tillad",
    "tilladt", "tillatt", "tillaten", "tillater", "via", "tack", "tak", "takk", "tilmeldt", "pameldt", "anmald",
    "accepterer", "accepterar", "aksepterer", "godkanner", "godtar", "vill", "prenumererar", "tilattu", "tilmelding", "sagt",
    "mochte", "gewunscht", "tilaaja", "tilannut",
    "mochte", "gewunscht", "tilaaja", "tilannut",
];
/// When somebody said yes, in the name of a column.
#[rustfmt::skip]
const SIGNED: &[&str] = &[
    "subscri", "tilmeld", "prenumer", "abonn", "optin", "optedin", "confirm", "pamel", "samtyk", "samtyc", "consent",
    "permission", "suostum", "einwilligung", "tilladelse", "tillatelse",
];
#[rustfmt::skip]
const WHEN: &[&str] = &[
    "date", "time", "timestamp", "on", "at", "since", "created", "dato", "datum", "tid", "tidspunkt", "den", "pvm",
];
/// When a record was made or touched: of no use.
#[rustfmt::skip]
const MADE: &[&str] = &[
    "created", "creation", "oprettet", "oprettelsesdato", "skapad", "skapat", "skapandedatum", "erstellt",
    "erstellungsdatum", "opprettet", "luotu", "registered", "registration", "registreret", "registrering",
    "registreringsdato", "registreringsdatum", "registriert", "registrerad", "registrert", "added", "modified",
    "updated", "imported", "joined",
];
#[rustfmt::skip]
const MADE_BESIDE: &[&str] = &[
    "date", "time", "at", "on", "by", "utc", "gmt", "0", "dato", "datum", "den", "am", "pvm", "last", "record",
    "person", "contact", "subscriber", "customer", "profile", "kunde", "kund", "kontakt",
];
/// What a subscription or a channel is called whose status is told.
#[rustfmt::skip]
const STANDS: &[&str] = &[
    "mail", "subscri", "list", "global", "consent", "contact", "kontakt", "marketing", "markeds", "marknads",
    "newsletter", "epost", "nyhed", "nyhet", "sms", "abonn", "prenum", "mottag", "modtag", "tilau", "deliver",
];
/// Parts that words are made of here: `markedsføringssamtykke`.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    // A yes, and that it was given.
    "consent", "consents", "consented", "samtykke", "samtykker", "samtykket", "samtykkes", "samtycke", "samtycker",
    "samtyckt", "suostumus", "suostumuksen", "suostumukset", "suostun", "suostunut", "einwilligung", "zustimmung",
    "permission", "permissions", "tilladelse", "tilladelser", "tillatelse", "tillatelser", "tillstand", "lupa", "luvan",
    "erlaubnis", "optin", "optins", "optedin", "given", "givet", "gitt", "giver", "granted", "lamnat", "annettu",
    "antanut", "erteilt", "agree", "agrees", "agreed", "accept", "accepts", "accepted", "accepteret", "accepterer",
    "accepterar", "accepterat", "aksepterer", "godkendt", "godkanner", "godtar", "godkant", "godkjent", "hyvaksyn", "hyvaksytty", "hyvaksyy",
    "confirm", "confirmed", "confirmation", "bekraeftet", "bekraeftelse", "bekraftad", "bekraftelse", "bekreftet",
    "bekreftelse", "vahvistettu", "vahvistus", "bestatigt", "tillad", "tilladt", "tillatt", "tillaten", "tillater",
    "erlaubt", "abonniert", "angemeldet", "sallittu", "sallii",
    // Being on a list.
    "subscribe", "subscribes", "subscribed", "subscriber", "subscribers", "subscription", "subscriptions", "signup",
    "abonnent", "abonnement", "abonnemang", "abonnerer", "abonneret", "abonnert", "prenumerant", "prenumererar",
    "prenumeration", "prenumererat", "tilmeld", "tilmeldt", "tilmelding", "pameldt", "pamelding", "anmald", "anmalan",
    "tilaaja", "tilaus", "tilannut", "tilattu",
    // What is sent, and how.
    "newsletter", "newsletters", "nyhedsbrev", "nyhedsbreve", "nyhedsmail", "nyhedsmails", "nyhetsbrev", "utskick",
    "udsendelse", "udsendelser", "utsending", "utsendelse", "uutiskirje", "uutiskirjeen", "uutiskirjeet",
    "uutiskirjeeseen", "uutiskirjetta", "marketing",
    "marketingemail", "marketingemails", "markedsforing", "marknadsforing", "markkinointi", "markkinointiin",
    "suoramarkkinointi", "suoramarkkinointiin", "werbung", "werbe", "reklame", "reklamer", "reklam", "mail", "mails",
    "mailed", "mailing", "mailings", "email", "emails", "emailed", "emailing", "epost", "eposten", "mejl", "mejla",
    "mejlas", "sahkoposti", "sahkopostiin", "sahkopostia", "sahkopostilla", "sahkopostitse", "kontakt", "kontakte", "kontaktes",
    "kontaktas", "kontakta", "contact", "contacted", "news", "nyheder", "nyheter", "nyhed", "nyhet", "offer", "offers",
    "tilbud", "erbjudande", "erbjudanden", "tarjous", "tarjoukset", "tarjouksia", "promotions", "promotional",
    "commercial", "communication", "communications", "kommunikation", "kommunikasjon", "inspiration", "inspirasjon",
    "sms", "phone", "telephone", "telefon", "mobile", "mobil", "puhelin", "whatsapp", "push", "channel", "kanal",
    // When, where, how it stands.
    "date", "time", "timestamp", "dato", "datum", "tidspunkt", "tidpunkt", "paivamaara", "status", "state", "tila",
    "source", "kilde", "kalla",
];
/// Words beside them that change nothing.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "i", "to", "the", "a", "an", "my", "me", "our", "us", "we", "you", "your", "for", "by", "via", "on", "at", "in",
    "of",
    "from", "with", "and", "or", "is", "has", "have", "been", "be", "would", "like", "yes", "please", "may", "can",
    "want", "wants", "wish", "wishes", "get", "gets", "receive", "receives", "receiving", "ok", "okay", "allow",
    "allows",
    "allowed", "send", "sending", "active", "enabled", "member", "customer", "customers", "user", "person", "profile",
    "recipient", "double", "single", "explicit", "express", "electronic", "electronically", "elektronisk",
    "elektroniske",
    "elektroniskt", "sahkoinen", "sahkoista", "digital", "digitale", "direct", "direkte", "direkt", "direktereklame",
    "general", "global", "globally", "gdpr", "list", "lists", "deliverability", "delivery", "text", "texts", "message",
    "messages", "flag", "value", "field", "answer", "svar", "choice", "valg", "utc", "gmt", "datetime", "tid", "den",
    "pvm", "since", "siden", "sedan", "created", "ip", "day", "dag", "number", "our",
    "jeg", "vil", "gerne", "til", "fra", "pa", "med", "om", "og", "eller", "mig", "till", "vi", "ma", "du", "dig",
    "jer",
    "jeres", "os", "har", "er", "det", "de", "ja", "tak", "have", "modtag", "modtage", "modtager", "modtagelse", "af",
    "sende", "sendes", "onsker", "onskes", "som", "kunde", "medlem",
    "jag", "vill", "garna", "att", "fran", "oss", "och", "tack", "far", "fa", "ta", "emot", "onskar", "skicka",
    "skickas",
    "kund", "sagt", "modtaget", "mottaget", "mottatt", "received", "saatu", "meg", "gjerne", "av", "takk", "motta", "mottar", "sendt", "ha",
    "haluan", "haluaa", "saa", "saada", "saan", "saatte", "minulle", "kylla", "kiitos", "lahettaa", "ottaa", "yhteytta",
    "ich", "mochte", "gewunscht", "zum", "zur", "fur", "per", "erhalten", "darf",
];

/// What a name is taken for by a part of it: an answer, a status, or when somebody answered. Anything but a known yes in an
/// answer or a status is none. Of an `other` channel a yes counts for nothing here, so its words need not be known.
pub(super) fn asked(name: &str, other: bool) -> Option<Taken> {
    let (word, words) = (super::plain(name), words(name));
    let has = |stems: &[&str]| stems.iter().any(|stem| word.contains(stem));
    let is = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let status =
        word.ends_with("status") || word.ends_with("state") || word.starts_with("status") || word.ends_with("tila");
    let known = other || words.iter().all(|word| is_known(word));
    if status && has(STANDS) {
        return known.then_some(Taken::Status);
    }
    let made = is(MADE) && words.iter().all(|w| MADE.contains(&w.as_str()) || MADE_BESIDE.contains(&w.as_str()));
    if made {
        return Some(Taken::Irrelevant);
    }
    let when = words.last().is_some_and(|w| WHEN.contains(&w.as_str()));
    let when =
        when || ["date", "dato", "datum", "timestamp", "tidspunkt", "tidpunkt"].iter().any(|end| word.ends_with(end));
    if has(SIGNED) && when {
        return known.then_some(Taken::Date);
    }
    // Until when it counts is no answer, and may be over.
    if has(&["expir", "validto", "validuntil", "validtill", "gyldigtil", "giltigtill", "udlob", "utlop", "utgar"]) {
        return None;
    }
    if BESIDE.iter().any(|end| word.ends_with(end)) && !status {
        return None;
    }
    let question = has(SENT) && is(MAY) && !is(&["last", "first", "owner"]);
    (known && (has(ASKED) || question)).then_some(Taken::OptIn)
}

/// Whether a question that says of itself that it is answered with yes or no asks for nothing but this.
pub(super) fn asks_for_this(question: &str) -> bool {
    let words = words(question);
    words.iter().all(|word| is_known(word)) && words.iter().any(|word| is_made(word))
}

/// The words of a name; what one word is and is written as two is one.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in name_words(name) {
        match (words.last_mut(), word.as_str()) {
            (Some(last), mail) if last == "e" && ["mail", "post"].iter().any(|stem| mail.starts_with(stem)) => {
                last.push_str(&word);
            }
            (Some(last), "in" | "ins") if last == "opt" || last == "opted" => last.push_str(&word),
            (Some(last), "letter" | "letters") if last == "news" => last.push_str(&word),
            (Some(last), "up") if last == "sign" => last.push_str(&word),
            (Some(last), "posti" | "postia") if last == "sahko" => last.push_str(&word),
            _ => words.push(word),
        }
    }
    words
}

fn is_known(word: &str) -> bool {
    PLAIN.contains(&word) || word.bytes().all(|b| b.is_ascii_digit()) || is_made(word)
}

/// Whether a word is made of known parts, with an `s` between two as the North has it.
fn is_made(word: &str) -> bool {
    let (mut seen, mut open) = (vec![word], vec![word]);
    while let Some(rest) = open.pop() {
        for rest in PARTS.iter().filter_map(|part| rest.strip_prefix(part)) {
            if rest.is_empty() {
                return true;
            }
            for rest in [Some(rest), rest.strip_prefix('s')].into_iter().flatten() {
                if !rest.is_empty() && !seen.contains(&rest) {
                    seen.push(rest);
                    open.push(rest);
                }
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use hjemmel_model::Channel;

    use super::super::{Taken, by_name};

    fn taken(name: &str) -> Taken {
        by_name(name, Channel::Email).0
    }

    /// Consents that were refused, taken back, only asked for, over, or given to something else.
    #[rustfmt::skip]
    #[test]
    fn a_name_with_a_word_that_is_not_known_is_no_question_that_may_be_answered_with_yes() {
        for name in [
            "Consent denied", "Consent refused", "Consent recalled", "Consent rescinded", "Consent retracted",
            "Consent lacking", "Consent missing", "Consent removed on request", "Marketing consent denied",
            "Permission denied", "Opt-in refused", "Opt-in lost", "Opt-in pending", "Opt-in removed by user",
            "Previously opted in", "Was opted in", "Opted in before", "Samtykke mangler", "Samtykke nægtet",
            "Samtykke afvist", "Samtykke bortfaldet", "Samtykke ugyldigt", "Samtycke nekat", "Suostumus evätty",
            "Suostumus puuttuu", "Einwilligung entzogen", "Einwilligung zurückgezogen", "Einwilligung erloschen",
            "Consent lost", "Consent end", "Consent ended", "Permission until", "Samtykke slut", "Samtykke ophører",
            "Samtykke indtil", "Suostumus päättynyt", "Marketing emails allowed until", "Newsletter accepted until",
            "Consent pending", "Consent requested", "Consent required", "Consent needed", "Opt-in requested",
            "Opt-in mail sent", "Double opt-in sent", "Double opt-in requested", "Cookie consent", "Photo consent",
            "Parental consent", "Tracking consent", "Profiling consent", "Analytics consent", "Partner consent",
            "Third-party consent", "Data processing consent", "Consent to terms", "Accepts terms",
            "Accepts terms and conditions", "Samtykke til handelsbetingelser", "Samtykke til billeder",
            "Samtykke til opkald", "Samtykke til brev", "Samtykke til cookies", "Consent to post", "Opt-in brev",
            "Consent for order mails", "Subscribed to competitor", "Cookies ja/nej", "Foto-samtykke (ja/nej)",
            "Cookie consent date", "Photo consent status", "Samtyckesförfrågan", "Tidligere samtykke", "Optin_lost",
            "consentEnded", "Ex-subscriber consent", "Samtykkeslut", "cookieconsent", "Consent (other)",
        ] {
            assert!(matches!(taken(name), Taken::Unknown | Taken::No | Taken::Other | Taken::OtherNo), "{name}: {:?}", taken(name));
        }
    }

    #[rustfmt::skip]
    #[test]
    fn a_question_in_ordinary_words_is_one() {
        for name in [
            "Consent to email marketing", "Consent given", "Has given consent", "Har givet samtykke",
            "Samtykke til at modtage nyhedsbrev", "Samtykke til nyhedsbrev på e-mail", "Markedsføringssamtykke",
            "Nyhedsbrevssamtykke", "Samtycke till nyhetsbrev", "Samtycke till utskick via e-post",
            "Samtykke til markedsføring via e-post", "Suostumus sähköpostimarkkinointiin", "Suostumus uutiskirjeeseen",
            "Einwilligung zum Newsletter", "Email opt-in", "Opt-in (email)", "Opted in", "Double Opt-In",
            "Subscribed to newsletter", "Accepts newsletter", "Email permission", "Permission to email",
            "Consent (email)",
            "emailMarketingConsent", "newsletter_opt_in", "Jeg vil gerne modtage nyhedsbrev", "May we email you?",
            "Can be emailed", "Yes please, send me your newsletter", "Vil du have nyhedsbrev? (ja/nej)",
            "Customer accepts marketing", "Consent to receive offers by email",
        ] {
            assert_eq!(taken(name), Taken::OptIn, "{name}");
        }
        for name in ["Consent given at", "Opt-in date", "Samtykkedato", "Tilmeldingstidspunkt", "Newsletter consent timestamp"] {
            assert_eq!(taken(name), Taken::Date, "{name}");
        }
        for name in ["Email marketing status", "Newsletter status", "E-mail subscription state", "Samtykkestatus"] {
            assert_eq!(taken(name), Taken::Status, "{name}");
        }
    }
}
