//! Days as people write them, and whether somebody is of age.

use jiff::{Span, civil::Date, tz::TimeZone};

use crate::AtMs;

/// Years under which nobody is sorted for marketing (GDPR recitals 38 and 71).
const ADULT_YEARS: i16 = 18;
/// Attributes that say when somebody was born.
const BIRTHS: [&str; 18] = [
    "birth_date",
    "birthdate",
    "birthday",
    "birth_year",
    "birthyear",
    "date_of_birth",
    "year_of_birth",
    "born",
    "dob",
    "foedselsdato",
    "fodselsdato",
    "fodelsedatum",
    "foedselsaar",
    "fodselsaar",
    "fodselsar",
    "fodelsear",
    "syntymaaika",
    "syntymavuosi",
];

/// Whether an attribute of that name says when somebody was born.
pub fn says_birth(name: &str) -> bool {
    BIRTHS.contains(&name)
}

/// Whether a date of birth, or a year alone, is of somebody who may be under eighteen on that day: whoever wrote one that cannot
/// be read may be. Nothing written says nothing.
pub fn is_minor(born: &str, now: AtMs) -> bool {
    let today = now.local_date(&TimeZone::UTC);
    if born.trim().is_empty() {
        return false;
    }
    let year_alone = born.trim().parse::<i16>().ok().filter(|y| (1801..=9999).contains(y));
    let born = match year_alone {
        // Born on the last day of that year, unless they say otherwise.
        Some(year) => Date::new(year, 12, 31).ok(),
        None => day_of(born),
    };
    let adult = born.and_then(|b| b.checked_add(Span::new().years(ADULT_YEARS)).ok());
    adult.is_none_or(|day| day > today)
}

/// When a day begins, in UTC, as people write it in the Nordic countries: `2026-11-28`, `28.11.2026`, `28/11/2026`, `28-11-2026`,
/// `20261128`; a time of day behind it is left out.
pub fn day_begins(text: &str) -> Option<AtMs> {
    let begins = day_of(text)?.to_zoned(TimeZone::UTC).ok()?;
    Some(AtMs(begins.timestamp().as_millisecond()))
}

fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once(|c: char| c == 'T' || c.is_whitespace()).map_or(text, |(day, _)| day);
    if text.len() == 8
        && let Ok(number) = text.parse::<u32>()
    {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let year = i16::try_from(year).ok().filter(|y| (1801..=2200).contains(y))?;
        return Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    }
    let parts: Vec<i16> = text.split(['-', '.', '/']).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let &[a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|d| d.year() > 1800)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_a_minor_until_the_day_they_are_eighteen() {
        let now = AtMs::parse_rfc3339("2026-11-28T12:00:00Z").unwrap();
        for (born, minor) in [
            ("2008-11-28", false),
            ("2008-11-29", true),
            ("29.11.2008", true),
            ("28/11/2008", false),
            ("2008", true),
            ("2007", false),
            ("2015", true),
            ("1980-02-29T00:00:00Z", false),
            ("1890", false),
            ("2010-11-28 00:00:00", true),
            ("2008-11-28 00:00:00", false),
            ("20101128", true),
            ("20081128", false),
            ("28.11.2010", true),
            ("28112008", true),
            ("20081328", true),
            ("12-05", true),
            ("in spring", true),
            ("unknown", true),
            ("", false),
            ("  ", false),
        ] {
            assert_eq!(is_minor(born, now), minor, "{born}");
        }
        for name in ["birth_date", "birthyear", "foedselsaar", "fodselsar", "syntymavuosi"] {
            assert!(says_birth(name), "{name}");
        }
        assert!(!says_birth("first_name"));
        assert_eq!(day_begins("20260201"), AtMs::parse_rfc3339("2026-02-01T00:00:00Z"));
        assert_eq!(day_begins("2026-02-01 10:00"), AtMs::parse_rfc3339("2026-02-01T00:00:00Z"));
        assert_eq!(day_begins("1.2.2026"), AtMs::parse_rfc3339("2026-02-01T00:00:00Z"));
        assert_eq!(day_begins("31.2.2026"), None);
    }
}
