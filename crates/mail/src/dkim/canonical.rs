//! One form of a message, whatever way it took (RFC 6376, 3.4: relaxed for headers and body).

/// The headers of a message, and its body.
pub(super) fn halves(message: &[u8]) -> (&[u8], &[u8]) {
    match message.windows(4).position(|four| four == b"\r\n\r\n") {
        Some(at) => (message.get(..at + 2).unwrap_or_default(), message.get(at + 4..).unwrap_or_default()),
        None => (message, &[]),
    }
}

fn is_space(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Spaces together become one, and those at the end go.
fn squeezed(line: &[u8]) -> Vec<u8> {
    let words: Vec<&[u8]> = line.split(|byte| is_space(*byte)).collect();
    let mut out = Vec::with_capacity(line.len());
    for (index, word) in words.iter().enumerate() {
        if word.is_empty() {
            continue;
        }
        if index > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
    out
}

/// The body: no spaces at the ends of lines, no empty lines at its end.
pub(super) fn body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut full = 0;
    for line in lines(body) {
        out.extend(squeezed(line));
        if !out.ends_with(b"\r\n") && !out.is_empty() {
            full = out.len() + 2;
        }
        out.extend_from_slice(b"\r\n");
    }
    out.truncate(full);
    out
}

/// Lines as a message has them: a lone CR or LF ends none.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take().filter(|text| !text.is_empty())?;
        match text.windows(2).position(|two| two == b"\r\n") {
            Some(at) => {
                rest = text.get(at + 2..);
                text.get(..at)
            }
            None => Some(text),
        }
    })
}

/// One header: its name in small letters, its value on one line.
fn header(name: &[u8], value: &[u8]) -> Vec<u8> {
    let name = name.trim_ascii_end().to_ascii_lowercase();
    let unfolded: Vec<u8> = value.iter().copied().filter(|byte| *byte != b'\r' && *byte != b'\n').collect();
    [name.as_slice(), b":", squeezed(unfolded.trim_ascii_start()).as_slice()].concat()
}

/// The headers of a message with their names, folded lines together.
fn headers(text: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut all, mut begun, mut at) = (Vec::new(), 0, 0);
    for line in lines(text) {
        if at > begun && !line.first().is_some_and(|byte| is_space(*byte)) {
            all.push((begun, at));
            begun = at;
        }
        at += line.len() + 2;
    }
    all.push((begun, at));
    let whole = all.into_iter().filter_map(|(from, to)| text.get(from..to.min(text.len())));
    whole
        .filter_map(|header| {
            let colon = header.iter().position(|byte| *byte == b':')?;
            Some((header.get(..colon)?, header.get(colon + 1..)?))
        })
        .collect()
}

/// What is signed: the named headers of a message, the last of each name first, and then the signature's own header
/// `unsigned`, which has no signature yet and no line end.
pub(super) fn signed(text: &[u8], names: &str, unsigned: &str) -> Vec<u8> {
    let mut left = headers(text);
    let mut out = Vec::new();
    for name in names.split(':').map(str::trim) {
        let last = left.iter().rposition(|(had, _)| had.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes()));
        if let Some((name, value)) = last.map(|at| left.remove(at)) {
            out.extend(header(name, value));
            out.extend_from_slice(b"\r\n");
        }
    }
    for (name, value) in headers(unsigned.as_bytes()) {
        out.extend(header(name, value));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6376, 3.4.5.
    #[test]
    fn the_example_of_the_standard() {
        let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (headers, text) = halves(message);
        assert_eq!(signed(headers, "a:b", "S: x"), b"a:X\r\nb:Y Z\r\ns:x");
        assert_eq!(body(text), b" C\r\nD E\r\n");
    }

    #[test]
    fn odd_bodies() {
        for (given, wanted) in [
            ("", ""),
            ("\r\n\r\n", ""),
            (" \r\n\t\r\n", ""),
            ("a", "a\r\n"),
            ("a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
            ("a\nb \rc\r\n", "a\nb \rc\r\n"),
            ("\r\na\r\n", "\r\na\r\n"),
            ("\ta  b\t\r\n", " a b\r\n"),
        ] {
            assert_eq!(String::from_utf8(body(given.as_bytes())).unwrap(), wanted, "{given:?}");
        }
    }

    #[test]
    fn of_two_headers_with_one_name_the_last_is_signed_first() {
        let text = b"From: a\r\nX: 1\r\nFROM: b\r\n";
        assert_eq!(signed(text, "from", ""), b"from:b\r\n");
        assert_eq!(signed(text, "from:from:from", ""), b"from:b\r\nfrom:a\r\n");
    }
}
