//! Somebody is erased: found in every store before, hidden at once, and then in none, whatever happens in between.

mod search;

use axum::http::Request;
use hjemmel_model::{ErasureId, JobId, MessageId, PersonId, Role};
use hjemmel_policy::{act, decide_erasure};
use hjemmel_store::{StoreError, receipt_verify, work};
use hjemmel_testkit::{OwnPostgres, authorized, fresh_sqlite};
use serde_json::{Value, json};

use crate::{
    holder::opened,
    people::{form, reach},
    profile::{EVA, joined, person},
    world::{NOW, World, worlds},
};

/// Another address of hers.
const TWICE: &str = "eva@privat.example";
const BO: &str = "bo.berg@blomsterhuset.example";

/// Somebody with a browser, numbers, attributes and an order.
async fn known(world: &World, owner: &str, form: &str, topics: &[String], email: &str) -> (String, String) {
    let browser = world.choose("", &["statistics", "profile"]).await;
    for id in ["1", "2", "3"] {
        world.view(&browser, &format!("{email}{id}")).await;
    }
    joined(world, form, topics, email, &browser, true).await;
    let identifiers = json!([
        { "kind": "email", "value": email }, { "kind": "phone", "value": format!("+45 2000 {:04}", email.len()) },
        { "kind": "customer_number", "value": format!("K-{}", email.len()) }
    ]);
    let attributes = json!({ "city": "Aarhus", "first_name": email.split('.').next() });
    let body = json!({ "identifiers": identifiers, "attributes": attributes, "source": "shop" });
    assert_eq!(world.api(owner, "POST", "/people", Some(body)).await.status, 200);
    for (number, law) in [("A-1", "dk"), ("A-2", "neutral")] {
        let order = json!({
            "identifier": { "kind": "email", "value": email }, "number": format!("{number}-{}", email.len()),
            "lines": ["1 × Roser", email], "total_minor": 34_900, "currency": "DKK", "law": law, "at_ms": NOW.0,
            "source": "shop"
        });
        assert_eq!(world.api(owner, "POST", "/orders", Some(order)).await.status, 200);
    }
    (person(world, owner, email).await, browser)
}

/// What a life with the shop leaves besides: a code that was asked for, a page of their own that is open, a request, mail
/// that came back, mail that waits.
async fn lived(world: &World, owner: &str, form: &str, topics: &[String], person: &str) {
    let before = world.running.app.mailer.caught().unwrap().len();
    opened(world, form, before).await;
    let request = json!({
        "kind": "erasure", "channel": "phone", "language": "da", "person": person, "text": "Ring til Eva", "contact": EVA
    });
    let made = world.api(owner, "POST", "/requests", Some(request)).await.json();
    let path = step(world, owner, &made, json!({ "step": "identity_ask", "text": "Eva ringer igen" })).await;
    let asked = world.api(owner, "GET", &path, None).await.json();
    let sure = json!({ "step": "identity_known", "check": "asked", "text": "Eva ringede selv" });
    step(world, owner, &asked, sure).await;
    // A mail to her came back, and then she signed up once more: that mail waits.
    let store = &world.running.app.store;
    let sent = world.api(owner, "GET", &format!("/people/{person}"), None).await.json();
    let message = MessageId::parse(sent["messages"][0]["id"].as_str().unwrap()).unwrap();
    let dead = hjemmel_store::Returned::Bounced { status: "5.1.1".into(), for_good: true };
    work!(store, |w| { w.messages().returned(&message, &dead, NOW).await }).unwrap();
    let body = json!({ "email": EVA, "topics": topics, "version": 1, "language": "da" });
    let again = Request::post(format!("/f/{form}/sign-up")).header("origin", "https://shop.example");
    assert_eq!(world.send(again.body(body.to_string().into()).unwrap()).await.status, 202);
}

/// Take a step on a request as it was seen; gives where it is.
async fn step(world: &World, owner: &str, seen: &Value, change: Value) -> String {
    let path = format!("/requests/{}", seen["request"]["id"].as_str().unwrap());
    let body = json!({ "changed_at_ms": seen["request"]["changed_at"], "change": change });
    let done = world.api(owner, "POST", &format!("{path}/steps"), Some(body)).await;
    assert_eq!(done.status, 200, "{:?}", done.json());
    path
}

/// Let the job run to its end, with the log that gives the receipt its place; gives the receipt.
async fn finished(world: &World, id: &str) -> hjemmel_model::Receipt {
    let app = &world.running.app;
    let mut tree = app.store.evidence().frontier().await.unwrap();
    for _ in 0..5 {
        app.store.evidence().sequence(&mut tree, app.clock.now()).await.unwrap();
        while app.job_step().await.unwrap() {}
        world.wait_ms(3_000).await;
    }
    let signed = app.erasures().receipt_find(&ErasureId::parse(id).unwrap()).await.unwrap();
    let receipt = receipt_verify(&signed).unwrap();
    assert!(receipt.under_way.is_empty() && receipt.finished_at.0 > 0, "{receipt:?}");
    receipt
}

async fn erase(world: &World, owner: &str, person: &str, mark: bool) -> String {
    let how = Some(json!({ "no_mail_mark": mark }));
    let done = world.api(owner, "POST", &format!("/people/{person}/erasure"), how).await;
    assert_eq!(done.status, 201, "{:?}", done.json());
    let signed: hjemmel_model::SignedReceipt = serde_json::from_value(done.json()).unwrap();
    receipt_verify(&signed).unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_search_finds_them_in_every_store_and_then_in_none() {
    let own = OwnPostgres::start();
    for (db, server) in [(fresh_sqlite(), None), (own.db(), Some(&own))] {
        let world = World::new(db).await;
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let recipient = json!({ "name": "Budtjenesten", "contact": "gdpr@bud.example", "gets": "Navn og adresse" });
        assert_eq!(world.api(&owner, "POST", "/recipients", Some(recipient)).await.status, 201);
        let (eva, browser) = known(&world, &owner, &form, &topics, EVA).await;
        let (bo, _) = known(&world, &owner, &form, &topics, BO).await;
        lived(&world, &owner, &form, &topics, &eva).await;
        // She is there twice, and somebody has seen it.
        let twice = json!({ "identifiers": [{ "kind": "email", "value": TWICE }], "source": "shop" });
        assert_eq!(world.api(&owner, "POST", "/people", Some(twice)).await.status, 200);
        join(&world, &owner, &eva, TWICE).await;
        // Some of what she did is in files, some in the log.
        world.running.lake.flush().await.unwrap();
        world.view(&browser, "late").await;
        crate::segment::made(&world, &owner, "Købt", json!(["gt", "order_count", 0])).await;
        crate::segment::kept_up(&world).await;
        // And what is known of her is only stored for now.
        let pause = format!("/people/{eva}/restriction");
        assert_eq!(world.api(&owner, "PUT", &pause, Some(json!({ "restricted": true }))).await.status, 200);

        let before = search::taken(&world, server).await;
        let copy = world.api(&owner, "POST", &format!("/people/{eva}/copy?language=da"), None).await;
        assert_eq!(copy.status, 200);
        search::copied(copy.body.to_vec(), &[EVA, TWICE, "Aarhus", "A-1-", "K-", "Ring til Eva", "Eva ringede selv"]);
        let id = erase(&world, &owner, &eva, false).await;
        let receipt = finished(&world, &id).await;
        if let Some(bud) = receipt.recipients.first() {
            let path = format!("/erasures/{id}/recipients/{}/answered", bud.recipient);
            assert_eq!(world.api(&owner, "POST", &path, None).await.status, 204);
        }
        // What came by telephone is answered by telephone; then where to call goes too.
        let open = world.api(&owner, "GET", "/requests", None).await.json()["open"][0].clone();
        step(&world, &owner, &open, json!({ "step": "done", "text": "Ringet og sagt", "without_answer": true })).await;
        while world.running.app.job_step().await.unwrap() {}
        let after = search::taken(&world, server).await;
        search::compare(&before, &after, &eva);
        assert_eq!(person(&world, &owner, BO).await, bo, "and nobody else");
        assert!(person(&world, &owner, TWICE).await.is_empty());
        let seen = world.api(&owner, "GET", &format!("/people/{bo}/visits"), None).await.json();
        assert_eq!(seen["events"].as_array().unwrap().len(), 3);
        world.running.app.store.close().await;
    }
}

async fn join(world: &World, owner: &str, person: &str, other: &str) {
    let with = json!({ "identifier": { "kind": "email", "value": other }, "source": "staff" });
    assert_eq!(world.api(owner, "POST", &format!("/people/{person}/joins"), Some(with)).await.status, 204);
}

async fn plan(world: &World, owner: &str, person: &str) -> Value {
    world.api(owner, "GET", &format!("/people/{person}/erasure"), None).await.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_are_at_once_as_if_they_had_never_come() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let other = world.choose("", &["statistics", "profile"]).await;
        world.view(&other, "x").await;
        let (eva, browser) = known(&world, &owner, &form, &topics, EVA).await;
        world.running.lake.flush().await.unwrap();
        assert_eq!(world.page_views(&owner, "statistics").await, 4);

        let id = erase(&world, &owner, &eva, false).await;
        // Nothing is rewritten yet: it is hidden.
        assert_eq!(world.page_views(&owner, "statistics").await, 1);
        // What the browser still carries counts for nothing, whatever it sends while that goes on.
        world.view(&browser, "y").await;
        assert_eq!(world.page_views(&owner, "statistics").await, 1);
        // Whoever sits there may say yes anew: as somebody who has never been here.
        let anew = world.choose(&browser, &["statistics", "profile"]).await;
        world.view(&anew, "z").await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2);
        finished(&world, &id).await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2, "a consent given meanwhile is nobody's loss");
        let rows = world.running.lake.rows_of(&world.site.id, &[]).await.unwrap().all;
        assert_eq!(rows, 2, "and the rest is not just hidden");
        joined(&world, &form, &topics, EVA, &anew, true).await;
        let again = person(&world, &owner, EVA).await;
        assert!(!again.is_empty() && again != eva, "somebody new");
        let seen = world.api(&owner, "GET", &format!("/people/{again}/visits"), None).await.json();
        assert_eq!(seen["events"].as_array().unwrap().len(), 1, "{seen}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_any_two_steps_ends_in_the_same() {
    for died in 0..4 {
        for world in worlds().await {
            world.publish(&["statistics", "profile"]).await;
            let owner = world.staff(Role::Owner).await;
            let (form, topics) = form(&world, &owner).await;
            let (eva, browser) = known(&world, &owner, &form, &topics, EVA).await;
            world.running.lake.flush().await.unwrap();
            let app = world.running.app.clone();
            let auth = authorized::<act::PersonErase>(&world.tenant);
            let draft = hjemmel_store::ErasureDraft {
                id: ErasureId::new(NOW, app.entropy.as_ref()),
                job: JobId::new(NOW, app.entropy.as_ref()),
                person: PersonId::parse(&eva).unwrap(),
                no_mail_mark: true,
                events: vec![],
                backup_days: 35,
                at: NOW,
            };
            // The program gets this far and dies: everything that was only in its memory is lost.
            let (outside, _) = app.store.erasures().prepare(&auth, &draft.id).await.unwrap();
            let erased = work!(app.store, |w| {
                let found = w.erasures().found(&auth, &draft.person, NOW).await?.telling(&outside);
                let stays =
                    decide_erasure(&found.facts, auth.actor(), true, NOW).map_err(|_| StoreError::Unanswered)?;
                w.erasures().take(&auth, &draft, found, stays).await
            });
            let erased = erased.unwrap();
            if died >= 1 {
                app.store.erasures().keys(&erased.work, NOW).await.unwrap();
            }
            if died >= 2 {
                app.restrictions_refresh().await.unwrap();
                let numbers: Vec<_> = erased.bars.iter().map(|bar| bar.subject).collect();
                assert!(world.running.lake.erase(&world.site.id, &numbers).await.unwrap());
            }
            if died >= 3 {
                assert!(app.store.erasures().done(&erased.work, NOW, false).await.unwrap());
            }
            drop(app);
            let config = world.config.clone();
            let world = world.moved(config, None).await;
            world.view(&browser, "late").await;
            assert_eq!(world.page_views(&owner, "statistics").await, 0, "hidden before anything is served ({died})");
            let receipt = finished(&world, draft.id.as_str()).await;
            assert!(receipt.kept.iter().any(|k| k.key == "mark"));
            assert_eq!(world.running.lake.rows_of(&world.site.id, &[]).await.unwrap().all, 0, "{died}");
            assert!(person(&world, &owner, EVA).await.is_empty());
            assert_eq!(world.api(&owner, "GET", "/jobs", None).await.json(), json!([]), "{died}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_one_person_leaves_is_not_erased_by_a_slip() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let (eva, _) = known(&world, &owner, &form, &topics, EVA).await;
        let fits = plan(&world, &owner, &eva).await;
        assert_eq!((&fits["too_much"], fits["kept"][0]["rows"].as_i64()), (&json!(false), Some(1)), "{fits}");
        // A shop's own till, say: everybody who paid there was joined with one address.
        for n in 0..20 {
            let browser = world.choose("", &["statistics", "profile"]).await;
            world.view(&browser, &format!("till {n}")).await;
            let body = json!({
                "site_key": world.site.key, "token": browser, "identifier": { "kind": "email", "value": EVA }
            });
            assert_eq!(world.api(&owner, "POST", "/visitors/link", Some(body)).await.status, 201);
        }
        let much = plan(&world, &owner, &eva).await;
        assert_eq!(much["too_much"], true);
        let rows = much["rows"].as_i64().unwrap();
        let path = format!("/people/{eva}/erasure");
        for how in [json!({ "no_mail_mark": false }), json!({ "no_mail_mark": false, "confirm_rows": rows - 1 })] {
            let stopped = world.api(&owner, "POST", &path, Some(how)).await;
            assert_eq!((stopped.status.as_u16(), stopped.code().as_str()), (409, "too_much"));
            assert_eq!(person(&world, &owner, EVA).await, eva, "nothing is half done");
        }
        let how = json!({ "no_mail_mark": false, "confirm_rows": rows });
        assert_eq!(world.api(&owner, "POST", &path, Some(how)).await.status, 201);
        assert!(person(&world, &owner, EVA).await.is_empty());
        assert_eq!(world.page_views(&owner, "statistics").await, 0);
    }
}

/// Whether each of these addresses may be written to about the first topic.
async fn allowed(world: &World, owner: &str, emails: &[&str]) -> Vec<bool> {
    let mut out = Vec::new();
    for email in emails {
        out.push(reach(world, owner, email).await[0].1);
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_records_of_one_person_share_every_no_and_go_together_and_parting_them_is_exact() {
    let emails = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"];
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let mut ids = Vec::new();
        for email in emails {
            joined(&world, &form, &topics, email, "", false).await;
            ids.push(person(&world, &owner, email).await);
        }
        let audience = async || {
            let letter = json!({
                "name": "x", "topic": topics[0], "form": form, "language": "da", "subject": "x",
                "blocks": [{ "kind": "text", "text": "x" }]
            });
            let made = world.api(&owner, "POST", "/campaigns", Some(letter)).await.json();
            let path = format!("/campaigns/{}/audience?language=da", made["campaign"]["id"].as_str().unwrap());
            world.api(&owner, "GET", &path, None).await.json()["reachable"].as_i64().unwrap()
        };
        assert_eq!((allowed(&world, &owner, &emails).await, audience().await), (vec![true; 4], 4));
        // c says no; then all but d turn out to be one person, joined in a chain.
        let no = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{}/withdraw", ids[2]), no).await.status, 204);
        join(&world, &owner, &ids[0], emails[1]).await;
        assert_eq!(allowed(&world, &owner, &emails).await, [true, true, false, true], "a yes and a yes");
        join(&world, &owner, &ids[2], emails[1]).await;
        join(&world, &owner, &ids[1], emails[2]).await;
        assert_eq!((allowed(&world, &owner, &emails).await, audience().await), (vec![false, false, false, true], 1));
        let detail = world.api(&owner, "GET", &format!("/people/{}", ids[1]), None).await.json();
        let known: Vec<_> = detail["joins"].as_array().unwrap().iter().map(|j| j["known_as"][0].clone()).collect();
        assert_eq!(known.len(), 2);
        for (person, with, status) in [(&ids[0], emails[0], 409), (&ids[0], "nobody@x.example", 404)] {
            let with = json!({ "identifier": { "kind": "email", "value": with }, "source": "staff" });
            assert_eq!(world.api(&owner, "POST", &format!("/people/{person}/joins"), Some(with)).await.status, status);
        }
        // Parted again, each is as it was.
        let part = format!("/people/{}/joins/{}", ids[1], ids[2]);
        assert_eq!(world.api(&owner, "DELETE", &part, None).await.status, 204);
        assert_eq!(world.api(&owner, "DELETE", &part, None).await.status, 404);
        assert_eq!((allowed(&world, &owner, &emails).await, audience().await), (vec![true, true, false, true], 3));

        // A pause of one pauses both; an erasure of one, from a backup too, is of both.
        let pause = format!("/people/{}/restriction", ids[0]);
        assert_eq!(world.api(&owner, "PUT", &pause, Some(json!({ "restricted": true }))).await.status, 200);
        assert_eq!((allowed(&world, &owner, &emails[..2]).await, audience().await), (vec![false, false], 1));
        let other = world.api(&owner, "GET", &format!("/people/{}", ids[1]), None).await.json()["pause"].clone();
        assert_eq!((&other["restricted"], &other["record"]), (&json!(true), &json!(ids[0])));
        // It ends for neither by the way: not where it was not begun, and not by parting them.
        let there = format!("/people/{}/restriction", ids[1]);
        assert_eq!(world.api(&owner, "PUT", &there, Some(json!({ "restricted": false }))).await.code(), "changed");
        let part = format!("/people/{}/joins/{}", ids[0], ids[1]);
        assert_eq!(world.api(&owner, "DELETE", &part, None).await.code(), "refused");
        crate::profile::released(&world, &ids[0]).await;
        let owner = world.staff(Role::Owner).await;
        for request in world.api(&owner, "GET", "/requests", None).await.json()["open"].as_array().unwrap() {
            step(&world, &owner, request, json!({ "step": "done", "text": "Sagt det", "without_answer": true })).await;
        }
        let to = tempfile::tempdir().unwrap();
        let made = hjemmel::backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        assert_eq!(plan(&world, &owner, &ids[1]).await["gone"][0]["rows"], 2);
        let id = erase(&world, &owner, &ids[1], true).await;
        let receipt = finished(&world, &id).await;
        let people = receipt.gone.iter().find(|g| g.store == "records.person").unwrap();
        assert_eq!((people.rows, receipt.kept[0].rows), (2, 2));
        let (config, kept) = world.empty().await;
        hjemmel::backup::restore(&config, &made.folder, world.clock.as_ref()).await.unwrap();
        let world = world.moved(config, Some(kept)).await;
        let owner = world.staff(Role::Owner).await;
        for (email, id, there) in [(0, 0, false), (1, 1, false), (2, 2, true), (3, 3, true)] {
            assert_eq!(person(&world, &owner, emails[email]).await == ids[id], there, "{email}");
        }
    }
}
