//! Whether mail goes out: what this process saw of its server, and what waits.

use std::sync::atomic::{AtomicI64, Ordering};

use hjemmel_model::AtMs;

use crate::{AppError, cases};

/// A server that has been away so long is away, and pages say so.
const FAILING_MS: i64 = 2 * 60_000;

/// What this process saw of the mail server, in milliseconds; 0 for never.
#[derive(Debug, Default)]
pub struct MailState {
    well_at: AtomicI64,
    failing_since: AtomicI64,
}

impl MailState {
    fn well(&self, now: AtMs) {
        self.well_at.store(now.0.max(1), Ordering::Relaxed);
        self.failing_since.store(0, Ordering::Relaxed);
    }

    fn failing(&self, now: AtMs) {
        let _ = self.failing_since.compare_exchange(0, now.0.max(1), Ordering::Relaxed, Ordering::Relaxed);
    }
}

/// Whether mail goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailWay {
    /// It does, as far as anybody knows.
    Works,
    /// No server is set.
    Nowhere {
        /// Mails and newsletters that wait.
        waiting: i64,
    },
    /// The server does not take any.
    Failing {
        /// Since when.
        since: AtMs,
        /// Mails and newsletters that wait.
        waiting: i64,
    },
}

impl cases::Setup<'_> {
    /// Whether the mail server answers now. What it says is remembered for whoever wants to know how mail does.
    pub(crate) async fn mail_ready(&self) -> Result<(), AppError> {
        let ready = self.mailer.ready().await;
        let now = self.clock.now();
        match ready {
            Ok(()) => self.mail_state.well(now),
            Err(_) => self.mail_state.failing(now),
        }
        ready.map_err(|_| AppError::MailLater)
    }

    /// Whether mail goes out.
    pub async fn mail_way(&self) -> Result<MailWay, AppError> {
        if self.mailer.way() == "nowhere" {
            let (waiting, _) = self.store.jobs().mail_waits().await?;
            return Ok(MailWay::Nowhere { waiting });
        }
        let since = self.mail_state.failing_since.load(Ordering::Relaxed);
        if since == 0 && self.mail_state.well_at.load(Ordering::Relaxed) > 0 {
            return Ok(MailWay::Works);
        }
        // Not tried since the start, or failing: what waits says since when.
        let (waiting, first) = self.store.jobs().mail_waits().await?;
        let since = match (since, waiting) {
            (0, 0) => return Ok(MailWay::Works),
            (0, _) => first,
            (since, 0) => AtMs(since),
            (since, _) => AtMs(since).min(first),
        };
        match self.clock.now().since_ms(since) >= FAILING_MS {
            true => Ok(MailWay::Failing { since, waiting }),
            false => Ok(MailWay::Works),
        }
    }

    /// Whether a page may say that a mail is on its way. When that cannot be found out, it says so with care.
    pub async fn mail_goes(&self) -> bool {
        matches!(self.mail_way().await, Ok(MailWay::Works))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_is_remembered_from_the_first_failure_until_it_is_well() {
        let state = MailState::default();
        let since = || state.failing_since.load(Ordering::Relaxed);
        state.failing(AtMs(5));
        state.failing(AtMs(9));
        assert_eq!(since(), 5);
        state.well(AtMs(12));
        assert_eq!(since(), 0);
        state.failing(AtMs(20));
        assert_eq!(since(), 20);
    }
}
