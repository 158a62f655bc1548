//! The parts put together. The only place that knows the lake, the engine and the use cases at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use async_trait::async_trait;
use hjemmel_app::{App, Events, EventsError, EventsGauges, EventsGone, EventsOf, FaultLevel, ReportError, Reports};
use hjemmel_collect::{Collector, CollectorParts, EventSink, Geo, Permitted, SinkError, SiteBook, Sunk, Tallies};
use hjemmel_lake::{Append, FaultKind, Lake, LakeError, LakeOptions, LakeView};
use hjemmel_mail::Mailer;
use hjemmel_model::{
    Ask, AtMs, Clock, CohortsFound, Dimension, Entropy, Funnel, FunnelFound, Live, Overview, PathsFound, RowBy, SiteId,
    Surrogate, VisitBy, VisitEvent, VisitsFound,
};
use hjemmel_policy::{Access, Authorized, Measure, PermitSet, Profile, Restrictions, RetentionAt, act};
use hjemmel_query::{Engine, EngineOptions, QueryError};
use hjemmel_store::{Installation, KeyUse, Lease, Replayed};

use crate::{config::Config, dkim, private};

/// The system's clock. Between two calls of [`Clock::follow`] it runs by a clock that nobody can set.
#[derive(Debug)]
pub struct SystemClock {
    begun: Instant,
    begun_at_ms: AtomicI64,
}

/// What the two may differ by before one follows the other, in milliseconds.
const APART_MS: i64 = 250;

#[expect(clippy::disallowed_methods, reason = "this is the one place where time comes from")]
fn wall_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock { begun: Instant::now(), begun_at_ms: AtomicI64::new(wall_ms()) }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> AtMs {
        let run_ms = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        AtMs(self.begun_at_ms.load(Ordering::Acquire).saturating_add(run_ms))
    }

    fn follow(&self) -> i64 {
        let apart = wall_ms().saturating_sub(self.now().0);
        if apart.abs() <= APART_MS {
            return 0;
        }
        self.begun_at_ms.fetch_add(apart, Ordering::AcqRel);
        apart
    }
}

/// The system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "the one place; without randomness nothing is safe"
    )]
    fn fill(&self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system gives random bytes");
    }
}

struct LakeSink(Arc<Lake>);

#[async_trait]
impl EventSink for LakeSink {
    async fn append(&self, events: Vec<Permitted>) -> Result<Sunk, SinkError> {
        let events = events.into_iter().map(|p| Append { event: p.event, permits: p.permits }).collect();
        match self.0.append(events).await {
            Ok(done) => {
                let refused = done.refused.iter().map(|r| r.reason).collect();
                Ok(Sunk { stored: done.stored, duplicates: done.duplicates, refused })
            }
            Err(LakeError::Busy) => Err(SinkError::Busy),
            Err(_) => Err(SinkError::Unwritable),
        }
    }
}

/// Bytes of events that are looked through before others have the disk, and for how long they have it.
const SCRUB_BYTES: u64 = 64 << 20;
const SCRUB_PAUSE: Duration = Duration::from_millis(500);

struct LakeEvents(Arc<Lake>);

fn events_failed(error: &LakeError) -> EventsError {
    tracing::error!(error = error as &dyn std::error::Error, "lake.failed");
    EventsError
}

#[async_trait]
impl Events for LakeEvents {
    async fn retain(
        &self,
        _auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        retention: &RetentionAt,
    ) -> Result<EventsGone, EventsError> {
        let done = self.0.retain_site(site, retention).await.map_err(|error| events_failed(&error))?;
        Ok(EventsGone { rows: done.rows, rows_gone: done.rows_gone, rows_narrowed: done.rows_narrowed })
    }

    async fn rows_of(
        &self,
        _auth: &Authorized<act::PersonErase>,
        site: &SiteId,
        visitors: &[Surrogate],
    ) -> Result<EventsOf, EventsError> {
        let found = self.0.rows_of(site, visitors).await.map_err(|error| events_failed(&error))?;
        Ok(EventsOf { theirs: found.theirs, all: found.all })
    }

    async fn erase(
        &self,
        _auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        visitors: &[Surrogate],
    ) -> Result<bool, EventsError> {
        self.0.erase(site, visitors).await.map_err(|error| events_failed(&error))
    }

    async fn retain_look(
        &self,
        _auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        retention: &RetentionAt,
    ) -> Result<EventsGone, EventsError> {
        let would = self.0.retain_count(site, retention).await.map_err(|error| events_failed(&error))?;
        Ok(EventsGone { rows: would.rows, rows_gone: would.rows_gone, rows_narrowed: would.rows_narrowed })
    }

    fn faults(&self) -> Vec<(&'static str, String, FaultLevel)> {
        let known = self.0.condition().into_iter().map(|fault| {
            let level = match fault.kind {
                FaultKind::LogUnwritable => FaultLevel::Closed,
                FaultKind::DuplicatesShort => FaultLevel::Notice,
                _ => FaultLevel::Serious,
            };
            let place = [fault.site.map(|site| site.to_string()).unwrap_or_default(), fault.label];
            (fault.kind.name(), place.join(" ").trim().to_owned(), level)
        });
        known.collect()
    }

    async fn scrub(&self) -> Result<(), EventsError> {
        while !self.0.scrub(SCRUB_BYTES).await.map_err(|error| events_failed(&error))?.complete {
            // Whoever reports or collects has the disk meanwhile.
            tokio::time::sleep(SCRUB_PAUSE).await;
        }
        Ok(())
    }

    fn gauges(&self) -> EventsGauges {
        let (files, bytes) = self.0.files();
        let duplicates = self.0.duplicates();
        EventsGauges {
            rows_waiting: self.0.waiting_rows() as u64,
            files,
            bytes,
            duplicates_window_ms: u64::try_from(duplicates.window_ms).unwrap_or(0),
            duplicates_bytes: duplicates.bytes as u64,
        }
    }
}

struct LakeReports {
    lake: Arc<Lake>,
    engine: Engine,
}

fn failed(error: &(dyn std::error::Error + 'static)) -> ReportError {
    tracing::error!(error, "report.failed");
    ReportError::Failed
}

fn query_failed(error: QueryError) -> ReportError {
    match error {
        QueryError::TooSlow(_) => ReportError::TooSlow,
        error => failed(&error),
    }
}

impl LakeReports {
    fn view(&self, site: &SiteId) -> Result<LakeView, ReportError> {
        self.lake.view(site).map_err(|error| failed(&error))
    }
}

#[async_trait]
impl Reports for LakeReports {
    async fn overview(&self, permit: PermitSet<Measure>, ask: &Ask) -> Result<(Overview, i64), ReportError> {
        let view = self.view(permit.site())?;
        self.engine.overview(view, permit, ask).await.map_err(query_failed)
    }

    async fn whole_visits(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &VisitBy,
    ) -> Result<VisitsFound, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.whole_visits(view, permit, ask, by).await.map_err(query_failed)
    }

    async fn funnel(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        funnel: Funnel,
        by: Option<&Dimension>,
    ) -> Result<FunnelFound, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.funnel(view, permit, ask, funnel, by).await.map_err(query_failed)
    }

    async fn cohorts(&self, permit: PermitSet<Measure>, ask: &Ask) -> Result<CohortsFound, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.cohorts(view, permit, ask).await.map_err(query_failed)
    }

    async fn paths(&self, permit: PermitSet<Measure>, ask: &Ask, page: &str) -> Result<PathsFound, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.paths(view, permit, ask, page.to_owned()).await.map_err(query_failed)
    }

    async fn breakdown(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &Dimension,
        lines: usize,
    ) -> Result<Vec<RowBy>, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.breakdown(view, permit, ask, by, lines).await.map_err(query_failed)
    }

    async fn live(&self, permit: PermitSet<Measure>, now: AtMs) -> Result<Live, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.live(view, permit, now).await.map_err(query_failed)
    }

    async fn visits(
        &self,
        permit: PermitSet<Profile>,
        before: AtMs,
        most: usize,
    ) -> Result<Vec<VisitEvent>, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.visits(view, permit, before, most).await.map_err(query_failed)
    }

    async fn left(&self, permit: PermitSet<Access>, most: usize) -> Result<Vec<VisitEvent>, ReportError> {
        let view = self.view(permit.site())?;
        self.engine.visits(view, permit, AtMs(i64::MAX), most).await.map_err(query_failed)
    }
}

/// The running parts.
pub struct Running {
    /// The use cases.
    pub app: App,
    /// The events.
    pub lake: Arc<Lake>,
}

/// Open everything that the settings name.
pub async fn open(config: &Config, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> anyhow::Result<Running> {
    private::folder_make(&config.data).context("the data folder cannot be made")?;
    let data = config.data.canonicalize().context("the data folder cannot be found")?;
    private::folder_close(&data);
    private::folder_close(&config.keys_folder());
    let (database, keys) = (config.database_url(), config.keys_folder());
    // Before anything is brought up to date or told: whoever serves already does so under the older shape.
    let lease = Lease::take(&database).await.context("this database cannot be served")?;
    let boxed = Box::new(SharedEntropy(Arc::clone(&entropy)));
    let installation = Installation { database: &database, keys: &keys };
    let store = installation.open(boxed).await.context("the database cannot be opened")?.holding(lease);
    for what in KeyUse::ALL {
        if installation.key_unsettled(what)? {
            tracing::warn!(key = what.name(), "keys.rotation_unfinished");
        }
    }
    // Of a restore that was cut short: no erasure would ever reach it.
    let _ = std::fs::remove_dir_all(data.join("lake.unfinished"));
    // What was erased or said no to since this database was saved is erased and said no to before anything is served.
    let replayed = store.replay(clock.now()).await.context("the journal of erasures cannot be read")?;
    if replayed != Replayed::default() {
        tracing::warn!(erased = replayed.erased, closed = replayed.closed, noes = replayed.noes, "restore.replayed");
    }
    let restrictions = Arc::new(Restrictions::new());
    let lake = Lake::open(LakeOptions {
        folder: data.join("lake"),
        waiting_rows_max: config.waiting_rows_max,
        part_files_max: 8,
        duplicate_bytes_max: config.duplicate_memory_bytes_max,
        restrictions: Arc::clone(&restrictions),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
    });
    let lake = Arc::new(lake.await.context("the lake cannot be opened")?);
    let engine = Engine::new(EngineOptions {
        memory_bytes_max: config.query_memory_bytes_max,
        seconds_max: config.query_seconds_max,
        ..EngineOptions::default()
    });
    let geo = config.geo.as_ref().map(|path| Geo::open(path).context("the table of countries cannot be read"));
    let geo = geo.transpose()?.map(Arc::new);
    let (sites, tallies) = (Arc::new(SiteBook::default()), Arc::new(Tallies::default()));
    let collector = Collector::new(CollectorParts {
        sites: Arc::clone(&sites),
        key: store.keys().token_key().clone(),
        restrictions: Arc::clone(&restrictions),
        sink: Arc::new(LakeSink(Arc::clone(&lake))),
        tallies: Arc::clone(&tallies),
        geo: geo.clone(),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
    });
    let collector = if config.headless_counts { collector.with_headless() } else { collector };
    let mailer = mailer(config, entropy.as_ref())?;
    let app = App {
        mailer,
        mail_state: Arc::default(),
        base_url: config.base_url(),
        spools: store.spools(&data, config.import_bytes_max),
        store,
        restrictions,
        collector,
        sites,
        tallies,
        geo,
        events: Arc::new(LakeEvents(Arc::clone(&lake))),
        backup_days: config.backup_days,
        report_visitors_min: config.report_visitors_min,
        reports: Arc::new(LakeReports { lake: Arc::clone(&lake), engine }),
        clock,
        entropy,
        attempts: Arc::default(),
        sign_ups: Arc::default(),
        running: Arc::default(),
        feed: Arc::default(),
        watch: Arc::default(),
        audiences: Arc::default(),
        segment_counts: Arc::default(),
    };
    if keys.canonicalize().is_ok_and(|keys| keys.starts_with(&data)) {
        tracing::warn!("keys.in_data");
        app.watch.found("keys_in_data", "", FaultLevel::Notice, app.clock.now());
    }
    app.retention().time_pass().await?;
    app.sites_refresh().await?;
    // Every withdrawal is known before anything is served.
    app.restrictions_refresh().await?;
    Ok(Running { app, lake })
}

/// The way out for mail, as the settings say.
pub fn mailer(config: &Config, entropy: &dyn Entropy) -> anyhow::Result<Mailer> {
    let mut mailer = match &config.mail_smtp {
        _ if config.mail_catch => Mailer::catching(),
        Some(url) => Mailer::smtp(url, &config.mail_from).context("the mail settings cannot be used")?,
        None => Mailer::nowhere(),
    };
    if config.mail_smtp.is_some() && !config.mail_catch && config.public_url.is_none() {
        // A mail whose way out leads nowhere is worse than none (E-10).
        anyhow::bail!("`mail_smtp` needs `public_url`: the links in mails begin with it");
    }
    if config.mail_dkim_domain.is_some() {
        mailer = mailer.signed(dkim::signing(config, entropy)?);
    }
    if let Some(domain) = &config.mail_returns_domain {
        mailer = mailer.returning_to(domain);
    }
    Ok(mailer)
}

/// Randomness that several hold.
pub struct SharedEntropy(pub Arc<dyn Entropy>);

impl Entropy for SharedEntropy {
    fn fill(&self, out: &mut [u8]) {
        self.0.fill(out);
    }
}

/// Rows that wait until they are taken up at once.
const FLUSH_ROWS: usize = 50_000;
const FLUSH_EVERY: Duration = Duration::from_secs(60);
const FLUSH_AGAIN: Duration = Duration::from_secs(30);

const COMPACT_EVERY: Duration = Duration::from_secs(15);

/// Take events up into the tables and compact these, each beside the other, until the task is dropped.
pub async fn lake_run(lake: Arc<Lake>) {
    tokio::join!(lake_flush(&lake), lake_compact(&lake));
}

async fn lake_flush(lake: &Lake) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    let mut flushed = tokio::time::Instant::now();
    loop {
        every.tick().await;
        let waiting = lake.waiting_rows();
        if waiting == 0 || (waiting < FLUSH_ROWS && flushed.elapsed() < FLUSH_EVERY) {
            continue;
        }
        flushed = tokio::time::Instant::now();
        if let Err(e) = lake.flush().await {
            tracing::error!(error = %e, "lake.flush.failed");
            // Each attempt writes files, so a full disk is not filled faster.
            tokio::time::sleep(FLUSH_AGAIN).await;
        }
    }
}

async fn lake_compact(lake: &Lake) {
    let mut every = tokio::time::interval(COMPACT_EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(e) = lake.compact().await {
            tracing::error!(error = %e, "lake.compact.failed");
            tokio::time::sleep(FLUSH_AGAIN).await;
        }
    }
}
