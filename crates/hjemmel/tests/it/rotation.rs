//! After a leak: each key is replaced, the program goes on, and what the old ones made counts as long as it should.

use std::{fs, path::Path};

use hjemmel::{
    backup,
    config::Config,
    dkim,
    keys::{self, How, Which},
};
use hjemmel_model::Role;
use hjemmel_store::{Installation, KeyStep, KeyUse};
use hjemmel_testkit::Seeded;
use serde_json::json;

use crate::{
    people::form,
    profile::{EVA, joined, person},
    world::{World, worlds},
};

const NOW: How = How { now: true, ed25519: false, published: false };

async fn rotate(world: &World, which: Which, how: How) -> Result<Vec<String>, String> {
    let said = keys::rotate(&world.config, which, how, world.clock.as_ref()).await;
    said.map_err(|e| format!("{e:#}"))
}

/// Stop, do that, and serve again.
async fn again(world: World, which: Which, how: How) -> World {
    world.running.app.store.close().await;
    rotate(&world, which, how).await.unwrap();
    let config = world.config.clone();
    world.moved(config, None).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_replaces_keys_while_a_server_holds_them() {
    for world in worlds().await {
        for which in [Which::Master, Which::Tokens, Which::Log, Which::Mail] {
            let refused = rotate(&world, which, How::default()).await.unwrap_err();
            assert!(refused.contains("stop it first"), "{refused}");
        }
        assert_eq!(fs::read(world.config.keys_folder().join("master.key")).unwrap().len(), 32, "nothing changed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_of_an_old_key_count_until_they_are_refused_and_then_still_take_away() {
    for world in worlds().await {
        let owner = world.staff(Role::Owner).await;
        let (kept, gone) = (world.choose("", &["statistics"]).await, world.choose("", &["statistics"]).await);
        let both = world.choose("", &["statistics", "ads"]).await;
        for (token, id) in [(&kept, "a"), (&gone, "b"), (&both, "c")] {
            assert_eq!(world.view(token, id).await["refused"], json!([]));
        }
        let world = again(world, Which::Tokens, How::default()).await;
        assert_eq!(world.view(&kept, "d").await["refused"], json!([]), "an old one counts");
        let new = world.choose("", &["statistics"]).await;
        assert_eq!(world.view(&new, "e").await["refused"], json!([]));
        assert_eq!(world.page_views(&owner, "statistics").await, 5);

        let world = again(world, Which::Tokens, NOW).await;
        for token in [&kept, &gone, &new] {
            assert_eq!(world.view(token, "f").await["refused"], json!(["token_invalid"]));
        }
        assert_eq!(world.page_views(&owner, "statistics").await, 5, "what was allowed then stays allowed");
        // Whoever says no to being asked again takes back what they allowed, and it is not in any report.
        world.choose(&gone, &[]).await;
        assert_eq!(world.page_views(&owner, "statistics").await, 4);
        // Whoever allows less takes the rest back, and gets a new surrogate: a token that somebody made is no way to
        // another's.
        let fewer = world.choose(&both, &["statistics"]).await;
        assert_eq!(world.view(&fewer, "g").await["refused"], json!([]));
        assert_eq!(world.page_views(&owner, "statistics").await, 5);
        let claims = |token: &str| match world.running.app.store.keys().token_key().verify(token) {
            hjemmel_policy::Presented::Token(verified) => Ok(*verified.claims()),
            _ => Err(world.running.app.store.keys().token_key().refused_claims(token)),
        };
        let (before, after) = (claims(&both).unwrap_err().unwrap(), claims(&fewer).unwrap());
        assert_ne!(before.analytics, after.analytics);
        let left = |purposes| world.running.app.restrictions.allowed(before.analytics, purposes, before.grant);
        assert_eq!(left(before.granted), after.granted, "only what was allowed anew");
        // A no that was said before binds as before.
        let page = [("site", world.site.key.as_str()), ("token", kept.as_str()), ("l", "da"), ("do", "show")];
        let seen = String::from_utf8(crate::people::submit(&world, "/p/browser", &page).await.body).unwrap();
        assert!(!seen.contains("shop.example/"), "a refused token shows nothing of anybody");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_master_key_and_a_new_log_key_leave_everything_readable_and_old_backups_come_back() {
    for world in worlds().await {
        world.publish(&["statistics", "profile"]).await;
        let owner = world.staff(Role::Owner).await;
        let (form, topics) = form(&world, &owner).await;
        let browser = world.choose("", &["statistics", "profile"]).await;
        world.view(&browser, "a").await;
        joined(&world, &form, &topics, EVA, &browser, true).await;
        world.running.app.store.key_announce(crate::world::NOW).await.unwrap();
        let to = tempfile::tempdir().unwrap();
        let made = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();

        // Cut short after a few values: the server goes on with both keys, and the next call goes on with the rest.
        world.running.app.store.close().await;
        let (database, folder) = (world.config.database_url(), world.config.keys_folder());
        let installation = Installation { database: &database, keys: &folder };
        let seeded = || Seeded::starting_at(77);
        assert_eq!(installation.key_begin(KeyUse::Master, crate::world::NOW, &seeded()).unwrap(), KeyStep::Made);
        let store = installation.look(Box::new(seeded())).await.unwrap();
        store.key_rewrap(2).await.unwrap();
        store.close().await;
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        let owner = world.staff(Role::Owner).await;
        assert!(!person(&world, &owner, EVA).await.is_empty());
        world.running.app.store.close().await;
        let said = rotate(&world, Which::Master, How::default()).await.unwrap();
        assert!(said[0].contains("cut short"), "{said:?}");
        let said = rotate(&world, Which::Log, How::default()).await.unwrap();
        assert!(said[0].contains("A new key"), "{said:?}");
        let listed = keys::list(&world.config).unwrap().join("\n");
        assert!(listed.contains("kept for backups") && listed.contains("old signatures still count"), "{listed}");
        assert!(!listed.contains("not finished"), "{listed}");
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        let owner = world.staff(Role::Owner).await;
        assert!(!person(&world, &owner, EVA).await.is_empty());
        assert_eq!(world.page_views(&owner, "statistics").await, 1);
        let audit = world.api(&owner, "GET", "/audit", None).await.json().to_string();
        assert!(audit.contains("key_master_2") && audit.contains("key_log_2"), "{audit}");

        // A backup of before, with the keys of now.
        let (config, kept) = world.empty().await;
        backup::restore(&config, &made.folder, world.clock.as_ref()).await.unwrap();
        let world = world.moved(config.clone(), Some(kept)).await;
        let owner = world.staff(Role::Owner).await;
        assert!(!person(&world, &owner, EVA).await.is_empty());
        let audit = world.api(&owner, "GET", "/audit", None).await.json().to_string();
        assert!(audit.contains("key_master_2") && audit.contains("key_log_2"), "it learns of them again: {audit}");

        // Its key is needed as long as it may be wanted, and then it is gone with it.
        world.running.app.store.close().await;
        let early = keys::destroy(&world.config, Which::Master, false, world.clock.as_ref()).await.unwrap();
        assert!(early[0].starts_with("Nothing"), "{early:?}");
        // A clock that is far ahead destroys nothing.
        world.clock.advance_ms(400 * 86_400_000);
        let ahead = keys::destroy(&world.config, Which::Master, false, world.clock.as_ref()).await.unwrap_err();
        assert!(ahead.to_string().contains("clock"), "{ahead}");
        world.clock.advance_ms(-400 * 86_400_000);
        let gone = keys::destroy(&world.config, Which::Master, true, world.clock.as_ref()).await.unwrap();
        assert!(gone[0].starts_with("1 old"), "{gone:?}");
        let (empty, _kept) = world.empty().await;
        let refused = backup::restore(&empty, &made.folder, world.clock.as_ref()).await.unwrap_err().to_string();
        assert!(refused.contains("not there any more"), "{refused}");
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        let owner = world.staff(Role::Owner).await;
        assert!(!person(&world, &owner, EVA).await.is_empty(), "what is in use was sealed anew");
    }
}

fn signed_mail(folder: &Path) -> Config {
    Config {
        data: folder.join("data"),
        keys: Some(folder.join("keys")),
        mail_dkim_domain: Some("shop.example".into()),
        ..Config::default()
    }
}

#[test]
fn mail_is_signed_with_the_old_key_until_dns_knows_the_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let config = signed_mail(dir.path());
    fs::create_dir_all(config.keys_folder()).unwrap();
    let entropy = Seeded::default();
    let names = |keys: Vec<hjemmel_mail::Dkim>| keys.iter().map(|key| key.record_name()).collect::<Vec<_>>();
    let signing = || names(dkim::signing(&config, &entropy).unwrap());
    let first = dkim::signing(&config, &entropy).unwrap()[0].record_value();
    assert_eq!(signing(), ["hjemmel._domainkey.shop.example"]);
    assert!(dkim::published(&config).is_err(), "nothing waits");
    let wanted = ["hjemmel-2._domainkey.shop.example", "hjemmel-2e._domainkey.shop.example"];
    for _ in 0..2 {
        assert_eq!(names(dkim::next(&config, true, &entropy).unwrap()), wanted, "asked twice, made once");
    }
    assert_eq!(
        (signing(), names(dkim::waiting(&config).unwrap())),
        (vec!["hjemmel._domainkey.shop.example".into()], wanted.map(String::from).to_vec())
    );
    assert_eq!(dkim::signing(&config, &entropy).unwrap()[0].record_value(), first);
    assert_eq!(dkim::published(&config).unwrap(), ["hjemmel._domainkey.shop.example"]);
    assert_eq!(signing(), wanted);
    assert!(!config.keys_folder().join("dkim.pem").exists(), "the old one is destroyed");
    assert_eq!(dkim::files(&config).unwrap(), ["dkim-hjemmel-2.pem", "dkim-hjemmel-2e.pem", "dkim.json"]);
    // A key that cannot be read is not put to use.
    dkim::next(&config, false, &entropy).unwrap();
    fs::write(config.keys_folder().join("dkim-hjemmel-3.pem"), "half").unwrap();
    assert!(dkim::published(&config).is_err());
    assert_eq!(signing(), wanted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_of_mail_stands_in_the_audit() {
    for mut world in worlds().await {
        world.config.mail_dkim_domain = Some("shop.example".into());
        world.running.app.store.close().await;
        let said = rotate(&world, Which::Mail, How::default()).await.unwrap().join("\n");
        assert!(said.contains("TXT  hjemmel-2._domainkey.shop.example\n     v=DKIM1; k=rsa; p="), "{said}");
        let said = rotate(&world, Which::Mail, How { published: true, ..How::default() }).await.unwrap();
        assert!(said[1].contains("hjemmel._domainkey.shop.example"), "{said:?}");
        let config = world.config.clone();
        let world = world.moved(config, None).await;
        let owner = world.staff(Role::Owner).await;
        let audit = world.api(&owner, "GET", "/audit", None).await.json().to_string();
        assert!(audit.contains("key.wait") && audit.contains("key.rotate"), "{audit}");
    }
}
