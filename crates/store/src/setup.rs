//! What set-up asks of the records: whether sites are alive, which jobs do not get on, who reads what.

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Language, SiteId, TenantId, TopicId};

use crate::{
    error::StoreError,
    sql,
    work::{Consents, Jobs, Records, Sites, Topics},
};

/// The first and the last day on which anything of a site was counted, as `2026-11-22`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSeen {
    /// First day.
    pub first: String,
    /// Last day.
    pub last: String,
}

/// Jobs of one kind that do not get on for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobTrouble {
    /// What is to be done.
    pub kind: String,
    /// Code of the failure; empty when nobody takes them.
    pub failed: String,
    /// How many.
    pub jobs: i64,
    /// Since when.
    pub since: AtMs,
    /// How many of them wait for a person.
    pub stopped: i64,
}

impl<R: Records> Sites<R> {
    /// When a site was first and last heard of; `None` when it never was.
    pub async fn seen(&mut self, site: &SiteId) -> Result<Option<SiteSeen>, StoreError> {
        let rows = self.0.read(sql::TALLY_LAST, &[site.as_str().into()]).await?;
        let mut seen: Option<SiteSeen> = None;
        for row in &rows {
            let (first, last) = (row.text(1)?, row.text(2)?);
            seen = Some(match seen {
                None => SiteSeen { first, last },
                Some(before) => SiteSeen { first: before.first.min(first), last: before.last.max(last) },
            });
        }
        Ok(seen)
    }
}

impl<R: Records> Jobs<R> {
    /// Jobs of an organisation and of the installation that failed, were given up, or were due before `overdue` and were
    /// not taken.
    pub async fn trouble(
        &mut self,
        tenant: &TenantId,
        overdue: AtMs,
        now: AtMs,
    ) -> Result<Vec<JobTrouble>, StoreError> {
        let mut out = Vec::new();
        for row in &self.0.read(sql::JOB_TROUBLE, &[tenant.as_str().into()]).await? {
            out.push(JobTrouble {
                kind: row.text(0)?,
                failed: row.text(1)?,
                jobs: row.int(2)?,
                since: AtMs(row.int(3)?),
                stopped: row.int(4)?,
            });
        }
        let values = [tenant.as_str().into(), overdue.0.into(), now.0.into()];
        for row in &self.0.read(sql::JOB_OVERDUE, &values).await? {
            let (kind, jobs, since) = (row.text(0)?, row.int(1)?, AtMs(row.int(2)?));
            out.push(JobTrouble { kind, failed: String::new(), jobs, since, stopped: 0 });
        }
        Ok(out)
    }

    /// How many jobs wait because mail did not go out, and since when the first of them does.
    pub async fn mail_waits(&mut self) -> Result<(i64, AtMs), StoreError> {
        let rows = self.0.read(sql::JOB_MAIL_WAITS, &[]).await?;
        let row = rows.first().ok_or(StoreError::Damaged("job"))?;
        Ok((row.int(0)?, AtMs(row.int(1)?)))
    }
}

impl<R: Records> Consents<R> {
    /// How many browsers' choices count now, by the version of the notice they were made under.
    pub async fn current(&mut self, site: &SiteId, now: AtMs) -> Result<Vec<(u32, i64)>, StoreError> {
        let rows = self.0.read(sql::CONSENT_CURRENT, &[site.as_str().into(), now.0.into()]).await?;
        rows.iter().map(|row| Ok((row.u32(0)?, row.int(1)?))).collect()
    }
}

impl<R: Records> Topics<R> {
    /// What those read who said yes to a topic: of the last 2,000 at most, how many each language.
    pub async fn languages(
        &mut self,
        tenant: &TenantId,
        topic: &TopicId,
    ) -> Result<BTreeMap<Language, i64>, StoreError> {
        let rows = self.0.read(sql::AUDIENCE_LANGUAGES, &[tenant.as_str().into(), topic.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                let language = Language::from_tag(&row.text(0)?).ok_or(StoreError::Damaged("person"))?;
                Ok((language, row.int(1)?))
            })
            .collect()
    }
}
