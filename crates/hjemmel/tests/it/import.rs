//! People from a file: graded by evidence, a no binds, the same file twice changes nothing, a stop loses nothing.

mod files;
mod large;
mod stops;

use std::sync::Arc;

use axum::http::Request;
use hjemmel_app::App;
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

/// Hand a file in; gives where its import is.
pub async fn begun(world: &World, cookie: &str, query: &str, file: &str) -> String {
    let begun = begin(world, cookie, query, file.to_owned()).await;
    assert_eq!(begun.status, 202, "{:?}", begun.json());
    format!("/imports/{}", begun.json()["import"]["id"].as_str().unwrap())
}

/// Bring a file in to its end; gives the report. Whoever looks first sees what comes.
pub async fn done(world: &World, cookie: &str, query: &str, file: &str) -> Value {
    if query.contains("dry=true") {
        return gone_through(world, cookie, query, file).await;
    }
    let looked = gone_through(world, cookie, &format!("{query}&dry=true"), file).await;
    let report = gone_through(world, cookie, query, file).await;
    assert_eq!(looked["outcomes"], report["outcomes"], "{file}");
    report
}

async fn gone_through(world: &World, cookie: &str, query: &str, file: &str) -> Value {
    let path = begun(world, cookie, query, file).await;
    while world.running.app.job_step().await.unwrap() {}
    let now = world.api(cookie, "GET", &path, None).await.json();
    assert_eq!(now["import"]["state"], "done", "{now}");
    now["report"].clone()
}

/// A program that is told to stop: what takes turns does one step, and no more.
fn stopping(world: &World) -> App {
    let mut app = world.running.app.clone();
    app.running = Arc::default();
    app.stop();
    app
}

/// What lies in the database of files that are brought in.
async fn kept(world: &World) -> Vec<String> {
    let parts = "select body_enc from import_part union all select value_hash from import_doubt";
    let rows = world.running.app.store.db().read(parts, &[]).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

/// The end of every address, as it is and wherever it would stand in Base64.
const CLEAR: [&str; 4] = ["x.example", "eC5leGFtcGxl", "ZXhhbXBs", "LmV4YW1w"];

/// Rows of every kind, in more parts than are read at a time.
fn many(count: usize) -> String {
    let mut file = String::from("email,status,consented_at,source,wording,Mobil,Kundenr.,uuid\r\n");
    let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
    let note = "ø".repeat(600);
    for n in 0..count {
        let row = match n % 10 {
            0 => format!("p{n}@x.example,unsubscribed,,,,,"),
            1 => format!("p{n}@x.example,subscribed,,,,,K-{n}"),
            2 => format!("p{n}@x.example,\"something\nelse\",{yes},,"),
            3 => "not an address,,,,,,".to_owned(),
            4 => format!("p{}@x.example,subscribed,{yes},,", n - 2),
            5 => format!("p{n}@x.example,cleaned,,,,12345678,"),
            _ => format!("p{n}@x.example,subscribed,{yes},+45 1234 {n:04},K-{n}"),
        };
        file.push_str(&format!("{row},{note}\r\n"));
    }
    file
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_brought_in_is_found_by_their_numbers() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        sign_up(&world, &form, "here@x.example", &topics[..1]).await;
        submit(&world, &link(&mails(&world, 0).await[0].text, "confirm"), &[]).await;
        sign_up(&world, &form, "silent@x.example", &topics[..1]).await;
        let file = "email;status;telefon;kundnummer\n\
            here@x.example;subscribed;+45 11 11 11 11;1001\n\
            new@x.example;subscribed;0046 701 23 45 67;1002\n\
            other@x.example;subscribed;+46701234567;1003\n\
            wrong@x.example;subscribed;12 34 56 78;1004\n\
            silent@x.example;subscribed;+4522222222;1005\n\
            gone@x.example;unsubscribed;+4533333333;1006\n";
        let found = async |what: &str| {
            let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": what }))).await.json();
            found["people"][0]["identifiers"][0]["value"].as_str().unwrap_or_default().to_owned()
        };
        done(&world, &owner, &format!("{query}&dry=true"), file).await;
        assert_eq!(found("1002").await, "", "a look stores nothing");
        let report = done(&world, &owner, &query, file).await;
        assert_eq!(report["outcomes"], json!({ "known": 2, "stored": 3, "stopped": 1 }));
        let missing = json!({ "date": 3, "identifier_taken": 1, "phone": 1, "place": 3, "words": 3 });
        assert_eq!(report["missing"], missing);
        assert_eq!(
            (&report["columns"]["phone"], &report["columns"]["customer_number"]),
            (&json!("telefon"), &json!("kundnummer"))
        );
        for (number, email) in [
            ("+4511111111", "here@x.example"),
            ("1001", "here@x.example"),
            ("+46 701 234567", "new@x.example"),
            ("1002", "new@x.example"),
            ("1003", "other@x.example"),
            ("1004", "wrong@x.example"),
            ("1006", "gone@x.example"),
            ("1005", ""),
        ] {
            assert_eq!(found(number).await, email, "{number}");
        }
        let again = done(&world, &owner, &query, file).await;
        assert_eq!(
            again["missing"],
            json!({ "identifier_taken": 1, "phone": 1 }),
            "the same numbers are theirs already"
        );
        // Somebody who never answered leaves nothing behind, no number either.
        world.wait_ms(15 * 86_400_000).await;
        world.running.app.retention().run().await.unwrap();
        let owner = world.staff(Role::Owner).await;
        let all = world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json();
        assert_eq!(all["total"], 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_erased_meanwhile_is_brought_back_by_no_row() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        sign_up(&world, &form, "eva@x.example", &topics[..1]).await;
        submit(&world, &link(&mails(&world, 0).await[0].text, "confirm"), &[]).await;
        let yes = "subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let file = format!("email,status,consented_at,source,wording\neva@x.example,{yes}\nbo@x.example,{yes}\n");
        let path = begun(&world, &owner, &query, &file).await;
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": "eva@x.example" }))).await.json();
        let person = found["people"][0]["id"].as_str().unwrap();
        let mark = Some(json!({ "no_mail_mark": false }));
        let erased = world.api(&owner, "POST", &format!("/people/{person}/erasure"), mark).await;
        assert!(erased.json()["receipt"].as_str().unwrap().contains("files that are being brought in"));
        while world.running.app.job_step().await.unwrap() {}
        let report = world.api(&owner, "GET", &path, None).await.json()["report"].clone();
        assert_eq!(report["outcomes"], json!({ "erased": 1, "usable": 1 }));
        assert!(reach(&world, &owner, "eva@x.example").await.is_empty() && kept(&world).await.is_empty());
        // A file of after that is another matter.
        assert_eq!(done(&world, &owner, &query, &file).await["outcomes"], json!({ "known": 1, "usable": 1 }));
    }
}

/// `done` compares them, whatever a file says twice of one address, or of one person by several numbers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_shows_what_comes() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let yes = "subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let head = "phone,email,status,consented_at,source,wording";
        let sms = format!("{query}&channel=sms");
        for (query, rows) in [
            (&sms, format!("20101406,,unsubscribed,,,\n+4520101406,,{yes}\n")),
            (&sms, format!("+4520101407,,{yes}\n20101407,,unsubscribed,,,\n+4520101407,,{yes}\n")),
            (
                &sms,
                format!("+4520101408,p@x.example,unsubscribed,,,\n+4520101409,p@x.example,{yes}\n+4520101408,,{yes}\n"),
            ),
            (
                &sms,
                format!(
                    "+4520101410,q@x.example,{yes}\n+4520101410,q@x.example,{yes}\n+4520101411,q@x.example,{yes}\n"
                ),
            ),
            (
                &query,
                format!(
                    ",a@x.example,cleaned,,,\n,a@x.example,{yes}\n,b@x.example,complained,,,\n,b@x.example,{yes}\n"
                ),
            ),
            (
                &query,
                format!(
                    ",c@x.example,{yes}\n,C@x.example,{yes}\n,d@x.example,,,,\n,d@x.example,,,,\n,d@x.example,{yes}\n"
                ),
            ),
            (
                &query,
                format!(
                    ",e@x.example,never subscribed,,,\n,e@x.example,{yes}\n,f@x.example,nonsense,,,\n,f@x.example,{yes}\n"
                ),
            ),
            // And once more, when they are known.
            (
                &query,
                format!(",c@x.example,unsubscribed,,,\n,c@x.example,{yes}\n,a@x.example,{yes}\n,e@x.example,{yes}\n"),
            ),
            (
                &sms,
                format!("+4520101410,q@x.example,unsubscribed,,,\n+4520101411,,{yes}\n+4520101412,q@x.example,{yes}\n"),
            ),
        ] {
            done(&world, &owner, query, &format!("{head}\n{rows}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dated_no_ends_what_was_said_before_it_and_no_more() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let yes = |at: &str| {
            format!(
                "email,status,consented_at,source,wording\na@x.example,subscribed,{at},https://shop.example/,Ja tak til nyheder hver uge\n"
            )
        };
        let of = |topic: usize| format!("topic={}&form={form}", topics[topic]);
        done(&world, &owner, &of(0), &yes("2024-01-01")).await;
        done(&world, &owner, &of(1), &yes("2025-06-01 10:30:00")).await;
        let states = async || reach(&world, &owner, "a@x.example").await.into_iter().map(|r| r.2).collect::<Vec<_>>();
        assert_eq!(states().await, ["given", "given"]);
        let no = |at: &str| format!("email,status,unsubscribed_at\na@x.example,unsubscribed,{at}\n");
        assert_eq!(done(&world, &owner, &of(0), &no("2025-01-01")).await["outcomes"], json!({ "stopped": 1 }));
        assert_eq!(states().await, ["withdrawn", "given"], "the one they said since stays");
        assert_eq!(done(&world, &owner, &of(0), &no("2025-01-01")).await["outcomes"], json!({ "known": 1 }));
        assert_eq!(done(&world, &owner, &of(0), &yes("2024-01-01")).await["outcomes"], json!({ "said_no": 1 }));
        // Another address of theirs, or another sender, that was left then is not spared by a yes elsewhere.
        let sender =
            json!({ "name": "Kurser ApS", "address": "Gaden 2", "contact": "k@kurser.example", "policy_url": "/p" });
        let draft = json!({ "name": "B", "sender": sender, "topics": topics, "title": crate::people::three("Kurser") });
        let other = world.api(&owner, "POST", "/forms", Some(draft)).await.json()["id"].as_str().unwrap().to_owned();
        let to = |form: &str| format!("topic={}&form={form}", topics[0]);
        let of_b = |file: String| file.replace("a@x", "b@x");
        done(&world, &owner, &to(&form), &of_b(yes("2024-01-01"))).await;
        done(&world, &owner, &to(&other), &of_b(yes("2025-06-01 10:30:00"))).await;
        assert_eq!(
            done(&world, &owner, &to(&form), &of_b(no("2025-01-01"))).await["outcomes"],
            json!({ "stopped": 1 })
        );
        assert!(reach(&world, &owner, "b@x.example").await.iter().all(|r| !r.1));
        // Of the same day without an hour it is not known which came first.
        assert_eq!(done(&world, &owner, &of(1), &no("2025-06-01")).await["outcomes"], json!({ "stopped": 1 }));
        assert_eq!(states().await, ["withdrawn", "withdrawn"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_in_a_column_of_yeses_binds_whatever_the_order() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let file = format!(
            "email,Accepts Email Marketing,consented_at,source,wording\na@x.example,yes,{yes}\nb@x.example,no,{yes}\n\
             c@x.example,yes,{yes}\nc@x.example,no,{yes}\nd@x.example,no,{yes}\nd@x.example,yes,{yes}\n"
        );
        done(&world, &owner, &query, &file).await;
        let allowed = async |email: &str| reach(&world, &owner, email).await.iter().any(|r| r.1);
        assert!(allowed("a@x.example").await);
        for email in ["b@x.example", "c@x.example", "d@x.example"] {
            assert!(!allowed(email).await, "{email}");
        }
        // What was a yes and is none any more ends.
        done(&world, &owner, &query, "email,opt_in\na@x.example,0\n").await;
        assert!(!allowed("a@x.example").await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_about_text_messages_is_about_them_alone() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        sign_up(&world, &form, "here@x.example", &topics[..1]).await;
        submit(&world, &link(&mails(&world, 0).await[0].text, "confirm"), &[]).await;
        let yes = "2026-03-01,https://shop.example/,Ja tak til SMS hver uge";
        let file = format!(
            "phone,email,status,consented_at,source,wording\n+4511111111,here@x.example,subscribed,{yes}\n\
             +4522222222,,subscribed,{yes}\n+4533333333,,unsubscribed,,,\n12345678,,subscribed,{yes}\n"
        );
        let report = done(&world, &owner, &format!("{query}&channel=sms"), &file).await;
        assert_eq!(report["outcomes"], json!({ "stopped": 1, "usable": 2 }));
        assert_eq!(report["errors"], json!([{ "line": 5, "code": "phone" }]));
        let by = async |number: &str| {
            let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": number }))).await.json();
            let path = format!("/people/{}", found["people"][0]["id"].as_str().unwrap());
            let detail = world.api(&owner, "GET", &path, None).await.json();
            let line = |r: &Value| format!("{} {}", r["channel"].as_str().unwrap(), r["state"].as_str().unwrap());
            let of = |r: &&Value| r["topic"] == json!(topics[0]);
            detail["reach"].as_array().unwrap().iter().filter(of).map(line).collect::<Vec<_>>()
        };
        assert_eq!(by("+4511111111").await, ["email given", "sms given"], "whoever has the address has the number");
        assert_eq!(
            (by("+4522222222").await, by("+4533333333").await),
            (vec!["sms given".into()], vec!["sms withdrawn".into()])
        );
        // Who wants no mail ever, known by the address alone, is not brought back by a number.
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": "+4533333333" }))).await.json();
        let person = found["people"][0]["id"].as_str().unwrap();
        let mark = Some(json!({ "no_mail_mark": true }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{person}/erasure"), mark).await.status, 201);
        let back = format!(
            "phone,email,status,consented_at,source,wording\n+4533333333,new@x.example,subscribed,{yes}\n\
             +4544444444,new@x.example,subscribed,{yes}\n"
        );
        let report = done(&world, &owner, &format!("{query}&channel=sms"), &back).await;
        assert_eq!(report["outcomes"], json!({ "no_mail": 1, "usable": 1 }));
        // A no to text messages leaves the mail, and a file of mail addresses the text messages.
        let no = "phone,status\n+4511111111,unsubscribed\n";
        done(&world, &owner, &format!("{query}&channel=sms"), no).await;
        assert_eq!(by("+4511111111").await, ["email given", "sms withdrawn"]);
    }
}
