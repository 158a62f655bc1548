//! What is written down about staff beside what they change: refusals, failures, and looking at people.
//!
//! The write is one small unit of work before the answer, so that a kill hides nothing that was seen. When it fails, the answer
//! goes out all the same and the failure is logged: a full disk must not keep anybody from answering a person.

use hjemmel_model::{Action, Role, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act};
use hjemmel_store::{StaffUser, work};

use crate::cases;

/// A page that is loaded again within a minute is one look.
const LOOK_MS: i64 = 60_000;

impl cases::Audit<'_> {
    async fn write_down(&self, tenant: &TenantId, actor: &Actor, action: &str, object: &str, held: i64) {
        let detail = if held > 0 { serde_json::json!({ "more": held }).to_string() } else { "{}".into() };
        let done = work!(self.store, |w| {
            w.audit().note_with(tenant, actor, action, (object, &detail), self.clock.now()).await
        });
        if let Err(error) = done {
            tracing::error!(error = %error, action, "audit.unwritten");
        }
    }

    /// Write down what may be repeated many times, ten times in ten minutes at most; the next entry says how many were left out.
    pub(super) async fn told(&self, tenant: &TenantId, actor: &Actor, action: &str, object: &str) {
        let key = format!("{tenant} {} {action} {object}", actor.audit_name());
        if let Some(held) = self.attempts.told.tell(&key, self.clock.now()) {
            self.write_down(tenant, actor, action, object, held).await;
        }
    }

    /// Somebody looked at people: one of them, by id, or what a search found.
    pub async fn looked<A: act::ActionKind>(&self, auth: &Authorized<A>, action: &str, object: &str) {
        let key = format!("{} {} {action} {object}", auth.tenant(), auth.actor().audit_name());
        if self.attempts.told.tell_once(&key, self.clock.now(), LOOK_MS).is_some() {
            self.write_down(auth.tenant(), auth.actor(), action, object, 0).await;
        }
    }

    /// Somebody asked for what they may not do.
    pub async fn refused(&self, tenant: &TenantId, actor: &Actor, action: Action) {
        self.told(tenant, actor, "refused", action.name()).await;
    }

    /// A sign-in failed. Whoever has the account sees it; of an address that nobody has only the number is kept, where the
    /// installation holds one organisation.
    pub(super) async fn sign_in_failed(&self, users: &[StaffUser], why: &str) {
        for user in users {
            self.told(&user.tenant, &Actor::Stranger, why, user.id.as_str()).await;
        }
        if users.is_empty()
            && let Ok(tenants) = self.store.organisations().list().await
            && let [(tenant, _)] = tenants.as_slice()
        {
            self.told(tenant, &Actor::Stranger, why, "").await;
        }
    }
}

/// Who somebody is in the audit log.
pub fn staff_actor(user: &UserId, role: Role) -> Actor {
    Actor::Staff { user: user.clone(), role }
}
