//! Keys: one master secret in a file apart from the data; everything else is derived from it.

use std::{fs, io, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use ed25519_dalek::SigningKey;
use hjemmel_model::Entropy;
use hjemmel_policy::TokenKey;
use zeroize::Zeroizing;

use crate::error::StoreError;

/// The keys of one installation.
pub struct Keyring {
    lookup: [u8; 32],
    columns: XChaCha20Poly1305,
    tokens: TokenKey,
    signing: SigningKey,
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
        let path = folder.join("master.key");
        let bytes = match fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                make(folder, &path, entropy.as_ref()).map_err(StoreError::Keyring)?
            }
            Err(e) => return Err(StoreError::Keyring(e)),
        };
        let master: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| StoreError::Damaged("master key"))?;
        Ok(Keyring::from_master(master, entropy))
    }

    /// From a master secret.
    pub fn from_master(master: &[u8; 32], entropy: Box<dyn Entropy>) -> Keyring {
        Keyring {
            lookup: blake3::derive_key("hjemmel 2026 lookup hashes", master),
            columns: XChaCha20Poly1305::new(&Key::from(blake3::derive_key("hjemmel 2026 columns", master))),
            tokens: TokenKey::new(blake3::derive_key("hjemmel 2026 consent tokens", master)),
            signing: SigningKey::from_bytes(&blake3::derive_key("hjemmel 2026 evidence signatures", master)),
            entropy,
        }
    }

    /// The key of consent tokens.
    pub fn token_key(&self) -> &TokenKey {
        &self.tokens
    }

    /// The key that checkpoints of the evidence log are signed with.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Keyed hash of a value, to find it again without storing it. `what` keeps kinds apart.
    pub fn hash(&self, what: &str, value: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.lookup);
        hasher.update(&(what.len() as u64).to_le_bytes());
        hasher.update(what.as_bytes());
        hasher.update(value);
        hasher.finalize().to_hex().to_string()
    }

    /// Ciphertext of a personal column. `place` (table, column, row) is bound to it: it opens nowhere else.
    pub fn seal(&self, place: &str, plain: &str) -> Result<String, StoreError> {
        seal_with(&self.columns, self.entropy(), place, plain)
    }

    /// What [`Keyring::seal`] sealed at the same place.
    pub fn open_sealed(&self, place: &str, sealed: &str) -> Result<String, StoreError> {
        open_with(&self.columns, place, sealed)
    }
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
        let keys = Keyring::from_master(&[1; 32], Box::new(Zero));
        let sealed = keys.seal("staff.email.usr_1", "eva@blomsterhuset.example").unwrap();
        assert!(!sealed.contains("eva"));
        assert_eq!(keys.open_sealed("staff.email.usr_1", &sealed).unwrap(), "eva@blomsterhuset.example");
        assert!(keys.open_sealed("staff.email.usr_2", &sealed).is_err());
        let other = Keyring::from_master(&[2; 32], Box::new(Zero));
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
