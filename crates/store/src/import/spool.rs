//! A file on its way in: kept on disk, in sealed pieces, under a key that is nowhere but in memory.
//!
//! Invariant: nothing of it lies on disk in clear, its file has no name, and what is held of it in memory is two pieces at
//! most, whatever its size; when the process ends, however it does, the file and its key are gone.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
};

use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use parking_lot::{Mutex, MutexGuard};
use zeroize::Zeroizing;

use crate::{
    Store,
    error::StoreError,
    keyring::{Keyring, Mark},
};

/// Bytes of a piece before it is sealed, and what sealing adds.
const PIECE: usize = 64 << 10;
const TAG: usize = 16;

/// The key of one file, and where its pieces lie.
struct Pieces {
    file: File,
    key: XChaCha20Poly1305,
    /// The first part of each nonce; the other is the number of the piece.
    nonce: [u8; 16],
}

impl Pieces {
    fn nonce(&self, number: u64) -> XNonce {
        let mut nonce = [0; 24];
        let (first, last) = nonce.split_at_mut(16);
        first.copy_from_slice(&self.nonce);
        last.copy_from_slice(&number.to_le_bytes());
        XNonce::from(nonce)
    }

    fn at(number: u64) -> u64 {
        number.saturating_mul((PIECE + TAG) as u64)
    }

    fn write(&self, number: u64, plain: &[u8]) -> io::Result<()> {
        let sealed = self.key.encrypt(&self.nonce(number), plain).map_err(|_| io::Error::other("sealing"))?;
        self.file.write_all_at(&sealed, Pieces::at(number))
    }

    fn read(&self, number: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut sealed = vec![0; len + TAG];
        self.file.read_exact_at(&mut sealed, Pieces::at(number))?;
        let opened = self.key.decrypt(&self.nonce(number), sealed.as_slice());
        opened.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a piece is not what was written"))
    }
}

/// Where files lie that are on their way in.
#[derive(Clone, Debug)]
pub struct Spools {
    folder: Arc<Path>,
    keys: Arc<Keyring>,
    bytes_max: u64,
    workbook: Arc<Mutex<()>>,
}

impl Spools {
    /// On the disk of `folder`; all that is sent at once may have `bytes_max` bytes.
    pub fn new(folder: &Path, keys: Arc<Keyring>, bytes_max: u64) -> Spools {
        Spools { folder: folder.into(), keys, bytes_max, workbook: Arc::default() }
    }

    /// An empty file.
    pub fn open(&self) -> Result<Spool, StoreError> {
        Spool::new(&self.folder, &self.keys).map_err(StoreError::File)
    }

    /// Most bytes of all that is sent at once.
    pub fn bytes_max(&self) -> u64 {
        self.bytes_max
    }

    /// Wait for a turn to read a workbook: its texts are held in memory while that lasts.
    pub fn workbook(&self) -> MutexGuard<'_, ()> {
        self.workbook.lock()
    }
}

impl Store {
    /// Where files lie that are on their way in, on the disk of `folder`.
    pub fn spools(&self, folder: &Path, bytes_max: u64) -> Spools {
        Spools::new(folder, Arc::clone(&self.keys), bytes_max)
    }
}

/// A file that is being written.
pub struct Spool {
    pieces: Pieces,
    written: u64,
    /// What does not fill a piece yet.
    rest: Vec<u8>,
    mark: Mark,
}

impl Spool {
    /// An empty file that lies on the disk of `folder`, and has no name there.
    pub fn new(folder: &Path, keys: &Keyring) -> io::Result<Spool> {
        let (mut key, mut nonce) = (Zeroizing::new([0; 32]), [0; 16]);
        keys.entropy().fill(key.as_mut());
        keys.entropy().fill(&mut nonce);
        let key = XChaCha20Poly1305::new(&Key::from(*key));
        let pieces = Pieces { file: tempfile::tempfile_in(folder)?, key, nonce };
        Ok(Spool { pieces, written: 0, rest: Vec::with_capacity(PIECE), mark: keys.mark("import_file") })
    }

    /// Close it: from now on it can be read.
    pub fn finish(mut self) -> io::Result<Spooled> {
        self.piece()?;
        Ok(Spooled { pieces: Arc::new(self.pieces), len: self.written, mark: self.mark.finish() })
    }

    fn piece(&mut self) -> io::Result<()> {
        if !self.rest.is_empty() {
            self.pieces.write(self.written / PIECE as u64, &self.rest)?;
            self.written += self.rest.len() as u64;
            self.rest.clear();
        }
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let some = bytes.get(..bytes.len().min(PIECE - self.rest.len())).unwrap_or_default();
        self.rest.extend_from_slice(some);
        self.mark.add(some);
        if self.rest.len() == PIECE {
            self.piece()?;
        }
        Ok(some.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl std::fmt::Debug for Spool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spool({} bytes)", self.written)
    }
}

/// A file that was written, and can be read from any place, by several at once.
#[derive(Clone)]
pub struct Spooled {
    pieces: Arc<Pieces>,
    len: u64,
    mark: String,
}

impl std::fmt::Debug for Spooled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spooled({} bytes)", self.len)
    }
}

impl Spooled {
    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A keyed hash of what is in it.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Read it from its beginning.
    pub fn reader(&self) -> SpoolReader {
        SpoolReader { of: self.clone(), at: 0, open: None }
    }
}

/// Reads a file piece by piece.
#[derive(Debug)]
pub struct SpoolReader {
    of: Spooled,
    at: u64,
    /// The piece that was opened last, by its number.
    open: Option<(u64, Vec<u8>)>,
}

impl Read for SpoolReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.of.len {
            return Ok(0);
        }
        let (number, within) = (self.at / PIECE as u64, (self.at % PIECE as u64) as usize);
        if self.open.as_ref().is_none_or(|(open, _)| *open != number) {
            let left = self.of.len - number * PIECE as u64;
            let len = usize::try_from(left).unwrap_or(usize::MAX).min(PIECE);
            self.open = Some((number, self.of.pieces.read(number, len)?));
        }
        let piece = self.open.as_ref().and_then(|(_, piece)| piece.get(within..)).unwrap_or_default();
        let count = piece.len().min(out.len());
        for (to, from) in out.iter_mut().zip(piece) {
            *to = *from;
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for SpoolReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.of.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(parking_lot::Mutex<u8>);
    impl hjemmel_model::Entropy for Counting {
        fn fill(&self, out: &mut [u8]) {
            let mut n = self.0.lock();
            *n = n.wrapping_add(1);
            out.fill(*n);
        }
    }

    fn keys() -> Keyring {
        Keyring::from_master(&[3; 32], Box::new(Counting(Default::default()))).unwrap()
    }

    #[test]
    fn what_is_written_is_read_from_any_place_and_lies_nowhere_in_clear() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), keys());
        let text = "eva@blomsterhuset.example,ja tak\n".repeat(9_000);
        let mut spool = Spool::new(folder.path(), &keys).unwrap();
        for part in text.as_bytes().chunks(7_001) {
            spool.write_all(part).unwrap();
        }
        let spooled = spool.finish().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
        assert_eq!(
            (spooled.len(), spooled.mark()),
            (text.len() as u64, keys.hash("import_file", text.as_bytes()).as_str())
        );
        let mut all = String::new();
        spooled.reader().read_to_string(&mut all).unwrap();
        assert!(all == text);
        let mut reader = spooled.reader();
        for at in [0, 1, PIECE as u64 - 3, PIECE as u64, 200_000, text.len() as u64 - 5] {
            let mut some = Vec::new();
            reader.seek(SeekFrom::Start(at)).unwrap();
            reader.by_ref().take(40).read_to_end(&mut some).unwrap();
            let at = usize::try_from(at).unwrap();
            assert_eq!(some, &text.as_bytes()[at..text.len().min(at + 40)]);
        }
        let mut raw = vec![0; usize::try_from(spooled.pieces.file.metadata().unwrap().len()).unwrap()];
        spooled.pieces.file.read_exact_at(&mut raw, 0).unwrap();
        assert!(!raw.windows(12).any(|w| w == b"blomsterhuse"));
        // A piece that was changed, or moved, is none.
        spooled.pieces.file.write_all_at(&[raw[100] ^ 1], 100).unwrap();
        assert!(spooled.reader().read_to_end(&mut Vec::new()).is_err());
        let empty = Spool::new(folder.path(), &keys).unwrap().finish().unwrap();
        assert!(empty.is_empty() && empty.reader().read(&mut [0; 4]).unwrap() == 0);
    }
}
