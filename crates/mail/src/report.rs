//! What comes back: reports that a message could not be delivered (RFC 3464, RFC 6533, and the plain words of servers that
//! know neither), that a reader called it unwanted (RFC 5965), and answers that say no.
//!
//! Invariant: a report counts only for the message whose token it was sent to or whose Message-ID it names; what people write by
//! hand is no report, and can only take away. Nothing of its text is kept.

mod answer;
mod fields;
mod notice;
mod status;
mod words;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use fields::{Group, bare, groups};
pub(crate) use status::refusal_status;
pub use status::{address_is_dead, status_in};

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// It was not delivered and is not tried again, with that status (RFC 3463): what its code says, or its words where the
    /// code says nothing. Whether the address is at an end with it, [`address_is_dead`] knows.
    Failed(String),
    /// It is tried further.
    Delayed,
    /// The reader told their provider that it was not wanted.
    Complained,
    /// The reader answered that they want no more.
    Stopped,
}

/// Read what came back. `None` when it says nothing: an answer by hand, an automatic reply, or what cannot be read. The
/// second value is the token of the message that it encloses or names, if it does.
pub fn report_read(raw: &[u8]) -> Option<(Report, Option<String>)> {
    // Strangers send it: where the parser falls over, it read nothing, and nobody else's mail waits for that.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(raw));
    let message = parsed.ok().flatten().filter(|message| !message.parts.is_empty())?;
    let said = if let Some(feedback) = part_of(&message, &["message/feedback-report"]) {
        feedback_read(&text_of(feedback))?
    } else {
        let notice = notice::notice_of(&message);
        match delivery_read(&message, &notice) {
            Some(said) => said?,
            None => notice::notice_read(&message, &notice)
                .or_else(|| handed_on_read(&message))
                .or_else(|| answer::answer_read(&message))?,
        }
    };
    Some((said, about(&message)))
}

/// What a provider hands on from its reader.
fn feedback_read(text: &str) -> Option<Report> {
    let kind = groups(text).iter().find_map(|g| g.first("feedback-type").map(bare))?;
    match kind.as_str() {
        "abuse" => Some(Report::Complained),
        "opt-out" | "opt-out-list" => Some(Report::Stopped),
        _ => None,
    }
}

/// What the machine-readable part says, whatever it lies in; `None` where there is none that names what happened.
fn delivery_read(message: &Message<'_>, notice: &str) -> Option<Option<Report>> {
    let part = part_of(message, &["message/delivery-status", "message/global-delivery-status"])?;
    let groups = groups(&text_of(part));
    let mut told = false;
    let mut worst: Option<Report> = None;
    for (group, at) in groups.iter().flat_map(|g| (0..g.count("action").max(g.count("status"))).map(move |at| (g, at)))
    {
        told = true;
        let said = recipient_read(group, at, notice);
        if said.as_ref().map_or(0, gravity) > worst.as_ref().map_or(0, gravity) {
            worst = said;
        }
    }
    told.then_some(worst)
}

/// A report that a gateway handed on whole, in a mail of its own.
fn handed_on_read(message: &Message<'_>) -> Option<Report> {
    let inner = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) if inner.parts.first().map(kind_of)? == "multipart/report" => Some(inner),
        _ => None,
    })?;
    notice::from_daemon(message).then(|| delivery_read(inner, &notice::notice_of(inner)))??
}

/// What became of one recipient. Of several, as when an address was passed on to others, the gravest counts: one that failed is
/// not made good by another that did not.
fn recipient_read(group: &Group, at: usize, notice: &str) -> Option<Report> {
    let code = group.nth("status", at).map(bare).unwrap_or_default();
    let failed = match group.nth("action", at).map(bare) {
        Some(action) if action.starts_with("delay") => return Some(Report::Delayed),
        Some(action) => action.starts_with("fail") || action.starts_with("error") || action.starts_with("undeliver"),
        // A field that must be there is missing: the code says as much.
        None if code.starts_with('4') => return Some(Report::Delayed),
        None => code.starts_with('5'),
    };
    let diagnostic = group.nth("diagnostic-code", at).unwrap_or_default();
    failed.then(|| Report::Failed(status::effective(&code, diagnostic, notice)))
}

fn gravity(said: &Report) -> u8 {
    match said {
        Report::Failed(status) if address_is_dead(status) => 3,
        Report::Failed(_) => 2,
        _ => 1,
    }
}

fn kind_of(part: &MessagePart<'_>) -> String {
    let kind = part.content_type();
    kind.map_or_else(String::new, |c| format!("{}/{}", c.ctype(), c.subtype().unwrap_or_default()).to_ascii_lowercase())
}

fn part_of<'m, 'x>(message: &'m Message<'x>, wanted: &[&str]) -> Option<&'m MessagePart<'x>> {
    message.parts.iter().find(|part| wanted.contains(&kind_of(part).as_str()))
}

fn text_of(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// The token in the Message-ID of the message that is enclosed, whole, as its headers, or as plain text below the notice; or in
/// the return address that a complaint names.
fn about(message: &Message<'_>) -> Option<String> {
    let token = |id: &str| {
        let token = id.trim().trim_start_matches('<').split('@').next()?.trim();
        (!token.is_empty()).then(|| token.to_owned())
    };
    let named = |text: &str, name: &'static str| groups(text).iter().find_map(|g| g.first(name).and_then(token));
    message.parts.iter().enumerate().find_map(|(at, part)| match &part.body {
        PartType::Message(inner) => {
            let id =
                inner.parts.first()?.headers.iter().find(|h| h.name.as_str().eq_ignore_ascii_case("message-id"))?;
            id.value.as_text().and_then(token)
        }
        PartType::Multipart(_) => None,
        _ => {
            let text = text_of(part);
            let below = at > 0 || kind_of(part) != "text/html";
            named(&text, "message-id").filter(|_| below).or_else(|| named(&text, "original-mail-from"))
        }
    })
}

#[cfg(test)]
mod tests;
