//! A backup comes back, and what was erased or refused since does not. What is damaged, foreign or in the way is refused.

use hjemmel_testkit::{authorized, reader};
use std::{fs, path::Path};

use hjemmel::{backup, config::Config};
use hjemmel_model::{IdentifierKind, PersonId, Role};
use hjemmel_policy::act;
use hjemmel_store::{Keyring, Replayed, work};
use serde_json::json;

use crate::{
    people::{form, reach, submit},
    profile::{EVA, joined, person},
    world::{NOW, World, worlds},
};

const BO: &str = "bo.berg@blomsterhuset.example";
const CY: &str = "cy.dahl@blomsterhuset.example";
const ANN: &str = "ann.krogh@blomsterhuset.example";

async fn restore(world: &World, config: &Config, from: &Path) -> Result<backup::Restored, String> {
    backup::restore(config, from, world.clock.as_ref()).await.map_err(|e| format!("{e:#}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_and_refused_since_does_not_come_back() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let recipient = json!({ "name": "Budtjenesten", "contact": "gdpr@bud.example", "gets": "Navn og adresse" });
        assert_eq!(world.api(&owner, "POST", "/recipients", Some(recipient)).await.status, 201);
        let mut browsers = Vec::new();
        for email in [EVA, BO, ANN] {
            let browser = world.choose("", &["statistics", "profile"]).await;
            world.view(&browser, email).await;
            joined(&world, &form, &topics, email, &browser, true).await;
            browsers.push(browser);
        }
        // One in a file, the rest in the log.
        world.running.lake.flush().await.unwrap();
        world.view(&browsers[1], "late").await;
        let to = tempfile::tempdir().unwrap();
        let made = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        let text = String::from_utf8_lossy(&fs::read(made.folder.join("manifest.json")).unwrap()).into_owned();
        assert!(!text.contains("master.key") && !text.contains("persons.db"), "no key is in it");

        // Life goes on, and then the machine is lost.
        world.clock.advance_ms(1_000);
        let late = world.choose("", &["statistics"]).await;
        world.view(&late, "lost").await;
        joined(&world, &form, &topics, CY, "", false).await;
        let cy = person(&world, &owner, CY).await;
        let lost = cy.clone();
        assert_eq!(world.api(&owner, "POST", &format!("/people/{cy}/withdraw"), Some(json!({}))).await.status, 204);
        let ann = person(&world, &owner, ANN).await;
        let links = world.api(&owner, "GET", &format!("/people/{ann}"), None).await.json()["links"].clone();
        let parted = format!("/people/{ann}/links/{}", links[0]["id"].as_str().unwrap());
        assert_eq!(world.api(&owner, "DELETE", &parted, None).await.status, 204);
        work!(world.running.app.store, |w| {
            w.people()
                .pause_begin(&authorized::<act::RequestWrite>(&world.tenant), &PersonId::parse(&ann).unwrap(), NOW)
                .await
        })
        .unwrap();
        let eva = person(&world, &owner, EVA).await;
        let done =
            world.api(&owner, "POST", &format!("/people/{eva}/erasure"), Some(json!({ "no_mail_mark": true }))).await;
        assert_eq!(done.status, 201);
        let bo = person(&world, &owner, BO).await;
        let all = Some(json!({ "objects": false }));
        assert_eq!(world.api(&owner, "POST", &format!("/people/{bo}/withdraw"), all).await.status, 204);
        world.choose(&browsers[1], &[]).await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2);

        let (config, kept) = world.empty().await;
        let restored = restore(&world, &config, &made.folder).await.unwrap();
        assert_eq!((restored.made_at(), restored.unknown), (crate::world::NOW, 0));
        assert_eq!((restored.replayed.erased, restored.replayed.noes), (1, 4), "{:?}", restored.replayed);
        assert!(restored.replayed.closed >= 1);
        let world = world.moved(config.clone(), Some(kept)).await;
        let owner = world.staff(Role::Owner).await;
        assert!(person(&world, &owner, EVA).await.is_empty());
        assert_eq!(world.page_views(&owner, "statistics").await, 1, "Ann's, and nobody else's");
        let reach_of = async |email| reach(&world, &owner, email).await.iter().map(|r| r.1).collect::<Vec<_>>();
        assert_eq!((reach_of(BO).await, reach_of(ANN).await), (vec![false, false], vec![false, false]));
        let detail = world.api(&owner, "GET", &format!("/people/{ann}"), None).await.json();
        assert_eq!((detail["person"]["restricted_at"].as_i64(), &detail["links"]), (Some(NOW.0), &json!([])));
        // Nobody's choices say any more that they were hers.
        let subjects = "select count(*) from consent where subject_hash <> ''";
        let left = world.running.app.store.db().read(subjects, &[]).await.unwrap()[0].int(0).unwrap();
        assert_eq!(left, 2, "Bo's and Ann's");
        // Whoever the backup does not know and who said no is not brought in again as a yes.
        let cy = world
            .running
            .app
            .store
            .people()
            .suppressed(&reader(&world.tenant), IdentifierKind::Email, CY)
            .await
            .unwrap();
        assert_eq!(cy, Some(hjemmel_policy::Suppression::Stopped));
        // A number is given once: the browser whose choice is lost sees nobody else's.
        world.choose("", &["statistics"]).await;
        let fields = [("site", world.site.key.as_str()), ("token", late.as_str()), ("l", "da"), ("do", "show")];
        let page = String::from_utf8(submit(&world, "/p/browser", &fields).await.body).unwrap();
        assert!(page.contains("Ingen.") && page.contains("Ingenting."), "{page}");
        // Her rows leave the files that came back, too, and the receipt is there.
        while world.running.app.job_step().await.unwrap() {}
        world.wait_ms(20_000).await;
        while world.running.app.job_step().await.unwrap() {}
        assert_eq!(world.running.lake.rows_of(&world.site.id, &[]).await.unwrap().all, 3, "Bo's two are hidden");
        let receipts = world.api(&owner, "GET", "/erasures", None).await.json();
        assert_eq!(receipts.as_array().unwrap().len(), 1);
        let receipt = receipts[0]["receipt"].as_str().unwrap();
        assert!(receipt.contains("Budtjenesten"), "who has to be told is still to be told: {receipt}");
        let open = world.api(&owner, "GET", "/recipients", None).await.json();
        assert_eq!(open["open"][0]["whom"], json!([EVA]), "{open}");
        // Keys of whoever a newer backup may hold stay.
        world.running.app.retention().run().await.unwrap();
        let path = world.config.keys_folder().join("persons.db").display().to_string();
        let keys = hjemmel_store::PersonKeys::open(&path).await.unwrap();
        let ring =
            Keyring::open(&world.config.keys_folder(), Box::new(hjemmel_testkit::Seeded::starting_at(8))).unwrap();
        assert!(keys.get(&ring, &lost).await.is_ok());
        // The mark holds: nobody brings her in again.
        let store = &world.running.app.store;
        let marked =
            store.people().suppressed(&reader(&world.tenant), hjemmel_model::IdentifierKind::Email, EVA).await.unwrap();
        assert!(marked.is_some());
        // Told once.
        assert_eq!(world.running.app.store.replay(world.running.app.clock.now()).await.unwrap(), Replayed::default());
        // Whoever says yes after the restore is counted, though the old browser said no.
        let anew = world.choose("", &["statistics"]).await;
        world.view(&anew, "new").await;
        assert_eq!(world.page_views(&owner, "statistics").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_one_database_comes_back_in_the_other() {
    let (mut configs, mut kept, mut made) = (Vec::new(), Vec::new(), Vec::new());
    let to = tempfile::tempdir().unwrap();
    let all = worlds().await;
    for (at, world) in all.iter().enumerate() {
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(world, &owner).await;
        joined(world, &form, &topics, EVA, "", false).await;
        let to = to.path().join(at.to_string());
        made.push(backup::backup(&world.config, &to, world.clock.as_ref()).await.unwrap().folder);
        let (config, folders) = world.empty().await;
        configs.push(config);
        kept.push(folders);
    }
    // The empty databases change places, the keys do not.
    let urls: Vec<_> = configs.iter().map(|c| c.database.clone()).collect();
    for ((config, url), (world, made)) in configs.iter_mut().zip(urls.into_iter().rev()).zip(all.iter().zip(&made)) {
        config.database = url;
        restore(world, config, made).await.unwrap();
    }
    for (world, config) in all.into_iter().zip(configs) {
        let sqlite = world.config.database_url().starts_with("sqlite");
        let world = world.moved(config, None).await;
        assert_ne!(world.config.database_url().starts_with("sqlite"), sqlite);
        let owner = world.staff(Role::Owner).await;
        assert_eq!(reach(&world, &owner, EVA).await.len(), 2);
    }
    drop(kept);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_damaged_foreign_or_in_the_way_is_refused_and_nothing_is_written() {
    for world in &worlds().await {
        let token = world.choose("", &["statistics"]).await;
        world.view(&token, "a").await;
        world.running.lake.flush().await.unwrap();
        let to = tempfile::tempdir().unwrap();
        let made = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap().folder;
        let (config, _kept) = world.empty().await;
        let empty = || !config.data.join("lake").exists();

        assert!(restore(world, &config, to.path()).await.unwrap_err().contains("not a backup"));
        let others = tempfile::tempdir().unwrap();
        Keyring::open(others.path(), Box::new(hjemmel_testkit::Seeded::starting_at(7))).unwrap();
        let foreign = Config { keys: Some(others.path().to_owned()), ..config.clone() };
        assert!(restore(world, &foreign, &made).await.unwrap_err().contains("not signed with these keys"));
        let records = made.join("records.jsonl.gz");
        let whole = fs::read(&records).unwrap();
        let mut broken = whole.clone();
        *broken.last_mut().unwrap() ^= 1;
        for bytes in [&broken[..], &whole[..whole.len() / 2], b""] {
            fs::write(&records, bytes).unwrap();
            assert!(restore(world, &config, &made).await.unwrap_err().contains("damaged"));
            assert!(empty());
        }
        fs::write(&records, &whole).unwrap();
        let manifest = fs::read_to_string(made.join("manifest.json")).unwrap();
        fs::write(made.join("manifest.json"), manifest.replacen("records", "record", 1)).unwrap();
        assert!(restore(world, &config, &made).await.unwrap_err().contains("not signed"));
        fs::write(made.join("manifest.json"), &manifest).unwrap();

        // Over what is there: neither records nor events.
        let over = restore(world, &world.config, &made).await.unwrap_err();
        assert!(over.contains("empty"), "{over}");
        let records = Config { database: world.config.database.clone(), ..config.clone() };
        let over = restore(world, &records, &made).await.unwrap_err();
        assert!(over.contains("another server") && empty(), "{over}");
        restore(world, &config, &made).await.unwrap();
        let twice = restore(world, &config, &made).await.unwrap_err();
        assert!(twice.contains("empty"), "{twice}");

        // Its time is over: it comes back no more, and the next one takes it away.
        world.clock.advance_ms(36 * 86_400_000);
        let (late, _later) = world.empty().await;
        let over = restore(world, &late, &made).await.unwrap_err();
        assert!(over.contains("was to be gone"), "{over}");
        // That so much time has passed is not believed of the clock alone: with a wrong one, every backup would go.
        let held = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        assert_eq!((held.removed, held.clock_in_doubt, made.exists()), (0, true, true));
        world.wait_ms(1_000).await;
        let next = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        assert_eq!((next.removed, next.clock_in_doubt, made.exists()), (1, false, false));
        let keys = backup::backup_keys(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        assert!(keys.join("persons.db").exists() && keys.join("master.key").exists());
    }
}
