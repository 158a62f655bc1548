//! Lines of SMTP, which end with carriage return and line feed and with nothing else (RFC 5321, 2.3.8).
//!
//! Invariant: the message ends with CR LF `.` CR LF and with nothing that only looks like it, so that what one server takes for
//! text is never taken for a command here.

use std::time::Duration;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

/// Longest line, and longest report, in bytes.
const LINE_BYTES_MAX: u64 = 2_000;
pub(super) const REPORT_BYTES_MAX: usize = 1 << 20;

pub(super) enum Command {
    Text(String),
    /// Longer than a command may be.
    TooLong,
    /// It does not end as a line must, or has half of an end within.
    Bare,
    /// The client is gone.
    End,
}

/// Bytes up to and with the next line feed, at most a line's worth. Fewer at the end.
async fn bytes_to_feed<R: AsyncBufRead + Unpin>(from: &mut R, silent: Duration) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut bounded = (&mut *from).take(LINE_BYTES_MAX);
    tokio::time::timeout(silent, bounded.read_until(b'\n', &mut bytes))
        .await
        .map_err(|_| std::io::ErrorKind::TimedOut)??;
    Ok(bytes)
}

/// The next command.
pub(super) async fn command<R: AsyncBufRead + Unpin>(from: &mut R, silent: Duration) -> std::io::Result<Command> {
    let bytes = bytes_to_feed(from, silent).await?;
    Ok(match bytes.strip_suffix(b"\r\n") {
        Some(text) if text.iter().any(|b| matches!(b, b'\r' | b'\n' | 0)) => Command::Bare,
        Some(text) => Command::Text(String::from_utf8_lossy(text).into_owned()),
        None if bytes.ends_with(b"\n") => Command::Bare,
        None if bytes.len() as u64 >= LINE_BYTES_MAX => Command::TooLong,
        None => Command::End,
    })
}

/// The message up to its end; `None` when it is too big, after all of it was read. A line feed alone within it is text.
pub(super) async fn message<R: AsyncBufRead + Unpin>(
    from: &mut R,
    silent: Duration,
) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    let mut fits = true;
    // Whether what was read last ended a line, in the one way there is.
    let mut begins = true;
    loop {
        let bytes = bytes_to_feed(from, silent).await?;
        if begins && bytes == b".\r\n" {
            return Ok(fits.then_some(raw));
        }
        let whole = bytes.ends_with(b"\n");
        if !whole && (bytes.len() as u64) < LINE_BYTES_MAX {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let text = bytes.strip_prefix(b".").filter(|_| begins).unwrap_or(&bytes);
        fits = fits && whole && raw.len() + text.len() <= REPORT_BYTES_MAX;
        if fits {
            raw.extend_from_slice(text);
        } else {
            raw.clear();
        }
        begins = bytes.ends_with(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENT: Duration = Duration::from_secs(5);

    proptest::proptest! {
        /// Whatever is sent, what is left for commands begins right after the first true end.
        #[test]
        fn the_first_true_end_is_the_end(parts in proptest::collection::vec(0..7usize, 0..60)) {
            let pieces = [b"\r".as_slice(), b"\n", b".", b"\r\n", b"a", b"\r\n.", b"\n."];
            let sent = parts.iter().filter_map(|n| pieces.get(*n)).copied().collect::<Vec<_>>().concat();
            // As if the line before had ended, which it had: that was the command.
            let whole = [b"\r\n", sent.as_slice()].concat();
            let end = whole.windows(5).position(|w| w == b"\r\n.\r\n").map(|at| at + 3);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            let (said, left) = runtime.block_on(read(&sent));
            proptest::prop_assert_eq!(said.is_some(), end.is_some());
            if let Some(end) = end {
                proptest::prop_assert_eq!(left, sent.get(end..).unwrap_or_default());
            }
        }
    }

    async fn read(mut bytes: &[u8]) -> (Option<Option<Vec<u8>>>, Vec<u8>) {
        let said = message(&mut bytes, SILENT).await.ok();
        (said, bytes.to_vec())
    }

    #[tokio::test]
    async fn a_message_ends_in_one_way_only() {
        let end = b"\r\n.\r\n".as_slice();
        for looks in
            ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\n.\r", "\r\n\0.\r\n", "\r\n.\r\r\n"]
        {
            let sent =
                [b"Subject: x\r\n\r\na", looks.as_bytes(), b"MAIL FROM:<b@x.example>\r\nc", end, b"QUIT\r\n"].concat();
            let (said, left) = read(&sent).await;
            let raw = said.unwrap().unwrap();
            assert!(raw.windows(10).any(|w| w == b"MAIL FROM:"), "{looks:?} ends nothing");
            assert_eq!(left, b"QUIT\r\n", "{looks:?}");
        }
        assert_eq!(read(b".\r\nQUIT\r\n").await, (Some(Some(vec![])), b"QUIT\r\n".to_vec()), "an empty one");
        assert_eq!(read(b"..a\r\n.b\n.c\r\n.\r\n").await.0, Some(Some(b".a\r\nb\n.c\r\n".to_vec())));
        assert_eq!(read(b"never ends\r\n.\n").await.0, None);
    }

    #[tokio::test]
    async fn the_rest_of_a_long_line_ends_nothing_and_what_is_too_big_is_read_to_its_end() {
        let long = usize::try_from(LINE_BYTES_MAX).unwrap();
        let sent = ["a".repeat(long), ".\r\nx\r\n.\r\nQUIT\r\n".into()].concat();
        assert_eq!(read(sent.as_bytes()).await, (Some(None), b"QUIT\r\n".to_vec()));
        let sent = ["y\r\n".repeat(REPORT_BYTES_MAX / 3 + 1), ".\r\nQUIT\r\n".into()].concat();
        assert_eq!(read(sent.as_bytes()).await, (Some(None), b"QUIT\r\n".to_vec()));
    }

    #[tokio::test]
    async fn a_command_ends_in_one_way_only() {
        for bare in ["NOOP\n", "NO\rOP\r\n", "NOOP\r\r\n", "\n", "NO\0OP\r\n"] {
            assert!(matches!(command(&mut bare.as_bytes(), SILENT).await.unwrap(), Command::Bare), "{bare:?}");
        }
        assert!(matches!(command(&mut b"NOOP\r\n".as_slice(), SILENT).await.unwrap(), Command::Text(t) if t == "NOOP"));
        assert!(matches!(command(&mut b"NOOP".as_slice(), SILENT).await.unwrap(), Command::End));
        let long = vec![b'a'; 5_000];
        assert!(matches!(command(&mut long.as_slice(), SILENT).await.unwrap(), Command::TooLong));
    }
}
