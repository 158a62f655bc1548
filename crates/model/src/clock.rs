//! Time and randomness as values that are handed in.

use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct AtMs(pub i64);

impl AtMs {
    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    pub fn since_ms(self, earlier: AtMs) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This moment moved by `ms` milliseconds.
    pub fn plus_ms(self, ms: i64) -> AtMs {
        AtMs(self.0.saturating_add(ms))
    }

    /// This moment moved by whole days of 24 hours.
    pub fn plus_days(self, days: i64) -> AtMs {
        self.plus_ms(days.saturating_mul(86_400_000))
    }

    /// The same clock time `months` calendar months later in UTC, clamped to the month's last day.
    pub fn plus_months(self, months: i32) -> AtMs {
        let zoned = self.timestamp().to_zoned(jiff::tz::TimeZone::UTC);
        match zoned.checked_add(jiff::Span::new().months(months)) {
            Ok(later) => AtMs(later.timestamp().as_millisecond()),
            Err(_) => self,
        }
    }

    /// The end of its calendar year, in UTC.
    pub fn year_end(self) -> AtMs {
        let year = self.timestamp().to_zoned(jiff::tz::TimeZone::UTC).year();
        let first = jiff::civil::Date::new(year.saturating_add(1), 1, 1).ok();
        let start = first.and_then(|d| d.to_zoned(jiff::tz::TimeZone::UTC).ok());
        start.map_or(self, |z| AtMs(z.timestamp().as_millisecond()))
    }

    /// As a `jiff` timestamp; moments outside its range become the epoch.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// The calendar day in `zone`, as `2026-11-22`.
    pub fn local_date(self, zone: &jiff::tz::TimeZone) -> jiff::civil::Date {
        self.timestamp().to_zoned(zone.clone()).date()
    }

    /// Read RFC 3339, with any offset; `None` when it is not.
    pub fn parse_rfc3339(text: &str) -> Option<AtMs> {
        text.parse::<jiff::Timestamp>().ok().map(|t| AtMs(t.as_millisecond()))
    }

    /// RFC 3339 in UTC.
    pub fn rfc3339(self) -> String {
        self.timestamp().to_string()
    }
}

/// A time zone, looked up once.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of an IANA name; UTC when there is none of that name.
    pub fn of(name: &str) -> Zone {
        Zone(jiff::tz::TimeZone::get(name).unwrap_or(jiff::tz::TimeZone::UTC))
    }

    /// The zone of an IANA name, if there is one.
    pub fn find(name: &str) -> Option<Zone> {
        jiff::tz::TimeZone::get(name).ok().map(Zone)
    }

    /// The calendar day of a moment, as `2026-11-22`.
    pub fn day(&self, at: AtMs) -> String {
        at.local_date(&self.0).to_string()
    }

    /// The minute of a moment, as `2026-11-22T08:30`.
    pub fn minute(&self, at: AtMs) -> String {
        at.timestamp().to_zoned(self.0.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// The moment that is called so there, as `2026-11-22T08:30`; the earlier one of two, and of none the one an hour on.
    pub fn moment(&self, minute: &str) -> Option<AtMs> {
        let civil: jiff::civil::DateTime = minute.parse().ok().filter(|_| minute.len() == 16)?;
        Some(AtMs(civil.to_zoned(self.0.clone()).ok()?.timestamp().as_millisecond()))
    }

    /// For calendar arithmetic.
    pub fn tz(&self) -> &jiff::tz::TimeZone {
        &self.0
    }
}

/// Where the present moment comes from.
pub trait Clock: Send + Sync + 'static {
    /// The present moment. Between two calls of [`Clock::follow`] it never stands still nor jumps.
    fn now(&self) -> AtMs;

    /// Take up that the machine's clock was set. Returns by how many milliseconds this one moved for it, ahead or back;
    /// whoever remembers moments to measure time with moves them as far.
    fn follow(&self) -> i64 {
        0
    }
}

/// Where randomness comes from.
pub trait Entropy: Send + Sync + 'static {
    /// Fill `out` with unpredictable bytes.
    fn fill(&self, out: &mut [u8]);

    /// Sixteen fresh bytes.
    fn bytes16(&self) -> [u8; 16] {
        let mut out = [0; 16];
        self.fill(&mut out);
        out
    }

    /// A fresh non-negative 63-bit number.
    fn positive_i64(&self) -> i64 {
        let mut out = [0; 8];
        self.fill(&mut out);
        i64::from_le_bytes(out) & i64::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_clamp_to_the_last_day() {
        let at = AtMs("2026-08-31T10:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        assert_eq!(at.plus_months(6).rfc3339(), "2027-02-28T10:00:00Z");
    }
}
