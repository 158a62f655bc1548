//! What staff and jobs did, for whoever may see it and for themselves.

use hjemmel_model::{TenantId, UserId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{AuditAsk, AuditEntry};

use crate::{AppError, cases};

impl cases::Audit<'_> {
    /// Entries of a kind or about somebody, newest first.
    pub async fn find(&self, auth: &Authorized<act::AuditRead>, ask: &AuditAsk) -> Result<Vec<AuditEntry>, AppError> {
        Ok(self.store.audit().find(auth, ask).await?)
    }

    /// What somebody did themself, and what was done to their account, newest first.
    pub async fn own(&self, tenant: &TenantId, user: &UserId, before: i64) -> Result<Vec<AuditEntry>, AppError> {
        Ok(self.store.audit().of_user(tenant, user, before).await?)
    }
}
