//! What can happen, and each of them done to the program and written in the law's own books.

use hjemmel_policy::Reason;
use hjemmel_store::work;
use proptest::prelude::*;

use super::{
    oracle::{OWNED, RowKind},
    *,
};

/// One thing that happens; a number is that of an address.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A record comes with its addresses.
    Come(usize),
    /// Somebody enters an address in a form.
    Enter(usize, u8),
    /// The button of the last mail about that is pressed.
    Press(usize),
    /// The holder says yes on their own pages.
    Yes(usize, u8),
    /// A server saw them say so, that many steps ago.
    Vouch(usize, u8, i64),
    /// The holder says no.
    No {
        address: usize,
        topic: Option<u8>,
        by: Option<Channel>,
        objects: bool,
    },
    /// Two records are of one person, or are not after all.
    Join(usize, usize, bool),
    /// The data is only stored, or used again.
    Shut(usize, bool),
    Erase(usize, bool),
    Import {
        topic: u8,
        by: Channel,
        rows: Vec<(usize, RowKind)>,
    },
    Backup,
    Restore,
    Restart,
    /// A new key of lookups, cut short after so many hashes, again and again.
    Rotate(Vec<u64>),
}

fn row() -> impl Strategy<Value = (usize, RowKind)> {
    let kind = prop_oneof![
        3 => (1..8i64).prop_map(RowKind::Yes),
        1 => Just(RowKind::NotYes),
        1 => Just(RowKind::Nothing),
        2 => prop::option::of(1..8i64).prop_map(RowKind::No),
        1 => Just(RowKind::Returned),
        1 => Just(RowKind::Unwanted),
    ];
    (0..ADDRESSES, kind)
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let (address, topic) = (|| 0..ADDRESSES, || 0..TOPICS);
    let by = || prop::sample::select(Channel::ALL.to_vec());
    prop_oneof![
        2 => (0..OWNED.len()).prop_map(Step::Come),
        2 => (0..3usize, topic()).prop_map(|(a, t)| Step::Enter(a, t)),
        3 => (0..3usize).prop_map(Step::Press),
        4 => (address(), topic()).prop_map(|(a, t)| Step::Yes(a, t)),
        2 => (address(), topic(), 0..6i64).prop_map(|(a, t, ago)| Step::Vouch(a, t, ago)),
        4 => (address(), prop::option::of(topic()), prop::option::of(by()), any::<bool>())
            .prop_map(|(address, topic, by, objects)| Step::No { address, topic, by, objects }),
        3 => (address(), address(), prop::bool::weighted(0.7)).prop_map(|(a, b, same)| Step::Join(a, b, same)),
        1 => (address(), any::<bool>()).prop_map(|(a, shut)| Step::Shut(a, shut)),
        1 => (address(), any::<bool>()).prop_map(|(a, never)| Step::Erase(a, never)),
        4 => (topic(), by(), prop::collection::vec(row(), 1..4))
            .prop_map(|(topic, by, rows)| Step::Import { topic, by, rows }),
        2 => Just(Step::Backup),
        2 => Just(Step::Restore),
        1 => Just(Step::Restart),
        2 => prop::collection::vec(0..12u64, 0..4).prop_map(Step::Rotate),
    ]
}

impl World {
    /// Do a step, and write it in the law's own books.
    pub(super) async fn step(&mut self, law: &mut Oracle, step: &Step) -> Result<(), TestCaseError> {
        self.number += 1;
        let at = self.at().0;
        match step {
            Step::Come(owner) => {
                self.come(OWNED[*owner]).await;
                law.come_together(OWNED[*owner]);
            }
            Step::Enter(address, about) => {
                self.enter(*address, *about).await;
                law.enter(*address, *about, at);
            }
            Step::Press(address) => {
                self.press(*address).await;
                law.press(*address, at);
            }
            Step::Yes(address, about) => {
                let draft = self.draft(PermissionEvent::Given, Some(*about), Some(channel(*address)));
                if self.say(*address, draft).await {
                    law.yes(*address, *about, at);
                }
            }
            Step::Vouch(address, about, ago) => {
                let Some(found) = self.find(*address).await else { return Ok(()) };
                let mut draft = self.draft(PermissionEvent::Given, Some(*about), Some(channel(*address)));
                draft.at = self.ago(*ago);
                let auth = authorized::<act::PersonWrite>(&tenant());
                law.vouch(*address, *about, draft.at.0);
                let drafts = std::slice::from_ref(&draft);
                let done = work!(self.store, |w| { w.permissions().vouch(&auth, &found, drafts, None).await });
                assert!(matches!(done, Ok(_) | Err(StoreError::Refused(Reason::Restricted))), "{done:?}");
            }
            Step::No { address, topic, by, objects } => {
                let event = if *objects { PermissionEvent::Objected } else { PermissionEvent::Withdrawn };
                let draft = self.draft(event, *topic, *by);
                if self.say(*address, draft).await {
                    law.no(*address, *topic, *by, at);
                }
            }
            Step::Join(one, other, same) => {
                self.join(*one, *other, *same).await;
                law.join(*one, *other, *same);
            }
            Step::Shut(address, shut) => {
                let Some(found) = self.find(*address).await else { return Ok(()) };
                let auth = authorized::<act::RequestWrite>(&tenant());
                work!(self.store, |w| {
                    match shut {
                        true => w.people().pause_begin(&auth, &found.person, self.at()).await,
                        false => w.people().pause_end(&auth, &found.person, self.at()).await,
                    }
                })
                .unwrap();
                law.shut(*address, *shut);
            }
            Step::Erase(address, never) => {
                let theirs: Vec<usize> = law.now.addresses(*address).into_iter().collect();
                self.erase(*address, &theirs, *never).await?;
                law.erase(*address, *never);
            }
            Step::Import { topic, by, rows } => {
                self.import(*topic, *by, rows).await;
                let dated: Vec<_> = rows.iter().map(|(a, kind)| (*a, self.dated(*kind))).collect();
                law.import(*topic, *by, &dated, at);
            }
            Step::Backup => {
                self.backup().await;
                law.backup();
            }
            Step::Restore => {
                self.restore().await;
                law.restore();
            }
            Step::Restart => self.restart().await,
            Step::Rotate(cut_short) => self.rotate(cut_short).await,
        }
        Ok(())
    }

    fn dated(&self, kind: RowKind) -> RowKind {
        match kind {
            RowKind::Yes(ago) => RowKind::Yes(self.ago(ago).0),
            RowKind::No(ago) => RowKind::No(ago.map(|ago| self.ago(ago).0)),
            kind => kind,
        }
    }
}
