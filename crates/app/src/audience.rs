//! Whom a newsletter reaches, and why not the others: counted beside the requests, page by page, so that a million people
//! keep nobody waiting and a reload begins nothing twice.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use hjemmel_model::{AtMs, CampaignBody, CampaignId, Language, PersonId, TenantId};
use hjemmel_policy::{Asking, Authorized, Member, Reason, Refusal, SaidTo, act, asking};
use parking_lot::Mutex;
use serde::Serialize;
use tokio::sync::Notify;

use crate::{
    App, AppError, Explanation,
    campaign::{Aim, Missed, reached, same_sender},
    cases,
    segment::{Target, neither_step},
};

/// People looked at in one step.
const PAGE: i64 = 500;
/// How long an answer waits for the last person; after that it says how far the count is.
const WAIT: Duration = Duration::from_secs(2);
/// How long a count that is done waits for those who were told how far it was.
const KEPT: Duration = Duration::from_secs(30);

/// One step from everybody to those who are reached.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AudienceStep {
    /// `no_address`, `other_language`, `not_in_segment`, `neither_` and the name of the reason why it may not be said whether they
    /// are in the segment, or the name of the reason why they may not be written to.
    pub step: String,
    /// How many people it takes away.
    pub people: i64,
    /// Why, by which rule, and the way out; nothing where it is a choice of the sender.
    pub refusal: Option<Explanation>,
}

/// From everybody to those who are reached.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Audience {
    /// How many people were looked at: everybody the organisation knows, once it is `complete`.
    pub total: i64,
    /// How many people there are to look at.
    pub people: i64,
    /// Whether everybody was looked at; ask again a second later while it is not.
    pub complete: bool,
    /// What takes people away, in the order in which it is looked at.
    pub steps: Vec<AudienceStep>,
    /// How many are reached now. It is asked again for each at the moment of sending.
    pub reachable: i64,
}

/// How far a count is.
#[derive(Clone, Debug, Default)]
struct Count {
    total: i64,
    reachable: i64,
    no_address: i64,
    other_language: i64,
    not_in_segment: i64,
    neither: BTreeMap<Reason, i64>,
    refused: BTreeMap<Reason, i64>,
    complete: bool,
    failed: bool,
    /// Somebody was told how far it was, and will ask again.
    awaited: bool,
}

/// A count that is under way, or was just now.
#[derive(Debug, Default)]
struct Counting {
    count: Mutex<Count>,
    ended: Notify,
}

/// The counts under way, one a newsletter as it stands.
#[derive(Debug, Default)]
pub struct Audiences(Mutex<HashMap<(CampaignId, i64), Arc<Counting>>>);

impl cases::Campaigns<'_> {
    /// From everybody to those a newsletter reaches, with the rule of each step. What was looked at so far where there are
    /// many.
    pub async fn audience(
        &self,
        auth: &Authorized<act::CampaignRead>,
        id: &CampaignId,
        language: Language,
    ) -> Result<Audience, AppError> {
        let found = self.of(auth.tenant(), id).await?;
        let (_, sender) = self.mail(&found).await?;
        let sender = self.said_to(auth.tenant(), |c| same_sender(c, &sender)).await?;
        let key = (id.clone(), found.campaign.changed_at.0);
        let counting = self.audience_count(key, auth.tenant(), found.campaign.body, sender);
        let ended = counting.ended.notified();
        if !counting.count.lock().complete {
            let _ = tokio::time::timeout(WAIT, ended).await;
        }
        let count = {
            let mut count = counting.count.lock();
            count.awaited |= !count.complete;
            count.clone()
        };
        if count.failed {
            return Err(AppError::Interrupted);
        }
        let people = if count.complete { count.total } else { self.store.audiences().count(auth.tenant()).await? };
        Ok(count.told(people, language))
    }

    /// The count of a newsletter that is under way; begun when there is none.
    fn audience_count(
        &self,
        key: (CampaignId, i64),
        tenant: &TenantId,
        body: CampaignBody,
        sender: SaidTo,
    ) -> Arc<Counting> {
        let mut under_way = self.audiences.0.lock();
        if let Some(counting) = under_way.get(&key).map(Arc::clone) {
            // What is done is told once: whoever asks after that wants to know how it is then.
            if counting.count.lock().complete {
                under_way.remove(&key);
            }
            return counting;
        }
        let counting = Arc::<Counting>::default();
        under_way.insert(key.clone(), Arc::clone(&counting));
        drop(under_way);
        let (app, tenant, told) = (App::clone(self), tenant.clone(), Arc::clone(&counting));
        tokio::spawn(async move {
            if let Err(error) = app.campaigns().audience_run(&tenant, &body, &sender, &told).await {
                tracing::error!(error = %error, "audience.failed");
                told.count.lock().failed = true;
            }
            let awaited = {
                let mut count = told.count.lock();
                count.complete = true;
                count.awaited
            };
            if awaited {
                told.ended.notify_waiters();
                tokio::time::sleep(KEPT).await;
            }
            let mut under_way = app.audiences.0.lock();
            if under_way.get(&key).is_some_and(|now| Arc::ptr_eq(now, &told)) {
                under_way.remove(&key);
            }
            drop(under_way);
            told.ended.notify_waiters();
        });
        counting
    }

    async fn audience_run(
        &self,
        tenant: &TenantId,
        body: &CampaignBody,
        sender: &SaidTo,
        told: &Counting,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        #[expect(clippy::disallowed_methods, reason = "a count of whom decisions reach, and nobody's record")]
        let asking = asking(tenant);
        let target = match &body.segment {
            Some(segment) => Some(self.segments().target(tenant, segment).await?),
            None => None,
        };
        let mut after = String::new();
        loop {
            let page = self.store.audiences().page(&asking, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            let last = last.person.to_string();
            let stands = self.stands(&asking, target.as_ref(), (&after, PAGE), now).await?;
            after = last;
            let mut count = told.count.lock();
            for member in &page {
                count.total += 1;
                match reached(body, member, (&stands.aim(&member.person), sender), now) {
                    Ok(_) => count.reachable += 1,
                    Err(Missed::NoAddress) => count.no_address += 1,
                    Err(Missed::OtherLanguage) => count.other_language += 1,
                    Err(Missed::NotInSegment) => count.not_in_segment += 1,
                    Err(Missed::Neither(reason)) => *count.neither.entry(reason).or_default() += 1,
                    Err(Missed::Refused(reason)) => *count.refused.entry(reason).or_default() += 1,
                }
            }
        }
    }
}

/// Where a stretch of people stands in the segment that something goes to; nothing where it goes to everybody.
pub(crate) struct Stands(Option<HashMap<PersonId, Member>>);

impl Stands {
    /// The aim, at one of them.
    pub(crate) fn aim(&self, person: &PersonId) -> Aim<'_> {
        match &self.0 {
            None => Aim::All,
            Some(members) => Aim::Segment(members.get(person)),
        }
    }
}

impl cases::Campaigns<'_> {
    /// Where the people after somebody stand.
    pub(crate) async fn stands(
        &self,
        who: &Asking,
        target: Option<&Target>,
        page: (&str, i64),
        now: AtMs,
    ) -> Result<Stands, AppError> {
        let Some(target) = target else { return Ok(Stands(None)) };
        let members = self.segments().target_page(who, target, page, now).await?;
        Ok(Stands(Some(members.into_iter().map(|m| (m.person().clone(), m)).collect())))
    }
}

impl Count {
    fn told(self, people: i64, language: Language) -> Audience {
        let chosen = |step: &str, people| AudienceStep { step: step.to_owned(), people, refusal: None };
        let mut steps = vec![chosen("other_language", self.other_language), chosen("no_address", self.no_address)];
        steps.push(chosen("not_in_segment", self.not_in_segment));
        let neither = self.neither.into_iter().map(|(reason, people)| AudienceStep {
            step: neither_step(reason),
            people,
            refusal: Some(Explanation::of(&Refusal::new(reason), language)),
        });
        steps.extend(neither);
        // In the order in which the decision looks.
        let order = [Reason::Suppressed, Reason::Restricted, Reason::NoPermission, Reason::Unconfirmed];
        let mut refused: Vec<_> = self.refused.into_iter().collect();
        refused.sort_by_key(|(reason, _)| order.iter().position(|r| r == reason).unwrap_or(order.len()));
        steps.extend(refused.into_iter().map(|(reason, people)| AudienceStep {
            step: reason.name().to_owned(),
            people,
            refusal: Some(Explanation::of(&Refusal::new(reason), language)),
        }));
        steps.retain(|s| s.people > 0);
        Audience { total: self.total, people, complete: self.complete, steps, reachable: self.reachable }
    }
}
