//! An authenticator in software, as Web Authentication Level 3 describes what one sends; what it says can be bent.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value;
use serde_json::json;

/// Somebody touched it.
pub const PRESENT: u8 = 1;
/// It made sure of who.
pub const VERIFIED: u8 = 1 << 2;
/// Its maker may keep a copy of the key.
pub const MAY_BE_SYNCED: u8 = 1 << 3;
/// Its maker keeps one.
pub const IS_SYNCED: u8 = 1 << 4;
/// A credential follows.
pub const HAS_CREDENTIAL: u8 = 1 << 6;
/// Extensions follow.
pub const HAS_EXTENSIONS: u8 = 1 << 7;

enum Signer {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// One credential in an authenticator.
pub struct Authenticator {
    /// What it calls its credential.
    pub credential: Vec<u8>,
    /// How often it says it signed.
    pub count: u32,
    /// What it says of itself beside that.
    pub flags: u8,
    /// Whose credential it is, once it was made.
    pub handle: String,
    signer: Signer,
}

/// Bytes in Base64 for URLs.
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a browser says about the page that asks.
pub fn client_data(kind: &str, challenge: &str, origin: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false }).to_string().into_bytes()
}

impl Authenticator {
    fn new(name: &str, signer: Signer) -> Authenticator {
        let flags = PRESENT | VERIFIED;
        Authenticator { credential: name.as_bytes().to_vec(), count: 0, flags, handle: String::new(), signer }
    }

    /// With a key for ES256.
    pub fn es256(name: &str) -> Authenticator {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        Authenticator::new(name, Signer::P256(key))
    }

    /// With a key for EdDSA.
    pub fn ed25519(name: &str) -> Authenticator {
        Authenticator::new(name, Signer::Ed25519(Ed25519KeyPair::generate().expect("a key")))
    }

    /// With a key for RS256.
    pub fn rs256(name: &str) -> Authenticator {
        Authenticator::new(name, Signer::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key")))
    }

    /// The public key, as pairs of COSE.
    pub fn cose(&self) -> Vec<(Value, Value)> {
        let int = |n: i64| Value::from(n);
        let bytes = |b: &[u8]| Value::Bytes(b.to_vec());
        match &self.signer {
            Signer::P256(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                vec![(int(1), int(2)), (int(3), int(-7)), (int(-1), int(1)), (int(-2), bytes(x)), (int(-3), bytes(y))]
            }
            Signer::Ed25519(key) => vec![
                (int(1), int(1)),
                (int(3), int(-8)),
                (int(-1), int(6)),
                (int(-2), bytes(key.public_key().as_ref())),
            ],
            Signer::Rsa(key) => {
                // DER of 2048 bits and the exponent 65537 (RFC 8017, appendix A.1.1): the modulus begins after nine bytes.
                let n = &key.public_key().as_ref()[9..9 + 256];
                vec![(int(1), int(3)), (int(3), int(-257)), (int(-1), bytes(n)), (int(-2), bytes(&[1, 0, 1]))]
            }
        }
    }

    /// What it signs with, as text of COSE.
    pub fn key(&self) -> Vec<u8> {
        cbor(&Value::Map(self.cose()))
    }

    /// What it says, with that after it.
    pub fn data(&self, name: &str, flags: u8, after: &[u8]) -> Vec<u8> {
        let name = digest(&SHA256, name.as_bytes());
        [name.as_ref(), &[flags], &self.count.to_be_bytes(), after].concat()
    }

    /// What it says of a new credential.
    pub fn data_made(&self, name: &str, key: &[u8]) -> Vec<u8> {
        let length = u16::try_from(self.credential.len()).expect("short").to_be_bytes();
        let after = [&[0; 16][..], &length, &self.credential, key].concat();
        self.data(name, self.flags | HAS_CREDENTIAL, &after)
    }

    /// Sign.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.signer {
            Signer::P256(key) => key.sign(&SystemRandom::new(), message).expect("signed").as_ref().to_vec(),
            Signer::Ed25519(key) => key.sign(message).as_ref().to_vec(),
            Signer::Rsa(key) => {
                let mut out = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut out).expect("signed");
                out
            }
        }
    }

    /// Sign what it says and what the browser says.
    pub fn sign_both(&self, data: &[u8], client: &[u8]) -> Vec<u8> {
        self.sign(&[data, digest(&SHA256, client).as_ref()].concat())
    }

    /// Make a credential as the server asks, on a page there; gives what the browser hands in.
    pub fn make(&mut self, asked: &serde_json::Value, origin: &str) -> serde_json::Value {
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        self.handle = text(&asked["user"]["id"]);
        let client = client_data("webauthn.create", &text(&asked["challenge"]), origin);
        let data = self.data_made(&text(&asked["rp"]["id"]), &self.key());
        json!({
            "id": base64url(&self.credential), "rawId": base64url(&self.credential), "type": "public-key",
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": base64url(&client), "attestationObject": base64url(&attestation(&data)),
                "transports": ["internal", "made-up"]
            }
        })
    }

    /// Prove it as the server asks, on a page there; gives what the browser hands in.
    pub fn prove(&mut self, asked: &serde_json::Value, origin: &str) -> serde_json::Value {
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let client = client_data("webauthn.get", &text(&asked["challenge"]), origin);
        let data = self.data(&text(&asked["rpId"]), self.flags, &[]);
        json!({
            "id": base64url(&self.credential), "rawId": base64url(&self.credential), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(&client), "authenticatorData": base64url(&data),
                "signature": base64url(&self.sign_both(&data, &client)), "userHandle": self.handle
            }
        })
    }
}

/// What is handed in with a new credential, without attestation.
pub fn attestation(data: &[u8]) -> Vec<u8> {
    let text = |t: &str| Value::Text(t.into());
    cbor(&Value::Map(vec![
        (text("fmt"), text("none")),
        (text("attStmt"), Value::Map(vec![])),
        (text("authData"), Value::Bytes(data.to_vec())),
    ]))
}

/// A value as CBOR.
pub fn cbor(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).expect("written");
    out
}
