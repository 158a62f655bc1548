//! Browsers that are joined with a person (P-10): nothing is copied, so parting them again leaves no trace.

use serde::{Deserialize, Serialize};

use crate::{AtMs, GrantSeq, LinkId, SiteId, Surrogate};

/// Who says that a browser is a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkSource {
    /// The holder of the address, on the page behind a mail that only they get.
    Holder,
    /// The site's own server, after the person signed in there.
    Server,
}

impl LinkSource {
    /// All of them.
    pub const ALL: [LinkSource; 2] = [LinkSource::Holder, LinkSource::Server];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            LinkSource::Holder => "holder",
            LinkSource::Server => "server",
        }
    }

    /// The source of that name.
    pub fn from_name(name: &str) -> Option<LinkSource> {
        LinkSource::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// A browser that is joined with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorLink {
    /// Its id.
    pub id: LinkId,
    /// On which site.
    pub site: SiteId,
    /// The browser.
    pub visitor: Surrogate,
    /// The browser's choice that allows it.
    pub grant: GrantSeq,
    /// The notice that was shown with it.
    pub notice_version: u32,
    /// Who said so.
    pub source: LinkSource,
    /// When.
    pub at: AtMs,
    /// When that choice ends (B-18).
    pub expires_at: AtMs,
}

/// What somebody did on a site, as their own profile shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
pub struct VisitEvent {
    /// On which site.
    pub site: SiteId,
    /// When, in milliseconds.
    pub at_ms: i64,
    /// What: `page_view`, `purchase`, or the site's own.
    pub name: String,
    /// The page, without query.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Where they came from.
    pub source: String,
    /// Kind of device.
    pub device: String,
    /// Value in the currency's minor unit.
    pub value_minor: i64,
    /// ISO 4217, empty when there is no value.
    pub currency: String,
}
