//! People from a file: graded by evidence, a no binds, the same file twice changes nothing.

use axum::http::Request;
use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{
    people::{form, link, mails, reach, sign_up, submit},
    world::{Answer, World, worlds},
};

async fn begin(world: &World, cookie: &str, query: &str, file: impl Into<axum::body::Body>) -> Answer {
    let request = Request::post(format!("/api/v1/imports?{query}"))
        .header("cookie", cookie)
        .header("x-hjemmel", "1")
        .header("content-type", "text/csv");
    world.send(request.body(file.into()).unwrap()).await
}

/// Bring a file in and wait for its end; gives the report.
async fn done(world: &World, cookie: &str, query: &str, file: &str) -> Value {
    let begun = begin(world, cookie, query, file.to_owned()).await;
    assert_eq!(begun.status, 202, "{:?}", begun.json());
    let path = format!("/imports/{}", begun.json()["import"]["id"].as_str().unwrap());
    for _ in 0..500 {
        let now = world.api(cookie, "GET", &path, None).await.json();
        if now["import"]["state"] != "running" {
            assert_eq!(now["import"]["state"], "done", "{now}");
            return now["report"].clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    Value::Null
}

const FILE: &str = "email,status,consented_at,source,wording\n\
    yes@x.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge\n\
    bare@x.example,subscribed,,,\n\
    no@x.example,unsubscribed,,,\n\
    dead@x.example,cleaned,,,\n\
    both@x.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge\n\
    both@x.example,unsubscribed,,,\n\
    last@x.example,unsubscribed,,,\n\
    last@x.example,subscribed,2026-03-02,https://shop.example/,Ja tak til nyheder hver uge\n\
    not an address,,,,\n\
    here@x.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge\n\
    stopped@x.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_row_counts_for_what_its_evidence_allows_and_a_no_binds() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}&name=kunder.csv", topics[0]);
        // One is here already and said yes; one said no here.
        for (at, email) in ["here@x.example", "stopped@x.example"].into_iter().enumerate() {
            sign_up(&world, &form, email, &topics[..1]).await;
            let mail = mails(&world, at).await.pop().unwrap();
            submit(&world, &link(&mail.text, "confirm"), &[]).await;
        }
        let found =
            world.api(&owner, "POST", "/people/search", Some(json!({ "query": "stopped@x.example" }))).await.json();
        let id = found["people"][0]["id"].as_str().unwrap();
        world.api(&owner, "POST", &format!("/people/{id}/withdraw"), Some(json!({}))).await;

        // A look first: it says what would come of each row, and stores nothing.
        let looked = done(&world, &owner, &format!("{query}&dry=true"), FILE).await;
        let total = async || {
            world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json()["total"].as_i64().unwrap()
        };
        assert_eq!(total().await, 2);
        assert_eq!(looked["outcomes"]["stopped"], 4);

        let report = done(&world, &owner, &query, FILE).await;
        let want = json!({ "usable": 1, "stored": 1, "stopped": 4, "said_no": 3, "known": 1 });
        assert_eq!(report["outcomes"], want, "{report}");
        assert_eq!(report["missing"], json!({ "date": 1, "place": 1, "words": 1 }));
        assert_eq!(report["errors"], json!([{ "line": 10, "code": "email" }]));
        assert!(!report.to_string().contains("x.example"), "a report names nobody");
        let line = async |email: &str| {
            let lines = reach(&world, &owner, email).await;
            (lines[0].1, lines[0].3.clone())
        };
        assert_eq!(line("yes@x.example").await, (true, String::new()));
        assert_eq!(line("bare@x.example").await, (false, "E-01".into()), "stored, and not usable");
        assert_eq!(line("dead@x.example").await, (false, "E-12".into()));
        for email in ["no@x.example", "both@x.example", "last@x.example", "stopped@x.example"] {
            assert_eq!(line(email).await, (false, "T-08".into()), "{email}: whatever the order");
        }
        assert_eq!(total().await, 8);

        // The same file again changes nothing.
        let again = done(&world, &owner, &query, FILE).await;
        assert_eq!(
            (again["outcomes"]["usable"].clone(), again["outcomes"]["stored"].clone()),
            (Value::Null, Value::Null)
        );
        assert_eq!(total().await, 8);
        let detail = world.api(&owner, "POST", "/people/search", Some(json!({ "query": "no@x.example" }))).await.json();
        let id = detail["people"][0]["id"].as_str().unwrap();
        let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
        assert_eq!(detail["permissions"].as_array().unwrap().len(), 1, "a no is entered once");

        // Whoever was erased with a no-mail mark is not even stored.
        let path = format!("/people/{id}/erasure");
        assert_eq!(world.api(&owner, "POST", &path, Some(json!({ "no_mail_mark": true }))).await.status, 201);
        let third = done(&world, &owner, &query, FILE).await;
        assert_eq!((third["outcomes"]["no_mail"].as_i64(), total().await), (Some(1), 7));

        // A later yes of their own lifts an imported no, and a later imported no is a no again.
        let no = "email,status\nhere@x.example,unsubscribed\n";
        for round in 0..2 {
            done(&world, &owner, &query, no).await;
            assert_eq!(line("here@x.example").await, (false, "T-08".into()), "{round}");
            sign_up(&world, &form, "here@x.example", &topics[..1]).await;
            let mail = mails(&world, 2 + round).await.pop().unwrap();
            submit(&world, &link(&mail.text, "confirm"), &[]).await;
            assert_eq!(line("here@x.example").await, (true, String::new()), "{round}");
        }
        // One that they answered since, by its own date, is answered.
        let old = "email,status,unsubscribed_at\nhere@x.example,unsubscribed,2020-01-01\n";
        assert_eq!(done(&world, &owner, &query, old).await["outcomes"]["known"], 1);
        assert_eq!(line("here@x.example").await, (true, String::new()));

        // The evidence stands in the ledger: when, where, to what words.
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": "yes@x.example" }))).await.json();
        let id = found["people"][0]["id"].as_str().unwrap();
        let proof = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json()["permissions"][0].clone();
        assert_eq!((proof["source"].as_str(), proof["page"].as_str()), (Some("import"), Some("https://shop.example/")));
        assert!(proof["form_hash"].as_str().unwrap().starts_with("sha256:") && proof["at"] == 1_772_366_400_000i64);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_read_says_why_and_another_organisations_form_is_none() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let query = format!("topic={}&form={form}", topics[0]);
    for wrong in ["", "email\n", "name,phone\nEva,1\n"] {
        assert_eq!(begin(&world, &owner, &query, wrong).await.code(), "invalid", "{wrong}");
    }
    assert_eq!(begin(&world, &owner, &format!("topic={}&form=form_x", topics[0]), FILE).await.status, 404);
    let big = format!("email\n{}", "a@x.example\n".repeat(100_000));
    assert_eq!(begin(&world, &owner, &format!("{query}&dry=true"), big).await.status, 202, "more than a megabyte");
}
