//! What comes of a row of a file of people.
//!
//! Invariant: a row takes away at once and gives only where nothing was ever said against it; so neither the order of rows nor
//! the same file twice changes anything.

use serde::Serialize;

/// What a row says about an address, as far as it decides what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowClaim {
    /// Its holder said yes, with evidence for it.
    Yes,
    /// That they did not say yes; a yes that stands here ends with it.
    NotYes,
    /// Nothing that could be used.
    Nothing,
    /// Its holder wants no more, of anything that is not spared by a later yes.
    No,
    /// What was sent to it came back, or its holder called it unwanted.
    Ended,
}

/// What is known of an address before a row of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowFacts {
    /// They want no mail ever.
    pub no_mail: bool,
    /// The address is known.
    pub known: bool,
    /// A no of theirs was ever heard, here or in this file.
    pub said_no: bool,
    /// This very yes stands in the ledger already.
    pub said_yes: bool,
    /// A yes of theirs stands, of any kind.
    pub yes_stands: bool,
    /// What the row takes away is anything at all: a no that a later yes answered takes nothing.
    pub takes: bool,
    /// Something leaves it in doubt whether they said no.
    pub doubted: bool,
}

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// A yes that may be used from now on.
    Usable,
    /// Brought in, and not usable: evidence is missing.
    Stored,
    /// They are known already, and have said the same or more.
    Known,
    /// They have said no before, here or in this file: that stands.
    SaidNo,
    /// A no that was brought in, and binds.
    Stopped,
    /// They want no mail ever, and are not even stored.
    NoMail,
    /// They were erased while the file was gone through, and are not brought back.
    Erased,
}

impl RowOutcome {
    /// Whether anything is written down for it.
    pub fn changes(self) -> bool {
        matches!(self, RowOutcome::Usable | RowOutcome::Stored | RowOutcome::Stopped)
    }
}

/// Decide a row.
pub fn decide_row(facts: &RowFacts, claim: RowClaim) -> RowOutcome {
    let unused = if facts.said_no {
        RowOutcome::SaidNo
    } else if facts.known {
        RowOutcome::Known
    } else {
        RowOutcome::Stored
    };
    match claim {
        _ if facts.no_mail => RowOutcome::NoMail,
        RowClaim::Yes if facts.said_no => RowOutcome::SaidNo,
        RowClaim::Yes if facts.doubted => unused,
        RowClaim::Yes if facts.said_yes => RowOutcome::Known,
        RowClaim::Yes => RowOutcome::Usable,
        RowClaim::Nothing if facts.known => unused,
        RowClaim::Nothing => RowOutcome::Stored,
        RowClaim::NotYes if facts.yes_stands => RowOutcome::Stopped,
        RowClaim::NotYes => unused,
        // They said yes again after that no, to all they had: it is answered.
        RowClaim::No if !facts.takes => RowOutcome::Known,
        RowClaim::No | RowClaim::Ended => RowOutcome::Stopped,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim() -> impl Strategy<Value = RowClaim> {
        prop_oneof![
            Just(RowClaim::Yes),
            Just(RowClaim::NotYes),
            Just(RowClaim::Nothing),
            Just(RowClaim::No),
            Just(RowClaim::Ended)
        ]
    }

    fn facts() -> impl Strategy<Value = RowFacts> {
        any::<(bool, bool, bool, bool, bool, bool)>().prop_map(
            |(no_mail, known, said_no, said_yes, yes_stands, doubted)| {
                // A yes that stands is one of somebody who is known.
                let said_yes = said_yes && known;
                RowFacts {
                    no_mail,
                    known,
                    said_no,
                    said_yes,
                    yes_stands: known && (yes_stands || (said_yes && !said_no)),
                    takes: true,
                    doubted,
                }
            },
        )
    }

    fn takes(claim: RowClaim) -> bool {
        matches!(claim, RowClaim::No | RowClaim::NotYes | RowClaim::Ended)
    }

    /// A row brought in: what is known afterwards.
    fn after(mut facts: RowFacts, claim: RowClaim) -> RowFacts {
        match decide_row(&facts, claim) {
            RowOutcome::Usable => (facts.known, facts.said_yes, facts.yes_stands) = (true, true, true),
            RowOutcome::Stored => facts.known = true,
            RowOutcome::Stopped => (facts.known, facts.said_no, facts.yes_stands) = (true, true, false),
            RowOutcome::Known | RowOutcome::SaidNo | RowOutcome::NoMail | RowOutcome::Erased => {}
        }
        facts
    }

    /// A file brought in: what says no first; whoever a row says no yes of gets none from another.
    fn file(mut facts: RowFacts, rows: &[RowClaim]) -> RowFacts {
        facts.doubted |= rows.contains(&RowClaim::NotYes);
        for row in rows.iter().filter(|row| takes(**row)) {
            facts = after(facts, *row);
        }
        for row in rows.iter().filter(|row| !takes(**row)) {
            facts = after(facts, *row);
        }
        facts
    }

    proptest! {
        #[test]
        fn neither_the_order_of_rows_nor_the_same_file_twice_changes_anything(
            before in facts(), rows in proptest::collection::vec(claim(), 1..8), turn in any::<prop::sample::Index>()
        ) {
            let once = file(before, &rows);
            let mut other = rows.clone();
            other.rotate_left(turn.index(rows.len()));
            prop_assert_eq!(file(before, &other), once);
            other.reverse();
            prop_assert_eq!(file(before, &other), once);
            prop_assert_eq!(file(once, &rows), once);
        }

        #[test]
        fn no_row_gives_a_yes_against_a_no_or_a_doubt(before in facts(), claim in claim()) {
            let outcome = decide_row(&before, claim);
            let usable = outcome == RowOutcome::Usable;
            prop_assert!(!usable || (claim == RowClaim::Yes && !before.said_no && !before.doubted && !before.no_mail));
            prop_assert!(!matches!(claim, RowClaim::No | RowClaim::Ended) || !after(before, claim).yes_stands || before.no_mail);
        }
    }
}
