//! A breach: its clock, what is missing before it is closed, and what may be one and nobody has judged yet (G-06 to G-08).

use hjemmel_model::{Activity, AtMs, Breach, BreachRisk, BreachVerdict, Language, RegisterKind, TenantId, Zone};
use hjemmel_policy::{
    Authorized, BreachMoments, Refusal, SUSPICION_DAYS, Suspicion, act, breach_bars, breach_wants, is_late,
    is_to_notify, notify_by, suspicions,
};
use hjemmel_store::{Entry, PeopleHeld};
use hjemmel_words::key;

use super::{AsOf, Finding, FindingCode, Kept, check::wrong};
use crate::{AppError, Explanation, cases};

/// Moments of a case in the world's time; a moment that cannot be read was not.
pub(super) fn moments(breach: &Breach, zone: &Zone) -> BreachMoments {
    let told = breach.notifications.iter().filter_map(|n| zone.moment(&n.at));
    BreachMoments { aware: zone.moment(&breach.aware_at).unwrap_or(AtMs(0)), notified: told.min() }
}

impl Kept for Breach {
    fn check(&self, as_of: &AsOf) -> Result<(), AppError> {
        let moments = moments(self, &as_of.zone);
        if moments.notified.is_some_and(|told| told < moments.aware) {
            return Err(wrong("notifications", key!("field_is_before_it_was_known")));
        }
        // Not telling the authority has its reasons (33(1), 33(5)).
        if self.risk == Some(BreachRisk::Unlikely) && self.risk_reasons.is_empty() {
            return Err(wrong("risk_reasons", key!("field_is_needed_as_text")));
        }
        // Whoever tells later than the law asks for tells why as well (33(1)).
        if is_late(&moments) && self.late_reasons.is_empty() {
            return Err(wrong("late_reasons", key!("field_says_why_it_was_late")));
        }
        match (self.closed_on.is_empty(), breach_wants(self, &moments).first().copied()) {
            (false, Some(field)) => Err(wrong(field, key!("field_is_needed_before_it_closes"))),
            _ => Ok(()),
        }
    }

    fn set(_: Language, _: &str, _: &[Entry<Activity>]) -> Vec<Breach> {
        Vec::new()
    }

    fn refusals(&self, as_of: &AsOf) -> Vec<Refusal> {
        breach_bars(self, &moments(self, &as_of.zone), as_of.now)
    }
}

/// How the cases of an organisation stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BreachesOpen {
    /// Of which somebody was not told in time.
    pub overdue: i64,
    /// That are not closed.
    pub open: i64,
    /// Suspicions that nobody has judged.
    pub suspicions: i64,
}

impl cases::Register<'_> {
    /// How many people there is data of: whoever writes about a breach begins with that and not with a guess.
    pub async fn held(&self, auth: &Authorized<act::RegisterRead>) -> Result<PeopleHeld, AppError> {
        Ok(self.store.register().held(auth).await?)
    }

    /// Cases that are open with what they want and until when; suspicions that nobody has judged.
    pub(super) async fn breaches_open(&self, tenant: &TenantId, language: Language) -> Result<Vec<Finding>, AppError> {
        let as_of = self.as_of(tenant);
        let mut found = Vec::new();
        for Entry { id, entry, .. } in self.store.register().list::<Breach>(tenant, as_of.now).await? {
            if entry.verdict == BreachVerdict::NotABreach || !entry.closed_on.is_empty() {
                continue;
            }
            let moments = moments(&entry, &as_of.zone);
            let bar = entry.refusals(&as_of).into_iter().next();
            let code = if bar.is_some() { FindingCode::BreachOverdue } else { FindingCode::BreachOpen };
            found.push(Finding {
                entry: Some(id),
                due: is_to_notify(&entry, &moments).then(|| notify_by(moments.aware)),
                wants: breach_wants(&entry, &moments),
                refusal: bar.map(|bar| Explanation::of(&bar, language)),
                ..Finding::new(code, RegisterKind::Breaches, &entry.name)
            });
        }
        found.sort_by_key(|f| (f.due.is_none(), f.due));
        let suspicion = |of: Suspicion| Finding {
            suspicion: Some(of.clone()),
            ..Finding::new(FindingCode::Suspicion, RegisterKind::Breaches, of.sort.name())
        };
        found.extend(self.suspicions(tenant).await?.into_iter().map(suspicion));
        Ok(found)
    }

    /// What may be a breach and no case names.
    async fn suspicions(&self, tenant: &TenantId) -> Result<Vec<Suspicion>, AppError> {
        let hours = self.store.audit().busy(tenant, self.clock.now().plus_days(-SUSPICION_DAYS)).await?;
        let mut open = suspicions(&hours);
        if !open.is_empty() {
            // What was judged once stays judged, also where the case ended since.
            let judged = self.store.register().every::<Breach>(tenant).await?;
            open.retain(|of| !judged.iter().any(|case| case.entry.suspicion == of.mark));
        }
        Ok(open)
    }

    /// How many, for whoever works here: what a case is about is for those who keep the register.
    pub(crate) async fn breaches_count(&self, tenant: &TenantId) -> Result<BreachesOpen, AppError> {
        let found = self.breaches_open(tenant, Language::En).await?;
        let count = |code| i64::try_from(found.iter().filter(|f| f.code == code).count()).unwrap_or(i64::MAX);
        Ok(BreachesOpen {
            overdue: count(FindingCode::BreachOverdue),
            open: count(FindingCode::BreachOpen),
            suspicions: count(FindingCode::Suspicion),
        })
    }
}
