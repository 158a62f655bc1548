//! Set-up: what is missing or failing is told with its next step, and goes when it is mended; nothing is claimed that is not so.

use axum::http::Request;
use hjemmel::config::Config;
use hjemmel_model::{JobId, Language, ORGANISATION_PLACEHOLDER, Role};
use hjemmel_policy::act;
use hjemmel_store::{JobDraft, OrganisationUpdate, work};
use hjemmel_testkit::authorized;
use serde_json::{Value, json};

use crate::{
    people::{form, link, look, mails, sign_up, submit},
    world::{World, worlds},
};

const MINUTE_MS: i64 = 60_000;
/// What stands at the foot of a newsletter, in two languages.
const STOP_DA: &str = "Vælg, hvad du får, eller stop det hele";
const STOP_SV: &str = "Välj vad du får, eller stoppa allt";

/// What is open, as `code detail`.
async fn open(world: &World, cookie: &str) -> Vec<String> {
    let setup = world.api(cookie, "GET", "/setup", None).await;
    assert_eq!(setup.status, 200, "{:?}", setup.json());
    let line =
        |i: &Value| format!("{} {}", i["code"].as_str().unwrap(), i["detail"].as_str().unwrap()).trim().to_owned();
    // Until somebody takes the register over, that stands there too; its own test looks at it.
    setup.json()["open"].as_array().unwrap().iter().map(line).filter(|line| line != "register_unkept").collect()
}

fn controller(name: &str) -> Value {
    json!({ "name": name, "address": "Torvet 1", "contact": "post@shop.example", "policy_url": "/p" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_stands_with_its_next_step_and_goes_when_it_is_done() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let app = &world.running.app;
        assert_eq!(open(&world, &owner).await, ["tag_unseen"]);
        assert_eq!(look(&world, "GET", &format!("/t/{}.js", world.site.key)).await.status, 200);
        assert_eq!(open(&world, &owner).await, Vec::<String>::new());
        // Days later nothing has come any more.
        world.wait_ms(5 * 86_400_000).await;
        let owner = world.staff(Role::Owner).await;
        assert_eq!(open(&world, &owner).await, ["tag_silent 2026-11-22"]);
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;

        // As every organisation begins.
        let auth = authorized::<act::TeamWrite>(&world.tenant);
        let name = ORGANISATION_PLACEHOLDER;
        let to = OrganisationUpdate { name, country: "", contact: "", languages: &Language::FIRST };
        work!(app.store, |w| { w.organisations().update(&auth, &to, app.clock.now()).await }).unwrap();
        let two = json!({ "name": "Two", "hosts": ["two.example"], "law": "se", "time_zone": "Europe/Stockholm", "currency": "SEK" });
        let two = world.api(&owner, "POST", "/sites", Some(two)).await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(open(&world, &owner).await, ["organisation_unnamed", "notice_missing", "tag_unseen"]);
        let setup = world.api(&owner, "GET", "/setup", None).await.json();
        assert_eq!((setup["failing"].as_bool(), setup["open"][1]["site_name"].as_str()), (Some(false), Some("Two")));
        assert_eq!(setup["open"][1]["next"], format!("/consent?site={two}&tab=notice"));
        let notice =
            json!({ "controller": controller(ORGANISATION_PLACEHOLDER), "purposes": [{ "key": "statistics" }] });
        let refused = world.api(&owner, "POST", &format!("/sites/{two}/notices"), Some(notice)).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (422, "notice_unlawful".into()));
        assert!(refused.json()["faults"][0].as_str().unwrap().contains("placeholder"), "{:?}", refused.json());

        let named = json!({ "name": "Blomsterhuset ApS", "country": "DK", "contact": "drift@blomsterhuset.example" });
        let analyst = world.staff(Role::Analyst).await;
        assert_eq!(world.api(&analyst, "PUT", "/organisation", Some(named.clone())).await.status, 403);
        for wrong in
            [json!({ "name": " " }), json!({ "name": "my organisation" }), json!({ "name": "B", "country": "dk" })]
        {
            assert_eq!(world.api(&owner, "PUT", "/organisation", Some(wrong)).await.code(), "invalid");
        }
        let changed = world.api(&owner, "PUT", "/organisation", Some(named)).await;
        assert_eq!((changed.status.as_u16(), changed.json()["country"].as_str()), (200, Some("DK")));
        assert_eq!(world.api(&owner, "GET", "/session", None).await.json()["organisation"], "Blomsterhuset ApS");
        let notice = json!({ "controller": controller("Blomsterhuset ApS"), "purposes": [{ "key": "statistics" }] });
        assert_eq!(world.api(&owner, "POST", &format!("/sites/{two}/notices"), Some(notice)).await.status, 201);
        assert_eq!(open(&world, &owner).await, ["tag_unseen"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_without_a_country_is_of_the_organisations_country() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let person = |phone: &str| json!({ "identifiers": [{ "kind": "phone", "value": phone }], "source": "shop" });
        // The first site's clocks go by Copenhagen.
        let eva = world.api(&owner, "POST", "/people", Some(person("20 12 34 56"))).await.json();
        let found = async |text: &str| {
            world.api(&owner, "POST", "/people/search", Some(json!({ "query": text }))).await.json()["people"].clone()
        };
        for text in ["+4520123456", "20123456", "0045 20 12 34 56"] {
            assert_eq!(found(text).await[0]["id"], eva["id"], "{text}");
        }
        let named = json!({ "name": "Blomsterhuset AB", "country": "SE" });
        assert_eq!(world.api(&owner, "PUT", "/organisation", Some(named)).await.status, 200);
        let bo = world.api(&owner, "POST", "/people", Some(person("070-123 45 67"))).await.json();
        assert_eq!(found("+46701234567").await[0]["id"], bo["id"]);
        assert_eq!(found("0045 20123456").await[0]["id"], eva["id"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_never_claims_a_mail_that_cannot_go_and_what_was_entered_is_kept() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;
        let (form, topics) = form(&world, &owner).await;
        assert_eq!(open(&world, &owner).await, Vec::<String>::new());
        let (catching, sqlite) = (world.config.clone(), world.config.database_url().starts_with("sqlite"));
        let without = Config { mail_catch: false, ..world.config.clone() };
        let world = world.moved(without, None).await;
        assert_eq!(open(&world, &owner).await, ["mail_missing"]);
        let said = sign_up(&world, &form, "eva.holm@blomsterhuset.example", &topics).await;
        let html = String::from_utf8(said.body.clone()).unwrap();
        assert!(said.status == 200 && html.contains("Vi kan ikke sende mails lige nu"), "{html}");
        assert!(!html.contains("Vi skriver til adressen"), "{html}");
        let body = json!({ "email": "bo@blomsterhuset.example", "topics": topics, "version": 1 });
        let element = world.post(&format!("/f/{form}/sign-up"), body.to_string()).await;
        assert_eq!((element.status.as_u16(), element.json()["status"].as_str()), (202, Some("later")));
        // A code counts for ten minutes: it is not promised, to whoever it is.
        for email in ["eva.holm@blomsterhuset.example", "nobody@blomsterhuset.example"] {
            let code = submit(&world, &format!("/p/mine/{form}"), &[("email", email), ("l", "da")]).await;
            assert_eq!(code.status, 503);
            assert!(String::from_utf8(code.body).unwrap().contains("Vi kan ikke sende en kode lige nu"));
        }
        while world.running.app.job_step().await.unwrap() {}
        let setup = world.api(&owner, "GET", "/setup", None).await.json();
        let first = (&setup["open"][0]["code"], &setup["open"][0]["count"], &setup["open"][0]["severity"]);
        assert_eq!(first, (&json!("mail_missing"), &json!(2), &json!("failing")), "{setup}");

        // A server is set up: what was entered is still there, and the mail goes.
        world.wait_ms(10 * MINUTE_MS).await;
        if !sqlite {
            // Leases run out by themselves where there may be others.
            world.wait_ms(2 * MINUTE_MS).await;
        }
        let world = world.moved(catching, None).await;
        world.wait_ms(MINUTE_MS).await;
        let sent = mails(&world, 0).await;
        assert_eq!(sent.len(), 2, "both were kept");
        let eva = sent.iter().find(|m| m.to.starts_with("eva")).unwrap();
        let confirm = link(&eva.text, "confirm");
        assert_eq!(submit(&world, &confirm, &[]).await.status, 200);
        assert_eq!(open(&world, &owner).await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_stopped_or_that_nobody_takes_is_told() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;
        let app = &world.running.app;
        let job = |kind: &'static str| {
            let now = app.clock.now();
            let id = JobId::new(now, app.entropy.as_ref());
            let payload = String::from("{}");
            JobDraft {
                id,
                kind,
                tenant: Some(world.tenant.clone()),
                key: kind.into(),
                payload,
                run_at: now,
                created_at: now,
            }
        };
        work!(app.store, |w| { w.jobs().enqueue(&job("odd")).await }).unwrap();
        app.job_step().await.unwrap();
        assert_eq!(open(&world, &owner).await, ["job_failing odd:job_unknown"]);
        for _ in 0..hjemmel_store::JOB_ATTEMPTS_MAX {
            world.wait_ms(61 * MINUTE_MS).await;
            app.job_step().await.unwrap();
        }
        assert_eq!(open(&world, &owner).await, ["job_stopped odd:job_unknown"]);
        work!(app.store, |w| { w.jobs().enqueue(&job("slow")).await }).unwrap();
        assert_eq!(open(&world, &owner).await.len(), 1, "it may wait its turn");
        world.wait_ms(16 * MINUTE_MS).await;
        assert_eq!(open(&world, &owner).await, ["job_stopped odd:job_unknown", "job_overdue slow"]);
        let setup = world.api(&owner, "GET", "/setup", None).await.json();
        assert_eq!(setup["failing"], true);
        assert_eq!(setup["open"][1]["since_ms"].as_i64(), Some(app.clock.now().0 - 16 * MINUTE_MS));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_counted_is_shown_by_day_with_its_code() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let token = world.choose("", &["statistics"]).await;
        let event = |id: &str, url: &str, title: &str| json!({ "id": id, "n": "page_view", "u": url, "ti": title });
        let events = [
            event("a", "https://elsewhere.example/", ""),
            event("b", "https://shop.example/", "Hej eva.holm@blomsterhuset.example"),
            json!({ "id": "c", "u": "https://shop.example/" }),
        ];
        let body = json!({ "token": token, "events": events });
        world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await;
        let robot = Request::post(format!("/c/{}/e", world.site.key))
            .header("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
        let body = json!({ "token": token, "events": [event("d", "https://shop.example/", "")] });
        world.send(robot.body(body.to_string().into()).unwrap()).await;
        let path = format!("/sites/{}/reports/dropped?from=2026-11-21&to=2026-11-22", world.site.id);
        let found = world.api(&owner, "GET", &path, None).await.json();
        let mut lines: Vec<_> = found["dropped"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| {
                let day = &d["days"][0];
                format!("{} {} {} on {} {}", d["kind"], d["item"], d["n"], day["day"], day["n"]).replace('"', "")
            })
            .collect();
        lines.sort();
        let lists = found["lists"].as_array().unwrap();
        assert!(lists.len() == 3 && lists.iter().all(|l| l["date"].as_str().unwrap().starts_with("20")), "{lists:?}");
        for wanted in [
            "rejected bot 1 on 2026-11-22 1",
            "rejected event_no_name 1 on 2026-11-22 1",
            "rejected host_not_listed 1 on 2026-11-22 1",
            "scrubbed email 1 on 2026-11-22 1",
        ] {
            assert!(lines.iter().any(|l| l == wanted), "{wanted}: {lines:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_sends_and_is_not_listed_is_named_until_it_is_listed() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;
        let send = async |from: usize, many: usize| {
            let event = |n: usize| json!({ "id": format!("e{n}"), "n": "page_view", "u": "https://kampagne.example/" });
            let events: Vec<_> = (from..from + many).map(event).collect();
            world.post(&format!("/c/{}/e", world.site.key), json!({ "events": events }).to_string()).await.json()
        };
        send(0, 9).await;
        assert_eq!(open(&world, &owner).await, Vec::<String>::new(), "a few are nothing to speak of");
        send(9, 1).await;
        let setup = world.api(&owner, "GET", "/setup", None).await.json();
        let item = &setup["open"][0];
        assert_eq!(
            (&item["code"], &item["detail"], &item["count"]),
            (&json!("host_unlisted"), &json!("kampagne.example"), &json!(10))
        );
        assert_eq!((&item["site"], &setup["failing"]), (&json!(world.site.id), &json!(false)));
        let listed = json!({
            "name": "Shop", "hosts": ["shop.example", "kampagne.example"], "law": "dk",
            "time_zone": "Europe/Copenhagen", "currency": "DKK"
        });
        assert_eq!(world.api(&owner, "PUT", &format!("/sites/{}", world.site.id), Some(listed)).await.status, 200);
        assert_eq!(open(&world, &owner).await, Vec::<String>::new());
        assert_eq!(send(10, 1).await["rejected"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tracker_that_is_not_spoken_to_is_told_with_where_it_runs() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;
        let send = async |method: &str, path: &str, origin: &str| {
            let request = Request::builder().method(method).uri(path).header("origin", origin);
            world.send(request.body(axum::body::Body::empty()).unwrap()).await.code()
        };
        // Whoever passes by and is of no site of ours leaves nothing.
        assert_eq!(send("POST", "/track?uid=eva%40x.example", "https://scanner.example").await, "dialect_unknown");
        assert_eq!(open(&world, &owner).await, Vec::<String>::new());
        for _ in 0..2 {
            send("POST", "/track?uid=eva%40x.example", "https://www.shop.example").await;
        }
        send("GET", "/ppms.js?url=https%3A%2F%2Fshop.example%2Feva%40x.example", "").await;
        send("POST", &format!("/com.acme/track?k={}", world.site.key), "").await;
        let setup = world.api(&owner, "GET", "/setup", None).await.json();
        let lines = [
            "tracker_unknown Mixpanel (shop.example)",
            "tracker_unknown Piwik PRO (shop.example)",
            "tracker_unknown Snowplow",
        ];
        assert_eq!(open(&world, &owner).await, lines);
        let first = &setup["open"][0];
        assert_eq!((&first["count"], &first["severity"]), (&json!(2), &json!("advice")));
        assert_eq!(first["next"], format!("/consent?site={}&tab=tag", world.site.id));
        assert!(!setup.to_string().contains("eva"), "{setup}");
        world.wait_ms(8 * 86_400_000).await;
        let owner = world.staff(Role::Owner).await;
        look(&world, "GET", &format!("/t/{}.js", world.site.key)).await;
        assert_eq!(open(&world, &owner).await, Vec::<String>::new(), "it is gone when nothing calls any more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_notice_says_what_changes_and_who_is_asked_again() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        world.choose("", &["statistics", "ads"]).await;
        let token = world.choose("", &["statistics"]).await;
        world.choose(&token, &[]).await;
        let change = async |purposes: Value| {
            let name = "Shop ApS";
            let controller = json!({ "name": name, "address": name, "contact": name, "policy_url": "/p" });
            let draft = json!({ "controller": controller, "purposes": purposes });
            let path = format!("/sites/{}/notices/change", world.site.id);
            let answer = world.api(&owner, "POST", &path, Some(draft)).await;
            assert_eq!(answer.status, 200, "{:?}", answer.json());
            answer.json()
        };
        let ads = json!({ "key": "ads", "recipients": ["Annoncenet ApS"] });
        let statistics = json!({ "key": "statistics", "recipients": ["Annoncenet ApS"] });
        let same = change(json!([statistics, ads])).await;
        assert_eq!((&same["changes"], &same["choices"], &same["asked_again"]), (&json!(false), &json!(1), &json!(0)));
        // Less than before is asked for nobody again, and still shown.
        let less = change(json!([{ "key": "statistics", "recipients": [], "retention_days": 30 }])).await;
        assert_eq!((&less["changes"], &less["asked_again"]), (&json!(true), &json!(0)), "{less}");
        let what = |v: &Value| {
            let line = |p: &Value| format!("{} {}", p["key"], p["what"]).replace('"', "");
            v["purposes"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(what(&less), ["statistics changed", "ads removed"]);
        assert_eq!(less["purposes"][0]["recipients_removed"], json!(["Annoncenet ApS"]));
        let more = change(json!([statistics, ads, { "key": "marketing" }])).await;
        assert_eq!(what(&more), ["marketing added", "statistics same", "ads same"]);
        assert_eq!((&more["asked_again"], &more["after"]), (&json!(1), &json!(2)));
        let other = json!({ "key": "ads", "recipients": ["Annoncenet ApS", "Et andet net A/S"] });
        let shared = change(json!([statistics, other])).await;
        assert_eq!(
            (&shared["purposes"][0]["recipients_added"], &shared["asked_again"]),
            (&json!(["Et andet net A/S"]), &json!(1))
        );
        // Whoever looked published nothing.
        let notices = world.api(&owner, "GET", &format!("/sites/{}/notices", world.site.id), None).await.json();
        assert_eq!(notices.as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newsletter_begins_in_its_readers_language_and_no_merge_sign_goes_out() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let readers = async || world.api(&owner, "GET", &format!("/topics/{}/readers", topics[0]), None).await.json();
        assert_eq!(readers().await, json!({ "language": null, "people": {} }));
        let mut caught = 0;
        for (email, l) in [("a@x.example", "sv"), ("b@x.example", "sv"), ("c@x.example", "da")] {
            let fields = [("email", email), ("v", "1"), ("l", l), ("topic", topics[0].as_str())];
            submit(&world, &format!("/f/{form}"), &fields).await;
            let mail = mails(&world, caught).await.pop().unwrap();
            caught += 1;
            submit(&world, &link(&mail.text, "confirm"), &[]).await;
        }
        assert_eq!(readers().await, json!({ "language": "sv", "people": { "da": 1, "sv": 2 } }));
        assert_eq!(world.api(&owner, "GET", "/topics/top_x/readers", None).await.status, 404);

        let letter = |subject: &str, text: &str, url: &str| {
            json!({
                "name": "December", "topic": topics[0], "form": form, "language": "sv", "subject": subject,
                "blocks": [{ "kind": "text", "text": text }, { "kind": "button", "text": "Se", "url": url }]
            })
        };
        let typed = letter("Hej *|FNAME|*", "Kära {{ first_name }}, 100 % ull", "https://shop.example/?e=%EMAIL%");
        let made = world.api(&owner, "POST", "/campaigns", Some(typed)).await.json();
        let path = format!("/campaigns/{}", made["campaign"]["id"].as_str().unwrap());
        let release = async |at: &Value| {
            world.api(&owner, "POST", &format!("{path}/release"), Some(json!({ "changed_at_ms": at }))).await
        };
        let refused = release(&made["campaign"]["changed_at"]).await;
        assert_eq!(refused.code(), "campaign_unlawful");
        let faults: Vec<_> = refused.json()["faults"].as_array().unwrap().iter().map(ToString::to_string).collect();
        for (place, sign) in
            [("`subject`", "*|FNAME|*"), ("`blocks.1.text`", "{{ first_name }}"), ("`blocks.2.url`", "%EMAIL%")]
        {
            assert!(faults.iter().any(|f| f.contains(place) && f.contains(sign)), "{place}: {faults:?}");
        }
        assert_eq!(faults.len(), 3, "and no price is one: {faults:?}");
        let test = world.api(&owner, "POST", &format!("{path}/test"), None).await;
        assert_eq!(test.code(), "campaign_unlawful");

        let plain = letter("Hej", "Kära läsare, 100 % ull", "https://shop.example/bl%C3%A5");
        let body = json!({ "body": plain, "changed_at_ms": made["campaign"]["changed_at"] });
        let changed = world.api(&owner, "PUT", &path, Some(body)).await.json();
        assert_eq!(release(&changed["campaign"]["changed_at"]).await.status, 200);
        let sent = mails(&world, caught).await;
        assert_eq!(sent.len(), 3);
        for mail in sent {
            let (stop, other) = if mail.to == "c@x.example" { (STOP_DA, STOP_SV) } else { (STOP_SV, STOP_DA) };
            let said = mail.text.contains(stop) && !mail.text.contains(other) && mail.html.contains(stop);
            assert!(said && mail.text.contains("Kära läsare"), "{}: {}", mail.to, mail.text);
        }
    }
}
