//! What the readers of a newsletter read.

use std::collections::BTreeMap;

use hjemmel_model::{Language, TopicId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::StoreError;
use serde::Serialize;

use crate::{AppError, cases};

/// What the readers of a topic read, so that a newsletter begins in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Readers {
    /// The language most of them read; none while nobody said yes.
    pub language: Option<Language>,
    /// How many read which, of the last 2,000 who said yes.
    #[schema(value_type = std::collections::HashMap<String, i64>)]
    pub people: BTreeMap<Language, i64>,
}

impl cases::Campaigns<'_> {
    /// What the readers of a topic read.
    pub async fn readers(&self, auth: &Authorized<act::CampaignRead>, topic: &TopicId) -> Result<Readers, AppError> {
        if self.store.topics().list(auth.tenant()).await?.iter().all(|t| t.id != *topic) {
            return Err(StoreError::NotFound("topic").into());
        }
        let people = self.store.topics().languages(auth.tenant(), topic).await?;
        // Of two that are as many the first in the order of languages, so that the answer does not change by itself.
        let language = people.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse(**l))).map(|(l, _)| *l);
        Ok(Readers { language, people })
    }
}
