//! What this program ever wrote down is read as what it said then: a backup with records and events, the keys with the
//! journal, a token, a receipt. The fixtures in `tests/fixtures` are kept for ever: a folder a format, made by the program
//! of then.

use std::{
    fs,
    path::{Path, PathBuf},
};

use hjemmel::{backup, config::Config};
use hjemmel_model::{Role, Zone};
use hjemmel_policy::Presented;
use hjemmel_store::receipt_verify;
use serde_json::{Value, json};

use crate::{
    people::{form, reach},
    profile::{EVA, joined, person},
    world::{NOW, World, worlds},
};

const BO: &str = "bo.berg@blomsterhuset.example";
const ANN: &str = "ann.krogh@blomsterhuset.example";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).unwrap()),
        }
    }
}

/// Writes a fixture of the formats of today: three people with a browser each are saved, then one is erased and one says
/// no. Run once, when a format begins: `cargo test -- --ignored fixture_write`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes a fixture"]
async fn fixture_write() {
    let world = worlds().await.remove(0);
    world.publish(&["statistics", "profile"]).await;
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let recipient = json!({ "name": "Budtjenesten", "contact": "gdpr@bud.example", "gets": "Navn og adresse" });
    assert_eq!(world.api(&owner, "POST", "/recipients", Some(recipient)).await.status, 201);
    let mut tokens = Vec::new();
    for email in [EVA, BO, ANN] {
        let token = world.choose("", &["statistics", "profile"]).await;
        world.view(&token, email).await;
        joined(&world, &form, &topics, email, &token, true).await;
        tokens.push(token);
    }
    // One in a file, the rest in the log.
    world.running.lake.flush().await.unwrap();
    world.view(&tokens[2], "late").await;
    let to = fixtures().join("format-1");
    assert!(!to.exists(), "what was written is kept as it is: the next has another number");
    let made = backup::backup(&world.config, &to, world.clock.as_ref()).await.unwrap().folder;
    fs::rename(made, to.join("backup")).unwrap();
    world.clock.advance_ms(1_000);
    let (eva, bo) = (person(&world, &owner, EVA).await, person(&world, &owner, BO).await);
    let (erasure, mark) = (format!("/people/{eva}/erasure"), Some(json!({ "no_mail_mark": true })));
    let receipt = world.api(&owner, "POST", &erasure, mark).await.json();
    let all = Some(json!({ "objects": false }));
    assert_eq!(world.api(&owner, "POST", &format!("/people/{bo}/withdraw"), all).await.status, 204);
    let keys = backup::backup_keys(&world.config, &to, world.clock.as_ref()).await.unwrap();
    fs::rename(keys, to.join("keys")).unwrap();
    fs::remove_file(to.join("keys/expires")).unwrap();
    fs::write(to.join("receipt.json"), serde_json::to_string_pretty(&receipt).unwrap()).unwrap();
    fs::write(to.join("token.txt"), &tokens[2]).unwrap();
    let claims = match world.running.app.store.keys().token_key().verify(&tokens[2]) {
        Presented::Token(token) => format!("{:?}\n", token.claims()),
        other => panic!("{other:?}"),
    };
    fs::write(to.join("token.claims.txt"), claims).unwrap();
}

async fn restored(world: World, format: &Path) -> (World, backup::Restored) {
    let (config, kept) = world.empty().await;
    let keys = config.data.parent().unwrap().join("keys-of-then");
    copy(&format.join("keys"), &keys);
    let config = Config { keys: Some(keys), ..config };
    let restored = backup::restore(&config, &format.join("backup"), world.clock.as_ref()).await.unwrap();
    (world.moved(config, Some(kept)).await, restored)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_format_reads_as_what_it_said() {
    for format in fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()) {
        for world in worlds().await {
            let (world, restored) = restored(world, &format).await;
            assert_eq!((restored.made_at(), restored.unknown), (NOW, 0));
            // The journal: Eva was erased, Bo said no to everything.
            assert_eq!((restored.replayed.erased, restored.replayed.noes), (1, 1), "{:?}", restored.replayed);
            let owner = world.staff(Role::Owner).await;
            let mut found = Vec::new();
            for email in [EVA, BO, ANN] {
                found.push(!person(&world, &owner, email).await.is_empty());
            }
            assert_eq!(found, [false, true, true]);
            let may = async |email| reach(&world, &owner, email).await.iter().map(|r| r.1).collect::<Vec<_>>();
            assert_eq!((may(BO).await, may(ANN).await), (vec![false, false], vec![true, true]));
            // The events: Bo's and two of Ann's.
            let sites = world.api(&owner, "GET", "/sites", None).await.json();
            let day = NOW.local_date(Zone::of("Europe/Copenhagen").tz());
            let reports = format!("/sites/{}/reports", sites[0]["id"].as_str().unwrap());
            // A column that came later has no value in them, and that can be asked as well.
            for (filter, views) in [("", 3), ("%5B%22is%22,%22content%22,%5B%22%22%5D%5D", 3), ("content:x", 0)] {
                let path = format!("{reports}/overview?from={day}&to={day}&filter={filter}");
                let report = world.api(&owner, "GET", &path, None).await.json();
                assert_eq!(report["overview"]["totals"]["page_views"], views, "{filter}: {report}");
            }
            let path = format!("{reports}/breakdown?from={day}&to={day}&by=content");
            assert_eq!(world.api(&owner, "GET", &path, None).await.json(), json!([]));

            let read = |name: &str| fs::read_to_string(format.join(name)).unwrap();
            let token = world.running.app.store.keys().token_key().verify(&read("token.txt"));
            let Presented::Token(token) = token else { panic!("{token:?}") };
            assert_eq!(format!("{:?}\n", token.claims()), read("token.claims.txt"));
            let signed = serde_json::from_str(&read("receipt.json")).unwrap();
            let receipt = receipt_verify(&signed).unwrap();
            let said: Value = serde_json::from_str(&signed.receipt).unwrap();
            assert_eq!(serde_json::to_value(&receipt).unwrap(), said, "every word of the receipt is understood");
            assert!(signed.receipt.contains("Budtjenesten"));
        }
    }
}
