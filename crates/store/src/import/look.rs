//! A look at a file stores nobody, so what its rows would have left is kept beside it, by hashes of this one look that lead to
//! no identifier, and is known to the rows after them: what is shown is what comes.
//!
//! Invariant: a row of a look is decided on the same facts as the row of the import, and what is kept goes when the look ends.

use std::collections::HashSet;

use hjemmel_model::{GrantSeq, IdentifierId, PermissionEvent, PermissionId, PermissionRecord, PermissionSource};
use hjemmel_policy::{RowAddress, RowDecision, Suppression};

use super::{ImportFound, ImportRow, RowSays, facts::Known};
use crate::{Store, db::Tx, error::StoreError, sql};

/// What a row would have left: somebody, a yes, a no, and a mark on an address.
#[derive(Clone, Copy)]
enum Left {
    Stored,
    Yes,
    No,
    Complained,
    Bounced,
}

impl Left {
    fn name(self) -> &'static str {
        match self {
            Left::Stored => "stored",
            Left::Yes => "yes",
            Left::No => "no",
            Left::Complained => "complained",
            Left::Bounced => "bounced",
        }
    }

    /// What a row leaves that was decided so.
    fn of(row: &ImportRow, decision: &RowDecision) -> Option<Left> {
        let changes = decision.outcome.changes();
        Some(match &row.says {
            _ if !changes => return None,
            RowSays::Bounced => Left::Bounced,
            RowSays::Complained => Left::Complained,
            RowSays::Yes { .. } => Left::Yes,
            RowSays::No { .. } | RowSays::NotYes if !decision.noes.is_empty() => Left::No,
            RowSays::No { .. } | RowSays::NotYes | RowSays::Nothing => Left::Stored,
        })
    }
}

/// By what somebody is known in a look: the address of a row, the address that stands beside a number, a person who is
/// stored already.
fn address_of(row: &ImportRow) -> String {
    format!("{}.{}", row.channel.kind().name(), row.address)
}

fn beside_of(row: &ImportRow) -> Option<String> {
    row.email().map(|email| format!("email.{email}"))
}

impl Store {
    fn look_hash(&self, i: &ImportFound, (left, row): (Left, &ImportRow), whose: &str) -> String {
        let about = match left {
            Left::Stored | Left::Bounced => "",
            Left::Yes | Left::No | Left::Complained => row.channel.name(),
        };
        self.import_doubt_hash(&i.entry.id, &format!("look.{}.{about}.{whose}", left.name()))
    }

    /// What is known of a row, with what the rows before it in the same look would have left.
    pub(super) async fn import_looked(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        row: &ImportRow,
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let own = address_of(row);
        // Whoever has the address of the row, or else the one beside it.
        let person = known.owner.as_ref().map(|person| format!("person.{person}"));
        let beside = beside_of(row).unwrap_or_default();
        let hash = |left, whose: &str| self.look_hash(i, (left, row), whose);
        let hashes = [
            hash(Left::Stored, &own),
            hash(Left::Yes, &own),
            hash(Left::No, &own),
            hash(Left::Complained, &own),
            hash(Left::Bounced, &own),
            hash(Left::Yes, &beside),
            hash(Left::No, &beside),
            hash(Left::Complained, &beside),
            hash(Left::Yes, person.as_deref().unwrap_or_default()),
            hash(Left::No, person.as_deref().unwrap_or_default()),
            hash(Left::Complained, person.as_deref().unwrap_or_default()),
            hash(Left::Stored, &beside),
        ];
        let mut values = vec![i.entry.id.as_str().into()];
        values.extend(hashes.iter().map(|hash| hash.as_str().into()));
        let found = tx.read(sql::IMPORT_LOOKED, &values).await?;
        if found.is_empty() {
            return Ok(());
        }
        let found: HashSet<String> = found.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
        let has = |left, whose: &str| found.contains(&hash(left, whose));
        let all = [Left::Stored, Left::Yes, Left::No, Left::Complained, Left::Bounced];
        if known.address.is_none() && all.into_iter().any(|left| has(left, &own)) {
            known.address = Some(RowAddress { identifier: row.identifier.clone(), verified: false, by_form: false });
        }
        for (left, mark) in [(Left::Bounced, Suppression::Bounced), (Left::Complained, Suppression::Complained)] {
            if has(left, &own) {
                known.mark = known.mark.or(Some(mark));
            }
        }
        let theirs = known.address.as_ref().map(|address| address.identifier.clone());
        let other = IdentifierId::new(i.of.at, self.keys.entropy());
        let elsewhere = [Some(beside.as_str()), person.as_deref()];
        for (left, event) in [
            (Left::No, PermissionEvent::Withdrawn),
            (Left::Complained, PermissionEvent::Withdrawn),
            (Left::Yes, PermissionEvent::Given),
        ] {
            if let Some(theirs) = theirs.as_ref().filter(|_| has(left, &own)) {
                known.said.push(self.looked(i, row, (event, theirs), known.said.last()));
            } else if elsewhere.into_iter().flatten().any(|whose| has(left, whose)) {
                known.said.push(self.looked(i, row, (event, &other), known.said.last()));
            }
        }
        Ok(())
    }

    fn looked(
        &self,
        i: &ImportFound,
        row: &ImportRow,
        (event, identifier): (PermissionEvent, &IdentifierId),
        last: Option<&PermissionRecord>,
    ) -> PermissionRecord {
        let given = event == PermissionEvent::Given;
        PermissionRecord {
            id: PermissionId::new(i.of.at, self.keys.entropy()),
            seq: GrantSeq(last.map_or(0, |last| last.seq.0).saturating_add(1)),
            identifier: identifier.clone(),
            topic: given.then(|| i.of.topic.clone()),
            channel: Some(row.channel),
            event,
            source: PermissionSource::Import,
            form: given.then(|| i.of.form.clone()),
            form_hash: None,
            language: row.language,
            page: String::new(),
            at: match &row.says {
                RowSays::Yes { at, .. } if given => *at,
                _ => i.of.at,
            },
        }
    }

    /// Keep what a row of a look would have left.
    pub(super) async fn import_look(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        (row, known): (&ImportRow, &Known),
        decision: &RowDecision,
    ) -> Result<(), StoreError> {
        let mut hashes = Vec::new();
        if decision.bars {
            hashes.push(self.import_doubt_hash(&i.entry.id, &row.address));
        }
        if let Some(left) = Left::of(row, decision) {
            let person = known.owner.as_ref().map(|person| format!("person.{person}"));
            // Nobody who is stored already is anybody else's by the address beside them.
            let beside = beside_of(row).filter(|_| person.is_none());
            for whose in [Some(address_of(row)), person, beside].into_iter().flatten() {
                hashes.push(self.look_hash(i, (left, row), &whose));
            }
        }
        for hash in hashes {
            tx.execute(sql::IMPORT_DOUBT_INSERT, &[i.entry.id.as_str().into(), hash.into()]).await?;
        }
        Ok(())
    }
}
