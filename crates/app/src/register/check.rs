//! What a record has to say before it can be kept: each field as it is declared, then what its kind asks for beyond that.

use std::collections::HashMap;

use hjemmel_model::{AtMs, Field, RegisterKind, Shape, TenantId, TermList, host_normal, is_eea};
use hjemmel_words::{Key, key};
use serde_json::{Map, Value};

use super::Kept;
use crate::{AppError, cases};

/// Characters of a line and of a text, and entries of a list.
const LINE_MAX: usize = 120;
const TEXT_MAX: usize = 2_000;
const ROWS_MAX: usize = 250;

/// What records may name: the id of each, with what it is called.
pub(super) type Names = HashMap<String, String>;

/// What a field is looked at with.
struct Asked<'a> {
    names: &'a Names,
    today: &'a str,
    /// The minute in the organisation's zone.
    now: &'a str,
}

impl cases::Register<'_> {
    /// The record as it is kept, or what is wrong with it.
    /// What the version before named may stay, although it ended since.
    pub(super) async fn checked<T: Kept>(
        &self,
        tenant: &TenantId,
        draft: &T,
        before: Option<&T>,
    ) -> Result<T, AppError> {
        let mut names = self.names(tenant, T::FIELDS, self.clock.now()).await?;
        names.extend(before.into_iter().flat_map(named_by).map(|id| (id.clone(), id)));
        let as_of = self.as_of(tenant);
        let now = as_of.zone.minute(as_of.now);
        let damaged = |_| AppError::Damaged("record");
        let mut said: Map<String, Value> = match serde_json::to_value(draft).map_err(damaged)? {
            Value::Object(said) => said,
            _ => return Err(AppError::Damaged("record")),
        };
        let with = Asked { names: &names, today: &as_of.today, now: &now };
        for field in T::FIELDS {
            let value = match asked_for(field, &said) {
                true => with.field(field, field.name, said.get(field.name).unwrap_or(&Value::Null))?,
                false => nothing(field.shape),
            };
            said.insert(field.name.to_owned(), value);
        }
        let kept: T = serde_json::from_value(Value::Object(said)).map_err(damaged)?;
        kept.check(&as_of)?;
        Ok(kept)
    }

    /// What the fields of a kind may name.
    pub(super) async fn names(&self, tenant: &TenantId, fields: &[Field], at: AtMs) -> Result<Names, AppError> {
        let mut names = Names::new();
        for field in fields {
            match field.shape {
                Shape::Recipients => {
                    let all = self.store.recipients().list(tenant).await?;
                    names.extend(all.into_iter().map(|r| (r.id.to_string(), format!("{} ({})", r.name, r.gets))));
                }
                Shape::Entries(kind) => names.extend(self.called(tenant, kind, at).await?),
                _ => {}
            }
        }
        Ok(names)
    }

    async fn called(&self, tenant: &TenantId, kind: RegisterKind, at: AtMs) -> Result<Names, AppError> {
        hjemmel_model::with_kind!(kind, R => {
            let all = self.store.register().list::<R>(tenant, at).await?;
            let of = |e: hjemmel_store::Entry<R>| (e.id.to_string(), hjemmel_model::Registered::name(&e.entry).to_owned());
            Ok(all.into_iter().map(of).collect())
        })
    }
}

/// The ids of others that a record names.
fn named_by<T: Kept>(record: &T) -> Vec<String> {
    let said = serde_json::to_value(record).unwrap_or_default();
    let fields = T::FIELDS.iter().filter(|field| matches!(field.shape, Shape::Recipients | Shape::Entries(_)));
    let ids = fields.filter_map(|field| said.get(field.name)?.as_array()).flatten();
    ids.filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

pub(super) fn wrong(field: &'static str, why: Key) -> AppError {
    AppError::Invalid { field, why }
}

/// Whether what the record says asks for the field at all.
pub(super) fn asked_for(field: &Field, said: &Map<String, Value>) -> bool {
    let Some((other, says)) = field.when else { return true };
    let one = |value: &Value| value.as_str().is_some_and(|text| says.contains(&text));
    match said.get(other) {
        Some(Value::Array(values)) => (says.is_empty() && !values.is_empty()) || values.iter().any(one),
        Some(Value::String(text)) => (says.is_empty() && !text.is_empty()) || says.contains(&text.as_str()),
        _ => false,
    }
}

/// A field that says nothing.
fn nothing(shape: Shape) -> Value {
    match shape {
        Shape::Line | Shape::Text | Shape::DayPast | Shape::Day | Shape::MomentPast | Shape::Country => "".into(),
        Shape::One(_) => Value::Null,
        _ => Value::Array(Vec::new()),
    }
}

/// What is said of a field that has to say something and does not.
fn wanted(field: &Field) -> Key {
    match (field.name, field.shape) {
        ("on_behalf_of", _) => key!("field_names_with_whom"),
        ("balancing", _) => key!("field_needs_the_balancing_test"),
        ("special_basis", _) => key!("field_needs_an_article_9_basis"),
        ("transfer_tool", _) => key!("field_needs_a_transfer_tool"),
        (_, Shape::Line) => key!("field_is_needed_as_one_line"),
        (_, Shape::MomentPast) => key!("field_is_a_moment_that_has_been"),
        (_, Shape::Text) => key!("field_is_needed_as_text"),
        _ => key!("field_needs_one_at_least"),
    }
}

impl Asked<'_> {
    /// What a field is kept as. `name` is where it stands: that of its list, for the fields of a row.
    fn field(&self, field: &Field, name: &'static str, value: &Value) -> Result<Value, AppError> {
        let kept = match field.shape {
            Shape::Line => text(value, LINE_MAX, "").ok_or(key!("field_is_needed_as_one_line")),
            Shape::Text => text(value, TEXT_MAX, "\n").ok_or(key!("field_is_needed_as_text")),
            Shape::DayPast => {
                day(value).filter(|day| day.as_str() <= self.today).ok_or(key!("field_is_a_day_that_has_been"))
            }
            Shape::MomentPast => {
                minute(value).filter(|at| at.as_str() <= self.now).ok_or(key!("field_is_a_moment_that_has_been"))
            }
            Shape::Day => day(value).ok_or(key!("field_is_a_day")),
            Shape::Country => text(value, 2, "").filter(|c| is_country(c)).ok_or(key!("field_is_two_letters")),
            Shape::One(_) => return some(field, name, value.clone()),
            _ => return self.list(field, name, value),
        };
        some(field, name, kept.map_err(|why| wrong(name, why))?.into())
    }

    fn list(&self, field: &Field, name: &'static str, value: &Value) -> Result<Value, AppError> {
        let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
        if values.len() > ROWS_MAX {
            return Err(wrong(name, key!("field_may_have_200_entries")));
        }
        let mut kept = Vec::with_capacity(values.len());
        for value in values {
            let said = value.as_str().unwrap_or_default().trim();
            let one = match field.shape {
                Shape::Rows(fields) => self.row(fields, name, value)?,
                Shape::Many(_) => value.clone(),
                Shape::Countries | Shape::CountriesOutside => {
                    country(field.shape, said).map_err(|why| wrong(name, why))?
                }
                Shape::Hosts => host_normal(said).ok_or(wrong(name, key!("field_needs_a_host")))?.into(),
                _ if self.names.contains_key(said) => said.into(),
                _ => return Err(wrong(name, key!("field_is_not_one_of_ours"))),
            };
            if !kept.contains(&one) {
                kept.push(one);
            }
        }
        match field.shape {
            Shape::Many(list) => kept.sort_by_key(|term| place(list, term)),
            Shape::Countries | Shape::CountriesOutside => kept.sort_by(|a, b| a.as_str().cmp(&b.as_str())),
            _ => {}
        }
        some(field, name, kept.into())
    }

    fn row(&self, fields: &[Field], name: &'static str, row: &Value) -> Result<Value, AppError> {
        let mut kept = Map::new();
        for field in fields {
            kept.insert(field.name.to_owned(), self.field(field, name, row.get(field.name).unwrap_or(&Value::Null))?);
        }
        Ok(Value::Object(kept))
    }
}

fn some(field: &Field, name: &'static str, value: Value) -> Result<Value, AppError> {
    match field.needed && value == nothing(field.shape) {
        true => Err(wrong(name, wanted(field))),
        false => Ok(value),
    }
}

/// Where a term stands in its list.
fn place(list: &TermList, term: &Value) -> usize {
    list.terms.iter().position(|(name, _)| term.as_str() == Some(*name)).unwrap_or(usize::MAX)
}

/// A text without what cannot be read; lines may break where `breaks` says so.
fn text(value: &Value, most: usize, breaks: &str) -> Option<String> {
    let text = value.as_str().unwrap_or_default().trim();
    let control = |c: char| c.is_control() && !breaks.contains(c);
    (text.chars().count() <= most && !text.chars().any(control)).then(|| text.to_owned())
}

fn day(value: &Value) -> Option<String> {
    let text = value.as_str().unwrap_or_default().trim();
    // Days are compared as texts, so they all look alike.
    let whole = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    (text.is_empty() || whole).then(|| text.to_owned())
}

fn minute(value: &Value) -> Option<String> {
    let text = value.as_str().unwrap_or_default().trim();
    // Minutes are compared as texts too.
    let whole = text.len() == 16 && text.get(10..11) == Some("T") && text.parse::<jiff::civil::DateTime>().is_ok();
    (text.is_empty() || whole).then(|| text.to_owned())
}

fn is_country(text: &str) -> bool {
    text.is_empty() || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()))
}

fn country(shape: Shape, said: &str) -> Result<Value, Key> {
    let code = said.to_uppercase();
    match (code.is_empty() || !is_country(&code), shape) {
        (true, _) => Err(key!("field_is_two_letters")),
        (false, Shape::CountriesOutside) if is_eea(&code) => Err(key!("field_lies_within_the_eea")),
        (false, _) => Ok(code.into()),
    }
}
