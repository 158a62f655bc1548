//! A newsletter: who it reaches and why not the others, each once, obeyed to the last moment, and what comes back.

use hjemmel_mail::{Accepts, Caught, Received};
use hjemmel_model::{Role, TenantId};
use hjemmel_store::work;
use hjemmel_testkit::reader;
use serde_json::{Value, json};

use crate::{
    people::{form, link, mails, reach, sign_up, submit},
    world::{World, worlds},
};

pub struct Shop {
    pub form: String,
    pub topics: Vec<String>,
    /// Mails caught so far.
    caught: usize,
}

impl Shop {
    pub async fn new(world: &World, owner: &str) -> Shop {
        let (form, topics) = form(world, owner).await;
        Shop { form, topics, caught: 0 }
    }

    pub async fn new_mails(&mut self, world: &World) -> Vec<Caught> {
        let mails = mails(world, self.caught).await;
        self.caught += mails.len();
        mails
    }

    /// Sign up for the first topic; gives the link that confirms.
    async fn asks(&mut self, world: &World, email: &str) -> String {
        // Each from a place of their own, as far as the limit on sign-ups is concerned.
        world.wait_ms(60_000).await;
        sign_up(world, &self.form, email, &self.topics[..1]).await;
        let mail = self.new_mails(world).await.pop().unwrap();
        assert_eq!(mail.to, email);
        link(&mail.text, "confirm")
    }

    pub async fn says_yes(&mut self, world: &World, email: &str) {
        let confirm = self.asks(world, email).await;
        submit(world, &confirm, &[]).await;
    }

    fn body(&self) -> Value {
        json!({
            "name": "November", "topic": self.topics[0], "form": self.form, "language": "da", "subject": "Løg",
            "blocks": [
                { "kind": "text", "text": "Nu er **løgene** her." },
                { "kind": "button", "text": "Se", "url": "https://shop.example/?utm_campaign=november" }
            ]
        })
    }

    /// The same to a version of a segment.
    pub fn body_aimed(&self, segment: Value) -> Value {
        let mut body = self.body();
        body["segment"] = segment;
        body
    }

    /// Write a newsletter to a version of a segment.
    pub async fn aimed(&self, world: &World, owner: &str, segment: Value) -> Value {
        let made = world.api(owner, "POST", "/campaigns", Some(self.body_aimed(segment))).await;
        assert_eq!(made.status, 201, "{:?}", made.json());
        made.json()
    }

    /// Release one that is written; gives its path.
    pub async fn release(&self, world: &World, owner: &str, made: &Value) -> String {
        let path = format!("/campaigns/{}", made["campaign"]["id"].as_str().unwrap());
        let release = json!({ "changed_at_ms": made["campaign"]["changed_at"] });
        let answer = world.api(owner, "POST", &format!("{path}/release"), Some(release)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        path
    }

    /// Write and release a newsletter; gives its path.
    pub async fn released(&self, world: &World, owner: &str, per_minute: u32) -> String {
        let made = world.api(owner, "POST", "/campaigns", Some(self.body())).await.json();
        let path = format!("/campaigns/{}", made["campaign"]["id"].as_str().unwrap());
        let release = json!({ "changed_at_ms": made["campaign"]["changed_at"], "per_minute": per_minute });
        let answer = world.api(owner, "POST", &format!("{path}/release"), Some(release)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        path
    }
}

/// How many recipients stand where, as `state reason n`.
pub async fn counts(world: &World, owner: &str, path: &str) -> Vec<String> {
    let detail = world.api(owner, "GET", path, None).await.json();
    let line = |c: &Value| {
        let text = |k: &str| c[k].as_str().unwrap().to_owned();
        format!("{} {} {}", text("state"), text("reason"), c["people"]).replace("  ", " ")
    };
    detail["counts"].as_array().unwrap().iter().map(line).collect()
}

async fn state(world: &World, owner: &str, path: &str) -> String {
    world.api(owner, "GET", path, None).await.json()["campaign"]["state"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_records_of_one_person_get_one() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["a@x.example", "b@x.example", "c@x.example"] {
            shop.says_yes(&world, email).await;
        }
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": "a@x.example" }))).await.json();
        let path = format!("/people/{}/joins", found["people"][0]["id"].as_str().unwrap());
        let with = json!({ "identifier": { "kind": "email", "value": "b@x.example" }, "source": "staff" });
        assert_eq!(world.api(&owner, "POST", &path, Some(with)).await.status, 204);
        let path = shop.released(&world, &owner, 0).await;
        assert_eq!(shop.new_mails(&world).await.len(), 2);
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 2"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_reaches_who_said_yes_each_once_and_says_why_not_the_others() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["a@x.example", "b@x.example", "c@x.example"] {
            shop.says_yes(&world, email).await;
        }
        shop.asks(&world, "unconfirmed@x.example").await;
        shop.says_yes(&world, "later@x.example").await;
        let made = world.api(&owner, "POST", "/campaigns", Some(shop.body())).await.json();
        let id = made["campaign"]["id"].as_str().unwrap();
        let page = world.api(&owner, "GET", &format!("/campaigns/{id}/preview/page"), None).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox;"), "nothing runs in it: {policy}");
        assert!(String::from_utf8(page.body).unwrap().contains("løgene"));
        let audience = world.api(&owner, "GET", &format!("/campaigns/{id}/audience?language=en"), None).await.json();
        assert_eq!((audience["total"].as_i64(), audience["reachable"].as_i64()), (Some(5), Some(4)));
        let steps: Vec<_> = audience["steps"].as_array().unwrap().iter().collect();
        assert_eq!((steps[0]["step"].as_str(), steps[0]["people"].as_i64()), (Some("unconfirmed"), Some(1)));
        assert_eq!(steps[0]["refusal"]["rule"]["id"], "E-21");

        let path = shop.released(&world, &owner, 0).await;
        let sent = shop.new_mails(&world).await;
        let mut to: Vec<_> = sent.iter().map(|m| m.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["a@x.example", "b@x.example", "c@x.example", "later@x.example"]);
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 4"]);
        assert_eq!(state(&world, &owner, &path).await, "sent");

        // Nothing tells two readers apart but the way to their own choices (E-15, E-16).
        let own = |m: &Caught| {
            let preferences = link(&m.text, "preferences");
            assert!(m.one_click.as_ref().unwrap().ends_with(&format!("{preferences}/one-click")));
            (m.text.replace(&preferences, "…"), m.html.replace(&preferences, "…"), preferences)
        };
        let (one, two) = (own(&sent[0]), own(&sent[1]));
        assert!(one.0 == two.0 && one.1 == two.1 && one.2 != two.2);
        assert!(one.0.contains("Torvet 1") && one.0.contains("Shop ApS"), "E-09");

        // The link at the foot stops it, for the next newsletter as well.
        submit(&world, &format!("{}/one-click", one.2), &[("List-Unsubscribe", "One-Click")]).await;
        let next = shop.released(&world, &owner, 0).await;
        let again = shop.new_mails(&world).await;
        assert_eq!(again.len(), 3);
        assert!(again.iter().all(|m| m.to != sent[0].to));
        assert_eq!(counts(&world, &owner, &next).await, ["accepted 3"]);
        // What is released is fixed.
        let change = json!({ "body": shop.body(), "changed_at_ms": 0 });
        assert_eq!(world.api(&owner, "PUT", &next, Some(change)).await.code(), "changed");
        assert_eq!(world.api(&owner, "DELETE", &next, None).await.code(), "changed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_between_planning_and_sending_is_obeyed_and_a_stop_stops() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for n in 0..5 {
            shop.says_yes(&world, &format!("p{n}@x.example")).await;
        }
        // One a minute: the recipients are written down, one has it, four wait.
        let path = shop.released(&world, &owner, 1).await;
        assert_eq!(shop.new_mails(&world).await.len(), 1);
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 1", "planned 4"]);
        let waiting = world.api(&owner, "GET", &format!("{path}/recipients?state=planned"), None).await.json();
        let of = |at: usize| waiting[at]["address"].as_str().unwrap().to_owned();
        assert_eq!(waiting.as_array().unwrap().len(), 4);
        let person = waiting[0]["person"].as_str().unwrap();
        world.api(&owner, "POST", &format!("/people/{person}/withdraw"), Some(json!({}))).await;
        // The next two turns: one is refused at the moment of sending, one goes.
        for _ in 0..2 {
            world.wait_ms(60_000).await;
            while world.running.app.job_step().await.unwrap() {}
        }
        let sent = shop.new_mails(&world).await;
        assert_eq!(sent.iter().map(|m| m.to.clone()).collect::<Vec<_>>(), [of(1)], "E-11");
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 2", "planned 2", "refused withdrawn 1"]);

        let move_to = async |to: &str| {
            world.api(&owner, "PUT", &format!("{path}/state"), Some(json!({ "state": to }))).await.code()
        };
        assert_eq!(move_to("paused").await, "");
        world.wait_ms(600_000).await;
        assert!(shop.new_mails(&world).await.is_empty(), "paused");
        assert_eq!(move_to("paused").await, "changed");
        assert_eq!(move_to("sending").await, "");
        assert_eq!(shop.new_mails(&world).await.len(), 1);
        assert_eq!(move_to("cancelled").await, "");
        world.wait_ms(600_000).await;
        assert!(shop.new_mails(&world).await.is_empty(), "cancelled");
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 3", "cancelled 1", "refused withdrawn 1"]);
        assert_eq!(move_to("sending").await, "changed", "for good");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_taken_and_not_reported_is_shown_and_not_written_to_again() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for n in 0..3 {
            shop.says_yes(&world, &format!("p{n}@x.example")).await;
        }
        let path = shop.released(&world, &owner, 1).await;
        assert_eq!(shop.new_mails(&world).await.len(), 1);
        // Somebody takes one and dies before saying what came of it.
        let app = &world.running.app;
        let id = hjemmel_model::CampaignId::parse(path.trim_start_matches("/campaigns/")).unwrap();
        let who = reader(&world.tenant);
        let taken = work!(app.store, |w| { w.campaigns().take(&who, &id, 1, app.clock.now()).await }).unwrap();
        assert_eq!(taken.len(), 1);
        world.wait_ms(60_000).await;
        assert_eq!(shop.new_mails(&world).await.len(), 1);
        world.wait_ms(86_400_000).await;
        assert!(shop.new_mails(&world).await.is_empty());
        let owner = world.staff(Role::Owner).await;
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 2", "sending 1"]);
        assert_eq!(state(&world, &owner, &path).await, "sent");
    }
}

fn dsn(status: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: {status}\r\n\r\n--x--\r\n"
    )
    .into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_back_ends_a_dead_address_and_a_complaint_is_a_no() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let mut shop = Shop::new(&world, &owner).await;
        for email in ["dead@x.example", "full@x.example", "cross@x.example"] {
            shop.says_yes(&world, email).await;
        }
        let path = shop.released(&world, &owner, 0).await;
        assert_eq!(shop.new_mails(&world).await.len(), 3);
        let rows = world.api(&owner, "GET", &format!("{path}/recipients"), None).await.json();
        let message = |email: &str| {
            let row = rows.as_array().unwrap().iter().find(|r| r["address"] == email).unwrap();
            row["message"].as_str().unwrap().to_owned()
        };
        let app = &world.running.app;
        let token = |email: &str| app.campaigns().return_token_of(&message(email));
        // A token that somebody made up names nothing.
        let forged = format!("{}.000000000000", message("full@x.example"));
        assert!(app.knows(&token("dead@x.example").to_uppercase()) && !app.knows(&forged));
        let report = |tokens: Vec<String>, raw: Vec<u8>| async move { app.take(Received { tokens, raw }).await };
        assert!(report(vec![forged], dsn("5.1.1")).await, "taken and forgotten");
        assert_eq!(counts(&world, &owner, &path).await, ["accepted 3"]);

        assert!(report(vec![token("dead@x.example")], dsn("5.1.1")).await);
        assert!(report(vec![token("dead@x.example")], dsn("5.1.1")).await, "told twice");
        assert!(report(vec![token("full@x.example")], dsn("5.2.2")).await);
        let complaint = format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=y\r\n\r\n--y\r\n\
             Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--y\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}@shop.example>\r\n\r\n--y--\r\n",
            token("cross@x.example")
        );
        assert!(report(vec!["complaints".into()], complaint.into_bytes()).await);
        let said = counts(&world, &owner, &path).await;
        assert_eq!(said, ["accepted complained 1", "bounced 5.1.1 1", "bounced 5.2.2 1"]);
        let line = async |email: &str| {
            let lines = reach(&world, &owner, email).await;
            (lines[0].1, lines[0].2.clone(), lines[0].3.clone())
        };
        assert_eq!(line("dead@x.example").await, (false, "given".into(), "E-12".into()));
        assert_eq!(line("full@x.example").await, (true, "given".into(), String::new()), "a full mailbox is not dead");
        assert_eq!(line("cross@x.example").await, (false, "withdrawn".into(), "E-12".into()));
        shop.released(&world, &owner, 0).await;
        let next = shop.new_mails(&world).await;
        assert_eq!(next.iter().map(|m| m.to.as_str()).collect::<Vec<_>>(), ["full@x.example"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_says_what_is_wrong_and_two_writers_do_not_overwrite_each_other() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let mut shop = Shop::new(&world, &owner).await;
    shop.says_yes(&world, "a@x.example").await;
    let mut body = shop.body();
    body["subject"] = "".into();
    body["accent"] = "#ffff00".into();
    body["blocks"] = json!([{ "kind": "button", "text": "x", "url": "javascript:alert(1)" }]);
    let made = world.api(&owner, "POST", "/campaigns", Some(body)).await.json();
    let path = format!("/campaigns/{}", made["campaign"]["id"].as_str().unwrap());
    assert_eq!(made["faults"].as_array().unwrap().len(), 3, "{made}");
    let seen = made["campaign"]["changed_at"].as_i64().unwrap();
    let release = |seen: i64| json!({ "changed_at_ms": seen });
    let refused = world.api(&owner, "POST", &format!("{path}/release"), Some(release(seen))).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "campaign_unlawful"));
    assert_eq!(world.api(&owner, "POST", &format!("{path}/test"), None).await.code(), "campaign_unlawful");

    let change = json!({ "body": shop.body(), "changed_at_ms": seen });
    let changed = world.api(&owner, "PUT", &path, Some(change.clone())).await.json();
    assert_eq!(changed["faults"], json!([]));
    assert_eq!(world.api(&owner, "PUT", &path, Some(change)).await.code(), "changed", "the second writer is told");
    let stale = world.api(&owner, "POST", &format!("{path}/release"), Some(release(seen))).await;
    assert_eq!(stale.code(), "changed", "what was not looked at does not go out");

    // A test goes to whoever asks for it, and to nobody else.
    let test = world.api(&owner, "POST", &format!("{path}/test"), None).await;
    assert_eq!(test.json()["to"], "owner@blomsterhuset.example");
    let caught = shop.new_mails(&world).await;
    assert_eq!((caught.len(), caught[0].subject.as_str()), (1, "[Test] Løg"));
    assert_eq!(counts(&world, &owner, &path).await, Vec::<String>::new());

    // Another topic than the form asks about: nobody said yes to it under this sender (E-04).
    let topic =
        json!({ "name": crate::people::three("Kurser"), "text": crate::people::three("Når der er et kursus.") });
    let topic = world.api(&owner, "POST", "/topics", Some(topic)).await.json();
    let mut other = shop.body();
    other["topic"] = topic["id"].clone();
    let made = world.api(&owner, "POST", "/campaigns", Some(other)).await.json();
    assert!(made["faults"][0].as_str().unwrap().contains("E-04"));

    // Another organisation sees nothing of it and can name nothing of ours.
    let app = &world.running.app;
    let tenant = TenantId::parse("ten_b").unwrap();
    work!(app.store, |w| { w.organisations().insert(&tenant, "B", app.clock.now()).await }).unwrap();
    app.users().create(&tenant, "b@b.example", "B", Role::Owner, crate::world::PASSWORD).await.unwrap();
    let cookie = format!(
        "hjemmel_session={}",
        app.users().sign_in("b@b.example", crate::world::PASSWORD, "x", "x").await.unwrap().token
    );
    assert_eq!(world.api(&cookie, "GET", "/campaigns", None).await.json(), json!([]));
    assert_eq!(world.api(&cookie, "POST", "/campaigns", Some(shop.body())).await.status, 404);
    for (method, rest, body) in [
        ("GET", "", None),
        ("GET", "/audience", None),
        ("GET", "/preview", None),
        ("GET", "/recipients", None),
        ("POST", "/test", None),
        ("POST", "/release", Some(release(0))),
        ("PUT", "/state", Some(json!({ "state": "cancelled" }))),
        ("PUT", "", Some(json!({ "body": shop.body(), "changed_at_ms": 0 }))),
    ] {
        let answer = world.api(&cookie, method, &format!("{path}{rest}"), body).await;
        assert_eq!(answer.status, 404, "{method} {rest}: {:?}", answer.json());
    }
    assert_eq!(world.api(&cookie, "DELETE", &path, None).await.code(), "changed");
    assert_eq!(state(&world, &owner, &path).await, "draft");
}
