//! Staff.

use hjemmel_model::{AtMs, Role, TenantId, UserId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    db::{Row, unit_of_work},
    error::StoreError,
    sql,
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

impl Store {
    /// Record a member of staff.
    pub async fn user_insert(&self, d: &UserDraft, at: AtMs) -> Result<(), StoreError> {
        let hash = self.keys.hash("email", email_normal(&d.email).as_bytes());
        let email = self.keys.seal(&format!("staff.email.{}", d.id), d.email.trim())?;
        let name = self.keys.seal(&format!("staff.name.{}", d.id), d.name.trim())?;
        let done: Result<(), StoreError> = unit_of_work!(self.db, |tx| {
            let values = [
                d.id.as_str().into(),
                d.tenant.as_str().into(),
                hash.as_str().into(),
                email.as_str().into(),
                name.as_str().into(),
                d.role.name().into(),
                d.password_phc.as_str().into(),
                at.0.into(),
            ];
            tx.execute(sql::USER_INSERT, &values).await?;
            let actor = hjemmel_policy::Actor::Staff { user: d.id.clone(), role: d.role };
            self.audit_add(tx, &d.tenant, &actor, "user.join", d.id.as_str(), "{}", at).await
        });
        done.map_err(|e| e.or_taken("address"))
    }

    /// The member of staff with that address, for signing in.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<StaffUser>, StoreError> {
        let hash = self.keys.hash("email", email_normal(email).as_bytes());
        let rows = self.db.read(sql::USER_BY_EMAIL, &[hash.into()]).await?;
        rows.first().map(|row| self.user(row)).transpose()
    }

    /// The member of staff of that id.
    pub async fn user_by_id(&self, id: &UserId) -> Result<Option<StaffUser>, StoreError> {
        let rows = self.db.read(sql::USER_BY_ID, &[id.as_str().into()]).await?;
        rows.first().map(|row| self.user(row)).transpose()
    }

    /// Everybody in the organisation.
    pub async fn user_list(&self, auth: &Authorized<act::TeamRead>) -> Result<Vec<StaffUser>, StoreError> {
        let rows = self.db.read(sql::USER_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(|row| self.user(row)).collect()
    }

    /// Change a role. The last owner stays one.
    pub async fn user_set_role(
        &self,
        auth: &Authorized<act::TeamWrite>,
        id: &UserId,
        role: Role,
        at: AtMs,
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            let tenant = auth.tenant().as_str();
            tx.execute(sql::USER_SET_ROLE, &[role.name().into(), id.as_str().into(), tenant.into()]).await?;
            self.keep_an_owner(&tx.read(sql::USER_LIST, &[tenant.into()]).await?)?;
            let detail = serde_json::json!({ "role": role.name() }).to_string();
            self.audit_add(tx, auth.tenant(), auth.actor(), "user.role", id.as_str(), &detail, at).await
        })
    }

    /// Remove somebody: their sessions end, and name and address go. The last owner stays.
    pub async fn user_remove(
        &self,
        auth: &Authorized<act::TeamWrite>,
        id: &UserId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            let tenant = auth.tenant().as_str();
            let values = [at.0.into(), id.as_str().into(), tenant.into()];
            if tx.execute(sql::USER_REMOVE, &values).await? != 1 {
                return Err(StoreError::NotFound("user"));
            }
            self.keep_an_owner(&tx.read(sql::USER_LIST, &[tenant.into()]).await?)?;
            tx.execute(sql::SESSION_DELETE_ALL, &[id.as_str().into()]).await?;
            self.audit_add(tx, auth.tenant(), auth.actor(), "user.remove", id.as_str(), "{}", at).await
        })
    }

    fn keep_an_owner(&self, left: &[Row]) -> Result<(), StoreError> {
        for row in left {
            if row.text(4)? == Role::Owner.name() {
                return Ok(());
            }
        }
        Err(StoreError::Taken("last owner's place"))
    }

    fn user(&self, row: &Row) -> Result<StaffUser, StoreError> {
        let damaged = || StoreError::Damaged("user");
        let id = row.text(0)?;
        Ok(StaffUser {
            email: self.keys.open_sealed(&format!("staff.email.{id}"), &row.text(2)?)?,
            name: self.keys.open_sealed(&format!("staff.name.{id}"), &row.text(3)?)?,
            id: UserId::parse(&id).map_err(|_| damaged())?,
            tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
            role: Role::from_name(&row.text(4)?).ok_or_else(damaged)?,
            password_phc: row.text(5)?,
            created_at: AtMs(row.int(6)?),
        })
    }
}
