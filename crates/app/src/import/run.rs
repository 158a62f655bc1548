//! Bringing a file in, a turn at a time: the job behind an import.
//!
//! Invariant: rows, what came of them and how far that is commit together, so that a kill neither loses a row nor brings
//! one in twice.

use std::time::Duration;

use hjemmel_model::{AtMs, IdentifierId, IdentifierKind, ImportId, PermissionId, PersonId};
use hjemmel_policy::{act, authorize_job};
use hjemmel_store::{ImportFound, ImportNumber, ImportRow, ImportStep, RowCame, RowOutcome, RowSays, StoreError, work};
use serde::Deserialize;

use super::{
    ImportReport, RowError,
    read::{Doubt, Understood},
    sheet::{Batch, Head},
};
use crate::{AppError, cases};

/// How much is gone through before other jobs have their turn.
const TURN_ROWS: i64 = 2_000;
const TURN_MS: i64 = 2_000;
/// Parts of the file that are opened at a time.
const PARTS: i64 = 2;
/// Attempts at a unit of work that meets others.
const TRIES: u64 = 10;
/// Errors that are listed.
const ERRORS_MAX: usize = 200;

#[derive(Deserialize)]
struct Payload {
    import: ImportId,
}

impl cases::Imports<'_> {
    /// Work on an import for a turn. Returns when to go on; `None` when there is nothing left to do.
    pub(crate) async fn run(&self, payload: &str) -> Result<Option<AtMs>, AppError> {
        let payload: Payload = serde_json::from_str(payload).map_err(|_| AppError::Damaged("import job"))?;
        match self.turn(&payload.import).await {
            // Somebody cancelled it, or took the same step, in this very moment: it is looked at anew.
            Err(AppError::Store(StoreError::Changed(_))) => Ok(Some(self.clock.now())),
            // What cannot be read now will not be later.
            Err(error @ (AppError::Damaged(_) | AppError::Store(StoreError::Damaged(_) | StoreError::NotFound(_)))) => {
                tracing::error!(import = %payload.import, error = %error, "import.failed");
                self.store.imports().interrupt(&payload.import, self.clock.now()).await?;
                Ok(None)
            }
            next => next,
        }
    }

    async fn turn(&self, id: &ImportId) -> Result<Option<AtMs>, AppError> {
        if self.store.imports().running(id).await?.is_none() {
            return Ok(None);
        }
        let (first, _) = self.store.imports().parts(id, 0, 1).await?;
        let head = Head::of(&first.concat())?;
        let (begun, mut read) = (self.clock.now(), 0);
        // Read anew for every batch: whoever cancels it is obeyed at once.
        while let Some(found) = self.store.imports().running(id).await? {
            read += self.batch(&found, &head).await?;
            if self.stopping() || read >= TURN_ROWS || self.clock.now().since_ms(begun) > TURN_MS {
                return Ok(Some(self.clock.now()));
            }
        }
        Ok(None)
    }

    /// Bring one batch of rows in. Gives how many rows were looked at.
    async fn batch(&self, found: &ImportFound, head: &Head) -> Result<i64, AppError> {
        let id = &found.entry.id;
        // Twice through the file: what says no first, so that nobody is written to between a yes and a no of theirs.
        let nos = found.at.pass == 0;
        let at = head.begin(found.at);
        let mut count = PARTS;
        let (parts, mut batch) = loop {
            let (parts, last) = self.store.imports().parts(id, at.part, count).await?;
            let text = parts.concat();
            let rest = usize::try_from(at.byte).ok().and_then(|byte| text.get(byte..));
            let rest = rest.ok_or(AppError::Damaged("import"))?;
            let batch = head.batch(rest, last, nos, found.of.at);
            if batch.read > 0 || batch.ended {
                break (parts, batch);
            }
            // One row is longer than all this.
            count *= 2;
        };
        let mut report: ImportReport =
            serde_json::from_str(&found.entry.report_json).map_err(|_| AppError::Damaged("import"))?;
        let (mut doubted, barred) = if nos { report.doubt(&mut batch, head) } else { Default::default() };
        // Whoever one row says no yes of gets none from another.
        let own = |r: &&Understood| matches!(r.says, RowSays::NotYes) && r.channel == found.entry.channel;
        doubted.extend(batch.rows.iter().filter(own).map(|r| r.address.clone()));
        report.doubted += i64::try_from(doubted.len()).unwrap_or(i64::MAX);
        if !nos {
            self.doubt(found, report.doubted > 0 || found.entry.dry, &mut batch.rows).await?;
        }
        let step = ImportStep {
            to: batch.after(at, &parts),
            // The second time is where most is done, so it is what is shown.
            rows_done: if nos { 0 } else { at.rows + batch.read },
            doubted,
            barred,
            at: self.clock.now(),
        };
        self.write(found, &batch.rows, &report, &step).await?;
        Ok(batch.read)
    }

    /// Whoever another row, of this file or one before, leaves in doubt said nothing.
    async fn doubt(&self, found: &ImportFound, own: bool, rows: &mut [Understood]) -> Result<(), AppError> {
        let id = &found.entry.id;
        for row in rows.iter_mut().filter(|row| matches!(row.says, RowSays::Yes { .. })) {
            let here = own && self.store.imports().doubted(id, &row.address).await?;
            if here || self.store.imports().barred(&found.tenant, row.channel.kind(), &row.address).await? {
                (row.says, row.missing) = (RowSays::Nothing, vec!["doubt"]);
            }
        }
        Ok(())
    }

    /// Commit a batch; a busy database is asked more than once.
    async fn write(
        &self,
        found: &ImportFound,
        rows: &[Understood],
        report: &ImportReport,
        step: &ImportStep,
    ) -> Result<(), AppError> {
        #[expect(clippy::disallowed_methods, reason = "the job of a file that staff brought")]
        let auth = authorize_job::<act::PersonImport>(&found.tenant, "import");
        let drafts: Vec<_> = rows.iter().map(|row| self.row_of(row)).collect();
        let mut tries = 0;
        loop {
            tries += 1;
            // Somebody may have come or gone meanwhile: then the keys are others.
            let keys = self.store.imports().keys(&auth, found, &drafts).await?;
            let done = work!(self.store, |w| {
                let came = w.imports().rows(&auth, found, &drafts, &keys).await?;
                let told = serde_json::to_string(&report.with(rows, &came.came)).unwrap_or_default();
                w.imports().step(found, step, &told, &came).await
            });
            match done {
                Err(StoreError::Busy) if tries < TRIES => tokio::time::sleep(Duration::from_millis(100 * tries)).await,
                Ok(()) if step.ends() => return Ok(self.store.imports().close(found).await?),
                done => return Ok(done?),
            }
        }
    }

    fn row_of(&self, row: &Understood) -> ImportRow {
        // The moment of the row, not of the file: keys of nobody are swept by the time in the id.
        let (now, entropy) = (self.clock.now(), self.entropy.as_ref());
        let numbers = row.numbers.iter().map(|(kind, value)| ImportNumber {
            // A moment later, so that what the row is about stands first wherever it is listed how somebody is known.
            id: IdentifierId::new(now.plus_ms(1), entropy),
            kind: *kind,
            value: value.clone(),
        });
        ImportRow {
            person: PersonId::new(now, entropy),
            identifier: IdentifierId::new(now, entropy),
            entry: PermissionId::new(now, entropy),
            channel: row.channel,
            address: row.address.clone(),
            language: row.language,
            says: row.says.clone(),
            numbers: numbers.collect(),
            attributes: row.attributes.clone(),
        }
    }
}

/// Addresses in doubt in one file, and those that no later one gives a yes either.
type Doubted = (Vec<String>, Vec<(IdentifierKind, String)>);

impl ImportReport {
    /// Add the rows of a batch that could not be understood. Gives the addresses they leave in doubt.
    fn doubt(&mut self, batch: &mut Batch, head: &Head) -> Doubted {
        let (mut doubted, mut barred) = Doubted::default();
        for (sheet, line, Doubt { code, addresses, lasting, told }) in batch.doubts.drain(..) {
            doubted.extend(addresses.iter().map(|(_, value)| value.clone()));
            if lasting {
                barred.extend(addresses);
            }
            if !told {
                continue;
            }
            self.errors_total += 1;
            if self.errors.len() < ERRORS_MAX {
                let several = head.plan.sheets.len() > 1;
                let file = head.plan.sheets.get(sheet).filter(|_| several).map(|s| s.name.clone());
                self.errors.push(RowError { line, code: code.to_owned(), file: file.unwrap_or_default() });
            }
        }
        (doubted, barred)
    }

    /// With what came of these rows.
    fn with(&self, rows: &[Understood], came: &[RowCame]) -> ImportReport {
        let mut report = self.clone();
        for (row, came) in rows.iter().zip(came) {
            if row.beside {
                continue;
            }
            *report.outcomes.entry(came.outcome.name().to_owned()).or_default() += 1;
            if came.outcome == RowOutcome::Usable && matches!(row.says, RowSays::Yes { vouched: true, .. }) {
                report.vouched_rows += 1;
            }
            let lacking = row.missing.iter().filter(|_| came.outcome == RowOutcome::Stored);
            for what in lacking.chain(&row.wrong) {
                *report.missing.entry((*what).to_owned()).or_default() += 1;
            }
            if came.taken > 0 {
                *report.missing.entry("identifier_taken".to_owned()).or_default() += came.taken;
            }
        }
        report
    }
}
