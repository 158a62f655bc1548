//! What staff and jobs did.

use hjemmel_policy::{Authorized, act};
use hjemmel_store::AuditEntry;

use crate::{App, AppError};

impl App {
    /// Entries before number `before`, newest first.
    pub async fn audit_page(
        &self,
        auth: &Authorized<act::AuditRead>,
        before: i64,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, AppError> {
        Ok(self.store.audit_page(auth, before, limit).await?)
    }
}
