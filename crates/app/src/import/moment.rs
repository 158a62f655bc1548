//! A moment as spreadsheets, mail programs and people write it.
//!
//! Invariant: a moment is as long as what was written allows; a no counts to the end of it, a yes from its beginning.

use hjemmel_model::AtMs;
use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// From when to when, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) from: AtMs,
    pub(super) to: AtMs,
    /// The noon of the day in UTC, where only the day is known.
    pub(super) noon: Option<AtMs>,
}

impl Moment {
    /// When somebody said yes: of a day its noon, unless that has not come yet.
    pub(super) fn said(self, now: AtMs) -> AtMs {
        self.noon.filter(|noon| *noon <= now).unwrap_or(self.from)
    }
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "tammi"],
    &["feb", "helmi"],
    &["mar", "maalis"],
    &["apr", "huhti"],
    &["may", "maj", "mai", "touko"],
    &["jun", "kesa"],
    &["jul", "heina"],
    &["aug", "elo"],
    &["sep", "syys"],
    &["oct", "okt", "loka"],
    &["nov", "marras"],
    &["dec", "des", "joulu"],
];
/// Seconds since 1970 that are read as such: from 2001 to 2036.
const SECONDS: std::ops::Range<i64> = 1_000_000_000..2_100_000_000;

/// Read a moment. Without an offset it is one by the clocks of `zone`.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim().trim_start_matches('\'');
    let spaced = text.replacen(' ', "T", 1);
    for form in
        [text.to_owned(), spaced.clone(), format!("{spaced}:00"), text.replacen(" UTC", "Z", 1).replacen(' ', "T", 1)]
    {
        if let Some(at) = AtMs::parse_rfc3339(&form) {
            let whole = at.0 % 1_000 == 0;
            return Some(Moment { from: at, to: at.plus_ms(if whole { 999 } else { 0 }), noon: None });
        }
    }
    if let Some(seconds) = text.parse::<i64>().ok().map(|n| if n > SECONDS.end { n / 1_000 } else { n }) {
        let from = AtMs(seconds.checked_mul(1_000)?);
        return SECONDS.contains(&seconds).then_some(Moment { from, to: from.plus_ms(999), noon: None });
    }
    if let Some((text, zone)) = offset(text) {
        return moment(text, &zone);
    }
    let (day, clock) = parts(text)?;
    let at = |date: DateTime| date.to_zoned(zone.clone()).ok().map(|z| AtMs(z.timestamp().as_millisecond()));
    let Some((hour, minute, second)) = clock else {
        // Which zone the day was one of is not known either: it may have ended later.
        let utc = |date: DateTime| date.to_zoned(TimeZone::UTC).ok().map(|z| AtMs(z.timestamp().as_millisecond()));
        let end = day.at(23, 59, 59, 999_000_000);
        let (from, to) = (at(day.at(0, 0, 0, 0))?, at(end)?.max(utc(end)?));
        return Some(Moment { from, to, noon: utc(day.at(12, 0, 0, 0)) });
    };
    let from = at(DateTime::from_parts(day, jiff::civil::Time::new(hour, minute, second.unwrap_or(0), 0).ok()?))?;
    let last = jiff::civil::Time::new(hour, minute, second.unwrap_or(59), 999_000_000).ok()?;
    let utc = DateTime::from_parts(day, last).to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond();
    // Programs that write no offset write their own clock or UTC: a no counts to the later of both.
    Some(Moment { from, to: at(DateTime::from_parts(day, last))?.max(AtMs(utc)), noon: None })
}

/// Days since 1899 that are read as a day of a spreadsheet: from 1996 to 2060.
const SERIALS: std::ops::Range<f64> = 35_065.0..58_800.0;

/// A day as spreadsheets count them where a column is not shown as days: `45234`, `45234.5`. Only a column of days holds such.
pub(super) fn serial(text: &str) -> Option<String> {
    let text = text.trim().replace(',', ".");
    let figures = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number = text.parse::<f64>().ok().filter(|n| figures && SERIALS.contains(n))?;
    // Both are far below what fits.
    #[expect(clippy::cast_possible_truncation, reason = "within the range above")]
    let (days, seconds) = (number.trunc() as i64, (number.fract() * 86_400.0).round() as i64);
    let day = Date::new(1899, 12, 30).ok()?.checked_add(jiff::Span::new().days(days)).ok()?;
    let clock = jiff::civil::Time::midnight().wrapping_add(jiff::Span::new().seconds(seconds));
    Some(if seconds == 0 { day.to_string() } else { format!("{day} {clock}") })
}

/// A moment with a clock that says how far it is from UTC behind it, and without that: `… +0100`, `… GMT+0100 (CET)`.
fn offset(text: &str) -> Option<(&str, TimeZone)> {
    let text = text.split_once('(').map_or(text, |(text, _)| text.trim_end());
    let (rest, last) = text.rsplit_once(' ').filter(|(rest, _)| rest.contains(':'))?;
    let named = match last {
        "CET" | "BST" | "MEZ" => Some(1),
        "CEST" | "EET" | "MESZ" => Some(2),
        "EEST" => Some(3),
        "GMT" | "UTC" | "Z" => Some(0),
        _ => None,
    };
    if let Some(hours) = named {
        return Some((rest, TimeZone::fixed(jiff::tz::offset(hours))));
    }
    if last.contains('/') {
        return TimeZone::get(last).ok().map(|zone| (rest, zone));
    }
    let last = last.strip_prefix("GMT").or_else(|| last.strip_prefix("UTC")).unwrap_or(last);
    let (sign, figures) = match (last.strip_prefix('+'), last.strip_prefix('-')) {
        (Some(figures), _) => (1, figures),
        (_, Some(figures)) => (-1, figures),
        _ => return None,
    };
    let figures = figures.replace(':', "");
    let (hours, minutes) =
        if figures.len() > 2 { figures.split_at_checked(figures.len() - 2)? } else { (&*figures, "0") };
    let seconds = hours.parse::<i32>().ok()? * 3_600 + minutes.parse::<i32>().ok()? * 60;
    let offset = jiff::tz::Offset::from_seconds(sign * seconds).ok()?;
    Some((rest, TimeZone::fixed(offset)))
}

/// Days of the week, as a text may begin with one.
#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lordag",
    "sondag", "mandag", "tisdag", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai",
    "sunnuntai", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
];

type Clock = Option<(i8, i8, Option<i8>)>;

/// The day and the clock in a text.
fn parts(text: &str) -> Option<(Date, Clock)> {
    let lower = super::noes::folded(text);
    let (first, later) = lower.split_once([' ', ',']).unwrap_or(("", &lower));
    let weekday = !first.is_empty() && WEEKDAYS.iter().any(|day| first.starts_with(day));
    let lower = if weekday { later.trim_start_matches([' ', ',']) } else { &lower };
    let (day, rest) = day(lower)?;
    let clock = clock(rest);
    // What stands behind a day and is no clock was not understood.
    let left = rest.trim_matches([' ', ',', 't', '.']);
    if clock.is_none() && !left.is_empty() { None } else { Some((day, clock)) }
}

/// The day a text begins with, and what follows it.
fn day(text: &str) -> Option<(Date, &str)> {
    let end = text.find([' ', 't', ',']).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    let numbers: Vec<&str> = first.split(['-', '.', '/']).collect();
    if let [a, b, c] = numbers.as_slice() {
        // 2026-11-22 or 22.11.2026; which of two small numbers is the month elsewhere cannot be known, and is not guessed.
        let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
        if !numbers.iter().all(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            return named(text);
        }
        if year.len() != 4 {
            return None;
        }
        let (mut month, mut day) = (month.parse::<i8>().ok()?, day.parse::<i8>().ok()?);
        if first.contains('/') && a.len() != 4 {
            match (month > 12, day > 12) {
                (true, false) => (month, day) = (day, month),
                (false, true) => {}
                _ if month == day => {}
                _ => return None,
            }
        }
        return Some((Date::new(year.parse().ok()?, month, day).ok()?, rest));
    }
    named(text)
}

/// A day with the name of its month: `24 Nov 2026`, `Nov 24, 2026`, `24. november 2026`.
fn named(text: &str) -> Option<(Date, &str)> {
    let (mut day, mut month, mut year, mut at) = (None, None, None, 0);
    for word in text.split_inclusive([' ', ',', '-', '.']).take(6) {
        at += word.len();
        let word = word.trim_matches([' ', ',', '.', '-']);
        if word.is_empty() || matches!(word, "den" | "d") {
            continue;
        }
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match (digits.parse::<i16>(), word.bytes().all(|b| b.is_ascii_digit())) {
            (Ok(n), true) if n > 1_900 => year = Some(n),
            (Ok(n), _) if day.is_none() && n < 32 => day = i8::try_from(n).ok(),
            (Ok(_), _) => return None,
            (Err(_), _) if month.is_none() => {
                let of = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
                month = Some(i8::try_from(MONTHS.iter().position(of)? + 1).ok()?);
            }
            (Err(_), _) => return None,
        }
        if let (Some(day), Some(month), Some(year)) = (day, month, year) {
            return Some((Date::new(year, month, day).ok()?, text.get(at..).unwrap_or_default()));
        }
    }
    None
}

/// A clock behind a day.
fn clock(text: &str) -> Clock {
    let text = text.trim_matches([' ', ',', 't']);
    let text =
        text.strip_prefix("klo").or_else(|| text.strip_prefix("kl")).unwrap_or(text).trim_start_matches(['.', ' ']);
    let text = text.strip_prefix("at ").unwrap_or(text);
    let (text, late) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text.trim_end(), Some(true)),
        (_, Some(text)) => (text.trim_end(), Some(false)),
        _ => (text, None),
    };
    // Parts of a second do not matter: a no counts to its end.
    let numbers: Vec<&str> = text.split([':', '.']).collect();
    let (hour, minute) = (numbers.first()?.parse::<i8>().ok()?, numbers.get(1)?.parse::<i8>().ok()?);
    let second = match numbers.get(2) {
        Some(second) => Some(second.parse::<i8>().ok()?),
        None => None,
    };
    let hour = match late {
        Some(true) if hour < 12 => hour.checked_add(12)?,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(String, String)> {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        moment(text, &zone).map(|m| (m.from.rfc3339(), m.to.rfc3339()))
    }

    fn is(text: &str, from: &str, to: &str) {
        assert_eq!(of(text), Some((from.to_owned(), to.to_owned())), "{text}");
    }

    #[test]
    fn a_moment_is_as_long_as_what_was_written() {
        is("2026-11-24T20:00:00Z", "2026-11-24T20:00:00Z", "2026-11-24T20:00:00.999Z");
        is("2023-04-01T08:00:00+02:00", "2023-04-01T06:00:00Z", "2023-04-01T06:00:00.999Z");
        is("2024-01-02 10:11:12+00", "2024-01-02T10:11:12Z", "2024-01-02T10:11:12.999Z");
        is("2024-01-02 10:11:12 UTC", "2024-01-02T10:11:12Z", "2024-01-02T10:11:12.999Z");
        // By the clocks of the organisation; a no to the end of the minute, by whichever clock was meant.
        is("24-11-2026 23:50", "2026-11-24T22:50:00Z", "2026-11-24T23:50:59.999Z");
        is("2024-02-03 11:22:33", "2024-02-03T10:22:33Z", "2024-02-03T11:22:33.999Z");
        for day in
            ["2026-11-24", "24.11.2026", "24/11/2026", "11/24/2026", "24. november 2026", "Nov 24, 2026", "24-nov-2026"]
        {
            is(day, "2026-11-23T23:00:00Z", "2026-11-24T23:59:59.999Z");
        }
        is("Nov 24, 2026 11:50 PM", "2026-11-24T22:50:00Z", "2026-11-24T23:50:59.999Z");
        is("24.11.2026 kl. 23.50", "2026-11-24T22:50:00Z", "2026-11-24T23:50:59.999Z");
        for with_offset in [
            "2026-11-24 21:00:00 +0100",
            "Tue, 24 Nov 2026 21:00:00 +0100",
            "Tue Nov 24 2026 21:00:00 GMT+0100 (Central European Standard Time)",
            "2026-11-24 21:00:00 CET",
            "2026-11-24 21:00:00 Europe/Copenhagen",
            "2026-11-24 22:00:00 UTC+2",
        ] {
            assert_eq!(of(with_offset).map(|m| m.0).as_deref(), Some("2026-11-24T20:00:00Z"), "{with_offset}");
        }
        for day in ["Tuesday, November 24, 2026", "tirsdag den 24. november 2026"] {
            is(day, "2026-11-23T23:00:00Z", "2026-11-24T23:59:59.999Z");
        }
        is("24.11.2026 klo 23.50", "2026-11-24T22:50:00Z", "2026-11-24T23:50:59.999Z");
        is("1712345678", "2024-04-05T19:34:38Z", "2024-04-05T19:34:38.999Z");
        is("1712345678000", "2024-04-05T19:34:38Z", "2024-04-05T19:34:38.999Z");
    }

    #[test]
    fn days_of_a_spreadsheet_are_read_where_days_stand() {
        for (text, want) in [
            ("45234", Some("2023-11-04")),
            ("45234.5", Some("2023-11-04 12:00:00")),
            ("45234,25", Some("2023-11-04 06:00:00")),
            ("12345", None),
            ("2024", None),
            ("99999", None),
            ("-45234", None),
            ("45234.5.1", None),
        ] {
            assert_eq!(serial(text).as_deref(), want, "{text}");
        }
        assert_eq!(of("45234"), None, "of itself it is a number");
    }

    #[test]
    fn what_is_no_moment_or_could_be_two_is_none() {
        for text in [
            "",
            "ja",
            "x",
            "01/02/2026",
            "32.01.2026",
            "2026",
            "2026-13-01",
            "24.11.26",
            "2026-11-24 and more",
            "12345",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
