//! A pause: what is known of a person is stored and not used, by whatever way, and is as before when it is over.

use hjemmel_model::{Clock, Role};
use serde_json::{Value, json};

use crate::{
    import::done,
    people::{form, mails, reach},
    profile::{EVA, joined, person, released},
    world::{World, worlds},
};

const DAY_MS: i64 = 86_400_000;

/// Eva with a browser that allowed everything.
async fn eva(world: &World) -> (String, String, String, Vec<String>) {
    world.publish(&["statistics", "ads", "profile"]).await;
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(world, &owner).await;
    let browser = world.choose("", &["statistics", "ads", "profile"]).await;
    joined(world, &form, &topics, EVA, &browser, true).await;
    (browser, person(world, &owner, EVA).await, form, topics)
}

async fn set(world: &World, person: &str, restricted: bool) -> crate::world::Answer {
    let owner = world.staff(Role::Owner).await;
    world.api(&owner, "PUT", &format!("/people/{person}/restriction"), Some(json!({ "restricted": restricted }))).await
}

async fn paused(world: &World, person: &str) -> Value {
    let answer = set(world, person, true).await;
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    answer.json()
}

async fn told(world: &World, person: &str, how: Value) -> crate::world::Answer {
    let owner = world.staff(Role::Owner).await;
    world.api(&owner, "POST", &format!("/people/{person}/restriction/told"), Some(how)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_paused_is_neither_measured_nor_reported_and_nothing_is_lost() {
    for world in worlds().await {
        let (browser, eva, ..) = eva(&world).await;
        let owner = world.staff(Role::Owner).await;
        let other = world.choose("", &["statistics"]).await;
        world.view(&browser, "a").await;
        world.view(&browser, "b").await;
        world.view(&other, "c").await;
        world.running.lake.flush().await.unwrap();
        assert_eq!(world.page_views(&owner, "statistics").await, 3);

        let pause = paused(&world, &eva).await;
        assert_eq!(
            (&pause["restricted"], &pause["next"], &pause["record"]),
            (&json!(true), &json!("tell"), &Value::Null)
        );
        assert!(pause["pauses"].as_array().unwrap().contains(&json!("collection")), "{pause}");
        assert_eq!(world.page_views(&owner, "statistics").await, 1, "at once");
        assert_eq!(world.page_views(&owner, "ads").await, 0);
        assert_eq!(world.view(&browser, "d").await["refused"], json!(["restricted"]));
        // A choice that is made again, with fewer and with more, gives new numbers and opens nothing.
        let fewer = world.choose(&browser, &["statistics"]).await;
        let again = world.choose(&fewer, &["statistics", "ads", "profile"]).await;
        for (token, id) in [(&fewer, "e"), (&again, "f")] {
            assert_eq!(world.view(token, id).await["refused"], json!(["restricted"]));
        }
        assert_eq!(world.page_views(&owner, "statistics").await, 1);
        // Whoever sits at another browser is not meant.
        assert_eq!(world.view(&other, "g").await["refused"], json!([]));
        // What runs every day takes nothing of it, and a start reads who is paused before anything is served.
        world.running.app.retention().run().await.unwrap();
        world.running.lake.compact().await.unwrap();
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        assert_eq!(world.view(&again, "h").await["refused"], json!(["restricted"]));
        let owner = world.staff(Role::Owner).await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2);

        released(&world, &eva).await;
        let owner = world.staff(Role::Owner).await;
        // What was there is there again, of what the new choice left; what was refused did not happen.
        assert_eq!(world.page_views(&owner, "statistics").await, 4);
        assert_eq!(world.view(&again, "i").await["refused"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_about_whoever_is_paused_but_what_the_article_excepts() {
    for world in worlds().await {
        let (_, eva, form, topics) = eva(&world).await;
        let owner = world.staff(Role::Owner).await;
        paused(&world, &eva).await;
        let known = json!([{ "kind": "email", "value": EVA }]);
        let put = async |despite: Value| {
            let body = json!({
                "identifiers": known, "attributes": { "city": "Aarhus" }, "source": "staff", "despite_pause": despite
            });
            world.api(&owner, "POST", "/people", Some(body)).await
        };
        let order = async |number: &str, despite: Value| {
            let body = json!({
                "identifier": known[0], "number": number, "lines": ["Tulipaner"], "total_minor": 100, "currency": "DKK",
                "law": "dk", "at_ms": world.clock.now().0, "source": "shop", "despite_pause": despite
            });
            world.api(&owner, "POST", "/orders", Some(body)).await
        };
        let vouch = async |despite: Value| {
            let body = json!({
                "email": EVA, "topics": topics, "form": form, "version": 1, "language": "da",
                "page": "https://shop.example/", "confirm": false, "despite_pause": despite
            });
            world.api(&owner, "POST", "/people/permissions", Some(body)).await
        };
        for refused in [put(Value::Null).await, order("A-1", Value::Null).await, vouch(Value::Null).await] {
            assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "refused"), "{:?}", refused.json());
            assert!(refused.text("detail").contains("(R-07)"), "{:?}", refused.json());
        }
        let detail = async || world.api(&owner, "GET", &format!("/people/{eva}?language=en"), None).await.json();
        let seen = detail().await;
        assert_eq!((&seen["attributes"], &seen["orders"]), (&json!([]), &json!([])));
        // Parting a browser would end the pause for it.
        let link = seen["links"][0]["id"].as_str().unwrap();
        assert_eq!(world.api(&owner, "DELETE", &format!("/people/{eva}/links/{link}"), None).await.code(), "refused");
        // To an order that a claim rests on the article has no objection; whoever says so stands in the log.
        assert_eq!(order("A-2", json!("claims")).await.status, 200);
        assert_eq!(put(json!("consent")).await.status, 200);
        assert_eq!(detail().await["orders"].as_array().unwrap().len(), 1);
        let audit = world.api(&owner, "GET", "/audit", None).await.json();
        assert!(audit.to_string().contains("claims"), "{audit}");
        // What they are allowed stays what it was, and nothing is sent.
        assert!(reach(&world, &owner, EVA).await.iter().all(|line| line.3 == "R-07"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_gives_nothing_to_whoever_is_paused_and_takes_away_all_the_same() {
    for world in worlds().await {
        let (_, eva, form, topics) = eva(&world).await;
        let owner = world.staff(Role::Owner).await;
        paused(&world, &eva).await;
        let query = format!("topic={}&form={form}&name=kunder.csv", topics[1]);
        let file = |status: &str| {
            format!(
                "email,status,consented_at,source,wording,Mobil,city\n\
                 {EVA},{status},2026-03-01,https://shop.example/,Ja tak til nyheder hver uge,+45 12 34 56 78,Aarhus\n"
            )
        };
        let report = done(&world, &owner, &query, &file("subscribed")).await;
        assert_eq!(report["outcomes"], json!({ "restricted": 1 }));
        let seen = world.api(&owner, "GET", &format!("/people/{eva}?language=en"), None).await.json();
        assert_eq!((&seen["attributes"], seen["person"]["identifiers"].as_array().unwrap().len()), (&json!([]), 1));
        let report = done(&world, &owner, &query, &file("unsubscribed")).await;
        assert_eq!(report["outcomes"], json!({ "stopped": 1 }), "a no is always heard");
        released(&world, &eva).await;
        let owner = world.staff(Role::Owner).await;
        assert!(reach(&world, &owner, EVA).await.iter().all(|line| line.2 == "withdrawn"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_lifts_a_pause_before_the_person_was_told_and_a_week_is_over() {
    for world in worlds().await {
        let (_, eva, ..) = eva(&world).await;
        let since = paused(&world, &eva).await["since"].clone();
        let early = set(&world, &eva, false).await;
        assert_eq!((early.status.as_u16(), early.code().as_str()), (403, "refused"));
        assert!(early.text("detail").contains("(R-07)"), "{:?}", early.json());
        // Said again it is the same pause.
        world.wait_ms(DAY_MS).await;
        assert_eq!(paused(&world, &eva).await["since"], since);

        // A letter of a day before it began says nothing of its end.
        let before = hjemmel_model::legal_day(world.clock.now().plus_days(-2)).to_string();
        assert_eq!(told(&world, &eva, json!({ "how": "letter", "on": before })).await.code(), "invalid");
        let sent = world.running.app.mailer.caught().unwrap().len();
        let reason = "Vi har rettet adressen, som du bad om.";
        let on_its_way = told(&world, &eva, json!({ "how": "mail", "reason": reason })).await;
        assert_eq!((on_its_way.status.as_u16(), &on_its_way.json()["next"]), (200, &json!("wait")));
        assert_eq!(on_its_way.json()["release_from"], Value::Null, "it has not been taken yet");
        let mail = &mails(&world, sent).await[0];
        assert!(mail.text.contains(reason) && mail.subject.contains("Pausen"), "{}", mail.text);
        world.wait_ms(6 * DAY_MS).await;
        assert_eq!(set(&world, &eva, false).await.code(), "refused");
        world.wait_ms(DAY_MS).await;
        let over = set(&world, &eva, false).await;
        assert_eq!((over.status.as_u16(), &over.json()["restricted"]), (200, &json!(false)), "{:?}", over.json());
        assert_eq!(set(&world, &eva, false).await.status, 200, "again it changes nothing");

        let owner = world.staff(Role::Owner).await;
        let audit = world.api(&owner, "GET", "/audit", None).await.json();
        let acts = |action: &str| audit.as_array().unwrap().iter().filter(|e| e["action"] == action).count();
        assert_eq!((acts("person.restrict"), acts("person.restrict_told"), acts("person.release")), (1, 1, 1));
        let leaves = "select count(*) from evidence where kind = 'pause'";
        let rows = world.running.app.store.db().read(leaves, &[]).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 3, "it began, they were told, it ended");
    }
}
