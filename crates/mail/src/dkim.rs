//! Signatures on mail (RFC 6376, RFC 8463), and the record that must stand in DNS for them.
//!
//! Invariant: what is signed are the bytes that go out, all headers written.

mod canonical;

use aws_lc_rs::{
    digest,
    encoding::AsDer,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hjemmel_model::{AtMs, Entropy};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};

/// Headers that are signed. One that a message has not is signed as missing, so that nobody can add it, and those that a
/// reader sees once more than they are there, so that nobody can add another.
const SIGNED: &str = "from:to:subject:date:message-id:reply-to:mime-version:content-type:list-unsubscribe:\
                      list-unsubscribe-post:from:subject";
/// Characters of a signature on one line.
const LINE: usize = 72;
/// The beginning of an Ed25519 key in PKCS#8 (RFC 8410); 32 secret bytes follow.
const ED25519_PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// The key cannot be used. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key for signing mail is not an RSA key of 2048 to 8192 bits or an Ed25519 key, in PEM (PKCS#1 or PKCS#8)")]
pub struct DkimError;

/// How mail is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DkimAlgorithm {
    /// RSA with 2048 bits: more does not fit into one DNS string at some providers, less is refused by some receivers.
    Rsa,
    /// Ed25519: small, and not known to every receiver, so never alone.
    Ed25519,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// What signs.
pub struct Dkim {
    key: Key,
    domain: String,
    selector: String,
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dkim({})", self.record_name())
    }
}

impl Dkim {
    /// Sign for `domain` with the key in `pem`, whose public half stands in DNS under `selector`.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Dkim, DkimError> {
        let key = match PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| DkimError)? {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(Key::Rsa),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let rsa = RsaKeyPair::from_pkcs8(der).map(Key::Rsa);
                rsa.or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Key::Ed25519))
            }
            _ => return Err(DkimError),
        };
        Ok(Dkim { key: key.map_err(|_| DkimError)?, domain: domain.to_owned(), selector: selector.to_owned() })
    }

    /// A new key, as PEM. Randomness for RSA comes from the library, which takes no other; `entropy` serves the rest.
    pub fn make_key(algorithm: DkimAlgorithm, entropy: &dyn Entropy) -> Result<String, DkimError> {
        let der = match algorithm {
            DkimAlgorithm::Rsa => {
                let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| DkimError)?;
                AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&key).map_err(|_| DkimError)?.as_ref().to_vec()
            }
            DkimAlgorithm::Ed25519 => {
                let mut seed = [0; 32];
                entropy.fill(&mut seed);
                [ED25519_PKCS8.as_slice(), &seed].concat()
            }
        };
        let body = folded(&STANDARD.encode(der), 64, "\n");
        Ok(format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"))
    }

    /// The name of the TXT record.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// What the TXT record says.
    pub fn record_value(&self) -> String {
        let public = match &self.key {
            Key::Rsa(key) => key.public_key().as_der().map(|der| STANDARD.encode(der.as_ref())),
            Key::Ed25519(key) => Ok(STANDARD.encode(key.public_key())),
        };
        // A key that was read has a public half; without one the record says that the key is gone.
        format!("v=DKIM1; k={}; p={}", self.algorithm(), public.unwrap_or_default())
    }

    fn algorithm(&self) -> &'static str {
        match self.key {
            Key::Rsa(_) => "rsa",
            Key::Ed25519(_) => "ed25519",
        }
    }

    /// The header that signs `message`, with its line end.
    pub(crate) fn header(&self, message: &[u8], now: AtMs) -> Result<String, DkimError> {
        let (algorithm, domain, selector, seconds) = (self.algorithm(), &self.domain, &self.selector, now.0 / 1000);
        let (headers, body) = canonical::halves(message);
        let hash = digest::digest(&digest::SHA256, &canonical::body(body));
        let mut header = format!(
            "DKIM-Signature: v=1; a={algorithm}-sha256; c=relaxed/relaxed; d={domain};\r\n s={selector}; t={seconds};\r\n \
             h={SIGNED};\r\n bh={};\r\n b=",
            STANDARD.encode(hash)
        );
        let signed = canonical::signed(headers, SIGNED, &header);
        header.push_str(&folded(&self.sign(&signed)?, LINE, "\r\n "));
        header.push_str("\r\n");
        Ok(header)
    }

    fn sign(&self, signed: &[u8]) -> Result<String, DkimError> {
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                let made = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed, &mut signature);
                made.map_err(|_| DkimError)?;
                Ok(STANDARD.encode(signature))
            }
            // RFC 8463 signs the hash of what RFC 6376 signs.
            Key::Ed25519(key) => Ok(STANDARD.encode(key.sign(digest::digest(&digest::SHA256, signed).as_ref()))),
        }
    }
}

/// ASCII in lines of that length.
fn folded(text: &str, length: usize, between: &str) -> String {
    let lines: Vec<_> = text.as_bytes().chunks(length).map(String::from_utf8_lossy).collect();
    lines.join(between)
}

#[cfg(test)]
mod tests;
