//! Keys for servers: what each may do, until when, and when it was last used.

use hjemmel_model::{Action, AtMs, Role, Scope, UserId};
use hjemmel_policy::{Actor, Authorized, act, may};
use hjemmel_store::{ApiKey, KeyHolder, work};
use hjemmel_words::key;
use serde::Deserialize;

use crate::{AppError, cases};

const DAY_MS: i64 = 86_400_000;
/// How long a key lasts when nobody says so, and at most.
const DAYS: i64 = 365;
const DAYS_MAX: i64 = 2 * 366;
/// What a key may do when nobody says so: nothing about people, and nothing is changed.
const LEAST: [Action; 2] = [Action::ReportRead, Action::SiteRead];

/// A key to make.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyDraft {
    /// What it is called.
    pub name: String,
    /// As what it acts; not `owner`.
    pub role: Role,
    /// What of that it may do; reading reports and sites when left out.
    #[serde(default)]
    pub may: Option<Vec<Action>>,
    /// After how many days it ends; a year when left out, two years at most.
    #[serde(default)]
    pub days: Option<i64>,
}

/// Who a server is in the audit log.
pub fn key_user(id: &str) -> Option<UserId> {
    UserId::parse(&format!("usr_{id}")).ok()
}

/// Whether whoever acts is a server with a key, and nobody in particular.
pub(crate) fn is_server(actor: &Actor) -> bool {
    matches!(actor, Actor::Staff { user, .. } if user.as_str().starts_with("usr_key_"))
}

impl cases::Keys<'_> {
    /// Make a key for servers. The secret is shown once.
    pub async fn create(
        &self,
        auth: &Authorized<act::KeyWrite>,
        draft: &KeyDraft,
    ) -> Result<(ApiKey, String), AppError> {
        let invalid = |field, why| Err(AppError::Invalid { field, why });
        if draft.name.trim().is_empty() || draft.name.len() > 100 {
            return invalid("name", key!("field_needs_1_to_100_characters"));
        }
        if draft.role == Role::Owner {
            return invalid("role", key!("field_a_key_cannot_be_an_owner"));
        }
        let days = draft.days.unwrap_or(DAYS);
        if !(1..=DAYS_MAX).contains(&days) {
            return invalid("days", key!("field_must_be_1_to_732"));
        }
        let mut acts = draft.may.clone().unwrap_or_else(|| LEAST.to_vec());
        if acts.iter().any(|a| !may(draft.role, *a)) {
            return invalid("may", key!("field_holds_what_the_role_may_not_do"));
        }
        acts.sort_by_key(|a| a.name());
        acts.dedup();
        let now = self.clock.now();
        let secret = format!("hjk_{}", self.users().secret());
        let key = ApiKey {
            id: format!("key_{:016x}", self.entropy.positive_i64()),
            name: draft.name.trim().to_owned(),
            role: draft.role,
            scope: Scope::Acts(acts),
            created_by: auth.actor().audit_name(),
            created_at: now,
            expires_at: now.plus_days(days),
            used_day: 0,
        };
        work!(self.store, |w| { w.api_keys().insert(auth, &secret, &key).await })?;
        Ok((key, secret))
    }

    /// Whose key that is, if it counts. Its first use on a day is written down; that this cannot be written changes no answer.
    pub async fn open(&self, secret: &str) -> Result<Option<KeyHolder>, AppError> {
        let now = self.clock.now();
        let Some(key) = self.store.api_keys().by_secret(secret, now).await? else { return Ok(None) };
        let day = now.0.div_euclid(DAY_MS);
        if day > key.used_day
            && let Some(user) = key_user(&key.id)
        {
            let actor = Actor::Staff { user, role: key.role };
            if let Err(error) =
                work!(self.store, |w| { w.api_keys().used(&key.tenant, &actor, &key.id, day, now).await })
            {
                tracing::warn!(error = %error, "api_key.use.unwritten");
            }
        }
        Ok(Some(key))
    }
}

/// The day a key was last used, as its first moment in UTC; none when it never was.
pub fn used_at(day: i64) -> Option<AtMs> {
    (day > 0).then(|| AtMs(day * DAY_MS))
}
