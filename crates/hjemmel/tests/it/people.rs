//! A person signs up, confirms, is reachable for what they asked and nothing else, and stops it.

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
async fn who_never_confirms_is_gone_after_a_fortnight() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        sign_up(&world, &form, EVA, &topics).await;
        sign_up(&world, &form, "bo@blomsterhuset.example", &topics).await;
        let caught = mails(&world, 0).await;
        let confirm_of = |email: &str| link(&caught.iter().find(|m| m.to == email).unwrap().text, "confirm");
        submit(&world, &confirm_of("bo@blomsterhuset.example"), &[]).await;
        let app = world.running.app.clone();
        app.jobs_ensure().await.unwrap();
        world.wait_ms(13 * 86_400_000).await;
        while app.job_step().await.unwrap() {}
        let owner = world.staff(Role::Owner).await;
        assert_eq!(reach(&world, &owner, EVA).await.len(), 2);
        world.wait_ms(86_400_000).await;
        while app.job_step().await.unwrap() {}
        let owner = world.staff(Role::Owner).await;
        assert!(reach(&world, &owner, EVA).await.is_empty());
        assert_eq!(reach(&world, &owner, "bo@blomsterhuset.example").await.len(), 2, "who confirmed stays");
        let all = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
        assert_eq!((all["total"].as_i64(), all["people"].as_array().unwrap().len()), (Some(1), 1));
        assert_eq!(look(&world, "GET", &confirm_of(EVA)).await.status, 410, "the link is gone too");
        // They may come again, as somebody new.
        assert_eq!(sign_up(&world, &form, EVA, &topics).await.status, 200);
        assert_eq!(reach(&world, &owner, EVA).await.len(), 2);
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
async fn a_mail_that_cannot_go_waits_for_its_server_and_not_beyond_its_link() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    sign_up(&world, &form, EVA, &topics).await;
    let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
    let id = found["people"][0]["id"].as_str().unwrap().to_owned();
    let message = async || {
        let owner = world.staff(Role::Owner).await;
        let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
        (detail["messages"][0]["state"].clone(), detail["messages"][0]["reason"].clone())
    };
    let mut shut = world.running.app.clone();
    shut.mailer = hjemmel_mail::Mailer::nowhere();
    // A whole day without a server is many more attempts than a job may otherwise fail.
    for _ in 0..30 {
        while shut.job_step().await.unwrap() {}
        world.wait_ms(3_600_000).await;
    }
    assert_eq!(message().await.0, "planned");
    let owner = world.staff(Role::Owner).await;
    let jobs = world.api(&owner, "GET", "/jobs", None).await.json();
    let mail = jobs.as_array().unwrap().iter().find(|j| j["kind"] == "mail").unwrap();
    assert_eq!((mail["failed"].as_str(), mail["stopped"].as_bool()), (Some("mail_later"), Some(false)));
    assert_eq!(mails(&world, 0).await.len(), 1, "the server is back");
    assert_eq!(message().await.0, "accepted");

    sign_up(&world, &form, "bo@blomsterhuset.example", &topics).await;
    while shut.job_step().await.unwrap() {}
    world.wait_ms(15 * 86_400_000).await;
    assert_eq!(mails(&world, 1).await.len(), 0, "its link would open nothing any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_of_unknown_outcome_is_shown_and_not_sent_again() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    sign_up(&world, &form, EVA, &topics).await;
    let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
    let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
    let detail = world.api(&owner, "GET", &path, None).await.json();
    let id = hjemmel_model::MessageId::parse(detail["messages"][0]["id"].as_str().unwrap()).unwrap();
    // Somebody takes it and dies before saying what came of it.
    let app = &world.running.app;
    assert!(work!(app.store, |w| { w.messages().take(&id, app.clock.now()).await }).unwrap());
    assert!(mails(&world, 0).await.is_empty());
    let detail = world.api(&owner, "GET", &path, None).await.json();
    assert_eq!(detail["messages"][0]["state"], "sending");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_button_does_not_undo_a_later_no() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        sign_up(&world, &form, EVA, &topics).await;
        sign_up(&world, &form, EVA, &topics).await;
        let buttons: Vec<_> = mails(&world, 0).await.iter().map(|m| link(&m.text, "confirm")).collect();
        let done = submit(&world, &buttons[0], &[]).await;
        let html = String::from_utf8(done.body).unwrap().replace("&#x2f;", "/");
        let preferences = html.split('"').find(|part| part.starts_with("/p/preferences/")).unwrap().to_owned();
        // Looking at it again leads to the same place and makes nothing.
        let again = String::from_utf8(look(&world, "GET", &buttons[0]).await.body).unwrap().replace("&#x2f;", "/");
        assert!(again.contains(&preferences));
        assert_eq!(look(&world, "GET", &preferences).await.status, 200);
        submit(&world, &preferences, &[("do", "stop")]).await;
        assert_eq!(submit(&world, &buttons[1], &[]).await.status, 410, "the older button is gone");
        assert_eq!(submit(&world, &buttons[0], &[]).await.status, 200, "and the used one does nothing more");
        let none = [("Nyheder", false, "withdrawn", "T-08"), ("Tilbud", false, "withdrawn", "T-08")];
        assert_eq!(states(&reach(&world, &owner, EVA).await), none);
        let entries = async || {
            let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
            let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
            world.api(&owner, "GET", &path, None).await.json()["permissions"].as_array().unwrap().len()
        };
        let before = entries().await;
        for _ in 0..3 {
            submit(&world, &preferences, &[("do", "stop")]).await;
            submit(&world, &format!("{preferences}/one-click"), &[("List-Unsubscribe", "One-Click")]).await;
        }
        assert_eq!(entries().await, before, "saying so again adds nothing");
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

/// Somebody signs up and does not answer; gives the link that they would press.
async fn silent(world: &World, form: &str, email: &str, topics: &[String]) -> String {
    let before = world.running.app.mailer.caught().unwrap().len();
    sign_up(world, form, email, topics).await;
    link(&mails(world, before).await[0].text, "confirm")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_confirmed_and_is_somebody_to_the_shop_stays() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let of = |who: &str| format!("{who}@blomsterhuset.example");
        for who in ["bought", "asked", "known", "nobody", "late"] {
            silent(&world, &form, &of(who), &topics).await;
        }
        let order = json!({
            "identifier": { "kind": "email", "value": of("bought") }, "number": "A-1", "lines": ["1 × Roser"],
            "total_minor": 34_900, "currency": "DKK", "law": "dk", "at_ms": crate::world::NOW.0, "source": "shop"
        });
        assert_eq!(world.api(&owner, "POST", "/orders", Some(order)).await.status, 200);
        let person = async |email: String| {
            let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": email }))).await.json();
            found["people"][0]["id"].as_str().unwrap_or_default().to_owned()
        };
        let request = json!({
            "kind": "access", "channel": "letter", "language": "da", "person": person(of("asked")).await,
            "text": "Hvad har I?", "contact": "Torvet 2"
        });
        let request = world.api(&owner, "POST", "/requests", Some(request)).await.json();
        let known = json!({
            "identifiers": [{ "kind": "email", "value": of("known") }, { "kind": "customer_number", "value": "K-1" }],
            "source": "shop"
        });
        assert_eq!(world.api(&owner, "POST", "/people", Some(known)).await.status, 200);
        // The day before, one asks again: the new link counts for a fortnight of its own.
        world.wait_ms(13 * 86_400_000).await;
        let again = silent(&world, &form, &of("late"), &topics).await;
        world.wait_ms(86_400_000).await;
        world.running.app.retention().run().await.unwrap();

        let owner = world.staff(Role::Owner).await;
        let all = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
        assert_eq!(all["total"], 4, "{all}");
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": of("bought") }))).await.json();
        let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "GET", &path, None).await.json()["orders"][0]["number"], "A-1");
        let path = format!("/requests/{}", request["request"]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "GET", &path, None).await.json()["request"]["text"], "Hvad har I?");
        assert_eq!(submit(&world, &again, &[]).await.status, 200);
        assert!(reach(&world, &owner, &of("late")).await.iter().all(|r| r.1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_reaches_every_record_of_the_person_and_every_button_that_waits() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let (one, two) = ("a@x.example", "b@x.example");
        let confirm = silent(&world, &form, one, &topics).await;
        submit(&world, &confirm, &[]).await;
        let waits = silent(&world, &form, two, &topics).await;
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": one }))).await.json();
        let person = found["people"][0]["id"].as_str().unwrap();
        let with = json!({ "identifier": { "kind": "email", "value": two }, "source": "staff" });
        assert_eq!(world.api(&owner, "POST", &format!("/people/{person}/joins"), Some(with)).await.status, 204);
        let objects = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{person}/withdraw"), objects).await.status, 204);
        assert_eq!(submit(&world, &waits, &[]).await.status, 410, "a button in an older mail undoes no later no");
        for email in [one, two] {
            assert!(reach(&world, &owner, email).await.iter().all(|r| r.2 == "objected"), "{email}");
        }
        // A later yes of one address, and then one click in an old mail to the other: that stops it too.
        let confirm = silent(&world, &form, two, &topics).await;
        submit(&world, &confirm, &[]).await;
        assert!(reach(&world, &owner, two).await.iter().all(|r| r.1));
        let preferences = format!("/p/preferences/{}", world.running.app.forms().preferences_of(&first_secret(&world)));
        let stop = submit(&world, &format!("{preferences}/one-click"), &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(stop.status, 200);
        assert!(reach(&world, &owner, two).await.iter().all(|r| r.2 == "withdrawn"));
    }
}

/// The secret in the first mail that was caught.
fn first_secret(world: &World) -> String {
    let mail = world.running.app.mailer.caught().unwrap().pop().unwrap();
    link(&mail.text, "confirm").rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_sender_is_said_yes_to_on_its_own() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let sender =
            json!({ "name": "Kurser ApS", "address": "Gaden 2", "contact": "post@kurser.example", "policy_url": "/p" });
        let draft = json!({ "name": "B", "sender": sender, "topics": topics, "title": three("Kurser") });
        let other = world.api(&owner, "POST", "/forms", Some(draft)).await.json()["id"].as_str().unwrap().to_owned();
        submit(&world, &silent(&world, &form, EVA, &topics).await, &[]).await;
        // The other sender asks for a yes of its own, and the first one's stays what it is.
        submit(&world, &silent(&world, &other, EVA, &topics).await, &[]).await;
        let body = |form: &str| {
            json!({ "name": "x", "topic": topics[0], "form": form, "language": "da", "subject": "x",
                "blocks": [{ "kind": "text", "text": "Hej" }] })
        };
        for form in [&form, &other] {
            let made = world.api(&owner, "POST", "/campaigns", Some(body(form))).await.json();
            let path = format!("/campaigns/{}/audience", made["campaign"]["id"].as_str().unwrap());
            assert_eq!(world.api(&owner, "GET", &path, None).await.json()["reachable"], 1, "{form}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_messages_are_allowed_and_taken_back_on_their_own() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let confirm = silent(&world, &form, EVA, &topics).await;
        submit(&world, &confirm, &[]).await;
        let yes = |confirm: bool, version: u32| {
            json!({
                "channel": "sms", "email": EVA, "phone": "+45 12 34 56 78", "topics": [topics[0]], "form": form,
                "version": version, "language": "da", "page": "https://shop.example/kurv", "confirm": confirm
            })
        };
        let put = async |body: Value| world.api(&owner, "POST", "/people/permissions", Some(body)).await;
        // The words of this form say nothing of text messages (E-04).
        assert_eq!(put(yes(false, 1)).await.code(), "invalid");
        let sender =
            json!({ "name": "Shop ApS", "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" });
        let draft = |channels: Value| json!({ "name": "Footer", "sender": sender, "topics": topics, "title": three("Få nyt fra os"), "channels": channels });
        let path = format!("/forms/{form}");
        assert_eq!(world.api(&owner, "PUT", &path, Some(draft(json!(["sms"])))).await.code(), "invalid");
        assert_eq!(world.api(&owner, "PUT", &path, Some(draft(json!(["sms", "email"])))).await.status, 200);
        assert_eq!(put(yes(true, 2)).await.code(), "invalid", "a number typed in proves nothing");
        assert_eq!(put(yes(false, 2)).await.status, 202);

        let lines = async || {
            let found =
                world.api(&owner, "POST", "/people/search", Some(json!({ "query": "+4512345678" }))).await.json();
            let id = found["people"][0]["id"].as_str().unwrap().to_owned();
            let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
            let mut lines: Vec<_> = detail["reach"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| {
                    let text = |k: &str| r[k].as_str().unwrap().to_owned();
                    format!("{} {} {}", text("channel"), text("topic_name"), text("state"))
                })
                .collect();
            lines.sort();
            (id, lines)
        };
        let given = ["email Nyheder given", "email Tilbud given", "sms Nyheder given", "sms Tilbud never"];
        assert_eq!(lines().await.1, given, "one person, known by both");

        // The link in a mail shows both ways and no number; what is not kept stops by that channel alone.
        let preferences =
            format!("/p/preferences/{}", world.running.app.forms().preferences_of(confirm.rsplit('/').next().unwrap()));
        let page = String::from_utf8(look(&world, "GET", &preferences).await.body).unwrap();
        assert!(page.contains("(e-mail)") && page.contains("(SMS)") && !page.contains("1234"), "{page}");
        let keep: Vec<String> = topics.iter().map(|t| kept(t)).collect();
        submit(&world, &preferences, &[("do", "save"), ("keep", &keep[0]), ("keep", &keep[1])]).await;
        let stopped = ["email Nyheder given", "email Tilbud given", "sms Nyheder withdrawn", "sms Tilbud never"];
        assert_eq!(lines().await.1, stopped);
        let (id, _) = lines().await;
        assert_eq!(put(yes(false, 2)).await.code(), "refused", "a no that is as new binds");
        world.wait_ms(1_000).await;
        assert_eq!(put(yes(false, 2)).await.status, 202);
        assert_eq!(lines().await.1, given);
        // The shop's own system asks before it sends one, and is told why not.
        let ask = async |topic: &str, value: &str| {
            let identifier = json!({ "kind": "phone", "value": value });
            let body = json!({ "identifier": identifier, "topic": topic, "form": form });
            let answer = world.api(&owner, "POST", "/people/may-send", Some(body)).await.json();
            (answer["allowed"].clone(), answer["evidence"]["source"].clone(), answer["refusal"]["rule"]["id"].clone())
        };
        assert_eq!(ask(&topics[0], "+45 12345678").await, (json!(true), json!("api"), Value::Null));
        assert_eq!(ask(&topics[1], "+45 12345678").await, (json!(false), Value::Null, json!("E-01")));
        assert_eq!(ask(&topics[0], "+4500000001").await, (json!(false), Value::Null, json!("E-01")), "nobody known");
        // An objection binds every way.
        let objects = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{id}/withdraw"), objects).await.status, 204);
        assert!(lines().await.1.iter().all(|l| l.ends_with("objected")));
        assert_eq!(ask(&topics[0], "+45 12345678").await, (json!(false), Value::Null, json!("P-11")));
        // Nobody is written a mail to a number.
        let body = json!({ "name": "x", "topic": topics[0], "form": form, "language": "da", "subject": "x",
            "blocks": [{ "kind": "text", "text": "Hej" }] });
        let made = world.api(&owner, "POST", "/campaigns", Some(body)).await.json();
        let path = format!("/campaigns/{}/audience", made["campaign"]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "GET", &path, None).await.json()["reachable"], 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asked_never_to_be_written_to_again_is_told_the_truth_when_they_sign_up() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let email = "never.again@blomster.example";
        sign_up(&world, &form, email, &topics).await;
        let sent = mails(&world, 0).await.len();
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": email }))).await.json();
        let erasure = format!("/people/{}/erasure", found["people"][0]["id"].as_str().unwrap());
        let erased = world.api(&owner, "POST", &erasure, Some(json!({ "no_mail_mark": true }))).await;
        assert_eq!(erased.status, 201, "{:?}", erased.json());
        let page = String::from_utf8(sign_up(&world, &form, email, &topics).await.body).unwrap();
        assert!(page.contains("aldrig at skrive til adressen igen"), "{page}");
        assert!(!page.contains("Vi har skrevet"), "{page}");
        assert_eq!(mails(&world, sent).await.len(), 0, "it is kept to");
        // And nobody learns who asked for that: the page is everybody's.
        let other = String::from_utf8(sign_up(&world, &form, "new@blomster.example", &topics).await.body).unwrap();
        assert_eq!(page, other);
    }
}
