//! Replacing keys after a leak. A new key is made in the file of keys first, and works from then on; then whatever
//! waits for the one before is done, in steps that can be cut short anywhere and done again; then the one before goes.
//!
//! Invariant: at no point is there something that no key opens, or that was signed by a key nobody vouches for.

mod rehash;
mod rewrap;

use hjemmel_model::{AtMs, Entropy};
use hjemmel_policy::Actor;

pub use rehash::{HASHED, Hashed};
pub use rewrap::{Rewrapped, SEALED};

use crate::{
    Store,
    audit::Did,
    db::unit_of_work,
    error::StoreError,
    evidence::hex,
    installation::Installation,
    keyring::{KeyEntry, KeyUse, Ring},
    sql,
};

/// What a look at the file of keys before a rotation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStep {
    /// A new key was made.
    Made,
    /// The last rotation of this key was cut short: that one goes on.
    GoesOn,
}

impl Installation<'_> {
    fn ring(&self) -> Result<Ring, StoreError> {
        Ring::read(self.keys)?.ok_or_else(|| self.keys_missing())
    }

    /// The keys there are, oldest first, without what is secret of them.
    pub fn keys_list(&self) -> Result<Vec<KeyEntry>, StoreError> {
        Ok(self.ring()?.entries())
    }

    /// Whether the last rotation of a key was cut short.
    pub fn key_unsettled(&self, what: KeyUse) -> Result<bool, StoreError> {
        Ok(what != KeyUse::Tokens && self.ring()?.is_unsettled(what))
    }

    /// Make a new key, unless the last one still has something to be done for it. Whoever serves meanwhile would go on
    /// with the old one, so the lease must be held.
    pub fn key_begin(&self, what: KeyUse, at: AtMs, entropy: &dyn Entropy) -> Result<KeyStep, StoreError> {
        if self.key_unsettled(what)? {
            return Ok(KeyStep::GoesOn);
        }
        let mut ring = self.ring()?;
        ring.next(what, at, entropy)?;
        ring.write(self.keys)?;
        Ok(KeyStep::Made)
    }

    /// What waited for the keys before the newest is done; of tokens: the old ones are refused from now on.
    pub fn key_settle(&self, what: KeyUse) -> Result<(), StoreError> {
        let mut ring = self.ring()?;
        ring.settle(what);
        ring.write(self.keys)
    }

    /// Destroy old keys that were replaced by then and that nothing waits for. Gives how many went.
    pub fn key_destroy(&self, what: KeyUse, replaced_by: AtMs) -> Result<usize, StoreError> {
        let mut ring = self.ring()?;
        let gone = ring.destroy(what, replaced_by);
        if gone > 0 {
            ring.write(self.keys)?;
        }
        Ok(gone)
    }
}

impl Store {
    /// Write down that a key was replaced, once: for everybody who reads the audit, and in the evidence log.
    pub async fn key_record(&self, entry: &KeyEntry, at: AtMs) -> Result<(), StoreError> {
        let id = format!("key_{}_{}", entry.what.name(), entry.number);
        let detail = serde_json::json!({
            "key": entry.what.name(),
            "number": entry.number,
            "made_at_ms": entry.made_at.map(|at| at.0),
            "public": entry.public,
        });
        self.key_record_as(&id, "key.rotate", &detail.to_string(), at).await
    }

    /// Write down that old keys are gone or refused.
    pub async fn key_note(&self, action: &'static str, object: &str, detail: &str, at: AtMs) -> Result<(), StoreError> {
        self.key_record_as(&format!("{object}.{action}.{}", at.0), action, detail, at).await
    }

    async fn key_record_as(&self, id: &str, action: &str, detail: &str, at: AtMs) -> Result<(), StoreError> {
        let tenants = self.organisations().list().await?;
        unit_of_work!(self.db, |tx| {
            if !tx.read(sql::EVIDENCE_FIND, &[id.into()]).await?.is_empty() {
                return Ok(());
            }
            self.evidence_add(tx, id, "key", detail, at).await?;
            for (tenant, _) in &tenants {
                self.audit_add(tx, (tenant, &Actor::Job("keys")), Did::new(action).to(id).with(detail), at).await?;
            }
            Ok(())
        })
    }

    /// Number and sign all that is pending, so that what was written down stands under a checkpoint. While the log's
    /// key is being replaced, both keys sign it.
    pub async fn key_announce(&self, at: AtMs) -> Result<(), StoreError> {
        let mut frontier = self.evidence().frontier().await?;
        while self.evidence().sequence(&mut frontier, at).await? > 0 {}
        Ok(())
    }

    /// Sign a text in a context of its own with the key of the evidence log: its public half and the signature, in hex.
    pub fn text_sign(&self, context: &str, text: &str) -> (String, String) {
        (self.key_public(), crate::sign(self.keys.signing_key(), context, text))
    }

    /// The public half of the key that signs, in hex.
    pub fn key_public(&self) -> String {
        hex(&self.keys.signing_key().verifying_key().to_bytes())
    }
}
