//! Backups: records and events in a folder of their own, signed; keys apart from them; and back.
//!
//! Invariant: a backup of the data holds no key, and a restore is told by the journal beside the keys what was erased and
//! refused since, before anything is served. Nothing is restored over something.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufReader, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, ensure};
use hjemmel_model::{AtMs, Clock, Entropy};
use hjemmel_store::{Installation, Keyring, Lease, Replayed, Store};
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::{
    config::Config,
    dkim, keys,
    wiring::{SharedEntropy, SystemEntropy},
};

const MANIFEST: &str = "manifest.json";
const RECORDS: &str = "records.jsonl.gz";
const PREFIX: &str = "hjemmel-";
/// How the name of one ends that is not whole.
const UNFINISHED: &str = ".unfinished";
/// Days that a copy of the keys may lie before an erasure must have reached it.
const KEYS_DAYS: i64 = 7;
/// The context that manifests are signed in.
const CONTEXT: &str = "hjemmel backup v1\n";

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize)]
struct FileEntry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    made_at: AtMs,
    /// When it is to be gone, as receipts of erasures say.
    expires_at: AtMs,
    program: String,
    /// The number of the oldest master key that it may be sealed with.
    #[serde(default = "first")]
    master: u32,
    /// The number of the key of lookups that what it holds may be found by.
    #[serde(default = "first")]
    lookup: u32,
    records: BTreeMap<String, u64>,
    files: Vec<FileEntry>,
}

fn first() -> u32 {
    1
}

/// A manifest with its signature.
#[derive(Serialize, Deserialize)]
struct Signed {
    manifest: String,
    signature: String,
}

/// What a backup came to.
#[derive(Debug)]
pub struct Made {
    /// Where it lies.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Older ones that were removed because their time was over.
    pub removed: usize,
    /// The clock is far from the last time seen here, so that none was.
    pub clock_in_doubt: bool,
}

impl Made {
    /// Rows and bytes in words.
    pub fn summary(&self) -> String {
        let rows: u64 = self.manifest.records.values().sum();
        let bytes: u64 = self.manifest.files.iter().map(|f| f.bytes).sum();
        format!("{rows} records, {} files, {bytes} bytes", self.manifest.files.len())
    }
}

fn keyring(config: &Config) -> anyhow::Result<Keyring> {
    let entropy = SharedEntropy(Arc::new(SystemEntropy) as Arc<dyn Entropy>);
    let folder = config.keys_folder();
    ensure!(folder.join("master.key").exists(), "there are no keys in {}", folder.display());
    Keyring::open(&folder, Box::new(entropy)).context("the keys cannot be opened")
}

/// The records as they are: nothing is brought up to date, because a server of another version may be running.
async fn store_as_it_is(config: &Config) -> anyhow::Result<Store> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let entropy = Box::new(SharedEntropy(Arc::new(SystemEntropy)));
    let store = Installation { database: &database, keys: &keys }.look(entropy).await;
    store.context("the database cannot be opened")
}

/// The records, for one who changes them: no server may run.
async fn store_alone(config: &Config) -> anyhow::Result<Store> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let lease = Lease::try_take(&database).await.context("this database cannot be restored into")?;
    let entropy = Box::new(SharedEntropy(Arc::new(SystemEntropy)));
    let store = Installation { database: &database, keys: &keys }.open_for_restore(entropy).await;
    Ok(store.context("the database cannot be opened")?.holding(lease))
}

fn digest(path: &Path) -> anyhow::Result<(u64, String)> {
    let mut file = fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut hash, mut bytes, mut buffer) = (sha2::Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|p| !p.is_empty()) else { break };
        hash.update(part);
        bytes += read as u64;
    }
    Ok((bytes, hash.finalize().iter().map(|b| format!("{b:02x}")).collect()))
}

fn files_in(root: &Path) -> anyhow::Result<Vec<String>> {
    let (mut out, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(root) {
                out.push(relative.display().to_string());
            }
        }
    }
    out.sort();
    Ok(out)
}

fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Copy records and events into a new folder in `to`, and remove what is older than its time there. The server may run.
pub async fn backup(config: &Config, to: &Path, clock: &dyn Clock) -> anyhow::Result<Made> {
    let ring = keyring(config)?;
    let now = clock.now();
    let name = format!("{PREFIX}{}", now.rfc3339().replace([':', '.'], "-"));
    let (folder, unfinished) = (to.join(&name), to.join(format!("{name}{UNFINISHED}")));
    ensure!(!folder.exists(), "{} is there already", folder.display());
    private_folder(&unfinished).with_context(|| format!("{} cannot be made", unfinished.display()))?;
    // Events before records: what was taken back in between is known to the records.
    hjemmel_lake::copy(&config.data.join("lake"), &unfinished.join("lake")).await.context("the events")?;
    let (signing, master, lookup) =
        (ring.signing_key().clone(), keys::master_needed(config)?, keys::lookup_newest(config)?);
    let store = store_as_it_is(config).await?;
    let file = fs::File::create(unfinished.join(RECORDS))?;
    let mut packed = flate2::write::GzEncoder::new(io::BufWriter::new(file), flate2::Compression::default());
    let records = store.dump(&mut packed).await.context("the records")?;
    packed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    let clock_in_doubt = store.retention().time_is_odd(now).await?.is_some();
    store.close().await;
    let mut files = Vec::new();
    for path in files_in(&unfinished)? {
        let (bytes, sha256) = digest(&unfinished.join(&path))?;
        files.push(FileEntry { path, bytes, sha256 });
    }
    let expires_at = now.plus_days(config.backup_days);
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { made_at: now, expires_at, program, master, lookup, records, files };
    let text = serde_json::to_string(&manifest)?;
    let signature = hjemmel_store::sign(&signing, CONTEXT, &text);
    let signed = serde_json::to_vec_pretty(&Signed { manifest: text, signature })?;
    let mut out = fs::File::create(unfinished.join(MANIFEST))?;
    out.write_all(&signed)?;
    out.sync_all()?;
    fs::rename(&unfinished, &folder)?;
    fs::File::open(to)?.sync_all()?;
    // A wrong clock would remove every one of them.
    let removed = if clock_in_doubt { 0 } else { remove_expired(to, ring.signing_publics(), now)? };
    Ok(Made { folder, manifest, removed, clock_in_doubt })
}

/// Remove backups of ours whose time is over.
fn remove_expired(to: &Path, keys: &[[u8; 32]], now: AtMs) -> anyhow::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(to)? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let ours = name.starts_with(PREFIX);
        // One that a full disk or a kill left behind: nothing else would ever remove it.
        if ours && name.ends_with(UNFINISHED) && older_than_a_day(&path) {
            fs::remove_dir_all(&path)?;
            continue;
        }
        if ours && read_manifest(&path, keys).is_ok_and(|m| m.expires_at <= now) {
            fs::remove_dir_all(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn older_than_a_day(path: &Path) -> bool {
    let age = fs::metadata(path).and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| age > std::time::Duration::from_secs(86_400))
}

fn read_manifest(folder: &Path, keys: &[[u8; 32]]) -> anyhow::Result<Manifest> {
    let text = fs::read_to_string(folder.join(MANIFEST)).context("this is not a backup: it has no manifest")?;
    let signed: Signed = serde_json::from_str(&text).context("the manifest cannot be read")?;
    ensure!(
        keys.iter().any(|key| hjemmel_store::signature_fits(key, CONTEXT, &signed.manifest, &signed.signature)),
        "the manifest is not signed with these keys"
    );
    serde_json::from_str(&signed.manifest).context("the manifest cannot be read")
}

/// What a restore came to.
#[derive(Debug)]
pub struct Restored {
    /// What it was.
    pub manifest: Manifest,
    /// Messages that were waiting to be sent: whether they went is unknown, so they are shown and not sent again.
    pub unknown: u64,
    /// What the journal told.
    pub replayed: Replayed,
}

impl Restored {
    /// When the backup was made.
    pub fn made_at(&self) -> AtMs {
        self.manifest.made_at
    }
}

/// Bring a backup back into empty tables and an empty folder. Everything is checked before anything is written.
pub async fn restore(config: &Config, from: &Path, clock: &dyn Clock) -> anyhow::Result<Restored> {
    let ring = keyring(config)?;
    let manifest = read_manifest(from, ring.signing_publics())?;
    ensure!(
        keys::master_there(config, manifest.master)?,
        "it is sealed with master key {}, which is not there any more: it cannot be read",
        manifest.master
    );
    ensure!(
        manifest.lookup <= keys::lookup_newest(config)?,
        "what it holds is found by lookup key {}, and these keys are from before it",
        manifest.lookup
    );
    // Receipts say that it is gone by then, and the journal may have forgotten what happened since.
    ensure!(
        clock.now() < manifest.expires_at,
        "this backup was to be gone by {}: whoever was erased since could come back",
        manifest.expires_at.rfc3339()
    );
    for file in &manifest.files {
        let plain = Path::new(&file.path).components().all(|c| matches!(c, std::path::Component::Normal(_)));
        ensure!(plain, "the manifest names a path outside the backup");
        let found = digest(&from.join(&file.path))?;
        ensure!(found == (file.bytes, file.sha256.clone()), "{} is damaged or was changed", file.path);
    }
    let lake = config.data.join("lake");
    ensure!(!lake.join("events").exists(), "{} holds events; restore into an empty folder", lake.display());
    fs::create_dir_all(&config.data)?;
    let store = store_alone(config).await?;
    ensure!(store.is_empty().await?, "the database holds records; restore into an empty one");
    let unfinished = config.data.join("lake.unfinished");
    let _ = fs::remove_dir_all(&unfinished);
    let restored = restore_into(config, &store, &manifest, from, clock).await;
    if restored.is_err() {
        // No erasure would reach what is left of it.
        let _ = fs::remove_dir_all(&unfinished);
    }
    store.close().await;
    restored.map(|(unknown, replayed)| Restored { manifest, unknown, replayed })
}

async fn restore_into(
    config: &Config,
    store: &Store,
    manifest: &Manifest,
    from: &Path,
    clock: &dyn Clock,
) -> anyhow::Result<(u64, Replayed)> {
    let (unfinished, lake) = (&config.data.join("lake.unfinished"), &config.data.join("lake"));
    for file in manifest.files.iter().filter(|f| f.path.starts_with("lake/")) {
        let target = unfinished.join(file.path.trim_start_matches("lake/"));
        fs::create_dir_all(target.parent().unwrap_or(unfinished))?;
        fs::copy(from.join(&file.path), &target)?;
        fs::File::open(&target)?.sync_all()?;
    }
    let mut records = BufReader::new(flate2::read::GzDecoder::new(fs::File::open(from.join(RECORDS))?));
    let loaded = store.load(&mut records, clock.now()).await.context("the records")?;
    if unfinished.exists() {
        let _ = fs::remove_dir(lake);
        fs::rename(unfinished, lake)?;
    }
    keys::after_restore(config, store, clock).await?;
    // The server does this before it serves, too; here so that it can be told.
    let replayed = store.replay(clock.now()).await.context("the journal of erasures cannot be read")?;
    Ok((loaded.unknown, replayed))
}

/// Copy the keys into a new folder in `to`, and remove copies that are older than a week: until they are gone, an erasure
/// has not reached them.
pub async fn backup_keys(config: &Config, to: &Path, clock: &dyn Clock) -> anyhow::Result<PathBuf> {
    keyring(config)?;
    let now = clock.now();
    let folder = to.join(format!("{PREFIX}keys-{}", now.rfc3339().replace([':', '.'], "-")));
    ensure!(!folder.exists(), "{} is there already", folder.display());
    private_folder(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    // First, so that a copy that is cut short goes too.
    fs::write(folder.join("expires"), now.plus_days(KEYS_DAYS).0.to_string())?;
    for name in dkim::files(config)?.into_iter().chain(["master.key".into()]) {
        fs::copy(config.keys_folder().join(&name), folder.join(&name))?;
    }
    let store = store_as_it_is(config).await?;
    store.persons_copy(&folder.join("persons.db")).await?;
    let clock_in_doubt = store.retention().time_is_odd(now).await?.is_some();
    store.close().await;
    for entry in fs::read_dir(to)?.filter(|_| !clock_in_doubt) {
        let path = entry?.path();
        let ours = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("hjemmel-keys-"));
        let expires = fs::read_to_string(path.join("expires")).ok().and_then(|t| t.trim().parse::<i64>().ok());
        if ours && expires.is_some_and(|at| at <= now.0) {
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(folder)
}
