//! The queue: once at a time, again after a failure, never lost.

use hjemmel_model::{AtMs, JobId};
use hjemmel_policy::act;
use hjemmel_store::{JOB_ATTEMPTS_MAX, JobDraft, work};
use hjemmel_testkit::authorized;

use crate::{NOW, stores, tenant};

fn draft(number: u32, key: &str, run_at: AtMs) -> JobDraft {
    JobDraft {
        id: JobId::parse(&format!("job_{number}")).unwrap(),
        kind: "retention",
        tenant: Some(tenant()),
        key: key.into(),
        payload: format!("{{\"n\":{number}}}"),
        run_at,
        created_at: NOW,
    }
}

#[tokio::test]
async fn a_job_is_taken_by_one_worker_in_order_of_time() {
    for (store, _db) in stores().await {
        work!(store, |w| { w.jobs().enqueue(&draft(1, "a", NOW.plus_ms(5))).await }).unwrap();
        work!(store, |w| { w.jobs().enqueue(&draft(2, "b", NOW)).await }).unwrap();
        work!(store, |w| { w.jobs().enqueue(&draft(3, "b", NOW)).await }).unwrap();
        assert_eq!(store.jobs().count().await.unwrap(), (2, 0), "of two with one key the first stands");
        let first = store.jobs().claim(NOW, 1_000).await.unwrap().unwrap();
        assert_eq!((first.id.as_str(), first.payload.as_str(), first.attempt), ("job_2", "{\"n\":2}", 1));
        assert_eq!(first.tenant, Some(tenant()));
        assert!(store.jobs().claim(NOW, 1_000).await.unwrap().is_none(), "one is taken, the other not due");
        assert!(store.jobs().finish(&first).await.unwrap());
        assert!(!store.jobs().finish(&first).await.unwrap(), "it is gone");
        assert_eq!(store.jobs().claim(NOW.plus_ms(5), 1_000).await.unwrap().unwrap().id.as_str(), "job_1");
    }
}

#[tokio::test]
async fn many_workers_never_share_a_job() {
    for (store, _db) in stores().await {
        for n in 0..12 {
            work!(store, |w| { w.jobs().enqueue(&draft(n, &n.to_string(), NOW)).await }).unwrap();
        }
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut taken = Vec::new();
                    while let Some(job) = store.jobs().claim(NOW, 60_000).await.unwrap() {
                        taken.push(job.id);
                    }
                    taken
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 12);
    }
}

#[tokio::test]
async fn a_lost_worker_loses_its_job_and_cannot_finish_it() {
    for (store, _db) in stores().await {
        work!(store, |w| { w.jobs().enqueue(&draft(1, "a", NOW)).await }).unwrap();
        let lost = store.jobs().claim(NOW, 1_000).await.unwrap().unwrap();
        assert!(store.jobs().extend(&lost, NOW.plus_ms(2_000)).await.unwrap());
        assert!(store.jobs().claim(NOW.plus_ms(1_999), 1_000).await.unwrap().is_none());
        let next = store.jobs().claim(NOW.plus_ms(2_000), 1_000).await.unwrap().unwrap();
        assert_eq!(next.attempt, 2);
        assert!(
            !store.jobs().finish(&lost).await.unwrap() && !store.jobs().extend(&lost, NOW.plus_days(1)).await.unwrap()
        );
        assert!(store.jobs().finish(&next).await.unwrap());
    }
}

#[tokio::test]
async fn a_failing_job_waits_longer_each_time_and_then_for_a_person() {
    for (store, _db) in stores().await {
        work!(store, |w| { w.jobs().enqueue(&draft(1, "a", NOW)).await }).unwrap();
        let auth = authorized::<act::JobRead>(&tenant());
        let (mut now, mut waits) = (NOW, Vec::new());
        for attempt in 1..=JOB_ATTEMPTS_MAX {
            let job = store.jobs().claim(now, 1_000).await.unwrap().unwrap();
            assert_eq!(job.attempt, attempt);
            assert_eq!(store.jobs().fail(&job, "events", now, false).await.unwrap(), attempt == JOB_ATTEMPTS_MAX);
            let entry = store.jobs().list(&auth, now).await.unwrap().remove(0);
            assert_eq!((entry.failed.as_str(), entry.running), ("events", false));
            waits.push(entry.run_at_ms - now.0);
            now = AtMs(entry.run_at_ms);
        }
        assert!(waits.is_sorted() && waits[0] == 2_000 && waits.iter().all(|w| *w <= 3_600_000), "{waits:?}");
        assert_eq!(store.jobs().count().await.unwrap(), (1, 1));
        assert!(store.jobs().claim(now.plus_days(9), 1_000).await.unwrap().is_none(), "it waits for a person");
        let id = JobId::parse("job_1").unwrap();
        work!(store, |w| { w.jobs().retry(&auth, &id, now).await }).unwrap();
        let job = store.jobs().claim(now, 1_000).await.unwrap().unwrap();
        assert_eq!(job.attempt, 1);
        assert!(store.jobs().again(&job, now.plus_days(1), now).await.unwrap());
        let entry = store.jobs().list(&auth, now).await.unwrap().remove(0);
        assert_eq!((entry.stopped, entry.failed.as_str(), entry.done_at_ms), (false, "", now.0));
        assert_eq!(store.jobs().done_at_ms("retention").await.unwrap(), now.0);
        // A clock that ran ahead put it off for ten years; it is due within a day again.
        let late = store.jobs().claim(now.plus_days(3650), 1_000).await.unwrap().unwrap();
        work!(store, |w| { w.jobs().clamp(now.plus_days(1), now.plus_ms(60_000)).await }).unwrap();
        assert!(store.jobs().claim(now.plus_days(1), 1_000).await.unwrap().is_some_and(|j| j.id == late.id));
        for _ in 0..JOB_ATTEMPTS_MAX + 2 {
            let job = store.jobs().claim(now.plus_days(4000), 1_000).await.unwrap().unwrap();
            assert!(!store.jobs().fail(&job, "events", now, true).await.unwrap(), "what recurs is never given up");
        }
        let other = authorized::<act::JobRead>(&hjemmel_model::TenantId::parse("ten_b").unwrap());
        assert!(store.jobs().list(&other, now).await.unwrap().is_empty(), "another organisation sees nothing");
        assert!(work!(store, |w| { w.jobs().retry(&other, &id, now).await }).is_err());
    }
}
