//! Retention as a job: what is too old goes from every store, by itself, and the audit log says so.

use std::sync::Arc;

use hjemmel_app::{Events, EventsError, EventsGauges, EventsGone, EventsOf};
use hjemmel_model::{Role, SiteId, Surrogate};
use hjemmel_policy::{Authorized, RetentionAt, act};
use serde_json::json;

use crate::world::worlds;

const DAY_MS: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_older_than_promised_goes_by_itself() {
    for world in worlds().await {
        let old = world.choose("", &["statistics"]).await;
        world.view(&old, "a").await;
        world.running.lake.flush().await.unwrap();
        // A year later somebody else comes, and the notice promises less from now on.
        world.wait_ms(360 * DAY_MS).await;
        let new = world.choose("", &["statistics"]).await;
        world.view(&new, "b").await;
        world.running.lake.flush().await.unwrap();
        let app = world.running.app.clone();
        let rows = async |lake: &hjemmel_lake::Lake| {
            lake.view(&world.site.id).unwrap().files.iter().map(|f| f.rows).sum::<u64>()
        };
        app.jobs_ensure().await.unwrap();
        assert!(app.job_step().await.unwrap());
        assert!(!app.job_step().await.unwrap(), "once a day");
        assert_eq!(rows(&world.running.lake).await, 2, "395 days were promised");
        world.wait_ms(36 * DAY_MS).await;
        assert!(app.job_step().await.unwrap());
        assert_eq!(rows(&world.running.lake).await, 1, "P-07");
        world.publish_for(&["statistics"], 30).await;
        world.wait_ms(DAY_MS).await;
        assert!(app.job_step().await.unwrap());
        assert_eq!(rows(&world.running.lake).await, 0, "a shorter promise holds for what was there before");

        let owner = world.staff(Role::Owner).await;
        let audit = world.api(&owner, "GET", "/audit", None).await.json();
        let runs: Vec<_> = audit.as_array().unwrap().iter().filter(|e| e["action"] == "retention.events").collect();
        let gone = |run: &serde_json::Value| -> u64 {
            let detail: serde_json::Value = serde_json::from_str(run["detail_json"].as_str().unwrap()).unwrap();
            detail["rows_gone"].as_u64().unwrap()
        };
        assert_eq!(runs.iter().map(|r| gone(r)).collect::<Vec<_>>(), [1, 1, 0], "newest first");

        // The proof stays a year longer than what it proves, and then no longer says whose it was (B-21).
        let proofs = async || {
            let page = world.api(&owner, "GET", &format!("/sites/{}/consents", world.site.id), None).await.json();
            page.as_array().unwrap().iter().filter(|r| r["subject"] != "").count()
        };
        assert_eq!(proofs().await, 2);
        world.wait_ms(700 * DAY_MS).await;
        assert!(app.job_step().await.unwrap());
        let owner = world.staff(Role::Owner).await;
        let page = world.api(&owner, "GET", &format!("/sites/{}/consents", world.site.id), None).await.json();
        let left: Vec<_> = page.as_array().unwrap().iter().map(|r| r["subject"] != "").collect();
        assert_eq!(left, [true, false], "newest first");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_far_ahead_deletes_nothing_until_a_named_person_says_it_is_right() {
    for world in worlds().await {
        let visitor = world.choose("", &["statistics"]).await;
        world.view(&visitor, "a").await;
        world.running.lake.flush().await.unwrap();
        let app = world.running.app.clone();
        let rows = async || world.running.lake.view(&world.site.id).unwrap().files.iter().map(|f| f.rows).sum::<u64>();
        // The machine's clock is three years ahead, for whatever reason; nobody saw that time pass.
        world.clock.advance_ms(1_100 * DAY_MS);
        app.restrictions_refresh().await.unwrap();
        assert_eq!(app.retention().run().await.unwrap_err().code(), "clock_in_doubt");
        assert_eq!(rows().await, 1);
        let owner = world.staff(Role::Owner).await;
        let said = world.api(&owner, "GET", "/condition", None).await.json();
        assert_eq!(
            (said["faults"][0]["code"].as_str(), said["faults"][0]["detail"].as_str()),
            (Some("clock_in_doubt"), Some("ahead"))
        );
        let marketer = world.staff(Role::Marketer).await;
        assert_eq!(world.api(&marketer, "POST", "/condition/clock", None).await.status, 403);
        // It was wrong, and is right again: nothing was lost, and nothing is in doubt.
        world.clock.advance_ms(-1_100 * DAY_MS);
        app.restrictions.refreshed(app.clock.now());
        app.restrictions_refresh().await.unwrap();
        app.retention().run().await.unwrap();
        assert_eq!(rows().await, 1);
        let owner = world.staff(Role::Owner).await;
        assert_eq!(world.api(&owner, "GET", "/condition", None).await.json()["faults"].as_array().unwrap().len(), 0);
        assert_eq!(world.api(&owner, "POST", "/condition/clock", None).await.code(), "nothing_to_confirm");
        // And when so much time did pass, a person says so, and what is too old goes.
        world.clock.advance_ms(1_100 * DAY_MS);
        app.restrictions_refresh().await.unwrap();
        let owner = world.staff(Role::Owner).await;
        assert_eq!(world.api(&owner, "POST", "/condition/clock", None).await.status, 204);
        app.retention().run().await.unwrap();
        assert_eq!(rows().await, 0);
        let audit = world.api(&owner, "GET", "/audit", None).await.json();
        assert!(audit.as_array().unwrap().iter().any(|entry| entry["action"] == "clock.confirm"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_is_a_no_to_what_was_asked_and_to_nothing_newer() {
    for world in worlds().await {
        world.publish(&["statistics", "marketing", "ads"]).await;
        let refuse = async |version: u32| {
            let body = json!({
                "granted": [], "version": version, "language": "da", "layer": 1, "control": "refuse_all", "trusted": true
            });
            let answer = world.post(&format!("/c/{}/choice", world.site.key), body.to_string()).await;
            answer.json()["cookie"].as_str().unwrap().to_owned()
        };
        assert_eq!(refuse(2).await, "refused.d");
        assert_eq!(refuse(1).await, "refused.9", "marketing was not asked for yet (B-19)");
    }
}

/// Events that cannot be gone through until the test says so.
struct Slow(Arc<tokio::sync::Semaphore>);

#[async_trait::async_trait]
impl Events for Slow {
    async fn retain(
        &self,
        _: &Authorized<act::RetentionRun>,
        _: &SiteId,
        _: &RetentionAt,
    ) -> Result<EventsGone, EventsError> {
        // As a scan does that never yields.
        tokio::task::block_in_place(|| {
            while self.0.available_permits() == 0 {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
        Err(EventsError)
    }

    async fn retain_look(
        &self,
        _: &Authorized<act::RetentionRun>,
        _: &SiteId,
        _: &RetentionAt,
    ) -> Result<EventsGone, EventsError> {
        Ok(EventsGone::default())
    }

    fn faults(&self) -> Vec<(&'static str, String, hjemmel_app::FaultLevel)> {
        Vec::new()
    }

    async fn scrub(&self) -> Result<(), EventsError> {
        Ok(())
    }

    async fn rows_of(
        &self,
        _: &Authorized<act::PersonErase>,
        _: &SiteId,
        _: &[Surrogate],
    ) -> Result<EventsOf, EventsError> {
        Err(EventsError)
    }

    async fn erase(&self, _: &Authorized<act::RetentionRun>, _: &SiteId, _: &[Surrogate]) -> Result<bool, EventsError> {
        Err(EventsError)
    }

    fn gauges(&self) -> EventsGauges {
        EventsGauges::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_scan_keeps_nobody_waiting_and_a_failed_one_is_tried_again() {
    let world = worlds().await.remove(0);
    let free = Arc::new(tokio::sync::Semaphore::new(0));
    let mut app = world.running.app.clone();
    app.events = Arc::new(Slow(Arc::clone(&free)));
    let jobs = tokio::spawn(app.clone().jobs_run());
    let owner = world.staff(Role::Owner).await;
    let until = async |field: &str, wanted: serde_json::Value| {
        for _ in 0..200 {
            let list = world.api(&owner, "GET", "/jobs", None).await.json();
            if list[0][field] == wanted {
                return list;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("`{field}` never became {wanted}");
    };
    until("running", true.into()).await;
    for _ in 0..3 {
        world.clock.advance_ms(900);
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        assert!(app.restrictions.is_fresh(app.clock.now()), "the feed is read while the scan runs");
    }
    free.add_permits(1);
    let list = until("failed", "events".into()).await;
    assert_eq!((list[0]["stopped"].as_bool(), list[0]["running"].as_bool()), (Some(false), Some(false)));
    jobs.abort();
}
