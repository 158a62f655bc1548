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

/// How long whoever could not be looked at is left alone, so that the others have their turn.
const HELD_MS: i64 = 60_000;

/// What stands between two steps.
#[derive(Debug, Default)]
pub(super) struct Runs {
    begun: HashMap<TenantId, Run>,
    /// Organisations and people, by id, whose last look failed: until when they are left alone.
    held: HashMap<String, AtMs>,
}

/// How far everybody of an organisation was gone through, and for what.
#[derive(Debug)]
struct Run {
    of: Vec<SegmentVersion>,
    ground: SegmentGround,
    after: String,
}

/// The segments of an organisation as they are worked out.
struct Kept {
    all: Vec<(SegmentVersion, Definition)>,
    /// Those that cannot be worked out.
    unclear: Vec<SegmentVersion>,
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
        let now = self.clock.now();
        runs.held.retain(|_, until| *until > now);
        let due = self.store.segments().due(DUE).await?;
        let looked = self.due_step(&due, &mut runs.held).await?;
        let stale = self.store.segments().stale(now.plus_days(-1).max(AtMs(1))).await?;
        let turn = stale.into_iter().find(|tenant| !runs.held.contains_key(tenant.as_str()));
        let Some(tenant) = turn else { return Ok(looked) };
        if let Err(error) = self.all_step(&tenant, &mut runs.begun).await {
            tracing::warn!(error = %error, tenant = %tenant, "segments.tenant_failed");
            runs.held.insert(tenant.to_string(), now.plus_ms(HELD_MS));
        }
        Ok(true)
    }

    async fn kept(&self, tenant: &TenantId) -> Result<Kept, AppError> {
        let segments = self.store.segments().list(tenant).await?;
        let named = definitions(&segments);
        let (mut all, mut unclear) = (Vec::with_capacity(segments.len()), Vec::new());
        for segment in &segments {
            let version = SegmentVersion { id: segment.id.clone(), version: segment.version };
            match spelled_out(segment, &named) {
                Ok(definition) => all.push((version, definition)),
                Err(_) => unclear.push(version),
            }
        }
        let wants = SegmentWants::of(all.iter().map(|(_, definition)| definition));
        #[expect(clippy::disallowed_methods, reason = "where people stand is decided, and nobody is shown anybody")]
        let who = asking(tenant);
        Ok(Kept { all, unclear, wants, ground: self.ground(tenant).await?, who })
    }

    /// `false` when nobody could be looked at.
    async fn due_step(&self, due: &[SegmentDue], held: &mut HashMap<String, AtMs>) -> Result<bool, AppError> {
        let mut kept: HashMap<&TenantId, Option<Kept>> = HashMap::new();
        let mut looked = false;
        for one in due {
            if held.contains_key(one.person.as_str()) {
                continue;
            }
            if !kept.contains_key(&one.tenant) {
                let of = self.kept(&one.tenant).await.inspect_err(|error| {
                    tracing::warn!(error = %error, tenant = %one.tenant, "segments.tenant_failed");
                });
                kept.insert(&one.tenant, of.ok());
            }
            let done = match kept.get(&one.tenant) {
                Some(Some(of)) => self.due_one(of, one).await.inspect_err(|error| {
                    tracing::warn!(error = %error, tenant = %one.tenant, "segments.person_failed");
                }),
                _ => Err(AppError::Damaged("segment")),
            };
            if done.is_ok() {
                looked = true;
                continue;
            }
            held.insert(one.person.to_string(), self.clock.now().plus_ms(HELD_MS));
            work!(self.store, |w| { w.segments().due_later(one).await })?;
        }
        Ok(looked)
    }

    async fn due_one(&self, of: &Kept, one: &SegmentDue) -> Result<(), AppError> {
        let mut facts = Vec::new();
        let mut before = StoodBefore::new();
        // What is known of one record counts for every other of the same person.
        for person in self.store.segments().same(&of.who, &one.person).await? {
            facts.extend(self.store.segments().one(&of.who, &of.wants, &person).await?);
            before.extend(self.store.segments().stood_one(&of.who, &person).await?);
        }
        self.write(of, &facts, &before, Some(one)).await
    }

    async fn all_step(&self, tenant: &TenantId, begun: &mut HashMap<TenantId, Run>) -> Result<(), AppError> {
        let kept = self.kept(tenant).await?;
        let of = kept.versions();
        let same = begun.get(tenant).filter(|run| run.of == of && run.ground == kept.ground);
        let mut after = same.map_or_else(String::new, |run| run.after.clone());
        for _ in 0..PAGES {
            let facts = self.store.segments().page(&kept.who, &kept.wants, &after, PAGE).await?;
            let Some(last) = facts.last().map(|f| f.person.to_string()) else {
                self.gone_through(tenant, &kept).await?;
                begun.remove(tenant);
                return Ok(());
            };
            let unread = facts.iter().filter(|f| f.unread.is_any()).count();
            if unread > 0 {
                tracing::warn!(tenant = %tenant, people = unread, "segments.unread");
            }
            let before = self.store.segments().stood(&kept.who, &after, &last).await?;
            self.write(&kept, &facts, &before, None).await?;
            after = last;
            // What is written stays gone through, whatever fails next.
            let run = Run { of: of.clone(), ground: kept.ground.clone(), after: after.clone() };
            begun.insert(tenant.clone(), run);
        }
        Ok(())
    }

    /// Everybody of an organisation was gone through. Of a segment that cannot be worked out nothing is said.
    async fn gone_through(&self, tenant: &TenantId, kept: &Kept) -> Result<(), AppError> {
        // The register says something else meanwhile: it begins again.
        if self.ground(tenant).await? != kept.ground {
            return Ok(());
        }
        let (now, clear) = (self.clock.now(), kept.versions());
        work!(self.store, |w| {
            for of in &kept.unclear {
                w.segments().forget(&of.id).await?;
            }
            for of in clear.iter().chain(&kept.unclear) {
                w.segments().counted(of, now).await?;
            }
            Ok::<_, hjemmel_store::StoreError>(())
        })?;
        for of in &kept.unclear {
            tracing::warn!(tenant = %tenant, segment = %of.id, version = of.version, "segments.unclear");
            self.segment_counts.forget(&of.id);
        }
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
