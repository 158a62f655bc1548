//! Rows of files against whole ledgers: order and repetition change nothing, and no yes stands against a no.

use hjemmel_model::{GrantSeq, Language, PermissionId, PermissionSource};
use proptest::prelude::*;

use super::*;

/// What a row says, and when they said so.
type Row = (RowClaim, i64);

/// The books about one person: an address that files are about, and another record of theirs.
#[derive(Clone, Debug, Default)]
struct Books {
    known: bool,
    mark: Option<Suppression>,
    said: Vec<PermissionRecord>,
    barred: bool,
    paused: bool,
}

fn topic(n: u8) -> TopicId {
    TopicId::parse(&format!("top_{n}")).unwrap()
}

fn identifier(own: bool) -> IdentifierId {
    IdentifierId::parse(if own { "idn_own" } else { "idn_other" }).unwrap()
}

fn form() -> FormId {
    FormId::parse("form_1").unwrap()
}

impl Books {
    fn enter(&mut self, event: PermissionEvent, about: Option<TopicId>, by: Option<Channel>, (own, at): (bool, i64)) {
        let seq = i64::try_from(self.said.len()).unwrap() + 1;
        self.said.push(PermissionRecord {
            id: PermissionId::parse(&format!("prm_{seq}")).unwrap(),
            seq: GrantSeq(seq),
            identifier: identifier(own),
            topic: about,
            channel: by,
            event,
            source: PermissionSource::Import,
            form: Some((form(), 1)),
            form_hash: None,
            language: Language::Da,
            page: String::new(),
            at: AtMs(at),
        });
    }

    fn decide(&self, about: &TopicId, claim: RowClaim) -> RowDecision {
        let address = self.known.then(|| RowAddress { identifier: identifier(true), verified: false, by_form: false });
        let facts = RowFacts {
            by: Channel::Email,
            topic: about,
            form: &form(),
            topics: &[topic(0), topic(1)],
            address,
            mark: self.mark,
            other_marks: Vec::new(),
            said: self.said.clone(),
            paused: self.paused,
        };
        decide_row(&facts, claim)
    }

    /// Bring a row in, as the store does.
    fn row(&mut self, about: &TopicId, (claim, at): Row) -> RowOutcome {
        let claim = if claim == RowClaim::Yes && self.barred { RowClaim::Nothing } else { claim };
        let decision = self.decide(about, claim);
        self.barred |= decision.bars;
        self.known |= decision.outcome.changes();
        if decision.outcome == RowOutcome::Usable {
            let by = Some(Channel::Email);
            self.enter(PermissionEvent::Given, Some(about.clone()), by, (true, at));
        }
        for to in decision.noes {
            let by = (claim != RowClaim::Complained).then_some(Channel::Email);
            self.enter(PermissionEvent::Withdrawn, to, by, (true, 100));
        }
        match claim {
            RowClaim::Bounced => self.mark = self.mark.or(Some(Suppression::Bounced)),
            RowClaim::Complained if self.mark.is_none_or(|mark| mark == Suppression::Bounced) => {
                self.mark = Some(Suppression::Complained);
            }
            _ => {}
        }
        decision.outcome
    }

    /// Bring a file in: what says no first; whoever a row says no yes of gets none from another.
    fn file(&mut self, about: &TopicId, rows: &[Row]) {
        let doubted = rows.iter().any(|(claim, _)| *claim == RowClaim::NotYes);
        for row in rows.iter().filter(|(claim, _)| claim.is_no()) {
            self.row(about, *row);
        }
        for (claim, at) in rows.iter().filter(|(claim, _)| !claim.is_no()) {
            self.row(about, (if doubted { RowClaim::Nothing } else { *claim }, *at));
        }
    }

    /// Whether the address is written to about a topic: its last yes that no later no of the person ended.
    fn may(&self, about: &TopicId) -> bool {
        let said = self.said.iter().filter(|e| e.topic.is_none() || e.topic.as_ref() == Some(about));
        let may = said.filter(|e| e.channel != Some(Channel::Sms)).fold(false, |may, e| match e.event {
            PermissionEvent::Given => may || e.identifier == identifier(true),
            PermissionEvent::Asked => may,
            PermissionEvent::Withdrawn | PermissionEvent::Objected => false,
        });
        may && self.mark.is_none()
    }

    /// All that anybody could notice later: who is written to, and what a further file would do.
    fn state(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let topics = [topic(0), topic(1)];
        let may: Vec<_> = topics.iter().map(|about| self.may(about)).collect();
        let more: Vec<_> = topics.iter().map(|about| self.clone().row(about, (RowClaim::Yes, 50))).collect();
        (self.known, self.mark, may, more)
    }
}

fn row() -> impl Strategy<Value = Row> {
    let claim = prop_oneof![
        4 => Just(RowClaim::Yes),
        1 => Just(RowClaim::NotYes),
        1 => Just(RowClaim::Nothing),
        3 => prop::option::of((0..20i64).prop_map(AtMs)).prop_map(|at| RowClaim::No { at }),
        1 => Just(RowClaim::Bounced),
        1 => Just(RowClaim::Complained),
    ];
    (claim, 0..20i64)
}

fn books() -> impl Strategy<Value = Books> {
    let event = prop::sample::select(PermissionEvent::ALL.to_vec());
    let by = prop_oneof![3 => Just(Some(Channel::Email)), 1 => Just(Some(Channel::Sms)), 1 => Just(None)];
    let entry = (event, prop::option::of(0..2u8), by, prop::bool::weighted(0.7), 0..20i64);
    let mark = prop::option::weighted(0.2, prop::sample::select(vec![Suppression::Bounced, Suppression::Stopped]));
    (prop::collection::vec(entry, 0..5), mark).prop_map(|(entries, mark)| {
        let mut books = Books { mark, ..Books::default() };
        for (event, about, by, own, at) in entries {
            let gives = matches!(event, PermissionEvent::Given | PermissionEvent::Asked);
            // A yes names what it is to, and how; what comes later was said later.
            let about = about.or(gives.then_some(0)).map(topic);
            let by = by.or(gives.then_some(Channel::Email));
            let at = at + 20 * i64::try_from(books.said.len()).unwrap() * (at % 2);
            books.known |= own;
            books.enter(event, about, by, (own, at));
        }
        books
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2_000), ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_rows_nor_the_same_file_twice_changes_anything(
        before in books(), rows in prop::collection::vec(row(), 1..6), turn in any::<prop::sample::Index>()
    ) {
        let mut once = before.clone();
        once.file(&topic(0), &rows);
        let mut other = rows.clone();
        other.rotate_left(turn.index(rows.len()));
        other.reverse();
        let mut turned = before.clone();
        turned.file(&topic(0), &other);
        prop_assert_eq!(turned.state(), once.state());
        let mut twice = once.clone();
        twice.file(&topic(0), &rows);
        prop_assert_eq!(twice.state(), once.state());
    }

    #[test]
    fn no_row_gives_a_yes_against_a_no(before in books(), row in row(), about in 0..2u8) {
        let mut after = before.clone();
        let outcome = after.row(&topic(about), row);
        let no = |e: &PermissionRecord| matches!(e.event, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        let said_no = before.said.iter().any(|e| no(e) && e.channel != Some(Channel::Sms)) || before.mark.is_some();
        prop_assert!(outcome != RowOutcome::Usable || (row.0 == RowClaim::Yes && !said_no));
        prop_assert_eq!(outcome == RowOutcome::Usable, after.said.len() > before.said.len() && row.0 == RowClaim::Yes);
        for about in [topic(0), topic(1)] {
            prop_assert!(outcome == RowOutcome::Usable || !after.may(&about) || before.may(&about));
        }
    }

    #[test]
    fn a_no_ends_everything_that_was_not_said_after_it(before in books(), at in prop::option::of(0..20i64)) {
        let mut after = before.clone();
        after.row(&topic(0), (RowClaim::No { at: at.map(AtMs) }, 0));
        for about in [topic(0), topic(1)] {
            let later = before.said.iter().any(|e| {
                e.event == PermissionEvent::Given && e.topic.as_ref() == Some(&about) && at.is_some_and(|at| e.at.0 > at)
            });
            prop_assert!(!after.may(&about) || later, "{} is still written to", about);
            // Nothing but what the holder says themself, no file at least, undoes it: not for topics that nobody named either.
            let outcome = after.clone().row(&about, (RowClaim::Yes, 0));
            prop_assert_ne!(outcome, RowOutcome::Usable);
        }
    }

    #[test]
    fn whoever_is_paused_gets_nothing_from_a_file_and_is_heard_when_they_say_no(before in books(), row in row()) {
        let paused = Books { paused: true, ..before.clone() };
        let (open, held) = (before.decide(&topic(0), row.0), paused.decide(&topic(0), row.0));
        prop_assert!(!held.more && held.outcome != RowOutcome::Usable);
        match row.0 {
            RowClaim::Yes | RowClaim::Nothing => {
                prop_assert_eq!(held.outcome, RowOutcome::Restricted);
                prop_assert!(held.noes.is_empty() && !held.bars);
            }
            _ => prop_assert_eq!((&held.noes, held.bars), (&open.noes, open.bars)),
        }
        // Nothing new is written down about them but a no, or that an address takes no mail.
        let says_no = !matches!(row.0, RowClaim::Yes | RowClaim::Nothing | RowClaim::NotYes);
        prop_assert!(!held.outcome.changes() || says_no || held.outcome == RowOutcome::Stopped);
        let mut after = paused.clone();
        after.row(&topic(0), row);
        for about in [topic(0), topic(1)] {
            prop_assert!(!after.may(&about) || before.may(&about));
        }
    }

    #[test]
    fn who_wants_no_mail_ever_is_not_even_stored(mut before in books(), row in row()) {
        before.mark = Some(Suppression::NoMail);
        let decision = before.decide(&topic(0), row.0);
        prop_assert_eq!(decision.outcome, RowOutcome::NoMail);
        prop_assert!(decision.noes.is_empty() && !decision.more);
    }
}

#[test]
fn a_spared_yes_leaves_no_way_for_an_older_one_to_what_nobody_named() {
    let mut books = Books { known: true, ..Books::default() };
    books.enter(PermissionEvent::Given, Some(topic(0)), Some(Channel::Email), (true, 10));
    // A file about the very topic says that they said no before that.
    assert_eq!(books.row(&topic(0), (RowClaim::No { at: Some(AtMs(5)) }, 0)), RowOutcome::Stopped);
    assert!(books.may(&topic(0)));
    // A yes of before that no, to the other topic, is answered by it.
    assert_eq!(books.row(&topic(1), (RowClaim::Yes, 3)), RowOutcome::SaidNo);
    // Where there is no other topic nothing can be written down, and the address is barred instead.
    let mut facts_of_one = Books { known: true, ..Books::default() };
    facts_of_one.enter(PermissionEvent::Given, Some(topic(0)), Some(Channel::Email), (true, 10));
    facts_of_one.enter(PermissionEvent::Given, Some(topic(1)), Some(Channel::Email), (true, 10));
    let decision = facts_of_one.decide(&topic(0), RowClaim::No { at: Some(AtMs(5)) });
    assert_eq!((decision.outcome, decision.bars), (RowOutcome::Known, true));
}

#[test]
fn who_never_answered_a_form_leaves_no_number_behind() {
    let (about, form, topics) = (topic(0), form(), [topic(0)]);
    let facts = |verified| RowFacts {
        by: Channel::Email,
        topic: &about,
        form: &form,
        topics: &topics,
        address: Some(RowAddress { identifier: identifier(true), verified, by_form: true }),
        mark: None,
        other_marks: Vec::new(),
        said: Vec::new(),
        paused: false,
    };
    assert!(!decide_row(&facts(false), RowClaim::Nothing).more);
    assert!(decide_row(&facts(false), RowClaim::Yes).more);
    assert!(decide_row(&facts(true), RowClaim::Nothing).more);
}

#[test]
fn a_number_that_stopped_everything_tells_of_the_address_beside_it() {
    let (about, form, topics) = (topic(0), form(), [topic(0)]);
    let facts = |other| RowFacts {
        by: Channel::Email,
        topic: &about,
        form: &form,
        topics: &topics,
        address: None,
        mark: None,
        other_marks: vec![other],
        said: Vec::new(),
        paused: false,
    };
    assert_eq!(decide_row(&facts(Suppression::Stopped), RowClaim::Yes).outcome, RowOutcome::SaidNo);
    assert_eq!(decide_row(&facts(Suppression::NoMail), RowClaim::Yes).outcome, RowOutcome::NoMail);
    // That a number cannot be reached says nothing of an address.
    assert_eq!(decide_row(&facts(Suppression::Bounced), RowClaim::Yes).outcome, RowOutcome::Usable);
}
