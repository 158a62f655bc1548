//! A disk that is full and has room again, by the limit on the size of files, in a process of its own.

use std::process::Command;

use super::*;

/// Names the folder in the process that lives under the limit.
const FOLDER: &str = "HJEMMEL_TEST_LAKE_FOLDER";
const NAME: &str = "lake::tests::disk::a_full_disk_is_said_and_all_goes_on_when_there_is_room";

/// From now on no file of this process may grow over so many bytes; as many as it likes without a number.
fn limit(bytes: Option<u32>) {
    let value = bytes.map_or("unlimited".to_owned(), |n| n.to_string());
    let own = std::process::id().to_string();
    let done = Command::new("prlimit").args(["--pid", &own, &format!("--fsize={value}:unlimited")]).status();
    assert!(done.unwrap().success());
}

#[test]
fn a_full_disk_is_said_and_all_goes_on_when_there_is_room() {
    #[expect(clippy::disallowed_methods, reason = "how this process learns which of the two it is")]
    let folder = std::env::var(FOLDER);
    if let Ok(folder) = folder {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(under_the_limit(PathBuf::from(folder)));
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let own = std::env::current_exe().unwrap();
    // The signal that goes with the limit is ignored, so that writing fails as on a full disk.
    let script = "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture";
    let mut child = Command::new("bash");
    let done = child.args(["-c", script]).arg(own).arg(NAME).env(FOLDER, dir.path()).output().unwrap();
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(String::from_utf8_lossy(&done.stdout).contains("1 passed"), "it ran");
}

async fn under_the_limit(folder: PathBuf) {
    let mut f = fixture();
    f.options.folder = folder;
    let lake = f.open().await;
    lake.append(vec![f.append(1, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    lake.append(vec![f.append(2, 10), f.append(3, 10)]).await.unwrap();

    // No room for the log: nothing is acknowledged, and it is said.
    limit(Some(16));
    for id in 4..8 {
        assert!(matches!(lake.append(vec![f.append(id, 10)]).await, Err(LakeError::Log(_))));
    }
    assert_eq!(f.kinds(&lake), [FaultKind::LogUnwritable]);
    // Nor for the table: what is acknowledged waits, and nothing of the attempt stays.
    assert!(lake.flush().await.is_err());
    assert!(lake.flush().await.is_err());
    assert_eq!(f.kinds(&lake), [FaultKind::LogUnwritable, FaultKind::TableUnwritable]);
    assert_eq!(f.found("events", ".parquet").len(), 1);
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3"]);

    // Room again: it goes on by itself, and what was refused may come again.
    limit(None);
    let done = lake.append(vec![f.append(4, 10), f.append(3, 10)]).await.unwrap();
    assert_eq!((done.stored, done.duplicates), (1, 1));
    lake.flush().await.unwrap();
    assert_eq!(lake.condition(), []);
    let all = ["/1", "/2", "/3", "/4"];
    assert_eq!(f.paths(&lake), all);

    // Half of a group fits: none of it is there.
    let segment = f.found("wal", ".wal").pop().unwrap();
    let length = u32::try_from(fs::metadata(&segment).unwrap().len()).unwrap();
    limit(Some(length + 100));
    assert!(lake.append((20..40).map(|id| f.append(id, 10)).collect()).await.is_err());
    assert_eq!(fs::metadata(&segment).unwrap().len(), u64::from(length));
    limit(None);
    lake.compact().await.unwrap();
    lake.close().await;
    drop(lake);
    let lake = f.open().await;
    assert_eq!(f.paths(&lake), all);
    assert_eq!(lake.condition(), []);
}
