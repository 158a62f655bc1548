//! What a choice in the banner comes to: what is allowed after it, what it takes back, what is written down about it.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{
    AtMs, ChoiceControl, ConsentEvent, ConsentId, DeviceScope, GrantSeq, Notice, PurposeSet, Surrogate,
};
use hjemmel_policy::{Claims, refused_cookie, site_hash};
use hjemmel_store::ConsentDraft;
use hjemmel_words::key;

use super::{ChoiceInput, ChoiceMade};
use crate::AppError;

/// The random numbers of a browser: for analytics and for ads, 0 where there is none.
pub(super) type Numbers = (Surrogate, Surrogate);

/// What the browser was allowed until now.
pub(super) struct Before {
    /// As a token says that counts.
    pub(super) known: Option<Claims>,
    /// As any token of ours says: what it allowed can be taken back.
    pub(super) old: Option<Claims>,
}

/// A choice that may be heard.
pub(super) struct Choice<'a> {
    site: &'a SiteEntry,
    input: &'a ChoiceInput,
    /// The notice in force, and the one that was shown.
    notice: &'a Notice,
    shown: &'a Notice,
    /// Purposes that the notice which was shown asked for.
    named: PurposeSet,
    /// Purposes said yes to, and those of them that count.
    chosen: PurposeSet,
    granted: PurposeSet,
    before: Before,
    pub(super) now: AtMs,
}

impl<'a> Choice<'a> {
    pub(super) fn of(
        site: &'a SiteEntry,
        notice: &'a Notice,
        input: &'a ChoiceInput,
        (before, now): (Before, AtMs),
    ) -> Result<Choice<'a>, AppError> {
        // A no that was given under an older notice is a no to what that notice asked (B-19).
        let shown = site.notice_of(input.notice_version).map_or(notice, AsRef::as_ref);
        let chosen = notice.set_of(input.granted.iter().map(String::as_str));
        let chosen =
            chosen.ok_or(AppError::Invalid { field: "granted", why: key!("field_names_an_unasked_purpose") })?;
        // Only a choice made purpose by purpose goes against the browser's own signal (B-22).
        let overrides = input.act.control == ChoiceControl::Save;
        let granted = if input.gpc && !overrides { chosen.without(notice.purposes_denied_by_gpc()) } else { chosen };
        let named = notice.purposes_asked_in(shown.version);
        Ok(Choice { site, input, notice, shown, named, chosen, granted, before, now })
    }

    pub(super) fn says_no(&self) -> bool {
        self.granted.is_empty()
    }

    pub(super) fn takes_back(&self) -> bool {
        self.before.old.is_some()
    }

    /// What it is counted as.
    pub(super) fn item(&self) -> &'static str {
        match (self.says_no(), self.takes_back()) {
            (true, true) => ChoiceControl::Withdraw.name(),
            (true, false) => ChoiceControl::RefuseAll.name(),
            (false, _) => self.input.act.control.name(),
        }
    }

    /// What every browser that said no is to remember.
    pub(super) fn refused(&self) -> ChoiceMade {
        let until = self.now.plus_months(self.site.site.law.refusal_months());
        let max_age_s = until.since_ms(self.now) / 1000;
        ChoiceMade { cookie: refused_cookie(self.named), max_age_s, granted: Vec::new() }
    }

    /// What this browser is to remember.
    pub(super) fn made(&self, cookie: String) -> ChoiceMade {
        let granted = self.notice.keys_of(self.granted).into_iter().map(str::to_owned).collect();
        ChoiceMade { cookie, max_age_s: self.expires_at().since_ms(self.now) / 1000, granted }
    }

    fn expires_at(&self) -> AtMs {
        self.now.plus_months(self.site.site.law.grant_months())
    }

    /// The numbers of the browser from now on: as before, fresh where it has none, none where nothing needs one.
    pub(super) fn numbers(&self, fresh: impl Fn() -> Surrogate) -> Numbers {
        let number = |scope| match self.granted.and(self.notice.purposes_in(scope)).is_empty() {
            true => Surrogate(0),
            false => self.before.known.as_ref().and_then(|c| c.surrogate(scope)).unwrap_or_else(&fresh),
        };
        (number(DeviceScope::Analytics), number(DeviceScope::Ads))
    }

    /// The numbers of the browser until now.
    pub(super) fn numbers_before(&self) -> impl Iterator<Item = Surrogate> + '_ {
        let scopes = [DeviceScope::Analytics, DeviceScope::Ads];
        self.before.old.iter().flat_map(move |old| scopes.into_iter().filter_map(|scope| old.surrogate(scope)))
    }

    /// What earlier grants no longer allow: each number with the purposes taken back.
    fn taken_back(&self, (analytics, ads): Numbers) -> Vec<(Surrogate, PurposeSet)> {
        let Some(old) = &self.before.old else { return Vec::new() };
        let every = PurposeSet(u32::MAX);
        let lost =
            [(DeviceScope::Analytics, analytics), (DeviceScope::Ads, ads)].into_iter().filter_map(|(scope, has)| {
                let before = old.surrogate(scope)?;
                // A number that is let go of is closed for everything, unless its token is refused for its key alone.
                let kept = has == before || self.before.known.is_none();
                Some((before, if kept { every.without(self.granted) } else { every }))
            });
        lost.collect()
    }

    /// Until when it is to be proved: while the data is used, and a while after (B-21).
    fn proof_until(&self) -> AtMs {
        let used_until = match self.says_no() {
            true => self.now,
            false => self.expires_at().plus_days(self.notice.retention_days_max(self.granted)),
        };
        used_until.plus_months(self.site.site.law.dispute_months())
    }

    /// The record of it.
    pub(super) fn draft(&self, id: ConsentId, numbers: Numbers) -> ConsentDraft {
        ConsentDraft {
            id,
            site: self.site.site.id.clone(),
            event: match &self.before.old {
                None => ConsentEvent::Given,
                Some(old) if old.granted.without(self.granted).is_empty() => ConsentEvent::Renewed,
                Some(_) => ConsentEvent::Withdrawn,
            },
            granted: self.granted,
            // What only the browser's signal denies is a signal, not a no of the person (B-22).
            refused: self.named.without(self.chosen),
            notice_version: self.shown.version,
            notice_hash: self.shown.hash(),
            language: self.input.language,
            ui_build: self.input.ui_build.chars().take(80).collect(),
            act: self.input.act,
            gpc: self.input.gpc,
            law: self.site.site.law,
            at: self.now,
            expires_at: self.expires_at(),
            subject: match &self.before.old {
                Some(old) if self.says_no() => (old.analytics, old.ads),
                _ => numbers,
            },
            after: self.before.known.as_ref().map(|c| c.grant),
            proof_until: self.proof_until(),
            taken_back: self.taken_back(numbers),
        }
    }

    /// What the token says.
    pub(super) fn claims(&self, grant: GrantSeq, (analytics, ads): Numbers) -> Claims {
        Claims {
            site: site_hash(&self.site.site.id),
            granted: self.granted,
            refused: self.named.without(self.granted),
            notice_version: self.notice.version,
            grant,
            issued_at: self.now,
            expires_at: self.expires_at(),
            analytics,
            ads,
            gpc_overridden: self.input.gpc && !self.granted.and(self.notice.purposes_denied_by_gpc()).is_empty(),
        }
    }
}
