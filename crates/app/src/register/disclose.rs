//! Who outside is said to get data, and whether they may: by the suppliers of the register (G-02, G-03, X-01 to X-05).

use std::collections::BTreeMap;

use hjemmel_model::{Activity, Language, Notice, RegisterKind, Supplier, TenantId};
use hjemmel_policy::{Reason, Refusal, decide_disclose, supplier_bars};
use hjemmel_store::Entry;

use super::{Finding, FindingCode};
use crate::{AppError, Explanation, cases};

/// How the suppliers of an organisation stand.
pub(crate) struct SupplierGaps {
    /// Those who may get nothing, by name; each once.
    pub names: Vec<String>,
    /// Whether data is said to go to any of them.
    pub used: bool,
}

impl cases::Register<'_> {
    /// Whom a notice names and who may get nothing, each with the reason.
    pub(crate) async fn notice_barred(
        &self,
        tenant: &TenantId,
        notice: &Notice,
    ) -> Result<Vec<(String, Reason)>, AppError> {
        let barred = self.barred(tenant, named(notice)).await?;
        // Whoever kept the register before there were suppliers in it goes on: who is missing is a finding until one is entered.
        let begun = self.store.register().is_begun::<Supplier>(tenant).await?;
        let binds = |(_, refusal): &(String, Refusal)| begun || refusal.reason != Reason::SupplierUnknown;
        Ok(barred.into_iter().filter(binds).map(|(name, refusal)| (name, refusal.reason)).collect())
    }

    /// Who is said to get data and is no supplier of the register.
    pub(super) async fn suppliers_missing(
        &self,
        tenant: &TenantId,
        language: Language,
    ) -> Result<Vec<Finding>, AppError> {
        let barred = self.barred(tenant, self.told(tenant).await?).await?;
        let unknown = barred.into_iter().filter(|(_, refusal)| refusal.reason == Reason::SupplierUnknown);
        let finding = |(name, refusal): (String, Refusal)| Finding {
            refusal: Some(Explanation::of(&refusal, language)),
            ..Finding::new(FindingCode::SupplierMissing, RegisterKind::Suppliers, &name)
        };
        Ok(unknown.map(finding).collect())
    }

    /// Who may get nothing: of those who are said to get data, and of the suppliers of the register.
    pub(crate) async fn supplier_gaps(&self, tenant: &TenantId) -> Result<SupplierGaps, AppError> {
        let today = self.today(tenant);
        let told = self.barred(tenant, self.told(tenant).await?).await?;
        let used = !told.is_empty();
        let mut names: Vec<_> = told.into_iter().map(|(name, _)| name).collect();
        for Entry { entry, .. } in self.store.register().list::<Supplier>(tenant, self.clock.now()).await? {
            if !supplier_bars(&entry, &today).is_empty() && !names.iter().any(|name| entry.is_called(name)) {
                names.push(entry.name);
            }
        }
        Ok(SupplierGaps { names, used })
    }

    /// Of those names, who may get nothing.
    async fn barred(
        &self,
        tenant: &TenantId,
        names: impl IntoIterator<Item = String>,
    ) -> Result<Vec<(String, Refusal)>, AppError> {
        let keeps = !self.store.register().is_as_shipped(tenant).await?;
        let all = self.store.register().list::<Supplier>(tenant, self.clock.now()).await?;
        let today = self.today(tenant);
        let mut barred = Vec::new();
        for name in names {
            let of: Vec<_> = all.iter().map(|e| &e.entry).filter(|supplier| supplier.is_called(&name)).collect();
            if let Err(refusal) = decide_disclose(keeps, &of, &today) {
                barred.push((name, refusal));
            }
        }
        Ok(barred)
    }

    /// Who is said to get data: by an activity that names a recipient, and by the notice of each site. Each once.
    async fn told(&self, tenant: &TenantId) -> Result<Vec<String>, AppError> {
        let recipients = self.store.recipients().list(tenant).await?;
        let activities = self.store.register().list::<Activity>(tenant, self.clock.now()).await?;
        let ids = activities.iter().flat_map(|a| &a.entry.recipients);
        let of_activities = ids.filter_map(|id| recipients.iter().find(|r| r.id == *id)).map(|r| r.name.clone());
        let sites = self.sites.all();
        let notices = sites.iter().filter(|s| s.site.tenant == *tenant).filter_map(|s| s.notice.as_deref());
        let all = of_activities.chain(notices.flat_map(named));
        let once: BTreeMap<String, String> = all.map(|name| (name.trim().to_lowercase(), name)).collect();
        Ok(once.into_values().collect())
    }
}

/// Whom the purposes of a notice share data with.
fn named(notice: &Notice) -> Vec<String> {
    let all = notice.purposes.iter().flat_map(|purpose| &purpose.recipients);
    all.filter(|name| !name.trim().is_empty()).cloned().collect()
}
