//! Files that a disk changed: an error and a finding, never another number and never the end of a task.

use std::{fs, path::PathBuf};

use hjemmel_lake::FaultKind;
use hjemmel_model::{Dimension, Overview, RowBy};

use super::*;
use crate::{
    QueryError,
    scan::{Count, Question},
};

type Numbers = (Overview, Vec<RowBy>);

impl World {
    async fn numbers(&self) -> Result<Numbers, QueryError> {
        let view = || self.lake.view(&self.rules.site).unwrap();
        let (overview, _) = self.engine.overview(view(), self.permit(0), &World::ask()).await?;
        let pages = self
            .engine
            .breakdown(view(), self.permit(0), &World::ask(), &Dimension::from_name("path").unwrap(), 20)
            .await?;
        Ok((overview, pages))
    }

    /// Another process after this one, on the same disk.
    async fn restarted(self) -> World {
        self.lake.close().await;
        let World { lake, dir, .. } = self;
        drop(lake);
        world_in(dir).await
    }

    fn files(&self) -> Vec<PathBuf> {
        self.lake.view(&self.rules.site).unwrap().files.iter().map(|f| f.path.clone()).collect()
    }
}

/// Two files of two buckets.
async fn two() -> World {
    let w = world().await;
    for id in 0..40u128 {
        w.view(id, 1 << 61, 1, 1).await;
        w.view(100 + id, -(1 << 61), 1, 1).await;
    }
    w.lake.flush().await.unwrap();
    assert_eq!(w.files().len(), 2);
    w
}

/// Each part of a file: all of the footer, and enough of the pages that every column is met.
fn places(length: usize) -> impl Iterator<Item = usize> {
    (0..length).filter(move |at| *at < 8 || length - at < 40 || at % 61 == 0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_byte_in_any_place_is_an_error_and_a_finding_and_then_left_out() {
    let mut w = two().await;
    let right = w.numbers().await.unwrap();
    let file = w.files().remove(0);
    let whole = fs::read(&file).unwrap();
    for (n, at) in places(whole.len()).enumerate() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (n % 8);
        fs::write(&file, &bytes).unwrap();
        // Now while it runs, now found at a start.
        if n % 3 == 0 {
            w = w.restarted().await;
        }
        let kinds = |w: &World| w.lake.condition().iter().map(|f| f.kind).collect::<Vec<_>>();
        if kinds(&w).is_empty() {
            assert!(w.numbers().await.is_err(), "byte {at}: an answer from what was not written");
        }
        assert_eq!(kinds(&w), [FaultKind::FileDamaged], "byte {at}");
        let (rest, _) = w.numbers().await.unwrap();
        assert_eq!(rest.totals.page_views, 40, "byte {at}: the other file is there still");
        fs::write(&file, &whole).unwrap();
        w = w.restarted().await;
        assert_eq!(w.numbers().await.unwrap(), right, "byte {at}: as it was");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_sum_to_compare_with_nothing_panics() {
    let mut w = two().await;
    let file = w.files().remove(0);
    let whole = fs::read(&file).unwrap();
    let mut errors = 0;
    for (n, at) in places(whole.len()).enumerate() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (n % 8);
        fs::write(&file, &bytes).unwrap();
        // Gone already when the start before this found nothing that it could sum.
        let _ = fs::remove_dir_all(w.dir.path().join("sums"));
        w = w.restarted().await;
        errors += usize::from(w.numbers().await.is_err() || !w.lake.condition().is_empty());
    }
    assert!(errors > 0, "some of them cannot be read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_computed_ends_nothing_but_its_question_and_the_files_are_looked_at_again() {
    let w = two().await;
    let right = w.numbers().await.unwrap();
    let question = || Question {
        at_ms: (0, i64::MAX),
        filter: Predicate::default(),
        needs: Vec::new(),
        columns_from_ms: i64::MIN,
    };
    let panics = async || {
        let view = w.lake.view(&w.rules.site).unwrap();
        let count: Box<Count<()>> = Box::new(|_, _| panic!("a reader that met what it does not know"));
        w.engine.scan(view, w.permit(0).into_rows(), question(), count).await
    };
    assert!(matches!(panics().await, Err(QueryError::Stopped)));
    assert_eq!(w.numbers().await.unwrap(), right, "and the next is answered");

    // A disk that changes bytes without a word is found as soon as what is read cannot be right.
    let file = w.files().remove(0);
    let (whole, said) = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
    let mut bytes = whole.clone();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&file, &bytes).unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(said).unwrap();
    assert!(panics().await.is_err());
    assert!(w.numbers().await.is_err());
    assert_eq!(w.lake.condition().len(), 1);
}
