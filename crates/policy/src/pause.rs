//! A pause: while a person's data is only stored, what may still be done with it (GDPR 18(2)), and when it may be used again
//! (18(3)).
//!
//! Invariant: whoever is paused decides for themself and everybody else needs what the article names; nobody but the person ends
//! a pause before they were told and had a week to say something.

use hjemmel_model::{AtMs, PauseException, PauseTold};

use crate::{
    actor::Actor,
    refusal::{Reason, Refusal},
};

/// Days between telling somebody that the pause ends and its end, so that they can say something.
pub const TELL_DAYS: i64 = 7;

/// What is known when a pause is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseFacts {
    /// Since when it stands.
    pub since: AtMs,
    /// How the person was told.
    pub told: Option<PauseTold>,
}

/// Decide whether somebody may write down more about a person, or change what is written down.
pub fn decide_write(paused: bool, who: &Actor, exception: Option<PauseException>) -> Result<(), Refusal> {
    match (paused, who, exception) {
        // Their own act is their consent to it.
        (false, ..) | (_, Actor::Person(_), _) => Ok(()),
        // What is excepted is judged by somebody who answers for it, and by no job.
        (_, Actor::Staff { .. }, Some(_)) => Ok(()),
        _ => Err(Refusal::new(Reason::Restricted)),
    }
}

/// From when others than the person may end a pause: a week after they were told. Nothing while they were not.
pub fn release_from(facts: &ReleaseFacts) -> Option<AtMs> {
    let told_at = match facts.told? {
        PauseTold::Mail { failed: true, .. } => return None,
        PauseTold::Mail { taken_at_ms, failed: false } => AtMs(taken_at_ms?),
        // A day has no hour: one that was sent on the day on which the pause began counts.
        PauseTold::Letter { sent_on_ms } => AtMs(sent_on_ms.saturating_add(86_400_000)),
    };
    (told_at >= facts.since).then(|| match facts.told {
        Some(PauseTold::Letter { sent_on_ms }) => AtMs(sent_on_ms).plus_days(TELL_DAYS).max(facts.since),
        _ => told_at.plus_days(TELL_DAYS),
    })
}

/// Decide whether a pause may end now.
pub fn decide_release(facts: &ReleaseFacts, who: &Actor, now: AtMs) -> Result<(), Refusal> {
    let told = release_from(facts).is_some_and(|from| from <= now);
    match who {
        Actor::Person(_) => Ok(()),
        Actor::Staff { .. } if told => Ok(()),
        _ => Err(Refusal::new(Reason::PauseUntold)),
    }
}

#[cfg(test)]
mod tests {
    use hjemmel_model::{PersonId, Role, UserId};
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400_000;

    fn staff() -> Actor {
        Actor::Staff { user: UserId::parse("usr_1").unwrap(), role: Role::Owner }
    }

    fn themself() -> Actor {
        Actor::Person(PersonId::parse("per_1").unwrap())
    }

    fn actor() -> impl Strategy<Value = Actor> {
        prop_oneof![
            Just(staff()),
            Just(themself()),
            Just(Actor::Job("import")),
            Just(Actor::Browser),
            Just(Actor::Stranger)
        ]
    }

    fn exception() -> impl Strategy<Value = Option<PauseException>> {
        use PauseException::{Claims, Consent, OthersRights, PublicInterest};
        prop_oneof![
            Just(None),
            Just(Some(Consent)),
            Just(Some(Claims)),
            Just(Some(OthersRights)),
            Just(Some(PublicInterest))
        ]
    }

    fn told() -> impl Strategy<Value = Option<PauseTold>> {
        let mail = (prop::option::of(0i64..40), any::<bool>())
            .prop_map(|(day, failed)| PauseTold::Mail { taken_at_ms: day.map(|d| d * DAY), failed });
        let letter = (0i64..40).prop_map(|day| PauseTold::Letter { sent_on_ms: day * DAY });
        prop::option::of(prop_oneof![mail, letter])
    }

    proptest! {
        #[test]
        fn a_pause_binds_everybody_but_the_person_and_what_the_article_excepts(
            paused in any::<bool>(), who in actor(), exception in exception(),
        ) {
            let allowed = decide_write(paused, &who, exception);
            let excepted = matches!(who, Actor::Staff { .. }) && exception.is_some();
            prop_assert_eq!(allowed.is_ok(), !paused || matches!(who, Actor::Person(_)) || excepted);
            prop_assert!(allowed.err().is_none_or(|no| no.reason == Reason::Restricted));
        }

        #[test]
        fn nobody_else_ends_a_pause_before_the_person_was_told_and_a_week_is_over(
            since in 0i64..40, told in told(), who in actor(), now in 0i64..80,
        ) {
            let facts = ReleaseFacts { since: AtMs(since * DAY), told };
            let ends = decide_release(&facts, &who, AtMs(now * DAY));
            match who {
                Actor::Person(_) => prop_assert!(ends.is_ok()),
                Actor::Staff { .. } => {
                    let day = match told {
                        Some(PauseTold::Mail { taken_at_ms: Some(at), failed: false }) => Some(at / DAY),
                        Some(PauseTold::Letter { sent_on_ms }) => Some(sent_on_ms / DAY),
                        _ => None,
                    };
                    let may = day.is_some_and(|day| now >= day + TELL_DAYS && day + 1 >= since);
                    if ends.is_ok() {
                        prop_assert!(may, "told {day:?}");
                    } else {
                        prop_assert!(day.is_none_or(|day| now < day + TELL_DAYS || day < since));
                    }
                }
                _ => prop_assert!(ends.is_err()),
            }
            // What is later is never harder, and what was told before the pause began says nothing of its end.
            if ends.is_ok() {
                prop_assert!(decide_release(&facts, &who, AtMs((now + 1) * DAY)).is_ok());
            }
        }
    }

    #[test]
    fn what_was_told_before_the_pause_began_does_not_end_it() {
        let since = AtMs(20 * DAY + 3_600_000);
        let from = |told| release_from(&ReleaseFacts { since, told: Some(told) });
        let mail = |at| PauseTold::Mail { taken_at_ms: Some(at), failed: false };
        assert_eq!(from(mail(20 * DAY)), None);
        assert_eq!(from(mail(21 * DAY)), Some(AtMs(28 * DAY)));
        assert_eq!(from(PauseTold::Letter { sent_on_ms: 19 * DAY }), None);
        assert_eq!(from(PauseTold::Letter { sent_on_ms: 20 * DAY }), Some(AtMs(27 * DAY)), "of the same day");
        assert_eq!(from(PauseTold::Mail { taken_at_ms: Some(21 * DAY), failed: true }), None, "it came back");
        assert_eq!(from(PauseTold::Mail { taken_at_ms: None, failed: false }), None, "it is on its way");
    }
}
