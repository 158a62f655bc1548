//! The rows of a person, and those of their browsers.

use hjemmel_model::{AtMs, GrantSeq, PersonId, SiteId, StoreCount, TenantId};

use crate::{Store, db::Tx, error::StoreError, person_keys::PersonKey, sql, tables};

/// How many rows a person has, table by table of the data map.
pub(super) async fn counts(tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<Vec<StoreCount>, StoreError> {
    let mut counts = Vec::new();
    for (table, rows) in tables::of_person() {
        let found = tx.read(rows.count, &[tenant.as_str().into(), person.as_str().into()]).await?;
        let emptied = if table.blank { " (emptied)" } else { "" };
        let rows = found.first().ok_or(StoreError::Damaged("count"))?.int(0)?;
        counts.push(StoreCount { store: format!("records.{}{emptied}", table.name), rows });
    }
    Ok(counts)
}

/// Count on.
pub(super) fn add(all: &mut Vec<StoreCount>, more: Vec<StoreCount>) {
    for count in more {
        match all.iter_mut().find(|c| c.store == count.store) {
            Some(known) => known.rows += count.rows,
            None => all.push(count),
        }
    }
}

/// A browser of a person on one site: every number it ever had there, and what its choices are found by.
#[derive(Debug)]
pub(super) struct Browser {
    pub(super) site: SiteId,
    pub(super) numbers: Vec<i64>,
    pub(super) subjects: Vec<String>,
}

/// What a person leaves behind when their rows go.
pub(crate) struct Gone {
    /// Ids of keys that seal nothing any more.
    pub(crate) keys: Vec<String>,
    /// Requests that are still to be answered.
    pub(crate) to_answer: u64,
}

impl Store {
    /// The browsers that are joined with a person, by site.
    pub(super) async fn visitors_of(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        key: &PersonKey,
    ) -> Result<Vec<Browser>, StoreError> {
        let mut out: Vec<Browser> = Vec::new();
        for link in self.links_of(tx, tenant, person, key).await? {
            let at = match out.iter().position(|b| b.site == link.site) {
                Some(at) => at,
                None => {
                    out.push(Browser { site: link.site.clone(), numbers: Vec::new(), subjects: Vec::new() });
                    out.len() - 1
                }
            };
            let Some(browser) = out.get_mut(at) else { continue };
            self.browser_numbers(tx, browser, link.visitor.0, link.grant).await?;
        }
        Ok(out)
    }

    /// Whatever other numbers a browser had, for advertising or before, are of whoever sits there too.
    pub(super) async fn browser_numbers(
        &self,
        tx: &mut Tx,
        browser: &mut Browser,
        number: i64,
        grant: GrantSeq,
    ) -> Result<(), StoreError> {
        let site = browser.site.clone();
        browser.numbers.push(number);
        let rows = tx.read(sql::CONSENT_BY_SEQ, &[site.as_str().into(), grant.0.into()]).await?;
        if let Some(subject) = rows.first().map(|row| row.text(0)).transpose()?.filter(|s| !s.is_empty()) {
            let mut more = Vec::new();
            for row in &tx.read(sql::CONSENT_OF_SUBJECT, &[site.as_str().into(), subject.as_str().into()]).await? {
                let (a, b) = self.subject_of(row)?;
                more.extend([a.0, b.0]);
            }
            // A choice that this number did not make is somebody else's.
            if more.contains(&number) {
                browser.numbers.extend(more);
                browser.subjects.push(subject);
            }
        }
        browser.numbers.retain(|n| *n != 0);
        browser.numbers.sort_unstable();
        browser.numbers.dedup();
        Ok(())
    }

    /// Let the choices of those browsers say no more whose they were (B-21). Returns how many.
    pub(crate) async fn browsers_blank(&self, tx: &mut Tx, subjects: &[(SiteId, String)]) -> Result<i64, StoreError> {
        let mut emptied = 0;
        for (site, subject) in subjects {
            let values = [site.as_str().into(), subject.as_str().into()];
            emptied += tx.execute(sql::CONSENT_BLANK_SUBJECT, &values).await?;
            tx.execute(sql::CONSENT_PROOF_DROP, &values).await?;
        }
        Ok(i64::try_from(emptied).unwrap_or(i64::MAX))
    }

    /// Delete every row of a person. What they asked for stays as a fact; an order that a law holds stays without them.
    pub(crate) async fn person_rows_delete(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        erasure: &str,
        at: AtMs,
    ) -> Result<Gone, StoreError> {
        let whose = [tenant.as_str().into(), person.as_str().into()];
        let and = |more: &[crate::db::Value]| [whose.as_slice(), more].concat();
        self.pauses_changed_of(tx, tenant, person).await?;
        let mut keys = Vec::new();
        for row in &tx.read(sql::REQUEST_IDS_OF_PERSON, &whose).await? {
            keys.push(row.text(0)?);
        }
        tx.execute(sql::REQUEST_NOTES_BLANK, &whose).await?;
        let outside = !tx.read(sql::RECIPIENT_LIST, &[tenant.as_str().into()]).await?.is_empty();
        // While somebody outside has not answered, a request to be erased is not done.
        tx.execute(sql::REQUEST_BLANK_OF_PERSON, &and(&[at.0.into(), erasure.into(), outside.into()])).await?;
        // What came by letter or telephone is still to be answered: where to, and what was asked, stays until it is.
        let to_answer = tx.execute(sql::REQUEST_ERASED_OF_PERSON, &and(&[erasure.into()])).await?;
        for row in &tx.read(sql::PERSON_ORDER_IDS_FREE, &and(&[at.0.into()])).await? {
            keys.push(row.text(0)?);
        }
        tx.execute(sql::PERSON_ORDER_HOLD, &and(&[erasure.into(), at.0.into()])).await?;
        // Who points at others goes first; what the person asked for was emptied above.
        for erase in tables::of_person().rev().filter_map(|(_, rows)| rows.erase) {
            tx.execute(erase, &whose).await?;
        }
        Ok(Gone { keys, to_answer })
    }
}
