//! Legal time: public holidays, working days, and the day by which a person must have an answer.
//!
//! A month in law is not thirty days. GDPR 12(3) gives one month, and Regulation (EEC, Euratom) 1182/71 says how a
//! month is counted. The holidays that count are those of the state where the controller must act (article 2(1)).
//!
//! Invariant: in doubt a day is a working day. A due date that is too early costs the controller a day; one that is
//! too late costs the person a right.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Span};

use crate::law::LawPack;

/// The public holidays of a year, by date, with their local names. Sundays that are holidays of their own (Easter)
/// are in the list; other Saturdays and Sundays are not. Empty outside the years that `jiff` knows.
///
/// Regulation 1182/71, article 2(1): public holidays are the days *designated as such* in the state.
///
/// - **Denmark**, from 2024: the *helligdage* of the national church. Store bededag was abolished from 1 January 2024
///   and is never listed. Grundlovsdag (5 June), 24 December and 31 December are working days here: many are off, and
///   Danish statutes move their own periods past them, but name them *beside* "helligdag" (forældelsesloven § 27(2)),
///   so they are not one. Nor is 1 May.
/// - **Sweden**: lag (1989:253) om allmänna helgdagar. Midsommarafton, julafton and nyårsafton are treated as a
///   Saturday or Sunday by lag (1930:173) 2 §, but that act counts the periods of Swedish statutes, and names the
///   eves beside "allmän helgdag". A period of the GDPR is Union law, so they are working days here.
/// - **Neutral**: none, since no state is known; only Saturdays and Sundays move a date.
pub fn holidays(law: LawPack, year: i16) -> Vec<(Date, &'static str)> {
    let fixed = |month, day| Date::new(year, month, day).ok();
    let easter = easter(year);
    let after_easter = |days| easter.map(|sunday| plus_days(sunday, days));
    let saturday_from = |month, day| {
        let first: Date = fixed(month, day)?;
        Some(plus_days(first, i32::from(first.weekday().until(Weekday::Saturday))))
    };
    let named = match law {
        LawPack::Dk => vec![
            (fixed(1, 1), "nytårsdag"),
            (after_easter(-3), "skærtorsdag"),
            (after_easter(-2), "langfredag"),
            (after_easter(0), "påskedag"),
            (after_easter(1), "2. påskedag"),
            (after_easter(39), "Kristi himmelfartsdag"),
            (after_easter(49), "pinsedag"),
            (after_easter(50), "2. pinsedag"),
            (fixed(12, 25), "juledag"),
            (fixed(12, 26), "2. juledag"),
        ],
        LawPack::Se => vec![
            (fixed(1, 1), "nyårsdagen"),
            (fixed(1, 6), "trettondedag jul"),
            (after_easter(-2), "långfredagen"),
            (after_easter(0), "påskdagen"),
            (after_easter(1), "annandag påsk"),
            (fixed(5, 1), "första maj"),
            (after_easter(39), "Kristi himmelsfärdsdag"),
            (after_easter(49), "pingstdagen"),
            (fixed(6, 6), "nationaldagen"),
            (saturday_from(6, 20), "midsommardagen"),
            (saturday_from(10, 31), "alla helgons dag"),
            (fixed(12, 25), "juldagen"),
            (fixed(12, 26), "annandag jul"),
        ],
        LawPack::Neutral => Vec::new(),
    };
    let mut days: Vec<_> = named.into_iter().filter_map(|(date, name)| Some((date?, name))).collect();
    days.sort_by_key(|(date, _)| *date);
    days
}

/// Whether a day is a working day: neither a public holiday, a Sunday nor a Saturday (Regulation 1182/71, article
/// 2(2)).
pub fn is_working_day(law: LawPack, date: Date) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    !weekend && !holidays(law, date.year()).iter().any(|(holiday, _)| *holiday == date)
}

/// The last day of a period of whole months, before it is moved to a working day. The day of the event is not
/// counted, and the period ends with the same date of the last month, or with that month's last day where there is no
/// such date (Regulation 1182/71, article 3(1) and 3(2)(c)). A negative number of months is none.
pub fn period_end(received: Date, months: i8) -> Date {
    received.saturating_add(Span::new().months(months.max(0)))
}

/// The last day on which an answer is in time, when `months` are given from the day the request was received: the end
/// of the period, or the next working day when that is a public holiday, Sunday or Saturday (GDPR 12(3); Regulation
/// 1182/71, article 3(4); EDPB Guidelines 01/2022 on how they meet). `received` is the calendar day where the
/// controller is, see [`AtMs::local_date`](crate::AtMs::local_date).
pub fn due_date(law: LawPack, received: Date, months: i8) -> Date {
    next_working_day(law, period_end(received, months))
}

/// The last day for an answer whose time was extended: the first month and the two further ones, counted as one
/// period of three months from the request (GDPR 12(3)). The person must be told of the extension, and why, by
/// `due_date(law, received, 1)`.
pub fn extended_due_date(law: LawPack, received: Date) -> Date {
    due_date(law, received, 3)
}

/// A due date moved by the days on which the clock stood still because the person was asked who they are (GDPR
/// 12(6); EDPB Guidelines 01/2022), then to a working day.
///
/// Hand in [`period_end`] rather than [`due_date`], or a weekend is given twice. Count only days that lay wholly
/// within the stop: neither the day of the question nor that of the answer. Negative days are none, for a stop never
/// takes time from anybody.
pub fn suspended_due(due: Date, suspended_days: i32, law: LawPack) -> Date {
    next_working_day(law, plus_days(due, suspended_days.max(0)))
}

fn next_working_day(law: LawPack, date: Date) -> Date {
    let mut day = date;
    while !is_working_day(law, day) {
        // The last day that `jiff` knows has no morrow; then it is itself the answer.
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
    }
    day
}

/// `SignedDuration` rather than `Span`, whose setters panic on large numbers.
fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(SignedDuration::from_hours(i64::from(days) * 24))
}

/// Easter Sunday, by the anonymous Gregorian algorithm (*Nature*, 20 April 1876).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, in_century) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let (leap_centuries, century_rest) = (century.div_euclid(4), century.rem_euclid(4));
    let lunar_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let moon = (19 * golden + century - leap_centuries - lunar_shift + 15).rem_euclid(30);
    let (leaps, leap_rest) = (in_century.div_euclid(4), in_century.rem_euclid(4));
    let sunday = (32 + 2 * century_rest + 2 * leaps - moon - leap_rest).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * sunday).div_euclid(451);
    let days = moon + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use LawPack::{Dk, Neutral, Se};

    fn days(law: LawPack, year: i16) -> String {
        let days: Vec<_> = holidays(law, year).iter().map(|(day, _)| day.strftime("%m-%d").to_string()).collect();
        days.join(" ")
    }

    #[test]
    fn easter_falls_where_it_is_known_to() {
        for (year, month, day) in [
            (1818, 3, 22), // the earliest there is
            (1954, 4, 18), // the two that simpler rules get wrong
            (1981, 4, 19),
            (2000, 4, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25), // the latest there is
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
        for year in i16::MIN..=i16::MAX {
            assert!(easter(year).is_none_or(|day| day.weekday() == Weekday::Sunday), "{year}");
        }
    }

    #[test]
    fn danish_holidays() {
        assert_eq!(days(Dk, 2026), "01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26");
        assert_eq!(days(Dk, 2027), "01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17 12-25 12-26");
        assert!(is_working_day(Dk, date(2026, 5, 1)), "store bededag is no more, and 1 May never was");
        assert!(is_working_day(Dk, date(2026, 6, 5)), "grundlovsdag");
    }

    #[test]
    fn swedish_holidays() {
        let in_2026 = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26";
        assert_eq!(days(Se, 2026), in_2026);
        let in_2027 = "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-26 11-06 12-25 12-26";
        assert_eq!(days(Se, 2027), in_2027);
        assert_eq!(days(Neutral, 2026), "");
        assert!(is_working_day(Se, date(2026, 6, 19)), "midsommarafton is no public holiday");
    }

    #[test]
    fn a_month_ends_with_the_same_date_or_the_last_day() {
        assert_eq!(due_date(Dk, date(2026, 3, 5), 1), date(2026, 4, 7), "5 April is Easter Sunday");
        assert_eq!(due_date(Dk, date(2025, 1, 31), 1), date(2025, 2, 28));
        assert_eq!(due_date(Dk, date(2028, 1, 31), 1), date(2028, 2, 29));
        assert_eq!(due_date(Dk, date(2026, 1, 31), 1), date(2026, 3, 2), "28 February is a Saturday");
        assert_eq!(extended_due_date(Dk, date(2026, 1, 31)), date(2026, 4, 30));
        assert_eq!(due_date(Dk, date(2026, 3, 9), -1), date(2026, 3, 9));
    }

    #[test]
    fn requests_around_christmas() {
        assert_eq!(due_date(Dk, date(2026, 12, 24), 1), date(2027, 1, 25), "24 January is a Sunday");
        assert_eq!(due_date(Dk, date(2026, 11, 24), 1), date(2026, 12, 24), "Christmas Eve is a working day");
        assert_eq!(due_date(Se, date(2026, 11, 24), 1), date(2026, 12, 24));
        assert_eq!(due_date(Dk, date(2026, 11, 25), 1), date(2026, 12, 28));
        assert_eq!(due_date(Neutral, date(2026, 11, 25), 1), date(2026, 12, 25), "no state, no holidays");
        assert_eq!(due_date(Se, date(2026, 12, 6), 1), date(2027, 1, 7), "trettondedag jul");
    }

    #[test]
    fn a_stopped_clock_moves_the_end_and_never_back() {
        let end = period_end(date(2026, 4, 2), 1);
        assert_eq!(end, date(2026, 5, 2), "a Saturday");
        assert_eq!(suspended_due(end, 0, Dk), date(2026, 5, 4));
        assert_eq!(suspended_due(end, 4, Dk), date(2026, 5, 6));
        assert_eq!(suspended_due(end, 12, Dk), date(2026, 5, 15), "14 May is Kristi himmelfartsdag");
        assert_eq!(suspended_due(end, -9, Dk), date(2026, 5, 4));
        assert_eq!(suspended_due(end, i32::MAX, Dk), Date::MAX);
    }

    #[test]
    fn a_due_date_is_a_working_day_never_early_and_never_overtaken() {
        for law in [Dk, Se, Neutral] {
            for months in [1, 3] {
                let mut received = date(2024, 1, 1);
                let mut before = Date::MIN;
                while received < date(2036, 1, 1) {
                    let (end, due) = (period_end(received, months), due_date(law, received, months));
                    assert!(is_working_day(law, due), "{received}");
                    assert!(due >= end && due >= before, "{received}");
                    assert!(due <= plus_days(end, 5), "Easter from skærtorsdag is the longest stop: {received}");
                    assert_eq!(suspended_due(end, 0, law), due);
                    before = due;
                    received = received.tomorrow().unwrap();
                }
            }
        }
    }
}
