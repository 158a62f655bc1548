//! A copy of a lake that fits together, taken while it is in use.
//!
//! The log is copied before the tables' logs: what was taken up in between is in both, and the position in the table says
//! which counts. The data files that a table's log names are copied last; they never change, and one that a compaction
//! took away meanwhile makes that site be copied again.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{lake::LakeError, table::Table};

/// Times that a site is copied again because its files were rewritten meanwhile.
const ROUNDS_MAX: usize = 20;

/// Copy the lake in `from` to the new folder `to`. Returns how many data files there are.
pub async fn copy(from: &Path, to: &Path) -> Result<u64, LakeError> {
    fs::create_dir_all(to.join("events"))?;
    copy_log(&from.join("wal"), &to.join("wal"))?;
    let mut files = 0;
    let Ok(sites) = fs::read_dir(from.join("events")) else { return Ok(0) };
    for site in sites {
        let name = site?.file_name();
        files += copy_site(&from.join("events").join(&name), &to.join("events").join(&name)).await?;
    }
    Ok(files)
}

fn copy_log(from: &Path, to: &Path) -> Result<(), LakeError> {
    fs::create_dir_all(to)?;
    let Ok(segments) = fs::read_dir(from) else { return Ok(()) };
    let mut names: Vec<PathBuf> = segments.map(|s| s.map(|s| s.file_name().into())).collect::<Result<_, _>>()?;
    // In their order: an older one that is gone was taken up by the tables, whose logs are copied after this.
    names.sort();
    for name in names {
        copy_file(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

/// Copy a file to disk; `false` when it is gone.
fn copy_file(from: &Path, to: &Path) -> Result<bool, LakeError> {
    match fs::copy(from, to) {
        Ok(_) => {
            fs::File::open(to)?.sync_all()?;
            Ok(true)
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e.into()),
    }
}

async fn copy_site(from: &Path, to: &Path) -> Result<u64, LakeError> {
    for _ in 0..ROUNDS_MAX {
        let _ = fs::remove_dir_all(to);
        if let Some(files) = copy_table(from, to).await? {
            return Ok(files);
        }
    }
    Err(LakeError::Busy)
}

/// Copy a table; nothing when it was rewritten meanwhile.
async fn copy_table(from: &Path, to: &Path) -> Result<Option<u64>, LakeError> {
    let (log_from, log_to) = (from.join("_delta_log"), to.join("_delta_log"));
    fs::create_dir_all(&log_to)?;
    let mut names: Vec<PathBuf> =
        fs::read_dir(&log_from)?.map(|e| e.map(|e| e.file_name().into())).collect::<Result<_, _>>()?;
    names.sort();
    for name in names.iter().filter(|n| n.extension().is_some_and(|e| e == "json" || e == "parquet" || e == "crc")) {
        // The table's own log was shortened meanwhile.
        if !copy_file(&log_from.join(name), &log_to.join(name))? {
            return Ok(None);
        }
    }
    if names.iter().any(|n| n.as_os_str() == "_last_checkpoint") {
        copy_file(&log_from.join("_last_checkpoint"), &log_to.join("_last_checkpoint"))?;
    }
    let to = to.canonicalize()?;
    let table = Table::open(&to).await?;
    let mut copied = 0;
    for file in table.files()? {
        let target = table.absolute(&file);
        fs::create_dir_all(target.parent().unwrap_or(&to))?;
        if !copy_file(&from.join(&file.path), &target)? {
            return Ok(None);
        }
        copied += 1;
    }
    Ok(Some(copied))
}
