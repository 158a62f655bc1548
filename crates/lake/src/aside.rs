//! What is damaged or not understood is set aside with a note, never cut or swept away: the folders `damaged` and `aside`
//! beside the log and the tables.
//!
//! Invariant: a note names files, numbers and sites, nobody. What is set aside goes again after [`DAYS_KEPT`] different days
//! on which the program ran, so that one start with a wrong clock takes nothing away.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use hjemmel_model::{AtMs, SiteId};
use serde::{Deserialize, Serialize};

use crate::condition::{FaultKind, LakeFault};

/// Different days of running for which things lie aside.
pub const DAYS_KEPT: u32 = 14;

/// The name of the file that counts the days.
const DAYS: &str = "days";

/// Where things are set aside.
#[derive(Clone, Debug)]
pub struct Aside {
    lake: PathBuf,
    now: AtMs,
}

#[derive(Serialize, Deserialize)]
struct Note {
    kind: FaultKind,
    site: Option<SiteId>,
    label: String,
    at_ms: i64,
    at: String,
    /// For people.
    what: String,
}

impl Aside {
    /// Of the lake in that folder, at that time.
    pub fn of(lake: &Path, now: AtMs) -> Aside {
        Aside { lake: lake.to_owned(), now }
    }

    fn damaged(&self) -> PathBuf {
        self.lake.join("damaged")
    }

    /// Keep bytes under `name`, on disk before this returns.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.damaged().join(format!("{}-{name}", self.now.0));
        write_synced(&path, bytes)?;
        Ok(path)
    }

    /// Move a damaged file here.
    pub fn keep_file(&self, path: &Path, name: &str) -> io::Result<()> {
        fs::create_dir_all(self.damaged())?;
        fs::rename(path, self.damaged().join(format!("{}-{name}", self.now.0)))?;
        sync_folder(&self.damaged())
    }

    /// Note a fault that stays known until somebody has looked and taken the note away. What is noted already is not noted
    /// again.
    pub fn note(&self, fault: &LakeFault, what: &str) -> io::Result<()> {
        if self.faults().iter().any(|f| (f.kind, &f.site, &f.label) == (fault.kind, &fault.site, &fault.label)) {
            return Ok(());
        }
        let note = Note {
            kind: fault.kind,
            site: fault.site.clone(),
            label: fault.label.clone(),
            at_ms: fault.since.0,
            at: fault.since.rfc3339(),
            what: what.to_owned(),
        };
        let text = serde_json::to_vec_pretty(&note)?;
        let safe = fault.label.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-', "_");
        let site = fault.site.as_ref().map(SiteId::as_str).unwrap_or("log");
        write_synced(&self.damaged().join(format!("{}-{}-{site}-{safe}.json", self.now.0, fault.kind.name())), &text)
    }

    /// The faults that are noted.
    pub fn faults(&self) -> Vec<LakeFault> {
        let Ok(entries) = fs::read_dir(self.damaged()) else { return Vec::new() };
        let paths = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json"));
        let notes = paths.filter_map(|p| serde_json::from_slice::<Note>(&fs::read(p).ok()?).ok());
        let mut out: Vec<LakeFault> =
            notes.map(|n| LakeFault { kind: n.kind, site: n.site, label: n.label, since: AtMs(n.at_ms) }).collect();
        out.sort_by(|a, b| (a.since, &a.label).cmp(&(b.since, &b.label)));
        out
    }

    /// Move a file that nothing refers to out of the table in `root`.
    pub fn unreferenced(&self, site: &SiteId, root: &Path, path: &Path) -> io::Result<()> {
        let day = self.now.rfc3339().get(..10).unwrap_or("1970-01-01").to_owned();
        let inside = path.strip_prefix(root).map_err(io::Error::other)?;
        let target = self.lake.join("aside").join(day).join(site.as_str()).join(inside);
        let folder = target.parent().unwrap_or(&target).to_owned();
        fs::create_dir_all(&folder)?;
        fs::rename(path, &target)?;
        sync_folder(&folder)
    }

    /// Files of that site that lie aside, and copies of the log, which holds all sites.
    pub fn files(&self, site: &SiteId) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let mut files = Vec::new();
        for day in fs::read_dir(self.lake.join("aside")).into_iter().flatten().flatten() {
            walk(&day.path().join(site.as_str()), &mut files);
        }
        let mut log = Vec::new();
        walk(&self.damaged(), &mut log);
        log.retain(|p| p.extension().is_none_or(|e| e != "json" && e != DAYS));
        (files, log)
    }

    /// Count today for what lies aside, and let go of what has lain long enough. Notes of faults stay.
    pub fn age(&self) -> io::Result<usize> {
        let today = self.now.rfc3339().get(..10).unwrap_or("1970-01-01").to_owned();
        let mut gone = 0;
        for day in fs::read_dir(self.lake.join("aside")).into_iter().flatten().flatten() {
            if days(&day.path(), &today)? > DAYS_KEPT {
                fs::remove_dir_all(day.path())?;
                gone += 1;
            }
        }
        let (_, copies) = self.files(&SiteId::parse("site_none").map_err(io::Error::other)?);
        for copy in &copies {
            let mut counted = copy.as_os_str().to_owned();
            counted.push(".");
            counted.push(DAYS);
            if count(Path::new(&counted), &today)? > DAYS_KEPT {
                fs::remove_file(copy)?;
                fs::remove_file(&counted)?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

fn days(folder: &Path, today: &str) -> io::Result<u32> {
    count(&folder.join(DAYS), today)
}

/// On how many different days this was asked, today included.
fn count(path: &Path, today: &str) -> io::Result<u32> {
    let known = fs::read_to_string(path).unwrap_or_default();
    let (last, number) = known.split_once(' ').unwrap_or(("", "0"));
    let number: u32 = number.trim().parse().unwrap_or(0);
    if last == today {
        return Ok(number);
    }
    fs::write(path, format!("{today} {}", number + 1))?;
    Ok(number + 1)
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => walk(&path, out),
            false => out.push(path),
        }
    }
}

pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Write a file whole or not at all, on disk before this returns.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    fs::create_dir_all(folder)?;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let written = fs::File::create(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(e) = written.and_then(|()| fs::rename(&fresh, path)) {
        let _ = fs::remove_file(&fresh);
        return Err(e);
    }
    sync_folder(folder)
}
