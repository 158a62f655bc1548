//! Special categories of data, and data about offences (GDPR 9 and 10; P-08, P-18), known by words in five languages. The
//! words are data: `special.txt`.
//!
//! A word by its beginning or end finds what Nordic languages write together; what only begins alike stands in the same file
//! as an exception. The name of a field is read more strictly than a text, because what it holds is about whoever it
//! belongs to.

use std::{borrow::Cow, sync::LazyLock};

use aho_corasick::AhoCorasick;

use super::view::View;

/// What of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strict {
    Never,
    Name,
    Any,
}

/// One entry: words one after the other, the last of which may go on, the first of which may be the end of a longer one.
struct Pattern {
    words: Vec<&'static str>,
    begins: bool,
    ends: bool,
    strict: Strict,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(include_str!("special.txt")));

fn patterns(text: &'static str) -> Vec<Pattern> {
    let mut strict = Strict::Never;
    let mut all = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            strict = match head.trim_end_matches(']').split(' ').nth(1) {
                None => Strict::Never,
                Some("name") => Strict::Name,
                Some(_) => Strict::Any,
            };
            continue;
        }
        all.extend(line.split_whitespace().map(|entry| Pattern {
            words: entry.trim_matches('*').split('_').filter(|word| !word.is_empty()).collect(),
            begins: entry.ends_with('*'),
            ends: entry.starts_with('*'),
            strict,
        }));
    }
    all
}

/// A word of a text: folded, with its place.
struct Word {
    plain: String,
    from: usize,
    to: usize,
}

/// The words of a text. A capital behind a small letter begins one, as in `hasDiabetes`.
fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let (mut open, mut small) = (false, false);
    for (at, letter) in text.char_indices() {
        // A mark over the letter before it.
        if is_mark(letter) {
            if let Some(word) = all.last_mut().filter(|_| open) {
                word.to = at + letter.len_utf8();
            }
            continue;
        }
        if !letter.is_alphanumeric() {
            (open, small) = (false, false);
            continue;
        }
        if !open || (small && letter.is_uppercase()) {
            all.push(Word { plain: String::new(), from: at, to: at });
            open = true;
        }
        small = letter.is_lowercase();
        if let Some(word) = all.last_mut() {
            fold(letter, &mut word.plain);
            word.to = at + letter.len_utf8();
        }
    }
    all
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn fold(letter: char, out: &mut String) {
    if is_mark(letter) {
        return;
    }
    for small in letter.to_lowercase() {
        match small {
            'å' | 'ä' | 'á' => out.push('a'),
            'ö' | 'ø' | 'ó' => out.push('o'),
            'é' | 'è' | 'ë' => out.push('e'),
            'ü' => out.push('u'),
            'æ' => out.push_str("ae"),
            other => out.push(other),
        }
    }
}

impl Pattern {
    /// How many words it takes from the first of these on.
    fn takes(&self, words: &[Word]) -> Option<usize> {
        let last = self.words.len().checked_sub(1)?;
        let fits = |(at, wanted): (usize, &&str)| {
            words.get(at).is_some_and(|word| match (self.ends && at == 0, self.begins && at == last) {
                (true, true) => word.plain.contains(wanted),
                (true, false) => word.plain.ends_with(wanted),
                (false, true) => word.plain.starts_with(wanted),
                (false, false) => word.plain == **wanted,
            })
        };
        self.words.iter().enumerate().all(fits).then_some(self.words.len())
    }
}

/// Where a text says so, in bytes, each place once and in order.
fn places(text: &str, from: Strict) -> Vec<(usize, usize)> {
    let words = words(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let longest = |strict: &dyn Fn(Strict) -> bool| {
            PATTERNS.iter().filter(|p| strict(p.strict)).filter_map(|p| p.takes(rest)).max()
        };
        at += match (longest(&|s| s == Strict::Never), longest(&|s| s >= from)) {
            (Some(other), said) if said.is_none_or(|said| said <= other) => other,
            (_, Some(said)) => {
                if let (Some(first), Some(last)) = (rest.first(), rest.get(said - 1)) {
                    found.push((first.from, last.to));
                }
                said
            }
            _ => 1,
        };
    }
    found
}

/// The longest word of each entry that counts anywhere: a text without any of them says nothing.
static NEEDLES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let any = PATTERNS.iter().filter(|p| p.strict == Strict::Any);
    let longest = any.filter_map(|p| p.words.iter().max_by_key(|word| word.len()));
    AhoCorasick::builder().ascii_case_insensitive(true).build(longest).ok()
});

/// Where a text says something about somebody that needs a ground of its own. Nearly no text does, so that is seen first, in
/// one pass.
pub fn special_places(text: &str) -> Vec<(usize, usize)> {
    // Most texts stand there as they are meant.
    if text.bytes().all(|b| b.is_ascii() && !matches!(b, b'%' | b'&' | b'\\')) {
        return said(text);
    }
    let view = View::of(text);
    said(&view.text).into_iter().map(|(from, to)| view.origin(from, to)).collect()
}

/// The same of a text as it is meant.
fn said(text: &str) -> Vec<(usize, usize)> {
    let folded = match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => {
            let mut plain = String::with_capacity(text.len());
            text.chars().for_each(|letter| fold(letter, &mut plain));
            Cow::Owned(plain)
        }
    };
    match NEEDLES.as_ref().is_some_and(|needles| !needles.is_match(&*folded)) {
        true => Vec::new(),
        false => places(text, Strict::Any),
    }
}

/// Whether the name of a field says that what it holds needs a ground of its own.
pub fn special_name(name: &str) -> bool {
    !places(name, Strict::Name).is_empty()
}

/// Whether a text says something that needs a ground of its own.
pub fn special_text(text: &str) -> bool {
    !special_places(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "sundhed", "medicin", "diabetes", "muslim", "parti", "fackförbund", "fackforbund", "helbred", "hälsa",
        "halsa", "food_allergy", "nøddeallergi", "hiv_status", "a_kasse", "akasse", "union_member", "tro",
        "trosretning_tro", "religion", "kirke", "church_member", "political_party", "politisk_holdning", "ethnicity",
        "race", "gravid", "is_pregnant", "isPregnant", "hasDiabetes", "disability", "handicap", "recept",
        "criminal_record", "straffeattest", "brottsregister", "rikosrekisteri", "uskonto", "terveydentila", "sykdom",
        "fagforening", "ammattiliitto", "fingerprint", "sexual_orientation", "puolue", "bmi", "blodtype",
    ];

    #[rustfmt::skip]
    const OTHER_NAMES: &[&str] = &[
        "trace_id", "metro_card", "electronics", "retro", "intro", "first_name", "city", "third_party", "party_size",
        "race_id", "union_jack_flag", "diagnostics", "disabled", "notifications_disabled", "health_check", "brace",
        "restparti", "golf_handicap", "halsomkrets", "disable_cookies", "cookie_politik", "controller", "sexton",
        "police", "address", "kirkegade", "kundenummer", "favorit_blomst", "industry", "trust_score", "trolley",
        "grace_period", "community",
    ];

    #[test]
    fn names_of_fields_are_read_strictly_and_only_by_their_words() {
        for name in NAMES {
            assert!(special_name(name), "{name}");
        }
        for name in OTHER_NAMES {
            assert!(!special_name(name), "{name}");
        }
    }

    #[rustfmt::skip]
    const TEXTS: &[&str] = &[
        "/produkter/diabetes/teststrimler", "Nyt om din diabetes", "Har hjertesygdom", "Medlem af fagforening",
        "är gravid", "Kvinde, muslim", "brystkræft", "sygemeldt siden marts", "HIV", "seksuel orientering: lesbisk",
        "straffeattest", "Jag är sjukskriven", "raskaana", "insulinpumpe", "trade union", "A-kasse", "partimedlem",
    ];

    #[rustfmt::skip]
    const OTHER_TEXTS: &[&str] = &[
        "Kirkegade 5, 8000 Aarhus C", "Christian", "Kristen Bjørn", "Kirke Hyllinge", "Union Jack",
        "Øl à kasse 24 stk", "/raad/plantesygdomme", "/retro-lamper/metro", "Parti med roser", "Gay", "Tro",
        "Recept på æbletærte", "Islam", "Race Black", "Sundhed og skønhed", "/sort/hvid", "Allergivenlig pude",
        "Sex and the City", "Medicinbold 3 kg", "Straffespark", "diskret", "aborted", "Fackla",
    ];

    #[test]
    fn texts_are_read_for_what_says_it_anywhere() {
        for text in TEXTS {
            assert!(special_text(text), "{text}");
        }
        for text in OTHER_TEXTS {
            assert!(!special_text(text), "{text}");
        }
    }

    #[test]
    fn a_place_is_whole_words() {
        let text = "/tag/Brystkræft-hjælp";
        assert_eq!(special_places(text).iter().map(|(a, b)| &text[*a..*b]).collect::<Vec<_>>(), ["Brystkræft"]);
        for (text, part) in [
            ("https://x.example/tag/brystkr%C3%A6ft?a=1", "brystkr%C3%A6ft"),
            ("har brystkr&aelig;ft", "brystkr&aelig;ft"),
            ("a\u{30a}r ha\u{308}lsotillsta\u{30a}nd o", "ha\u{308}lsotillsta\u{30a}nd"),
            ("om dia\u{200b}betes nu", "dia\u{200b}betes"),
        ] {
            assert_eq!(special_places(text).iter().map(|(a, b)| &text[*a..*b]).collect::<Vec<_>>(), [part], "{text}");
        }
    }

    #[test]
    fn every_entry_is_one() {
        for pattern in PATTERNS.iter() {
            assert!(!pattern.words.is_empty());
            for word in &pattern.words {
                assert!(word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{word}");
            }
        }
        assert!(PATTERNS.len() > 300);
    }
}
