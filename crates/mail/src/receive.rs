//! A mail server for what comes back, and for nothing else: it takes reports for tokens it is asked about and refuses
//! every other recipient, relays nothing, and keeps nothing.
//!
//! Invariant: a report is answered with 250 only after whoever takes it said it is recorded.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// Longest line, and longest report, in bytes.
const LINE_BYTES_MAX: u64 = 2_000;
const REPORT_BYTES_MAX: usize = 1 << 20;
/// Longest a client may be silent, and a whole conversation may take.
const SILENT_MAX: Duration = Duration::from_secs(60);
const WHOLE_MAX: Duration = Duration::from_secs(300);
const CLIENTS_MAX: usize = 50;
const RECIPIENTS_MAX: usize = 10;

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
    /// Record a report. `false` when that is not possible now: the sender tries again.
    async fn take(&self, report: Received) -> bool;
}

/// Serve until the task is dropped.
pub async fn receive(listener: TcpListener, domain: String, accepts: Arc<dyn Accepts>) {
    let room = Arc::new(Semaphore::new(CLIENTS_MAX));
    let domain: Arc<str> = domain.to_ascii_lowercase().into();
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        let (domain, accepts) = (domain.clone(), accepts.clone());
        tokio::spawn(async move {
            // How a stranger's conversation ends concerns nobody: it is theirs to try again.
            let _ = tokio::time::timeout(WHOLE_MAX, talk(socket, &domain, accepts.as_ref())).await;
            drop(permit);
        });
    }
}

enum Line {
    Text(String),
    TooLong,
    End,
}

async fn line<R: tokio::io::AsyncBufRead + Unpin>(from: &mut R) -> std::io::Result<Line> {
    let mut bytes = Vec::new();
    let mut bounded = (&mut *from).take(LINE_BYTES_MAX);
    let n = tokio::time::timeout(SILENT_MAX, bounded.read_until(b'\n', &mut bytes))
        .await
        .map_err(|_| std::io::ErrorKind::TimedOut)??;
    if n > 0 && !bytes.ends_with(b"\n") {
        // The rest of a line that is too long is no line of its own.
        loop {
            bytes.clear();
            let mut more = (&mut *from).take(LINE_BYTES_MAX);
            let n = tokio::time::timeout(SILENT_MAX, more.read_until(b'\n', &mut bytes)).await;
            let n = n.map_err(|_| std::io::ErrorKind::TimedOut)??;
            if n == 0 {
                return Ok(Line::End);
            }
            if bytes.ends_with(b"\n") {
                return Ok(Line::TooLong);
            }
        }
    }
    Ok(match bytes.ends_with(b"\n") {
        _ if n == 0 => Line::End,
        true => Line::Text(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()),
        false => Line::TooLong,
    })
}

async fn talk(socket: TcpStream, domain: &str, accepts: &dyn Accepts) -> std::io::Result<()> {
    let (read, mut write) = socket.into_split();
    let mut read = BufReader::new(read);
    let mut from = false;
    let mut tokens: Vec<String> = Vec::new();
    write.write_all(format!("220 {domain} takes reports only\r\n").as_bytes()).await?;
    loop {
        let text = match line(&mut read).await? {
            Line::Text(text) => text,
            Line::TooLong => return write.write_all(b"500 5.5.2 line too long\r\n").await,
            Line::End => return Ok(()),
        };
        let (verb, rest) = text.split_once([' ', ':']).unwrap_or((&text, ""));
        let answer: &str = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                &format!("250-{domain}\r\n250-SIZE {REPORT_BYTES_MAX}\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
            }
            "HELO" => "250 hello",
            "MAIL" => {
                (from, tokens) = (true, Vec::new());
                "250 2.1.0 go on"
            }
            "RCPT" if !from => "503 5.5.1 say MAIL first",
            "RCPT" if tokens.len() >= RECIPIENTS_MAX => "452 4.5.3 too many recipients",
            "RCPT" => match local_part(rest, domain).filter(|local| accepts.knows(local)) {
                Some(local) => {
                    tokens.push(local);
                    "250 2.1.5 go on"
                }
                None => "550 5.1.1 nobody of that name; this server takes reports only",
            },
            "DATA" if tokens.is_empty() => "503 5.5.1 say RCPT first",
            "DATA" => {
                write.write_all(b"354 end with a line that is a dot\r\n").await?;
                let taken = match data(&mut read).await? {
                    Some(raw) => {
                        accepts.take(Received { tokens: std::mem::take(&mut tokens), raw }).await.then_some(true)
                    }
                    None => Some(false),
                };
                (from, tokens) = (false, Vec::new());
                match taken {
                    Some(true) => "250 2.0.0 recorded",
                    Some(false) => "552 5.3.4 too big for a report",
                    None => "451 4.3.0 not now; try again",
                }
            }
            "RSET" => {
                (from, tokens) = (false, Vec::new());
                "250 2.0.0 forgotten"
            }
            "NOOP" => "250 2.0.0 still here",
            "QUIT" => return write.write_all(b"221 2.0.0 goodbye\r\n").await,
            _ => "502 5.5.1 not here",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// The local part of `TO:<local@domain>`, when the domain is ours.
fn local_part(rest: &str, domain: &str) -> Option<String> {
    let address = rest.get(rest.find('<')? + 1..)?.split('>').next()?;
    let (local, of) = address.rsplit_once('@')?;
    (of.eq_ignore_ascii_case(domain) && !local.is_empty() && local.len() <= 64).then(|| local.to_owned())
}

/// The message up to the dot; `None` when it is too big, after all of it was read.
async fn data<R: tokio::io::AsyncBufRead + Unpin>(read: &mut R) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    let mut fits = true;
    loop {
        match line(read).await? {
            Line::Text(text) if text == "." => return Ok(fits.then_some(raw)),
            Line::Text(text) if fits && raw.len() + text.len() < REPORT_BYTES_MAX => {
                raw.extend_from_slice(text.strip_prefix('.').unwrap_or(&text).as_bytes());
                raw.extend_from_slice(b"\r\n");
            }
            Line::Text(_) | Line::TooLong => fits = false,
            Line::End => return Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use parking_lot::Mutex;

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
        let server = tokio::spawn(receive(listener, "Retur.example".into(), all));
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
}
