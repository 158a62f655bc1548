//! Sending one message.
//!
//! Invariant: the only function that sends takes a permit and uses it up, and the permit must be for the very recipient
//! of the message. Addresses and texts stand in no log line and no error.

mod dkim;
mod header;
mod receive;
mod report;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use hjemmel_model::{AtMs, Clock};
use hjemmel_policy::{Addressee, Permit, Preview, Refusal, Send, Serve};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{Mailbox, MultiPart},
    transport::smtp::PoolConfig,
};
use parking_lot::Mutex;
use serde::Serialize;

use header::{AutoSubmitted, ListUnsubscribe, ListUnsubscribePost};

pub use dkim::{Dkim, DkimAlgorithm, DkimError};
pub use receive::{Accepts, Received, receive};
pub use report::{Report, address_is_dead, report_read, status_in};

/// Messages that are kept where mail is caught.
const CAUGHT_MAX: usize = 200;
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest we wait for the answer to a message; a server may take ten minutes (RFC 5321, 4.5.3.2.6).
const ANSWER_MAX: Duration = Duration::from_secs(600);

/// Leave to send one message.
#[derive(Debug)]
pub enum MailPermit {
    /// An answer to what the holder of the address just asked for.
    Serve(Permit<Serve>),
    /// Marketing.
    Send(Permit<Send>),
    /// To a member of staff, what they are about to send to others.
    Preview(Permit<Preview>),
}

impl MailPermit {
    fn spend(self, now: AtMs) -> Result<Addressee, Refusal> {
        match self {
            MailPermit::Serve(permit) => permit.spend_for_message(now),
            MailPermit::Send(permit) => permit.spend_for_message(now),
            MailPermit::Preview(permit) => permit.spend_for_message(now),
        }
    }
}

/// A message, ready to go.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// To whom.
    pub recipient: Addressee,
    /// The recipient's address.
    pub to: String,
    /// What the sender is called.
    pub from_name: String,
    /// Where answers go; ignored when it is not an address.
    pub reply_to: String,
    /// The subject.
    pub subject: String,
    /// The text, for readers without HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Where a provider unsubscribes with one click (RFC 8058).
    pub one_click: Option<String>,
    /// What reports about it name, if any come back: a word without spaces that says nothing about the recipient.
    pub token: Option<String>,
}

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The permit no longer holds, or is for somebody else.
    #[error("the permit does not allow this message")]
    Refused(Refusal),
    /// The permit is for another recipient.
    #[error("the permit is for another recipient")]
    OtherRecipient,
    /// The message cannot be built: an address or a header is not valid.
    #[error("the message cannot be built")]
    Malformed,
    /// No way out is set up, or the next server does not answer or asks to wait: nothing went out, try again.
    #[error("the next server does not take mail now")]
    Later,
    /// The next server will not have it, with that status (RFC 3463): what it says, in a code or in words.
    #[error("the next server refuses the message")]
    Rejected(Option<String>),
    /// The connection broke where it cannot be known whether the message was taken.
    #[error("it is not known whether the message went out")]
    Unknown,
}

impl MailError {
    /// A word that names nobody.
    pub fn code(&self) -> &'static str {
        match self {
            MailError::Refused(refusal) => refusal.reason.name(),
            MailError::OtherRecipient => "other_recipient",
            MailError::Malformed => "malformed",
            MailError::Later => "later",
            MailError::Rejected(_) => "rejected",
            MailError::Unknown => "unknown",
        }
    }
}

/// A message as caught instead of sent.
#[derive(Clone, Debug, Serialize)]
pub struct Caught {
    /// When.
    pub at_ms: i64,
    /// To which address.
    pub to: String,
    /// From whom.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// Where one click unsubscribes, if there is such a place.
    pub one_click: Option<String>,
}

#[derive(Clone)]
enum Way {
    Nowhere,
    Caught(Arc<Mutex<VecDeque<Caught>>>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// The way out.
#[derive(Clone)]
pub struct Mailer {
    way: Way,
    from: Address,
    dkim: Arc<[Dkim]>,
    /// The domain that reports about mail that came back are sent to.
    returns: Option<String>,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailer(..)")
    }
}

/// The settings of mail cannot be used. They may hold a password, so they are not repeated.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The sender's address.
    #[error("`mail_from` is not an e-mail address")]
    From,
    /// The server.
    #[error("`mail_smtp` is not an address such as smtps://user:password@mail.example:465")]
    Smtp,
}

impl Mailer {
    /// No way out: every message waits.
    pub fn nowhere() -> Mailer {
        Mailer {
            way: Way::Nowhere,
            from: Address::new_dangerous("no-reply", "localhost"),
            dkim: Arc::default(),
            returns: None,
        }
    }

    /// Catch every message instead of sending it: for the demo and for tests.
    pub fn catching() -> Mailer {
        Mailer { way: Way::Caught(Arc::default()), ..Mailer::nowhere() }
    }

    /// Through the server at `url` (`smtps://`, or `smtp://` with `?tls=required` or without), from the address `from`.
    pub fn smtp(url: &str, from: &str) -> Result<Mailer, MailSettingsError> {
        let from = from.parse().map_err(|_| MailSettingsError::From)?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| MailSettingsError::Smtp)?;
        let server = server.timeout(Some(SMTP_TIMEOUT)).pool_config(PoolConfig::new().max_size(10));
        Ok(Mailer { way: Way::Smtp(server.build()), from, dkim: Arc::default(), returns: None })
    }

    /// Sign every message, with each of those keys.
    pub fn signed(self, dkim: Vec<Dkim>) -> Mailer {
        Mailer { dkim: dkim.into(), ..self }
    }

    /// Have reports about mail that came back sent to `TOKEN@domain`.
    pub fn returning_to(self, domain: &str) -> Mailer {
        Mailer { returns: Some(domain.to_owned()), ..self }
    }

    /// What signs.
    pub fn dkim(&self) -> &[Dkim] {
        &self.dkim
    }

    /// The address mail comes from.
    pub fn from(&self) -> String {
        self.from.to_string()
    }

    /// `smtp`, `caught` or `nowhere`.
    pub fn way(&self) -> &'static str {
        match self.way {
            Way::Nowhere => "nowhere",
            Way::Caught(_) => "caught",
            Way::Smtp(_) => "smtp",
        }
    }

    /// What was caught, newest first; `None` where mail is really sent.
    pub fn caught(&self) -> Option<Vec<Caught>> {
        match &self.way {
            Way::Caught(all) => Some(all.lock().iter().rev().cloned().collect()),
            Way::Nowhere | Way::Smtp(_) => None,
        }
    }

    /// Forget what was caught.
    pub fn caught_clear(&self) {
        if let Way::Caught(all) = &self.way {
            all.lock().clear();
        }
    }

    /// Whether there is a way out that answers now. Asked before the decision, so that a permit does not grow old while a
    /// connection is made.
    pub async fn ready(&self) -> Result<(), MailError> {
        match &self.way {
            Way::Nowhere => Err(MailError::Later),
            Way::Caught(_) => Ok(()),
            // Whatever goes wrong before a message is handed over, nothing went out.
            Way::Smtp(server) => match tokio::time::timeout(SMTP_TIMEOUT, server.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false) | Err(_)) | Err(_) => Err(MailError::Later),
            },
        }
    }

    /// Send one message under a permit, which is used up: it must still hold by the clock when it gets here.
    pub async fn send(&self, permit: MailPermit, mail: &Outgoing, clock: &dyn Clock) -> Result<(), MailError> {
        let now = clock.now();
        let recipient = permit.spend(now).map_err(MailError::Refused)?;
        if recipient != mail.recipient {
            return Err(MailError::OtherRecipient);
        }
        let (envelope, bytes) = self.build(mail, now)?;
        match &self.way {
            Way::Nowhere => Err(MailError::Later),
            Way::Caught(all) => {
                let mut all = all.lock();
                if all.len() >= CAUGHT_MAX {
                    all.pop_front();
                }
                all.push_back(Caught {
                    at_ms: now.0,
                    to: mail.to.clone(),
                    from: mail.from_name.clone(),
                    subject: mail.subject.clone(),
                    text: mail.text.clone(),
                    html: mail.html.clone(),
                    one_click: mail.one_click.clone(),
                });
                Ok(())
            }
            Way::Smtp(server) => match handed_over(server.clone(), envelope, bytes).await {
                Ok(Ok(())) => Ok(()),
                // The server does not know us: that is about our settings and not about this message.
                Ok(Err(e)) if e.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538)) => {
                    Err(MailError::Later)
                }
                Ok(Err(e)) if e.is_permanent() => {
                    Err(MailError::Rejected(Some(report::refusal_status(&e.to_string()))))
                }
                Ok(Err(e)) if e.is_transient() => Err(MailError::Later),
                Ok(Err(e)) if e.is_client() => Err(MailError::Malformed),
                // Without an answer of the server a message that was already under way may have been taken.
                Ok(Err(_)) | Err(_) => Err(MailError::Unknown),
            },
        }
    }

    fn build(&self, mail: &Outgoing, now: AtMs) -> Result<(Envelope, Vec<u8>), MailError> {
        let malformed = |_| MailError::Malformed;
        // A header is one line: what could begin another is refused, not repaired.
        let one_line = |text: &str| !text.chars().any(|c| c.is_control()) && text.len() <= 500;
        if !one_line(&mail.subject) || !one_line(&mail.from_name) || !one_line(&mail.to) {
            return Err(MailError::Malformed);
        }
        let to: Address = mail.to.parse().map_err(|_| MailError::Malformed)?;
        let seconds = u64::try_from(now.0 / 1000).unwrap_or(0);
        let mut message = Message::builder()
            .from(Mailbox::new(Some(mail.from_name.clone()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .date(std::time::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(mail.token.as_ref().map(|token| format!("<{token}@{}>", self.from.domain())))
            .subject(mail.subject.clone());
        if let Ok(reply_to) = mail.reply_to.parse::<Address>() {
            message = message.reply_to(Mailbox::new(None, reply_to));
        }
        if let Some(url) = &mail.one_click {
            message = message
                .header(ListUnsubscribe(format!("<{url}>")))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".into()));
        }
        message = message.header(AutoSubmitted("auto-generated".into()));
        let body = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        let message = message.multipart(body).map_err(malformed)?;
        let back = match (&self.returns, &mail.token) {
            (Some(domain), Some(token)) => format!("{token}@{domain}").parse().map_err(|_| MailError::Malformed)?,
            _ => self.from.clone(),
        };
        let envelope = Envelope::new(Some(back), message.envelope().to().to_vec()).map_err(|_| MailError::Malformed)?;
        let formatted = message.formatted();
        let mut signed = Vec::with_capacity(formatted.len() + 1_024);
        for dkim in self.dkim.iter() {
            signed.extend(dkim.header(&formatted, now).map_err(|_| MailError::Malformed)?.into_bytes());
        }
        signed.extend(formatted);
        Ok((envelope, signed))
    }
}

/// Hand a message to the server, in a task of its own: when we stop waiting, the conversation is not dropped halfway, which
/// would leave the next message to read this one's answer.
async fn handed_over(
    server: AsyncSmtpTransport<Tokio1Executor>,
    envelope: Envelope,
    bytes: Vec<u8>,
) -> Result<Result<(), lettre::transport::smtp::Error>, tokio::time::error::Elapsed> {
    let talk = tokio::spawn(async move { server.send_raw(&envelope, &bytes).await.map(|_| ()) });
    match tokio::time::timeout(ANSWER_MAX, talk).await {
        Ok(Ok(said)) => Ok(said),
        // A task that ended without an answer is as good as none.
        Ok(Err(_)) => tokio::time::timeout(Duration::ZERO, std::future::pending()).await,
        Err(elapsed) => Err(elapsed),
    }
}

#[cfg(test)]
mod tests {
    use hjemmel_model::{Channel, IdentifierId, LawPack, PersonId};
    use hjemmel_policy::{ReachFacts, Reason, Recipient, decide_serve};

    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    fn recipient(n: u8) -> Recipient {
        Recipient {
            person: PersonId::parse(&format!("per_{n}")).unwrap(),
            identifier: IdentifierId::parse(&format!("idn_{n}")).unwrap(),
        }
    }

    struct At(AtMs);
    impl Clock for At {
        fn now(&self) -> AtMs {
            self.0
        }
    }

    fn permit(n: u8) -> MailPermit {
        let facts =
            ReachFacts::gathered(recipient(n), Some(Channel::Email), vec![], None, LawPack::Dk).registered(true);
        MailPermit::Serve(decide_serve(&facts, Channel::Email, NOW).unwrap())
    }

    fn mail(to: &str, subject: &str) -> Outgoing {
        Outgoing {
            recipient: recipient(1).into(),
            to: to.into(),
            from_name: "Blomsterhuset".into(),
            reply_to: "post@blomsterhuset.example".into(),
            subject: subject.into(),
            text: "Hej på dig".into(),
            html: "<p>Hej på dig</p>".into(),
            one_click: Some("https://h.example/p/abc/one-click".into()),
            token: Some("b.msg_1.abc".into()),
        }
    }

    #[tokio::test]
    async fn a_message_goes_only_to_whom_its_permit_names_and_in_time() {
        let mailer = Mailer::catching();
        let wanted = mail("eva@blomsterhuset.example", "Bekræft");
        assert!(matches!(mailer.send(permit(2), &wanted, &At(NOW)).await, Err(MailError::OtherRecipient)));
        let late = mailer.send(permit(1), &wanted, &At(NOW.plus_ms(1_001))).await;
        assert!(matches!(late, Err(MailError::Refused(Refusal { reason: Reason::PermitStale }))));
        assert!(mailer.caught().unwrap().is_empty());
        mailer.send(permit(1), &wanted, &At(NOW)).await.unwrap();
        assert_eq!(mailer.caught().unwrap()[0].subject, "Bekræft");
        assert!(matches!(Mailer::nowhere().send(permit(1), &wanted, &At(NOW)).await, Err(MailError::Later)));
    }

    #[tokio::test]
    async fn a_header_is_one_line() {
        let mailer = Mailer::catching();
        for (to, subject) in [
            ("eva@blomsterhuset.example", "Hej\r\nBcc: alle@x.example"),
            ("eva@blomsterhuset.example\r\nBcc: alle@x.example", "Hej"),
            ("ikke en adresse", "Hej"),
        ] {
            assert!(matches!(mailer.send(permit(1), &mail(to, subject), &At(NOW)).await, Err(MailError::Malformed)));
        }
        assert!(mailer.caught().unwrap().is_empty());
    }

    #[test]
    fn a_message_says_how_to_unsubscribe_and_when_it_was_made() {
        let mailer = Mailer::catching().returning_to("retur.blomsterhuset.example");
        let (envelope, raw) = mailer.build(&mail("eva@blomsterhuset.example", "Blåbær"), NOW).unwrap();
        assert_eq!(envelope.from().unwrap().to_string(), "b.msg_1.abc@retur.blomsterhuset.example");
        let raw = String::from_utf8(raw).unwrap();
        assert!(raw.contains("Message-ID: <b.msg_1.abc@localhost>"), "{raw}");
        assert!(raw.contains("List-Unsubscribe: <https://h.example/p/abc/one-click>"), "{raw}");
        assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert!(raw.contains("Date: Wed, 18 Nov 2026") && raw.contains("multipart/alternative"));
        assert!(!raw.contains("<img"), "no pixel (E-15)");
    }

    #[test]
    fn bad_settings_are_told_without_repeating_them() {
        let wrong = Mailer::smtp("smtp//u:secret@x", "a@b.example").unwrap_err();
        assert!(!wrong.to_string().contains("secret"));
        assert!(Mailer::smtp("smtp://127.0.0.1:25", "nobody").is_err());
    }

    /// A server that says what it is told to, line by line, and then what it says to everything else.
    async fn scripted(answers: &'static [&'static str]) -> String {
        use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (read, mut write) = socket.into_split();
                    let mut lines = BufReader::new(read).lines();
                    let mut data = false;
                    let _ = write.write_all(b"220 ready\r\n").await;
                    while let Ok(Some(line)) = lines.next_line().await {
                        let word = line.get(..4).unwrap_or_default().to_uppercase();
                        if data && line != "." {
                            continue;
                        }
                        let step = if data { "." } else { word.trim() };
                        data = step == "DATA";
                        let answer = answers.iter().find(|a| a.starts_with(step)).map(|a| a.split_once('>').unwrap().1);
                        let answer = answer.unwrap_or(if step == "DATA" { "354 go" } else { "250 ok" });
                        if answer == "drop" {
                            break;
                        }
                        let _ = write.write_all(format!("{answer}\r\n").as_bytes()).await;
                    }
                });
            }
        });
        format!("smtp://{address}")
    }

    #[tokio::test]
    async fn what_the_next_server_says_decides_what_becomes_of_a_message() {
        let send = async |answers: &'static [&'static str]| {
            let mailer = Mailer::smtp(&scripted(answers).await, "no-reply@h.example").unwrap();
            if mailer.ready().await.is_err() {
                return "not ready";
            }
            match mailer.send(permit(1), &mail("eva@blomsterhuset.example", "Hej"), &At(NOW)).await {
                Ok(()) => "sent",
                Err(e) => e.code(),
            }
        };
        assert_eq!(send(&[]).await, "sent");
        assert_eq!(send(&["RCPT>450 later"]).await, "later");
        assert_eq!(send(&["RCPT>550 nobody"]).await, "rejected");
        assert_eq!(send(&[".>drop"]).await, "unknown", "it may have been taken");
        assert_eq!(send(&["NOOP>drop"]).await, "not ready", "nothing was handed over");
        assert_eq!(send(&["EHLO>421 busy", "HELO>421 busy"]).await, "not ready");
        let shut = Mailer::smtp("smtp://127.0.0.1:1", "no-reply@h.example").unwrap();
        assert!(matches!(shut.ready().await, Err(MailError::Later)));
    }

    #[tokio::test]
    async fn a_refusal_is_known_by_its_code_or_else_by_its_words() {
        let cases: [(&'static [&'static str], &str); 6] = [
            (&["RCPT>550 No such user"], "5.1.1"),
            (&["RCPT>550 5.1.1 gone"], "5.1.1"),
            (&["RCPT>550 5.7.1 no such user, says our spam filter"], "5.7.1"),
            (&["MAIL>553 sender domain does not exist"], "5.1.8"),
            (&["RCPT>552 over quota"], "5.2.2"),
            (&["RCPT>550 nobody"], "5.0.0"),
        ];
        for (answers, status) in cases {
            let mailer = Mailer::smtp(&scripted(answers).await, "no-reply@h.example").unwrap();
            let said = mailer.send(permit(1), &mail("eva@blomsterhuset.example", "Hej"), &At(NOW)).await;
            assert!(matches!(&said, Err(MailError::Rejected(Some(s))) if s == status), "{answers:?}: {said:?}");
        }
    }
}
