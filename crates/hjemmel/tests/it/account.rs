//! Accounts of staff: what ends with whom, second factor, fresh proof, passwords, limits, and what is written down.

use axum::http::{Request, header};
use hjemmel_model::{Role, TenantId};
use hjemmel_store::work;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::world::{Answer, PASSWORD, World, worlds};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl World {
    /// The code that an authenticator with that secret shows now.
    pub fn code(&self, secret: &str) -> String {
        let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
        let now_s = u64::try_from(self.running.app.clock.now().0 / 1_000).unwrap();
        totp.generate(now_s).to_string()
    }

    pub async fn sign_in(&self, email: &str, password: &str, more: Value) -> Answer {
        let mut body = json!({ "email": email, "password": password });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.api("", "POST", "/session", Some(body)).await
    }

    /// Turn the second factor on; gives its secret and the recovery codes.
    pub async fn factor(&self, cookie: &str) -> (String, Vec<String>) {
        let made = self.api(cookie, "POST", "/session/factor", None).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        let secret = made.json()["secret"].as_str().unwrap().to_owned();
        let wrong = self.api(cookie, "PUT", "/session/factor", Some(json!({ "code": "000000" }))).await;
        assert_eq!(wrong.code(), "second_factor_wrong");
        let code = json!({ "code": self.code(&secret) });
        let done = self.api(cookie, "PUT", "/session/factor", Some(code)).await.json();
        let codes = done["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
        (secret, codes)
    }

    pub async fn link(&self, path: &str, body: Value) -> Answer {
        let secret = path.split('#').nth(1).unwrap();
        let request = Request::post("/api/v1/link").header("x-hjemmel", "1").header("hjemmel-link", secret);
        self.send(request.header("content-type", "application/json").body(body.to_string().into()).unwrap()).await
    }

    async fn with_key(&self, key: &Value, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", key["secret"].as_str().unwrap()));
        self.send(request.body(body.map(|b| b.to_string()).unwrap_or_default().into()).unwrap()).await
    }

    pub async fn actions(&self, cookie: &str, query: &str) -> Vec<String> {
        let all = self.api(cookie, "GET", &format!("/audit?limit=200{query}"), None).await.json();
        all.as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn cookie_of(answer: &Answer) -> String {
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

fn browser_of(answer: &Answer) -> String {
    let all = answer.headers.get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap());
    let browser = all.into_iter().find(|c| c.starts_with("hjemmel_browser=")).unwrap();
    browser.split(';').next().unwrap().to_owned()
}

/// Another owner; gives their cookie and their id.
pub async fn second_owner(world: &World) -> (String, String) {
    let (app, email) = (&world.running.app, "ann@firma.example");
    let id = app.users().create(&world.tenant, email, "Ann", Role::Owner, PASSWORD).await.unwrap();
    (cookie_of(&world.sign_in(email, PASSWORD, json!({})).await), id.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_removed_leaves_no_way_in() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (ann, id) = second_owner(&world).await;
        let draft = json!({ "name": "CI", "role": "data_protection_officer", "may": ["audit_read", "person_erase"] });
        let key = world.api(&ann, "POST", "/keys", Some(draft)).await.json();
        assert_eq!(world.with_key(&key, "GET", "/audit", None).await.status, 200);
        let made = world.api(&ann, "POST", "/team/invitations", Some(json!({ "role": "owner" }))).await.json();
        let others = world.api(&owner, "POST", "/team/invitations", Some(json!({ "role": "analyst" }))).await.json();
        let listed = world.api(&owner, "GET", "/team/invitations", None).await.json();
        assert_eq!(listed.as_array().unwrap().len(), 2);
        assert!(listed.as_array().unwrap().iter().any(|l| l["created_by"] == id.as_str() && l["role"] == "owner"));

        assert_eq!(world.api(&owner, "DELETE", &format!("/team/{id}"), None).await.status, 204);
        assert_eq!(world.api(&ann, "GET", "/session", None).await.status, 401);
        assert_eq!(world.with_key(&key, "GET", "/audit", None).await.status, 401);
        let join = json!({ "email": "ny@firma.example", "name": "Ny", "password": "et-langt-kodeord" });
        assert_eq!(world.link(made["path"].as_str().unwrap(), join.clone()).await.code(), "link_spent");
        // Others' invitations stay, until somebody takes them back.
        let listed = world.api(&owner, "GET", "/team/invitations", None).await.json();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        let path = format!("/team/invitations/{}", listed[0]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 204);
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 404);
        assert_eq!(world.link(others["path"].as_str().unwrap(), join).await.code(), "link_spent");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_does_what_it_was_made_for_until_it_ends() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let make = async |draft: Value| world.api(&owner, "POST", "/keys", Some(draft)).await;
        let plain = make(json!({ "name": "a", "role": "support" })).await.json();
        assert_eq!(plain["may"], json!(["report_read", "site_read"]), "the least by default");
        let year = plain["expires_at"].as_i64().unwrap() - plain["created_at"].as_i64().unwrap();
        assert_eq!(year, 365 * 24 * HOUR_MS);
        for wrong in [
            json!({ "name": "a", "role": "support", "days": 800 }),
            json!({ "name": "a", "role": "support", "days": 0 }),
            json!({ "name": "a", "role": "support", "may": ["person_erase"] }),
            json!({ "name": "a", "role": "owner" }),
        ] {
            assert_eq!(make(wrong.clone()).await.code(), "invalid", "{wrong}");
        }
        assert_eq!(world.with_key(&plain, "GET", "/sites", None).await.status, 200);
        let refused = world.with_key(&plain, "POST", "/people/search", Some(json!({}))).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "not_allowed"));
        let listed = world.api(&owner, "GET", "/keys", None).await.json();
        let day = world.running.app.clock.now().0 / (24 * HOUR_MS) * 24 * HOUR_MS;
        assert_eq!((listed[0]["used_at"].as_i64(), listed[0].get("secret")), (Some(day), None));
        let used = world.actions(&owner, "&kind=api_key.use").await;
        assert_eq!(used.len(), 1, "once a day");
        assert_eq!(world.actions(&owner, "&kind=refused").await.len(), 1);

        // A key that was made for erasing erases; nobody proves anything anew for it.
        let draft = json!({ "name": "b", "role": "data_protection_officer", "may": ["person_erase", "person_write"], "days": 1 });
        let eraser = make(draft).await.json();
        let eva = json!({ "identifiers": [{ "kind": "email", "value": "eva@hjem.example" }], "source": "shop" });
        let eva = world.with_key(&eraser, "POST", "/people", Some(eva)).await.json()["id"].as_str().unwrap().to_owned();
        world.wait_ms(11 * MINUTE_MS).await;
        let body = json!({ "no_mail_mark": false });
        let erased = world.with_key(&eraser, "POST", &format!("/people/{eva}/erasure"), Some(body)).await;
        assert_eq!(erased.status, 201, "{:?}", erased.json());
        world.wait_ms(24 * HOUR_MS).await;
        assert_eq!(world.with_key(&eraser, "GET", "/sites", None).await.code(), "sign_in_needed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_is_asked_for_and_each_code_counts_once() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let elsewhere = world.staff(Role::Owner).await;
        let email = "owner@blomsterhuset.example";
        let (secret, codes) = world.factor(&owner).await;
        assert_eq!(codes.len(), 10);
        assert_eq!(world.api(&elsewhere, "GET", "/session", None).await.status, 401, "other sessions end");
        assert_eq!(world.sign_in(email, PASSWORD, json!({})).await.code(), "second_factor_asked");
        assert_eq!(world.sign_in(email, "wrong-wrong-wrong", json!({})).await.code(), "sign_in_failed");
        let with = async |code: &str| world.sign_in(email, PASSWORD, json!({ "code": code })).await;
        // The code that turned it on is used up.
        assert_eq!(with(&world.code(&secret)).await.code(), "second_factor_wrong");
        world.wait_ms(30_000).await;
        let code = world.code(&secret);
        assert_eq!(with(&code).await.status, 200);
        assert_eq!(with(&code).await.code(), "second_factor_wrong", "the same code again");
        assert_eq!(with(&codes[0].to_uppercase()).await.status, 200);
        assert_eq!(with(&codes[0]).await.code(), "second_factor_wrong");
        let me = world.api(&owner, "GET", "/session", None).await.json();
        assert_eq!((me["second_factor"].as_bool(), me["recovery_left"].as_i64()), (Some(true), Some(9)));

        // New recovery codes end the old ones, and a link to a new password does not go round the second factor.
        assert_eq!(world.api(&owner, "POST", "/session/factor/recovery", None).await.status, 201);
        assert_eq!(with(&codes[1]).await.code(), "second_factor_wrong");
        let id = me["id"].as_str().unwrap();
        let path = world.api(&owner, "POST", &format!("/team/{id}/reset"), None).await.json()["path"].clone();
        let new = json!({ "password": "fyrre måger over søen" });
        assert_eq!(world.link(path.as_str().unwrap(), new.clone()).await.code(), "second_factor_asked");
        world.wait_ms(60_000).await;
        let mut new = new;
        new["code"] = world.code(&secret).into();
        assert_eq!(world.link(path.as_str().unwrap(), new).await.status, 200);

        // A colleague takes a lost one away; then the password is enough.
        let (ann, _) = second_owner(&world).await;
        assert_eq!(world.api(&ann, "DELETE", &format!("/team/{id}/factor"), None).await.status, 204);
        assert_eq!(world.sign_in(email, "fyrre måger over søen", json!({})).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_second_factor_is_asked_for_nothing_else_can_be_done_first() {
    for world in worlds().await {
        let (owner, analyst) = (world.staff(Role::Owner).await, world.staff(Role::Analyst).await);
        let rules = json!({ "second_factor": true });
        assert_eq!(world.api(&owner, "PUT", "/team/rules", Some(rules)).await.status, 204);
        assert_eq!(world.api(&analyst, "GET", "/sites", None).await.status, 200, "other roles go on");
        for (method, path) in [("GET", "/sites"), ("GET", "/team"), ("PUT", "/team/rules"), ("POST", "/keys")] {
            let answer = world.api(&owner, method, path, Some(json!({}))).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "second_factor_needed"), "{path}");
        }
        let me = world.api(&owner, "GET", "/session", None).await.json();
        assert_eq!((me["second_factor_needed"].as_bool(), &me["may"]), (Some(true), &json!([])));
        world.factor(&owner).await;
        assert_eq!(world.api(&owner, "GET", "/sites", None).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_gives_others_power_or_cannot_be_undone_needs_a_fresh_proof() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        world.staff(Role::Support).await;
        let team = world.api(&owner, "GET", "/team", None).await.json();
        let support = team.as_array().unwrap().iter().find(|u| u["role"] == "support").unwrap()["id"].clone();
        let support = support.as_str().unwrap();
        let eva = json!({ "identifiers": [{ "kind": "email", "value": "eva@hjem.example" }], "source": "shop" });
        let eva = world.api(&owner, "POST", "/people", Some(eva)).await.json()["id"].as_str().unwrap().to_owned();
        world.wait_ms(11 * MINUTE_MS).await;
        let acts = [
            ("PUT", format!("/team/{support}"), json!({ "role": "owner" })),
            ("POST", "/team/invitations".to_owned(), json!({ "role": "owner" })),
            ("POST", format!("/team/{support}/reset"), json!({})),
            ("POST", "/keys".to_owned(), json!({ "name": "CI", "role": "analyst" })),
            ("PUT", "/team/rules".to_owned(), json!({ "second_factor": false })),
            ("POST", "/session/factor".to_owned(), json!({})),
            ("POST", format!("/people/{eva}/erasure"), json!({ "no_mail_mark": false })),
        ];
        for (method, path, body) in &acts {
            let answer = world.api(&owner, method, path, Some(body.clone())).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "fresh_proof_needed"), "{path}");
        }
        // What gives no power needs none.
        let asked = world.api(&owner, "POST", "/team/invitations", Some(json!({ "role": "analyst" }))).await;
        assert_eq!(asked.status, 201);
        let proof = async |password: &str| {
            world.api(&owner, "POST", "/session/proof", Some(json!({ "password": password }))).await
        };
        assert_eq!(proof("wrong-wrong-wrong").await.code(), "proof_wrong");
        assert_eq!(proof(PASSWORD).await.status, 204);
        for (method, path, body) in &acts {
            let answer = world.api(&owner, method, path, Some(body.clone())).await;
            assert!(answer.status.is_success(), "{path}: {:?}", answer.json());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_changed_with_the_old_one_and_none_that_is_guessed_first() {
    for world in worlds().await {
        let (owner, elsewhere) = (world.staff(Role::Owner).await, world.staff(Role::Owner).await);
        let change = async |old: &str, new: &str| {
            world.api(&owner, "PUT", "/session/password", Some(json!({ "old": old, "password": new }))).await
        };
        for weak in ["aaaaaaaaaaaa", "            ", "password1234", "123456789012", "vores-blomsterhuset", "kort"] {
            assert_eq!(change(PASSWORD, weak).await.code(), "invalid", "{weak}");
        }
        assert_eq!(change("wrong-wrong-wrong", "fyrre måger over søen").await.code(), "proof_wrong");
        assert_eq!(change(PASSWORD, "fyrre måger over søen").await.status, 204);
        assert_eq!(world.api(&elsewhere, "GET", "/session", None).await.status, 401, "other sessions end");
        assert_eq!(world.api(&owner, "GET", "/session", None).await.status, 200);
        let email = "owner@blomsterhuset.example";
        assert_eq!(world.sign_in(email, PASSWORD, json!({})).await.status, 401);
        assert_eq!(world.sign_in(email, "fyrre måger over søen", json!({})).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_ends_by_itself_and_an_owner_ends_others() {
    for world in worlds().await {
        let (owner, marketer) = (world.staff(Role::Owner).await, world.staff(Role::Marketer).await);
        world.wait_ms(12 * HOUR_MS).await;
        assert_eq!(world.api(&owner, "GET", "/session", None).await.status, 401, "half a day for an owner");
        for day in 0..29 {
            assert_eq!(world.api(&marketer, "GET", "/session", None).await.status, 200, "day {day}");
            world.wait_ms(24 * HOUR_MS).await;
        }
        world.wait_ms(12 * HOUR_MS).await;
        assert_eq!(world.api(&marketer, "GET", "/session", None).await.status, 401, "thirty days, however much used");
        let marketer = world.staff(Role::Marketer).await;
        world.wait_ms(14 * 24 * HOUR_MS).await;
        assert_eq!(world.api(&marketer, "GET", "/session", None).await.status, 401, "fourteen days without use");

        let (owner, marketer) = (world.staff(Role::Owner).await, world.staff(Role::Marketer).await);
        let id = world.api(&marketer, "GET", "/session", None).await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(world.api(&marketer, "DELETE", &format!("/team/{id}/sessions"), None).await.status, 403);
        assert_eq!(world.api(&owner, "DELETE", &format!("/team/{id}/sessions"), None).await.status, 204);
        assert_eq!(world.api(&marketer, "GET", "/session", None).await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_wait_longer_each_time_and_keep_nobody_out() {
    for world in worlds().await {
        let email = "owner@blomsterhuset.example";
        world.staff(Role::Owner).await;
        let known = browser_of(&world.sign_in(email, PASSWORD, json!({})).await);
        for _ in 0..8 {
            assert_eq!(world.sign_in(email, "wrong-wrong-wrong", json!({})).await.code(), "sign_in_failed");
        }
        let closed = world.sign_in(email, PASSWORD, json!({})).await;
        assert_eq!(
            (closed.code().as_str(), closed.headers[header::RETRY_AFTER].to_str().unwrap()),
            ("too_many_attempts", "60")
        );
        // The browser in which they signed in before goes on.
        let body = Some(json!({ "email": email, "password": PASSWORD }));
        assert_eq!(world.api(&known, "POST", "/session", body).await.status, 200);
        // So do others from the same place.
        assert_eq!(world.sign_in("nobody@firma.example", PASSWORD, json!({})).await.code(), "sign_in_failed");
        world.wait_ms(MINUTE_MS).await;
        assert_eq!(world.sign_in(email, "wrong-wrong-wrong", json!({})).await.code(), "sign_in_failed");
        world.wait_ms(MINUTE_MS).await;
        assert_eq!(world.sign_in(email, PASSWORD, json!({})).await.code(), "too_many_attempts", "two minutes now");
        // A restart forgets nothing.
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        assert_eq!(world.sign_in(email, PASSWORD, json!({})).await.code(), "too_many_attempts");
        world.wait_ms(MINUTE_MS).await;
        assert_eq!(world.sign_in(email, PASSWORD, json!({})).await.status, 200);
        for _ in 0..8 {
            assert_eq!(
                world.sign_in(email, "wrong-wrong-wrong", json!({})).await.code(),
                "sign_in_failed",
                "begun anew"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_to_an_account_is_written_down_without_an_address() {
    for world in worlds().await {
        let (owner, email) = (world.staff(Role::Owner).await, "analyst@blomsterhuset.example");
        let analyst = world.staff(Role::Analyst).await;
        let id = world.api(&analyst, "GET", "/session", None).await.json()["id"].as_str().unwrap().to_owned();
        world.sign_in(email, "wrong-wrong-wrong", json!({})).await;
        world.sign_in("nobody@firma.example", "wrong-wrong-wrong", json!({})).await;
        assert_eq!(world.api(&analyst, "POST", "/keys", Some(json!({}))).await.code(), "not_allowed");
        let eva = json!({ "identifiers": [{ "kind": "email", "value": "eva@hjem.example" }], "source": "shop" });
        let eva = world.api(&owner, "POST", "/people", Some(eva)).await.json()["id"].as_str().unwrap().to_owned();
        world.api(&owner, "GET", &format!("/people/{eva}"), None).await;
        world.api(&owner, "GET", &format!("/people/{eva}"), None).await;
        world.api(&owner, "POST", "/people/search", Some(json!({ "query": "eva@hjem.example" }))).await;

        let log = world.api(&owner, "GET", "/audit?limit=200", None).await.json();
        let log = log.as_array().unwrap();
        let found = |action: &str, actor: &str, object: &str| {
            log.iter().filter(|e| e["action"] == action && e["actor"] == actor && e["object"] == object).count()
        };
        assert_eq!(found("session.create", &id, &id), 1);
        assert_eq!((found("session.failed", "stranger", &id), found("session.failed", "stranger", "")), (1, 1));
        assert_eq!(found("refused", &id, "key_write"), 1);
        let me = world.api(&owner, "GET", "/session", None).await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(
            (found("person.read", &me, &eva), found("person.search", &me, "")),
            (1, 1),
            "loaded twice, one look"
        );
        let text = serde_json::to_string(log).unwrap();
        assert!(!text.contains('@') && !text.contains("wrong-wrong"), "no address, no password");

        // They see their own, and nobody else's.
        let own = world.api(&analyst, "GET", "/session/activity", None).await.json();
        let own: Vec<_> = own.as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(own, ["refused", "session.failed", "session.create", "user.join"]);
        assert_eq!(world.actions(&owner, "&kind=session.failed").await.len(), 2);
        assert_eq!(world.actions(&owner, &format!("&about={id}")).await.len(), 4);

        // Whoever is erased leaves who looked, and not at whom.
        let erased = json!({ "no_mail_mark": false });
        assert_eq!(world.api(&owner, "POST", &format!("/people/{eva}/erasure"), Some(erased)).await.status, 201);
        let log = world.api(&owner, "GET", "/audit?limit=200", None).await.json();
        assert!(!log.to_string().contains(&eva));
        assert_eq!(log.as_array().unwrap().iter().filter(|e| e["action"] == "person.read").count(), 1);
    }
}

/// However many sign in at once, each is answered, and the memory that is used does not grow with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_wait_for_their_turn_or_are_told_to_come_back() {
    let world = worlds().await.remove(0);
    world.staff(Role::Owner).await;
    let app = &world.running.app;
    let tries: Vec<_> = (0..64)
        .map(|n| {
            let app = app.clone();
            let place = format!("198.51.100.{n}");
            tokio::spawn(async move {
                app.users().sign_in("owner@blomsterhuset.example", "wrong-wrong-wrong", &place, "x").await.err()
            })
        })
        .collect();
    for tried in tries {
        let error = tried.await.unwrap().unwrap();
        assert!(matches!(error, hjemmel_app::AppError::SignIn | hjemmel_app::AppError::Crowded), "{error}");
    }
    // Whoever had no turn was not counted as having failed, and the right password works from anywhere.
    assert!(app.users().sign_in("owner@blomsterhuset.example", PASSWORD, "203.0.113.7", "x").await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_who_works_elsewhere() {
    for world in worlds().await {
        let app = &world.running.app;
        let other = TenantId::parse("ten_b").unwrap();
        work!(app.store, |w| { w.organisations().insert(&other, "B", app.clock.now()).await }).unwrap();
        let known = app.users().create(&other, "bo@b.example", "Bo", Role::Owner, PASSWORD).await.unwrap();
        let owner = world.staff(Role::Owner).await;
        let before = world.actions(&owner, "").await.len();
        for id in [known.as_str(), "usr_nobody", "nobody"] {
            for (method, path, body) in [
                ("PUT", format!("/team/{id}"), Some(json!({ "role": "support" }))),
                ("DELETE", format!("/team/{id}"), None),
                ("POST", format!("/team/{id}/reset"), None),
                ("DELETE", format!("/team/{id}/sessions"), None),
                ("DELETE", format!("/team/{id}/factor"), None),
            ] {
                assert_eq!(world.api(&owner, method, &path, body).await.code(), "not_found", "{method} {path}");
            }
        }
        assert_eq!(world.actions(&owner, "").await.len(), before, "nothing happened, so nothing is written down");
        // The address of somebody elsewhere is as good as any other.
        let made = world.api(&owner, "POST", "/team/invitations", Some(json!({ "role": "analyst" }))).await.json();
        let join = json!({ "email": "bo@b.example", "name": "Bo", "password": "fyrre måger over søen" });
        let joined = world.link(made["path"].as_str().unwrap(), join).await;
        assert_eq!((joined.status.as_u16(), joined.json()["organisation"].as_str()), (200, Some("A")));
        // One address, two organisations: the password says which.
        for (password, organisation) in [(PASSWORD, "B"), ("fyrre måger over søen", "A")] {
            let me = world.sign_in("bo@b.example", password, json!({})).await.json();
            assert_eq!(me["organisation"], organisation);
        }
    }
}
