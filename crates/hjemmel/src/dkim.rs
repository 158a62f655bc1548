//! The keys that sign mail: which of them sign, which wait until DNS knows them, and where they lie.
//!
//! Invariant: what signs is written down before anything before it is destroyed; a key that waits signs nothing.

use std::{fs, io::Write, path::Path};

use anyhow::Context;
use hjemmel_mail::{Dkim, DkimAlgorithm};
use hjemmel_model::Entropy;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// Which key signs, since the first was replaced.
const STATE: &str = "dkim.json";

/// A key, by where its public half stands in DNS and in which file it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    selector: String,
    file: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct State {
    /// How many times a key was made.
    made: u32,
    signs: Vec<Held>,
    waits: Vec<Held>,
    /// Files of keys that sign no more, until they are gone.
    gone: Vec<String>,
}

impl State {
    fn read(config: &Config) -> anyhow::Result<State> {
        let first = Held { selector: config.mail_dkim_selector.clone(), file: "dkim.pem".into() };
        match fs::read(config.keys_folder().join(STATE)) {
            Ok(bytes) => serde_json::from_slice(&bytes).context("the list of keys that sign mail is damaged"),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Ok(State { made: 1, signs: vec![first], waits: Vec::new(), gone: Vec::new() })
            }
            Err(e) => Err(e).context("the list of keys that sign mail cannot be read"),
        }
    }

    fn write(&self, config: &Config) -> anyhow::Result<()> {
        write_whole(&config.keys_folder().join(STATE), &serde_json::to_vec_pretty(self)?)
            .context("the list of keys that sign mail cannot be written")
    }

    /// Remove what signs no more.
    fn sweep(&mut self, config: &Config) -> anyhow::Result<()> {
        if self.gone.is_empty() {
            return Ok(());
        }
        for file in &self.gone {
            match fs::remove_file(config.keys_folder().join(file)) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e).context("an old key stays"),
                _ => {}
            }
        }
        self.gone.clear();
        self.write(config)
    }
}

/// Write a file under another name first: a kill halfway leaves no half of it.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = Path::new(&fresh);
    let _ = fs::remove_file(fresh);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(fresh, path)?;
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn domain(config: &Config) -> anyhow::Result<&str> {
    config.mail_dkim_domain.as_deref().context("mail is not signed here: `mail_dkim_domain` is not set")
}

fn load(config: &Config, held: &[Held]) -> anyhow::Result<Vec<Dkim>> {
    let domain = domain(config)?;
    let read = |held: &Held| {
        let pem = fs::read_to_string(config.keys_folder().join(&held.file));
        let pem = zeroize::Zeroizing::new(pem.context("the key that signs mail cannot be read")?);
        anyhow::Ok(Dkim::new(domain, &held.selector, &pem)?)
    };
    held.iter().map(read).collect()
}

/// What signs; the first key is made when there is none.
pub fn signing(config: &Config, entropy: &dyn Entropy) -> anyhow::Result<Vec<Dkim>> {
    let state = State::read(config)?;
    let path = config.keys_folder().join("dkim.pem");
    if state.made == 1 && state.signs.iter().any(|held| held.file == "dkim.pem") && !path.exists() {
        let pem = zeroize::Zeroizing::new(Dkim::make_key(DkimAlgorithm::Rsa, entropy)?);
        write_whole(&path, pem.as_bytes()).context("the key that signs mail cannot be written")?;
    }
    load(config, &state.signs)
}

/// What waits until DNS knows it.
pub fn waiting(config: &Config) -> anyhow::Result<Vec<Dkim>> {
    load(config, &State::read(config)?.waits)
}

/// The files of all keys that sign mail.
pub fn files(config: &Config) -> anyhow::Result<Vec<String>> {
    let state = State::read(config)?;
    let held = state.signs.into_iter().chain(state.waits).map(|held| held.file);
    Ok(held.chain([STATE.to_owned()]).filter(|file| config.keys_folder().join(file).exists()).collect())
}

/// Make the next key, which waits; where one waits already, that one. Ed25519 beside RSA when asked for.
pub fn next(config: &Config, ed25519: bool, entropy: &dyn Entropy) -> anyhow::Result<Vec<Dkim>> {
    // What signs meanwhile must be there.
    signing(config, entropy)?;
    let mut state = State::read(config)?;
    state.sweep(config)?;
    if state.waits.is_empty() {
        state.made += 1;
        let (base, made) = (&config.mail_dkim_selector, state.made);
        let mut wanted = vec![(format!("{base}-{made}"), DkimAlgorithm::Rsa)];
        if ed25519 {
            wanted.push((format!("{base}-{made}e"), DkimAlgorithm::Ed25519));
        }
        for (selector, algorithm) in wanted {
            let file = format!("dkim-{selector}.pem");
            let pem = zeroize::Zeroizing::new(Dkim::make_key(algorithm, entropy)?);
            write_whole(&config.keys_folder().join(&file), pem.as_bytes()).context("the new key cannot be written")?;
            state.waits.push(Held { selector, file });
        }
        state.write(config)?;
    }
    load(config, &state.waits)
}

/// DNS knows what waits: it signs from now on, and what signed before is destroyed. Gives the names of the old records.
pub fn published(config: &Config) -> anyhow::Result<Vec<String>> {
    let mut state = State::read(config)?;
    state.sweep(config)?;
    anyhow::ensure!(!state.waits.is_empty(), "no new key waits for its record: make one first");
    // Whatever cannot be read must not become what signs.
    load(config, &state.waits)?;
    let old = std::mem::replace(&mut state.signs, std::mem::take(&mut state.waits));
    state.gone.extend(old.iter().map(|held| held.file.clone()));
    state.write(config)?;
    state.sweep(config)?;
    let domain = domain(config)?;
    Ok(old.iter().map(|held| format!("{}._domainkey.{domain}", held.selector)).collect())
}
