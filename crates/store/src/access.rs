//! One-time links (first owner, invitation, password reset) and API keys. Only hashes of the secrets are stored.

use hjemmel_model::{AtMs, Role, Scope, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act};
use serde::Serialize;

use crate::{
    audit::Did,
    db::Row,
    error::StoreError,
    keyring::Keyring,
    sql,
    user::UserDraft,
    work::{ApiKeys, Records, StaffLinks, Work},
};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Join the organisation in a role.
    Invitation,
    /// Choose a new password.
    Reset,
}

impl LinkKind {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Invitation => "invitation",
            LinkKind::Reset => "reset",
        }
    }

    fn from_name(name: &str) -> Result<LinkKind, StoreError> {
        match name {
            "invitation" => Ok(LinkKind::Invitation),
            "reset" => Ok(LinkKind::Reset),
            _ => Err(StoreError::Damaged("link")),
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

/// An unused link as listed. What opens it is not known here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LinkEntry {
    /// Its id.
    pub id: String,
    /// What for.
    pub kind: LinkKind,
    /// As what.
    pub role: Role,
    /// Who made it, as an id.
    pub created_by: String,
    /// Since when.
    #[schema(value_type = i64)]
    pub created_at: AtMs,
    /// Until when it works.
    #[schema(value_type = i64)]
    pub expires_at: AtMs,
    /// Whose password it resets, as an id; empty for an invitation.
    pub user: String,
}

/// A key for servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// As what it acts.
    pub role: Role,
    /// What of that it may do.
    pub scope: Scope,
    /// Who made it, as an id.
    pub created_by: String,
    /// Since when.
    pub created_at: AtMs,
    /// Until when.
    pub expires_at: AtMs,
    /// The last day on which it was used, in days since 1970; 0 for never.
    pub used_day: i64,
}

/// Whose key it is, and what it may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHolder {
    /// The key's id.
    pub id: String,
    /// Where.
    pub tenant: TenantId,
    /// As what.
    pub role: Role,
    /// What of that.
    pub scope: Scope,
    /// The last day on which it was used, in days since 1970.
    pub used_day: i64,
}

impl StaffLinks<&mut Work> {
    /// Record a link; `secret` stands in its address.
    pub async fn insert(
        &mut self,
        secret: &str,
        link: &Link,
        by: &Actor,
        at: AtMs,
        expires_at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.keys.hash("link", secret.as_bytes());
        let subject = store.keys.seal(&subject_place(&store.keys, &hash)?, &link.subject)?;
        // Another hash of the same secret: it names the link and does not open it.
        let id = format!("inv_{}", store.keys.hash("link_id", secret.as_bytes()).get(..24).unwrap_or_default());
        let (action, object) = match link.kind {
            LinkKind::Invitation => ("user.invite", link.role.name()),
            LinkKind::Reset => ("user.reset", link.subject.as_str()),
        };
        let of_user = if link.kind == LinkKind::Reset { link.subject.as_str() } else { "" };
        let values = [
            hash.as_str().into(),
            link.kind.name().into(),
            link.tenant.as_str().into(),
            subject.as_str().into(),
            link.role.name().into(),
            expires_at.0.into(),
            id.as_str().into(),
            by.audit_name().into(),
            at.0.into(),
            of_user.into(),
        ];
        tx.execute(sql::LINK_INSERT, &values).await?;
        store.audit_add(tx, (&link.tenant, by), Did::new(action).to(object), at).await
    }

    /// Take an unused link back.
    pub async fn revoke(&mut self, auth: &Authorized<act::TeamWrite>, id: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        if tx.execute(sql::LINK_REVOKE, &[id.into(), auth.tenant().as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("invitation"));
        }
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("user.invite_revoke").to(id), at).await
    }

    /// Join by an invitation. The link is used up in the same unit of work.
    pub async fn join(&mut self, secret: &str, user: &UserDraft, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let link_hash = store.keys.hash("link", secret.as_bytes());
        if tx.execute(sql::LINK_USE, &[at.0.into(), link_hash.as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("link"));
        }
        store.user_add(tx, user, at).await
    }

    /// Set a new password by a reset link. The link is used up, and every session ends.
    pub async fn reset(&mut self, secret: &str, user: &UserId, phc: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let link_hash = store.keys.hash("link", secret.as_bytes());
        if tx.execute(sql::LINK_USE, &[at.0.into(), link_hash.as_str().into()]).await? != 1 {
            return Err(StoreError::NotFound("link"));
        }
        let found = tx.read(sql::USER_BY_ID, &[user.as_str().into()]).await?;
        let tenant = found.first().ok_or(StoreError::NotFound("user"))?.text(1)?;
        let tenant = TenantId::parse(&tenant).map_err(|_| StoreError::Damaged("user"))?;
        store.password_put(tx, user, phc, None).await?;
        let actor = Actor::Staff { user: user.clone(), role: Role::Support };
        store.audit_add(tx, (&tenant, &actor), Did::new("user.password_reset").to(user.as_str()), at).await
    }
}

impl<R: Records> StaffLinks<R> {
    /// What an unused link stands for; `None` when it is used, old or unknown.
    pub async fn find(&mut self, secret: &str, now: AtMs) -> Result<Option<Link>, StoreError> {
        let hash = self.0.store().keys.hash("link", secret.as_bytes());
        let rows = self.0.read(sql::LINK_FIND, &[hash.as_str().into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("link");
        let place = subject_place(&self.0.store().keys, &hash)?;
        rows.first()
            .map(|row| {
                Ok(Link {
                    kind: LinkKind::from_name(&row.text(0)?)?,
                    tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
                    subject: self.0.store().keys.open_sealed(&place, &row.text(2)?)?,
                    role: Role::from_name(&row.text(3)?).ok_or_else(damaged)?,
                })
            })
            .transpose()
    }

    /// The organisation's unused links, newest first.
    pub async fn unused(&mut self, auth: &Authorized<act::TeamWrite>, now: AtMs) -> Result<Vec<LinkEntry>, StoreError> {
        let rows = self.0.read(sql::LINK_LIST, &[auth.tenant().as_str().into(), now.0.into()]).await?;
        let entry = |row: &Row| {
            Ok(LinkEntry {
                id: row.text(0)?,
                kind: LinkKind::from_name(&row.text(1)?)?,
                role: Role::from_name(&row.text(2)?).ok_or(StoreError::Damaged("link"))?,
                created_by: row.text(3)?,
                created_at: AtMs(row.int(4)?),
                expires_at: AtMs(row.int(5)?),
                user: row.text(6)?,
            })
        };
        rows.iter().map(entry).collect()
    }
}

impl ApiKeys<&mut Work> {
    /// Record a key for servers; `secret` is shown once.
    pub async fn insert(
        &mut self,
        auth: &Authorized<act::KeyWrite>,
        secret: &str,
        key: &ApiKey,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.keys.hash("api_key", secret.as_bytes());
        let detail = serde_json::json!({ "role": key.role.name(), "scope": key.scope.text() }).to_string();
        let values = [
            key.id.as_str().into(),
            auth.tenant().as_str().into(),
            key.name.as_str().into(),
            hash.as_str().into(),
            key.role.name().into(),
            key.created_by.as_str().into(),
            key.created_at.0.into(),
            key.scope.text().into(),
            key.expires_at.0.into(),
        ];
        tx.execute(sql::API_KEY_INSERT, &values).await?;
        store
            .audit_add(
                tx,
                (auth.tenant(), auth.actor()),
                Did::new("api_key.create").to(&key.id).with(&detail),
                key.created_at,
            )
            .await
    }

    /// Note the first use of a key on that day, counted from 1970; only the first is written down.
    pub async fn used(
        &mut self,
        tenant: &TenantId,
        actor: &Actor,
        id: &str,
        day: i64,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        if tx.execute(sql::API_KEY_USED, &[day.into(), id.into()]).await? == 1 {
            store.audit_add(tx, (tenant, actor), Did::new("api_key.use").to(id), at).await?;
        }
        Ok(())
    }

    /// Revoke a key at once.
    pub async fn revoke(&mut self, auth: &Authorized<act::KeyWrite>, id: &str, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [at.0.into(), id.into(), auth.tenant().as_str().into()];
        if tx.execute(sql::API_KEY_REVOKE, &values).await? != 1 {
            return Err(StoreError::NotFound("api key"));
        }
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("api_key.revoke").to(id), at).await
    }
}

impl<R: Records> ApiKeys<R> {
    /// Whose key that is, and what it may do; none when it was revoked or has expired.
    pub async fn by_secret(&mut self, secret: &str, now: AtMs) -> Result<Option<KeyHolder>, StoreError> {
        let hash = self.0.store().keys.hash("api_key", secret.as_bytes());
        let rows = self.0.read(sql::API_KEY_BY_HASH, &[hash.into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("api key");
        rows.first()
            .map(|row| {
                Ok(KeyHolder {
                    id: row.text(0)?,
                    tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
                    role: Role::from_name(&row.text(2)?).ok_or_else(damaged)?,
                    scope: Scope::from_text(&row.text(3)?),
                    used_day: row.int(4)?,
                })
            })
            .transpose()
    }

    /// The organisation's keys, oldest first.
    pub async fn list(&mut self, auth: &Authorized<act::KeyWrite>) -> Result<Vec<ApiKey>, StoreError> {
        let rows = self.0.read(sql::API_KEY_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(ApiKey {
                    id: row.text(0)?,
                    name: row.text(1)?,
                    role: Role::from_name(&row.text(2)?).ok_or(StoreError::Damaged("api key"))?,
                    created_at: AtMs(row.int(3)?),
                    created_by: row.text(4)?,
                    scope: Scope::from_text(&row.text(5)?),
                    expires_at: AtMs(row.int(6)?),
                    used_day: row.int(7)?,
                })
            })
            .collect()
    }
}

/// What a link's subject is bound to: the link's own hash, whatever key seals that.
fn subject_place(keys: &Keyring, hash: &str) -> Result<String, StoreError> {
    Ok(format!("link.subject.{}", keys.hash_bare(hash)?))
}
