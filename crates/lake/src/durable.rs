//! A local object store that has reached the disk when it says so. `object_store` 0.13 never syncs.

use std::{
    fmt, fs,
    io::{self, Write},
    ops::Range,
    path::{Path as FsPath, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use futures::stream::BoxStream;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, local::LocalFileSystem, path::Path,
};

/// The local file system, synced on every put.
#[derive(Debug)]
pub struct DurableFs(pub LocalFileSystem);

impl fmt::Display for DurableFs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DurableFs")
    }
}

fn generic(e: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Generic { store: "DurableFs", source: Box::new(e) }
}

static STAGED: AtomicU64 = AtomicU64::new(0);

fn put_synced(target: &FsPath, body: &PutPayload, create: bool) -> Result<()> {
    let folder = target.parent().ok_or_else(|| generic(io::Error::from(io::ErrorKind::InvalidInput)))?;
    fs::create_dir_all(folder).map_err(generic)?;
    // A name ending in `#` and digits is hidden from listings.
    let mut staged = target.as_os_str().to_owned();
    staged.push(format!("#{}{}", std::process::id(), STAGED.fetch_add(1, Ordering::Relaxed)));
    let staged = PathBuf::from(staged);
    let written = || -> io::Result<()> {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&staged)?;
        body.iter().try_for_each(|b| file.write_all(b))?;
        file.sync_all()
    };
    let done = match written() {
        Err(e) => Err(generic(e)),
        Ok(()) if create => fs::hard_link(&staged, target).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => {
                Error::AlreadyExists { path: target.display().to_string(), source: Box::new(e) }
            }
            _ => generic(e),
        }),
        Ok(()) => fs::rename(&staged, target).map_err(generic),
    };
    // After a rename it is gone already.
    let _ = fs::remove_file(&staged);
    done?;
    fs::File::open(folder).and_then(|d| d.sync_all()).map_err(generic)
}

/// Sync a file and every folder from it up to `root`.
pub fn sync_up(root: &FsPath, file: &FsPath) -> io::Result<()> {
    fs::File::open(file)?.sync_all()?;
    for folder in file.ancestors().skip(1) {
        fs::File::open(folder)?.sync_all()?;
        if folder == root {
            break;
        }
    }
    Ok(())
}

#[async_trait::async_trait]
impl ObjectStore for DurableFs {
    async fn put_opts(&self, at: &Path, body: PutPayload, options: PutOptions) -> Result<PutResult> {
        let create = match options.mode {
            PutMode::Create => true,
            PutMode::Overwrite => false,
            PutMode::Update(_) => return self.0.put_opts(at, body, options).await,
        };
        let target = self.0.path_to_filesystem(at)?;
        tokio::task::spawn_blocking(move || put_synced(&target, &body, create)).await.map_err(generic)??;
        Ok(PutResult { e_tag: None, version: None })
    }

    async fn put_multipart_opts(&self, at: &Path, o: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.0.put_multipart_opts(at, o).await
    }

    async fn get_opts(&self, at: &Path, options: GetOptions) -> Result<GetResult> {
        self.0.get_opts(at, options).await
    }

    async fn get_ranges(&self, at: &Path, ranges: &[Range<u64>]) -> Result<Vec<bytes::Bytes>> {
        self.0.get_ranges(at, ranges).await
    }

    fn delete_stream(&self, paths: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.0.delete_stream(paths)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.0.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.0.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.0.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.0.copy_opts(from, to, options).await
    }
}
