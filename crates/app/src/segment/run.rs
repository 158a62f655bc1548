//! Where everybody stands, kept up: whoever something changed about is looked at again within seconds, and everybody once a day,
//! because days pass too.
//!
//! Invariant: one step at a time in the process that holds the lease, so that what was found earlier is never written after what
//! was found later. A kill loses nothing: who is due stays due, and a run that did not end begins again.

use std::{collections::HashMap, time::Duration};

use hjemmel_model::{AtMs, Definition, SegmentVersion, TenantId};
use hjemmel_policy::{Asking, Member, SegmentFacts, SegmentGround, asking, decide_segment};
use hjemmel_store::{SegmentDue, SegmentWants, StoodBefore, work};

use super::{definitions, spelled_out};
use crate::{App, AppError, cases};

/// People gone through in one unit of work.
const PAGE: i64 = 200;
/// Pages of everybody between two looks at who is due.
const PAGES: usize = 5;
/// People who are due, looked at in one step.
const DUE: i64 = 100;
/// How often somebody may be due.
const IDLE: Duration = Duration::from_millis(500);
const FAILING: Duration = Duration::from_secs(5);

/// How far everybody of an organisation was gone through, and for what.
#[derive(Debug)]
pub(super) struct Run {
    of: Vec<SegmentVersion>,
    after: String,
}

/// The segments of an organisation as they are worked out.
struct Kept {
    all: Vec<(SegmentVersion, Definition)>,
    wants: SegmentWants,
    ground: SegmentGround,
    who: Asking,
}

impl Kept {
    fn versions(&self) -> Vec<SegmentVersion> {
        self.all.iter().map(|(of, _)| of.clone()).collect()
    }

    fn members(&self, facts: &[SegmentFacts], now: AtMs) -> Vec<(SegmentVersion, Vec<Member>)> {
        let of = |definition| facts.iter().map(|f| decide_segment(definition, f, &self.ground, now)).collect();
        self.all.iter().map(|(version, definition)| (version.clone(), of(definition))).collect()
    }
}

impl App {
    /// Keep segments up for as long as the program runs.
    pub(crate) async fn segments_run(self) {
        loop {
            match self.segments().step().await {
                Ok(true) => {}
                Ok(false) => tokio::time::sleep(IDLE).await,
                Err(error) => {
                    tracing::warn!(error = %error, "segments.failed");
                    tokio::time::sleep(FAILING).await;
                }
            }
        }
    }
}

impl cases::Segments<'_> {
    /// Look again at who is due, and go on with everybody where that is due. `false` when nothing was.
    pub async fn step(&self) -> Result<bool, AppError> {
        let mut runs = self.segment_counts.runs.lock().await;
        let due = self.store.segments().due(DUE).await?;
        self.due_step(&due).await?;
        let stale = self.store.segments().stale(self.clock.now().plus_days(-1).max(AtMs(1))).await?;
        let Some(tenant) = stale.into_iter().next() else { return Ok(!due.is_empty()) };
        self.all_step(&tenant, &mut runs).await?;
        Ok(true)
    }

    async fn kept(&self, tenant: &TenantId) -> Result<Kept, AppError> {
        let segments = self.store.segments().list(tenant).await?;
        let named = definitions(&segments)?;
        let mut all = Vec::with_capacity(segments.len());
        for segment in &segments {
            let version = SegmentVersion { id: segment.id.clone(), version: segment.version };
            all.push((version, spelled_out(segment, &named)?));
        }
        let wants = SegmentWants::of(all.iter().map(|(_, definition)| definition));
        #[expect(clippy::disallowed_methods, reason = "where people stand is decided, and nobody is shown anybody")]
        let who = asking(tenant);
        Ok(Kept { all, wants, ground: self.ground(tenant).await?, who })
    }

    async fn due_step(&self, due: &[SegmentDue]) -> Result<(), AppError> {
        let mut kept: HashMap<&TenantId, Kept> = HashMap::new();
        for one in due {
            if !kept.contains_key(&one.tenant) {
                kept.insert(&one.tenant, self.kept(&one.tenant).await?);
            }
            let Some(of) = kept.get(&one.tenant) else { continue };
            let mut facts = Vec::new();
            let mut before = StoodBefore::new();
            // What is known of one record counts for every other of the same person.
            for person in self.store.segments().same(&of.who, &one.person).await? {
                facts.extend(self.store.segments().one(&of.who, &of.wants, &person).await?);
                before.extend(self.store.segments().stood_one(&of.who, &person).await?);
            }
            self.write(of, &facts, &before, Some(one)).await?;
        }
        Ok(())
    }

    async fn all_step(&self, tenant: &TenantId, runs: &mut HashMap<TenantId, Run>) -> Result<(), AppError> {
        let kept = self.kept(tenant).await?;
        let of = kept.versions();
        let begun = runs.remove(tenant).filter(|run| run.of == of);
        let mut run = begun.unwrap_or(Run { of, after: String::new() });
        for _ in 0..PAGES {
            let facts = self.store.segments().page(&kept.who, &kept.wants, &run.after, PAGE).await?;
            let Some(last) = facts.last().map(|f| f.person.to_string()) else {
                let now = self.clock.now();
                return Ok(work!(self.store, |w| {
                    for of in &run.of {
                        w.segments().counted(of, now).await?;
                    }
                    Ok::<_, hjemmel_store::StoreError>(())
                })?);
            };
            let before = self.store.segments().stood(&kept.who, &run.after, &last).await?;
            self.write(&kept, &facts, &before, None).await?;
            run.after = last;
        }
        runs.insert(tenant.clone(), run);
        Ok(())
    }

    async fn write(
        &self,
        kept: &Kept,
        facts: &[SegmentFacts],
        before: &StoodBefore,
        due: Option<&SegmentDue>,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let members = kept.members(facts, now);
        let changed = work!(self.store, |w| {
            let mut changed = Vec::new();
            for (of, members) in &members {
                if w.segments().stand(of, members, before, now).await? > 0 {
                    changed.push(of.id.clone());
                }
            }
            if let Some(due) = due {
                w.segments().due_done(due).await?;
            }
            Ok::<_, hjemmel_store::StoreError>(changed)
        })?;
        for id in &changed {
            self.segment_counts.forget(id);
        }
        Ok(())
    }
}
