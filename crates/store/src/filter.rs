//! Filters of reports that are kept under a name, for everybody who reads a site's reports.

use hjemmel_model::{AtMs, FilterId, SiteId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

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

impl Store {
    /// Keep a filter.
    pub async fn filter_insert(&self, auth: &Authorized<act::ReportRead>, f: &SavedFilter) -> Result<(), StoreError> {
        let values = [
            f.id.as_str().into(),
            auth.tenant().as_str().into(),
            f.site.as_str().into(),
            f.name.as_str().into(),
            f.filter.as_str().into(),
            f.created_at.0.into(),
        ];
        unit_of_work!(self.db, |tx| {
            let there = [auth.tenant().as_str().into(), f.site.as_str().into()];
            if tx.read(sql::SAVED_FILTER_LIST, &there).await?.len() >= FILTERS_MAX {
                return Err(StoreError::TooMany("filters"));
            }
            tx.execute(sql::SAVED_FILTER_INSERT, &values).await.map_err(|e| e.or_taken("name"))?;
            self.audit_add(tx, auth.tenant(), auth.actor(), "filter.create", f.id.as_str(), "{}", f.created_at).await
        })
    }

    /// The filters of a site, by name.
    pub async fn filter_list(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteId,
    ) -> Result<Vec<SavedFilter>, StoreError> {
        let values = [auth.tenant().as_str().into(), site.as_str().into()];
        let rows = self.db.read(sql::SAVED_FILTER_LIST, &values).await?;
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

    /// Let go of one.
    pub async fn filter_remove(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteId,
        id: &FilterId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            let values = [auth.tenant().as_str().into(), site.as_str().into(), id.as_str().into()];
            if tx.execute(sql::SAVED_FILTER_REMOVE, &values).await? != 1 {
                return Err(StoreError::NotFound("filter"));
            }
            self.audit_add(tx, auth.tenant(), auth.actor(), "filter.remove", id.as_str(), "{}", at).await
        })
    }
}
