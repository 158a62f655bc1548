//! The record of processing activities, to read and print.

use hjemmel_model::Language;
use minijinja::{context, value::Serde};
use serde::Serialize;

use crate::{ENGINE, PageError, words::Words};

/// The record, each activity as lines of words.
#[derive(Clone, Debug, Serialize)]
pub struct RecordShown {
    /// Whose.
    pub organisation: String,
    /// How its staff are reached.
    pub contact: String,
    /// The day it shows.
    pub day: String,
    /// The activities.
    pub activities: Vec<ActivityShown>,
}

/// An activity of the record.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityShown {
    /// Its name.
    pub name: String,
    /// What it says, in the order of Article 30.
    pub rows: Vec<RecordRow>,
}

/// A line of an activity.
#[derive(Clone, Debug, Serialize)]
pub struct RecordRow {
    /// What it is.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// Render the record as one page that needs nothing else.
pub fn record(language: Language, record: &RecordShown) -> Result<String, PageError> {
    let context = context! {
        lang => language.tag(), t => minijinja::Value::from_object(Words(language)), record => Serde(record),
    };
    ENGINE.get_template("record.html").and_then(|page| page.render(context)).map_err(|_| PageError)
}
