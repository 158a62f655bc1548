//! What the register does not say and should: the program compares it with what is there.

use hjemmel_model::{Activity, EntryId, RecipientId, TenantId, Use, UseSet};
use hjemmel_store::Entry;
use serde::Serialize;

use crate::{AppError, cases};

/// Days after which an activity wants another look.
const REVIEW_DAYS: i64 = 365;

/// What is missing or out of date in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// The use it is about, if it is one.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub of: Option<Use>,
    /// The activity it is about, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<EntryId>,
    /// The recipient it is about, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientId>,
    /// What that is called.
    pub name: String,
}

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// There is data of a use, or people are asked for it, and no activity names it: it is refused.
    UseUnnamed,
    /// Somebody outside gets data, and no activity says so.
    RecipientUnnamed,
    /// Nobody has looked at an activity for a year.
    ReviewDue,
}

impl cases::Register<'_> {
    /// What the register of today does not say and should.
    pub(crate) async fn findings(&self, tenant: &TenantId) -> Result<Vec<Finding>, AppError> {
        if self.store.register().is_as_shipped(tenant).await? {
            return Ok(Vec::new());
        }
        let activities = self.store.register().list::<Activity>(tenant, self.clock.now()).await?;
        let mut found = self.uses_unnamed(tenant, &activities).await?;
        let named = |id: &RecipientId| activities.iter().any(|a| a.entry.recipients.contains(id));
        let recipients = self.store.recipients().list(tenant).await?;
        found.extend(recipients.into_iter().filter(|r| !named(&r.id)).map(|r| Finding {
            code: FindingCode::RecipientUnnamed,
            of: None,
            activity: None,
            recipient: Some(r.id),
            name: r.name,
        }));
        let oldest = self.clock.now().plus_days(-REVIEW_DAYS).rfc3339();
        let oldest = oldest.get(..10).unwrap_or_default();
        found.extend(activities.into_iter().filter(|a| a.entry.reviewed_on.as_str() < oldest).map(|a| Finding {
            code: FindingCode::ReviewDue,
            of: None,
            activity: Some(a.id),
            recipient: None,
            name: a.entry.name,
        }));
        Ok(found)
    }

    async fn uses_unnamed(&self, tenant: &TenantId, activities: &[Entry<Activity>]) -> Result<Vec<Finding>, AppError> {
        let named = UseSet::of(activities.iter().flat_map(|a| a.entry.uses.iter().copied()));
        let sites = self.sites.all();
        let asked = sites.iter().filter(|s| s.site.tenant == *tenant).filter_map(|s| s.notice.as_ref());
        let asked: Vec<Use> = asked.flat_map(|n| &n.purposes).filter_map(|p| Use::from_name(&p.key)).collect();
        let mut missing = Vec::new();
        // Looked for only where it is not named, because that may go through a table.
        for of in Use::ALL.into_iter().filter(|of| !named.has(*of)) {
            if of.always() || asked.contains(&of) || self.store.register().is_seen(tenant, of).await? {
                missing.push(of);
            }
        }
        Ok(missing
            .into_iter()
            .map(|of| Finding {
                code: FindingCode::UseUnnamed,
                of: Some(of),
                activity: None,
                recipient: None,
                name: of.name().to_owned(),
            })
            .collect())
    }
}
