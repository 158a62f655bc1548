//! Who is in a segment, one by one: for whoever may see people.

use hjemmel_model::{AtMs, IdentifierKind, Person, SegmentId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::StoreError;
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
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SegmentMembers {
    /// In the order in which they came to the organisation.
    pub members: Vec<SegmentPerson>,
    /// Ask for those after this person; nothing where these are the last.
    pub next: Option<String>,
}

impl cases::Segments<'_> {
    /// Who is in a segment, after the person `after`.
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
        self.here(auth, id).await?;
        let found = self.store.segments().members(auth, id, after, limit).await?;
        let whole = i64::try_from(found.len()).is_ok_and(|n| n >= limit);
        let next = found.last().filter(|_| whole).map(|m| m.person.to_string());
        let mut members = Vec::with_capacity(found.len());
        for member in found {
            match self.store.people().find(auth, &member.person).await {
                Ok(person) => members.push(SegmentPerson { person, entered_at: member.entered_at }),
                // They went a moment ago.
                Err(StoreError::NotFound(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(SegmentMembers { members, next })
    }

    /// The same as a table, at most ten thousand people.
    pub async fn members_file(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &SegmentId,
        after: &str,
    ) -> Result<Vec<u8>, AppError> {
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
        out.into_inner().map_err(|_| AppError::Damaged("table"))
    }

    async fn here(&self, auth: &Authorized<act::PersonRead>, id: &SegmentId) -> Result<(), AppError> {
        match self.store.segments().list(auth.tenant()).await?.iter().any(|s| s.id == *id) {
            true => Ok(()),
            false => Err(StoreError::NotFound("segment").into()),
        }
    }
}
