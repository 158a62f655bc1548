//! Sign-ins of staff. Only a hash of the cookie is stored.

use hjemmel_model::{AtMs, Role, SessionId, TenantId, UserId};
use serde::Serialize;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Browser and system, as coarse as people recognise them.
    pub device: String,
    /// Since when.
    pub created_at: AtMs,
    /// Last used.
    pub seen_at: AtMs,
    /// Until when.
    pub expires_at: AtMs,
}

/// Who a session cookie belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionUser {
    /// The session.
    pub session: SessionId,
    /// Who.
    pub user: UserId,
    /// Where.
    pub tenant: TenantId,
    /// As what.
    pub role: Role,
    /// Last used.
    pub seen_at: AtMs,
}

impl Store {
    /// Record a sign-in; `token` is what the cookie holds.
    pub async fn session_insert(&self, user: &UserId, token: &str, session: &Session) -> Result<(), StoreError> {
        let hash = self.keys.hash("session", token.as_bytes());
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::SESSION_DELETE_EXPIRED, &[session.created_at.0.into()]).await?;
            let values = [
                session.id.as_str().into(),
                user.as_str().into(),
                hash.as_str().into(),
                session.device.as_str().into(),
                session.created_at.0.into(),
                session.seen_at.0.into(),
                session.expires_at.0.into(),
            ];
            tx.execute(sql::SESSION_INSERT, &values).await?;
            Ok(())
        })
    }

    /// Who the cookie belongs to, if it still counts.
    pub async fn session_by_token(&self, token: &str, now: AtMs) -> Result<Option<SessionUser>, StoreError> {
        let hash = self.keys.hash("session", token.as_bytes());
        let rows = self.db.read(sql::SESSION_BY_TOKEN, &[hash.into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("session");
        rows.first()
            .map(|row| {
                Ok(SessionUser {
                    session: SessionId::parse(&row.text(0)?).map_err(|_| damaged())?,
                    user: UserId::parse(&row.text(1)?).map_err(|_| damaged())?,
                    seen_at: AtMs(row.int(2)?),
                    tenant: TenantId::parse(&row.text(3)?).map_err(|_| damaged())?,
                    role: Role::from_name(&row.text(4)?).ok_or_else(damaged)?,
                })
            })
            .transpose()
    }

    /// Note that a session was used.
    pub async fn session_seen(&self, id: &SessionId, now: AtMs, expires: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::SESSION_SEEN, &[now.0.into(), expires.0.into(), id.as_str().into()]).await?;
            Ok(())
        })
    }

    /// Somebody's own sessions, last used first.
    pub async fn session_list(&self, user: &UserId, now: AtMs) -> Result<Vec<Session>, StoreError> {
        let rows = self.db.read(sql::SESSION_LIST, &[user.as_str().into(), now.0.into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Session {
                    id: SessionId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("session"))?,
                    device: row.text(2)?,
                    created_at: AtMs(row.int(3)?),
                    seen_at: AtMs(row.int(4)?),
                    expires_at: AtMs(row.int(5)?),
                })
            })
            .collect()
    }

    /// End one of somebody's own sessions.
    pub async fn session_delete(&self, user: &UserId, id: &SessionId) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            match tx.execute(sql::SESSION_DELETE, &[id.as_str().into(), user.as_str().into()]).await? {
                1 => Ok(()),
                _ => Err(StoreError::NotFound("session")),
            }
        })
    }
}
