//! What staff and jobs did. Actors are ids; objects and details name no person.

use hjemmel_model::{AtMs, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, BusyHour, act};
use serde::Serialize;

use crate::{
    Store,
    db::{Row, Tx},
    error::StoreError,
    sql,
    work::{Audit, Records, Work},
};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditEntry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at_ms: i64,
    /// Who, as an id.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// To what, as an id.
    pub object: String,
    /// More, as a JSON object.
    pub detail_json: String,
}

/// What somebody did: what, to what, and more as a JSON object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Did<'a> {
    action: &'a str,
    object: &'a str,
    detail_json: &'a str,
}

impl<'a> Did<'a> {
    /// An act, as `noun.verb`.
    pub(crate) fn new(action: &'a str) -> Did<'a> {
        Did { action, object: "", detail_json: "{}" }
    }

    /// To that, an id.
    pub(crate) fn to(self, object: &'a str) -> Did<'a> {
        Did { object, ..self }
    }

    /// With that besides.
    pub(crate) fn with(self, detail_json: &'a str) -> Did<'a> {
        Did { detail_json, ..self }
    }
}

impl Store {
    pub(crate) async fn audit_add(
        &self,
        tx: &mut Tx,
        (tenant, actor): (&TenantId, &Actor),
        did: Did<'_>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let seq = tx.read(sql::AUDIT_NEXT_SEQ, &[]).await?.first().ok_or(StoreError::Damaged("counter"))?.int(0)?;
        let values = [
            seq.into(),
            tenant.as_str().into(),
            at.0.into(),
            actor.audit_name().into(),
            did.action.into(),
            did.object.into(),
            did.detail_json.into(),
        ];
        tx.execute(sql::AUDIT_INSERT, &values).await?;
        Ok(())
    }
}

impl<R: Records> Audit<R> {
    /// Entries before number `before`, newest first, at most 200.
    pub async fn page(
        &mut self,
        auth: &Authorized<act::AuditRead>,
        before: i64,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.find(auth, &AuditAsk { before: Some(before), limit: Some(limit), ..AuditAsk::default() }).await
    }

    /// Entries of a kind, or about somebody, newest first, at most 200.
    pub async fn find(
        &mut self,
        auth: &Authorized<act::AuditRead>,
        ask: &AuditAsk,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let values = [
            auth.tenant().as_str().into(),
            ask.before.unwrap_or(i64::MAX).into(),
            ask.limit.unwrap_or(50).clamp(1, 200).into(),
            ask.kind.as_str().into(),
            ask.about.as_str().into(),
        ];
        self.0.read(sql::AUDIT_PAGE, &values).await?.iter().map(entry).collect()
    }

    /// Who did what the log is watched for, hour by hour, since a moment.
    pub async fn busy(&mut self, tenant: &TenantId, since: AtMs) -> Result<Vec<BusyHour>, StoreError> {
        let rows = self.0.read(sql::AUDIT_BUSY, &[tenant.as_str().into(), since.0.into()]).await?;
        let of = |row: &Row| {
            Ok(BusyHour {
                actor: row.text(0)?,
                action: row.text(1)?,
                hour: row.int(2)?,
                last: AtMs(row.int(3)?),
                acts: row.int(4)?,
                objects: row.int(5)?,
                // Only accounts and keys are told; whom somebody looked at is counted.
                object: match row.text(0)?.as_str() {
                    "stranger" | "job:keys" => row.text(6)?,
                    _ => String::new(),
                },
            })
        };
        rows.iter().map(of).collect()
    }

    /// What a member of staff did, and what was done to their account, newest first: for themself.
    pub async fn of_user(
        &mut self,
        tenant: &TenantId,
        user: &UserId,
        before: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let values = [tenant.as_str().into(), before.into(), 100_i64.into(), user.as_str().into()];
        self.0.read(sql::AUDIT_OF_USER, &values).await?.iter().map(entry).collect()
    }
}

impl Audit<&mut Work> {
    /// What whoever is authorised did, to what, as an id.
    pub async fn add<A: act::ActionKind>(
        &mut self,
        auth: &Authorized<A>,
        action: &str,
        object: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.note(auth.tenant(), auth.actor(), action, object, at).await
    }

    /// The same with more than that, as a JSON object.
    pub async fn add_with<A: act::ActionKind>(
        &mut self,
        auth: &Authorized<A>,
        action: &str,
        (object, detail): (&str, &serde_json::Value),
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.note_with(auth.tenant(), auth.actor(), action, (object, &detail.to_string()), at).await
    }

    /// Record an act that changed nothing in the database, such as an export.
    pub async fn note(
        &mut self,
        tenant: &TenantId,
        actor: &Actor,
        action: &str,
        object: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.note_with(tenant, actor, action, (object, "{}"), at).await
    }

    /// The same with more than that, as a JSON object.
    pub async fn note_with(
        &mut self,
        tenant: &TenantId,
        actor: &Actor,
        action: &str,
        (object, detail_json): (&str, &str),
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.audit_add(tx, (tenant, actor), Did::new(action).to(object).with(detail_json), at).await
    }
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct AuditAsk {
    /// Entries before this number.
    pub before: Option<i64>,
    /// At most this many, up to 200.
    pub limit: Option<i64>,
    /// How the action begins, such as `session.`; empty for all.
    pub kind: String,
    /// Who acted or was acted upon, as an id; empty for all.
    pub about: String,
}

fn entry(row: &Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        seq: row.int(0)?,
        at_ms: row.int(1)?,
        actor: row.text(2)?,
        action: row.text(3)?,
        object: row.text(4)?,
        detail_json: row.text(5)?,
    })
}
