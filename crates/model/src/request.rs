//! Requests: what people ask for under chapter III of the GDPR, and the time in which they must have an answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AtMs, ErasureId, Language, LawPack, PersonId, RequestId, Zone, period_end, suspended_due};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $count:literal { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: [$name; $count] = [$($name::$variant),+];

            /// As stored and shown.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<$name> {
                $name::ALL.into_iter().find(|x| x.name() == name)
            }
        }
    };
}

words!(
    /// What is asked for.
    RequestKind, 6 {
        /// To see what is held (GDPR 15).
        Access = "access",
        /// To be forgotten (17).
        Erasure = "erasure",
        /// To have it put right (16).
        Rectification = "rectification",
        /// To have its use stopped for now (18).
        Restriction = "restriction",
        /// To have its use stopped (21).
        Objection = "objection",
        /// To take it elsewhere (20).
        Portability = "portability",
    }
);

words!(
    /// How it came.
    RequestChannel, 5 {
        /// The person's own pages.
        Page = "page",
        /// By telephone.
        Phone = "phone",
        /// By letter.
        Letter = "letter",
        /// By e-mail.
        Email = "email",
        /// From another program.
        Api = "api",
    }
);

words!(
    /// Where it stands.
    RequestState, 5 {
        /// Nobody has looked at it yet.
        Received = "received",
        /// The person was asked to show who they are; the clock stands still (12(6)).
        Identity = "identity",
        /// Somebody works on it.
        Working = "working",
        /// Done.
        Done = "done",
        /// Refused, with reasons (12(4), 12(5)).
        Refused = "refused",
    }
);

words!(
    /// How it was made sure who asks: no more than it takes (12(6)).
    IdentityCheck, 5 {
        /// Not yet.
        None = "none",
        /// By a code sent to the address.
        Code = "code",
        /// By what only they and we know, on the telephone or in person.
        Asked = "asked",
        /// By a letter to the address we have.
        Letter = "letter",
        /// It was plain from the start, and why stands in a note.
        Plain = "plain",
    }
);

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// How it came.
    pub channel: RequestChannel,
    /// Where it stands.
    pub state: RequestState,
    /// Whose law, and whose holidays.
    pub law: LawPack,
    /// The language to answer in.
    pub language: Language,
    /// Who asks, when it is somebody known.
    pub person: Option<PersonId>,
    /// Where to answer, as they said it; empty once they are erased.
    pub contact: String,
    /// What they said; empty once they are erased.
    pub text: String,
    /// How it was made sure who asks.
    pub identity: IdentityCheck,
    /// When it came.
    pub received_at: AtMs,
    /// The day by which they must have an answer, as `2026-11-22`.
    pub due_on: String,
    /// Since when the clock stands still; 0 when it runs.
    pub suspended_at: AtMs,
    /// Whole days in which it stood still.
    pub suspended_days: u32,
    /// When the time was extended by two months; 0 when it was not.
    pub extended_at: AtMs,
    /// When it was closed; 0 while it is open.
    pub closed_at: AtMs,
    /// The erasure that answered it, whose receipt can be checked.
    pub erasure: Option<ErasureId>,
    /// When it was entered.
    pub created_at: AtMs,
    /// When it was last changed; a change names the one it builds on.
    pub changed_at: AtMs,
}

/// What was done about a request, and what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RequestNote {
    /// Its id.
    pub id: String,
    /// `note`, `reply`, or the step that was taken.
    pub kind: String,
    /// Who: the id of a member of staff, `person` or a job.
    pub actor: String,
    /// What; empty once the person is erased.
    pub text: String,
    /// When.
    pub at: AtMs,
}

/// Denmark and Sweden keep the same time.
fn zone() -> Zone {
    Zone::of("Europe/Copenhagen")
}

/// The day of a moment, where the law is Danish or Swedish.
pub fn legal_day(at: AtMs) -> Date {
    at.local_date(zone().tz())
}

/// The first moment of such a day, as `2026-11-24`.
pub fn legal_day_begins(day: &str) -> Option<AtMs> {
    let day: Date = day.parse().ok().filter(|_| day.len() == 10)?;
    let begins = day.to_zoned(zone().tz().clone()).ok()?;
    Some(AtMs(begins.timestamp().as_millisecond()))
}

/// The day by which a request must be answered: a month after it came, two more when extended, and the days in which the
/// clock stood still.
pub fn request_due(law: LawPack, received_at: AtMs, extended: bool, suspended_days: u32) -> Date {
    let months = if extended { 3 } else { 1 };
    suspended_due(period_end(legal_day(received_at), months), i32::try_from(suspended_days).unwrap_or(i32::MAX), law)
}

/// Whole days between two moments: neither the day it began nor the day it ended.
pub fn suspended_between(from: AtMs, to: AtMs) -> u32 {
    let days = legal_day(from).until(legal_day(to)).map_or(0, |span| span.get_days());
    u32::try_from(days.saturating_sub(1)).unwrap_or(0)
}

impl Request {
    /// Whether it may still be extended: once, and within the first month (12(3)).
    pub fn extendable(&self, now: AtMs) -> bool {
        let first = request_due(self.law, self.received_at, false, self.suspended_days);
        self.closed_at.0 == 0 && self.extended_at.0 == 0 && self.suspended_at.0 == 0 && legal_day(now) <= first
    }

    /// Days until it is due; negative when it is overdue. The days in which the clock stands still now count with.
    pub fn days_left(&self, now: AtMs) -> i64 {
        let stood = if self.suspended_at.0 > 0 { suspended_between(self.suspended_at, now) } else { 0 };
        let due = request_due(self.law, self.received_at, self.extended_at.0 > 0, self.suspended_days + stood);
        legal_day(now).until(due).map_or(0, |span| i64::from(span.get_days()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> AtMs {
        AtMs::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_month_is_a_month_and_a_stop_is_whole_days() {
        let due = |received: &str, extended, stood| request_due(LawPack::Dk, at(received), extended, stood).to_string();
        assert_eq!(due("2026-11-23T09:00:00Z", false, 0), "2026-12-23");
        // Late in the evening it is already the next day in Denmark.
        assert_eq!(due("2026-11-22T23:30:00Z", false, 0), "2026-12-23");
        // 31 January: the last day of February, which is a Sunday in 2027.
        assert_eq!(due("2027-01-31T09:00:00Z", false, 0), "2027-03-01");
        // 25 November: 25 December is a holiday, and so are the 26th and the 27th (a Sunday).
        assert_eq!(due("2026-11-25T09:00:00Z", false, 0), "2026-12-28");
        assert_eq!(due("2026-11-23T09:00:00Z", true, 0), "2027-02-23");
        assert_eq!(due("2026-11-23T09:00:00Z", false, 5), "2026-12-28");
        assert_eq!(suspended_between(at("2026-11-23T09:00:00Z"), at("2026-11-24T23:00:00Z")), 1);
        assert_eq!(suspended_between(at("2026-11-23T09:00:00Z"), at("2026-11-23T10:00:00Z")), 0);
        assert_eq!(suspended_between(at("2026-11-23T09:00:00Z"), at("2026-12-03T09:00:00Z")), 9);
        assert_eq!(suspended_between(at("2026-12-03T09:00:00Z"), at("2026-11-23T09:00:00Z")), 0);
    }
}
