//! Sites and their notices.

mod change;
mod debug;

use hjemmel_store::work;
use std::{collections::BTreeMap, sync::Arc};

use hjemmel_collect::{SiteEntry, recognise::special_name};
use hjemmel_model::{
    AggregateLane, Controller, Language, LawPack, Notice, NoticeError, NoticePurpose, RevenueFrom, Site, SiteId,
    TenantId, catalogue_find, host_normal,
};
use hjemmel_policy::{Authorized, Reason, act};
use hjemmel_words::{key, purpose_name, purpose_text};
use serde::{Deserialize, Serialize};

pub use change::{NoticeChange, PurposeChange};
pub use debug::{DebugDialect, DebugInput, DebugToken};

use crate::{AppError, cases};

/// A site as staff fill it in.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteDraft {
    /// What staff call it.
    pub name: String,
    /// Hosts that may use its key.
    pub hosts: Vec<String>,
    /// The law it stands under.
    pub law: LawPack,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 4217 currency.
    pub currency: String,
    /// What is counted without permission.
    #[serde(default)]
    pub aggregate: AggregateLane,
    /// Why that may be on. Needed unless it is off.
    #[serde(default)]
    pub aggregate_assessment: String,
    /// Paths the aggregate lane may name.
    #[serde(default)]
    pub listed_paths: Vec<String>,
    /// Events that count as conversions.
    #[serde(default)]
    pub conversions: Vec<String>,
    /// Event properties that are kept.
    #[serde(default)]
    pub properties: Vec<String>,
    /// Whose word counts for revenue.
    #[serde(default)]
    pub revenue: RevenueFrom,
}

/// A purpose as staff choose it for a notice; texts that are left out come from the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticePurposeDraft {
    /// Its name in the catalogue.
    pub key: String,
    /// Others who get the data.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Days until what was collected goes; the catalogue's when left out.
    #[serde(default)]
    pub retention_days: Option<u16>,
    /// Own sentences, by language.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub text: BTreeMap<Language, String>,
}

/// A notice as staff fill it in.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeDraft {
    /// Who asks.
    pub controller: Controller,
    /// What for.
    pub purposes: Vec<NoticePurposeDraft>,
}

/// Most entries of a list in a site's settings.
const LIST_MAX: usize = 200;

impl SiteDraft {
    fn check(&self) -> Result<(), AppError> {
        let wrong = |field, why| Err(AppError::Invalid { field, why });
        if self.name.trim().is_empty() || self.name.len() > 100 {
            return wrong("name", key!("field_needs_1_to_100_characters"));
        }
        if self.hosts.is_empty() || !self.hosts.iter().all(|h| host_normal(h).is_some()) {
            return wrong("hosts", key!("field_needs_a_host"));
        }
        if self.currency.len() != 3 || !self.currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return wrong("currency", key!("field_needs_three_capital_letters"));
        }
        if hjemmel_model::Zone::find(&self.time_zone).is_none() {
            return wrong("time_zone", key!("field_needs_a_time_zone"));
        }
        if self.aggregate != AggregateLane::Off && self.aggregate_assessment.trim().chars().count() < 40 {
            return wrong("aggregate_assessment", key!("field_counting_needs_an_assessment"));
        }
        if !self.law.aggregate_allows(self.aggregate) {
            return wrong("aggregate", key!("field_no_exemption_for_statistics"));
        }
        let lists = [&self.hosts, &self.listed_paths, &self.conversions, &self.properties];
        if lists.iter().any(|l| l.len() > LIST_MAX || l.iter().any(|v| v.len() > 300)) {
            return wrong("lists", key!("field_may_have_200_entries"));
        }
        if self.properties.iter().any(|name| special_name(name)) {
            return wrong("properties", key!("field_names_special_data"));
        }
        Ok(())
    }

    fn site(&self, id: SiteId, tenant: TenantId, key: String) -> Site {
        Site {
            id,
            tenant,
            key,
            name: self.name.trim().to_owned(),
            hosts: self.hosts.iter().filter_map(|h| host_normal(h)).collect(),
            law: self.law,
            time_zone: self.time_zone.clone(),
            currency: self.currency.clone(),
            aggregate: self.aggregate,
            aggregate_assessment: self.aggregate_assessment.trim().to_owned(),
            listed_paths: self.listed_paths.clone(),
            conversions: self.conversions.clone(),
            properties: self.properties.clone(),
            revenue: self.revenue,
        }
    }
}

impl cases::Sites<'_> {
    /// The sites of an organisation.
    pub fn list(&self, auth: &Authorized<act::SiteRead>) -> Vec<Arc<SiteEntry>> {
        self.sites.all().into_iter().filter(|s| s.site.tenant == *auth.tenant()).collect()
    }

    /// One site of an organisation.
    pub fn of(&self, tenant: &TenantId, id: &str) -> Option<Arc<SiteEntry>> {
        let id = SiteId::parse(id).ok()?;
        self.sites.by_id(&id).filter(|s| s.site.tenant == *tenant)
    }

    /// Create a site. Nothing is collected on it before a notice is published (P-17).
    pub async fn create(&self, auth: &Authorized<act::SiteWrite>, draft: &SiteDraft) -> Result<Site, AppError> {
        draft.check()?;
        let now = self.clock.now();
        let id = SiteId::new(now, self.entropy.as_ref());
        let key = format!("{:012x}", self.entropy.positive_i64() & 0xffff_ffff_ffff);
        let site = draft.site(id, auth.tenant().clone(), key);
        work!(self.store, |w| { w.sites().insert(auth, &site, now).await })?;
        self.sites_refresh().await?;
        Ok(site)
    }

    /// Change a site.
    pub async fn update(
        &self,
        auth: &Authorized<act::SiteWrite>,
        old: &Site,
        draft: &SiteDraft,
    ) -> Result<Site, AppError> {
        draft.check()?;
        let site = draft.site(old.id.clone(), old.tenant.clone(), old.key.clone());
        work!(self.store, |w| { w.sites().update(auth, &site, self.clock.now()).await })?;
        self.sites_refresh().await?;
        Ok(site)
    }

    /// The notice that a draft makes, as the next version. An unknown purpose is refused (P-01).
    pub async fn notice_draft(&self, site: &SiteEntry, draft: &NoticeDraft) -> Result<Notice, AppError> {
        let languages = self.organisation().organisation_languages(&site.site.tenant).await?;
        let mut purposes = Vec::with_capacity(draft.purposes.len());
        for chosen in &draft.purposes {
            let known = catalogue_find(&chosen.key).ok_or(AppError::Refused(Reason::PurposeUnknown))?;
            let mut text = purpose_text(&known.key, &languages);
            let own = chosen.text.iter().filter(|(l, _)| languages.contains(l));
            text.extend(own.map(|(l, t)| (*l, t.trim().to_owned())));
            purposes.push(NoticePurpose {
                name: purpose_name(&known.key, &languages),
                key: known.key,
                bit: known.bit,
                scope: known.scope,
                denied_by_gpc: known.denied_by_gpc,
                retention_days: chosen.retention_days.unwrap_or(known.retention_days),
                since_version: 0,
                recipients: chosen.recipients.iter().map(|r| r.trim().to_owned()).collect(),
                text,
            });
        }
        let notice = Notice {
            site: site.site.id.clone(),
            version: site.notice.as_ref().map_or(1, |n| n.version + 1),
            law: site.site.law,
            controller: draft.controller.clone(),
            purposes,
            published_at: self.clock.now(),
        };
        Ok(notice.after(site.notice.as_deref()))
    }

    /// All that is wrong with a notice of an organisation: its texts must stand in the languages the organisation writes in.
    pub async fn notice_check(&self, notice: &Notice, tenant: &TenantId) -> Result<Vec<NoticeError>, AppError> {
        Ok(notice.check(&self.organisation().organisation_languages(tenant).await?))
    }

    /// Whom a notice names and who may not receive what it shares with them, each with the reason.
    pub async fn notice_barred(&self, notice: &Notice, tenant: &TenantId) -> Result<Vec<(String, Reason)>, AppError> {
        self.register().notice_barred(tenant, notice).await
    }

    /// Publish a notice, unless it breaks a rule, or names somebody who may not receive what it shares with them.
    pub async fn notice_publish(
        &self,
        auth: &Authorized<act::NoticePublish>,
        site: &SiteEntry,
        draft: &NoticeDraft,
    ) -> Result<Notice, AppError> {
        let notice = self.notice_draft(site, draft).await?;
        let wrong = self.notice_check(&notice, &site.site.tenant).await?;
        if !wrong.is_empty() {
            return Err(AppError::Notice(wrong));
        }
        // What a notice says that others get is handed on once it is allowed.
        if let Some((name, reason)) = self.register().notice_barred(auth.tenant(), &notice).await?.into_iter().next() {
            return Err(AppError::Barred { name, reason });
        }
        work!(self.store, |w| { w.notices().insert(auth, &notice).await })?;
        self.sites_refresh().await?;
        Ok(notice)
    }

    /// Every version, newest first.
    pub async fn notice_list(&self, auth: &Authorized<act::SiteRead>, site: &SiteId) -> Result<Vec<Notice>, AppError> {
        let _ = auth;
        Ok(self.store.notices().list(site).await?)
    }
}
