//! Staff.
//!
//! Invariant: what somebody made that lets others in (keys, links) ends when they may no longer make it, in the same unit of
//! work; so do their own sessions when they go.

use hjemmel_model::{AtMs, Role, TenantId, UserId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    sql,
    work::{Records, Users, Work},
};

/// A member of staff to record.
#[derive(Clone, Debug)]
pub struct UserDraft {
    /// Their id.
    pub id: UserId,
    /// Their organisation.
    pub tenant: TenantId,
    /// Where they get mail.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// Argon2id hash of their password.
    pub password_phc: String,
}

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct StaffUser {
    /// Their id.
    pub id: UserId,
    /// Their organisation.
    pub tenant: TenantId,
    /// Where they get mail.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// Argon2id hash of their password.
    #[serde(skip)]
    pub password_phc: String,
    /// Since when.
    pub created_at: AtMs,
    /// Whether a second factor is asked for when they sign in: an authenticator or a passkey.
    pub second_factor: bool,
    /// Whether they have an authenticator.
    pub authenticator: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
}

impl std::fmt::Debug for StaffUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StaffUser({}, {})", self.id, self.role.name())
    }
}

/// Addresses are compared without regard to case and outer spaces.
pub(crate) fn email_normal(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Users<&mut Work> {
    /// Record a member of staff.
    pub async fn insert(&mut self, d: &UserDraft, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.user_add(tx, d, at).await
    }

    /// Change a role. The last owner stays one; whoever is an owner no more leaves no key and no link behind.
    pub async fn set_role(
        &mut self,
        auth: &Authorized<act::TeamWrite>,
        id: &UserId,
        role: Role,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant().as_str();
        if tx.execute(sql::USER_SET_ROLE, &[role.name().into(), id.as_str().into(), tenant.into()]).await? != 1 {
            return Err(StoreError::NotFound("user"));
        }
        store.keep_an_owner(&tx.read(sql::USER_LIST, &[tenant.into()]).await?)?;
        if role != Role::Owner {
            store.end_made_by(tx, auth.tenant(), id, at).await?;
        }
        let detail = serde_json::json!({ "role": role.name() }).to_string();
        store
            .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("user.role").to(id.as_str()).with(&detail), at)
            .await
    }

    /// Remove somebody: their sessions end, the keys and unused links they made too, and name and address go. The last owner
    /// stays.
    pub async fn remove(&mut self, auth: &Authorized<act::TeamWrite>, id: &UserId, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant().as_str();
        let values = [at.0.into(), id.as_str().into(), tenant.into()];
        if tx.execute(sql::USER_REMOVE, &values).await? != 1 {
            return Err(StoreError::NotFound("user"));
        }
        store.keep_an_owner(&tx.read(sql::USER_LIST, &[tenant.into()]).await?)?;
        let user = [id.as_str().into()];
        tx.execute(sql::SESSION_DELETE_ALL, &user).await?;
        tx.execute(sql::STAFF_DEVICE_DELETE_ALL, &user).await?;
        tx.execute(sql::FACTOR_CODES_DELETE, &user).await?;
        tx.execute(sql::PASSKEY_DELETE_ALL, &user).await?;
        tx.execute(sql::LINK_END_OF_USER, &user).await?;
        let (keys, links) = store.end_made_by(tx, auth.tenant(), id, at).await?;
        let detail = serde_json::json!({ "keys": keys, "links": links }).to_string();
        store
            .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("user.remove").to(id.as_str()).with(&detail), at)
            .await
    }

    /// Set a new password: every other session ends, and unused reset links with them.
    pub async fn set_password(
        &mut self,
        auth: (&TenantId, &hjemmel_policy::Actor),
        id: &UserId,
        phc: &str,
        keep: Option<&hjemmel_model::SessionId>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.password_put(tx, id, phc, keep).await?;
        store.audit_add(tx, (auth.0, auth.1), Did::new("user.password").to(id.as_str()), at).await
    }
}

impl Store {
    /// The same in a unit of work. An address is taken by a colleague only, so that nobody learns who works elsewhere.
    pub(crate) async fn user_add(&self, tx: &mut Tx, d: &UserDraft, at: AtMs) -> Result<(), StoreError> {
        let normal = email_normal(&d.email);
        let address = self.keys.hash("email", normal.as_bytes());
        let here = self.keys.hash("email_here", format!("{}\n{normal}", d.tenant).as_bytes());
        let taken = [d.tenant.as_str().into(), address.as_str().into()];
        if !tx.read(sql::USER_THERE, &taken).await?.is_empty() {
            return Err(StoreError::Taken("address"));
        }
        let email = self.keys.seal(&format!("staff.email.{}", d.id), d.email.trim())?;
        let name = self.keys.seal(&format!("staff.name.{}", d.id), d.name.trim())?;
        let values = [
            d.id.as_str().into(),
            d.tenant.as_str().into(),
            here.into(),
            address.into(),
            email.into(),
            name.into(),
            d.role.name().into(),
            d.password_phc.as_str().into(),
            at.0.into(),
        ];
        tx.execute(sql::USER_INSERT, &values).await.map_err(|e| e.or_taken("address"))?;
        let actor = hjemmel_policy::Actor::Staff { user: d.id.clone(), role: d.role };
        self.audit_add(tx, (&d.tenant, &actor), Did::new("user.join").to(d.id.as_str()), at).await
    }

    /// End the keys and the unused links that somebody made; gives how many of each.
    async fn end_made_by(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        id: &UserId,
        at: AtMs,
    ) -> Result<(u64, u64), StoreError> {
        let made = [tenant.as_str().into(), id.as_str().into()];
        let keys = [at.0.into(), tenant.as_str().into(), id.as_str().into()];
        Ok((tx.execute(sql::API_KEY_END_MADE_BY, &keys).await?, tx.execute(sql::LINK_END_MADE_BY, &made).await?))
    }

    pub(crate) async fn password_put(
        &self,
        tx: &mut Tx,
        id: &UserId,
        phc: &str,
        keep: Option<&hjemmel_model::SessionId>,
    ) -> Result<(), StoreError> {
        if tx.execute(sql::USER_SET_PASSWORD, &[phc.into(), id.as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("user"));
        }
        let keep = keep.map_or("", |s| s.as_str());
        tx.execute(sql::SESSION_DELETE_OTHERS, &[id.as_str().into(), keep.into()]).await?;
        tx.execute(sql::STAFF_DEVICE_DELETE_ALL, &[id.as_str().into()]).await?;
        tx.execute(sql::LINK_END_OF_USER, &[id.as_str().into()]).await?;
        Ok(())
    }

    /// Whoever it is works in this organisation.
    pub(crate) async fn colleague(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::TeamWrite>,
        id: &UserId,
    ) -> Result<(), StoreError> {
        let found = tx.read(sql::USER_BY_ID, &[id.as_str().into()]).await?;
        match found.first().map(|row| row.text(1)).transpose()? {
            Some(tenant) if tenant == auth.tenant().as_str() => Ok(()),
            _ => Err(StoreError::NotFound("user")),
        }
    }

    fn keep_an_owner(&self, left: &[Row]) -> Result<(), StoreError> {
        for row in left {
            if row.text(4)? == Role::Owner.name() {
                return Ok(());
            }
        }
        Err(StoreError::Taken("last owner's place"))
    }

    pub(crate) fn user(&self, row: &Row) -> Result<StaffUser, StoreError> {
        let damaged = || StoreError::Damaged("user");
        let id = row.text(0)?;
        let (authenticator, passkeys) = (row.int(7)? > 0, row.int(8)?);
        Ok(StaffUser {
            email: self.keys.open_sealed(&format!("staff.email.{id}"), &row.text(2)?)?,
            name: self.keys.open_sealed(&format!("staff.name.{id}"), &row.text(3)?)?,
            id: UserId::parse(&id).map_err(|_| damaged())?,
            tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
            role: Role::from_name(&row.text(4)?).ok_or_else(damaged)?,
            password_phc: row.text(5)?,
            created_at: AtMs(row.int(6)?),
            second_factor: authenticator || passkeys > 0,
            authenticator,
            passkeys,
        })
    }
}

impl<R: Records> Users<R> {
    /// The members of staff with that address, one an organisation, oldest first: for signing in.
    pub async fn all_by_email(&mut self, email: &str) -> Result<Vec<StaffUser>, StoreError> {
        let hash = self.0.store().keys.hash("email", email_normal(email).as_bytes());
        let rows = self.0.read(sql::USER_BY_EMAIL, &[hash.into()]).await?;
        rows.iter().map(|row| self.0.store().user(row)).collect()
    }

    /// The first of [`Store::users_by_email`].
    pub async fn by_email(&mut self, email: &str) -> Result<Option<StaffUser>, StoreError> {
        Ok(self.all_by_email(email).await?.into_iter().next())
    }

    /// The member of staff of that id.
    pub async fn by_id(&mut self, id: &UserId) -> Result<Option<StaffUser>, StoreError> {
        let rows = self.0.read(sql::USER_BY_ID, &[id.as_str().into()]).await?;
        rows.first().map(|row| self.0.store().user(row)).transpose()
    }

    /// Everybody in the organisation.
    pub async fn list(&mut self, auth: &Authorized<act::TeamRead>) -> Result<Vec<StaffUser>, StoreError> {
        let rows = self.0.read(sql::USER_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(|row| self.0.store().user(row)).collect()
    }
}
