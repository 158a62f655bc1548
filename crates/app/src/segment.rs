//! Segments: who has something in common, who is in, and of whom it may not be said and why.

mod members;
mod run;
mod sentence;
mod target;

use std::collections::{BTreeMap, HashMap};

use hjemmel_collect::recognise::special_name;
use hjemmel_model::{
    Definition, Facet, FilterError, Language, Predicate, SEGMENTS_MAX, Segment, SegmentError, SegmentId, TenantId,
};
use hjemmel_policy::{Authorized, Reason, Refusal, Standing, act, asking, decide_segment};
use hjemmel_store::{SegmentCount, SegmentWants, StoreError, work};
use hjemmel_words::key;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

pub use members::{SegmentMembers, SegmentPerson};
pub(crate) use target::Target;

use self::sentence::{Called, sentence};
use crate::{AppError, Explanation, cases, profile::line};

/// People looked at in one step of a look at what somebody is building.
const PAGE: i64 = 500;
/// Most people looked at for it: of more, a part from all along the list.
const LOOKED_MAX: i64 = 5_000;

/// A segment to make, or the next version of one.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentDraft {
    /// What staff call it.
    #[schema(example = "Bought in the last 90 days")]
    pub name: String,
    /// Who is in it: JSON with the operator first.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub definition: serde_json::Value,
}

/// Why people are neither in a segment nor out of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SegmentNeither {
    /// How many.
    pub people: i64,
    /// Why, by which rule, and what would let it be said of them.
    pub refusal: Explanation,
}

/// How many stand where.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct SegmentCounted {
    /// Everybody the organisation knows.
    pub people: i64,
    /// How many of them were looked at; the numbers are of those.
    pub looked_at: i64,
    /// In it.
    pub within: i64,
    /// Not in it.
    pub out: i64,
    /// Neither in nor out: what is known of them may not be used to say it.
    pub neither: Vec<SegmentNeither>,
}

/// A segment with what it says in words and how many stand where.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SegmentView {
    /// The segment.
    pub segment: Segment,
    /// What it says.
    pub sentence: String,
    /// How many stand where in its newest version.
    pub counted: SegmentCounted,
    /// Whether everybody was gone through for that version.
    pub complete: bool,
}

/// What somebody is building.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SegmentPreview {
    /// What it says.
    pub sentence: String,
    /// How many stand where now.
    pub counted: SegmentCounted,
}

/// How many stand where, kept beside the requests so that a list of segments counts nobody.
#[derive(Debug, Default)]
pub struct SegmentCounts {
    known: Mutex<HashMap<SegmentId, Known>>,
    runs: tokio::sync::Mutex<run::Runs>,
}

/// What was counted of a segment, unless it was forgotten since.
#[derive(Debug, Default)]
struct Known {
    /// How often it was forgotten: a count that was begun before then is not kept.
    generation: u64,
    count: Option<SegmentCount>,
}

impl SegmentCounts {
    fn forget(&self, id: &SegmentId) {
        let mut known = self.known.lock();
        let known = known.entry(id.clone()).or_default();
        known.generation = known.generation.wrapping_add(1);
        known.count = None;
    }

    /// What is kept of a segment, and its generation.
    fn get(&self, id: &SegmentId) -> (Option<SegmentCount>, u64) {
        self.known.lock().get(id).map_or((None, 0), |known| (known.count.clone(), known.generation))
    }

    /// Keep what was counted since a generation was read, unless it is another one by now.
    fn keep(&self, id: &SegmentId, generation: u64, count: &SegmentCount) {
        let mut known = self.known.lock();
        let known = known.entry(id.clone()).or_default();
        if known.generation == generation {
            known.count = Some(count.clone());
        }
    }
}

impl SegmentCounted {
    fn of(count: &SegmentCount, (looked_at, people): (i64, i64), language: Language) -> SegmentCounted {
        let neither = count.neither.iter().map(|(reason, people)| SegmentNeither {
            people: *people,
            refusal: Explanation::of(&Refusal::new(*reason), language),
        });
        let unsaid: i64 = count.neither.values().sum();
        SegmentCounted {
            people,
            looked_at,
            within: count.within,
            out: (looked_at - count.within - unsaid).max(0),
            neither: neither.collect(),
        }
    }
}

impl cases::Segments<'_> {
    /// The segments of an organisation, by name.
    pub async fn list(
        &self,
        auth: &Authorized<act::SegmentRead>,
        language: Language,
    ) -> Result<Vec<SegmentView>, AppError> {
        let segments = self.store.segments().list(auth.tenant()).await?;
        let called = self.called(auth.tenant(), &segments, language).await?;
        let people = self.store.audiences().count(auth.tenant()).await?;
        let mut out = Vec::with_capacity(segments.len());
        for segment in segments {
            out.push(self.view(segment, people, &called, language).await?);
        }
        Ok(out)
    }

    /// One segment as it stands.
    pub async fn detail(
        &self,
        auth: &Authorized<act::SegmentRead>,
        id: &SegmentId,
        language: Language,
    ) -> Result<SegmentView, AppError> {
        let found = self.list(auth, language).await?.into_iter().find(|s| s.segment.id == *id);
        Ok(found.ok_or(StoreError::NotFound("segment"))?)
    }

    /// The versions of a segment, newest first.
    pub async fn versions(
        &self,
        auth: &Authorized<act::SegmentRead>,
        id: &SegmentId,
    ) -> Result<Vec<Segment>, AppError> {
        let versions = self.store.segments().versions(auth.tenant(), id).await?;
        if versions.is_empty() {
            return Err(StoreError::NotFound("segment").into());
        }
        Ok(versions)
    }

    async fn view(
        &self,
        segment: Segment,
        people: i64,
        called: &Called,
        language: Language,
    ) -> Result<SegmentView, AppError> {
        let (known, generation) = self.segment_counts.get(&segment.id);
        let count = match known {
            Some(count) => count,
            None => {
                let count = self.store.segments().counts(&segment.id).await?;
                self.segment_counts.keep(&segment.id, generation, &count);
                count
            }
        };
        Ok(SegmentView {
            // One that cannot be read is shown all the same, so that it can be written anew or removed.
            sentence: read(&segment).map_or_else(|_| String::new(), |says| sentence(&says, called, language)),
            counted: SegmentCounted::of(&count, (people, people), language),
            complete: segment.counted_at.0 > 0,
            segment,
        })
    }

    /// Make a segment.
    pub async fn create(
        &self,
        auth: &Authorized<act::SegmentWrite>,
        draft: &SegmentDraft,
        language: Language,
    ) -> Result<SegmentView, AppError> {
        let now = self.clock.now();
        let others = self.store.segments().list(auth.tenant()).await?;
        if others.len() >= SEGMENTS_MAX {
            return Err(StoreError::TooMany("segments").into());
        }
        let id = SegmentId::new(now, self.entropy.as_ref());
        let segment = self.drafted(auth, draft, (id, 1), &others).await?;
        let segment = Segment { created_at: now, ..segment };
        work!(self.store, |w| { w.segments().insert(auth, &segment).await })?;
        self.written(auth, segment, language).await
    }

    /// Write the next version of a segment. `seen` is the version it builds on. What rests on an older one goes on with that.
    pub async fn change(
        &self,
        auth: &Authorized<act::SegmentWrite>,
        (id, seen): (&SegmentId, u32),
        draft: &SegmentDraft,
        language: Language,
    ) -> Result<SegmentView, AppError> {
        let others = self.store.segments().list(auth.tenant()).await?;
        let before = others.iter().find(|s| s.id == *id).ok_or(StoreError::NotFound("segment"))?;
        let segment = self.drafted(auth, draft, (id.clone(), seen.saturating_add(1)), &others).await?;
        let segment = Segment { created_at: before.created_at, ..segment };
        work!(self.store, |w| { w.segments().update(auth, &segment).await })?;
        self.written(auth, segment, language).await
    }

    /// Remove a segment. Refused while a newsletter that is not over rests on it or on a version that names it, or another
    /// segment names it.
    pub async fn remove(&self, auth: &Authorized<act::SegmentWrite>, id: &SegmentId) -> Result<(), AppError> {
        for other in self.store.segments().list(auth.tenant()).await? {
            if other.id != *id && read(&other).is_ok_and(|says| says.segments().contains(&id)) {
                return Err(AppError::SegmentInUse);
            }
        }
        let removed = work!(self.store, |w| { w.segments().remove(auth, id, self.clock.now()).await });
        self.segment_counts.forget(id);
        match removed {
            Err(StoreError::Taken(_)) => Err(AppError::SegmentInUse),
            done => Ok(done?),
        }
    }

    /// How many would stand where. Of very many people a part is looked at, from all along the list, and the answer says of how
    /// many.
    pub async fn preview(
        &self,
        auth: &Authorized<act::SegmentRead>,
        definition: &serde_json::Value,
        language: Language,
    ) -> Result<SegmentPreview, AppError> {
        let read = self.definition(definition)?;
        let others = self.store.segments().list(auth.tenant()).await?;
        let whole = read.spelled_out(&definitions(&others)).map_err(AppError::Segment)?;
        let called = self.called(auth.tenant(), &others, language).await?;
        let (people, looked_at, count) = self.looked(auth, &whole).await?;
        Ok(SegmentPreview {
            sentence: sentence(&read, &called, language),
            counted: SegmentCounted::of(&count, (looked_at, people), language),
        })
    }

    async fn looked(
        &self,
        auth: &Authorized<act::SegmentRead>,
        whole: &Definition,
    ) -> Result<(i64, i64, SegmentCount), AppError> {
        let tenant = auth.tenant();
        #[expect(clippy::disallowed_methods, reason = "a count of whom decisions let in, and nobody's record")]
        let who = asking(tenant);
        let (now, ground) = (self.clock.now(), self.ground(tenant).await?);
        let wants = SegmentWants::of([whole]);
        let people = self.store.audiences().count(tenant).await?;
        let stretches = if people <= LOOKED_MAX { 1 } else { LOOKED_MAX / PAGE };
        let (mut looked_at, mut count) = (0, SegmentCount::default());
        for stretch in 0..stretches {
            let mut after = match stretch {
                0 => String::new(),
                n => self.store.segments().place(&who, people / stretches * n).await?.unwrap_or_default(),
            };
            loop {
                let page = self.store.segments().page(&who, &wants, &after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.person.to_string();
                looked_at += i64::try_from(page.len()).unwrap_or(PAGE);
                for facts in &page {
                    match decide_segment(whole, facts, &ground, now).standing() {
                        Standing::In => count.within += 1,
                        Standing::Out => {}
                        Standing::Neither(reason) => *count.neither.entry(reason).or_default() += 1,
                    }
                }
                if stretches > 1 {
                    break;
                }
            }
        }
        Ok((people.max(looked_at), looked_at, count))
    }

    /// What staff wrote, checked: it can be read, asks for nothing that needs a ground of its own, and stands with the others.
    async fn drafted(
        &self,
        auth: &Authorized<act::SegmentWrite>,
        draft: &SegmentDraft,
        (id, version): (SegmentId, u32),
        others: &[Segment],
    ) -> Result<Segment, AppError> {
        let definition = self.definition(&draft.definition)?;
        if definition.is_empty() {
            return Err(AppError::Invalid { field: "definition", why: key!("field_says_nothing") });
        }
        let topics = self.store.topics().list(auth.tenant()).await?;
        for facet in definition.dimensions() {
            if let Facet::Permission(topic) = facet
                && topics.iter().all(|t| t.id != *topic)
            {
                return Err(StoreError::NotFound("topic").into());
            }
        }
        let before = definitions(others);
        let mut all = before.clone();
        all.insert(id.clone(), definition.clone());
        // With it as it is now, every other one still has to be one that can be worked out, if it was.
        for (one, says) in &all {
            if *one == id || says.spelled_out(&before).is_ok() {
                says.spelled_out(&all).map_err(AppError::Segment)?;
            }
        }
        let name = line(&draft.name, "name", 100)?;
        let now = self.clock.now();
        Ok(Segment {
            id,
            version,
            name,
            definition: definition.to_string(),
            actor: auth.actor().audit_name(),
            at: now,
            created_at: now,
            counted_at: hjemmel_model::AtMs(0),
        })
    }

    fn definition(&self, json: &serde_json::Value) -> Result<Definition, AppError> {
        let definition: Definition = Predicate::read(&json.to_string()).map_err(AppError::Definition)?;
        for facet in definition.dimensions() {
            if let Facet::Attribute(_, name) = facet
                && special_name(name)
            {
                return Err(AppError::Invalid { field: "definition", why: key!("field_names_special_data") });
            }
        }
        Ok(definition)
    }

    async fn written(
        &self,
        auth: &Authorized<act::SegmentWrite>,
        segment: Segment,
        language: Language,
    ) -> Result<SegmentView, AppError> {
        self.segment_counts.forget(&segment.id);
        let people = self.store.audiences().count(auth.tenant()).await?;
        let all = self.store.segments().list(auth.tenant()).await?;
        let called = self.called(auth.tenant(), &all, language).await?;
        self.view(segment, people, &called, language).await
    }

    async fn called(&self, tenant: &TenantId, all: &[Segment], language: Language) -> Result<Called, AppError> {
        let topics = self.store.topics().list(tenant).await?.into_iter();
        let named = topics.map(|t| (t.id, language.read(&t.name).unwrap_or_default().to_owned()));
        let segments = all.iter().map(|s| (s.id.clone(), s.name.clone())).collect();
        Ok(Called { topics: named.collect(), segments })
    }
}

/// The definition of a segment that is kept.
fn read(segment: &Segment) -> Result<Definition, AppError> {
    Definition::read(&segment.definition).map_err(|_: FilterError| AppError::Damaged("segment"))
}

/// What segments say, without those that cannot be read: whatever names one of those cannot be worked out, and nothing else.
fn definitions(all: &[Segment]) -> BTreeMap<SegmentId, Definition> {
    all.iter().filter_map(|s| Some((s.id.clone(), read(s).ok()?))).collect()
}

/// What a segment says, with what those in it say.
fn spelled_out(of: &Segment, all: &BTreeMap<SegmentId, Definition>) -> Result<Definition, AppError> {
    let whole: Result<Definition, SegmentError> = read(of)?.spelled_out(all);
    whole.map_err(AppError::Segment)
}

/// The name of a reason with what it is a reason of, as the steps of an audience are named.
pub(crate) fn neither_step(reason: Reason) -> String {
    format!("neither_{}", reason.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_was_begun_before_the_segment_changed_is_not_kept() {
        let counts = SegmentCounts::default();
        let id = SegmentId::parse("seg_1").unwrap();
        let of = |within| SegmentCount { within, ..SegmentCount::default() };
        let (none, generation) = counts.get(&id);
        assert_eq!(none, None);
        counts.forget(&id);
        counts.keep(&id, generation, &of(1));
        let (none, generation) = counts.get(&id);
        assert_eq!(none, None, "it is older than what was written meanwhile");
        counts.keep(&id, generation, &of(2));
        assert_eq!(counts.get(&id).0, Some(of(2)));
    }
}
