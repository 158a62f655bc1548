//! What somebody gets, topic by topic and channel by channel, as their pages show it and as they keep or stop it.

use hjemmel_model::{Channel, IdentifierId, Language, Topic, TopicId};
use hjemmel_pages::TopicLine;
use hjemmel_policy::{ReachFacts, TopicState, Witness};

use super::topic_lines;
use crate::{AppError, cases};

/// A topic that may be sent by one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What.
    pub topic: Topic,
    /// How.
    pub channel: Channel,
}

impl Allowed {
    /// As a page names it when it is kept.
    pub fn value(&self) -> String {
        format!("{} {}", self.topic.id, self.channel.name())
    }

    /// What is to be taken back when only `keep` stays: each topic whole, or by the channels that are not kept.
    pub(crate) fn stops(all: &[Allowed], keep: &[String]) -> Vec<(TopicId, Option<Channel>)> {
        let kept = |a: &Allowed| keep.contains(&a.value());
        let mut stops = Vec::new();
        for a in all.iter().filter(|a| !kept(a)) {
            let stays = all.iter().any(|b| b.topic.id == a.topic.id && kept(b));
            let stop = (a.topic.id.clone(), stays.then_some(a.channel));
            if !stops.contains(&stop) {
                stops.push(stop);
            }
        }
        stops
    }

    /// As pages show them, each ticked.
    pub fn lines(all: &[Allowed], language: Language) -> Vec<TopicLine> {
        let line = |a: &Allowed| {
            let channel = hjemmel_words::word(language, &format!("channel_{}", a.channel.name())).unwrap_or_default();
            let lines = topic_lines(std::slice::from_ref(&a.topic), language, |_| true);
            lines
                .into_iter()
                .map(|line| TopicLine { id: a.value(), channel: channel.clone(), ..line })
                .collect::<Vec<_>>()
        };
        all.iter().flat_map(line).collect()
    }
}

impl cases::Forms<'_> {
    /// What may be sent to an address, and to the same person by other channels.
    pub(crate) async fn allowed(
        &self,
        who: &impl Witness,
        identifier: &IdentifierId,
    ) -> Result<Vec<Allowed>, AppError> {
        let reached = self.store.permissions().reach_every_channel(who, identifier).await?;
        let mut allowed: Vec<Allowed> = Vec::new();
        for topic in self.store.topics().list(who.tenant()).await? {
            let given = reached.iter().filter(|facts| matches!(facts.state(&topic.id), TopicState::Given(_)));
            for channel in given.filter_map(ReachFacts::channel) {
                let one = Allowed { topic: topic.clone(), channel };
                if !allowed.contains(&one) {
                    allowed.push(one);
                }
            }
        }
        Ok(allowed)
    }
}
