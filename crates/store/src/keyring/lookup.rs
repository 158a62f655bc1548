//! What is kept to be found again by whoever has the value, and by nobody else.
//!
//! A value is hashed with the first key for ever: of most of what was hashed nobody has the value to hash it again. Since
//! that key was replaced, the hash is sealed with the newest one before it is stored, in a way that gives the same each
//! time, so that equal values are still found by equality; and a newer key takes the place of the seal without the value.
//!
//! Invariant: whoever has every key but the newest cannot tell of what a stored hash is. What was stored under any key is
//! found as soon as it is renewed.

use blake3::Hasher;

use crate::{
    error::StoreError,
    evidence::{hex, unhex},
    keyring::ring::Secret,
};

/// Hex digits of a hash by itself, and of the check before it when it is sealed.
const BARE: usize = 64;
const CHECK: usize = 32;

/// One key after the first: it seals hashes, and makes secrets.
#[derive(Clone)]
pub(super) struct Seal {
    check: [u8; 32],
    cover: [u8; 32],
    secrets: [u8; 32],
}

impl Seal {
    fn of(key: &[u8; 32]) -> Seal {
        Seal {
            check: blake3::derive_key("hjemmel 2026 lookup check", key),
            cover: blake3::derive_key("hjemmel 2026 lookup cover", key),
            secrets: blake3::derive_key("hjemmel 2026 lookup secrets", key),
        }
    }

    /// The check of a hash, in hex. It is made of the whole hash, so that no two have the same cover.
    fn check(&self, bare: &[u8; 32]) -> String {
        blake3::keyed_hash(&self.check, bare).to_hex().get(..CHECK).unwrap_or_default().to_owned()
    }

    /// Cover a hash, or uncover it.
    fn covered(&self, check: &str, hash: &[u8; 32]) -> [u8; 32] {
        let cover = blake3::keyed_hash(&self.cover, check.as_bytes());
        std::array::from_fn(|at| match (hash.get(at), cover.as_bytes().get(at)) {
            (Some(one), Some(other)) => one ^ other,
            _ => 0,
        })
    }

    fn seal(&self, bare: &[u8; 32]) -> String {
        let check = self.check(bare);
        let covered = hex(&self.covered(&check, bare));
        format!("{check}{covered}")
    }

    fn open(&self, check: &str, covered: &[u8; 32]) -> Option<[u8; 32]> {
        let bare = self.covered(check, covered);
        (self.check(&bare) == check).then_some(bare)
    }
}

/// The keys of lookups.
pub(super) struct Lookup {
    first: [u8; 32],
    /// Those after it, newest first.
    seals: Vec<Seal>,
}

/// A keyed hash that is being made.
pub struct Mark {
    hasher: Hasher,
    seal: Option<Seal>,
}

impl Mark {
    /// Add what comes next.
    pub fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
    }

    /// The hash of all of it.
    pub fn finish(self) -> String {
        let bare = self.hasher.finalize();
        match self.seal {
            Some(seal) => seal.seal(bare.as_bytes()),
            None => bare.to_hex().to_string(),
        }
    }
}

/// `what` keeps kinds apart.
fn begun(key: &[u8; 32], what: &str) -> Hasher {
    let mut hasher = Hasher::new_keyed(key);
    hasher.update(&(what.len() as u64).to_le_bytes());
    hasher.update(what.as_bytes());
    hasher
}

impl Lookup {
    /// Of all keys, oldest first.
    pub(super) fn of<'a>(mut keys: impl Iterator<Item = &'a Secret>) -> Result<Lookup, StoreError> {
        let first = keys.next().ok_or(StoreError::Damaged("master key"))?;
        let first = *first.bytes()?;
        let mut seals = keys.map(|key| Ok(Seal::of(&*key.bytes()?))).collect::<Result<Vec<_>, StoreError>>()?;
        seals.reverse();
        Ok(Lookup { first, seals })
    }

    pub(super) fn mark(&self, what: &str) -> Mark {
        Mark { hasher: begun(&self.first, what), seal: self.seals.first().cloned() }
    }

    /// What each key makes of a value, newest first.
    pub(super) fn secrets<'a>(&'a self, what: &'a str, value: &'a [u8]) -> impl Iterator<Item = String> + 'a {
        let keys = self.seals.iter().map(|seal| &seal.secrets).chain([&self.first]);
        keys.map(move |key| begun(key, what).update(value).finalize().to_hex().to_string())
    }

    /// What a stored hash is without a seal. What is no hash (an emptied column) is as it is.
    pub(super) fn bare(&self, stored: &str) -> Result<String, StoreError> {
        match stored.split_at_checked(CHECK) {
            Some((check, covered)) if stored.len() == CHECK + BARE => {
                let damaged = StoreError::Damaged("hash");
                let Ok(covered) = unhex(covered) else { return Err(damaged) };
                let mut opened = self.seals.iter().filter_map(|seal| seal.open(check, &covered));
                opened.next().map(|bare| hex(&bare)).ok_or(damaged)
            }
            _ => Ok(stored.to_owned()),
        }
    }

    /// As it is stored now.
    pub(super) fn sealed(&self, bare: String) -> String {
        match (self.seals.first(), unhex(&bare)) {
            (Some(seal), Ok(hash)) => seal.seal(&hash),
            _ => bare,
        }
    }
}
