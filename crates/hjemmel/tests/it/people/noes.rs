//! A no of a person ends whatever was said before, by whichever record and button.

use hjemmel_model::Role;
use serde_json::json;

use super::{EVA, form, link, look, mails, reach, sign_up, silent, states, submit};
use crate::world::{World, worlds};

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
