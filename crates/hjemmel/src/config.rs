//! Settings: a file, and every one of them also as `HJEMMEL_…`.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

/// Everything that can be set. `hjemmel.example.toml` explains each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where records, events and (unless set) keys lie.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; a SQLite file in the data folder when left out.
    pub database: Option<String>,
    /// Where the keys lie. Keep it out of backups of the data.
    pub keys: Option<PathBuf>,
    /// Days after which a backup of the data is gone; receipts of erasures name the day.
    pub backup_days: i64,
    /// A table of countries by network address (MMDB).
    pub geo: Option<PathBuf>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether staff reach the console over HTTPS.
    pub secure_cookies: bool,
    /// Where people reach this server, such as `https://hjemmel.shop.example`; `http://` and `listen` when left out.
    pub public_url: Option<String>,
    /// The server that takes mail: `smtps://user:password@mail.shop.example:465`. Without it mail waits.
    pub mail_smtp: Option<String>,
    /// The address mail comes from.
    pub mail_from: String,
    /// The domain that mail is signed for (DKIM); without it mail is not signed. The key lies with the other keys and is
    /// made when there is none.
    pub mail_dkim_domain: Option<String>,
    /// The name under which the public key stands in DNS.
    pub mail_dkim_selector: String,
    /// The domain that reports about mail that came back are sent to. Its MX must lead to `mail_returns_listen`.
    pub mail_returns_domain: Option<String>,
    /// Where reports about mail that came back are taken, by SMTP.
    pub mail_returns_listen: Option<SocketAddr>,
    /// Catch mail instead of sending it, and show it at `/dev/mail` to whoever asks. Never for real use.
    pub mail_catch: bool,
    /// Where `/metrics` and the description of the API are open to whoever reaches it: an address of the inside.
    pub metrics_listen: Option<SocketAddr>,
    /// The token that opens `/metrics` at `listen`; without one it is closed there.
    pub metrics_token: Option<String>,
    /// Most connections at once.
    pub connections_max: usize,
    /// Most connections at once from one place; a trusted proxy has no such limit.
    pub connections_place_max: usize,
    /// Most choices that allow something from one place at once; a tenth of them more each minute.
    pub choices_place_max: u32,
    /// Most choices that allow something on one site at once; as many more each minute.
    pub choices_site_max: u32,
    /// Take a browser without a screen (HeadlessChrome) for a person. The demo does, for tests; never for real use.
    pub headless_counts: bool,
    /// `text` or `json`.
    pub log_format: String,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log: String,
    /// Most rows that may wait for the lake before collection answers 503.
    pub waiting_rows_max: usize,
    /// Most bytes for recent ids of events, at about ten an event; duplicates of older ones are looked up in files.
    pub duplicate_memory_bytes_max: usize,
    /// Bytes of files that reports hold in memory from one question to the next.
    pub query_memory_bytes_max: usize,
    /// Seconds one report may take.
    pub query_seconds_max: u64,
    /// Visitors that a number of a report has to be of, at least, to be told to whoever may not see people; 1 tells all.
    pub report_visitors_min: i64,
    /// Most bytes of files of people that are sent at once. On its way in a file lies on the disk of `data`, sealed.
    pub import_bytes_max: u64,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            database: None,
            keys: None,
            backup_days: 35,
            geo: None,
            trusted_proxies: Vec::new(),
            secure_cookies: true,
            public_url: None,
            mail_smtp: None,
            mail_from: "no-reply@localhost".into(),
            mail_dkim_domain: None,
            mail_dkim_selector: "hjemmel".into(),
            mail_returns_domain: None,
            mail_returns_listen: None,
            mail_catch: false,
            metrics_listen: None,
            metrics_token: None,
            connections_max: 8_192,
            connections_place_max: 512,
            choices_place_max: 600,
            choices_site_max: 6_000,
            headless_counts: false,
            log_format: "text".into(),
            log: "info,buoyant_kernel=warn,delta_kernel=warn,deltalake_core=warn".into(),
            waiting_rows_max: 300_000,
            duplicate_memory_bytes_max: 256 << 20,
            query_memory_bytes_max: 1 << 30,
            query_seconds_max: 20,
            report_visitors_min: 5,
            import_bytes_max: 1 << 30,
        }
    }
}

impl Config {
    /// Defaults, then the file, then the environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let environment = Env::prefixed("HJEMMEL_").ignore(&["config", "test_postgres"]);
        let config: Config = figment.merge(environment).extract().map_err(Box::new)?;
        // What happened after a backup is remembered for thirteen months: an older one could bring somebody back.
        anyhow::ensure!((1..=365).contains(&config.backup_days), "backup_days must be 1 to 365");
        anyhow::ensure!((1..=1000).contains(&config.report_visitors_min), "report_visitors_min must be 1 to 1000");
        let token = config.metrics_token.as_deref();
        anyhow::ensure!(token.is_none_or(|t| t.len() >= 16), "metrics_token needs 16 characters or more");
        Ok(config)
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        let file = || format!("sqlite:{}", self.data.join("hjemmel.db").display());
        self.database.clone().unwrap_or_else(file)
    }

    /// Where people reach this server, without a slash at the end.
    pub fn base_url(&self) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        url.trim_end_matches('/').to_owned()
    }

    /// The folder of the keys: beside the data, not in it. An installation from before this keeps them where they are.
    pub fn keys_folder(&self) -> PathBuf {
        if let Some(keys) = &self.keys {
            return keys.clone();
        }
        let within = self.data.join("keys");
        if within.join("master.key").exists() {
            return within;
        }
        let mut beside = self.data.as_os_str().to_owned();
        beside.push("-keys");
        PathBuf::from(beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_sets_every_default() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hjemmel.example.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        // Lines of settings are commented out in the example; with the comment sign away it must say the defaults.
        let set: String = text.lines().filter_map(|l| l.strip_prefix("#= ")).map(|l| format!("{l}\n")).collect();
        let figment = Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(&set));
        assert_eq!(figment.extract::<Config>().unwrap(), Config::default());
        let fields = serde_json::to_value(Config::default()).unwrap();
        for field in fields.as_object().unwrap().keys() {
            assert!(text.contains(&format!("{field} =")), "`{field}` is not in the example");
        }
    }
}
