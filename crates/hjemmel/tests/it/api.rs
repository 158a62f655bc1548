//! The API: who may do what, problems, tenants apart, sign-in.

use axum::http::Request;
use hjemmel_model::{Action, LawPack, Role, TenantId};
use hjemmel_policy::{act, may};
use hjemmel_store::work;
use hjemmel_testkit::authorized;
use serde_json::{Value, json};

use crate::{
    described::{Operation, operations},
    world::worlds,
};

/// For a reviewer: a change here changes who may do what.
#[test]
fn who_may_call_what() {
    let mut seen = String::new();
    for Operation { id, method, path, action, asks, .. } in operations() {
        let roles: Vec<_> = Role::ALL.into_iter().filter(|role| action.is_some_and(|a| may(*role, a))).collect();
        let who = match (action, asks) {
            (Some(_), _) if roles.len() == Role::ALL.len() => "everybody".to_owned(),
            (Some(_), _) => roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", "),
            (None, true) => "whoever is signed in, their own account".to_owned(),
            (None, false) => "anybody".to_owned(),
        };
        let action = action.map_or("-", Action::name);
        seen.push_str(&format!("{id:<24} {method:<6} {path:<40} {action:<17} {who}\n"));
    }
    insta::assert_snapshot!(seen);
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
    for op in operations() {
        let stranger = world.api("", &op.method, &op.example_path(), Some(json!(["nonsense"]))).await;
        let kept_out = (stranger.status.as_u16(), stranger.code().as_str()) == (401, "sign_in_needed");
        assert_eq!(kept_out, op.asks, "{}: {:?}", op.id, stranger.json());
    }
    for role in Role::ALL {
        let cookie = world.staff(role).await;
        for op in operations() {
            let Some(action) = op.action else { continue };
            let id = &op.id;
            let path = format!("{}?from=2026-11-01&to=2026-11-02&by=source&topic=top_x&form=form_x", op.example_path());
            let sample = hjemmel_http::sample(id);
            let sent = sample.clone().unwrap_or(json!({}));
            let answer = world.api(&cookie, &op.method, &path, Some(sent)).await;
            let denied = answer.code() == "not_allowed";
            assert_eq!(denied, !may(role, action), "{id} as {}: {:?}", role.name(), answer.json());
            // What is sent as an example is of the form that is asked for.
            let unread = answer.code() == "malformed" || answer.text("detail").starts_with("Failed to deserialize");
            assert!(sample.is_none() || !unread, "the sample of {id}: {:?}", answer.json());
            // Whoever may not is told so whatever they send: nothing of it is read.
            if denied && op.method != "GET" {
                let nonsense = world.api(&cookie, &op.method, &path, Some(json!(["nonsense"]))).await;
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
        // Its type is an address where anybody reads what it means.
        let explained = Request::get(answer.text("type")).header("accept-language", "sv");
        let page = world.send(explained.body(Default::default()).unwrap()).await;
        let text = String::from_utf8(page.body).unwrap();
        assert_eq!(page.status, 200, "{path}");
        assert!(text.contains("Vad det betyder") && text.contains(body["code"].as_str().unwrap()), "{text}");
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
