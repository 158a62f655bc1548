//! The collector: one hit after another through decision, cleaning and enrichment to the sink.

mod debug;
mod field;
mod sender;

use std::sync::Arc;

use async_trait::async_trait;
use hjemmel_model::{AggregateLane, AtMs, Clock, DeviceClass, Entropy, Event, EventId, Tally, TallyKind, host_listed};
use hjemmel_policy::{
    Collect, CollectAsk, CollectDecision, Permit, Presented, Reason, Refusal, Restrictions, TokenKey, decide_collect,
};
use url::Url;

use crate::{
    device::classify_device,
    enrich::{Came, Geo, came_from, host_of},
    hit::{BadHit, Caller, Hit},
    sitebook::{SiteBook, SiteEntry},
    tallies::Tallies,
};

/// Longest name of an event, in characters.
const NAME_CHARS_MAX: usize = 80;
/// How far an event may lie in the past, in milliseconds: what clients keep while offline.
const PAST_MS_MAX: i64 = 7 * 86_400_000;
/// How far ahead of our clock a choice may seem, in milliseconds: what two servers' clocks differ by.
const AHEAD_MS_MAX: i64 = 2_000;
/// Different hosts named a day and site; others count together, so that nobody fills the sums with names.
const HOSTS_NAMED_MAX: usize = 50;
/// Tokens tell time in seconds, so an event may seem this much older than the choice, in milliseconds.
const BEFORE_CHOICE_MS: i64 = 1_000;

/// An event with the permits that allow it.
#[derive(Debug)]
pub struct Permitted {
    /// What happened.
    pub event: Event,
    /// Why it may be stored.
    pub permits: Vec<Permit<Collect>>,
}

/// What a sink made of its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sunk {
    /// Stored for the first time.
    pub stored: usize,
    /// Known already.
    pub duplicates: usize,
    /// Permits that no longer held when they were used.
    pub refused: Vec<Reason>,
}

/// Why a sink took nothing. The client should try again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SinkError {
    /// Too much waits.
    #[error("too many events are waiting")]
    Busy,
    /// It cannot be written.
    #[error("events cannot be written")]
    Unwritable,
    /// A choice that we signed lies in the future: our own clock is wrong, and what it would refuse is not lost.
    #[error("the clock of this server is behind")]
    Clock,
}

/// Where permitted events go. `Ok` means that they are durable.
#[async_trait]
pub trait EventSink: Send + Sync {
    /// Store them all or none.
    async fn append(&self, events: Vec<Permitted>) -> Result<Sunk, SinkError>;
}

/// What became of the hits of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Stored for the first time.
    pub stored: usize,
    /// Known already.
    pub duplicates: usize,
    /// Refused, and why.
    pub refused: Vec<Reason>,
    /// Not taken: its place in the request, and why.
    pub rejected: Vec<(usize, BadHit)>,
}

/// What a collector is made of.
#[derive(Clone)]
pub struct CollectorParts {
    /// The sites.
    pub sites: Arc<SiteBook>,
    /// The key of consent tokens.
    pub key: TokenKey,
    /// Withdrawals.
    pub restrictions: Arc<Restrictions>,
    /// Where events go.
    pub sink: Arc<dyn EventSink>,
    /// Where sums go.
    pub tallies: Arc<Tallies>,
    /// Countries, if a table is at hand.
    pub geo: Option<Arc<Geo>>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

/// The hot path.
#[derive(Clone)]
pub struct Collector {
    parts: CollectorParts,
    headless: bool,
}

struct Visit<'a> {
    site: &'a SiteEntry,
    country: String,
    now: AtMs,
    day: String,
}

/// A hit as it was read, before any of it is cleaned.
struct Read {
    at: AtMs,
    name: String,
    page: Option<Url>,
    came: Came,
    /// The kind of device, browser and system.
    agent: (DeviceClass, String, String),
}

impl Collector {
    /// A collector of those parts.
    pub fn new(parts: CollectorParts) -> Collector {
        Collector { parts, headless: false }
    }

    /// The same, taking a browser without a screen for a person's. For tests of the whole program only.
    pub fn with_headless(mut self) -> Collector {
        self.headless = true;
        self
    }

    fn device(&self, user_agent: &str) -> (DeviceClass, String, String) {
        match self.headless {
            true => classify_device(&user_agent.replace("HeadlessChrome", "Chrome")),
            false => classify_device(user_agent),
        }
    }

    /// The sites it knows.
    pub fn sites(&self) -> &SiteBook {
        &self.parts.sites
    }

    /// Take the hits of one request. Those that may not be stored are counted by reason; those that cannot be read are
    /// counted by code; the rest are durable when this returns.
    pub async fn collect(
        &self,
        site: &SiteEntry,
        caller: &Caller,
        hits: Vec<Result<Hit, BadHit>>,
    ) -> Result<Outcome, SinkError> {
        let now = self.parts.clock.now();
        let visit = Visit { site, country: self.country(caller), now, day: site.day(now) };
        let mut outcome = Outcome::default();
        if hits.iter().flatten().any(|hit| self.is_from_the_future(caller, hit, now)) {
            return Err(SinkError::Clock);
        }
        let mut permitted = Vec::with_capacity(hits.len());
        for (index, hit) in hits.into_iter().enumerate() {
            match hit.and_then(|hit| self.take(&visit, caller, hit)) {
                Ok(Ok(event)) => permitted.push(event),
                Ok(Err(reason)) => outcome.refused.push(reason),
                Err(bad) => outcome.rejected.push((index, bad)),
            }
        }
        if !permitted.is_empty() {
            let sunk = self.parts.sink.append(permitted).await?;
            (outcome.stored, outcome.duplicates) = (sunk.stored, sunk.duplicates);
            outcome.refused.extend(sunk.refused);
        }
        // Counted only now: a request that is sent again after a failure counts once.
        outcome.refused.iter().for_each(|reason| self.tally(&visit, TallyKind::Refusal, reason.name()));
        outcome.rejected.iter().for_each(|(_, bad)| self.tally(&visit, TallyKind::Rejected, bad.code()));
        Ok(outcome)
    }

    /// Whether a choice that comes with a hit is one that we cannot have signed yet.
    fn is_from_the_future(&self, caller: &Caller, hit: &Hit, now: AtMs) -> bool {
        let token = hit.token.as_deref().unwrap_or(&caller.token);
        match self.parts.key.verify(token) {
            Presented::Token(token) => token.claims().issued_at > now.plus_ms(AHEAD_MS_MAX),
            _ => false,
        }
    }

    /// Count a request for the tag itself, where the site has that lane on.
    /// Never of a browser that said no, or sends Global Privacy Control.
    pub fn count_request(&self, site: &SiteEntry, caller: &Caller, page: &str) {
        let said_no = caller.gpc || matches!(self.parts.key.verify(&caller.token), Presented::Refused(_));
        if site.site.lane() != AggregateLane::Request || said_no {
            return;
        }
        let (device, _, _) = self.device(&caller.user_agent);
        if device == DeviceClass::Bot {
            return;
        }
        let now = self.parts.clock.now();
        let visit = Visit { site, country: self.country(caller), now, day: site.day(now) };
        let page = Url::parse(page).ok();
        let path = page.as_ref().map(Url::path).unwrap_or_default();
        self.count_view(&visit, path, "unknown", device);
    }

    /// Count a choice, or that the banner was shown.
    pub fn count_choice(&self, site: &SiteEntry, item: &str) {
        let day = site.day(self.parts.clock.now());
        self.parts.tallies.add(&site.site.id, TallyKind::Choice, &day, item, 1);
    }

    /// Count something that was not taken before it could be read.
    pub fn count_rejected(&self, site: &SiteEntry, code: &str) {
        let day = site.day(self.parts.clock.now());
        self.parts.tallies.add(&site.site.id, TallyKind::Rejected, &day, code, 1);
    }

    /// Count a call of a tracker that is not spoken to. `host` is one that the site lists, or empty.
    pub fn count_tracker(&self, site: &SiteEntry, tracker: &str, host: &str) {
        let (day, divider) = (site.day(self.parts.clock.now()), Tally::DIVIDER);
        self.parts.tallies.add(&site.site.id, TallyKind::Tracker, &day, &format!("{tracker}{divider}{host}"), 1);
    }

    fn country(&self, caller: &Caller) -> String {
        match (&self.parts.geo, caller.ip) {
            (Some(geo), Some(ip)) => geo.country(ip),
            _ => "ZZ".into(),
        }
    }

    fn tally(&self, visit: &Visit<'_>, kind: TallyKind, item: &str) {
        self.parts.tallies.add(&visit.site.site.id, kind, &visit.day, item, 1);
    }

    fn count_view(&self, visit: &Visit<'_>, path: &str, source_class: &str, device: DeviceClass) {
        let listed = visit.site.site.listed_paths.iter().any(|p| p == path);
        let page = if listed { path } else { "other" };
        let divider = Tally::DIVIDER;
        let item = format!("{page}{divider}{source_class}{divider}{}{divider}{}", visit.country, device.name());
        self.tally(visit, TallyKind::View, &item);
    }

    /// The page of a hit, if it names one; it has to be on a host of the site.
    fn page(&self, visit: &Visit<'_>, hit: &Hit) -> Result<Option<Url>, BadHit> {
        let page = Url::parse(&hit.url).ok().filter(|u| matches!(u.scheme(), "http" | "https"));
        let Some(host) = page.as_ref().map(host_of) else { return Ok(None) };
        if !host_listed(&visit.site.site.hosts, &host) {
            let (id, host) = (&visit.site.site.id, self.clean(visit, "", &host));
            self.parts.tallies.add_named(id, TallyKind::UnlistedHost, &visit.day, &host, HOSTS_NAMED_MAX);
            return Err(BadHit::HostNotListed);
        }
        Ok(page)
    }

    /// Who sends, as far as their program says so: the kind of device, browser and system. Bots are nobody.
    fn agent(&self, caller: &Caller, hit: &Hit) -> Result<(DeviceClass, String, String), BadHit> {
        let user_agent = hit.user_agent.as_deref().unwrap_or(&caller.user_agent);
        let (device, browser, os) = self.device(user_agent);
        match device {
            DeviceClass::Bot if !hit.from_server => Err(BadHit::Bot),
            _ if hit.from_server && hit.user_agent.is_none() => Ok((DeviceClass::Server, browser, os)),
            device => Ok((device, browser, os)),
        }
    }

    /// Decide on one hit. The outer error is a hit that cannot be read, the inner one a refusal.
    fn take(&self, visit: &Visit<'_>, caller: &Caller, hit: Hit) -> Result<Result<Permitted, Reason>, BadHit> {
        let name = event_name(&self.clean(visit, "", &hit.name))?;
        let page = self.page(visit, &hit)?;
        let agent = self.agent(caller, &hit)?;
        let token = hit.token.as_deref().unwrap_or(&caller.token);
        let presented = self.parts.key.verify(token);
        let ask = CollectAsk {
            rules: &visit.site.rules,
            presented,
            gpc: caller.gpc,
            narrowed_to: hit.consent.as_deref().map(|says| sender::narrowed(visit.site, says)),
        };
        let (permits, reason) = permits(decide_collect(&ask, &self.parts.restrictions, visit.now));
        let at = corrected(hit.at_ms, hit.sent_ms, visit.now);
        // Nothing is back-filled: what happened before the choice is not covered by it.
        if let Presented::Token(token) = &presented
            && at.plus_ms(BEFORE_CHOICE_MS) < token.claims().issued_at
        {
            // Without the client's own time of sending nobody can tell an early event from a slow clock.
            return if hit.at_ms.is_some() && hit.sent_ms.is_none() {
                Err(BadHit::Clock)
            } else {
                Ok(Err(Reason::Undecided))
            };
        }
        let came = came_from(page.as_ref(), &hit.referrer, &visit.site.site.hosts);
        if permits.is_empty() {
            let reason = reason.unwrap_or(Reason::Refused);
            // After a no, nothing that a script read is used, not even as a sum.
            let open = matches!(reason, Reason::Undecided | Reason::Expired | Reason::FeedStale)
                && !matches!(presented, Presented::Refused(_))
                && !caller.gpc
                && hit.consent.is_none();
            if visit.site.site.lane() == AggregateLane::Script && name == "page_view" && open {
                let class = if came.medium.is_empty() { "direct" } else { source_class(&came.medium) };
                self.count_view(visit, page.as_ref().map(Url::path).unwrap_or_default(), class, agent.0);
            }
            return Ok(Err(reason));
        }
        let event = self.event(visit, &hit, Read { at, name, page, came, agent })?;
        Ok(Ok(Permitted { event, permits }))
    }

    /// What is stored of a hit.
    fn event(&self, visit: &Visit<'_>, hit: &Hit, read: Read) -> Result<Event, BadHit> {
        let Read { at, name, page, came, agent: (device, browser, os) } = read;
        let id = match hit.id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => event_id(id),
            None => EventId(u128::from_le_bytes(self.parts.entropy.bytes16())),
        };
        let clean = |text: &str| self.clean(visit, "", text);
        let (value_minor, currency) = self.revenue(visit, hit, &name)?;
        Ok(Event {
            id,
            site: visit.site.site.id.clone(),
            at,
            received_at: visit.now,
            name,
            host: page.as_ref().map(host_of).unwrap_or_default(),
            path: clean(&decoded(page.as_ref().map(Url::path).unwrap_or_default())),
            title: clean(&hit.title),
            referrer: clean(&came.referrer),
            source: clean(&came.source),
            medium: clean(&came.medium),
            campaign: clean(&came.campaign),
            content: clean(&came.content),
            term: clean(&came.term),
            country: visit.country.clone(),
            device,
            browser,
            os,
            value_minor,
            currency,
            props: self.properties(visit, hit, value_minor != 0),
        })
    }
}

/// What a decision allows, and why it allows no more.
fn permits(decision: CollectDecision) -> (Vec<Permit<Collect>>, Option<Reason>) {
    match (decision.analytics, decision.ads) {
        (Ok(analytics), ads) => ([Some(analytics), ads.ok()].into_iter().flatten().collect(), None),
        (Err(refusal), Ok(ads)) => (vec![ads], Some(refusal.reason)),
        // What ended the consent says more than that a purpose was never allowed.
        (Err(Refusal { reason: Reason::Refused | Reason::Undecided | Reason::PurposeUnknown }), Err(ads))
            if !matches!(ads.reason, Reason::Undecided | Reason::PurposeUnknown) =>
        {
            (Vec::new(), Some(ads.reason))
        }
        (Err(refusal), Err(_)) => (Vec::new(), Some(refusal.reason)),
    }
}

/// A path as people read it: personal data must not hide behind percent signs.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn source_class(medium: &str) -> &'static str {
    match medium {
        "organic" => "search",
        "social" => "social",
        "referral" => "referral",
        _ => "campaign",
    }
}

/// A name in lower case with underscores: `Order Completed` becomes `order_completed`.
fn event_name(name: &str) -> Result<String, BadHit> {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars().take(NAME_CHARS_MAX) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_').to_owned();
    if out.is_empty() { Err(BadHit::NoName) } else { Ok(out) }
}

fn event_id(text: &str) -> EventId {
    if let Ok(id) = uuid::Uuid::try_parse(text) {
        return EventId(id.as_u128());
    }
    let hash = blake3::hash(text.as_bytes());
    let mut first = [0; 16];
    for (to, from) in first.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    EventId(u128::from_be_bytes(first))
}

/// When it happened: the client's own span between event and sending, counted back from now. A client's clock is never
/// believed beyond a week back, nor for the future.
fn corrected(at_ms: Option<i64>, sent_ms: Option<i64>, now: AtMs) -> AtMs {
    let ago = match (at_ms, sent_ms) {
        (Some(at), Some(sent)) => sent.saturating_sub(at),
        (Some(at), None) => now.0.saturating_sub(at),
        (None, _) => 0,
    };
    now.plus_ms(-ago.clamp(0, PAST_MS_MAX))
}

#[cfg(test)]
mod tests;
