//! What a new version of a notice changes for the people who answered an earlier one.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{Language, Notice, NoticePurpose};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{AppError, NoticeDraft, cases};

/// What becomes of one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PurposeChange {
    /// Its name in the catalogue.
    pub key: String,
    /// `added`, `removed`, `changed` or `same`.
    pub what: &'static str,
    /// Recipients that are new.
    pub recipients_added: Vec<String>,
    /// Recipients that are gone.
    pub recipients_removed: Vec<String>,
    /// How many days data was kept; 0 when the purpose is new.
    pub days_before: u16,
    /// How many days it is kept; 0 when the purpose is gone.
    pub days_after: u16,
    /// The languages in which its words changed.
    pub texts: Vec<Language>,
    /// Whether whoever answered before is asked again.
    pub asked_again: bool,
}

/// What publishing a notice changes, and for how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeChange {
    /// The version that is replaced; 0 for the first.
    pub before: u32,
    /// The version that it would be.
    pub after: u32,
    /// The parts of the controller that changed: `name`, `address`, `contact`, `policy_url`.
    pub controller: Vec<&'static str>,
    /// Each purpose, those that change first.
    pub purposes: Vec<PurposeChange>,
    /// Browsers with a choice that counts now.
    pub choices: i64,
    /// How many of them are asked again at their next visit. Whoever said no to everything left no record (T-01) and is asked
    /// again for the same purposes.
    pub asked_again: i64,
    /// Whether anything changes at all.
    pub changes: bool,
}

impl cases::Sites<'_> {
    /// What publishing a draft would change. Nothing is published.
    pub async fn notice_change(
        &self,
        auth: &Authorized<act::NoticePublish>,
        site: &SiteEntry,
        draft: &NoticeDraft,
    ) -> Result<NoticeChange, AppError> {
        let _ = auth;
        let next = self.notice_draft(site, draft).await?;
        let current = self.store.consents().current(&site.site.id, self.clock.now()).await?;
        let mut change = compared(site.notice.as_deref(), &next);
        change.choices = current.iter().map(|(_, n)| n).sum();
        // A choice is asked for again where a purpose counts only from a later version on than the one that was shown.
        let since = next.purposes.iter().map(|p| p.since_version).max().unwrap_or(0);
        change.asked_again = current.iter().filter(|(version, _)| *version < since).map(|(_, n)| n).sum();
        Ok(change)
    }
}

fn compared(before: Option<&Notice>, after: &Notice) -> NoticeChange {
    let old = |key: &str| before.and_then(|n| n.purposes.iter().find(|p| p.key == key));
    let mut purposes: Vec<_> = after.purposes.iter().map(|p| purpose(old(&p.key), p, after.version)).collect();
    for gone in before.iter().flat_map(|n| &n.purposes) {
        if after.purposes.iter().all(|p| p.key != gone.key) {
            purposes.push(PurposeChange {
                key: gone.key.clone(),
                what: "removed",
                recipients_added: Vec::new(),
                recipients_removed: gone.recipients.clone(),
                days_before: gone.retention_days,
                days_after: 0,
                texts: Vec::new(),
                asked_again: false,
            });
        }
    }
    purposes.sort_by_key(|p| p.what == "same");
    let (a, b) = (before.map(|n| &n.controller), &after.controller);
    let parts = [
        ("name", a.map(|c| &c.name), &b.name),
        ("address", a.map(|c| &c.address), &b.address),
        ("contact", a.map(|c| &c.contact), &b.contact),
        ("policy_url", a.map(|c| &c.policy_url), &b.policy_url),
    ];
    let controller: Vec<_> =
        parts.into_iter().filter(|(_, old, new)| old.is_some_and(|old| old != *new)).map(|(part, _, _)| part).collect();
    let order = |n: &Notice| n.purposes.iter().map(|p| p.key.clone()).collect::<Vec<_>>();
    let changes = !controller.is_empty()
        || purposes.iter().any(|p| p.what != "same")
        || before.is_none_or(|n| order(n) != order(after) || n.law != after.law);
    NoticeChange {
        before: before.map_or(0, |n| n.version),
        after: after.version,
        controller,
        purposes,
        choices: 0,
        asked_again: 0,
        changes,
    }
}

fn purpose(before: Option<&NoticePurpose>, after: &NoticePurpose, version: u32) -> PurposeChange {
    let asked_again = before.is_some() && after.since_version == version;
    let Some(before) = before else {
        return PurposeChange {
            key: after.key.clone(),
            what: "added",
            recipients_added: after.recipients.clone(),
            recipients_removed: Vec::new(),
            days_before: 0,
            days_after: after.retention_days,
            texts: Vec::new(),
            asked_again: true,
        };
    };
    let only = |of: &[String], not: &[String]| of.iter().filter(|r| !not.contains(r)).cloned().collect::<Vec<_>>();
    let texts: Vec<_> = Language::ALL
        .into_iter()
        .filter(|l| before.text.get(l) != after.text.get(l) || before.name.get(l) != after.name.get(l))
        .collect();
    let same = texts.is_empty()
        && before.recipients == after.recipients
        && before.retention_days == after.retention_days
        && !asked_again;
    PurposeChange {
        key: after.key.clone(),
        what: if same { "same" } else { "changed" },
        recipients_added: only(&after.recipients, &before.recipients),
        recipients_removed: only(&before.recipients, &after.recipients),
        days_before: before.retention_days,
        days_after: after.retention_days,
        texts,
        asked_again,
    }
}
