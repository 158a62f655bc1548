//! Keys in a file apart from the data: one master secret from which all are derived, or, since the first was replaced, each
//! by itself.
//!
//! Invariant: what is written is written with the newest key; what an earlier one wrote is read for as long as it is there.

mod lookup;
mod ring;

use std::{fs, io, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use hjemmel_model::{AtMs, Entropy};
use hjemmel_policy::{TokenKey, TokenKeyEarlier};
use zeroize::Zeroizing;

use crate::error::StoreError;

use lookup::Lookup;
pub use lookup::Mark;
pub(crate) use ring::Ring;
pub use ring::{KeyEntry, KeyUse};

/// The keys of one installation.
pub struct Keyring {
    lookup: Lookup,
    /// The number of the key that hashes are sealed with; of the first, which makes them, 1.
    lookup_number: u32,
    columns: XChaCha20Poly1305,
    /// What columns were sealed with before, newest first.
    columns_before: Vec<XChaCha20Poly1305>,
    /// The number of the key that seals.
    master_number: u32,
    tokens: TokenKey,
    signing: SigningKey,
    /// The key of the log before this one, until it has signed that there is another.
    signing_before: Option<SigningKey>,
    /// The public halves of all that ever signed.
    publics: Vec<[u8; 32]>,
    entropy: Box<dyn Entropy>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring(..)")
    }
}

impl Keyring {
    /// Read the master secret from `folder`, or make one there that only this user can read.
    pub fn open(folder: &Path, entropy: Box<dyn Entropy>) -> Result<Keyring, StoreError> {
        let ring = match Ring::read(folder)? {
            Some(ring) => ring,
            None => {
                let made = make(folder, &folder.join(ring::FILE), entropy.as_ref()).map_err(StoreError::Keyring)?;
                Ring::of_master(made.as_slice().try_into().map_err(|_| StoreError::Damaged("master key"))?)?
            }
        };
        Keyring::of(&ring, entropy)
    }

    /// From a master secret.
    pub fn from_master(master: &[u8; 32], entropy: Box<dyn Entropy>) -> Result<Keyring, StoreError> {
        Keyring::of(&Ring::of_master(master)?, entropy)
    }

    fn of(ring: &Ring, entropy: Box<dyn Entropy>) -> Result<Keyring, StoreError> {
        let cipher = |secret: &ring::Secret| Ok(XChaCha20Poly1305::new(&Key::from(*secret.bytes()?)));
        let columns = ring.master.iter().rev().filter_map(|entry| entry.secret.as_ref()).map(cipher);
        let mut columns = columns.collect::<Result<Vec<_>, StoreError>>()?.into_iter();
        let mut signing = ring.log.iter().rev().filter_map(|entry| entry.secret.as_ref());
        let mut signing =
            || signing.next().map(|secret| Ok::<_, StoreError>(SigningKey::from_bytes(&*secret.bytes()?)));
        let missing = || StoreError::Damaged("master key");
        Ok(Keyring {
            lookup: Lookup::of(ring.lookup.iter().filter_map(|entry| entry.secret.as_ref()))?,
            lookup_number: ring.number(KeyUse::Lookup),
            columns: columns.next().ok_or_else(missing)?,
            columns_before: columns.collect(),
            master_number: ring.number(KeyUse::Master),
            tokens: tokens_of(ring)?,
            signing: signing().ok_or_else(missing)??,
            signing_before: signing().transpose()?,
            publics: ring.publics()?,
            entropy,
        })
    }

    /// The key of consent tokens.
    pub fn token_key(&self) -> &TokenKey {
        &self.tokens
    }

    /// The key that checkpoints of the evidence log are signed with.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// The number of the key that seals: the first is 1.
    pub(crate) fn master_number(&self) -> u32 {
        self.master_number
    }

    /// The number of the key that hashes are sealed with: the first, which makes them, is 1.
    pub(crate) fn lookup_number(&self) -> u32 {
        self.lookup_number
    }

    /// The one before, while it still has to sign that there is another.
    pub(crate) fn signing_key_before(&self) -> Option<&SigningKey> {
        self.signing_before.as_ref()
    }

    /// Whether one of the keys that sign, or ever signed, made a signature.
    pub(crate) fn made(&self, signed: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        let keys = self.publics.iter().filter_map(|key| VerifyingKey::from_bytes(key).ok());
        keys.into_iter().any(|key| key.verify_strict(signed, &signature).is_ok())
    }

    /// The public halves of the keys that sign or ever signed, the newest last.
    pub fn signing_publics(&self) -> &[[u8; 32]] {
        &self.publics
    }

    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Keyed hash of a value, to find it again without storing it. `what` keeps kinds apart.
    pub fn hash(&self, what: &str, value: &[u8]) -> String {
        let mut mark = self.mark(what);
        mark.add(value);
        mark.finish()
    }

    /// The same hash of what comes piece by piece.
    pub fn mark(&self, what: &str) -> Mark {
        self.lookup.mark(what)
    }

    /// A secret that is made of a value, so that it need not be kept. A newer key makes another.
    pub fn secret(&self, what: &str, value: &[u8]) -> String {
        self.secrets(what, value).next().unwrap_or_default()
    }

    /// What each key made of a value, newest first: to know again what was given away. The last is always the same.
    pub fn secrets<'a>(&'a self, what: &'a str, value: &'a [u8]) -> impl Iterator<Item = String> + 'a {
        self.lookup.secrets(what, value)
    }

    /// What a stored hash stays, whatever keys are replaced. To be said and not to be stored where it is looked for.
    pub(crate) fn hash_bare(&self, stored: &str) -> Result<String, StoreError> {
        self.lookup.bare(stored)
    }

    /// A hash as it is stored and looked for now, whenever it was stored.
    pub(crate) fn hash_renewed(&self, stored: &str) -> Result<String, StoreError> {
        Ok(self.lookup.sealed(self.lookup.bare(stored)?))
    }

    /// Ciphertext of a personal column. `place` (table, column, row) is bound to it: it opens nowhere else.
    pub fn seal(&self, place: &str, plain: &str) -> Result<String, StoreError> {
        seal_with(&self.columns, self.entropy(), place, plain)
    }

    /// What [`Keyring::seal`] sealed at the same place.
    pub fn open_sealed(&self, place: &str, sealed: &str) -> Result<String, StoreError> {
        self.open_sealed_by(place, sealed).map(|(plain, _)| plain)
    }

    /// The same, and whether the newest key sealed it.
    pub(crate) fn open_sealed_by(&self, place: &str, sealed: &str) -> Result<(String, bool), StoreError> {
        let damaged = match open_with(&self.columns, place, sealed) {
            Ok(plain) => return Ok((plain, true)),
            Err(damaged) => damaged,
        };
        let mut before = self.columns_before.iter().filter_map(|key| open_with(key, place, sealed).ok());
        before.next().map(|plain| (plain, false)).ok_or(damaged)
    }
}

fn tokens_of(ring: &Ring) -> Result<TokenKey, StoreError> {
    let mut earlier = Vec::new();
    for entry in &ring.tokens {
        if let (Some(secret), Some(until)) = (&entry.secret, entry.replaced_at_ms) {
            earlier.push(TokenKeyEarlier { secret: *secret.bytes()?, until: AtMs(until), refused: entry.settled });
        }
    }
    let newest = ring.tokens.last().and_then(|entry| entry.secret.as_ref());
    let newest = newest.ok_or(StoreError::Damaged("master key"))?;
    Ok(TokenKey::new(*newest.bytes()?).after(earlier))
}

/// Ciphertext under a key, bound to `place`: nonce and body, in Base64.
pub(crate) fn seal_with(
    key: &XChaCha20Poly1305,
    entropy: &dyn Entropy,
    place: &str,
    plain: &str,
) -> Result<String, StoreError> {
    let mut nonce = [0; 24];
    entropy.fill(&mut nonce);
    let payload = Payload { msg: plain.as_bytes(), aad: place.as_bytes() };
    let sealed = key.encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::Damaged("key"))?;
    let mut out = nonce.to_vec();
    out.extend(sealed);
    Ok(STANDARD_NO_PAD.encode(out))
}

/// What [`seal_with`] sealed with that key at that place.
pub(crate) fn open_with(key: &XChaCha20Poly1305, place: &str, sealed: &str) -> Result<String, StoreError> {
    let damaged = || StoreError::Damaged("ciphertext");
    let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| damaged())?;
    let (nonce, body) = bytes.split_first_chunk::<24>().ok_or_else(damaged)?;
    let payload = Payload { msg: body, aad: place.as_bytes() };
    let plain = key.decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged())?;
    String::from_utf8(plain).map_err(|_| damaged())
}

fn make(folder: &Path, path: &Path, entropy: &dyn Entropy) -> io::Result<Zeroizing<Vec<u8>>> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let mut secret = Zeroizing::new(vec![0; 32]);
    entropy.fill(&mut secret);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    fs::File::open(folder)?.sync_all()?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zero;
    impl Entropy for Zero {
        fn fill(&self, out: &mut [u8]) {
            out.fill(7);
        }
    }

    #[test]
    fn a_sealed_value_opens_only_at_its_place_and_with_its_key() {
        let keys = Keyring::from_master(&[1; 32], Box::new(Zero)).unwrap();
        let sealed = keys.seal("staff.email.usr_1", "eva@blomsterhuset.example").unwrap();
        assert!(!sealed.contains("eva"));
        assert_eq!(keys.open_sealed("staff.email.usr_1", &sealed).unwrap(), "eva@blomsterhuset.example");
        assert!(keys.open_sealed("staff.email.usr_2", &sealed).is_err());
        let other = Keyring::from_master(&[2; 32], Box::new(Zero)).unwrap();
        assert!(other.open_sealed("staff.email.usr_1", &sealed).is_err());
        assert_ne!(keys.hash("email", b"x"), keys.hash("phone", b"x"));
    }

    #[test]
    fn the_secret_is_made_once_and_only_for_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("keys");
        let first = Keyring::open(&folder, Box::new(Zero)).unwrap();
        let second = Keyring::open(&folder, Box::new(Zero)).unwrap();
        assert_eq!(first.hash("a", b"b"), second.hash("a", b"b"));
        assert_eq!(fs::metadata(folder.join("master.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
