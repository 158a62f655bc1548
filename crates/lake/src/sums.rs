//! Sums of a site's files, so that what the disk changed is noticed.
//!
//! A line a file: CRC-32C, bytes, path relative to the table. A file that has none is summed when it is first gone through.

use std::{
    collections::{HashMap, HashSet},
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::aside::write_synced;

/// A checksum and a length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// CRC-32C.
    pub crc: u32,
    /// Bytes.
    pub bytes: u64,
}

impl Sum {
    /// More of the file.
    pub fn add(&mut self, bytes: &[u8]) {
        self.crc = crc32c::crc32c_append(self.crc, bytes);
        self.bytes += bytes.len() as u64;
    }

    /// Of a whole file.
    pub fn of(path: &Path) -> io::Result<Sum> {
        let mut file = fs::File::open(path)?;
        let (mut sum, mut buffer) = (Sum::default(), vec![0; 256 * 1024]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(sum),
                n => sum.add(buffer.get(..n).unwrap_or_default()),
            }
        }
    }
}

/// The sums that are known.
#[derive(Debug, Default)]
pub struct Sums {
    path: PathBuf,
    known: HashMap<String, Sum>,
}

impl Sums {
    /// Read them from `path`. Lines that cannot be read are as if they were not there.
    pub fn open(path: PathBuf) -> Sums {
        let text = fs::read(&path).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
        let mut known = HashMap::new();
        for line in text.lines() {
            let mut words = line.splitn(4, ' ');
            let (own, crc, bytes, name) = (words.next(), words.next(), words.next(), words.next());
            let (Some(own), Some(crc), Some(bytes), Some(name)) = (own, crc, bytes, name) else { continue };
            let Some((_, said)) = line.split_once(' ') else { continue };
            // The line has a sum of its own: a flipped bit here must not accuse a good file.
            if u32::from_str_radix(own, 16) != Ok(crc32c::crc32c(said.as_bytes())) {
                continue;
            }
            if let (Ok(crc), Ok(bytes)) = (u32::from_str_radix(crc, 16), bytes.parse()) {
                known.insert(name.to_owned(), Sum { crc, bytes });
            }
        }
        Sums { path, known }
    }

    /// The sum of a file.
    pub fn get(&self, name: &str) -> Option<Sum> {
        self.known.get(name).copied()
    }

    /// Remember sums. When they cannot be written down they are found again later, so that is no error.
    pub fn put(&mut self, sums: impl IntoIterator<Item = (String, Sum)>) {
        let mut text = String::new();
        for (name, sum) in sums {
            text.push_str(&line(&name, sum));
            self.known.insert(name, sum);
        }
        let written = self.path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            fs::OpenOptions::new().create(true).append(true).open(&self.path)?.write_all(text.as_bytes())
        });
        if let Err(e) = written {
            tracing::warn!(error = %e, "lake.sums.unwritten");
        }
    }

    /// Forget files that are gone.
    pub fn retain(&mut self, live: &HashSet<String>) -> io::Result<()> {
        self.known.retain(|name, _| live.contains(name));
        self.known.shrink_to_fit();
        let mut lines: Vec<String> = self.known.iter().map(|(name, sum)| line(name, *sum)).collect();
        lines.sort();
        write_synced(&self.path, lines.concat().as_bytes())
    }
}

fn line(name: &str, sum: Sum) -> String {
    let said = format!("{:08x} {} {name}", sum.crc, sum.bytes);
    format!("{:08x} {said}\n", crc32c::crc32c(said.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_back_and_a_line_that_was_changed_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sums/site_shop");
        let mut sum = Sum::default();
        sum.add(b"one");
        let mut sums = Sums::open(path.clone());
        sums.put([("a b.parquet".to_owned(), sum), ("c.json".to_owned(), Sum::default())]);
        assert_eq!(Sums::open(path.clone()).get("a b.parquet"), Some(sum));
        let mut bytes = fs::read(&path).unwrap();
        bytes[12] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let read = Sums::open(path.clone());
        assert_eq!((read.get("a b.parquet"), read.get("c.json")), (None, Some(Sum::default())));
        let mut sums = Sums::open(path.clone());
        sums.retain(&HashSet::new()).unwrap();
        assert_eq!(Sums::open(path).get("c.json"), None);
    }
}
