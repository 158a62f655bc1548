//! Consent tokens: what a browser carries to show what it allowed.
//!
//! A token proves that a choice was made; the restrictions decide whether it still counts. The layout is fixed, so
//! that the tag can read the two purpose sets without any key: version (1 byte), flags (1), site (8), granted (4),
//! refused (4), notice version (4), grant (8), issued and expiry in seconds (4 + 4), analytics surrogate (8), ads
//! surrogate (8), then 16 bytes of keyed BLAKE3; big-endian; base64url without padding behind `v1.`.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hjemmel_model::{AtMs, DeviceScope, GrantSeq, PurposeSet, SiteId, Surrogate};

const BODY: usize = 54;
const TAG: usize = 16;
const PREFIX: &str = "v1.";
const FLAG_GPC_OVERRIDDEN: u8 = 1;

/// Longest a banner may have been on the screen before it is used, in milliseconds.
pub const SHOWN_MS_MAX: i64 = 24 * 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// Longest a token counts: twelve months and a day.
const TOKEN_DAYS_MAX: i64 = 367;

/// The key that tokens are made and checked with, and those that they were made with before.
#[derive(Clone)]
pub struct TokenKey {
    secret: [u8; 32],
    earlier: Arc<[TokenKeyEarlier]>,
}

/// A key that tokens were made with before.
#[derive(Clone)]
pub struct TokenKeyEarlier {
    /// The key.
    pub secret: [u8; 32],
    /// Until when: what says that it is newer was made by somebody else.
    pub until: AtMs,
    /// Its tokens give nothing any more, because somebody else may have it. They still take away.
    pub refused: bool,
}

impl std::fmt::Debug for TokenKeyEarlier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKeyEarlier(..)")
    }
}

impl TokenKeyEarlier {
    fn may_have_made(&self, claims: &Claims) -> bool {
        claims.issued_at <= self.until && claims.expires_at <= self.until.plus_days(TOKEN_DAYS_MAX)
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey(..)")
    }
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Hash of the site it was given on.
    pub site: u64,
    /// Purposes allowed.
    pub granted: PurposeSet,
    /// Purposes said no to.
    pub refused: PurposeSet,
    /// The notice shown.
    pub notice_version: u32,
    /// The choice in the ledger.
    pub grant: GrantSeq,
    /// When it was made.
    pub issued_at: AtMs,
    /// From when it no longer counts.
    pub expires_at: AtMs,
    /// Surrogate for one's own site; 0 when none was created.
    pub analytics: Surrogate,
    /// Surrogate for advertising; 0 when none was created.
    pub ads: Surrogate,
    /// The person chose an advertising purpose although the browser sends Global Privacy Control.
    pub gpc_overridden: bool,
}

impl Claims {
    /// The surrogate of that scope, if one was created.
    pub fn surrogate(&self, scope: DeviceScope) -> Option<Surrogate> {
        let surrogate = match scope {
            DeviceScope::Analytics => self.analytics,
            DeviceScope::Ads => self.ads,
        };
        (surrogate.0 != 0).then_some(surrogate)
    }
}

/// What a browser or a server showed as proof, after verification. Only [`TokenKey::verify`] makes one with claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// Nothing.
    Nothing,
    /// The cookie that says no, with the purposes that were named.
    Refused(PurposeSet),
    /// A token we made, on this or another site, fresh or old.
    Token(Verified),
    /// Something that is not ours.
    Invalid,
}

/// Claims whose signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified(Claims);

impl Verified {
    /// What it says.
    pub fn claims(&self) -> &Claims {
        &self.0
    }
}

/// A short stable number for a site.
pub fn site_hash(site: &SiteId) -> u64 {
    let hash = blake3::hash(site.as_str().as_bytes());
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(hash.as_bytes()) {
        *to = *from;
    }
    u64::from_be_bytes(first)
}

/// The cookie of somebody who said no to everything named: the same for everybody under the same purposes.
pub fn refused_cookie(named: PurposeSet) -> String {
    format!("refused.{:x}", named.0)
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>()?;
        self.0 = tail;
        Some(*head)
    }
}

impl TokenKey {
    /// From 32 secret bytes.
    pub fn new(secret: [u8; 32]) -> TokenKey {
        TokenKey { secret, earlier: Arc::default() }
    }

    /// The same, after others.
    #[must_use]
    pub fn after(self, earlier: Vec<TokenKeyEarlier>) -> TokenKey {
        TokenKey { earlier: earlier.into(), ..self }
    }

    /// The token for those claims.
    pub fn mint(&self, c: &Claims) -> String {
        let seconds = |at: AtMs| u32::try_from(at.0 / 1000).unwrap_or(u32::MAX);
        let mut raw = Vec::with_capacity(BODY + TAG);
        raw.push(1);
        raw.push(if c.gpc_overridden { FLAG_GPC_OVERRIDDEN } else { 0 });
        raw.extend(c.site.to_be_bytes());
        raw.extend(c.granted.0.to_be_bytes());
        raw.extend(c.refused.0.to_be_bytes());
        raw.extend(c.notice_version.to_be_bytes());
        raw.extend(c.grant.0.to_be_bytes());
        raw.extend(seconds(c.issued_at).to_be_bytes());
        raw.extend(seconds(c.expires_at).to_be_bytes());
        raw.extend(c.analytics.0.to_be_bytes());
        raw.extend(c.ads.0.to_be_bytes());
        let tag = blake3::keyed_hash(&self.secret, &raw);
        raw.extend(tag.as_bytes().iter().take(TAG));
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(&raw))
    }

    /// Read what was presented. Anything unknown, damaged or forged is [`Presented::Invalid`].
    pub fn verify(&self, text: &str) -> Presented {
        if text.is_empty() {
            return Presented::Nothing;
        }
        if let Some(named) = text.strip_prefix("refused.") {
            return match u32::from_str_radix(named, 16) {
                Ok(bits) => Presented::Refused(PurposeSet(bits)),
                Err(_) => Presented::Invalid,
            };
        }
        let earlier = || self.earlier.iter().filter(|key| !key.refused).find_map(|key| earlier_claims(key, text));
        let claims = claims(&self.secret, text).or_else(earlier);
        claims.map_or(Presented::Invalid, |claims| Presented::Token(Verified(claims)))
    }

    /// What a token says that is refused because its key is: enough to take away what it once gave, and for nothing else.
    pub fn refused_claims(&self, text: &str) -> Option<Claims> {
        self.earlier.iter().filter(|key| key.refused).find_map(|key| earlier_claims(key, text))
    }

    /// What a banner gets when it was put on the screen, and hands in with a choice (B-28). It is the same for everybody
    /// who is shown that notice in that minute.
    pub fn shown(&self, site: u64, notice_version: u32, at: AtMs) -> String {
        shown(&self.secret, site, notice_version, at)
    }

    /// Whether the banner of that notice was on the screen at most [`SHOWN_MS_MAX`] ago.
    pub fn was_shown(&self, text: &str, site: u64, notice_version: u32, now: AtMs) -> bool {
        let minute = text.split('.').next().and_then(|m| i64::from_str_radix(m, 16).ok());
        let Some(at) = minute.and_then(|m| m.checked_mul(MINUTE_MS)) else { return false };
        // It carries no more than a minute, so knowing it gains nothing that asking for it would not.
        let mut earlier = self.earlier.iter().filter(|key| !key.refused && at <= key.until.0);
        (-MINUTE_MS..=SHOWN_MS_MAX).contains(&now.0.saturating_sub(at))
            && (self.shown(site, notice_version, AtMs(at)) == text
                || earlier.any(|key| shown(&key.secret, site, notice_version, AtMs(at)) == text))
    }
}

fn shown(secret: &[u8; 32], site: u64, notice_version: u32, at: AtMs) -> String {
    let minute = at.0.div_euclid(MINUTE_MS);
    let mut body = b"shown".to_vec();
    body.extend(site.to_be_bytes());
    body.extend(notice_version.to_be_bytes());
    body.extend(minute.to_be_bytes());
    let tag: Vec<u8> = blake3::keyed_hash(secret, &body).as_bytes().iter().take(TAG).copied().collect();
    format!("{minute:x}.{}", URL_SAFE_NO_PAD.encode(tag))
}

fn earlier_claims(key: &TokenKeyEarlier, text: &str) -> Option<Claims> {
    claims(&key.secret, text).filter(|claims| key.may_have_made(claims))
}

fn claims(secret: &[u8; 32], text: &str) -> Option<Claims> {
    let mut raw = [0u8; BODY + TAG];
    let length = URL_SAFE_NO_PAD.decode_slice(text.strip_prefix(PREFIX)?, &mut raw).ok()?;
    if length != BODY + TAG {
        return None;
    }
    let (body, tag) = raw.split_at(BODY);
    let expected = blake3::keyed_hash(secret, body);
    let (expected, _) = expected.as_bytes().split_at(TAG);
    // Compared without a branch on content.
    if expected.iter().zip(tag).fold(0, |differ, (a, b)| differ | (a ^ b)) != 0 {
        return None;
    }
    let mut r = Reader(body);
    let [1, flags] = r.take::<2>()? else { return None };
    Some(Claims {
        site: u64::from_be_bytes(r.take()?),
        granted: PurposeSet(u32::from_be_bytes(r.take()?)),
        refused: PurposeSet(u32::from_be_bytes(r.take()?)),
        notice_version: u32::from_be_bytes(r.take()?),
        grant: GrantSeq(i64::from_be_bytes(r.take()?)),
        issued_at: AtMs(i64::from(u32::from_be_bytes(r.take()?)) * 1000),
        expires_at: AtMs(i64::from(u32::from_be_bytes(r.take()?)) * 1000),
        analytics: Surrogate(i64::from_be_bytes(r.take()?)),
        ads: Surrogate(i64::from_be_bytes(r.take()?)),
        gpc_overridden: flags & FLAG_GPC_OVERRIDDEN != 0,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claims() -> Claims {
        Claims {
            site: site_hash(&SiteId::parse("site_shop").unwrap()),
            granted: PurposeSet(0b0001),
            refused: PurposeSet(0b1110),
            notice_version: 3,
            grant: GrantSeq(77),
            issued_at: AtMs(1_795_000_000_000),
            expires_at: AtMs(1_810_000_000_000),
            analytics: Surrogate(42),
            ads: Surrogate(0),
            gpc_overridden: false,
        }
    }

    #[test]
    fn what_is_minted_is_read_back() {
        let key = TokenKey::new([7; 32]);
        let token = key.mint(&claims());
        assert!(token.len() < 120, "fits a cookie with room to spare");
        assert_eq!(key.verify(&token), Presented::Token(Verified(claims())));
        assert_eq!(TokenKey::new([8; 32]).verify(&token), Presented::Invalid);
        assert_eq!(key.verify(""), Presented::Nothing);
        assert_eq!(key.verify(&refused_cookie(PurposeSet(15))), Presented::Refused(PurposeSet(15)));
    }

    #[test]
    fn what_was_shown_is_proved_for_its_site_its_notice_and_a_day() {
        let (key, at) = (TokenKey::new([7; 32]), AtMs(1_795_000_000_000));
        let shown = key.shown(1, 3, at);
        assert!(key.was_shown(&shown, 1, 3, at.plus_ms(1)));
        assert!(key.was_shown(&shown, 1, 3, at.plus_ms(SHOWN_MS_MAX - MINUTE_MS)));
        assert!(!key.was_shown(&shown, 1, 3, at.plus_ms(SHOWN_MS_MAX + MINUTE_MS)), "too old");
        assert!(!key.was_shown(&shown, 1, 3, at.plus_ms(-3 * MINUTE_MS)), "not yet");
        assert!(!key.was_shown(&shown, 2, 3, at) && !key.was_shown(&shown, 1, 4, at), "another site, another notice");
        assert!(!TokenKey::new([8; 32]).was_shown(&shown, 1, 3, at), "another installation");
        for forged in ["", ".", "1b.", "zz.AAAA", "7fffffffffffffff.AAAA"] {
            assert!(!key.was_shown(forged, 1, 3, at), "{forged}");
        }
    }

    #[test]
    fn tokens_of_an_earlier_key_count_until_it_was_replaced_or_not_at_all() {
        let (old, made) = (TokenKey::new([7; 32]), claims());
        let (token, until) = (old.mint(&made), made.issued_at.plus_ms(10));
        let after =
            |refused, until| TokenKey::new([8; 32]).after(vec![TokenKeyEarlier { secret: [7; 32], until, refused }]);
        let kept = after(false, until);
        assert_eq!(kept.verify(&token), Presented::Token(Verified(made)));
        assert_eq!(kept.refused_claims(&token), None);
        assert!(kept.verify(&kept.mint(&made)) == Presented::Token(Verified(made)) && kept.mint(&made) != token);
        // Whoever has the old key makes nothing new with it, nor anything that lasts longer than any token does.
        assert_eq!(after(false, made.issued_at.plus_ms(-1)).verify(&token), Presented::Invalid);
        let long = old.mint(&Claims { expires_at: until.plus_days(368), ..made });
        assert_eq!(kept.verify(&long), Presented::Invalid);
        let refused = after(true, until);
        assert_eq!(refused.verify(&token), Presented::Invalid);
        assert_eq!(refused.refused_claims(&token), Some(made), "it still takes away");
        assert_eq!(refused.refused_claims(&long), None);
        let shown = old.shown(1, 3, made.issued_at);
        assert!(kept.was_shown(&shown, 1, 3, until) && !refused.was_shown(&shown, 1, 3, until));
        let later = old.shown(1, 3, until.plus_ms(2 * MINUTE_MS));
        assert!(!kept.was_shown(&later, 1, 3, until.plus_ms(2 * MINUTE_MS)));
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_refused(at in 0usize..93, to in "[A-Za-z0-9_-]") {
            let key = TokenKey::new([7; 32]);
            let token = key.mint(&claims());
            let mut bytes = token.clone().into_bytes();
            let at = 3 + at % (bytes.len() - 3);
            prop_assume!(bytes[at] != to.as_bytes()[0]);
            bytes[at] = to.as_bytes()[0];
            prop_assert_eq!(key.verify(std::str::from_utf8(&bytes).unwrap()), Presented::Invalid);
        }

        #[test]
        fn no_text_panics(text in ".{0,200}") {
            let made = TokenKey::new([7; 32]).verify(&text);
            prop_assert!(!matches!(made, Presented::Token(_)));
        }
    }
}
