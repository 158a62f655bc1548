//! Choosing, changing and taking back consent.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{
    Act, ChoiceControl, ConsentEvent, ConsentId, ConsentRecord, DeviceScope, GrantSeq, Language, Notice, PurposeSet,
    SiteId, Surrogate, Tally, TallyKind,
};
use hjemmel_policy::{Authorized, Claims, Presented, act, refused_cookie, site_hash};
use hjemmel_store::{ConsentDraft, EvidenceProof};
use serde::Serialize;

use crate::{App, AppError};

/// What a person chose in the banner.
#[derive(Clone, Debug)]
pub struct ChoiceInput {
    /// What the browser carries so far.
    pub token: String,
    /// Purposes allowed, by name.
    pub granted: Vec<String>,
    /// The notice that was shown.
    pub notice_version: u32,
    /// What the banner got when it was put on the screen.
    pub shown: String,
    /// The language it was shown in.
    pub language: Language,
    /// How it was chosen.
    pub act: Act,
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// The build of the banner.
    pub ui_build: String,
}

/// What the browser is to remember.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChoiceMade {
    /// Value of the cookie.
    pub cookie: String,
    /// How long it is kept.
    pub max_age_s: i64,
    /// Purposes allowed now, by name.
    pub granted: Vec<String>,
}

/// A record with what proves it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConsentDetail {
    /// The record.
    pub record: ConsentRecord,
    /// Purposes allowed, by name.
    pub granted: Vec<String>,
    /// Purposes refused, by name.
    pub refused: Vec<String>,
    /// What was shown.
    pub notice: Option<Notice>,
    /// Everything of the same browser, newest first.
    pub history: Vec<ConsentRecord>,
    /// That it is in the evidence log; missing for a second after it was made.
    pub proof: Option<EvidenceProof>,
}

/// Choices of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OptIn {
    /// The day.
    pub day: String,
    /// Banners shown.
    pub shown: i64,
    /// Everything accepted.
    pub accept_all: i64,
    /// Everything refused.
    pub refuse_all: i64,
    /// Chosen purpose by purpose.
    pub save: i64,
    /// Taken back.
    pub withdraw: i64,
}

impl App {
    /// Record what a person chose and say what the browser is to remember. Whoever says no gets the same cookie as
    /// everybody who says no, and leaves a record only when it takes something back.
    pub async fn consent_choose(&self, site: &SiteEntry, input: &ChoiceInput) -> Result<ChoiceMade, AppError> {
        let Some(notice) = &site.notice else { return Err(AppError::NoticeChanged) };
        // A no is heard however it comes; only a yes needs the current text and a real act.
        if !input.granted.is_empty() && notice.version != input.notice_version {
            return Err(AppError::NoticeChanged);
        }
        if !input.granted.is_empty() && !input.act.trusted {
            return Err(AppError::Untrusted);
        }
        let now = self.clock.now();
        let key = self.store.keys().token_key();
        let was_shown = || key.was_shown(&input.shown, site.rules.site_hash, input.notice_version, now);
        if !input.granted.is_empty() && !was_shown() {
            return Err(AppError::NotShown);
        }
        // A no that was given under an older notice is a no to what that notice asked (B-19).
        let shown = site.notice_of(input.notice_version).unwrap_or(notice);
        let named = notice.purposes_asked_in(shown.version);
        let chosen = notice.set_of(input.granted.iter().map(String::as_str));
        let chosen =
            chosen.ok_or(AppError::Invalid { field: "granted", why: "names a purpose that is not asked for" })?;
        // Only a choice made purpose by purpose goes against the browser's own signal (B-22).
        let overrides = input.act.control == ChoiceControl::Save;
        let granted = if input.gpc && !overrides { chosen.without(notice.purposes_denied_by_gpc()) } else { chosen };
        let known = self.current_claims(site, &input.token);
        // A token whose key is refused gives nothing, but what it allowed can be taken back (T-08).
        let refused = || key.refused_claims(&input.token).filter(|claims| self.is_alive(site, claims));
        let old = known.or_else(refused);
        let item = match granted.is_empty() {
            true if old.is_some() => ChoiceControl::Withdraw.name(),
            true => ChoiceControl::RefuseAll.name(),
            false => input.act.control.name(),
        };
        self.collector.count_choice(site, item);

        let refusal_s = now.plus_months(site.site.law.refusal_months()).since_ms(now) / 1000;
        if granted.is_empty() && old.is_none() {
            return Ok(ChoiceMade { cookie: refused_cookie(named), max_age_s: refusal_s, granted: Vec::new() });
        }

        let surrogate = |scope: DeviceScope| -> Surrogate {
            if granted.and(notice.purposes_in(scope)).is_empty() {
                return Surrogate(0);
            }
            known.as_ref().and_then(|c| c.surrogate(scope)).unwrap_or_else(|| {
                // Zero means that there is none.
                Surrogate(self.entropy.positive_i64().max(1))
            })
        };
        let (analytics, ads) = (surrogate(DeviceScope::Analytics), surrogate(DeviceScope::Ads));
        let mut taken_back = Vec::new();
        if let Some(old) = &old {
            for (scope, now_has) in [(DeviceScope::Analytics, analytics), (DeviceScope::Ads, ads)] {
                let Some(before) = old.surrogate(scope) else { continue };
                // A surrogate that is let go of is closed for everything.
                let every = PurposeSet(u32::MAX);
                let lost = if now_has == before || known.is_none() { every.without(granted) } else { every };
                taken_back.push((before, lost));
            }
        }
        let expires_at = now.plus_months(site.site.law.grant_months());
        let subject = match &old {
            Some(old) if granted.is_empty() => (old.analytics, old.ads),
            _ => (analytics, ads),
        };
        let saved = self
            .store
            .consent_save(&ConsentDraft {
                id: ConsentId::new(now, self.entropy.as_ref()),
                site: site.site.id.clone(),
                event: match &old {
                    None => ConsentEvent::Given,
                    Some(old) if old.granted.without(granted).is_empty() => ConsentEvent::Renewed,
                    Some(_) => ConsentEvent::Withdrawn,
                },
                granted,
                // What only the browser's signal denies is a signal, not a no of the person (B-22).
                refused: named.without(chosen),
                notice_version: shown.version,
                notice_hash: shown.hash(),
                language: input.language,
                ui_build: input.ui_build.chars().take(80).collect(),
                act: input.act,
                gpc: input.gpc,
                law: site.site.law,
                at: now,
                expires_at,
                subject,
                after: known.as_ref().map(|c| c.grant),
                proof_until: {
                    // The proof is needed while the data is used, and a while after (B-21).
                    let used_until =
                        if granted.is_empty() { now } else { expires_at.plus_days(notice.retention_days_max(granted)) };
                    used_until.plus_months(site.site.law.dispute_months())
                },
                taken_back,
            })
            .await?;
        self.restrictions.add(saved.bars);
        if granted.is_empty() {
            return Ok(ChoiceMade { cookie: refused_cookie(named), max_age_s: refusal_s, granted: Vec::new() });
        }
        let cookie = self.mint(site, granted, named, saved.seq, notice, (analytics, ads), input);
        let granted = notice.keys_of(granted).into_iter().map(str::to_owned).collect();
        Ok(ChoiceMade { cookie, max_age_s: expires_at.since_ms(now) / 1000, granted })
    }

    #[expect(clippy::too_many_arguments, reason = "the claims of a token are that many")]
    fn mint(
        &self,
        site: &SiteEntry,
        granted: PurposeSet,
        named: PurposeSet,
        grant: GrantSeq,
        notice: &Notice,
        (analytics, ads): (Surrogate, Surrogate),
        input: &ChoiceInput,
    ) -> String {
        let now = self.clock.now();
        self.store.keys().token_key().mint(&Claims {
            site: site_hash(&site.site.id),
            granted,
            refused: named.without(granted),
            notice_version: notice.version,
            grant,
            issued_at: now,
            expires_at: now.plus_months(site.site.law.grant_months()),
            analytics,
            ads,
            gpc_overridden: input.gpc && !granted.and(notice.purposes_denied_by_gpc()).is_empty(),
        })
    }

    /// What the browser's token still says: nothing when it is old, foreign, or wholly taken back.
    fn current_claims(&self, site: &SiteEntry, token: &str) -> Option<Claims> {
        let Presented::Token(verified) = self.store.keys().token_key().verify(token) else { return None };
        Some(*verified.claims()).filter(|claims| self.is_alive(site, claims))
    }

    fn is_alive(&self, site: &SiteEntry, claims: &Claims) -> bool {
        let ours = claims.site == site.rules.site_hash && self.clock.now() < claims.expires_at;
        let open = |scope| {
            let surrogate = claims.surrogate(scope)?;
            let left = self.restrictions.allowed(surrogate, claims.granted, claims.grant);
            (!left.is_empty()).then_some(())
        };
        let alive = open(DeviceScope::Analytics).or_else(|| open(DeviceScope::Ads)).is_some();
        ours && alive
    }

    /// What is still allowed by the token that a browser carries.
    pub fn consent_left(&self, site: &SiteEntry, token: &str) -> PurposeSet {
        let Some(claims) = self.current_claims(site, token) else { return PurposeSet::NONE };
        [DeviceScope::Analytics, DeviceScope::Ads]
            .into_iter()
            .filter_map(|scope| claims.surrogate(scope))
            .fold(PurposeSet::NONE, |left, surrogate| {
                left.or(self.restrictions.allowed(surrogate, claims.granted, claims.grant))
            })
    }

    /// The banner was put on the screen: what it hands in with a choice.
    pub fn consent_shown(&self, site: &SiteEntry, again: bool) -> Result<String, AppError> {
        let Some(notice) = &site.notice else { return Err(AppError::NoticeChanged) };
        if !again {
            self.collector.count_choice(site, "shown");
        }
        Ok(self.store.keys().token_key().shown(site.rules.site_hash, notice.version, self.clock.now()))
    }

    /// Records of a site, newest first.
    pub async fn consent_page(
        &self,
        auth: &Authorized<act::ConsentRead>,
        site: &SiteId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<ConsentRecord>, AppError> {
        Ok(self.store.consent_page(auth, site, before, limit).await?)
    }

    /// One record with its proof.
    pub async fn consent_detail(
        &self,
        auth: &Authorized<act::ConsentRead>,
        id: &ConsentId,
    ) -> Result<ConsentDetail, AppError> {
        let record = self.store.consent_find(auth, id).await?;
        let notices = self.store.notice_list(&record.site).await?;
        let notice = notices.into_iter().find(|n| n.version == record.notice_version);
        let keys = |set| {
            let keys = notice.as_ref().map(|n| n.keys_of(set)).unwrap_or_default();
            keys.into_iter().map(str::to_owned).collect()
        };
        Ok(ConsentDetail {
            granted: keys(record.granted),
            refused: keys(record.refused),
            history: self.store.consent_history(auth, id).await?,
            proof: self.store.evidence_proof(id.as_str()).await?,
            notice,
            record,
        })
    }

    /// Take everything back for a person who asked by other means than the banner.
    pub async fn consent_withdraw(
        &self,
        auth: &Authorized<act::ConsentWithdraw>,
        id: &ConsentId,
    ) -> Result<ConsentId, AppError> {
        let now = self.clock.now();
        let new_id = ConsentId::new(now, self.entropy.as_ref());
        let done = self.store.consent_withdraw(auth, id, new_id, now).await?;
        self.restrictions.add(done.bars);
        Ok(done.id)
    }

    /// Banners shown and choices made, day by day.
    pub async fn consent_opt_in(&self, site: &SiteId, from: &str, to: &str) -> Result<Vec<OptIn>, AppError> {
        self.tallies_flush().await?;
        let mut days: Vec<OptIn> = Vec::new();
        for Tally { day, item, n } in self.store.tally_sum(site, TallyKind::Choice, from, to).await? {
            if days.last().is_none_or(|d| d.day != day) {
                days.push(OptIn { day, ..OptIn::default() });
            }
            let Some(last) = days.last_mut() else { continue };
            match item.as_str() {
                "shown" => last.shown += n,
                "accept_all" => last.accept_all += n,
                "refuse_all" => last.refuse_all += n,
                "save" => last.save += n,
                "withdraw" => last.withdraw += n,
                _ => {}
            }
        }
        Ok(days)
    }
}
