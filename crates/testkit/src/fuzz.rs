//! Input that is nearly right: seeds of a kind, cut, doubled, joined and bent. What is only random seldom gets past the first
//! check of a reader.

use std::path::Path;

use proptest::prelude::*;

/// One change.
#[derive(Clone, Debug)]
enum Edit {
    /// One byte is another.
    Set(usize, u8),
    /// Bytes that mean something to the reader stand where they did not.
    Insert(usize, usize),
    /// A stretch is gone.
    Cut(usize, usize),
    /// A stretch stands there again and again.
    Repeat(usize, usize, usize),
    /// The rest is that of another seed.
    Join(usize, usize, usize),
    /// Anything at all.
    Noise(usize, Vec<u8>),
}

/// Longest input, in bytes.
const LONGEST: usize = 1 << 16;

/// The files of a folder under `tests/corpus`, in the order of their names.
///
/// # Panics
/// When there are none: a reader that is given nothing proves nothing.
pub fn corpus(crate_dir: &str, name: &str) -> Vec<Vec<u8>> {
    files(&Path::new(crate_dir).join("tests/corpus").join(name))
}

/// The files of a folder, in the order of their names.
///
/// # Panics
/// When there are none.
pub fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let seeds: Vec<_> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    assert!(!seeds.is_empty(), "no seeds in {}", folder.display());
    seeds
}

/// Seeds with up to a dozen changes each; `words` are what the reader looks for.
pub fn bent(seeds: Vec<Vec<u8>>, words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let at = || any::<usize>();
    let edit = prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (at(), at()).prop_map(|(at, word)| Edit::Insert(at, word)),
        (at(), 1..200usize).prop_map(|(at, long)| Edit::Cut(at, long)),
        (at(), 1..60usize, 2..40usize).prop_map(|(at, long, times)| Edit::Repeat(at, long, times)),
        (at(), at(), at()).prop_map(|(at, seed, from)| Edit::Join(at, seed, from)),
        (at(), prop::collection::vec(any::<u8>(), 0..40)).prop_map(|(at, bytes)| Edit::Noise(at, bytes)),
    ];
    (at(), prop::collection::vec(edit, 0..12)).prop_map(move |(seed, edits)| {
        let mut bytes = chosen(&seeds, seed).clone();
        for edit in edits {
            change(&mut bytes, &edit, &seeds, words);
            bytes.truncate(LONGEST);
        }
        bytes
    })
}

fn chosen<T>(all: &[T], at: usize) -> &T {
    &all[at % all.len()]
}

fn change(bytes: &mut Vec<u8>, edit: &Edit, seeds: &[Vec<u8>], words: &[&str]) {
    let length = bytes.len();
    let place = |at: usize| at % (length + 1);
    match edit {
        Edit::Set(at, byte) => {
            if let Some(old) = bytes.get_mut(place(*at)) {
                *old = *byte;
            }
        }
        Edit::Insert(at, word) if !words.is_empty() => {
            bytes.splice(place(*at)..place(*at), chosen(words, *word).bytes());
        }
        Edit::Insert(..) => {}
        Edit::Cut(at, long) => {
            bytes.drain(place(*at)..place(*at).saturating_add(*long).min(length));
        }
        Edit::Repeat(at, long, times) => {
            let end = place(*at).saturating_add(*long).min(length);
            let again = bytes[place(*at)..end].repeat(*times);
            bytes.splice(end..end, again);
        }
        Edit::Join(at, seed, from) => {
            let other = chosen(seeds, *seed);
            bytes.truncate(place(*at));
            bytes.extend_from_slice(&other[from % (other.len() + 1)..]);
        }
        Edit::Noise(at, noise) => {
            bytes.splice(place(*at)..place(*at), noise.iter().copied());
        }
    }
}
