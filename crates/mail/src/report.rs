//! What comes back: reports that a message could not be delivered (RFC 3464) and that a reader called it unwanted
//! (RFC 5965).
//!
//! Invariant: a report counts only for the message whose token it was sent to or whose Message-ID it names; what people
//! write by hand is no report. Nothing of its text is kept.

use mail_parser::{Message, MessageParser, MimeHeaders};

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// It cannot be delivered, ever, with that status (RFC 3463).
    Failed(String),
    /// It is tried further.
    Delayed,
    /// The reader told their provider that it was not wanted.
    Complained,
}

/// Read a report. `None` when it is none: an answer by hand, an automatic reply, or what cannot be read. The second
/// value is the token in the Message-ID of the message that it encloses, if it does.
pub fn report_read(raw: &[u8]) -> Option<(Report, Option<String>)> {
    let message = MessageParser::default().parse(raw)?;
    let kind = message.content_type()?;
    if !kind.ctype().eq_ignore_ascii_case("multipart") || !kind.subtype()?.eq_ignore_ascii_case("report") {
        return None;
    }
    let about = enclosed_token(&message);
    let part = |wanted: &str| {
        message.parts.iter().find(|p| {
            let of = p.content_type();
            of.is_some_and(|c| {
                format!("{}/{}", c.ctype(), c.subtype().unwrap_or_default()).eq_ignore_ascii_case(wanted)
            })
        })
    };
    if let Some(feedback) = part("message/feedback-report") {
        let abuse = field(&text(feedback.contents()), "feedback-type").is_some_and(|t| t.eq_ignore_ascii_case("abuse"));
        return abuse.then_some((Report::Complained, about));
    }
    let status = text(part("message/delivery-status")?.contents());
    match field(&status, "action")?.to_ascii_lowercase().as_str() {
        "failed" => {
            let code = field(&status, "status").and_then(|s| status_in(&s)).unwrap_or_else(|| "5.0.0".into());
            // Some servers say `failed` with a status that means `not yet`: the status is the more careful word.
            Some((if code.starts_with('4') { Report::Delayed } else { Report::Failed(code) }, about))
        }
        "delayed" => Some((Report::Delayed, about)),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first field of that name, in whichever group of lines it stands.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn enclosed_token(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| {
        let kind = part.content_type()?;
        let sub = kind.subtype()?;
        let encloses = sub.eq_ignore_ascii_case("rfc822") || sub.eq_ignore_ascii_case("rfc822-headers");
        if !kind.ctype().eq_ignore_ascii_case("message") && !kind.ctype().eq_ignore_ascii_case("text") || !encloses {
            return None;
        }
        let id = field(&text(part.contents()), "message-id")?;
        Some(id.trim_start_matches('<').split('@').next()?.to_owned())
    })
}

/// The first enhanced status code (RFC 3463) in a text, such as `5.1.1`.
pub fn status_in(text: &str) -> Option<String> {
    let code = |word: &str| {
        let parts: Vec<&str> = word.split('.').collect();
        let [class, subject, detail] = parts.as_slice() else { return false };
        let short = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        matches!(*class, "2" | "4" | "5") && short(subject) && short(detail)
    };
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find(|word| code(word)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dsn(action: &str, status: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: b.msg_1.aa@retur.example\r\nSubject: Undelivered\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\r\n\r\n\
             --x\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; eva@blomsterhuset.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n\
             --x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <b.msg_1.aa@shop.example>\r\nSubject: Hej\r\n\r\nHej\r\n\
             --x--\r\n"
        )
    }

    #[test]
    fn a_report_says_what_became_of_which_message() {
        let about = Some("b.msg_1.aa".to_owned());
        assert_eq!(
            report_read(dsn("failed", "5.1.1").as_bytes()),
            Some((Report::Failed("5.1.1".into()), about.clone()))
        );
        assert_eq!(report_read(dsn("delayed", "4.4.1").as_bytes()), Some((Report::Delayed, about.clone())));
        assert_eq!(report_read(dsn("failed", "4.2.2").as_bytes()), Some((Report::Delayed, about.clone())));
        assert_eq!(report_read(dsn("delivered", "2.0.0").as_bytes()), None);
        let arf = "From: fbl@isp.example\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/report; report-type=feedback-report; boundary=y\r\n\r\n--y\r\n\
            Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n--y\r\n\
            Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <b.msg_1.aa@shop.example>\r\n\r\n--y--\r\n";
        assert_eq!(report_read(arf.as_bytes()), Some((Report::Complained, about)));
    }

    #[test]
    fn an_answer_by_hand_or_by_a_machine_is_no_report() {
        for raw in [
            "From: eva@x.example\r\nSubject: Re: Hej\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
            "From: eva@x.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nFerie\r\n",
            "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nnothing\r\n--x--\r\n",
            "",
            "\u{0}\u{1}",
        ] {
            assert_eq!(report_read(raw.as_bytes()), None, "{raw}");
        }
    }

    #[test]
    fn a_status_is_found_in_what_servers_say() {
        assert_eq!(status_in("550 5.1.1 <eva@x.example>: Recipient address rejected").as_deref(), Some("5.1.1"));
        assert_eq!(status_in("permanent error (550): 5.7.26 unauthenticated").as_deref(), Some("5.7.26"));
        assert_eq!(status_in("550 no such user at 10.1.2.3"), None);
        assert_eq!(status_in("552"), None);
    }
}
