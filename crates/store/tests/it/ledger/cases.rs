//! Histories that went wrong once, and what an erasure and a restore have to hold to.

use super::{
    oracle::{OWNED, RowKind},
    *,
};
use hjemmel_store::work;
use hjemmel_testkit::{authorized, reader};

/// What a step taught, as plain histories.
async fn told(steps: &[Step]) {
    for db in fresh_dbs().await {
        history(&db, steps).await.unwrap();
    }
}

#[tokio::test]
async fn a_no_that_reached_another_record_reaches_it_after_a_restore_too() {
    let no = |address| Step::No { address, topic: None, by: None, objects: false };
    // Joined after the backup, and the no came before or after that.
    told(&[
        Step::Come(1),
        Step::Yes(1, 0),
        Step::Enter(2, 0),
        Step::Backup,
        Step::Join(1, 2, true),
        no(2),
        Step::Restore,
    ])
    .await;
    told(&[
        Step::Come(1),
        Step::Yes(1, 0),
        Step::Enter(2, 0),
        no(2),
        Step::Backup,
        Step::Join(1, 2, true),
        Step::Restore,
    ])
    .await;
    // The record that said it came after the backup as well.
    told(&[
        Step::Come(1),
        Step::Yes(1, 0),
        Step::Backup,
        Step::Enter(2, 0),
        Step::Join(1, 2, true),
        no(2),
        Step::Restore,
    ])
    .await;
    // Parted after the backup: an erasure of one leaves the other.
    let parted = [Step::Join(1, 2, false), Step::Restore, Step::Erase(2, false)];
    let before = [Step::Come(1), Step::Yes(1, 0), Step::Enter(2, 0), Step::Join(1, 2, true), Step::Backup];
    told(&[before.as_slice(), &parted].concat()).await;
}

#[tokio::test]
async fn a_no_of_a_file_stands_on_its_own_beside_one_of_a_joined_record() {
    let file = |kind| Step::Import { topic: 0, by: Channel::Email, rows: vec![(0, kind)] };
    let no = |address| Step::No { address, topic: None, by: None, objects: false };
    for kind in [RowKind::No(None), RowKind::No(Some(0)), RowKind::NotYes, RowKind::Unwanted] {
        // Parted again, the address still said no.
        let before = [Step::Come(0), Step::Yes(0, 0), Step::Come(1), Step::Join(0, 1, true), no(1)];
        told(&[before.as_slice(), &[file(kind), Step::Join(0, 1, false)]].concat()).await;
    }
    for kind in [RowKind::No(None), RowKind::Unwanted] {
        // The button in an older mail undoes none of it.
        let before = [Step::Enter(0, 0), Step::Come(1), no(1), Step::Join(0, 1, true)];
        told(&[before.as_slice(), &[file(kind), Step::Press(0)]].concat()).await;
    }
}

#[tokio::test]
async fn a_no_that_a_later_yes_spares_leaves_no_way_for_an_older_yes() {
    let file = |topic, kind| Step::Import { topic, by: Channel::Email, rows: vec![(0, kind)] };
    // To what nobody named, and where there is nothing else to name.
    told(&[Step::Come(0), Step::Yes(0, 0), file(0, RowKind::No(Some(5))), file(1, RowKind::Yes(6))]).await;
}

#[tokio::test]
async fn a_no_of_somebody_the_backup_does_not_know_waits_for_all_their_addresses() {
    let no = |address, by| Step::No { address, topic: None, by, objects: false };
    let file = |by, address| Step::Import { topic: 0, by, rows: vec![(address, RowKind::Yes(9))] };
    for by in [None, Some(Channel::Sms)] {
        told(&[Step::Backup, Step::Come(0), no(3, by), Step::Restore, file(Channel::Email, 0), file(Channel::Sms, 3)])
            .await;
    }
    // It said so, and was found to be somebody whom the backup knows after that.
    let before = [Step::Come(1), Step::Yes(1, 0), Step::Backup, Step::Enter(2, 0), no(2, None)];
    told(&[before.as_slice(), &[Step::Join(1, 2, true), Step::Restore]].concat()).await;
    let before = [Step::Come(1), Step::Yes(1, 0), no(1, None), Step::Backup, Step::Enter(2, 0)];
    told(&[before.as_slice(), &[Step::Join(2, 1, true), Step::Restore, file(Channel::Email, 2)]].concat()).await;
    // Whoever is erased leads to nobody any more.
    let before = [Step::Come(1), Step::Backup, Step::Enter(2, 0), Step::Join(1, 2, true), no(1, None)];
    told(&[before.as_slice(), &[Step::Join(1, 2, false), Step::Erase(2, false), Step::Restore]].concat()).await;
}

#[tokio::test]
async fn an_erasure_holds_from_the_moment_it_is_confirmed() {
    for db in fresh_dbs().await {
        let mut world = World::fresh(&db).await;
        world.come(OWNED[0]).await;
        world.backup().await;
        let person = world.find(0).await.unwrap().person;
        // The database is lost before the job that destroys the keys had its turn.
        world.erasure(person, true).await.unwrap();
        world.restore().await;
        assert_eq!(world.find(0).await, None);
        assert_eq!(world.find(3).await, None);
        let mark = world.store.people().suppressed(&reader(&tenant()), IdentifierKind::Email, VALUES[0]).await.unwrap();
        assert_eq!(mark, Some(Suppression::NoMail));
        world.store.close().await;
    }
}

const REFUSE: [&str; 2] = [
    "create trigger refuse before update on counter when new.name = 'journal' begin select raise(abort, 'no'); end;",
    "create function refuse() returns trigger as $$ begin raise exception 'no'; end $$ language plpgsql;
     create trigger refuse before update on counter for each row when (new.name = 'journal') execute function refuse();",
];
const ALLOW: [&str; 2] = ["drop trigger refuse;", "drop trigger refuse on counter; drop function refuse;"];

#[tokio::test]
async fn an_erasure_that_was_not_committed_is_not_carried_out_by_a_restore() {
    for db in fresh_dbs().await {
        let mut world = World::fresh(&db).await;
        world.come(OWNED[0]).await;
        // Something stands in the journal, so that the counter is there.
        let auth = authorized::<act::RequestWrite>(&tenant());
        let person = world.find(0).await.unwrap().person;
        work!(world.store, |w| { w.people().pause_begin(&auth, &person, world.at()).await }).unwrap();
        world.backup().await;
        let which = usize::from(matches!(world.store.db().pools(), Pools::Postgres { .. }));
        world.sql(REFUSE[which]).await;
        world.erasure(person.clone(), false).await.unwrap_err();
        world.sql(ALLOW[which]).await;
        world.restart().await;
        assert_eq!(world.find(0).await.unwrap().person, person);
        world.restore().await;
        assert_eq!(world.find(0).await.unwrap().person, person);
        // The next one is.
        world.erasure(person, false).await.unwrap();
        world.restore().await;
        assert_eq!(world.find(0).await, None);
        world.store.close().await;
    }
}

#[tokio::test]
async fn a_database_that_begins_anew_beside_the_keys_of_before_starts() {
    for db in fresh_dbs().await {
        let mut world = World::fresh(&db).await;
        world.come(OWNED[0]).await;
        world.come(OWNED[1]).await;
        let draft = world.draft(PermissionEvent::Withdrawn, None, None);
        assert!(world.say(1, draft).await);
        world.join(0, 1, true).await;
        let person = world.find(0).await.unwrap().person;
        world.erasure(person, true).await.unwrap();
        emptied(&world.store).await;
        world.restart().await;
        // Whoever comes now is somebody new.
        work!(world.store, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
        world.come(OWNED[0]).await;
        assert!(world.find(0).await.is_some());
        world.store.close().await;
    }
}
