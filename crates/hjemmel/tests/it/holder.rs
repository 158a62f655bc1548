//! The holder of an address sees what is held, takes it home, objects, pauses, is erased; and staff handle what comes by
//! letter, on a legal clock.

use axum::http::{Request, header};
use hjemmel_mail::Caught;
use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::{
    people::{encoded, form, kept, link, look, mails, reach, sign_up, submit},
    world::{Answer, World, worlds},
};

const EVA: &str = "eva.holm@blomsterhuset.example";

async fn known(world: &World, owner: &str) -> (String, Vec<String>) {
    let (form, topics) = form(world, owner).await;
    sign_up(world, &form, EVA, &topics).await;
    let confirm = link(&mails(world, 0).await[0].text, "confirm");
    submit(world, &confirm, &[]).await;
    (form, topics)
}

fn hidden(html: &[u8], name: &str) -> String {
    let html = String::from_utf8_lossy(html);
    let at = html.find(&format!("name=\"{name}\" value=\"")).unwrap();
    html[at..].split('"').nth(3).unwrap().to_owned()
}

fn code_in(mail: &Caught) -> String {
    assert!(mail.subject.contains("kode"), "{}", mail.subject);
    mail.text
        .lines()
        .find(|l| l.trim().len() == 9 && l.trim().bytes().all(|b| b.is_ascii_digit() || b == b' '))
        .unwrap()
        .trim()
        .to_owned()
}

async fn tries(world: &World, form: &str, secret: &str, code: &str) -> Answer {
    submit(world, "/p/mine/code", &[("form", form), ("request", secret), ("code", code), ("l", "da")]).await
}

/// Ask for a code and use it; gives the cookie.
pub async fn opened(world: &World, form: &str, before: usize) -> String {
    let asked = submit(world, &format!("/p/mine/{form}"), &[("email", EVA), ("l", "da")]).await;
    assert_eq!(asked.status, 200);
    let mail = mails(world, before).await.pop().unwrap();
    let answer = tries(world, form, &hidden(&asked.body, "request"), &code_in(&mail)).await;
    assert_eq!(answer.status, 303);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/p/mine"));
    cookie.split(';').next().unwrap().to_owned()
}

async fn mine(world: &World, cookie: &str, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .header("accept-language", "da")
        .header("content-type", "application/x-www-form-urlencoded");
    world.send(request.body(encoded(fields).into()).unwrap()).await
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).replace("&#x2f;", "/")
}

/// How many entries the journal beside the keys ever had.
async fn journal(world: &World) -> i64 {
    let path = world.config.keys_folder().join("persons.db");
    let keys = hjemmel_store::Db::open(&format!("sqlite:{}", path.display())).await.unwrap();
    keys.read("select coalesce(max(seq), 0) from journal", &[]).await.unwrap()[0].int(0).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_opens_once_for_who_asked_and_nobody_learns_who_is_known() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, _) = known(&world, &owner).await;
        let path = format!("/p/mine/{form}");
        assert!(text(&look(&world, "GET", &path).await).contains("Skriv din e-mailadresse"));
        let asked = submit(&world, &path, &[("email", EVA), ("l", "da")]).await;
        let stranger = submit(&world, &path, &[("email", "nobody@x.example"), ("l", "da")]).await;
        let (secret, other) = (hidden(&asked.body, "request"), hidden(&stranger.body, "request"));
        assert_eq!(text(&asked).replace(&secret, ""), text(&stranger).replace(&other, ""), "the page says the same");
        let sent = mails(&world, 1).await;
        assert_eq!((sent.len(), sent[0].to.as_str()), (1, EVA));
        let code = code_in(&sent[0]);

        // Somebody else's secret does not fit the code; looking opens nothing.
        assert_eq!(tries(&world, &form, &other, &code).await.status, 422);
        assert_eq!(look(&world, "GET", "/p/mine").await.status, 410);
        assert_eq!(mine(&world, "hjemmel_mine=guess", "GET", "/p/mine", &[]).await.status, 410);
        assert_eq!(tries(&world, &form, &secret, &code).await.status, 303);
        assert_eq!(tries(&world, &form, &secret, &code).await.status, 422, "once");

        // Five wrong tries, and the right code counts no more.
        let asked = submit(&world, &path, &[("email", EVA), ("l", "da")]).await;
        let secret = hidden(&asked.body, "request");
        let code = code_in(&mails(&world, 2).await[0]);
        let wrong = if code == "0000 0000" { "11111111" } else { "00000000" };
        for _ in 0..5 {
            assert_eq!(tries(&world, &form, &secret, wrong).await.status, 422);
        }
        assert_eq!(tries(&world, &form, &secret, &code).await.status, 422);

        // Ten minutes, and it is old.
        let asked = submit(&world, &path, &[("email", EVA), ("l", "da")]).await;
        let code = code_in(&mails(&world, 3).await[0]);
        world.wait_ms(10 * 60_000).await;
        assert_eq!(tries(&world, &form, &hidden(&asked.body, "request"), &code).await.status, 422);
        // Three in a quarter of an hour, and no more are sent.
        submit(&world, &path, &[("email", EVA), ("l", "da")]).await;
        assert!(mails(&world, 4).await.is_empty());
        world.wait_ms(10 * 60_000).await;
        let cookie = opened(&world, &form, 4).await;
        assert_eq!(mine(&world, &cookie, "GET", "/p/mine", &[]).await.status, 200);
        world.wait_ms(30 * 60_000).await;
        assert_eq!(mine(&world, &cookie, "GET", "/p/mine", &[]).await.status, 410, "half an hour");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_is_shown_taken_home_and_acted_on() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = known(&world, &owner).await;
        let cookie = opened(&world, &form, 1).await;
        let page = mine(&world, &cookie, "GET", "/p/mine", &[]).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
        let html = text(&page);
        for said in [
            EVA,
            "Ja til Nyheder",
            "fra knappen i en bekræftelsesmail",
            "Datatilsynet",
            "Integritetsskydd",
            "mailserver",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }

        // A copy to take home: a page that needs nothing, JSON and CSV; and it stands in the queue as answered.
        let zip = mine(&world, &cookie, "POST", "/p/mine", &[("do", "copy")]).await;
        assert_eq!(zip.headers["content-type"], "application/zip");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip.body)).unwrap();
        let names: Vec<String> = archive.file_names().map(|n| n.unwrap().into_owned()).collect();
        assert!(names.contains(&"LAES-MIG.html".to_owned()) && names.contains(&"data/permissions.csv".to_owned()));
        let read = |archive: &mut zip::ZipArchive<std::io::Cursor<Vec<u8>>>, name: &str| {
            std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
        };
        let home = read(&mut archive, "LAES-MIG.html");
        assert!(home.contains(EVA) && !home.contains("src=") && !home.contains("href=\"http"), "{home}");
        let person: Value = serde_json::from_str(&read(&mut archive, "data/person.json")).unwrap();
        assert_eq!(person["person"]["identifiers"][0]["value"], EVA);
        assert!(read(&mut archive, "data/identifiers.csv").contains(EVA));

        // A pause: nothing is sent, and staff see it.
        let paused = mine(&world, &cookie, "POST", "/p/mine", &[("do", "restrict")]).await;
        assert!(text(&paused).contains("bliver kun opbevaret"));
        let lines = reach(&world, &owner, EVA).await;
        assert_eq!((lines[0].1, lines[0].3.as_str()), (false, "R-07"));
        mine(&world, &cookie, "POST", "/p/mine", &[("do", "release")]).await;
        assert!(reach(&world, &owner, EVA).await[0].1);

        // One topic less, then no marketing at all.
        mine(&world, &cookie, "POST", "/p/mine", &[("do", "topics"), ("keep", &kept(&topics[0]))]).await;
        let lines = reach(&world, &owner, EVA).await;
        assert_eq!((lines[0].1, lines[1].1, lines[1].2.as_str()), (true, false, "withdrawn"));
        mine(&world, &cookie, "POST", "/p/mine", &[("do", "object")]).await;
        let lines = reach(&world, &owner, EVA).await;
        assert_eq!((lines[0].2.as_str(), lines[1].2.as_str()), ("objected", "objected"));
        let html = text(
            &mine(&world, &cookie, "POST", "/p/mine", &[("do", "correct"), ("text", "Jeg hedder <b>Eva</b>")]).await,
        );
        assert!(html.contains("svarer inden en måned") && html.contains("&lt;b&gt;Eva"), "{html}");

        let list = world.api(&owner, "GET", "/requests", None).await.json();
        let kinds = |of: &str| {
            let of = list[of].as_array().unwrap().iter();
            of.map(|v| v["request"]["kind"].as_str().unwrap().to_owned()).collect::<std::collections::BTreeSet<_>>()
        };
        let named = |kinds: [&str; 2]| kinds.map(str::to_owned).into();
        assert_eq!(kinds("open"), named(["rectification", "restriction"]));
        assert_eq!(kinds("closed"), named(["access", "objection"]));
        for view in list["open"].as_array().unwrap() {
            let corrects = view["request"]["kind"] == "rectification";
            let text = if corrects { "Jeg hedder <b>Eva</b>" } else { "" };
            assert_eq!(view["request"]["text"], text);
            assert_eq!((&view["request"]["identity"], &view["days_left"]), (&json!("code"), &json!(30)));
        }

        // Another site's page does nothing here, whatever cookie the browser sends along.
        let foreign = Request::post("/p/mine/erase")
            .header("cookie", &cookie)
            .header("sec-fetch-site", "same-site")
            .header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(world.send(foreign.body("how=all".into()).unwrap()).await.status, 403);
        // Leaving ends it.
        assert_eq!(mine(&world, &cookie, "POST", "/p/mine", &[("do", "leave")]).await.status, 200);
        assert_eq!(mine(&world, &cookie, "GET", "/p/mine", &[]).await.status, 410);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_by_themself_with_a_receipt_and_a_request_that_names_nobody() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, _) = known(&world, &owner).await;
        let cookie = opened(&world, &form, 1).await;
        mine(&world, &cookie, "POST", "/p/mine", &[("do", "correct"), ("text", "Jeg hedder Eva Holm")]).await;
        let look_first = mine(&world, &cookie, "GET", "/p/mine/erase", &[]).await;
        assert!(text(&look_first).contains("kan ikke fortrydes"));
        assert_eq!(mine(&world, &cookie, "POST", "/p/mine/erase", &[]).await.status, 422, "neither way was chosen");
        let done = mine(&world, &cookie, "POST", "/p/mine/erase", &[("how", "all")]).await;
        assert_eq!(done.status, 200);
        let html = text(&done);
        assert!(html.contains("Du er slettet") && !html.contains(EVA), "{html}");
        let path = html.split('"').find(|p| p.starts_with("/p/receipt/") && !p.ends_with("/page")).unwrap();
        let receipt = look(&world, "GET", path).await;
        let signed: hjemmel_model::SignedReceipt = serde_json::from_slice(&receipt.body).unwrap();
        let receipt = hjemmel_store::receipt_verify(&signed).unwrap();
        assert_eq!(mine(&world, &cookie, "GET", "/p/mine", &[]).await.status, 410);
        assert!(reach(&world, &owner, EVA).await.is_empty());

        let list = world.api(&owner, "GET", "/requests", None).await.json();
        assert_eq!(list["open"], json!([]));
        let closed = list["closed"].as_array().unwrap();
        assert_eq!(closed.len(), 2);
        let erasure = closed.iter().find(|v| v["request"]["kind"] == "erasure").unwrap();
        assert_eq!(erasure["request"]["erasure"], receipt.id.as_str());
        for view in closed {
            assert_eq!((view["request"]["text"].as_str(), &view["request"]["person"]), (Some(""), &Value::Null));
        }
        // The key that their words were sealed with is gone, and signing up again makes somebody new.
        let id = erasure["request"]["id"].as_str().unwrap();
        assert_eq!(world.api(&owner, "GET", &format!("/requests/{id}"), None).await.status, 200);
        assert_eq!(sign_up(&world, &form, EVA, &["x".to_owned()]).await.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_answered_on_a_legal_clock() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        known(&world, &owner).await;
        let found = world.api(&owner, "POST", "/people/search", Some(json!({ "query": EVA }))).await.json();
        let person = found["people"][0]["id"].as_str().unwrap().to_owned();
        let draft = json!({
            "kind": "access", "channel": "letter", "law": "dk", "language": "da", "contact": "Eva Holm, Torvet 2", "text": "Hvad har I?"
        });
        let made = world.api(&owner, "POST", "/requests", Some(draft.clone())).await.json();
        let path = format!("/requests/{}", made["request"]["id"].as_str().unwrap());
        // It is Sunday 22 November 2026: a month later is a Tuesday.
        assert_eq!(made["request"]["due_on"], "2026-12-22");
        let step = async |view: &Value, change: Value| {
            let body = json!({ "changed_at_ms": view["request"]["changed_at"], "change": change });
            world.api(&owner, "POST", &format!("{path}/steps"), Some(body)).await
        };
        let refused = step(&made, json!({ "step": "done", "text": "Sendt" })).await;
        assert_eq!(refused.code(), "invalid", "not before it is sure who asks: {:?}", refused.json());
        let bare = step(&made, json!({ "step": "refuse", "reason": "Nej", "without_answer": true })).await;
        assert_eq!(bare.code(), "invalid", "a refusal says why (R-03)");
        let silent = step(&made, json!({ "step": "refuse", "reason": "Kravet er åbenbart grundløst" })).await;
        assert_eq!(silent.code(), "no_answer", "to whoever asked (R-03): {:?}", silent.json());
        let asked =
            step(&made, json!({ "step": "identity_ask", "text": "Ring fra det nummer, vi kender" })).await.json();
        assert_eq!(asked["request"]["state"], "identity");
        assert_eq!(step(&made, json!({ "step": "take" })).await.code(), "changed", "somebody else was first");
        // The clock stands still: ten days later as many days are left but for the two at the ends.
        world.wait_ms(10 * 86_400_000).await;
        let owner = world.staff(Role::Owner).await;
        let step = async |view: &Value, change: Value| {
            let body = json!({ "changed_at_ms": view["request"]["changed_at"], "change": change });
            world.api(&owner, "POST", &format!("{path}/steps"), Some(body)).await
        };
        let waiting = world.api(&owner, "GET", &path, None).await.json();
        assert_eq!(waiting["days_left"], 29);
        let known =
            step(&waiting, json!({ "step": "identity_known", "check": "asked", "text": "Ringede selv" })).await.json();
        assert_eq!(known["request"]["suspended_days"], 9);
        // 22 December and nine days is New Year's Eve; a working day.
        assert_eq!(known["request"]["due_on"], "2026-12-31");
        let whose = step(&known, json!({ "step": "person", "person": person })).await.json();
        let draft = format!("{path}/reply/draft");
        let longer = step(&whose, json!({ "step": "extend", "reason": "Der er mange kilder at søge i" })).await.json();
        assert_eq!(longer["request"]["due_on"], "2027-03-03");
        assert_eq!(step(&longer, json!({ "step": "extend", "reason": "En gang til, tak" })).await.code(), "invalid");
        let ask = json!({ "template": "extension", "reason": "Mange kilder" });
        let reply = world.api(&owner, "POST", &draft, Some(ask)).await.json();
        assert!(
            reply["text"].as_str().unwrap().contains("3. marts 2027")
                && reply["text"].as_str().unwrap().contains("Datatilsynet")
        );
        let gap =
            json!({ "subject": "Svar", "text": "Kære …, her er dit svar.", "changed_at_ms": reply["changed_at_ms"] });
        assert_eq!(world.api(&owner, "POST", &format!("{path}/reply"), Some(gap)).await.code(), "invalid");
        let sent = world.api(&owner, "POST", &format!("{path}/reply"), Some(reply.clone())).await.json();
        assert_eq!(sent["mailed"], true);
        let twice = world.api(&owner, "POST", &format!("{path}/reply"), Some(reply.clone())).await;
        assert_eq!(twice.code(), "changed", "pressed twice, or by two");
        // While something is unanswered, nobody is erased by staff.
        let erasure = format!("/people/{person}/erasure");
        let before = journal(&world).await;
        let erase = world.api(&owner, "POST", &erasure, Some(json!({ "no_mail_mark": false }))).await;
        assert_eq!(erase.code(), "unanswered");
        assert_eq!(journal(&world).await, before, "what was refused never stood in the journal");
        let mail = mails(&world, 1).await.pop().unwrap();
        assert_eq!((mail.to.as_str(), Some(mail.subject.as_str())), (EVA, reply["subject"].as_str()));
        // A copy for staff to hand over.
        let copy = world.api(&owner, "POST", &format!("/people/{person}/copy?language=sv"), None).await;
        assert_eq!((copy.status.as_u16(), copy.headers["content-type"].to_str().unwrap()), (200, "application/zip"));
        let now = world.api(&owner, "GET", &path, None).await.json();
        let done = step(&now, json!({ "step": "done", "text": "Kopi sendt med posten" })).await.json();
        assert_eq!(done["request"]["state"], "done");
        let kinds: Vec<_> = done["notes"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["identity_ask", "identity_known", "person", "extend", "reply", "done"]);
        assert_eq!(step(&done, json!({ "step": "note", "text": "mere" })).await.code(), "changed", "closed is closed");
        // What came by letter keeps where to answer until it is answered; then that goes, with its key.
        let draft = json!({ "kind": "erasure", "channel": "letter", "language": "da", "person": person, "contact": "Torvet 2", "identity": "asked" });
        let made = world.api(&owner, "POST", "/requests", Some(draft)).await.json();
        let path = format!("/requests/{}", made["request"]["id"].as_str().unwrap());
        let erased = world
            .api(&owner, "POST", &format!("/people/{person}/erasure"), Some(json!({ "no_mail_mark": false })))
            .await;
        assert_eq!(erased.status, 201, "{:?}", erased.json());
        let open = world.api(&owner, "GET", &path, None).await.json();
        assert_eq!((open["request"]["contact"].as_str(), &open["request"]["person"]), (Some("Torvet 2"), &Value::Null));
        assert!(open["request"]["erasure"].is_string());
        let body = json!({ "changed_at_ms": open["request"]["changed_at"], "change": { "step": "done", "text": "Svar sendt" } });
        let silent = world.api(&owner, "POST", &format!("{path}/steps"), Some(body)).await;
        assert_eq!(silent.code(), "no_answer", "nobody was told: {:?}", silent.json());
        let told = json!({ "step": "done", "text": "Ringede og sagde det", "without_answer": true });
        let body = json!({ "changed_at_ms": open["request"]["changed_at"], "change": told });
        let done = world.api(&owner, "POST", &format!("{path}/steps"), Some(body)).await;
        assert_eq!(done.status, 200, "{:?}", done.json());
        let closed = world.api(&owner, "GET", &path, None).await.json();
        assert_eq!(
            (closed["request"]["contact"].as_str(), closed["request"]["state"].as_str()),
            (Some(""), Some("done"))
        );
        // Who names nobody and leaves no address cannot be answered.
        let nobody = json!({ "kind": "access", "channel": "phone", "language": "da" });
        assert_eq!(world.api(&owner, "POST", "/requests", Some(nobody)).await.code(), "invalid");
    }
}
