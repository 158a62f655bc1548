//! What a newsletter rests on that goes to a segment: one version of it, asked about anew for each person.

use std::collections::BTreeSet;

use hjemmel_model::{
    Activity, AtMs, DataCategory, Definition, PersonId, SegmentVersion, TenantId, Use, UseSet, day_begins,
};
use hjemmel_policy::{Member, SegmentFacts, SegmentGround, Witness, decide_segment};
use hjemmel_store::{Entry, SegmentWants};

use super::{definitions, spelled_out};
use crate::{AppError, cases};

/// A version of a segment, and what may be used to work it out.
#[derive(Debug)]
pub(crate) struct Target {
    definition: Definition,
    pub(super) wants: SegmentWants,
    ground: SegmentGround,
}

impl Target {
    /// Where somebody stands.
    pub(crate) fn member(&self, facts: &SegmentFacts, now: AtMs) -> Member {
        decide_segment(&self.definition, facts, &self.ground, now)
    }
}

impl cases::Segments<'_> {
    /// What a newsletter to a version of a segment rests on; segments that it names count as they stand now.
    pub(crate) async fn target(&self, tenant: &TenantId, of: &SegmentVersion) -> Result<Target, AppError> {
        let all = definitions(&self.store.segments().list(tenant).await?);
        let definition = spelled_out(&self.store.segments().of_version(tenant, of).await?, &all)?;
        let wants = SegmentWants::of([&definition]);
        Ok(Target { definition, wants, ground: self.ground(tenant).await? })
    }

    /// Where the people after `after` stand, at most `limit` of them.
    pub(crate) async fn target_page(
        &self,
        who: &impl Witness,
        target: &Target,
        (after, limit): (&str, i64),
        now: AtMs,
    ) -> Result<Vec<Member>, AppError> {
        let page = self.store.segments().page(who, &target.wants, after, limit).await?;
        Ok(page.iter().map(|facts| target.member(facts, now)).collect())
    }

    /// Where one person stands; nothing of somebody who is not there any more.
    pub(crate) async fn target_one(
        &self,
        who: &impl Witness,
        target: &Target,
        person: &PersonId,
        now: AtMs,
    ) -> Result<Option<Member>, AppError> {
        let facts = self.store.segments().one(who, &target.wants, person).await?;
        Ok(facts.map(|facts| target.member(&facts, now)))
    }

    /// What the register lets segments rest on.
    pub(super) async fn ground(&self, tenant: &TenantId) -> Result<SegmentGround, AppError> {
        let uses = self.store.register().uses(tenant).await?;
        let anybody = self.campaigns().said_to(tenant, |_| true).await?;
        if uses == UseSet::ALL {
            return Ok(SegmentGround { uses, data: None, since: AtMs(0), anybody });
        }
        let named = named(self.store.register().every::<Activity>(tenant).await?);
        let data: BTreeSet<DataCategory> = named.iter().flat_map(|(a, _)| a.data.iter().copied()).collect();
        // Of several the latest: what is told of one is not told of another.
        let since = named.iter().map(|(_, since)| *since).max().unwrap_or(AtMs(i64::MAX));
        Ok(SegmentGround { uses, data: Some(data), since, anybody })
    }
}

/// The activities that name segments, each with the moment since when people are told: the day it says, or else when it began
/// to name them. `versions` come record by record, oldest first.
fn named(versions: Vec<Entry<Activity>>) -> Vec<(Activity, AtMs)> {
    let mut out: Vec<(hjemmel_model::EntryId, Activity, AtMs)> = Vec::new();
    for version in versions {
        let before = out.iter().position(|(id, ..)| *id == version.id).map(|at| out.remove(at).2);
        if !version.ended && version.entry.uses.contains(&Use::Segments) {
            out.push((version.id, version.entry, before.unwrap_or(version.at)));
        }
    }
    let told = |a: &Activity| day_begins(&a.told_since);
    let since = |(_, a, began)| {
        let since = told(&a).unwrap_or(began);
        (a, since)
    };
    out.into_iter().map(since).collect()
}

#[cfg(test)]
mod tests {
    use hjemmel_model::EntryId;

    use super::*;

    fn version(number: i64, uses: Vec<Use>, told_since: &str) -> Entry<Activity> {
        let entry = serde_json::from_value(serde_json::json!({
            "name": "Segments", "purpose": "To choose.", "role": "controller", "uses": uses, "legal_bases": ["consent"],
            "subjects": ["customers"], "data": ["purchases"], "sources": ["person"], "retention": "A year.",
            "owner": "Marketing", "told_since": told_since,
        }));
        let entry = entry.unwrap();
        let id = EntryId::parse("ent_1").unwrap();
        Entry { id, version: number, entry, at: AtMs(number * 1_000), actor: String::new(), ended: false }
    }

    #[test]
    fn people_are_told_since_the_day_an_activity_says_or_since_it_began_to_name_segments() {
        let since =
            |versions: Vec<Entry<Activity>>| named(versions).into_iter().map(|(_, at)| at.0).collect::<Vec<_>>();
        let segments = || vec![Use::Segments];
        assert_eq!(since(vec![version(1, segments(), ""), version(2, segments(), "")]), [1_000]);
        assert_eq!(since(vec![version(1, vec![Use::Orders], ""), version(2, segments(), "")]), [2_000]);
        let broken = vec![version(1, segments(), ""), version(2, vec![], ""), version(3, segments(), "")];
        assert_eq!(since(broken), [3_000], "it begins anew");
        assert_eq!(since(vec![version(1, segments(), "1970-01-02")]), [86_400_000]);
        assert!(since(vec![Entry { ended: true, ..version(1, segments(), "") }]).is_empty());
    }
}
