//! The register: what the organisation does with people's data, kept by those who answer for it. What the program does and
//! no processing activity names is refused (G-01).

mod check;
mod finding;
mod record;
mod start;
mod term;

use hjemmel_model::{Activity, AtMs, EntryId, Language, TenantId, Use};
use hjemmel_policy::{Authorized, act, decide_use};
use hjemmel_store::{Entry, StoreError, work};
use serde::{Deserialize, Serialize};

use crate::{AppError, cases};

pub use finding::{Finding, FindingCode};
pub use record::{RecordFile, RecordFormat};
pub use term::{Term, Terms, terms};

/// The processing activities of an organisation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Activities {
    /// Whether the organisation keeps no register of its own yet: until then everything that the program does counts as named.
    pub as_shipped: bool,
    /// By name.
    pub activities: Vec<Entry<Activity>>,
    /// What the program does, or somebody outside gets, and no activity names; what is out of date. Of today.
    pub findings: Vec<Finding>,
}

/// Processing activities, or the versions of one.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ActivityVersions {
    /// Newest first.
    pub versions: Vec<Entry<Activity>>,
}

/// The next version of a processing activity.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityChange {
    /// The version that was read: when another one was written meanwhile, nothing is written over.
    pub version: i64,
    /// What it is to say.
    pub activity: Activity,
}

impl cases::Register<'_> {
    /// The register names what is about to be done, or it is refused.
    pub(crate) async fn asked(&self, tenant: &TenantId, of: Use) -> Result<(), AppError> {
        let named = self.store.register().uses(tenant).await?;
        decide_use(named, of).map_err(|refusal| AppError::Refused(refusal.reason))
    }

    /// The processing activities as they were at a moment, or as they are.
    pub async fn activities(
        &self,
        auth: &Authorized<act::RegisterRead>,
        at: Option<AtMs>,
    ) -> Result<Activities, AppError> {
        let activities = self.store.register().list(auth.tenant(), at.unwrap_or_else(|| self.clock.now())).await?;
        let findings = self.findings(auth.tenant()).await?;
        Ok(Activities { as_shipped: self.store.register().is_as_shipped(auth.tenant()).await?, activities, findings })
    }

    /// Every version of a record, newest first.
    pub async fn history(
        &self,
        auth: &Authorized<act::RegisterRead>,
        id: &EntryId,
    ) -> Result<ActivityVersions, AppError> {
        Ok(ActivityVersions { versions: self.store.register().history(auth.tenant(), id).await? })
    }

    /// Enter a processing activity.
    pub async fn create(
        &self,
        auth: &Authorized<act::RegisterWrite>,
        draft: &Activity,
    ) -> Result<Entry<Activity>, AppError> {
        let now = self.clock.now();
        let activity = self.checked(auth.tenant(), draft).await?;
        let id = EntryId::new(now, self.entropy.as_ref());
        let made = work!(self.store, |w| { w.register().insert(auth, &id, &activity, now).await })?;
        self.sites_refresh().await?;
        Ok(made)
    }

    /// Write the next version of one. What it names no longer is refused from then on.
    pub async fn change(
        &self,
        auth: &Authorized<act::RegisterWrite>,
        id: &EntryId,
        change: &ActivityChange,
    ) -> Result<Entry<Activity>, AppError> {
        let activity = self.checked(auth.tenant(), &change.activity).await?;
        let now = self.clock.now();
        let made = work!(self.store, |w| { w.register().update(auth, (id, change.version), &activity, now).await })?;
        self.sites_refresh().await?;
        Ok(made)
    }

    /// End one. What it said stays in its history; what it named is refused from then on.
    pub async fn end(&self, auth: &Authorized<act::RegisterWrite>, id: &EntryId, version: i64) -> Result<(), AppError> {
        let now = self.clock.now();
        work!(self.store, |w| { w.register().end::<Activity>(auth, (id, version), now).await })?;
        self.sites_refresh().await
    }

    /// Begin with the set that ships: a processing activity for each thing the program does, in the organisation's language.
    pub async fn start(&self, auth: &Authorized<act::RegisterWrite>) -> Result<ActivityVersions, AppError> {
        let now = self.clock.now();
        let organisation = self.store.organisations().find(auth.tenant()).await?;
        let country = self.organisation().organisation_country(auth.tenant()).await?;
        let language = organisation.languages.first().copied().unwrap_or(Language::En);
        let drafts: Vec<_> = start::activities(language, &country)
            .into_iter()
            .map(|activity| (EntryId::new(now, self.entropy.as_ref()), activity))
            .collect();
        let made = work!(self.store, |w| {
            if !w.register().is_as_shipped(auth.tenant()).await? {
                return Err(StoreError::Taken("register"));
            }
            let mut made = Vec::with_capacity(drafts.len());
            for (id, activity) in &drafts {
                made.push(w.register().insert(auth, id, activity, now).await?);
            }
            Ok(made)
        })?;
        self.sites_refresh().await?;
        Ok(ActivityVersions { versions: made })
    }
}
