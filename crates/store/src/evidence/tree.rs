//! The tree over the leaves, from hashes of full subtrees that are stored beside them: what it takes to go on numbering and
//! to prove one leaf is read in a few dozen rows, however large the log is.

use super::{Checkpoint, hex, unhex};
use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    merkle::{Frontier, Hash, Subtree, fold, siblings, subtrees},
    sql,
    work::Evidence,
};

/// Subtrees are stored at every fourth level: 16, 256, 4096 … leaves.
const STRIDE: u32 = 4;
/// Leaves read at once where all are.
const PAGE: i64 = 8_192;

fn whole(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("evidence log"))
}

fn natural(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("evidence log"))
}

pub(super) fn signed_size(frontier: &Frontier) -> Result<i64, StoreError> {
    whole(frontier.size())
}

/// Add a leaf to a tree, and store the subtrees that are full with it.
pub(super) async fn push(tx: &mut Tx, log: i64, tree: &mut Frontier, leaf: Hash) -> Result<(), StoreError> {
    let mut full = Vec::new();
    tree.push_with(leaf, |subtree, hash| {
        if subtree.level % STRIDE == 0 {
            full.push((subtree, hash));
        }
    });
    for (subtree, hash) in full {
        let values = [log.into(), subtree.level.into(), whole(subtree.position)?.into(), hex(&hash).into()];
        tx.execute(sql::EVIDENCE_NODE_PUT, &values).await?;
    }
    Ok(())
}

impl Evidence<&Store> {
    /// The tree as far as it is numbered.
    pub async fn frontier(&self) -> Result<Frontier, StoreError> {
        let log = self.0.evidence_log().await?;
        self.0.evidence_nodes_complete(log).await?;
        let size = natural(self.0.evidence_size(log).await?)?;
        let mut peaks = Vec::new();
        for subtree in subtrees(0, size) {
            peaks.push((subtree.level, self.0.evidence_subtree(log, subtree).await?));
        }
        Ok(Frontier::of(size, peaks))
    }
}

impl Store {
    pub(super) async fn evidence_size(&self, log: i64) -> Result<i64, StoreError> {
        let rows = self.db.read(sql::EVIDENCE_SIZE, &[log.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// The siblings on the way from a leaf to the root of a checkpoint, nearest first.
    pub(super) async fn evidence_path(&self, under: &Checkpoint, leaf_index: i64) -> Result<Vec<Hash>, StoreError> {
        let mut path = Vec::new();
        for (from, to) in siblings(natural(leaf_index)?, natural(under.size)?) {
            let mut peaks = Vec::new();
            for subtree in subtrees(from, to) {
                peaks.push(self.evidence_subtree(under.log, subtree).await?);
            }
            path.push(fold(peaks.into_iter()));
        }
        Ok(path)
    }

    /// The hash of a full subtree, from the stored ones next below it.
    async fn evidence_subtree(&self, log: i64, subtree: Subtree) -> Result<Hash, StoreError> {
        let up = subtree.level % STRIDE;
        let (base, from, count) = (subtree.level - up, subtree.position << up, 1u64 << up);
        let (from, to) = (whole(from)?, whole(from + count)?);
        let rows = match base {
            0 => self.db.read(sql::EVIDENCE_LEAVES, &[log.into(), from.into(), to.into()]).await?,
            base => self.db.read(sql::EVIDENCE_NODES, &[log.into(), base.into(), from.into(), to.into()]).await?,
        };
        if rows.len() as u64 != count {
            return Err(StoreError::Damaged("evidence log"));
        }
        let mut tree = Frontier::default();
        for row in rows {
            tree.push(unhex(&row.text(0)?)?);
        }
        Ok(tree.root())
    }

    /// Make the stored subtrees anew where some are missing: after a restore, and in a database from before there were any.
    async fn evidence_nodes_complete(&self, log: i64) -> Result<(), StoreError> {
        let size = self.evidence_size(log).await?;
        let rows = self.db.read(sql::EVIDENCE_NODE_COUNT, &[log.into(), STRIDE.into()]).await?;
        let there = rows.first().ok_or(StoreError::Damaged("evidence log"))?.int(0)?;
        if there == size >> STRIDE {
            return Ok(());
        }
        let mut tree = Frontier::default();
        while signed_size(&tree)? < size {
            let page = self.evidence_leaves(log, signed_size(&tree)?, size).await?;
            tree = unit_of_work!(self.db, |tx| {
                let mut grown = tree.clone();
                for leaf in &page {
                    push(tx, log, &mut grown, *leaf).await?;
                }
                Ok(grown)
            })?;
        }
        Ok(())
    }

    /// Leaves from number `from` on, at most a page, before `end`; damaged where a number is missing.
    async fn evidence_leaves(&self, log: i64, from: i64, end: i64) -> Result<Vec<Hash>, StoreError> {
        let to = end.min(from + PAGE);
        let rows = self.db.read(sql::EVIDENCE_LEAVES, &[log.into(), from.into(), to.into()]).await?;
        if i64::try_from(rows.len()).ok() != Some(to - from) {
            return Err(StoreError::Damaged("evidence log"));
        }
        rows.iter().map(|row| unhex(&row.text(0)?)).collect()
    }

    /// The root over the first `size` leaves, from the leaves themselves and nothing else.
    pub(super) async fn evidence_root(&self, log: i64, size: i64) -> Result<Hash, StoreError> {
        let mut tree = Frontier::default();
        while signed_size(&tree)? < size {
            for leaf in self.evidence_leaves(log, signed_size(&tree)?, size).await? {
                tree.push(leaf);
            }
            tokio::task::yield_now().await;
        }
        Ok(tree.root())
    }
}
