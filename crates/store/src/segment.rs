//! Segments: every version of each, where people stand in the newest, and who has to be looked at again.
//!
//! Invariant: where somebody stands is written from a decision, for the version it was made about; what an older run found
//! never stands over a newer version.

mod facts;

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, CampaignBody, Definition, PersonId, Segment, SegmentId, SegmentVersion, TenantId};
use hjemmel_policy::{Authorized, Member, Reason, Standing, Witness, act};
use serde::Serialize;

pub use facts::SegmentWants;

use crate::{
    Store,
    db::{Row, Tx},
    error::StoreError,
    sql,
    work::{Records, Segments, Work},
};

/// How many stand where in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentCount {
    /// In it.
    pub within: i64,
    /// Neither in nor out, by reason.
    pub neither: BTreeMap<Reason, i64>,
}

/// Somebody in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentMember {
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub entered_at: AtMs,
}

/// Somebody whose place in segments has to be looked at again.
#[derive(Clone, Debug)]
pub struct SegmentDue {
    /// Who.
    pub person: PersonId,
    /// Whose customer.
    pub tenant: TenantId,
    /// Rises with each change of anybody, so that one that comes meanwhile is not lost and nobody waits for ever.
    seq: i64,
}

/// A segment that somebody stands in, as a look at them shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SegmentOf {
    /// Which.
    pub segment: SegmentId,
    /// What staff call it.
    pub name: String,
    /// Whether they are in it; where not, it may not be said.
    pub within: bool,
    /// Why it may not be said; empty where it may.
    pub reason: String,
    /// Since when they are in it; 0 when they are not.
    pub entered_at: AtMs,
}

/// Where somebody stood before.
#[derive(Clone, Debug)]
pub struct Stood {
    standing: String,
    reason: String,
    entered_at: i64,
    left_at: i64,
}

/// Where everybody of a stretch of people stood before, by segment and person.
pub type StoodBefore = BTreeMap<(String, String), Stood>;

impl Store {
    /// Something about somebody changed that segments may ask by.
    pub(crate) async fn segment_touch(&self, tx: &mut Tx, person: &PersonId) -> Result<(), StoreError> {
        tx.execute(sql::SEGMENT_TOUCH, &[person.as_str().into()]).await?;
        Ok(())
    }
}

impl Segments<&mut Work> {
    /// Begin a segment.
    pub async fn insert(&mut self, auth: &Authorized<act::SegmentWrite>, s: &Segment) -> Result<(), StoreError> {
        let values = [s.id.as_str().into(), auth.tenant().as_str().into(), s.at.0.into()];
        self.0.tx.execute(sql::SEGMENT_INSERT, &values).await?;
        self.version(auth, s, "segment.create").await
    }

    /// Write the next version of a segment. `s.version` is the new one; another one meanwhile is not written over.
    pub async fn update(&mut self, auth: &Authorized<act::SegmentWrite>, s: &Segment) -> Result<(), StoreError> {
        let before = i64::from(s.version) - 1;
        let values = [s.id.as_str().into(), auth.tenant().as_str().into(), before.into()];
        if self.0.tx.execute(sql::SEGMENT_RAISE, &values).await? != 1 {
            return Err(StoreError::Changed("segment"));
        }
        // Others may name it.
        self.0.tx.execute(sql::SEGMENT_RECOUNT, &[auth.tenant().as_str().into()]).await?;
        self.version(auth, s, "segment.change").await
    }

    async fn version(
        &mut self,
        auth: &Authorized<act::SegmentWrite>,
        s: &Segment,
        verb: &str,
    ) -> Result<(), StoreError> {
        let values = [
            s.id.as_str().into(),
            s.version.into(),
            auth.tenant().as_str().into(),
            s.name.as_str().into(),
            s.definition.as_str().into(),
            s.actor.as_str().into(),
            s.at.0.into(),
        ];
        self.0.tx.execute(sql::SEGMENT_VERSION_INSERT, &values).await?;
        self.0.audit().add(auth, verb, s.id.as_str(), s.at).await
    }

    /// Remove a segment; who stood where is forgotten, its versions stay because newsletters that went out name them. Refused
    /// while one that is not over rests on it, or on a version of another one that names it.
    pub async fn remove(
        &mut self,
        auth: &Authorized<act::SegmentWrite>,
        id: &SegmentId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        if self.is_rested_on(auth.tenant(), id).await? {
            return Err(StoreError::Taken("segment"));
        }
        let values = [at.0.into(), id.as_str().into(), auth.tenant().as_str().into()];
        if self.0.tx.execute(sql::SEGMENT_REMOVE, &values).await? != 1 {
            return Err(StoreError::NotFound("segment"));
        }
        self.forget(id).await?;
        self.0.audit().add(auth, "segment.remove", id.as_str(), at).await
    }

    async fn is_rested_on(&mut self, tenant: &TenantId, id: &SegmentId) -> Result<bool, StoreError> {
        let rows = self.0.tx.read(sql::SEGMENT_RESTS, &[tenant.as_str().into()]).await?;
        for row in &rows {
            if row.text(0)? == id.as_str() {
                return Ok(true);
            }
            // The version it goes to may be older than the one that stands.
            let body = serde_json::from_str::<CampaignBody>(&row.text(1)?).ok();
            let Some(of) = body.and_then(|body| body.segment) else { continue };
            let said = self.of_version(tenant, &of).await?;
            if Definition::read(&said.definition).is_ok_and(|says| says.segments().contains(&id)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Who stood where in a segment is forgotten.
    pub async fn forget(&mut self, id: &SegmentId) -> Result<(), StoreError> {
        self.0.tx.execute(sql::SEGMENT_MEMBERS_DELETE, &[id.as_str().into()]).await?;
        Ok(())
    }

    /// Write down where people stand in a version of a segment, where that differs from before. Gives how many changed.
    pub async fn stand(
        &mut self,
        of: &SegmentVersion,
        members: &[Member],
        before: &StoodBefore,
        at: AtMs,
    ) -> Result<usize, StoreError> {
        let mut changed = 0;
        for member in members {
            let (standing, reason) = match member.standing() {
                Standing::In => ("in", ""),
                Standing::Out => ("out", ""),
                Standing::Neither(reason) => ("neither", reason.name()),
            };
            let was = before.get(&(of.id.to_string(), member.person().to_string()));
            let same = was.map_or(standing == "out", |w| w.standing == standing && w.reason == reason);
            if same {
                continue;
            }
            let (was_in, entered, left) = was.map_or((false, 0, 0), |w| (w.standing == "in", w.entered_at, w.left_at));
            let entered = if standing == "in" { at.0 } else { entered };
            let left = if was_in { at.0 } else { left };
            let values = [
                of.id.as_str().into(),
                member.person().as_str().into(),
                standing.into(),
                reason.into(),
                entered.into(),
                left.into(),
                of.version.into(),
            ];
            self.0.tx.execute(sql::SEGMENT_MEMBER_SET, &values).await?;
            changed += 1;
        }
        Ok(changed)
    }

    /// Everybody was gone through for a version of a segment.
    pub async fn counted(&mut self, of: &SegmentVersion, at: AtMs) -> Result<(), StoreError> {
        let values = [at.0.into(), of.id.as_str().into(), of.version.into()];
        self.0.tx.execute(sql::SEGMENT_COUNTED, &values).await?;
        Ok(())
    }

    /// Somebody could not be looked at: whoever else waits comes before them.
    pub async fn due_later(&mut self, due: &SegmentDue) -> Result<(), StoreError> {
        self.0.tx.execute(sql::SEGMENT_DUE_LATER, &[due.person.as_str().into(), due.seq.into()]).await?;
        Ok(())
    }

    /// Somebody was looked at again, unless more changed meanwhile.
    pub async fn due_done(&mut self, due: &SegmentDue) -> Result<(), StoreError> {
        self.0.tx.execute(sql::SEGMENT_DUE_DONE, &[due.person.as_str().into(), due.seq.into()]).await?;
        Ok(())
    }
}

impl<R: Records> Segments<R> {
    /// The segments of an organisation as they stand, by name.
    pub async fn list(&mut self, tenant: &TenantId) -> Result<Vec<Segment>, StoreError> {
        let rows = self.0.read(sql::SEGMENT_LIST, &[tenant.as_str().into()]).await?;
        rows.iter().map(segment).collect()
    }

    /// The versions of a segment, newest first.
    pub async fn versions(&mut self, tenant: &TenantId, id: &SegmentId) -> Result<Vec<Segment>, StoreError> {
        let rows = self.0.read(sql::SEGMENT_VERSIONS, &[tenant.as_str().into(), id.as_str().into()]).await?;
        rows.iter().map(segment).collect()
    }

    /// One version of a segment, removed or not.
    pub async fn of_version(&mut self, tenant: &TenantId, of: &SegmentVersion) -> Result<Segment, StoreError> {
        let values = [tenant.as_str().into(), of.id.as_str().into(), of.version.into()];
        let rows = self.0.read(sql::SEGMENT_VERSION, &values).await?;
        segment(rows.first().ok_or(StoreError::NotFound("segment"))?)
    }

    /// How many stand where.
    pub async fn counts(&mut self, id: &SegmentId) -> Result<SegmentCount, StoreError> {
        let mut out = SegmentCount::default();
        for row in &self.0.read(sql::SEGMENT_COUNTS, &[id.as_str().into()]).await? {
            let (standing, reason, people) = (row.text(0)?, row.text(1)?, row.int(2)?);
            match standing.as_str() {
                "in" => out.within += people,
                _ => {
                    let reason = Reason::from_name(&reason).ok_or(StoreError::Damaged("reason"))?;
                    *out.neither.entry(reason).or_default() += people;
                }
            }
        }
        Ok(out)
    }

    /// Who is in a segment, after the person `after`, at most `limit`.
    pub async fn members(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        id: &SegmentId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<SegmentMember>, StoreError> {
        let values = [id.as_str().into(), auth.tenant().as_str().into(), after.into(), limit.into()];
        let member = |row: &Row| {
            let person = PersonId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("person"))?;
            Ok(SegmentMember { person, entered_at: AtMs(row.int(1)?) })
        };
        self.0.read(sql::SEGMENT_MEMBERS, &values).await?.iter().map(member).collect()
    }

    /// The segments that somebody is in, or that it may not be said of.
    pub async fn of_person(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        person: &PersonId,
    ) -> Result<Vec<SegmentOf>, StoreError> {
        let rows =
            self.0.read(sql::SEGMENT_OF_PERSON, &[auth.tenant().as_str().into(), person.as_str().into()]).await?;
        let of = |row: &Row| {
            let within = row.text(2)? == "in";
            Ok(SegmentOf {
                segment: SegmentId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("segment"))?,
                name: row.text(1)?,
                within,
                reason: row.text(3)?,
                entered_at: AtMs(if within { row.int(4)? } else { 0 }),
            })
        };
        rows.iter().map(of).collect()
    }

    /// Where the people after `after` up to `last` stood before, in every segment.
    pub async fn stood(&mut self, who: &impl Witness, after: &str, last: &str) -> Result<StoodBefore, StoreError> {
        let values = [who.tenant().as_str().into(), after.into(), last.into()];
        let rows = self.0.read(sql::SEGMENT_STAND, &values).await?;
        let stood = |row: &Row| {
            let was =
                Stood { standing: row.text(2)?, reason: row.text(3)?, entered_at: row.int(4)?, left_at: row.int(5)? };
            Ok(((row.text(0)?, row.text(1)?), was))
        };
        rows.iter().map(stood).collect()
    }

    /// Where one person stood before, in every segment.
    pub async fn stood_one(&mut self, who: &impl Witness, person: &PersonId) -> Result<StoodBefore, StoreError> {
        self.stood(who, &facts::before(person), person.as_str()).await
    }

    /// Organisations that have a segment which nobody was gone through for since `since`.
    pub async fn stale(&mut self, since: AtMs) -> Result<Vec<TenantId>, StoreError> {
        let rows = self.0.read(sql::SEGMENT_STALE, &[since.0.into()]).await?;
        rows.iter().map(|row| TenantId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("tenant"))).collect()
    }

    /// Who has to be looked at again, whoever waits longest first.
    pub async fn due(&mut self, limit: i64) -> Result<Vec<SegmentDue>, StoreError> {
        let damaged = |_| StoreError::Damaged("person");
        let rows = self.0.read(sql::SEGMENT_DUE, &[limit.into()]).await?;
        let due = |row: &Row| {
            Ok(SegmentDue {
                person: PersonId::parse(&row.text(0)?).map_err(damaged)?,
                tenant: TenantId::parse(&row.text(1)?).map_err(damaged)?,
                seq: row.int(2)?,
            })
        };
        rows.iter().map(due).collect()
    }

    /// Every record of the person that this one is of, itself among them.
    pub async fn same(&mut self, who: &impl Witness, person: &PersonId) -> Result<Vec<PersonId>, StoreError> {
        let values = [who.tenant().as_str().into(), person.as_str().into()];
        let rows = self.0.read(sql::PERSON_JOIN_GROUP, &values).await?;
        rows.iter().map(|row| PersonId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("person"))).collect()
    }
}

fn segment(row: &Row) -> Result<Segment, StoreError> {
    Ok(Segment {
        id: SegmentId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("segment"))?,
        version: row.u32(1)?,
        name: row.text(2)?,
        definition: row.text(3)?,
        actor: row.text(4)?,
        at: AtMs(row.int(5)?),
        created_at: AtMs(row.int(6)?),
        counted_at: AtMs(row.int(7)?),
    })
}
