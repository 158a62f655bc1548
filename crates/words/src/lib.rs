//! Words: everything the server says to anybody, in every language, from one catalogue: `words/<language>/*.ftl`.
//!
//! A message is a value, a key and what stands in its places, and is said once, at the edge, to whoever reads it. A key that
//! the catalogue does not have, or values it does not take, do not compile.
//!
//! Invariant: nothing is looked up by a text of its own, and what has no text in a language is said in the next one that a
//! reader of it understands ([`Language::fallbacks`]).

mod faults;
mod message;
mod purposes;

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use hjemmel_model::Language;
use unic_langid::LanguageIdentifier;

pub use message::{Key, Message, Value};
pub use purposes::{purpose_name, purpose_text};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

struct Catalogue(Vec<(Language, FluentBundle<FluentResource>)>);

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue(Language::ALL.map(|l| (l, bundle(l))).into()));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks of direction round each value would come into mails, scripts and records; all languages here run one way.
    bundle.set_use_isolating(false);
    for (_, text) in FILES.iter().filter(|(of, _)| *of == language.tag()) {
        // What does not parse fails the build, and a key that is there twice fails a test.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// What a key says in the first language of the reader's that has it.
fn said(language: Language, key: &str, values: &[(&'static str, Value)]) -> Option<String> {
    let bundles = &CATALOGUE.0;
    let mut of = language.fallbacks().into_iter().filter_map(|l| bundles.iter().find(|(of, _)| *of == l));
    of.find_map(|(at, bundle)| {
        let pattern = bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            let value = match value {
                Value::Text(text) => FluentValue::from(text.as_str()),
                Value::Number(number) => FluentValue::from(*number),
                Value::Said(message) => FluentValue::from(message.say(*at)),
            };
            args.set(*name, value);
        }
        Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    })
}

/// The word of a name that is put together, such as that of a state; `None` when there is none. It takes no values.
pub fn word(language: Language, name: &str) -> Option<String> {
    said(language, name, &[])
}

/// The same with values in its places.
pub fn word_with(language: Language, name: &str, values: &[(&'static str, Value)]) -> Option<String> {
    said(language, name, values)
}

/// What a key says with `{name}` where each value comes, for a script that fills them in by itself.
pub fn template(language: Language, name: &str) -> Option<String> {
    let (_, takes) = KEYS.iter().find(|(key, _)| *key == name)?;
    let values: Vec<_> = takes.iter().map(|value| (*value, Value::Text(format!("{{{value}}}")))).collect();
    said(language, name, &values)
}

/// The names of all words that begin like that.
pub fn names(start: &str) -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(key, _)| *key).filter(move |key| key.starts_with(start))
}
