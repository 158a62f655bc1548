//! Erasing visitors: out of the log, out of the tables, out of what lies aside, and the old files gone from the disk.
//!
//! Invariant: their rows are hidden by a restriction before this begins. When it returns `true`, no file of the lake holds a
//! row of theirs; a kill anywhere leaves work that doing it again ends.

use hjemmel_model::Surrogate;

use super::{
    Arc, HashSet, Lake, LakeError, PathBuf, SiteId, SiteState, blocking, bucket,
    compact::sweep,
    fs,
    merge::{Keep, count_of, merge},
};
use crate::table::{Files, Part};

/// Times that rows which were under way are waited for.
const ROUNDS_MAX: usize = 3;

/// How many rows are whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowsOf {
    /// Of the visitors asked for.
    pub theirs: u64,
    /// Of everybody.
    pub all: u64,
}

fn in_order(visitors: &[Surrogate]) -> Vec<i64> {
    let mut numbers: Vec<i64> = visitors.iter().map(|v| v.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl Lake {
    /// How many rows of a site are of these visitors.
    pub async fn rows_of(&self, id: &SiteId, visitors: &[Surrogate]) -> Result<RowsOf, LakeError> {
        let wanted = in_order(visitors);
        let set: HashSet<i64> = wanted.iter().copied().collect();
        let site = self.shared.site(id);
        // The list is held while it is read, so that no compaction takes a file away.
        let (files, tail, tail_theirs) = {
            let view = site.view.read();
            (view.files.clone(), view.tail.len(), view.tail.of(&set))
        };
        let all = files.iter().map(|f| f.rows).sum::<u64>() + tail as u64;
        let held = files.clone();
        let theirs = blocking(move || {
            let read = held.iter().filter(|f| wanted.iter().any(|v| f.may_hold(Surrogate(*v))));
            read.map(|f| count_of(&f.path, &wanted)).sum::<Result<u64, LakeError>>()
        })
        .await?;
        drop(files);
        Ok(RowsOf { theirs: theirs + tail_theirs as u64, all })
    }

    /// Take every row of these visitors out of a site's log and files. `false` when a reader still holds an old file, or a
    /// damaged one may hold a row of theirs: then it is to be done again.
    pub async fn erase(&self, id: &SiteId, visitors: &[Surrogate]) -> Result<bool, LakeError> {
        let site = self.shared.site(id);
        let wanted = in_order(visitors);
        let set: HashSet<i64> = wanted.iter().copied().collect();
        let mut gone = false;
        for _ in 0..ROUNDS_MAX {
            // The log is taken up whole: what was on its way when the restriction came is in there too.
            self.flush().await?;
            gone = self.erase_files(id, &site, &wanted).await? && site.view.read().tail.of(&set) == 0;
            if gone {
                break;
            }
        }
        sweep(&site);
        self.erase_aside(id, &wanted).await?;
        let buckets: HashSet<i32> = wanted.iter().map(|v| bucket(*v)).collect();
        let whole = !site.unreadable.lock().iter().any(|path| {
            path.exists() && buckets.iter().any(|b| path.to_string_lossy().contains(&format!("bucket={b}/")))
        });
        let view = site.view.read();
        let swept = view.obsolete.iter().all(|(_, gone)| gone.is_empty());
        Ok(swept && gone && whole && !site.is_closed())
    }

    async fn erase_files(&self, id: &SiteId, site: &Arc<SiteState>, wanted: &[i64]) -> Result<bool, LakeError> {
        let buckets: HashSet<i32> = wanted.iter().map(|v| bucket(*v)).collect();
        let parts = self.parts(site).await?;
        let theirs = parts.into_iter().filter(|(part, _)| buckets.contains(&part.bucket));
        let mut all = true;
        for file in theirs.flat_map(|(_, files)| files) {
            let _turn = site.rewriting.lock().await;
            let Some(path) = self.live(site, &file).await? else {
                // Compacted meanwhile: what it became is met in the next round.
                all = false;
                continue;
            };
            let of = wanted.to_vec();
            match blocking(move || count_of(&path, &of)).await {
                Ok(0) => {}
                Ok(_) => self.rewrite(id, site, std::slice::from_ref(&file), self.keep(None)).await?,
                Err(e) => {
                    tracing::error!(site = %id, error = %e, "lake.erase.held_up");
                    self.damaged(id, site, &file);
                    all = false;
                }
            }
        }
        Ok(all)
    }

    /// Out of what lies aside: files are written anew without them, copies of the log that hold a trace of them go.
    async fn erase_aside(&self, id: &SiteId, wanted: &[i64]) -> Result<(), LakeError> {
        let (files, log) = self.shared.aside().files(id);
        if files.is_empty() && log.is_empty() {
            return Ok(());
        }
        let (wanted, keep) = (wanted.to_vec(), self.keep(None));
        blocking(move || {
            for path in files.into_iter().filter(|p| p.extension().is_some_and(|e| e == "parquet")) {
                let buckets = wanted.iter().map(|v| format!("bucket={}/", bucket(*v)));
                let may = buckets.into_iter().any(|b| path.to_string_lossy().contains(&b));
                match count_of(&path, &wanted) {
                    Ok(0) => {}
                    Ok(_) => without(&path, &keep)?,
                    // It cannot be shown that they are not in it.
                    Err(_) if may => fs::remove_file(&path)?,
                    Err(_) => {}
                }
            }
            for path in log {
                let bytes = fs::read(&path)?;
                let parquet = path.extension().is_some_and(|e| e == "parquet");
                if parquet || wanted.iter().any(|v| holds(&bytes, *v)) {
                    fs::remove_file(&path)?;
                }
            }
            Ok(())
        })
        .await
    }
}

/// Write a file that lies aside anew, without what is not to be kept.
fn without(path: &PathBuf, keep: &Keep) -> Result<(), LakeError> {
    let folder = path.parent().unwrap_or(path);
    let part = Part { month: "1970-01".into(), bucket: 0 };
    let mut out = Files::new(&folder.join("fresh"), 0).begin(&part, 0)?;
    merge(std::slice::from_ref(path), keep, &mut out)?;
    match out.finish()? {
        Some(file) => fs::rename(folder.join("fresh").join(&file.add.path), path)?,
        None => fs::remove_file(path)?,
    }
    fs::remove_dir_all(folder.join("fresh"))?;
    Ok(())
}

/// Whether a copy of the log, damaged or not, holds that visitor's number as records spell it.
fn holds(bytes: &[u8], visitor: i64) -> bool {
    let spelled = crate::record::spelled(visitor);
    bytes.windows(spelled.len().max(1)).any(|window| window == spelled)
}
