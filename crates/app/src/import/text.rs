//! The text of a file, whatever program wrote it.
//!
//! Invariant: what may have been read in the wrong letters is marked as such, and proves nothing.

use std::io::{Read, Seek, SeekFrom, Take};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use hjemmel_store::{SpoolReader, Spooled, StoreError};
use hjemmel_words::key;

use super::sheet::unread;
use crate::AppError;

/// A file as text.
#[derive(Clone, Debug)]
pub(super) struct Text {
    of: Spooled,
    decoder: &'static Encoding,
    /// Where its letters begin and end.
    from: u64,
    to: u64,
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
/// How much of its end is looked at for what old programs leave there.
const TAIL_BYTES: u64 = 64 << 10;
/// How much is read at a time.
const READ_BYTES: usize = 32 << 10;

/// A file on its way in that cannot be read: its disk, or a piece that is not what was written.
pub(super) fn lost(error: std::io::Error) -> AppError {
    StoreError::File(error).into()
}

pub(super) fn no_text() -> AppError {
    unread(key!("field_is_no_text"))
}

impl Text {
    /// A text that was written here, of a sheet of a workbook.
    pub(super) fn of_sheet(of: Spooled) -> Text {
        let to = of.len();
        Text { of, decoder: UTF_8, from: 0, to, encoding: "xlsx", sure: true }
    }

    /// Look through a file once, to know what it is written in.
    pub(super) fn of(of: &Spooled) -> Result<Text, AppError> {
        let mut first = Vec::new();
        of.reader().take(GUESS_BYTES as u64).read_to_end(&mut first).map_err(lost)?;
        let (given, from) = Encoding::for_bom(&first).map_or((None, 0), |(given, mark)| (Some(given), mark as u64));
        let whole = Text { of: of.clone(), decoder: UTF_8, from, to: of.len(), encoding: "utf-8", sure: true };
        let wide = given.filter(|given| *given == UTF_16LE || *given == UTF_16BE).or_else(|| utf16_guess(&first));
        if let Some(decoder) = wide {
            let sure = !whole.looked_through(decoder)?.broken;
            return Ok(Text { decoder, encoding: "utf-16", sure, ..whole });
        }
        let to = from.max(tail_cut_at(of).map_err(lost)?);
        let whole = Text { to, ..whole };
        let seen = whole.looked_through(UTF_8)?;
        if seen.nought {
            return Err(no_text());
        }
        if !seen.broken {
            return Ok(whole);
        }
        // What is not UTF-8 comes from an older spreadsheet: of Windows, where it looks like it.
        let encoding = if seen.foreign { "unknown" } else { "windows-1252" };
        Ok(Text { decoder: WINDOWS_1252, encoding, sure: !seen.foreign, ..whole })
    }

    fn bytes(&self) -> Result<Take<SpoolReader>, AppError> {
        let mut reader = self.of.reader();
        reader.seek(SeekFrom::Start(self.from)).map_err(lost)?;
        Ok(reader.take(self.to.saturating_sub(self.from)))
    }

    /// What bytes stand in it, and whether some are none of that encoding.
    fn looked_through(&self, encoding: &'static Encoding) -> Result<Bytes, AppError> {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut bytes, mut raw) = (self.bytes()?, vec![0; READ_BYTES]);
        let most = decoder.max_utf8_buffer_length_without_replacement(READ_BYTES).unwrap_or(READ_BYTES * 4);
        let (mut out, mut seen) = (vec![0; most], Bytes::default());
        loop {
            let count = bytes.read(&mut raw).map_err(lost)?;
            let some = raw.get(..count).unwrap_or_default();
            seen.add(some);
            if !seen.broken {
                let decoded = decoder.decode_to_utf8_without_replacement(some, &mut out, count == 0).0;
                seen.broken = matches!(decoded, DecoderResult::Malformed(..));
            }
            if count == 0 {
                // The last byte has nothing behind it.
                seen.foreign |= FOREIGN.contains(&seen.last.1);
                return Ok(seen);
            }
        }
    }

    /// Read it as UTF-8 with one sign at the end of each line, its last one too.
    pub(super) fn reader(&self) -> Result<Letters, AppError> {
        Ok(Letters {
            bytes: self.bytes()?,
            decoder: self.decoder.new_decoder_without_bom_handling(),
            raw: vec![0; READ_BYTES],
            text: String::new(),
            at: 0,
            after_return: false,
            open_line: false,
            ended: false,
        })
    }

    /// Its beginning, cut after a whole letter.
    pub(super) fn beginning(&self, most: usize) -> Result<String, AppError> {
        let mut some = Vec::new();
        self.reader()?.take(most as u64).read_to_end(&mut some).map_err(lost)?;
        while std::str::from_utf8(&some).is_err_and(|e| e.error_len().is_none()) {
            some.pop();
        }
        String::from_utf8(some).map_err(|_| no_text())
    }
}

/// What was seen of the bytes of a file.
#[derive(Default)]
struct Bytes {
    nought: bool,
    broken: bool,
    /// Whether it looks like one of a Mac or of DOS.
    foreign: bool,
    last: (u8, u8),
}

impl Bytes {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let (before, at) = self.last;
            if *byte == 0 {
                self.nought = true;
            }
            if at >= 0x80 && FOREIGN.contains(&at) && (before.is_ascii_alphabetic() || byte.is_ascii_alphabetic()) {
                self.foreign = true;
            }
            self.last = (at, *byte);
        }
    }
}

/// A file as it is read.
pub(super) struct Letters {
    bytes: Take<SpoolReader>,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What was decoded last, and how much of it was handed on.
    text: String,
    at: usize,
    /// Whether the last sign ended a line as a Mac did it, and the other half may follow.
    after_return: bool,
    open_line: bool,
    ended: bool,
}

impl Letters {
    fn more(&mut self) -> std::io::Result<()> {
        let count = self.bytes.read(&mut self.raw)?;
        let some = self.raw.get(..count).unwrap_or_default();
        self.text.clear();
        self.at = 0;
        self.text.reserve(self.decoder.max_utf8_buffer_length(count).unwrap_or(count.saturating_mul(4)));
        let (result, ..) = self.decoder.decode_to_string(some, &mut self.text, count == 0);
        if result != CoderResult::InputEmpty {
            return Err(std::io::Error::other("decoding"));
        }
        // Where files were put together, each began with a mark that says nothing.
        if self.after_return || self.text.contains(['\r', '\u{feff}']) {
            let mut text = String::with_capacity(self.text.len());
            for c in self.text.chars() {
                let after = std::mem::replace(&mut self.after_return, c == '\r');
                match c {
                    '\n' if after => {}
                    '\r' => text.push('\n'),
                    '\u{feff}' => self.after_return = after,
                    c => text.push(c),
                }
            }
            self.text = text;
        }
        if let Some(last) = self.text.as_bytes().last() {
            self.open_line = *last != b'\n';
        }
        if count == 0 {
            self.ended = true;
            if self.open_line {
                self.text.push('\n');
            }
        }
        Ok(())
    }
}

impl Read for Letters {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.at >= self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.more()?;
        }
        let mut rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let count = rest.read(out)?;
        self.at += count;
        Ok(count)
    }
}

/// Where a file ends without what old programs leave behind its last line.
fn tail_cut_at(of: &Spooled) -> std::io::Result<u64> {
    let from = of.len().saturating_sub(TAIL_BYTES);
    let (mut reader, mut tail) = (of.reader(), Vec::new());
    reader.seek(SeekFrom::Start(from))?;
    reader.read_to_end(&mut tail)?;
    Ok(from + tail_cut(&tail).len() as u64)
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
        let text = Text::of(&crate::import::spooled(bytes)).unwrap();
        let mut all = String::new();
        text.reader().unwrap().read_to_string(&mut all).unwrap();
        assert!(all.is_empty() || all.ends_with('\n'));
        assert_eq!(text.beginning(1 << 20).unwrap(), all);
        (all.trim_end_matches('\n').to_owned(), text.encoding, text.sure)
    }

    #[test]
    fn a_file_is_the_same_wherever_its_pieces_are_cut() {
        let row = "åse@x.example;Ja tak;\r\n\u{feff}bo@x.example;øl\r\n";
        let text = row.repeat(9_000);
        let want = text.replace('\u{feff}', "").replace("\r\n", "\n");
        assert!(of(text.as_bytes()).0 == want.trim_end());
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (read, encoding, sure) = of(&[&[0xff, 0xfe], wide.as_slice()].concat());
        assert!(read == want.trim_end() && encoding == "utf-16" && sure);
        let old: Vec<u8> = text.replace('\u{feff}', "").chars().map(|c| c as u8).collect();
        assert_eq!((of(&old).0 == want.trim_end(), of(&old).1), (true, "windows-1252"));
        assert_eq!(of(b"a\r\rb\rc").0, "a\n\nb\nc");
        let text = Text::of(&crate::import::spooled("åååå".as_bytes())).unwrap();
        assert_eq!(text.beginning(3).unwrap(), "å");
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
        assert!(Text::of(&crate::import::spooled(b"email\na@x.example\0\nb")).is_err());
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
