//! The write-ahead log: numbered records in segment files, checksummed, synced before they are acknowledged.
//!
//! A segment `00000000000000000042.wal` starts with record 42. A record is its length (4 bytes), a CRC-32C of the rest
//! (4), its number (8) and the payload; little-endian.

use std::{
    fs, io,
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

const HEADER: usize = 16;

/// Longest payload of one record, in bytes: far over any request.
const PAYLOAD_MAX: usize = 64 * 1024 * 1024;

/// A record read back after a restart.
#[derive(Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Its number.
    pub lsn: u64,
    /// What was written.
    pub payload: Vec<u8>,
}

/// The open log.
#[derive(Debug)]
pub struct Wal {
    folder: PathBuf,
    file: fs::File,
    /// First record of the open segment.
    first: u64,
    /// Number of the next record.
    next: u64,
    /// Bytes of the open segment that are whole records.
    length: u64,
    /// A failed write could not be taken back: nothing more is accepted until a restart has cleaned up.
    broken: bool,
    buffer: Vec<u8>,
}

fn segment_path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.wal"))
}

fn segments(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let first = path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse().ok());
        if let (Some(first), true) = (first, path.extension().is_some_and(|e| e == "wal")) {
            found.push((first, path));
        }
    }
    found.sort();
    Ok(found)
}

fn create(folder: &Path, first: u64) -> io::Result<fs::File> {
    let file = fs::OpenOptions::new().read(true).append(true).create_new(true).open(segment_path(folder, first))?;
    file.sync_all()?;
    fs::File::open(folder)?.sync_all()?;
    Ok(file)
}

fn checksum(lsn: u64, payload: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&lsn.to_le_bytes()), payload)
}

/// Read whole records from the front; returns them and the number of bytes they take.
fn read_records(bytes: &[u8], out: &mut Vec<Recovered>) -> usize {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some((length, rest)) = rest.split_first_chunk::<4>() else { return at };
        let Some((sum, rest)) = rest.split_first_chunk::<4>() else { return at };
        let Some((lsn, rest)) = rest.split_first_chunk::<8>() else { return at };
        let (length, lsn) = (u32::from_le_bytes(*length) as usize, u64::from_le_bytes(*lsn));
        let Some(payload) = rest.get(..length).filter(|_| length <= PAYLOAD_MAX) else { return at };
        if checksum(lsn, payload) != u32::from_le_bytes(*sum) {
            return at;
        }
        out.push(Recovered { lsn, payload: payload.to_owned() });
        at += HEADER + length;
    }
}

impl Wal {
    /// Open the log in `folder` and read what is in it. A torn record at the end of the last segment was never
    /// acknowledged, so it is cut off; a fault inside an older segment is an error, because something acknowledged
    /// would be lost in silence. `next_least` is the lowest number a new record may have.
    pub fn open(folder: &Path, next_least: u64) -> io::Result<(Wal, Vec<Recovered>)> {
        fs::create_dir_all(folder)?;
        let mut records = Vec::new();
        let found = segments(folder)?;
        for (index, (first, path)) in found.iter().enumerate() {
            let mut bytes = Vec::new();
            fs::File::open(path)?.read_to_end(&mut bytes)?;
            let whole = read_records(&bytes, &mut records);
            if whole == bytes.len() {
                continue;
            }
            let last = index + 1 == found.len();
            if !last {
                let what = format!("log segment {first} is damaged at byte {whole}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            tracing::warn!(segment = first, bytes = bytes.len() - whole, "wal.torn_tail.cut");
            let file = fs::OpenOptions::new().write(true).open(path)?;
            file.set_len(whole as u64)?;
            file.sync_all()?;
        }
        let next = records.last().map_or(1, |r| r.lsn + 1).max(next_least).max(1);
        // An empty last segment may carry the very number the new one would.
        for (first, path) in &found {
            if *first == next && fs::metadata(path)?.len() == 0 {
                fs::remove_file(path)?;
            }
        }
        let file = create(folder, next)?;
        let wal =
            Wal { folder: folder.to_owned(), file, first: next, next, length: 0, broken: false, buffer: Vec::new() };
        Ok((wal, records))
    }

    /// Write records and wait until they are on disk. Returns the number of the first. On an error none of them is in
    /// the log.
    pub fn write(&mut self, payloads: &[Vec<u8>]) -> io::Result<u64> {
        if self.broken {
            return Err(io::Error::other("the log is broken; restart to recover"));
        }
        let first = self.next;
        self.buffer.clear();
        for (lsn, payload) in (first..).zip(payloads) {
            let length = u32::try_from(payload.len()).ok().filter(|n| *n as usize <= PAYLOAD_MAX);
            let length = length.ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
            self.buffer.extend(length.to_le_bytes());
            self.buffer.extend(checksum(lsn, payload).to_le_bytes());
            self.buffer.extend(lsn.to_le_bytes());
            self.buffer.extend(payload);
        }
        let written = self.file.write_all(&self.buffer).and_then(|()| self.file.sync_data());
        if let Err(e) = written {
            // After a failed sync the kernel may have dropped the pages, so cutting back is the only honest state.
            let cut = self.file.set_len(self.length).and_then(|()| self.file.sync_all());
            self.broken = cut.is_err() || self.file.seek(SeekFrom::End(0)).is_err();
            return Err(e);
        }
        self.length += self.buffer.len() as u64;
        self.next += payloads.len() as u64;
        Ok(first)
    }

    /// Number of the last record written; 0 when there is none.
    pub fn last(&self) -> u64 {
        self.next - 1
    }

    /// Seal the open segment and start another. Returns the number of the last record sealed.
    pub fn rotate(&mut self) -> io::Result<u64> {
        if self.broken {
            return Err(io::Error::other("the log is broken; restart to recover"));
        }
        if self.next > self.first {
            self.file = create(&self.folder, self.next)?;
            self.first = self.next;
            self.length = 0;
        }
        Ok(self.last())
    }

    /// Delete sealed segments whose records are all at or under `lsn`.
    pub fn delete_through(&self, lsn: u64) -> io::Result<()> {
        let found = segments(&self.folder)?;
        for (pair, next) in found.iter().zip(found.iter().skip(1)) {
            if next.0 <= lsn + 1 && pair.0 < self.first {
                fs::remove_file(&pair.1)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payloads(records: &[Recovered]) -> Vec<&[u8]> {
        records.iter().map(|r| r.payload.as_slice()).collect()
    }

    #[test]
    fn what_was_written_is_read_back_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let (mut wal, none) = Wal::open(dir.path(), 1).unwrap();
        assert_eq!(none, []);
        assert_eq!(wal.write(&[b"a".to_vec(), b"b".to_vec()]).unwrap(), 1);
        assert_eq!(wal.rotate().unwrap(), 2);
        assert_eq!(wal.write(&[b"c".to_vec()]).unwrap(), 3);
        drop(wal);
        let (mut wal, found) = Wal::open(dir.path(), 1).unwrap();
        assert_eq!(payloads(&found), [b"a", b"b", b"c"]);
        assert_eq!(wal.write(&[b"d".to_vec()]).unwrap(), 4);
        wal.delete_through(2).unwrap();
        drop(wal);
        let (_, found) = Wal::open(dir.path(), 1).unwrap();
        assert_eq!(payloads(&found), [b"c", b"d"]);
    }

    #[test]
    fn a_fault_in_an_older_segment_is_not_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let (mut wal, _) = Wal::open(dir.path(), 1).unwrap();
        wal.write(&[b"first".to_vec()]).unwrap();
        wal.rotate().unwrap();
        wal.write(&[b"second".to_vec()]).unwrap();
        drop(wal);
        let path = segment_path(dir.path(), 1);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(Wal::open(dir.path(), 1).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    proptest! {
        /// Cut anywhere: what is whole before the cut comes back, and the log goes on.
        #[test]
        fn a_torn_tail_is_cut(sizes in prop::collection::vec(0usize..40, 1..8), cut in 0usize..400) {
            let dir = tempfile::tempdir().unwrap();
            let (mut wal, _) = Wal::open(dir.path(), 1).unwrap();
            let written: Vec<Vec<u8>> = sizes.iter().enumerate().map(|(i, n)| vec![i as u8; *n]).collect();
            wal.write(&written).unwrap();
            drop(wal);
            let path = segment_path(dir.path(), 1);
            let length = fs::metadata(&path).unwrap().len() as usize;
            let cut = cut.min(length);
            fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(cut as u64).unwrap();
            let mut end = 0;
            let whole = written.iter().take_while(|p| { end += HEADER + p.len(); end <= cut }).count();
            let (mut wal, found) = Wal::open(dir.path(), 1).unwrap();
            prop_assert_eq!(found.len(), whole);
            wal.write(&[b"next".to_vec()]).unwrap();
            drop(wal);
            let (_, found) = Wal::open(dir.path(), 1).unwrap();
            prop_assert_eq!(found.len(), whole + 1);
        }
    }
}
