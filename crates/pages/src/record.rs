//! The records of a kind of the register, to read and print.

use hjemmel_model::Language;
use minijinja::{context, value::Serde};
use serde::Serialize;

use crate::{ENGINE, PageError, words::Words};

/// Records of the register, each as lines of words.
#[derive(Clone, Debug, Serialize)]
pub struct RecordShown {
    /// What it is.
    pub title: String,
    /// What is said where there is none.
    pub none: String,
    /// Whose.
    pub organisation: String,
    /// How its staff are reached.
    pub contact: String,
    /// The day it shows.
    pub day: String,
    /// The records.
    pub entries: Vec<EntryShown>,
}

/// One record.
#[derive(Clone, Debug, Serialize)]
pub struct EntryShown {
    /// Its name.
    pub name: String,
    /// What it says.
    pub rows: Vec<RecordRow>,
}

/// A line of a record.
#[derive(Clone, Debug, Serialize)]
pub struct RecordRow {
    /// What it is.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// Render records as one page that needs nothing else.
pub fn record(language: Language, record: &RecordShown) -> Result<String, PageError> {
    let context = context! {
        lang => language.tag(), t => minijinja::Value::from_object(Words(language)), record => Serde(record),
    };
    ENGINE.get_template("record.html").and_then(|page| page.render(context)).map_err(|_| PageError)
}
