//! What lies in the data folder is for the user that this program runs as, and for nobody else on the machine. Beside it
//! what the system gives a process: how many files and connections it may hold.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
};

use rustix::{
    fs::Mode,
    process::{Resource, Rlimit, getrlimit, setrlimit, umask},
};

/// Rights of everybody but the owner.
const OTHERS: u32 = 0o077;

/// Files that are made from now on are for nobody else.
pub fn umask_close() {
    umask(Mode::from_raw_mode(OTHERS));
}

/// Allow as many open files and connections as the system lets us; gives how many that are.
pub fn open_files_raise() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now = if limit.current != limit.maximum && setrlimit(Resource::Nofile, most).is_ok() {
        limit.maximum
    } else {
        limit.current
    };
    now.unwrap_or(u64::MAX)
}

/// Make a folder that nobody else can open.
pub fn folder_make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Take the rights of others from a folder and from everything in it, and say so when there were any. What cannot be
/// changed is said too, and does not stop anybody.
pub fn folder_close(folder: &Path) {
    let mut closed = Closed::default();
    closed.visit(folder);
    if closed.changed > 0 {
        tracing::warn!(changed = closed.changed, "data.closed_to_others");
    }
    if closed.failed > 0 {
        tracing::error!(failed = closed.failed, "data.open_to_others");
    }
}

#[derive(Default)]
struct Closed {
    changed: usize,
    failed: usize,
}

impl Closed {
    fn visit(&mut self, path: &Path) {
        if let Err(e) = self.closed(path)
            && e.kind() != io::ErrorKind::NotFound
        {
            self.failed += 1;
        }
    }

    fn closed(&mut self, path: &Path) -> io::Result<()> {
        // What a link leads to is not ours to change.
        let what = fs::symlink_metadata(path)?;
        if what.is_symlink() {
            return Ok(());
        }
        let mode = what.permissions().mode();
        if mode & OTHERS != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & !OTHERS & 0o7777))?;
            self.changed += 1;
        }
        if what.is_dir() {
            for entry in fs::read_dir(path)? {
                self.visit(&entry?.path());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_that_others_could_read_is_closed_with_all_that_is_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let (data, outside) = (dir.path().join("data"), dir.path().join("outside"));
        fs::write(&outside, "x").unwrap();
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o644)).unwrap();
        folder_make(&data.join("lake")).unwrap();
        assert_eq!(mode(&data.join("lake")), 0o700);
        for (name, open) in [("lake/part.parquet", 0o644), ("hjemmel.db", 0o666), ("run.sh", 0o755)] {
            fs::write(data.join(name), "x").unwrap();
            fs::set_permissions(data.join(name), fs::Permissions::from_mode(open)).unwrap();
        }
        std::os::unix::fs::symlink(&outside, data.join("link")).unwrap();
        fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
        folder_close(&data);
        assert_eq!([mode(&data), mode(&data.join("lake"))], [0o700; 2]);
        assert_eq!([mode(&data.join("lake/part.parquet")), mode(&data.join("hjemmel.db"))], [0o600; 2]);
        assert_eq!((mode(&data.join("run.sh")), mode(&outside)), (0o700, 0o644));
        let mut again = Closed::default();
        again.visit(&data);
        assert_eq!((again.changed, again.failed), (0, 0));
    }

    #[test]
    fn the_limit_on_open_files_is_as_high_as_it_may_be() {
        let most = getrlimit(Resource::Nofile).maximum.unwrap_or(u64::MAX);
        assert_eq!(open_files_raise(), most);
        assert_eq!(getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX), most);
    }
}
