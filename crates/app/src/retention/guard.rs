//! What keeps a wrong clock, or a wrong setting, from deleting everything: time that is far from any seen before is not
//! believed until a named person confirms it, and no run lets go of a large share without one.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use hjemmel_store::work;

use crate::{AppError, cases, condition::FaultLevel};

/// Of everything there is, the part that may go in one run: one in that many.
const SHARE: u64 = 4;
/// So many may always go.
const ALWAYS: u64 = 1_000;
/// How long a confirmation of a large share counts, in milliseconds.
const CONFIRMED_MS: i64 = 86_400_000;

/// The counter that says when a large share was last confirmed.
const CONFIRMED: &str = "retention_confirmed";

const CLOCK: &str = "clock_in_doubt";
const HELD: &str = "retention_held";

impl cases::Retention<'_> {
    /// Remember how late it is, unless that is in doubt; `false` when it is.
    pub async fn time_pass(&self) -> Result<bool, AppError> {
        let now = self.clock.now();
        let odd = self.store.retention().time_is_odd(now).await?;
        self.watch.mended_all(CLOCK);
        let Some(detail) = odd else {
            self.store.retention().time_raise(now).await?;
            return Ok(true);
        };
        tracing::error!(direction = detail, "clock.in_doubt");
        self.watch.found(CLOCK, detail, FaultLevel::Serious, now);
        Ok(false)
    }

    /// A named person says that the clock is right.
    pub async fn time_confirm(&self, auth: &Authorized<act::RetentionConfirm>) -> Result<(), AppError> {
        if self.time_pass().await? {
            return Err(AppError::NothingToConfirm);
        }
        self.store.retention().time_confirm(auth, self.clock.now()).await?;
        self.watch.mended_all(CLOCK);
        Ok(())
    }

    /// A named person says that so much may go, within a day.
    pub async fn confirm(&self, auth: &Authorized<act::RetentionConfirm>) -> Result<(), AppError> {
        if !self.watch.is_found(HELD) {
            return Err(AppError::NothingToConfirm);
        }
        work!(self.store, |w| { w.retention().confirm(auth, CONFIRMED, self.clock.now()).await })?;
        self.watch.mended_all(HELD);
        Ok(())
    }

    /// Whether that many of so many may go now. `what` names them where somebody has to look.
    pub(super) async fn may_go(&self, what: &str, gone: u64, all: u64) -> Result<(), AppError> {
        let now = self.clock.now();
        let confirmed = self.store.retention().counter(CONFIRMED).await?;
        let few = gone <= ALWAYS || gone.saturating_mul(SHARE) <= all;
        if few || (confirmed > 0 && now.since_ms(AtMs(confirmed)).abs() <= CONFIRMED_MS) {
            self.watch.mended(HELD, what);
            return Ok(());
        }
        tracing::error!(what, gone, all, "retention.held");
        self.watch.found(HELD, what, FaultLevel::Serious, now);
        Err(AppError::GoneTooMuch { gone, all })
    }
}
