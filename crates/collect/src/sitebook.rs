//! The sites a collector knows, by key: read on every request, replaced as a whole when something changes.

use std::{collections::HashMap, sync::Arc};

use hjemmel_model::{AtMs, Notice, Site, SiteId, UseSet, Zone, host_listed};
use hjemmel_policy::SiteRules;
use parking_lot::RwLock;

use crate::enrich::host_of;

/// A site with its current notice.
#[derive(Clone, Debug)]
pub struct SiteEntry {
    /// Its settings.
    pub site: Site,
    /// Its current notice, if one is published.
    pub notice: Option<Arc<Notice>>,
    /// What decisions need of both.
    pub rules: SiteRules,
    published: Vec<Arc<Notice>>,
    zone: Zone,
}

impl SiteEntry {
    /// A site with every notice it published, in any order, and the uses that its organisation's register names.
    pub fn new(site: Site, notices: &[Arc<Notice>], uses: UseSet) -> SiteEntry {
        let rules = SiteRules::of(&site.id, site.law, notices, uses.purposes());
        let notice = notices.iter().max_by_key(|n| n.version).map(Arc::clone);
        let zone = Zone::of(&site.time_zone);
        SiteEntry { site, notice, rules, published: notices.to_vec(), zone }
    }

    /// The day of a moment on this site, as `2026-11-22`.
    pub fn day(&self, at: AtMs) -> String {
        self.zone.day(at)
    }

    /// The notice of that version, if it was published.
    pub fn notice_of(&self, version: u32) -> Option<&Arc<Notice>> {
        self.published.iter().find(|n| n.version == version)
    }

    /// Whether a page of that address, or the origin of one, is on a host of this site.
    pub fn lists(&self, address: &str) -> bool {
        self.listed(address).is_some()
    }

    /// The host of this site that a page of that address, or the origin of one, is on: as it is listed, not as it was sent.
    pub fn listed(&self, address: &str) -> Option<&str> {
        let host = url::Url::parse(address).ok().map(|page| host_of(&page)).filter(|host| !host.is_empty())?;
        self.site.hosts.iter().find(|known| host_listed(std::slice::from_ref(known), &host)).map(String::as_str)
    }

    /// Its time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }
}

/// All sites.
#[derive(Debug, Default)]
pub struct SiteBook(RwLock<HashMap<String, Arc<SiteEntry>>>);

impl SiteBook {
    /// Replace everything.
    pub fn replace(&self, entries: Vec<SiteEntry>) {
        let map = entries.into_iter().map(|e| (e.site.key.clone(), Arc::new(e))).collect();
        *self.0.write() = map;
    }

    /// The site of that key.
    pub fn by_key(&self, key: &str) -> Option<Arc<SiteEntry>> {
        self.0.read().get(key).cloned()
    }

    /// The site that alone lists a host.
    pub fn by_host(&self, host: &str) -> Option<Arc<SiteEntry>> {
        self.only(|entry| host_listed(&entry.site.hosts, host))
    }

    /// The site that alone lists the host of a page.
    pub fn by_page(&self, address: &str) -> Option<Arc<SiteEntry>> {
        self.only(|entry| entry.lists(address))
    }

    fn only(&self, is: impl Fn(&SiteEntry) -> bool) -> Option<Arc<SiteEntry>> {
        let sites = self.0.read();
        let mut found = sites.values().filter(|entry| is(entry));
        let first = found.next().cloned();
        first.filter(|_| found.next().is_none())
    }

    /// The site of that id.
    pub fn by_id(&self, id: &SiteId) -> Option<Arc<SiteEntry>> {
        self.0.read().values().find(|e| e.site.id == *id).cloned()
    }

    /// All of them, by name.
    pub fn all(&self) -> Vec<Arc<SiteEntry>> {
        let mut all: Vec<_> = self.0.read().values().cloned().collect();
        all.sort_by(|a, b| (&a.site.name, &a.site.id).cmp(&(&b.site.name, &b.site.id)));
        all
    }
}
