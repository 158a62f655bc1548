//! What segments may ask by, page by page: the only place where such facts are gathered. What is sealed is opened only where
//! something asks for it.

use std::collections::{BTreeSet, HashMap};

use hjemmel_model::{
    AtMs, Channel, Definition, Facet, IdentifierId, IdentifierKind, Language, PersonId, Use, UseSet, says_birth,
};
use hjemmel_policy::{Dated, ReachEntry, ReachFacts, Recipient, SegmentFacts, SegmentMessages, SegmentOrder, Witness};

use crate::{
    audience::{entry, grouped},
    db::{Row, Value},
    error::StoreError,
    order,
    person::{law_of, suppression_of},
    person_keys::PersonKey,
    sql,
    work::{Records, Segments},
};

/// What definitions ask for that is sealed.
#[derive(Clone, Debug, Default)]
pub struct SegmentWants {
    attributes: BTreeSet<String>,
    domains: bool,
    products: bool,
}

impl SegmentWants {
    /// What these ask for, once they are spelled out.
    pub fn of<'a>(definitions: impl IntoIterator<Item = &'a Definition>) -> SegmentWants {
        let mut wants = SegmentWants::default();
        for facet in definitions.into_iter().flat_map(Definition::dimensions) {
            match facet {
                Facet::Attribute(_, name) => {
                    wants.attributes.insert(name.clone());
                }
                Facet::EmailDomain => wants.domains = true,
                Facet::OrderProduct => wants.products = true,
                _ => {}
            }
        }
        wants
    }

    fn attribute(&self, name: &str) -> bool {
        says_birth(name) || self.attributes.contains(name)
    }
}

/// Rows about a stretch of people, by person.
struct Page {
    identifiers: HashMap<String, Vec<Row>>,
    entries: HashMap<String, Vec<Row>>,
    attributes: HashMap<String, Vec<Row>>,
    orders: HashMap<String, Vec<Row>>,
    messages: HashMap<String, Vec<Row>>,
    keys: HashMap<String, PersonKey>,
    registered: bool,
}

fn rows<'a>(of: &'a HashMap<String, Vec<Row>>, person: &PersonId) -> &'a [Row] {
    of.get(person.as_str()).map_or(&[], Vec::as_slice)
}

fn damaged() -> StoreError {
    StoreError::Damaged("person")
}

impl<R: Records> Segments<R> {
    /// The person before whom a place in the list of people lies, for a look at a part of very many.
    pub async fn place(&mut self, who: &impl Witness, at: i64) -> Result<Option<String>, StoreError> {
        let rows = self.0.read(sql::SEGMENT_PLACES, &[who.tenant().as_str().into(), at.into()]).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// What is known of the people after `after`, at most `limit` of them.
    pub async fn page(
        &mut self,
        who: &impl Witness,
        wants: &SegmentWants,
        after: &str,
        limit: i64,
    ) -> Result<Vec<SegmentFacts>, StoreError> {
        let values = [who.tenant().as_str().into(), after.into(), limit.into()];
        let people = self.0.read(sql::SEGMENT_PEOPLE, &values).await?;
        let Some(last) = people.last() else { return Ok(Vec::new()) };
        let range = [who.tenant().as_str().into(), after.into(), last.text(0)?.into()];
        let page = self.gather(who, wants, &range).await?;
        let mut out = Vec::with_capacity(people.len());
        for row in &people {
            out.push(self.person(who, wants, row, &page).await?);
        }
        Ok(out)
    }

    /// What is known of one person; nothing of one who is not there.
    pub async fn one(
        &mut self,
        who: &impl Witness,
        wants: &SegmentWants,
        person: &PersonId,
    ) -> Result<Option<SegmentFacts>, StoreError> {
        let page = self.page(who, wants, &before(person), 1).await?;
        Ok(page.into_iter().find(|facts| facts.person == *person))
    }

    async fn gather(
        &mut self,
        who: &impl Witness,
        wants: &SegmentWants,
        range: &[Value; 3],
    ) -> Result<Page, StoreError> {
        let uses = self.0.read(sql::REGISTER_USES, &[who.tenant().as_str().into()]).await?;
        let uses = UseSet(uses.first().ok_or(StoreError::Damaged("tenant"))?.int(0)?);
        let attributes = self.0.read(sql::SEGMENT_ATTRIBUTES, range).await?;
        let mut wanted = Vec::with_capacity(attributes.len());
        for row in attributes {
            if wants.attribute(&row.text(2)?) {
                wanted.push(row);
            }
        }
        let identifiers = self.0.read(sql::SEGMENT_IDENTIFIERS, range).await?;
        let mut keys = HashMap::new();
        if wants.domains || !wanted.is_empty() {
            let store = self.0.store();
            let [_, after, last] = range;
            keys = store.persons.between(&store.keys, &after.to_string(), &last.to_string()).await?;
            // Another record of the same person may lie elsewhere.
            for row in &wanted {
                let whose = row.text(1)?;
                if let std::collections::hash_map::Entry::Vacant(place) = keys.entry(whose) {
                    let key = store.persons.get(&store.keys, place.key()).await?;
                    place.insert(key);
                }
            }
        }
        Ok(Page {
            identifiers: grouped(identifiers)?,
            entries: grouped(self.0.read(sql::AUDIENCE_PERMISSIONS, range).await?)?,
            attributes: grouped(wanted)?,
            orders: grouped(self.0.read(sql::SEGMENT_ORDERS, range).await?)?,
            messages: grouped(self.0.read(sql::SEGMENT_MESSAGES, range).await?)?,
            keys,
            registered: uses.has(Use::Newsletters),
        })
    }

    async fn person(
        &mut self,
        who: &impl Witness,
        wants: &SegmentWants,
        row: &Row,
        page: &Page,
    ) -> Result<SegmentFacts, StoreError> {
        let person = PersonId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let restricted = row.int(3)? > 0;
        let entries = rows(&page.entries, &person).iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let mut facts = SegmentFacts {
            language: Language::from_tag(&row.text(1)?).ok_or_else(damaged)?,
            created_at: AtMs(row.int(2)?),
            restricted,
            addresses: Vec::new(),
            domains: Vec::new(),
            phones: Vec::new(),
            attributes: attributes(page, &person)?,
            orders: self.orders(rows(&page.orders, &person), wants).await?,
            messages: messages(rows(&page.messages, &person))?,
            entries,
            person,
        };
        for row in rows(&page.identifiers, &facts.person) {
            let at = AtMs(row.int(4)?);
            match IdentifierKind::from_name(&row.text(2)?).ok_or_else(damaged)? {
                IdentifierKind::Phone => facts.phones.push(at),
                IdentifierKind::Email => {
                    let value = if wants.domains { domain(page, &facts.person, row)? } else { String::new() };
                    facts.domains.push(Dated { value, at });
                    let law = law_of(who.tenant());
                    let reach = reach(row, &facts.person, facts.entries.clone(), law)?;
                    facts.addresses.push(reach.restricted(restricted).registered(page.registered));
                }
                IdentifierKind::CustomerNumber => {}
            }
        }
        Ok(facts)
    }

    async fn orders(&mut self, rows: &[Row], wants: &SegmentWants) -> Result<Vec<Dated<SegmentOrder>>, StoreError> {
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let lines = match wants.products {
                true => order::lines(self.0.store(), &row.text(1)?, &row.text(2)?).await?,
                false => Vec::new(),
            };
            let value = SegmentOrder { total_minor: row.int(3)?, currency: row.text(4)?, lines };
            out.push(Dated { value, at: AtMs(row.int(5)?) });
        }
        Ok(out)
    }
}

fn reach(
    row: &Row,
    person: &PersonId,
    entries: Vec<ReachEntry>,
    law: hjemmel_model::LawPack,
) -> Result<ReachFacts, StoreError> {
    let identifier = IdentifierId::parse(&row.text(1)?).map_err(|_| damaged())?;
    let recipient = Recipient { person: person.clone(), identifier };
    Ok(ReachFacts::gathered(recipient, Some(Channel::Email), entries, suppression_of(&row.text(5)?), law))
}

fn attributes(page: &Page, person: &PersonId) -> Result<Vec<Dated<(String, String)>>, StoreError> {
    let of = |row: &Row| {
        let (whose, name) = (row.text(1)?, row.text(2)?);
        let key = page.keys.get(&whose).ok_or(StoreError::NotFound("key of this person"))?;
        let value = key.open(&format!("attribute.value.{whose}.{name}"), &row.text(3)?)?;
        Ok(Dated { value: (name, value), at: AtMs(row.int(4)?) })
    };
    rows(&page.attributes, person).iter().map(of).collect()
}

fn domain(page: &Page, person: &PersonId, row: &Row) -> Result<String, StoreError> {
    let key = page.keys.get(person.as_str()).ok_or(StoreError::NotFound("key of this person"))?;
    let address = key.open(&format!("identifier.value.{}", row.text(1)?), &row.text(3)?)?;
    Ok(address.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned()))
}

fn messages(rows: &[Row]) -> Result<SegmentMessages, StoreError> {
    let Some(row) = rows.first() else { return Ok(SegmentMessages::default()) };
    Ok(SegmentMessages { count: row.int(1)?, first: AtMs(row.int(2)?), last: AtMs(row.int(3)?) })
}

/// A text that stands right before a person in the list of people, and after everybody before them.
pub(super) fn before(person: &PersonId) -> String {
    let mut text = person.as_str().to_owned();
    let last = text.pop().map_or(0, u32::from);
    text.extend(char::from_u32(last.saturating_sub(1)));
    text.push('\u{7f}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_the_first_after_what_stands_before_them() {
        let before = before(&PersonId::parse("per_019ab0").unwrap());
        assert!(before.as_str() < "per_019ab0");
        for earlier in ["per_019aaz", "per_019ab", "per_019a", "per_019aa0zzzz", "per_019ab-zz"] {
            assert!(earlier < before.as_str(), "{earlier}");
        }
    }
}
