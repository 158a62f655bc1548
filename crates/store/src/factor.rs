//! The second factor of staff: a sealed secret for codes by time (RFC 6238), recovery codes, and whether it must be had.

use hjemmel_model::{AtMs, SessionId, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act};

use crate::{
    Store,
    audit::Did,
    db::Tx,
    error::StoreError,
    sql,
    work::{Factors, Records, Work},
};

/// Somebody's secret for codes by time.
pub struct TotpSecret {
    /// In Base32, as authenticators take it.
    pub base32: String,
    /// Whether it was shown to work, so that it counts.
    pub confirmed: bool,
}

fn place(user: &UserId) -> String {
    format!("staff.totp.{user}")
}

impl Factors<&mut Work> {
    /// Keep a new secret that does not count yet. There must be none that does.
    pub async fn begin(&mut self, user: &UserId, base32: &str) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let sealed = store.keys.seal(&place(user), base32)?;
        match tx.execute(sql::FACTOR_BEGIN, &[sealed.as_str().into(), user.as_str().into()]).await? {
            1 => Ok(()),
            _ => Err(StoreError::Taken("second factor")),
        }
    }

    /// From now on the secret counts. The code of `step` is used up, the recovery codes are these, and other sessions end.
    pub async fn confirm(
        &mut self,
        who: (&TenantId, &Actor, &UserId),
        keep: Option<&SessionId>,
        step: i64,
        codes: &[String],
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (tenant, actor, user) = who;
        let hashes = store.recovery_hashes(user, codes);
        let values = [at.0.into(), step.into(), user.as_str().into()];
        if tx.execute(sql::FACTOR_CONFIRM, &values).await? != 1 {
            return Err(StoreError::Taken("second factor"));
        }
        store.recovery_put(tx, user, &hashes).await?;
        let keep = keep.map_or("", |s| s.as_str());
        tx.execute(sql::SESSION_DELETE_OTHERS, &[user.as_str().into(), keep.into()]).await?;
        store.audit_add(tx, (tenant, actor), Did::new("user.factor").to(user.as_str()), at).await
    }

    /// Use the code of that step up; `false` when it, or a later one, was used already.
    pub async fn step_use(&mut self, user: &UserId, step: i64) -> Result<bool, StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        Ok(tx.execute(sql::FACTOR_STEP, &[step.into(), user.as_str().into()]).await? == 1)
    }

    /// Use a recovery code up; `false` when there is no such code.
    pub async fn recovery_use(
        &mut self,
        tenant: &TenantId,
        user: &UserId,
        code: &str,
        at: AtMs,
    ) -> Result<bool, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.recovery_hash(user, code);
        let used = tx.execute(sql::FACTOR_CODE_USE, &[hash.as_str().into(), user.as_str().into()]).await? == 1;
        if used {
            let actor = Actor::Staff { user: user.clone(), role: hjemmel_model::Role::Support };
            store.audit_add(tx, (tenant, &actor), Did::new("user.recovery_used").to(user.as_str()), at).await?;
        }
        Ok(used)
    }

    /// New recovery codes in place of the old ones.
    pub async fn recovery_replace(
        &mut self,
        who: (&TenantId, &Actor, &UserId),
        codes: &[String],
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (tenant, actor, user) = who;
        let hashes = store.recovery_hashes(user, codes);
        store.recovery_put(tx, user, &hashes).await?;
        store.audit_add(tx, (tenant, actor), Did::new("user.recovery").to(user.as_str()), at).await
    }

    /// Take one's own authenticator away. The recovery codes go with the last second factor.
    pub async fn remove(&mut self, who: (&TenantId, &Actor, &UserId), at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.factor_gone(tx, who, at).await
    }

    /// Take every second factor of a colleague away who lost it: authenticator, passkeys, recovery codes.
    pub async fn take(&mut self, auth: &Authorized<act::TeamWrite>, user: &UserId, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.colleague(tx, auth, user).await?;
        tx.execute(sql::PASSKEY_DELETE_ALL, &[user.as_str().into()]).await?;
        store.factor_gone(tx, (auth.tenant(), auth.actor(), user), at).await
    }

    /// Say whether they must.
    pub async fn rule_set(
        &mut self,
        auth: &Authorized<act::TeamWrite>,
        needed: bool,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        tx.execute(sql::FACTOR_RULE_SET, &[needed.into(), auth.tenant().as_str().into()]).await?;
        let detail = serde_json::json!({ "needed": needed }).to_string();
        let tenant = auth.tenant();
        store
            .audit_add(tx, (tenant, auth.actor()), Did::new("user.factor_rule").to(tenant.as_str()).with(&detail), at)
            .await
    }
}

impl<R: Records> Factors<R> {
    /// The secret, if there is one.
    pub async fn find(&mut self, user: &UserId) -> Result<Option<TotpSecret>, StoreError> {
        let rows = self.0.read(sql::FACTOR_FIND, &[user.as_str().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let sealed = row.text(0)?;
        if sealed.is_empty() {
            return Ok(None);
        }
        let base32 = self.0.store().keys.open_sealed(&place(user), &sealed)?;
        Ok(Some(TotpSecret { base32, confirmed: row.int(1)? > 0 }))
    }

    /// How many recovery codes are left.
    pub async fn recovery_left(&mut self, user: &UserId) -> Result<i64, StoreError> {
        let rows = self.0.read(sql::FACTOR_CODE_COUNT, &[user.as_str().into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Whether owners and data-protection officers must have a second factor.
    pub async fn rule(&mut self, tenant: &TenantId) -> Result<bool, StoreError> {
        let rows = self.0.read(sql::FACTOR_RULE, &[tenant.as_str().into()]).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.int(0))? != 0)
    }
}

impl Store {
    async fn factor_gone(&self, tx: &mut Tx, who: (&TenantId, &Actor, &UserId), at: AtMs) -> Result<(), StoreError> {
        let (tenant, actor, user) = who;
        if tx.execute(sql::FACTOR_REMOVE, &[user.as_str().into(), tenant.as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("user"));
        }
        tx.execute(sql::FACTOR_CODES_DELETE_IDLE, &[user.as_str().into()]).await?;
        self.audit_add(tx, (tenant, actor), Did::new("user.factor_remove").to(user.as_str()), at).await
    }

    pub(crate) async fn recovery_put(&self, tx: &mut Tx, user: &UserId, hashes: &[String]) -> Result<(), StoreError> {
        tx.execute(sql::FACTOR_CODES_DELETE, &[user.as_str().into()]).await?;
        for hash in hashes {
            tx.execute(sql::FACTOR_CODE_INSERT, &[hash.as_str().into(), user.as_str().into()]).await?;
        }
        Ok(())
    }

    fn recovery_hash(&self, user: &UserId, code: &str) -> String {
        self.keys.hash("recovery", format!("{user}\n{code}").as_bytes())
    }

    pub(crate) fn recovery_hashes(&self, user: &UserId, codes: &[String]) -> Vec<String> {
        codes.iter().map(|code| self.recovery_hash(user, code)).collect()
    }
}
