//! Whom a newsletter reaches: everybody who may be written to, or of those who is in a segment; and why not the others.

use hjemmel_model::{AtMs, CampaignBody, Channel};
use hjemmel_policy::{
    Decision, Member, Permit, Reason, Recipient, SaidTo, Send, Untargeted, decide_send, decide_target,
};
use hjemmel_store::{AudienceMember, CampaignFound};

use crate::{AppError, cases, segment::Target};

/// Why a person is not reached; `Ok` is the address that is.
pub(crate) enum Missed {
    NoAddress,
    OtherLanguage,
    /// Not in the segment it goes to.
    NotInSegment,
    /// It may not be said whether they are.
    Neither(Reason),
    Refused(Reason),
}

impl From<Untargeted> for Missed {
    fn from(why: Untargeted) -> Missed {
        match why {
            Untargeted::Out => Missed::NotInSegment,
            Untargeted::Neither(reason) => Missed::Neither(reason),
            Untargeted::Refused(reason) => Missed::Refused(reason),
        }
    }
}

/// Whom a newsletter reaches of those who are looked at: everybody, or who is in a segment.
pub(crate) enum Aim<'a> {
    /// Everybody.
    All,
    /// Where this person stands; nothing of somebody who came while it was looked.
    Segment(Option<&'a Member>),
}

/// The one address of a person that a newsletter goes to: the first that may be written to.
pub(crate) fn reached<'a>(
    body: &CampaignBody,
    member: &'a AudienceMember,
    (aim, sender): (&Aim<'_>, &SaidTo),
    now: AtMs,
) -> Result<&'a Recipient, Missed> {
    if body.only_language && member.language != body.language {
        return Err(Missed::OtherLanguage);
    }
    let mut last = Missed::NoAddress;
    for facts in &member.addresses {
        let send = decide_send(facts, Channel::Email, &body.topic, sender, now);
        let decided = match aim {
            Aim::All => send.map_err(|refusal| Missed::Refused(refusal.reason)),
            Aim::Segment(Some(of)) => decide_target(of, send).map_err(Missed::from),
            Aim::Segment(None) => Err(Missed::NotInSegment),
        };
        match decided {
            Ok(_) => return Ok(facts.recipient()),
            Err(missed) => last = missed,
        }
    }
    Err(last)
}

/// The permit to send, once whoever is to be chosen is; or the name of why not.
pub(crate) fn decided(
    aimed: bool,
    member: Option<&Member>,
    send: Decision<Send>,
) -> Result<Permit<Send>, &'static str> {
    match (aimed, member) {
        (false, _) => send.map_err(|refusal| refusal.reason.name()),
        (true, None) => Err("not_in_segment"),
        (true, Some(member)) => decide_target(member, send).map_err(|why| match why {
            Untargeted::Out => "not_in_segment",
            Untargeted::Neither(reason) | Untargeted::Refused(reason) => reason.name(),
        }),
    }
}

impl cases::Campaigns<'_> {
    /// What a newsletter is aimed by, if it is.
    pub(crate) async fn aimed(&self, found: &CampaignFound) -> Result<Option<Target>, AppError> {
        match &found.campaign.body.segment {
            Some(segment) => Ok(Some(self.segments().target(&found.tenant, segment).await?)),
            None => Ok(None),
        }
    }
}
