//! What may be a breach and is for people to judge: much that was read or taken at once, many failed sign-ins, a changed key.
//!
//! Invariant: it is counted, never told whom somebody looked at.

use std::collections::BTreeSet;

use hjemmel_model::AtMs;
use serde::Serialize;

/// People whom one member of staff opens within two hours, before somebody asks why.
pub const READ_MANY: i64 = 50;
/// Copies of all data of somebody that one member of staff takes within two hours.
pub const COPIES_MANY: i64 = 5;
/// Failed sign-ins of one account within two hours.
pub const FAILED_MANY: i64 = 20;
/// Days for which a suspicion stays until somebody judges it.
pub const SUSPICION_DAYS: i64 = 14;

/// How often somebody did something in an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyHour {
    /// Who, as an id.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// Which hour since 1970.
    pub hour: i64,
    /// The last time in it.
    pub last: AtMs,
    /// How often.
    pub acts: i64,
    /// To how many.
    pub objects: i64,
    /// To which account or key; empty where people are meant.
    pub object: String,
}

/// What somebody may have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuspicionSort {
    /// Opened the records of many people.
    ManyRead,
    /// Taken many copies of all that is held of somebody.
    ManyCopied,
    /// Tried to sign in many times.
    SignInsFailed,
    /// Replaced a key of the installation.
    KeyChanged,
}

impl SuspicionSort {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            SuspicionSort::ManyRead => "many_read",
            SuspicionSort::ManyCopied => "many_copied",
            SuspicionSort::SignInsFailed => "sign_ins_failed",
            SuspicionSort::KeyChanged => "key_changed",
        }
    }

    fn of(action: &str) -> Option<(SuspicionSort, i64)> {
        Some(match action {
            "person.read" | "person.visits" => (SuspicionSort::ManyRead, READ_MANY),
            "person.copy" => (SuspicionSort::ManyCopied, COPIES_MANY),
            "session.failed" | "session.code_failed" => (SuspicionSort::SignInsFailed, FAILED_MANY),
            "key.rotate" => (SuspicionSort::KeyChanged, 1),
            _ => return None,
        })
    }
}

/// Something to be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Suspicion {
    /// By which it is known, and a case names it.
    pub mark: String,
    /// What.
    pub sort: SuspicionSort,
    /// Who did it, as an id.
    pub actor: String,
    /// How often, or about how many.
    pub count: i64,
    /// The last time.
    pub at: AtMs,
}

/// What there is to be judged, the newest first. Two hours that follow each other count as one; what goes on is one
/// suspicion, known by the hour it began in.
pub fn suspicions(hours: &[BusyHour]) -> Vec<Suspicion> {
    let mut hours: Vec<_> = hours.iter().filter_map(|hour| Some((SuspicionSort::of(&hour.action)?, hour))).collect();
    hours.sort_by_key(|((sort, _), h)| (*sort, h.actor.clone(), h.object.clone(), h.action.clone(), h.hour));
    let mut found: Vec<(Suspicion, &BusyHour)> = Vec::new();
    let mut before: Option<&BusyHour> = None;
    for ((sort, many), hour) in hours {
        let same = |b: &&BusyHour| {
            b.hour + 1 >= hour.hour && (&b.actor, &b.action, &b.object) == (&hour.actor, &hour.action, &hour.object)
        };
        let joined = before.filter(same);
        let count = amount(sort, hour) + joined.map_or(0, |b| amount(sort, b));
        before = Some(hour);
        if count < many {
            continue;
        }
        match found.last_mut().filter(|(_, last)| joined.is_some_and(|b| std::ptr::eq(b, *last))) {
            Some((on, last)) => {
                on.count += amount(sort, hour);
                on.at = hour.last;
                *last = hour;
            }
            None => {
                let began = joined.unwrap_or(hour).hour;
                let whose = if hour.object.is_empty() { &hour.actor } else { &hour.object };
                let mark = format!("{}:{whose}:{began}", sort.name());
                found.push((Suspicion { mark, sort, actor: whose.clone(), count, at: hour.last }, hour));
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|(suspicion, _)| suspicion).collect();
    found.sort_by_key(|s| std::cmp::Reverse((s.at, s.mark.clone())));
    // Opening somebody and opening their visits in one hour is one thing to judge.
    let mut seen = BTreeSet::new();
    found.retain(|of| seen.insert(of.mark.clone()));
    found
}

fn amount(sort: SuspicionSort, hour: &BusyHour) -> i64 {
    if sort == SuspicionSort::ManyRead { hour.objects } else { hour.acts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(action: &str, hour: i64, n: i64) -> BusyHour {
        let object = if action.starts_with("session") { "usr_b".to_owned() } else { String::new() };
        let (actor, last) =
            (if object.is_empty() { "usr_a" } else { "stranger" }.to_owned(), AtMs(hour * 3_600_000 + 7));
        BusyHour { actor, action: action.into(), hour, last, acts: n, objects: n, object }
    }

    fn marks(hours: &[BusyHour]) -> Vec<(String, i64)> {
        suspicions(hours).into_iter().map(|s| (s.mark, s.count)).collect()
    }

    #[test]
    fn many_at_once_is_asked_about_and_a_working_day_is_not() {
        assert_eq!(marks(&[hour("person.read", 9, 49)]), []);
        assert_eq!(marks(&[hour("person.read", 9, 50)]), [("many_read:usr_a:9".into(), 50)]);
        let day: Vec<_> = (8..17).map(|h| hour("person.read", h, 20)).collect();
        assert_eq!(marks(&day), []);
        let over_the_hour = [hour("person.read", 9, 30), hour("person.read", 10, 25)];
        assert_eq!(marks(&over_the_hour), [("many_read:usr_a:9".into(), 55)]);
        assert_eq!(marks(&[hour("person.read", 9, 30), hour("person.read", 11, 25)]), []);
    }

    #[test]
    fn what_goes_on_is_one_suspicion() {
        let on: Vec<_> = (9..12).map(|h| hour("person.read", h, 60)).collect();
        assert_eq!(marks(&on), [("many_read:usr_a:9".into(), 180)]);
    }

    #[test]
    fn each_sort_has_its_measure_and_nothing_else_counts() {
        assert_eq!(
            marks(&[hour("person.copy", 9, 4), hour("session.failed", 9, 19), hour("person.write", 9, 900)]),
            []
        );
        let all = [hour("person.copy", 9, 5), hour("session.failed", 10, 20), hour("key.rotate", 11, 1)];
        let said = ["key_changed:usr_a:11", "sign_ins_failed:usr_b:10", "many_copied:usr_a:9"];
        assert_eq!(marks(&all).into_iter().map(|(mark, _)| mark).collect::<Vec<_>>(), said);
    }

    #[test]
    fn opening_people_and_their_visits_is_one_thing_to_judge_whatever_lies_between() {
        let mut visits = hour("person.visits", 9, 60);
        visits.last = AtMs(visits.last.0 + 2);
        let mut copies = hour("person.copy", 9, 5);
        copies.last = AtMs(copies.last.0 + 1);
        let all = [hour("person.read", 9, 70), copies, visits];
        assert_eq!(marks(&all), [("many_read:usr_a:9".into(), 60), ("many_copied:usr_a:9".into(), 5)]);
    }

    #[test]
    fn two_people_are_not_one() {
        let mut other = hour("person.read", 10, 30);
        other.actor = "usr_c".into();
        assert_eq!(marks(&[hour("person.read", 9, 30), other]), []);
    }
}
