//! What a browser left behind, for whoever sits at it: shown, taken home, erased (GDPR 11(2), 15, 17; R-13).
//!
//! Invariant: the token of the browser's choice is the proof and the only one; it opens no person.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hjemmel_collect::SiteEntry;
use hjemmel_model::{
    ConsentEvent, ConsentRecord, Controller, ErasureId, JobId, Language, PersonId, SignedReceipt, VisitEvent,
};
use hjemmel_pages::{Held, HeldLine, HeldSection};
use hjemmel_policy::{Browser, Presented, authorize_browser, decide_access};
use hjemmel_store::{ErasureDraft, StoreError, work};
use hjemmel_words::word;
use serde_json::json;

use crate::{
    AppError, cases,
    copy::{moment, pretty, visit_line},
};

/// Looks from one place within a quarter of an hour.
const LOOKS_MAX: usize = 60;
/// Erasures from one place within a quarter of an hour: each rewrites files.
const ERASURES_MAX: usize = 5;
/// Events that the page shows.
const VISITS_SHOWN: usize = 100;
/// Most that a copy holds: whoever asks is nobody in particular, and each look costs.
const VISITS_COPIED: usize = 20_000;

/// A browser that showed its token, and where.
pub struct BrowserOpened {
    browser: Browser,
    site: Arc<SiteEntry>,
    /// Who answers for the site.
    pub controller: Controller,
}

impl cases::Browsers<'_> {
    /// Whoever shows the token of a site's choice; nothing when it is none, or of another site.
    pub fn open(&self, site_key: &str, token: &str, caller: &str) -> Result<Option<BrowserOpened>, AppError> {
        // Each look reads files.
        self.sign_ups.begin_most(&[format!("browser {caller}")], self.clock.now(), LOOKS_MAX)?;
        Ok(self.opened(site_key, token))
    }

    fn opened(&self, site_key: &str, token: &str) -> Option<BrowserOpened> {
        let site = self.sites.by_key(site_key).filter(|_| token.len() <= 1_000)?;
        let presented: Presented = self.store.keys().token_key().verify(token);
        let browser = Browser::shown(&site.site.tenant, &site.rules, &presented).ok()?;
        let mut controller = site.notice.as_ref()?.controller.clone();
        // The banner stands on the site's own pages; this page does not.
        if let (true, Some(host)) = (controller.policy_url.starts_with('/'), site.site.hosts.first()) {
            let host = host.trim_start_matches("*.");
            let scheme = if host.starts_with("localhost") { "http" } else { "https" };
            controller.policy_url = format!("{scheme}://{host}{}", controller.policy_url);
        }
        Some(BrowserOpened { browser, site, controller })
    }

    async fn left(&self, o: &BrowserOpened, most: usize) -> Result<Vec<VisitEvent>, AppError> {
        let permits = decide_access(&o.browser, &o.site.rules, &self.restrictions, self.clock.now());
        let (mut out, mut seen) = (Vec::new(), HashSet::new());
        for permit in permits.map_err(|refusal| AppError::Refused(refusal.reason))? {
            // What may be used for two purposes is one event. Two that look alike are two where one permit shows both.
            let mut times: HashMap<VisitEvent, usize> = HashMap::new();
            for event in self.reports.left(permit, most).await? {
                let time = times.entry(event.clone()).or_default();
                *time += 1;
                if seen.insert((event.clone(), *time)) {
                    out.push(event);
                }
            }
        }
        out.sort_by_key(|e| std::cmp::Reverse(e.at_ms));
        out.truncate(most);
        Ok(out)
    }

    fn purposes(o: &BrowserOpened, choice: &ConsentRecord, language: Language) -> String {
        let Some(notice) = &o.site.notice else { return String::new() };
        let named = notice.purposes.iter().filter(|p| choice.granted.has(p.bit));
        named.filter_map(|p| language.read(&p.name)).collect::<Vec<_>>().join(", ")
    }

    /// What the browser left, in words.
    pub async fn held(&self, o: &BrowserOpened, language: Language) -> Result<Held, AppError> {
        let t = |name: &str| word(language, name).unwrap_or_default();
        let choices = self.store.consents().of_browser(&o.browser).await?;
        let choices = choices.iter().map(|c| {
            let named = Self::purposes(o, c, language);
            let what = match c.event {
                ConsentEvent::Withdrawn => t("browser_withdrawn"),
                _ if named.is_empty() => t("browser_refused"),
                _ => format!("{}: {named}", t("browser_given")),
            };
            HeldLine { text: what, more: moment(c.at, language) }
        });
        let visits = self.left(o, VISITS_SHOWN).await?;
        let section = |name: &str, lines: Vec<HeldLine>| HeldSection {
            title: t(&format!("browser_{name}")),
            why: t(&format!("browser_{name}_why")),
            lines,
            empty: t(&format!("browser_{name}_none")),
        };
        let visits = visits.iter().map(|e| visit_line(e, language)).collect();
        let sections = vec![section("choices", choices.collect()), section("visits", visits)];
        Ok(Held { sections, restricted: false, linked: false })
    }

    /// The same for other programs.
    pub async fn copy(&self, o: &BrowserOpened) -> Result<Vec<u8>, AppError> {
        pretty(&json!({
            "made_at": self.clock.now().rfc3339(),
            "site": o.site.site.name,
            "controller": o.controller,
            "choices": self.store.consents().of_browser(&o.browser).await?,
            "visits": self.left(o, VISITS_COPIED).await?,
        }))
    }

    /// Erase it. A person whom the browser was joined with stays, without it.
    pub async fn erase(&self, o: &BrowserOpened, caller: &str) -> Result<SignedReceipt, AppError> {
        self.sign_ups.begin_most(&[format!("browser_erase {caller}")], self.clock.now(), ERASURES_MAX)?;
        if self.store.consents().of_browser(&o.browser).await?.is_empty() {
            // It was erased before, or never stored: nothing is left that a receipt could name.
            return Err(StoreError::NotFound("browser").into());
        }
        let now = self.clock.now();
        let auth = authorize_browser(&o.browser);
        let numbers: Vec<_> = o.browser.numbers().map(|n| n.0).collect();
        let (events, _) = self.erasures().events_of(&auth, &[(o.browser.site().clone(), numbers)]).await?;
        let draft = ErasureDraft {
            id: ErasureId::new(now, self.entropy.as_ref()),
            job: JobId::new(now, self.entropy.as_ref()),
            person: PersonId::new(now, self.entropy.as_ref()),
            no_mail_mark: false,
            events,
            backup_days: self.backup_days,
            at: now,
        };
        let erased = work!(self.store, |w| { w.erasures().browser(&o.browser, &draft).await })?;
        self.restrictions.add(erased.bars);
        if let Err(e) = self.store.erasures().keys(&erased.work, now).await {
            tracing::warn!(erasure = %draft.id, error = %e, "erasure.keys.later");
        }
        Ok(erased.receipt)
    }
}
