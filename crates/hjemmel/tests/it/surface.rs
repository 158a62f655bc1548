//! The surface: one answer of every operation, as it goes over the wire. What changes here changes for every client.

use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{api::operations, world::worlds};

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
    let (mut out, mut run) = (String::new(), String::new());
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || matches!(c, 'a'..='f') {
            run.push(c);
            continue;
        }
        let drawn = run.len() >= 12 && run.contains(|c: char| c.is_ascii_lowercase());
        out.push_str(if drawn { "…" } else { &run });
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
    let controller =
        json!({ "name": "Shop ApS", "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" });
    let notice = json!({ "controller": controller, "purposes": [{ "key": "statistics", "retention_days": 90 }] });
    let settings = json!({
        "name": "Two", "hosts": ["two.example"], "law": "se", "time_zone": "Europe/Stockholm", "currency": "SEK"
    });
    let key = json!({ "name": "CI", "role": "analyst" });
    let words =
        json!({ "da": "Nyt fra os hver uge", "sv": "Nytt från oss varje vecka", "en": "News from us every week" });
    let topic = json!({ "name": words, "text": words });
    let made = world.api(&owner, "POST", "/topics", Some(topic.clone())).await.json();
    let form = json!({ "name": "Footer", "sender": controller, "topics": [made["id"]], "title": words });
    let published = world.api(&owner, "POST", "/forms", Some(form.clone())).await.json();
    let published = published["id"].as_str().unwrap().to_owned();
    let input = hjemmel_app::SignUpInput {
        email: "eva@blomsterhuset.example".into(),
        topics: vec![made["id"].as_str().unwrap().to_owned()],
        version: 1,
        language: Some(hjemmel_model::Language::Da),
        ..Default::default()
    };
    app.forms().sign_up(&published, &input).await.unwrap();
    while app.job_step().await.unwrap() {}
    let found = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
    let person = found["people"][0]["id"].as_str().unwrap().to_owned();
    let letter = json!({
        "name": "November", "topic": made["id"], "form": published, "language": "da", "subject": "Løg til foråret",
        "blocks": [
            { "kind": "text", "text": "Nu er **løgene** her." },
            { "kind": "product", "title": "Tulipaner", "text": "", "price": "49 kr.", "url": "https://shop.example/t" }
        ]
    });
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
    let asked_at = asked["request"]["changed_at"].clone();
    let asked = asked["request"]["id"].as_str().unwrap().to_owned();
    let hour_ago = app.clock.now().0 - 3_600_000;
    let recipient = json!({ "name": "Budtjenesten", "contact": "gdpr@bud.example", "gets": "Navn og adresse" });
    world.publish(&["statistics", "profile"]).await;
    let browser = world.choose("", &["statistics", "profile"]).await;
    world.view(&browser, "c").await;
    let link = json!({
        "site_key": world.site.key, "token": browser,
        "identifier": { "kind": "email", "value": "eva@blomsterhuset.example" }
    });
    let kept = json!({ "name": "Gammel", "filter": r#"["not",["starts","path",["/blog"]]]"# });
    let kept = world.api(&owner, "POST", &format!("{site}/filters"), Some(kept)).await.json();
    let kept = kept["id"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    let steps: Vec<(&str, String, Option<Value>)> = vec![
        ("demo_read", "/demo".into(), None),
        ("session_read", "/session".into(), None),
        ("session_list", "/sessions".into(), None),
        ("session_activity", "/session/activity".into(), None),
        ("session_proof", "/session/proof".into(), Some(json!({ "password": crate::world::PASSWORD }))),
        ("session_passkey_list", "/session/passkeys".into(), None),
        ("session_factor_begin", "/session/factor".into(), None),
        ("session_factor_remove", "/session/factor".into(), None),
        ("site_list", "/sites".into(), None),
        ("site_create", "/sites".into(), Some(settings.clone())),
        (
            "site_update",
            site.clone(),
            Some(
                json!({ "name": "Shop", "hosts": ["shop.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK" }),
            ),
        ),
        ("purpose_list", "/purposes".into(), None),
        ("organisation_read", "/organisation".into(), None),
        (
            "organisation_change",
            "/organisation".into(),
            Some(json!({ "name": "Blomsterhuset ApS", "country": "DK", "contact": "drift@blomsterhuset.example" })),
        ),
        ("setup_read", "/setup".into(), None),
        (
            "site_debug",
            format!("{site}/debug"),
            Some(json!({
                "dialect": "own",
                "body": "{\"events\":[{\"id\":\"a\",\"n\":\"page_view\",\"u\":\"https://shop.example/\"}]}",
                "token": browser
            })),
        ),
        ("notice_list", format!("{site}/notices"), None),
        ("visitor_link", "/visitors/link".into(), Some(link)),
        ("person_visits", format!("/people/{person}/visits"), None),
        ("notice_check", format!("{site}/notices/check"), Some(notice.clone())),
        ("notice_change", format!("{site}/notices/change"), Some(notice.clone())),
        ("report_overview", format!("{site}/reports/overview?{period}"), None),
        ("report_breakdown", format!("{site}/reports/breakdown?{period}&by=path"), None),
        ("report_dimensions", format!("{site}/reports/dimensions"), None),
        ("report_live", format!("{site}/reports/live"), None),
        ("filter_create", format!("{site}/filters"), Some(json!({ "name": "Forsiden", "filter": "path:/" }))),
        ("filter_list", format!("{site}/filters"), None),
        ("filter_remove", format!("{site}/filters/{kept}"), None),
        ("report_dropped", format!("{site}/reports/dropped?{period}"), None),
        ("report_refusals", format!("{site}/reports/refusals?{period}&language=da"), None),
        ("consent_choices", format!("{site}/choices?{period}"), None),
        ("consent_list", format!("{site}/consents"), None),
        ("consent_read", format!("/consents/{consent}"), None),
        ("consent_withdraw", format!("/consents/{consent}/withdraw"), None),
        ("notice_publish", format!("{site}/notices"), Some(notice)),
        ("user_list", "/team".into(), None),
        ("user_update", format!("/team/{analyst}"), Some(json!({ "role": "support" }))),
        ("user_reset", format!("/team/{analyst}/reset"), None),
        ("user_invite", "/team/invitations".into(), Some(json!({ "role": "support" }))),
        ("invitation_list", "/team/invitations".into(), None),
        ("team_rules_read", "/team/rules".into(), None),
        ("team_rules_change", "/team/rules".into(), Some(json!({ "second_factor": false }))),
        ("user_sessions_end", format!("/team/{analyst}/sessions"), None),
        ("user_factor_remove", format!("/team/{analyst}/factor"), None),
        ("user_delete", format!("/team/{analyst}"), None),
        ("key_create", "/keys".into(), Some(key)),
        ("key_list", "/keys".into(), None),
        ("topic_create", "/topics".into(), Some(topic)),
        ("topic_list", "/topics".into(), None),
        ("form_create", "/forms".into(), Some(form.clone())),
        ("form_publish", format!("/forms/{published}"), Some(form)),
        ("form_list", "/forms".into(), None),
        (
            "person_put",
            "/people".into(),
            Some(json!({
                "identifiers": [
                    { "kind": "email", "value": "eva@blomsterhuset.example" },
                    { "kind": "customer_number", "value": "B-1001" }
                ],
                "attributes": { "city": "Aarhus" }, "source": "shop"
            })),
        ),
        (
            "order_put",
            "/orders".into(),
            Some(json!({
                "identifier": { "kind": "customer_number", "value": "B-1001" }, "number": "O-1",
                "lines": ["1 × Tulipaner", "Eva Holm, Torvet 2"], "total_minor": 4_900, "currency": "DKK", "law": "dk",
                "at_ms": hour_ago, "source": "shop"
            })),
        ),
        (
            "permission_put",
            "/people/permissions".into(),
            Some(json!({
                "email": "ann@blomsterhuset.example", "topics": [made["id"]], "form": published, "version": 2,
                "language": "da", "page": "https://shop.example/konto", "confirm": false
            })),
        ),
        (
            "send_decide",
            "/people/may-send".into(),
            Some(json!({
                "identifier": { "kind": "email", "value": "ann@blomsterhuset.example" }, "topic": made["id"], "form": published
            })),
        ),
        ("person_search", "/people/search".into(), Some(json!({ "query": "Eva@Blomsterhuset.example" }))),
        ("person_read", format!("/people/{person}?language=da"), None),
        ("recipient_create", "/recipients".into(), Some(recipient.clone())),
        ("person_withdraw", format!("/people/{person}/withdraw"), Some(json!({ "objects": false }))),
        ("import_list", "/imports".into(), None),
        ("campaign_create", "/campaigns".into(), Some(letter.clone())),
        ("campaign_change", format!("/campaigns/{draft}"), Some(json!({ "body": letter, "changed_at_ms": at }))),
        ("campaign_read", format!("/campaigns/{draft}"), None),
        ("campaign_readers", format!("/topics/{}/readers", made["id"].as_str().unwrap()), None),
        ("campaign_audience", format!("/campaigns/{draft}/audience?language=da"), None),
        ("campaign_preview", format!("/campaigns/{draft}/preview"), None),
        ("campaign_test", format!("/campaigns/{draft}/test"), None),
        ("campaign_release", format!("/campaigns/{draft}/release"), Some(json!({ "changed_at_ms": at + 1 }))),
        ("campaign_move", format!("/campaigns/{draft}/state"), Some(json!({ "state": "cancelled" }))),
        ("campaign_recipients", format!("/campaigns/{draft}/recipients"), None),
        ("campaign_delete", format!("/campaigns/{spare}"), None),
        ("campaign_list", "/campaigns".into(), None),
        ("person_restrict", format!("/people/{person}/restriction"), Some(json!({ "restricted": true }))),
        (
            "request_create",
            "/requests".into(),
            Some(json!({
                "kind": "erasure", "channel": "phone", "language": "da", "person": person, "text": "Slet mig, tak"
            })),
        ),
        ("request_list", "/requests".into(), None),
        ("request_read", format!("/requests/{asked}"), None),
        (
            "request_step",
            format!("/requests/{asked}/steps"),
            Some(
                json!({ "changed_at_ms": asked_at, "change": { "step": "identity_ask", "text": "Navn og kundenummer" } }),
            ),
        ),
        (
            "request_reply_draft",
            format!("/requests/{asked}/reply/draft"),
            Some(json!({ "template": "identity", "reason": "Ring til os" })),
        ),
        (
            "request_reply",
            format!("/requests/{asked}/reply"),
            Some(
                json!({ "subject": "Svar", "text": "Vi ringer til dig.", "changed_at_ms": asked_at.as_i64().unwrap() + 1 }),
            ),
        ),
        ("register_terms", "/register/terms".into(), None),
        ("register_start", "/register/start".into(), None),
        (
            "activity_create",
            "/register/activities".into(),
            Some(json!({
                "name": "Kundeklub", "purpose": "Point for køb", "role": "controller", "uses": ["customers"],
                "legal_bases": ["contract"], "subjects": ["customers"], "data": ["contact", "purchases"],
                "sources": ["person"], "countries": ["GB"], "transfer_tool": "adequacy",
                "retention": "Til kunden melder sig ud", "owner": "Butikken", "reviewed_on": "2026-11-22"
            })),
        ),
        ("register_record", "/register/record?format=json".into(), None),
        ("activity_list", "/register/activities".into(), None),
        ("erasure_plan", format!("/people/{person}/erasure"), None),
        ("erasure_run", format!("/people/{person}/erasure"), Some(json!({ "no_mail_mark": true }))),
        ("erasure_list", "/erasures".into(), None),
        ("order_held", "/orders/held".into(), None),
        ("recipient_list", "/recipients".into(), None),
        ("job_list", "/jobs".into(), None),
        ("condition_read", "/condition".into(), None),
        ("job_retry", format!("/jobs/{job}/retry"), None),
        ("audit_list", "/audit?limit=4".into(), None),
    ];
    // These need a secret of another step, or end the session; `api.rs` and `account.rs` have their whole way.
    let elsewhere = [
        "campaign_preview_page",
        // `register.rs` has their whole way.
        "activity_change",
        "activity_end",
        "activity_history",
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
    for (id, path, body) in steps {
        let all = operations();
        let (_, method, _) = all.iter().find(|(op, _, _)| op == id).unwrap_or_else(|| panic!("no operation `{id}`"));
        let answer = world.api(&owner, method, &path, body).await;
        assert!(answer.status.is_success(), "{id}: {} {:?}", answer.status, answer.json());
        let mut body = answer.json();
        mask(&mut body);
        let text = serde_json::to_string_pretty(&body).unwrap();
        let text = without_ids(&format!("{method} {path}\n{}\n{text}", answer.status.as_u16()));
        insta::assert_snapshot!(id, text);
        seen.push(id);
    }
    seen.extend(elsewhere);
    let unseen: Vec<_> =
        operations().into_iter().map(|(id, _, _)| id).filter(|id| !seen.contains(&id.as_str())).collect();
    assert!(unseen.is_empty(), "no answer of {unseen:?}");
}

#[test]
fn the_description_that_the_console_is_made_from_is_this_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../console/openapi.json");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written.trim() == hjemmel_http::openapi_json().trim(), "run `make openapi`");
}
