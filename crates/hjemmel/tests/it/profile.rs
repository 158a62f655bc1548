//! A browser is joined with a person when both said so, its visits show under their name while both still do, and parting
//! them leaves nothing.

use axum::http::Request;
use hjemmel_model::{Clock, Role};
use serde_json::{Value, json};

use crate::{
    people::{form, link, look, mails, reach, submit},
    world::{Answer, World, worlds},
};

pub const EVA: &str = "eva.holm@blomsterhuset.example";
const BO: &str = "bo.berg@blomsterhuset.example";

/// Sign up in a browser, and confirm from the mail; gives the page behind the mail as it stood before the button.
pub async fn joined(world: &World, form: &str, topics: &[String], email: &str, token: &str, join: bool) -> String {
    let body = json!({
        "email": email, "topics": topics, "version": 1, "language": "da", "page": "https://shop.example/",
        "site": world.site.key, "token": token
    });
    let before = world.running.app.mailer.caught().unwrap().len();
    let request = Request::post(format!("/f/{form}/sign-up")).header("origin", "https://shop.example");
    assert_eq!(world.send(request.body(body.to_string().into()).unwrap()).await.status, 202);
    let confirm = link(&mails(world, before).await[0].text, "confirm");
    let page = String::from_utf8(look(world, "GET", &confirm).await.body).unwrap();
    let fields: &[(&str, &str)] = if join { &[("join", "1")] } else { &[] };
    assert_eq!(submit(world, &confirm, fields).await.status, 200);
    page
}

pub async fn person(world: &World, cookie: &str, email: &str) -> String {
    let found = world.api(cookie, "POST", "/people/search", Some(json!({ "query": email }))).await.json();
    found["people"][0]["id"].as_str().unwrap_or_default().to_owned()
}

/// Have a person told by letter, and their pause ended a week later.
pub async fn released(world: &World, person: &str) {
    let cookie = &world.staff(Role::Owner).await;
    let path = format!("/people/{person}/restriction");
    let on = hjemmel_model::legal_day(world.clock.now()).to_string();
    let told = world.api(cookie, "POST", &format!("{path}/told"), Some(json!({ "how": "letter", "on": on }))).await;
    assert_eq!(told.status, 200, "{:?}", told.json());
    world.wait_ms(7 * 86_400_000).await;
    let cookie = &world.staff(Role::Owner).await;
    let ended = world.api(cookie, "PUT", &path, Some(json!({ "restricted": false }))).await;
    assert_eq!((ended.status.as_u16(), &ended.json()["restricted"]), (200, &json!(false)), "{:?}", ended.json());
}

async fn links(world: &World, cookie: &str, person: &str) -> Value {
    world.api(cookie, "GET", &format!("/people/{person}?language=en"), None).await.json()["links"].clone()
}

/// Paths that are shown under a person's name, and how many browsers show nothing.
async fn visits(world: &World, cookie: &str, person: &str) -> (usize, i64) {
    let seen = world.api(cookie, "GET", &format!("/people/{person}/visits"), None).await;
    assert_eq!(seen.status, 200, "{:?}", seen.json());
    (seen.json()["events"].as_array().unwrap().len(), seen.json()["refused"].as_i64().unwrap())
}

async fn server_says(world: &World, cookie: &str, email: &str, token: &str) -> Answer {
    let body = json!({
        "site_key": world.site.key, "token": token, "identifier": { "kind": "email", "value": email }
    });
    world.api(cookie, "POST", "/visitors/link", Some(body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_so_sees_their_browser_joined_and_may_part_it() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &["statistics", "profile"]).await;
        world.view(&browser, "a").await;
        world.view(&browser, "b").await;
        world.running.lake.flush().await.unwrap();

        // Whoever allows no profile is not even asked.
        let other = world.choose("", &["statistics"]).await;
        world.view(&other, "c").await;
        let page = joined(&world, &form, &topics, BO, &other, true).await;
        assert!(!page.contains("name=\"join\""), "{page}");
        let bo = person(&world, &owner, BO).await;
        assert_eq!((links(&world, &owner, &bo).await, visits(&world, &owner, &bo).await), (json!([]), (0, 0)));

        let page = joined(&world, &form, &topics, EVA, &browser, true).await;
        assert!(page.contains("name=\"join\"") && !page.contains(" checked"), "B-06: asked, and not ticked: {page}");
        let eva = person(&world, &owner, EVA).await;
        assert_eq!(visits(&world, &owner, &eva).await, (2, 0));
        world.view(&browser, "d").await;
        assert_eq!(visits(&world, &owner, &eva).await, (3, 0), "what is not in a file yet too");
        let joined = links(&world, &owner, &eva).await;
        assert_eq!((&joined[0]["source"], &joined[0]["allowed"]), (&json!("holder"), &json!(true)));
        let told = serde_json::to_string(&joined).unwrap();
        assert!(!told.contains("visitor"), "staff never see the number of a browser: {told}");

        // It says no in the banner: at once nothing shows, and what it did still counts where that is allowed.
        let before = world.page_views(&owner, "statistics").await;
        let kept = world.choose(&browser, &["statistics"]).await;
        assert_eq!(visits(&world, &owner, &eva).await, (0, 1));
        let refused = links(&world, &owner, &eva).await;
        assert_eq!((&refused[0]["allowed"], &refused[0]["refusal"]["rule"]["id"]), (&json!(false), &json!("T-08")));
        assert_eq!(world.page_views(&owner, "statistics").await, before);

        // A yes later does not bring back what a no took: whose it is has to be said again.
        let again = world.choose(&kept, &["statistics", "profile"]).await;
        assert_eq!(visits(&world, &owner, &eva).await, (0, 1));
        assert_eq!(server_says(&world, &owner, EVA, &again).await.status, 201);
        world.view(&again, "e").await;
        assert_eq!(visits(&world, &owner, &eva).await.1, 0);

        // Parted, both are as they were.
        for joined in links(&world, &owner, &eva).await.as_array().unwrap() {
            let path = format!("/people/{eva}/links/{}", joined["id"].as_str().unwrap());
            assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 204);
            assert_eq!(world.api(&owner, "DELETE", &path, None).await.status, 404);
        }
        assert_eq!((links(&world, &owner, &eva).await, visits(&world, &owner, &eva).await), (json!([]), (0, 0)));
        assert_eq!(world.page_views(&owner, "statistics").await, before + 1);
        assert_eq!(server_says(&world, &owner, BO, &again).await.status, 201, "it can be somebody else's now");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_browser_an_objection_and_a_pause_join_nothing() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &["statistics", "profile"]).await;
        world.view(&browser, "a").await;
        joined(&world, &form, &topics, EVA, &browser, false).await;
        let (eva, support) = (person(&world, &owner, EVA).await, world.staff(Role::Analyst).await);
        assert_eq!(links(&world, &owner, &eva).await, json!([]), "the button alone joins nothing");
        assert_eq!(server_says(&world, &support, EVA, &browser).await.code(), "not_allowed");
        for (email, token, status, code) in [
            ("nobody@blomsterhuset.example", browser.as_str(), 404, "not_found"),
            (EVA, "", 403, "refused"),
            (EVA, "v1.forged", 403, "refused"),
        ] {
            let answer = server_says(&world, &owner, email, token).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{:?}", answer.json());
        }
        assert_eq!(server_says(&world, &owner, EVA, &browser).await.status, 201);
        assert_eq!(server_says(&world, &owner, EVA, &browser).await.status, 201, "saying it again is no harm");
        assert_eq!(links(&world, &owner, &eva).await.as_array().unwrap().len(), 1);

        // Another person at the same device: they are kept apart, and the answer says by which rule.
        joined(&world, &form, &topics, BO, &browser, true).await;
        let bo = person(&world, &owner, BO).await;
        assert_eq!(links(&world, &owner, &bo).await, json!([]));
        let shared = server_says(&world, &owner, BO, &browser).await;
        assert!(shared.json()["detail"].as_str().unwrap().contains("(P-10)"), "{:?}", shared.json());

        // A pause hides it, its end shows it; an objection hides it.
        let restrict = format!("/people/{eva}/restriction");
        assert_eq!(world.api(&owner, "PUT", &restrict, Some(json!({ "restricted": true }))).await.status, 200);
        assert_eq!(visits(&world, &owner, &eva).await, (0, 1));
        released(&world, &eva).await;
        let owner = world.staff(Role::Owner).await;
        assert_eq!(visits(&world, &owner, &eva).await, (1, 0));
        let objects = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{eva}/withdraw"), objects).await.status, 204);
        assert_eq!(visits(&world, &owner, &eva).await, (0, 1));
        let refusal = server_says(&world, &owner, EVA, &browser).await;
        assert_eq!((refusal.status.as_u16(), refusal.code().as_str()), (403, "refused"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_closes_direct_marketing_in_every_browser_of_theirs_and_no_newsletter_opens_it() {
    for world in worlds().await {
        let all = ["statistics", "personalisation", "marketing", "ads", "profile"];
        world.publish(&all).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &all).await;
        world.view(&browser, "a").await;
        joined(&world, &form, &topics, EVA, &browser, true).await;
        let eva = person(&world, &owner, EVA).await;
        let counted = async || {
            let mut all = Vec::new();
            for purpose in ["statistics", "personalisation", "marketing", "ads"] {
                all.push(world.page_views(&owner, purpose).await);
            }
            all
        };
        assert_eq!((counted().await, visits(&world, &owner, &eva).await), (vec![1, 1, 1, 1], (1, 0)));

        world.wait_ms(60_000).await;
        let objects = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{eva}/withdraw"), objects).await.status, 204);
        assert_eq!(counted().await, [1, 0, 0, 0], "P-11: at once, and only what is direct marketing");
        world.view(&browser, "b").await;
        assert_eq!((counted().await, visits(&world, &owner, &eva).await), (vec![2, 0, 0, 0], (0, 1)));

        // A yes to a newsletter is one to that, and to nothing that looks at what they do.
        world.wait_ms(60_000).await;
        joined(&world, &form, &topics, EVA, "", false).await;
        assert!(reach(&world, &owner, EVA).await.iter().any(|topic| topic.1), "written to again");
        assert_eq!((counted().await, visits(&world, &owner, &eva).await), (vec![2, 0, 0, 0], (0, 1)));
        assert_eq!(server_says(&world, &owner, EVA, &browser).await.status, 403);

        // Only a new choice that names it does; for marketing it counts for what comes after it.
        let again = world.choose(&browser, &all).await;
        world.view(&again, "c").await;
        assert_eq!(counted().await, [3, 1, 1, 1]);
        assert_eq!(server_says(&world, &owner, EVA, &again).await.status, 201);
        assert_eq!(visits(&world, &owner, &eva).await, (3, 0));

        // What a browser allowed ends, and so does what it is shown for (B-18).
        world.wait_ms(200 * 86_400_000).await;
        let owner = world.staff(Role::Owner).await;
        assert_eq!(visits(&world, &owner, &eva).await, (0, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_reaches_browsers_that_come_with_another_record() {
    for world in worlds().await {
        let all = ["statistics", "marketing", "ads", "profile"];
        world.publish(&all).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &all).await;
        world.view(&browser, "a").await;
        joined(&world, &form, &topics, BO, &browser, true).await;
        world.wait_ms(60_000).await;
        joined(&world, &form, &topics, EVA, "", false).await;
        let eva = person(&world, &owner, EVA).await;
        let objects = Some(json!({ "objects": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{eva}/withdraw"), objects).await.status, 204);
        assert_eq!(world.page_views(&owner, "marketing").await, 1, "he is somebody else so far");
        let with = Some(json!({ "identifier": { "kind": "email", "value": BO }, "source": "staff" }));
        let answer = world.api(&owner, "POST", &format!("/people/{eva}/joins"), with).await;
        assert!(answer.status.is_success(), "{:?}", answer.json());
        let counted = [world.page_views(&owner, "statistics").await, world.page_views(&owner, "marketing").await];
        assert_eq!(counted, [1, 0], "P-11");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_down_has_a_source_and_what_may_not_be_is_refused() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let put = async |identifiers: Value, attributes: Value| {
            let body = json!({ "identifiers": identifiers, "attributes": attributes, "source": "shop" });
            world.api(&owner, "POST", "/people", Some(body)).await
        };
        let email = |value: &str| json!([{ "kind": "email", "value": value }]);
        let made =
            put(email(" Eva.Holm@Blomsterhuset.example"), json!({ "city": "Aarhus", "first_name": "Eva" })).await;
        assert_eq!(made.status, 200, "{:?}", made.json());
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let number = json!([{ "kind": "email", "value": EVA }, { "kind": "customer_number", "value": "K-1" }]);
        assert_eq!(put(number, json!({ "city": "" })).await.json()["id"], id, "the same person, one more number");
        let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
        let known: Vec<_> =
            detail["attributes"].as_array().unwrap().iter().map(|a| (&a["name"], &a["source"])).collect();
        assert_eq!(known, [(&json!("first_name"), &json!("shop"))]);
        assert_eq!(person(&world, &owner, "K-1").await, id);

        assert_eq!(put(email(BO), json!({})).await.status, 200);
        let two = json!([{ "kind": "email", "value": BO }, { "kind": "customer_number", "value": "K-1" }]);
        assert_eq!(put(two, json!({})).await.status, 409, "two people are not made one by the way");
        for (identifiers, attributes, said) in [
            (json!([]), json!({}), ""),
            (email("no address"), json!({}), ""),
            (email(EVA), json!({ "cpr_nr": "x" }), "N-01"),
            (email(EVA), json!({ "note": "311299-1234" }), "N-01"),
            (email(EVA), json!({ "food_allergy": "nuts" }), "P-08"),
            (email(EVA), json!({ "note": "er sygemeldt med diabetes" }), "P-08"),
            (email(EVA), json!({ "straffeattest": "ren" }), "P-18"),
            (json!([{ "kind": "customer_number", "value": "2110625629" }]), json!({}), "N-01"),
            (json!([{ "kind": "customer_number", "value": "811228-9874" }]), json!({}), "N-02"),
            (email(EVA), json!({ "City": "x" }), ""),
            (email(EVA), json!({ "city": "a\nb" }), ""),
        ] {
            let refused = put(identifiers, attributes.clone()).await;
            let detail = refused.json()["detail"].as_str().unwrap_or_default().to_owned();
            assert_eq!(refused.status, 422, "{attributes} {detail}");
            assert!(detail.contains(said) && !detail.contains("311299"), "{attributes} {detail}");
        }
        let order = async |number: &str, currency: &str| {
            let body = json!({
                "identifier": { "kind": "customer_number", "value": "K-1" }, "number": number,
                "lines": ["1 × Roser", "Teststrimler til diabetes"], "total_minor": 34_900, "currency": currency, "law": "se",
                "at_ms": crate::world::NOW.0, "source": "shop"
            });
            world.api(&owner, "POST", "/orders", Some(body)).await
        };
        assert_eq!((order("A-1", "SEK").await.status.as_u16(), order("A-1", "SEK").await.status.as_u16()), (200, 200));
        assert_eq!((order("A-2", "kroner").await.status.as_u16(), order("", "SEK").await.status.as_u16()), (422, 422));
        assert_eq!(order("cpr 211062-5629", "SEK").await.status, 422, "N-01");
        let detail = world.api(&owner, "GET", &format!("/people/{id}"), None).await.json();
        assert_eq!(detail["orders"].as_array().unwrap().len(), 1);
        assert_eq!(detail["orders"][0]["lines"], json!(["1 × Roser", "Teststrimler til [removed]"]), "C-21/23");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_hands_a_yes_in_with_words_and_a_no_stands_against_it() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let put = async |email: &str, more: Value| {
            let mut body = json!({
                "email": email, "topics": topics[..1], "form": form, "version": 1, "language": "da",
                "page": "https://shop.example/konto?kunde=7"
            });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let answer = world.api(&owner, "POST", "/people/permissions", Some(body)).await;
            (answer.status.as_u16(), answer.json()["status"].as_str().unwrap_or(&answer.code()).to_owned())
        };
        let allowed = async |email: &str| reach(&world, &owner, email).await.iter().map(|r| r.1).collect::<Vec<_>>();
        // By mail first, unless the server answers for it.
        assert_eq!(put(BO, json!({})).await, (202, "asked".into()));
        assert_eq!((allowed(BO).await, mails(&world, 0).await.len()), (vec![false, false], 1));
        assert_eq!(put(EVA, json!({ "confirm": false })).await, (202, "given".into()));
        assert_eq!((allowed(EVA).await, mails(&world, 1).await.len()), (vec![true, false], 0));
        let eva = person(&world, &owner, EVA).await;
        let proof = world.api(&owner, "GET", &format!("/people/{eva}"), None).await.json()["permissions"][0].clone();
        assert_eq!((&proof["source"], &proof["page"]), (&json!("api"), &json!("https://shop.example/konto")));
        assert!(proof["form_hash"].as_str().unwrap().starts_with("sha256:"));

        // She says no; what is handed in late, from before, does not undo it, and what she says anew does.
        let no = Some(json!({ "objects": false }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{eva}/withdraw"), no).await.status, 204);
        let before = crate::world::NOW.0 - 60_000;
        for late in [json!({ "confirm": false, "at_ms": before }), json!({ "confirm": false })] {
            assert_eq!(put(EVA, late).await, (403, "refused".into()));
            assert_eq!(allowed(EVA).await, [false, false]);
        }
        world.wait_ms(1_000).await;
        assert_eq!(put(EVA, json!({ "confirm": false })).await, (202, "given".into()));
        assert_eq!(allowed(EVA).await, [true, false]);

        let vouched = |more: Value| {
            let mut all = json!({ "confirm": false });
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            all
        };
        for (more, status) in [
            (json!({ "email": "nobody" }), 422),
            (json!({ "topics": [] }), 422),
            (json!({ "topics": ["top_unknown"] }), 422),
            (json!({ "page": "konto" }), 422),
            (json!({ "at_ms": crate::world::NOW.0 + 86_400_000 }), 422),
            (json!({ "version": 9 }), 404),
            (json!({ "form": "form_unknown" }), 404),
        ] {
            assert_eq!(put(EVA, vouched(more.clone())).await.0, status, "{more}");
        }
    }
}

pub async fn own(world: &World, token: &str, what: &str) -> Answer {
    submit(world, "/p/browser", &[("site", &world.site.key), ("token", token), ("l", "da"), ("do", what)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_sees_takes_home_and_erases_what_it_left() {
    for world in worlds().await {
        world.publish(&["statistics", "profile", "ads"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let (mine, theirs) =
            (world.choose("", &["statistics", "profile", "ads"]).await, world.choose("", &["statistics"]).await);
        for (token, id) in [(&mine, "a"), (&mine, "b"), (&theirs, "c")] {
            world.view(token, id).await;
        }
        world.running.lake.flush().await.unwrap();
        world.view(&mine, "d").await;
        joined(&world, &form, &topics, EVA, &mine, true).await;
        let page = |answer: &Answer| String::from_utf8_lossy(&answer.body).into_owned();

        let how = page(&look(&world, "GET", "/p/browser").await);
        assert!(how.contains("Samtykke") && !how.contains("<form"), "{how}");
        let seen = own(&world, &mine, "").await;
        let html = page(&seen);
        assert!(html.contains("Ja til: ") && html.matches("22. november 2026").count() >= 4, "{html}");
        assert!(!html.contains(EVA), "whoever sits there is shown no person: {html}");
        assert_eq!(seen.headers["cache-control"], "no-store");
        let copy = own(&world, &mine, "copy").await.json();
        assert_eq!(copy["visits"].as_array().unwrap().len(), 3, "each once, whatever it may be used for: {copy}");
        assert_eq!(copy["choices"].as_array().unwrap().len(), 1);
        for token in ["", "v1.forged", "refused.d", &mine.replace("v1.", "v1.A")] {
            assert!(page(&own(&world, token, "erase").await).contains("ligger ikke noget"), "{token}");
        }
        assert!(page(&own(&world, &mine, "ask").await).contains("kan ikke fortrydes"));
        assert_eq!(world.page_views(&owner, "statistics").await, 4, "asking erases nothing");

        let done = page(&own(&world, &mine, "erase").await);
        let receipt = done.split("/p/receipt/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        assert_eq!(world.page_views(&owner, "statistics").await, 1, "at once, and nobody else's");
        assert_eq!(own(&world, &mine, "copy").await.json()["visits"], json!([]));
        assert_eq!(own(&world, &mine, "erase").await.status, 404, "once");
        let eva = person(&world, &owner, EVA).await;
        assert_eq!((links(&world, &owner, &eva).await, visits(&world, &owner, &eva).await), (json!([]), (0, 0)));
        let records = world.api(&owner, "GET", &format!("/sites/{}/consents", world.site.id), None).await.json();
        let known = records.as_array().unwrap().iter().filter(|r| r["subject"] != "").count();
        assert_eq!(known, 1, "that somebody chose stays, and not who");
        while world.running.app.job_step().await.unwrap() {}
        assert_eq!(world.running.lake.rows_of(&world.site.id, &[]).await.unwrap().all, 1);
        let page = page(&look(&world, "GET", &format!("/p/receipt/{receipt}/page")).await);
        assert!(page.contains("6 × "), "under each of its two numbers: {page}");
        // The old token counts for nothing, and a new choice is somebody new.
        world.view(&mine, "e").await;
        let anew = world.choose(&mine, &["statistics"]).await;
        world.view(&anew, "f").await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2);
        assert_eq!(own(&world, &anew, "copy").await.json()["visits"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_did_is_shown_a_page_at_a_time() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &["statistics", "profile"]).await;
        for round in 0..2 {
            world.wait_ms(1_000).await;
            let event =
                |n: usize| json!({ "id": format!("{round}-{n}"), "n": "page_view", "u": "https://shop.example/" });
            let body = json!({ "token": browser, "events": (0..150).map(event).collect::<Vec<_>>() });
            assert_eq!(world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await.status, 200);
        }
        joined(&world, &form, &topics, EVA, &browser, true).await;
        let eva = person(&world, &owner, EVA).await;
        let page = async |before: &str| {
            let page = world.api(&owner, "GET", &format!("/people/{eva}/visits{before}"), None).await.json();
            let events = page["events"].as_array().unwrap().clone();
            (events.len(), page["more"] == true, events.last().map_or(0, |e| e["at_ms"].as_i64().unwrap()))
        };
        let (first, more, last) = page("").await;
        assert_eq!((first, more), (150, true), "what was in one moment comes together");
        let (second, more, _) = page(&format!("?before_ms={last}")).await;
        assert_eq!((second, more), (150, false));
    }
}
