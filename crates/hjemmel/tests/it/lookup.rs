//! A new key of lookups: whoever and whatever was known before is found, above all every no.

use hjemmel::{
    backup,
    keys::{self, How, Which},
};
use hjemmel_mail::Accepts;
use hjemmel_model::{IdentifierKind, Role};
use hjemmel_store::{Installation, KeyStep, KeyUse};
use hjemmel_testkit::{Seeded, reader};
use serde_json::{Value, json};

use crate::{
    account::second_owner,
    campaign::Shop,
    import::{begun, done},
    people::{look, reach, submit},
    profile::{EVA, joined, own, person},
    world::{NOW, World, worlds},
};

const BO: &str = "bo.berg@blomsterhuset.example";
const ANN: &str = "ann.krogh@blomsterhuset.example";
const CY: &str = "cy.dahl@blomsterhuset.example";
const DAN: &str = "dan.friis@blomsterhuset.example";
const FAY: &str = "fay.gram@blomsterhuset.example";
const YES: &str = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";

/// What somebody has in hand from before a key was replaced.
struct Kept {
    owner: String,
    ann: String,
    key: Value,
    invitation: String,
    browser: String,
    /// The link in Bo's newsletter, and the mark by which it comes back.
    preferences: String,
    returned: String,
    /// What a file is brought in for.
    query: String,
    people: i64,
}

async fn total(world: &World, owner: &str) -> i64 {
    world.api(owner, "POST", "/people/search", Some(json!({}))).await.json()["total"].as_i64().unwrap()
}

/// Life with the shop before the leak.
async fn lived(world: &World) -> Kept {
    world.publish(&["statistics", "profile"]).await;
    let owner = world.staff(Role::Owner).await;
    let (ann, _) = second_owner(world).await;
    let mut shop = Shop::new(world, &owner).await;
    let browser = world.choose("", &["statistics", "profile"]).await;
    world.view(&browser, "a").await;
    joined(world, &shop.form, &shop.topics, EVA, &browser, true).await;
    shop.new_mails(world).await;
    for email in [BO, ANN, FAY] {
        shop.says_yes(world, email).await;
    }
    let path = shop.released(world, &owner, 0).await;
    let mails = shop.new_mails(world).await;
    let one_click = mails.iter().find(|m| m.to == BO).unwrap().one_click.clone().unwrap();
    let rows = world.api(&owner, "GET", &format!("{path}/recipients"), None).await.json();
    let row = rows.as_array().unwrap().iter().find(|r| r["address"] == BO).unwrap();
    // One is erased, and never to be written to; the job that does the rest has not run yet.
    let erased = format!("/people/{}/erasure", person(world, &owner, ANN).await);
    let how = Some(json!({ "no_mail_mark": true }));
    assert_eq!(world.api(&owner, "POST", &erased, how).await.status, 201);
    // One said no elsewhere, and one is in doubt.
    let query = format!("topic={}&form={}", shop.topics[0], shop.form);
    done(world, &owner, &query, &format!("email,status\n{CY},unsubscribed\n")).await;
    let doubtful = format!("email,consented_at,source,wording,Favorit\n{DAN},{YES},Withdrawn\n");
    begun(world, &owner, &query, &doubtful).await;
    while world.running.app.job_step().await.unwrap() {}
    let draft = json!({ "name": "CI", "role": "data_protection_officer", "may": ["audit_read"] });
    let order = json!({
        "identifier": { "kind": "email", "value": EVA }, "number": "A-1", "lines": ["1 × Roser"], "total_minor": 34_900,
        "currency": "DKK", "law": "dk", "at_ms": NOW.0, "source": "shop"
    });
    assert_eq!(world.api(&owner, "POST", "/orders", Some(order)).await.status, 200);
    let invitation = world.api(&owner, "POST", "/team/invitations", Some(json!({ "role": "analyst" }))).await.json();
    Kept {
        key: world.api(&owner, "POST", "/keys", Some(draft)).await.json(),
        invitation: invitation["path"].as_str().unwrap().to_owned(),
        preferences: one_click[one_click.find("/p/").unwrap()..].trim_end_matches("/one-click").to_owned(),
        returned: world.running.app.campaigns().return_token_of(row["message"].as_str().unwrap()),
        people: total(world, &owner).await,
        owner,
        ann,
        browser,
        query,
    }
}

/// Everything is found, and nobody is known twice.
async fn found(world: &World, kept: &Kept) {
    let Kept { owner, ann, .. } = kept;
    for cookie in [owner, ann] {
        assert_eq!(world.api(cookie, "GET", "/session", None).await.status, 200, "who is signed in stays so");
    }
    assert_eq!(world.with_key(&kept.key, "GET", "/audit", None).await.status, 200);
    let eva = person(world, owner, EVA).await;
    assert!(!eva.is_empty());
    let again = json!({ "identifiers": [{ "kind": "email", "value": EVA }], "attributes": {}, "source": "shop" });
    assert_eq!(world.api(owner, "POST", "/people", Some(again)).await.status, 200);
    assert_eq!((person(world, owner, EVA).await, total(world, owner).await), (eva, kept.people), "nobody comes twice");
    // A browser sees what it left, and one more choice is still its own.
    let copy = own(world, &kept.browser, "copy").await.json();
    assert_eq!((copy["visits"].as_array().unwrap().len(), copy["choices"].as_array().unwrap().len()), (1, 1), "{copy}");
    assert!(world.running.app.knows(&kept.returned), "a mail that comes back is known");
    assert_eq!(look(world, "GET", &kept.preferences).await.status, 200);
    barred(world, kept).await;
}

/// Whoever said no, or is in doubt, gets no yes from a file.
async fn barred(world: &World, kept: &Kept) {
    let rows: String = [ANN, CY, DAN].iter().map(|email| format!("{email},{YES}\n")).collect();
    let file = format!("email,consented_at,source,wording\n{rows}");
    let report = done(world, &kept.owner, &format!("{}&dry=true", kept.query), &file).await;
    assert_eq!(report["outcomes"].get("usable"), None, "{report}");
    let store = &world.running.app.store;
    let mark = store.people().suppressed(&reader(&world.tenant), IdentifierKind::Email, ANN).await.unwrap();
    assert!(mark.is_some(), "she is never to be written to");
    for email in [CY, DAN] {
        assert!(reach(world, &kept.owner, email).await.iter().all(|line| !line.1), "{email}");
    }
}

/// Serve again from the same folder, or from what was restored.
async fn again(world: World) -> World {
    let config = world.config.clone();
    world.moved(config, None).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_known_is_found_and_every_no_binds_after_a_new_key_of_lookups() {
    for world in worlds().await {
        let kept = lived(&world).await;
        found(&world, &kept).await;
        let to = tempfile::tempdir().unwrap();
        let made = backup::backup(&world.config, to.path(), world.clock.as_ref()).await.unwrap();
        // She says no after the backup: only the journal knows of it then.
        let fay = person(&world, &kept.owner, FAY).await;
        let all = Some(json!({ "objects": true }));
        assert_eq!(world.api(&kept.owner, "POST", &format!("/people/{fay}/withdraw"), all).await.status, 204);

        // Cut short after a few: whoever serves next does the rest before anything is looked up.
        world.running.app.store.close().await;
        let (database, folder) = (world.config.database_url(), world.config.keys_folder());
        let installation = Installation { database: &database, keys: &folder };
        let seeded = || Seeded::starting_at(77);
        assert_eq!(installation.key_begin(KeyUse::Lookup, NOW, &seeded()).unwrap(), KeyStep::Made);
        let store = installation.look(Box::new(seeded())).await.unwrap();
        store.key_rehash(2).await.unwrap();
        store.close().await;
        let world = again(world).await;
        found(&world, &kept).await;
        // And once more, by whom it is meant for.
        world.running.app.store.close().await;
        for said in ["cut short", "A new key"] {
            let told = keys::rotate(&world.config, Which::Lookup, How::default(), world.clock.as_ref()).await.unwrap();
            assert!(told[0].contains(said), "{told:?}");
        }
        let listed = keys::list(&world.config).unwrap().join("\n");
        assert!(listed.contains("lookup     3") && !listed.contains("not finished"), "{listed}");
        for now in [false, true] {
            let kept = keys::destroy(&world.config, Which::Lookup, now, world.clock.as_ref()).await.unwrap_err();
            assert!(kept.to_string().contains("a no that is not found"), "{kept}");
        }
        let world = again(world).await;
        found(&world, &kept).await;
        stopped_and_erased(&world, &kept).await;

        // A backup of before, with the keys of now: what it does not know of is told to it.
        let (config, folders) = world.empty().await;
        let restored = backup::restore(&config, &made.folder, world.clock.as_ref()).await.unwrap();
        assert_eq!((restored.replayed.erased, restored.replayed.noes), (1, 2), "Eva, and the noes of Fay and Bo");
        let world = world.moved(config, Some(folders)).await;
        let owner = world.staff(Role::Owner).await;
        barred(&world, &Kept { owner: owner.clone(), ..kept }).await;
        assert!(person(&world, &owner, EVA).await.is_empty());
        for email in [FAY, BO] {
            assert!(reach(&world, &owner, email).await.iter().all(|line| !line.1), "{email}");
        }
    }
}

/// What was given away before counts, and an erasure finds what was stored before.
async fn stopped_and_erased(world: &World, kept: &Kept) {
    let person_of = json!({ "email": "ny@firma.example", "name": "Ny", "password": "et-langt-kodeord" });
    assert_eq!(world.link(&kept.invitation, person_of).await.status, 200, "an invitation opens");
    assert!(reach(world, &kept.owner, BO).await[0].1);
    let one_click = format!("{}/one-click", kept.preferences);
    assert_eq!(submit(world, &one_click, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
    assert!(!reach(world, &kept.owner, BO).await[0].1, "an old link stops");
    let eva = person(world, &kept.owner, EVA).await;
    let erased =
        world.api(&kept.owner, "POST", &format!("/people/{eva}/erasure"), Some(json!({ "no_mail_mark": false }))).await;
    assert_eq!(erased.status, 201, "{:?}", erased.json());
    assert!(person(world, &kept.owner, EVA).await.is_empty());
    assert_eq!(own(world, &kept.browser, "copy").await.json()["visits"], json!([]));
    let subjects = "select count(*) from consent where subject_hash <> ''";
    let left = world.running.app.store.db().read(subjects, &[]).await.unwrap()[0].int(0).unwrap();
    assert_eq!(left, 0, "no choice says any more whose it was");
}
