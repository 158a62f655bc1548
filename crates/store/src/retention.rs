//! Records that may be kept no longer: proof whose time is over, old restrictions, sign-ins and links.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    audit::Did,
    db::unit_of_work,
    error::StoreError,
    sql,
    work::{Records, Retention, Work},
};

/// Days after which an address that nobody confirmed goes.
const UNCONFIRMED_DAYS: i64 = 14;

/// What was let go of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordsGone {
    /// Consent records that no longer say whose they were (B-21).
    pub proofs: u64,
    /// Restrictions that no token and no row could meet any more.
    pub restrictions: u64,
    /// Sign-ins.
    pub sessions: u64,
    /// One-time links.
    pub links: u64,
    /// People who were entered in a form and never confirmed.
    pub unconfirmed: u64,
    /// Keys that belonged to nobody any more.
    pub keys: u64,
    /// Orders of erased people that a law held until now.
    pub orders: u64,
}

/// Days that time may have gone on since it was last seen here, for a server that was off.
const AHEAD_DAYS_MAX: i64 = 7;
/// How far back time may seem to have gone, in milliseconds.
const BACK_MS_MAX: i64 = 3_600_000;
/// The mark beside the keys that says how late it was when somebody last looked.
const TIME: &str = "time";

impl Retention<&Store> {
    /// Whether time is far from the last that was seen here, and which way: `ahead` or `back`. Where none was ever seen there
    /// is nothing to compare with, and nothing to lose.
    pub async fn time_is_odd(&self, now: AtMs) -> Result<Option<&'static str>, StoreError> {
        Ok(match self.time_seen().await? {
            AtMs(0) => None,
            seen if now > seen.plus_days(AHEAD_DAYS_MAX) => Some("ahead"),
            seen if now.plus_ms(BACK_MS_MAX) < seen => Some("back"),
            _ => None,
        })
    }

    /// The latest time that was seen here, whatever database is restored; 0 when none was. A database from before this
    /// was written down says it by its newest signature.
    pub async fn time_seen(&self) -> Result<AtMs, StoreError> {
        match self.0.persons.mark(TIME).await? {
            0 => Ok(AtMs(self.0.evidence().checkpoint().await?.map_or(0, |newest| newest.at_ms))),
            seen => Ok(AtMs(seen)),
        }
    }

    /// It is that late.
    pub async fn time_raise(&self, now: AtMs) -> Result<(), StoreError> {
        self.0.persons.mark_raise(TIME, now.0).await
    }

    /// A person says that it is that late, or that early.
    pub async fn time_confirm(&self, auth: &Authorized<act::RetentionConfirm>, now: AtMs) -> Result<(), StoreError> {
        let detail = serde_json::json!({ "seen_ms": self.time_seen().await?.0 }).to_string();
        unit_of_work!(self.0.db, |tx| {
            self.0
                .audit_add(
                    tx,
                    (auth.tenant(), auth.actor()),
                    Did::new("clock.confirm").to("installation").with(&detail),
                    now,
                )
                .await
        })?;
        self.0.persons.mark_set(TIME, now.0).await
    }

    /// Whether the database finds itself whole. PostgreSQL sees to that by itself.
    pub async fn is_whole(&self) -> Result<bool, StoreError> {
        if self.0.db.is_postgres() {
            return Ok(true);
        }
        let rows = self.0.db.read("pragma quick_check(1)", &[]).await?;
        Ok(rows.first().map(|row| row.text(0)).transpose()?.as_deref() == Some("ok"))
    }

    /// Let go of all records of an installation whose time is over at `now`. Restrictions go when they were made at or
    /// before `restrictions_until`: by then every token they close has expired and every row is gone from the lake. With
    /// `None` they stay.
    pub async fn expire(
        &self,
        auth: &Authorized<act::RetentionRun>,
        now: AtMs,
        restrictions_until: Option<AtMs>,
        backup_days: i64,
    ) -> Result<RecordsGone, StoreError> {
        let unconfirmed = self.0.people().unconfirmed_delete(auth, now.plus_days(-UNCONFIRMED_DAYS)).await?;
        let orders = self.0.orders().lapse(auth, now).await?;
        self.0.persons.journal_forget(now.plus_months(-crate::journal::JOURNAL_MONTHS)).await?;
        self.0.import_parts_expire(auth, now).await?;
        let keys = self.0.people().keys_sweep(auth, now, backup_days).await?;
        let proofs = self.0.proofs_end(now).await?;
        let gone = unit_of_work!(self.0.db, |tx| {
            let gone = RecordsGone {
                proofs,
                restrictions: match restrictions_until {
                    Some(until) => tx.execute(sql::RESTRICTION_FORGET, &[until.0.into()]).await?,
                    None => 0,
                },
                sessions: tx.execute(sql::SESSION_DELETE_EXPIRED, &[now.0.into()]).await?
                    + tx.execute(sql::HOLDER_SESSIONS_EXPIRE, &[now.0.into()]).await?
                    + tx.execute(sql::HOLDER_CODES_EXPIRE, &[now.plus_days(-1).0.into()]).await?,
                links: tx.execute(sql::LINK_DELETE_EXPIRED, &[now.0.into()]).await?
                    + tx.execute(sql::MAIL_LINK_DELETE_EXPIRED, &[now.0.into()]).await?,
                unconfirmed,
                keys,
                orders,
            };
            tx.execute(sql::SIGN_IN_FAILURE_EXPIRE, &[now.plus_days(-1).0.into()]).await?;
            tx.execute(sql::STAFF_DEVICE_EXPIRE, &[now.plus_days(-crate::session::DEVICE_DAYS).0.into()]).await?;
            // An address that took no mail two years ago is forgotten, unless an old yes to it is left: a new one lifts it.
            tx.execute(sql::SUPPRESSION_EXPIRE, &[now.0.into()]).await?;
            if gone.proofs + gone.restrictions + gone.unconfirmed + gone.orders > 0 {
                let detail = serde_json::to_string(&gone).unwrap_or_default();
                self.0
                    .audit_add(
                        tx,
                        (auth.tenant(), auth.actor()),
                        Did::new("retention.records").to("installation").with(&detail),
                        now,
                    )
                    .await?;
            }
            Ok(gone)
        })?;
        self.0.db.sweep().await?;
        Ok(gone)
    }
}

impl<R: Records> Retention<R> {
    /// A number that counts up; 0 when it never did.
    pub async fn counter(&mut self, name: &'static str) -> Result<i64, StoreError> {
        let rows = self.0.read(sql::COUNTER_READ, &[name.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// How many records [`Store::records_expire`] would let go of that say something about somebody, and of how many.
    pub async fn expire_look(
        &mut self,
        _auth: &Authorized<act::RetentionRun>,
        now: AtMs,
    ) -> Result<(u64, u64), StoreError> {
        let values = [now.0.into(), now.plus_days(-UNCONFIRMED_DAYS).0.into()];
        let rows = self.0.read(sql::CONSENT_PROOF_LOOK, &values[..1]).await?;
        let proofs = rows.first().ok_or(StoreError::Damaged("counts"))?;
        let rows = self.0.read(sql::IDENTIFIER_UNCONFIRMED_LOOK, &values[1..]).await?;
        let people = rows.first().ok_or(StoreError::Damaged("counts"))?;
        let number = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok((number(proofs.int(0)?) + number(people.int(0)?), number(proofs.int(1)?) + number(people.int(1)?)))
    }
}

impl Retention<&mut Work> {
    /// A person says that a large share may go. `counter` remembers when.
    pub async fn confirm(
        &mut self,
        auth: &Authorized<act::RetentionConfirm>,
        counter: &'static str,
        now: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        tx.execute(sql::COUNTER_RAISE, &[counter.into(), now.0.into()]).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("retention.confirm").to("installation"), now).await
    }

    /// Record that a site's events were gone through.
    pub async fn note(
        &mut self,
        auth: &Authorized<act::RetentionRun>,
        site: &hjemmel_model::SiteId,
        detail: &serde_json::Value,
        now: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let detail = detail.to_string();
        store
            .audit_add(
                tx,
                (auth.tenant(), auth.actor()),
                Did::new("retention.events").to(site.as_str()).with(&detail),
                now,
            )
            .await
    }
}

impl Store {
    /// Choices whose proof is over say no longer whose they were. Page by page, so that nobody waits for the only writer.
    async fn proofs_end(&self, now: AtMs) -> Result<u64, StoreError> {
        let mut ended = 0;
        loop {
            let (proofs, blanked) = unit_of_work!(self.db, |tx| {
                let due = tx.read(sql::CONSENT_PROOF_DUE, &[now.0.into()]).await?;
                let mut blanked = 0;
                for row in &due {
                    let whose = [row.text(0)?.into(), row.text(1)?.into()];
                    blanked += tx.execute(sql::CONSENT_BLANK_SUBJECT, &whose).await?;
                    tx.execute(sql::CONSENT_PROOF_DROP, &whose).await?;
                }
                Ok((due.len(), blanked))
            })?;
            if proofs == 0 {
                return Ok(ended);
            }
            ended += blanked;
        }
    }
}
