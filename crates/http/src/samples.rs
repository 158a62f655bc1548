//! Samples of what is sent and of what comes back, by operation. They are the examples in the description of the API, and what
//! the tests send: one that stops working makes a test fail.
//!
//! What is sent is written by hand in `samples/requests.json`; what comes back is what the server answered in the test of its
//! surface, in `samples/responses.json`.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static REQUESTS: LazyLock<Map<String, Value>> = LazyLock::new(|| read(include_str!("../samples/requests.json")));
static RESPONSES: LazyLock<Map<String, Value>> = LazyLock::new(|| read(include_str!("../samples/responses.json")));

fn read(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// What is sent to an operation.
pub fn request(operation: &str) -> Option<Value> {
    REQUESTS.get(operation).cloned()
}

/// What an operation answers.
pub fn response(operation: &str) -> Option<Value> {
    RESPONSES.get(operation).cloned()
}
