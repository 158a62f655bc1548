//! Requests: entering them, their clock, what is done about them, and the answer.

mod pause;
mod reply;

use hjemmel_collect::scrub_national;
use hjemmel_model::{
    AtMs, IdentityCheck, Language, LawPack, MessageId, PersonId, Request, RequestChannel, RequestId, RequestKind,
    RequestNote, RequestState, TenantId, request_due, suspended_between,
};
use hjemmel_policy::{Actor, Authorized, Witness, act};
use hjemmel_store::{NoteDraft, StoreError, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

pub use pause::{PauseStep, PauseTell, PauseView};
use reply::ReplyMail;
pub use reply::{ReplyAsk, ReplyDraft, ReplySent};

use crate::{AppError, cases};

/// Characters of what is said.
const TEXT_MAX: usize = 10_000;

/// Whether a request is answered in the moment it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Yes,
    No,
}

/// A request to enter.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestDraft {
    /// What is asked for.
    pub kind: RequestKind,
    /// How it came.
    pub channel: RequestChannel,
    /// Whose law, and whose holidays; that of the organisation's sites when left out.
    #[serde(default)]
    pub law: Option<LawPack>,
    /// The language to answer in.
    pub language: Language,
    /// Id of the person, when it is somebody known.
    #[serde(default)]
    #[schema(value_type = Option<hjemmel_model::PersonId>)]
    pub person: Option<String>,
    /// Where to answer, as they said it.
    #[serde(default)]
    pub contact: String,
    /// What they said.
    #[serde(default)]
    pub text: String,
    /// How it was made sure who asks.
    #[serde(default = "unchecked")]
    pub identity: IdentityCheck,
    /// When it came, in milliseconds; now when left out.
    #[serde(default)]
    pub received_at_ms: i64,
}

fn unchecked() -> IdentityCheck {
    IdentityCheck::None
}

impl RequestDraft {
    pub(crate) fn of_holder(person: &PersonId, kind: RequestKind, text: &str, language: Language) -> RequestDraft {
        RequestDraft {
            kind,
            channel: RequestChannel::Page,
            law: None,
            language,
            person: Some(person.to_string()),
            contact: String::new(),
            text: text.to_owned(),
            identity: IdentityCheck::Code,
            received_at_ms: 0,
        }
    }
}

/// A request with its clock.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RequestView {
    /// The request.
    pub request: Request,
    /// Days until it is due; negative when it is overdue.
    pub days_left: i64,
    /// Whether it may still be extended.
    pub extendable: bool,
    /// What was done about it, oldest first; only where one is asked for.
    pub notes: Vec<RequestNote>,
}

/// Requests as listed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Requests {
    /// Open ones, the most urgent first.
    pub open: Vec<RequestView>,
    /// Closed ones, newest first.
    pub closed: Vec<RequestView>,
}

/// A step to take.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum RequestStep {
    /// Begin to work on it.
    Take {},
    /// Write something down.
    Note {
        /// What.
        text: String,
    },
    /// Ask who it is: the clock stands still from now on (12(6)).
    IdentityAsk {
        /// What is asked for; no more than it takes.
        text: String,
    },
    /// It is clear who it is: the clock runs again.
    IdentityKnown {
        /// How it was made sure.
        check: IdentityCheck,
        /// What was seen; no copy of a document.
        text: String,
    },
    /// Say whose request it is.
    Person {
        /// Their id.
        person: String,
    },
    /// Two more months, once, within the first (12(3)); the person must be told why.
    Extend {
        /// Why it is necessary.
        reason: String,
    },
    /// It is done.
    Done {
        /// What was done.
        text: String,
        /// That no answer went from here, and that this is meant: the person was told in another way, which `text` names.
        #[serde(default)]
        without_answer: bool,
    },
    /// It is refused.
    Refuse {
        /// Why, in words that the person is told (12(4)).
        reason: String,
        /// That no answer went from here, and that this is meant.
        #[serde(default)]
        without_answer: bool,
    },
}

/// A step on the request as it was seen.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestChange {
    /// When it was last changed, as seen, in milliseconds.
    pub changed_at_ms: i64,
    /// What to do.
    pub change: RequestStep,
}

fn bounded(text: &str, field: &'static str, least: usize) -> Result<String, AppError> {
    let text = text.trim();
    let fits = (least..=TEXT_MAX).contains(&text.chars().count());
    if !fits || text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
        return Err(AppError::Invalid { field, why: key!("field_is_missing_or_too_long") });
    }
    Ok(text.to_owned())
}

/// The clock of a request runs again, where it stood still.
fn clock_run(r: &mut Request, now: AtMs) {
    if r.suspended_at.0 > 0 {
        r.suspended_days += suspended_between(r.suspended_at, now);
        r.suspended_at = AtMs(0);
    }
}

impl cases::Requests<'_> {
    /// Enter a request that came by telephone, letter or mail, or from another program.
    pub async fn create(
        &self,
        auth: &Authorized<act::RequestWrite>,
        draft: &RequestDraft,
    ) -> Result<RequestView, AppError> {
        let request = self.enter(auth, draft, Done::No).await?;
        self.view(auth, request, true).await
    }

    pub(crate) async fn enter(
        &self,
        auth: &Authorized<act::RequestWrite>,
        draft: &RequestDraft,
        done: Done,
    ) -> Result<Request, AppError> {
        let now = self.clock.now();
        if draft.received_at_ms > now.0 || (draft.received_at_ms > 0 && draft.received_at_ms < now.plus_days(-366).0) {
            return Err(AppError::Invalid { field: "received_at_ms", why: key!("field_must_be_within_the_last_year") });
        }
        let received_at = if draft.received_at_ms > 0 { AtMs(draft.received_at_ms) } else { now };
        let contact = bounded(&draft.contact, "contact", 0)?;
        let person = match &draft.person {
            Some(id) => Some(self.person_named(auth, id).await?),
            None if contact.is_empty() => {
                return Err(AppError::Invalid { field: "contact", why: key!("field_is_needed_without_a_person") });
            }
            None => None,
        };
        let law = match draft.law {
            Some(law) => law,
            None => self.law_of(auth.tenant()).await?,
        };
        let id = RequestId::new(now, self.entropy.as_ref());
        let request = Request {
            kind: draft.kind,
            channel: draft.channel,
            state: if done == Done::Yes { RequestState::Done } else { RequestState::Received },
            law,
            language: draft.language,
            person,
            contact,
            // What somebody wrote is kept as they wrote it, but for national numbers (N-01, N-02).
            text: scrub_national(&bounded(&draft.text, "text", 0)?).into_owned(),
            identity: draft.identity,
            received_at,
            due_on: request_due(law, received_at, false, 0).to_string(),
            suspended_at: AtMs(0),
            suspended_days: 0,
            extended_at: AtMs(0),
            closed_at: if done == Done::Yes { now } else { AtMs(0) },
            erasure: None,
            created_at: now,
            changed_at: now,
            id,
        };
        let note = (done == Done::Yes).then(|| self.note("done", String::new(), now));
        work!(self.store, |w| {
            w.requests().insert(auth, &request).await?;
            if let Some(note) = &note {
                w.requests().note(auth, &request.id, note).await?;
            }
            w.audit().add(auth, "request.create", request.id.as_str(), now).await
        })?;
        Ok(request)
    }

    /// The law of an organisation's sites; where they differ, the reading that is never too late.
    async fn law_of(&self, tenant: &TenantId) -> Result<LawPack, AppError> {
        let sites = self.store.sites().list_all().await?;
        let mut laws = sites.into_iter().filter(|s| s.tenant == *tenant).map(|s| s.law);
        let first = laws.next().unwrap_or(LawPack::Neutral);
        Ok(if laws.all(|l| l == first) { first } else { LawPack::Neutral })
    }

    /// A person of the organisation, by the text of their id.
    async fn person_named(&self, auth: &Authorized<act::RequestWrite>, id: &str) -> Result<PersonId, AppError> {
        let id = PersonId::parse(id).map_err(|_| StoreError::NotFound("person"))?;
        if let Actor::Person(own) = auth.actor() {
            return if *own == id { Ok(id) } else { Err(StoreError::NotFound("person").into()) };
        }
        match self.store.people().exists(auth, &id).await? {
            true => Ok(id),
            false => Err(StoreError::NotFound("person").into()),
        }
    }

    fn note(&self, kind: &'static str, text: String, at: AtMs) -> NoteDraft {
        NoteDraft {
            id: MessageId::new(at, self.entropy.as_ref()).to_string().replacen("msg", "note", 1),
            kind,
            text,
            at,
        }
    }

    /// Open requests, and closed ones from before `before`.
    pub async fn list(&self, auth: &Authorized<act::RequestRead>, before: Option<&str>) -> Result<Requests, AppError> {
        let mut out = Requests { open: Vec::new(), closed: Vec::new() };
        for request in self.store.requests().open(auth).await? {
            out.open.push(self.view(auth, request, false).await?);
        }
        for request in self.store.requests().closed(auth, before.unwrap_or("req_zzzz")).await? {
            out.closed.push(self.view(auth, request, false).await?);
        }
        out.open.sort_by_key(|v| v.days_left);
        Ok(out)
    }

    /// One request with what was done about it.
    pub async fn detail(&self, auth: &Authorized<act::RequestRead>, id: &RequestId) -> Result<RequestView, AppError> {
        self.view(auth, self.store.requests().find(auth, id).await?, true).await
    }

    async fn view(&self, who: &impl Witness, request: Request, notes: bool) -> Result<RequestView, AppError> {
        let now = self.clock.now();
        Ok(RequestView {
            days_left: request.days_left(now),
            extendable: request.extendable(now),
            notes: if notes { self.store.requests().notes(who, &request.id).await? } else { Vec::new() },
            request,
        })
    }

    /// Take a step.
    pub async fn step(
        &self,
        auth: &Authorized<act::RequestWrite>,
        id: &RequestId,
        change: &RequestChange,
    ) -> Result<RequestView, AppError> {
        let old = self.store.requests().find(auth, id).await?;
        if old.closed_at.0 > 0 || old.changed_at.0 != change.changed_at_ms {
            return Err(StoreError::Changed("request").into());
        }
        let now = self.clock.now().max(old.changed_at.plus_ms(1));
        let mut r = Request { changed_at: now, ..old.clone() };
        let (kind, text) = self.stepped(auth, &mut r, &change.change).await?;
        if r.closed_at.0 > 0 {
            clock_run(&mut r, now);
        }
        r.due_on = request_due(r.law, r.received_at, r.extended_at.0 > 0, r.suspended_days).to_string();
        self.save(auth, &r, old.changed_at, &self.note(kind, text, now), None).await?;
        self.view(auth, r, true).await
    }

    /// Keep where a request stands, as it was at `seen`, what was done about it, and the mail that tells the person.
    async fn save(
        &self,
        auth: &Authorized<act::RequestWrite>,
        r: &Request,
        seen: AtMs,
        note: &NoteDraft,
        reply: Option<&ReplyMail>,
    ) -> Result<(), AppError> {
        // It was kept open to be answered; what it said goes now, with its key.
        let over = r.erasure.is_some() && r.closed_at.0 > 0;
        work!(self.store, |w| {
            w.requests().update(auth, r, seen).await?;
            w.requests().note(auth, &r.id, note).await?;
            if let Some(reply) = reply {
                w.messages().add(auth.tenant(), &reply.to, &reply.mail).await?;
                w.jobs().enqueue(&reply.job).await?;
            }
            if over {
                w.requests().blank(&r.id).await?;
            }
            w.audit().add(auth, &format!("request.{}", note.kind), r.id.as_str(), r.changed_at).await
        })?;
        if over {
            self.store.requests().forget(&r.id).await?;
        }
        Ok(())
    }

    /// What a step makes of a request, and how its note is called and reads.
    async fn stepped(
        &self,
        auth: &Authorized<act::RequestWrite>,
        r: &mut Request,
        step: &RequestStep,
    ) -> Result<(&'static str, String), AppError> {
        let now = r.changed_at;
        Ok(match step {
            RequestStep::Take {} => {
                if r.suspended_at.0 > 0 {
                    return Err(AppError::Invalid { field: "step", why: key!("field_the_clock_stands_still") });
                }
                r.state = RequestState::Working;
                ("take", String::new())
            }
            RequestStep::Note { text } => ("note", bounded(text, "text", 1)?),
            RequestStep::IdentityAsk { text } => {
                if r.suspended_at.0 > 0 || r.identity != IdentityCheck::None {
                    return Err(AppError::Invalid { field: "step", why: key!("field_the_person_was_asked_already") });
                }
                (r.state, r.suspended_at) = (RequestState::Identity, now);
                ("identity_ask", bounded(text, "text", 3)?)
            }
            RequestStep::IdentityKnown { check, text } => {
                if *check == IdentityCheck::None {
                    return Err(AppError::Invalid { field: "check", why: key!("field_must_say_how_it_was_made_sure") });
                }
                (r.state, r.identity) = (RequestState::Working, *check);
                clock_run(r, now);
                ("identity_known", bounded(text, "text", 3)?)
            }
            RequestStep::Person { person } => {
                // Whose it is was shown already, or said: what is theirs must not come into another's hands.
                if r.person.as_ref().is_some_and(|p| p.as_str() != person) {
                    return Err(AppError::Invalid { field: "person", why: key!("field_is_said_already") });
                }
                r.person = Some(self.person_named(auth, person).await?);
                ("person", String::new())
            }
            RequestStep::Extend { reason } => {
                if !r.extendable(now) {
                    return Err(AppError::Invalid { field: "step", why: key!("field_can_be_extended_once") });
                }
                r.extended_at = now;
                ("extend", bounded(reason, "reason", 10)?)
            }
            RequestStep::Done { text, without_answer } => {
                self.may_be_done(r).await?;
                self.answered(auth, &r.id, *without_answer).await?;
                (r.state, r.closed_at) = (RequestState::Done, now);
                ("done", bounded(text, "text", 3)?)
            }
            RequestStep::Refuse { reason, without_answer } => {
                self.answered(auth, &r.id, *without_answer).await?;
                (r.state, r.closed_at) = (RequestState::Refused, now);
                ("refuse", bounded(reason, "reason", 10)?)
            }
        })
    }

    /// A request is not done before every recipient has answered, and before it is sure who asks.
    async fn may_be_done(&self, r: &Request) -> Result<(), AppError> {
        if let Some(erasure) = &r.erasure
            && self.store.recipients().notices_open_of(erasure).await? > 0
        {
            return Err(StoreError::RecipientsOpen.into());
        }
        // What is handed out or erased cannot be taken back (12(6)).
        if r.identity == IdentityCheck::None {
            return Err(AppError::Invalid { field: "step", why: key!("field_first_make_sure_who_asks") });
        }
        Ok(())
    }

    /// A request is not closed without an answer unless whoever closes it says so (12(3), 12(4)).
    async fn answered(&self, who: &impl Witness, id: &RequestId, without: bool) -> Result<(), AppError> {
        if without || self.store.requests().notes(who, id).await?.iter().any(|note| note.kind == "reply") {
            return Ok(());
        }
        Err(AppError::NoAnswer)
    }

    /// A copy of everything that is held about a person, for staff to hand to them. That it was made is written down.
    pub async fn copy_of(
        &self,
        auth: &Authorized<act::RequestWrite>,
        read: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Option<Language>,
    ) -> Result<Vec<u8>, AppError> {
        let sender = self.sender_of(auth.tenant()).await?;
        let person = self.store.people().find(read, id).await?;
        let copy = self.people().copy(read, id, &sender, language.unwrap_or(person.language)).await?;
        work!(self.store, |w| {
            w.audit().note(auth.tenant(), auth.actor(), "person.copy", "", self.clock.now()).await
        })?;
        Ok(copy)
    }
}
