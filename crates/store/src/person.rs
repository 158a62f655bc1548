//! People and their permissions. What identifies somebody is sealed with a key of their own and found by keyed hash.

mod expire;
mod join;
mod put;

pub use put::PersonDraft;

use hjemmel_model::{
    AtMs, FormId, GrantSeq, Identifier, IdentifierId, IdentifierKind, Language, LawPack, NoticeHash, PermissionEvent,
    PermissionId, PermissionRecord, PermissionSource, Person, PersonId, TenantId, TopicId,
};
use hjemmel_policy::{Authorized, Holder, ReachEntry, ReachFacts, Recipient, Suppression, act};

use crate::{
    Store,
    db::{Row, Tx, unit_of_work},
    error::StoreError,
    job::JobDraft,
    journal::JournalEntry,
    message::{MailLinkDraft, MessageDraft},
    sql,
};

/// Mails that an address gets within [`SIGN_UP_DAYS`] because somebody enters it in a form.
const SIGN_UP_MAILS_MAX: i64 = 3;
const SIGN_UP_DAYS: i64 = 14;

/// An entry to make in the ledger of permissions. The ledger gives it its number.
#[derive(Clone, Debug)]
pub struct PermissionDraft {
    /// Its id.
    pub id: PermissionId,
    /// For what; nothing means for every topic.
    pub topic: Option<TopicId>,
    /// What happened.
    pub event: PermissionEvent,
    /// How it came.
    pub source: PermissionSource,
    /// The form that was shown, its version and content address.
    pub form: Option<(FormId, u32, NoticeHash)>,
    /// The language.
    pub language: Language,
    /// The page.
    pub page: String,
    /// When.
    pub at: AtMs,
}

/// Somebody entered an address in a form.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Whose form.
    pub tenant: TenantId,
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// Id of the address, if it is new.
    pub identifier: IdentifierId,
    /// The address, in its normal form.
    pub email: String,
    /// The language of the form.
    pub language: Language,
    /// What was asked for: one entry a topic.
    pub permissions: Vec<PermissionDraft>,
    /// The mail to send about it, with the link in it.
    pub mail: MessageDraft,
    /// The links in that mail.
    pub links: Vec<MailLinkDraft>,
    /// What the browser showed as proof of its choice, where that is to be joined when the address is confirmed.
    pub visitor: String,
    /// The job that sends it.
    pub job: JobDraft,
    /// When.
    pub at: AtMs,
}

/// An address as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose it is.
    pub person: PersonId,
    /// The address.
    pub identifier: IdentifierId,
    /// Whether its holder showed control of it.
    pub verified: bool,
}

pub(crate) fn law_of(_: &TenantId) -> LawPack {
    // The strictest reading holds for people until an organisation says where they live.
    LawPack::Neutral
}

/// Why an address is suppressed, as stored; nothing for nothing.
pub(crate) fn suppression_of(reason: &str) -> Option<Suppression> {
    match reason {
        "" => None,
        "bounced" => Some(Suppression::Bounced),
        "complained" => Some(Suppression::Complained),
        // Unknown is no.
        _ => Some(Suppression::NoMail),
    }
}

impl Store {
    pub(crate) fn value_hash(&self, tenant: &TenantId, kind: IdentifierKind, value: &str) -> String {
        self.keys.hash(&format!("{}.{tenant}", kind.name()), value.as_bytes())
    }

    /// The address of that value, if the organisation knows it. `value` is in its normal form.
    pub async fn identifier_find(
        &self,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Found>, StoreError> {
        let hash = self.value_hash(tenant, kind, value);
        let rows =
            self.db.read(sql::IDENTIFIER_BY_HASH, &[tenant.as_str().into(), kind.name().into(), hash.into()]).await?;
        rows.first().map(found).transpose()
    }

    /// Why an address is not to be written to, known or not. `value` is in its normal form.
    pub async fn suppressed(
        &self,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Suppression>, StoreError> {
        let hash = self.value_hash(tenant, kind, value);
        let values = [tenant.as_str().into(), kind.name().into(), hash.into()];
        let rows = self.db.read(sql::SUPPRESSION_FIND, &values).await?;
        Ok(rows.first().map(|row| row.text(0)).transpose()?.and_then(|reason| suppression_of(&reason)))
    }

    /// Record that somebody entered an address in a form: the person when they are new, what was asked for with its
    /// evidence, and the mail that answers. Returns whose address it is.
    pub async fn sign_up(&self, s: &SignUp) -> Result<Found, StoreError> {
        let kind = IdentifierKind::Email;
        let hash = self.value_hash(&s.tenant, kind, &s.email);
        // The key is on disk before anything is sealed with it; one that is not used after all is swept up later.
        let known = self.identifier_find(&s.tenant, kind, &s.email).await?;
        let key = match &known {
            Some(known) => match self.persons.get(&self.keys, known.person.as_str()).await {
                // They were erased this moment.
                Err(StoreError::NotFound(_)) => return Err(StoreError::Busy),
                key => key?,
            },
            None => self.persons.make(&self.keys, s.person.as_str()).await?,
        };
        unit_of_work!(self.db, |tx| {
            let values = [s.tenant.as_str().into(), kind.name().into(), hash.as_str().into()];
            let found = match (tx.read(sql::IDENTIFIER_BY_HASH, &values).await?.first(), &known) {
                (Some(row), _) => found(row)?,
                // It went between the look and the unit of work: the caller tries again with a fresh key.
                (None, Some(_)) => return Err(StoreError::Busy),
                (None, None) => {
                    let values =
                        [s.person.as_str().into(), s.tenant.as_str().into(), s.language.tag().into(), s.at.0.into()];
                    tx.execute(sql::PERSON_INSERT, &values).await?;
                    let (id, person) = (&s.identifier, &s.person);
                    let put = put::IdentifierPut { id, person, kind, value: &s.email, source: "form", at: s.at };
                    self.identifier_put(tx, &s.tenant, &key, &put).await?;
                    Found { person: s.person.clone(), identifier: s.identifier.clone(), verified: false }
                }
            };
            // Counted here, so that many at once are not more than few after each other.
            let values = [found.identifier.as_str().into(), s.at.plus_days(-SIGN_UP_DAYS).0.into()];
            let sent = tx.read(sql::MESSAGE_COUNT_SINCE, &values).await?;
            if sent.first().ok_or(StoreError::Damaged("message"))?.int(0)? >= SIGN_UP_MAILS_MAX {
                return Ok(found);
            }
            self.permissions_add(tx, &s.tenant, &found.identifier, &s.permissions).await?;
            self.message_add(tx, &s.tenant, &found, &s.mail).await?;
            // Whoever was first made the person, and with a key of their own: then the browser stays apart.
            let ours = known.as_ref().map_or(&s.person, |known| &known.person);
            let visitor = Some((&key, s.visitor.as_str())).filter(|(_, v)| !v.is_empty() && found.person == *ours);
            for link in &s.links {
                self.mail_link_add(tx, &s.tenant, &found.identifier, link, visitor).await?;
            }
            self.job_add(tx, &s.job).await?;
            Ok(found)
        })
    }

    pub(crate) async fn permission_add(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        identifier: &IdentifierId,
        d: &PermissionDraft,
    ) -> Result<Option<JournalEntry>, StoreError> {
        let rows = tx.read(sql::PERMISSION_NEXT_SEQ, &[]).await?;
        let seq = rows.first().ok_or(StoreError::Damaged("counter"))?.int(0)?;
        let (form_id, form_version, form_hash) =
            d.form.as_ref().map_or(("", 0, ""), |(id, version, hash)| (id.as_str(), *version, hash.0.as_str()));
        let record = PermissionRecord {
            id: d.id.clone(),
            seq: GrantSeq(seq),
            identifier: identifier.clone(),
            topic: d.topic.clone(),
            event: d.event,
            source: d.source,
            form: d.form.as_ref().map(|(id, version, _)| (id.clone(), *version)),
            form_hash: d.form.as_ref().map(|(_, _, hash)| hash.clone()),
            language: d.language,
            page: d.page.clone(),
            at: d.at,
        };
        let content = serde_json::to_string(&record).map_err(|_| StoreError::Damaged("permission"))?;
        let values = [
            d.id.as_str().into(),
            seq.into(),
            tenant.as_str().into(),
            identifier.as_str().into(),
            d.topic.as_ref().map_or("", TopicId::as_str).into(),
            d.event.name().into(),
            d.source.name().into(),
            form_id.into(),
            form_version.into(),
            form_hash.into(),
            d.language.tag().into(),
            d.page.as_str().into(),
            d.at.0.into(),
        ];
        tx.execute(sql::PERMISSION_INSERT, &values).await?;
        self.evidence_add(tx, d.id.as_str(), "permission", &content, d.at).await?;
        if !matches!(d.event, PermissionEvent::Withdrawn | PermissionEvent::Objected) {
            return Ok(None);
        }
        // A button in an older mail must not undo a later no.
        tx.execute(sql::MAIL_LINK_DELETE_CONFIRMS, &[identifier.as_str().into()]).await?;
        let rows = tx.read(sql::IDENTIFIER_BY_ID, &[tenant.as_str().into(), identifier.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("address"))?;
        Ok(Some(JournalEntry::No {
            tenant: tenant.clone(),
            kind: IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?,
            value_hash: row.text(7)?,
            topic: d.topic.clone(),
            event: d.event,
            at: d.at,
        }))
    }

    /// Make entries in the ledger of an address; what is a no among them is in the journal before they are committed.
    pub(crate) async fn permissions_add(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        identifier: &IdentifierId,
        drafts: &[PermissionDraft],
    ) -> Result<(), StoreError> {
        let mut noes = Vec::new();
        for draft in drafts {
            noes.extend(self.permission_add(tx, tenant, identifier, draft).await?);
        }
        match drafts.last() {
            Some(last) => self.journal(tx, &noes, last.at).await,
            None => Ok(()),
        }
    }

    /// Enter a yes that the organisation's own server saw, unless a no stands against it: then that is given back, and
    /// nothing is written.
    pub async fn permission_vouch(
        &self,
        auth: &Authorized<act::PersonWrite>,
        to: &Found,
        drafts: &[PermissionDraft],
    ) -> Result<Option<PermissionEvent>, StoreError> {
        let no = |e: PermissionEvent| matches!(e, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        unit_of_work!(self.db, |tx| {
            let whose = [auth.tenant().as_str().into(), to.person.as_str().into()];
            let rows = tx.read(sql::PERMISSION_OF_GROUP, &whose).await?;
            let entries = rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?;
            for draft in drafts {
                let mut about = entries.iter().filter(|e| e.topic.is_none() || e.topic == draft.topic);
                // A no that is as new binds: it is not known which came first.
                if let Some(last) = about.rfind(|e| no(e.event) && e.at >= draft.at) {
                    return Ok(Some(last.event));
                }
            }
            self.permissions_add(tx, auth.tenant(), &to.identifier, drafts).await?;
            let audit = "permission.vouch";
            let at = drafts.last().map_or(AtMs(0), |d| d.at);
            self.audit_add(tx, auth.tenant(), auth.actor(), audit, to.identifier.as_str(), "{}", at).await?;
            Ok(None)
        })
    }

    /// Enter what the holder of an address says on their own pages.
    pub async fn permission_by_holder(
        &self,
        auth: &Authorized<act::PersonWithdraw>,
        holder: &Holder,
        drafts: &[PermissionDraft],
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| { self.permissions_add(tx, auth.tenant(), holder.identifier(), drafts).await })
    }

    /// Enter what the holder of an address did with a link of theirs. A link that confirms is used up, and `confirms`
    /// is the link to their preferences that it leads to.
    pub async fn permission_by_link(
        &self,
        secret: &str,
        tenant: &TenantId,
        identifier: &IdentifierId,
        drafts: &[PermissionDraft],
        confirms: Option<&MailLinkDraft>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let hash = self.mail_link_hash(secret);
        unit_of_work!(self.db, |tx| {
            if let Some(next) = confirms {
                // A button counts once, however often and however late it is pressed again.
                if tx.execute(sql::MAIL_LINK_USE, &[at.0.into(), hash.as_str().into()]).await? != 1 {
                    return Ok(());
                }
                tx.execute(sql::IDENTIFIER_VERIFY, &[at.0.into(), identifier.as_str().into()]).await?;
                // Whoever answers a mail shows that the address lives, and that this one is wanted.
                tx.execute(sql::SUPPRESSION_LIFT, &[identifier.as_str().into()]).await?;
                self.mail_link_add(tx, tenant, identifier, next, None).await?;
            }
            self.permissions_add(tx, tenant, identifier, drafts).await
        })
    }

    /// Take everything back for a person who asked, on every address of theirs.
    pub async fn permission_withdraw_all(
        &self,
        auth: &Authorized<act::PersonWithdraw>,
        person: &PersonId,
        draft: &PermissionDraft,
    ) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            let values = [auth.tenant().as_str().into(), person.as_str().into()];
            let rows = tx.read(sql::IDENTIFIER_OF_PERSON, &values).await?;
            // One entry binds every address: restrictions travel.
            let first = rows.first().ok_or(StoreError::NotFound("person"))?;
            let identifier = found(first)?.identifier;
            self.permissions_add(tx, auth.tenant(), &identifier, std::slice::from_ref(draft)).await?;
            let action = format!("person.{}", draft.event.name());
            self.audit_add(tx, auth.tenant(), auth.actor(), &action, person.as_str(), "{}", draft.at).await
        })
    }

    /// The ledger of all addresses of a person, oldest first.
    pub async fn permission_list(
        &self,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<Vec<PermissionRecord>, StoreError> {
        let rows = self.db.read(sql::PERMISSION_OF_PERSON, &[tenant.as_str().into(), person.as_str().into()]).await?;
        rows.iter().map(permission).collect()
    }

    /// What decisions about an address rest on, as of now: the only place where such facts are gathered.
    pub async fn reach_facts(&self, tenant: &TenantId, identifier: &IdentifierId) -> Result<ReachFacts, StoreError> {
        let rows = self.db.read(sql::IDENTIFIER_BY_ID, &[tenant.as_str().into(), identifier.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("address"))?;
        let person = found(row)?.person;
        let values = [tenant.as_str().into(), row.text(2)?.into(), row.text(7)?.into()];
        let suppressed = self.db.read(sql::SUPPRESSION_FIND, &values).await?;
        let suppressed = suppressed.first().map(|row| row.text(0)).transpose()?.and_then(|r| suppression_of(&r));
        // A no to any record of a person binds all of them.
        let rows = self.db.read(sql::PERMISSION_OF_GROUP, &[tenant.as_str().into(), person.as_str().into()]).await?;
        let records = rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?;
        let entries = records.into_iter().map(|r| ReachEntry {
            seq: r.seq,
            identifier: r.identifier,
            topic: r.topic,
            event: r.event,
            form: r.form,
        });
        let rows = self.db.read(sql::PERSON_RESTRICTED, &[tenant.as_str().into(), person.as_str().into()]).await?;
        let restricted = rows.first().ok_or(StoreError::NotFound("person"))?.int(0)? > 0;
        let recipient = Recipient { person, identifier: identifier.clone() };
        let facts = ReachFacts::gathered(recipient, entries.collect(), suppressed, law_of(tenant));
        Ok(facts.restricted(restricted))
    }

    /// The value of an address that a permit was spent for.
    pub async fn identifier_value(&self, tenant: &TenantId, to: &Recipient) -> Result<String, StoreError> {
        let values = [tenant.as_str().into(), to.identifier.as_str().into()];
        let rows = self.db.read(sql::IDENTIFIER_BY_ID, &values).await?;
        let row = rows.first().ok_or(StoreError::NotFound("address"))?;
        let key = self.persons.get(&self.keys, to.person.as_str()).await?;
        key.open(&format!("identifier.value.{}", to.identifier), &row.text(3)?)
    }

    /// Whether the organisation knows that person.
    pub async fn person_exists(&self, auth: &Authorized<act::RequestWrite>, id: &PersonId) -> Result<bool, StoreError> {
        Ok(!self.db.read(sql::PERSON_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?.is_empty())
    }

    /// How a person is known, without the values.
    pub async fn identifier_list(
        &self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
    ) -> Result<Vec<(IdentifierKind, Found)>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = self.db.read(sql::IDENTIFIER_OF_PERSON, &values).await?;
        rows.iter()
            .map(|row| {
                let kind = IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?;
                Ok((kind, found(row)?))
            })
            .collect()
    }

    /// People with an id before `before`, newest first, at most 200.
    pub async fn person_page(
        &self,
        auth: &Authorized<act::PersonRead>,
        before: &str,
        limit: i64,
    ) -> Result<Vec<Person>, StoreError> {
        let values = [auth.tenant().as_str().into(), before.into(), limit.clamp(1, 200).into()];
        let mut out = Vec::new();
        for row in &self.db.read(sql::PERSON_PAGE, &values).await? {
            out.push(self.person(auth.tenant(), row).await?);
        }
        Ok(out)
    }

    /// How many people the organisation knows.
    pub async fn person_count(&self, auth: &Authorized<act::PersonRead>) -> Result<i64, StoreError> {
        let rows = self.db.read(sql::PERSON_COUNT, &[auth.tenant().as_str().into()]).await?;
        rows.first().ok_or(StoreError::Damaged("person"))?.int(0)
    }

    /// One person.
    pub async fn person_find(&self, auth: &Authorized<act::PersonRead>, id: &PersonId) -> Result<Person, StoreError> {
        let rows = self.db.read(sql::PERSON_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("person"))?;
        self.person(auth.tenant(), row).await
    }

    async fn person(&self, tenant: &TenantId, row: &Row) -> Result<Person, StoreError> {
        let damaged = || StoreError::Damaged("person");
        let id = PersonId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let key = self.persons.get(&self.keys, id.as_str()).await?;
        let rows = self.db.read(sql::IDENTIFIER_OF_PERSON, &[tenant.as_str().into(), id.as_str().into()]).await?;
        let identifiers: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| {
                let id = IdentifierId::parse(&row.text(0)?).map_err(|_| damaged())?;
                Ok(Identifier {
                    kind: IdentifierKind::from_name(&row.text(2)?).ok_or_else(damaged)?,
                    value: key.open(&format!("identifier.value.{id}"), &row.text(3)?)?,
                    source: row.text(4)?,
                    verified_at: AtMs(row.int(5)?),
                    created_at: AtMs(row.int(6)?),
                    id,
                })
            })
            .collect();
        // By kind, the address first; among themselves in the order in which they came.
        let mut identifiers = identifiers?;
        identifiers.sort_by_key(|i| i.kind);
        Ok(Person {
            language: Language::from_tag(&row.text(1)?).ok_or_else(damaged)?,
            created_at: AtMs(row.int(2)?),
            restricted_at: AtMs(row.int(3)?),
            identifiers,
            id,
        })
    }
}

pub(crate) fn found(row: &Row) -> Result<Found, StoreError> {
    let damaged = || StoreError::Damaged("address");
    Ok(Found {
        identifier: IdentifierId::parse(&row.text(0)?).map_err(|_| damaged())?,
        person: PersonId::parse(&row.text(1)?).map_err(|_| damaged())?,
        verified: row.int(5)? > 0,
    })
}

pub(crate) fn permission(row: &Row) -> Result<PermissionRecord, StoreError> {
    let damaged = || StoreError::Damaged("permission");
    let some = |text: String| Some(text).filter(|t| !t.is_empty());
    let topic = some(row.text(3)?).map(|t| TopicId::parse(&t).map_err(|_| damaged())).transpose()?;
    let form = some(row.text(6)?).map(|f| FormId::parse(&f).map_err(|_| damaged())).transpose()?;
    let version = row.u32(7)?;
    Ok(PermissionRecord {
        id: PermissionId::parse(&row.text(0)?).map_err(|_| damaged())?,
        seq: GrantSeq(row.int(1)?),
        identifier: IdentifierId::parse(&row.text(2)?).map_err(|_| damaged())?,
        topic,
        event: PermissionEvent::from_name(&row.text(4)?).ok_or_else(damaged)?,
        source: PermissionSource::from_name(&row.text(5)?).ok_or_else(damaged)?,
        form: form.map(|id| (id, version)),
        form_hash: some(row.text(8)?).map(NoticeHash),
        language: Language::from_tag(&row.text(9)?).ok_or_else(damaged)?,
        page: row.text(10)?,
        at: AtMs(row.int(11)?),
    })
}
