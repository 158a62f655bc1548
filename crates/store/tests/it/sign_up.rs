//! Somebody signed up: what a use case would write down.

use hjemmel_store::{
    AddressEntered, Found, JobDraft, MailLinkDraft, MessageDraft, PermissionDraft, Store, StoreError, work,
};

#[derive(Clone, Debug)]
pub struct SignUp {
    pub entered: AddressEntered,
    pub permissions: Vec<PermissionDraft>,
    pub mail: MessageDraft,
    pub links: Vec<MailLinkDraft>,
    pub visitor: String,
    pub job: JobDraft,
}

pub async fn signed_up(store: &Store, s: &SignUp) -> Result<Found, StoreError> {
    let tenant = &s.entered.tenant;
    work!(store, |w| {
        let found = w.people().enter(&s.entered).await?;
        if w.messages().count_since(&found, s.entered.at.plus_days(-14)).await? >= 3 {
            return Ok(found);
        }
        w.permissions().add(tenant, &found.identifier, &s.permissions).await?;
        w.messages().add(tenant, &found, &s.mail).await?;
        let visitor = (!s.visitor.is_empty()).then_some((&found.person, s.visitor.as_str()));
        for link in &s.links {
            w.messages().link_add(tenant, &found.identifier, link, visitor).await?;
        }
        w.jobs().enqueue(&s.job).await?;
        Ok(found)
    })
}
