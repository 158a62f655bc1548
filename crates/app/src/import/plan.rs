//! How a file is read: what each of its columns holds, in which zone its clocks go, and what a member of staff vouches for.
//! It is decided once and lies with the file, so that every row of it is read alike.

use hjemmel_model::{AtMs, Channel, IdentifierError, IdentifierKind, Zone};
use hjemmel_words::key;
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{column::Column, noes, sheet::invalid};
use crate::AppError;

/// What a member of staff says of a whole file: under which words, where and when everybody in it said yes. It is weaker
/// than what a row says of itself, is marked as such in the ledger for ever, and answers no *no*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Vouched {
    /// The words that were shown, exactly.
    pub words: String,
    /// The page or place where they were shown.
    pub place: String,
    /// The first day they were shown, as `2026-11-22`.
    pub from_on: String,
    /// The last day.
    pub to_on: String,
    /// Who vouches for it; filled in from who brings the file in.
    #[serde(default)]
    pub by: String,
}

impl Vouched {
    /// The same in its kept form, if it says enough to prove anything.
    pub(super) fn checked(self, channel: Channel, by: &str, now: AtMs, zone: &TimeZone) -> Result<Vouched, AppError> {
        let words = super::text::words(&self.words).and_then(|words| super::read::words_kept(words.trim()));
        // Nobody said yes to words that ask for a no, or for something else.
        let words = words.filter(|words| !noes::wording_says_no(words) && !noes::wording_is_of_else(words, channel));
        let words =
            words.ok_or(AppError::Invalid { field: "vouched.words", why: key!("field_are_the_words_as_shown") })?;
        let place = super::read::place_kept(self.place.trim())
            .ok_or(AppError::Invalid { field: "vouched.place", why: key!("field_is_where_they_were_shown") })?;
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let wrong = AppError::Invalid { field: "vouched.from_on", why: key!("field_are_days_that_have_been") };
        match (day(&self.from_on), day(&self.to_on)) {
            (Some(from), Some(to)) if from <= to && to <= now.local_date(zone) && from.year() >= 1995 => {
                Ok(Vouched { words, place, from_on: from.to_string(), to_on: to.to_string(), by: by.to_owned() })
            }
            _ => Err(wrong),
        }
    }

    /// When the first day began.
    pub(super) fn from(&self, zone: &TimeZone) -> AtMs {
        day(&self.from_on, zone, false).unwrap_or_default()
    }

    /// When the last day ended.
    pub(super) fn to(&self, zone: &TimeZone) -> AtMs {
        day(&self.to_on, zone, true).unwrap_or_default()
    }
}

fn day(text: &str, zone: &TimeZone, end: bool) -> Option<AtMs> {
    let date: Date = text.parse().ok()?;
    let at = if end { date.at(23, 59, 59, 999_000_000) } else { date.at(0, 0, 0, 0) };
    at.to_zoned(zone.clone()).ok().map(|z| AtMs(z.timestamp().as_millisecond()))
}

/// One file as it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SheetHead {
    /// The file's name.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Whether its letters are to be trusted.
    pub(super) sure: bool,
    /// Whether a column waits for somebody to say what it holds: until then no row is used.
    pub(super) waits: bool,
    /// Whether its own name says that its people said no, so that no row of it is used.
    #[serde(default)]
    pub(super) named_no: bool,
    /// Whether all in it said no who do not say otherwise: it is a list of those who did.
    #[serde(default)]
    pub(super) all_no: bool,
    /// Whether its rows have said yes only where they say when: the lists of some programs have no status.
    pub(super) dated: bool,
}

/// How an import is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    /// The channel that its rows say yes and no to.
    pub(super) channel: Channel,
    /// The country of numbers that do not name one (ISO 3166), or nothing.
    pub(super) country: String,
    /// The zone of clocks that do not name one.
    pub(super) zone: String,
    pub(super) vouched: Option<Vouched>,
    pub(super) sheets: Vec<SheetHead>,
}

impl Plan {
    pub(super) fn zone(&self) -> Zone {
        Zone::of(&self.zone)
    }

    /// The one form of an identifier, a number read as one of the file's country.
    pub(super) fn normal(&self, kind: IdentifierKind, text: &str) -> Result<String, IdentifierError> {
        kind.normal_in(text, &self.country)
    }
}

/// Countries whose numbers and clocks are known, and their zones.
const COUNTRIES: [(&str, &str); 9] = [
    ("DK", "Europe/Copenhagen"),
    ("SE", "Europe/Stockholm"),
    ("NO", "Europe/Oslo"),
    ("FI", "Europe/Helsinki"),
    ("IS", "Atlantic/Reykjavik"),
    ("DE", "Europe/Berlin"),
    ("NL", "Europe/Amsterdam"),
    ("GB", "Europe/London"),
    ("IE", "Europe/Dublin"),
];

/// The country that a zone is of, if it is one of those.
pub(crate) fn country_of(zone: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(_, of)| *of == zone).map(|(country, _)| *country)
}

/// A country as a draft names it; of none, that of the organisation.
pub(super) fn country(given: &str, own: &str) -> Result<String, AppError> {
    let given = given.trim().to_uppercase();
    match given.len() {
        0 => Ok(own.to_owned()),
        2 if given.bytes().all(|b| b.is_ascii_uppercase()) => Ok(given),
        _ => Err(invalid("country", key!("field_is_two_letters"))),
    }
}

/// The zone of a country, or the organisation's own.
pub(super) fn zone_of(country: &str, own: &str) -> String {
    let own_country = country_of(own);
    if own_country == Some(country) {
        return own.to_owned();
    }
    COUNTRIES.iter().find(|(of, _)| *of == country).map_or(own, |(_, zone)| zone).to_owned()
}
