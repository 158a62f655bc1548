//! A person signs up, confirms, is reachable for what they asked and nothing else, and stops it.

mod channels;
mod mail;
mod noes;
mod unconfirmed;

use axum::http::Request;
use hjemmel_model::{Role, TenantId};
use hjemmel_store::work;
use serde_json::{Value, json};

use crate::world::{Answer, World, worlds};

const EVA: &str = "eva.holm@blomsterhuset.example";

pub fn three(text: &str) -> Value {
    json!({ "da": text, "sv": text, "en": text })
}

/// Two topics and a form that offers both; gives the form's id and the topics'.
pub async fn form(world: &World, cookie: &str) -> (String, Vec<String>) {
    let mut topics = Vec::new();
    for name in ["Nyheder", "Tilbud"] {
        let draft = json!({ "name": three(name), "text": three("Én gang om ugen, om blomster.") });
        let made = world.api(cookie, "POST", "/topics", Some(draft)).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        topics.push(made.json()["id"].as_str().unwrap().to_owned());
    }
    let sender =
        json!({ "name": "Shop ApS", "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" });
    let draft = json!({ "name": "Footer", "sender": sender, "topics": topics, "title": three("Få nyt fra os") });
    let made = world.api(cookie, "POST", "/forms", Some(draft)).await;
    assert_eq!(made.status, 201, "{:?}", made.json());
    (made.json()["id"].as_str().unwrap().to_owned(), topics)
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let byte = |b: u8| match b.is_ascii_alphanumeric() {
        true => char::from(b).to_string(),
        false => format!("%{b:02X}"),
    };
    let value = |v: &str| v.bytes().map(byte).collect::<String>();
    fields.iter().map(|(k, v)| format!("{k}={}", value(v))).collect::<Vec<_>>().join("&")
}

pub async fn submit(world: &World, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    world.send(request.header("accept-language", "da").body(encoded(fields).into()).unwrap()).await
}

pub async fn look(world: &World, method: &str, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("accept-language", "da");
    world.send(request.body(Default::default()).unwrap()).await
}

pub async fn sign_up(world: &World, form: &str, email: &str, topics: &[String]) -> Answer {
    let mut fields = vec![("email", email), ("v", "1"), ("l", "da"), ("page", "https://shop.example/roser?q=eva#x")];
    fields.extend(topics.iter().map(|t| ("topic", t.as_str())));
    submit(world, &format!("/f/{form}"), &fields).await
}

/// A topic as a page names it where it is kept by mail.
pub fn kept(topic: &str) -> String {
    format!("{topic} email")
}

/// Run every job that is due; gives the mails that were caught since `before`, oldest first.
pub async fn mails(world: &World, before: usize) -> Vec<hjemmel_mail::Caught> {
    while world.running.app.job_step().await.unwrap() {}
    let mut all = world.running.app.mailer.caught().unwrap();
    all.reverse();
    all.split_off(before)
}

pub fn link(text: &str, kind: &str) -> String {
    let at = text.find(&format!("/p/{kind}/")).unwrap();
    text[at..].split_whitespace().next().unwrap().to_owned()
}

pub async fn reach(world: &World, cookie: &str, email: &str) -> Vec<(String, bool, String, String)> {
    let found = world.api(cookie, "POST", "/people/search", Some(json!({ "query": email }))).await.json();
    let Some(id) = found["people"][0]["id"].as_str() else { return Vec::new() };
    let detail = world.api(cookie, "GET", &format!("/people/{id}?language=en"), None).await.json();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let lines = detail["reach"].as_array().unwrap().iter();
    let mut lines: Vec<_> = lines
        .map(|r| (text(&r["topic_name"]), r["allowed"] == true, text(&r["state"]), text(&r["refusal"]["rule"]["id"])))
        .collect();
    lines.sort();
    lines
}

fn states(reach: &[(String, bool, String, String)]) -> Vec<(&str, bool, &str, &str)> {
    reach.iter().map(|(n, a, s, r)| (n.as_str(), *a, s.as_str(), r.as_str())).collect()
}

/// Somebody signs up and does not answer; gives the link that they would press.
async fn silent(world: &World, form: &str, email: &str, topics: &[String]) -> String {
    let before = world.running.app.mailer.caught().unwrap().len();
    sign_up(world, form, email, topics).await;
    link(&mails(world, before).await[0].text, "confirm")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_up_confirmed_reachable_and_stopped() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let page = look(&world, "GET", &format!("/f/{form}?l=da")).await;
        let html = String::from_utf8(page.body.clone()).unwrap();
        assert!(html.contains("Du kan altid sige nej igen") && html.contains("Torvet 1"), "E-03, E-04: {html}");
        assert!(!html.contains(" checked") && !html.contains("<script"), "B-06: nothing is ticked");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));

        let sent = sign_up(&world, &form, " Eva.Holm@Blomsterhuset.example", &topics).await;
        assert_eq!(sent.status, 200);
        let unconfirmed = [("Nyheder", false, "asked", "E-21"), ("Tilbud", false, "asked", "E-21")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), unconfirmed);
        let mail = mails(&world, 0).await.remove(0);
        assert_eq!((mail.to.as_str(), mail.from.as_str()), (EVA, "Shop ApS"));
        assert!(!mail.html.contains("<img"), "E-15: no pixel");
        let confirm = link(&mail.text, "confirm");

        // A mail scanner looks at everything and changes nothing.
        for method in ["GET", "HEAD", "GET"] {
            assert_eq!(look(&world, method, &confirm).await.status, 200);
        }
        assert_eq!(states(&reach(&world, &owner, EVA).await), unconfirmed);
        assert_eq!(submit(&world, &confirm, &[]).await.status, 200);
        let given = [("Nyheder", true, "given", ""), ("Tilbud", true, "given", "")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), given);
        assert_eq!(submit(&world, &confirm, &[]).await.status, 200, "pressed twice");

        // The evidence: what was shown, where and when, without what the page's address said of them.
        let id = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        let id = id["people"][0]["id"].as_str().unwrap().to_owned();
        let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
        let events: Vec<_> =
            detail["permissions"].as_array().unwrap().iter().map(|p| p["event"].as_str().unwrap()).collect();
        assert_eq!(events, ["given", "given", "asked", "asked"], "newest first, and once");
        let proof = &detail["permissions"][0];
        assert_eq!(proof["page"], "https://shop.example/roser");
        assert!(proof["form_hash"].as_str().unwrap().starts_with("sha256:"));
        assert_eq!(detail["messages"][0]["state"], "accepted");

        // Signing up again says the same to whoever sits there, and tells the holder of the address alone.
        let again = sign_up(&world, &form, EVA, &topics).await;
        assert_eq!((again.status, &again.body), (sent.status, &sent.body));
        let mail = mails(&world, 1).await.remove(0);
        assert!(mail.subject.contains("allerede tilmeldt"));
        let preferences = link(&mail.text, "preferences");
        let page = look(&world, "GET", &preferences).await;
        let html = String::from_utf8(page.body).unwrap();
        assert!(
            html.contains("Nyheder") && html.contains("Datatilsynet") && !html.contains(EVA),
            "a link gets forwarded"
        );

        // One topic stops, the other stays.
        assert_eq!(submit(&world, &preferences, &[("do", "save"), ("keep", &kept(&topics[0]))]).await.status, 200);
        let one = [("Nyheder", true, "given", ""), ("Tilbud", false, "withdrawn", "T-08")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), one);
        // A forwarded link only ever takes away.
        submit(&world, &preferences, &[("do", "save"), ("keep", &kept(&topics[0])), ("keep", &kept(&topics[1]))]).await;
        assert_eq!(states(&reach(&world, &owner, EVA).await), one);

        // One click (RFC 8058): looking does nothing, a post does.
        let one_click = format!("{preferences}/one-click");
        assert_eq!(look(&world, "GET", &one_click).await.status, 303);
        assert_eq!(states(&reach(&world, &owner, EVA).await), one);
        assert_eq!(submit(&world, &one_click, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
        let none = [("Nyheder", false, "withdrawn", "T-08"), ("Tilbud", false, "withdrawn", "T-08")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), none);

        // Staff enter an objection that came by telephone; a new explicit yes lifts it.
        let asked =
            world.api(&owner, "POST", &format!("/people/{id}/withdraw"), Some(json!({ "objects": true }))).await;
        assert_eq!(asked.status, 204);
        let objected = [("Nyheder", false, "objected", "P-11"), ("Tilbud", false, "objected", "P-11")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), objected);
        sign_up(&world, &form, EVA, &topics[..1]).await;
        assert_eq!(
            states(&reach(&world, &owner, EVA).await),
            objected,
            "somebody entered it; the person has not answered"
        );
        let mail = mails(&world, 2).await.remove(0);
        submit(&world, &link(&mail.text, "confirm"), &[]).await;
        let lifted = [("Nyheder", true, "given", ""), ("Tilbud", false, "objected", "P-11")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), lifted);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_entered_wrong_is_said_and_what_is_not_a_person_is_ignored() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let total =
        async || world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json()["total"].as_i64().unwrap();
    let said = async |email: &str, topics: &[String]| {
        let answer = sign_up(&world, &form, email, topics).await;
        (answer.status.as_u16(), String::from_utf8(answer.body).unwrap())
    };
    let (status, html) = said("eva@x\r\nBcc: alle@x.example", &topics).await;
    assert_eq!(status, 422);
    assert!(html.contains("Skriv en e-mailadresse") && html.contains("role=\"alert\""));
    let (status, html) = said("\"><script>alert(1)</script>", &topics).await;
    assert!(status == 422 && !html.contains("<script"), "{html}");
    let (status, html) = said(EVA, &[]).await;
    assert!(status == 422 && html.contains("Vælg mindst én"));
    assert!(html.contains(&format!("value=\"{EVA}\"")), "what was right need not be entered again");
    assert_eq!(said(EVA, &["top_unknown".to_owned()]).await.0, 422);
    let old = [("email", EVA), ("v", "9"), ("topic", topics[0].as_str())];
    assert_eq!(submit(&world, &format!("/f/{form}"), &old).await.status, 422, "another version was shown");
    let robot = [("email", EVA), ("v", "1"), ("topic", topics[0].as_str()), ("website", "https://spam.example")];
    assert_eq!(submit(&world, &format!("/f/{form}"), &robot).await.status, 200, "it learns nothing");
    assert_eq!(total().await, 0);
    assert_eq!(look(&world, "GET", "/f/form_unknown").await.status, 404);
    assert_eq!(look(&world, "GET", "/p/confirm/unknown").await.status, 410);
    assert_eq!(submit(&world, "/p/preferences/unknown", &[("do", "stop")]).await.status, 410);
    world.wait_ms(16 * 60_000).await;
    for _ in 0..20 {
        assert_eq!(said(EVA, &topics).await.0, 200);
    }
    assert_eq!(said(EVA, &topics).await.0, 429, "from one place, twenty in a quarter of an hour");
    assert_eq!(mails(&world, 0).await.len(), 3, "an address is not flooded");

    let wrong = json!({ "name": "x", "sender": { "name": "A\nBcc: x", "address": "", "contact": "c", "policy_url": "javascript:x" }, "topics": [], "title": {} });
    let answer = world.api(&owner, "POST", "/forms", Some(wrong)).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "form_unlawful"));
    insta::assert_json_snapshot!(answer.json()["faults"]);
    for (title, rule) in [
        ("Siger du nej, går du glip af tilbud", "(B-24)"),
        ("Ja tak, og jeg kender jeres handelsbetingelser", "(B-09)"),
    ] {
        let sender =
            json!({ "name": "Shop ApS", "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" });
        let draft = json!({ "name": "x", "sender": sender, "topics": topics, "title": three(title) });
        let answer = world.api(&owner, "POST", "/forms", Some(draft)).await;
        let faults = answer.json()["faults"].clone();
        assert_eq!((answer.status.as_u16(), faults.as_array().unwrap().len()), (422, 1), "{faults}");
        assert!(faults[0].as_str().unwrap().ends_with(rule), "{faults}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_one_organisation_are_nobody_to_another() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        sign_up(&world, &form, EVA, &topics).await;
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        let id = found["people"][0]["id"].as_str().unwrap();
        let app = &world.running.app;
        let other = TenantId::parse("ten_b").unwrap();
        work!(app.store, |w| { w.organisations().insert(&other, "B", app.clock.now()).await }).unwrap();
        app.users().create(&other, "b@b.example", "B", Role::Owner, crate::world::PASSWORD).await.unwrap();
        let done = app.users().sign_in("b@b.example", crate::world::PASSWORD, "x", "x").await.unwrap();
        let cookie = format!("hjemmel_session={}", done.token);
        let search = world.api(&cookie, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        assert_eq!((search["total"].as_i64(), search["people"].as_array().unwrap().len()), (Some(0), 0));
        assert_eq!(world.api(&cookie, "GET", &format!("/people/{id}"), None).await.status, 404);
        let withdraw = world.api(&cookie, "POST", &format!("/people/{id}/withdraw"), Some(json!({}))).await;
        assert_eq!(withdraw.status, 404);
        assert_eq!(world.api(&cookie, "GET", "/forms", None).await.json(), json!([]));
        let sender = json!({ "name": "B", "address": "B", "contact": "b@b.example", "policy_url": "/p" });
        let draft = json!({ "name": "x", "sender": sender, "topics": topics, "title": three("Stjålet") });
        let stolen = world.api(&cookie, "PUT", &format!("/forms/{form}"), Some(draft)).await;
        assert_eq!(stolen.status, 404);
        // The same address is another person there, under another hash.
        let (form_b, topics_b) = self::form(&world, &cookie).await;
        sign_up(&world, &form_b, EVA, &topics_b).await;
        let both = world.api(&cookie, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        assert!(both["people"][0]["id"] != id && both["total"] == 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_no_more_than_few_after_each_other() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let all = futures::future::join_all((0..10).map(|_| sign_up(&world, &form, EVA, &topics))).await;
        assert!(
            all.iter().all(|a| a.status == 200 || a.status == 503),
            "{:?}",
            all.iter().map(|a| a.status).collect::<Vec<_>>()
        );
        assert_eq!(mails(&world, 0).await.len(), 3);
        let found = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
        assert_eq!(found["total"], 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_single_topic_needs_no_tick_and_has_none() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (_, topics) = form(&world, &owner).await;
    let sender =
        json!({ "name": "Shop ApS", "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" });
    let draft = json!({ "name": "One", "sender": sender, "topics": [topics[0]], "title": three("Få nyheder") });
    let made = world.api(&owner, "POST", "/forms", Some(draft)).await.json();
    let path = format!("/f/{}", made["id"].as_str().unwrap());
    let html = String::from_utf8(look(&world, "GET", &path).await.body).unwrap();
    assert!(!html.contains("checkbox") && !html.contains("checked") && html.contains("Nyheder"), "B-06: {html}");
    assert_eq!(submit(&world, &path, &[("email", EVA), ("v", "1"), ("topic", &topics[0])]).await.status, 200);
    assert_eq!(mails(&world, 0).await.len(), 1);
}
