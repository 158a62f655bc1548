//! What an erasure leaves behind: its receipt, what recipients outside have to hear, its proof, and the job that does the rest.

use hjemmel_model::{AtMs, JobId, Receipt, RecipientNotice, TenantId};
use hjemmel_policy::{Authorized, act};

use super::{Closed, Erased, ErasureDraft, ErasureWork, Taken};
use crate::{
    Store,
    audit::Did,
    db::Tx,
    error::StoreError,
    job::JobDraft,
    journal::JournalEntry,
    person_keys::PersonKey,
    recipient::{self, Recipient},
    sql,
};

/// What an erasure does not reach, as every receipt says.
const NOT_COVERED: [&str; 3] = [
    "backups of the key folder: until they are gone, who holds one and a backup of the data can read it",
    "backups of the data, until the day named here: names, addresses and what was written open no more; what stands \
     there under a number does, such as events, sums of orders, the times of permissions and mails, and keyed hashes",
    "mails already delivered, and copies that others made",
];
const NOT_COVERED_IMPORTS: &str = "files that are being brought in: sealed until they were gone through, at most seven \
                                   days; no row of them brings anybody back who was erased meanwhile";
const NOT_COVERED_POSTGRES: &str = "PostgreSQL's write-ahead log and the space that rows left in its files: until it has \
                                    written over them they hold what no key opens any more, plain facts such as times, \
                                    and keyed hashes";

/// Recipients outside, under which key they are told, and of whom.
pub(super) type Outside<'a> = (&'a PersonKey, &'a [Recipient], Vec<String>);

impl Store {
    /// Write the receipt, what recipients have to hear, the proof, and the job that does the rest.
    pub(super) async fn erasure_write(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonErase>,
        d: &ErasureDraft,
        mut taken: Taken<'_>,
    ) -> Result<Erased, StoreError> {
        let tenant = auth.tenant();
        let outside = taken.outside.take();
        let signed = self.receipt_sign(&self.receipt(tenant, d, &mut taken, outside.as_ref()))?;
        let text = serde_json::to_string(&signed).map_err(|_| StoreError::Damaged("receipt"))?;
        let values = [d.id.as_str().into(), tenant.as_str().into(), text.as_str().into(), d.at.0.into()];
        tx.execute(sql::ERASURE_INSERT, &values).await?;
        let notices = match outside {
            Some(outside) => self.notices_write(tx, tenant, d, outside).await?,
            None => Vec::new(),
        };
        self.evidence_add(tx, d.id.as_str(), "erasure", &signed.receipt, d.at).await?;
        let Closed { visitors, subjects, bars } = taken.browsers;
        let work = ErasureWork {
            erasure: d.id.to_string(),
            tenant: Some(tenant.clone()),
            person: d.person.clone(),
            others: taken.others,
            keys: taken.keys,
            visitors,
            subjects,
            marks: taken.marks,
            hashes: taken.hashes,
            at: d.at,
        };
        self.erasure_enqueue(tx, &work, d.job.as_str(), d.at).await?;
        // The audit names the erasure and not the person: nothing leads from one to the other.
        self.audit_add(tx, (tenant, auth.actor()), Did::new("person.erase").to(d.id.as_str()), d.at).await?;
        // Last, because from here on it stands, whatever happens to the database.
        tx.execute(sql::ERASURE_JOURNALED, &[d.at.0.into(), d.id.as_str().into()]).await?;
        let entry = work.entry(tenant, notices, text);
        self.journal(tx, &[JournalEntry::Erased(entry)], d.at).await?;
        Ok(Erased { receipt: signed, work, bars })
    }

    fn receipt(
        &self,
        tenant: &TenantId,
        d: &ErasureDraft,
        taken: &mut Taken<'_>,
        outside: Option<&Outside<'_>>,
    ) -> Receipt {
        let mut gone = std::mem::take(&mut taken.gone);
        gone.extend(d.events.iter().cloned());
        let mut under_way = vec!["keys".to_owned()];
        if !taken.browsers.visitors.is_empty() {
            under_way.push("events".into());
        }
        let mut not_covered = NOT_COVERED.to_vec();
        not_covered.extend(Some(NOT_COVERED_IMPORTS).filter(|_| taken.imports));
        not_covered.extend(Some(NOT_COVERED_POSTGRES).filter(|_| self.db.is_postgres()));
        let told = outside.map(|(_, list, _)| *list).unwrap_or_default();
        Receipt {
            id: d.id.clone(),
            tenant: tenant.clone(),
            at: d.at,
            gone,
            kept: std::mem::take(&mut taken.kept),
            not_covered: not_covered.into_iter().map(str::to_owned).collect(),
            under_way,
            finished_at: AtMs(0),
            recipients: told
                .iter()
                .map(|r| RecipientNotice { recipient: r.id.to_string(), name: r.name.clone(), answered_at: AtMs(0) })
                .collect(),
            backups_gone_by: d.at.plus_days(d.backup_days),
            log: None,
        }
    }

    /// Keep whom recipients have to hear about until they answer. Gives it sealed, by recipient.
    async fn notices_write(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        d: &ErasureDraft,
        (key, list, whom): Outside<'_>,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let whom = serde_json::to_string(&whom).map_err(|_| StoreError::Damaged("address"))?;
        let mut notices = Vec::with_capacity(list.len());
        for r in list {
            let sealed = key.seal(self.keys.entropy(), &recipient::place(&d.id, &r.id), &whom)?;
            let values = [d.id.as_str().into(), r.id.as_str().into(), tenant.as_str().into(), sealed.as_str().into()];
            tx.execute(sql::ERASURE_NOTICE_INSERT, &values).await?;
            notices.push((r.id.to_string(), sealed));
        }
        Ok(notices)
    }

    pub(crate) async fn erasure_enqueue(
        &self,
        tx: &mut Tx,
        work: &ErasureWork,
        job: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let job = JobDraft {
            id: JobId::parse(job).map_err(|_| StoreError::Damaged("job"))?,
            kind: "erasure",
            tenant: work.tenant.clone(),
            key: format!("erasure:{}", work.erasure),
            payload: serde_json::to_string(work).map_err(|_| StoreError::Damaged("job"))?,
            run_at: at,
            created_at: at,
        };
        self.job_add(tx, &job).await
    }
}
