//! Everything that is held about a person: in words, and as a copy to take home.

mod words;

use std::io::Write;

use hjemmel_model::{AtMs, Controller, Language, LawPack, PersonId, Request, RequestNote};
use hjemmel_pages::Held;
use hjemmel_policy::{Authorized, Suppression, act};
use hjemmel_store::TableRows;
use hjemmel_words::key;
use serde_json::json;
use zip::{ZipWriter, write::SimpleFileOptions};

pub use words::day;
pub(crate) use words::{day_of, moment, visit_line};

use words::held_in_words;

use crate::{AppError, Visits, authorities, cases, person::PersonDetail, profile::VISITS_COPIED};

/// Events that the page of what is held shows.
const VISITS_HELD: usize = 50;

/// Everything that is held about a person.
struct PersonData {
    detail: PersonDetail,
    requests: Vec<RequestCopy>,
    /// Addresses that are not written to, and why.
    marks: Vec<(String, Suppression)>,
    /// What their browsers did.
    visits: Visits,
    /// Who outside gets personal data.
    recipients: Vec<hjemmel_store::Recipient>,
    /// Every row that the data map gives to a copy, a part for each record.
    records: Vec<TableRows>,
}

impl PersonData {
    /// Add what another record of the same person holds.
    fn take_in(&mut self, other: PersonData, visits_most: usize) {
        let (mine, theirs) = (&mut self.detail, other.detail);
        mine.person.identifiers.extend(theirs.person.identifiers);
        mine.reach.extend(theirs.reach);
        mine.permissions.extend(theirs.permissions);
        mine.messages.extend(theirs.messages);
        mine.attributes.extend(theirs.attributes);
        mine.orders.extend(theirs.orders);
        mine.links.extend(theirs.links);
        mine.joins.extend(theirs.joins);
        mine.segments.extend(theirs.segments);
        self.requests.extend(other.requests);
        self.marks.extend(other.marks);
        self.visits.refused += other.visits.refused;
        self.visits.events.extend(other.visits.events);
        self.visits.events.sort_by_key(|e| std::cmp::Reverse(e.at_ms));
        self.visits.cut(visits_most);
        self.records.extend(other.records);
    }
}

/// A request with what was done about it.
#[derive(serde::Serialize)]
struct RequestCopy {
    request: Request,
    notes: Vec<RequestNote>,
}

/// The authorities of both countries, with what each is for.
pub fn all_authorities() -> String {
    authorities(LawPack::Dk) + ", " + &authorities(LawPack::Se)
}

impl cases::People<'_> {
    /// Everything that is held about a person, in words.
    pub async fn held(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Language,
    ) -> Result<Held, AppError> {
        Ok(held_in_words(&self.data(auth, id, language, VISITS_HELD).await?, language))
    }

    /// Everything that is held about a person, to the last row: of every record that was joined with theirs, as an erasure
    /// would take every one.
    async fn data(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Language,
        visits: usize,
    ) -> Result<PersonData, AppError> {
        let mut data = self.data_of(auth, id, language, visits).await?;
        let mut seen = vec![id.clone()];
        let mut next: Vec<PersonId> = data.detail.joins.iter().map(|j| j.join.person.clone()).collect();
        while let Some(other) = next.pop() {
            if seen.contains(&other) {
                continue;
            }
            let more = self.data_of(auth, &other, language, visits).await?;
            next.extend(more.detail.joins.iter().map(|j| j.join.person.clone()));
            seen.push(other);
            data.take_in(more, visits);
        }
        Ok(data)
    }

    /// The same of one record.
    async fn data_of(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        language: Language,
        visits: usize,
    ) -> Result<PersonData, AppError> {
        let detail = self.detail_of(auth, id, language, i64::MAX).await?;
        let mut requests = Vec::new();
        for request in self.store.requests().of_person(auth, id).await? {
            let notes = self.store.requests().notes(auth, &request.id).await?;
            requests.push(RequestCopy { request, notes });
        }
        let mut marks = Vec::new();
        for identifier in &detail.person.identifiers {
            let why = self.store.people().suppressed(auth, identifier.kind, &identifier.value).await?;
            marks.extend(why.map(|why| (identifier.value.clone(), why)));
        }
        let visits = self.visits_of(auth, id, AtMs(i64::MAX), visits).await?;
        let records = self.store.people().rows(auth, id).await?;
        let recipients = self.store.recipients().list(auth.tenant()).await?;
        Ok(PersonData { detail, requests, marks, visits, recipients, records })
    }

    /// Everything that is held about a person, as a file to take home: a page that needs no network, and the same for
    /// other programs (GDPR 15(3), 20).
    pub async fn copy(
        &self,
        auth: &Authorized<act::PersonRead>,
        id: &PersonId,
        sender: &Controller,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        let data = self.data(auth, id, language, VISITS_COPIED).await?;
        let held = held_in_words(&data, language);
        let detail = &data.detail;
        let now = self.clock.now();
        let page = hjemmel_pages::copy(language, sender, &held, &day(now, language), &all_authorities());
        let page = page.map_err(|_| AppError::Damaged("copy"))?;
        let marks: Vec<_> = data.marks.iter().map(|(address, why)| json!({ "address": address, "why": why })).collect();
        let made =
            json!({ "made_at": now.rfc3339(), "controller": sender, "person": detail.person, "not_written_to": marks });
        let name = key!("copy_file").say(language);
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let mut add = |name: &str, bytes: &[u8]| -> Result<(), AppError> {
            let broken = |_| AppError::Damaged("copy");
            zip.start_file(name, SimpleFileOptions::default()).map_err(|_| AppError::Damaged("copy"))?;
            zip.write_all(bytes).map_err(broken)
        };
        add(&name, page.as_bytes())?;
        add("data/person.json", &pretty(&made)?)?;
        add("data/records.json", &pretty(&data.records)?)?;
        add("data/permissions.json", &pretty(&detail.permissions)?)?;
        add("data/messages.json", &pretty(&detail.messages)?)?;
        add("data/requests.json", &pretty(&data.requests)?)?;
        add("data/attributes.json", &pretty(&detail.attributes)?)?;
        add("data/orders.json", &pretty(&detail.orders)?)?;
        add("data/browsers.json", &pretty(&detail.links)?)?;
        add("data/visits.json", &pretty(&data.visits.events)?)?;
        add("data/recipients.json", &pretty(&data.recipients)?)?;
        add("data/attributes.csv", &attributes_csv(detail)?)?;
        add("data/orders.csv", &orders_csv(detail)?)?;
        add("data/visits.csv", &visits_csv(&data.visits)?)?;
        add("data/identifiers.csv", &identifiers_csv(detail)?)?;
        add("data/permissions.csv", &permissions_csv(detail)?)?;
        add("data/messages.csv", &messages_csv(detail)?)?;
        Ok(zip.finish().map_err(|_| AppError::Damaged("copy"))?.into_inner())
    }
}

pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec_pretty(value).map_err(|_| AppError::Damaged("copy"))
}

/// Text that no spreadsheet takes for a formula.
pub(crate) fn cell(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, AppError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |_| AppError::Damaged("copy");
    out.write_record(head).map_err(broken)?;
    for row in rows {
        out.write_record(row.iter().map(|text| cell(text))).map_err(broken)?;
    }
    out.into_inner().map_err(|_| AppError::Damaged("copy"))
}

fn attributes_csv(d: &PersonDetail) -> Result<Vec<u8>, AppError> {
    let rows = d.attributes.iter().map(|a| vec![a.name.clone(), a.value.clone(), a.source.clone(), a.at.rfc3339()]);
    table(&["name", "value", "source", "since"], rows)
}

fn orders_csv(d: &PersonDetail) -> Result<Vec<u8>, AppError> {
    let rows = d.orders.iter().map(|o| {
        let until = if o.held_until.0 > 0 { o.held_until.rfc3339() } else { String::new() };
        vec![o.number.clone(), o.lines.join("; "), o.total_minor.to_string(), o.currency.clone(), o.at.rfc3339(), until]
    });
    table(&["number", "lines", "total_minor", "currency", "at", "held_until"], rows)
}

fn visits_csv(visits: &Visits) -> Result<Vec<u8>, AppError> {
    let rows = visits.events.iter().map(|e| {
        let at = AtMs(e.at_ms).rfc3339();
        let value = e.value_minor.to_string();
        vec![at, e.site.to_string(), e.name.clone(), e.path.clone(), e.title.clone(), value, e.currency.clone()]
    });
    table(&["at", "site", "name", "path", "title", "value_minor", "currency"], rows)
}

fn identifiers_csv(d: &PersonDetail) -> Result<Vec<u8>, AppError> {
    let rows = d.person.identifiers.iter().map(|i| {
        let when = if i.verified_at.0 > 0 { i.verified_at.rfc3339() } else { String::new() };
        vec![i.kind.name().into(), i.value.clone(), i.source.clone(), i.created_at.rfc3339(), when]
    });
    table(&["kind", "value", "source", "since", "confirmed"], rows)
}

fn permissions_csv(d: &PersonDetail) -> Result<Vec<u8>, AppError> {
    let rows = d.permissions.iter().map(|p| {
        let topic = p.topic.as_ref().map(ToString::to_string).unwrap_or_default();
        let hash = p.form_hash.as_ref().map(|h| h.0.clone()).unwrap_or_default();
        let by = p.channel.map(hjemmel_model::Channel::name).unwrap_or_default();
        vec![p.at.rfc3339(), p.event.name().into(), topic, by.into(), p.source.name().into(), p.page.clone(), hash]
    });
    table(&["at", "event", "topic", "channel", "source", "page", "words"], rows)
}

fn messages_csv(d: &PersonDetail) -> Result<Vec<u8>, AppError> {
    let rows = d.messages.iter().map(|m| {
        let at = AtMs(m.state_at_ms).rfc3339();
        vec![at, m.kind.clone(), m.subject.clone(), m.state.clone(), m.reason.clone()]
    });
    table(&["at", "kind", "subject", "state", "reason"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_days_are_written_as_people_do() {
        assert_eq!(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!((cell("@x"), cell("Eva")), ("'@x".into(), "Eva".into()));
        assert_eq!(day_of("2026-03-01", Language::Da), "1. marts 2026");
        assert_eq!(day_of("2026-03-21", Language::Sv), "21 mars 2026");
        assert_eq!(day_of("soon", Language::En), "soon");
    }
}
