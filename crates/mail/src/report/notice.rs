//! Reports in plain words: what qmail, older Exim, Postfix and Exchange, and the large providers send instead of RFC 3464.
//!
//! Invariant: only a machine that delivers mail is believed, it must say that it gave up, and it must name an address. A warning
//! that it tries further, a question back, an automatic reply or a person are no failure.

use mail_parser::{HeaderValue, Message, PartType};

use super::{Report, kind_of, part_of, status, words::plain};

/// Longest notice that is read, in bytes.
const NOTICE_BYTES_MAX: usize = 16_000;

/// What a server says when it gave up.
const FAILED: &[&str] = &[
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "can not be delivered",
    "not delivered",
    "not been delivered",
    "undeliver",
    "unable to deliver",
    "not able to deliver",
    "wasn't able to deliver",
    "could not deliver",
    "couldn't deliver",
    "cannot deliver",
    "delivery failed",
    "delivery has failed",
    "delivery failure",
    "delivery error",
    "delivery problem",
    "failed to deliver",
    "fatal error",
    "failed permanently",
    "permanent error",
    "permanent failure",
    "did not reach",
    "didn't reach",
    "did not receive",
    "not received by",
    "failed recipient",
    "failed address",
    "failed mail",
    "mail failed",
    "failed because",
    "recipients failed",
    "recipient failed",
    "addresses failed",
    "address failed",
    "address(es) failed",
    "has been returned",
    "returned mail",
    "returning message",
    "returning to sender",
    "could not be reached",
    "automatically rejected",
    "was rejected",
    "was aborted",
    "error was detected",
    "error has occurred",
    "non-delivery",
    "nondelivery",
    "failure notice",
    "non remis",
    "kunne ikke leveres",
    "kan ikke leveres",
    "blev ikke leveret",
    "ble ikke levert",
    "kunde inte levereras",
    "kan inte levereras",
    "gick inte att leverera",
    "ei voitu toimittaa",
    "ei voida toimittaa",
    "toimitus epäonnistui",
    "nicht zugestellt",
    "unzustellbar",
    "n'a pas pu être",
    "n'a pas pu etre",
    "no pudo ser entregado",
    "no se pudo entregar",
    "não pôde ser entregue",
    "niet worden bezorgd",
    "niet bezorgd",
    "impossibile consegnare",
];

/// What it says when it did not.
const DELAYED: &[&str] = &[
    "delayed",
    "not yet been delivered",
    "not yet been able",
    "not yet received",
    "still being retried",
    "will be retried",
    "will continue",
    "will keep trying",
    "will try again",
    "still trying",
    "attempts will continue",
    "been postponed",
    "has been deferred",
    "warning only",
    "warning message only",
    "just a warning",
    "forsinket",
    "försenad",
    "försenat",
    "fördröjd",
    "fördröjt",
    "fortsätter att försöka",
    "försöker igen",
    "prøver igen",
    "forsøger igen",
    "endnu ikke leveret",
    "ennå ikke levert",
    "ännu inte levererat",
    "yritetään uudelleen",
    "viivästy",
    "verzögert",
];

/// What makes it final all the same.
const GAVE_UP: &[&str] =
    &["permanent", "given up", "giving up", "gave up", "not going to try again", "no further attempts"];

/// Somebody's filter asks whether a person wrote this.
const ASKED_BACK: &[&str] = &[
    "confirm that you",
    "confirm your message",
    "verify that you",
    "verify your address",
    "prove that you",
    "challenge",
    "captcha",
    "whitelist",
    "to be delivered, please",
    "approve sender",
    "not a robot",
];

/// Who delivers mail, in a local part or a name.
const DAEMONS: &[&str] = &[
    "mailer-daemon",
    "mailer daemon",
    "mailerdaemon",
    "mdaemon",
    "postmaster",
    "mail delivery",
    "maildelivery",
    "mail.delivery",
    "mail system",
    "mailsystem",
    "delivery subsystem",
    "delivery system",
    "system administrator",
    "mail administrator",
    "mail_service",
    "mail service",
];

/// Words of a line, below which somebody else's message begins.
const BELOW: &[&str] = &[
    "original message",
    "original mail",
    "copy of",
    "message header",
    "header of",
    "headers of",
    "header and",
    "unsent message",
    "returned mail",
    "returned message",
    "message follows",
    "mail follows",
    "text follows",
    "message below",
    "message text",
    "forwarded message",
    "mensaje original",
    "originalnachricht",
    "oprindelig",
    "ursprungligt",
    "opprinnelig",
];

/// Lines that repeat the subject of the message that came back.
const SUBJECTS: &[&str] = &["subject:", "emne:", "ämne:", "aihe:", "betreff:", "objet :", "objet:", "asunto:"];

/// The words to people, up to where the message that came back begins.
pub(super) fn notice_of(message: &Message<'_>) -> String {
    let mut notice = String::new();
    for part in &message.parts {
        let kind = kind_of(part);
        let text = match &part.body {
            PartType::Text(text) if kind.is_empty() || kind == "text/plain" || kind.starts_with("multipart/") => {
                text.to_string()
            }
            PartType::Html(html) => mail_parser::decoders::html::html_to_text(html),
            _ => continue,
        };
        for line in text.lines() {
            if begins_message(line) || notice.len() + line.len() > NOTICE_BYTES_MAX {
                return notice;
            }
            // What our own subject says is not said about the address.
            if SUBJECTS.iter().any(|s| line.trim_start().to_lowercase().starts_with(s)) {
                continue;
            }
            notice.push_str(line);
            notice.push('\n');
        }
    }
    notice
}

fn begins_message(line: &str) -> bool {
    let line = line.trim_start_matches(['|', ' ', '\t']).to_lowercase();
    let ruled = line.starts_with("--") || line.starts_with("==") || line.starts_with("**");
    // Sendmail's own headings are ruled too: what they announce is part of the notice.
    let heading =
        ["addresses", "transcript", "session", "recipients", "delivered", "report"].iter().any(|w| line.contains(w));
    let below = BELOW.iter().any(|w| line.contains(w));
    ruled && below && !heading
        || [
            "received: ",
            "return-path: ",
            ">return-path: ",
            ">received: ",
            "original message follows",
            "message headers follow",
            "original message headers",
        ]
        .iter()
        .any(|w| line.starts_with(w))
        || line.starts_with("below is a copy")
        || line.starts_with("here is a copy")
        || line.starts_with("a copy of the original")
}

/// What a notice says; `None` for what is none.
pub(super) fn notice_read(message: &Message<'_>, notice: &str) -> Option<Report> {
    let subject = plain(message.subject().unwrap_or_default());
    let daemon = from_daemon(message);
    let has = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    // A person who answers a notice, or hands one on, quotes it.
    let answered = has_header(message, "in-reply-to") || has_header(message, "references");
    if !daemon && (answered && starts_as_answer(&subject) || starts_as_forward(&subject)) {
        return None;
    }
    let reports = kind_of(message.parts.first()?) == "multipart/report"
        || part_of(message, &["message/delivery-status", "message/global-delivery-status"]).is_some();
    let titled = has(&subject, FAILED)
        || has(
            &subject,
            &[
                "delivery status notification",
                "delivery notification",
                "mail error",
                "undelivered",
                "processing error",
                "delivery report",
            ],
        );
    if !(daemon || reports || titled) {
        return None;
    }
    let said = plain(notice);
    if !daemon && !reports && has(&said, ASKED_BACK) {
        return None;
    }
    let failed = has(&said, FAILED) || has(&subject, FAILED) || dies_as_qmail(notice) || status::told_unknown(notice);
    let told_delayed = has(&said, DELAYED) || !has(&subject, FAILED) && has(&subject, DELAYED);
    if told_delayed && !has(&said, GAVE_UP) {
        return Some(Report::Delayed);
    }
    let names = notice.split_whitespace().any(is_address) || has_header(message, "x-failed-recipients");
    (failed && names).then(|| Report::Failed(status::told(notice)))
}

pub(super) fn has_header(message: &Message<'_>, name: &str) -> bool {
    header_text(message, name).is_some()
}

/// A header as text; empty where it is no text.
pub(super) fn header_text(message: &Message<'_>, name: &str) -> Option<String> {
    let header = message.parts.first()?.headers.iter().find(|h| h.name.as_str().eq_ignore_ascii_case(name))?;
    Some(match &header.value {
        HeaderValue::Text(text) => text.trim().to_lowercase(),
        _ => String::new(),
    })
}

/// Whether it comes from whoever delivers mail.
pub(super) fn from_daemon(message: &Message<'_>) -> bool {
    let Some(from) = message.from().and_then(|from| from.first()) else { return false };
    let (name, address) = (from.name().unwrap_or_default(), from.address().unwrap_or_default());
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let (name, local) = (name.to_lowercase(), local.to_lowercase());
    DAEMONS.iter().any(|who| name.contains(who) || local.contains(who))
}

pub(super) fn starts_as_answer(subject: &str) -> bool {
    ["re:", "sv:", "vs:", "aw:", "re :", "antw:", "odp:"].iter().any(|p| subject.starts_with(p))
}

fn starts_as_forward(subject: &str) -> bool {
    ["fwd:", "fw:", "vb:", "vl:", "wg:", "tr:"].iter().any(|p| subject.starts_with(p))
}

/// qmail and what follows it put each address on a line of its own, in angle brackets, with a colon.
fn dies_as_qmail(notice: &str) -> bool {
    notice.lines().any(|line| line.trim().strip_suffix(">:").is_some_and(|l| l.starts_with('<') && l.contains('@')))
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}
