//! Staff: signing in, joining, passwords, sessions.

mod attempt;
mod factor;
mod key;
mod passkey;
mod password;
mod told;
mod watch;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hjemmel_model::{Action, AtMs, Role, SessionId, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act, may};
use hjemmel_store::{Link, LinkKind, Session, StaffUser, UserDraft, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

pub use attempt::{Attempts, SignIns};
pub use factor::{FactorDraft, Own, ProofInput, RecoveryCodes};
pub(crate) use key::is_server;
pub use key::{KeyDraft, key_user, used_at};
pub use passkey::{
    PasskeyAnswer, PasskeyAnswerResponse, PasskeyCreation, PasskeyDraft, PasskeyHolder, PasskeyKind, PasskeyKnown,
    PasskeyMade, PasskeyMadeAnswer, PasskeyMadeResponse, PasskeyParty, PasskeyRequest, PasskeySignIn, PasskeyView,
    PasskeyWish,
};
pub use watch::staff_actor;

use attempt::Count;
use password::Whose;

use crate::{AppError, cases};

const LINK_DAYS: i64 = 7;
/// Accounts with one address that a password is tried against.
const ACCOUNTS_MAX: usize = 4;

/// What somebody signs in with.
#[derive(Clone, Default)]
pub struct SignInInput {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// A code of the second factor, or a recovery code; empty where none was asked for yet.
    pub code: String,
    /// A passkey's answer in place of a code.
    pub passkey: Option<PasskeyAnswer>,
    /// Where they are, for counting.
    pub place: String,
    /// What marks their browser as known; empty when nothing does.
    pub browser: String,
    /// What the list of sessions calls it.
    pub device: String,
}

/// A successful sign-in.
#[derive(Clone)]
pub struct SignedIn {
    /// What the cookie holds.
    pub token: String,
    /// How long the cookie may last, in seconds.
    pub seconds: i64,
    /// What marks the browser as known from now on.
    pub browser: String,
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
    /// What they may do; nothing while `second_factor_needed`.
    pub may: Vec<Action>,
    /// Whether a second factor is asked for when they sign in: an authenticator or a passkey.
    pub second_factor: bool,
    /// Whether they have an authenticator.
    pub authenticator: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// Whether the organisation asks for one that they must set up before anything else.
    pub second_factor_needed: bool,
    /// How many recovery codes are left.
    pub recovery_left: i64,
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
    /// At least 12 characters, and none that is easily guessed.
    pub password: String,
    /// A code of the second factor, to reset the password of somebody who has one.
    #[serde(default)]
    pub code: String,
    /// A passkey's answer in place of a code.
    #[serde(default)]
    pub passkey: Option<PasskeyAnswer>,
}

impl cases::Users<'_> {
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub(crate) async fn organisation_name(&self, tenant: &TenantId) -> Result<String, AppError> {
        let tenants = self.store.organisations().list().await?;
        Ok(tenants.into_iter().find(|(t, _)| t == tenant).map(|(_, name)| name).unwrap_or_default())
    }

    /// What a sign-in is counted under: account and place; in a browser that is known, account and browser, so that nobody
    /// else keeps its holder out.
    async fn sign_in_counts(&self, input: &SignInInput, users: &[StaffUser]) -> Result<Vec<Count>, AppError> {
        let keys = self.store.keys();
        let email = input.email.trim().to_lowercase();
        for user in users.iter().filter(|_| !input.browser.is_empty()) {
            if self.store.sessions().device_known(&user.id, &input.browser).await? {
                let key = keys.hash("attempt_browser", format!("{email}\n{}", input.browser).as_bytes());
                return Ok(vec![Count::new(key, 8, 60)]);
            }
        }
        let pair = keys.hash("attempt_pair", format!("{email}\n{}", input.place).as_bytes());
        let place = keys.hash("attempt_place", input.place.as_bytes());
        Ok(vec![Count::new(pair, 8, 60), Count::new(place, 24, 15)])
    }

    /// Sign in with address and password, from `place`.
    pub async fn sign_in(&self, email: &str, password: &str, place: &str, device: &str) -> Result<SignedIn, AppError> {
        let text = str::to_owned;
        let (email, password, place, device) = (text(email), text(password), text(place), text(device));
        self.sign_in_with(&SignInInput { email, password, place, device, ..SignInInput::default() }).await
    }

    /// Sign in.
    pub async fn sign_in_with(&self, input: &SignInInput) -> Result<SignedIn, AppError> {
        let now = self.clock.now();
        let mut users = self.store.users().all_by_email(&input.email).await?;
        users.truncate(ACCOUNTS_MAX);
        let counts = self.sign_in_counts(input, &users).await?;
        let counts = self.attempts.begin(&self.store, counts, now).await?;
        let phcs = users.iter().map(|u| u.password_phc.clone()).collect();
        let fits = match self.password_fits(&input.password, phcs).await {
            Ok(fits) => fits,
            Err(e) => {
                self.attempts.undo(&counts);
                return Err(e);
            }
        };
        let Some(user) = fits.and_then(|at| users.get(at)) else {
            self.attempts.failed(&self.store, &counts, now).await;
            self.audit().sign_in_failed(&users, "session.failed").await;
            return Err(AppError::SignIn);
        };
        if user.second_factor
            && let Err(e) = self.sign_in_second(user, &input.code, input.passkey.as_ref()).await
        {
            self.attempts.undo(&counts);
            return Err(e);
        }
        self.attempts.right(&self.store, &counts).await;
        self.session_start(user, &input.device, &input.browser).await
    }

    /// The code or passkey that goes with a right password. Failures are counted by account: only who knows the password gets
    /// here.
    async fn sign_in_second(
        &self,
        user: &StaffUser,
        code: &str,
        passkey: Option<&PasskeyAnswer>,
    ) -> Result<(), AppError> {
        if code.trim().is_empty() && passkey.is_none() {
            let passkey = self.passkeys().ask_second(user).await?;
            return Err(AppError::SecondAsked { code: user.authenticator, passkey });
        }
        let now = self.clock.now();
        let key = self.store.keys().hash("attempt_code", user.id.as_str().as_bytes());
        let counts = vec![Count::new(key, 8, 60)];
        let counts = self.attempts.begin(&self.store, counts, now).await?;
        let shown = match passkey {
            Some(answer) => self.passkeys().second(user, answer).await,
            None => self.factors().code_use(user, code).await,
        };
        match shown {
            Ok(()) => {
                self.attempts.right(&self.store, &counts).await;
                Ok(())
            }
            Err(e @ (AppError::Code | AppError::Passkey | AppError::PasskeyCopied)) => {
                self.attempts.failed(&self.store, &counts, now).await;
                let why = if passkey.is_some() { "session.passkey_failed" } else { "session.code_failed" };
                self.audit().sign_in_failed(std::slice::from_ref(user), why).await;
                Err(e)
            }
            Err(e) => {
                self.attempts.undo(&counts);
                Err(e)
            }
        }
    }

    async fn session_start(&self, user: &StaffUser, device: &str, browser: &str) -> Result<SignedIn, AppError> {
        let now = self.clock.now();
        let token = self.secret();
        let known = !browser.is_empty() && self.store.sessions().device_known(&user.id, browser).await?;
        let browser = if known { browser.to_owned() } else { self.secret() };
        let session = Session {
            id: SessionId::new(now, self.entropy.as_ref()),
            device: device.chars().take(80).collect(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_ms(user.role.session_idle_ms()),
        };
        work!(self.store, |w| { w.sessions().insert(&user.id, &token, &session, Some(&browser)).await })?;
        let seconds = user.role.session_ms_max() / 1_000;
        Ok(SignedIn { token, seconds, browser, me: self.me(&user.id).await? })
    }

    /// Who that is.
    pub async fn me(&self, id: &UserId) -> Result<Me, AppError> {
        let user = self.factors().own_user(id).await?;
        let organisation = self.organisation_name(&user.tenant).await?;
        let missing = user.role.is_guarded() && !user.second_factor && self.store.factors().rule(&user.tenant).await?;
        let may = Action::ALL.iter().copied().filter(|a| !missing && may(user.role, *a)).collect();
        Ok(Me {
            recovery_left: self.store.factors().recovery_left(&user.id).await?,
            id: user.id,
            name: user.name,
            email: user.email,
            role: user.role,
            organisation,
            may,
            second_factor: user.second_factor,
            authenticator: user.authenticator,
            passkeys: user.passkeys,
            second_factor_needed: missing,
        })
    }

    /// Change one's own password: with the old one. Every other session ends.
    pub async fn password_change(&self, own: Own<'_>, old: &str, new: &str) -> Result<(), AppError> {
        let user = self.factors().own_user(own.user).await?;
        let now = self.clock.now();
        let counts = self.attempts.begin(&self.store, self.factors().proof_counts(own.user), now).await?;
        let right = match self.password_fits(old, vec![user.password_phc.clone()]).await {
            Ok(fits) => fits.is_some(),
            Err(e) => {
                self.attempts.undo(&counts);
                return Err(e);
            }
        };
        if !right {
            self.attempts.failed(&self.store, &counts, now).await;
            self.audit().told(own.tenant, own.actor, "session.proof_failed", own.user.as_str()).await;
            return Err(AppError::Proof);
        }
        self.attempts.right(&self.store, &counts).await;
        let organisation = self.organisation_name(own.tenant).await?;
        let whose = Whose { name: &user.name, email: &user.email, organisation: &organisation };
        let phc = self.password_hash(new, &whose).await?;
        let auth = (own.tenant, own.actor);
        Ok(work!(self.store, |w| { w.users().set_password(auth, own.user, &phc, Some(own.session), now).await })?)
    }

    async fn link(&self, link: Link, by: &Actor) -> Result<InvitationMade, AppError> {
        let (secret, now) = (self.secret(), self.clock.now());
        let expires_at = now.plus_days(LINK_DAYS);
        work!(self.store, |w| { w.staff_links().insert(&secret, &link, by, now, expires_at).await })?;
        // Behind `#`, so that it reaches no server log and no referrer.
        Ok(InvitationMade { path: format!("/welcome#{secret}"), expires_at })
    }

    /// A link for the first owner, when nobody can sign in yet.
    pub async fn link_first_owner(&self, tenant: &TenantId) -> Result<InvitationMade, AppError> {
        let tenant = tenant.clone();
        let link = Link { kind: LinkKind::Invitation, tenant, subject: String::new(), role: Role::Owner };
        self.link(link, &Actor::Job("first_owner")).await
    }

    /// A link for a colleague.
    pub async fn invite(&self, auth: &Authorized<act::TeamWrite>, role: Role) -> Result<InvitationMade, AppError> {
        let tenant = auth.tenant().clone();
        self.link(Link { kind: LinkKind::Invitation, tenant, subject: String::new(), role }, auth.actor()).await
    }

    /// A link with which a colleague chooses a new password.
    pub async fn reset(&self, auth: &Authorized<act::TeamWrite>, id: &UserId) -> Result<InvitationMade, AppError> {
        let user = self.store.users().by_id(id).await?.filter(|u| u.tenant == *auth.tenant());
        let user = user.ok_or(hjemmel_store::StoreError::NotFound("user"))?;
        let (tenant, subject) = (auth.tenant().clone(), user.id.to_string());
        self.link(Link { kind: LinkKind::Reset, tenant, subject, role: user.role }, auth.actor()).await
    }

    /// What a link is for.
    pub async fn link_look(&self, secret: &str) -> Result<Link, AppError> {
        self.store.staff_links().find(secret, self.clock.now()).await?.ok_or(AppError::Link)
    }

    /// Follow a link: join, or choose a new password. The link is used up.
    pub async fn link_follow(&self, secret: &str, input: &JoinInput, device: &str) -> Result<SignedIn, AppError> {
        let link = self.link_look(secret).await?;
        let id = match link.kind {
            LinkKind::Reset => self.link_reset(secret, &link, input).await?,
            LinkKind::Invitation => self.link_join(secret, link, input).await?,
        };
        let user = self.store.users().by_id(&id).await?.ok_or(AppError::Link)?;
        self.session_start(&user, device, "").await
    }

    /// A link opens no account that asks for more than a password: whoever has a second factor shows it.
    async fn link_reset(&self, secret: &str, link: &Link, input: &JoinInput) -> Result<UserId, AppError> {
        let id = UserId::parse(&link.subject).map_err(|_| AppError::Link)?;
        let user = self.store.users().by_id(&id).await?.ok_or(AppError::Link)?;
        let organisation = self.organisation_name(&user.tenant).await?;
        let whose = Whose { name: &user.name, email: &user.email, organisation: &organisation };
        let phc = self.password_hash(&input.password, &whose).await?;
        if user.second_factor {
            self.sign_in_second(&user, &input.code, input.passkey.as_ref()).await?;
        }
        work!(self.store, |w| { w.staff_links().reset(secret, &id, &phc, self.clock.now()).await })?;
        Ok(id)
    }

    async fn link_join(&self, secret: &str, link: Link, input: &JoinInput) -> Result<UserId, AppError> {
        let email = input.email.trim();
        if email.len() > 254 || !email.contains('@') || email.contains(char::is_whitespace) {
            return Err(AppError::Invalid { field: "email", why: key!("field_needs_an_email_address") });
        }
        if input.name.trim().is_empty() || input.name.len() > 200 {
            return Err(AppError::Invalid { field: "name", why: key!("field_needs_1_to_200_characters") });
        }
        let draft = self.user_draft(&link.tenant, email, input.name.trim(), link.role, &input.password).await?;
        work!(self.store, |w| { w.staff_links().join(secret, &draft, self.clock.now()).await })?;
        Ok(draft.id)
    }

    async fn user_draft(
        &self,
        tenant: &TenantId,
        email: &str,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<UserDraft, AppError> {
        let organisation = self.organisation_name(tenant).await?;
        let password_phc = self.password_hash(password, &Whose { name, email, organisation: &organisation }).await?;
        Ok(UserDraft {
            id: UserId::new(self.clock.now(), self.entropy.as_ref()),
            tenant: tenant.clone(),
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            password_phc,
        })
    }

    /// Make somebody staff without a link: for the demo.
    pub async fn create(
        &self,
        tenant: &TenantId,
        email: &str,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<UserId, AppError> {
        let draft = self.user_draft(tenant, email, name, role, password).await?;
        work!(self.store, |w| { w.users().insert(&draft, self.clock.now()).await })?;
        Ok(draft.id)
    }
}
