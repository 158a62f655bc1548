//! Filters of reports that are kept under a name.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{FilterId, Predicate};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{SavedFilter, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

use crate::{AppError, cases, profile::line};

/// A filter to keep.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedFilterDraft {
    /// What staff call it.
    pub name: String,
    /// The filter, as reports take it.
    #[schema(example = r#"["is","source",["google"]]"#)]
    pub filter: String,
}

impl cases::Filters<'_> {
    /// Keep a filter for everybody who reads the site's reports.
    pub async fn create(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        draft: &SavedFilterDraft,
    ) -> Result<SavedFilter, AppError> {
        let predicate = Predicate::parse(&draft.filter)?;
        if predicate.is_empty() {
            return Err(AppError::Invalid { field: "filter", why: key!("field_says_nothing") });
        }
        cases::Reports::declared(site, predicate.dimensions())?;
        // Written one way, whatever way it came in, and short enough to be asked in that.
        let filter = predicate.to_string();
        Predicate::parse(&filter)?;
        let now = self.clock.now();
        let saved = SavedFilter {
            id: FilterId::new(now, self.entropy.as_ref()),
            site: site.site.id.clone(),
            name: line(&draft.name, "name", 100)?,
            filter,
            created_at: now,
        };
        work!(self.store, |w| { w.saved_filters().insert(auth, &saved).await })?;
        Ok(saved)
    }

    /// The filters kept for a site, by name.
    pub async fn list(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
    ) -> Result<Vec<SavedFilter>, AppError> {
        Ok(self.store.saved_filters().list(auth, &site.site.id).await?)
    }

    /// Let go of one.
    pub async fn remove(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        id: &FilterId,
    ) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.saved_filters().remove(auth, &site.site.id, id, self.clock.now()).await })?)
    }
}
