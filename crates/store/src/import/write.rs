//! What a row that was decided leaves in the records.

use hjemmel_model::{
    AtMs, IdentifierId, IdentifierKind, NoticeHash, PermissionEvent, PermissionId, PermissionSource, PersonId, TopicId,
};

use super::{Batch, ImportFound, ImportNumber, ImportRow, RowSays};
use crate::{Store, db::Tx, error::StoreError, person::PermissionDraft, person_keys::PersonKey, sql};

fn draft(i: &ImportFound, row: &ImportRow, event: PermissionEvent) -> PermissionDraft {
    PermissionDraft {
        id: row.entry.clone(),
        topic: None,
        channel: Some(row.channel),
        event,
        source: PermissionSource::Import,
        form: None,
        language: row.language,
        page: String::new(),
        at: i.of.at,
    }
}

impl Store {
    /// Write down what a row says about an address; a no to each of `noes`.
    pub(super) async fn import_said(
        &self,
        tx: &mut Tx,
        batch: &mut Batch<'_>,
        row: &ImportRow,
        (to, noes): (&IdentifierId, &[Option<TopicId>]),
    ) -> Result<(), StoreError> {
        let i = batch.import;
        match &row.says {
            RowSays::Yes { .. } => {
                let draft = self.import_yes(tx, i, row).await?;
                batch.noes.extend(self.permission_add(tx, &i.tenant, to, &draft).await?);
            }
            RowSays::No { .. } | RowSays::NotYes | RowSays::Complained => {
                let mut draft = draft(i, row, PermissionEvent::Withdrawn);
                // A file is about one channel; who called what they got unwanted is left alone by every channel.
                draft.channel = (!matches!(row.says, RowSays::Complained)).then_some(row.channel);
                for topic in noes {
                    draft.topic.clone_from(topic);
                    batch.noes.extend(self.permission_add(tx, &i.tenant, to, &draft).await?);
                    draft.id = PermissionId::new(i.of.at, self.keys.entropy());
                }
            }
            RowSays::Nothing | RowSays::Bounced => {}
        }
        let why = match row.says {
            RowSays::Bounced => "bounced",
            RowSays::Complained => "complained",
            _ => return Ok(()),
        };
        let review_at = i.of.at.plus_months(crate::message::SUPPRESSION_MONTHS);
        let values = [to.as_str().into(), why.into(), i.of.at.0.into(), review_at.0.into()];
        tx.execute(sql::SUPPRESSION_OF_IDENTIFIER, &values).await?;
        Ok(())
    }

    /// The entry of a yes, with the words that were shown kept beside it.
    async fn import_yes(&self, tx: &mut Tx, i: &ImportFound, row: &ImportRow) -> Result<PermissionDraft, StoreError> {
        let mut draft = draft(i, row, PermissionEvent::Given);
        let RowSays::Yes { at, page, wording, vouched } = &row.says else { return Ok(draft) };
        let words: NoticeHash = hjemmel_model::wording_hash(wording);
        let values = [i.tenant.as_str().into(), words.0.as_str().into(), wording.as_str().into(), i.of.at.0.into()];
        tx.execute(sql::IMPORT_WORDING_INSERT, &values).await?;
        (draft.topic, draft.at) = (Some(i.of.topic.clone()), *at);
        draft.page.clone_from(page);
        draft.form = Some((i.of.form.0.clone(), i.of.form.1, words));
        if *vouched {
            draft.source = PermissionSource::Vouched;
        }
        Ok(draft)
    }

    /// Write down what else a row knows of a person, where nothing is known yet: whatever the order of rows, and whatever was
    /// said elsewhere, a file changes nothing that stands.
    pub(super) async fn import_attributes(
        &self,
        tx: &mut Tx,
        batch: &Batch<'_>,
        person: &PersonId,
        row: &ImportRow,
    ) -> Result<(), StoreError> {
        if batch.import.entry.dry || row.attributes.is_empty() {
            return Ok(());
        }
        let key = batch.keys.get(person.as_str()).ok_or(StoreError::Busy)?;
        for (name, value) in &row.attributes {
            let Some(key) = key else { continue };
            let place = format!("attribute.value.{person}.{name}");
            let values = [
                person.as_str().into(),
                name.as_str().into(),
                batch.import.tenant.as_str().into(),
                key.seal(self.keys.entropy(), &place, value)?.into(),
                "import".into(),
                batch.import.of.at.0.into(),
            ];
            tx.execute(sql::ATTRIBUTE_ADD, &values).await?;
        }
        self.segment_touch(tx, person).await
    }

    /// Give a person a number. `false` when it belongs to somebody else.
    pub(super) async fn import_number(
        &self,
        tx: &mut Tx,
        batch: &Batch<'_>,
        person: &PersonId,
        number: &ImportNumber,
    ) -> Result<bool, StoreError> {
        let tenant = &batch.import.tenant;
        if let Some(theirs) = self.identifier_in(tx, tenant, number.kind, &number.value).await? {
            return Ok(theirs.person == *person);
        }
        if batch.import.entry.dry {
            return Ok(true);
        }
        // They came between the look and the unit of work: the caller tries again with their key.
        let key = batch.keys.get(person.as_str()).ok_or(StoreError::Busy)?;
        // Of somebody whose key is gone nothing can be sealed.
        if let Some(key) = key {
            self.import_identifier(tx, batch.import, (person, key), number).await?;
        }
        Ok(true)
    }

    async fn import_identifier(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        (person, key): (&PersonId, &PersonKey),
        of: &ImportNumber,
    ) -> Result<(), StoreError> {
        let values = [
            of.id.as_str().into(),
            person.as_str().into(),
            i.tenant.as_str().into(),
            of.kind.name().into(),
            self.value_hash(&i.tenant, of.kind, &of.value).into(),
            key.seal(self.keys.entropy(), &format!("identifier.value.{}", of.id), &of.value)?.into(),
            "import".into(),
            0i64.into(),
            i.of.at.0.into(),
        ];
        tx.execute(sql::IDENTIFIER_INSERT, &values).await?;
        self.segment_touch(tx, person).await
    }

    /// Store the address of a row; with it the person, unless it is of an `owner` who is known already.
    pub(super) async fn import_person(
        &self,
        tx: &mut Tx,
        batch: &Batch<'_>,
        row: &ImportRow,
        owner: Option<PersonId>,
    ) -> Result<IdentifierId, StoreError> {
        let i = batch.import;
        let person = owner.clone().unwrap_or_else(|| row.person.clone());
        // They came or went between the look and the unit of work: the caller tries again with their key or a fresh one.
        let key = batch.keys.get(person.as_str()).and_then(Option::as_ref).ok_or(StoreError::Busy)?;
        if owner.is_none() {
            let values =
                [person.as_str().into(), i.tenant.as_str().into(), row.language.tag().into(), i.of.at.0.into()];
            tx.execute(sql::PERSON_INSERT, &values).await?;
        }
        let address = ImportNumber { id: row.identifier.clone(), kind: row.channel.kind(), value: row.address.clone() };
        self.import_identifier(tx, i, (&person, key), &address).await?;
        Ok(row.identifier.clone())
    }

    /// Let no later file give an address a yes, until somebody has looked.
    pub(super) async fn import_bar(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        (kind, value): (IdentifierKind, &str),
        at: AtMs,
    ) -> Result<(), StoreError> {
        let hash = self.doubt_hash(&i.tenant, kind, value);
        let values =
            [i.tenant.as_str().into(), kind.name().into(), hash.into(), i.entry.id.as_str().into(), at.0.into()];
        tx.execute(sql::IMPORT_DOUBT_ADD, &values).await?;
        Ok(())
    }
}
