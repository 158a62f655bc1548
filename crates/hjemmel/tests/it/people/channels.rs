//! A yes is to one sender and by one channel, and says nothing of others.

use hjemmel_model::Role;
use serde_json::{Value, json};

use super::{EVA, form, kept, look, silent, submit, three};
use crate::world::worlds;

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
