//! Filters of reports that are kept under a name, for everybody who reads a site's reports.

use hjemmel_model::{AtMs, FilterId, SiteId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    error::StoreError,
    sql,
    work::{Records, SavedFilters, Work},
};

/// Filters that a site may keep.
const FILTERS_MAX: usize = 100;

/// A filter with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SavedFilter {
    /// Its id.
    pub id: FilterId,
    /// Of which site's reports.
    pub site: SiteId,
    /// What staff call it; no two of a site have the same.
    pub name: String,
    /// The filter, as reports take it.
    pub filter: String,
    /// Since when.
    pub created_at: AtMs,
}

impl SavedFilters<&mut Work> {
    /// Keep a filter.
    pub async fn insert(&mut self, auth: &Authorized<act::ReportRead>, f: &SavedFilter) -> Result<(), StoreError> {
        if self.list(auth, &f.site).await?.len() >= FILTERS_MAX {
            return Err(StoreError::TooMany("filters"));
        }
        let values = [
            f.id.as_str().into(),
            auth.tenant().as_str().into(),
            f.site.as_str().into(),
            f.name.as_str().into(),
            f.filter.as_str().into(),
            f.created_at.0.into(),
        ];
        self.0.tx.execute(sql::SAVED_FILTER_INSERT, &values).await.map_err(|e| e.or_taken("name"))?;
        self.0.audit().add(auth, "filter.create", f.id.as_str(), f.created_at).await
    }

    /// Let go of one.
    pub async fn remove(
        &mut self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteId,
        id: &FilterId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let values = [auth.tenant().as_str().into(), site.as_str().into(), id.as_str().into()];
        if self.0.tx.execute(sql::SAVED_FILTER_REMOVE, &values).await? != 1 {
            return Err(StoreError::NotFound("filter"));
        }
        self.0.audit().add(auth, "filter.remove", id.as_str(), at).await
    }
}

impl<R: Records> SavedFilters<R> {
    /// The filters of a site, by name.
    pub async fn list(
        &mut self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteId,
    ) -> Result<Vec<SavedFilter>, StoreError> {
        let values = [auth.tenant().as_str().into(), site.as_str().into()];
        let rows = self.0.read(sql::SAVED_FILTER_LIST, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(SavedFilter {
                    id: FilterId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("filter"))?,
                    site: site.clone(),
                    name: row.text(1)?,
                    filter: row.text(2)?,
                    created_at: AtMs(row.int(3)?),
                })
            })
            .collect()
    }
}
