//! What is known before a row is decided, read within its unit of work.

use hjemmel_model::{IdentifierKind, PermissionRecord, PersonId, TenantId, TopicId};
use hjemmel_policy::{RowAddress, RowFacts, Suppression};

use super::{Batch, ImportFound, ImportRow};
use crate::{
    Store,
    db::Tx,
    error::StoreError,
    person::{found, permission, suppression_of},
    sql,
};

/// What the records know of the address of a row.
pub(super) struct Known {
    pub(super) address: Option<RowAddress>,
    /// Whose it is, or whose it will be: a number that nobody has yet is of whoever has the row's address.
    pub(super) owner: Option<PersonId>,
    pub(super) mark: Option<Suppression>,
    other_marks: Vec<Suppression>,
    pub(super) said: Vec<PermissionRecord>,
    /// Whether the data of whoever has it is only stored.
    pub(super) paused: bool,
}

impl Batch<'_> {
    pub(super) fn facts<'a>(&'a self, known: &Known, row: &ImportRow) -> RowFacts<'a> {
        let of = &self.import.of;
        RowFacts {
            by: row.channel,
            topic: &of.topic,
            form: &of.form.0,
            topics: &self.topics,
            address: known.address.clone(),
            mark: known.mark,
            other_marks: known.other_marks.clone(),
            said: known.said.clone(),
            paused: known.paused,
        }
    }
}

impl Store {
    pub(super) async fn import_known(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        row: &ImportRow,
    ) -> Result<Known, StoreError> {
        let (tenant, kind) = (&i.tenant, row.channel.kind());
        let mark = self.import_mark(tx, tenant, kind, &row.address).await?;
        let mut other_marks = Vec::new();
        for number in &row.numbers {
            other_marks.extend(self.import_mark(tx, tenant, number.kind, &number.value).await?);
        }
        let hash = self.value_hash(tenant, kind, &row.address);
        let whose = [tenant.as_str().into(), kind.name().into(), hash.into()];
        let rows = tx.read(sql::IDENTIFIER_BY_HASH, &whose).await?;
        let theirs = rows.first().map(found).transpose()?;
        let owner = match (&theirs, row.email()) {
            (Some(theirs), _) => Some(theirs.person.clone()),
            (None, Some(email)) => {
                self.identifier_in(tx, tenant, IdentifierKind::Email, email).await?.map(|theirs| theirs.person)
            }
            (None, None) => None,
        };
        let by_form = rows.first().map(|row| row.text(4)).transpose()?.is_some_and(|source| source == "form");
        let said = match &owner {
            Some(owner) => {
                let rows = tx.read(sql::PERMISSION_OF_GROUP, &[tenant.as_str().into(), owner.as_str().into()]).await?;
                rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?
            }
            None => Vec::new(),
        };
        let paused = match &owner {
            Some(owner) => self.is_paused(tx, tenant, owner).await?,
            None => false,
        };
        let address = theirs.map(|of| RowAddress { identifier: of.identifier, verified: of.verified, by_form });
        Ok(Known { address, owner, mark, other_marks, said, paused })
    }

    async fn import_mark(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Suppression>, StoreError> {
        let whose = [tenant.as_str().into(), kind.name().into(), self.value_hash(tenant, kind, value).into()];
        let rows = tx.read(sql::SUPPRESSION_FIND, &whose).await?;
        Ok(rows.first().map(|r| r.text(0)).transpose()?.and_then(|r| suppression_of(&r)))
    }

    pub(super) async fn topic_ids(&self, tx: &mut Tx, tenant: &TenantId) -> Result<Vec<TopicId>, StoreError> {
        let rows = tx.read(sql::TOPIC_IDS, &[tenant.as_str().into()]).await?;
        rows.iter().map(|row| TopicId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("topic"))).collect()
    }
}
