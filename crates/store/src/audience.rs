//! Whom a message to many could reach: people with what decisions about their addresses rest on, page by page.

use std::collections::HashMap;

use hjemmel_model::{
    AtMs, Channel, FormId, GrantSeq, IdentifierId, Language, PermissionEvent, PersonId, TenantId, TopicId, Use, UseSet,
};
use hjemmel_policy::{ReachEntry, ReachFacts, Recipient, Witness};

use crate::{
    db::Row,
    error::StoreError,
    person::{channel, law_of, suppression_of},
    sql,
    work::{Audiences, Records},
};

/// A person a newsletter might go to.
#[derive(Clone, Debug)]
pub struct AudienceMember {
    /// Who.
    pub person: PersonId,
    /// The language they use.
    pub language: Language,
    /// What decisions about each of their e-mail addresses rest on, oldest address first.
    pub addresses: Vec<ReachFacts>,
}

impl<R: Records> Audiences<R> {
    /// How many people an organisation knows.
    pub async fn count(&mut self, tenant: &TenantId) -> Result<i64, StoreError> {
        let rows = self.0.read(sql::AUDIENCE_COUNT, &[tenant.as_str().into()]).await?;
        rows.first().ok_or(StoreError::Damaged("count"))?.int(0)
    }

    /// People after `after` with what decisions about their addresses rest on, at most `limit`.
    pub async fn page(
        &mut self,
        who: &impl Witness,
        after: &str,
        limit: i64,
    ) -> Result<Vec<AudienceMember>, StoreError> {
        let people =
            self.0.read(sql::AUDIENCE_PEOPLE, &[who.tenant().as_str().into(), after.into(), limit.into()]).await?;
        let Some(last) = people.last() else { return Ok(Vec::new()) };
        let range = [who.tenant().as_str().into(), after.into(), last.text(0)?.into()];
        let addresses = grouped(self.0.read(sql::AUDIENCE_ADDRESSES, &range).await?)?;
        let entries = grouped(self.0.read(sql::AUDIENCE_PERMISSIONS, &range).await?)?;
        let uses = self.0.read(sql::REGISTER_USES, &[who.tenant().as_str().into()]).await?;
        let uses = UseSet(uses.first().ok_or(StoreError::Damaged("tenant"))?.int(0)?);
        let said = Said { addresses, entries, registered: uses.has(Use::Newsletters) };
        people.iter().map(|row| member(who.tenant(), row, &said)).collect()
    }
}

/// Rows by the person in their first column.
pub(crate) fn grouped(rows: Vec<Row>) -> Result<HashMap<String, Vec<Row>>, StoreError> {
    let mut out: HashMap<String, Vec<Row>> = HashMap::new();
    for row in rows {
        out.entry(row.text(0)?).or_default().push(row);
    }
    Ok(out)
}

/// What a page of people rests on, by person.
struct Said {
    addresses: HashMap<String, Vec<Row>>,
    entries: HashMap<String, Vec<Row>>,
    registered: bool,
}

fn member(tenant: &TenantId, row: &Row, said: &Said) -> Result<AudienceMember, StoreError> {
    let damaged = || StoreError::Damaged("person");
    let person = PersonId::parse(&row.text(0)?).map_err(|_| damaged())?;
    let of = |rows: &HashMap<String, Vec<Row>>| rows.get(person.as_str()).cloned().unwrap_or_default();
    let (addresses, entries) = (of(&said.addresses), of(&said.entries));
    let entries = entries.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    let restricted = row.int(2)? > 0;
    let facts = addresses.iter().map(|row| {
        let identifier = IdentifierId::parse(&row.text(1)?).map_err(|_| damaged())?;
        let recipient = Recipient { person: person.clone(), identifier };
        let facts = ReachFacts::gathered(
            recipient,
            Some(Channel::Email),
            entries.clone(),
            suppression_of(&row.text(2)?),
            law_of(tenant),
        );
        Ok(facts.restricted(restricted).registered(said.registered))
    });
    Ok(AudienceMember {
        language: Language::from_tag(&row.text(1)?).ok_or_else(damaged)?,
        addresses: facts.collect::<Result<_, StoreError>>()?,
        person,
    })
}

pub(crate) fn entry(row: &Row) -> Result<ReachEntry, StoreError> {
    let damaged = || StoreError::Damaged("permission");
    let topic = Some(row.text(3)?).filter(|t| !t.is_empty());
    Ok(ReachEntry {
        seq: GrantSeq(row.int(1)?),
        identifier: IdentifierId::parse(&row.text(2)?).map_err(|_| damaged())?,
        topic: topic.map(|t| TopicId::parse(&t).map_err(|_| damaged())).transpose()?,
        channel: channel(&row.text(7)?)?,
        event: PermissionEvent::from_name(&row.text(4)?).ok_or_else(damaged)?,
        form: match row.text(5)?.as_str() {
            "" => None,
            form => Some((FormId::parse(form).map_err(|_| damaged())?, row.u32(6)?)),
        },
        at: AtMs(row.int(8)?),
    })
}
