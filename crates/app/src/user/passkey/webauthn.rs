//! What an authenticator says, checked as W3C Web Authentication Level 3 asks (§7.1 and §7.2), for credentials without
//! attestation: what a maker says about its device is not asked for, and where it comes all the same it is not believed.
//!
//! Pure: bytes in, a credential or a fault out. Whether the challenge is one that was given, and to whom, and whether a count
//! that went backwards matters, is for the caller.

use std::collections::BTreeMap;

use aws_lc_rs::{
    digest,
    signature::{ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents},
};
use ciborium::Value;
use serde::Deserialize;

/// Longest part of an answer, in bytes: several times what any authenticator sends without attestation.
const BYTES_MAX: usize = 16 * 1024;
/// Longest name of a credential (§7.1).
const CREDENTIAL_BYTES_MAX: usize = 1_023;
/// How deep CBOR may be nested: an extension is a map in a map.
const CBOR_DEPTH_MAX: usize = 8;

/// Algorithms that are taken, the best first, as COSE numbers them: EdDSA, ES256, RS256.
pub(super) const ALGORITHMS: [i32; 3] = [-8, -7, -257];

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MAY_BE_SYNCED: u8 = 1 << 3;
const IS_SYNCED: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be read.
    Malformed,
    /// It is the answer to another kind of question.
    Kind,
    /// It answers another challenge.
    Challenge,
    /// It was made on another page.
    Origin,
    /// It was made for another name.
    Name,
    /// Nobody touched the authenticator.
    NotPresent,
    /// The authenticator did not make sure of who touched it.
    NotVerified,
    /// What it says about copies of its key contradicts itself, or what it said before.
    Copies,
    /// A kind of key that was not asked for, or one that is none.
    Key,
    /// It was not signed with the key.
    Signature,
}

/// What an answer has to be made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The name that keys are made for: the host of the console.
    pub(super) name: &'a str,
    /// The page that may ask, as browsers write it.
    pub(super) origin: &'a str,
    /// The challenge, in Base64 for URLs.
    pub(super) challenge: &'a str,
    /// Whether the authenticator has to make sure of who touches it.
    pub(super) verified: bool,
}

/// A credential that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// What the authenticator calls it.
    pub(super) credential: Vec<u8>,
    /// The public key, as it wrote it.
    pub(super) key: Vec<u8>,
    /// How often it says it signed.
    pub(super) count: u32,
    /// Whether its maker may keep a copy that other devices share.
    pub(super) synced: bool,
}

/// The answer to a question for proof.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proof<'a> {
    /// What the browser says about the page.
    pub(super) client: &'a [u8],
    /// What the authenticator says.
    pub(super) authenticator: &'a [u8],
    /// What it signed both with.
    pub(super) signature: &'a [u8],
}

/// What a browser says about the page that asked (§5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
}

fn client(bytes: &[u8]) -> Result<Client, Fault> {
    if bytes.len() > BYTES_MAX {
        return Err(Fault::Malformed);
    }
    serde_json::from_slice(bytes).map_err(|_| Fault::Malformed)
}

/// The challenge that the browser says it answers.
pub(super) fn challenge_of(client_data: &[u8]) -> Result<String, Fault> {
    Ok(client(client_data)?.challenge)
}

fn client_is(bytes: &[u8], kind: &str, asked: &Asked<'_>) -> Result<(), Fault> {
    let said = client(bytes)?;
    if said.kind != kind {
        return Err(Fault::Kind);
    }
    if said.challenge != asked.challenge {
        return Err(Fault::Challenge);
    }
    // The console is never in a frame of another page.
    if said.origin != asked.origin || said.cross_origin || said.top_origin.is_some() {
        return Err(Fault::Origin);
    }
    Ok(())
}

/// What an authenticator says (§6.1).
struct Said<'a> {
    flags: u8,
    count: u32,
    rest: &'a [u8],
}

impl Said<'_> {
    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

fn said<'a>(bytes: &'a [u8], asked: &Asked<'_>) -> Result<Said<'a>, Fault> {
    if bytes.len() > BYTES_MAX {
        return Err(Fault::Malformed);
    }
    let (name, rest) = bytes.split_first_chunk::<32>().ok_or(Fault::Malformed)?;
    let ([flags], rest) = rest.split_first_chunk::<1>().ok_or(Fault::Malformed)?;
    let (count, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Malformed)?;
    if name.as_slice() != sha256(asked.name.as_bytes()).as_ref() {
        return Err(Fault::Name);
    }
    let said = Said { flags: *flags, count: u32::from_be_bytes(*count), rest };
    if !said.has(PRESENT) {
        return Err(Fault::NotPresent);
    }
    if asked.verified && !said.has(VERIFIED) {
        return Err(Fault::NotVerified);
    }
    if said.has(IS_SYNCED) && !said.has(MAY_BE_SYNCED) {
        return Err(Fault::Copies);
    }
    Ok(said)
}

fn sha256(bytes: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, bytes)
}

/// One item of CBOR, and what comes after it.
fn cbor(bytes: &[u8]) -> Result<(Value, &[u8]), Fault> {
    let mut rest = bytes;
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, CBOR_DEPTH_MAX);
    Ok((value.map_err(|_| Fault::Malformed)?, rest))
}

/// Extensions are not asked for; what comes all the same is one map, with nothing after it.
fn extensions(rest: &[u8], there: bool) -> Result<(), Fault> {
    match there {
        false if rest.is_empty() => Ok(()),
        false => Err(Fault::Malformed),
        true => match cbor(rest)? {
            (Value::Map(_), []) => Ok(()),
            _ => Err(Fault::Malformed),
        },
    }
}

/// A public key of a kind that is taken.
enum Key {
    Ed25519(ParsedPublicKey),
    P256(ParsedPublicKey),
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl Key {
    /// From COSE (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4).
    fn read(value: &Value) -> Result<Key, Fault> {
        let Value::Map(pairs) = value else { return Err(Fault::Key) };
        let mut fields = BTreeMap::new();
        for (label, value) in pairs {
            let label = label.as_integer().and_then(|i| i64::try_from(i).ok()).ok_or(Fault::Key)?;
            if fields.insert(label, value).is_some() {
                return Err(Fault::Key);
            }
        }
        let number = |label: i64| fields.get(&label).and_then(|v| v.as_integer()).and_then(|i| i64::try_from(i).ok());
        let bytes = |label: i64| fields.get(&label).and_then(|v| v.as_bytes()).map(Vec::as_slice).ok_or(Fault::Key);
        match (number(1), number(3), number(-1)) {
            (Some(1), Some(-8), Some(6)) => {
                let key = Some(bytes(-2)?).filter(|key| key.len() == 32).ok_or(Fault::Key)?;
                Ok(Key::Ed25519(ParsedPublicKey::new(&ED25519, key).map_err(|_| Fault::Key)?))
            }
            (Some(2), Some(-7), Some(1)) => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                if x.len() != 32 || y.len() != 32 {
                    return Err(Fault::Key);
                }
                // An uncompressed point (SEC 1 §2.3.3).
                let point = [&[4], x, y].concat();
                Ok(Key::P256(ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).map_err(|_| Fault::Key)?))
            }
            (Some(3), Some(-257), None) => {
                let (n, e) = (bytes(-1)?.to_vec(), bytes(-2)?.to_vec());
                // 2048 to 4096 bits, and the one exponent that is used.
                let long = (256..=512).contains(&n.len()) && n.first().is_some_and(|first| *first >= 0x80);
                if long && e == [1, 0, 1] { Ok(Key::Rsa { n, e }) } else { Err(Fault::Key) }
            }
            _ => Err(Fault::Key),
        }
    }

    fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Key::Ed25519(key) | Key::P256(key) => key.verify_sig(message, signature).is_ok(),
            Key::Rsa { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}

/// The answer to a wish for a new credential (§7.1).
pub(super) fn made(asked: &Asked<'_>, client_data: &[u8], attestation: &[u8]) -> Result<Made, Fault> {
    client_is(client_data, "webauthn.create", asked)?;
    if attestation.len() > BYTES_MAX {
        return Err(Fault::Malformed);
    }
    let (Value::Map(parts), []) = cbor(attestation)? else { return Err(Fault::Malformed) };
    let mut found = parts.iter().filter(|(name, _)| name.as_text() == Some("authData"));
    let (Some((_, Value::Bytes(data))), None) = (found.next(), found.next()) else { return Err(Fault::Malformed) };
    let said = said(data, asked)?;
    if !said.has(HAS_CREDENTIAL) {
        return Err(Fault::Malformed);
    }
    // Which model of authenticator it is, in the first 16 bytes, is nothing to us.
    let (_, rest) = said.rest.split_first_chunk::<16>().ok_or(Fault::Malformed)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Fault::Malformed)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential, rest) = rest.split_at_checked(length).ok_or(Fault::Malformed)?;
    if credential.is_empty() || length > CREDENTIAL_BYTES_MAX {
        return Err(Fault::Malformed);
    }
    let (key, after) = cbor(rest)?;
    Key::read(&key)?;
    extensions(after, said.has(HAS_EXTENSIONS))?;
    let key = rest.get(..rest.len() - after.len()).ok_or(Fault::Malformed)?;
    let synced = said.has(MAY_BE_SYNCED);
    Ok(Made { credential: credential.to_vec(), key: key.to_vec(), count: said.count, synced })
}

/// The answer to a question for proof by a credential that was made before (§7.2); gives how often it says it signed.
pub(super) fn proven(asked: &Asked<'_>, key: &[u8], synced: bool, proof: Proof<'_>) -> Result<u32, Fault> {
    client_is(proof.client, "webauthn.get", asked)?;
    let said = said(proof.authenticator, asked)?;
    if said.has(MAY_BE_SYNCED) != synced {
        return Err(Fault::Copies);
    }
    if said.has(HAS_CREDENTIAL) {
        return Err(Fault::Malformed);
    }
    extensions(said.rest, said.has(HAS_EXTENSIONS))?;
    let (key, []) = cbor(key)? else { return Err(Fault::Key) };
    let message = [proof.authenticator, sha256(proof.client).as_ref()].concat();
    if Key::read(&key)?.signed(&message, proof.signature) { Ok(said.count) } else { Err(Fault::Signature) }
}

#[cfg(test)]
mod tests;
