//! A browser that shows what is stored under its numbers: it sees that and has it erased, whoever sits there (GDPR 11(2),
//!
//!
//! Invariant: the token alone proves it, also when it is old or was taken back. It opens that browser and nobody's person.

use std::marker::PhantomData;

use hjemmel_model::{AtMs, DeviceScope, GrantSeq, PurposeSet, SiteId, Surrogate, TenantId};

use crate::{
    actor::{Actor, Authorized, act},
    decide::{SiteRules, rows_of},
    permit::{Access, PermitSet},
    refusal::{Reason, Refusal},
    restriction::Restrictions,
    token::Presented,
};

/// A browser that showed the token of its choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    tenant: TenantId,
    site: SiteId,
    numbers: Vec<(DeviceScope, Surrogate)>,
    grant: GrantSeq,
}

impl Browser {
    /// Whoever shows a token that was made for this site.
    pub fn shown(tenant: &TenantId, rules: &SiteRules, presented: &Presented) -> Result<Browser, Refusal> {
        let Presented::Token(verified) = presented else { return Err(Refusal::new(Reason::TokenInvalid)) };
        let claims = verified.claims();
        if claims.site != rules.site_hash {
            return Err(Refusal::new(Reason::OtherSite));
        }
        let scopes = [DeviceScope::Analytics, DeviceScope::Ads];
        let numbers = scopes.into_iter().filter_map(|scope| Some((scope, claims.surrogate(scope)?))).collect();
        Ok(Browser { tenant: tenant.clone(), site: rules.site.clone(), numbers, grant: claims.grant })
    }

    /// Whose site.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The site.
    pub fn site(&self) -> &SiteId {
        &self.site
    }

    /// Its numbers there.
    pub fn numbers(&self) -> impl Iterator<Item = Surrogate> + '_ {
        self.numbers.iter().map(|(_, number)| *number)
    }

    /// The choice that its token was made for.
    pub fn grant(&self) -> GrantSeq {
        self.grant
    }
}

/// The browser has what it left behind erased.
pub fn authorize_browser(browser: &Browser) -> Authorized<act::PersonErase> {
    Authorized { tenant: browser.tenant.clone(), actor: Actor::Browser, action: PhantomData }
}

/// What a browser may be shown of what it did: all of it that is not closed, purpose by purpose.
pub fn decide_access(
    browser: &Browser,
    rules: &SiteRules,
    restrictions: &Restrictions,
    now: AtMs,
) -> Result<Vec<PermitSet<Access>>, Refusal> {
    if rules.site != browser.site {
        return Err(Refusal::new(Reason::OtherSite));
    }
    if !restrictions.is_fresh(now) {
        return Err(Refusal::new(Reason::FeedStale));
    }
    let named = |scope| match (scope, &rules.notice) {
        (DeviceScope::Analytics, Some(notice)) => notice.analytics,
        (DeviceScope::Ads, Some(notice)) => notice.ads,
        (_, None) => PurposeSet::NONE,
    };
    let own = browser.numbers.iter().flat_map(|(scope, number)| {
        let purposes = named(*scope);
        (0..32).filter(move |bit| purposes.has(*bit)).map(move |bit| (*number, bit))
    });
    Ok(own.map(|(number, bit)| rows_of(rules, bit, Some(number), restrictions, now)).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hjemmel_model::LawPack;

    use super::*;
    use crate::{
        decide::NoticeRules,
        token::{Claims, TokenKey, site_hash},
    };

    fn rules(site: &SiteId) -> SiteRules {
        let notice = NoticeRules {
            version: 1,
            analytics: PurposeSet(0b1_0111),
            ads: PurposeSet(0b1000),
            denied_by_gpc: PurposeSet(0b1000),
            since: [1; 32],
        };
        SiteRules {
            site_hash: site_hash(site),
            site: site.clone(),
            law: LawPack::Dk,
            notice: Some(notice),
            registered: PurposeSet(u32::MAX),
            retention: Arc::default(),
        }
    }

    #[test]
    fn a_token_opens_its_own_browser_on_its_own_site_and_nothing_else() {
        let (shop, other) = (SiteId::parse("site_shop").unwrap(), SiteId::parse("site_other").unwrap());
        let tenant = TenantId::parse("ten_1").unwrap();
        let (ours, elsewhere) = (rules(&shop), rules(&other));
        let key = TokenKey::new([7; 32]);
        let claims = Claims {
            site: ours.site_hash,
            granted: PurposeSet(1),
            refused: PurposeSet(2),
            notice_version: 1,
            grant: GrantSeq(5),
            issued_at: AtMs(0),
            expires_at: AtMs(10),
            analytics: Surrogate(42),
            ads: Surrogate(0),
            gpc_overridden: false,
        };
        let presented = key.verify(&key.mint(&claims));
        // Old as it is, what it left is still about it.
        let browser = Browser::shown(&tenant, &ours, &presented).unwrap();
        assert_eq!((browser.numbers().collect::<Vec<_>>(), browser.grant()), (vec![Surrogate(42)], GrantSeq(5)));
        assert_eq!(Browser::shown(&tenant, &elsewhere, &presented).unwrap_err().reason, Reason::OtherSite);
        assert!(Browser::shown(&tenant, &ours, &key.verify("v1.forged")).is_err());
        let open = Restrictions::new();
        assert_eq!(decide_access(&browser, &ours, &open, AtMs(9)).unwrap_err().reason, Reason::FeedStale);
        open.refreshed(AtMs(9));
        assert!(decide_access(&browser, &elsewhere, &open, AtMs(9)).is_err());
        let permits = decide_access(&browser, &ours, &open, AtMs(9)).unwrap();
        assert!(!permits.is_empty() && permits.into_iter().all(|p| p.into_rows().only() == Some(Surrogate(42))));
        assert_eq!(authorize_browser(&browser).actor().audit_name(), "browser");
    }
}
