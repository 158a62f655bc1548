//! Personal data where it does not belong: e-mail addresses, phone numbers and Nordic personal numbers are taken out of
//! every text field before it is stored, and counted (P-06, N-01, N-02).

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// What stands in place of what was taken out.
const REMOVED: &str = "[removed]";

struct Pattern {
    kind: &'static str,
    regex: Option<Regex>,
    check: fn(&str) -> bool,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |kind, text, check| Pattern { kind, regex: Regex::new(text).ok(), check };
    vec![
        pattern("email", r"(?i)[a-z0-9._+~'-]+(?:@|%40)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", |_| true),
        // Swedish personnummer and samordningsnummer, with or without century.
        pattern("personal_number", r"(?:19|20)?\d{6}[-+]?\d{4}", swedish),
        // Danish CPR.
        pattern("personal_number", r"\d{6}[- ]?\d{4}", |t| day_first(t, 0)),
        // Norwegian fødselsnummer and D-number.
        pattern("personal_number", r"\d{6} ?\d{5}", norwegian),
        // Finnish henkilötunnus.
        pattern("personal_number", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", |t| day_first(t, 0)),
        pattern("phone", r"(?:\+|%2B|00)(?:45|46|47|358|354|298|299)[ -]?\d(?:[ -]?\d){5,11}\b", |_| true),
    ]
});

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn pair(d: &[u32], at: usize) -> u32 {
    match d.get(at..at + 2) {
        Some([a, b]) => a * 10 + b,
        _ => 0,
    }
}

fn day_first(text: &str, day_offset: u32) -> bool {
    let d = digits(text);
    let (day, month) = (pair(&d, 0), pair(&d, 2));
    (1..=31).contains(&day.saturating_sub(day_offset)) && (1..=12).contains(&month)
}

fn norwegian(text: &str) -> bool {
    day_first(text, 0) || day_first(text, 40)
}

fn swedish(text: &str) -> bool {
    let all = digits(text);
    let Some(d) = all.get(all.len().saturating_sub(10)..) else { return false };
    let (month, day) = (pair(d, 2), pair(d, 4));
    let date = (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day));
    let luhn = d.iter().enumerate().fold(0, |sum, (i, n)| {
        let n = if i % 2 == 0 { n * 2 } else { *n };
        sum + n / 10 + n % 10
    });
    date && luhn % 10 == 0
}

/// The text without personal data.
pub fn scrub_text(text: &str) -> String {
    scrub(text, |_| {}).into_owned()
}

/// The text without personal data; each find is reported by kind.
pub fn scrub<'a>(text: &'a str, mut found: impl FnMut(&'static str)) -> Cow<'a, str> {
    // Everything looked for has a digit or an at sign.
    if !text.bytes().any(|b| b.is_ascii_digit() || b == b'@' || b == b'%') {
        return Cow::Borrowed(text);
    }
    let mut out = Cow::Borrowed(text);
    for pattern in PATTERNS.iter() {
        let Some(regex) = &pattern.regex else { continue };
        let mut cleaned = String::new();
        let mut copied = 0;
        for m in regex.find_iter(&out) {
            // A number that goes on is another number. An underscore or a letter beside it hides nothing.
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let before = out.get(..m.start()).and_then(|t| t.chars().next_back());
            let after = out.get(m.end()..).and_then(|t| t.chars().next());
            if digit(before) || digit(after) || !(pattern.check)(m.as_str()) {
                continue;
            }
            found(pattern.kind);
            cleaned.push_str(out.get(copied..m.start()).unwrap_or_default());
            cleaned.push_str(REMOVED);
            copied = m.end();
        }
        if copied > 0 {
            cleaned.push_str(out.get(copied..).unwrap_or_default());
            out = Cow::Owned(cleaned);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clean(text: &str) -> (String, Vec<&'static str>) {
        let mut found = Vec::new();
        let out = scrub(text, |kind| found.push(kind)).into_owned();
        (out, found)
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(PATTERNS.iter().all(|p| p.regex.is_some()));
    }

    #[test]
    fn finds_what_does_not_belong() {
        for (text, kind) in [
            ("/konto/eva.holm+x@blomster.example/ordrer", "email"),
            ("/tak?m=eva%40blomster.example", "email"),
            ("ring +45 12 34 56 78 nu", "phone"),
            ("/tlf/004546123456", "phone"),
            ("cpr 311299-1234", "personal_number"),
            ("/p/3112991234", "personal_number"),
            ("cpr_311299_1234 cpr_3112991234_x", "personal_number"),
            // Skatteverket's published example number.
            ("/pnr/19811228-9874", "personal_number"),
            ("/pnr/8112289874", "personal_number"),
            ("fnr 01129955131", "personal_number"),
            // The Finnish agency's published example.
            ("hetu 131052-308T", "personal_number"),
        ] {
            let (out, found) = clean(text);
            assert!(out.contains(REMOVED), "{text} -> {out}");
            assert!(found.contains(&kind), "{text}: {found:?}");
        }
    }

    #[test]
    fn leaves_the_rest_alone() {
        for text in
            ["/p/roser-20-stk", "/ordre/9999999999", "2026-11-22", "/kurv?antal=3", "Bukett 499 kr", "@blomster"]
        {
            assert_eq!(clean(text), (text.to_owned(), vec![]));
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "[a-z0-9@.+ /-]{0,60}") {
            let once = clean(&text).0;
            prop_assert_eq!(clean(&once).0, once);
        }
    }
}
