//! What was weighed before it is done: which activities may be done on the assessments of the register, and what lacks one
//! (P-04, G-04, X-04).

use hjemmel_model::{
    Activity, Assessment, AssessmentSort as Sort, AtMs, EntryId, Language, RegisterKind, TenantId, UseSet,
};
use hjemmel_policy::{
    ActivityAsk, Assessed, Lack, assessment_wants, assessments_lacking, assessments_needed, uses_named,
};
use hjemmel_store::{Entry, StoreError, Work, work};
use hjemmel_words::{key, word, word_with};

use super::{AsOf, Finding, FindingCode, Kept, check::wrong};
use crate::{AppError, Explanation, cases};

impl Kept for Assessment {
    /// A draft says as much as it says; who signs it has answered every step.
    fn check(&self, _as_of: &AsOf) -> Result<(), AppError> {
        match (self.signed_on.is_empty(), assessment_wants(self).first().copied()) {
            (false, Some(field)) => Err(wrong(field, key!("field_is_needed_before_it_is_signed"))),
            _ => Ok(()),
        }
    }

    /// A draft for each activity that has to be assessed, begun with what the activity itself says. Nobody has signed it.
    fn set(language: Language, _country: &str, activities: &[Entry<Activity>]) -> Vec<Assessment> {
        let of = |a: &Entry<Activity>| {
            assessments_needed(&a.entry).into_iter().map(|sort| draft(sort, a, language)).collect::<Vec<_>>()
        };
        activities.iter().flat_map(of).collect()
    }
}

fn draft(sort: Sort, of: &Entry<Activity>, language: Language) -> Assessment {
    let activity = &of.entry;
    let say = |key: &str| word(language, key).unwrap_or_default();
    let when = |of: Sort, text: String| if of == sort { text } else { String::new() };
    let name = [("name", activity.name.as_str().into())];
    Assessment {
        // A name is a line of at most 120 characters.
        name: word_with(language, &format!("draft_{}", sort.name()), &name)
            .unwrap_or_default()
            .chars()
            .take(120)
            .collect(),
        sort,
        activities: vec![of.id.clone()],
        interest: when(Sort::LegitimateInterest, activity.purpose.clone()),
        necessity: when(Sort::LegitimateInterest, say("draft_necessity")),
        balance: when(Sort::LegitimateInterest, activity.balancing.clone()),
        description: when(Sort::Impact, activity.purpose.clone()),
        proportionality: String::new(),
        risks: String::new(),
        safeguards: when(Sort::Impact, activity.measures.clone()),
        advice: String::new(),
        views: String::new(),
        importer: String::new(),
        law_there: String::new(),
        supplements: String::new(),
        residual: None,
        consulted_on: String::new(),
        outcome: None,
        signed_by: String::new(),
        signed_on: String::new(),
        review_next: String::new(),
        reviewed_on: String::new(),
    }
}

/// Since when an activity asks for which assessment.
type Since = Vec<(Sort, AtMs)>;

/// The activities of an organisation beside its assessments.
pub(crate) struct Standing {
    activities: Vec<(EntryId, Activity, Since)>,
    kept: Assessed,
}

/// An activity that lacks an assessment.
pub(crate) struct Lacking {
    pub id: EntryId,
    pub name: String,
    pub lack: Lack,
}

impl Standing {
    pub(super) fn of(activities: Vec<Entry<Activity>>, assessments: Vec<Entry<Assessment>>) -> Standing {
        let mut all: Vec<(EntryId, Option<Activity>, Since)> = Vec::new();
        for version in activities {
            if all.last().is_none_or(|(id, _, _)| *id != version.id) {
                all.push((version.id.clone(), None, Vec::new()));
            }
            let Some((_, now, since)) = all.last_mut() else { continue };
            let needed = if version.ended { Vec::new() } else { assessments_needed(&version.entry) };
            // What it asked for before goes on without a break, or begins anew.
            let began = |sort: Sort| since.iter().find(|(of, _)| *of == sort).map_or(version.at, |(_, at)| *at);
            *since = needed.into_iter().map(|sort| (sort, began(sort))).collect();
            *now = (!version.ended).then_some(version.entry);
        }
        let mut kept = Assessed { since: assessments.iter().map(|a| a.at).min(), ..Assessed::default() };
        let newest = |a: &Entry<Assessment>| {
            assessments.iter().all(|other| other.id != a.id || other.version <= a.version) && !a.ended
        };
        kept.now = assessments.iter().filter(|a| newest(a)).map(|a| a.entry.clone()).collect();
        kept.ever = assessments.into_iter().map(|a| a.entry).collect();
        let activities = all.into_iter().filter_map(|(id, now, since)| Some((id, now?, since))).collect();
        Standing { activities, kept }
    }

    fn asks(&self) -> Vec<ActivityAsk<'_>> {
        self.activities.iter().map(|(id, activity, since)| ActivityAsk { id, activity, since: since.clone() }).collect()
    }

    pub(super) fn uses(&self, day: &str) -> UseSet {
        uses_named(&self.asks(), &self.kept, day)
    }

    fn lacking(&self, day: &str) -> Vec<Lacking> {
        let of = |ask: ActivityAsk<'_>| {
            let lacks = assessments_lacking(&ask, &self.kept, day).into_iter();
            lacks.map(|lack| Lacking { id: ask.id.clone(), name: ask.activity.name.clone(), lack }).collect::<Vec<_>>()
        };
        self.asks().into_iter().flat_map(of).collect()
    }
}

/// What activities let the program do is what it may do: written with whatever changes that.
pub(super) async fn uses_follow(w: &mut Work, tenant: &TenantId, day: &str) -> Result<(), StoreError> {
    let activities = w.register().every::<Activity>(tenant).await?;
    // Until an organisation keeps a register of its own, everything counts as named.
    if activities.is_empty() {
        return Ok(());
    }
    let assessments = w.register().every::<Assessment>(tenant).await?;
    let uses = Standing::of(activities, assessments).uses(day);
    w.register().uses_put(tenant, uses).await
}

impl cases::Register<'_> {
    /// Days pass, and with them assessments: what may be done is worked out anew for every organisation.
    pub(crate) async fn uses_refresh(&self) -> Result<(), AppError> {
        for (tenant, _) in self.store.organisations().list().await? {
            let today = self.today(&tenant);
            work!(self.store, |w| { uses_follow(w, &tenant, &today).await })?;
        }
        self.told_soon().await;
        Ok(())
    }

    /// Which activities lack which assessment.
    pub(crate) async fn assessments_lacking(&self, tenant: &TenantId) -> Result<Vec<Lacking>, AppError> {
        let activities = self.store.register().every::<Activity>(tenant).await?;
        let assessments = self.store.register().every::<Assessment>(tenant).await?;
        Ok(Standing::of(activities, assessments).lacking(&self.today(tenant)))
    }

    /// The same as findings: about the activity, and put right in an assessment.
    pub(super) async fn unassessed(&self, tenant: &TenantId, language: Language) -> Result<Vec<Finding>, AppError> {
        let finding = |Lacking { id, name, lack }: Lacking| Finding {
            entry: Some(id),
            sort: Some(lack.sort),
            refusal: Some(Explanation::of(&lack.refusal(), language)),
            ..Finding::new(
                if lack.binds { FindingCode::Unassessed } else { FindingCode::AssessmentMissing },
                RegisterKind::Assessments,
                &name,
            )
        };
        Ok(self.assessments_lacking(tenant).await?.into_iter().map(finding).collect())
    }
}
