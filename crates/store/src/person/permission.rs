//! The ledger of permissions, and what decisions about an address rest on.

use hjemmel_model::{
    AtMs, Channel, FormId, GrantSeq, IdentifierId, IdentifierKind, Language, NoticeHash, PauseException,
    PermissionEvent, PermissionId, PermissionRecord, PermissionSource, PersonId, TenantId, TopicId, Use, UseSet,
};
use hjemmel_policy::{Authorized, Holder, ReachEntry, ReachFacts, Recipient, Witness, act};

use super::{Found, found, law_of, suppression_of};
use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    message::MailLinkDraft,
    sql,
    work::{Permissions, Records, Work},
};

/// An entry to make in the ledger of permissions. The ledger gives it its number.
#[derive(Clone, Debug)]
pub struct PermissionDraft {
    /// Its id.
    pub id: PermissionId,
    /// For what; nothing means for every topic.
    pub topic: Option<TopicId>,
    /// By which channel; nothing, of a no, means by every one.
    pub channel: Option<Channel>,
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

impl Store {
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
            channel: d.channel,
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
            d.channel.map_or("", Channel::name).into(),
        ];
        tx.execute(sql::PERMISSION_INSERT, &values).await?;
        self.evidence_add(tx, d.id.as_str(), "permission", &content, d.at).await?;
        if !matches!(d.event, PermissionEvent::Withdrawn | PermissionEvent::Objected) {
            return Ok(None);
        }
        // A button in an older mail must not undo a later no to mail.
        if d.channel.is_none_or(|by| by == Channel::Email) {
            tx.execute(sql::MAIL_LINK_DELETE_CONFIRMS, &[identifier.as_str().into()]).await?;
        }
        let rows = tx.read(sql::IDENTIFIER_BY_ID, &[tenant.as_str().into(), identifier.as_str().into()]).await?;
        let person = found(rows.first().ok_or(StoreError::NotFound("address"))?)?.person;
        self.no_entry(tx, tenant, &person, &record).await
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
            if draft.event == PermissionEvent::Objected && draft.topic.is_none() && draft.channel.is_none() {
                let whose = [tenant.as_str().into(), identifier.as_str().into()];
                let rows = tx.read(sql::IDENTIFIER_BY_ID, &whose).await?;
                let person = found(rows.first().ok_or(StoreError::NotFound("address"))?)?.person;
                noes.extend(self.browsers_object(tx, tenant, &person, (draft.at, draft.at)).await?);
            }
        }
        match drafts.last() {
            Some(last) => self.journal(tx, &noes, last.at).await,
            None => Ok(()),
        }
    }
}

impl Permissions<&mut Work> {
    /// Enter what the holder of an address said or was asked, each with its evidence.
    pub async fn add(
        &mut self,
        tenant: &TenantId,
        identifier: &IdentifierId,
        drafts: &[PermissionDraft],
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.permissions_add(tx, tenant, identifier, drafts).await
    }

    /// Enter a yes that the organisation's own server saw, unless a no stands against it: then that is given back, and
    /// nothing is written.
    pub async fn vouch(
        &mut self,
        auth: &Authorized<act::PersonWrite>,
        to: &Found,
        drafts: &[PermissionDraft],
        despite_pause: Option<PauseException>,
    ) -> Result<Option<PermissionEvent>, StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.may_write(tx, auth, &to.person, despite_pause).await?;
        let no = |e: PermissionEvent| matches!(e, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        let whose = [auth.tenant().as_str().into(), to.person.as_str().into()];
        let rows = tx.read(sql::PERMISSION_OF_GROUP, &whose).await?;
        let entries = rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?;
        for draft in drafts {
            let mut about = entries
                .iter()
                .filter(|e| e.topic.is_none() || e.topic == draft.topic)
                .filter(|e| e.channel.is_none() || e.channel == draft.channel);
            // A no that is as new binds: it is not known which came first.
            if let Some(last) = about.rfind(|e| no(e.event) && e.at >= draft.at) {
                return Ok(Some(last.event));
            }
        }
        store.permissions_add(tx, auth.tenant(), &to.identifier, drafts).await?;
        // Of a number there is no mail to answer: the yes itself shows that it is reached again.
        if let Some(last) = drafts.iter().rfind(|d| d.channel == Some(Channel::Sms)) {
            tx.execute(sql::SUPPRESSION_LIFT_BOUNCED, &[to.identifier.as_str().into(), last.at.0.into()]).await?;
        }
        let audit = "permission.vouch";
        let at = drafts.last().map_or(AtMs(0), |d| d.at);
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new(audit), at).await?;
        Ok(None)
    }

    /// Enter what the holder of an address says on their own pages.
    pub async fn by_holder(
        &mut self,
        auth: &Authorized<act::PersonWithdraw>,
        holder: &Holder,
        drafts: &[PermissionDraft],
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.permissions_add(tx, auth.tenant(), holder.identifier(), drafts).await
    }

    /// Enter what the holder of an address did with a link of theirs. A link that confirms is used up, and `confirms`
    /// is the link to their preferences that it leads to.
    pub async fn by_link(
        &mut self,
        secret: &str,
        (tenant, identifier): (&TenantId, &IdentifierId),
        drafts: &[PermissionDraft],
        confirms: Option<&MailLinkDraft>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.mail_link_hash(secret);
        if let Some(next) = confirms {
            // A button counts once, however often and however late it is pressed again.
            if tx.execute(sql::MAIL_LINK_USE, &[at.0.into(), hash.as_str().into()]).await? != 1 {
                return Ok(());
            }
            tx.execute(sql::IDENTIFIER_VERIFY, &[at.0.into(), identifier.as_str().into()]).await?;
            // Whoever answers a mail shows that the address lives, and that this one is wanted.
            tx.execute(sql::SUPPRESSION_LIFT, &[identifier.as_str().into()]).await?;
            store.mail_link_add(tx, tenant, identifier, next, None).await?;
        }
        store.permissions_add(tx, tenant, identifier, drafts).await
    }

    /// Take everything back for a person who asked, on every address of theirs.
    pub async fn withdraw_all(
        &mut self,
        auth: &Authorized<act::PersonWithdraw>,
        person: &PersonId,
        draft: &PermissionDraft,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = tx.read(sql::IDENTIFIER_OF_PERSON, &values).await?;
        // One entry binds every address: restrictions travel.
        let first = rows.first().ok_or(StoreError::NotFound("person"))?;
        let identifier = found(first)?.identifier;
        store.permissions_add(tx, auth.tenant(), &identifier, std::slice::from_ref(draft)).await?;
        let action = format!("person.{}", draft.event.name());
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new(&action), draft.at).await
    }
}

impl<R: Records> Permissions<R> {
    /// The ledger of all addresses of a person, oldest first.
    pub async fn list(&mut self, who: &impl Witness, person: &PersonId) -> Result<Vec<PermissionRecord>, StoreError> {
        let rows =
            self.0.read(sql::PERMISSION_OF_PERSON, &[who.tenant().as_str().into(), person.as_str().into()]).await?;
        rows.iter().map(permission).collect()
    }

    /// The same for an address, and for what else of the same record is reached by another channel.
    pub async fn reach_every_channel(
        &mut self,
        who: &impl Witness,
        identifier: &IdentifierId,
    ) -> Result<Vec<ReachFacts>, StoreError> {
        let own = self.reach_facts(who, identifier).await?;
        let values = [who.tenant().as_str().into(), own.recipient().person.as_str().into()];
        let by_own = own.channel();
        let mut all = vec![own];
        for row in self.0.read(sql::IDENTIFIER_OF_PERSON, &values).await? {
            let kind = IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?;
            if Channel::of(kind).is_some_and(|by| Some(by) != by_own) {
                all.push(self.reach_facts(who, &found(&row)?.identifier).await?);
            }
        }
        Ok(all)
    }

    /// What decisions about an address rest on, as of now: the only place where such facts are gathered.
    pub async fn reach_facts(
        &mut self,
        who: &impl Witness,
        identifier: &IdentifierId,
    ) -> Result<ReachFacts, StoreError> {
        let rows =
            self.0.read(sql::IDENTIFIER_BY_ID, &[who.tenant().as_str().into(), identifier.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("address"))?;
        let person = found(row)?.person;
        let kind = IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?;
        let values = [who.tenant().as_str().into(), row.text(2)?.into(), row.text(7)?.into()];
        let suppressed = self.0.read(sql::SUPPRESSION_FIND, &values).await?;
        let suppressed = suppressed.first().map(|row| row.text(0)).transpose()?.and_then(|r| suppression_of(&r));
        // A no to any record of a person binds all of them.
        let rows =
            self.0.read(sql::PERMISSION_OF_GROUP, &[who.tenant().as_str().into(), person.as_str().into()]).await?;
        let records = rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?;
        let entries = records.into_iter().map(|r| ReachEntry {
            seq: r.seq,
            identifier: r.identifier,
            topic: r.topic,
            channel: r.channel,
            event: r.event,
            form: r.form,
            at: r.at,
        });
        let rows = self.0.read(sql::PERSON_RESTRICTED, &[who.tenant().as_str().into(), person.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("person"))?;
        let (restricted, uses) = (row.int(0)? > 0, UseSet(row.int(1)?));
        let recipient = Recipient { person, identifier: identifier.clone() };
        let facts =
            ReachFacts::gathered(recipient, Channel::of(kind), entries.collect(), suppressed, law_of(who.tenant()));
        Ok(facts.restricted(restricted).registered(uses.has(Use::Newsletters)))
    }
}

/// A channel as stored; an empty text is every one.
pub(crate) fn channel(text: &str) -> Result<Option<Channel>, StoreError> {
    match text {
        "" => Ok(None),
        name => Channel::from_name(name).map(Some).ok_or(StoreError::Damaged("channel")),
    }
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
        channel: channel(&row.text(12)?)?,
        event: PermissionEvent::from_name(&row.text(4)?).ok_or_else(damaged)?,
        source: PermissionSource::from_name(&row.text(5)?).ok_or_else(damaged)?,
        form: form.map(|id| (id, version)),
        form_hash: some(row.text(8)?).map(NoticeHash),
        language: Language::from_tag(&row.text(9)?).ok_or_else(damaged)?,
        page: row.text(10)?,
        at: AtMs(row.int(11)?),
    })
}
