//! Pure decisions: may this data be used, for this purpose, in this way, now, and how do we know?
//!
//! Invariant: this is the only crate that can construct a [`Permit`], a [`PermitSet`] or an [`Authorized`]. Nothing
//! here reads a clock, a database or the network; the same facts give the same answer.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests of the decisions mint what the decisions take"))]

mod actor;
mod assess;
mod breach;
mod browser;
mod decide;
mod disclose;
mod erasure;
mod import;
mod link;
mod pause;
mod permit;
mod reach;
mod refusal;
mod restriction;
mod retention;
mod rule;
mod segment;
mod suspicion;
mod token;

pub use actor::{
    Actor, Asking, Authorized, Denied, Holder, NotForHolders, Witness, act, asking, authorize_holder, authorize_job,
    authorize_staff, may, may_holder,
};
pub use assess::{ActivityAsk, Assessed, Lack, assessment_wants, assessments_lacking, assessments_needed, uses_named};
pub use breach::{BreachMoments, NOTIFY_HOURS, breach_bars, breach_wants, is_late, is_to_notify, notify_by};
pub use browser::{Browser, authorize_browser, decide_access};
pub use decide::{CollectAsk, CollectDecision, NoticeRules, SiteRules, decide_collect, decide_measure, decide_use};
pub use disclose::{DPF_DAYS, decide_disclose, supplier_bars};
pub use erasure::{
    ErasureFacts, ErasureStays, MARK_MONTHS, Unanswered, answer_kept, decide_erasure, numbers_kept, orders_held,
};
pub use import::{RowAddress, RowClaim, RowDecision, RowFacts, RowOutcome, decide_row};
pub use link::{LinkFacts, ProfileFacts, decide_link, decide_profile};
pub use pause::{ReleaseFacts, TELL_DAYS, decide_release, decide_write, release_from};
pub use permit::{
    Access, Collect, Decision, Label, Link, LinkSpent, Linked, Measure, OneBrowser, Operation, PERMIT_MS_MAX, Permit,
    PermitSet, PermittedRows, Preview, Profile, Send, Serve,
};
pub use reach::{
    Addressee, ReachEntry, ReachFacts, Recipient, SaidTo, Suppression, TopicState, decide_preview, decide_send,
    decide_serve,
};
pub use refusal::{Reason, Refusal};
pub use restriction::{Bar, FEED_STALE_MS, RestrictionView, Restrictions};
pub use retention::{Retention, RetentionAt};
pub use rule::{Certainty, RULES, Rule, RuleId, RuleKind, RuleRow, RuleStatus, rule};
pub use segment::{
    Dated, Member, SegmentFacts, SegmentGround, SegmentMessages, SegmentOrder, Standing, Untargeted, decide_segment,
    decide_target,
};
pub use suspicion::{BusyHour, SUSPICION_DAYS, Suspicion, SuspicionSort, suspicions};
pub use token::{Claims, Presented, SHOWN_MS_MAX, TokenKey, TokenKeyEarlier, refused_cookie, site_hash};
