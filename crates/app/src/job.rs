//! What runs in the background, for staff.

use hjemmel_model::JobId;
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{JobEntry, work};

use crate::{AppError, cases};

impl cases::Jobs<'_> {
    /// What waits, runs or failed.
    pub async fn list(&self, auth: &Authorized<act::JobRead>) -> Result<Vec<JobEntry>, AppError> {
        Ok(self.store.jobs().list(auth, self.clock.now()).await?)
    }

    /// Run a job now that waits or was given up.
    pub async fn retry(&self, auth: &Authorized<act::JobRead>, id: &JobId) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.jobs().retry(auth, id, self.clock.now()).await })?)
    }
}
