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
    AtMs, ErasureId, IdentifierKind, JobId, Kept, PersonId, SignedReceipt, SiteId, StoreCount, TenantId,
};
use hjemmel_policy::{Authorized, Bar, ErasureFacts, ErasureStays, act, answer_kept, numbers_kept};
use serde::{Deserialize, Serialize};

pub use receipt::{receipt_verify, sign, signature_fits, text_signature_fits};

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
    work::{Erasures, Work},
};

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

/// What the records hold of a person: all their records, counted, and what decides about them.
#[derive(Debug)]
pub struct ErasureFound<'a> {
    /// Rows, table by table.
    pub gone: Vec<StoreCount>,
    /// What decides what stays.
    pub facts: ErasureFacts,
    /// Two records that are of one person go together.
    members: Vec<PersonId>,
    /// Where they are reached, to tell those outside whom it is about.
    whom: Vec<String>,
    browsers: Vec<Browser>,
    outside: Option<&'a ErasureOutside>,
}

impl<'a> ErasureFound<'a> {
    /// The same, to be taken so that those outside are told.
    pub fn telling(self, outside: &'a ErasureOutside) -> ErasureFound<'a> {
        ErasureFound { outside: Some(outside), ..self }
    }

    /// Records of this one person.
    pub fn people(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }

    /// Their browsers, by site.
    pub fn visitors(&self) -> Vec<(SiteId, Vec<i64>)> {
        self.browsers.iter().map(|b| (b.site.clone(), b.numbers.clone())).collect()
    }

    /// What goes where that stays.
    pub fn gone_but(&self, kept: &[Kept]) -> Vec<StoreCount> {
        let mut gone = self.gone.clone();
        let held: i64 = kept.iter().filter(|k| k.key == "orders").map(|k| k.rows).sum();
        if let Some(orders) = gone.iter_mut().find(|c| c.store == "records.person_order") {
            orders.rows -= held;
        }
        gone
    }
}

/// Those outside who have to hear of an erasure, and the key that whom it is about is sealed with until they answer.
#[derive(Debug, Default)]
pub struct ErasureOutside(Option<(PersonKey, Vec<Recipient>)>);

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

impl Erasures<&mut Work> {
    /// What the records hold of a person.
    pub async fn found(
        &mut self,
        auth: &Authorized<act::PersonErase>,
        person: &PersonId,
        now: AtMs,
    ) -> Result<ErasureFound<'static>, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant();
        let members = store.person_group(tx, tenant, person).await?;
        let mut found = ErasureFound {
            gone: Vec::new(),
            facts: ErasureFacts::default(),
            members,
            whom: Vec::new(),
            browsers: Vec::new(),
            outside: None,
        };
        for member in &found.members {
            let whose = [tenant.as_str().into(), member.as_str().into()];
            if tx.read(sql::PERSON_FIND, &whose).await?.is_empty() {
                return Err(StoreError::NotFound("person"));
            }
            found.facts.unanswered |= unanswered(tx, &whose, now).await?;
            let theirs = store.persons.get(&store.keys, member.as_str()).await.map_err(|e| match e {
                // No key, no person.
                StoreError::NotFound(_) => StoreError::NotFound("person"),
                e => e,
            })?;
            rows::add(&mut found.gone, rows::counts(tx, tenant, member).await?);
            for row in &tx.read(sql::IDENTIFIER_OF_PERSON, &whose).await? {
                let kind = IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?;
                found.whom.push(theirs.open(&format!("identifier.value.{}", row.text(0)?), &row.text(3)?)?);
                found.facts.addresses.push((kind, row.text(7)?));
            }
            found.facts.orders.extend(order::laws(&tx.read(sql::PERSON_ORDER_OF_PERSON, &whose).await?)?);
            found.browsers.extend(store.visitors_of(tx, tenant, member, &theirs).await?);
        }
        Ok(found)
    }

    /// Take what was found but for what stays. When this is committed, nothing of the person can be found by anybody; what is
    /// left is done right after, by the caller or by the job that was committed with it.
    pub async fn take(
        &mut self,
        auth: &Authorized<act::PersonErase>,
        d: &ErasureDraft,
        found: ErasureFound<'_>,
        stays: ErasureStays,
    ) -> Result<Erased, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant();
        let mut gone = found.gone_but(&stays.kept);
        let ErasureFound { members, whom, browsers, facts, outside, .. } = found;
        let ErasureStays { mut kept, marks } = stays;
        let marks: Vec<_> = marks.into_iter().map(|(kind, hash)| (kind.name().to_owned(), hash)).collect();
        for (kind, hash) in &marks {
            store.mark_set(tx, tenant, kind, hash, d.at).await?;
        }
        let imports = store.imports_skip(tx, tenant, &whom).await?;
        let browsers = store.browsers_take(tx, browsers, d.at, &mut gone, &mut kept).await?;
        let (mut keys, mut to_answer) = (Vec::new(), 0);
        for member in &members {
            let taken = store.person_rows_delete(tx, tenant, member, d.id.as_str(), d.at).await?;
            keys.extend(taken.keys);
            to_answer += taken.to_answer;
        }
        kept.extend((to_answer > 0).then(|| answer_kept(d.at)));
        let people = i64::try_from(members.len()).unwrap_or(i64::MAX);
        gone.push(StoreCount { store: "keyring.person_key".into(), rows: people });
        let others: Vec<_> = members.into_iter().filter(|member| *member != d.person).collect();
        let hashes = facts.addresses.into_iter().map(|(_, hash)| hash).collect();
        let outside = outside.and_then(|outside| outside.0.as_ref()).map(|(key, list)| (key, list.as_slice(), whom));
        let taken = Taken { gone, kept, browsers, keys, others, marks, hashes, imports, outside };
        store.erasure_write(tx, auth, d, taken).await
    }
}

/// Whether something that a person asked for waits for its answer. One that was taken long ago and not reported stays
/// unknown; it holds nobody up.
async fn unanswered(tx: &mut Tx, whose: &[crate::db::Value; 2], at: AtMs) -> Result<bool, StoreError> {
    let [tenant, person] = whose.clone();
    let since = at.plus_ms(-3_600_000).0;
    let rows = tx.read(sql::REQUEST_UNANSWERED, &[tenant, person, since.into()]).await?;
    let row = rows.first().ok_or(StoreError::Damaged("request"))?;
    Ok(row.int(0)? > 0 || row.int(1)? > 0)
}

/// Where the journal stood before an erasure.
#[derive(Clone, Copy, Debug)]
pub struct ErasureBefore(i64);

impl Erasures<&Store> {
    /// What has to be there before an erasure begins: who outside is told, with the key for that, and where the journal stands.
    pub async fn prepare(
        &self,
        auth: &Authorized<act::PersonErase>,
        id: &ErasureId,
    ) -> Result<(ErasureOutside, ErasureBefore), StoreError> {
        let recipients = self.0.recipients().list(auth.tenant()).await?;
        let outside = match recipients.is_empty() {
            true => None,
            false => Some((self.0.persons.make(&self.0.keys, id.as_str()).await?, recipients)),
        };
        Ok((ErasureOutside(outside), ErasureBefore(self.0.persons.journal_last().await?)))
    }

    /// It stands in the journal before it is committed, so that no backup brings the person back. Where it was surely not
    /// committed the journal is told; where that is not known, it is carried out at the next start. What was refused before
    /// it came that far never stood there.
    pub async fn undone(&self, id: &ErasureId, before: ErasureBefore, at: AtMs) {
        if self.0.persons.journal_last().await.is_ok_and(|last| last == before.0) {
            return;
        }
        let surely = match self.0.db.read(sql::ERASURE_FIND, &[id.as_str().into()]).await {
            Ok(rows) => rows.is_empty(),
            Err(_) => false,
        };
        if surely {
            let entry = JournalEntry::NotErased { erasure: id.to_string() };
            // The caller hears of the trouble that came before this.
            drop(self.0.persons.journal_add(&self.0.keys, &[entry], at).await);
        }
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

impl Store {
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
            kept.push(numbers_kept(bars.len(), at.plus_months(JOURNAL_MONTHS)));
        }
        Ok(Closed { visitors, subjects, bars })
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
