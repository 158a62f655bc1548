//! The receipt: signed when everybody can see that the person is gone, signed again when the last file is.

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use hjemmel_model::{AtMs, ErasureId, LogPosition, Receipt, SignedReceipt};
use hjemmel_policy::{Authorized, act};

use super::ErasureWork;
use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    evidence::hex,
    sql,
    work::{Erasures, Records},
};

/// The context that receipts are signed in, so that a signature counts for nothing else.
const CONTEXT: &str = "hjemmel erasure receipt v1\n";

impl<R: Records> Erasures<R> {
    /// The receipts of an organisation, newest first, at most 200.
    pub async fn list(&mut self, auth: &Authorized<act::PersonErase>) -> Result<Vec<SignedReceipt>, StoreError> {
        let rows = self.0.read(sql::ERASURE_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))).collect()
    }

    /// The receipt of that id, for whoever was given it. It names nobody.
    pub async fn find(&mut self, id: &ErasureId) -> Result<SignedReceipt, StoreError> {
        let rows = self.0.read(sql::ERASURE_FIND, &[id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("receipt"))?;
        serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))
    }
}

impl Erasures<&Store> {
    /// Everything is gone from every store: say so in the receipt, with its place in the evidence log. `false` while the log
    /// has not numbered it and `wait` says to wait for that.
    pub async fn done(&self, work: &ErasureWork, at: AtMs, wait: bool) -> Result<bool, StoreError> {
        if work.erasure.is_empty() {
            return Ok(true);
        }
        let place = match self.0.evidence_place(&work.erasure).await {
            // The database was restored from before it: the journal brought the erasure, not its leaf.
            Err(StoreError::NotFound(_)) => None,
            Ok(None) if wait => return Ok(false),
            found => found?,
        };
        let log = place.map(|(_, leaf, checkpoint)| LogPosition { leaf, size: checkpoint.size, root: checkpoint.root });
        unit_of_work!(self.0.db, |tx| {
            let rows = tx.read(sql::ERASURE_OPEN, &[work.erasure.as_str().into()]).await?;
            let Some(row) = rows.first() else { return Ok(()) };
            let signed: SignedReceipt =
                serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))?;
            let mut receipt = receipt_of(&signed)?;
            receipt.under_way.clear();
            receipt.finished_at = at;
            receipt.log = log.clone();
            // A database that was restored may know less than the receipt: whoever is open there stays open.
            let known = self.0.notices_of(tx, &receipt.id).await?;
            receipt.recipients.retain(|r| known.iter().all(|k| k.recipient != r.recipient));
            receipt.recipients.extend(known);
            self.0.receipt_save(tx, &receipt, at, "done").await
        })?;
        Ok(true)
    }
}

impl Store {
    /// The receipt anew, after a recipient answered.
    pub(crate) async fn receipt_renew(&self, tx: &mut Tx, id: &ErasureId, at: AtMs) -> Result<(), StoreError> {
        let rows = tx.read(sql::ERASURE_FIND, &[id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("receipt"))?;
        let signed: SignedReceipt = serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))?;
        let mut receipt = receipt_of(&signed)?;
        receipt.recipients = self.notices_of(tx, id).await?;
        self.receipt_save(tx, &receipt, at, &format!("answer-{}", at.0)).await
    }

    async fn receipt_save(&self, tx: &mut Tx, receipt: &Receipt, at: AtMs, step: &str) -> Result<(), StoreError> {
        let signed = self.receipt_sign(receipt)?;
        let text = serde_json::to_string(&signed).map_err(|_| StoreError::Damaged("receipt"))?;
        let values = [text.as_str().into(), receipt.finished_at.0.into(), receipt.id.as_str().into()];
        tx.execute(sql::ERASURE_UPDATE, &values).await?;
        self.evidence_add(tx, &format!("{}.{step}", receipt.id), "erasure", &signed.receipt, at).await
    }

    pub(super) fn receipt_sign(&self, receipt: &Receipt) -> Result<SignedReceipt, StoreError> {
        let text = serde_json::to_string(receipt).map_err(|_| StoreError::Damaged("receipt"))?;
        let key = self.keys.signing_key();
        let signature = sign(key, CONTEXT, &text);
        Ok(SignedReceipt { receipt: text, key: hex(&key.verifying_key().to_bytes()), signature })
    }
}

fn receipt_of(signed: &SignedReceipt) -> Result<Receipt, StoreError> {
    serde_json::from_str(&signed.receipt).map_err(|_| StoreError::Damaged("receipt"))
}

/// Sign a text in a context, so that the signature counts for nothing else; in hex.
pub fn sign(key: &SigningKey, context: &str, text: &str) -> String {
    hex(&key.sign(&[context.as_bytes(), text.as_bytes()].concat()).to_bytes())
}

/// Whether a signature fits a text in a context.
pub fn signature_fits(key: &[u8; 32], context: &str, text: &str, signature: &str) -> bool {
    let signature = unhex(signature).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    let (Ok(key), Some(signature)) = (VerifyingKey::from_bytes(key), signature) else { return false };
    let bytes = [context.as_bytes(), text.as_bytes()].concat();
    key.verify(&bytes, &Signature::from_bytes(&signature)).is_ok()
}

/// Check a receipt's signature, offline. Gives what it says.
pub fn receipt_verify(signed: &SignedReceipt) -> Result<Receipt, StoreError> {
    let damaged = || StoreError::Damaged("receipt");
    let key: [u8; 32] = unhex(&signed.key).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
    match signature_fits(&key, CONTEXT, &signed.receipt, &signed.signature) {
        true => receipt_of(signed),
        false => Err(damaged()),
    }
}

/// The same with a key in hex, as files that are handed over name it.
pub fn text_signature_fits(key: &str, context: &str, text: &str, signature: &str) -> bool {
    let key = unhex(key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    key.is_some_and(|key| signature_fits(&key, context, text, signature))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}
