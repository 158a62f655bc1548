//! The description of the API, for the tests: its operations, and whether an answer is one that it says.

use std::sync::LazyLock;

use axum::http::{Method, Uri};
use hjemmel_model::Action;
use serde_json::Value;

use crate::world::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&hjemmel_http::openapi_json()).unwrap());

/// An operation as it is described.
pub struct Operation {
    pub id: String,
    pub method: String,
    /// Below `/api/v1`, with `{id}` where ids come.
    pub path: String,
    /// What whoever calls it must be allowed to do.
    pub action: Option<Action>,
    /// Whether it needs a session or a key.
    pub asks: bool,
    /// The ids in its address, as examples.
    pub ids: Vec<(String, String)>,
}

impl Operation {
    /// Its path with the example of each id.
    pub fn example_path(&self) -> String {
        self.ids.iter().fold(self.path.clone(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
    }
}

/// All of them, by name.
pub fn operations() -> Vec<Operation> {
    let mut out = Vec::new();
    for (path, methods) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let ids = operation["parameters"].as_array().into_iter().flatten().filter(|asked| asked["in"] == "path");
            let id = |asked: &Value| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&asked["name"]), text(&asked["schema"]["examples"][0]))
            };
            out.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.trim_start_matches("/api/v1").to_owned(),
                action: operation["x-action"].as_str().map(|name| Action::from_name(name).unwrap()),
                asks: operation["security"].as_array().unwrap().iter().any(|way| way.get("session").is_some()),
                ids: ids.map(id).collect(),
            });
        }
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// Whether a path is one of a template, and how many ids it then has.
fn fits(template: &str, path: &str) -> Option<usize> {
    let (parts, asked): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let same = parts.len() == asked.len()
        && parts.iter().zip(&asked).all(|(part, asked)| part.starts_with('{') || part == asked);
    same.then(|| parts.iter().filter(|part| part.starts_with('{')).count())
}

/// A problem that an operation answers is one that its description names. Every test that asks the API asks this too.
pub fn assert_described(method: &Method, uri: &Uri, answer: &Answer) {
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind != "application/problem+json" || !uri.path().starts_with("/api/v1/") {
        return;
    }
    let found = DOCUMENT["paths"].as_object().unwrap().iter().filter_map(|(template, methods)| {
        Some((fits(template, uri.path())?, methods.get(method.as_str().to_lowercase())?))
    });
    let Some((_, operation)) = found.min_by_key(|(ids, _)| *ids) else { return };
    let (id, code) = (operation["operationId"].as_str().unwrap(), answer.code());
    let named = operation["responses"][answer.status.as_str()]["$ref"].as_str().unwrap_or_default();
    let response = &DOCUMENT["components"]["responses"][named.rsplit('/').next().unwrap()];
    let codes = response["x-problem-codes"].as_array().cloned().unwrap_or_default();
    assert!(codes.iter().any(|known| *known == code), "`{id}` can give `{code}`, and its handler does not say so");
}
