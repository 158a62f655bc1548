//! People: who is known, what they may be sent and why not, and taking it back for somebody who asked.

use hjemmel_model::{
    Attribute, Channel, IdentifierId, IdentifierKind, Language, Order, PermissionEvent, PermissionId, PermissionRecord,
    PermissionSource, Person, PersonId, PersonJoin,
};
use hjemmel_policy::{Authorized, Refusal, TopicState, act, decide_send};
use hjemmel_store::{MessageEntry, PermissionDraft, SegmentOf, work};
use serde::Serialize;

use crate::{AppError, Explanation, LinkView, PauseView, cases};

/// Messages of a person that staff are shown.
const MESSAGES_SHOWN: i64 = 100;

/// Whether an address may be written to about a topic, and if not, why.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Reach {
    /// The address or number.
    pub identifier: IdentifierId,
    /// The channel that reaches it.
    pub channel: Channel,
    /// The topic.
    pub topic: String,
    /// Its name.
    pub topic_name: String,
    /// Whether it may be written to now.
    pub allowed: bool,
    /// `never`, `asked`, `given`, `withdrawn` or `objected`.
    pub state: &'static str,
    /// Why not, by which rule, and the way out.
    pub refusal: Option<Explanation>,
}

/// One person with everything that staff may see.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PersonDetail {
    /// The person.
    pub person: Person,
    /// Whether their data is only stored, and what ending that needs.
    pub pause: PauseView,
    /// What they may be sent.
    pub reach: Vec<Reach>,
    /// The ledger of their permissions, newest first.
    pub permissions: Vec<PermissionRecord>,
    /// What they were sent, newest first.
    pub messages: Vec<MessageEntry>,
    /// What is known about them, with where it came from.
    pub attributes: Vec<Attribute>,
    /// What they bought, newest first.
    pub orders: Vec<Order>,
    /// The browsers that are theirs.
    pub links: Vec<LinkView>,
    /// Other records of the same person: a no on any of them binds all, and an erasure takes all.
    pub joins: Vec<JoinView>,
    /// The segments that they are in, and those of which it may not be said.
    pub segments: Vec<SegmentOf>,
}

/// Another record of the same person.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JoinView {
    /// Which, who said so, and when.
    #[serde(flatten)]
    pub join: PersonJoin,
    /// How they are known there.
    pub known_as: Vec<String>,
}

/// People as listed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct People {
    /// Newest first.
    pub people: Vec<Person>,
    /// How many the organisation knows in all.
    pub total: i64,
}

fn state_name(state: TopicState) -> &'static str {
    match state {
        TopicState::Never => "never",
        TopicState::Asked => "asked",
        TopicState::Given(_) => "given",
        TopicState::Withdrawn => "withdrawn",
        TopicState::Objected => "objected",
    }
}

impl cases::People<'_> {
    /// People, newest first; with `query`, whoever has exactly that address, telephone number or customer number.
    pub async fn list(
        &self,
        auth: &Authorized<act::PersonRead>,
        query: &str,
        before: Option<&str>,
    ) -> Result<People, AppError> {
        let total = self.store.people().count(auth).await?;
        if query.trim().is_empty() {
            let people = self.store.people().page(auth, before.unwrap_or("per_zzzz"), 50).await?;
            return Ok(People { people, total });
        }
        let mut people: Vec<Person> = Vec::new();
        for kind in IdentifierKind::ALL {
            let Ok(value) = self.organisation().identifier_normal(auth.tenant(), kind, query).await else { continue };
            if let Some(found) = self.store.people().identifier_find(auth, kind, &value).await?
                && people.iter().all(|p| p.id != found.person)
            {
                people.push(self.store.people().find(auth, &found.person).await?);
            }
        }
        Ok(People { people, total })
    }

    /// One person, with what they may be sent and why not.
    pub async fn detail(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Language,
    ) -> Result<PersonDetail, AppError> {
        self.detail_of(auth, id, language, MESSAGES_SHOWN).await
    }

    pub(crate) async fn detail_of(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Language,
        messages: i64,
    ) -> Result<PersonDetail, AppError> {
        let person = self.store.people().find(auth, id).await?;
        let topics = self.store.topics().list(auth.tenant()).await?;
        // Whoever once said yes may hear from that sender; which newsletter is another question.
        let anybody = self.campaigns().said_to(auth.tenant(), |_| true).await?;
        let mut reach = Vec::new();
        let reached = person.identifiers.iter().filter_map(|i| Some((i, Channel::of(i.kind)?)));
        for (identifier, channel) in reached {
            let facts = self.store.permissions().reach_facts(auth, &identifier.id).await?;
            for topic in &topics {
                let decision = decide_send(&facts, channel, &topic.id, &anybody, self.clock.now());
                reach.push(Reach {
                    identifier: identifier.id.clone(),
                    channel,
                    topic: topic.id.to_string(),
                    topic_name: language.read(&topic.name).unwrap_or_default().to_owned(),
                    allowed: decision.is_ok(),
                    state: state_name(facts.state(&topic.id)),
                    refusal: decision.err().map(|r: Refusal| Explanation::of(&r, language)),
                });
            }
        }
        let mut permissions = self.store.permissions().list(auth, id).await?;
        permissions.reverse();
        let messages = self.store.messages().list(auth, id, messages).await?;
        let ids: Vec<_> = person.identifiers.iter().map(|i| i.id.clone()).collect();
        Ok(PersonDetail {
            attributes: self.store.people().attributes(auth, id).await?,
            orders: self.store.orders().list(auth, id).await?,
            links: self.links(auth, id, &ids, language).await?,
            joins: self.joins(auth, id).await?,
            pause: self.requests().pause(auth, id).await?,
            segments: self.store.segments().of_person(auth, id).await?,
            person,
            reach,
            permissions,
            messages,
        })
    }

    async fn joins(&self, auth: &Authorized<act::PersonRead>, id: &PersonId) -> Result<Vec<JoinView>, AppError> {
        let mut out = Vec::new();
        for join in self.store.people().joins(auth, id).await? {
            let other = self.store.people().find(auth, &join.person).await?;
            out.push(JoinView { known_as: other.identifiers.into_iter().map(|i| i.value).collect(), join });
        }
        Ok(out)
    }

    /// Take everything back for a person who asked by telephone, letter or mail; with `objects`, as an objection to all
    /// direct marketing (GDPR 21(2)).
    pub async fn withdraw(
        &self,
        auth: &Authorized<act::PersonWithdraw>,
        id: &PersonId,
        objects: bool,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let draft = PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic: None,
            channel: None,
            event: if objects { PermissionEvent::Objected } else { PermissionEvent::Withdrawn },
            source: PermissionSource::Staff,
            form: None,
            language: Language::En,
            page: String::new(),
            at: now,
        };
        work!(self.store, |w| { w.permissions().withdraw_all(auth, id, &draft).await })?;
        // Their browsers too, in this process at once.
        self.restrictions_refresh().await
    }
}
