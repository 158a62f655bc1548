//! Files of any size: they take room on the disk and not in memory, and what is not read to its end leaves nothing.

use axum::body::{Body, Bytes};
use futures::stream;
use hjemmel_model::{AtMs, Channel, FormId, ImportId, TopicId};
use hjemmel_policy::act;
use hjemmel_store::{ImportEntry, ImportFor, work};
use hjemmel_testkit::authorized;

use super::*;

/// Rows of a large file of 36 MB, and what it may take beside what the program takes anyway: about half of it, and as much
/// for one of any size.
const ROWS: usize = 12_000;
const MEBIBYTES_MAX: u64 = 20;

/// Most memory that this process ever held, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() >> 10
}

/// A file that comes row by row and never lies anywhere as a whole.
fn large(rows: usize) -> Body {
    let head = "email,status,consented_at,source,wording,note\n".to_owned();
    let row = |n: usize| {
        let note = "roser og tulipaner ".repeat(150);
        format!("p{n}@x.example,subscribed,2026-03-01,https://shop.example/,Ja tak til nyheder hver uge,{note}\n")
    };
    let rows = std::iter::once(head).chain((0..rows).map(row));
    Body::from_stream(stream::iter(rows.map(|row| Ok::<_, std::io::Error>(Bytes::from(row)))))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_takes_room_on_disk_and_not_in_memory() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        assert_eq!(begin(&world, &owner, &query, large(1_000)).await.status, 202);
        let before = peak();
        let begun = begin(&world, &owner, &query, large(ROWS)).await;
        assert_eq!((begun.status.as_u16(), &begun.json()["import"]["rows_total"]), (202, &json!(ROWS)));
        let more = peak() - before;
        assert!(more <= MEBIBYTES_MAX, "{more} MiB for a file of {} MB", ROWS * 3 / 1_000);
        let path = format!("/imports/{}", begun.json()["import"]["id"].as_str().unwrap());
        assert!(kept(&world).await.len() > 100);
        assert_eq!(world.api(&owner, "POST", &format!("{path}/cancel"), None).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_read_to_its_end_leaves_nothing() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let query = format!("topic={}&form={form}", topics[0]);
        let imports = async || {
            let rows = world.running.app.store.db().read("select id from import", &[]).await.unwrap();
            (rows.len(), kept(&world).await.len())
        };
        // A quote that is never closed, behind parts that were kept already.
        let mut file = many(900);
        file.push_str("q@x.example,\"open\n");
        file.push_str(&"x@x.example\n".repeat(1_000));
        let refused = begin(&world, &owner, &query, file).await;
        assert_eq!((refused.code(), imports().await), ("invalid".to_owned(), (0, 0)));
        // Whoever sends it goes away in the middle.
        let broken = stream::iter([Ok(Bytes::from("email\na@x.example\n")), Err(std::io::Error::other("gone"))]);
        let refused = begin(&world, &owner, &query, Body::from_stream(broken)).await;
        assert_eq!((refused.code(), imports().await), ("malformed".to_owned(), (0, 0)));
        // More than may be sent is refused before it comes.
        let request = Request::post(format!("/api/v1/imports?{query}"))
            .header("cookie", &owner)
            .header("x-hjemmel", "1")
            .header("content-length", (2u64 << 30).to_string());
        let refused = world.send(request.body(Body::from("email\n")).unwrap()).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (413, "too_large".to_owned()));

        // A kill while it is read in: nothing goes through it, and in a day or two it is gone with its key.
        let app = &world.running.app;
        let found = app.store.db().read("select tenant_id from form", &[]).await.unwrap();
        let tenant = hjemmel_model::TenantId::parse(&found[0].text(0).unwrap()).unwrap();
        let auth = authorized::<act::PersonImport>(&tenant);
        let now = app.clock.now();
        let entry = ImportEntry {
            id: ImportId::new(now, app.entropy.as_ref()),
            name: "a.csv".into(),
            channel: Channel::Email,
            file_mark: "mark".into(),
            dry: false,
            state: "reading".into(),
            rows_total: 0,
            rows_checked: 0,
            rows_done: 0,
            report_json: "{}".into(),
            created_at_ms: now.0,
            ended_at_ms: 0,
        };
        let of = ImportFor {
            topic: TopicId::parse(&topics[0]).unwrap(),
            form: (FormId::parse(&form).unwrap(), 1),
            at: AtMs(now.0),
        };
        let mut intake = work!(app.store, |w| { w.imports().receive(&auth, &entry, &of).await }).unwrap();
        app.store.imports().keep(&mut intake, &["a".into(), "b".into()]).await.unwrap();
        drop(intake);
        assert_eq!(imports().await, (1, 2));
        assert_eq!(world.api(&owner, "GET", "/imports", None).await.json(), json!([]));
        app.retention().run().await.unwrap();
        assert_eq!(imports().await, (1, 2), "it may still be on its way");
        world.wait_ms(2 * 86_400_000).await;
        app.retention().run().await.unwrap();
        assert_eq!(imports().await, (0, 0));
    }
}
