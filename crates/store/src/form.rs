//! Topics and sign-up forms. Published forms are permanent: they document what was shown (E-21).

use hjemmel_model::{AtMs, Form, FormId, TenantId, Topic};
use hjemmel_policy::{Authorized, act};

use crate::{
    audit::Did,
    db::Row,
    error::StoreError,
    sql,
    work::{Forms, Records, Topics, Work},
};

fn form(row: &Row) -> Result<(Form, TenantId), StoreError> {
    let damaged = || StoreError::Damaged("form");
    let form = serde_json::from_str(&row.text(0)?).map_err(|_| damaged())?;
    Ok((form, TenantId::parse(&row.text(1)?).map_err(|_| damaged())?))
}

impl Topics<&mut Work> {
    /// Create a topic.
    pub async fn insert(
        &mut self,
        auth: &Authorized<act::FormWrite>,
        topic: &Topic,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let body = serde_json::to_string(topic).map_err(|_| StoreError::Damaged("topic"))?;
        let values = [topic.id.as_str().into(), auth.tenant().as_str().into(), body.as_str().into(), at.0.into()];
        tx.execute(sql::TOPIC_INSERT, &values).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("topic.create").to(topic.id.as_str()), at).await
    }
}

impl<R: Records> Topics<R> {
    /// The topics of an organisation, oldest first.
    pub async fn list(&mut self, tenant: &TenantId) -> Result<Vec<Topic>, StoreError> {
        let rows = self.0.read(sql::TOPIC_LIST, &[tenant.as_str().into()]).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("topic"))).collect()
    }
}

impl Forms<&mut Work> {
    /// Publish a version of a form: one that exists is refused.
    pub async fn insert(&mut self, auth: &Authorized<act::FormWrite>, form: &Form) -> Result<(), StoreError> {
        let body = serde_json::to_string(form).map_err(|_| StoreError::Damaged("form"))?;
        let (hash, at) = (form.hash().0, form.published_at);
        let values = [
            form.id.as_str().into(),
            form.version.into(),
            auth.tenant().as_str().into(),
            hash.as_str().into(),
            body.as_str().into(),
            at.0.into(),
        ];
        self.0.tx.execute(sql::FORM_INSERT, &values).await.map_err(|e| e.or_taken("form version"))?;
        let id = format!("form:{}:{}", form.id, form.version);
        self.0.evidence().add(&id, "form", &body, at).await?;
        let detail = serde_json::json!({ "version": form.version, "hash": hash });
        self.0.audit().add_with(auth, "form.publish", (form.id.as_str(), &detail), at).await
    }
}

impl<R: Records> Forms<R> {
    /// The current version of a form, and whose it is.
    pub async fn current(&mut self, id: &FormId) -> Result<(Form, TenantId), StoreError> {
        let rows = self.0.read(sql::FORM_CURRENT, &[id.as_str().into()]).await?;
        rows.first().map(form).transpose()?.ok_or(StoreError::NotFound("form"))
    }

    /// One version of a form, and whose it is.
    pub async fn version(&mut self, id: &FormId, version: u32) -> Result<(Form, TenantId), StoreError> {
        let rows = self.0.read(sql::FORM_VERSION, &[id.as_str().into(), version.into()]).await?;
        rows.first().map(form).transpose()?.ok_or(StoreError::NotFound("form"))
    }

    /// Every version of an organisation's forms.
    pub async fn versions(&mut self, tenant: &TenantId) -> Result<Vec<Form>, StoreError> {
        let rows = self.0.read(sql::FORM_VERSIONS, &[tenant.as_str().into()]).await?;
        rows.iter().map(|row| Ok(form(row)?.0)).collect()
    }

    /// The current versions of an organisation's forms, oldest first.
    pub async fn list(&mut self, tenant: &TenantId) -> Result<Vec<Form>, StoreError> {
        let rows = self.0.read(sql::FORM_LIST, &[tenant.as_str().into()]).await?;
        rows.iter().map(|row| Ok(form(row)?.0)).collect()
    }
}
