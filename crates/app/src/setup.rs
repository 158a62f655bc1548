//! Set-up: what is missing or failing, in the order in which to see to it, each with its next step.
//!
//! Invariant: nothing here names a person; whoever works here may see it.

mod mail;
mod register;

use std::collections::BTreeMap;

use hjemmel_collect::SiteEntry;
use hjemmel_model::{AtMs, Tally, TallyKind, TenantId, host_listed, is_placeholder};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::JobTrouble;
use serde::Serialize;

pub use mail::{MailState, MailWay};

use crate::{AppError, Fault, FaultLevel, cases};

/// A job that was due so long ago and was not taken is not merely waiting its turn.
const OVERDUE_MS: i64 = 15 * 60_000;
/// Days after which a site that was heard of before has fallen silent.
const SILENT_DAYS: i64 = 3;

/// Days over which hosts that are not listed, and trackers that are not spoken to, are looked at, the events that make one worth a word, and how many are named.
const HOST_DAYS: i64 = 7;
const HOST_EVENTS: i64 = 10;
const HOSTS_MAX: usize = 3;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something was set up and does not work.
    Failing,
    /// Something is needed and not there.
    Missing,
    /// Something to look at.
    Advice,
}

/// One open thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SetupItem {
    /// What it is.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Of which site; none when it is of the whole organisation or installation.
    #[schema(value_type = Option<String>)]
    pub site: Option<hjemmel_model::SiteId>,
    /// What staff call the site.
    pub site_name: String,
    /// How many: jobs, mails, events.
    pub count: i64,
    /// Since when, in milliseconds; 0 when that is not known.
    pub since_ms: i64,
    /// More: the kind of job, the code of the failure, a host, a tracker and the listed host it runs on in parentheses.
    pub detail: String,
    /// Where in the console the next step is.
    pub next: String,
}

/// All that is open, most important first. Empty when all is well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Setup {
    /// The open things.
    pub open: Vec<SetupItem>,
    /// Whether anything of it fails now.
    pub failing: bool,
}

impl SetupItem {
    /// An open thing of the whole organisation.
    pub fn new(code: &'static str, severity: Severity, next: impl Into<String>) -> SetupItem {
        SetupItem {
            code,
            severity,
            site: None,
            site_name: String::new(),
            count: 0,
            since_ms: 0,
            detail: String::new(),
            next: next.into(),
        }
    }

    fn of(self, site: &SiteEntry) -> SetupItem {
        SetupItem { site: Some(site.site.id.clone()), site_name: site.site.name.clone(), ..self }
    }
}

impl Setup {
    /// In the order in which to see to it: what fails, what is missing, what to look at.
    pub fn of(mut open: Vec<SetupItem>) -> Setup {
        open.sort_by_key(|item| item.severity);
        Setup { failing: open.iter().any(|item| item.severity == Severity::Failing), open }
    }
}

impl cases::Setup<'_> {
    /// What is open.
    pub async fn read(&self, auth: &Authorized<act::SiteRead>) -> Result<Setup, AppError> {
        let tenant = auth.tenant();
        let mut open = self.setup_conditions();
        open.extend(self.setup_mail().await?);
        open.extend(self.setup_jobs(tenant).await?);
        if is_placeholder(&self.store.organisations().find(tenant).await?.name) {
            open.push(SetupItem::new("organisation_unnamed", Severity::Missing, "/?organisation=edit"));
        }
        let sites = self.sites().list(auth);
        if sites.is_empty() {
            open.push(SetupItem::new("no_site", Severity::Missing, "/settings?tab=sites&edit=new"));
        }
        // What was counted within the last second is looked at too.
        self.tallies_flush().await?;
        for site in &sites {
            open.extend(self.setup_site(site).await?);
        }
        open.extend(self.setup_register(tenant).await?);
        open.extend(self.setup_suppliers(tenant).await?);
        open.extend(self.setup_assessments(tenant).await?);
        open.extend(self.setup_breaches(tenant).await?);
        Ok(Setup::of(open))
    }

    /// A site is alive: its tag was asked for, or an event of it was stored.
    pub fn site_heard(&self, site: &SiteEntry, what: &'static str) {
        let day = site.day(self.clock.now());
        self.tallies.add(&site.site.id, TallyKind::Seen, &day, what, 1);
    }

    /// What the program says about its own health, as open things. Stopped jobs are told one by one elsewhere.
    fn setup_conditions(&self) -> Vec<SetupItem> {
        let faults = self.conditions().now().faults.into_iter().filter(|fault| fault.code != "jobs_stopped");
        let item = |fault: Fault| SetupItem {
            since_ms: fault.since.0,
            detail: fault.detail,
            ..SetupItem::new(
                fault.code,
                if fault.level == FaultLevel::Notice { Severity::Advice } else { Severity::Failing },
                "/",
            )
        };
        faults.map(item).collect()
    }

    async fn setup_mail(&self) -> Result<Option<SetupItem>, AppError> {
        let next = "/settings?tab=jobs";
        Ok(match self.mail_way().await? {
            MailWay::Works => None,
            MailWay::Nowhere { waiting } => {
                let severity = if waiting > 0 { Severity::Failing } else { Severity::Missing };
                Some(SetupItem { count: waiting, ..SetupItem::new("mail_missing", severity, next) })
            }
            MailWay::Failing { since, waiting } => Some(SetupItem {
                count: waiting,
                since_ms: since.0,
                detail: "mail_later".into(),
                ..SetupItem::new("mail_failing", Severity::Failing, next)
            }),
        })
    }

    async fn setup_jobs(&self, tenant: &TenantId) -> Result<Vec<SetupItem>, AppError> {
        let now = self.clock.now();
        let trouble = self.store.jobs().trouble(tenant, now.plus_ms(-OVERDUE_MS), now).await?;
        // What waits for a mail server is told with the mail.
        Ok(trouble.into_iter().filter(|t| t.failed != "mail_later").map(job_item).collect())
    }

    async fn setup_site(&self, site: &SiteEntry) -> Result<Vec<SetupItem>, AppError> {
        let id = &site.site.id;
        let mut open = Vec::new();
        if site.notice.is_none() {
            let next = format!("/consent?site={id}&tab=notice");
            open.push(SetupItem::new("notice_missing", Severity::Missing, next).of(site));
        }
        let tag = format!("/consent?site={id}&tab=tag");
        match self.store.sites().seen(id).await? {
            None => open.push(SetupItem::new("tag_unseen", Severity::Missing, tag).of(site)),
            Some(seen) => {
                let now = self.clock.now();
                if seen.last < site.day(now.plus_days(-SILENT_DAYS)) {
                    let item = SetupItem { detail: seen.last, ..SetupItem::new("tag_silent", Severity::Failing, tag) };
                    open.push(item.of(site));
                }
            }
        }
        open.extend(self.setup_hosts(site).await?);
        open.extend(self.setup_trackers(site).await?);
        Ok(open)
    }

    /// Trackers that run on pages of the site and that are not spoken to: whoever set one up waits for numbers that never come.
    async fn setup_trackers(&self, site: &SiteEntry) -> Result<Vec<SetupItem>, AppError> {
        let (id, now) = (&site.site.id, self.clock.now());
        let (from, to) = (site.day(now.plus_days(1 - HOST_DAYS)), site.day(now));
        let mut calls: BTreeMap<String, i64> = BTreeMap::new();
        for sum in self.store.tallies().sum(id, TallyKind::Tracker, &from, &to).await? {
            *calls.entry(tracker_on(&sum.item)).or_default() += sum.n;
        }
        let mut calls: Vec<_> = calls.into_iter().collect();
        calls.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let item = |(tracker, count): (String, i64)| {
            let next = format!("/consent?site={id}&tab=tag");
            SetupItem { count, detail: tracker, ..SetupItem::new("tracker_unknown", Severity::Advice, next) }.of(site)
        };
        Ok(calls.into_iter().take(HOSTS_MAX).map(item).collect())
    }

    /// Hosts that send and are not listed: pages of one's own that were forgotten, or somebody else's use of the key.
    async fn setup_hosts(&self, site: &SiteEntry) -> Result<Vec<SetupItem>, AppError> {
        let (id, now) = (&site.site.id, self.clock.now());
        let (from, to) = (site.day(now.plus_days(1 - HOST_DAYS)), site.day(now));
        let mut hosts: BTreeMap<String, i64> = BTreeMap::new();
        for sum in self.store.tallies().sum(id, TallyKind::UnlistedHost, &from, &to).await? {
            *hosts.entry(sum.item).or_default() += sum.n;
        }
        let listed = |host: &str| host_listed(&site.site.hosts, host);
        let mut hosts: Vec<_> =
            hosts.into_iter().filter(|(host, n)| *n >= HOST_EVENTS && host != "other" && !listed(host)).collect();
        hosts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let item = |(host, count): (String, i64)| {
            let next = format!("/settings?tab=sites&edit={id}");
            SetupItem { count, detail: host, ..SetupItem::new("host_unlisted", Severity::Advice, next) }.of(site)
        };
        Ok(hosts.into_iter().take(HOSTS_MAX).map(item).collect())
    }
}

/// `Matomo (shop.example)`, or the tracker alone where the call did not say from which page it came.
fn tracker_on(item: &str) -> String {
    match item.split_once(Tally::DIVIDER) {
        Some((tracker, host)) if !host.is_empty() => format!("{tracker} ({host})"),
        Some((tracker, _)) => tracker.to_owned(),
        None => item.to_owned(),
    }
}

fn job_item(trouble: JobTrouble) -> SetupItem {
    let JobTrouble { kind, failed, jobs, since, stopped } = trouble;
    let code = match (stopped > 0, failed.is_empty()) {
        (true, _) => "job_stopped",
        (false, true) => "job_overdue",
        (false, false) => "job_failing",
    };
    let detail = if failed.is_empty() { kind } else { format!("{kind}:{failed}") };
    SetupItem {
        count: jobs,
        since_ms: since.max(AtMs(0)).0,
        detail,
        ..SetupItem::new(code, Severity::Failing, "/settings?tab=jobs")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_comes_first_and_the_rest_keeps_its_order() {
        let item = |code, severity| SetupItem::new(code, severity, "/");
        let setup = Setup::of(vec![
            item("organisation_unnamed", Severity::Missing),
            item("host_unlisted", Severity::Advice),
            item("mail_failing", Severity::Failing),
            item("tag_unseen", Severity::Missing),
        ]);
        let codes: Vec<_> = setup.open.iter().map(|i| i.code).collect();
        assert_eq!(codes, ["mail_failing", "organisation_unnamed", "tag_unseen", "host_unlisted"]);
        assert!(setup.failing && !Setup::of(Vec::new()).failing);
    }

    #[test]
    fn a_job_says_what_it_is_and_what_failed() {
        let trouble = |failed: &str, stopped| JobTrouble {
            kind: "retention".into(),
            failed: failed.into(),
            jobs: 1,
            since: AtMs(5),
            stopped,
        };
        let said = |t| {
            let item = job_item(t);
            (item.code, item.detail)
        };
        assert_eq!(said(trouble("store", 0)), ("job_failing", "retention:store".into()));
        assert_eq!(said(trouble("store", 1)), ("job_stopped", "retention:store".into()));
        assert_eq!(said(trouble("", 0)), ("job_overdue", "retention".into()));
    }
}
