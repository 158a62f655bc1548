//! Telephone numbers and Nordic personal numbers in a text.
//!
//! Forms and check digits as the national registers publish them: Denmark's CPR, Sweden's personnummer and
//! samordningsnummer, Norway's fødselsnummer with D-, H- and synthetic numbers, Finland's henkilötunnus.

use std::sync::LazyLock;

use hjemmel_model::phone_is_given_out;
use regex::Regex;

type Span = (usize, usize);

static SPLIT_4: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{6}(?: ?[-+/] ?| )\d{4}").ok());
static SPLIT_ODD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{6}[._]\d{4}").ok());
static LONG_4: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:18|19|20)\d{6}(?: ?[-+/] ?| )?\d{4}").ok());
static FIVE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{6}(?: ?[-/] ?| )?\d{3}[ -]?\d{2}").ok());
static FINNISH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\d{6}[-+a-fu-y]\d{3}[0-9a-fhj-npr-y]").ok());
static PERSONAL_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)(?:cpr|(?:person|pers|p|f|f(?:ø|o|oe)dsels|samordnings)n(?:umme|umbe)?r|hetu|henkil(?:ö|o)tunnus|kennitala|kt\.?|ssn|national_?id
        |p-?tal|personal[\ _-]?(?:identity[\ _-]?)?number)(?:n(?:umme|umbe)?r)?(?:[^\p{L}0-9\[][^0-9\[]{0,19})?",
    )
    .ok()
});
/// What shops number, in the name of a field or right before a number.
static ORDER_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)(?:orders?|ordre|bestillings?|beställnings?|bestallnings?|tilaus|faktura|invoice|kvittering|kvitto|receipt
        |transaction|transaktions?|booking|boknings?|shipment|forsendelse|pakke|tracking|kolli|rma|retur|oid)
        (?:[\ _-]?(?:id|n(?:umme|umbe)?r|no|ref|code|kode))?[^\p{L}0-9\[]{0,4}",
    )
    .ok()
});
static PERSONAL_ANY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\d{2})?\d{6}(?: ?[-+/_.a-fu-y] ?| )?\d{3}[0-9a-z]?\d?").ok());
static PHONE_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)(?:tlfnr|tlf|telefonn(?:umme)?r|telefon|telephone|tel|phone[\ _-]?(?:number|no)|phone\ ?[=:]|puh
        |puhelin(?:numero)?|msisdn|mobiln(?:umme)?r|s(?:í|i)mi)
        (?:[^\p{L}0-9\[+][^0-9\[+]{0,11})?",
    )
    .ok()
});
/// Words that shops and campaigns use for much else: the number stands right behind them.
static PHONE_NEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:wa\.me/|(?:mobil(?:e|telefon)?|mob|cell(?:phone)?|phone|sms|whatsapp)[ .:=]{1,3})").ok()
});
/// A day written in figures alone.
static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^20[0-3]\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])").ok());
static PHONE_ANY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d(?:[ .\-/()]{0,2}\d){5,13}").ok());
/// As numbers are written at home in Sweden and Finland, where a nought and a hyphen make them unlike others.
static PHONE_HOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"0(?:7[02369]-\d{3} ?\d{2} ?\d{2}|(?:4\d|50)[- ]\d{3} ?\d{3,4})|\(4[567]\) ?\d{2} ?\d{2} ?\d{2} ?\d{2}")
        .ok()
});
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\(?(?:\+|\b00)[ (]{0,2}[1-9]").ok());

fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at).and_then(|t| t.chars().next_back())
}

fn char_after(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|t| t.chars().next())
}

/// Matches that pass a check and are no part of a longer number. One that fails hides none that begins within it.
fn each(regex: &Option<Regex>, text: &str, check: impl Fn(&str, Span) -> bool) -> Vec<Span> {
    let Some(regex) = regex else { return Vec::new() };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(m) = regex.find_at(text, from) {
        let span = (m.start(), m.end());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let cut = digit(char_before(text, span.0)) || digit(char_after(text, span.1));
        if !cut && !in_opaque(text, span) && check(m.as_str(), span) {
            found.push(span);
            from = span.1;
        } else {
            from = span.0 + 1;
        }
    }
    found
}

/// Inside a long mark such as a click id or a UUID: letters and digits mixed at random, where any number may stand.
fn in_opaque(text: &str, (from, to): Span) -> bool {
    let part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let before: String = text.get(..from).unwrap_or_default().chars().rev().take_while(part).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.get(to..).unwrap_or_default().chars().take_while(part).collect();
    let within = text.get(from..to).unwrap_or_default();
    if before.len() + after.len() + within.len() < 20 {
        return false;
    }
    // How often letters turn into digits, digits into letters, small letters into capitals: words and years rarely do.
    let turns = |t: &str| {
        let class = |c: char| if c.is_ascii_digit() { 0 } else { 1 + u8::from(c.is_ascii_uppercase()) };
        let pairs = t.chars().zip(t.chars().skip(1)).filter(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric());
        pairs.filter(|(a, b)| class(*a) != class(*b) && (class(*a), class(*b)) != (2, 1)).count()
    };
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    turns(&before) + turns(&after) >= 3 || (glued(before.chars().next_back()) && glued(after.chars().next()))
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn pair(d: &[u32], at: usize) -> u32 {
    match d.get(at..at + 2) {
        Some([a, b]) => a * 10 + b,
        _ => 0,
    }
}

fn is_day(day: u32, month: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The last year in which somebody whose number this is can have been born.
const BORN_MAX: u32 = 2030;

/// A Danish number by its date and by its seventh digit, which says in which century that is. Its last digit is no check
/// since 2007.
fn danish_born(d: &[u32]) -> bool {
    let (day, month, of_century) = (pair(d, 0), pair(d, 2), pair(d, 4));
    let year = match (d.get(6), of_century) {
        (Some(0..=3), year) | (Some(4 | 9), year @ 37..) => 1900 + year,
        (Some(5..=8), year @ 58..) => 1800 + year,
        (_, year) => 2000 + year,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let is = |day| is_day(day, month) && (leap || (day, month) != (29, 2));
    year <= BORN_MAX && (is(day) || is(day.saturating_sub(60)))
}

/// Ten digits and nothing else, as whoever writes a national number without its hyphen writes it.
pub(super) fn bare(text: &str) -> bool {
    let text = text.trim();
    let d = digits(text);
    let first_of_january = || danish_born(&d) && (pair(&d, 0), pair(&d, 2)) == (1, 1);
    d.len() == 10 && d.len() == text.len() && (danish_checked(&d) || first_of_january() || swedish(&d))
}

/// A Danish number whose last digit is the check that nearly all of them have.
fn danish_checked(d: &[u32]) -> bool {
    danish_born(d) && [4, 3, 2, 7, 6, 5, 4, 3, 2, 1].iter().zip(d).map(|(w, n)| w * n).sum::<u32>() % 11 == 0
}

/// A Danish number, or a replacement number: sixty more than the day.
fn danish(d: &[u32]) -> bool {
    let (day, month) = (pair(d, 0), pair(d, 2));
    is_day(day, month) || is_day(day.saturating_sub(60), month)
}

fn swedish_date(d: &[u32]) -> bool {
    let (month, day) = (pair(d, 2), pair(d, 4));
    is_day(day, month) || is_day(day.saturating_sub(60), month)
}

/// The last ten digits; with the century before them or not.
fn swedish(d: &[u32]) -> bool {
    let Some(d) = d.get(d.len().saturating_sub(10)..) else { return false };
    let luhn = d.iter().enumerate().fold(0, |sum, (i, n)| {
        let n = if i % 2 == 0 { n * 2 } else { *n };
        sum + n / 10 + n % 10
    });
    swedish_date(d) && luhn % 10 == 0
}

/// D-numbers add 40 to the day; H-numbers 40 and synthetic ones 65 or 80 to the month.
fn norwegian_date(d: &[u32]) -> bool {
    let (day, month) = (pair(d, 0), pair(d, 2));
    [0, 40].iter().any(|a| [0, 40, 65, 80].iter().any(|b| is_day(day.saturating_sub(*a), month.saturating_sub(*b))))
}

fn norwegian(d: &[u32]) -> bool {
    // Some make the check digits before they add to day or month.
    d.len() == 11 && norwegian_date(d) && (norwegian_sum(d) || norwegian_sum(&without_additions(d)))
}

fn norwegian_sum(d: &[u32]) -> bool {
    let sum = |weights: &[u32]| weights.iter().zip(d).map(|(w, n)| w * n).sum::<u32>();
    sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0 && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
}

fn without_additions(d: &[u32]) -> Vec<u32> {
    let (day, month) = (pair(d, 0), pair(d, 2));
    let day = if day > 40 { day - 40 } else { day };
    let month = [80, 65, 40].into_iter().find(|more| month > *more).map_or(month, |more| month - more);
    let date = [day / 10, day % 10, month / 10, month % 10];
    date.into_iter().chain(d.iter().skip(4).copied()).collect()
}

fn finnish(text: &str) -> bool {
    let d = digits(text.get(..text.len().saturating_sub(1)).unwrap_or_default());
    let number = d.iter().fold(0, |sum, n| sum * 10 + n);
    let sign = "0123456789ABCDEFHJKLMNPRSTUVWXY".chars().nth(usize::try_from(number % 31).unwrap_or_default());
    d.len() == 9 && is_day(pair(&d, 0), pair(&d, 2)) && sign == text.chars().next_back().map(|c| c.to_ascii_uppercase())
}

/// Personal numbers that are known by their form. What shops number looks the same once in fourteen times: where a word
/// before it, or the name of its field, says that it is that, only one with check digits is one.
pub(super) fn personal(text: &str, field: &str) -> Vec<Span> {
    let apart = |span: Span| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !letter(char_before(text, span.0)) && !letter(char_after(text, span.1))
    };
    let mut found = each(&FINNISH, text, |t, span| apart(span) && finnish(t));
    found.extend(each(&LONG_4, text, |t, _| swedish(&digits(t))));
    let split = each(&SPLIT_4, text, |t, _| danish_born(&digits(t)) || swedish(&digits(t)));
    found.extend(split.into_iter().filter(|span| !is_order(text, field, *span)));
    // A point or a line parts much else: here check digits have to say it.
    let odd = each(&SPLIT_ODD, text, |t, _| danish_checked(&digits(t)) || swedish(&digits(t)));
    found.extend(odd.into_iter().filter(|span| !is_order(text, field, *span)));
    found.extend(each(&FIVE, text, |t, _| norwegian(&digits(t))));
    found
}

/// Personal numbers that a word before them, or the name of their field, gives away.
pub(super) fn personal_named(text: &str, field: &str) -> Vec<Span> {
    let like = |t: &str, span: Span| {
        let d = digits(t);
        let short = d.get(d.len().saturating_sub(10)..).unwrap_or_default();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        (9..=12).contains(&d.len())
            && (danish(&d) || norwegian_date(&d) || swedish_date(&d) || swedish_date(short))
            && !(letter(t.chars().next_back()) && letter(char_after(text, span.1)))
    };
    if says_personal(field) {
        return each(&PERSONAL_ANY, text, like);
    }
    behind(&PERSONAL_NAMED, text, each(&PERSONAL_ANY, text, like))
}

/// Whether the name of a field gives away that it holds such a number.
pub(super) fn says_personal(field: &str) -> bool {
    named(&PERSONAL_NAMED, field)
}

fn named(regex: &Option<Regex>, field: &str) -> bool {
    !field.is_empty() && regex.as_ref().is_some_and(|r| r.find(field).is_some_and(|m| starts_word(field, m.start())))
}

/// Whether the name of the field, or a word right before it, says that it is the number of an order.
fn is_order(text: &str, field: &str, span: Span) -> bool {
    whole(&ORDER_NAMED, field) || !behind(&ORDER_NAMED, text, vec![span]).is_empty()
}

/// Whether a name is such a word to its end.
fn whole(regex: &Option<Regex>, field: &str) -> bool {
    let words = |m: regex::Match<'_>| starts_word(field, m.start()) && m.end() == field.len();
    !field.is_empty() && regex.as_ref().is_some_and(|r| r.find_iter(field).any(words))
}

fn starts_word(text: &str, at: usize) -> bool {
    !char_before(text, at).is_some_and(char::is_alphabetic)
}

/// Those that begin where such a word, and what stands between, ends.
fn behind(regex: &Option<Regex>, text: &str, spans: Vec<Span>) -> Vec<Span> {
    if spans.is_empty() {
        return spans;
    }
    let Some(regex) = regex else { return Vec::new() };
    let (mut ends, mut at) = (Vec::new(), 0);
    while let Some(m) = regex.find_at(text, at) {
        if starts_word(text, m.start()) {
            ends.push(m.end());
        }
        at = m.start() + char_after(text, m.start()).map_or(1, char::len_utf8);
    }
    spans.into_iter().filter(|(from, _)| ends.contains(from)).collect()
}

/// Countries whose numbers are known without a plus: how many digits follow the code.
const NORDIC: [(&str, std::ops::RangeInclusive<usize>); 7] =
    [("45", 8..=8), ("46", 7..=10), ("47", 8..=8), ("358", 5..=11), ("354", 7..=9), ("298", 6..=6), ("299", 6..=6)];

/// Telephone numbers: with a plus or two zeros and a country, or behind a word that says so.
pub(super) fn phones(text: &str, field: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(m) = PHONE.as_ref().and_then(|r| r.find_at(text, from)) {
        // Two noughts begin many a number of an order.
        let order = || !m.as_str().contains('+') && is_order(text, field, (m.start(), m.end()));
        match phone(text, m.start()).filter(|_| !order()) {
            Some(end) => {
                found.push((m.start(), end));
                from = end;
            }
            None => from = m.start() + 1,
        }
    }
    found.extend(each(&PHONE_HOME, text, |_, (from, to)| {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
        !word(char_before(text, from)) && !word(char_after(text, to))
    }));
    let taken = |t: &str, _: Span| (6..=12).contains(&digits(t).len());
    let spans = each(&PHONE_ANY, text, taken);
    let whole = |(from, to): &Span| {
        let text = text.get(*from..*to).unwrap_or_default();
        digits(text).len() >= 8 && !DAY.as_ref().is_some_and(|day| day.is_match(text))
    };
    found.extend(behind(&PHONE_NEAR, text, spans.clone()).into_iter().filter(whole));
    let field_says = named(&PHONE_NAMED, field) || matches!(field, "phone" | "mobile" | "mobil" | "gsm" | "sms");
    found.extend(if field_says { spans } else { behind(&PHONE_NAMED, text, spans) });
    found
}

/// A number of another country in figures alone: long enough to be no other number by chance, and one it gives out.
fn is_abroad(figures: &str) -> bool {
    (10..=15).contains(&figures.len()) && phone_is_given_out(figures)
}

/// The end of the number that begins at `start` with a sign of a country, if it is one.
fn phone(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let plus = rest.trim_start_matches('(').starts_with('+');
    if !plus && char_before(text, start).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let zeros = if plus { 0 } else { 2 };
    // The digits with their ends; at most three other signs between two of them.
    let (mut ends, mut number, mut gap, mut gaps) = (Vec::new(), String::new(), 0, 0);
    for (at, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            ends.push(start + at + 1);
            number.push(c);
            gaps += usize::from(gap > 0 && number.len() > zeros + 1);
            gap = 0;
        } else if " .-/()_+".contains(c)
            && (gap < 3 || number.is_empty())
            && !(c == '+' && number.is_empty() && gap > 1)
        {
            gap += 1;
        } else {
            break;
        }
    }
    let number = number.get(zeros..)?.to_owned();
    ends.drain(..zeros.min(ends.len()));
    let next_to_digit = |n: usize| match (ends.get(n.wrapping_sub(1)), ends.get(n)) {
        (Some(a), Some(b)) => a + 1 == *b,
        _ => false,
    };
    let glued = char_before(text, start).is_some_and(|c| c.is_alphanumeric() || c == '+');
    let cut_short =
        ends.last().and_then(|end| text.get(*end..)).is_some_and(|t| t.starts_with('…') || t.starts_with("..."));
    let known = NORDIC.iter().find(|(code, _)| number.starts_with(code));
    let long = match known {
        Some((code, long)) => {
            let most =
                (number.len() - code.len()).min(*long.end() + usize::from(number.get(code.len()..)?.starts_with('0')));
            let enough = most >= *long.start() || (cut_short && number.len() >= 6);
            (enough && !next_to_digit(code.len() + most)).then_some(code.len() + most)
        }
        // Behind a letter a plus is a space. Without a plus other countries need gaps to be seen, or a number that they
        // give out.
        None if glued || (!plus && gaps == 0 && !is_abroad(&number)) => None,
        None => {
            let most = number.len().min(15);
            (most >= 8 && !next_to_digit(most)).then_some(most)
        }
    };
    long.and_then(|n| ends.get(n.checked_sub(1)?).copied())
}
