//! Permits: the only way to personal data.
//!
//! Invariant: constructors are private to this crate; a permit is neither `Clone` nor serialisable, is used up by
//! [`Permit::spend`], and lives [`PERMIT_MS_MAX`] at most.

use std::marker::PhantomData;

use hjemmel_model::{AtMs, GrantSeq, Ground, IdentifierId, LawPack, PersonId, PurposeSet, SiteId, Surrogate, UserId};

use crate::{
    reach::Recipient,
    refusal::{Reason, Refusal},
    restriction::{RestrictionView, Restrictions},
    retention::RetentionAt,
};

mod sealed {
    pub trait Sealed {}
}

/// What is done with personal data.
pub trait Operation: sealed::Sealed {
    /// Its word.
    const NAME: &'static str;
    /// Whom it is done to.
    type Subject: std::fmt::Debug;
}

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident, $word:literal, $subject:ty) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Operation for $name {
            const NAME: &'static str = $word;
            type Subject = $subject;
        }
    };
}

operation!(
    /// Store what happened.
    Collect, "collect", Surrogate
);
operation!(
    /// Read what was stored, in sums.
    Measure, "measure", Surrogate
);
operation!(
    /// Write to an address what its holder just asked for, and nothing else.
    Serve, "serve", Recipient
);
operation!(
    /// Write marketing to an address.
    Send, "send", Recipient
);

operation!(
    /// Write to a member of staff what they are about to send to others.
    Preview, "preview", UserId
);

operation!(
    /// Join a browser with a person.
    Link, "link", Linked
);
operation!(
    /// Show what a person did, under what is known about them.
    Profile, "profile", Linked
);

operation!(
    /// Show a browser what it left behind.
    Access, "access", Surrogate
);

/// What is done with the rows of one browser, row by row.
pub trait OneBrowser: Operation {}
impl OneBrowser for Profile {}
impl OneBrowser for Access {}

/// A browser and the person it is joined with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The person.
    pub person: PersonId,
    /// The address that was confirmed or vouched for.
    pub identifier: IdentifierId,
    /// On which site.
    pub site: SiteId,
    /// The browser.
    pub visitor: Surrogate,
}

/// A permit to join that was used up: what is to be written down. It comes out of [`Permit::spend_for_link`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkSpent {
    /// Who is joined with what.
    pub linked: Linked,
    /// The choice that allows it.
    pub grant: GrantSeq,
    /// The notice it was made under.
    pub notice_version: u32,
}

/// Longest a permit may lie between decision and use, in milliseconds.
pub const PERMIT_MS_MAX: i64 = 1_000;

/// Yes with evidence, or no with a reason.
pub type Decision<Op> = Result<Permit<Op>, Refusal>;

/// A yes for one subject and one operation.
#[derive(Debug)]
#[must_use = "a permit that is not spent permits nothing"]
pub struct Permit<Op: Operation> {
    pub(crate) subject: Op::Subject,
    pub(crate) purposes: PurposeSet,
    pub(crate) ground: Ground,
    pub(crate) evidence: GrantSeq,
    pub(crate) notice_version: u32,
    pub(crate) law: LawPack,
    pub(crate) issued_at: AtMs,
    pub(crate) operation: PhantomData<Op>,
}

/// What a row carries for ever of the permit it was stored under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Whose row it is.
    pub subject: Surrogate,
    /// What it may be used for.
    pub purposes: PurposeSet,
    /// The choice in the ledger that allows it.
    pub grant: GrantSeq,
    /// The notice that was shown.
    pub notice_version: u32,
}

impl<Op: Operation> Permit<Op> {
    /// What it allows use for.
    pub fn purposes(&self) -> PurposeSet {
        self.purposes
    }

    /// The ground it rests on.
    pub fn ground(&self) -> Ground {
        self.ground
    }

    /// The law pack it was decided under.
    pub fn law(&self) -> LawPack {
        self.law
    }
}

impl<Op: Operation<Subject = Surrogate>> Permit<Op> {
    /// Use it up. The sink calls this: it refuses a permit that lay too long, and asks the restrictions again, so that
    /// a withdrawal or a pause between decision and use wins.
    pub fn spend(self, restrictions: &Restrictions, now: AtMs) -> Result<Label, Refusal> {
        let age = now.since_ms(self.issued_at);
        if !(0..=PERMIT_MS_MAX).contains(&age) {
            return Err(Refusal::new(Reason::PermitStale));
        }
        let purposes = restrictions.open(self.subject, self.purposes, self.evidence).map_err(Refusal::new)?;
        Ok(Label { subject: self.subject, purposes, grant: self.evidence, notice_version: self.notice_version })
    }
}

impl Permit<Link> {
    /// Use it up: what is to be written down. A permit that lay too long is refused.
    pub fn spend_for_link(self, now: AtMs) -> Result<LinkSpent, Refusal> {
        match (0..=PERMIT_MS_MAX).contains(&now.since_ms(self.issued_at)) {
            true => Ok(LinkSpent { linked: self.subject, grant: self.evidence, notice_version: self.notice_version }),
            false => Err(Refusal::new(Reason::PermitStale)),
        }
    }
}

/// A yes for the rows of a site that may be used for one purpose: those labelled with it, less those that a withdrawal
/// or an erasure closed, and those that are too old (P-07).
#[derive(Debug)]
#[must_use = "a permit that is not used permits nothing"]
pub struct PermitSet<Op: Operation> {
    pub(crate) rows: PermittedRows,
    pub(crate) operation: PhantomData<Op>,
}

/// Which rows a permit opens, for the gate below every scan. Comes out of a [`PermitSet`] and from nowhere else.
#[derive(Debug)]
pub struct PermittedRows {
    pub(crate) site: SiteId,
    pub(crate) purpose_bit: u8,
    pub(crate) closed: RestrictionView,
    pub(crate) retention: RetentionAt,
    pub(crate) only: Option<Surrogate>,
}

impl<Op: Operation> PermitSet<Op> {
    /// The site whose rows it covers.
    pub fn site(&self) -> &SiteId {
        &self.rows.site
    }

    /// Use it up for one question.
    pub fn into_rows(self) -> PermittedRows {
        self.rows
    }
}

impl PermittedRows {
    /// The site whose rows it covers.
    pub fn site(&self) -> &SiteId {
        &self.site
    }

    /// The purpose a row must be labelled with.
    pub fn purpose_bit(&self) -> u8 {
        self.purpose_bit
    }

    /// What withdrawals and erasures closed at the time of the decision.
    pub fn closed(&self) -> &RestrictionView {
        &self.closed
    }

    /// How old a row may be.
    pub fn retention(&self) -> &RetentionAt {
        &self.retention
    }

    /// The one browser whose rows it opens; nothing for all of them.
    pub fn only(&self) -> Option<Surrogate> {
        self.only
    }
}
