//! What can go wrong in a use case, each with a stable code.

use hjemmel_model::NoticeError;
use hjemmel_policy::{Denied, Reason};
use hjemmel_store::StoreError;
use hjemmel_words::{Key, Message};

/// Why a use case did not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The records.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The role does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It is not for people to do themselves.
    #[error(transparent)]
    NotForHolders(#[from] hjemmel_policy::NotForHolders),
    /// The decision was no.
    #[error("refused: {}", .0.name())]
    Refused(Reason),
    /// Somebody who is named may not receive data.
    #[error("may not receive: {}", .reason.name())]
    Barred {
        /// Who.
        name: String,
        /// Why.
        reason: Reason,
    },
    /// The notice breaks rules.
    #[error("the notice cannot be published")]
    Notice(Vec<NoticeError>),
    /// A field is not what it should be.
    #[error("{field}: {}", why.name())]
    Invalid {
        /// Which.
        field: &'static str,
        /// Why: words that go on after its name.
        why: Key,
    },
    /// A filter says nothing, or nothing of this site.
    #[error(transparent)]
    Filter(#[from] hjemmel_model::FilterError),
    /// A segment says nothing that can be worked out.
    #[error(transparent)]
    Definition(hjemmel_model::FilterError),
    /// A segment does not stand with the others.
    #[error(transparent)]
    Segment(hjemmel_model::SegmentError),
    /// Something rests on the segment.
    #[error("a newsletter that is not over, or another segment, rests on it")]
    SegmentInUse,
    /// A file cannot be read; why, in words that go on after its name.
    #[error("the file: {}", .0.key().name())]
    Unread(Message),
    /// It may not be written down about a person.
    #[error(transparent)]
    Attribute(hjemmel_model::AttributeError),
    /// It is no identifier of that kind.
    #[error(transparent)]
    Identifier(hjemmel_model::IdentifierError),
    /// It is more than one person leaves.
    #[error("this would erase {rows} rows, more than one person usually leaves")]
    TooMuch {
        /// How much.
        rows: i64,
    },
    /// Address or password is wrong; which of them is not said.
    #[error("address or password is wrong")]
    SignIn,
    /// Too many attempts.
    #[error("too many attempts; try again in {minutes} minutes")]
    TooMany {
        /// When to try again.
        minutes: u32,
    },
    /// So many sign in at once that this one has no turn.
    #[error("many are signing in at the same time")]
    Crowded,
    /// The password is right, and a second factor is asked for.
    #[error("a second factor is needed")]
    SecondAsked {
        /// Whether a code of an authenticator is one; recovery codes are always taken.
        code: bool,
        /// What a passkey has to answer, where there is one.
        passkey: Option<Box<crate::PasskeyRequest>>,
    },
    /// The code is not right, or was used already.
    #[error("the code is not right, or was used already")]
    Code,
    /// Neither password nor code is whoever's who is signed in.
    #[error("the password or code is wrong")]
    Proof,
    /// The passkey's answer is not right, too old, or was used already.
    #[error("the passkey's answer is not right, too old, or was used already")]
    Passkey,
    /// The passkey says it signed no more often than before, as a copy of it would.
    #[error("the passkey may have been copied")]
    PasskeyCopied,
    /// Passkeys work on another page; which one.
    #[error("passkeys work at {0} only")]
    PasskeyElsewhere(String),
    /// The public address is none that browsers make passkeys for.
    #[error("passkeys need a public address with a name")]
    PasskeysOff,
    /// The link is used, old or unknown.
    #[error("the link is used, old or unknown")]
    Link,
    /// The notice was published anew while the person was reading.
    #[error("a newer notice is published")]
    NoticeChanged,
    /// No real act of a person (B-28).
    #[error("the choice was not made by a person (B-28)")]
    Untrusted,
    /// The banner was not on the screen, or too long ago (B-28).
    #[error("the banner was not on the screen (B-28)")]
    NotShown,
    /// Analytics.
    #[error(transparent)]
    Report(#[from] crate::ReportError),
    /// The events.
    #[error(transparent)]
    Events(#[from] crate::EventsError),
    /// A job that this version does not know.
    #[error("this version does not know the job `{0}`")]
    JobUnknown(String),
    /// The form breaks rules.
    #[error("the form cannot be published")]
    Form(Vec<hjemmel_model::FormError>),
    /// The newsletter breaks rules.
    #[error("the newsletter cannot go out")]
    Campaign(Vec<hjemmel_model::CampaignError>),
    /// A request would be closed without an answer.
    #[error("no answer has gone to the person")]
    NoAnswer,
    /// Mail does not go out now.
    #[error("mail does not go out now; is a mail server set up?")]
    MailLater,
    /// Something stored is not what it should be.
    #[error("the stored {0} is damaged")]
    Damaged(&'static str),
    /// Time, as the machine tells it, is far from anything seen before: nothing is let go of until a person has looked.
    #[error("the clock is far from the last time seen here; a person has to confirm it before anything is let go of")]
    ClockInDoubt,
    /// So much is never let go of without a person who says so.
    #[error("{gone} of {all} would go at once; a person has to confirm it")]
    GoneTooMuch {
        /// How many would go.
        gone: u64,
        /// Of how many.
        all: u64,
    },
    /// There is nothing of the kind to confirm.
    #[error("there is nothing to confirm")]
    NothingToConfirm,
    /// A task ended early.
    #[error("the work was interrupted")]
    Interrupted,
}

impl AppError {
    /// A word for what failed that names nobody, for records and labels.
    pub fn code(&self) -> &'static str {
        match self {
            AppError::Store(_) => "store",
            AppError::Events(_) => "events",
            AppError::Report(_) => "report",
            AppError::JobUnknown(_) => "job_unknown",
            AppError::MailLater => "mail_later",
            AppError::ClockInDoubt => "clock_in_doubt",
            AppError::GoneTooMuch { .. } => "gone_too_much",
            AppError::Damaged(_) => "damaged",
            AppError::Interrupted => "interrupted",
            AppError::Refused(_) => "refused",
            _ => "rejected",
        }
    }
}
