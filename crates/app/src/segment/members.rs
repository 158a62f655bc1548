//! Who is in a segment, one by one: for whoever may see people.

use hjemmel_model::{AtMs, IdentifierKind, Language, Person, Segment, SegmentId, SegmentVersion};
use hjemmel_policy::{Authorized, Standing, act};
use hjemmel_store::{StoreError, work};
use hjemmel_words::message;
use serde::Serialize;

use crate::{AppError, cases};

/// People on one page.
const PAGE: i64 = 50;
/// People in one file.
const FILE: i64 = 10_000;

/// Somebody in a segment.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SegmentPerson {
    /// Who.
    pub person: Person,
    /// Since when they are in it.
    pub entered_at: AtMs,
}

/// People in a segment.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct SegmentMembers {
    /// In the order in which they came to the organisation.
    pub members: Vec<SegmentPerson>,
    /// Ask for those after this person; nothing where these are the last.
    pub next: Option<String>,
}

impl cases::Segments<'_> {
    /// Who is in a segment, after the person `after`: each is decided about anew.
    pub async fn members(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &SegmentId,
        after: &str,
    ) -> Result<SegmentMembers, AppError> {
        self.members_of(auth, id, after, PAGE).await
    }

    async fn members_of(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &SegmentId,
        after: &str,
        limit: i64,
    ) -> Result<SegmentMembers, AppError> {
        let of = SegmentVersion { id: id.clone(), version: self.here(auth, id).await?.version };
        let target = match self.target(auth.tenant(), &of).await {
            // Of one that cannot be worked out it may be said of nobody.
            Err(AppError::Segment(_) | AppError::Damaged(_)) => return Ok(SegmentMembers::default()),
            target => target?,
        };
        let now = self.clock.now();
        let mut found = self.store.segments().members(auth, id, after, limit.saturating_add(1)).await?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > most;
        found.truncate(most);
        let next = found.last().filter(|_| more).map(|m| m.person.to_string());
        let mut members = Vec::with_capacity(found.len());
        for member in found {
            // What was written down may be older than what they said since.
            let stands = self.target_one(auth, &target, &member.person, now).await?;
            if stands.is_none_or(|m| m.standing() != Standing::In) {
                continue;
            }
            match self.store.people().find(auth, &member.person).await {
                Ok(person) => members.push(SegmentPerson { person, entered_at: member.entered_at }),
                // They went a moment ago.
                Err(StoreError::NotFound(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(SegmentMembers { members, next })
    }

    /// The same as a table, at most ten thousand people; where there are more, its last line says so. That it was taken is
    /// written down before it is, every time.
    pub async fn members_file(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &SegmentId,
        after: &str,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        self.here(auth, id).await?;
        let at = self.clock.now();
        work!(self.store, |w| { w.audit().add(auth, "person.segment_file", id.as_str(), at).await })?;
        let found = self.members_of(auth, id, after, FILE).await?;
        // The mark of the encoding, without which spreadsheets read letters wrong.
        let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let broken = |_| AppError::Damaged("table");
        out.write_record(["person", "email", "phone", "customer_number", "language", "entered_at"]).map_err(broken)?;
        for SegmentPerson { person, entered_at } in &found.members {
            let of = |kind: IdentifierKind| {
                let first = person.identifiers.iter().find(|i| i.kind == kind).map_or("", |i| i.value.as_str());
                // What a spreadsheet would take for a formula is said to be text.
                if first.starts_with(['=', '-', '@']) { format!("'{first}") } else { first.to_owned() }
            };
            let cells = [
                person.id.to_string(),
                of(IdentifierKind::Email),
                of(IdentifierKind::Phone),
                of(IdentifierKind::CustomerNumber),
                person.language.tag().to_owned(),
                entered_at.rfc3339(),
            ];
            out.write_record(cells).map_err(broken)?;
        }
        if let Some(after) = found.next {
            let cut = message!("seg_file_cut", people = FILE.to_string(), after = after).say(language);
            out.write_record([cut.as_str(), "", "", "", "", ""]).map_err(broken)?;
        }
        out.into_inner().map_err(|_| AppError::Damaged("table"))
    }

    async fn here(&self, auth: &Authorized<act::PersonRead>, id: &SegmentId) -> Result<Segment, AppError> {
        let found = self.store.segments().list(auth.tenant()).await?.into_iter().find(|s| s.id == *id);
        Ok(found.ok_or(StoreError::NotFound("segment"))?)
    }
}
