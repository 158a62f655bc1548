//! Organisations and their sites.

use hjemmel_model::{AtMs, Site, TenantId};
use hjemmel_policy::{Authorized, act};

use crate::{
    audit::Did,
    error::StoreError,
    sql,
    work::{Organisations, Records, Sites, Work},
};

impl Organisations<&mut Work> {
    /// Record a new organisation.
    pub async fn insert(&mut self, id: &TenantId, name: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::TENANT_INSERT, &[id.as_str().into(), name.into(), at.0.into()]).await?;
        Ok(())
    }
}

impl<R: Records> Organisations<R> {
    /// Organisations and their names, oldest first.
    pub async fn list(&mut self) -> Result<Vec<(TenantId, String)>, StoreError> {
        let rows = self.0.read(sql::TENANT_LIST, &[]).await?;
        rows.iter()
            .map(|row| Ok((TenantId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("tenant"))?, row.text(1)?)))
            .collect()
    }
}

impl Sites<&mut Work> {
    /// Record a new site.
    pub async fn insert(&mut self, auth: &Authorized<act::SiteWrite>, site: &Site, at: AtMs) -> Result<(), StoreError> {
        let settings = serde_json::to_string(site).map_err(|_| StoreError::Damaged("site"))?;
        let values = [
            site.id.as_str().into(),
            auth.tenant().as_str().into(),
            site.key.as_str().into(),
            settings.as_str().into(),
            at.0.into(),
        ];
        self.0.tx.execute(sql::SITE_INSERT, &values).await.map_err(|e| e.or_taken("site key"))?;
        self.0.audit().add(auth, "site.create", site.id.as_str(), at).await
    }
}

impl Sites<&mut Work> {
    /// Change a site's settings; the key stays.
    pub async fn update(&mut self, auth: &Authorized<act::SiteWrite>, site: &Site, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let settings = serde_json::to_string(site).map_err(|_| StoreError::Damaged("site"))?;
        let values = [settings.as_str().into(), site.id.as_str().into(), auth.tenant().as_str().into()];
        if tx.execute(sql::SITE_UPDATE, &values).await? != 1 {
            return Err(StoreError::NotFound("site"));
        }
        store
            .audit_add(
                tx,
                (auth.tenant(), auth.actor()),
                Did::new("site.update").to(site.id.as_str()).with(&settings),
                at,
            )
            .await
    }
}

impl<R: Records> Sites<R> {
    /// Every site of every organisation, for the collector.
    pub async fn list_all(&mut self) -> Result<Vec<Site>, StoreError> {
        let rows = self.0.read(sql::SITE_LIST_ALL, &[]).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("site"))).collect()
    }
}
