//! Whether files are what was written, asked before a number rests on them: a flipped bit may decode to another number.
//!
//! A file is summed when it is first read, and again when the disk says that it was changed since or when what was read from
//! it could not be right. What a disk changes without saying so after that, the scrub finds.

use std::{fmt, time::SystemTime};

use super::{Arc, DataFile, FaultKind, HashMap, HashSet, Lake, LakeError, LakeView, Path, PathBuf, Shared, SiteId};
use super::{SiteState, TableFile, blocking, fs, io, scrub::examined};

/// What the disk says of a file.
type Stamp = (u64, Option<SystemTime>);

/// Files that were what was written when they were last summed.
#[derive(Debug, Default)]
pub(super) struct SoundFiles(HashMap<PathBuf, Stamp>);

/// Where the files of a view are from.
pub(super) struct Source {
    pub(super) shared: Arc<Shared>,
    pub(super) id: SiteId,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.id).finish()
    }
}

fn stamp(path: &Path) -> Result<Stamp, LakeError> {
    let said = fs::metadata(path)?;
    Ok((said.len(), said.modified().ok()))
}

/// Not sound, unless what kept it from being read says nothing about the file: too many open ones, or no memory.
fn otherwise(error: LakeError) -> Result<bool, LakeError> {
    /// A disk that does not give back what lies on it.
    const EIO: i32 = 5;
    match error {
        LakeError::File(e) if e.kind() != io::ErrorKind::NotFound && e.raw_os_error().is_some_and(|n| n != EIO) => {
            Err(LakeError::File(e))
        }
        LakeError::Closed => Err(LakeError::Closed),
        _ => Ok(false),
    }
}

impl LakeView {
    /// Go on only if these files of the view are what was written. One that is not is left out of every later view, and the
    /// lake's condition says so.
    pub async fn sound(&self, files: &[TableFile]) -> Result<(), LakeError> {
        let Source { shared, id } = &self.source;
        let site = shared.site(id);
        for file in files {
            if !shared.is_sound(&site, &file.path, &file.label()).await? {
                tracing::error!(site = %id, file = file.label(), "lake.file.not_as_written");
                shared.left_out(id, &site, &file.path, &file.label());
                return Err(LakeError::Damaged);
            }
        }
        Ok(())
    }

    /// What was read from the view's files could not be right: they are summed again before anything else rests on them.
    pub fn doubted(&self) {
        let site = self.source.shared.site(&self.source.id);
        let mut sound = site.sound.lock();
        for file in self.files.iter() {
            sound.0.remove(&file.path);
        }
    }
}

impl Shared {
    /// Whether a file is what was written. The caller holds a list that has it, so that it is not taken away meanwhile.
    async fn is_sound(&self, site: &SiteState, path: &Path, name: &str) -> Result<bool, LakeError> {
        let now = match stamp(path) {
            Ok(now) => now,
            Err(e) => return otherwise(e),
        };
        let done = || site.sound.lock().0.get(path) == Some(&now);
        if done() {
            return Ok(true);
        }
        let _turn = site.summing.lock().await;
        if done() {
            return Ok(true);
        }
        let (known, read) = (site.sums.lock().get(name), path.to_owned());
        let sum = match blocking(move || examined(&read, known, true)).await {
            Ok(sum) => sum,
            Err(e) => return otherwise(e),
        };
        if known.is_none() {
            site.sums.lock().put([(name.to_owned(), sum)]);
        }
        let mut sound = site.sound.lock();
        if sound.0.len() > 2 * site.view.read().files.len() + 64 {
            let live: HashSet<PathBuf> = site.view.read().files.iter().map(|f| f.path.clone()).collect();
            sound.0.retain(|path, _| live.contains(path));
        }
        sound.0.insert(path.to_owned(), now);
        Ok(true)
    }

    /// A file cannot be read: from now on no view has it.
    pub(super) fn left_out(&self, id: &SiteId, site: &SiteState, path: &Path, name: &str) {
        let kind = if path.exists() { FaultKind::FileDamaged } else { FaultKind::FileMissing };
        self.fault(kind, Some(id), name);
        site.unreadable.lock().insert(path.to_owned());
        site.sound.lock().0.remove(path);
        let mut view = site.view.write();
        let left: Vec<TableFile> = view.files.iter().filter(|f| f.path != path).cloned().collect();
        let before = std::mem::replace(&mut view.files, Arc::new(left));
        view.obsolete.push((before, Vec::new()));
    }
}

impl Lake {
    /// Before files are written anew: one that is not what was written would get a right sum for wrong rows.
    pub(super) async fn sound_before(
        &self,
        id: &SiteId,
        site: &SiteState,
        files: &[DataFile],
    ) -> Result<(), LakeError> {
        for file in files {
            let path = self.shared.table_folder(id).join(&file.path);
            if !self.shared.is_sound(site, &path, &file.path).await? {
                self.damaged(id, site, file);
                return Err(LakeError::Damaged);
            }
        }
        Ok(())
    }

    /// A file cannot be read: from now on no view has it.
    pub(super) fn damaged(&self, id: &SiteId, site: &SiteState, file: &DataFile) {
        self.shared.left_out(id, site, &self.shared.table_folder(id).join(&file.path), &file.path);
    }
}
