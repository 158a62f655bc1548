//! Organisations as staff see and change them.

use hjemmel_model::{AtMs, TenantId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    error::StoreError,
    sql,
    work::{Organisations, Records, Work},
};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Organisation {
    /// Its id.
    #[schema(value_type = String)]
    pub id: TenantId,
    /// What it is called.
    pub name: String,
    /// Where it is: ISO 3166-1 alpha-2, empty until somebody says.
    pub country: String,
    /// Where its staff are reached; empty until somebody says.
    pub contact: String,
    /// Since when.
    #[schema(value_type = i64)]
    pub created_at: AtMs,
}

impl<R: Records> Organisations<R> {
    /// One organisation.
    pub async fn find(&mut self, id: &TenantId) -> Result<Organisation, StoreError> {
        let rows = self.0.read(sql::TENANT_FIND, &[id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("organisation"))?;
        Ok(Organisation {
            id: TenantId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("tenant"))?,
            name: row.text(1)?,
            country: row.text(2)?,
            contact: row.text(3)?,
            created_at: AtMs(row.int(4)?),
        })
    }
}

impl Organisations<&mut Work> {
    /// Change what an organisation is called and where it is.
    pub async fn update(
        &mut self,
        auth: &Authorized<act::TeamWrite>,
        name: &str,
        country: &str,
        contact: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant().as_str();
        let values = [name.into(), country.into(), contact.into(), tenant.into()];
        if tx.execute(sql::TENANT_UPDATE, &values).await? != 1 {
            return Err(StoreError::NotFound("organisation"));
        }
        // The contact may be somebody's address, and the audit log is kept.
        let detail = serde_json::json!({ "name": name, "country": country }).to_string();
        store.audit_add(tx, auth.tenant(), auth.actor(), "organisation.update", tenant, &detail, at).await
    }
}
