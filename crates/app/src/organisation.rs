//! The organisation itself: what it is called, where it is, where its staff are reached, in which languages it
//! writes.

use hjemmel_collect::recognise::national_number;
use hjemmel_model::{AttributeError, IdentifierKind, Language, TenantId, is_placeholder};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{Organisation, OrganisationUpdate, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

use crate::{AppError, cases, import::country_of};

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
    /// The languages in which it writes its own texts: notices, topics and forms ask for those alone. Left out, they stay.
    #[serde(default)]
    pub languages: Vec<Language>,
}

impl cases::Organisation<'_> {
    /// The country that numbers and clocks of an organisation are read by: its own, or that of its first site. Empty where
    /// neither says.
    pub(crate) async fn organisation_country(&self, tenant: &TenantId) -> Result<String, AppError> {
        let country = self.store.organisations().find(tenant).await?.country;
        if !country.is_empty() {
            return Ok(country);
        }
        Ok(country_of(&self.organisation_zone(tenant)).unwrap_or_default().to_owned())
    }

    /// The zone an organisation's clocks go by: that of its first site.
    pub(crate) fn organisation_zone(&self, tenant: &TenantId) -> String {
        let mut sites: Vec<_> = self.sites.all().into_iter().filter(|s| s.site.tenant == *tenant).collect();
        sites.sort_by(|a, b| a.site.id.as_str().cmp(b.site.id.as_str()));
        sites.first().map_or_else(|| "Europe/Copenhagen".to_owned(), |s| s.site.time_zone.clone())
    }

    /// The one form of an identifier, a telephone number without a country code read as one of the organisation's country.
    pub(crate) async fn identifier_normal(
        &self,
        tenant: &TenantId,
        kind: IdentifierKind,
        text: &str,
    ) -> Result<String, AppError> {
        let country = match kind {
            IdentifierKind::Phone => self.organisation_country(tenant).await?,
            IdentifierKind::Email | IdentifierKind::CustomerNumber => String::new(),
        };
        let normal = kind.normal_in(text, &country).map_err(AppError::Identifier)?;
        // What joins records is never a national number (N-03).
        match kind == IdentifierKind::CustomerNumber && national_number(&normal) {
            true => Err(AppError::Attribute(AttributeError::NationalId)),
            false => Ok(normal),
        }
    }

    /// The languages in which an organisation writes its own texts.
    pub(crate) async fn organisation_languages(&self, tenant: &TenantId) -> Result<Vec<Language>, AppError> {
        Ok(self.store.organisations().find(tenant).await?.languages)
    }

    /// The organisation of whoever asks.
    pub async fn read(&self, auth: &Authorized<act::SiteRead>) -> Result<Organisation, AppError> {
        Ok(self.store.organisations().find(auth.tenant()).await?)
    }

    /// Give the organisation its name, country and contact.
    pub async fn change(
        &self,
        auth: &Authorized<act::TeamWrite>,
        draft: &OrganisationDraft,
    ) -> Result<Organisation, AppError> {
        let (name, country, contact) = (draft.name.trim(), draft.country.trim(), draft.contact.trim());
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(AppError::Invalid { field: "name", why: key!("field_needs_1_to_100_characters") });
        }
        if is_placeholder(name) {
            return Err(AppError::Invalid { field: "name", why: key!("field_is_the_placeholder") });
        }
        let two_letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        if !country.is_empty() && !two_letters {
            return Err(AppError::Invalid { field: "country", why: key!("field_needs_two_capital_letters") });
        }
        if contact.chars().count() > 300 || contact.chars().any(char::is_control) {
            return Err(AppError::Invalid { field: "contact", why: key!("field_has_at_most_300_characters") });
        }
        let languages = match draft.languages.as_slice() {
            [] => self.organisation_languages(auth.tenant()).await?,
            chosen => Language::ALL.into_iter().filter(|l| chosen.contains(l)).collect(),
        };
        let to = OrganisationUpdate { name, country, contact, languages: &languages };
        work!(self.store, |w| { w.organisations().update(auth, &to, self.clock.now()).await })?;
        Ok(self.store.organisations().find(auth.tenant()).await?)
    }
}
