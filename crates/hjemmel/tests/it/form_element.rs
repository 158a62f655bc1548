//! The sign-up form as an element of a site's own page, and the endpoint behind it.

use axum::http::Request;
use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{
    people::{form, link, look, mails, reach, submit},
    world::{Answer, World, worlds},
};

const EVA: &str = "eva.holm@blomsterhuset.example";
const SHOP: &str = "https://shop.example";

fn entered(email: &str, topics: &[String]) -> Value {
    json!({ "email": email, "topics": topics, "version": 1, "language": "da", "page": "https://shop.example/roser?q=eva#x" })
}

async fn send(world: &World, form: &str, body: String) -> Answer {
    let request =
        Request::post(format!("/f/{form}/sign-up")).header("origin", SHOP).header("content-type", "text/plain");
    let answer = world.send(request.body(body.into()).unwrap()).await;
    assert_eq!(answer.headers["access-control-allow-origin"], SHOP, "a page of a site reads every answer");
    assert!(answer.headers.get("set-cookie").is_none());
    answer
}

async fn total(world: &World, cookie: &str) -> Option<i64> {
    world.api(cookie, "POST", "/people/search", Some(json!({}))).await.json()["total"].as_i64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_is_the_same_whoever_it_was() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let allowed = async || reach(&world, &owner, EVA).await.iter().map(|r| r.1).collect::<Vec<_>>();
        let body = entered(EVA, &topics).to_string();
        let stranger = send(&world, &form, body.clone()).await;
        assert_eq!((stranger.status.as_u16(), stranger.json()), (202, json!({ "status": "sent" })));
        let mail = mails(&world, 0).await.remove(0);
        assert_eq!(mail.to, EVA);
        assert_eq!(allowed().await, [false, false], "nothing before the button in the mail");
        assert_eq!(submit(&world, &link(&mail.text, "confirm"), &[]).await.status, 200);
        assert_eq!(allowed().await, [true, true]);

        let known = send(&world, &form, body).await;
        let seen = |answer: &Answer| (answer.status, answer.headers.clone(), answer.body.clone());
        assert_eq!(seen(&known), seen(&stranger));
        assert_eq!(mails(&world, 1).await.len(), 1, "what comes of it shows in the inbox alone");

        let mut robot = entered("bo@blomsterhuset.example", &topics);
        robot["website"] = "https://spam.example".into();
        assert_eq!(seen(&send(&world, &form, robot.to_string()).await), seen(&stranger), "it learns nothing");
        assert_eq!(total(&world, &owner).await, Some(1));

        // The evidence is that of the form as a page.
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
        let proof = world.api(&owner, "GET", &path, None).await.json()["permissions"][0].clone();
        assert_eq!((&proof["page"], &proof["event"]), (&json!("https://shop.example/roser"), &json!("given")));
        assert!(proof["form_hash"].as_str().unwrap().starts_with("sha256:"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_has_a_name_and_nothing_is_kept_of_it() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let with = |name: &str, value: Value| {
        let mut body = entered(EVA, &topics);
        body[name] = value;
        body.to_string()
    };
    for (body, fault, said) in [
        (with("email", "eva@x".into()), "error_email", "Skriv en e-mailadresse"),
        (with("email", "".into()), "error_email", "Skriv en e-mailadresse"),
        (with("topics", json!([])), "error_topic", "Vælg mindst én"),
        (with("topics", json!(["top_unknown"])), "error_topic", "Vælg mindst én"),
        (with("version", 9.into()), "error_old", "Formularen er ændret"),
    ] {
        let answer = send(&world, &form, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "invalid"), "{fault}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.json()["faults"], json!([fault]));
        assert!(answer.json()["detail"].as_str().unwrap().starts_with(said), "{:?}", answer.json());
    }
    let mut short = entered(EVA, &topics);
    short.as_object_mut().unwrap().remove("version");
    for body in [with("emial", EVA.into()), with("topics", EVA.into()), short.to_string(), "email=x".to_owned()] {
        let answer = send(&world, &form, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"));
        assert!(!String::from_utf8(answer.body).unwrap().contains("eva"), "what was entered is not repeated");
    }
    let large = send(&world, &form, with("token", "x".repeat(16 * 1024).into())).await;
    assert_eq!((large.status.as_u16(), large.code().as_str()), (413, "too_large"));
    let nowhere = send(&world, "form_unknown", entered(EVA, &topics).to_string()).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.code().as_str()), (404, "not_found"));
    assert_eq!(total(&world, &owner).await, Some(0));

    world.wait_ms(16 * 60_000).await;
    for _ in 0..20 {
        assert_eq!(send(&world, &form, entered(EVA, &topics).to_string()).await.status, 202);
    }
    let many = send(&world, &form, entered(EVA, &topics).to_string()).await;
    assert_eq!((many.status.as_u16(), many.code().as_str()), (429, "too_many_attempts"));
    assert_eq!(many.json()["faults"], json!(["error_many"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_element_is_a_script_for_any_page_that_says_what_the_form_says() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let path = format!("/f/{form}/element.js");
    let get = async |path: &str, old: &str| {
        let request = Request::get(path).header("origin", SHOP).header("if-none-match", old);
        world.send(request.body(Default::default()).unwrap()).await
    };
    let script = get(&format!("{path}?l=da"), "").await;
    assert_eq!(script.status, 200, "{:?}", script.json());
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(script.headers["access-control-allow-origin"], SHOP);
    let text = String::from_utf8(script.body.clone()).unwrap();
    for words in [
        "Du kan altid sige nej igen",
        "Torvet 1",
        "Få nyt fra os",
        "Nyheder",
        "\"policy_url\":\"/p\"",
        topics[1].as_str(),
    ] {
        assert!(text.contains(words), "{words} is missing");
    }
    assert!(!text.contains("Footer"), "what staff call it is theirs");
    let tag = script.headers["etag"].to_str().unwrap();
    assert_eq!(get(&format!("{path}?l=da"), tag).await.status, 304);
    let swedish = get(&format!("{path}?l=sv"), tag).await;
    assert!(swedish.status == 200 && String::from_utf8(swedish.body).unwrap().contains("Du kan alltid säga nej igen"));
    assert_eq!(get("/f/form_unknown/element.js", "").await.status, 404);

    for path in [path, format!("/f/{form}/sign-up")] {
        let asked = look(&world, "OPTIONS", &path).await;
        assert_eq!(asked.status, 200);
        assert_eq!(asked.headers["access-control-allow-origin"], "*");
        let methods = asked.headers["access-control-allow-methods"].to_str().unwrap();
        assert!(methods.contains("POST") && methods.contains("GET"));
    }
}
