//! Passkeys of staff: public keys that their authenticators sign with.
//!
//! Invariant: a passkey is one account's; what is given back with it is whose it is, and each change names the account.

use hjemmel_model::{AtMs, SessionId, TenantId, UserId};
use hjemmel_policy::Actor;

use crate::{
    Store,
    audit::Did,
    db::Row,
    error::StoreError,
    sql,
    work::{Passkeys, Records, Work},
};

/// Passkeys of one account.
pub const PASSKEYS_MAX: usize = 10;

/// A passkey.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id here.
    pub id: String,
    /// Whose.
    pub user: UserId,
    /// What the authenticator calls it, in Base64 for URLs.
    pub credential: String,
    /// The public key as the authenticator wrote it (COSE), in Base64 for URLs.
    pub key_cose: String,
    /// What its holder calls it.
    pub name: String,
    /// How the authenticator is reached, as words divided by spaces.
    pub transports: String,
    /// How often it says it signed; 0 where it does not count.
    pub sign_count: u32,
    /// Whether its maker may keep a copy that other devices share.
    pub synced: bool,
    /// Since when.
    pub created_at: AtMs,
    /// Last used; 0 when it never was.
    pub used_at: AtMs,
}

impl std::fmt::Debug for Passkey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Passkey({}, {})", self.id, self.user)
    }
}

fn place(id: &str) -> String {
    format!("staff.passkey.{id}")
}

impl<R: Records> Passkeys<R> {
    /// Somebody's passkeys, oldest first.
    pub async fn list(&mut self, user: &UserId) -> Result<Vec<Passkey>, StoreError> {
        let rows = self.0.read(sql::PASSKEY_OF_USER, &[user.as_str().into()]).await?;
        rows.iter().map(|row| self.0.store().passkey(row)).collect()
    }

    /// The passkey that an authenticator calls so, whoever's it is.
    pub async fn find(&mut self, credential: &str) -> Result<Option<Passkey>, StoreError> {
        let rows = self.0.read(sql::PASSKEY_BY_CREDENTIAL, &[credential.into()]).await?;
        rows.first().map(|row| self.0.store().passkey(row)).transpose()
    }
}

impl Passkeys<&mut Work> {
    /// Keep a new passkey. Where it is the first second factor, `codes` become the recovery codes, and every other session
    /// ends; otherwise they are left out. Gives whether they count.
    pub async fn add(
        &mut self,
        who: (&TenantId, &Actor),
        keep: &SessionId,
        new: &Passkey,
        codes: &[String],
    ) -> Result<bool, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (tenant, actor) = who;
        let user = new.user.as_str();
        let name = store.keys.seal(&place(&new.id), &new.name)?;
        let hashes = store.recovery_hashes(&new.user, codes);
        let there = tx.read(sql::USER_BY_ID, &[user.into()]).await?;
        let holder = there.first().map(|row| store.user(row)).transpose()?.ok_or(StoreError::NotFound("user"))?;
        if usize::try_from(holder.passkeys).unwrap_or(usize::MAX) >= PASSKEYS_MAX {
            return Err(StoreError::TooMany("passkeys"));
        }
        let values = [
            new.id.as_str().into(),
            user.into(),
            new.credential.as_str().into(),
            new.key_cose.as_str().into(),
            name.as_str().into(),
            new.transports.as_str().into(),
            i64::from(new.sign_count).into(),
            new.synced.into(),
            new.created_at.0.into(),
        ];
        tx.execute(sql::PASSKEY_INSERT, &values).await.map_err(|e| e.or_taken("passkey"))?;
        let first = !holder.second_factor;
        if first {
            store.recovery_put(tx, &new.user, &hashes).await?;
            tx.execute(sql::SESSION_DELETE_OTHERS, &[user.into(), keep.as_str().into()]).await?;
        }
        store.audit_add(tx, (tenant, actor), Did::new("user.passkey").to(user), new.created_at).await?;
        Ok(first)
    }

    /// It signed: note that, and how often it says it did. `false` when it says it signed no more often than before, which a
    /// copy of it would.
    pub async fn used(&mut self, used: &Passkey, sign_count: u32, at: AtMs) -> Result<bool, StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let values = [i64::from(sign_count).into(), at.0.into(), used.id.as_str().into(), used.user.as_str().into()];
        Ok(tx.execute(sql::PASSKEY_USE, &values).await? == 1)
    }

    /// Call one's own passkey something else.
    pub async fn rename(
        &mut self,
        who: (&TenantId, &Actor, &UserId),
        id: &str,
        name: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (tenant, actor, user) = who;
        let sealed = store.keys.seal(&place(id), name)?;
        let values = [sealed.as_str().into(), id.into(), user.as_str().into()];
        if tx.execute(sql::PASSKEY_RENAME, &values).await? != 1 {
            return Err(StoreError::NotFound("passkey"));
        }
        store.audit_add(tx, (tenant, actor), Did::new("user.passkey_rename").to(user.as_str()), at).await
    }

    /// Remove one's own passkey. The recovery codes go with the last second factor.
    pub async fn remove(&mut self, who: (&TenantId, &Actor, &UserId), id: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (tenant, actor, user) = who;
        if tx.execute(sql::PASSKEY_DELETE, &[id.into(), user.as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("passkey"));
        }
        tx.execute(sql::FACTOR_CODES_DELETE_IDLE, &[user.as_str().into()]).await?;
        store.audit_add(tx, (tenant, actor), Did::new("user.passkey_remove").to(user.as_str()), at).await
    }
}

impl Store {
    fn passkey(&self, row: &Row) -> Result<Passkey, StoreError> {
        let id = row.text(0)?;
        Ok(Passkey {
            user: UserId::parse(&row.text(1)?).map_err(|_| StoreError::Damaged("passkey"))?,
            credential: row.text(2)?,
            key_cose: row.text(3)?,
            name: self.keys.open_sealed(&place(&id), &row.text(4)?)?,
            transports: row.text(5)?,
            sign_count: row.u32(6)?,
            synced: row.int(7)? != 0,
            created_at: AtMs(row.int(8)?),
            used_at: AtMs(row.int(9)?),
            id,
        })
    }
}
