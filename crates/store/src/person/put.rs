//! Writing down what is known about people: who they are, and what they are like, with where it came from.

use hjemmel_model::{AtMs, Attribute, IdentifierId, IdentifierKind, Language, PauseException, PersonId, TenantId};
use hjemmel_policy::{Authorized, act};

use crate::{
    Store,
    audit::Did,
    db::{Tx, unit_of_work},
    error::StoreError,
    person::{Found, found},
    person_keys::PersonKey,
    sql,
    work::{People, Records},
};

/// Somebody to write down, or more about somebody who is known.
#[derive(Clone, Debug)]
pub struct PersonDraft {
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// How they are known: kind and value in its normal form, with an id if it is new. At least one.
    pub identifiers: Vec<(IdentifierId, IdentifierKind, String)>,
    /// The language they are written to in; of somebody new English where nothing is said.
    pub language: Option<Language>,
    /// What is known: name and value; an empty value takes it away.
    pub attributes: Vec<(String, String)>,
    /// Where it comes from.
    pub source: String,
    /// When.
    pub at: AtMs,
    /// What of Article 18(2) allows it although their data is only stored.
    pub despite_pause: Option<PauseException>,
}

/// Most attributes of one person.
const ATTRIBUTES_MAX: usize = 50;

impl People<&Store> {
    /// Write somebody down. All identifiers must be of one person or of nobody yet: two people are not made one by the way.
    pub async fn put(&self, auth: &Authorized<act::PersonWrite>, d: &PersonDraft) -> Result<PersonId, StoreError> {
        let mut known = None;
        for (_, kind, value) in &d.identifiers {
            known = known.or(self.0.people().identifier_find(auth, *kind, value).await?);
        }
        // The key is on disk before anything is sealed with it; one that is not used after all is swept up later.
        let (whose, key) = match &known {
            Some(known) => (known.person.clone(), self.0.persons.get(&self.0.keys, known.person.as_str()).await?),
            None => (d.person.clone(), self.0.persons.make(&self.0.keys, d.person.as_str()).await?),
        };
        unit_of_work!(self.0.db, |tx| {
            let mut found = Vec::new();
            for (_, kind, value) in &d.identifiers {
                found.push(self.0.identifier_in(tx, auth.tenant(), *kind, value).await?);
            }
            let mut others = found.iter().flatten().filter(|f| f.person != whose);
            if known.is_some() && found.iter().flatten().all(|f| f.person != whose) {
                // They went, or their address did, between the look and the unit of work.
                return Err(StoreError::Busy);
            }
            if others.next().is_some() {
                return Err(StoreError::Taken("identifier"));
            }
            if known.is_some() {
                self.0.may_write(tx, auth, &whose, d.despite_pause).await?;
            }
            let tenant = auth.tenant().as_str();
            if known.is_none() {
                let language = d.language.unwrap_or(Language::En);
                let values = [whose.as_str().into(), tenant.into(), language.tag().into(), d.at.0.into()];
                tx.execute(sql::PERSON_INSERT, &values).await?;
            } else if let Some(language) = d.language {
                tx.execute(sql::PERSON_LANGUAGE, &[language.tag().into(), whose.as_str().into()]).await?;
            }
            for ((id, kind, value), found) in d.identifiers.iter().zip(&found) {
                if found.is_none() {
                    let put = IdentifierPut { id, person: &whose, kind: *kind, value, source: &d.source, at: d.at };
                    self.0.identifier_put(tx, auth.tenant(), &key, &put).await?;
                }
            }
            self.0.attributes_put(tx, auth.tenant(), &whose, &key, d).await?;
            self.0.segment_touch(tx, &whose).await?;
            // Who it was stands in the record, which can be erased; the audit log cannot.
            let despite = d.despite_pause.map(|e| serde_json::json!({ "despite_pause": e.name() }).to_string());
            let did = Did::new("person.write").with(despite.as_deref().unwrap_or("{}"));
            self.0.audit_add(tx, (auth.tenant(), auth.actor()), did, d.at).await?;
            Ok(whose.clone())
        })
    }
}

impl Store {
    pub(crate) async fn identifier_in(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Found>, StoreError> {
        let hash = self.value_hash(tenant, kind, value);
        let values = [tenant.as_str().into(), kind.name().into(), hash.into()];
        tx.read(sql::IDENTIFIER_BY_HASH, &values).await?.first().map(found).transpose()
    }

    pub(crate) async fn identifier_put(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        key: &PersonKey,
        put: &IdentifierPut<'_>,
    ) -> Result<(), StoreError> {
        let values = [
            put.id.as_str().into(),
            put.person.as_str().into(),
            tenant.as_str().into(),
            put.kind.name().into(),
            self.value_hash(tenant, put.kind, put.value).into(),
            key.seal(self.keys.entropy(), &format!("identifier.value.{}", put.id), put.value)?.into(),
            put.source.into(),
            0i64.into(),
            put.at.0.into(),
        ];
        tx.execute(sql::IDENTIFIER_INSERT, &values).await?;
        self.segment_touch(tx, put.person).await
    }

    async fn attributes_put(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        key: &PersonKey,
        d: &PersonDraft,
    ) -> Result<(), StoreError> {
        for (name, value) in &d.attributes {
            let whose = [tenant.as_str().into(), person.as_str().into()];
            if value.is_empty() {
                let [tenant, person] = whose;
                tx.execute(sql::ATTRIBUTE_DELETE, &[tenant, person, name.as_str().into()]).await?;
                continue;
            }
            let values = [
                person.as_str().into(),
                name.as_str().into(),
                tenant.as_str().into(),
                key.seal(self.keys.entropy(), &place(person, name), value)?.into(),
                d.source.as_str().into(),
                d.at.0.into(),
            ];
            tx.execute(sql::ATTRIBUTE_SET, &values).await?;
            if tx.read(sql::ATTRIBUTE_OF_PERSON, &whose).await?.len() > ATTRIBUTES_MAX {
                return Err(StoreError::TooMany("attributes of one person"));
            }
        }
        Ok(())
    }
}

impl<R: Records> People<R> {
    /// What is known about a person, by name.
    pub async fn attributes(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        person: &PersonId,
    ) -> Result<Vec<Attribute>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = self.0.read(sql::ATTRIBUTE_OF_PERSON, &values).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.0.store().persons.get(&self.0.store().keys, person.as_str()).await?;
        rows.iter()
            .map(|row| {
                let name = row.text(0)?;
                Ok(Attribute {
                    value: key.open(&place(person, &name), &row.text(1)?)?,
                    source: row.text(2)?,
                    at: AtMs(row.int(3)?),
                    name,
                })
            })
            .collect()
    }
}

/// An identifier to write down.
pub(crate) struct IdentifierPut<'a> {
    pub(crate) id: &'a IdentifierId,
    pub(crate) person: &'a PersonId,
    pub(crate) kind: IdentifierKind,
    pub(crate) value: &'a str,
    pub(crate) source: &'a str,
    pub(crate) at: AtMs,
}

fn place(person: &PersonId, name: &str) -> String {
    format!("attribute.value.{person}.{name}")
}
