//! The surface: one answer of every operation, as it goes over the wire. What changes here changes for every client.

use std::collections::BTreeMap;

use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{
    described::{Operation, operations},
    world::worlds,
};

/// What stands behind the `_` of an id in an example.
const EXAMPLE: &str = "019ab5b0e8007000800000000000000a";

/// What is sent to an operation, as the description says it.
fn sample(operation: &str) -> Value {
    hjemmel_http::sample(operation).ok_or_else(|| format!("`{operation}` has no sample")).unwrap()
}

/// The same about what is there: an id of an example is that of the one there is, by its kind.
fn with(value: Value, ids: &BTreeMap<&str, String>) -> Value {
    match value {
        Value::String(text) => {
            let kind = text.strip_suffix(EXAMPLE).and_then(|start| start.strip_suffix('_'));
            kind.and_then(|kind| ids.get(kind)).cloned().unwrap_or(text).into()
        }
        Value::Array(values) => values.into_iter().map(|value| with(value, ids)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, with(value, ids))).collect(),
        value => value,
    }
}

/// The same with some fields as only this run knows them.
fn patched(mut value: Value, patch: &Value) -> Value {
    for (name, field) in patch.as_object().into_iter().flatten() {
        value[name] = field.clone();
    }
    value
}

/// An answer as an example: two of each list, and ids that are nobody's.
fn exemplary(value: Value) -> Value {
    match value {
        Value::String(text) => without_ids_but(&text, EXAMPLE).into(),
        Value::Array(values) => values.into_iter().take(2).map(exemplary).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, exemplary(value))).collect(),
        value => value,
    }
}

/// Hide what follows from the build of the banner.
fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "path" if value.as_str().is_some_and(|path| path.contains('#')) => *value = "…".into(),
                    "ui_build" | "leaf_hash" | "root" | "note" | "secret" | "signature" | "public_key" | "uri"
                    | "qr"
                        if !value.is_null() =>
                    {
                        *value = "…".into()
                    }
                    _ => mask(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask),
        _ => {}
    }
}

/// Without ids and hashes, which follow from all that was drawn before: twelve hexadecimal digits or more, but no moment.
fn without_ids(text: &str) -> String {
    without_ids_but(text, "")
}

/// The same with what stands for each, as long as it was; an empty one is said as `…`.
fn without_ids_but(text: &str, other: &str) -> String {
    let (mut out, mut run) = (String::new(), String::new());
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || matches!(c, 'a'..='f') {
            run.push(c);
            continue;
        }
        let drawn = run.len() >= 12 && run.contains(|c: char| c.is_ascii_lowercase());
        match (drawn, other) {
            (false, _) => out.push_str(&run),
            (true, "") => out.push('…'),
            (true, other) => out.extend(other.chars().cycle().take(run.len())),
        }
        run.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_answer_of_every_operation() {
    let world = worlds().await.remove(0);
    let app = &world.running.app;
    let both = world.choose("", &["statistics", "ads"]).await;
    world.choose(&both, &["statistics"]).await;
    world.choose("", &["statistics"]).await;
    world.view(&both, "a").await;
    world.view("", "b").await;
    let mut frontier = app.store.evidence().frontier().await.unwrap();
    app.store.evidence().sequence(&mut frontier, app.clock.now()).await.unwrap();
    app.jobs_ensure().await.unwrap();
    let owner = world.staff(Role::Owner).await;
    // The list is in the order they came.
    world.clock.advance_ms(1);
    world.staff(Role::Analyst).await;

    let site = format!("/sites/{}", world.site.id);
    let period = "from=2026-11-22&to=2026-11-22";
    let first = |answer: Value, at: usize| answer[at]["id"].as_str().unwrap().to_owned();
    let consent = first(world.api(&owner, "GET", &format!("{site}/consents"), None).await.json(), 0);
    let team = world.api(&owner, "GET", "/team", None).await.json();
    let analyst = team.as_array().unwrap().iter().find(|u| u["role"] == "analyst").unwrap()["id"].clone();
    let analyst = analyst.as_str().unwrap();
    let job = first(world.api(&owner, "GET", "/jobs", None).await.json(), 0);
    let made = world.api(&owner, "POST", "/topics", Some(sample("topic_create"))).await.json();
    let topic = made["id"].as_str().unwrap().to_owned();
    let mut ids = BTreeMap::from([("top", topic.clone())]);
    let form = with(sample("form_create"), &ids);
    let published = world.api(&owner, "POST", "/forms", Some(form.clone())).await.json();
    let published = published["id"].as_str().unwrap().to_owned();
    ids.insert("form", published.clone());
    let input = hjemmel_app::SignUpInput {
        email: "eva@blomsterhuset.example".into(),
        topics: vec![topic.clone()],
        version: 1,
        language: Some(hjemmel_model::Language::Da),
        ..Default::default()
    };
    app.forms().sign_up(&published, &input).await.unwrap();
    while app.job_step().await.unwrap() {}
    let found = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
    let person = found["people"][0]["id"].as_str().unwrap().to_owned();
    ids.insert("per", person.clone());
    let letter = with(sample("campaign_create"), &ids);
    let drafts: Vec<Value> = {
        let mut out = Vec::new();
        for _ in 0..2 {
            out.push(world.api(&owner, "POST", "/campaigns", Some(letter.clone())).await.json());
        }
        out
    };
    let draft = drafts[0]["campaign"]["id"].as_str().unwrap().to_owned();
    let spare = drafts[1]["campaign"]["id"].as_str().unwrap().to_owned();
    let at = drafts[0]["campaign"]["changed_at"].as_i64().unwrap();
    let asked = json!({ "kind": "access", "channel": "letter", "language": "da", "contact": "Eva, Torvet 2" });
    let asked = world.api(&owner, "POST", "/requests", Some(asked)).await.json();
    let since = asked["request"]["changed_at"].as_i64().unwrap();
    let asked = asked["request"]["id"].as_str().unwrap().to_owned();
    world.publish(&["statistics", "profile"]).await;
    let browser = world.choose("", &["statistics", "profile"]).await;
    world.view(&browser, "c").await;
    let kept = json!({ "name": "Gammel", "filter": r#"["not",["starts","path",["/blog"]]]"# });
    let kept = world.api(&owner, "POST", &format!("{site}/filters"), Some(kept)).await.json();
    let kept = kept["id"].as_str().unwrap().to_owned();
    let segment = json!({ "name": "På dansk", "definition": ["is", "language", ["da"]] });
    let segment = world.api(&owner, "POST", "/segments", Some(segment)).await.json();
    let segment = segment["segment"]["id"].as_str().unwrap().to_owned();
    while app.segments().step().await.unwrap() {}
    let (mut seen, mut answers) = (Vec::new(), BTreeMap::new());
    // What only this run knows.
    let patch = |id: &str| match id {
        "campaign_change" => json!({ "changed_at_ms": at }),
        "campaign_release" => json!({ "changed_at_ms": at + 1 }),
        "request_step" => json!({ "changed_at_ms": since }),
        "request_reply" => json!({ "changed_at_ms": since + 1 }),
        "site_debug" => json!({ "token": browser }),
        "visitor_link" => json!({ "site_key": world.site.key, "token": browser }),
        _ => Value::Null,
    };
    let all = operations();
    let steps: Vec<(&str, String)> = vec![
        ("demo_read", "/demo".into()),
        ("session_read", "/session".into()),
        ("session_list", "/sessions".into()),
        ("session_activity", "/session/activity".into()),
        ("session_proof", "/session/proof".into()),
        ("session_passkey_list", "/session/passkeys".into()),
        ("session_factor_begin", "/session/factor".into()),
        ("session_factor_remove", "/session/factor".into()),
        ("site_list", "/sites".into()),
        ("site_create", "/sites".into()),
        ("site_update", site.clone()),
        ("purpose_list", "/purposes".into()),
        ("organisation_read", "/organisation".into()),
        ("organisation_change", "/organisation".into()),
        ("setup_read", "/setup".into()),
        ("site_debug", format!("{site}/debug")),
        ("notice_list", format!("{site}/notices")),
        ("visitor_link", "/visitors/link".into()),
        ("person_visits", format!("/people/{person}/visits")),
        ("notice_check", format!("{site}/notices/check")),
        ("notice_change", format!("{site}/notices/change")),
        ("report_overview", format!("{site}/reports/overview?{period}")),
        ("report_breakdown", format!("{site}/reports/breakdown?{period}&by=path")),
        ("report_visits", format!("{site}/reports/visits?{period}&by=entry_page&compare=previous")),
        (
            "report_funnel",
            format!("{site}/reports/funnel?{period}&steps=%5B%22path:/%22,%22name:purchase%22%5D&by=channel"),
        ),
        ("report_cohorts", format!("{site}/reports/cohorts?{period}")),
        ("report_paths", format!("{site}/reports/paths?{period}&page=/")),
        ("report_dimensions", format!("{site}/reports/dimensions")),
        ("report_live", format!("{site}/reports/live")),
        ("filter_create", format!("{site}/filters")),
        ("filter_list", format!("{site}/filters")),
        ("filter_remove", format!("{site}/filters/{kept}")),
        ("report_dropped", format!("{site}/reports/dropped?{period}")),
        ("report_refusals", format!("{site}/reports/refusals?{period}&language=da")),
        ("consent_choices", format!("{site}/choices?{period}")),
        ("consent_list", format!("{site}/consents")),
        ("consent_read", format!("/consents/{consent}")),
        ("consent_withdraw", format!("/consents/{consent}/withdraw")),
        ("notice_publish", format!("{site}/notices")),
        ("user_list", "/team".into()),
        ("user_update", format!("/team/{analyst}")),
        ("user_reset", format!("/team/{analyst}/reset")),
        ("user_invite", "/team/invitations".into()),
        ("invitation_list", "/team/invitations".into()),
        ("team_rules_read", "/team/rules".into()),
        ("team_rules_change", "/team/rules".into()),
        ("user_sessions_end", format!("/team/{analyst}/sessions")),
        ("user_factor_remove", format!("/team/{analyst}/factor")),
        ("user_delete", format!("/team/{analyst}")),
        ("key_create", "/keys".into()),
        ("key_list", "/keys".into()),
        ("topic_create", "/topics".into()),
        ("topic_list", "/topics".into()),
        ("form_create", "/forms".into()),
        ("form_publish", format!("/forms/{published}")),
        ("form_list", "/forms".into()),
        ("person_put", "/people".into()),
        ("order_put", "/orders".into()),
        ("permission_put", "/people/permissions".into()),
        ("send_decide", "/people/may-send".into()),
        ("person_search", "/people/search".into()),
        ("person_read", format!("/people/{person}?language=da")),
        ("recipient_create", "/recipients".into()),
        ("person_withdraw", format!("/people/{person}/withdraw")),
        ("import_list", "/imports".into()),
        ("campaign_create", "/campaigns".into()),
        ("campaign_change", format!("/campaigns/{draft}")),
        ("campaign_read", format!("/campaigns/{draft}")),
        ("campaign_readers", format!("/topics/{}/readers", made["id"].as_str().unwrap())),
        ("campaign_audience", format!("/campaigns/{draft}/audience?language=da")),
        ("campaign_preview", format!("/campaigns/{draft}/preview")),
        ("campaign_test", format!("/campaigns/{draft}/test")),
        ("campaign_release", format!("/campaigns/{draft}/release")),
        ("campaign_move", format!("/campaigns/{draft}/state")),
        ("campaign_recipients", format!("/campaigns/{draft}/recipients")),
        ("campaign_delete", format!("/campaigns/{spare}")),
        ("campaign_list", "/campaigns".into()),
        ("segment_facets", "/segments/facets".into()),
        ("segment_preview", "/segments/preview".into()),
        ("segment_create", "/segments".into()),
        ("segment_list", "/segments".into()),
        ("segment_read", format!("/segments/{segment}")),
        ("segment_members", format!("/segments/{segment}/members")),
        ("segment_members_file", format!("/segments/{segment}/members/file")),
        ("segment_change", format!("/segments/{segment}")),
        ("segment_versions", format!("/segments/{segment}/versions")),
        ("segment_remove", format!("/segments/{segment}")),
        ("person_restrict", format!("/people/{person}/restriction")),
        ("person_restrict_tell", format!("/people/{person}/restriction/told")),
        ("request_create", "/requests".into()),
        ("request_list", "/requests".into()),
        ("request_read", format!("/requests/{asked}")),
        ("request_step", format!("/requests/{asked}/steps")),
        ("request_reply_draft", format!("/requests/{asked}/reply/draft")),
        ("request_reply", format!("/requests/{asked}/reply")),
        ("register_terms", "/register".into()),
        ("register_start", "/register/activities/start".into()),
        ("register_create", "/register/activities".into()),
        ("register_record", "/register/activities/record?format=json".into()),
        ("register_list", "/register/activities".into()),
        ("register_held", "/register/held".into()),
        ("register_state", "/register/state?format=json&on=2026-11-21".into()),
        ("erasure_plan", format!("/people/{person}/erasure")),
        ("erasure_run", format!("/people/{person}/erasure")),
        ("erasure_list", "/erasures".into()),
        ("order_held", "/orders/held".into()),
        ("recipient_list", "/recipients".into()),
        ("job_list", "/jobs".into()),
        ("condition_read", "/condition".into()),
        ("job_retry", format!("/jobs/{job}/retry")),
        ("audit_list", "/audit?limit=4".into()),
    ];
    // These need a secret of another step, or end the session; `api.rs` and `account.rs` have their whole way.
    let elsewhere = [
        "campaign_preview_page",
        // `register.rs` and `govern.rs` have their whole way.
        "breach_draft",
        "register_change",
        "register_end",
        "register_history",
        // Nothing is in doubt here; `retention.rs` and the store's `holds.rs` have their whole way.
        "clock_confirm",
        "evidence_restart",
        "retention_confirm",
        "debug_token_create",
        "invitation_revoke",
        "import_begin",
        "import_cancel",
        "import_doubts_lift",
        "import_read",
        "person_copy",
        "key_revoke",
        "link_follow",
        "link_read",
        "link_remove",
        "person_join",
        "person_unjoin",
        "recipient_answered",
        "recipient_remove",
        "session_create",
        "session_delete",
        "session_factor_confirm",
        "session_factor_recovery",
        "session_passkey_add",
        "session_passkey_ask",
        "session_passkey_begin",
        "session_passkey_create",
        "session_passkey_remove",
        "session_passkey_rename",
        "session_password",
        "session_proof_challenge",
        "session_revoke",
    ];
    for (id, path) in steps {
        let Operation { method, .. } =
            all.iter().find(|op| op.id == id).unwrap_or_else(|| panic!("no operation `{id}`"));
        // The example of the description, about what is there.
        let body = hjemmel_http::sample(id).map(|body| patched(with(body, &ids), &patch(id)));
        let answer = world.api(&owner, method, &path, body).await;
        assert!(answer.status.is_success(), "{id}: {} {:?}", answer.status, answer.json());
        let mut body = answer.json();
        mask(&mut body);
        let text = serde_json::to_string_pretty(&body).unwrap();
        let text = without_ids(&format!("{method} {path}\n{}\n{text}", answer.status.as_u16()));
        insta::assert_snapshot!(id, text);
        if !body.is_null() {
            answers.insert(id.to_owned(), exemplary(body));
        }
        seen.push(id);
    }
    seen.extend(elsewhere);
    let unseen: Vec<_> = all.into_iter().map(|op| op.id).filter(|id| !seen.contains(&id.as_str())).collect();
    assert!(unseen.is_empty(), "no answer of {unseen:?}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../http/samples/responses.json");
    let examples = serde_json::to_string_pretty(&answers).unwrap() + "\n";
    #[expect(clippy::disallowed_methods, reason = "the same switch as that of the snapshots")]
    let renewed = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    if renewed {
        std::fs::write(path, &examples).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == examples, "the examples of answers are others: look at them with INSTA_UPDATE=always");
}

#[test]
fn the_description_that_the_console_is_made_from_is_this_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../console/openapi.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written.trim() == hjemmel_http::openapi_json().trim(), "run `make openapi`");
}
