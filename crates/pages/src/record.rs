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

/// A draft about a breach, to be sent or copied.
#[derive(Clone, Debug, Serialize)]
pub struct DraftShown {
    /// What it is.
    pub title: String,
    /// What stands before it.
    pub lead: Vec<String>,
    /// What the law asks for and nobody has said yet.
    pub missing: Vec<String>,
    /// Its parts.
    pub parts: Vec<EntryShown>,
    /// Whose.
    pub organisation: String,
    /// The day it was made.
    pub day: String,
}

/// The state on a day, of everything together.
#[derive(Clone, Debug, Serialize)]
pub struct StateShown {
    /// What it is.
    pub title: String,
    /// The records of each kind, and what stands beside them.
    pub records: Vec<RecordShown>,
    /// The key that signed the data it is made from, in hex.
    pub key: String,
    /// The signature, in hex.
    pub signature: String,
}

/// Render a state as one page that needs nothing else.
pub fn state(language: Language, state: &StateShown) -> Result<String, PageError> {
    let context = context! {
        lang => language.tag(), t => minijinja::Value::from_object(Words(language)), state => Serde(state),
    };
    ENGINE.get_template("state.html").and_then(|page| page.render(context)).map_err(|_| PageError)
}

/// Render a draft as one page that needs nothing else.
pub fn draft(language: Language, draft: &DraftShown) -> Result<String, PageError> {
    let context = context! {
        lang => language.tag(), t => minijinja::Value::from_object(Words(language)), draft => Serde(draft),
    };
    ENGINE.get_template("draft.html").and_then(|page| page.render(context)).map_err(|_| PageError)
}

/// Render records as one page that needs nothing else.
pub fn record(language: Language, record: &RecordShown) -> Result<String, PageError> {
    let context = context! {
        lang => language.tag(), t => minijinja::Value::from_object(Words(language)), record => Serde(record),
    };
    ENGINE.get_template("record.html").and_then(|page| page.render(context)).map_err(|_| PageError)
}
