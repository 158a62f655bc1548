//! Filters and breakdowns over HTTP: trees, properties that a site declares, what is refused and why, filters that are kept.

use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::world::{World, worlds};

/// Sales and views of three browsers, and a report's address.
async fn shop(world: &World, owner: &str) -> String {
    let site = format!("/sites/{}", world.site.id);
    let settings = json!({
        "name": "Shop", "hosts": ["shop.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK",
        "conversions": ["purchase"], "properties": ["plan", "seats"]
    });
    assert_eq!(world.api(owner, "PUT", &site, Some(settings)).await.status, 200);
    for (n, (plan, seats, content)) in
        [("pro", 5, "header"), ("pro", 50, "footer"), ("free", 1, "")].into_iter().enumerate()
    {
        let token = world.choose("", &["statistics"]).await;
        let page = format!("https://shop.example/p{n}?utm_source=nyt&utm_content={content}&utm_term=roser");
        let events = json!({ "token": token, "events": [
            { "id": format!("v{n}"), "n": "page_view", "u": page },
            { "id": format!("s{n}"), "n": "purchase", "u": page, "v": 100 * (n + 1), "c": "DKK",
              "p": { "plan": plan, "seats": seats, "unlisted": "x" } }
        ] });
        let sent = world.post(&format!("/c/{}/e", world.site.key), events.to_string()).await;
        assert_eq!(sent.json()["stored"], 2, "{:?}", sent.json());
    }
    site
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn properties_and_trees_are_asked_and_what_is_no_filter_is_said() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let site = shop(&world, &owner).await;
    let period = "from=2026-11-22&to=2026-11-22";
    let by = async |by: &str, filter: &str| -> Vec<(String, i64, i64)> {
        let path = format!("{site}/reports/breakdown?{period}&by={}&filter={}", encoded(by), encoded(filter));
        let answer = world.api(&owner, "GET", &path, None).await.json();
        let rows = answer.as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        let of = |row: &Value, name: &str| row[name].as_i64().unwrap();
        rows.iter()
            .map(|r| (r["value"].as_str().unwrap().into(), of(r, "conversions"), of(r, "revenue_minor")))
            .collect()
    };
    assert_eq!(by("prop:plan", "").await, [("pro".into(), 2, 30_000), ("free".into(), 1, 30_000)]);
    assert_eq!(
        by("prop:seats", r#"["gte","prop:seats",5]"#).await,
        [("5".into(), 1, 10_000), ("50".into(), 1, 20_000)]
    );
    assert_eq!(by("content", "").await, [("footer".into(), 1, 20_000), ("header".into(), 1, 10_000)]);
    assert_eq!(by("term", "name:purchase").await, [("roser".into(), 3, 60_000)]);
    let tree = r#"["and",[["not",["is","prop:plan",["free"]]],["or",[["is","content",["header"]],["between","value_minor",[15000,20000]]]]]]"#;
    assert_eq!(by("prop:plan", tree).await, [("pro".into(), 2, 30_000)]);
    assert_eq!(by("prop:value_from", "").await, [("browser".into(), 3, 60_000)]);
    let filtered = format!("{site}/reports/overview?{period}&filter={}", encoded(r#"["starts","path",["/p0","/p1"]]"#));
    assert_eq!(world.api(&owner, "GET", &filtered, None).await.json()["overview"]["totals"]["page_views"], 2);

    for (filter, part) in [
        (r#"["is","prop:unlisted",["x"]]"#, "`unlisted`"),
        (r#"["is","shoe",["x"]]"#, "`shoe`"),
        (r#"["like","path",["x"]]"#, "`like`"),
        (r#"["gt","path",5]"#, "`gt` does not fit `path`"),
        ("[", "JSON"),
        ("shoe", "JSON"),
    ] {
        for path in ["overview", "breakdown"] {
            let path = format!("{site}/reports/{path}?{period}&by=path&filter={}", encoded(filter));
            let refused = world.api(&owner, "GET", &path, None).await;
            assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "filter_invalid"), "{filter}");
            let detail = refused.json()["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(part), "{detail}");
        }
    }
    let undeclared = format!("{site}/reports/breakdown?{period}&by=prop:unlisted");
    assert_eq!(world.api(&owner, "GET", &undeclared, None).await.code(), "filter_invalid");
    let named = world.api(&owner, "GET", &format!("{site}/reports/dimensions"), None).await.json();
    let named: Vec<_> = named.as_array().unwrap().iter().map(|d| d["name"].as_str().unwrap()).collect();
    assert!(
        named.starts_with(&["source", "channel", "campaign"])
            && named.ends_with(&["prop:plan", "prop:seats", "prop:value_from"])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filters_are_kept_under_a_name_and_let_go_of() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let site = shop(&world, &owner).await;
        let filters = format!("{site}/filters");
        let keep = async |name: &str, filter: &str| {
            world.api(&owner, "POST", &filters, Some(json!({ "name": name, "filter": filter }))).await
        };
        let made = keep("Newsletter", "source:nyt").await;
        assert_eq!(
            (made.status.as_u16(), &made.json()["filter"]),
            (201, &json!(r#"["and",[["is","source",["nyt"]]]]"#))
        );
        assert_eq!(keep("Big", r#"["gte","prop:seats",5]"#).await.status, 201);
        assert_eq!(keep("Big", "source:nyt").await.code(), "taken");
        assert_eq!(keep("Gone", r#"["is","prop:gone",["x"]]"#).await.code(), "filter_invalid");
        assert_eq!(keep("Nothing", "").await.code(), "invalid");
        assert_eq!(keep(" ", "source:nyt").await.code(), "invalid");
        let names = async || {
            let kept = world.api(&owner, "GET", &filters, None).await.json();
            kept.as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["Big", "Newsletter"]);
        let one = format!("{filters}/{}", made.json()["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "DELETE", &one, None).await.status, 204);
        assert_eq!(world.api(&owner, "DELETE", &one, None).await.status, 404);
        assert_eq!(names().await, ["Big"]);
    }
}
