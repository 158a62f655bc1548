//! The consent ledger: choices, withdrawals, and the restrictions that follow from them.

use std::sync::atomic::Ordering;

use hjemmel_model::{
    Act, AtMs, ChoiceControl, ConsentEvent, ConsentId, ConsentRecord, GrantSeq, Language, LawPack, NoticeHash,
    PurposeSet, SiteId, Surrogate,
};
use hjemmel_policy::{Authorized, Bar, Browser, act};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    request::{law_name, law_of_name},
    sql,
    work::{Consents, Records, Work},
};

/// The mark of grants, and how many are set aside at a time.
const GRANT: &str = "grant";
const GRANTS_AHEAD: i64 = 1_000;

/// A choice to record. The ledger gives it its number.
#[derive(Clone, Debug)]
pub struct ConsentDraft {
    /// Its id.
    pub id: ConsentId,
    /// Where.
    pub site: SiteId,
    /// What happened.
    pub event: ConsentEvent,
    /// Purposes allowed after it.
    pub granted: PurposeSet,
    /// Purposes said no to.
    pub refused: PurposeSet,
    /// The notice shown.
    pub notice_version: u32,
    /// Its content address.
    pub notice_hash: NoticeHash,
    /// The language it was shown in.
    pub language: Language,
    /// The build of the banner.
    pub ui_build: String,
    /// How it was chosen.
    pub act: Act,
    /// Whether the browser sent Global Privacy Control.
    pub gpc: bool,
    /// The law.
    pub law: LawPack,
    /// When.
    pub at: AtMs,
    /// Until when.
    pub expires_at: AtMs,
    /// The two surrogates of the browser, 0 where there is none.
    pub subject: (Surrogate, Surrogate),
    /// The choice of the same browser that this one follows, if it showed one (B-20).
    pub after: Option<GrantSeq>,
    /// Until when this browser's records may prove whose choices they were (B-21).
    pub proof_until: AtMs,
    /// What earlier grants no longer allow: each surrogate with the purposes taken back.
    pub taken_back: Vec<(Surrogate, PurposeSet)>,
}

/// What came of recording a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentSaved {
    /// Its place in the ledger.
    pub seq: GrantSeq,
    /// The restrictions that now hold.
    pub bars: Vec<Bar>,
}

/// What came of a withdrawal made by staff for a person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The new ledger entry.
    pub id: ConsentId,
    /// The restrictions that now hold.
    pub bars: Vec<Bar>,
}

/// A restriction with its number in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictionRow {
    /// Counts up.
    pub seq: i64,
    /// The restriction.
    pub bar: Bar,
}

fn subject_text(subject: (Surrogate, Surrogate)) -> String {
    format!("{}:{}", subject.0.0, subject.1.0)
}

fn subject_parse(text: &str) -> Option<(Surrogate, Surrogate)> {
    let (a, b) = text.split_once(':')?;
    Some((Surrogate(a.parse().ok()?), Surrogate(b.parse().ok()?)))
}

impl Consents<&mut Work> {
    /// Record a choice with its evidence, and close what it took back.
    pub async fn save(&mut self, draft: &ConsentDraft) -> Result<ConsentSaved, StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.consent_write(tx, draft).await
    }

    /// Take back, for a person who asked, all that the browser behind a record ever allowed.
    pub async fn withdraw(
        &mut self,
        auth: &Authorized<act::ConsentWithdraw>,
        id: &ConsentId,
        new_id: &ConsentId,
        at: AtMs,
    ) -> Result<Withdrawn, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [auth.tenant().as_str().into(), id.as_str().into()];
        let rows = tx.read(sql::CONSENT_FIND, &values).await?;
        let row = rows.first().ok_or(StoreError::NotFound("consent"))?;
        let old = store.consent_record(row)?;
        if old.subject.is_empty() {
            // Its proof is over: it no longer says whose it was, and there is nothing left to take back.
            return Err(StoreError::NotFound("browser behind this record"));
        }
        let sealed = row.text(18)?;
        let plain = store.keys.open_sealed(&format!("consent.subject.{}", old.id), &sealed)?;
        let subject = subject_parse(&plain).ok_or(StoreError::Damaged("consent"))?;
        let every = PurposeSet(u32::MAX);
        // The browser may have had other surrogates before or since: all of them are closed.
        let mut surrogates = vec![subject.0, subject.1];
        let values = [old.site.as_str().into(), row.text(17)?.into()];
        for row in &tx.read(sql::CONSENT_OF_SUBJECT, &values).await? {
            let (a, b) = store.subject_of(row)?;
            surrogates.extend([a, b]);
        }
        surrogates.sort_unstable();
        surrogates.dedup();
        let draft = ConsentDraft {
            id: new_id.clone(),
            site: old.site.clone(),
            event: ConsentEvent::Withdrawn,
            granted: PurposeSet::NONE,
            refused: old.granted.or(old.refused),
            notice_version: old.notice_version,
            notice_hash: old.notice_hash.clone(),
            language: old.language,
            ui_build: "console".into(),
            act: Act { layer: 0, control: ChoiceControl::Withdraw, trusted: true },
            gpc: false,
            law: old.law,
            at,
            expires_at: at.plus_months(old.law.refusal_months()),
            subject,
            after: Some(old.seq),
            proof_until: at.plus_months(old.law.dispute_months()),
            taken_back: surrogates.iter().map(|s| (*s, every)).collect(),
        };
        let saved = store.consent_write(tx, &draft).await?;
        let (tenant, actor) = (auth.tenant(), auth.actor());
        store.audit_add(tx, (tenant, actor), Did::new("consent.withdraw").to(id.as_str()), at).await?;
        Ok(Withdrawn { id: new_id.clone(), bars: saved.bars })
    }
}

impl Store {
    async fn consent_write(&self, tx: &mut Tx, d: &ConsentDraft) -> Result<ConsentSaved, StoreError> {
        let GrantSeq(seq) = self.grant_next(tx).await?;
        let subject = subject_text(d.subject);
        // Records of one browser share the hash of its first surrogate, whatever surrogates it has by now.
        let earlier = match d.after {
            Some(seq) => tx.read(sql::CONSENT_BY_SEQ, &[d.site.as_str().into(), seq.0.into()]).await?,
            None => Vec::new(),
        };
        let earlier = earlier.first().map(|row| row.text(0)).transpose()?.filter(|hash| !hash.is_empty());
        let main = if d.subject.0.0 != 0 { d.subject.0 } else { d.subject.1 };
        let subject_hash = earlier.unwrap_or_else(|| self.keys.hash("surrogate", &main.0.to_le_bytes()));
        let place = format!("consent.subject.{}", d.id);
        let record = ConsentRecord {
            id: d.id.clone(),
            site: d.site.clone(),
            seq: GrantSeq(seq),
            event: d.event,
            granted: d.granted,
            refused: d.refused,
            notice_version: d.notice_version,
            notice_hash: d.notice_hash.clone(),
            language: d.language,
            ui_build: d.ui_build.clone(),
            act: d.act,
            gpc: d.gpc,
            law: d.law,
            at: d.at,
            expires_at: d.expires_at,
            subject: self.keys.hash_bare(&subject_hash)?,
        };
        let content = serde_json::to_string(&record).map_err(|_| StoreError::Damaged("consent"))?;
        let values = [
            d.id.as_str().into(),
            d.site.as_str().into(),
            seq.into(),
            d.event.name().into(),
            d.granted.0.into(),
            d.refused.0.into(),
            d.notice_version.into(),
            d.notice_hash.0.as_str().into(),
            d.language.tag().into(),
            d.ui_build.as_str().into(),
            u32::from(d.act.layer).into(),
            d.act.control.name().into(),
            d.act.trusted.into(),
            d.gpc.into(),
            law_name(d.law).into(),
            d.at.0.into(),
            d.expires_at.0.into(),
            subject_hash.as_str().into(),
            self.keys.seal(&place, &subject)?.into(),
        ];
        tx.execute(sql::CONSENT_INSERT, &values).await?;
        let values = [d.site.as_str().into(), subject_hash.into(), d.proof_until.0.into()];
        tx.execute(sql::CONSENT_PROOF_SET, &values).await?;
        self.evidence_add(tx, d.id.as_str(), "consent", &content, d.at).await?;
        let mut bars = Vec::with_capacity(d.taken_back.len());
        for (surrogate, purposes) in d.taken_back.iter().filter(|(s, p)| s.0 != 0 && !p.is_empty()) {
            let bar = Bar { subject: *surrogate, purposes: *purposes, lowest: GrantSeq(seq) };
            self.restriction_write(tx, &d.site, &bar, d.at).await?;
            bars.push(bar);
        }
        let closed = bars.iter().map(|bar| JournalEntry::Closed { site: d.site.clone(), bar: *bar, at: d.at });
        self.journal(tx, &closed.collect::<Vec<_>>(), d.at).await?;
        Ok(ConsentSaved { seq: GrantSeq(seq), bars })
    }

    /// A number is given once, even by a database that was restored from a backup and knows less than the browsers do: which
    /// were given stands beside the keys, a stretch at a time.
    async fn grant_set_aside(&self, seq: i64) -> Result<(), StoreError> {
        if seq > self.grants.load(Ordering::Relaxed) {
            self.persons.mark_raise(GRANT, seq + GRANTS_AHEAD).await?;
            self.grants.fetch_max(seq + GRANTS_AHEAD, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Go on behind every number that was ever set aside.
    pub(crate) async fn grants_go_on(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let mark = self.persons.mark(GRANT).await?;
        if mark > 0 {
            tx.execute(sql::COUNTER_RAISE, &["grant".into(), mark.into()]).await?;
        }
        Ok(())
    }

    /// A number behind every grant until now.
    pub(crate) async fn grant_next(&self, tx: &mut Tx) -> Result<GrantSeq, StoreError> {
        let seq = next(tx, sql::CONSENT_NEXT_SEQ).await?;
        self.grant_set_aside(seq).await?;
        Ok(GrantSeq(seq))
    }

    pub(crate) async fn restriction_write(
        &self,
        tx: &mut Tx,
        site: &SiteId,
        bar: &Bar,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let seq = next(tx, sql::RESTRICTION_NEXT_SEQ).await?;
        let place = format!("restriction.subject.{seq}");
        let values = [
            seq.into(),
            site.as_str().into(),
            self.keys.hash("surrogate", &bar.subject.0.to_le_bytes()).into(),
            self.keys.seal(&place, &bar.subject.0.to_string())?.into(),
            bar.purposes.0.into(),
            bar.lowest.0.into(),
            at.0.into(),
        ];
        tx.execute(sql::RESTRICTION_INSERT, &values).await?;
        Ok(())
    }
}

impl Consents<&Store> {
    /// Restrictions after number `seq`, at most 10,000 at a time: the feed of every collector.
    pub async fn restrictions_after(&self, seq: i64) -> Result<Vec<RestrictionRow>, StoreError> {
        let rows = self.0.db.read_feed(sql::RESTRICTION_AFTER, &[seq.into()]).await?;
        rows.iter()
            .map(|row| {
                let seq = row.int(0)?;
                let plain = self.0.keys.open_sealed(&format!("restriction.subject.{seq}"), &row.text(2)?)?;
                let subject = Surrogate(plain.parse().map_err(|_| StoreError::Damaged("restriction"))?);
                let bar = Bar { subject, purposes: PurposeSet(row.u32(3)?), lowest: GrantSeq(row.int(4)?) };
                Ok(RestrictionRow { seq, bar })
            })
            .collect()
    }
}

impl<R: Records> Consents<R> {
    /// Records of a site before number `before`, newest first, at most 200.
    pub async fn page(
        &mut self,
        auth: &Authorized<act::ConsentRead>,
        site: &SiteId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<ConsentRecord>, StoreError> {
        let values = [auth.tenant().as_str().into(), site.as_str().into(), before.into(), limit.clamp(1, 200).into()];
        let rows = self.0.read(sql::CONSENT_PAGE, &values).await?;
        rows.iter().map(|row| self.0.store().consent_record(row)).collect()
    }

    /// One record.
    pub async fn find(
        &mut self,
        auth: &Authorized<act::ConsentRead>,
        id: &ConsentId,
    ) -> Result<ConsentRecord, StoreError> {
        let rows = self.0.read(sql::CONSENT_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("consent"))?;
        self.0.store().consent_record(row)
    }

    /// Everything recorded of the browser behind a record, newest first.
    pub async fn history(
        &mut self,
        auth: &Authorized<act::ConsentRead>,
        id: &ConsentId,
    ) -> Result<Vec<ConsentRecord>, StoreError> {
        let found = self.find(auth, id).await?;
        if found.subject.is_empty() {
            return Ok(vec![found]);
        }
        let subject = self.0.store().keys.hash_renewed(&found.subject)?;
        let rows = self.0.read(sql::CONSENT_OF_SUBJECT, &[found.site.as_str().into(), subject.into()]).await?;
        rows.iter().map(|row| self.0.store().consent_record(row)).collect()
    }
}

impl<R: Records> Consents<R> {
    /// What was chosen in a browser, newest first.
    pub async fn of_browser(&mut self, browser: &Browser) -> Result<Vec<ConsentRecord>, StoreError> {
        let site = browser.site().as_str();
        let rows = self.0.read(sql::CONSENT_BY_SEQ, &[site.into(), browser.grant().0.into()]).await?;
        let subject = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
        if subject.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.0.read(sql::CONSENT_OF_SUBJECT, &[site.into(), subject.as_str().into()]).await?;
        let numbers: Vec<_> = browser.numbers().collect();
        let mut theirs = false;
        for row in &rows {
            let (a, b) = self.0.store().subject_of(row)?;
            theirs |= numbers.contains(&a) || numbers.contains(&b);
        }
        // A choice that none of the browser's numbers made is somebody else's.
        if !theirs {
            return Ok(Vec::new());
        }
        rows.iter().map(|row| self.0.store().consent_record(row)).collect()
    }
}

impl Store {
    /// The numbers that a choice was made under.
    pub(crate) fn subject_of(&self, row: &Row) -> Result<(Surrogate, Surrogate), StoreError> {
        let plain = self.keys.open_sealed(&format!("consent.subject.{}", row.text(0)?), &row.text(18)?)?;
        subject_parse(&plain).ok_or(StoreError::Damaged("consent"))
    }

    /// A record as it was logged: what its browser is known by in it stays, whatever key it is found by.
    fn consent_record(&self, row: &Row) -> Result<ConsentRecord, StoreError> {
        let record = record(row)?;
        Ok(ConsentRecord { subject: self.keys.hash_bare(&record.subject)?, ..record })
    }
}

async fn next(tx: &mut Tx, query: &'static str) -> Result<i64, StoreError> {
    tx.read(query, &[]).await?.first().ok_or(StoreError::Damaged("counter"))?.int(0)
}

fn record(row: &Row) -> Result<ConsentRecord, StoreError> {
    let damaged = || StoreError::Damaged("consent");
    let control = match row.text(11)?.as_str() {
        "accept_all" => ChoiceControl::AcceptAll,
        "refuse_all" => ChoiceControl::RefuseAll,
        "save" => ChoiceControl::Save,
        "withdraw" => ChoiceControl::Withdraw,
        _ => return Err(damaged()),
    };
    let event = match row.text(3)?.as_str() {
        "given" => ConsentEvent::Given,
        "renewed" => ConsentEvent::Renewed,
        "withdrawn" => ConsentEvent::Withdrawn,
        _ => return Err(damaged()),
    };
    let law = law_of_name(&row.text(14)?).ok_or_else(damaged)?;
    Ok(ConsentRecord {
        id: ConsentId::parse(&row.text(0)?).map_err(|_| damaged())?,
        site: SiteId::parse(&row.text(1)?).map_err(|_| damaged())?,
        seq: GrantSeq(row.int(2)?),
        event,
        granted: PurposeSet(row.u32(4)?),
        refused: PurposeSet(row.u32(5)?),
        notice_version: row.u32(6)?,
        notice_hash: NoticeHash(row.text(7)?),
        language: Language::from_tag(&row.text(8)?).ok_or_else(damaged)?,
        ui_build: row.text(9)?,
        act: Act { layer: u8::try_from(row.int(10)?).map_err(|_| damaged())?, control, trusted: row.int(12)? == 1 },
        gpc: row.int(13)? == 1,
        law,
        at: AtMs(row.int(15)?),
        expires_at: AtMs(row.int(16)?),
        subject: row.text(17)?,
    })
}
