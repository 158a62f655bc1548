//! Use cases: one file for each word of the domain, one for each job.
//!
//! Invariant: every use case takes an [`hjemmel_policy::Authorized`] or the person's own token; analytics are reached
//! through the [`Reports`] trait only, so that everything here compiles without the query engine.

mod audience;
mod audit;
mod browser;
mod campaign;
pub mod cases;
mod condition;
mod consent;
mod copy;
mod erasure;
mod error;
mod explain;
mod filter;
mod form;
mod holder;
mod import;
mod job;
pub mod jobs;
mod organisation;
mod permission;
mod person;
mod profile;
mod recipient;
mod register;
mod report;
mod request;
mod retention;
mod setup;
mod site;
mod user;

use std::{collections::HashMap, sync::Arc};

use hjemmel_collect::{Collector, Geo, SiteBook, SiteEntry, Tallies};
use hjemmel_mail::Mailer;
use hjemmel_model::{Clock, Entropy, Notice, SiteId, UseSet};
use hjemmel_policy::Restrictions;
use hjemmel_store::{Spools, Store};

pub use audience::{Audience, AudienceStep, Audiences};
pub use browser::BrowserOpened;
pub use campaign::{CampaignDetail, CampaignPreview, Readers, ReleaseDraft};
pub use condition::{Condition, Fault, FaultLevel, Watch, kept_running};
pub use consent::{ChoiceInput, ChoiceMade, ConsentDetail, OptIn};
pub use copy::{all_authorities, day};
pub use error::AppError;
pub use explain::{Explanation, refusal_words};
pub use filter::SavedFilterDraft;
pub use form::{Allowed, FormDraft, LinkOpened, SignUpError, SignUpInput, TopicDraft, authorities, topic_lines};
pub use holder::CodeAsked;
pub use import::{
    ColumnSeen, ImportDraft, ImportFile, ImportReport, ImportView, Mapping, RowError, SheetSeen, Taken, Vouched, Why,
};
pub use organisation::OrganisationDraft;
pub use permission::{PermissionInput, PermissionPut, SendAnswer, SendQuestion};
pub use person::{JoinView, People, PersonDetail, Reach};
pub use profile::{IdentifierInput, LinkInput, LinkView, OrderInput, PersonInput, Visits};
pub use recipient::{RecipientDraft, Recipients};
pub use register::{
    AsOf, DraftFor, FieldShown, Finding, FindingCode, Kept as KeptRecord, KindShown, PartShown, RecordFile,
    RecordFormat, RegisterChange, RegisterRecords, RegisterVersions, STATE_CONTEXT, StateFormat, Term, Terms,
    WhenShown, terms,
};
pub use report::{
    Coverage, DimensionView, DropCount, DropReport, Dropped, ListAge, RefusalCount, Report, ReportAsk, ReportError,
    Reports,
};
pub use request::{
    PauseStep, PauseTell, PauseView, ReplyAsk, ReplyDraft, ReplySent, RequestChange, RequestDraft, RequestStep,
    RequestView, Requests,
};
pub use retention::{Events, EventsError, EventsGauges, EventsGone, EventsOf};
pub use setup::{MailState, MailWay, Setup, SetupItem, Severity};
pub use site::{
    DebugDialect, DebugInput, DebugToken, NoticeChange, NoticeDraft, NoticePurposeDraft, PurposeChange, SiteDraft,
};
pub use user::{
    FactorDraft, InvitationMade, JoinInput, KeyDraft, Me, Own, PasskeyAnswer, PasskeyAnswerResponse, PasskeyCreation,
    PasskeyDraft, PasskeyHolder, PasskeyKind, PasskeyKnown, PasskeyMade, PasskeyMadeAnswer, PasskeyMadeResponse,
    PasskeyParty, PasskeyRequest, PasskeySignIn, PasskeyView, PasskeyWish, ProofInput, RecoveryCodes, SignInInput,
    SignedIn, key_user, staff_actor, used_at,
};

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
    /// The events at rest.
    pub events: Arc<dyn Events>,
    /// The way out for mail.
    pub mailer: Mailer,
    /// Whether mail goes out.
    pub mail_state: Arc<MailState>,
    /// Where people reach this server, without a slash at the end.
    pub base_url: String,
    /// Days after which a backup of the data is gone.
    pub backup_days: i64,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Failed sign-ins.
    pub attempts: Arc<user::SignIns>,
    /// Sign-ups through forms, by where they come from.
    pub sign_ups: Arc<user::Attempts>,
    /// What runs beside the requests, and whether it is to stop.
    pub running: Arc<jobs::Running>,
    /// Where files lie that are on their way in.
    pub spools: Spools,
    /// How far the restriction feed was read.
    pub feed: Arc<jobs::Feed>,
    /// Counts of audiences under way.
    pub audiences: Arc<Audiences>,
    /// What is wrong, as tasks found it.
    pub watch: Arc<Watch>,
}

impl App {
    /// Read sites and current notices again.
    pub async fn sites_refresh(&self) -> Result<(), AppError> {
        let mut notices: HashMap<SiteId, Vec<Arc<Notice>>> = HashMap::new();
        for notice in self.store.notices().list_all().await? {
            notices.entry(notice.site.clone()).or_default().push(Arc::new(notice));
        }
        let uses = self.store.register().uses_all().await?;
        let entries = self.store.sites().list_all().await?.into_iter().map(|site| {
            let published = notices.remove(&site.id).unwrap_or_default();
            // An organisation that is not there is one that answers for nothing.
            let named = uses.get(&site.tenant).copied().unwrap_or(UseSet::NONE);
            SiteEntry::new(site, &published, named)
        });
        self.sites.replace(entries.collect());
        Ok(())
    }
}
