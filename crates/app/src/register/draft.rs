//! Drafts about a breach: for the form of the authority, with what Article 33(3) demands, and for the people it concerns, with what
//! Article 34(2) does. What the case does not say yet is named, so that nothing is sent half.

use hjemmel_model::{Breach, EntryId, Language, Registered, TenantId, authority_of};
use hjemmel_pages::{DraftShown, EntryShown, RecordRow};
use hjemmel_policy::{Authorized, act, breach_wants};
use hjemmel_store::{Entry, StoreError};
use hjemmel_words::{key, message};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{RecordFile, breach::moments, check::Names, record::f_text, term::label};
use crate::{AppError, cases};

/// For whom a draft is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DraftFor {
    /// The supervisory authority (Article 33).
    #[default]
    Authority,
    /// The people whose data it is (Article 34).
    People,
}

/// Who says it, and where one complains.
struct From {
    organisation: String,
    contact: String,
    authority: String,
    url: String,
    day: String,
}

impl cases::Register<'_> {
    /// A draft about a case, as a page.
    pub async fn breach_draft(
        &self,
        auth: &Authorized<act::RegisterRead>,
        id: &EntryId,
        draft: DraftFor,
        language: Language,
    ) -> Result<RecordFile, AppError> {
        let newest = self.store.register().history::<Breach>(auth.tenant(), id).await?.into_iter().next();
        let case = newest.ok_or(StoreError::NotFound("record"))?;
        let from = self.from(auth.tenant(), language).await?;
        let wants = breach_wants(&case.entry, &moments(&case.entry, &self.as_of(auth.tenant()).zone));
        let shown = match draft {
            DraftFor::Authority => authority(&case, &from, &wants, language),
            DraftFor::People => people(&case.entry, &from, &wants, language),
        };
        let page = hjemmel_pages::draft(language, &shown).map_err(|_| AppError::Damaged("page"))?;
        let whom = if draft == DraftFor::People { "people" } else { "authority" };
        Ok(RecordFile { name: format!("breach-{whom}-{}.html", from.day), bytes: page.into_bytes() })
    }

    async fn from(&self, tenant: &TenantId, language: Language) -> Result<From, AppError> {
        let organisation = self.store.organisations().find(tenant).await?;
        let known = authority_of(&self.organisation().organisation_country(tenant).await?);
        Ok(From {
            organisation: organisation.name,
            contact: organisation.contact,
            authority: known.map_or_else(|| key!("draft_authority_unknown").say(language), |of| of.name.to_owned()),
            url: known.map_or_else(String::new, |of| of.url.to_owned()),
            day: self.today(tenant),
        })
    }
}

/// What fields of a case say, those that say something.
fn lines(breach: &Breach, fields: &[&str], language: Language) -> Vec<RecordRow> {
    let said = serde_json::to_value(breach).unwrap_or(Value::Null);
    let declared = Breach::FIELDS.iter().filter(|field| fields.contains(&field.name));
    let row = |field| RecordRow {
        label: label(Breach::KIND, field, language),
        text: f_text(field, said.get(field.name), &Names::new(), language),
    };
    declared.map(row).filter(|row| !row.text.is_empty()).collect()
}

/// What the case does not say, of those fields.
fn missing(wants: &[&str], fields: &[&str], language: Language) -> Vec<String> {
    let named = |name: &&&str| fields.contains(*name);
    let said = |name: &&str| Breach::FIELDS.iter().find(|f| f.name == *name).map(|f| label(Breach::KIND, f, language));
    wants.iter().filter(named).filter_map(said).collect()
}

const NATURE: &[&str] = &[
    "aware_at",
    "began_at",
    "ended_at",
    "what",
    "found",
    "nature",
    "data",
    "subjects",
    "people",
    "records",
    "countries",
    "sealed",
];
const THEN: &[&str] = &["consequences", "risk", "risk_reasons"];
const DONE: &[&str] = &["measures"];
const TOLD: &[&str] = &["notifications", "late_reasons"];
const PEOPLE: &[&str] = &["people_told_on", "spared", "spared_reasons"];
/// What Article 33(3) demands.
const ARTICLE_33: &[&str] =
    &["nature", "data", "subjects", "people", "records", "consequences", "measures", "contact", "risk", "late_reasons"];
/// What Article 34(2) demands.
const ARTICLE_34: &[&str] = &["nature", "consequences", "measures", "contact"];

fn authority(case: &Entry<Breach>, from: &From, wants: &[&str], language: Language) -> DraftShown {
    let breach = &case.entry;
    let part = |name: String, rows: Vec<RecordRow>| EntryShown { name, rows };
    let mut controller =
        vec![RecordRow { label: key!("draft_controller").say(language), text: from.organisation.clone() }];
    controller.extend(lines(breach, &["contact"], language));
    if breach.contact.is_empty() && !from.contact.is_empty() {
        controller.push(RecordRow { label: key!("record_contact").say(language), text: from.contact.clone() });
    }
    let phase = match breach.notifications.is_empty() {
        true => key!("draft_phase_first"),
        false => key!("draft_phase_next"),
    };
    controller.push(RecordRow { label: key!("draft_phase").say(language), text: phase.say(language) });
    let parts = [
        part(key!("draft_part_controller").say(language), controller),
        part(key!("draft_part_nature").say(language), lines(breach, NATURE, language)),
        part(key!("draft_part_consequences").say(language), lines(breach, THEN, language)),
        part(key!("draft_part_measures").say(language), lines(breach, DONE, language)),
        part(key!("draft_part_told").say(language), lines(breach, TOLD, language)),
        part(key!("draft_part_people").say(language), lines(breach, PEOPLE, language)),
    ];
    DraftShown {
        title: message!("draft_authority_title", authority = from.authority.as_str()).say(language),
        lead: vec![
            message!("draft_authority_lead", url = from.url.as_str()).say(language),
            key!("draft_authority_public").say(language),
        ],
        missing: missing(wants, ARTICLE_33, language),
        parts: parts.into_iter().filter(|part| !part.rows.is_empty()).collect(),
        organisation: from.organisation.clone(),
        day: from.day.clone(),
    }
}

fn people(breach: &Breach, from: &From, wants: &[&str], language: Language) -> DraftShown {
    let part = |name: String, text: &str| EntryShown {
        name,
        rows: vec![RecordRow { label: String::new(), text: text.to_owned() }],
    };
    let complaint = message!("draft_people_complain", authority = from.authority.as_str(), url = from.url.as_str());
    let contact = if breach.contact.is_empty() { &from.contact } else { &breach.contact };
    let parts = [
        part(key!("draft_people_what").say(language), &breach.what),
        part(key!("draft_people_consequences").say(language), &breach.consequences),
        part(key!("draft_people_measures").say(language), &breach.measures),
        part(key!("draft_people_contact").say(language), contact),
        part(key!("draft_people_rights").say(language), &complaint.say(language)),
    ];
    DraftShown {
        title: key!("draft_people_title").say(language),
        lead: vec![message!("draft_people_lead", organisation = from.organisation.as_str()).say(language)],
        missing: missing(wants, ARTICLE_34, language),
        parts: parts.into_iter().filter(|part| part.rows.iter().any(|row| !row.text.is_empty())).collect(),
        organisation: from.organisation.clone(),
        day: from.day.clone(),
    }
}
