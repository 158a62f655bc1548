//! What staff and jobs did. Actors are ids; objects and details name no person.

use hjemmel_model::{AtMs, TenantId};
use hjemmel_policy::{Actor, Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    sql,
};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditEntry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at_ms: i64,
    /// Who, as an id.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// To what, as an id.
    pub object: String,
    /// More, as a JSON object.
    pub detail_json: String,
}

impl Store {
    #[expect(clippy::too_many_arguments, reason = "an audit entry has that many parts")]
    pub(crate) async fn audit_add(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        actor: &Actor,
        action: &str,
        object: &str,
        detail_json: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let seq = tx.read(sql::AUDIT_NEXT_SEQ, &[]).await?.first().ok_or(StoreError::Damaged("counter"))?.int(0)?;
        let values = [
            seq.into(),
            tenant.as_str().into(),
            at.0.into(),
            actor.audit_name().into(),
            action.into(),
            object.into(),
            detail_json.into(),
        ];
        tx.execute(sql::AUDIT_INSERT, &values).await?;
        Ok(())
    }

    /// Record an act that changed nothing in the database, such as an export.
    pub async fn audit_note(
        &self,
        tenant: &TenantId,
        actor: &Actor,
        action: &str,
        object: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| { self.audit_add(tx, tenant, actor, action, object, "{}", at).await })
    }

    /// Entries before number `before`, newest first, at most 200.
    pub async fn audit_page(
        &self,
        auth: &Authorized<act::AuditRead>,
        before: i64,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let values = [auth.tenant().as_str().into(), before.into(), limit.clamp(1, 200).into()];
        let rows = self.db.read(sql::AUDIT_PAGE, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    seq: row.int(0)?,
                    at_ms: row.int(1)?,
                    actor: row.text(2)?,
                    action: row.text(3)?,
                    object: row.text(4)?,
                    detail_json: row.text(5)?,
                })
            })
            .collect()
    }
}
