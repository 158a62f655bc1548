//! Who signs up and never confirms is gone after a fortnight, unless they are somebody to the shop.

use hjemmel_model::Role;
use serde_json::json;

use super::{EVA, form, link, look, mails, reach, sign_up, silent, submit};
use crate::world::worlds;

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
