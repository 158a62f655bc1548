//! What is stopped goes on, who cancels is obeyed, and a file that nobody goes through is let go of.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_stopped_goes_on_by_itself_to_the_same_end() {
    let file = many(700);
    for (one, other) in worlds().await.into_iter().zip(worlds().await) {
        let owner = one.staff(Role::Owner).await;
        let (form, topics) = form(&one, &owner).await;
        let want = done(&one, &owner, &format!("topic={}&form={form}", topics[0]), &file).await;
        let outcomes = json!({ "stopped": 140, "stored": 140, "usable": 280 });
        assert_eq!((&want["outcomes"], want["errors_total"].as_i64()), (&outcomes, Some(140)), "{want}");
        assert_eq!(want["missing"], json!({ "date": 70, "doubt": 70, "phone": 70, "place": 70, "words": 70 }));
        let lines: Vec<_> = (0..3).map(|at| want["errors"][at].clone()).collect();
        let line = |line: i64, code: &str| json!({ "line": line, "code": code });
        assert_eq!(lines, [line(4, "status"), line(6, "email"), line(15, "status")], "as an editor counts them");
        assert!(kept(&one).await.is_empty());

        let owner = other.staff(Role::Owner).await;
        let (form, topics) = self::form(&other, &owner).await;
        let path = begun(&other, &owner, &format!("topic={}&form={form}", topics[0]), &file).await;
        let parts = kept(&other).await;
        assert!(parts.len() > 2, "more than are read at a time: {}", parts.len());
        let app = stopping(&other);
        let mut seen = Vec::new();
        loop {
            // Somebody takes the job and dies: when its lease is over it goes on.
            let claimed = app.store.jobs().claim(app.clock.now(), 1_000).await.unwrap();
            assert!(claimed.is_none_or(|job| job.kind == "import"));
            other.wait_ms(1_000).await;
            assert!(app.job_step().await.unwrap());
            assert!(kept(&other).await.iter().all(|text| !CLEAR.iter().any(|clear| text.contains(clear))));
            let now = other.api(&owner, "GET", &path, None).await.json();
            if now["import"]["state"] != "running" {
                assert_eq!((&now["import"]["state"], &now["import"]["rows_done"]), (&json!("done"), &json!(700)));
                assert_eq!(now["report"], want);
                break;
            }
            seen.push(now["import"]["rows_done"].as_i64().unwrap());
        }
        assert!(seen.is_sorted() && seen.contains(&0) && seen.last().is_some_and(|at| *at > 200), "{seen:?}");
        assert!(kept(&other).await.is_empty(), "the file is gone");
        while app.job_step().await.unwrap() {}
        assert_eq!(other.api(&owner, "GET", "/jobs", None).await.json(), json!([]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cancels_is_obeyed_and_keeps_what_was_brought_in() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let path = begun(&world, &owner, &query, &many(700)).await;
        let app = stopping(&world);
        let now = async || world.api(&owner, "GET", &path, None).await.json();
        // The noes, and one batch of the rest.
        while now().await["import"]["rows_done"] == 0 {
            assert!(app.job_step().await.unwrap());
        }
        let total = async || {
            world.api(&owner, "POST", "/people/search", Some(json!({}))).await.json()["total"].as_i64().unwrap()
        };
        let before = total().await;
        assert!(before > 140 && before < 560, "{before}");
        let cancel = format!("{path}/cancel");
        let cancelled = world.api(&owner, "POST", &cancel, None).await;
        assert_eq!((cancelled.status.as_u16(), &cancelled.json()["import"]["state"]), (200, &json!("cancelled")));
        assert!(kept(&world).await.is_empty());
        while world.running.app.job_step().await.unwrap() {}
        assert_eq!((total().await, world.api(&owner, "POST", &cancel, None).await.code()), (before, "changed".into()));
        let now = now().await;
        assert_eq!(
            (&now["import"]["state"], &now["report"]["outcomes"]["stopped"]),
            (&json!("cancelled"), &json!(140))
        );
        assert_eq!(world.api(&owner, "POST", "/imports/imp_nothing/cancel", None).await.status, 404);
        // The same file again brings in the rest.
        assert_eq!(done(&world, &owner, &query, &many(700)).await["errors_total"], 140);
        assert_eq!(total().await, 560);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_kept_for_a_week_and_readable_until_then() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let app = world.running.app.clone();
        let first = begun(&world, &owner, &query, FILE).await;
        world.wait_ms(2 * 86_400_000).await;
        // A server that was away for days: what cleans up leaves the key of a file that waits.
        app.retention().run().await.unwrap();
        while app.job_step().await.unwrap() {}
        let second = begun(&world, &world.staff(Role::Owner).await, &query, FILE).await;
        world.wait_ms(7 * 86_400_000).await;
        app.retention().run().await.unwrap();
        assert!(kept(&world).await.is_empty());
        while app.job_step().await.unwrap() {}
        let owner = world.staff(Role::Owner).await;
        for (path, state) in [(first, "done"), (second, "interrupted")] {
            assert_eq!(world.api(&owner, "GET", &path, None).await.json()["import"]["state"], state);
        }
    }
}
