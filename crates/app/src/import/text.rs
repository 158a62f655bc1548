//! The text of a file, whatever program wrote it.
//!
//! Invariant: what may have been read in the wrong letters is marked as such, and proves nothing.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use hjemmel_words::key;

use super::sheet::unread;
use crate::AppError;

/// A file as text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: String,
    /// What it is written in.
    pub(super) encoding: &'static str,
    /// Whether its letters are to be trusted: the words of a yes are proof, and must be those that were shown.
    pub(super) sure: bool,
}

/// Letters of Nordic languages in Mac Roman and in the code pages of DOS: in Windows-1252 these bytes are signs that seldom
/// touch a letter.
const FOREIGN: &[u8] =
    &[0x81, 0x84, 0x86, 0x8a, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x9a, 0x9b, 0x9d, 0x9e, 0xae, 0xaf, 0xbe, 0xbf];
/// How much of a file is looked at to tell UTF-16 that does not say so.
const GUESS_BYTES: usize = 400;

/// Read bytes as text.
pub(super) fn read(bytes: Vec<u8>) -> Result<Text, AppError> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        let name = if encoding == UTF_16LE || encoding == UTF_16BE { "utf-16" } else { "utf-8" };
        // A mark of UTF-8 before other bytes is a file that was put together.
        if name == "utf-8" && broken {
            return Ok(old(rest));
        }
        return whole(text.into_owned(), name, !broken);
    }
    if let Some(encoding) = utf16_guess(&bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes);
        return whole(text.into_owned(), "utf-16", !broken);
    }
    let mut bytes = bytes;
    bytes.truncate(tail_cut(&bytes).len());
    if bytes.contains(&0) {
        return Err(unread(key!("field_is_no_text")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => whole(text, "utf-8", true),
        Err(e) => Ok(old(e.as_bytes())),
    }
}

/// Where files were put together, each began with a mark that says nothing.
fn whole(text: String, encoding: &'static str, sure: bool) -> Result<Text, AppError> {
    let mut text = if text.contains('\u{feff}') { text.replace('\u{feff}', "") } else { text };
    text.truncate(tail_cut(text.as_bytes()).len());
    if text.contains('\0') {
        return Err(unread(key!("field_is_no_text")));
    }
    Ok(Text { text, encoding, sure })
}

/// Without what old programs leave behind the last line: the sign that a file ends, and lines of nothing.
fn tail_cut(bytes: &[u8]) -> &[u8] {
    let mut bytes = bytes;
    loop {
        let end = bytes.iter().rposition(|b| !matches!(b, 0x1a | b'\r' | b'\n' | b' ')).map_or(0, |at| at + 1);
        bytes = bytes.get(..end).unwrap_or_default();
        let last = bytes.iter().rposition(|b| matches!(b, b'\r' | b'\n')).map_or(0, |at| at + 1);
        let line = bytes.get(last..).unwrap_or_default();
        if line.is_empty() || !line.iter().all(|b| *b == 0) {
            return bytes;
        }
        bytes = bytes.get(..last).unwrap_or_default();
    }
}

/// What is not UTF-8 comes from an older spreadsheet: of Windows, where it looks like it.
fn old(bytes: &[u8]) -> Text {
    let bytes = tail_cut(bytes);
    let text = WINDOWS_1252.decode(bytes).0.into_owned();
    let sure = !bytes.windows(3).any(|w| match w {
        [before, byte, after] => FOREIGN.contains(byte) && (letter(*before) || letter(*after)),
        _ => false,
    });
    // The last byte has nothing behind it.
    let last = !bytes.last().is_some_and(|byte| FOREIGN.contains(byte));
    let sure = sure && last;
    Text { text, encoding: if sure { "windows-1252" } else { "unknown" }, sure }
}

fn letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
}

fn utf16_guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let some = bytes.get(..bytes.len().min(GUESS_BYTES))?;
    let zeros = |odd: usize| some.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), some.len() / 2);
    if half < 8 {
        None
    } else if odd * 10 > half * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 > half * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Words as they were shown, when they went through a page on their way: entities are letters again. Nothing when letters
/// were lost on the way, so that nobody can know what was shown.
pub(super) fn words(text: &str) -> Option<String> {
    let text = html_escape::decode_html_entities(text).into_owned();
    let chars: Vec<char> = text.chars().collect();
    let lost = chars.windows(3).any(|w| match w {
        [a, b, c] => {
            // Letters whose bytes were read twice, or that were replaced by a question mark.
            let twice = matches!(a, 'Ã' | 'Â' | 'â') && (is_upper_latin(*b) || matches!(b, '€' | '™'));
            let replaced = *b == '?' && a.is_alphabetic() && c.is_alphabetic();
            twice || replaced
        }
        _ => false,
    });
    let replaced = chars.iter().any(|c| matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}'));
    (!lost && !replaced && !entity_left(&text)).then_some(text)
}

/// Signs that stand where the second byte of a letter was read as one of its own.
fn is_upper_latin(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{bf}' | '˜' | '…' | '–' | '†' | '„' | 'Ÿ' | 'Œ' | 'š')
}

/// Whether something like `&aring;` is left: it stands for a letter that is not known.
fn entity_left(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '#').take(31).collect();
        name.len() > 1 && rest.get(name.len()..).is_some_and(|after| after.starts_with(';'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> (String, &'static str, bool) {
        let read = read(bytes.to_vec()).unwrap();
        (read.text, read.encoding, read.sure)
    }

    #[test]
    fn every_program_is_read_and_what_may_be_wrong_is_marked() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = [&[0xff, 0xfe][..], &utf16("email,på\r\n")].concat();
        assert_eq!(of(&marked), ("email,på".into(), "utf-16", true));
        assert_eq!(of(&utf16("email,status,ø")), ("email,status,ø".into(), "utf-16", true));
        assert_eq!(of(b"\xef\xbb\xbfemail\n"), ("email".into(), "utf-8", true));
        assert_eq!(of(b"email\na\n\x1a"), ("email\na".into(), "utf-8", true));
        assert_eq!(of(b"email\na\n\0\n\0"), ("email\na".into(), "utf-8", true));
        assert!(read(b"email\na@x.example\0\nb".to_vec()).is_err());
        assert_eq!(of("K\u{f8}b".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()).1, "windows-1252");
        assert_eq!(of(b"it\x92s \x80 20 \x96 f\xe5 \x85").1, "windows-1252");
        // Excel for Mac, and a program of DOS.
        assert!(!of(b"Ja tak, f\x8c nyhedsbrev p\x8c \xbfen").2);
        assert!(!of(b"Ja tak, f\x86 nyhedsbrev p\x86 \x9ben").2);
        assert!(!of(b"p\x8c").2);
    }

    #[test]
    fn words_are_those_that_were_shown_or_none() {
        assert_eq!(
            words("Ja tak til nyheder &amp; tilbud p&aring; mail").unwrap(),
            "Ja tak til nyheder & tilbud på mail"
        );
        assert_eq!(words("R&D & co; 5 > 3? Ja tak").unwrap(), "R&D & co; 5 > 3? Ja tak");
        for lost in ["FÃ¥ nyhedsbrev", "f? p?post", "f\u{fffd} nyt", "Ja &unknownletter; tak", "fÃ¸lg", "donâ€™t"]
        {
            assert_eq!(words(lost), None, "{lost}");
        }
        assert!(words("ÅÄÖ Åse Ångström får nyheter").is_some());
    }
}
