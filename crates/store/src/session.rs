//! Sign-ins of staff. Only a hash of the cookie is stored.
//!
//! Invariant: a sign-in ends after a while without use, and after a longer while however much it is used; how long depends on
//! the role that whoever signed in has now.

use hjemmel_model::{AtMs, Role, SessionId, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act};
use serde::Serialize;

use crate::{
    audit::Did,
    error::StoreError,
    sql,
    work::{Records, Sessions, Work},
};

/// Days after which a browser in which nobody signed in again is no longer known.
pub(crate) const DEVICE_DAYS: i64 = 400;

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
    /// Since when.
    pub created_at: AtMs,
    /// When they last proved who they are.
    pub proof_at: AtMs,
    /// Whether the organisation asks for a second factor that they do not have.
    pub factor_missing: bool,
}

impl Sessions<&mut Work> {
    /// Record a sign-in; `token` is what the cookie holds, `device` what marks the browser as known.
    pub async fn insert(
        &mut self,
        user: &UserId,
        token: &str,
        session: &Session,
        device: Option<&str>,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.keys.hash("session", token.as_bytes());
        let device = device.map(|d| store.keys.hash("staff_device", d.as_bytes()));
        tx.execute(sql::SESSION_DELETE_EXPIRED, &[session.created_at.0.into()]).await?;
        let values = [
            session.id.as_str().into(),
            user.as_str().into(),
            hash.as_str().into(),
            session.device.as_str().into(),
            session.created_at.0.into(),
            session.seen_at.0.into(),
            session.expires_at.0.into(),
            session.created_at.0.into(),
        ];
        tx.execute(sql::SESSION_INSERT, &values).await?;
        if let Some(device) = &device {
            tx.execute(sql::STAFF_DEVICE_EXPIRE, &[session.created_at.plus_days(-DEVICE_DAYS).0.into()]).await?;
            let values = [device.as_str().into(), user.as_str().into(), session.created_at.0.into()];
            tx.execute(sql::STAFF_DEVICE_PUT, &values).await?;
        }
        if let Some(tenant) = tx.read(sql::USER_BY_ID, &[user.as_str().into()]).await?.first() {
            let tenant = TenantId::parse(&tenant.text(1)?).map_err(|_| StoreError::Damaged("user"))?;
            let actor = Actor::Staff { user: user.clone(), role: Role::Support };
            let (id, at) = (user.as_str(), session.created_at);
            store.audit_add(tx, (&tenant, &actor), Did::new("session.create").to(id), at).await?;
        }
        Ok(())
    }

    /// Note that a session was used.
    pub async fn seen(&mut self, id: &SessionId, now: AtMs, expires: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::SESSION_SEEN, &[now.0.into(), expires.0.into(), id.as_str().into()]).await?;
        Ok(())
    }

    /// Note that whoever is signed in proved again who they are.
    pub async fn prove(&mut self, user: &UserId, id: &SessionId, now: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::SESSION_PROVE, &[now.0.into(), id.as_str().into(), user.as_str().into()]).await?;
        Ok(())
    }

    /// End one of somebody's own sessions.
    pub async fn delete(&mut self, user: &UserId, id: &SessionId) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        match tx.execute(sql::SESSION_DELETE, &[id.as_str().into(), user.as_str().into()]).await? {
            1 => Ok(()),
            _ => Err(StoreError::NotFound("session")),
        }
    }

    /// End every session of a colleague. Their browsers are strangers again.
    pub async fn end_all(
        &mut self,
        auth: &Authorized<act::TeamWrite>,
        user: &UserId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.colleague(tx, auth, user).await?;
        tx.execute(sql::SESSION_DELETE_ALL, &[user.as_str().into()]).await?;
        tx.execute(sql::STAFF_DEVICE_DELETE_ALL, &[user.as_str().into()]).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("session.end_all").to(user.as_str()), at).await
    }
}

impl<R: Records> Sessions<R> {
    /// Whether that user signed in with that browser before.
    pub async fn device_known(&mut self, user: &UserId, device: &str) -> Result<bool, StoreError> {
        let hash = self.0.store().keys.hash("staff_device", device.as_bytes());
        Ok(!self.0.read(sql::STAFF_DEVICE_FIND, &[hash.into(), user.as_str().into()]).await?.is_empty())
    }

    /// Who the cookie belongs to, if it still counts.
    pub async fn by_token(&mut self, token: &str, now: AtMs) -> Result<Option<SessionUser>, StoreError> {
        let hash = self.0.store().keys.hash("session", token.as_bytes());
        let rows = self.0.read(sql::SESSION_BY_TOKEN, &[hash.into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("session");
        let Some(row) = rows.first() else { return Ok(None) };
        let role = Role::from_name(&row.text(4)?).ok_or_else(damaged)?;
        let found = SessionUser {
            session: SessionId::parse(&row.text(0)?).map_err(|_| damaged())?,
            user: UserId::parse(&row.text(1)?).map_err(|_| damaged())?,
            seen_at: AtMs(row.int(2)?),
            tenant: TenantId::parse(&row.text(3)?).map_err(|_| damaged())?,
            role,
            created_at: AtMs(row.int(5)?),
            proof_at: AtMs(row.int(6)?),
            factor_missing: row.int(8)? != 0 && row.int(7)? == 0 && role.is_guarded(),
        };
        Ok(Some(found).filter(|s| lives(role, s.created_at, s.seen_at, now)))
    }

    /// Somebody's own sessions that still count in that role, last used first.
    pub async fn list(&mut self, user: &UserId, role: Role, now: AtMs) -> Result<Vec<Session>, StoreError> {
        let rows = self.0.read(sql::SESSION_LIST, &[user.as_str().into(), now.0.into()]).await?;
        let all = rows.iter().map(|row| {
            Ok(Session {
                id: SessionId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("session"))?,
                device: row.text(2)?,
                created_at: AtMs(row.int(3)?),
                seen_at: AtMs(row.int(4)?),
                expires_at: AtMs(row.int(5)?),
            })
        });
        let all: Vec<Session> = all.collect::<Result<_, StoreError>>()?;
        Ok(all.into_iter().filter(|s| lives(role, s.created_at, s.seen_at, now)).collect())
    }
}

fn lives(role: Role, created_at: AtMs, seen_at: AtMs, now: AtMs) -> bool {
    now.since_ms(created_at) < role.session_ms_max() && now.since_ms(seen_at) < role.session_idle_ms()
}
