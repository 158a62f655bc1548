//! Reports over HTTP: visits as wholes, periods and what they are compared with, numbers of few visitors.

use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::world::{World, worlds};

/// Visitors with their views, one after another: each word is the pages of one.
async fn shop(world: &World, visitors: &[&str]) -> String {
    for (n, pages) in visitors.iter().enumerate() {
        let token = world.choose("", &["statistics"]).await;
        let view = |(at, page): (usize, char)| {
            let url = format!("https://shop.example/{page}?utm_source=google&utm_medium=cpc");
            json!({ "id": format!("{n}-{at}"), "n": "page_view", "u": url })
        };
        let events: Vec<Value> = pages.chars().enumerate().map(view).collect();
        let body = json!({ "token": token, "events": events });
        let sent = world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await;
        assert_eq!(sent.json()["stored"], pages.len(), "{:?}", sent.json());
    }
    format!("/sites/{}/reports", world.site.id)
}

const TODAY: &str = "from=2026-11-22&to=2026-11-22";

async fn asked(world: &World, cookie: &str, path: &str) -> Value {
    let answer = world.api(cookie, "GET", path, None).await;
    assert_eq!(answer.status, 200, "{path}: {:?}", answer.json());
    answer.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visits_are_told_as_counts_with_the_rates_they_make() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let reports = shop(&world, &["a", "ab", "bbba", "b"]).await;
    let found = asked(&world, &owner, &format!("{reports}/visits?{TODAY}&compare=previous")).await;
    let totals = &found["totals"];
    assert_eq!((&totals["visits"], &totals["bounces"], &totals["bounce_rate"]), (&json!(4), &json!(2), &json!(0.5)));
    assert_eq!((&totals["page_views"], &totals["pages_mean"]), (&json!(8), &json!(2.0)));
    assert_eq!((&totals["visitors_new"], &totals["visitors"]), (&json!(4), &json!(4)));
    assert_eq!(found["previous"]["bounce_rate"], Value::Null, "of no visits there is no rate");
    assert_eq!(found["coverage"]["measured"], 8);
    let by = async |by: &str| -> Vec<(String, i64)> {
        let lines = asked(&world, &owner, &format!("{reports}/visits?{TODAY}&by={by}")).await["lines"].clone();
        let of = |line: &Value| (line["value"].as_str().unwrap().to_owned(), line["visits"].as_i64().unwrap());
        lines.as_array().unwrap().iter().map(of).collect()
    };
    assert_eq!(by("entry_page").await, [("/a".into(), 2), ("/b".into(), 2)]);
    assert_eq!(by("path").await, [("/a".into(), 3), ("/b".into(), 3)]);
    assert_eq!(by("channel").await, [("paid_search".into(), 4)]);
    let wrong = world.api(&owner, "GET", &format!("{reports}/visits?{TODAY}&by=shoe"), None).await;
    assert_eq!(wrong.code(), "invalid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_period_is_cut_as_asked_and_compared_with_the_same_part_of_an_earlier_one() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let reports = shop(&world, &["a"]).await;
    for (period, grain, points) in [
        ("from=2026-11-21&to=2026-11-22", "hour", 48),
        ("from=2026-11-22&to=2026-11-22", "day", 1),
        ("from=2026-11-01&to=2026-11-22", "week", 4),
        ("from=2026-01-01&to=2026-11-22", "month", 11),
    ] {
        let found = asked(&world, &owner, &format!("{reports}/overview?{period}&grain={grain}&compare=year")).await;
        assert_eq!(found["overview"]["grain"], grain);
        assert_eq!(found["overview"]["series"].as_array().unwrap().len(), points, "{grain}");
        assert_eq!(found["overview"]["totals"]["page_views"], 1);
        assert!(found["previous_from"].as_str().unwrap().starts_with("2025-"), "{found}");
    }
    // It is noon in London, and one o'clock in Copenhagen.
    let found = asked(&world, &owner, &format!("{reports}/overview?{TODAY}&compare=previous")).await;
    assert_eq!(found["previous_until_ms"], 1_795_348_800_000i64 - 86_400_000);
    let over =
        asked(&world, &owner, &format!("{reports}/overview?from=2026-11-20&to=2026-11-21&compare=previous")).await;
    assert_eq!(over["previous_until_ms"], Value::Null);
    for wrong in ["from=2026-01-01&to=2026-11-22&grain=hour", "from=2026-11-22&to=2026-11-22&grain=decade"] {
        assert_eq!(world.api(&owner, "GET", &format!("{reports}/overview?{wrong}"), None).await.code(), "invalid");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_of_few_visitors_are_for_those_who_may_see_people() {
    let world = worlds().await.remove(0);
    let (owner, analyst) = (world.staff(Role::Owner).await, world.staff(Role::Analyst).await);
    // Seven see `/a`, six `/b`, two `/c`; of the last two nothing may be told, and of the six neither.
    let reports = shop(&world, &["a", "ab", "ab", "ab", "ab", "abc", "abc"]).await;
    let lines = async |cookie: &str, report: &str, more: &str| -> Vec<(String, i64, bool)> {
        let found = asked(&world, cookie, &format!("{reports}/{report}?{TODAY}&by=path{more}")).await;
        let found = found.get("lines").cloned().unwrap_or(found);
        let of = |l: &Value| {
            (l["value"].as_str().unwrap().to_owned(), l["visitors"].as_i64().unwrap(), l["hidden"] == "few_visitors")
        };
        found.as_array().unwrap().iter().map(of).collect()
    };
    for report in ["breakdown", "visits"] {
        let all = [("/a".to_owned(), 7, false), ("/b".into(), 6, false), ("/c".into(), 2, false)];
        assert_eq!(lines(&owner, report, "").await, all);
        assert_eq!(lines(&analyst, report, "").await, [("/a".to_owned(), 7, false), (String::new(), 0, true)]);
        assert_eq!(lines(&analyst, report, "&filter=path:/c").await, [(String::new(), 0, true)]);
        assert_eq!(lines(&analyst, report, "&filter=path:/a&limit=1").await, [("/a".to_owned(), 7, false)]);
    }
    let totals = async |cookie: &str, report: &str, filter: &str| -> Value {
        let found = asked(&world, cookie, &format!("{reports}/{report}?{TODAY}{filter}")).await;
        let totals = if report == "visits" { found["totals"].clone() } else { found["overview"].clone() };
        let numbers = if report == "visits" { &totals } else { &totals["totals"] };
        json!([numbers["visitors"], totals["hidden"]])
    };
    assert_eq!(totals(&owner, "overview", "&filter=path:/c").await, json!([2, null]));
    for report in ["overview", "visits"] {
        assert_eq!(totals(&analyst, report, "").await, json!([7, null]));
        assert_eq!(totals(&analyst, report, "&filter=path:/c").await, json!([0, "few_visitors"]));
    }
    // All but those two: taken off the whole it would tell of them.
    let beside = "&filter=%5B%22not%22%2C%5B%22is%22%2C%22path%22%2C%5B%22%2Fc%22%5D%5D%5D";
    assert_eq!(totals(&analyst, "overview", beside).await, json!([0, "complement"]));
    assert_eq!(totals(&analyst, "visits", "&filter=path:/b").await, json!([0, "complement"]));
    assert_eq!(totals(&owner, "overview", beside).await, json!([7, null]));
    // By the hour all of them are of one, which is large.
    let found = asked(&world, &analyst, &format!("{reports}/overview?{TODAY}")).await;
    assert!(found["overview"]["series"].as_array().unwrap().iter().all(|p| p.get("hidden").is_none()));
    let live = asked(&world, &analyst, &format!("{reports}/live")).await;
    let told = |name: &str| live[name].as_array().unwrap().len();
    assert_eq!((told("pages"), told("minutes")), (1, 1), "of the third and the second nothing is said: {live}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_funnel_says_where_visitors_stop_and_to_an_analyst_of_none_of_few() {
    let world = worlds().await.remove(0);
    let (owner, analyst) = (world.staff(Role::Owner).await, world.staff(Role::Analyst).await);
    let reports = shop(&world, &["a"; 6]).await;
    // Fourteen see `/a`, eight of them `/b`, two of these `/c`.
    let more: Vec<Value> = (0..8).map(|n| json!(if n < 2 { "abc" } else { "ab" })).collect();
    for (n, pages) in more.iter().enumerate() {
        let token = world.choose("", &["statistics"]).await;
        for (at, page) in pages.as_str().unwrap().chars().enumerate() {
            world.clock.advance_ms(1);
            let event =
                json!({ "id": format!("f{n}-{at}"), "n": "page_view", "u": format!("https://shop.example/{page}") });
            let body = json!({ "token": token, "events": [event] });
            let sent = world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await;
            assert_eq!(sent.json()["stored"], 1);
        }
    }
    let steps = "steps=%5B%22path:/a%22,%22path:/b%22,%5B%22is%22,%22path%22,%5B%22/c%22%5D%5D%5D";
    let path = format!("{reports}/funnel?{TODAY}&{steps}&window=30m");
    let told = async |cookie: &str, path: &str| -> Value {
        let found = asked(&world, cookie, path).await;
        let step = |s: &Value| json!([s["visitors"], s["lost"], s["hidden"]]);
        found["steps"].as_array().unwrap().iter().map(step).collect()
    };
    assert_eq!(told(&owner, &path).await, json!([[14, 0, null], [8, 6, null], [2, 6, null]]));
    assert_eq!(told(&analyst, &path).await, json!([[14, 0, null], [8, 6, null], [0, 0, "few_visitors"]]));
    let by = asked(&world, &owner, &format!("{path}&by=channel")).await;
    let values: Vec<_> = by["lines"].as_array().unwrap().iter().map(|l| &l["value"]).collect();
    assert_eq!(values, ["direct", "paid_search"]);
    for wrong in ["steps=x", "steps=%5B%22path:/a%22%5D", "steps=%5B%22path:/a%22,%22%22%5D"] {
        let path = format!("{reports}/funnel?{TODAY}&{wrong}");
        assert_eq!(world.api(&owner, "GET", &path, None).await.code(), "invalid", "{wrong}");
    }
    let bare = format!("{reports}/funnel?{TODAY}&{steps}");
    for wrong in ["&window=1y", "&order=any", "&by=shoe"] {
        assert_eq!(world.api(&owner, "GET", &format!("{bare}{wrong}"), None).await.code(), "invalid", "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cohorts_and_paths_are_told_and_to_an_analyst_of_no_few() {
    let world = worlds().await.remove(0);
    let (owner, analyst) = (world.staff(Role::Owner).await, world.staff(Role::Analyst).await);
    let reports = shop(&world, &["a"; 6]).await;
    // Two more come to `/b` a moment after `/a`.
    for n in 0..2 {
        let token = world.choose("", &["statistics"]).await;
        for page in ["a", "b"] {
            world.clock.advance_ms(1);
            let event =
                json!({ "id": format!("p{n}-{page}"), "n": "page_view", "u": format!("https://shop.example/{page}") });
            let body = json!({ "token": token, "events": [event] });
            world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await;
        }
    }
    let month = "from=2026-11-01&to=2026-11-22";
    let cohorts = async |cookie: &str, more: &str| -> Value {
        let found = asked(&world, cookie, &format!("{reports}/cohorts?{month}{more}")).await;
        let last = found["cohorts"].as_array().unwrap().last().unwrap().clone();
        json!([last["visitors"], last["hidden"], last["returned"][0]["rate"]])
    };
    assert_eq!(cohorts(&owner, "").await, json!([8, null, 1.0]));
    assert_eq!(cohorts(&analyst, "").await, json!([8, null, 1.0]));
    assert_eq!(cohorts(&owner, "&filter=path:/b").await, json!([2, null, 1.0]));
    assert_eq!(cohorts(&analyst, "&filter=path:/b").await, json!([0, "few_visitors", null]));
    let after = async |cookie: &str, page: &str| -> Value {
        let found = asked(&world, cookie, &format!("{reports}/paths?{TODAY}&page={page}")).await;
        let line = |l: &Value| json!([l["kind"], l["value"], l["views"], l["visitors"]]);
        let lines: Vec<Value> = found["after"].as_array().unwrap().iter().map(line).collect();
        json!([found["visitors"], found["hidden"], lines])
    };
    let all = json!([8, null, [["edge", "", 6, 6], ["page", "/b", 2, 2]]]);
    assert_eq!(after(&owner, "/a").await, all);
    // The two who went on, and whoever else would tell of them.
    assert_eq!(after(&analyst, "/a").await, json!([8, null, [["other", "", 8, null]]]));
    assert_eq!(after(&analyst, "/b").await, json!([0, "few_visitors", []]));
    for wrong in ["cohorts?from=2026-11-01&to=2026-11-22&grain=day", "paths?from=2026-11-01&to=2026-11-22&page="] {
        assert_eq!(world.api(&owner, "GET", &format!("{reports}/{wrong}"), None).await.code(), "invalid", "{wrong}");
    }
}
