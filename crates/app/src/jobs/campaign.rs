//! Sending a newsletter: write its recipients down, then ask for each at the moment of sending, and send.
//!
//! Invariant: a message is taken, decided about and sent in that order, and its outcome is written down after. Whoever dies
//! in between leaves it `sending`: its outcome is unknown, and it is shown, not sent again.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use hjemmel_mail::{Accepts, MailError, MailPermit, Outgoing, Received, Report, address_is_dead, report_read};
use hjemmel_model::{
    AtMs, CampaignId, CampaignState, Channel, Controller, FormId, Language, MessageId, PermissionEvent, PermissionId,
    PermissionSource,
};
use hjemmel_pages::CampaignMail;
use hjemmel_policy::{Asking, Member, SaidTo, act, asking, authorize_job, decide_send};
use hjemmel_store::{
    CampaignEnd, CampaignFound, CampaignMessage, MailLinkDraft, MailLinkKind, MessageEnd, PermissionDraft,
    RecipientDraft, Returned, StoreError, work,
};
use serde::Deserialize;

use crate::{
    App, AppError,
    campaign::{decided, reached, same_sender},
    cases,
    segment::Target,
};

/// People looked at in one unit of work.
const PAGE: i64 = 500;
/// Messages taken and under way at once: what a kill may leave with an unknown outcome.
const AT_ONCE: usize = 8;
/// How long somebody who took a message may need to report, in milliseconds.
const REPORT_MS: i64 = 15 * 60_000;
/// Pauses up to this long are waited out within a turn, in milliseconds.
const WAIT_MS_MAX: i64 = 2_000;
/// How often what came back is counted: every recipient is looked at for that.
const RETURNS_MS: i64 = 5_000;
/// How long one newsletter is worked on before another has its turn, in milliseconds.
const TURN_MS: i64 = 5_000;
/// Attempts at one recipient whose server asks to wait: about seventeen hours.
const ATTEMPTS_MAX: i64 = 10;
/// Days the link to one's choices works.
const PREFERENCES_DAYS: i64 = 400;
/// After that many outcomes, more than one in ten that came back stops the sending: an old list harms everybody.
const RETURNED_LEAST: i64 = 50;

#[derive(Deserialize)]
struct Payload {
    campaign: String,
    begun: AtMs,
}

/// A newsletter that is being sent.
struct Run {
    found: CampaignFound,
    mail: CampaignMail,
    sender: Controller,
    said_to: SaidTo,
    target: Option<Target>,
}

#[expect(clippy::disallowed_methods, reason = "the worker asks about each reader once more, right before it sends")]
fn asking_for(found: &CampaignFound) -> Asking {
    asking(&found.tenant)
}

impl cases::Campaigns<'_> {
    /// Work on a newsletter for a turn. Returns when to go on; `None` when there is nothing left to do.
    pub(super) async fn run(&self, payload: &str) -> Result<Option<AtMs>, AppError> {
        let payload: Payload = serde_json::from_str(payload).map_err(|_| AppError::Damaged("newsletter job"))?;
        let id = CampaignId::parse(&payload.campaign).map_err(|_| AppError::Damaged("newsletter job"))?;
        let begun = self.clock.now();
        let mut counted = AtMs(0);
        loop {
            let found = match self.store.campaigns().find(&id).await {
                Err(StoreError::NotFound(_)) => return Ok(None),
                found => found?,
            };
            // Read anew for every batch: whoever stops it is obeyed at once. A job from before a pause ends.
            if found.campaign.state != CampaignState::Sending || found.campaign.changed_at != payload.begun {
                return Ok(None);
            }
            let now = self.clock.now();
            if found.campaign.send_at > now {
                return Ok(Some(found.campaign.send_at));
            }
            if found.campaign.planned_at.0 == 0 {
                self.plan_page(&found).await?;
            } else if let Some(pause) = self.batch(found, &mut counted).await? {
                match pause {
                    Some(until) if (1..=WAIT_MS_MAX).contains(&until.since_ms(self.clock.now())) => {
                        let ms = u64::try_from(until.since_ms(self.clock.now())).unwrap_or(0);
                        tokio::time::sleep(Duration::from_millis(ms)).await;
                    }
                    pause => return Ok(pause),
                }
            }
            if self.stopping() || self.clock.now().since_ms(begun) > TURN_MS {
                return Ok(Some(self.clock.now()));
            }
        }
    }

    async fn plan_page(&self, found: &CampaignFound) -> Result<(), AppError> {
        let now = self.clock.now();
        let page = self.store.audiences().page(&asking_for(found), &found.planned_to, PAGE).await?;
        let said_to = self.said_to(&found.tenant, |c| found.sender.as_ref().is_some_and(|s| same_sender(c, s))).await?;
        let target = self.aimed(found).await?;
        let at = (found.planned_to.as_str(), PAGE);
        let stands = self.stands(&asking_for(found), target.as_ref(), at, now).await?;
        let recipients = page.iter().filter_map(|member| {
            let aim = stands.aim(&member.person);
            let to = reached(&found.campaign.body, member, (&aim, &said_to), now).ok()?.clone();
            Some(RecipientDraft { id: MessageId::new(now, self.entropy.as_ref()), to, language: member.language })
        });
        let recipients: Vec<_> = recipients.collect();
        let to = page.last().map_or_else(|| found.planned_to.clone(), |m| m.person.to_string());
        match work!(self.store, |w| { w.campaigns().plan(found, &recipients, &to, page.is_empty(), now).await }) {
            // Somebody else wrote the same page: what they wrote stands.
            Err(StoreError::Changed(_)) => Ok(()),
            done => Ok(done?),
        }
    }

    /// The link with which a reader reaches their own choices.
    fn preferences_link(&self, message: &MessageId, form: (FormId, u32), now: AtMs) -> MailLinkDraft {
        MailLinkDraft {
            secret: self.secret(message),
            kind: MailLinkKind::Preferences,
            form,
            topics: Vec::new(),
            page: String::new(),
            expires_at: now.plus_days(PREFERENCES_DAYS),
            at: now,
        }
    }

    /// When to go on where nobody is left to send to now; never when everybody was sent to.
    async fn none_taken(&self, found: &CampaignFound, now: AtMs) -> Result<Option<AtMs>, AppError> {
        Ok(match self.store.campaigns().left(&found.campaign.id, now.plus_ms(-REPORT_MS)).await? {
            (Some(next), _) => Some(next.max(now.plus_ms(1_000))),
            // Somebody else may still put one back.
            (None, true) => Some(now.plus_ms(60_000)),
            (None, false) => {
                self.end(found, CampaignState::Sent, "").await?;
                None
            }
        })
    }

    /// Send one batch; what came back was last `counted` then. `Some(when)` ends the turn.
    async fn batch(&self, found: CampaignFound, counted: &mut AtMs) -> Result<Option<Option<AtMs>>, AppError> {
        let id = found.campaign.id.clone();
        let per_minute = i64::from(found.campaign.per_minute);
        let most = i64::try_from(AT_ONCE).unwrap_or(1);
        let limit = if per_minute == 0 { most } else { (per_minute / 60).clamp(1, most) };
        // Asked before anything is taken: a server that is away leaves everything planned.
        self.setup().mail_ready().await?;
        let now = self.clock.now();
        let (form, _) = self.store.forms().current(&found.campaign.body.form).await?;
        // Whatever could fail is read before anything is taken: what is taken and not sent would look unknown for ever.
        let (mail, sender) = self.mail(&found).await?;
        let said_to = self.said_to(&found.tenant, |c| same_sender(c, &sender)).await?;
        let target = self.aimed(&found).await?;
        let taken = work!(self.store, |w| {
            let taken = w.campaigns().take(&asking_for(&found), &id, limit, now).await?;
            // Each with the link to its reader's own choices, from the first time it is tried.
            for message in taken.iter().filter(|m| m.attempts == 1) {
                let link = self.preferences_link(&message.id, (form.id.clone(), form.version), now);
                w.messages().link_add(&found.tenant, &message.to.identifier, &link, None).await?;
            }
            Ok::<_, StoreError>(taken)
        })?;
        if taken.is_empty() {
            return Ok(Some(self.none_taken(&found, now).await?));
        }
        let run = Arc::new(Run { found, mail, sender, said_to, target });
        let count = taken.len();
        let sent = stream::iter(taken).map(|message| {
            let run = run.clone();
            async move { self.send(&run, message).await }
        });
        // Written down as they come, so that one that hangs keeps no other from being known.
        let mut chunks = sent.buffer_unordered(AT_ONCE).filter_map(std::future::ready).ready_chunks(AT_ONCE).boxed();
        let mut ends = Vec::new();
        while let Some(chunk) = chunks.next().await {
            self.write(&chunk).await?;
            ends.extend(chunk);
        }
        drop(chunks);
        if self.clock.now().since_ms(*counted) > RETURNS_MS {
            *counted = self.clock.now();
            if self.returns(&run.found).await? {
                return Ok(Some(None));
            }
        }
        // Of some it is not known what became of them: the server is not well, and somebody should look, once.
        if count > ends.len() && run.found.campaign.reason != "unknown" && self.unknown(&id).await? > 1 {
            self.end(&run.found, CampaignState::Paused, "unknown").await?;
            return Ok(Some(None));
        }
        if per_minute > 0 {
            return Ok(Some(Some(now.plus_ms(limit * 60_000 / per_minute))));
        }
        // Nobody of this batch was taken: the server asks everybody to wait.
        let all_later = !ends.is_empty() && ends.iter().all(|(_, end)| matches!(end, CampaignEnd::Later(_)));
        Ok(all_later.then(|| Some(self.clock.now().plus_ms(60_000))))
    }

    /// Write outcomes down; a busy database is asked more than once, because what is not written looks unknown.
    async fn write(&self, ends: &[(MessageId, CampaignEnd)]) -> Result<(), AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match work!(self.store, |w| { w.campaigns().ended(ends, self.clock.now()).await }) {
                Err(_) if tries < 5 => tokio::time::sleep(Duration::from_millis(200 * tries)).await,
                done => return Ok(done?),
            }
        }
    }

    /// Decide about one recipient and send. `None` when it is not known whether it went out.
    async fn send(&self, run: &Run, message: CampaignMessage) -> Option<(MessageId, CampaignEnd)> {
        let end = match self.try_again(run, &message).await {
            Ok(end) => end,
            Err(error) => {
                // Nothing went out: what failed came before.
                tracing::warn!(message = %message.id, error = %error, "campaign.message.later");
                Some(self.later(&message))
            }
        };
        end.map(|end| (message.id, end))
    }

    async fn try_again(&self, run: &Run, message: &CampaignMessage) -> Result<Option<CampaignEnd>, AppError> {
        let found = &run.found;
        let to = self.store.people().identifier_value(&asking_for(found), &message.to).await?;
        let preferences = format!("{}/p/preferences/{}", self.base_url, self.secret(&message.id));
        let text = run.mail.of(message.language).for_reader(&preferences);
        let outgoing = Outgoing {
            recipient: message.to.clone().into(),
            to,
            from_name: run.sender.name.clone(),
            reply_to: run.sender.contact.clone(),
            subject: text.subject,
            text: text.text,
            html: text.html,
            one_click: Some(format!("{preferences}/one-click")),
            token: Some(self.return_token(&message.id)),
        };
        // A connection first, so that nothing is decided long before it goes; without one nothing went out.
        if self.setup().mail_ready().await.is_err() {
            return Ok(Some(self.later(message)));
        }
        // Asked last, right before it goes.
        let facts = self.store.permissions().reach_facts(&asking_for(found), &message.to.identifier).await?;
        let member = self.aimed_at(run, message).await?;
        let send = decide_send(&facts, Channel::Email, &found.campaign.body.topic, &run.said_to, self.clock.now());
        let permit = match decided(run.target.is_some(), member.as_ref(), send) {
            Ok(permit) => permit,
            Err(why) => return Ok(Some(CampaignEnd::Ended(MessageEnd::Refused(why)))),
        };
        Ok(match self.mailer.send(MailPermit::Send(permit), &outgoing, self.clock.as_ref()).await {
            Ok(()) => Some(CampaignEnd::Ended(MessageEnd::Accepted)),
            Err(MailError::Unknown) => {
                tracing::warn!(message = %message.id, "mail.outcome.unknown");
                None
            }
            Err(MailError::Later | MailError::Refused(_)) => Some(self.later(message)),
            Err(MailError::Rejected(status)) => {
                let status = status.unwrap_or_else(|| "5.0.0".into());
                let bounced = Returned::Bounced { for_good: address_is_dead(&status), status };
                Some(CampaignEnd::Returned(bounced))
            }
            Err(e @ (MailError::Malformed | MailError::OtherRecipient)) => {
                Some(CampaignEnd::Ended(MessageEnd::Failed(e.code())))
            }
        })
    }

    /// Where a recipient stands now, in the segment a newsletter goes to.
    async fn aimed_at(&self, run: &Run, message: &CampaignMessage) -> Result<Option<Member>, AppError> {
        let Some(target) = &run.target else { return Ok(None) };
        let who = asking_for(&run.found);
        self.segments().target_one(&who, target, &message.to.person, self.clock.now()).await
    }

    /// Again in two minutes, in four, in eight …; after too many attempts not again.
    fn later(&self, message: &CampaignMessage) -> CampaignEnd {
        if message.attempts >= ATTEMPTS_MAX {
            return CampaignEnd::Ended(MessageEnd::Failed("later"));
        }
        let minutes = 1i64 << message.attempts.clamp(1, 9);
        CampaignEnd::Later(self.clock.now().plus_ms(minutes * 60_000))
    }

    /// Of how many recipients it is not known what became of them.
    async fn unknown(&self, id: &CampaignId) -> Result<i64, AppError> {
        let counts = self.store.campaigns().counts(id).await?;
        Ok(counts.iter().filter(|c| c.state == "sending").map(|c| c.people).sum())
    }

    async fn end(&self, found: &CampaignFound, to: CampaignState, why: &'static str) -> Result<(), AppError> {
        #[expect(clippy::disallowed_methods, reason = "the job that sends it ends it")]
        let auth = authorize_job::<act::CampaignWrite>(&found.tenant, "campaign");
        let now = self.clock.now();
        let (id, states) = (&found.campaign.id, (CampaignState::Sending, to));
        let ended = work!(self.store, |w| {
            w.campaigns().move_to(&auth, id, states, why, now).await?;
            w.audit().add(&auth, &format!("campaign.{}", to.name()), id.as_str(), now).await
        });
        match ended {
            // Somebody stopped it in this very moment: they are obeyed.
            Err(StoreError::Changed(_)) => Ok(()),
            done => Ok(done?),
        }
    }

    /// Pause a newsletter of which too much comes back. Says whether it did.
    async fn returns(&self, found: &CampaignFound) -> Result<bool, AppError> {
        let counts = self.store.campaigns().counts(&found.campaign.id).await?;
        let sum = |state: &str| counts.iter().filter(|c| c.state == state).map(|c| c.people).sum::<i64>();
        let (accepted, bounced) = (sum("accepted"), sum("bounced"));
        // Whoever went on after such a pause saw the number and chose.
        if found.campaign.reason == "returns"
            || accepted + bounced < RETURNED_LEAST
            || bounced * 10 <= accepted + bounced
        {
            return Ok(false);
        }
        self.end(found, CampaignState::Paused, "returns").await?;
        Ok(true)
    }

    /// The secret in a reader's link to their own choices: made from the message, so that it need not be kept.
    fn secret(&self, message: &MessageId) -> String {
        self.store.keys().secret("campaign_link", message.as_str().as_bytes())
    }

    /// What reports about a message name: its id, and a mark that only we can make.
    fn return_token(&self, message: &MessageId) -> String {
        self.return_tokens(message).next().unwrap_or_default()
    }

    /// The same, as each key made it, newest first.
    fn return_tokens<'a>(&'a self, message: &'a MessageId) -> impl Iterator<Item = String> + 'a {
        let marks = self.store.keys().secrets("return_token", message.as_str().as_bytes());
        marks.map(move |mark| format!("{message}.{}", mark.get(..12).unwrap_or_default()))
    }

    /// What reports about the message of that id name; empty for what is no id.
    pub fn return_token_of(&self, message: &str) -> String {
        MessageId::parse(message).map(|id| self.return_token(&id)).unwrap_or_default()
    }

    /// The message a token stands for, if it is one of ours.
    fn return_token_open(&self, token: &str) -> Option<MessageId> {
        // Mail servers may change the case of a local part.
        let token = token.to_ascii_lowercase();
        let (id, _) = token.split_once('.')?;
        let id = MessageId::parse(id).ok()?;
        let ours = self.return_tokens(&id).any(|made| made == token);
        ours.then_some(id)
    }

    /// A report came back. `Err` when it cannot be recorded now.
    pub async fn report_take(&self, report: &Received) -> Result<(), AppError> {
        // Not a report, or about nothing of ours: taken, and forgotten.
        let Some((said, enclosed)) = report_read(&report.raw) else { return Ok(()) };
        let tokens = report.tokens.iter().chain(&enclosed);
        let Some(message) = tokens.filter_map(|t| self.return_token_open(t)).next() else { return Ok(()) };
        let now = self.clock.now();
        let no = |source| PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic: None,
            channel: None,
            event: PermissionEvent::Withdrawn,
            source,
            form: None,
            language: Language::En,
            page: String::new(),
            at: now,
        };
        let returned = match said {
            Report::Delayed => return Ok(()),
            Report::Failed(status) => Returned::Bounced { for_good: address_is_dead(&status), status },
            Report::Complained => Returned::Complained(no(PermissionSource::Complaint)),
            Report::Stopped => {
                // As a click would, which says it once; whose link is old is heard all the same.
                for secret in self.store.keys().secrets("campaign_link", message.as_str().as_bytes()) {
                    let by_link = self.forms().link_stop(&secret, &[], PermissionSource::Answer, Language::En).await?;
                    if by_link.is_some() {
                        tracing::info!(message = %message, "mail.answered");
                        return Ok(());
                    }
                }
                Returned::Stopped(no(PermissionSource::Answer))
            }
        };
        tracing::info!(message = %message, "mail.returned");
        Ok(work!(self.store, |w| { w.messages().returned(&message, &returned, now).await })?)
    }
}

#[async_trait::async_trait]
impl Accepts for App {
    fn knows(&self, local: &str) -> bool {
        // Complaints come to one address that providers are told.
        local.eq_ignore_ascii_case("complaints") || self.campaigns().return_token_open(local).is_some()
    }

    fn made(&self, local: &str) -> bool {
        self.campaigns().return_token_open(local).is_some()
    }

    async fn take(&self, report: Received) -> bool {
        match self.campaigns().report_take(&report).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(error = %error, "mail.report.later");
                false
            }
        }
    }
}
