//! The organisation itself: what it is called, where it is, where its staff are reached.

use hjemmel_model::is_placeholder;
use hjemmel_policy::{Authorized, act};
use hjemmel_store::Organisation;
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// An organisation as an owner fills it in.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDraft {
    /// What it is called, as in the register of firms.
    pub name: String,
    /// Where it is: ISO 3166-1 alpha-2 such as `DK`; empty to leave open.
    #[serde(default)]
    pub country: String,
    /// Where its staff are reached; empty to leave open.
    #[serde(default)]
    pub contact: String,
}

impl App {
    /// The organisation of whoever asks.
    pub async fn organisation(&self, auth: &Authorized<act::SiteRead>) -> Result<Organisation, AppError> {
        Ok(self.store.organisation_find(auth.tenant()).await?)
    }

    /// Give the organisation its name, country and contact.
    pub async fn organisation_change(
        &self,
        auth: &Authorized<act::TeamWrite>,
        draft: &OrganisationDraft,
    ) -> Result<Organisation, AppError> {
        let (name, country, contact) = (draft.name.trim(), draft.country.trim(), draft.contact.trim());
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(AppError::Invalid { field: "name", why: "needs 1 to 100 characters" });
        }
        if is_placeholder(name) {
            return Err(AppError::Invalid {
                field: "name",
                why: "is the placeholder: give the organisation its own name",
            });
        }
        let two_letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        if !country.is_empty() && !two_letters {
            return Err(AppError::Invalid { field: "country", why: "needs two capital letters such as DK" });
        }
        if contact.chars().count() > 300 || contact.chars().any(char::is_control) {
            return Err(AppError::Invalid { field: "contact", why: "has at most 300 characters, on one line" });
        }
        self.store.organisation_update(auth, name, country, contact, self.clock.now()).await?;
        Ok(self.store.organisation_find(auth.tenant()).await?)
    }
}
