//! Passkeys: where they work, and one's own: added, named, removed. What they prove is in `proof`.
//!
//! Invariant: a passkey is made for the configured public address and works on no other page; each answer is to a challenge that
//! was given for that act and that account or session, minutes ago, and counts once.

mod challenge;
mod proof;
mod webauthn;
mod wire;

use hjemmel_model::{AtMs, UserId};
use hjemmel_store::{Passkey, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub(crate) use self::challenge::Challenges;
use self::{
    challenge::{For, LIFE_MS},
    webauthn::{ALGORITHMS, Asked},
};
pub use self::{
    proof::PasskeySignIn,
    wire::{
        PasskeyAnswer, PasskeyAnswerResponse, PasskeyCreation, PasskeyHolder, PasskeyKind, PasskeyKnown,
        PasskeyMadeAnswer, PasskeyMadeResponse, PasskeyParty, PasskeyRequest, PasskeyWish,
    },
};
use super::{Own, factor::code_normal};
use crate::{AppError, cases};

/// Ways to reach an authenticator that browsers know.
const TRANSPORTS: [&str; 6] = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];
const PUBLIC_KEY: &str = "public-key";

/// A new passkey and what to call it.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyDraft {
    /// What its holder calls it.
    pub name: String,
    /// What the browser made of the wish.
    pub credential: PasskeyMadeAnswer,
}

/// A passkey of one's own.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct PasskeyView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether its maker may keep a copy that other devices share.
    pub synced: bool,
    /// Since when.
    #[schema(value_type = i64)]
    pub created_at: AtMs,
    /// Last used; null when it never was.
    #[schema(value_type = Option<i64>)]
    pub used_at: Option<AtMs>,
}

/// A passkey that was added.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct PasskeyMade {
    /// It.
    pub passkey: PasskeyView,
    /// Recovery codes, where it is the first second factor; shown once.
    pub codes: Vec<String>,
}

/// Where passkeys work.
struct Here {
    name: String,
    origin: String,
}

/// The host that keys are made for and the page that may ask, from the public address. Browsers make none for an address in
/// numbers, nor where others could change what is sent.
fn here(base_url: &str) -> Option<Here> {
    let url = Url::parse(base_url).ok()?;
    let Some(Host::Domain(name)) = url.host() else { return None };
    let own = name == "localhost" || name.ends_with(".localhost");
    let safe = url.scheme() == "https" || url.scheme() == "http" && own;
    safe.then(|| Here { name: name.to_owned(), origin: url.origin().ascii_serialization() })
}

fn view(passkey: Passkey) -> PasskeyView {
    let used_at = (passkey.used_at.0 > 0).then_some(passkey.used_at);
    let Passkey { id, name, synced, created_at, .. } = passkey;
    PasskeyView { id, name, synced, created_at, used_at }
}

fn known(all: Vec<Passkey>) -> Vec<PasskeyKnown> {
    let transports = |words: &str| words.split_whitespace().map(str::to_owned).collect();
    let one = |p: Passkey| PasskeyKnown { kind: PUBLIC_KEY, transports: transports(&p.transports), id: p.credential };
    all.into_iter().map(one).collect()
}

fn name_of(name: &str) -> Result<&str, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(AppError::Invalid { field: "name", why: key!("field_needs_1_to_100_characters") });
    }
    Ok(name)
}

impl cases::Passkeys<'_> {
    fn passkeys_here(&self) -> Result<Here, AppError> {
        here(&self.base_url).ok_or(AppError::PasskeysOff)
    }

    /// Passkeys work on the page that asks. Browsers say which it is with every change; whoever says nothing is told by the
    /// answer of the authenticator.
    pub fn page(&self, origin: &str) -> Result<(), AppError> {
        let here = self.passkeys_here()?;
        if origin.is_empty() || origin == here.origin { Ok(()) } else { Err(AppError::PasskeyElsewhere(here.origin)) }
    }

    fn challenge(&self, what: For<'_>) -> String {
        self.attempts.challenges.make(self.store.keys(), self.entropy.as_ref(), what, self.clock.now())
    }

    /// Ask the browser for a new passkey.
    pub async fn begin(&self, own: Own<'_>) -> Result<PasskeyCreation, AppError> {
        let here = self.passkeys_here()?;
        let user = self.factors().own_user(own.user).await?;
        let there = self.store.passkeys().list(own.user).await?;
        if there.len() >= hjemmel_store::PASSKEYS_MAX {
            return Err(hjemmel_store::StoreError::TooMany("passkeys").into());
        }
        Ok(PasskeyCreation {
            rp: PasskeyParty { id: here.name, name: "Hjemmel".into() },
            user: PasskeyHolder {
                id: wire::text(user.id.as_str().as_bytes()),
                name: user.email,
                display_name: user.name,
            },
            challenge: self.challenge(For::Add(own.session.as_str())),
            pub_key_cred_params: ALGORITHMS.map(|alg| PasskeyKind { kind: PUBLIC_KEY, alg }).to_vec(),
            timeout: LIFE_MS,
            exclude_credentials: known(there),
            authenticator_selection: PasskeyWish { resident_key: "preferred", user_verification: "preferred" },
            attestation: "none",
        })
    }

    /// Keep the passkey that the browser made.
    pub async fn add(&self, own: Own<'_>, draft: &PasskeyDraft) -> Result<PasskeyMade, AppError> {
        let name = name_of(&draft.name)?.to_owned();
        let now = self.clock.now();
        let made = self.made(own, &draft.credential)?;
        let transports: Vec<&str> = TRANSPORTS
            .into_iter()
            .filter(|known| draft.credential.response.transports.iter().any(|said| said == known))
            .collect();
        let passkey = Passkey {
            id: format!("psk_{:016x}", self.entropy.positive_i64()),
            user: own.user.clone(),
            credential: wire::text(&made.credential),
            key_cose: wire::text(&made.key),
            name,
            transports: transports.join(" "),
            sign_count: made.count,
            synced: made.synced,
            created_at: now,
            used_at: AtMs(0),
        };
        let (codes, plain) = self.recovery_codes_both();
        let first =
            work!(self.store, |w| { w.passkeys().add((own.tenant, own.actor), own.session, &passkey, &plain).await })?;
        Ok(PasskeyMade { passkey: view(passkey), codes: if first { codes } else { Vec::new() } })
    }

    fn made(&self, own: Own<'_>, answer: &PasskeyMadeAnswer) -> Result<webauthn::Made, AppError> {
        let here = self.passkeys_here()?;
        let (what, now) = (For::Add(own.session.as_str()), self.clock.now());
        let parts = (wire::bytes(&answer.response.client_data_json), wire::bytes(&answer.response.attestation_object));
        let (Some(client), Some(attestation)) = parts else { return Err(refused(webauthn::Fault::Malformed)) };
        let challenge = webauthn::challenge_of(&client).map_err(refused)?;
        if !self.attempts.challenges.open(self.store.keys(), what, &challenge, now) {
            return Err(refused(webauthn::Fault::Challenge));
        }
        let asked = Asked { name: &here.name, origin: &here.origin, challenge: &challenge, verified: false };
        let made = webauthn::made(&asked, &client, &attestation).map_err(refused)?;
        if wire::text(&made.credential) != answer.id {
            return Err(refused(webauthn::Fault::Malformed));
        }
        self.attempts.challenges.answer(self.store.keys(), what, &challenge, now)?;
        Ok(made)
    }

    /// One's own passkeys, oldest first.
    pub async fn list(&self, user: &UserId) -> Result<Vec<PasskeyView>, AppError> {
        Ok(self.store.passkeys().list(user).await?.into_iter().map(view).collect())
    }

    /// Call one's own passkey something else.
    pub async fn rename(&self, own: Own<'_>, id: &str, name: &str) -> Result<(), AppError> {
        let who = (own.tenant, own.actor, own.user);
        let name = name_of(name)?;
        Ok(work!(self.store, |w| { w.passkeys().rename(who, id, name, self.clock.now()).await })?)
    }

    /// Remove one's own passkey.
    pub async fn remove(&self, own: Own<'_>, id: &str) -> Result<(), AppError> {
        Ok(work!(self.store, |w| {
            w.passkeys().remove((own.tenant, own.actor, own.user), id, self.clock.now()).await
        })?)
    }

    fn recovery_codes_both(&self) -> (Vec<String>, Vec<String>) {
        let codes = self.factors().recovery_codes();
        let plain = codes.iter().map(|c| code_normal(c)).collect();
        (codes, plain)
    }
}

/// Which check failed is for whoever runs the server; whoever tries is told that one did.
fn refused(fault: webauthn::Fault) -> AppError {
    tracing::debug!(fault = ?fault, "passkey.refused");
    AppError::Passkey
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn passkeys_work_where_browsers_let_them() {
        let at = |url: &str| here(url).map(|h| (h.name, h.origin));
        let text = |name: &str, origin: &str| Some((name.to_owned(), origin.to_owned()));
        assert_eq!(at("https://hjemmel.shop.example/"), text("hjemmel.shop.example", "https://hjemmel.shop.example"));
        assert_eq!(at("https://Shop.example:8443/x"), text("shop.example", "https://shop.example:8443"));
        assert_eq!(at("http://localhost:8080"), text("localhost", "http://localhost:8080"));
        for nowhere in ["http://127.0.0.1:8080", "https://192.0.2.1", "https://[::1]", "http://shop.example", "x", ""] {
            assert_eq!(at(nowhere), None, "{nowhere}");
        }
    }
}
