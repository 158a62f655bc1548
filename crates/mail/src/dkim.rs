//! Signatures on mail (RFC 6376), and the record that must stand in DNS for them.

use base64::{Engine, engine::general_purpose::STANDARD};
use hjemmel_model::Entropy;
use lettre::message::{
    dkim::{DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey},
    header::HeaderName,
};
use rsa::{
    RsaPrivateKey,
    pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, LineEnding},
    pkcs8::EncodePublicKey,
    rand_core,
};

/// Bits of a new key: more does not fit into one DNS string at some providers, less is refused by some receivers.
const BITS: usize = 2048;

/// Headers that are signed. `lettre` writes Content-Type after it signed, so that one cannot be; the body hash covers what
/// it describes. One that a message has not is signed as missing, so that nobody can add it.
const SIGNED: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "MIME-Version",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// The key cannot be used. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key for signing mail is not an RSA key in PKCS#1 PEM")]
pub struct DkimError;

/// What signs.
pub struct Dkim {
    config: DkimConfig,
    record_name: String,
    record_value: String,
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dkim({})", self.record_name)
    }
}

impl Dkim {
    /// Sign for `domain` with the key in `pem`, whose public half stands in DNS under `selector`.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Dkim, DkimError> {
        let key = RsaPrivateKey::from_pkcs1_pem(pem).map_err(|_| DkimError)?;
        let public = key.to_public_key().to_public_key_der().map_err(|_| DkimError)?;
        let signing = DkimSigningKey::new(pem, DkimSigningAlgorithm::Rsa).map_err(|_| DkimError)?;
        let relaxed =
            DkimCanonicalization { header: DkimCanonicalizationType::Relaxed, body: DkimCanonicalizationType::Relaxed };
        let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        Ok(Dkim {
            config: DkimConfig::new(selector.to_owned(), domain.to_owned(), signing, headers, relaxed),
            record_name: format!("{selector}._domainkey.{domain}"),
            record_value: format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(public.as_bytes())),
        })
    }

    /// A new key, as PEM.
    pub fn make_key(entropy: &dyn Entropy) -> Result<String, DkimError> {
        let key = RsaPrivateKey::new(&mut Drawn(entropy), BITS).map_err(|_| DkimError)?;
        Ok(key.to_pkcs1_pem(LineEnding::LF).map_err(|_| DkimError)?.to_string())
    }

    pub(crate) fn config(&self) -> &DkimConfig {
        &self.config
    }

    /// The name of the TXT record.
    pub fn record_name(&self) -> &str {
        &self.record_name
    }

    /// What the TXT record says.
    pub fn record_value(&self) -> &str {
        &self.record_value
    }
}

/// The injected randomness, as the key generator wants it.
struct Drawn<'a>(&'a dyn Entropy);

impl rand_core::RngCore for Drawn<'_> {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl rand_core::CryptoRng for Drawn<'_> {}
