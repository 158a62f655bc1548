//! Staff: signing in, joining, passwords, sessions, keys.

use std::collections::HashMap;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hjemmel_model::{Action, AtMs, Role, SessionId, TenantId, UserId};
use hjemmel_policy::{Authorized, act, may};
use hjemmel_store::{ApiKey, Link, LinkKind, Session, StaffUser, UserDraft};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// Days a session lasts without being used.
pub const SESSION_DAYS: i64 = 14;
const LINK_DAYS: i64 = 7;
const ATTEMPTS_MAX: usize = 8;
const ATTEMPTS_MS: i64 = 15 * 60_000;
const PASSWORD_CHARS_MIN: usize = 12;
const PASSWORD_BYTES_MAX: usize = 512;

/// Failed sign-ins of the last quarter of an hour, by hash of the address and by caller.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Vec<i64>>>);

impl Attempts {
    /// Count an attempt as failed before it is tried, so that many at once cannot slip through.
    fn begin(&self, keys: &[String], now: AtMs) -> Result<(), AppError> {
        self.begin_most(keys, now, ATTEMPTS_MAX)
    }

    /// The same for something of which a place may do `most`.
    pub(crate) fn begin_most(&self, keys: &[String], now: AtMs, most: usize) -> Result<(), AppError> {
        let mut all = self.0.lock();
        if all.len() > 50_000 {
            all.retain(|_, at| at.iter().any(|t| now.0 - t < ATTEMPTS_MS));
        }
        for key in keys {
            let recent = all.entry(key.clone()).or_default();
            recent.retain(|t| now.0 - t < ATTEMPTS_MS);
            if recent.len() >= most {
                let oldest = recent.first().copied().unwrap_or(now.0);
                let minutes = (ATTEMPTS_MS - (now.0 - oldest)) / 60_000 + 1;
                return Err(AppError::TooMany { minutes: u32::try_from(minutes).unwrap_or(15) });
            }
        }
        keys.iter().for_each(|key| all.entry(key.clone()).or_default().push(now.0));
        Ok(())
    }

    fn clear(&self, key: &str) {
        self.0.lock().remove(key);
    }
}

/// A successful sign-in.
#[derive(Clone)]
pub struct SignedIn {
    /// What the cookie holds.
    pub token: String,
    /// Who.
    pub me: Me,
}

/// The member of staff who asks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Me {
    /// Their id.
    #[schema(value_type = String)]
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// What they are here for.
    pub role: Role,
    /// Their organisation.
    pub organisation: String,
    /// What they may do.
    pub may: Vec<Action>,
}

/// An invitation or reset link, shown once.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationMade {
    /// Path on this server, to be given to the person.
    pub path: String,
    /// Until when it works.
    #[schema(value_type = i64)]
    pub expires_at: AtMs,
}

/// What somebody who follows a link fills in.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinInput {
    /// Where they get mail; not needed to reset a password.
    #[serde(default)]
    pub email: String,
    /// What they are called; not needed to reset a password.
    #[serde(default)]
    pub name: String,
    /// At least 12 characters.
    pub password: String,
}

impl App {
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    async fn password_hash(&self, password: &str) -> Result<String, AppError> {
        if password.chars().count() < PASSWORD_CHARS_MIN || password.len() > PASSWORD_BYTES_MAX {
            return Err(AppError::Invalid { field: "password", why: "needs at least 12 characters" });
        }
        let (password, salt) = (password.to_owned(), self.entropy.bytes16());
        let hashed = tokio::task::spawn_blocking(move || {
            Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string())
        });
        hashed.await.map_err(|_| AppError::Interrupted)?.map_err(|_| AppError::Interrupted)
    }

    /// Sign in. `caller` is what attempts are counted by besides the address; `device` is shown in the list of sessions.
    pub async fn sign_in(&self, email: &str, password: &str, caller: &str, device: &str) -> Result<SignedIn, AppError> {
        let now = self.clock.now();
        let by_email = self.store.keys().hash("attempt", email.trim().to_lowercase().as_bytes());
        let by_caller = self.store.keys().hash("attempt_from", caller.as_bytes());
        let keys = [by_email, by_caller];
        self.attempts.begin(&keys, now)?;
        let user = self.store.user_by_email(email).await?;
        // Somebody unknown costs as much time as somebody known.
        let phc = user.as_ref().map_or_else(
            || {
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    .to_owned()
            },
            |u| u.password_phc.clone(),
        );
        let given = password.chars().take(PASSWORD_BYTES_MAX).collect::<String>();
        let right = tokio::task::spawn_blocking(move || {
            Argon2::default().verify_password(given.as_bytes(), phc.as_str()).is_ok()
        });
        let right = right.await.map_err(|_| AppError::Interrupted)?;
        let Some(user) = user.filter(|_| right) else { return Err(AppError::SignIn) };
        keys.iter().for_each(|k| self.attempts.clear(k));
        self.session_start(&user, device).await
    }

    async fn session_start(&self, user: &StaffUser, device: &str) -> Result<SignedIn, AppError> {
        let now = self.clock.now();
        let token = self.secret();
        let session = Session {
            id: SessionId::new(now, self.entropy.as_ref()),
            device: device.chars().take(80).collect(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_days(SESSION_DAYS),
        };
        self.store.session_insert(&user.id, &token, &session).await?;
        Ok(SignedIn { token, me: self.me(&user.id).await? })
    }

    /// Who that is.
    pub async fn me(&self, id: &UserId) -> Result<Me, AppError> {
        let user = self.store.user_by_id(id).await?.ok_or(AppError::SignIn)?;
        let tenants = self.store.tenant_list().await?;
        let organisation = tenants.into_iter().find(|(t, _)| *t == user.tenant).map(|(_, n)| n).unwrap_or_default();
        let may = Action::ALL.into_iter().filter(|a| may(user.role, *a)).collect();
        Ok(Me { id: user.id, name: user.name, email: user.email, role: user.role, organisation, may })
    }

    async fn link(&self, link: Link) -> Result<InvitationMade, AppError> {
        let secret = self.secret();
        let expires_at = self.clock.now().plus_days(LINK_DAYS);
        self.store.link_insert(&secret, &link, expires_at).await?;
        // Behind `#`, so that it reaches no server log and no referrer.
        Ok(InvitationMade { path: format!("/welcome#{secret}"), expires_at })
    }

    /// A link for the first owner, when nobody can sign in yet.
    pub async fn link_first_owner(&self, tenant: &TenantId) -> Result<InvitationMade, AppError> {
        let tenant = tenant.clone();
        self.link(Link { kind: LinkKind::Invitation, tenant, subject: String::new(), role: Role::Owner }).await
    }

    /// A link for a colleague.
    pub async fn user_invite(&self, auth: &Authorized<act::TeamWrite>, role: Role) -> Result<InvitationMade, AppError> {
        let tenant = auth.tenant().clone();
        let made = self.link(Link { kind: LinkKind::Invitation, tenant, subject: String::new(), role }).await?;
        self.store.audit_note(auth.tenant(), auth.actor(), "user.invite", role.name(), self.clock.now()).await?;
        Ok(made)
    }

    /// A link with which a colleague chooses a new password.
    pub async fn user_reset(&self, auth: &Authorized<act::TeamWrite>, id: &UserId) -> Result<InvitationMade, AppError> {
        let user = self.store.user_by_id(id).await?.filter(|u| u.tenant == *auth.tenant());
        let user = user.ok_or(hjemmel_store::StoreError::NotFound("user"))?;
        let tenant = auth.tenant().clone();
        let subject = user.id.to_string();
        let made = self.link(Link { kind: LinkKind::Reset, tenant, subject, role: user.role }).await?;
        self.store.audit_note(auth.tenant(), auth.actor(), "user.reset", id.as_str(), self.clock.now()).await?;
        Ok(made)
    }

    /// What a link is for.
    pub async fn link_look(&self, secret: &str) -> Result<Link, AppError> {
        self.store.link_find(secret, self.clock.now()).await?.ok_or(AppError::Link)
    }

    /// Follow a link: join, or choose a new password. The link is used up.
    pub async fn link_follow(&self, secret: &str, input: &JoinInput, device: &str) -> Result<SignedIn, AppError> {
        let link = self.link_look(secret).await?;
        let now = self.clock.now();
        let password_phc = self.password_hash(&input.password).await?;
        let id = match link.kind {
            LinkKind::Reset => {
                let id = UserId::parse(&link.subject).map_err(|_| AppError::Link)?;
                self.store.link_reset(secret, &id, &password_phc, now).await?;
                id
            }
            LinkKind::Invitation => {
                let email = input.email.trim();
                if email.len() > 254 || !email.contains('@') || email.contains(char::is_whitespace) {
                    return Err(AppError::Invalid { field: "email", why: "needs an e-mail address" });
                }
                if input.name.trim().is_empty() || input.name.len() > 200 {
                    return Err(AppError::Invalid { field: "name", why: "needs 1 to 200 characters" });
                }
                let draft = UserDraft {
                    id: UserId::new(now, self.entropy.as_ref()),
                    tenant: link.tenant,
                    email: email.to_owned(),
                    name: input.name.trim().to_owned(),
                    role: link.role,
                    password_phc,
                };
                self.store.link_join(secret, &draft, now).await?;
                draft.id
            }
        };
        let user = self.store.user_by_id(&id).await?.ok_or(AppError::Link)?;
        self.session_start(&user, device).await
    }

    /// Make somebody staff without a link: for the demo.
    pub async fn user_create(
        &self,
        tenant: &TenantId,
        email: &str,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<UserId, AppError> {
        let now = self.clock.now();
        let draft = UserDraft {
            id: UserId::new(now, self.entropy.as_ref()),
            tenant: tenant.clone(),
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            password_phc: self.password_hash(password).await?,
        };
        self.store.user_insert(&draft, now).await?;
        Ok(draft.id)
    }

    /// Make a key for servers. The secret is shown once.
    pub async fn api_key_create(
        &self,
        auth: &Authorized<act::KeyWrite>,
        name: &str,
        role: Role,
    ) -> Result<(ApiKey, String), AppError> {
        if name.trim().is_empty() || name.len() > 100 {
            return Err(AppError::Invalid { field: "name", why: "needs 1 to 100 characters" });
        }
        if role == Role::Owner {
            return Err(AppError::Invalid { field: "role", why: "a key cannot be an owner" });
        }
        let now = self.clock.now();
        let secret = format!("hjk_{}", self.secret());
        let id = format!("key_{:016x}", self.entropy.positive_i64());
        let key = ApiKey { id, name: name.trim().to_owned(), role, created_at: now };
        self.store.api_key_insert(auth, &secret, &key).await?;
        Ok((key, secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_failures_close_the_door_for_a_quarter_of_an_hour() {
        let attempts = Attempts::default();
        let keys = ["a".to_owned()];
        for at in 0..8 {
            assert!(attempts.begin(&keys, AtMs(at)).is_ok());
        }
        assert!(matches!(attempts.begin(&keys, AtMs(9)), Err(AppError::TooMany { minutes: 15 })));
        assert!(attempts.begin(&["b".to_owned()], AtMs(9)).is_ok());
        assert!(attempts.begin(&keys, AtMs(ATTEMPTS_MS + 8)).is_ok());
    }
}
