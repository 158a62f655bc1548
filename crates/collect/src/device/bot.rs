//! Machines that read pages by themselves: those of the list, and those that say so in the words of their kind.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::lists;

static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(lists::bots().filter(|line| !line.starts_with('~'))).ok());

static PATTERNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let each = lists::bots().filter_map(|line| line.strip_prefix('~')).map(|p| format!("(?:{p})"));
    Regex::new(&each.collect::<Vec<_>>().join("|")).ok()
});

/// Words of the kind, for machines that no list knows yet.
static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)bots?(?:[^a-z]|$)|crawl|spider|\+ ?https?:|headless|scrap(?:e|y|ing)|fetch(?:er|or|ing)?[/ ;)-]",
        r"|monitor(?:ing)?(?:[/ ;).]|$)|preview[/ ;)]|^curl/|python|^wget|^java/|libwww-perl|http-?client|^okhttp|validator|checker",
        r"|archiver|slurp|^ruby|^php/|^perl|go-http|axios|node-fetch|phantomjs|selenium|playwright|puppeteer|lighthouse",
        r"|^[\w.-]+@|urllib|@[a-z][\w-]+\.[a-z]{2,}|^mozilla/\d\.\d \(compatible;? ?\w*\)$|^mozilla/\d\.\d$",
        r"|scan(?:ner|ning)?[/ ;)]|analyzer|sentry|uptime|\bseo|inspect|google-[a-z]|duplexweb|transcoder|email ?proxy",
        // A browser stands in parentheses; what is said to be compatible behind something else is none.
        r"|[^(]; ?compatible;|^mozilla/\d\.\d \(compatible; (?:[a-ln-z][\w .-]*|m[a-rt-z][\w .-]*)/[\w.]+\)$",
        r"|synthetic|health-?check|kube-probe|\bping/|pinger/|freshping|unfurl|url ?(?:down)?load|feed ?update|^whatsapp(?:/[\d.]+(?:/i| [a-z])?)?$|wkhtmlto|htmlunit",
        r"|collector|httpload|apachebench|link ?expand|external(?:ua|hit)|diagnostics|\bdcv\b|retriever|page ?speed",
        r"|search console|adsense|prober|useragent|exchange check|observator|prospect(?:ing|or)|lead(?:gen|radar|discovery)",
        r"|feed ?(?:wrangler|finder)|indexer|imageproxy|internetx?search|verification|fastprobe|securityaudit",
        r"|security-dot-txt|sectxt|network ?measurement|url-?monitor|webparser|linkchain|recon/|-audit/|worker/|sslshed",
        r"|scan(?:ner|ning)?s?$|search ?engine|\bcurl\b|ext?ractor\b|check/\d|-http$|image ?cache|(?:screen|browser)shots?\b|web ?mon/",
        // What stands there when nobody filled it in, or pretends.
        r"|user[ -]agent|^hello,? world|dummy connection|placeholder|\bcommit\b",
        r"|^(?:google|chrome|firefox|safari|opera|mozilla|browser|url|parser|test|null|none|undefined|unknown)$|custom_user_agent",
        r"|\(via [^)]*proxy|jsdom|cypress/|testcafe|powershell|barracuda|cookieinformation|palo alto networks|projectdiscovery",
        r"|^(?:node|undici|deno|bun|dart|go|req|got|superagent|guzzlehttp|faraday|postmanruntime|insomnia|bruno|hoppscotch",
        r"|reqwest|ureq|isahc|restsharp|aria2|fasthttp|resty|microsoft-webdav|winhttp|wininet|typhoeus|unirest",
        r"|hackney|lua-resty|vert\.x|reactor-?netty|ktor|embarcadero|indy library|libcurl|pycurl|mechanize",
        r"|prometheus|grafana|nuclei|gobuster|ffuf|feroxbuster|dirbuster|nmap|masscan|zgrab|misskey|akkoma|pleroma|friendica",
        r"|collectd|munin|phpmyadmin|sitebulb|lumar|novaact|webzio[\w-]*)(?:$|[/ ;(_-]|\.)"
    ))
    .ok()
});

/// Whether a machine sent it. What a telephone is called is no sign: there are some called Cubot and Spider.
pub(super) fn is_bot(user_agent: &str, model: &str) -> bool {
    let lower = user_agent.to_ascii_lowercase();
    let without = match lower.find(model).filter(|_| !model.is_empty()) {
        Some(at) => {
            let (before, after) = (user_agent.get(..at), user_agent.get(at + model.len()..));
            format!("{}{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        None => user_agent.to_owned(),
    };
    // The maker also stands in the name of the build, and in what apps add.
    let kind = without.to_ascii_lowercase().replace("cubot", "");
    WORDS.as_ref().is_some_and(|words| words.is_match(&without))
        || PATTERNS.as_ref().is_some_and(|pattern| pattern.is_match(&without))
        || KIND.as_ref().is_some_and(|pattern| pattern.is_match(&kind))
        || kind.starts_with("mozilla/") && kind.contains("://") && !kind.contains("bsalsa")
}

/// Of what says neither on what it runs nor that it is a browser: a program that says where to read about it, or one that
/// claims to be a browser and says no more. Programs that people listen and read with do so too. A name alone, with or without a
/// version, proves nothing: telephones and players of people say no more either.
pub(super) fn names_itself(lower: &str) -> bool {
    let listens = ["pod", "player", "reader", "phone", "android", "watch", "subscribers", "radio"];
    let games = ["playstation", "nintendo", "jig browser", "ccleaner"];
    lower.contains("://") && !listens.iter().any(|word| lower.contains(word))
        || lower.starts_with("mozilla/") && !games.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
pub(super) fn compiles() -> bool {
    WORDS.is_some() && PATTERNS.is_some() && KIND.is_some()
}
