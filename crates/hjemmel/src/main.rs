//! The command line.

use hjemmel_store::work;
use std::{
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use hjemmel::{
    backup,
    config::Config,
    demo, dkim, keys, private, rules, serve, shop,
    wiring::{self, SystemClock, SystemEntropy},
};
use hjemmel_model::TenantId;
use hjemmel_policy::{act, authorize_job};

/// Memory that is free again goes back to the machine; the system's own allocator keeps most of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Hjemmel, the permission-first customer data platform.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server.
    Serve {
        /// The file of settings.
        #[arg(long, env = "HJEMMEL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Run a demo: the organisation Blomsterhuset with 90 days of history, and its shop.
    Demo {
        /// Where the demo's data lies.
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Where the server listens.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Where the shop listens.
        #[arg(long, default_value = "127.0.0.1:8081")]
        shop: SocketAddr,
        /// Where the console is reached, such as `http://localhost:8080`; passkeys need a name.
        #[arg(long)]
        public_url: Option<String>,
        /// A table of countries by network address (MMDB).
        #[arg(long)]
        geo: Option<PathBuf>,
        /// Make the data and stop.
        #[arg(long)]
        prepare: bool,
    },
    /// Say what must stand in DNS for mail to arrive, and whether the mail server answers.
    Mail {
        /// The file of settings.
        #[arg(long, env = "HJEMMEL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Check the receipt of an erasure, offline.
    Verify {
        /// The receipt, as JSON.
        receipt: PathBuf,
        /// The public key that signed it, in hex; without it the key in the receipt is shown for you to compare.
        #[arg(long)]
        key: Option<String>,
    },
    /// Copy records and events into a new folder, while the server runs. Keys are not in it.
    Backup {
        /// The file of settings.
        #[arg(long, env = "HJEMMEL_CONFIG")]
        config: Option<PathBuf>,
        /// The folder that holds the backups; those whose time is over are removed from it.
        #[arg(long)]
        to: PathBuf,
        /// Copy the keys instead; such a copy is removed after a week, so that erasures reach it.
        #[arg(long)]
        keys: bool,
    },
    /// Bring a backup back into an empty database and an empty data folder. What was erased or refused since is told to it
    /// before anything is served.
    Restore {
        /// The folder of the backup.
        from: PathBuf,
        /// The file of settings.
        #[arg(long, env = "HJEMMEL_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Keys: what there is, and replacing them after a leak.
    Keys {
        /// The file of settings.
        #[arg(long, env = "HJEMMEL_CONFIG", global = true)]
        config: Option<PathBuf>,
        #[command(subcommand)]
        act: KeysAct,
    },
    /// Print the description of the API.
    Openapi,
    /// Print the law as a table: each rule, and how far the program holds it.
    Rules {
        /// As data.
        #[arg(long, conflicts_with = "markdown")]
        json: bool,
        /// As the page `docs/law.md`, whole.
        #[arg(long, conflicts_with = "status")]
        markdown: bool,
        /// Those of one status only.
        #[arg(long)]
        status: Option<rules::Only>,
    },
}

#[derive(Subcommand)]
enum KeysAct {
    /// Say which keys there are, how old they are, and what an old one still waits for.
    List,
    /// Make a new key and use it from now on. No server may run meanwhile; what was cut short goes on when called again.
    Rotate {
        /// Which.
        which: keys::Which,
        /// Tokens that there are give nothing any more, at once: everybody is asked again.
        #[arg(long)]
        now: bool,
        /// Mail is to be signed with Ed25519 too.
        #[arg(long)]
        ed25519: bool,
        /// The new key of mail stands in DNS: it signs from now on, and the old one goes.
        #[arg(long)]
        published: bool,
    },
    /// Destroy old keys that nothing needs any more.
    Destroy {
        /// Which.
        which: keys::Which,
        /// Also those that backups are still sealed with, and tokens still made with: neither counts any more.
        #[arg(long)]
        now: bool,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Whatever a command writes is for its user alone.
    private::umask_close();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli.command))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What went wrong and why, in one line, and no Rust.
            complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { config } => serve_from(&Config::load(config.as_deref())?).await,
        Command::Demo { data, listen, shop, public_url, geo, prepare } => {
            let own = Config { data, listen, public_url, geo, ..Config::default() };
            show(own, shop, prepare).await
        }
        Command::Mail { config } => mail(&Config::load(config.as_deref())?).await,
        Command::Verify { receipt, key } => verify(&receipt, key.as_deref()),
        Command::Backup { config, to, keys: true } => {
            let folder = backup::backup_keys(&Config::load(config.as_deref())?, &to, &SystemClock::default()).await?;
            say(&format!("The keys are in {}", folder.display()));
            say("Keep them apart from backups of the data. In a week this copy is to be gone.");
            Ok(())
        }
        Command::Backup { config, to, keys: false } => save(&Config::load(config.as_deref())?, &to).await,
        Command::Restore { from, config } => restore(&Config::load(config.as_deref())?, &from).await,
        Command::Keys { config, act } => {
            let (config, clock) = (Config::load(config.as_deref())?, SystemClock::default());
            let said = match act {
                KeysAct::List => keys::list(&config)?,
                KeysAct::Rotate { which, now, ed25519, published } => {
                    keys::rotate(&config, which, keys::How { now, ed25519, published }, &clock).await?
                }
                KeysAct::Destroy { which, now } => keys::destroy(&config, which, now, &clock).await?,
            };
            said.iter().for_each(|line| say(line));
            Ok(())
        }
        Command::Openapi => {
            say(&hjemmel_http::openapi_json());
            Ok(())
        }
        Command::Rules { markdown: true, .. } => show_text(&rules::markdown()),
        Command::Rules { json: true, status, .. } => show_text(&rules::json(status)),
        Command::Rules { status, .. } => show_text(&rules::table(status)),
    }
}

async fn serve_from(config: &Config) -> anyhow::Result<()> {
    log_to(config)?;
    let running = wiring::open(config, Arc::new(SystemClock::default()), Arc::new(SystemEntropy)).await?;
    first_owner(&running, config).await?;
    say(&format!("Hjemmel serves at http://{}", config.listen));
    serve::run(running, config, serve::options(config)).await
}

/// Run the demo and its shop, or only make its data.
async fn show(own: Config, shop: SocketAddr, prepare: bool) -> anyhow::Result<()> {
    let config = Config { secure_cookies: false, mail_catch: true, headless_counts: true, log: "warn".into(), ..own };
    let listen = config.listen;
    log_to(&config)?;
    let demo = demo::open(&config, shop, say).await?;
    if prepare {
        demo.running.lake.close().await;
        return Ok(());
    }
    let shop_site = shop::serve(shop, listen, &demo.keys, &demo.form).await?;
    say(&format!("\n  Console   http://{listen}    {}  /  {}", demo::EMAIL, demo::PASSWORD));
    say(&format!("  Shop      http://localhost:{}    visit it, choose, and watch the console", shop.port()));
    say(&format!("  Mail      http://{listen}/dev/mail    what was caught instead of sent"));
    say("  Stop      Ctrl+C\n");
    let mut options = serve::options(&config);
    options.demo = Some(demo::hint(shop));
    let served = serve::run(demo.running, &config, options).await;
    shop_site.abort();
    served
}

async fn save(config: &Config, to: &Path) -> anyhow::Result<()> {
    let made = backup::backup(config, to, &SystemClock::default()).await?;
    say(&format!("{}  ({})", made.folder.display(), made.summary()));
    if made.clock_in_doubt {
        say("Older ones were left alone: the clock is far from the last time seen here. Look at it, and confirm it.");
    }
    if made.removed > 0 {
        say(&format!("{} older ones were removed: their time was over.", made.removed));
    }
    Ok(())
}

async fn restore(config: &Config, from: &Path) -> anyhow::Result<()> {
    let done = backup::restore(config, from, &SystemClock::default()).await?;
    say(&format!("Restored what was saved at {}.", done.made_at().rfc3339()));
    let told = done.replayed;
    say(&format!(
        "Told what happened since: {} people erased, {} withdrawals of browsers, {} noes of people.",
        told.erased, told.closed, told.noes
    ));
    if done.unknown > 0 {
        say(&format!("{} messages were waiting; whether they went is unknown. They are shown.", done.unknown));
    }
    say("Staff and API keys are as they were then: look under Settings whether somebody was removed since.");
    Ok(())
}

/// On an empty installation: make the organisation and print the one-time link of its first owner.
async fn first_owner(running: &wiring::Running, config: &Config) -> anyhow::Result<()> {
    let app = &running.app;
    let tenant = match app.store.organisations().list().await?.into_iter().next() {
        Some((tenant, _)) => {
            // A link that was never followed is made again.
            #[expect(
                clippy::disallowed_methods,
                reason = "whoever starts the program asks whether anybody is there yet"
            )]
            let auth = authorize_job::<act::TeamRead>(&tenant, "first_owner");
            let staff = app.store.users().list(&auth).await?;
            if !staff.is_empty() {
                return Ok(());
            }
            tenant
        }
        None => {
            let tenant = TenantId::new(app.clock.now(), app.entropy.as_ref());
            work!(app.store, |w| {
                w.organisations().insert(&tenant, hjemmel_model::ORGANISATION_PLACEHOLDER, app.clock.now()).await
            })?;
            tenant
        }
    };
    let link = app.users().link_first_owner(&tenant).await?;
    say("Nobody can sign in yet. The first owner opens this link once:");
    say(&format!("  http://{}{}", config.listen, link.path));
    Ok(())
}

async fn mail(config: &Config) -> anyhow::Result<()> {
    let mailer = wiring::mailer(config, &SystemEntropy)?;
    say(&format!("Mail comes from {}", mailer.from()));
    let signing = mailer.dkim().iter().map(|dkim| (dkim, ""));
    let waiting = if config.mail_dkim_domain.is_some() { dkim::waiting(config)? } else { Vec::new() };
    for (dkim, note) in signing.chain(waiting.iter().map(|dkim| (dkim, "\n     (waits: it signs nothing yet)"))) {
        say(&format!("TXT  {}\n     {}{note}", dkim.record_name(), dkim.record_value()));
    }
    if mailer.dkim().is_empty() {
        say("Mail is not signed: set `mail_dkim_domain`.");
    }
    match (&config.mail_returns_domain, config.mail_returns_listen) {
        (Some(domain), Some(listen)) => say(&format!("MX   {domain}\n     must lead to this machine, to {listen}")),
        _ => say("What comes back is not seen: set `mail_returns_domain` and `mail_returns_listen`."),
    }
    match mailer.ready().await {
        Ok(()) => say("The mail server answers."),
        Err(_) => say("The mail server does not answer, or none is set (`mail_smtp`)."),
    }
    Ok(())
}

fn verify(path: &std::path::Path, key: Option<&str>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).context("the file cannot be read")?;
    if let Ok(signed) = serde_json::from_str::<hjemmel_model::SignedState>(&text) {
        return verify_state(&signed, key);
    }
    let signed: hjemmel_model::SignedReceipt = serde_json::from_str(&text).context("this is not a receipt")?;
    let receipt =
        hjemmel_store::receipt_verify(&signed).context("the signature does not fit: do not trust this receipt")?;
    match key {
        Some(key) => anyhow::ensure!(key.eq_ignore_ascii_case(&signed.key), "it is signed with another key"),
        None => say(&format!("Signed with key {}. Compare it with the one you were given.", signed.key)),
    }
    say(&format!("Erasure {} of {}", receipt.id, receipt.at.rfc3339()));
    for gone in &receipt.gone {
        say(&format!("  gone  {:>6}  {}", gone.rows, gone.store));
    }
    for kept in &receipt.kept {
        say(&format!("  kept  {} ({}); looked at again {}", kept.what, kept.ground, kept.review_at.rfc3339()));
    }
    for open in &receipt.not_covered {
        say(&format!("  not covered  {open}"));
    }
    Ok(())
}

/// The state of a day: whether it is as it was signed.
fn verify_state(signed: &hjemmel_model::SignedState, key: Option<&str>) -> anyhow::Result<()> {
    let fits =
        hjemmel_store::text_signature_fits(&signed.key, hjemmel_app::STATE_CONTEXT, &signed.state, &signed.signature);
    anyhow::ensure!(fits, "the signature does not fit: do not trust this state");
    match key {
        Some(key) => anyhow::ensure!(key.eq_ignore_ascii_case(&signed.key), "it is signed with another key"),
        None => say(&format!("Signed with key {}. Compare it with the one you were given.", signed.key)),
    }
    let state: serde_json::Value = serde_json::from_str(&signed.state).context("the state cannot be read")?;
    let text = |name: &str| state.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    say(&format!("State of {} at {}, made at {}", text("organisation"), text("at"), text("made_at")));
    Ok(())
}

fn log_to(config: &Config) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).context("`log` is not a filter")?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format.as_str() {
        "json" => log.json().init(),
        _ => log.init(),
    }
    Ok(())
}

/// A long text. Whoever reads it may stop before its end.
fn show_text(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(stopped) if stopped.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

#[expect(clippy::print_stdout, reason = "what a command tells the person who called it")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "why a command failed, told to the person who called it")]
fn complain(text: &str) {
    eprintln!("{text}");
}
