//! Organisations and their sites.

use hjemmel_model::{AtMs, Site, TenantId};
use hjemmel_policy::{Authorized, act};

use crate::{Store, db::unit_of_work, error::StoreError, sql};

impl Store {
    /// Record a new organisation.
    pub async fn tenant_insert(&self, id: &TenantId, name: &str, at: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::TENANT_INSERT, &[id.as_str().into(), name.into(), at.0.into()]).await?;
            Ok(())
        })
    }

    /// Organisations and their names, oldest first.
    pub async fn tenant_list(&self) -> Result<Vec<(TenantId, String)>, StoreError> {
        let rows = self.db.read(sql::TENANT_LIST, &[]).await?;
        rows.iter()
            .map(|row| Ok((TenantId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("tenant"))?, row.text(1)?)))
            .collect()
    }

    /// Record a new site.
    pub async fn site_insert(
        &self,
        auth: &Authorized<act::SiteWrite>,
        site: &Site,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let settings = serde_json::to_string(site).map_err(|_| StoreError::Damaged("site"))?;
        let done: Result<(), StoreError> = unit_of_work!(self.db, |tx| {
            let values = [
                site.id.as_str().into(),
                auth.tenant().as_str().into(),
                site.key.as_str().into(),
                settings.as_str().into(),
                at.0.into(),
            ];
            tx.execute(sql::SITE_INSERT, &values).await?;
            self.audit_add(tx, auth.tenant(), auth.actor(), "site.create", site.id.as_str(), "{}", at).await
        });
        done.map_err(|e| e.or_taken("site key"))
    }

    /// Change a site's settings; the key stays.
    pub async fn site_update(
        &self,
        auth: &Authorized<act::SiteWrite>,
        site: &Site,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let settings = serde_json::to_string(site).map_err(|_| StoreError::Damaged("site"))?;
        unit_of_work!(self.db, |tx| {
            let values = [settings.as_str().into(), site.id.as_str().into(), auth.tenant().as_str().into()];
            if tx.execute(sql::SITE_UPDATE, &values).await? != 1 {
                return Err(StoreError::NotFound("site"));
            }
            self.audit_add(tx, auth.tenant(), auth.actor(), "site.update", site.id.as_str(), &settings, at).await
        })
    }

    /// Every site of every organisation, for the collector.
    pub async fn site_list_all(&self) -> Result<Vec<Site>, StoreError> {
        let rows = self.db.read(sql::SITE_LIST_ALL, &[]).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("site"))).collect()
    }
}
