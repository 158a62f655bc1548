//! Which countries data may go to, as dated facts.

/// Countries of the EEA: what goes there is no transfer.
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Countries that the Commission has found to protect data enough (Article 45), each with the days from and to which, where
/// they are known. The United States is here for importers on the list of the Data Privacy Framework alone.
const ADEQUATE: [(&str, &str, &str); 16] = [
    ("AD", "2010-10-21", ""),
    ("AR", "2003-07-05", ""),
    ("BR", "2026-01-26", ""),
    ("CA", "2002-01-04", ""),
    ("CH", "2000-08-25", ""),
    ("FO", "2010-03-09", ""),
    ("GB", "2021-06-28", "2031-12-27"),
    ("GG", "2003-11-25", ""),
    ("IL", "2011-02-01", ""),
    ("IM", "2004-04-30", ""),
    ("JE", "2008-05-26", ""),
    ("JP", "2019-01-23", ""),
    ("KR", "2021-12-17", ""),
    ("NZ", "2013-01-30", ""),
    ("UY", "2012-08-23", ""),
    ("US", "2023-07-10", ""),
];

/// Whether a country, as ISO 3166-1 alpha-2, is of the EEA.
pub fn is_eea(country: &str) -> bool {
    EEA.contains(&country)
}

/// Whether a decision of the Commission covers a country on a day, written `2026-11-27`.
pub fn is_adequate(country: &str, day: &str) -> bool {
    ADEQUATE.iter().any(|(of, from, to)| *of == country && *from <= day && (to.is_empty() || day <= *to))
}

/// Whether a day is at most so many days before another one, both written `2026-11-27`; a day to come and what is no day are not.
pub fn is_recent(day: &str, today: &str, days: i64) -> bool {
    let read = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let (Some(then), Some(now)) = (read(day), read(today)) else { return false };
    then <= now && now.checked_sub(jiff::Span::new().days(days)).is_ok_and(|oldest| oldest <= then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_counts_from_its_day_to_its_end() {
        assert!(!is_adequate("BR", "2026-01-25") && is_adequate("BR", "2026-01-26"));
        assert!(is_adequate("GB", "2031-12-27") && !is_adequate("GB", "2031-12-28"));
        assert!(!is_adequate("IN", "2026-11-27") && !is_adequate("DK", "2026-11-27"));
        assert!(is_eea("DK") && is_eea("LI") && !is_eea("GB") && !is_eea("dk"));
        assert!(ADEQUATE.iter().all(|(of, ..)| !is_eea(of)));
    }

    #[test]
    fn a_look_is_recent_for_so_many_days_and_never_before_it_is_taken() {
        let recent = |day| is_recent(day, "2026-03-02", 30);
        assert!(recent("2026-03-02") && recent("2026-01-31") && !recent("2026-01-30") && !recent("2026-03-03"));
        assert!(!recent("") && !recent("soon") && !is_recent("2026-03-01", "", 30));
    }
}
