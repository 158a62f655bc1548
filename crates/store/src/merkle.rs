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
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<(u64, Hash)>,
}

impl Frontier {
    /// Add a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.size += 1;
        self.peaks.push((1, leaf));
        while let [.., (a, left), (b, right)] = self.peaks.as_slice() {
            if a != b {
                break;
            }
            let joined = (a + b, node_hash(left, right));
            self.peaks.truncate(self.peaks.len() - 2);
            self.peaks.push(joined);
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().map(|(_, hash)| *hash);
        match peaks.next() {
            None => Sha256::digest([]).into(),
            Some(last) => peaks.fold(last, |right, left| node_hash(&left, &right)),
        }
    }
}

fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The audit path of leaf `index` among `leaves` (RFC 9162, 2.1.3.1), nearest sibling first.
pub(crate) fn inclusion_proof(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() <= 1 || index >= leaves.len() {
        return Vec::new();
    }
    let split = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(split);
    let (mut path, sibling) = if index < split {
        (inclusion_proof(left, index), root_of(right))
    } else {
        (inclusion_proof(right, index - split), root_of(left))
    };
    path.push(sibling);
    path
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
        for size in 1..20usize {
            let leaves: Vec<Hash> = (0..size).map(|i| leaf_hash(&[i as u8])).collect();
            let root = root_of(&leaves);
            for index in 0..size {
                let path = inclusion_proof(&leaves, index);
                let verify = |leaf, index| inclusion_verify(leaf, index as u64, size as u64, &path, &root);
                assert!(verify(leaves[index], index), "{index} of {size}");
                assert!(!verify(leaf_hash(b"forged"), index));
                assert!(!verify(leaves[index], index + 1));
            }
        }
    }
}
