//! What became of an event, told to a developer and to nobody else.

use axum::http::Request;
use hjemmel_model::Role;
use serde_json::json;

use crate::world::{Answer, worlds};

const MINUTE_MS: i64 = 60_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_developer_is_told_what_became_of_an_event_and_nobody_else_is() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let token = world.choose("", &["statistics"]).await;
        let events = json!([
            { "id": "a", "n": "page_view", "u": "https://shop.example/tak?m=1", "ti": "Tak eva.holm@blomsterhuset.example", "p": { "size": 1 } },
            { "id": "b", "n": "page_view", "u": "https://elsewhere.example/" }
        ]);
        let debug = async |token: &str| {
            let body = json!({ "events": events }).to_string();
            let input = json!({ "dialect": "own", "body": body, "token": token });
            world.api(&owner, "POST", &format!("/sites/{}/debug", world.site.id), Some(input)).await.json()
        };
        let said = debug(&token).await;
        assert_eq!((&said[0]["outcome"], &said[0]["purposes"]), (&json!("kept"), &json!(["statistics"])), "{said}");
        assert_eq!(said[0]["event"]["path"], "/tak");
        assert!(!said.to_string().contains("eva.holm"), "it is taken out here too: {said}");
        let cleaned = said[0]["cleaned"].as_array().unwrap();
        assert!(cleaned.iter().any(|c| c["what"] == "email"), "{said}");
        assert_eq!((&said[1]["outcome"], &said[1]["reason"]), (&json!("rejected"), &json!("host_not_listed")));
        let nobody = debug("").await;
        assert_eq!(
            (&nobody[0]["outcome"], &nobody[0]["reason"], &nobody[0]["rule"]),
            (&json!("refused"), &json!("undecided"), &json!("T-01"))
        );
        assert_eq!(world.page_views(&owner, "statistics").await, 0, "nothing was stored");
        let path = format!("/sites/{}/reports/dropped?from=2026-11-22&to=2026-11-22", world.site.id);
        assert_eq!(world.api(&owner, "GET", &path, None).await.json()["dropped"], json!([]), "and nothing counted");

        // In the words of every tracker that is spoken to.
        let page = "https://shop.example/tak";
        for (dialect, body) in [
            ("matomo", json!({ "requests": [format!("?idsite=1&rec=1&url={page}")] }).to_string()),
            ("measurement", json!({ "events": [{ "name": "a", "params": { "page_location": page } }] }).to_string()),
            ("gtag", format!("en=page_view&dl={page}")),
            ("plausible", json!({ "name": "pageview", "domain": "shop.example", "url": page }).to_string()),
            ("posthog", json!({ "api_key": "x", "event": "a", "properties": { "$current_url": page } }).to_string()),
            ("segment", json!({ "batch": [{ "type": "page", "properties": { "url": page } }] }).to_string()),
            (
                "snowplow",
                json!({ "data": [{ "e": "pv", "p": "web", "tv": "x", "aid": "x", "url": page }] }).to_string(),
            ),
            (
                "umami",
                json!({ "type": "event", "payload": { "website": "x", "hostname": "shop.example", "url": "/tak" } })
                    .to_string(),
            ),
        ] {
            let input = json!({ "dialect": dialect, "body": body, "token": token });
            let said = world.api(&owner, "POST", &format!("/sites/{}/debug", world.site.id), Some(input)).await.json();
            assert_eq!(
                (&said[0]["outcome"], &said[0]["event"]["path"]),
                (&json!("kept"), &json!("/tak")),
                "{dialect}: {said}"
            );
        }

        // A tracker's own request, for whoever has a token of this site.
        let made = world.api(&owner, "POST", &format!("/sites/{}/debug/token", world.site.id), None).await;
        assert_eq!(made.status, 201);
        let key = made.json()["token"].as_str().unwrap().to_owned();
        let send = async |key: &str, id: &str| -> Answer {
            let body =
                json!({ "token": token, "events": [{ "id": id, "n": "page_view", "u": "https://shop.example/" }] });
            let request = Request::post(format!("/c/{}/e", world.site.key)).header("hjemmel-debug", key);
            world.send(request.body(body.to_string().into()).unwrap()).await
        };
        let told = send(&key, "c").await.json();
        assert_eq!((&told["stored"], &told["debug"][0]["outcome"]), (&json!(1), &json!("kept")), "{told}");
        for (n, wrong) in ["", "x", "1.x", &format!("{}0", key)].into_iter().enumerate() {
            let told = send(wrong, &format!("d{n}")).await.json();
            assert_eq!((&told["stored"], told.get("debug")), (&json!(1), None), "{wrong}");
        }
        let two = json!({ "name": "Two", "hosts": ["two.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK" });
        let two = world.api(&owner, "POST", "/sites", Some(two)).await.json()["id"].as_str().unwrap().to_owned();
        let foreign = world.api(&owner, "POST", &format!("/sites/{two}/debug/token"), None).await.json();
        assert!(send(foreign["token"].as_str().unwrap(), "e").await.json().get("debug").is_none(), "another site's");
        world.wait_ms(61 * MINUTE_MS).await;
        assert!(send(&key, "f").await.json().get("debug").is_none(), "it is too old");
        let analyst = world.staff(Role::Analyst).await;
        let refused = world.api(&analyst, "POST", &format!("/sites/{}/debug/token", world.site.id), None).await;
        assert_eq!(refused.status, 403);
    }
}
