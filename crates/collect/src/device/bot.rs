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
        r"|monitor(?:ing)?[/ ;).]|preview[/ ;)]|^curl/|python|^wget|^java/|libwww-perl|http-?client|^okhttp|validator|checker",
        r"|archiver|slurp|^ruby|^php/|^perl|go-http|axios|node-fetch|phantomjs|selenium|playwright|puppeteer|lighthouse",
        r"|^[\w.-]+@|urllib|@[a-z][\w-]+\.[a-z]{2,}|^mozilla/\d\.\d \(compatible;? ?\w*\)$|^mozilla/\d\.\d$",
        r"|scan(?:ner|ning)?[/ ;)]|analyzer|sentry|uptime|\bseo|inspect|google-[a-z]|duplexweb|transcoder|email ?proxy"
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
}

#[cfg(test)]
pub(super) fn compiles() -> bool {
    WORDS.is_some() && PATTERNS.is_some() && KIND.is_some()
}
