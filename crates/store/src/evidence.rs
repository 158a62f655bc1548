//! The evidence log: salted commitments in a Merkle tree, with signed checkpoints in the C2SP format.
//!
//! A unit of work writes a pending leaf; one sequencer numbers the leaves and signs. A leaf says nothing about anybody:
//! when the record it commits to is erased, the log still verifies.
//!
//! Invariant: a number is given once, and only when what is stored agrees with what the sequencer holds. A log that does not
//! fit its own signed root is said to be damaged; nothing mends it in silence.

mod log;
mod tree;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::Signer;
use hjemmel_model::AtMs;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    Store,
    db::{Row, Tx, unit_of_work},
    error::StoreError,
    merkle::{Frontier, Hash, leaf_hash},
    sql,
    work::{Evidence, Records, Work},
};

pub use log::{LogFinding, LogRestart};

/// Name of the first log in its checkpoints; those that follow have their number behind it.
const ORIGIN: &str = "hjemmel.local/evidence";
/// Leaves numbered in one unit of work.
const NUMBERED_AT_ONCE: usize = 1_000;

/// A signed statement of how large the log is and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Checkpoint {
    /// Which log: 1, or more when another had to be begun.
    pub log: i64,
    /// Number of leaves.
    pub size: i64,
    /// Root, in hex.
    pub root: String,
    /// The signed note (C2SP `tlog-checkpoint`).
    pub note: String,
    /// When it was signed.
    pub at_ms: i64,
}

/// Proof that a record's commitment is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct EvidenceProof {
    /// Hash of the leaf, in hex.
    pub leaf_hash: String,
    /// Its number.
    pub leaf_index: i64,
    /// Sibling hashes, nearest first, in hex.
    pub path: Vec<String>,
    /// The checkpoint it is proved against.
    pub checkpoint: Checkpoint,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Result<Hash, StoreError> {
    let damaged = || StoreError::Damaged("leaf");
    let mut out = [0; 32];
    if text.len() != 64 {
        return Err(damaged());
    }
    for (index, byte) in out.iter_mut().enumerate() {
        let digits = text.get(index * 2..index * 2 + 2).ok_or_else(damaged)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| damaged())?;
    }
    Ok(out)
}

fn leaf(salt: &str, content: &str) -> String {
    let commitment = Sha256::new().chain_update(salt).chain_update(content).finalize();
    hex(&leaf_hash(&commitment))
}

impl Evidence<&Store> {
    /// The commitment of a record: its content with a salt that only the keyring can make again.
    pub fn leaf(&self, id: &str, content: &str) -> String {
        leaf(&self.0.keys.secret("evidence", id.as_bytes()), content)
    }

    /// Whether a leaf commits to that record, whichever key made its salt.
    pub fn leaf_fits(&self, id: &str, content: &str, leaf_hash: &str) -> bool {
        self.0.keys.secrets("evidence", id.as_bytes()).any(|salt| leaf(&salt, content) == leaf_hash)
    }

    /// Number what is pending and sign the tree that comes of it. Returns how many leaves were numbered, at most a
    /// thousand. `frontier` is what the last call left, and is changed only when the numbers are committed. When what is
    /// stored is not what `frontier` says, nothing is numbered: [`StoreError::Changed`], and it is to be read anew.
    pub async fn sequence(&self, frontier: &mut Frontier, at: AtMs) -> Result<usize, StoreError> {
        let log = self.0.evidence_log().await?;
        let (grown, count) = unit_of_work!(self.0.db, |tx| {
            let mut grown = frontier.clone();
            let pending = tx.read(sql::EVIDENCE_PENDING, &[]).await?;
            if pending.is_empty() {
                return Ok((grown, 0));
            }
            let stored = tx.read(sql::EVIDENCE_SIZE, &[log.into()]).await?;
            let stored = stored.first().map_or(Ok(0), |row| row.int(0))?;
            let signed = tx.read(sql::EVIDENCE_CHECKPOINT_LAST, &[]).await?;
            let signed = signed.first().map(checkpoint).transpose()?.filter(|c| c.log == log);
            if stored != tree::signed_size(&grown)? || signed.map_or(0, |c| c.size) != stored {
                return Err(StoreError::Changed("evidence log"));
            }
            for row in pending.iter().take(NUMBERED_AT_ONCE) {
                let index = tree::signed_size(&grown)?;
                tx.execute(sql::EVIDENCE_NUMBER, &[log.into(), index.into(), row.text(0)?.into()]).await?;
                tree::push(tx, log, &mut grown, unhex(&row.text(1)?)?).await?;
            }
            let root = grown.root();
            let size = tree::signed_size(&grown)?;
            let note = self.0.sign(log, size, &root);
            let values = [log.into(), size.into(), hex(&root).into(), note.into(), at.0.into()];
            tx.execute(sql::EVIDENCE_CHECKPOINT_INSERT, &values).await?;
            Ok((grown, pending.len()))
        })?;
        *frontier = grown;
        Ok(count)
    }

    /// Proof that the record `id` is in the log; `None` while it is pending.
    pub async fn proof(&self, id: &str) -> Result<Option<EvidenceProof>, StoreError> {
        let Some((leaf_hash, leaf_index, checkpoint)) = self.0.evidence_place(id).await? else { return Ok(None) };
        let path = self.0.evidence_path(&checkpoint, leaf_index).await?;
        let path = path.iter().map(|hash| hex(hash)).collect();
        Ok(Some(EvidenceProof { leaf_hash, leaf_index, path, checkpoint }))
    }
}

impl Store {
    /// Add a pending leaf to a unit of work.
    pub(crate) async fn evidence_add(
        &self,
        tx: &mut Tx,
        id: &str,
        kind: &str,
        content: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let leaf = self.evidence().leaf(id, content);
        tx.execute(sql::EVIDENCE_INSERT, &[id.into(), kind.into(), leaf.into(), at.0.into()]).await?;
        Ok(())
    }

    /// The note over a root (C2SP `tlog-checkpoint`). While a new key is being announced, the one before signs too.
    fn sign(&self, log: i64, size: i64, root: &Hash) -> String {
        let (origin, body) = note_body(log, size, root);
        let mut note = format!("{body}\n");
        for key in [Some(self.keys.signing_key()), self.keys.signing_key_before()].into_iter().flatten() {
            // C2SP signed-note: key id is the first four bytes of SHA-256(name, newline, algorithm 1, key).
            let public = key.verifying_key().to_bytes();
            let id = Sha256::new().chain_update(&origin).chain_update([b'\n', 1]).chain_update(public).finalize();
            let signature = key.sign(body.as_bytes()).to_bytes();
            let signed: Vec<u8> = id.iter().take(4).chain(signature.iter()).copied().collect();
            note.push_str(&format!("\u{2014} {origin} {}\n", STANDARD.encode(signed)));
        }
        note
    }

    /// Whether a key that signs, or ever signed, signed a checkpoint as it stands.
    pub(crate) fn signature_is_ours(&self, checkpoint: &Checkpoint) -> bool {
        let Ok(root) = unhex(&checkpoint.root) else { return false };
        let (origin, body) = note_body(checkpoint.log, checkpoint.size, &root);
        let Some(lines) = checkpoint.note.strip_prefix(&body).and_then(|rest| rest.strip_prefix('\n')) else {
            return false;
        };
        let signature = |line: &str| -> Option<[u8; 64]> {
            let signed = STANDARD.decode(line.strip_prefix(&format!("\u{2014} {origin} "))?).ok()?;
            signed.get(4..)?.try_into().ok()
        };
        lines.lines().filter_map(signature).any(|signature| self.keys.made(body.as_bytes(), &signature))
    }

    /// Where the record `id` stands in the log: its leaf's hash and number, and the checkpoint over it; `None` while it is
    /// pending.
    pub(crate) async fn evidence_place(&self, id: &str) -> Result<Option<(String, i64, Checkpoint)>, StoreError> {
        let rows = self.db.read(sql::EVIDENCE_FIND, &[id.into()]).await?;
        let Some(row) = rows.first() else { return Err(StoreError::NotFound("evidence")) };
        let Some(checkpoint) = self.evidence().checkpoint().await? else { return Ok(None) };
        let leaf_index = row.int(1)?;
        if row.int(2)? != checkpoint.log || !(0..checkpoint.size).contains(&leaf_index) {
            return Ok(None);
        }
        Ok(Some((row.text(0)?, leaf_index, checkpoint)))
    }
}

impl Evidence<&mut Work> {
    /// Commit to what a record says: a leaf that the next checkpoint signs.
    pub async fn add(&mut self, id: &str, kind: &str, content: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.evidence_add(tx, id, kind, content, at).await
    }
}

impl<R: Records> Evidence<R> {
    /// The newest checkpoint, if anything was ever recorded.
    pub async fn checkpoint(&mut self) -> Result<Option<Checkpoint>, StoreError> {
        self.0.read(sql::EVIDENCE_CHECKPOINT_LAST, &[]).await?.first().map(checkpoint).transpose()
    }
}

fn note_body(log: i64, size: i64, root: &Hash) -> (String, String) {
    let origin = if log == 1 { ORIGIN.to_owned() } else { format!("{ORIGIN}/{log}") };
    let body = format!("{origin}\n{size}\n{}\n", STANDARD.encode(root));
    (origin, body)
}

fn checkpoint(row: &Row) -> Result<Checkpoint, StoreError> {
    Ok(Checkpoint { log: row.int(0)?, size: row.int(1)?, root: row.text(2)?, note: row.text(3)?, at_ms: row.int(4)? })
}
