//! `hjemmel keys`: what there is, and replacing it after a leak. No server may run meanwhile, because it holds the keys
//! that are replaced; so each of these takes the lease.

use std::sync::Arc;

use anyhow::{Context, ensure};
use hjemmel_mail::Dkim;
use hjemmel_model::{AtMs, Clock, Entropy};
use hjemmel_store::{Installation, KeyEntry, KeyStep, KeyUse, Lease, Store};

use crate::{
    config::Config,
    dkim,
    wiring::{SharedEntropy, SystemEntropy},
};

/// Days after which no token is left that was made before.
const TOKEN_DAYS: i64 = 367;
/// Why nothing that depends on the time is done.
const CLOCK: &str = "the clock is far from the last time seen here: look at it, and confirm it in the console";

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Which {
    /// Seals persons' keys and what belongs to no person.
    Master,
    /// Makes the tokens of browsers.
    Tokens,
    /// Signs the evidence log, receipts and backups.
    Log,
    /// Finds again what is kept as a hash.
    Lookup,
    /// Signs mail (DKIM).
    Mail,
}

impl Which {
    fn store(self) -> Option<KeyUse> {
        match self {
            Which::Master => Some(KeyUse::Master),
            Which::Tokens => Some(KeyUse::Tokens),
            Which::Log => Some(KeyUse::Log),
            Which::Lookup => Some(KeyUse::Lookup),
            Which::Mail => None,
        }
    }
}

/// How a key is replaced.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Tokens that there are give nothing any more, at once.
    pub now: bool,
    /// Mail is to be signed with Ed25519 too.
    pub ed25519: bool,
    /// DNS knows the key of mail that waits.
    pub published: bool,
}

/// The installation, for one who replaces its keys.
struct Alone<'a> {
    config: &'a Config,
    database: String,
    keys: std::path::PathBuf,
    now: AtMs,
}

impl Alone<'_> {
    fn installation(&self) -> Installation<'_> {
        Installation { database: &self.database, keys: &self.keys }
    }

    async fn store(&self) -> anyhow::Result<Store> {
        let store = self.installation().look(entropy()).await.context("the database cannot be opened")?;
        store.keys_fit().await.context("these keys are not those of this database")?;
        Ok(store)
    }

    async fn time_is_sure(&self, store: &Store) -> anyhow::Result<bool> {
        Ok(store.retention().time_is_odd(self.now).await?.is_none())
    }
}

fn entropy() -> Box<dyn Entropy> {
    Box::new(SharedEntropy(Arc::new(SystemEntropy)))
}

fn alone<'a>(config: &'a Config, clock: &dyn Clock) -> Alone<'a> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    Alone { config, database, keys, now: clock.now() }
}

fn day(at: AtMs) -> String {
    at.rfc3339().chars().take(10).collect()
}

fn line(entry: &KeyEntry) -> String {
    let made = entry.made_at.map_or_else(|| "from the beginning".into(), |at| format!("since {}", day(at)));
    let state = match (entry.replaced_at, entry.settled, entry.what) {
        (None, ..) => "in use".to_owned(),
        (Some(at), true, KeyUse::Master) => format!("replaced {}; kept for backups of before", day(at)),
        (Some(at), true, KeyUse::Tokens) => format!("replaced {}; refused, and heard when it takes away", day(at)),
        (Some(at), true, KeyUse::Log) => format!("replaced {}; destroyed, old signatures still count", day(at)),
        (Some(at), true, KeyUse::Lookup) => {
            format!("replaced {}; nothing is found by it alone; kept for proofs and links of its time", day(at))
        }
        (Some(at), false, KeyUse::Tokens) => {
            format!(
                "replaced {}; its tokens count until they end, {} at the latest",
                day(at),
                day(at.plus_days(TOKEN_DAYS))
            )
        }
        (Some(at), false, _) => format!("replaced {}; not finished: rotate {} again", day(at), entry.what.name()),
    };
    let public = entry.public.as_ref().map(|key| format!("\n              public key {key}")).unwrap_or_default();
    format!("{:<8} {:>3}  {made}, {state}{public}", entry.what.name(), entry.number)
}

fn records(keys: &[Dkim]) -> impl Iterator<Item = String> {
    keys.iter().map(|key| format!("TXT  {}\n     {}", key.record_name(), key.record_value()))
}

/// Every key, its age and what it waits for.
pub fn list(config: &Config) -> anyhow::Result<Vec<String>> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let mut out: Vec<_> = Installation { database: &database, keys: &keys }.keys_list()?.iter().map(line).collect();
    if config.mail_dkim_domain.is_some() {
        for key in dkim::signing(config, &SystemEntropy)? {
            out.push(format!("mail          signs as {}", key.record_name()));
        }
        for key in dkim::waiting(config)? {
            out.push(format!("mail          waits until DNS knows {}", key.record_name()));
        }
    }
    Ok(out)
}

/// Replace a key. Gives what to tell whoever asked.
pub async fn rotate(config: &Config, which: Which, how: How, clock: &dyn Clock) -> anyhow::Result<Vec<String>> {
    ensure!(!how.now || which == Which::Tokens, "`--now` is for tokens");
    ensure!(!(how.ed25519 || how.published) || which == Which::Mail, "`--ed25519` and `--published` are for mail");
    let alone = alone(config, clock);
    let lease =
        Lease::try_take(&alone.database).await.context("keys are replaced while no server runs: stop it first")?;
    let store = alone.store().await?;
    let Some(what) = which.store() else {
        let store = store.holding(lease);
        let done = rotate_mail(&alone, &store, how).await;
        store.close().await;
        return done;
    };
    let sure = how.now || what != KeyUse::Tokens || alone.time_is_sure(&store).await?;
    store.close().await;
    ensure!(sure, "{CLOCK}");
    let step = alone.installation().key_begin(what, alone.now, &SystemEntropy)?;
    if how.now {
        // Whatever fails after this, they are refused.
        alone.installation().key_settle(what)?;
    }
    // From here on everything is written with the new key.
    let store = alone.store().await?.holding(lease);
    let done = rotate_rest(&alone, &store, what, how).await;
    store.close().await;
    let mut out = vec![match step {
        KeyStep::Made => format!("A new key: {}.", what.name()),
        KeyStep::GoesOn => "The last rotation was cut short; it was gone on with, and no other key was made.".into(),
    }];
    out.extend(done?);
    Ok(out)
}

async fn rotate_rest(alone: &Alone<'_>, store: &Store, what: KeyUse, how: How) -> anyhow::Result<Vec<String>> {
    store.keys_remember().await?;
    let mut out = Vec::new();
    match what {
        KeyUse::Master => {
            let done =
                store.key_rewrap(u64::MAX).await.context("not everything is sealed again yet: do it once more")?;
            out.push(format!("{} values were sealed again.", done.changed));
            if done.unreadable > 0 {
                out.push(format!(
                    "{} values were opened by no key, before or after: they are damaged.",
                    done.unreadable
                ));
            }
            out.push(format!(
                "The old key stays for backups of before; from {} on: `hjemmel keys destroy master`.",
                day(alone.now.plus_days(alone.config.backup_days))
            ));
            out.push("Copies of the keys from before open nothing of what is written now: make a new one.".into());
        }
        KeyUse::Tokens if how.now => {
            out.push("Tokens of before give nothing any more; everybody is asked again.".into())
        }
        KeyUse::Tokens => out.push("Tokens of before count until they end.".into()),
        KeyUse::Lookup => out.extend(rehash(store).await?),
        KeyUse::Log => out.push(format!("Signatures are made with {} from now on.", store.key_public())),
    }
    record(alone, store, Some(what)).await?;
    store.key_announce(alone.now).await.context("the evidence log cannot be signed; look at `/health`")?;
    if what != KeyUse::Tokens {
        alone.installation().key_settle(what)?;
    }
    if how.now {
        store.key_note("key.refuse", "key_tokens", "{\"key\":\"tokens\"}", alone.now).await?;
    }
    Ok(out)
}

async fn rehash(store: &Store) -> anyhow::Result<Vec<String>> {
    let done = store.key_rehash(u64::MAX).await.context("not everything is found by it yet: do it once more")?;
    let mut out = vec![format!("{} hashes were sealed again; every one is found by the new key.", done.changed)];
    if done.unreadable > 0 {
        out.push(format!("{} hashes were opened by no key, before or after: they are damaged.", done.unreadable));
    }
    out.push("Links and secrets that were given away count as before.".into());
    out.push("Copies of the keys from before find nothing that is there now: make a new one.".into());
    Ok(out)
}

/// Write down every replaced key that is not yet written down.
async fn record(alone: &Alone<'_>, store: &Store, only: Option<KeyUse>) -> anyhow::Result<()> {
    for entry in alone.installation().keys_list()? {
        if entry.number > 1 && only.is_none_or(|what| what == entry.what) {
            store.key_record(&entry, alone.now).await?;
        }
    }
    Ok(())
}

async fn rotate_mail(alone: &Alone<'_>, store: &Store, how: How) -> anyhow::Result<Vec<String>> {
    let (action, keys, mut out) = if how.published {
        let old = dkim::published(alone.config)?;
        let mut out = vec!["The new key signs from now on; the old one is destroyed.".to_owned()];
        out.extend(
            old.iter().map(|name| format!("Leave {name} in DNS for a week, for mail on its way, then remove it.")),
        );
        ("key.rotate", dkim::signing(alone.config, &SystemEntropy)?, out)
    } else {
        let keys = dkim::next(alone.config, how.ed25519, &SystemEntropy)?;
        let mut out: Vec<_> = records(&keys).collect();
        out.push("The old key signs until these records stand in DNS and you say so:".into());
        out.push("`hjemmel keys rotate mail --published`".into());
        ("key.wait", keys, out)
    };
    let names: Vec<_> = keys.iter().map(Dkim::record_name).collect();
    let detail = serde_json::json!({ "key": "mail", "records": names }).to_string();
    store.key_note(action, "key_mail", &detail, alone.now).await?;
    if !how.published && how.ed25519 && keys.len() == 1 {
        out.push("One waited already, without Ed25519: let it sign first, then rotate again.".into());
    }
    Ok(out)
}

/// Destroy old keys whose time is over, or all that nothing waits for.
pub async fn destroy(config: &Config, which: Which, now: bool, clock: &dyn Clock) -> anyhow::Result<Vec<String>> {
    ensure!(
        which != Which::Lookup,
        "no key of lookups is destroyed: each is a part of what every hash is found by, and a no that is not found would \
         be worse; whoever has an old one finds nothing with it"
    );
    let what = which.store().filter(|what| *what != KeyUse::Log);
    let what = what.context("old keys of the log and of mail are destroyed when they are replaced")?;
    let alone = alone(config, clock);
    let lease =
        Lease::try_take(&alone.database).await.context("keys are destroyed while no server runs: stop it first")?;
    let store = alone.store().await?.holding(lease);
    if !(now || alone.time_is_sure(&store).await?) {
        store.close().await;
        anyhow::bail!(CLOCK);
    }
    let days = if what == KeyUse::Master { config.backup_days } else { TOKEN_DAYS };
    let by = if now { alone.now } else { alone.now.plus_days(-days) };
    let gone = destroy_by(&alone, &store, what, by).await;
    store.close().await;
    let gone = gone?;
    Ok(vec![match gone {
        0 => "Nothing is to be destroyed: what was replaced is still needed, or gone already.".into(),
        gone => format!("{gone} old keys are destroyed. What only they opened can be read no more."),
    }])
}

async fn destroy_by(alone: &Alone<'_>, store: &Store, what: KeyUse, by: AtMs) -> anyhow::Result<usize> {
    if what == KeyUse::Master {
        // Whatever came in with a restored backup since is sealed again before its key goes.
        store.key_rewrap(u64::MAX).await?;
    }
    let gone = alone.installation().key_destroy(what, by)?;
    if gone > 0 {
        let detail = serde_json::json!({ "key": what.name(), "destroyed": gone }).to_string();
        store.key_note("key.destroy", &format!("key_{}", what.name()), &detail, alone.now).await?;
    }
    Ok(gone)
}

/// After a restore: what was sealed with a key before is sealed with the newest, and the database learns again that
/// keys were replaced since.
pub(crate) async fn after_restore(config: &Config, store: &Store, clock: &dyn Clock) -> anyhow::Result<()> {
    let alone = alone(config, clock);
    if alone.installation().keys_list()?.iter().all(|entry| entry.number == 1) {
        return Ok(());
    }
    store.keys_remember().await?;
    // Before the journal looks for whom it is about.
    store.key_rehash(u64::MAX).await.context("what was restored could not be found by the newest key")?;
    store.key_rewrap(u64::MAX).await.context("what was restored could not be sealed with the newest key")?;
    record(&alone, store, None).await
}

/// The number of the oldest key that a backup made now may be sealed with.
pub(crate) fn master_needed(config: &Config) -> anyhow::Result<u32> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let all = Installation { database: &database, keys: &keys }.keys_list()?;
    let needed = all.iter().filter(|entry| entry.what == KeyUse::Master && !entry.settled).map(|entry| entry.number);
    Ok(needed.min().unwrap_or(1))
}

/// The number of the key that what is stored now is found by.
pub(crate) fn lookup_newest(config: &Config) -> anyhow::Result<u32> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let all = Installation { database: &database, keys: &keys }.keys_list()?;
    Ok(all.iter().filter(|entry| entry.what == KeyUse::Lookup).map(|entry| entry.number).max().unwrap_or(1))
}

/// Whether every key since that one is there.
pub(crate) fn master_there(config: &Config, number: u32) -> anyhow::Result<bool> {
    let (database, keys) = (config.database_url(), config.keys_folder());
    let all = Installation { database: &database, keys: &keys }.keys_list()?;
    Ok(all.iter().any(|entry| entry.what == KeyUse::Master && entry.number == number))
}
