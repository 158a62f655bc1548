//! Choosing, changing and taking back consent.

mod choice;

use hjemmel_collect::SiteEntry;
use hjemmel_model::{
    Act, ChoiceControl, ConsentId, ConsentRecord, DeviceScope, Language, Notice, PurposeSet, SiteId, Surrogate, Tally,
    TallyKind,
};
use hjemmel_policy::{Authorized, Claims, Presented, act};
use hjemmel_store::{EvidenceProof, work};
use serde::Serialize;

use choice::{Before, Choice};

use crate::{AppError, cases};

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

impl cases::Consents<'_> {
    /// Record what a person chose and say what the browser is to remember. Whoever says no gets the same cookie as
    /// everybody who says no, and leaves a record only when it takes something back.
    pub async fn choose(&self, site: &SiteEntry, input: &ChoiceInput) -> Result<ChoiceMade, AppError> {
        let choice = self.choice(site, input)?;
        self.collector.count_choice(site, choice.item());
        if choice.says_no() && !choice.takes_back() {
            return Ok(choice.refused());
        }
        // Zero means that there is none.
        let numbers = choice.numbers(|| Surrogate(self.entropy.positive_i64().max(1)));
        let id = ConsentId::new(choice.now, self.entropy.as_ref());
        let draft = choice.draft(id, numbers);
        let before: Vec<Surrogate> = choice.numbers_before().collect();
        let is_new = |number: Surrogate| number.0 != 0 && !before.contains(&number);
        let renumbered = draft.after.is_some() && (is_new(numbers.0) || is_new(numbers.1));
        let saved = work!(self.store, |w| { w.consents().save(&draft).await })?;
        self.restrictions.add(saved.bars);
        // A new number of a browser whose person is paused is paused before its token is out. Asked once the choice stands: a
        // pause that begins before the question is met by it, and one that begins after it finds the new number by itself.
        if renumbered && self.store.people().pauses_reach(&draft.site, saved.seq).await? {
            work!(self.store, |w| { w.people().pauses_changed().await })?;
            self.restrictions_refresh().await?;
        }
        if choice.says_no() {
            return Ok(choice.refused());
        }
        let cookie = self.store.keys().token_key().mint(&choice.claims(saved.seq, numbers));
        Ok(choice.made(cookie))
    }

    /// A person took everything back in another tool of the site, which says so with their token. Said again it changes
    /// nothing.
    pub async fn taken_back(&self, site: &SiteEntry, token: &str, gpc: bool) -> Result<(), AppError> {
        if self.left(site, token).is_empty() {
            return Ok(());
        }
        let input = ChoiceInput {
            token: token.to_owned(),
            granted: Vec::new(),
            notice_version: 0,
            shown: String::new(),
            language: Language::En,
            act: Act { layer: 0, control: ChoiceControl::Withdraw, trusted: false },
            gpc,
            ui_build: String::new(),
        };
        self.choose(site, &input).await.map(drop)
    }

    /// What they chose, as it is understood, if it may be heard.
    fn choice<'a>(&self, site: &'a SiteEntry, input: &'a ChoiceInput) -> Result<Choice<'a>, AppError> {
        let notice = site.notice.as_deref().ok_or(AppError::NoticeChanged)?;
        let now = self.clock.now();
        let key = self.store.keys().token_key();
        // A no is heard however it comes; only a yes needs the current text and a real act.
        if !input.granted.is_empty() {
            if notice.version != input.notice_version {
                return Err(AppError::NoticeChanged);
            }
            if !input.act.trusted {
                return Err(AppError::Untrusted);
            }
            if !key.was_shown(&input.shown, site.rules.site_hash, input.notice_version, now) {
                return Err(AppError::NotShown);
            }
        }
        let known = self.current_claims(site, &input.token);
        // A token whose key is refused gives nothing, but what it allowed can be taken back (T-08).
        let refused = || key.refused_claims(&input.token).filter(|claims| self.is_alive(site, claims));
        let before = Before { old: known.or_else(refused), known };
        Choice::of(site, notice, input, (before, now))
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
            let left = self.restrictions.left(surrogate, claims.granted, claims.grant);
            (!left.is_empty()).then_some(())
        };
        let alive = open(DeviceScope::Analytics).or_else(|| open(DeviceScope::Ads)).is_some();
        ours && alive
    }

    /// What is still allowed by the token that a browser carries. A pause takes no choice away.
    pub fn left(&self, site: &SiteEntry, token: &str) -> PurposeSet {
        let Some(claims) = self.current_claims(site, token) else { return PurposeSet::NONE };
        [DeviceScope::Analytics, DeviceScope::Ads]
            .into_iter()
            .filter_map(|scope| claims.surrogate(scope))
            .fold(PurposeSet::NONE, |left, surrogate| {
                left.or(self.restrictions.left(surrogate, claims.granted, claims.grant))
            })
    }

    /// The banner was put on the screen: what it hands in with a choice.
    pub fn shown(&self, site: &SiteEntry, again: bool) -> Result<String, AppError> {
        let Some(notice) = &site.notice else { return Err(AppError::NoticeChanged) };
        if !again {
            self.collector.count_choice(site, "shown");
        }
        Ok(self.store.keys().token_key().shown(site.rules.site_hash, notice.version, self.clock.now()))
    }

    /// Records of a site, newest first.
    pub async fn page(
        &self,
        auth: &Authorized<act::ConsentRead>,
        site: &SiteId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<ConsentRecord>, AppError> {
        Ok(self.store.consents().page(auth, site, before, limit).await?)
    }

    /// One record with its proof.
    pub async fn detail(&self, auth: &Authorized<act::ConsentRead>, id: &ConsentId) -> Result<ConsentDetail, AppError> {
        let record = self.store.consents().find(auth, id).await?;
        let notices = self.store.notices().list(&record.site).await?;
        let notice = notices.into_iter().find(|n| n.version == record.notice_version);
        let keys = |set| {
            let keys = notice.as_ref().map(|n| n.keys_of(set)).unwrap_or_default();
            keys.into_iter().map(str::to_owned).collect()
        };
        Ok(ConsentDetail {
            granted: keys(record.granted),
            refused: keys(record.refused),
            history: self.store.consents().history(auth, id).await?,
            proof: self.store.evidence().proof(id.as_str()).await?,
            notice,
            record,
        })
    }

    /// Take everything back for a person who asked by other means than the banner.
    pub async fn withdraw(
        &self,
        auth: &Authorized<act::ConsentWithdraw>,
        id: &ConsentId,
    ) -> Result<ConsentId, AppError> {
        let now = self.clock.now();
        let new_id = ConsentId::new(now, self.entropy.as_ref());
        let done = work!(self.store, |w| { w.consents().withdraw(auth, id, &new_id, now).await })?;
        self.restrictions.add(done.bars);
        Ok(done.id)
    }

    /// Banners shown and choices made, day by day.
    pub async fn opt_in(&self, site: &SiteId, from: &str, to: &str) -> Result<Vec<OptIn>, AppError> {
        self.tallies_flush().await?;
        let mut days: Vec<OptIn> = Vec::new();
        for Tally { day, item, n } in self.store.tallies().sum(site, TallyKind::Choice, from, to).await? {
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
