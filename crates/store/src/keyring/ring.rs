//! The file `master.key`: 32 bytes as long as no key was ever replaced, and from then on each key by itself with those
//! before it.
//!
//! Invariant: the file is replaced as a whole. A kill leaves the one before or the one after, and with either of them
//! the program goes on.

use std::{fs, io, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use hjemmel_model::{AtMs, Entropy};
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::{error::StoreError, evidence::hex};

const FORMAT: &str = "hjemmel keys 3";
/// The one in which lookups had one key for ever.
const FORMAT_BEFORE: &str = "hjemmel keys 2";
pub(super) const FILE: &str = "master.key";

/// A key that can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Seals the keys of persons and what belongs to no person.
    Master,
    /// Makes the tokens of browsers.
    Tokens,
    /// Signs the evidence log, receipts and backups.
    Log,
    /// Finds again what is kept as a hash.
    Lookup,
}

impl KeyUse {
    /// All of them.
    pub const ALL: [KeyUse; 4] = [KeyUse::Master, KeyUse::Tokens, KeyUse::Log, KeyUse::Lookup];

    /// A word.
    pub fn name(self) -> &'static str {
        match self {
            KeyUse::Master => "master",
            KeyUse::Tokens => "tokens",
            KeyUse::Log => "log",
            KeyUse::Lookup => "lookup",
        }
    }
}

/// What can be said of a key without giving it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// What for.
    pub what: KeyUse,
    /// The first has number 1.
    pub number: u32,
    /// When it was made; not known of the first.
    pub made_at: Option<AtMs>,
    /// When the next took its place.
    pub replaced_at: Option<AtMs>,
    /// Nothing waits for it any more: everything is sealed again, its tokens are refused, its successor is announced.
    pub settled: bool,
    /// The public half, in hex, where there is one.
    pub public: Option<String>,
}

/// Thirty-two secret bytes.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    fn of(bytes: &[u8; 32]) -> Secret {
        Secret(STANDARD.encode(bytes))
    }

    fn draw(entropy: &dyn Entropy) -> Secret {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut());
        Secret::of(&bytes)
    }

    pub(super) fn bytes(&self) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let damaged = || StoreError::Damaged("master key");
        let bytes = Zeroizing::new(STANDARD.decode(&self.0).map_err(|_| damaged())?);
        Ok(Zeroizing::new(bytes.as_slice().try_into().map_err(|_| damaged())?))
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) number: u32,
    /// `None` when it was destroyed.
    pub(super) secret: Option<Secret>,
    #[serde(default)]
    public: String,
    made_at_ms: Option<i64>,
    pub(super) replaced_at_ms: Option<i64>,
    pub(super) settled: bool,
}

/// All keys.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ring {
    format: String,
    /// The first makes every hash, those after it seal them; so none is ever let go of.
    #[serde(deserialize_with = "one_or_more")]
    pub(super) lookup: Vec<Entry>,
    pub(super) master: Vec<Entry>,
    pub(super) tokens: Vec<Entry>,
    pub(super) log: Vec<Entry>,
}

fn first(secret: Secret, public: String) -> Vec<Entry> {
    vec![Entry { number: 1, secret: Some(secret), public, made_at_ms: None, replaced_at_ms: None, settled: false }]
}

/// Keys, or the one that there was before it could be replaced.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Entry>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Keys {
        One(Secret),
        More(Vec<Entry>),
    }
    Ok(match Keys::deserialize(from)? {
        Keys::One(secret) => first(secret, String::new()),
        Keys::More(entries) => entries,
    })
}

fn derived(context: &str, master: &[u8; 32]) -> Secret {
    Secret::of(&blake3::derive_key(context, master))
}

fn public_of(secret: &Secret) -> Result<String, StoreError> {
    Ok(hex(&SigningKey::from_bytes(&*secret.bytes()?).verifying_key().to_bytes()))
}

impl Ring {
    /// What one master secret gives.
    pub(super) fn of_master(master: &[u8; 32]) -> Result<Ring, StoreError> {
        let log = derived("hjemmel 2026 evidence signatures", master);
        let public = public_of(&log)?;
        Ok(Ring {
            format: FORMAT.into(),
            lookup: first(derived("hjemmel 2026 lookup hashes", master), String::new()),
            master: first(derived("hjemmel 2026 columns", master), String::new()),
            tokens: first(derived("hjemmel 2026 consent tokens", master), String::new()),
            log: first(log, public),
        })
    }

    /// Read the file in that folder; `None` when there is none.
    pub(crate) fn read(folder: &Path) -> Result<Option<Ring>, StoreError> {
        let bytes = match fs::read(folder.join(FILE)) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(StoreError::Keyring(e)),
        };
        if let Ok(master) = <&[u8; 32]>::try_from(bytes.as_slice()) {
            return Ring::of_master(master).map(Some);
        }
        let damaged = || StoreError::Damaged("master key");
        let ring: Ring = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        let whole = [FORMAT, FORMAT_BEFORE].contains(&ring.format.as_str())
            && ring.lookup.iter().all(|entry| entry.secret.is_some())
            && KeyUse::ALL.iter().all(|what| ring.all(*what).last().is_some_and(|entry| entry.secret.is_some()));
        if whole { Ok(Some(Ring { format: FORMAT.into(), ..ring })) } else { Err(damaged()) }
    }

    /// Put it in the place of the file that is there.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let bytes = Zeroizing::new(serde_json::to_vec_pretty(self).map_err(|_| StoreError::Damaged("master key"))?);
        replace(folder, &bytes).map_err(StoreError::Keyring)
    }

    pub(super) fn all(&self, what: KeyUse) -> &[Entry] {
        match what {
            KeyUse::Master => &self.master,
            KeyUse::Tokens => &self.tokens,
            KeyUse::Log => &self.log,
            KeyUse::Lookup => &self.lookup,
        }
    }

    fn all_mut(&mut self, what: KeyUse) -> &mut Vec<Entry> {
        match what {
            KeyUse::Master => &mut self.master,
            KeyUse::Tokens => &mut self.tokens,
            KeyUse::Log => &mut self.log,
            KeyUse::Lookup => &mut self.lookup,
        }
    }

    /// The number of the key that is used.
    pub(crate) fn number(&self, what: KeyUse) -> u32 {
        self.all(what).last().map_or(1, |entry| entry.number)
    }

    /// Make a new key; the one before stays for as long as something needs it.
    pub(crate) fn next(&mut self, what: KeyUse, at: AtMs, entropy: &dyn Entropy) -> Result<(), StoreError> {
        let secret = Secret::draw(entropy);
        let public = if what == KeyUse::Log { public_of(&secret)? } else { String::new() };
        let number = self.number(what) + 1;
        let entries = self.all_mut(what);
        if let Some(last) = entries.last_mut() {
            last.replaced_at_ms = Some(at.0);
        }
        let new = Entry {
            number,
            secret: Some(secret),
            public,
            made_at_ms: Some(at.0),
            replaced_at_ms: None,
            settled: false,
        };
        entries.push(new);
        Ok(())
    }

    /// Nothing waits for the keys before this one any more. That of the log goes; its public half stays.
    pub(crate) fn settle(&mut self, what: KeyUse) {
        for entry in self.all_mut(what).iter_mut().filter(|entry| entry.replaced_at_ms.is_some()) {
            entry.settled = true;
            if what == KeyUse::Log {
                entry.secret = None;
            }
        }
    }

    /// Whether a key before the newest still has something that waits for it.
    pub(crate) fn is_unsettled(&self, what: KeyUse) -> bool {
        self.all(what).iter().any(|entry| entry.replaced_at_ms.is_some() && !entry.settled)
    }

    /// Destroy the keys that were replaced by then: the settled ones, of tokens all, and of lookups none. Gives how many.
    pub(crate) fn destroy(&mut self, what: KeyUse, replaced_by: AtMs) -> usize {
        let mut gone = 0;
        if what == KeyUse::Lookup {
            return gone;
        }
        for entry in self.all_mut(what) {
            let over =
                (entry.settled || what == KeyUse::Tokens) && entry.replaced_at_ms.is_some_and(|at| at <= replaced_by.0);
            if over && entry.secret.take().is_some() {
                gone += 1;
            }
        }
        gone
    }

    /// What there is, oldest first.
    pub(crate) fn entries(&self) -> Vec<KeyEntry> {
        let of = |what: KeyUse| {
            self.all(what).iter().filter(|entry| entry.secret.is_some() || !entry.public.is_empty()).map(move |entry| {
                KeyEntry {
                    what,
                    number: entry.number,
                    made_at: entry.made_at_ms.map(AtMs),
                    replaced_at: entry.replaced_at_ms.map(AtMs),
                    settled: entry.settled,
                    public: Some(entry.public.clone()).filter(|public| !public.is_empty()),
                }
            })
        };
        KeyUse::ALL.into_iter().flat_map(of).collect()
    }

    /// The public halves of all keys that ever signed, the newest last.
    pub(super) fn publics(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        self.log.iter().map(|entry| crate::evidence::unhex(&entry.public)).collect()
    }
}

fn replace(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let (path, fresh) = (folder.join(FILE), folder.join("master.key.new"));
    // Of a replacement that was cut short.
    match fs::remove_file(&fresh) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, &path)?;
    fs::File::open(folder)?.sync_all()
}
