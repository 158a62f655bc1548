//! Erasing a person from the records: everything at once, with a signed receipt; the key after it.
//!
//! Invariant: the rows, the receipt, its evidence and the job that destroys the key commit together. A kill between that
//! and the key leaves a job that destroys it.

use ed25519_dalek::{Signature, Signer, Verifier, VerifyingKey};
use hjemmel_model::{AtMs, ErasureId, JobId, Kept, PersonId, Receipt, SignedReceipt, StoreCount};
use hjemmel_policy::{Actor, Authorized, act};

use crate::{
    Store,
    db::{Db, Tx, unit_of_work},
    error::StoreError,
    evidence::hex,
    job::JobDraft,
    sql,
};

/// Tables a person's data lies in, in the order in which they are counted.
const TABLES: [&str; 9] = [
    "identifier",
    "permission",
    "message",
    "mail_link",
    "holder_code",
    "holder_session",
    "request (emptied)",
    "suppression",
    "job",
];
/// Months after which a no-mail mark is looked at again.
const MARK_MONTHS: i32 = 24;
/// The context that receipts are signed in, so that a signature counts for nothing else.
const CONTEXT: &[u8] = b"hjemmel erasure receipt v1\n";

/// An erasure to carry out.
#[derive(Clone, Debug)]
pub struct ErasureDraft {
    /// Its id.
    pub id: ErasureId,
    /// Id of the job that destroys the key.
    pub job: JobId,
    /// Whom.
    pub person: PersonId,
    /// Whether a keyed hash of the address stays, so that no import can make it be written to again (E-12).
    pub no_mail_mark: bool,
    /// When.
    pub at: AtMs,
}

/// An erasure that was carried out.
#[derive(Clone, Debug)]
pub struct Erased {
    /// Its receipt.
    pub receipt: SignedReceipt,
    /// What they had asked for, whose keys go with theirs.
    pub requests: Vec<String>,
}

impl Store {
    /// What an erasure would take, without taking it.
    pub async fn erasure_plan(
        &self,
        auth: &Authorized<act::PersonErase>,
        person: &PersonId,
    ) -> Result<Vec<StoreCount>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        if self.db.read(sql::PERSON_FIND, &values).await?.is_empty() {
            return Err(StoreError::NotFound("person"));
        }
        let rows = self.db.read(sql::PERSON_TRACES, &values).await?;
        counts(rows.first().ok_or(StoreError::Damaged("person"))?)
    }

    /// Erase a person. When this returns, nothing of them can be found; the key goes right after, by the caller or by
    /// the job that was committed with it.
    pub async fn erasure_run(
        &self,
        auth: &Authorized<act::PersonErase>,
        d: &ErasureDraft,
    ) -> Result<Erased, StoreError> {
        unit_of_work!(self.db, |tx| { self.erase(tx, auth, d).await })
    }

    async fn erase(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonErase>,
        d: &ErasureDraft,
    ) -> Result<Erased, StoreError> {
        let whose = [auth.tenant().as_str().into(), d.person.as_str().into()];
        if tx.read(sql::PERSON_FIND, &whose).await?.is_empty() {
            return Err(StoreError::NotFound("person"));
        }
        if !matches!(auth.actor(), Actor::Person(_)) {
            // What a person asked for is answered before they are gone; who erases themself has their answer.
            // One that was taken long ago and not reported stays unknown; it holds nobody up.
            let [tenant, person] = whose.clone();
            let since = d.at.plus_ms(-3_600_000).0;
            let rows = tx.read(sql::REQUEST_UNANSWERED, &[tenant, person, since.into()]).await?;
            let row = rows.first().ok_or(StoreError::Damaged("request"))?;
            if row.int(0)? > 0 || row.int(1)? > 0 {
                return Err(StoreError::Unanswered);
            }
        }
        let traces = tx.read(sql::PERSON_TRACES, &whose).await?;
        let mut gone = counts(traces.first().ok_or(StoreError::Damaged("person"))?)?;
        let mut kept = Vec::new();
        if d.no_mail_mark {
            let review_at = d.at.plus_months(MARK_MONTHS);
            for row in &tx.read(sql::IDENTIFIER_OF_PERSON, &whose).await? {
                let values = [
                    auth.tenant().as_str().into(),
                    row.text(2)?.into(),
                    row.text(7)?.into(),
                    "no_mail".into(),
                    d.at.0.into(),
                    review_at.0.into(),
                ];
                tx.execute(sql::SUPPRESSION_INSERT, &values).await?;
            }
            kept.push(Kept {
                what: "a keyed hash of each address, so that it is not written to again".into(),
                ground: "the person's own wish; GDPR 21(3), 6(1)(f) (E-12)".into(),
                review_at,
            });
        }
        // What they asked for stays as a fact; what was said goes, with the key it was sealed with.
        let requests = tx.read(sql::REQUEST_IDS_OF_PERSON, &whose).await?;
        let requests = requests.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        tx.execute(sql::REQUEST_NOTES_BLANK, &whose).await?;
        let [tenant, person] = whose.clone();
        let blank = [tenant.clone(), person.clone(), d.at.0.into(), d.id.as_str().into()];
        tx.execute(sql::REQUEST_BLANK_OF_PERSON, &blank).await?;
        // What came by letter or telephone is still to be answered: where to, and what was asked, stays until it is.
        let open = tx.execute(sql::REQUEST_ERASED_OF_PERSON, &[tenant, person, d.id.as_str().into()]).await?;
        if open > 0 {
            kept.push(Kept {
                what: "where to answer the request for this erasure, until it is answered".into(),
                ground: "GDPR 12(3)".into(),
                review_at: d.at.plus_months(1),
            });
        }
        for query in [
            sql::SUPPRESSION_DELETE_OF_PERSON,
            sql::HOLDER_CODES_DELETE_OF_PERSON,
            sql::HOLDER_SESSIONS_DELETE_OF_PERSON,
            sql::JOB_DELETE_OF_PERSON,
            sql::MAIL_LINK_DELETE_OF_PERSON,
            sql::MESSAGE_DELETE_OF_PERSON,
            sql::PERMISSION_DELETE_OF_PERSON,
            sql::IDENTIFIER_DELETE_OF_PERSON,
            sql::PERSON_DELETE,
        ] {
            tx.execute(query, &whose).await?;
        }
        gone.push(StoreCount { store: "records.person".into(), rows: 1 });
        gone.push(StoreCount { store: "keyring.person_key, right after this was signed".into(), rows: 1 });
        let receipt = Receipt {
            id: d.id.clone(),
            tenant: auth.tenant().clone(),
            at: d.at,
            gone,
            kept,
            not_covered: vec![
                "backups of the key folder: until they are gone, who holds one and a backup of the data can read it"
                    .into(),
                "mails already delivered, and copies that others made".into(),
            ],
        };
        let signed = self.receipt_sign(&receipt)?;
        let text = serde_json::to_string(&signed).map_err(|_| StoreError::Damaged("receipt"))?;
        let values = [d.id.as_str().into(), auth.tenant().as_str().into(), text.as_str().into(), d.at.0.into()];
        tx.execute(sql::ERASURE_INSERT, &values).await?;
        self.evidence_add(tx, d.id.as_str(), "erasure", &signed.receipt, d.at).await?;
        let job = JobDraft {
            id: d.job.clone(),
            kind: "erase_key",
            tenant: Some(auth.tenant().clone()),
            key: format!("erase_key:{}", d.id),
            payload: serde_json::json!({ "person": d.person, "requests": requests }).to_string(),
            run_at: d.at,
            created_at: d.at,
        };
        self.job_add(tx, &job).await?;
        // The audit names the erasure and not the person: nothing leads from one to the other.
        self.audit_add(tx, auth.tenant(), auth.actor(), "person.erase", d.id.as_str(), "{}", d.at).await?;
        Ok(Erased { receipt: signed, requests })
    }

    /// Destroy the keys of a person who was erased and of what they asked for, and let the database forget the pages that
    /// held them. Done twice, it changes nothing.
    pub async fn erasure_finish(&self, person: &PersonId, requests: &[String]) -> Result<(), StoreError> {
        self.persons.destroy(person.as_str()).await?;
        for request in requests {
            self.persons.destroy(request).await?;
        }
        if let Db::Sqlite { write, .. } = &self.db {
            // The first column says whether a reader was in the way: then it is not done yet.
            let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(write).await?;
            if sqlx::Row::try_get::<i64, _>(&row, 0)? != 0 {
                return Err(StoreError::Busy);
            }
        }
        Ok(())
    }

    /// The receipts of an organisation, newest first, at most 200.
    pub async fn erasure_list(&self, auth: &Authorized<act::PersonErase>) -> Result<Vec<SignedReceipt>, StoreError> {
        let rows = self.db.read(sql::ERASURE_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))).collect()
    }

    /// The receipt of that id, for whoever was given it. It names nobody.
    pub async fn erasure_find(&self, id: &ErasureId) -> Result<SignedReceipt, StoreError> {
        let rows = self.db.read(sql::ERASURE_FIND, &[id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("receipt"))?;
        serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("receipt"))
    }

    fn receipt_sign(&self, receipt: &Receipt) -> Result<SignedReceipt, StoreError> {
        let text = serde_json::to_string(receipt).map_err(|_| StoreError::Damaged("receipt"))?;
        let key = self.keys.signing_key();
        let signature = key.sign(&[CONTEXT, text.as_bytes()].concat());
        Ok(SignedReceipt {
            receipt: text,
            key: hex(&key.verifying_key().to_bytes()),
            signature: hex(&signature.to_bytes()),
        })
    }
}

fn counts(row: &crate::db::Row) -> Result<Vec<StoreCount>, StoreError> {
    let count = |(at, table): (usize, &str)| Ok(StoreCount { store: format!("records.{table}"), rows: row.int(at)? });
    TABLES.into_iter().enumerate().map(count).collect()
}

/// Check a receipt's signature, offline. Gives what it says.
pub fn receipt_verify(signed: &SignedReceipt) -> Result<Receipt, StoreError> {
    let damaged = || StoreError::Damaged("receipt");
    let key: [u8; 32] = unhex(&signed.key).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
    let signature: [u8; 64] = unhex(&signed.signature).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| damaged())?;
    let bytes = [CONTEXT, signed.receipt.as_bytes()].concat();
    key.verify(&bytes, &Signature::from_bytes(&signature)).map_err(|_| damaged())?;
    serde_json::from_str(&signed.receipt).map_err(|_| damaged())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}
