//! Pauses: having a person's data only stored, telling them that it ends, and using it again (GDPR 18).

use hjemmel_model::{AtMs, LawPack, MessageId, Pause, PauseTold, PersonId, legal_day, legal_day_begins};
use hjemmel_pages::{ReplyFill, reply_draft};
use hjemmel_policy::{Authorized, ReleaseFacts, TELL_DAYS, Witness, act, decide_release, release_from};
use hjemmel_store::{Found, MessageDraft, PauseTelling, StoreError, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

use super::bounded;
use crate::{AppError, cases, copy::day, jobs::ReplyPayload, user::is_server};

/// What stands still while a person's data is only stored.
const PAUSES: [&str; 6] = ["collection", "reports", "newsletters", "visits", "writing", "imports"];

/// What there is to do before a person's data is used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseStep {
    /// Tell them that the pause ends.
    Tell,
    /// They are being told, or have a week to say something.
    Wait,
    /// It may end.
    Release,
}

/// Whether a person's data is only stored, what stands still, and what ending it needs.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PauseView {
    /// Whether it is.
    pub restricted: bool,
    /// Since when; 0 when it is not.
    pub since: AtMs,
    /// Who began it: a user, or `person`; empty from before that was written down.
    pub began_by: String,
    /// The record that it was begun for, when that is another one of the same person: it ends there.
    pub record: Option<PersonId>,
    /// What stands still: `collection`, `reports`, `newsletters`, `visits`, `writing`, `imports`.
    pub pauses: Vec<&'static str>,
    /// How the person was told that it ends (18(3)).
    pub told: Option<PauseTold>,
    /// Who told them.
    pub told_by: String,
    /// From when it may end.
    pub release_from: Option<AtMs>,
    /// What to do next to end it.
    pub next: Option<PauseStep>,
}

/// How the person is told that the pause ends.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub enum PauseTell {
    /// By a mail to their confirmed address, written here.
    Mail {
        /// Why the data is used again, in words that the person reads.
        reason: String,
    },
    /// By a letter that was sent. Whoever says so is written down.
    Letter {
        /// On which day, such as `2026-11-24`.
        on: String,
    },
}

impl PauseView {
    fn of(asked: &PersonId, open: Option<Pause>, now: AtMs) -> PauseView {
        let facts = open.as_ref().map(|pause| ReleaseFacts { since: pause.began_at, told: pause.told });
        let from = facts.as_ref().and_then(release_from);
        let on_its_way = |told: &PauseTold| matches!(told, PauseTold::Mail { taken_at_ms: None, failed: false });
        let next = facts.map(|facts| match from {
            Some(from) if from <= now => PauseStep::Release,
            Some(_) => PauseStep::Wait,
            None if facts.told.as_ref().is_some_and(on_its_way) => PauseStep::Wait,
            None => PauseStep::Tell,
        });
        PauseView {
            restricted: open.is_some(),
            since: open.as_ref().map_or(AtMs(0), |pause| pause.began_at),
            began_by: open.as_ref().map(|pause| pause.began_by.clone()).unwrap_or_default(),
            record: open.as_ref().map(|pause| pause.person.clone()).filter(|record| record != asked),
            pauses: if open.is_some() { PAUSES.to_vec() } else { Vec::new() },
            told: open.as_ref().and_then(|pause| pause.told),
            told_by: open.map(|pause| pause.told_by).unwrap_or_default(),
            release_from: from,
            next,
        }
    }
}

impl cases::Requests<'_> {
    /// Whether a person's data is only stored, and what ending that needs.
    pub(crate) async fn pause(&self, who: &impl Witness, id: &PersonId) -> Result<PauseView, AppError> {
        let open = self.store.people().pause(who, id).await?;
        Ok(PauseView::of(id, open, self.clock.now()))
    }

    /// Have a person's data only stored for somebody who asked, or used again after they were told.
    pub async fn restrict(
        &self,
        auth: &Authorized<act::RequestWrite>,
        id: &PersonId,
        on: bool,
    ) -> Result<PauseView, AppError> {
        let now = self.clock.now();
        if !self.store.people().exists(auth, id).await? {
            return Err(StoreError::NotFound("person").into());
        }
        work!(self.store, |w| {
            if on {
                return w.people().pause_begin(auth, id, now).await;
            }
            match w.people().pause(auth, id).await? {
                Some(open) if open.person == *id => {
                    let facts = ReleaseFacts { since: open.began_at, told: open.told };
                    decide_release(&facts, auth.actor(), now).map_err(|no| StoreError::Refused(no.reason))?;
                    w.people().pause_end(auth, id, now).await
                }
                // It ends at the record that it was begun for.
                Some(_) => Err(StoreError::Changed("pause")),
                None => Ok(false),
            }
        })?;
        // In this process at once, before anybody is told that it is so.
        self.restrictions_refresh().await?;
        self.pause(auth, id).await
    }

    /// Tell a person that the pause ends, or write down that they were told by letter.
    pub async fn pause_tell(
        &self,
        auth: &Authorized<act::RequestWrite>,
        id: &PersonId,
        tell: &PauseTell,
    ) -> Result<PauseView, AppError> {
        let now = self.clock.now();
        let open = self.store.people().pause(auth, id).await?;
        let open = open.filter(|open| open.person == *id).ok_or(StoreError::NotFound("pause"))?;
        match tell {
            // Somebody answers for it by name.
            PauseTell::Letter { .. } if is_server(auth.actor()) => {
                return Err(AppError::Invalid { field: "how", why: key!("field_is_for_a_named_person") });
            }
            PauseTell::Letter { on } => {
                let telling = PauseTelling::Letter(letter_day(on, &open, now)?);
                work!(self.store, |w| { w.people().pause_tell(auth, &open, &telling, now).await })?;
            }
            PauseTell::Mail { reason } => {
                let to = self.confirmed_address(auth, id).await?;
                let to = to.ok_or(AppError::Invalid { field: "how", why: key!("field_has_no_confirmed_address") })?;
                let reason = bounded(reason, "reason", 10)?;
                let mail = self.pause_mail(auth, &open, (&to, &reason), now).await?;
                let job = self.mail_job(auth.tenant(), &mail.id, now);
                let telling = PauseTelling::Mail(mail.id.clone());
                work!(self.store, |w| {
                    w.messages().add(auth.tenant(), &to, &mail).await?;
                    w.jobs().enqueue(&job).await?;
                    w.people().pause_tell(auth, &open, &telling, now).await
                })?;
            }
        }
        self.pause(auth, id).await
    }

    /// The mail that tells them, in their own language.
    async fn pause_mail(
        &self,
        auth: &Authorized<act::RequestWrite>,
        open: &Pause,
        (to, reason): (&Found, &str),
        now: AtMs,
    ) -> Result<MessageDraft, AppError> {
        let language = self.store.people().language(auth, &to.person).await?;
        let sender = self.sender_of(auth.tenant()).await?;
        let authority = match self.law_of(auth.tenant()).await? {
            LawPack::Neutral => None,
            law => law.authorities().first().map(|a| a.name),
        };
        let fill = ReplyFill {
            name_of_sender: sender.name.clone(),
            received: day(open.began_at, language),
            // The week ends within the day after.
            until: day(now.plus_days(TELL_DAYS - 1), language),
            reason: reason.to_owned(),
            authority: authority.map_or_else(crate::all_authorities, str::to_owned),
            ..ReplyFill::default()
        };
        let (subject, text) =
            reply_draft("restriction_lifted", language, &fill).ok_or(AppError::Damaged("mail template"))?;
        let payload = ReplyPayload { sender, subject, text };
        Ok(MessageDraft {
            id: MessageId::new(now, self.entropy.as_ref()),
            kind: "reply",
            language,
            payload: serde_json::to_string(&payload).map_err(|_| AppError::Damaged("reply"))?,
            at: now,
        })
    }
}

/// The first moment of the day on which a letter was sent: not before the pause began, and not in the future.
fn letter_day(text: &str, open: &Pause, now: AtMs) -> Result<AtMs, AppError> {
    let wrong = AppError::Invalid { field: "on", why: key!("field_is_a_day_of_the_pause") };
    let began = legal_day(open.began_at).to_string();
    let today = legal_day(now).to_string();
    match legal_day_begins(text) {
        Some(at) if (began.as_str()..=today.as_str()).contains(&text) => Ok(at),
        _ => Err(wrong),
    }
}
