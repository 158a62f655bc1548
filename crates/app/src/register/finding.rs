//! What the register does not say and should: the program compares it with what is there.

use hjemmel_model::{
    Activity, AssessmentSort, AtMs, EntryId, Language, RecipientId, RegisterKind, TenantId, Use, UseSet,
};
use hjemmel_policy::Suspicion;
use hjemmel_store::Entry;
use serde::Serialize;

use super::Kept;
use crate::{AppError, Explanation, cases};

/// Days after which a record wants another look.
const REVIEW_DAYS: i64 = 365;

/// What is missing, refused or out of date in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// The kind of record in which it is put right.
    pub kind: RegisterKind,
    /// The use it is about, if it is one.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub of: Option<Use>,
    /// The record it is about, if it is one: of the kind that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// The recipient it is about, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientId>,
    /// What that is called.
    pub name: String,
    /// Why it is refused, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Explanation>,
    /// Which assessment is missing, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<AssessmentSort>,
    /// Until when something is to be done, if there is a moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<AtMs>,
    /// Fields that have to say something before a case is closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<&'static str>,
    /// What may be a breach, and nobody has judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspicion: Option<Suspicion>,
}

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// There is data of a use, or people are asked for it, and no activity names it: it is refused.
    UseUnnamed,
    /// Somebody outside gets data, and no activity says so.
    RecipientUnnamed,
    /// Somebody is said to get data, and no supplier of the register is called that.
    SupplierMissing,
    /// What a record is for is refused.
    Refused,
    /// An activity lacks an assessment, and what it is for is refused until there is one.
    Unassessed,
    /// An activity lacks an assessment, and goes on because it did so before assessments were kept.
    AssessmentMissing,
    /// A breach that is not closed.
    BreachOpen,
    /// A breach of which the authority or the people were not told as the law asks for.
    BreachOverdue,
    /// Something that may be a breach, and nobody has judged.
    Suspicion,
    /// Nobody has looked at a record for a year, or by the day that it names.
    ReviewDue,
}

impl Finding {
    pub(super) fn new(code: FindingCode, kind: RegisterKind, name: &str) -> Finding {
        let name = name.to_owned();
        Finding {
            code,
            kind,
            of: None,
            entry: None,
            recipient: None,
            name,
            refusal: None,
            sort: None,
            due: None,
            wants: Vec::new(),
            suspicion: None,
        }
    }
}

impl cases::Register<'_> {
    /// What the records of a kind, as they are today, do not say and should.
    pub(super) async fn findings_of<T: Kept>(
        &self,
        tenant: &TenantId,
        language: Language,
    ) -> Result<Vec<Finding>, AppError> {
        let mut found = match T::OF {
            RegisterKind::Activities => {
                let mut found = self.findings(tenant).await?;
                found.extend(self.unassessed(tenant, language).await?);
                found
            }
            RegisterKind::Suppliers => self.suppliers_missing(tenant, language).await?,
            RegisterKind::Assessments => self.unassessed(tenant, language).await?,
            // What is refused of a case is told with what it wants.
            RegisterKind::Breaches => return self.breaches_open(tenant, language).await,
        };
        let as_of = self.as_of(tenant);
        let (now, today) = (as_of.now, &as_of.today);
        let oldest = now.plus_days(-REVIEW_DAYS).rfc3339();
        let oldest = oldest.get(..10).unwrap_or_default();
        for Entry { id, entry, .. } in self.store.register().list::<T>(tenant, now).await? {
            let about = |code| Finding { entry: Some(id.clone()), ..Finding::new(code, T::OF, entry.name()) };
            found.extend(entry.refusals(&as_of).into_iter().take(1).map(|refusal| Finding {
                refusal: Some(Explanation::of(&refusal, language)),
                ..about(FindingCode::Refused)
            }));
            let next = entry.review_next();
            let due = match next.is_empty() {
                true => entry.reviewed_on() < oldest,
                false => next < today.as_str(),
            };
            if due {
                found.push(about(FindingCode::ReviewDue));
            }
        }
        Ok(found)
    }

    /// What happens, or who gets data, without an activity that says so.
    pub(crate) async fn findings(&self, tenant: &TenantId) -> Result<Vec<Finding>, AppError> {
        if self.store.register().is_as_shipped(tenant).await? {
            return Ok(Vec::new());
        }
        let activities = self.store.register().list::<Activity>(tenant, self.clock.now()).await?;
        let mut found = self.uses_unnamed(tenant, &activities).await?;
        let named = |id: &RecipientId| activities.iter().any(|a| a.entry.recipients.contains(id));
        let recipients = self.store.recipients().list(tenant).await?;
        found.extend(recipients.into_iter().filter(|r| !named(&r.id)).map(|r| Finding {
            recipient: Some(r.id),
            ..Finding::new(FindingCode::RecipientUnnamed, RegisterKind::Activities, &r.name)
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
                let code = FindingCode::UseUnnamed;
                missing.push(Finding { of: Some(of), ..Finding::new(code, RegisterKind::Activities, of.name()) });
            }
        }
        Ok(missing)
    }
}
