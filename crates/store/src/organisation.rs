//! Organisations as staff see and change them.

use hjemmel_model::{AtMs, Language, TenantId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    audit::Did,
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
    /// The languages in which it writes its own texts.
    pub languages: Vec<Language>,
    /// Since when.
    #[schema(value_type = i64)]
    pub created_at: AtMs,
}

/// What an organisation is to be.
#[derive(Clone, Copy, Debug)]
pub struct OrganisationUpdate<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Where it is.
    pub country: &'a str,
    /// Where its staff are reached.
    pub contact: &'a str,
    /// The languages in which it writes its own texts.
    pub languages: &'a [Language],
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
            languages: row.text(5)?.split(',').filter_map(Language::from_tag).collect(),
        })
    }
}

impl Organisations<&mut Work> {
    /// Change what an organisation is called, where it is and in which languages it writes.
    pub async fn update(
        &mut self,
        auth: &Authorized<act::TeamWrite>,
        to: &OrganisationUpdate<'_>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant().as_str();
        let languages = to.languages.iter().map(|l| l.tag()).collect::<Vec<_>>().join(",");
        let values = [to.name.into(), to.country.into(), to.contact.into(), languages.as_str().into(), tenant.into()];
        if tx.execute(sql::TENANT_UPDATE, &values).await? != 1 {
            return Err(StoreError::NotFound("organisation"));
        }
        // The contact may be somebody's address, and the audit log is kept.
        let detail = serde_json::json!({ "name": to.name, "country": to.country, "languages": languages }).to_string();
        store
            .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("organisation.update").to(tenant).with(&detail), at)
            .await
    }
}
