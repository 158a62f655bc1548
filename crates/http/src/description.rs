//! The description of the API: what every operation may answer is said here once, so that none has to repeat it and none
//! forgets it.
//!
//! Invariant: an error is described as what it is sent as, an RFC 9457 problem.

use hjemmel_model::Language;
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response, path::Operation};

use crate::problem::PROBLEMS;

/// What problems are sent as.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// Operations that nobody needs to sign in for.
const OPEN: [&str; 4] = ["demo_read", "link_follow", "link_read", "session_create"];

/// The document with what every operation may answer.
pub fn whole(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for (changes, operation) in operations(item) {
            complete(path, changes, operation);
        }
    }
    let mut statuses: Vec<u16> = PROBLEMS.iter().map(|(_, status, _)| *status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    let shared = statuses.into_iter().map(|status| (name(status), problem(status).into()));
    document.components.get_or_insert_default().responses.extend(shared);
    document
}

/// The operations of a path, and whether each changes something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let all = [(false, get), (true, put), (true, post), (true, delete), (true, patch)];
    all.into_iter().filter_map(|(changes, operation)| Some((changes, operation.as_mut()?)))
}

fn complete(path: &str, changes: bool, operation: &mut Operation) {
    let open = operation.operation_id.as_deref().is_some_and(|id| OPEN.contains(&id));
    let body = operation.request_body.is_some();
    let asked = operation.parameters.as_deref().is_some_and(|asked| !asked.is_empty());
    let may = [
        (400, body || asked),
        (401, !open),
        (403, !open || changes),
        (404, path.contains('{')),
        (408, body),
        (413, body),
        (422, body),
        (500, true),
        (503, true),
    ];
    let responses = &mut operation.responses.responses;
    let named = responses.keys().filter_map(|status| status.parse().ok()).filter(|status| *status >= 400);
    let statuses: Vec<u16> = named.chain(may.into_iter().filter(|(_, may)| *may).map(|(status, _)| status)).collect();
    for status in statuses {
        responses.insert(status.to_string(), RefOr::Ref(Ref::from_response_name(name(status))));
    }
}

/// What the answer with that status is called in the document.
fn name(status: u16) -> String {
    format!("Problem{status}")
}

fn problem(status: u16) -> Response {
    let codes = PROBLEMS.iter().filter(|(_, of, _)| *of == status);
    let codes: Vec<String> = codes.map(|(code, _, title)| format!("`{code}`: {}", title.say(Language::En))).collect();
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    Response::builder().description(codes.join(". ")).content(PROBLEM_TYPE, content).build()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    #[test]
    fn every_operation_says_what_it_may_answer_and_every_error_is_a_problem() {
        let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
        let mut operations = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations += 1;
                let id = operation["operationId"].as_str().unwrap();
                let responses = operation["responses"].as_object().unwrap();
                assert!(responses.contains_key("503"), "{method} {path}");
                assert_eq!(responses.contains_key("401"), !super::OPEN.contains(&id) || id == "session_create", "{id}");
                for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
                    let name = format!("Problem{status}");
                    assert_eq!(response["$ref"], format!("#/components/responses/{name}"), "{id}");
                    let content = document["components"]["responses"][&name]["content"].as_object().unwrap();
                    assert_eq!(content.keys().collect::<Vec<_>>(), [super::PROBLEM_TYPE], "{id} {status}");
                }
                for (status, response) in responses.iter().filter(|(status, _)| status.as_str() < "400") {
                    assert!(response["$ref"].is_null(), "{id} {status}");
                }
            }
        }
        assert!(operations > 100, "{operations}");
    }
}
