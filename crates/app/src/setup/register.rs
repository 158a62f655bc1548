//! What is open in the register: uses that nobody names, suppliers who may get nothing, what was not assessed, breaches.

use hjemmel_model::TenantId;

use super::{SetupItem, Severity};
use crate::{AppError, FindingCode, cases};

impl cases::Setup<'_> {
    /// A register that nobody keeps, and uses that it does not name: these are refused.
    pub(super) async fn setup_register(&self, tenant: &TenantId) -> Result<Option<SetupItem>, AppError> {
        if self.store.register().is_as_shipped(tenant).await? {
            return Ok(Some(SetupItem::new("register_unkept", Severity::Advice, "/register")));
        }
        let missing = self.register().findings(tenant).await?;
        let unnamed: Vec<_> = missing.iter().filter(|f| f.code == FindingCode::UseUnnamed).collect();
        let Some(first) = unnamed.first() else { return Ok(None) };
        Ok(Some(SetupItem {
            count: i64::try_from(unnamed.len()).unwrap_or(i64::MAX),
            detail: first.name.clone(),
            ..SetupItem::new("register_gap", Severity::Failing, "/register")
        }))
    }

    /// Suppliers who may get nothing; it fails where data is said to go to one of them.
    pub(super) async fn setup_suppliers(&self, tenant: &TenantId) -> Result<Option<SetupItem>, AppError> {
        let gaps = self.register().supplier_gaps(tenant).await?;
        let Some(first) = gaps.names.first() else { return Ok(None) };
        let severity = if gaps.used { Severity::Failing } else { Severity::Missing };
        Ok(Some(SetupItem {
            count: i64::try_from(gaps.names.len()).unwrap_or(i64::MAX),
            detail: first.clone(),
            ..SetupItem::new("supplier_gap", severity, "/register?tab=suppliers")
        }))
    }

    /// Activities that lack an assessment: what they are for is refused, or goes on for now.
    pub(super) async fn setup_assessments(&self, tenant: &TenantId) -> Result<Option<SetupItem>, AppError> {
        let lacking = self.register().assessments_lacking(tenant).await?;
        let refused = lacking.iter().filter(|l| l.lack.binds).count();
        let Some(first) = lacking.iter().find(|l| l.lack.binds || refused == 0) else { return Ok(None) };
        let (code, severity, count) = match refused {
            0 => ("assessment_missing", Severity::Advice, lacking.len()),
            n => ("assessment_gap", Severity::Failing, n),
        };
        Ok(Some(SetupItem {
            count: i64::try_from(count).unwrap_or(i64::MAX),
            detail: first.name.clone(),
            ..SetupItem::new(code, severity, "/register?tab=assessments")
        }))
    }

    /// Breaches that somebody has to be told of, that are open, or that may be some.
    pub(super) async fn setup_breaches(&self, tenant: &TenantId) -> Result<Vec<SetupItem>, AppError> {
        let open = self.register().breaches_count(tenant).await?;
        let all = [
            ("breach_overdue", Severity::Failing, open.overdue),
            ("breach_open", Severity::Missing, open.open),
            ("breach_suspected", Severity::Missing, open.suspicions),
        ];
        let some = all.into_iter().filter(|(_, _, count)| *count > 0);
        let item =
            |(code, severity, count)| SetupItem { count, ..SetupItem::new(code, severity, "/register?tab=breaches") };
        Ok(some.map(item).collect())
    }
}
