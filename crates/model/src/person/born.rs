//! Days as people write them, and whether somebody is of age.

use jiff::{Span, civil::Date, tz::TimeZone};

use crate::AtMs;

/// Years under which nobody is sorted for marketing (GDPR recitals 38 and 71).
const ADULT_YEARS: i16 = 18;
/// Attributes that say when somebody was born.
const BIRTHS: [&str; 14] = [
    "birth_date",
    "birthdate",
    "birthday",
    "birth_year",
    "date_of_birth",
    "year_of_birth",
    "born",
    "dob",
    "foedselsdato",
    "fodselsdato",
    "fodelsedatum",
    "fodselsaar",
    "fodelsear",
    "syntymaaika",
];

/// Whether an attribute of that name says when somebody was born.
pub fn says_birth(name: &str) -> bool {
    BIRTHS.contains(&name)
}

/// Whether a date of birth, or a year alone, is of somebody who may be under eighteen on that day.
pub fn is_minor(born: &str, now: AtMs) -> bool {
    let today = now.local_date(&TimeZone::UTC);
    let year_alone = born.trim().parse::<i16>().ok().filter(|y| (1900..=9999).contains(y));
    let born = match year_alone {
        // Born on the last day of that year, unless they say otherwise.
        Some(year) => Date::new(year, 12, 31).ok(),
        None => day_of(born),
    };
    let adult = born.and_then(|b| b.checked_add(Span::new().years(ADULT_YEARS)).ok());
    born.is_some() && adult.is_none_or(|day| day > today)
}

/// When a day begins, in UTC, as people write it in the Nordic countries: `2026-11-28`, `28.11.2026`, `28/11/2026`, `28-11-2026`.
pub fn day_begins(text: &str) -> Option<AtMs> {
    let begins = day_of(text)?.to_zoned(TimeZone::UTC).ok()?;
    Some(AtMs(begins.timestamp().as_millisecond()))
}

fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once('T').map_or(text, |(day, _)| day);
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
            ("12-05", false),
            ("in spring", false),
            ("", false),
        ] {
            assert_eq!(is_minor(born, now), minor, "{born}");
        }
        assert!(says_birth("birth_date") && !says_birth("first_name"));
        assert_eq!(day_begins("1.2.2026"), AtMs::parse_rfc3339("2026-02-01T00:00:00Z"));
        assert_eq!(day_begins("31.2.2026"), None);
    }
}
