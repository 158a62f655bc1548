//! Files on their way in: read to their end by a thread of its own, and kept, sealed, part by part as that goes.
//!
//! Invariant: what lies in memory is a few parts, whatever the size of the files; what is not read to its end leaves nothing.

use std::collections::BTreeMap;

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{ImportEntry, ImportFor, Intake, Store, work};
use tokio::sync::mpsc;

use super::{
    ImportDraft, ImportFile, Mapping,
    plan::{self, Plan},
    sheet::{Asked, Sheet},
};
use crate::{AppError, cases};

/// Parts that were read and are not kept yet.
const PARTS_WAITING: usize = 2;
/// Parts that are kept in one unit of work: others have their turn between.
const PARTS_KEPT: usize = 4;

/// Lets go of what was kept unless it was read to its end: also when whoever sends it goes away.
struct Unread {
    store: Store,
    intake: Option<Intake>,
}

impl Drop for Unread {
    fn drop(&mut self) {
        if let Some(intake) = self.intake.take() {
            let store = self.store.clone();
            tokio::spawn(async move { let_go(&store, &intake).await });
        }
    }
}

async fn let_go(store: &Store, intake: &Intake) {
    if let Err(error) = store.imports().unread(intake).await {
        // It goes with the next sweep.
        tracing::warn!(error = %error, "import.unread_kept");
    }
}

impl cases::Imports<'_> {
    /// Read files in and begin to bring in whoever stands in them. Gives what was read.
    pub(super) async fn read_in(
        &self,
        auth: &Authorized<act::PersonImport>,
        draft: &ImportDraft,
        files: Vec<ImportFile>,
        (entry, of): (&mut ImportEntry, &ImportFor),
    ) -> Result<Sheet, AppError> {
        let asking = self.asking(auth, draft, AtMs(entry.created_at_ms)).await?;
        let intake = work!(self.store, |w| { w.imports().receive(auth, entry, of).await })?;
        let mut unread = Unread { store: self.store.clone(), intake: Some(intake) };
        let read = self.keep(&mut unread, asking, files).await;
        let Some(intake) = unread.intake.take() else { return Err(AppError::Interrupted) };
        let begun = match read {
            Ok(sheet) => self.begun(auth, &intake, entry, sheet).await,
            Err(error) => Err(error),
        };
        if begun.is_err() {
            let_go(&self.store, &intake).await;
        }
        begun
    }

    async fn keep(&self, unread: &mut Unread, asking: Asking, files: Vec<ImportFile>) -> Result<Sheet, AppError> {
        let (send, mut parts) = mpsc::channel(PARTS_WAITING);
        let spools = self.spools.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let remembered = |shape: &str| asking.known.get(shape).cloned().unwrap_or_default();
            let asked = Asked { plan: asking.plan, said: &asking.said, remembered: &remembered, spools: &spools };
            Sheet::open(&files, asked, &mut |part| send.blocking_send(part).map_err(|_| AppError::Interrupted))
        });
        let mut some = Vec::with_capacity(PARTS_KEPT);
        while parts.recv_many(&mut some, PARTS_KEPT).await > 0 {
            let intake = unread.intake.as_mut().ok_or(AppError::Interrupted)?;
            self.store.imports().keep(intake, &some).await?;
            some.clear();
        }
        reading.await.map_err(|_| AppError::Interrupted)?
    }

    async fn begun(
        &self,
        auth: &Authorized<act::PersonImport>,
        intake: &Intake,
        entry: &mut ImportEntry,
        sheet: Sheet,
    ) -> Result<Sheet, AppError> {
        entry.rows_total = i64::try_from(sheet.rows).unwrap_or(i64::MAX);
        entry.report_json = serde_json::to_string(&sheet.report).map_err(|_| AppError::Damaged("import"))?;
        let job = self.job(auth.tenant(), &entry.id, AtMs(entry.created_at_ms));
        work!(self.store, |w| { w.imports().insert(auth, intake, entry, &sheet.head, &job).await })?;
        Ok(sheet)
    }

    /// What is known before the files are read.
    async fn asking(
        &self,
        auth: &Authorized<act::PersonImport>,
        draft: &ImportDraft,
        now: AtMs,
    ) -> Result<Asking, AppError> {
        let own_zone = self.organisation().organisation_zone(auth.tenant());
        let country = plan::country(&draft.country, &self.organisation().organisation_country(auth.tenant()).await?)?;
        let zone = plan::zone_of(&country, &own_zone);
        let tz = hjemmel_model::Zone::of(&zone);
        let by = auth.actor().audit_name();
        let vouched = draft.vouched.clone().map(|v| v.checked(draft.channel, &by, now, tz.tz())).transpose()?;
        let mut known = BTreeMap::new();
        for (shape, json) in self.store.imports().mappings(auth).await? {
            known.insert(shape, serde_json::from_str::<Mapping>(&json).unwrap_or_default());
        }
        let plan = Plan { channel: draft.channel, country, zone, vouched, sheets: Vec::new() };
        Ok(Asking { plan, said: draft.mapping.clone(), known })
    }
}

struct Asking {
    plan: Plan,
    said: Mapping,
    /// What was said of files before, by the shape of their columns.
    known: BTreeMap<String, Mapping>,
}
