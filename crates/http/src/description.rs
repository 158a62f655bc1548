//! The description of the API, from what each handler's types say ([`crate::operation`]): who may call it, what the ids in its
//! address look like, and which problems it can give, so that none has to repeat it and none forgets it.
//!
//! Invariant: an error is described as what it is sent as, an RFC 9457 problem; what is described is in one order.

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_model::{Action, Language, Role};
use hjemmel_policy::may;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use crate::{
    operation::{Access, FACTS, Facts},
    problem::{PROBLEMS, status_of},
    samples,
};

/// What problems are sent as.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// What the operations of each tag are about.
const TAGS: &[(&str, &str)] = &[
    ("session", "Signing in and out, and one's own account: password, second factor, passkeys, activity."),
    ("setup", "What is missing or failing, most important first."),
    ("condition", "What does not hold right now, and what waits for a person's word."),
    ("organisation", "What the organisation is called and how it is reached."),
    ("site", "Sites: the hosts they run on, and what they count and declare."),
    ("notice", "What visitors are told when they are asked: the purposes, and every version that was published."),
    ("consent", "The ledger of choices, each with its proof, and how many said yes."),
    ("report", "Numbers about what visitors allowed, with what they rest on, and kept filters."),
    ("person", "People the organisation knows: writing down, finding, joining, taking back, erasing."),
    ("form", "Sign-up forms, and the topics that people can ask for."),
    ("campaign", "Newsletters: written, tested, released, and what became of each message."),
    ("segment", "Segments: who has something in common, who is in, and of whom it may not be said and why."),
    ("import", "People brought in from files, each row graded by its evidence."),
    ("request", "What people ask for under the GDPR, with its clock and its answer."),
    ("register", "The register of processing activities, from which the program decides what it may do."),
    ("recipient", "Who outside gets personal data, and who has answered an erasure."),
    ("user", "The team: roles, invitations, rules."),
    ("key", "Keys for servers."),
    ("job", "What runs in the background."),
    ("audit", "What staff and jobs did."),
];

/// The whole document, as text.
pub fn whole(document: &OpenApi) -> String {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let mut shared = BTreeMap::new();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            if let Some(operation) = operation.as_object_mut() {
                complete(path, method != "get", operation, &mut shared);
            }
        }
    }
    let tags: Vec<_> = TAGS.iter().map(|(name, about)| json!({ "name": name, "description": about })).collect();
    if let Some(document) = document.as_object_mut() {
        document.insert("tags".into(), tags.into());
        if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
            components.insert("responses".into(), shared.into_iter().collect::<Map<_, _>>().into());
            components.insert("securitySchemes".into(), schemes());
        }
    }
    serde_json::to_string_pretty(&ordered(document)).unwrap_or_default()
}

/// The same with the fields of everything in one order.
fn ordered(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields.into_iter().map(|(name, value)| (name, ordered(value))).collect();
            fields.into_iter().collect::<Map<_, _>>().into()
        }
        Value::Array(values) => values.into_iter().map(ordered).collect::<Vec<_>>().into(),
        value => value,
    }
}

fn schemes() -> Value {
    json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "hjemmel_session",
            "description": "The cookie of a sign-in; over HTTPS it is called `__Host-hjemmel_session`."
        },
        "own_page": {
            "type": "apiKey", "in": "header", "name": "x-hjemmel",
            "description": "Any value, such as `1`, with every change that a browser makes: pages of other sites cannot send it."
        },
        "key": {
            "type": "http", "scheme": "bearer",
            "description": "A key for servers. It may do what it was made for, as long as its role allows it."
        }
    })
}

/// Who may call it, in what ways.
fn security(access: Access, changes: bool) -> Value {
    let session = if changes { json!({ "session": [], "own_page": [] }) } else { json!({ "session": [] }) };
    match access {
        Access::Anybody => json!([]),
        Access::OwnPage => json!([{ "own_page": [] }]),
        Access::Account => json!([session]),
        Access::Staff => json!([session, { "key": [] }]),
    }
}

/// Say of an operation what its handler's types say.
fn complete(path: &str, changes: bool, operation: &mut Map<String, Value>, shared: &mut BTreeMap<String, Value>) {
    let facts = operation.remove(FACTS).and_then(|facts| serde_json::from_value::<Facts>(facts).ok());
    let Some(mut facts) = facts else { return };
    if changes && facts.access != Access::Anybody {
        facts.gives(&["cross_site"]);
    }
    operation.insert("security".into(), security(facts.access, changes));
    if let Some(action) = facts.action.as_deref().and_then(Action::from_name) {
        let roles: Vec<_> = Role::ALL.into_iter().filter(|role| may(*role, action)).map(Role::name).collect();
        operation.insert("x-action".into(), action.name().into());
        operation.insert("x-roles".into(), roles.into());
    }
    if facts.fresh {
        operation.insert("x-fresh-proof".into(), true.into());
    }
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let ids = names
        .zip(facts.ids)
        .map(|(name, schema)| json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    let mut parameters: Vec<Value> = ids.collect();
    parameters.extend(operation.remove("parameters").and_then(|asked| asked.as_array().cloned()).unwrap_or_default());
    if !parameters.is_empty() {
        operation.insert("parameters".into(), parameters.into());
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        problems(&facts.problems, responses, shared);
    }
    exemplify(operation);
}

/// The problems that an operation can give, by status.
fn problems(codes: &BTreeSet<String>, responses: &mut Map<String, Value>, shared: &mut BTreeMap<String, Value>) {
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for code in codes {
        by_status.entry(status_of(code).unwrap_or(500)).or_default().push(code);
    }
    for (status, codes) in by_status {
        let name = format!("{status}.{}", codes.join("."));
        let reference = format!("#/components/responses/{name}");
        responses.insert(status.to_string(), json!({ "$ref": reference }));
        shared.entry(name).or_insert_with(|| problem(&codes));
    }
}

/// An answer that is one of these problems.
fn problem(codes: &[&str]) -> Value {
    let titles = PROBLEMS.iter().filter(|(code, _, _)| codes.contains(code));
    let titles: Vec<_> = titles.map(|(code, _, title)| format!("`{code}`: {}", title.say(Language::En))).collect();
    let one_of_these = json!({
        "allOf": [
            { "$ref": "#/components/schemas/Problem" },
            { "type": "object", "required": ["code"], "properties": { "code": { "type": "string", "enum": codes } } }
        ]
    });
    json!({
        "description": titles.join(". "),
        "content": { PROBLEM_TYPE: { "schema": one_of_these } },
        "x-problem-codes": codes
    })
}

/// What is sent and what comes back, as it was seen.
fn exemplify(operation: &mut Map<String, Value>) {
    let Some(id) = operation.get("operationId").and_then(Value::as_str).map(str::to_owned) else { return };
    let json = "/content/application~1json";
    let example = |at: Option<&mut Value>, sample: Option<Value>| {
        let at = at.and_then(|part| part.pointer_mut(json)).and_then(Value::as_object_mut);
        if let (Some(at), Some(sample)) = (at, sample) {
            at.insert("example".into(), sample);
        }
    };
    example(operation.get_mut("requestBody"), samples::request(&id));
    let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
    let well = answers.and_then(|all| all.iter_mut().find(|(status, _)| status.starts_with('2')));
    example(well.map(|(_, answer)| answer), samples::response(&id));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(mut look: impl FnMut(&str, &Value)) {
        let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
        let mut operations = 0;
        for methods in document["paths"].as_object().unwrap().values() {
            for operation in methods.as_object().unwrap().values() {
                operations += 1;
                look(operation["operationId"].as_str().unwrap(), operation);
            }
        }
        assert!(operations > 100, "{operations}");
    }

    #[test]
    fn every_operation_says_who_may_call_it_and_what_it_may_answer_and_every_error_is_a_problem() {
        let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
        each(|id, operation| {
            let security = operation["security"].as_array().unwrap();
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key("503") && responses.keys().any(|status| status.starts_with('2')), "{id}");
            let asks = security.iter().any(|way| way.get("session").is_some());
            assert!(!asks || responses.contains_key("401"), "{id}");
            assert_eq!(
                operation.get("x-action").is_some(),
                security.iter().any(|way| way.get("key").is_some()),
                "{id}"
            );
            for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
                let name = response["$ref"].as_str().unwrap().strip_prefix("#/components/responses/").unwrap();
                let shared = &document["components"]["responses"][name];
                assert_eq!(shared["content"].as_object().unwrap().keys().collect::<Vec<_>>(), [PROBLEM_TYPE], "{id}");
                for code in shared["x-problem-codes"].as_array().unwrap() {
                    assert_eq!(status_of(code.as_str().unwrap()).unwrap().to_string(), *status, "{id}");
                }
            }
        });
    }

    #[test]
    fn every_id_in_an_address_has_its_form_and_every_tag_its_sentence() {
        each(|id, operation| {
            for tag in operation["tags"].as_array().unwrap() {
                assert!(TAGS.iter().any(|(name, _)| tag == name), "`{tag}` of `{id}` has no sentence");
            }
            for asked in operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path") {
                assert!(asked["schema"]["pattern"].is_string(), "`{}` of `{id}` has no form", asked["name"]);
            }
        });
    }

    #[test]
    fn every_body_has_a_sample() {
        each(|id, operation| {
            let asked = operation.pointer("/requestBody/content/application~1json");
            assert_eq!(asked.is_some(), samples::request(id).is_some(), "`{id}` in samples/requests.json");
            assert!(asked.is_none_or(|asked| asked["example"].is_object()), "{id}");
        });
    }
}
