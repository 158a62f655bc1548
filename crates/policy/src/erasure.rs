//! What stays when a person is erased: decided from facts, before anything is taken.
//!
//! Invariant: nothing stays but what a named law holds until a named day, and what keeps the person from being written to
//! again. Neither the order of facts nor saying one twice changes what stays.

use std::collections::BTreeSet;

use hjemmel_model::{AtMs, IdentifierKind, Kept, LawPack};

use crate::actor::Actor;

/// Months after which a no-mail mark is looked at again.
pub const MARK_MONTHS: i32 = 24;

/// Everything that decides about an erasure. Gathered by the store and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureFacts {
    /// Their orders: the id, the law each was written down under, and until when that holds it; 0 where none does.
    pub orders: Vec<(String, LawPack, AtMs)>,
    /// Where they are reached or known, by keyed hash.
    pub addresses: Vec<(IdentifierKind, String)>,
    /// Whether something that they asked for is not answered.
    pub unanswered: bool,
}

/// What stays of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureStays {
    /// What a law holds, and marks, each with its ground.
    pub kept: Vec<Kept>,
    /// The addresses that are marked, so that nobody writes to them again (E-12).
    pub marks: Vec<(IdentifierKind, String)>,
}

/// A request of the person waits for its answer: it is answered before they are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered;

/// Decide what stays when somebody is erased. Staff answer what the person asked for first; who erases themself has their
/// answer.
pub fn decide_erasure(
    facts: &ErasureFacts,
    by: &Actor,
    no_mail_mark: bool,
    at: AtMs,
) -> Result<ErasureStays, Unanswered> {
    if facts.unanswered && !matches!(by, Actor::Person(_)) {
        return Err(Unanswered);
    }
    let mut marks: Vec<_> = match no_mail_mark {
        // What nobody is written to at needs no mark.
        true => facts.addresses.iter().filter(|(kind, _)| *kind != IdentifierKind::CustomerNumber).cloned().collect(),
        false => Vec::new(),
    };
    marks.sort_by(|a, b| (a.0.name(), &a.1).cmp(&(b.0.name(), &b.1)));
    marks.dedup();
    let mut kept = orders_held(facts, at);
    kept.extend((!marks.is_empty()).then(|| Kept {
        key: "mark".into(),
        rows: count(marks.len()),
        what: "a keyed hash of each address, so that it is not written to again".into(),
        ground: "GDPR 21(3), 6(1)(f) (E-12)".into(),
        review_at: at.plus_months(MARK_MONTHS),
    }));
    Ok(ErasureStays { kept, marks })
}

/// The orders that a law holds at that moment, by law.
pub fn orders_held(facts: &ErasureFacts, at: AtMs) -> Vec<Kept> {
    let by_law = |law: LawPack| {
        let held = facts.orders.iter().filter(|(_, of, until)| *of == law && *until > at);
        let ids: BTreeSet<&str> = held.clone().map(|(id, ..)| id.as_str()).collect();
        // A law that holds nothing names no statute, and nothing stays under it.
        let statute = law.order_hold(AtMs(0)).map(|hold| hold.statute).filter(|_| !ids.is_empty())?;
        Some(Kept {
            key: "orders".into(),
            rows: count(ids.len()),
            what: "orders, for bookkeeping only".into(),
            ground: format!("GDPR 17(3)(b); {statute}"),
            review_at: held.map(|(.., until)| *until).max().unwrap_or(at),
        })
    };
    [LawPack::Dk, LawPack::Se, LawPack::Neutral].into_iter().filter_map(by_law).collect()
}

/// The random numbers of browsers that were closed, which stay until `until`.
pub fn numbers_kept(numbers: usize, until: AtMs) -> Kept {
    Kept {
        key: "numbers".into(),
        rows: count(numbers),
        what: "random numbers of browsers, so that no old token or backup brings them back".into(),
        ground: "GDPR 17, 5(2) (R-06)".into(),
        review_at: until,
    }
}

/// Where a request that came by letter or telephone is still to be answered.
pub fn answer_kept(at: AtMs) -> Kept {
    Kept {
        key: "to_answer".into(),
        rows: 0,
        what: "where to answer the request for this erasure, until it is answered".into(),
        ground: "GDPR 12(3)".into(),
        review_at: at.plus_months(1),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use hjemmel_model::{PersonId, Role, UserId};
    use proptest::prelude::*;

    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    fn staff() -> Actor {
        Actor::Staff { user: UserId::parse("usr_1").unwrap(), role: Role::Owner }
    }

    fn orders() -> impl Strategy<Value = (String, LawPack, AtMs)> {
        let law = prop_oneof![Just(LawPack::Dk), Just(LawPack::Se), Just(LawPack::Neutral)];
        (0u8..6, law, -3i64..4).prop_map(|(id, law, days)| (format!("ord_{id}_{}", law.id()), law, NOW.plus_days(days)))
    }

    fn addresses() -> impl Strategy<Value = (IdentifierKind, String)> {
        let kind =
            prop_oneof![Just(IdentifierKind::Email), Just(IdentifierKind::Phone), Just(IdentifierKind::CustomerNumber)];
        (kind, 0u8..4).prop_map(|(kind, n)| (kind, format!("hash{n}")))
    }

    fn facts() -> impl Strategy<Value = ErasureFacts> {
        (prop::collection::vec(orders(), 0..8), prop::collection::vec(addresses(), 0..8))
            .prop_map(|(orders, addresses)| ErasureFacts { orders, addresses, unanswered: false })
    }

    #[test]
    fn what_was_asked_for_is_answered_first_and_who_erases_themself_has_their_answer() {
        let open = ErasureFacts { unanswered: true, ..ErasureFacts::default() };
        assert_eq!(decide_erasure(&open, &staff(), false, NOW), Err(Unanswered));
        assert_eq!(decide_erasure(&open, &Actor::Job("holder"), false, NOW), Err(Unanswered));
        let own = Actor::Person(PersonId::parse("per_1").unwrap());
        assert!(decide_erasure(&open, &own, false, NOW).unwrap().kept.is_empty());
        let none = ErasureFacts::default();
        assert_eq!(decide_erasure(&none, &staff(), true, NOW), Ok(ErasureStays { kept: vec![], marks: vec![] }));
    }

    #[test]
    fn an_order_stays_until_its_law_lets_go_and_not_a_moment_longer() {
        let order = |law, until| ErasureFacts { orders: vec![("ord_1".into(), law, until)], ..ErasureFacts::default() };
        let kept = |f: &ErasureFacts| decide_erasure(f, &staff(), true, NOW).unwrap().kept;
        let held = kept(&order(LawPack::Dk, NOW.plus_ms(1)));
        assert_eq!((held[0].key.as_str(), held[0].rows, held[0].review_at), ("orders", 1, NOW.plus_ms(1)));
        assert!(held[0].ground.contains("bogføringsloven") && held.len() == 1);
        assert!(kept(&order(LawPack::Dk, NOW)).is_empty());
        assert!(kept(&order(LawPack::Neutral, NOW.plus_days(9))).is_empty(), "no law is known that holds it");
    }

    proptest! {
        /// Neither the order in which facts were found nor finding one twice changes what stays.
        #[test]
        fn order_and_repetition_change_nothing(facts in facts(), mark: bool, again in any::<prop::sample::Index>()) {
            let stays = decide_erasure(&facts, &staff(), mark, NOW).unwrap();
            let mut other = facts.clone();
            other.orders.reverse();
            other.addresses.reverse();
            if !facts.orders.is_empty() {
                other.orders.push(again.get(&facts.orders).clone());
            }
            if !facts.addresses.is_empty() {
                other.addresses.push(again.get(&facts.addresses).clone());
            }
            prop_assert_eq!(decide_erasure(&other, &staff(), mark, NOW).unwrap(), stays);
        }

        /// What stays has a ground and an end after now, and nothing is marked that was not asked to be or cannot be written to.
        #[test]
        fn nothing_stays_without_a_ground_and_an_end(facts in facts(), mark: bool) {
            let stays = decide_erasure(&facts, &staff(), mark, NOW).unwrap();
            for kept in &stays.kept {
                prop_assert!(!kept.ground.is_empty() && kept.review_at > NOW && kept.rows > 0);
            }
            let held = facts.orders.iter().any(|(_, law, until)| *law != LawPack::Neutral && *until > NOW);
            prop_assert_eq!(stays.kept.iter().any(|k| k.key == "orders"), held);
            prop_assert!(mark || stays.marks.is_empty());
            prop_assert!(stays.marks.iter().all(|(kind, _)| *kind != IdentifierKind::CustomerNumber));
            let to_mark = facts.addresses.iter().any(|(kind, _)| *kind != IdentifierKind::CustomerNumber);
            prop_assert_eq!(stays.kept.iter().any(|k| k.key == "mark"), mark && to_mark);
        }
    }
}
