//! The sites a collector knows, by key: read on every request, replaced as a whole when something changes.

use std::{collections::HashMap, sync::Arc};

use hjemmel_model::{AtMs, DeviceScope, Notice, Site, SiteId, Zone};
use hjemmel_policy::{NoticeRules, SiteRules, site_hash};
use parking_lot::RwLock;

/// A site with its current notice.
#[derive(Clone, Debug)]
pub struct SiteEntry {
    /// Its settings.
    pub site: Site,
    /// Its current notice, if one is published.
    pub notice: Option<Arc<Notice>>,
    /// What decisions need of both.
    pub rules: SiteRules,
    zone: Zone,
}

impl SiteEntry {
    /// A site with its notice.
    pub fn new(site: Site, notice: Option<Arc<Notice>>) -> SiteEntry {
        let rules = SiteRules {
            site: site.id.clone(),
            site_hash: site_hash(&site.id),
            law: site.law,
            notice: notice.as_ref().map(|n| NoticeRules {
                version: n.version,
                analytics: n.purposes_in(DeviceScope::Analytics),
                ads: n.purposes_in(DeviceScope::Ads),
                denied_by_gpc: n.purposes_denied_by_gpc(),
                since: {
                    // A bit that the notice does not name is covered by no version.
                    let mut since = [u32::MAX; 32];
                    for p in &n.purposes {
                        if let Some(slot) = since.get_mut(usize::from(p.bit)) {
                            *slot = p.since_version;
                        }
                    }
                    since
                },
            }),
        };
        let zone = Zone::of(&site.time_zone);
        SiteEntry { site, notice, rules, zone }
    }

    /// The day of a moment on this site, as `2026-11-22`.
    pub fn day(&self, at: AtMs) -> String {
        self.zone.day(at)
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
