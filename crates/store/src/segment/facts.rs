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

/// What could be opened; nothing of what is damaged or has no key, so that it stands in nobody else's way.
fn unless_damaged<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Damaged(_) | StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
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
        let keys = match wants.domains || !wanted.is_empty() {
            true => self.keys(wants, range, &wanted, &identifiers).await?,
            false => HashMap::new(),
        };
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

    /// The keys of a stretch of people, without those that cannot be opened.
    async fn keys(
        &mut self,
        wants: &SegmentWants,
        range: &[Value; 3],
        attributes: &[Row],
        identifiers: &[Row],
    ) -> Result<HashMap<String, PersonKey>, StoreError> {
        let store = self.0.store();
        let [_, after, last] = range;
        let stretch = store.persons.between(&store.keys, &after.to_string(), &last.to_string()).await;
        let stretch = unless_damaged(stretch)?;
        // Another record of the same person may lie elsewhere.
        let mut others = BTreeSet::new();
        for row in attributes {
            others.insert(row.text(1)?);
        }
        // One that is damaged takes the others of its stretch along: then each is read by itself.
        if stretch.is_none() && wants.domains {
            for row in identifiers {
                others.insert(row.text(0)?);
            }
        }
        let mut keys = stretch.unwrap_or_default();
        others.retain(|whose| !keys.contains_key(whose));
        for whose in others {
            if let Some(key) = unless_damaged(store.persons.get(&store.keys, &whose).await)? {
                keys.insert(whose, key);
            }
        }
        Ok(keys)
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
            attributes: Vec::new(),
            orders: Vec::new(),
            unread: Default::default(),
            messages: messages(rows(&page.messages, &person))?,
            entries,
            person,
        };
        attributes(page, &mut facts)?;
        (facts.orders, facts.unread.lines) = self.orders(rows(&page.orders, &facts.person), wants).await?;
        for row in rows(&page.identifiers, &facts.person) {
            let at = AtMs(row.int(4)?);
            match IdentifierKind::from_name(&row.text(2)?).ok_or_else(damaged)? {
                IdentifierKind::Phone => facts.phones.push(at),
                IdentifierKind::Email => {
                    let value = if wants.domains { domain(page, &facts.person, row)? } else { Some(String::new()) };
                    facts.unread.domains |= value.is_none();
                    let value = value.unwrap_or_default();
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

    /// What they bought, and whether what was bought cannot be opened in one of them.
    async fn orders(
        &mut self,
        rows: &[Row],
        wants: &SegmentWants,
    ) -> Result<(Vec<Dated<SegmentOrder>>, bool), StoreError> {
        let (mut out, mut unread) = (Vec::with_capacity(rows.len()), false);
        for row in rows {
            let lines = match wants.products {
                true => unless_damaged(order::lines(self.0.store(), &row.text(1)?, &row.text(2)?).await)?,
                false => Some(Vec::new()),
            };
            unread |= lines.is_none();
            let lines = lines.unwrap_or_default();
            let value = SegmentOrder { total_minor: row.int(3)?, currency: row.text(4)?, lines };
            out.push(Dated { value, at: AtMs(row.int(5)?) });
        }
        Ok((out, unread))
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

/// What a person's key opens at a place; nothing where either is damaged.
fn open(page: &Page, whose: &str, place: &str, sealed: &str) -> Result<Option<String>, StoreError> {
    match page.keys.get(whose) {
        Some(key) => unless_damaged(key.open(place, sealed)),
        None => Ok(None),
    }
}

fn attributes(page: &Page, facts: &mut SegmentFacts) -> Result<(), StoreError> {
    for row in rows(&page.attributes, &facts.person) {
        let (whose, name) = (row.text(1)?, row.text(2)?);
        match open(page, &whose, &format!("attribute.value.{whose}.{name}"), &row.text(3)?)? {
            Some(value) => facts.attributes.push(Dated { value: (name, value), at: AtMs(row.int(4)?) }),
            None => {
                facts.unread.attributes.insert(name);
            }
        }
    }
    Ok(())
}

fn domain(page: &Page, person: &PersonId, row: &Row) -> Result<Option<String>, StoreError> {
    let place = format!("identifier.value.{}", row.text(1)?);
    let address = open(page, person.as_str(), &place, &row.text(3)?)?;
    Ok(address.map(|a| a.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned())))
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
