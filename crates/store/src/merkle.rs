//! The Merkle tree of RFC 6962 / RFC 9162: roots as it grows, and proofs that an entry is in it.

use sha2::{Digest, Sha256};

/// A node's hash.
pub type Hash = [u8; 32];

/// Hash of a leaf.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a growing tree: one hash for each full subtree, largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<(u32, Hash)>,
}

/// A full subtree: number `position` from the left among those of `1 << level` leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subtree {
    /// How many times it was joined: 0 is a leaf.
    pub level: u32,
    /// Which one, from the left.
    pub position: u64,
}

impl Frontier {
    /// The edge of a tree whose full subtrees, as [`subtrees`] names them, have those hashes.
    pub(crate) fn of(size: u64, peaks: Vec<(u32, Hash)>) -> Frontier {
        Frontier { size, peaks }
    }

    /// Add a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_with(leaf, |_, _| {});
    }

    /// Add a leaf hash, and tell of each subtree that is full with it.
    pub(crate) fn push_with(&mut self, leaf: Hash, mut full: impl FnMut(Subtree, Hash)) {
        self.size += 1;
        self.peaks.push((0, leaf));
        while let [.., (a, left), (b, right)] = self.peaks.as_slice() {
            if a != b {
                break;
            }
            let joined = (a + 1, node_hash(left, right));
            self.peaks.truncate(self.peaks.len() - 2);
            self.peaks.push(joined);
            full(Subtree { level: joined.0, position: (self.size >> joined.0) - 1 }, joined.1);
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        fold(self.peaks.iter().map(|(_, hash)| *hash))
    }
}

/// The full subtrees that leaves `from` up to `to` consist of, largest first. `from` is where such a tree may begin: a
/// multiple of the largest of them.
pub(crate) fn subtrees(from: u64, to: u64) -> Vec<Subtree> {
    let (mut out, mut at) = (Vec::new(), from);
    while at < to {
        let level = (to - at).ilog2();
        out.push(Subtree { level, position: at >> level });
        at += 1 << level;
    }
    out
}

/// The root over full subtrees, given largest first.
pub(crate) fn fold(peaks: impl DoubleEndedIterator<Item = Hash>) -> Hash {
    let mut peaks = peaks.rev();
    match peaks.next() {
        None => Sha256::digest([]).into(),
        Some(last) => peaks.fold(last, |right, left| node_hash(&left, &right)),
    }
}

/// The leaves under each sibling on the way from leaf `index` of a tree of `size` leaves to its root (RFC 9162, 2.1.3.1),
/// nearest first.
pub(crate) fn siblings(index: u64, size: u64) -> Vec<(u64, u64)> {
    let (mut from, mut to, mut out) = (0, size, Vec::new());
    while to - from > 1 {
        let split = from + (to - from).next_power_of_two() / 2;
        if index < split {
            out.push((split, to));
            to = split;
        } else {
            out.push((from, split));
            from = split;
        }
    }
    out.reverse();
    out
}

/// Whether `path` shows that `leaf` is number `index` of a tree of `size` leaves with that `root`
/// (RFC 9162, 2.1.3.2).
pub fn inclusion_verify(leaf: Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_the_published_test_vectors() {
        // The leaves and roots that Certificate Transparency publishes for RFC 6962.
        let leaves: [&[u8]; 4] = [b"", b"\x00", b"\x10", b"\x20\x21"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        let mut frontier = Frontier::default();
        for (leaf, root) in leaves.iter().zip(roots) {
            frontier.push(leaf_hash(leaf));
            let hex: String = frontier.root().iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(hex, root);
        }
    }

    #[test]
    fn every_leaf_of_every_small_tree_proves_itself_and_nothing_else() {
        for size in 1..70u64 {
            let leaves: Vec<Hash> = (0..size).map(|i| leaf_hash(&[i as u8])).collect();
            let range = |from: u64, to: u64| {
                let mut frontier = Frontier::default();
                leaves[from as usize..to as usize].iter().for_each(|leaf| frontier.push(*leaf));
                frontier
            };
            let root = range(0, size).root();
            for index in 0..size {
                let path: Vec<Hash> = siblings(index, size).iter().map(|(a, b)| range(*a, *b).root()).collect();
                let verify = |leaf, index| inclusion_verify(leaf, index, size, &path, &root);
                assert!(verify(leaves[index as usize], index), "{index} of {size}");
                assert!(!verify(leaf_hash(b"forged"), index));
                assert!(!verify(leaves[index as usize], index + 1));
            }
        }
    }

    #[test]
    fn full_subtrees_are_told_of_once_and_make_up_every_range() {
        let mut told = std::collections::BTreeMap::new();
        let mut frontier = Frontier::default();
        let leaves: Vec<Hash> = (0..100u8).map(|i| leaf_hash(&[i])).collect();
        for leaf in &leaves {
            frontier.push_with(*leaf, |subtree, hash| {
                assert!(told.insert(subtree, hash).is_none(), "{subtree:?} twice");
            });
            let hash = |s: &Subtree| told.get(s).copied().unwrap_or_else(|| leaves[s.position as usize]);
            let peaks: Vec<_> = subtrees(0, frontier.size()).iter().map(|s| (s.level, hash(s))).collect();
            assert_eq!(Frontier::of(frontier.size(), peaks), frontier);
        }
    }
}
