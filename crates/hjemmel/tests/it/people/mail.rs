//! Mails that do not go, or of which nobody knows whether they went.

use hjemmel_model::Role;
use hjemmel_store::work;
use serde_json::json;

use super::{EVA, form, mails, sign_up};
use crate::world::worlds;

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
