//! The API: who may do what, problems, tenants apart, sign-in.

use axum::http::Request;
use hjemmel_model::{Action, LawPack, Role, TenantId};
use hjemmel_policy::{act, may};
use hjemmel_store::work;
use hjemmel_testkit::authorized;
use serde_json::{Value, json};

use crate::world::worlds;

/// Every operation of the API with the action it needs; `None` needs no more than being signed in, or nothing.
const OPERATIONS: &[(&str, Option<Action>)] = &[
    ("activity_change", Some(Action::RegisterWrite)),
    ("activity_create", Some(Action::RegisterWrite)),
    ("activity_end", Some(Action::RegisterWrite)),
    ("activity_history", Some(Action::RegisterRead)),
    ("activity_list", Some(Action::RegisterRead)),
    ("audit_list", Some(Action::AuditRead)),
    ("campaign_audience", Some(Action::CampaignRead)),
    ("campaign_change", Some(Action::CampaignWrite)),
    ("campaign_create", Some(Action::CampaignWrite)),
    ("campaign_delete", Some(Action::CampaignWrite)),
    ("campaign_list", Some(Action::CampaignRead)),
    ("campaign_move", Some(Action::CampaignWrite)),
    ("campaign_preview", Some(Action::CampaignRead)),
    ("campaign_preview_page", Some(Action::CampaignRead)),
    ("campaign_read", Some(Action::CampaignRead)),
    ("campaign_readers", Some(Action::CampaignRead)),
    ("campaign_recipients", Some(Action::PersonRead)),
    ("campaign_release", Some(Action::CampaignWrite)),
    ("campaign_test", Some(Action::CampaignWrite)),
    ("clock_confirm", Some(Action::RetentionConfirm)),
    ("condition_read", Some(Action::JobRead)),
    ("consent_choices", Some(Action::ReportRead)),
    ("consent_list", Some(Action::ConsentRead)),
    ("consent_read", Some(Action::ConsentRead)),
    ("consent_withdraw", Some(Action::ConsentWithdraw)),
    ("debug_token_create", Some(Action::SiteWrite)),
    ("demo_read", None),
    ("erasure_list", Some(Action::PersonErase)),
    ("erasure_plan", Some(Action::PersonErase)),
    ("erasure_run", Some(Action::PersonErase)),
    ("evidence_restart", Some(Action::EvidenceRestart)),
    ("filter_create", Some(Action::ReportRead)),
    ("filter_list", Some(Action::ReportRead)),
    ("filter_remove", Some(Action::ReportRead)),
    ("form_create", Some(Action::FormWrite)),
    ("form_list", Some(Action::FormRead)),
    ("form_publish", Some(Action::FormWrite)),
    ("import_begin", Some(Action::PersonImport)),
    ("import_cancel", Some(Action::PersonImport)),
    ("import_doubts_lift", Some(Action::PersonImport)),
    ("import_list", Some(Action::PersonImport)),
    ("import_read", Some(Action::PersonImport)),
    ("invitation_list", Some(Action::TeamWrite)),
    ("invitation_revoke", Some(Action::TeamWrite)),
    ("job_list", Some(Action::JobRead)),
    ("job_retry", Some(Action::JobRead)),
    ("key_create", Some(Action::KeyWrite)),
    ("key_list", Some(Action::KeyWrite)),
    ("key_revoke", Some(Action::KeyWrite)),
    ("link_follow", None),
    ("link_read", None),
    ("link_remove", Some(Action::PersonWithdraw)),
    ("notice_change", Some(Action::NoticePublish)),
    ("notice_check", Some(Action::NoticePublish)),
    ("notice_list", Some(Action::SiteRead)),
    ("notice_publish", Some(Action::NoticePublish)),
    ("order_held", Some(Action::HeldRead)),
    ("order_put", Some(Action::PersonWrite)),
    ("organisation_change", Some(Action::TeamWrite)),
    ("organisation_read", Some(Action::SiteRead)),
    ("permission_put", Some(Action::PersonWrite)),
    ("person_copy", Some(Action::RequestWrite)),
    ("person_join", Some(Action::PersonWrite)),
    ("person_put", Some(Action::PersonWrite)),
    ("person_read", Some(Action::PersonRead)),
    ("person_restrict", Some(Action::RequestWrite)),
    ("person_search", Some(Action::PersonRead)),
    ("person_unjoin", Some(Action::PersonWrite)),
    ("person_visits", Some(Action::PersonRead)),
    ("person_withdraw", Some(Action::PersonWithdraw)),
    ("purpose_list", Some(Action::SiteRead)),
    ("recipient_answered", Some(Action::PersonErase)),
    ("recipient_create", Some(Action::PersonErase)),
    ("recipient_list", Some(Action::PersonErase)),
    ("recipient_remove", Some(Action::PersonErase)),
    ("register_record", Some(Action::RegisterRead)),
    ("register_start", Some(Action::RegisterWrite)),
    ("register_terms", Some(Action::RegisterRead)),
    ("report_breakdown", Some(Action::ReportRead)),
    ("report_dimensions", Some(Action::ReportRead)),
    ("report_dropped", Some(Action::ReportRead)),
    ("report_live", Some(Action::ReportRead)),
    ("report_overview", Some(Action::ReportRead)),
    ("report_refusals", Some(Action::ReportRead)),
    ("request_create", Some(Action::RequestWrite)),
    ("request_list", Some(Action::RequestRead)),
    ("request_read", Some(Action::RequestRead)),
    ("request_reply", Some(Action::RequestWrite)),
    ("request_reply_draft", Some(Action::RequestRead)),
    ("request_step", Some(Action::RequestWrite)),
    ("retention_confirm", Some(Action::RetentionConfirm)),
    ("send_decide", Some(Action::PersonRead)),
    ("session_activity", None),
    ("session_create", None),
    ("session_delete", None),
    ("session_factor_begin", None),
    ("session_factor_confirm", None),
    ("session_factor_recovery", None),
    ("session_factor_remove", None),
    ("session_list", None),
    ("session_passkey_add", None),
    ("session_passkey_ask", None),
    ("session_passkey_begin", None),
    ("session_passkey_create", None),
    ("session_passkey_list", None),
    ("session_passkey_remove", None),
    ("session_passkey_rename", None),
    ("session_password", None),
    ("session_proof", None),
    ("session_proof_challenge", None),
    ("session_read", None),
    ("session_revoke", None),
    ("setup_read", Some(Action::SiteRead)),
    ("site_create", Some(Action::SiteWrite)),
    ("site_debug", Some(Action::SiteRead)),
    ("site_list", Some(Action::SiteRead)),
    ("site_update", Some(Action::SiteWrite)),
    ("team_rules_change", Some(Action::TeamWrite)),
    ("team_rules_read", Some(Action::TeamRead)),
    ("topic_create", Some(Action::FormWrite)),
    ("topic_list", Some(Action::FormRead)),
    ("user_delete", Some(Action::TeamWrite)),
    ("user_factor_remove", Some(Action::TeamWrite)),
    ("user_invite", Some(Action::TeamWrite)),
    ("user_list", Some(Action::TeamRead)),
    ("user_reset", Some(Action::TeamWrite)),
    ("user_sessions_end", Some(Action::TeamWrite)),
    ("user_update", Some(Action::TeamWrite)),
    ("visitor_link", Some(Action::PersonWrite)),
];

/// Operations that anybody may call.
const OPEN: [&str; 4] = ["demo_read", "link_follow", "link_read", "session_create"];

pub fn operations() -> Vec<(String, String, String)> {
    let document: Value = serde_json::from_str(&hjemmel_http::openapi_json()).unwrap();
    let mut out = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            out.push((id, method.to_uppercase(), path.trim_start_matches("/api/v1").to_owned()));
        }
    }
    out.sort();
    out
}

#[test]
fn every_operation_has_a_case() {
    let found: Vec<_> = operations().into_iter().map(|(id, _, _)| id).collect();
    let listed: Vec<_> = OPERATIONS.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(found, listed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_in_the_language_of_whoever_asks() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let said = async |language: &str, path: &str, body: Value| {
        let request = axum::http::Request::post(format!("/api/v1{path}"))
            .header("cookie", &owner)
            .header("x-hjemmel", "1")
            .header("accept-language", language)
            .header("content-type", "application/json");
        let answer = world.send(request.body(body.to_string().into()).unwrap()).await;
        let said = answer.json();
        let text = |key: &str| said[key].as_str().unwrap().to_owned();
        let language = answer.headers.get("content-language").map(|v| v.to_str().unwrap().to_owned());
        (text("title"), text("detail"), text("code"), language)
    };
    let topic = json!({ "name": { "da": "x" }, "text": {} });
    let (title, detail, code, language) = said("da-DK,en;q=0.5", "/topics", topic.clone()).await;
    assert_eq!(
        (title.as_str(), code.as_str(), language.as_deref()),
        ("Et felt er ikke rigtigt", "invalid", Some("da"))
    );
    assert!(detail.starts_with("`name` skal"), "{detail}");
    let (title, _, _, language) = said("fr", "/topics", topic).await;
    assert_eq!((title.as_str(), language), ("A field is not right", None));
    let (title, detail, ..) = said("sv", "/people/per_x/withdraw", json!({})).await;
    assert!(title == "Här finns inget" && detail.contains("person"), "{title}: {detail}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_asks_who_and_whether_they_may() {
    let world = worlds().await.remove(0);
    for role in Role::ALL {
        let cookie = world.staff(role).await;
        for (id, method, path) in operations() {
            if id.starts_with("session_") {
                continue;
            }
            let path = path.replace("/sites/{id}", &format!("/sites/{}", world.site.id)).replace("{id}", "nobody");
            let path = path
                .replace("{link}", "nothing")
                .replace("{erasure}", "nothing")
                .replace("{other}", "nothing")
                .replace("{filter}", "nothing");
            let path = format!("{path}?from=2026-11-01&to=2026-11-02&by=source&topic=top_x&form=form_x");
            let letter = json!({
                "name": "", "topic": "top_x", "form": "form_x", "language": "da", "subject": "", "blocks": []
            });
            let activity = json!({
                "name": "", "purpose": "", "role": "controller", "legal_bases": [], "subjects": [], "data": [],
                "sources": [], "retention": "", "owner": ""
            });
            let body = match id.as_str() {
                "activity_create" => activity,
                "activity_change" => json!({ "version": 1, "activity": activity }),
                "evidence_restart" => json!({ "reason": "" }),
                "person_restrict" => json!({ "restricted": true }),
                "person_put" => json!({ "identifiers": [], "source": "shop" }),
                "person_join" => {
                    json!({ "identifier": { "kind": "email", "value": "a@x.example" }, "source": "staff" })
                }
                "permission_put" => json!({
                    "email": "a@x.example", "topics": [], "form": "form_x", "version": 1, "language": "da", "page": ""
                }),
                "send_decide" => json!({
                    "identifier": { "kind": "email", "value": "a@x.example" }, "topic": "top_x", "form": "form_x"
                }),
                "visitor_link" => json!({
                    "site_key": "", "token": "", "identifier": { "kind": "email", "value": "a@x.example" }
                }),
                "order_put" => json!({
                    "identifier": { "kind": "email", "value": "" }, "number": "", "lines": [], "total_minor": 0,
                    "currency": "", "law": "dk", "at_ms": 0, "source": "shop"
                }),
                "filter_create" => json!({ "name": "", "filter": "" }),
                "recipient_create" => json!({ "name": "", "contact": "", "gets": "" }),
                "request_create" => json!({ "kind": "access", "channel": "phone", "language": "da" }),
                "request_reply" => json!({ "subject": "", "text": "", "changed_at_ms": 0 }),
                "request_reply_draft" => json!({ "template": "receipt" }),
                "request_step" => json!({ "changed_at_ms": 0, "change": { "step": "take" } }),
                "campaign_create" => letter,
                "campaign_change" => json!({ "body": letter, "changed_at_ms": 0 }),
                "campaign_release" => json!({ "changed_at_ms": 0 }),
                "campaign_move" => json!({ "state": "paused" }),
                "organisation_change" => json!({ "name": "" }),
                "site_debug" => json!({ "dialect": "own", "body": "" }),
                "notice_publish" | "notice_check" | "notice_change" => {
                    json!({ "controller": { "name": "", "address": "", "contact": "", "policy_url": "" }, "purposes": [] })
                }
                "form_create" | "form_publish" => json!({
                    "name": "", "topics": [], "title": {},
                    "sender": { "name": "", "address": "", "contact": "", "policy_url": "" }
                }),
                "erasure_run" => json!({ "no_mail_mark": true }),
                "topic_create" => json!({ "name": {}, "text": {} }),
                "user_invite" | "user_update" => json!({ "role": "support" }),
                "team_rules_change" => json!({ "second_factor": false }),
                "key_create" => json!({ "name": "", "role": "analyst" }),
                "site_create" | "site_update" => {
                    json!({ "name": "", "hosts": [], "law": "dk", "time_zone": "", "currency": "" })
                }
                _ => json!({}),
            };
            if !OPEN.contains(&id.as_str()) {
                let stranger = world.api("", &method, &path, Some(body.clone())).await;
                assert_eq!((stranger.status.as_u16(), stranger.code().as_str()), (401, "sign_in_needed"), "{id}");
            }
            let answer = world.api(&cookie, &method, &path, Some(body)).await;
            let Some((_, Some(action))) = OPERATIONS.iter().find(|(op, _)| *op == id) else { continue };
            let denied = answer.code() == "not_allowed";
            assert_eq!(denied, !may(role, *action), "{id} as {}: {:?}", role.name(), answer.json());
            // Whoever may not is told so whatever they send: nothing of it is read.
            if denied && method != "GET" {
                let nonsense = world.api(&cookie, &method, &path, Some(json!(["nonsense"]))).await;
                assert_eq!(nonsense.code(), "not_allowed", "{id} as {}", role.name());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_organisation_sees_nothing() {
    for world in worlds().await {
        world.choose("", &["statistics"]).await;
        let app = &world.running.app;
        let other = TenantId::parse("ten_b").unwrap();
        work!(app.store, |w| { w.organisations().insert(&other, "B", world.clock_now()).await }).unwrap();
        app.users().create(&other, "b@b.example", "B", Role::Owner, crate::world::PASSWORD).await.unwrap();
        let done = app.users().sign_in("b@b.example", crate::world::PASSWORD, "x", "x").await.unwrap();
        let cookie = format!("hjemmel_session={}", done.token);
        assert_eq!(world.api(&cookie, "GET", "/sites", None).await.json(), json!([]));
        for path in ["consents", "notices", "choices?from=2026-11-22&to=2026-11-22", "reports/live"] {
            let answer = world.api(&cookie, "GET", &format!("/sites/{}/{path}", world.site.id), None).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        let eva = world.staff(Role::Owner).await;
        let records = world.api(&eva, "GET", &format!("/sites/{}/consents", world.site.id), None).await.json();
        let id = records[0]["id"].as_str().unwrap();
        assert_eq!(world.api(&cookie, "GET", &format!("/consents/{id}"), None).await.status, 404);
        assert_eq!(world.api(&cookie, "POST", &format!("/consents/{id}/withdraw"), None).await.status, 404);
        // The other organisation's site does not take this one's token.
        let draft = hjemmel_app::SiteDraft {
            name: "B".into(),
            hosts: vec!["shop.example".into()],
            law: LawPack::Se,
            time_zone: "Europe/Stockholm".into(),
            currency: "SEK".into(),
            aggregate: Default::default(),
            aggregate_assessment: String::new(),
            listed_paths: vec![],
            conversions: vec![],
            properties: vec![],
            revenue: hjemmel_model::RevenueFrom::default(),
        };
        app.sites().create(&authorized::<act::SiteWrite>(&other), &draft).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_out_and_being_kept_out() {
    for world in worlds().await {
        let cookie = world.staff(Role::Owner).await;
        let me = world.api(&cookie, "GET", "/session", None).await.json();
        assert_eq!((me["role"].as_str(), me["organisation"].as_str()), (Some("owner"), Some("A")));
        // A page of another site cannot send the header.
        let forged = Request::post(format!("/api/v1/sites/{}/notices", world.site.id)).header("cookie", &cookie);
        assert_eq!(world.send(forged.body("{}".into()).unwrap()).await.code(), "cross_site");
        let sessions = world.api(&cookie, "GET", "/sessions", None).await.json();
        assert_eq!((sessions.as_array().unwrap().len(), sessions[0]["current"].as_bool()), (1, Some(true)));
        assert_eq!(world.api(&cookie, "DELETE", "/session", None).await.status, 204);
        assert_eq!(world.api(&cookie, "GET", "/session", None).await.status, 401);

        let wrong = json!({ "email": "owner@blomsterhuset.example", "password": "wrong-wrong-wrong" });
        let codes = async |n| {
            let mut codes = Vec::new();
            for _ in 0..n {
                codes.push(world.api("", "POST", "/session", Some(wrong.clone())).await.code());
            }
            codes
        };
        assert_eq!(codes(8).await, vec!["sign_in_failed"; 8]);
        assert_eq!(codes(1).await, ["too_many_attempts"]);
        world.wait_ms(16 * 60_000).await;
        assert_eq!(codes(1).await, ["sign_in_failed"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_a_key_and_a_reset() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let made = world.api(&owner, "POST", "/team/invitations", Some(json!({ "role": "analyst" }))).await;
        let path = made.json()["path"].as_str().unwrap().to_owned();
        let secret = path.split('#').nth(1).unwrap().to_owned();
        let join = async |secret: &str, body: Value| {
            let request = Request::post("/api/v1/link").header("x-hjemmel", "1").header("hjemmel-link", secret);
            world.send(request.header("content-type", "application/json").body(body.to_string().into()).unwrap()).await
        };
        let body = json!({ "email": "ny@blomsterhuset.example", "name": "Ny", "password": "kort" });
        assert_eq!(join(&secret, body).await.code(), "invalid");
        let body = json!({ "email": "ny@blomsterhuset.example", "name": "Ny", "password": "et-langt-kodeord" });
        assert_eq!(join(&secret, body.clone()).await.json()["role"], "analyst");
        assert_eq!(join(&secret, body).await.code(), "link_spent");

        let key = world.api(&owner, "POST", "/keys", Some(json!({ "name": "CI", "role": "analyst" }))).await.json();
        let bearer = format!("Bearer {}", key["secret"].as_str().unwrap());
        let call = async |path: &str| {
            let request = Request::get(format!("/api/v1{path}")).header("authorization", &bearer);
            world.send(request.body(Default::default()).unwrap()).await.status.as_u16()
        };
        assert_eq!((call("/sites").await, call("/audit").await), (200, 403));
        let id = key["id"].as_str().unwrap();
        assert_eq!(world.api(&owner, "DELETE", &format!("/keys/{id}"), None).await.status, 204);
        assert_eq!(call("/sites").await, 401);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn problems_are_problems() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let site = format!("/sites/{}", world.site.id);
    let mut seen = String::new();
    for (method, path, body) in [
        ("GET", "/nothing".to_owned(), None),
        ("GET", format!("{site}/reports/overview?from=2026-11-02&to=2026-11-01"), None),
        ("GET", format!("{site}/reports/overview?from=yesterday&to=2026-11-01"), None),
        ("GET", format!("{site}/reports/overview?from=2026-11-01&to=2026-11-01&purpose=telepathy"), None),
        ("GET", format!("{site}/reports/breakdown?from=2026-11-01&to=2026-11-01&by=shoe"), None),
        (
            "POST",
            format!("{site}/notices"),
            Some(
                json!({ "controller": { "name": "", "address": "x", "contact": "x", "policy_url": "x" }, "purposes": [] }),
            ),
        ),
        (
            "POST",
            "/sites".to_owned(),
            Some(
                json!({ "name": "x", "hosts": ["https://x"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK" }),
            ),
        ),
        (
            "POST",
            "/sites".to_owned(),
            Some(
                json!({ "name": "x", "hosts": ["x.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK", "aggregate": "request" }),
            ),
        ),
        ("POST", "/keys".to_owned(), Some(json!({ "name": "x", "role": "owner" }))),
    ] {
        let answer = world.api(&owner, method, &path, body).await;
        let kind = answer.headers.get("content-type").and_then(|h| h.to_str().ok()).unwrap_or_default();
        assert_eq!(kind, "application/problem+json", "{path}");
        let body = answer.json();
        let path = path.replace(world.site.id.as_str(), "SITE");
        seen.push_str(&format!("{method} {path}\n  {} {}: {}\n", body["status"], body["code"], body["detail"]));
    }
    insta::assert_snapshot!(seen);
}

impl crate::world::World {
    fn clock_now(&self) -> hjemmel_model::AtMs {
        self.running.app.clock.now()
    }
}
