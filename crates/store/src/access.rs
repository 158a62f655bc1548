//! One-time links (first owner, invitation, password reset) and API keys. Only hashes of the secrets are stored.

use hjemmel_model::{AtMs, Role, TenantId, UserId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    db::unit_of_work,
    error::StoreError,
    sql,
    user::{UserDraft, email_normal},
};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Join the organisation in a role.
    Invitation,
    /// Choose a new password.
    Reset,
}

impl LinkKind {
    fn name(self) -> &'static str {
        match self {
            LinkKind::Invitation => "invitation",
            LinkKind::Reset => "reset",
        }
    }
}

/// What an unused link stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What for.
    pub kind: LinkKind,
    /// Where.
    pub tenant: TenantId,
    /// The address invited, empty when anyone may; or the id of the user whose password is reset.
    pub subject: String,
    /// As what.
    pub role: Role,
}

/// A key for servers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiKey {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Since when.
    pub created_at: AtMs,
}

impl Store {
    /// Record a link; `secret` stands in its address.
    pub async fn link_insert(&self, secret: &str, link: &Link, expires_at: AtMs) -> Result<(), StoreError> {
        let hash = self.keys.hash("link", secret.as_bytes());
        let subject = self.keys.seal(&format!("link.subject.{hash}"), &link.subject)?;
        unit_of_work!(self.db, |tx| {
            let values = [
                hash.as_str().into(),
                link.kind.name().into(),
                link.tenant.as_str().into(),
                subject.as_str().into(),
                link.role.name().into(),
                expires_at.0.into(),
            ];
            tx.execute(sql::LINK_INSERT, &values).await?;
            Ok(())
        })
    }

    /// What an unused link stands for; `None` when it is used, old or unknown.
    pub async fn link_find(&self, secret: &str, now: AtMs) -> Result<Option<Link>, StoreError> {
        let hash = self.keys.hash("link", secret.as_bytes());
        let rows = self.db.read(sql::LINK_FIND, &[hash.as_str().into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("link");
        rows.first()
            .map(|row| {
                let kind = match row.text(0)?.as_str() {
                    "invitation" => LinkKind::Invitation,
                    "reset" => LinkKind::Reset,
                    _ => return Err(damaged()),
                };
                Ok(Link {
                    kind,
                    tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
                    subject: self.keys.open_sealed(&format!("link.subject.{hash}"), &row.text(2)?)?,
                    role: Role::from_name(&row.text(3)?).ok_or_else(damaged)?,
                })
            })
            .transpose()
    }

    /// Join by an invitation. The link is used up in the same unit of work.
    pub async fn link_join(&self, secret: &str, user: &UserDraft, at: AtMs) -> Result<(), StoreError> {
        let link_hash = self.keys.hash("link", secret.as_bytes());
        let email_hash = self.keys.hash("email", email_normal(&user.email).as_bytes());
        let email = self.keys.seal(&format!("staff.email.{}", user.id), user.email.trim())?;
        let name = self.keys.seal(&format!("staff.name.{}", user.id), user.name.trim())?;
        let done: Result<(), StoreError> = unit_of_work!(self.db, |tx| {
            if tx.execute(sql::LINK_USE, &[at.0.into(), link_hash.as_str().into()]).await? != 1 {
                return Err(StoreError::NotFound("link"));
            }
            let values = [
                user.id.as_str().into(),
                user.tenant.as_str().into(),
                email_hash.as_str().into(),
                email.as_str().into(),
                name.as_str().into(),
                user.role.name().into(),
                user.password_phc.as_str().into(),
                at.0.into(),
            ];
            tx.execute(sql::USER_INSERT, &values).await?;
            let actor = hjemmel_policy::Actor::Staff { user: user.id.clone(), role: user.role };
            self.audit_add(tx, &user.tenant, &actor, "user.join", user.id.as_str(), "{}", at).await
        });
        done.map_err(|e| e.or_taken("address"))
    }

    /// Set a new password by a reset link. The link is used up, and every session ends.
    pub async fn link_reset(&self, secret: &str, user: &UserId, phc: &str, at: AtMs) -> Result<(), StoreError> {
        let link_hash = self.keys.hash("link", secret.as_bytes());
        unit_of_work!(self.db, |tx| {
            if tx.execute(sql::LINK_USE, &[at.0.into(), link_hash.as_str().into()]).await? != 1 {
                return Err(StoreError::NotFound("link"));
            }
            if tx.execute(sql::USER_SET_PASSWORD, &[phc.into(), user.as_str().into()]).await? != 1 {
                return Err(StoreError::NotFound("user"));
            }
            tx.execute(sql::SESSION_DELETE_ALL, &[user.as_str().into()]).await?;
            Ok(())
        })
    }

    /// Record a key for servers; `secret` is shown once.
    pub async fn api_key_insert(
        &self,
        auth: &Authorized<act::KeyWrite>,
        secret: &str,
        key: &ApiKey,
    ) -> Result<(), StoreError> {
        let hash = self.keys.hash("api_key", secret.as_bytes());
        unit_of_work!(self.db, |tx| {
            let values = [
                key.id.as_str().into(),
                auth.tenant().as_str().into(),
                key.name.as_str().into(),
                hash.as_str().into(),
                key.role.name().into(),
                auth.actor().audit_name().into(),
                key.created_at.0.into(),
            ];
            tx.execute(sql::API_KEY_INSERT, &values).await?;
            self.audit_add(tx, auth.tenant(), auth.actor(), "api_key.create", &key.id, "{}", key.created_at).await
        })
    }

    /// Whose key that is, and what it may do: key id, organisation, role.
    pub async fn api_key_by_secret(&self, secret: &str) -> Result<Option<(String, TenantId, Role)>, StoreError> {
        let hash = self.keys.hash("api_key", secret.as_bytes());
        let rows = self.db.read(sql::API_KEY_BY_HASH, &[hash.into()]).await?;
        let damaged = || StoreError::Damaged("api key");
        rows.first()
            .map(|row| {
                let tenant = TenantId::parse(&row.text(1)?).map_err(|_| damaged())?;
                Ok((row.text(0)?, tenant, Role::from_name(&row.text(2)?).ok_or_else(damaged)?))
            })
            .transpose()
    }

    /// The organisation's keys, oldest first.
    pub async fn api_key_list(&self, auth: &Authorized<act::KeyWrite>) -> Result<Vec<ApiKey>, StoreError> {
        let rows = self.db.read(sql::API_KEY_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(ApiKey {
                    id: row.text(0)?,
                    name: row.text(1)?,
                    role: Role::from_name(&row.text(2)?).ok_or(StoreError::Damaged("api key"))?,
                    created_at: AtMs(row.int(3)?),
                })
            })
            .collect()
    }

    /// Revoke a key at once.
    pub async fn api_key_revoke(&self, auth: &Authorized<act::KeyWrite>, id: &str, at: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            let values = [at.0.into(), id.into(), auth.tenant().as_str().into()];
            if tx.execute(sql::API_KEY_REVOKE, &values).await? != 1 {
                return Err(StoreError::NotFound("api key"));
            }
            self.audit_add(tx, auth.tenant(), auth.actor(), "api_key.revoke", id, "{}", at).await
        })
    }
}
