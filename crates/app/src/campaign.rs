//! Newsletters: writing them, whom they reach and why not the others, releasing and stopping them.

mod aim;
mod readers;

use hjemmel_mail::{MailPermit, Outgoing};
use hjemmel_model::{
    AtMs, Campaign, CampaignBody, CampaignError, CampaignId, CampaignState, Controller, JobId, Language, TenantId,
};
use hjemmel_pages::CampaignMail;
use hjemmel_policy::{Actor, Authorized, Reason, SaidTo, act, decide_preview};
use hjemmel_store::{CampaignCount, CampaignFound, CampaignRecipient, CampaignRelease, JobDraft, StoreError, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

pub(crate) use aim::{Aim, Missed, decided, reached};
pub use readers::Readers;

use crate::{AppError, cases};

/// Most messages a minute that may be asked for.
const PER_MINUTE_MAX: u32 = 60_000;

/// A newsletter with what is wrong with it and what became of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CampaignDetail {
    /// The newsletter.
    pub campaign: Campaign,
    /// What must be mended before it can be released.
    #[serde(skip)]
    pub wrong: Vec<CampaignError>,
    /// The same, in the language of whoever reads it.
    pub faults: Vec<String>,
    /// How many recipients stand where.
    pub counts: Vec<CampaignCount>,
}

/// How a newsletter looks.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CampaignPreview {
    /// The subject.
    pub subject: String,
    /// Who it comes from.
    pub from: String,
    /// For readers without HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// When and how fast it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseDraft {
    /// When it was last changed, as seen by whoever releases it, in milliseconds: what they looked at is what goes out.
    pub changed_at_ms: i64,
    /// Not before, in milliseconds; now when left out.
    #[serde(default)]
    pub send_at_ms: i64,
    /// Most messages a minute; 0 for no limit.
    #[serde(default)]
    pub per_minute: u32,
}

/// Whether two name the same sender: an address or a page that changed makes nobody else of them (E-04).
pub(crate) fn same_sender(one: &Controller, other: &Controller) -> bool {
    one.name.trim() == other.name.trim()
}

impl cases::Campaigns<'_> {
    /// The newsletters of an organisation, newest first.
    pub async fn list(
        &self,
        auth: &Authorized<act::CampaignRead>,
        before: Option<&str>,
    ) -> Result<Vec<CampaignDetail>, AppError> {
        let mut out = Vec::new();
        for campaign in self.store.campaigns().list(auth, before.unwrap_or("cam_zzzz")).await? {
            let counts = self.store.campaigns().counts(&campaign.id).await?;
            out.push(CampaignDetail { campaign, wrong: Vec::new(), faults: Vec::new(), counts });
        }
        Ok(out)
    }

    /// One newsletter.
    pub async fn detail(
        &self,
        auth: &Authorized<act::CampaignRead>,
        id: &CampaignId,
    ) -> Result<CampaignDetail, AppError> {
        let found = self.of(auth.tenant(), id).await?;
        self.detail_of(found).await
    }

    async fn detail_of(&self, found: CampaignFound) -> Result<CampaignDetail, AppError> {
        let wrong = match found.campaign.state {
            CampaignState::Draft => self.faults(&found).await?,
            _ => Vec::new(),
        };
        let counts = self.store.campaigns().counts(&found.campaign.id).await?;
        Ok(CampaignDetail { campaign: found.campaign, wrong, faults: Vec::new(), counts })
    }

    /// A newsletter, if it is that organisation's.
    pub(crate) async fn of(&self, tenant: &TenantId, id: &CampaignId) -> Result<CampaignFound, AppError> {
        let found = self.store.campaigns().find(id).await?;
        if found.tenant != *tenant {
            return Err(StoreError::NotFound("newsletter").into());
        }
        Ok(found)
    }

    /// Begin a newsletter.
    pub async fn create(
        &self,
        auth: &Authorized<act::CampaignWrite>,
        body: &CampaignBody,
    ) -> Result<CampaignDetail, AppError> {
        self.storable(auth, body).await?;
        let now = self.clock.now();
        let id = CampaignId::new(now, self.entropy.as_ref());
        work!(self.store, |w| { w.campaigns().insert(auth, &id, body, now).await })?;
        self.detail_of(self.of(auth.tenant(), &id).await?).await
    }

    /// Change a draft that was last changed at `seen`.
    pub async fn change(
        &self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        body: &CampaignBody,
        seen: AtMs,
    ) -> Result<CampaignDetail, AppError> {
        self.storable(auth, body).await?;
        // Never the same moment twice, so that whoever looked at the state before does not take this for it.
        let now = self.clock.now().max(seen.plus_ms(1));
        self.of(auth.tenant(), id).await?;
        work!(self.store, |w| { w.campaigns().update(auth, id, body, seen, now).await })?;
        self.detail_of(self.of(auth.tenant(), id).await?).await
    }

    /// Throw a draft away.
    pub async fn delete(&self, auth: &Authorized<act::CampaignWrite>, id: &CampaignId) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.campaigns().delete(auth, id, self.clock.now()).await })?)
    }

    /// A draft may be unfinished, and not without measure; what it names must be the organisation's own.
    async fn storable(&self, auth: &Authorized<act::CampaignWrite>, body: &CampaignBody) -> Result<(), AppError> {
        let bytes = serde_json::to_vec(body).map_or(usize::MAX, |b| b.len());
        if bytes > 200_000 {
            return Err(AppError::Invalid { field: "blocks", why: key!("field_are_too_much_for_a_newsletter") });
        }
        if body.name.trim().is_empty() {
            return Err(AppError::Invalid { field: "name", why: key!("field_needs_1_to_100_characters") });
        }
        let (_, tenant) = self.store.forms().current(&body.form).await?;
        let topics = self.store.topics().list(auth.tenant()).await?;
        if tenant != *auth.tenant() || topics.iter().all(|t| t.id != body.topic) {
            return Err(StoreError::NotFound("form or topic").into());
        }
        if let Some(segment) = &body.segment {
            self.store.segments().of_version(auth.tenant(), segment).await?;
            // One that was removed is not begun with again.
            if self.store.segments().list(auth.tenant()).await?.iter().all(|s| s.id != segment.id) {
                return Err(StoreError::NotFound("segment").into());
            }
        }
        Ok(())
    }

    async fn faults(&self, found: &CampaignFound) -> Result<Vec<CampaignError>, AppError> {
        let mut faults = found.campaign.body.check();
        let (form, _) = self.store.forms().current(&found.campaign.body.form).await?;
        if form.topics.iter().all(|t| t.id != found.campaign.body.topic) {
            faults.push(CampaignError::TopicOfForm);
        }
        Ok(faults)
    }

    /// The form versions under which people said yes to a sender that is wanted.
    pub(crate) async fn said_to(
        &self,
        tenant: &TenantId,
        wanted: impl Fn(&Controller) -> bool,
    ) -> Result<SaidTo, AppError> {
        let forms = self.store.forms().versions(tenant).await?;
        Ok(SaidTo::forms(forms.into_iter().filter(|f| wanted(&f.sender)).map(|f| (f.id, f.version))))
    }

    /// How a newsletter looks to a reader.
    pub async fn preview(
        &self,
        auth: &Authorized<act::CampaignRead>,
        id: &CampaignId,
    ) -> Result<CampaignPreview, AppError> {
        let found = self.of(auth.tenant(), id).await?;
        let (mail, sender) = self.mail(&found).await?;
        let mail = mail.of(found.campaign.body.language).for_reader(&format!("{}/p/preferences/…", self.base_url));
        Ok(CampaignPreview { subject: mail.subject, from: sender.name, text: mail.text, html: mail.html })
    }

    /// The newsletter as everybody gets it, with what stands around it in each reader's language, and who stands behind it.
    pub(crate) async fn mail(&self, found: &CampaignFound) -> Result<(CampaignMail, Controller), AppError> {
        let body = &found.campaign.body;
        let sender = match &found.sender {
            Some(sender) => sender.clone(),
            None => self.store.forms().current(&body.form).await?.0.sender,
        };
        let topics = self.store.topics().list(&found.tenant).await?;
        let topic = topics.iter().find(|t| t.id == body.topic);
        let name = |l: Language| topic.and_then(|t| l.read(&t.name)).unwrap_or_default().to_owned();
        let mail = CampaignMail::new(body, &sender, name).map_err(|_| AppError::Damaged("newsletter"))?;
        Ok((mail, sender))
    }

    /// Send a newsletter to whoever asks for it, at their own address.
    pub async fn test(&self, auth: &Authorized<act::CampaignWrite>, id: &CampaignId) -> Result<String, AppError> {
        let found = self.of(auth.tenant(), id).await?;
        let faults = self.faults(&found).await?;
        if !faults.is_empty() {
            return Err(AppError::Campaign(faults));
        }
        let Actor::Staff { user, .. } = auth.actor() else { return Err(AppError::Refused(Reason::NoPermission)) };
        let staff = self.store.users().by_id(user).await?.filter(|u| u.tenant == *auth.tenant());
        let staff = staff.ok_or(StoreError::NotFound("member of staff to send a test to"))?;
        let (mail, sender) = self.mail(&found).await?;
        let mail = mail.of(found.campaign.body.language).for_reader(&self.base_url);
        let outgoing = Outgoing {
            recipient: user.clone().into(),
            to: staff.email.clone(),
            from_name: sender.name,
            reply_to: sender.contact,
            subject: format!("[Test] {}", mail.subject),
            text: mail.text,
            html: mail.html,
            one_click: None,
            token: None,
        };
        self.setup().mail_ready().await?;
        let permit = decide_preview(auth, self.clock.now()).map_err(|r| AppError::Refused(r.reason))?;
        let sent = self.mailer.send(MailPermit::Preview(permit), &outgoing, self.clock.as_ref()).await;
        sent.map_err(|e| match e {
            hjemmel_mail::MailError::Malformed => {
                AppError::Invalid { field: "subject", why: key!("field_cannot_be_sent") }
            }
            _ => AppError::MailLater,
        })?;
        Ok(staff.email)
    }

    /// Release a newsletter: from now on it cannot be changed, and goes out as soon as its time has come.
    pub async fn release(
        &self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        draft: &ReleaseDraft,
    ) -> Result<CampaignDetail, AppError> {
        let now = self.clock.now();
        let found = self.of(auth.tenant(), id).await?;
        if draft.per_minute > PER_MINUTE_MAX {
            return Err(AppError::Invalid { field: "per_minute", why: key!("field_must_be_0_to_60_000") });
        }
        if draft.send_at_ms > now.plus_days(366).0 {
            return Err(AppError::Invalid { field: "send_at_ms", why: key!("field_must_be_within_a_year") });
        }
        if found.campaign.state != CampaignState::Draft || found.campaign.changed_at.0 != draft.changed_at_ms {
            return Err(StoreError::Changed("newsletter").into());
        }
        let faults = self.faults(&found).await?;
        if !faults.is_empty() {
            return Err(AppError::Campaign(faults));
        }
        let send_at = AtMs(draft.send_at_ms).max(now);
        let (_, sender) = self.mail(&found).await?;
        // Not `now` as it is when both happen in one moment: the state must differ from the one that was seen.
        let at = now.max(found.campaign.changed_at.plus_ms(1));
        let job = self.job(&found, send_at, at);
        let release = CampaignRelease { per_minute: draft.per_minute, send_at, sender, at };
        work!(self.store, |w| {
            let words = w.campaigns().release(auth, &found.campaign, &release).await?;
            w.evidence().add(id.as_str(), "campaign", &words, at).await?;
            w.jobs().enqueue(&job).await?;
            w.audit().add(auth, "campaign.release", id.as_str(), at).await
        })?;
        self.detail_of(self.of(auth.tenant(), id).await?).await
    }

    fn job(&self, found: &CampaignFound, run_at: AtMs, now: AtMs) -> JobDraft {
        let id = JobId::new(now, self.entropy.as_ref());
        JobDraft {
            // A key of its own each time, so that a job that is just ending does not swallow the one that goes on; and the
            // moment it was begun, so that one from before a pause ends.
            key: format!("campaign:{}:{id}", found.campaign.id),
            id,
            kind: "campaign",
            tenant: Some(found.tenant.clone()),
            payload: serde_json::json!({ "campaign": found.campaign.id, "begun": now }).to_string(),
            run_at,
            created_at: now,
        }
    }

    /// Stop for now, go on, or stop for good.
    pub async fn move_to(
        &self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        to: CampaignState,
    ) -> Result<CampaignDetail, AppError> {
        let found = self.of(auth.tenant(), id).await?;
        let now = self.clock.now().max(found.campaign.changed_at.plus_ms(1));
        let from = found.campaign.state;
        let allowed = matches!(
            (from, to),
            (CampaignState::Sending, CampaignState::Paused | CampaignState::Cancelled)
                | (CampaignState::Paused, CampaignState::Sending | CampaignState::Cancelled)
        );
        if !allowed {
            return Err(StoreError::Changed("newsletter").into());
        }
        let job = (to == CampaignState::Sending).then(|| self.job(&found, found.campaign.send_at.max(now), now));
        // Whoever goes on after it stopped itself saw why, and is not stopped for it again.
        let reason = match found.campaign.reason.as_str() {
            "returns" => "returns",
            "unknown" => "unknown",
            _ => "",
        };
        work!(self.store, |w| {
            w.campaigns().move_to(auth, id, (from, to), reason, now).await?;
            if let Some(job) = &job {
                w.jobs().enqueue(job).await?;
            }
            w.audit().add(auth, &format!("campaign.{}", to.name()), id.as_str(), now).await
        })?;
        self.detail_of(self.of(auth.tenant(), id).await?).await
    }

    /// Who it goes to, and what became of each.
    pub async fn recipients(
        &self,
        auth: &Authorized<act::CampaignRead>,
        id: &CampaignId,
        state: &str,
        after: &str,
    ) -> Result<Vec<CampaignRecipient>, AppError> {
        self.of(auth.tenant(), id).await?;
        Ok(self.store.campaigns().recipients(auth, id, state, after).await?)
    }
}
