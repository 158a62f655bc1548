//! Erasing a person: hidden everywhere at once, with a signed receipt; gone from every store right after.
//!
//! Invariant: the rows, the restrictions on their browsers, the receipt, its evidence and the job that does the rest commit
//! together, and stand in the journal before that. A kill between any two steps leaves a job that goes on. The receipt says `finished` when everything is gone,
//! and not before.

mod browser;
mod receipt;
mod rows;
mod write;

use hjemmel_model::{
    AtMs, ErasureId, IdentifierKind, JobId, Kept, LawPack, PersonId, SignedReceipt, SiteId, StoreCount, TenantId,
};
use hjemmel_policy::{Actor, Authorized, Bar, act};
use serde::{Deserialize, Serialize};

pub use receipt::{receipt_verify, sign, signature_fits};

use self::{rows::Browser, write::Outside};
use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    journal::{ErasedEntry, JOURNAL_MONTHS, JournalEntry, renew},
    keyring::Keyring,
    order,
    person_keys::PersonKey,
    recipient::Recipient,
    sql,
    work::Erasures,
};

/// Months after which a no-mail mark is looked at again.
pub(crate) const MARK_MONTHS: i32 = 24;

/// An erasure to carry out.
#[derive(Clone, Debug)]
pub struct ErasureDraft {
    /// Its id.
    pub id: ErasureId,
    /// Id of the job that does what is left.
    pub job: JobId,
    /// Whom.
    pub person: PersonId,
    /// Whether a keyed hash of the address stays, so that no import can make it be written to again (E-12).
    pub no_mail_mark: bool,
    /// Rows of theirs among the events, by site, as counted.
    pub events: Vec<StoreCount>,
    /// Days after which a backup is gone.
    pub backup_days: i64,
    /// When.
    pub at: AtMs,
}

/// An erasure that was carried out as far as everybody can see.
#[derive(Clone, Debug)]
pub struct Erased {
    /// Its receipt.
    pub receipt: SignedReceipt,
    /// What is left to do.
    pub work: ErasureWork,
    /// The restrictions that now hold.
    pub bars: Vec<Bar>,
}

/// What is left of an erasure: keys to destroy, files to rewrite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureWork {
    /// The erasure.
    #[serde(default)]
    pub(crate) erasure: String,
    #[serde(default)]
    pub(crate) tenant: Option<TenantId>,
    pub(crate) person: PersonId,
    /// Other records of the same person.
    #[serde(default)]
    pub(crate) others: Vec<PersonId>,
    #[serde(alias = "requests", default)]
    pub(crate) keys: Vec<String>,
    /// Their browsers, by site.
    #[serde(default)]
    pub visitors: Vec<(SiteId, Vec<i64>)>,
    /// What the choices of those browsers were found by.
    #[serde(default)]
    pub(crate) subjects: Vec<(SiteId, String)>,
    #[serde(default)]
    pub(crate) marks: Vec<(String, String)>,
    /// Their addresses by keyed hash.
    #[serde(default)]
    pub(crate) hashes: Vec<String>,
    /// When.
    #[serde(default)]
    pub(crate) at: AtMs,
}

impl ErasureWork {
    /// Whose person it was; one that was begun by an earlier version does not say.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.tenant.as_ref()
    }

    /// When it was carried out.
    pub fn at(&self) -> AtMs {
        self.at
    }

    /// With its hashes as they are found now: a key may have been replaced since it was written down.
    fn renewed(&self, ring: &Keyring) -> Result<ErasureWork, StoreError> {
        let mut work = self.clone();
        let subjects = work.subjects.iter_mut().map(|(_, hash)| hash);
        let marks = work.marks.iter_mut().map(|(_, hash)| hash);
        renew(ring, subjects.chain(marks).chain(&mut work.hashes))?;
        Ok(work)
    }

    /// As far as a backup would need to be told.
    fn entry(&self, tenant: &TenantId, notices: Vec<(String, String)>, receipt: String) -> ErasedEntry {
        ErasedEntry {
            erasure: self.erasure.clone(),
            tenant: tenant.clone(),
            person: self.person.clone(),
            others: self.others.clone(),
            keys: self.keys.clone(),
            visitors: self.visitors.clone(),
            subjects: self.subjects.clone(),
            marks: self.marks.clone(),
            notices,
            receipt,
            at: self.at,
        }
    }
}

/// What the records hold of a person, counted.
#[derive(Clone, Debug)]
pub struct ErasureFound {
    /// Records of this one person.
    pub people: i64,
    /// Rows, table by table.
    pub gone: Vec<StoreCount>,
    /// What a law holds.
    pub kept: Vec<Kept>,
    /// Who outside would be told.
    pub recipients: Vec<String>,
    /// Their browsers, by site.
    pub visitors: Vec<(SiteId, Vec<i64>)>,
}

fn held(law: LawPack, n: i64, until: AtMs) -> Kept {
    // A law that holds nothing gives no hold, so there is always a statute here.
    let statute = law.order_hold(AtMs(0)).map_or("", |h| h.statute);
    Kept {
        key: "orders".into(),
        rows: n,
        what: "orders, for bookkeeping only".into(),
        ground: format!("GDPR 17(3)(b); {statute}"),
        review_at: until,
    }
}

/// What an erasure took and left within its unit of work.
struct Taken<'a> {
    gone: Vec<StoreCount>,
    kept: Vec<Kept>,
    browsers: Closed,
    keys: Vec<String>,
    others: Vec<PersonId>,
    marks: Vec<(String, String)>,
    hashes: Vec<String>,
    /// Files that are being brought in, and may hold them until they were gone through.
    imports: bool,
    /// Who outside has to hear of it, and of whom, under which key.
    outside: Option<Outside<'a>>,
}

/// Browsers that were closed for ever.
#[derive(Default)]
struct Closed {
    visitors: Vec<(SiteId, Vec<i64>)>,
    subjects: Vec<(SiteId, String)>,
    bars: Vec<Bar>,
}

impl Erasures<&Store> {
    /// What an erasure would take and leave, without taking it.
    pub async fn plan(
        &self,
        auth: &Authorized<act::PersonErase>,
        person: &PersonId,
        now: AtMs,
    ) -> Result<ErasureFound, StoreError> {
        let tenant = auth.tenant();
        let values = [tenant.as_str().into(), person.as_str().into()];
        if self.0.db.read(sql::PERSON_FIND, &values).await?.is_empty() {
            return Err(StoreError::NotFound("person"));
        }
        let members = unit_of_work!(self.0.db, |tx| { self.0.person_group(tx, tenant, person).await })?;
        let (mut gone, mut kept, mut visitors) = (Vec::new(), Vec::new(), Vec::new());
        for member in &members {
            rows::add(&mut gone, unit_of_work!(self.0.db, |tx| { rows::counts(tx, tenant, member).await })?);
            for (law, n, until) in self.0.orders_holds(tenant, member, now).await? {
                kept.push(held(law, n, until));
                if let Some(orders) = gone.iter_mut().find(|c| c.store == "records.person_order") {
                    orders.rows -= n;
                }
            }
            let key = self.0.persons.get(&self.0.keys, member.as_str()).await?;
            visitors.extend(unit_of_work!(self.0.db, |tx| { self.0.visitors_of(tx, tenant, member, &key).await })?);
        }
        let recipients = self.0.recipients().list(tenant).await?.into_iter().map(|r| r.name).collect();
        Ok(ErasureFound {
            people: i64::try_from(members.len()).unwrap_or(i64::MAX),
            gone,
            kept,
            recipients,
            visitors: visitors.into_iter().map(|v| (v.site, v.numbers)).collect(),
        })
    }

    /// Erase a person. When this returns, nothing of them can be found by anybody; what is left is done right after, by the
    /// caller or by the job that was committed with it.
    pub async fn run(&self, auth: &Authorized<act::PersonErase>, d: &ErasureDraft) -> Result<Erased, StoreError> {
        self.0.persons.get(&self.0.keys, d.person.as_str()).await.map_err(|e| match e {
            // No key, no person.
            StoreError::NotFound(_) => StoreError::NotFound("person"),
            e => e,
        })?;
        let recipients = self.0.recipients().list(auth.tenant()).await?;
        let outside = match recipients.is_empty() {
            true => None,
            false => Some((self.0.persons.make(&self.0.keys, d.id.as_str()).await?, recipients)),
        };
        let before = self.0.persons.journal_last().await?;
        let erased = unit_of_work!(self.0.db, |tx| { self.0.erase(tx, auth, d, outside.as_ref()).await });
        if erased.is_err() {
            self.0.erasure_undone(d, before).await;
        }
        erased
    }

    /// The first thing that is left: let the journal forget what they said before, destroy the keys, and let the database
    /// forget the pages that held what they sealed. Done twice, it changes nothing.
    pub async fn keys(&self, work: &ErasureWork, at: AtMs) -> Result<(), StoreError> {
        let work = &work.renewed(&self.0.keys)?;
        self.0.persons.journal_forget_of(&self.0.keys, &work.hashes, work.at).await?;
        self.0.erasure_journal(work, at).await?;
        for key in work.others.iter().chain([&work.person]).map(PersonId::as_str) {
            self.0.persons.destroy(key).await?;
        }
        for key in &work.keys {
            self.0.persons.destroy(key).await?;
        }
        match self.0.db.sweep().await? {
            true => Ok(()),
            false => Err(StoreError::Busy),
        }
    }
}

/// What stays of addresses that are never to be written to.
fn marked(marks: usize, at: AtMs) -> Kept {
    Kept {
        key: "mark".into(),
        rows: i64::try_from(marks).unwrap_or(i64::MAX),
        what: "a keyed hash of each address, so that it is not written to again".into(),
        ground: "GDPR 21(3), 6(1)(f) (E-12)".into(),
        review_at: at.plus_months(MARK_MONTHS),
    }
}

/// What stays of a request that came by letter or telephone.
fn to_be_answered(at: AtMs) -> Kept {
    Kept {
        key: "to_answer".into(),
        rows: 0,
        what: "where to answer the request for this erasure, until it is answered".into(),
        ground: "GDPR 12(3)".into(),
        review_at: at.plus_months(1),
    }
}

impl Store {
    /// It stands in the journal before it is committed, so that no backup brings the person back. Where it was surely not
    /// committed the journal is told; where that is not known, it is carried out at the next start. What was refused before
    /// it came that far never stood there.
    async fn erasure_undone(&self, d: &ErasureDraft, before: i64) {
        if self.persons.journal_last().await.is_ok_and(|last| last == before) {
            return;
        }
        let surely = match self.db.read(sql::ERASURE_FIND, &[d.id.as_str().into()]).await {
            Ok(rows) => rows.is_empty(),
            Err(_) => false,
        };
        if surely {
            let entry = JournalEntry::NotErased { erasure: d.id.to_string() };
            // The caller hears of the trouble that came before this.
            drop(self.persons.journal_add(&self.keys, &[entry], d.at).await);
        }
    }

    async fn erase(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonErase>,
        d: &ErasureDraft,
        outside: Option<&(PersonKey, Vec<Recipient>)>,
    ) -> Result<Erased, StoreError> {
        let tenant = auth.tenant();
        // Two records that are of one person go together.
        let members = self.person_group(tx, tenant, &d.person).await?;
        let mut gone: Vec<StoreCount> = Vec::new();
        let mut kept = Vec::new();
        let mut marks = Vec::new();
        let (mut whom, mut hashes) = (Vec::new(), Vec::new());
        let mut browsers = Vec::new();
        for member in &members {
            let whose = [tenant.as_str().into(), member.as_str().into()];
            if tx.read(sql::PERSON_FIND, &whose).await?.is_empty() {
                return Err(StoreError::NotFound("person"));
            }
            if !matches!(auth.actor(), Actor::Person(_)) {
                self.answered(tx, &whose, d.at).await?;
            }
            let theirs = self.persons.get(&self.keys, member.as_str()).await?;
            rows::add(&mut gone, rows::counts(tx, tenant, member).await?);
            for row in &tx.read(sql::IDENTIFIER_OF_PERSON, &whose).await? {
                whom.push(theirs.open(&format!("identifier.value.{}", row.text(0)?), &row.text(3)?)?);
                hashes.push(row.text(7)?);
                // What nobody is written to at needs no mark.
                if d.no_mail_mark && row.text(2)? != IdentifierKind::CustomerNumber.name() {
                    self.mark_set(tx, tenant, &row.text(2)?, &row.text(7)?, d.at).await?;
                    marks.push((row.text(2)?, row.text(7)?));
                }
            }
            let orders = tx.read(sql::PERSON_ORDER_OF_PERSON, &whose).await?;
            for (law, n, until) in order::holds(&orders, d.at)? {
                kept.push(held(law, n, until));
                if let Some(counted) = gone.iter_mut().find(|c| c.store == "records.person_order") {
                    counted.rows -= n;
                }
            }
            browsers.extend(self.visitors_of(tx, tenant, member, &theirs).await?);
        }
        kept.extend((!marks.is_empty()).then(|| marked(marks.len(), d.at)));
        let imports = self.imports_skip(tx, tenant, &whom).await?;
        let browsers = self.browsers_take(tx, browsers, d.at, &mut gone, &mut kept).await?;
        let (mut keys, mut to_answer) = (Vec::new(), 0);
        for member in &members {
            let taken = self.person_rows_delete(tx, tenant, member, d.id.as_str(), d.at).await?;
            keys.extend(taken.keys);
            to_answer += taken.to_answer;
        }
        kept.extend((to_answer > 0).then(|| to_be_answered(d.at)));
        let people = i64::try_from(members.len()).unwrap_or(i64::MAX);
        gone.push(StoreCount { store: "keyring.person_key".into(), rows: people });
        let others: Vec<_> = members.into_iter().filter(|member| *member != d.person).collect();
        let outside = outside.map(|(key, list)| (key, list.as_slice(), whom));
        self.erasure_write(tx, auth, d, Taken { gone, kept, browsers, keys, others, marks, hashes, imports, outside })
            .await
    }

    /// Close browsers for ever, and let their choices say no more whose they were.
    async fn browsers_take(
        &self,
        tx: &mut Tx,
        browsers: Vec<Browser>,
        at: AtMs,
        gone: &mut Vec<StoreCount>,
        kept: &mut Vec<Kept>,
    ) -> Result<Closed, StoreError> {
        let subjects: Vec<_> =
            browsers.iter().flat_map(|b| b.subjects.iter().map(|s| (b.site.clone(), s.clone()))).collect();
        let emptied = self.browsers_blank(tx, &subjects).await?;
        let visitors: Vec<_> = browsers.into_iter().map(|v| (v.site, v.numbers)).collect();
        let bars = self.visitors_close(tx, &visitors, at).await?;
        if !bars.is_empty() {
            gone.push(StoreCount { store: "records.consent (emptied)".into(), rows: emptied });
            kept.push(Kept {
                key: "numbers".into(),
                rows: i64::try_from(bars.len()).unwrap_or(i64::MAX),
                what: "random numbers of browsers, so that no old token or backup brings them back".into(),
                ground: "GDPR 17, 5(2) (R-06)".into(),
                review_at: at.plus_months(JOURNAL_MONTHS),
            });
        }
        Ok(Closed { visitors, subjects, bars })
    }

    /// What a person asked for is answered before they are gone; who erases themself has their answer. One that was taken
    /// long ago and not reported stays unknown; it holds nobody up.
    async fn answered(&self, tx: &mut Tx, whose: &[crate::db::Value; 2], at: AtMs) -> Result<(), StoreError> {
        let [tenant, person] = whose.clone();
        let since = at.plus_ms(-3_600_000).0;
        let rows = tx.read(sql::REQUEST_UNANSWERED, &[tenant, person, since.into()]).await?;
        let row = rows.first().ok_or(StoreError::Damaged("request"))?;
        match row.int(0)? > 0 || row.int(1)? > 0 {
            true => Err(StoreError::Unanswered),
            false => Ok(()),
        }
    }

    /// An erasure that an earlier version began is not in the journal yet.
    async fn erasure_journal(&self, work: &ErasureWork, at: AtMs) -> Result<(), StoreError> {
        let rows = self.db.read(sql::ERASURE_FIND, &[work.erasure.as_str().into()]).await?;
        let (Some(tenant), Some(row)) = (&work.tenant, rows.first()) else { return Ok(()) };
        if row.int(1)? != 0 {
            return Ok(());
        }
        let mut notices = Vec::new();
        for row in &self.db.read(sql::ERASURE_NOTICE_SEALED, &[work.erasure.as_str().into()]).await? {
            notices.push((row.text(0)?, row.text(1)?));
        }
        let entry = work.entry(tenant, notices, row.text(0)?);
        unit_of_work!(self.db, |tx| {
            match tx.execute(sql::ERASURE_JOURNALED, &[at.0.into(), work.erasure.as_str().into()]).await? {
                1 => self.journal(tx, &[JournalEntry::Erased(entry.clone())], at).await,
                _ => Ok(()),
            }
        })
    }
}
