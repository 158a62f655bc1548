//! A mail server for what comes back, and for nothing else: it takes reports for tokens it is asked about and refuses
//! every other recipient, relays nothing, and keeps nothing.
//!
//! Invariant: a report is answered with 250 only after whoever takes it said it is recorded.

mod line;
mod room;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use line::{Command, REPORT_BYTES_MAX};
use room::{Room, RoomLimits, Seat};

const RECIPIENTS_MAX: usize = 10;
/// Commands of one conversation; ten reports need fewer.
const COMMANDS_MAX: usize = 100;

#[derive(Clone, Copy, Debug)]
struct Limits {
    room: RoomLimits,
    /// Longest a client may take to name something of ours.
    stranger: Duration,
    /// Longest it may be silent, and a whole conversation may take.
    silent: Duration,
    whole: Duration,
}

/// A mail server in front of this one is one place and hands over twenty at once.
const LIMITS: Limits = Limits {
    room: RoomLimits { clients: 100, of_place: 25 },
    stranger: Duration::from_secs(20),
    silent: Duration::from_secs(60),
    whole: Duration::from_secs(300),
};

/// A report, and for which tokens it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The local parts of the addresses it was sent to.
    pub tokens: Vec<String>,
    /// The message.
    pub raw: Vec<u8>,
}

/// Who takes reports.
#[async_trait]
pub trait Accepts: std::marker::Send + Sync {
    /// Whether a local part is a token of ours, or the mailbox for complaints.
    fn knows(&self, local: &str) -> bool;
    /// Whether it is one that only we can have made, so that whoever names it was told it. The mailbox for complaints is known to
    /// everybody: naming it makes nobody less of a stranger.
    fn made(&self, local: &str) -> bool {
        self.knows(local)
    }
    /// Record a report. `false` when that is not possible now: the sender tries again.
    async fn take(&self, report: Received) -> bool;
}

/// Serve until the task is dropped.
pub async fn receive(listener: Arc<TcpListener>, domain: String, accepts: Arc<dyn Accepts>) {
    receive_within(listener, domain, accepts, LIMITS).await;
}

async fn receive_within(listener: Arc<TcpListener>, domain: String, accepts: Arc<dyn Accepts>, limits: Limits) {
    let room = Room::new(limits.room);
    let domain: Arc<str> = domain.to_ascii_lowercase().into();
    loop {
        let Ok((mut socket, peer)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        let Some((seat, leave)) = room.enter(peer.ip()) else {
            tokio::spawn(async move {
                let busy = socket.write_all(b"421 4.3.2 too many conversations; try again\r\n");
                let _ = tokio::time::timeout(Duration::from_secs(1), busy).await;
            });
            continue;
        };
        let (domain, accepts) = (domain.clone(), accepts.clone());
        tokio::spawn(async move {
            let talk = Talk { domain: &domain, accepts: accepts.as_ref(), seat: &seat, limits };
            // How a stranger's conversation ends concerns nobody: it is theirs to try again.
            tokio::select! {
                _ = tokio::time::timeout(limits.whole, talk.run(socket)) => {}
                // Somebody else needs the place more. A dropped end, too, is a sign to leave.
                _ = leave => {}
            }
        });
    }
}

/// One conversation.
struct Talk<'a> {
    domain: &'a str,
    accepts: &'a dyn Accepts,
    seat: &'a Seat,
    limits: Limits,
}

/// What was said in it so far.
#[derive(Default)]
struct Said {
    from: bool,
    tokens: Vec<String>,
    /// Whether anything that only we can have made was ever named.
    known: bool,
}

enum Answer {
    Line(&'static str),
    Greeting(String),
    Data,
    Goodbye,
}

impl Talk<'_> {
    async fn run(&self, socket: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = socket.into_split();
        let mut read = BufReader::new(read);
        let mut said = Said::default();
        let patience = tokio::time::sleep(self.limits.stranger);
        tokio::pin!(patience);
        write.write_all(format!("220 {} takes reports only\r\n", self.domain).as_bytes()).await?;
        for _ in 0..COMMANDS_MAX {
            let command = tokio::select! {
                command = line::command(&mut read, self.limits.silent) => command?,
                () = &mut patience, if !said.known => {
                    return write.write_all(b"421 4.4.2 nothing of ours was named; goodbye\r\n").await;
                }
            };
            let text = match command {
                Command::Text(text) => text,
                Command::TooLong => return write.write_all(b"500 5.5.2 line too long\r\n").await,
                // What follows may be meant as text by whoever sent it: nothing of it is obeyed.
                Command::Bare => return write.write_all(b"521 5.5.2 a line ends with CR LF\r\n").await,
                Command::End => return Ok(()),
            };
            let answer = match self.answer(&mut said, &text) {
                Answer::Line(line) => line.to_owned(),
                Answer::Greeting(lines) => lines,
                Answer::Goodbye => return write.write_all(b"221 2.0.0 goodbye\r\n").await,
                Answer::Data => {
                    write.write_all(b"354 end with a line that is a dot\r\n").await?;
                    let raw = line::message(&mut read, self.limits.silent).await?;
                    self.take(&mut said, raw).await.to_owned()
                }
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        write.write_all(b"421 4.7.0 too many commands; goodbye\r\n").await
    }

    fn answer(&self, said: &mut Said, text: &str) -> Answer {
        let (verb, rest) = text.split_once([' ', ':']).unwrap_or((text, ""));
        Answer::Line(match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let can = format!("SIZE {REPORT_BYTES_MAX}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES");
                return Answer::Greeting(format!("250-{}\r\n250-{can}", self.domain));
            }
            "HELO" => "250 hello",
            "MAIL" => {
                (said.from, said.tokens) = (true, Vec::new());
                "250 2.1.0 go on"
            }
            "RCPT" if !said.from => "503 5.5.1 say MAIL first",
            "RCPT" if said.tokens.len() >= RECIPIENTS_MAX => "452 4.5.3 too many recipients",
            "RCPT" => match local_part(rest, self.domain).filter(|local| self.accepts.knows(local)) {
                Some(local) => {
                    if self.accepts.made(&local) {
                        said.known = true;
                        self.seat.known();
                    }
                    said.tokens.push(local);
                    "250 2.1.5 go on"
                }
                None => "550 5.1.1 nobody of that name; this server takes reports only",
            },
            "DATA" if said.tokens.is_empty() => "503 5.5.1 say RCPT first",
            "DATA" => return Answer::Data,
            "RSET" => {
                (said.from, said.tokens) = (false, Vec::new());
                "250 2.0.0 forgotten"
            }
            "NOOP" => "250 2.0.0 still here",
            "QUIT" => return Answer::Goodbye,
            _ => "502 5.5.1 not here",
        })
    }

    /// Hand on what was read; `None` was too big.
    async fn take(&self, said: &mut Said, raw: Option<Vec<u8>>) -> &'static str {
        said.from = false;
        let tokens = std::mem::take(&mut said.tokens);
        let Some(raw) = raw else { return "552 5.3.4 too big for a report" };
        match self.accepts.take(Received { tokens, raw }).await {
            true => "250 2.0.0 recorded",
            false => "451 4.3.0 not now; try again",
        }
    }
}

/// The local part of `TO:<local@domain>`, when the domain is ours.
fn local_part(rest: &str, domain: &str) -> Option<String> {
    let address = rest.get(rest.find('<')? + 1..)?.split('>').next()?;
    let (local, of) = address.rsplit_once('@')?;
    (of.eq_ignore_ascii_case(domain) && !local.is_empty() && local.len() <= 64).then(|| local.to_owned())
}

#[cfg(test)]
mod tests {
    use parking_lot::Mutex;
    use tokio::io::{AsyncBufReadExt, AsyncReadExt};

    use super::*;

    #[derive(Default)]
    struct Box_(Mutex<Vec<Received>>, Mutex<bool>);

    #[async_trait]
    impl Accepts for Box_ {
        fn knows(&self, local: &str) -> bool {
            local.starts_with("b.")
        }
        async fn take(&self, report: Received) -> bool {
            self.0.lock().push(report);
            !*self.1.lock()
        }
    }

    async fn say(lines: &[&str], all: Arc<Box_>) -> Vec<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(receive(Arc::new(listener), "Retur.example".into(), all));
        let socket = TcpStream::connect(address).await.unwrap();
        let (read, mut write) = socket.into_split();
        write.write_all((lines.join("\r\n") + "\r\nQUIT\r\n").as_bytes()).await.unwrap();
        let mut said = String::new();
        BufReader::new(read).read_to_string(&mut said).await.unwrap();
        server.abort();
        said.lines().map(str::to_owned).collect()
    }

    #[tokio::test]
    async fn it_takes_reports_for_tokens_and_nothing_else() {
        let all = Arc::new(Box_::default());
        let said = say(
            &[
                "HELO mx",
                "MAIL FROM:<>",
                "RCPT TO:<eva@retur.example>",
                "RCPT TO:<b.1@elsewhere.example>",
                "RCPT TO:<b.msg_1.aa@retur.example>",
                "DATA",
                "Subject: x",
                "",
                "..dot",
                ".",
            ],
            all.clone(),
        )
        .await;
        let codes: Vec<&str> = said.iter().filter_map(|l| l.get(..3)).collect();
        assert_eq!(codes, ["220", "250", "250", "550", "550", "250", "354", "250", "221"], "{said:?}");
        let taken = all.0.lock();
        assert_eq!(taken[0].tokens, ["b.msg_1.aa"]);
        assert_eq!(taken[0].raw, b"Subject: x\r\n\r\n.dot\r\n");
    }

    #[tokio::test]
    async fn what_cannot_be_recorded_is_tried_again_and_what_is_too_big_is_refused() {
        let all = Arc::new(Box_::default());
        *all.1.lock() = true;
        let begin = ["MAIL FROM:<>", "RCPT TO:<b.1@retur.example>", "DATA"];
        let said = say(&[&begin[..], &["x", "."]].concat(), all.clone()).await;
        assert!(said[4].starts_with("451"), "{said:?}");
        let long = "y".repeat(1_900);
        let mut big = begin.to_vec();
        big.extend(std::iter::repeat_n(long.as_str(), 600));
        big.push(".");
        let said = say(&big, all.clone()).await;
        assert!(said[4].starts_with("552"), "{said:?}");
        assert_eq!(all.0.lock().len(), 1);
        assert!(say(&["DATA"], all.clone()).await[1].starts_with("503"));
    }

    #[tokio::test]
    async fn what_only_looks_like_an_end_is_text_and_a_command_without_its_end_is_the_last() {
        let all = Arc::new(Box_::default());
        let begin = ["MAIL FROM:<>", "RCPT TO:<b.1@retur.example>", "DATA"];
        let smuggled = "hello\n.\nMAIL FROM:<>\nRCPT TO:<b.2@retur.example>\nDATA\nsecond\n.\n";
        let said = say(&[&begin[..], &[smuggled, "."]].concat(), all.clone()).await;
        assert_eq!(said.len(), 6, "one message and no command in it: {said:?}");
        let taken = std::mem::take(&mut *all.0.lock());
        assert_eq!(taken.iter().map(|r| r.tokens.clone()).collect::<Vec<_>>(), [["b.1"]]);
        assert!(taken[0].raw.ends_with(b"second\n.\n\r\n"));
        let said = say(&["NOOP\nMAIL FROM:<>"], all.clone()).await;
        assert_eq!(said.iter().map(|l| &l[..3]).collect::<Vec<_>>(), ["220", "521"]);
    }

    async fn served(all: Arc<Box_>, limits: Limits) -> (std::net::SocketAddr, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (address, tokio::spawn(receive_within(Arc::new(listener), "retur.example".into(), all, limits)))
    }

    async fn greeted(address: std::net::SocketAddr) -> BufReader<TcpStream> {
        let mut socket = BufReader::new(TcpStream::connect(address).await.unwrap());
        let mut said = String::new();
        socket.read_line(&mut said).await.unwrap();
        assert!(said.starts_with("220"), "{said}");
        socket
    }

    #[tokio::test]
    async fn whoever_is_idle_keeps_no_report_out() {
        let all = Arc::new(Box_::default());
        let (address, server) = served(all.clone(), LIMITS).await;
        let mut idle = Vec::new();
        for _ in 0..LIMITS.room.clients * 2 {
            idle.push(greeted(address).await);
        }
        let mut real = greeted(address).await;
        let report = "MAIL FROM:<>\r\nRCPT TO:<b.1@retur.example>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n";
        real.write_all(report.as_bytes()).await.unwrap();
        let mut said = String::new();
        real.read_to_string(&mut said).await.unwrap();
        assert!(said.contains("250 2.0.0 recorded"), "{said}");
        assert_eq!(all.0.lock().len(), 1);
        // The oldest had to go; the newest may stay.
        let mut end = String::new();
        assert_eq!(idle[0].read_line(&mut end).await.unwrap_or(0), 0);
        let last = idle.last_mut().unwrap();
        last.write_all(b"NOOP\r\n").await.unwrap();
        last.read_line(&mut end).await.unwrap();
        assert!(end.starts_with("250"), "{end}");
        server.abort();
    }

    #[tokio::test]
    async fn a_stranger_is_waited_for_less_long_and_whoever_has_a_report_is_not_sent_away() {
        let all = Arc::new(Box_::default());
        let room = RoomLimits { clients: 1, of_place: 1 };
        let (address, server) =
            served(all.clone(), Limits { room, stranger: Duration::from_millis(200), ..LIMITS }).await;
        let mut idle = greeted(address).await;
        let mut said = String::new();
        idle.read_to_string(&mut said).await.unwrap();
        assert!(said.starts_with("421"), "{said}");
        server.abort();
        let (address, server) = served(all.clone(), Limits { room, ..LIMITS }).await;
        let mut real = greeted(address).await;
        real.write_all(b"MAIL FROM:<>\r\nRCPT TO:<b.1@retur.example>\r\n").await.unwrap();
        for _ in 0..2 {
            real.read_line(&mut said).await.unwrap();
        }
        let mut other = BufReader::new(TcpStream::connect(address).await.unwrap());
        let mut told = String::new();
        other.read_line(&mut told).await.unwrap();
        assert!(told.starts_with("421"), "{told}");
        real.write_all(b"DATA\r\nx\r\n.\r\nQUIT\r\n").await.unwrap();
        real.read_to_string(&mut said).await.unwrap();
        assert!(said.contains("250 2.0.0 recorded"), "{said}");
        server.abort();
    }
}
