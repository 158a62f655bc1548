//! Holders: who showed, by a code sent to an address, that it is theirs.
//!
//! Invariant: a code counts once, for ten minutes, for whoever holds the secret that it was asked for with, and is given up
//! after five wrong tries. Only hashes are stored.

use hjemmel_model::{AtMs, FormId, IdentifierId, PersonId, TenantId};
use hjemmel_policy::Holder;

use crate::{
    Store,
    db::Row,
    error::StoreError,
    job::JobDraft,
    message::MessageDraft,
    person::Found,
    sql,
    work::{Holders, Records, Work},
};

/// Wrong tries after which a code counts no more.
const TRIES_MAX: i64 = 5;
/// Codes an address gets within a quarter of an hour, and within a day; those asked for by a link in a mail count apart, so
/// that nobody who merely knows an address keeps its holder out.
const CODES_MAX: [(i64, i64); 2] = [(15 * 60_000, 3), (86_400_000, 10)];
/// How long a code counts, and how long after it a holder may go on.
const CODE_MS: i64 = 10 * 60_000;
const SESSION_MS: i64 = 30 * 60_000;

/// A code to send to an address.
#[derive(Clone, Debug)]
pub struct CodeDraft {
    /// Whose customer.
    pub tenant: TenantId,
    /// The address.
    pub to: Found,
    /// The form whose brand the pages carry.
    pub form: FormId,
    /// Whether it was asked for by the link in a mail that went there.
    pub by_link: bool,
    /// The secret that whoever asked for it holds.
    pub secret: String,
    /// The code.
    pub code: String,
    /// The mail that brings it.
    pub mail: MessageDraft,
    /// The job that sends that.
    pub job: JobDraft,
    /// When.
    pub at: AtMs,
}

/// A holder, with the form whose brand their pages carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderFound {
    /// Who.
    pub holder: Holder,
    /// The form.
    pub form: FormId,
}

impl Holders<&mut Work> {
    /// Record a code and the mail that brings it. Nothing happens when the address had too many.
    pub async fn code_add(&mut self, d: &CodeDraft) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [
            store.holder_hash(&d.secret).into(),
            d.tenant.as_str().into(),
            d.to.identifier.as_str().into(),
            d.form.as_str().into(),
            store.code_hash(&d.secret, &d.code).into(),
            d.at.plus_ms(CODE_MS).0.into(),
            d.at.0.into(),
            d.by_link.into(),
        ];
        for (within_ms, most) in CODES_MAX {
            let since = [d.to.identifier.as_str().into(), d.at.plus_ms(-within_ms).0.into(), d.by_link.into()];
            let rows = tx.read(sql::HOLDER_CODE_COUNT, &since).await?;
            if rows.first().ok_or(StoreError::Damaged("code"))?.int(0)? >= most {
                return Ok(());
            }
        }
        tx.execute(sql::HOLDER_CODE_INSERT, &values).await?;
        store.message_add(tx, &d.tenant, &d.to, &d.mail).await?;
        store.job_add(tx, &d.job).await
    }

    /// Try a code; when it is right, whoever holds `session` is a holder from now on. Every try counts.
    pub async fn open(&mut self, secret: &str, code: &str, session: &str, now: AtMs) -> Result<bool, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let id = store.holder_hash(secret);
        let wanted = store.code_hash(secret, code);
        let rows = tx.read(sql::HOLDER_CODE_TRY, &[id.as_str().into(), now.0.into(), TRIES_MAX.into()]).await?;
        let Some(row) = rows.first() else { return Ok(false) };
        // Both are keyed hashes, so how long it takes to compare them tells nothing.
        if row.text(3)? != wanted {
            return Ok(false);
        }
        if tx.execute(sql::HOLDER_CODE_USE, &[now.0.into(), id.as_str().into()]).await? != 1 {
            return Ok(false);
        }
        let values = [
            store.holder_hash(session).into(),
            row.text(0)?.into(),
            row.text(1)?.into(),
            row.text(2)?.into(),
            now.plus_ms(SESSION_MS).0.into(),
            now.0.into(),
        ];
        tx.execute(sql::HOLDER_SESSION_INSERT, &values).await?;
        // Whoever reads mail at an address has shown that it is theirs.
        tx.execute(sql::IDENTIFIER_VERIFY, &[now.0.into(), row.text(1)?.into()]).await?;
        Ok(true)
    }

    /// End a session.
    pub async fn leave(&mut self, session: &str) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let hash = store.holder_hash(session);
        tx.execute(sql::HOLDER_SESSION_DELETE, &[hash.as_str().into()]).await?;
        Ok(())
    }
}

impl Store {
    fn holder_hash(&self, secret: &str) -> String {
        self.keys.hash("holder", secret.as_bytes())
    }

    fn code_hash(&self, secret: &str, code: &str) -> String {
        self.keys.hash("holder_code", format!("{secret}.{code}").as_bytes())
    }
}

impl<R: Records> Holders<R> {
    /// Who a session belongs to, while it lasts.
    pub async fn find(&mut self, session: &str, now: AtMs) -> Result<Option<HolderFound>, StoreError> {
        let rows =
            self.0.read(sql::HOLDER_SESSION_FIND, &[self.0.store().holder_hash(session).into(), now.0.into()]).await?;
        rows.first().map(found).transpose()
    }
}

fn found(row: &Row) -> Result<HolderFound, StoreError> {
    let damaged = || StoreError::Damaged("holder");
    let tenant = TenantId::parse(&row.text(0)?).map_err(|_| damaged())?;
    let identifier = IdentifierId::parse(&row.text(1)?).map_err(|_| damaged())?;
    let person = PersonId::parse(&row.text(2)?).map_err(|_| damaged())?;
    #[expect(clippy::disallowed_methods, reason = "a session was found that a code opened")]
    Ok(HolderFound {
        holder: Holder::shown(tenant, person, identifier),
        form: FormId::parse(&row.text(3)?).map_err(|_| damaged())?,
    })
}
