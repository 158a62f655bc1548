//! Passkeys of staff, over HTTP, with an authenticator in software: added, asked for, alone, as proof, and every way in which
//! an answer is none.

use axum::http::Request;
use hjemmel_model::Role;
use hjemmel_testkit::authenticator::{Authenticator, IS_SYNCED, MAY_BE_SYNCED, PRESENT};
use serde_json::{Value, json};

use crate::{
    account::{cookie_of, second_owner},
    world::{Answer, PASSWORD, World, worlds},
};

const MINUTE_MS: i64 = 60_000;
const ORIGIN: &str = "https://hjemmel.shop.example";
const EMAIL: &str = "owner@blomsterhuset.example";

/// Worlds whose public address has a name.
async fn named() -> Vec<World> {
    let mut out = Vec::new();
    for world in worlds().await {
        let config = hjemmel::config::Config { public_url: Some(format!("{ORIGIN}/")), ..world.config.clone() };
        out.push(world.moved(config, None).await);
    }
    out
}

impl World {
    async fn asked(&self, cookie: &str, path: &str) -> Value {
        let answer = self.api(cookie, "POST", path, None).await;
        assert_eq!(answer.status, 200, "{path}: {:?}", answer.json());
        answer.json()
    }

    /// Add a passkey; gives the answer.
    async fn add(&self, cookie: &str, by: &mut Authenticator) -> Answer {
        let asked = self.asked(cookie, "/session/passkeys/challenge").await;
        let draft = json!({ "name": " Telefon ", "credential": by.make(&asked, ORIGIN) });
        self.api(cookie, "POST", "/session/passkeys", Some(draft)).await
    }

    /// What is asked for beside the right password.
    async fn second(&self) -> Value {
        let asked = self.sign_in(EMAIL, PASSWORD, json!({})).await;
        assert_eq!((asked.status.as_u16(), asked.code().as_str()), (401, "second_factor_asked"));
        asked.json()["passkey"].clone()
    }

    async fn alone(&self, answer: Value) -> Answer {
        self.api("", "POST", "/session/passkey", Some(answer)).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_added_named_asked_for_and_removed() {
    for world in named().await {
        let owner = world.staff(Role::Owner).await;
        let elsewhere = world.staff(Role::Owner).await;
        let asked = world.asked(&owner, "/session/passkeys/challenge").await;
        assert_eq!((&asked["rp"]["id"], &asked["attestation"]), (&json!("hjemmel.shop.example"), &json!("none")));
        let mut phone = Authenticator::es256("phone");
        let made = world.add(&owner, &mut phone).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        let made = made.json();
        let codes = made["codes"].as_array().unwrap().clone();
        assert_eq!(
            (codes.len(), &made["passkey"]["name"], &made["passkey"]["used_at"]),
            (10, &json!("Telefon"), &Value::Null)
        );
        assert_eq!(world.api(&elsewhere, "GET", "/session", None).await.status, 401, "other sessions end");
        let me = world.api(&owner, "GET", "/session", None).await.json();
        assert_eq!(
            (&me["second_factor"], &me["authenticator"], &me["passkeys"], &me["recovery_left"]),
            (&json!(true), &json!(false), &json!(1), &json!(10))
        );

        // Asked for beside the password, and good for one sign-in.
        let asked = world.second().await;
        assert_eq!(asked["allowCredentials"][0]["transports"], json!(["internal"]));
        let answer = json!({ "passkey": phone.prove(&asked, ORIGIN) });
        assert_eq!(world.sign_in(EMAIL, "wrong-wrong-wrong", answer.clone()).await.code(), "sign_in_failed");
        let signed = world.sign_in(EMAIL, PASSWORD, answer.clone()).await;
        assert_eq!(signed.status, 200, "{:?}", signed.json());
        assert_eq!(world.sign_in(EMAIL, PASSWORD, answer).await.code(), "passkey_wrong", "the same answer again");
        let listed = world.api(&owner, "GET", "/session/passkeys", None).await.json();
        assert_eq!(listed[0]["used_at"], world.running.app.clock.now().0);
        // Recovery is as it was.
        assert_eq!(world.sign_in(EMAIL, PASSWORD, json!({ "code": codes[0] })).await.status, 200);
        assert_eq!(world.sign_in(EMAIL, PASSWORD, json!({ "code": codes[0] })).await.code(), "second_factor_wrong");

        // The list is in the order they came.
        world.clock.advance_ms(1);
        // A second one brings no new codes; the authenticator is told of the first.
        let asked = world.asked(&owner, "/session/passkeys/challenge").await;
        assert_eq!(asked["excludeCredentials"][0]["id"], listed_id(&phone));
        let mut key = Authenticator::ed25519("key");
        assert_eq!(world.add(&owner, &mut key).await.json()["codes"], json!([]));
        assert_eq!(world.add(&owner, &mut phone).await.code(), "taken", "one credential, one passkey");
        let id = made["passkey"]["id"].as_str().unwrap();
        let path = format!("/session/passkeys/{id}");
        for (name, code) in [("", "invalid"), (&*"x".repeat(101), "invalid"), ("Min telefon", "")] {
            assert_eq!(world.api(&owner, "PUT", &path, Some(json!({ "name": name }))).await.code(), code);
        }
        assert_eq!(world.api(&owner, "GET", "/session/passkeys", None).await.json()[0]["name"], "Min telefon");
        // Not a colleague's to see, name or remove.
        let (ann, _) = second_owner(&world).await;
        assert_eq!(world.api(&ann, "GET", "/session/passkeys", None).await.json(), json!([]));
        assert_eq!(world.api(&ann, "PUT", &path, Some(json!({ "name": "x" }))).await.code(), "not_found");
        assert_eq!(world.api(&ann, "DELETE", &path, None).await.code(), "not_found");

        let asked = world.second().await;
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 204);
        let answer = json!({ "passkey": phone.prove(&asked, ORIGIN) });
        assert_eq!(world.sign_in(EMAIL, PASSWORD, answer).await.code(), "passkey_wrong", "removed meanwhile");
        assert_eq!(world.api(&owner, "GET", "/session", None).await.json()["recovery_left"], 9, "one is left");
        let all = world.api(&owner, "GET", "/session/passkeys", None).await.json();
        let path = format!("/session/passkeys/{}", all[0]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 204);
        assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 404);
        let me = world.api(&owner, "GET", "/session", None).await.json();
        assert_eq!((&me["second_factor"], &me["recovery_left"]), (&json!(false), &json!(0)));
        assert_eq!(world.sign_in(EMAIL, PASSWORD, json!({})).await.status, 200);
        for (action, times) in
            [("user.passkey", 2), ("user.passkey_rename", 1), ("user.passkey_remove", 2), ("session.passkey_failed", 2)]
        {
            let kinds = world.actions(&owner, &format!("&kind={action}")).await;
            assert_eq!(kinds.iter().filter(|a| *a == action).count(), times, "{action}");
        }
    }
}

fn listed_id(by: &Authenticator) -> String {
    hjemmel_testkit::authenticator::base64url(&by.credential)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_alone_opens_its_own_account_and_no_other() {
    for world in named().await {
        let owner = world.staff(Role::Owner).await;
        let (ann, _) = second_owner(&world).await;
        let (mut phone, mut other) = (Authenticator::rs256("phone"), Authenticator::es256("other"));
        assert_eq!(world.add(&owner, &mut phone).await.status, 201);
        assert_eq!(world.add(&ann, &mut other).await.status, 201);
        let ask = async || world.asked("", "/session/passkey/challenge").await;
        let asked = ask().await;
        assert_eq!((&asked["allowCredentials"], &asked["userVerification"]), (&json!([]), &json!("required")));
        let answer = phone.prove(&asked, ORIGIN);
        let signed = world.alone(answer.clone()).await;
        assert_eq!((signed.status.as_u16(), &signed.json()["email"]), (200, &json!(EMAIL)));
        let again = cookie_of(&signed);
        assert_eq!(world.api(&again, "GET", "/session", None).await.status, 200);
        assert_eq!(world.alone(answer).await.code(), "passkey_wrong", "once");

        // Somebody else's name on it, none, or nobody's passkey.
        let mut wrong = phone.prove(&ask().await, ORIGIN);
        wrong["response"]["userHandle"] = other.handle.clone().into();
        assert_eq!(world.alone(wrong).await.code(), "passkey_wrong");
        let mut wrong = phone.prove(&ask().await, ORIGIN);
        wrong["response"].as_object_mut().unwrap().remove("userHandle");
        assert_eq!(world.alone(wrong).await.code(), "passkey_wrong");
        let mut wrong = phone.prove(&ask().await, ORIGIN);
        wrong["id"] = listed_id(&other).into();
        assert_eq!(world.alone(wrong).await.code(), "passkey_wrong");
        let mut stranger = Authenticator::es256("stranger");
        stranger.handle = phone.handle.clone();
        assert_eq!(world.alone(stranger.prove(&ask().await, ORIGIN)).await.code(), "passkey_wrong");
        // A colleague's passkey is not the second factor of this account.
        let answer = json!({ "passkey": other.prove(&world.second().await, ORIGIN) });
        assert_eq!(world.sign_in(EMAIL, PASSWORD, answer).await.code(), "passkey_wrong");
        // Nobody made sure of who touched it.
        phone.flags = PRESENT;
        assert_eq!(world.alone(phone.prove(&ask().await, ORIGIN)).await.code(), "passkey_wrong");
        let answer = json!({ "passkey": phone.prove(&world.second().await, ORIGIN) });
        assert_eq!(world.sign_in(EMAIL, PASSWORD, answer).await.status, 200, "with the password a touch is enough");
        // Whoever is removed leaves no way in.
        let id = world.api(&ann, "GET", "/session", None).await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(world.api(&owner, "DELETE", &format!("/team/{id}"), None).await.status, 204);
        assert_eq!(world.alone(other.prove(&ask().await, ORIGIN)).await.code(), "passkey_wrong");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_is_for_one_act_of_one_account_once_and_for_five_minutes() {
    for world in named().await {
        let owner = world.staff(Role::Owner).await;
        let (ann, _) = second_owner(&world).await;
        let mut phone = Authenticator::es256("phone");
        assert_eq!(world.add(&owner, &mut phone).await.status, 201);
        let alone = async || world.asked("", "/session/passkey/challenge").await;
        let proof = async || world.asked(&owner, "/session/proof/challenge").await;
        let prove = async |cookie: &str, answer: Value| {
            world.api(cookie, "POST", "/session/proof", Some(json!({ "passkey": answer }))).await
        };
        let second = async |answer: Value| world.sign_in(EMAIL, PASSWORD, json!({ "passkey": answer })).await.code();
        // Each challenge in each other place.
        assert_eq!(second(phone.prove(&alone().await, ORIGIN)).await, "passkey_wrong");
        assert_eq!(second(phone.prove(&proof().await, ORIGIN)).await, "passkey_wrong");
        assert_eq!(world.alone(phone.prove(&world.second().await, ORIGIN)).await.code(), "passkey_wrong");
        assert_eq!(world.alone(phone.prove(&proof().await, ORIGIN)).await.code(), "passkey_wrong");
        assert_eq!(prove(&owner, phone.prove(&alone().await, ORIGIN)).await.code(), "proof_wrong");
        assert_eq!(prove(&owner, phone.prove(&world.second().await, ORIGIN)).await.code(), "proof_wrong");
        // A session's is its own, also where the same person has another.
        let asked = world.second().await;
        let signed = world.sign_in(EMAIL, PASSWORD, json!({ "passkey": phone.prove(&asked, ORIGIN) })).await;
        assert_eq!(prove(&cookie_of(&signed), phone.prove(&proof().await, ORIGIN)).await.code(), "proof_wrong");
        let add = async |cookie: &str, asked: &Value, by: &mut Authenticator, origin: &str| {
            let draft = json!({ "name": "a", "credential": by.make(asked, origin) });
            world.api(cookie, "POST", "/session/passkeys", Some(draft)).await.code()
        };
        let asked = world.asked(&owner, "/session/passkeys/challenge").await;
        let mut key = Authenticator::es256("key");
        assert_eq!(add(&ann, &asked, &mut key, ORIGIN).await, "passkey_wrong");
        assert_eq!(add(&owner, &asked, &mut key, "https://shop.example").await, "passkey_wrong");
        assert_eq!(add(&owner, &asked, &mut key, ORIGIN).await, "");
        assert_eq!(add(&owner, &asked, &mut Authenticator::es256("third"), ORIGIN).await, "passkey_wrong", "once");
        // Made on another page, or too late.
        assert_eq!(second(phone.prove(&world.second().await, "https://shop.example")).await, "passkey_wrong");
        let asked = world.second().await;
        world.wait_ms(5 * MINUTE_MS + 1).await;
        assert_eq!(second(phone.prove(&asked, ORIGIN)).await, "passkey_wrong");
        let asked = world.asked("", "/session/passkey/challenge").await;
        // A restart ends them all.
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        assert_eq!(world.alone(phone.prove(&asked, ORIGIN)).await.code(), "passkey_wrong");
        let asked = world.asked("", "/session/passkey/challenge").await;
        assert_eq!(world.alone(phone.prove(&asked, ORIGIN)).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_a_fresh_proof_and_the_second_factor_that_is_asked_for() {
    for world in named().await {
        let owner = world.staff(Role::Owner).await;
        let rules = json!({ "second_factor": true });
        assert_eq!(world.api(&owner, "PUT", "/team/rules", Some(rules)).await.status, 204);
        assert_eq!(world.api(&owner, "GET", "/sites", None).await.code(), "second_factor_needed");
        assert_eq!(world.api(&owner, "POST", "/session/proof/challenge", None).await.code(), "not_found");
        let mut phone = Authenticator::ed25519("phone");
        phone.flags |= MAY_BE_SYNCED | IS_SYNCED;
        let made = world.add(&owner, &mut phone).await.json();
        assert_eq!(made["passkey"]["synced"], true);
        assert_eq!(world.api(&owner, "GET", "/sites", None).await.status, 200);

        world.wait_ms(11 * MINUTE_MS).await;
        let path = format!("/session/passkeys/{}", made["passkey"]["id"].as_str().unwrap());
        for (method, path) in
            [("POST", "/session/passkeys/challenge"), ("POST", "/session/passkeys"), ("DELETE", path.as_str())]
        {
            let credential = json!({ "id": "", "response": { "clientDataJSON": "", "attestationObject": "" } });
            let body = json!({ "name": "a", "credential": credential });
            assert_eq!(world.api(&owner, method, path, Some(body)).await.code(), "fresh_proof_needed", "{path}");
        }
        let asked = world.asked(&owner, "/session/proof/challenge").await;
        let proof = json!({ "passkey": phone.prove(&asked, ORIGIN) });
        assert_eq!(world.api(&owner, "POST", "/session/proof", Some(proof.clone())).await.status, 204);
        assert_eq!(world.api(&owner, "POST", "/session/proof", Some(proof)).await.code(), "proof_wrong");
        world.asked(&owner, "/session/passkeys/challenge").await;
        // A link to a new password does not go round it, and an authenticator that is taken away leaves it.
        let me = world.api(&owner, "GET", "/session", None).await.json();
        let id = me["id"].as_str().unwrap();
        let link = world.api(&owner, "POST", &format!("/team/{id}/reset"), None).await.json()["path"].clone();
        let new = json!({ "password": "fyrre måger over søen" });
        let asked = world.link(link.as_str().unwrap(), new.clone()).await;
        assert_eq!(asked.code(), "second_factor_asked");
        assert_eq!(world.api(&owner, "DELETE", "/session/factor", None).await.status, 204);
        assert_eq!(world.api(&owner, "GET", "/session", None).await.json()["recovery_left"], 10);
        let mut new = new;
        new["passkey"] = phone.prove(&asked.json()["passkey"], ORIGIN);
        assert_eq!(world.link(link.as_str().unwrap(), new).await.status, 200);
        // A colleague takes it away from whoever lost it; then the password is enough to set one up again.
        let (ann, _) = second_owner(&world).await;
        world.add(&ann, &mut Authenticator::es256("ann")).await;
        assert_eq!(world.api(&ann, "DELETE", &format!("/team/{id}/factor"), None).await.status, 204);
        let signed = world.sign_in(EMAIL, "fyrre måger over søen", json!({})).await.json();
        assert_eq!((&signed["second_factor_needed"], &signed["passkeys"]), (&json!(true), &json!(0)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_count_that_goes_backwards_is_a_copy_and_whoever_guesses_waits() {
    for world in named().await {
        let owner = world.staff(Role::Owner).await;
        let mut phone = Authenticator::es256("phone");
        phone.count = 5;
        assert_eq!(world.add(&owner, &mut phone).await.status, 201);
        let mut with = async |count: u32| {
            phone.count = count;
            let asked = world.asked("", "/session/passkey/challenge").await;
            world.alone(phone.prove(&asked, ORIGIN)).await
        };
        for (count, code) in
            [(6, ""), (6, "passkey_copied"), (5, "passkey_copied"), (0, "passkey_copied"), (u32::MAX, "")]
        {
            assert_eq!(with(count).await.code(), code, "{count}");
        }
        assert_eq!(world.actions(&owner, "&kind=user.passkey_copied").await.len(), 3);
        // What fails from one place makes it wait, for passkeys alone.
        let mut codes = Vec::new();
        for _ in 0..25 {
            codes.push(with(0).await.code());
        }
        assert_eq!(codes.iter().filter(|code| *code == "too_many_attempts").count(), 4, "{codes:?}");
        assert_eq!(world.sign_in("nobody@firma.example", PASSWORD, json!({})).await.code(), "sign_in_failed");
        // As second factor it is counted by account.
        for _ in 0..8 {
            let junk =
                json!({ "id": "x", "response": { "clientDataJSON": "", "authenticatorData": "", "signature": "" } });
            assert_eq!(world.sign_in(EMAIL, PASSWORD, json!({ "passkey": junk })).await.code(), "passkey_wrong");
        }
        let asked = world.second().await;
        let answer = json!({ "passkey": phone.prove(&asked, ORIGIN) });
        assert_eq!(world.sign_in(EMAIL, PASSWORD, answer).await.code(), "too_many_attempts");
        // Ten at most.
        for n in 1..10 {
            assert_eq!(world.add(&owner, &mut Authenticator::ed25519(&n.to_string())).await.status, 201);
        }
        let eleventh = world.api(&owner, "POST", "/session/passkeys/challenge", None).await;
        assert_eq!(eleventh.code(), "invalid", "{:?}", eleventh.json());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passkeys_work_at_the_public_address_and_nowhere_else() {
    let ask = async |world: &World, origin: &str| {
        let request = Request::post("/api/v1/session/passkey/challenge").header("x-hjemmel", "1");
        world.send(request.header("origin", origin).header("accept-language", "da").body("".into()).unwrap()).await
    };
    // The public address is one in numbers here, as in the demo.
    let world = worlds().await.remove(0);
    let answer = ask(&world, "http://127.0.0.1:8080").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "passkeys_unavailable"));
    let config = hjemmel::config::Config { public_url: Some(ORIGIN.into()), ..world.config.clone() };
    let world = world.moved(config, None).await;
    assert_eq!(ask(&world, ORIGIN).await.status, 200);
    for origin in ["http://127.0.0.1:8080", "https://shop.example", "https://hjemmel.shop.example:8443", "null"] {
        let answer = ask(&world, origin).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "passkey_elsewhere"), "{origin}");
        assert_eq!(answer.json()["detail"], format!("åbn Hjemmel på {ORIGIN}"));
    }
    // Another site's page is refused before that, and a key has no passkeys.
    let request = Request::post("/api/v1/session/passkey/challenge").body("".into()).unwrap();
    assert_eq!(world.send(request).await.code(), "cross_site");
    let owner = world.staff(Role::Owner).await;
    let key = world.api(&owner, "POST", "/keys", Some(json!({ "name": "CI", "role": "analyst" }))).await.json();
    let bearer = format!("Bearer {}", key["secret"].as_str().unwrap());
    let request = Request::get("/api/v1/session/passkeys").header("authorization", bearer);
    assert_eq!(world.send(request.body("".into()).unwrap()).await.code(), "not_allowed");
    // Moved to another name, what was added is asked for no more; a recovery code still opens.
    let mut phone = Authenticator::es256("phone");
    let codes = world.add(&owner, &mut phone).await.json()["codes"].clone();
    let config = hjemmel::config::Config { public_url: None, ..world.config.clone() };
    let world = world.moved(config, None).await;
    let asked = world.sign_in(EMAIL, PASSWORD, json!({})).await.json();
    assert_eq!((&asked["code"], asked.get("passkey")), (&json!("second_factor_asked"), None));
    assert_eq!(world.sign_in(EMAIL, PASSWORD, json!({ "code": codes[0] })).await.status, 200);
}
