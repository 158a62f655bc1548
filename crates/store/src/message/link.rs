//! The links in mails: what they stand for, found by a hash of their secrets.

use hjemmel_model::{AtMs, FormId, IdentifierId, PersonId, TenantId, TopicId};

use crate::{
    Store,
    db::Tx,
    error::StoreError,
    person_keys::PersonKey,
    sql,
    work::{Messages, Records, Work},
};

/// What a link in a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailLinkKind {
    /// Confirm what was asked for.
    Confirm,
    /// See and change what one is sent.
    Preferences,
}

impl MailLinkKind {
    fn name(self) -> &'static str {
        match self {
            MailLinkKind::Confirm => "confirm",
            MailLinkKind::Preferences => "preferences",
        }
    }
}

/// A link to record; only a hash of its secret is stored.
#[derive(Clone, Debug)]
pub struct MailLinkDraft {
    /// The secret in its address.
    pub secret: String,
    /// What it is for.
    pub kind: MailLinkKind,
    /// The form it came from.
    pub form: (FormId, u32),
    /// What it confirms.
    pub topics: Vec<TopicId>,
    /// The page the form was on.
    pub page: String,
    /// Until when.
    pub expires_at: AtMs,
    /// When it was made.
    pub at: AtMs,
}

/// A link as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLink {
    /// From whom.
    pub tenant: TenantId,
    /// Whose address it was sent to.
    pub identifier: IdentifierId,
    /// What it is for.
    pub kind: MailLinkKind,
    /// The form it came from.
    pub form: (FormId, u32),
    /// What it confirms.
    pub topics: Vec<TopicId>,
    /// The page the form was on.
    pub page: String,
    /// Whether it was used before.
    pub used: bool,
    /// Whether the browser that signed up is to be joined, if its holder says so too.
    pub visitor: bool,
}

impl Store {
    pub(crate) async fn mail_link_add(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        identifier: &IdentifierId,
        link: &MailLinkDraft,
        visitor: Option<(&PersonKey, &str)>,
    ) -> Result<(), StoreError> {
        let hash = self.mail_link_hash(&link.secret);
        let visitor = visitor.filter(|_| link.kind == MailLinkKind::Confirm);
        let place = visitor_place(&self.keys.hash_bare(&hash)?);
        let visitor = visitor.map(|(key, shown)| key.seal(self.keys.entropy(), &place, shown));
        let topics: Vec<_> = link.topics.iter().map(TopicId::as_str).collect();
        let values = [
            hash.into(),
            tenant.as_str().into(),
            identifier.as_str().into(),
            link.kind.name().into(),
            link.form.0.as_str().into(),
            link.form.1.into(),
            topics.join(",").into(),
            link.page.as_str().into(),
            link.expires_at.0.into(),
            link.at.0.into(),
            visitor.transpose()?.unwrap_or_default().into(),
        ];
        tx.execute(sql::MAIL_LINK_INSERT, &values).await?;
        Ok(())
    }

    pub(crate) fn mail_link_hash(&self, secret: &str) -> String {
        self.keys.hash("mail_link", secret.as_bytes())
    }
}

impl Messages<&mut Work> {
    /// Record a link in a mail to an address. `visitor` is whose it is and what their browser showed as proof of its choice,
    /// where that is to be joined when the address is confirmed.
    pub async fn link_add(
        &mut self,
        tenant: &TenantId,
        identifier: &IdentifierId,
        link: &MailLinkDraft,
        visitor: Option<(&PersonId, &str)>,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let visitor = match visitor {
            Some((person, shown)) => Some((store.persons.get(&store.keys, person.as_str()).await?, shown)),
            None => None,
        };
        let visitor = visitor.as_ref().map(|(key, shown)| (key, *shown));
        store.mail_link_add(tx, tenant, identifier, link, visitor).await
    }
}

impl<R: Records> Messages<R> {
    /// What the browser that signed up showed as proof of its choice; empty when nothing is to be joined.
    pub async fn link_visitor(&mut self, secret: &str, person: &PersonId, now: AtMs) -> Result<String, StoreError> {
        let hash = self.0.store().mail_link_hash(secret);
        let rows = self.0.read(sql::MAIL_LINK_FIND, &[hash.as_str().into(), now.0.into()]).await?;
        let sealed = rows.first().map(|row| row.text(8)).transpose()?.unwrap_or_default();
        if sealed.is_empty() {
            return Ok(sealed);
        }
        let key = self.0.store().persons.get(&self.0.store().keys, person.as_str()).await?;
        key.open(&visitor_place(&self.0.store().keys.hash_bare(&hash)?), &sealed)
    }

    /// What a link in a mail stands for; `None` when it is old or unknown.
    pub async fn link_find(&mut self, secret: &str, now: AtMs) -> Result<Option<MailLink>, StoreError> {
        let rows =
            self.0.read(sql::MAIL_LINK_FIND, &[self.0.store().mail_link_hash(secret).into(), now.0.into()]).await?;
        let damaged = || StoreError::Damaged("link");
        rows.first()
            .map(|row| {
                let topics = row.text(5)?;
                let topics = topics.split(',').filter(|t| !t.is_empty()).map(TopicId::parse);
                Ok(MailLink {
                    tenant: TenantId::parse(&row.text(0)?).map_err(|_| damaged())?,
                    identifier: IdentifierId::parse(&row.text(1)?).map_err(|_| damaged())?,
                    kind: match row.text(2)?.as_str() {
                        "confirm" => MailLinkKind::Confirm,
                        "preferences" => MailLinkKind::Preferences,
                        _ => return Err(damaged()),
                    },
                    form: (FormId::parse(&row.text(3)?).map_err(|_| damaged())?, row.u32(4)?),
                    topics: topics.collect::<Result<_, _>>().map_err(|_| damaged())?,
                    page: row.text(6)?,
                    used: row.int(7)? > 0,
                    visitor: !row.text(8)?.is_empty(),
                })
            })
            .transpose()
    }
}

/// Bound to the link's own hash, whatever key seals that.
fn visitor_place(hash: &str) -> String {
    format!("mail_link.visitor.{hash}")
}
