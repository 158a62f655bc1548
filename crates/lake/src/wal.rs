//! The write-ahead log: numbered records in segment files, checksummed, synced before they are acknowledged.
//!
//! A segment `00000000000000000042.wal` starts with record 42. A record is its length (4 bytes), a CRC-32C of the rest
//! (4), its number (8) and the payload, which does not begin with a zero; little-endian.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use crate::aside::{Aside, sync_folder, write_synced};

mod scan;

use scan::{PAYLOAD_MAX, Scan, begins, checksum, scan};

/// A segment that was not as it had been written.
#[derive(Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its name: the number of its first record.
    pub segment: u64,
    /// Records of it that could be read.
    pub kept: usize,
    /// Bytes of it that could not.
    pub bytes_lost: usize,
    /// A copy lies aside, and the segment holds the good records only.
    pub copied: bool,
}

/// Bytes of the buffer for a group that are kept for the next.
const BUFFER_KEPT: usize = 1 << 20;

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
    /// A failed write could not be taken back: nothing is accepted until that was done.
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

/// A new segment, or none at all: what is left of a failed attempt goes.
fn create(folder: &Path, first: u64) -> io::Result<fs::File> {
    let path = segment_path(folder, first);
    let file = fs::OpenOptions::new().read(true).append(true).create_new(true).open(&path)?;
    if let Err(e) = file.sync_all().and_then(|()| sync_folder(folder)) {
        let _ = fs::remove_file(&path);
        return Err(e);
    }
    Ok(file)
}

fn frame(out: &mut Vec<u8>, lsn: u64, payload: &[u8]) -> io::Result<()> {
    if !begins(payload) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let length = u32::try_from(payload.len()).ok().filter(|n| *n as usize <= PAYLOAD_MAX);
    let length = length.ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
    out.extend(length.to_le_bytes());
    out.extend(checksum(lsn, payload).to_le_bytes());
    out.extend(lsn.to_le_bytes());
    out.extend(payload);
    Ok(())
}

/// What of a segment is put in its place when it is not whole: its good records, written anew.
fn rewritten(bytes: &[u8], found: &Scan) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    for good in &found.good {
        frame(&mut out, good.lsn, bytes.get(good.payload.clone()).unwrap_or_default())?;
    }
    Ok(out)
}

impl Wal {
    /// Open the log in `folder` and hand what is in it to `take`. `next_least` is the lowest number a new record may have.
    ///
    /// A write that a kill cut short was never acknowledged and is cut off. Anything else that is not as it was written is
    /// damage: every record before and behind it is taken, and the segment is put in order. Either way a copy is set aside
    /// first; where that cannot be done, the segment stays as it is.
    pub fn open(
        folder: &Path,
        aside: &Aside,
        next_least: u64,
        take: &mut dyn FnMut(u64, &[u8]),
    ) -> io::Result<(Wal, Vec<Damage>)> {
        fs::create_dir_all(folder)?;
        let (mut found, mut damage, mut next) = (Vec::new(), Vec::new(), 1);
        for (first, path) in segments(folder)? {
            match fs::metadata(&path)?.len() {
                // Left by a failed attempt to begin it, or never written to. Its name says what came before it.
                0 => {
                    fs::remove_file(&path)?;
                    next = next.max(first);
                }
                _ => found.push((first, path)),
            }
        }
        for (index, (first, path)) in found.iter().enumerate() {
            let bytes = match fs::read(path) {
                Ok(bytes) => bytes,
                // The disk gives nothing of it back: it is set aside whole, and the rest goes on.
                Err(e) => {
                    tracing::error!(segment = first, error = %e, "wal.segment.unreadable");
                    let bytes_lost = fs::metadata(path).map_or(0, |m| usize::try_from(m.len()).unwrap_or(0));
                    let copied = aside.keep_file(path, &format!("{first:020}.wal")).is_ok();
                    damage.push(Damage { segment: *first, kept: 0, bytes_lost, copied });
                    next = next.max(first + 1);
                    continue;
                }
            };
            let scanned = scan(&bytes, *first);
            for good in &scanned.good {
                take(good.lsn, bytes.get(good.payload.clone()).unwrap_or_default());
            }
            let end = scanned.good.last().map_or(*first, |r| r.lsn + 1);
            if !scanned.bad.is_empty() {
                // The number that follows says that nothing acknowledged lay there.
                let follows = found.get(index + 1).is_none_or(|(number, _)| *number == end);
                match scanned.torn_at().filter(|_| follows) {
                    Some(at) => cut(aside, *first, path, &bytes, at),
                    None => damage.push(mend(aside, *first, path, &bytes, &scanned)?),
                }
            }
            // A segment of which nothing could be read, and that could not be put in order, keeps its name.
            next = next.max(end).max(if path.exists() { first + 1 } else { 1 });
        }
        let next = next.max(next_least).max(1);
        let file = create(folder, next)?;
        let wal =
            Wal { folder: folder.to_owned(), file, first: next, next, length: 0, broken: false, buffer: Vec::new() };
        Ok((wal, damage))
    }

    /// Write records and wait until they are on disk. Returns the number of the first. On an error none of them is in
    /// the log.
    pub fn write(&mut self, payloads: &[Vec<u8>]) -> io::Result<u64> {
        self.take_back()?;
        let first = self.next;
        self.buffer.clear();
        self.buffer.shrink_to(BUFFER_KEPT);
        for (lsn, payload) in (first..).zip(payloads) {
            frame(&mut self.buffer, lsn, payload)?;
        }
        let written = self.file.write_all(&self.buffer).and_then(|()| self.file.sync_data());
        if let Err(e) = written {
            // After a failed sync the kernel may have dropped the pages, so cutting back is the only honest state.
            self.broken = true;
            let _ = self.take_back();
            return Err(e);
        }
        self.length += self.buffer.len() as u64;
        self.next += payloads.len() as u64;
        Ok(first)
    }

    /// Cut off what a failed write left, unless that is done. Tried again before each write, so that the log goes on as
    /// soon as the disk does.
    fn take_back(&mut self) -> io::Result<()> {
        if self.broken {
            self.file.set_len(self.length)?;
            self.file.sync_all()?;
            self.broken = false;
        }
        Ok(())
    }

    /// Number of the next record.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Number of the last record written; 0 when there is none.
    pub fn last(&self) -> u64 {
        self.next - 1
    }

    /// Seal the open segment and start another. Returns the number of the last record sealed.
    pub fn rotate(&mut self) -> io::Result<u64> {
        self.take_back()?;
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

/// Cut off a write that a kill cut short, once a copy of it lies aside.
fn cut(aside: &Aside, segment: u64, path: &Path, bytes: &[u8], at: usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    let kept = aside.keep(&format!("{segment:020}.torn"), rest);
    let done = kept.and_then(|_| {
        if at == 0 {
            return fs::remove_file(path);
        }
        let file = fs::OpenOptions::new().write(true).open(path)?;
        file.set_len(at as u64)?;
        file.sync_all()
    });
    match done {
        Ok(()) => tracing::warn!(segment, bytes = rest.len(), "wal.torn_tail.cut"),
        Err(e) => tracing::warn!(segment, bytes = rest.len(), error = %e, "wal.torn_tail.kept"),
    }
}

/// Put a damaged segment in order, once a copy of it lies aside.
fn mend(aside: &Aside, segment: u64, path: &Path, bytes: &[u8], found: &Scan) -> io::Result<Damage> {
    let good = rewritten(bytes, found)?;
    let kept = aside.keep(&format!("{segment:020}.wal"), bytes);
    let copied = kept.and_then(|_| if good.is_empty() { fs::remove_file(path) } else { write_synced(path, &good) });
    let damage = Damage { segment, kept: found.good.len(), bytes_lost: found.lost(), copied: copied.is_ok() };
    tracing::error!(
        segment,
        records_kept = damage.kept,
        bytes_lost = damage.bytes_lost,
        copied = damage.copied,
        "wal.damaged"
    );
    Ok(damage)
}

#[cfg(test)]
mod tests;
