//! Use cases: one file for each word of the domain, one for each job.
//!
//! Invariant: every use case takes an [`hjemmel_policy::Authorized`] or the person's own token; analytics are reached
//! through the [`Reports`] trait only, so that everything here compiles without the query engine.

mod audit;
mod consent;
mod error;
pub mod jobs;
mod report;
mod site;
mod user;

use std::sync::Arc;

use hjemmel_collect::{Collector, Geo, SiteBook, SiteEntry, Tallies};
use hjemmel_model::{Clock, Entropy};
use hjemmel_policy::Restrictions;
use hjemmel_store::Store;

pub use consent::{ChoiceInput, ChoiceMade, ConsentDetail, OptIn};
pub use error::AppError;
pub use report::{Coverage, RefusalCount, Report, ReportError, Reports};
pub use site::{NoticeDraft, NoticePurposeDraft, SiteDraft};
pub use user::{InvitationMade, JoinInput, Me, SignedIn};

/// Everything the use cases need.
#[derive(Clone)]
pub struct App {
    /// Records.
    pub store: Store,
    /// Withdrawals.
    pub restrictions: Arc<Restrictions>,
    /// The hot path.
    pub collector: Collector,
    /// The sites.
    pub sites: Arc<SiteBook>,
    /// Sums.
    pub tallies: Arc<Tallies>,
    /// Countries.
    pub geo: Option<Arc<Geo>>,
    /// Analytics.
    pub reports: Arc<dyn Reports>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Failed sign-ins.
    pub attempts: Arc<user::Attempts>,
    /// How far the restriction feed was read.
    pub feed: Arc<jobs::Feed>,
}

impl App {
    /// Read sites and current notices again.
    pub async fn sites_refresh(&self) -> Result<(), AppError> {
        let notices = self.store.notice_current_all().await?;
        let mut notices: Vec<_> = notices.into_iter().map(Arc::new).collect();
        let entries = self.store.site_list_all().await?.into_iter().map(|site| {
            let at = notices.iter().position(|n| n.site == site.id);
            SiteEntry::new(site, at.map(|i| notices.swap_remove(i)))
        });
        self.sites.replace(entries.collect());
        Ok(())
    }
}
