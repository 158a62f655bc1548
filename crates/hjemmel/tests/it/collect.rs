//! Collection over HTTP: permission, bad input, the dialects' answers, expiry, versions of the notice.

use std::io::Write;

use axum::{body::Body, http::Request};
use hjemmel_model::Role;
use serde_json::json;

use crate::world::worlds;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_obeyed_counted_and_seen() {
    for world in worlds().await {
        let marketer = world.staff(Role::Marketer).await;
        assert_eq!(world.view("", "a").await["refused"], json!(["undecided"]));
        let refused = world.choose("", &[]).await;
        assert_eq!(refused, world.choose("", &[]).await, "the same for everybody");
        assert_eq!(world.view(&refused, "b").await["refused"], json!(["refused"]));
        assert_eq!(world.page_views(&marketer, "statistics").await, 0);

        let token = world.choose("", &["statistics"]).await;
        assert_eq!(world.view(&token, "c").await["stored"], 1);
        assert_eq!(world.view(&token, "c").await["duplicates"], 1);
        assert_eq!(world.page_views(&marketer, "statistics").await, 1);
        assert_eq!(world.page_views(&marketer, "ads").await, 0, "allowed for one purpose is not allowed for another");
        world.running.lake.flush().await.unwrap();
        assert_eq!(world.page_views(&marketer, "statistics").await, 1, "counted once after the hand-over");

        // Both purposes: one view counts once for each, under surrogates of their own.
        let both = world.choose("", &["statistics", "ads"]).await;
        assert_eq!(world.view(&both, "d").await["stored"], 1);
        assert_eq!(world.page_views(&marketer, "statistics").await, 2);
        assert_eq!(world.page_views(&marketer, "ads").await, 1);

        // Ads are taken back; statistics go on under the same surrogate, and rows for ads are burned.
        let less = world.choose(&both, &["statistics"]).await;
        assert_eq!(world.page_views(&marketer, "ads").await, 0);
        assert_eq!(world.page_views(&marketer, "statistics").await, 2);
        // Given again, it counts from now on; what was burned stays burned.
        let again = world.choose(&less, &["statistics", "ads"]).await;
        assert_eq!(world.page_views(&marketer, "ads").await, 0);
        world.view(&again, "e").await;
        assert_eq!(world.page_views(&marketer, "ads").await, 1);

        // Everything is taken back: the token of before no longer counts, here or elsewhere.
        world.choose(&again, &[]).await;
        assert_eq!(world.view(&again, "f").await["refused"], json!(["withdrawn"]));
        assert_eq!(world.view(&both, "g").await["refused"], json!(["withdrawn"]));
        assert_eq!(world.page_views(&marketer, "statistics").await, 1, "only the other visitor is left");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consent_expires_and_a_new_purpose_is_asked_for_by_itself() {
    for world in worlds().await {
        let token = world.choose("", &["statistics"]).await;
        world.publish(&["statistics", "marketing", "ads"]).await;
        assert_eq!(world.view(&token, "a").await["stored"], 1, "what was allowed stays allowed");
        let body =
            json!({ "granted": ["statistics"], "version": 1, "language": "da", "control": "save", "trusted": true });
        let old = world.post(&format!("/c/{}/choice", world.site.key), body.to_string()).await;
        assert_eq!(old.code(), "notice_changed");
        let body =
            json!({ "granted": ["statistics"], "version": 2, "language": "da", "control": "save", "trusted": false });
        let robot = world.post(&format!("/c/{}/choice", world.site.key), body.to_string()).await;
        assert_eq!(robot.code(), "untrusted_choice");
        let body =
            json!({ "granted": ["statistics"], "version": 2, "language": "da", "control": "save", "trusted": true });
        let unseen = world.post(&format!("/c/{}/choice", world.site.key), body.to_string()).await;
        assert_eq!(unseen.code(), "banner_not_shown", "B-28");
        world.wait_ms(181 * 86_400_000 - 60_000).await;
        world.wait_ms(86_400_000).await;
        assert_eq!(world.view(&token, "b").await["refused"], json!(["expired"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_that_stands_still_permits_nothing() {
    let world = worlds().await.remove(0);
    let token = world.choose("", &["statistics"]).await;
    world.clock.advance_ms(1_001);
    let body = json!({ "token": token, "events": [{ "id": "a", "n": "page_view", "u": "https://shop.example/" }] });
    let stale = world.post(&format!("/c/{}/e", world.site.key), body.to_string()).await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (503, "feed_stale"), "so that it is sent again");
    assert_eq!(world.send(Request::get("/health").body(Body::empty()).unwrap()).await.status, 503);
    world.wait_ms(0).await;
    assert_eq!(world.view(&token, "a").await["stored"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_a_clear_problem_and_the_rest_is_kept() {
    let world = worlds().await.remove(0);
    let token = world.choose("", &["statistics"]).await;
    let own = format!("/c/{}/e", world.site.key);
    let body = format!(
        r#"{{"token":"{token}","events":[{{"n":"page_view","u":"https://shop.example/"}},7,{{"n":"page_view","u":"https://evil.example/"}},{{"n":""}}]}}"#
    );
    let mixed = world.post(&own, body).await.json();
    assert_eq!(mixed["stored"], 1);
    assert_eq!(mixed["rejected"], json!([[1, "event_malformed"], [2, "host_not_listed"], [3, "event_no_name"]]));

    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 50 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let snowplow = "/com.snowplowanalytics.snowplow/tp2";
    for (path, body, status, code) in [
        (own.as_str(), b"{".to_vec(), 400, "malformed"),
        (own.as_str(), b"\xff\xfe".to_vec(), 400, "malformed"),
        (own.as_str(), bomb.clone(), 413, "too_large"),
        (own.as_str(), vec![b' '; (1 << 20) + 1], 413, "too_large"),
        ("/c/nobody/e", b"{\"events\":[]}".to_vec(), 404, "unknown_site"),
        (snowplow, bomb.clone(), 400, "too_large"),
        (snowplow, b"{}".to_vec(), 400, "malformed"),
        (snowplow, br#"{"data":[{"e":"pv","p":"web","tv":"x","aid":"nobody"}]}"#.to_vec(), 400, "unknown_site"),
        ("/v1/batch", b"[]".to_vec(), 400, "malformed"),
        ("/v1/batch", br#"{"batch":[]}"#.to_vec(), 400, "malformed"),
        ("/v1/track", br#"{"writeKey":"nobody"}"#.to_vec(), 400, "unknown_site"),
    ] {
        let answer = world.post(path, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{path}");
    }
    for forged in ["v1.AAAA", "v2.x", &format!("{token}x"), &"x".repeat(5000)] {
        assert_eq!(world.view(forged, "z").await["refused"], json!(["token_invalid"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dialects_answer_a_refusal_so_that_nobody_sends_it_again() {
    let world = worlds().await.remove(0);
    let marketer = world.staff(Role::Marketer).await;
    let key = &world.site.key;
    let event = |id: u8| {
        format!(
            r#"{{"data":[{{"e":"pv","p":"web","tv":"js","aid":"{key}","eid":"6f1f0d2e-0000-4000-8000-0000000000{id:02}","url":"https://shop.example/x"}}]}}"#
        )
    };
    let post = async |token: &str, anonymous: bool, id: u8| {
        let mut request = Request::post("/com.snowplowanalytics.snowplow/tp2").header("origin", "https://shop.example");
        request = request.header("hjemmel-consent", token);
        if anonymous {
            request = request.header("sp-anonymous", "*");
        }
        let answer = world.send(request.body(event(id).into()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_slice()), (200, b"ok".as_slice()));
        assert_eq!(answer.headers["access-control-allow-origin"], "https://shop.example");
    };
    post("", false, 1).await;
    let token = world.choose("", &["statistics"]).await;
    post(&token, true, 2).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 0);
    post(&token, false, 3).await;
    post(&token, false, 3).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 1);

    let pixel = Request::get(format!("/i?e=pv&p=web&tv=js&aid={key}&url=https%3A%2F%2Fshop.example%2F"));
    let pixel = world.send(pixel.header("hjemmel-consent", &token).body(Body::empty()).unwrap()).await;
    assert_eq!(pixel.headers["content-type"], "image/gif");
    assert!(pixel.body.starts_with(b"GIF89a"));
    assert_eq!(world.page_views(&marketer, "statistics").await, 2);

    let segment = async |consent: serde_json::Value| {
        let context = json!({ "hjemmel": { "token": token }, "consent": consent });
        let body = json!({ "writeKey": key, "batch": [{ "type": "page", "properties": { "url": "https://shop.example/" }, "context": context }] });
        let answer = world.post("/v1/batch", body.to_string()).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "success": true })));
    };
    segment(json!({ "categoryPreferences": { "Analytics": false } })).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 2);
    segment(json!({ "categoryPreferences": { "Analytics": true } })).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 3);

    // Taken back in another tool of the site, it is taken back here: on record, for what was, and for every request to come.
    let no = r#"{\"schema\":\"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0\",\"data\":{\"schema\":\"iglu:com.snowplowanalytics.snowplow/consent_preferences/jsonschema/1-0-0\",\"data\":{\"eventType\":\"deny_all\"}}}"#;
    let body = format!(r#"{{"data":[{{"e":"ue","p":"web","tv":"js","aid":"{key}","ue_pr":"{no}"}}]}}"#);
    for _ in 0..2 {
        let request = Request::post("/com.snowplowanalytics.snowplow/tp2").header("hjemmel-consent", &token);
        assert_eq!(world.send(request.body(body.clone().into()).unwrap()).await.status, 200);
    }
    assert_eq!(world.page_views(&marketer, "statistics").await, 0, "T-08");
    post(&token, false, 4).await;
    segment(json!({ "categoryPreferences": { "Analytics": true } })).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 0);
    let owner = world.staff(Role::Owner).await;
    let records = world.api(&owner, "GET", &format!("/sites/{}/consents", world.site.id), None).await.json();
    let events: Vec<_> = records.as_array().unwrap().iter().map(|r| r["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["withdrawn", "given"], "once, with its proof");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_column_of_the_lake_and_no_answer_holds_an_address_or_a_user_agent() {
    let world = worlds().await.remove(0);
    let token = world.choose("", &["statistics"]).await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 Zebra/7";
    let body = json!({ "token": token, "events": [{ "n": "page_view", "u": "https://shop.example/" }] }).to_string();
    let request = Request::post(format!("/c/{}/e", world.site.key))
        .header("user-agent", agent)
        .extension(axum::extract::ConnectInfo(std::net::SocketAddr::from(([203, 0, 113, 77], 1))));
    assert_eq!(world.send(request.body(body.into()).unwrap()).await.json()["stored"], 1);
    let tail = world.running.lake.view(&world.site.id).unwrap().tail;
    let text = format!("{tail:?}");
    assert!(text.contains("Firefox"), "the search sees the row");
    assert!(!text.contains("203.0.113.77") && !text.contains("Zebra"));
}
