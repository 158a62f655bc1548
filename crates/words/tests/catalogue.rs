//! The catalogue: every language says the same things, nothing lies there that nobody says, and nothing is said that does not
//! lie there. (What the code says by a key does not compile without it; here are the names that are put together.)

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{ast, parser, serializer};
use hjemmel_model::Language;
use hjemmel_words::{names, template};
use regex::Regex;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A message as it stands in the catalogue.
struct Said {
    file: String,
    text: String,
}

/// Every message of a language, the console's too.
fn catalogue(language: &str) -> BTreeMap<String, Said> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root().join("words").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for entry in
            parser::parse(text.as_str()).unwrap_or_else(|(_, wrong)| panic!("{language}/{file}: {wrong:?}")).body
        {
            let ast::Entry::Message(message) = entry else { continue };
            let key = message.id.name.to_owned();
            let resource = ast::Resource { body: vec![ast::Entry::Message(message)] };
            let text = serializer::serialize(&resource).split_once('=').unwrap().1.trim().to_owned();
            // The console and the server have a catalogue each, from the same folder.
            let place = if file.starts_with("console") { format!("console: {key}") } else { key };
            let before = all.insert(place.clone(), Said { file: file.clone(), text });
            assert!(before.is_none(), "{language}: `{place}` stands twice");
        }
    }
    all
}

fn found(pattern: &str, text: &str) -> BTreeSet<String> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|m| m[1].to_owned()).collect()
}

#[test]
fn every_language_is_a_folder_and_every_folder_a_language() {
    let folders: BTreeSet<String> =
        fs::read_dir(root().join("words")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, Language::ALL.iter().map(|l| l.tag().to_owned()).collect());
}

#[test]
fn every_language_says_the_same_things_with_the_same_values() {
    let english = catalogue("en");
    assert!(english.len() > 500, "the catalogue is read");
    for language in Language::ALL {
        let said = catalogue(language.tag());
        assert_eq!(said.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{}", language.tag());
        for (key, Said { file, text }) in &said {
            let (place, first) = (format!("{}/{file}: {key}", language.tag()), &english[key]);
            assert_eq!(file, &first.file, "{place}");
            assert_eq!(found(r"\$(\w+)", text), found(r"\$(\w+)", &first.text), "{place}");
            // What stands in backticks is no word but a name, an example of a country or a currency apart.
            let names = |text: &str| {
                let names = found("`([^`]+)`", text).into_iter();
                names.filter(|name| !(name.len() == 2 && name.chars().all(char::is_uppercase))).collect::<BTreeSet<_>>()
            };
            assert_eq!(names(text), names(&first.text), "{place}");
            assert!(!text.is_empty() && !text.contains("  [other] \n"), "{place}");
        }
    }
}

#[test]
fn every_key_is_said_in_every_language() {
    for language in Language::ALL {
        for key in names("") {
            let said = template(language, key).unwrap_or_else(|| panic!("`{key}` is not said"));
            assert!(!said.trim().is_empty() && !said.contains("{ $") && !said.contains('\u{2068}'), "{key}: {said}");
        }
    }
}

/// All text of the sources under `folder` whose names end like that; those of tests are left out.
fn sources(folder: &Path, end: &str, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !matches!(name, "tests" | "target" | "node_modules" | "examples") {
                sources(&path, end, into);
            }
        } else if name.ends_with(end) && name != "tests.rs" {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn nothing_lies_there_that_nobody_says() {
    let mut code = String::new();
    sources(&root().join("crates"), ".rs", &mut code);
    let mut pages = String::new();
    sources(&root().join("crates/pages/templates"), "", &mut pages);
    let mut tag = String::new();
    sources(&root().join("tag/src"), ".ts", &mut tag);
    let literals = found(r#""(\w+)""#, &code);
    let mut said: BTreeSet<String> = literals.clone();
    said.extend(found(r"\bt\.(\w+)", &pages));
    said.extend(found(r#"\bt\("(\w+)""#, &pages));
    said.extend(found(r"\bT\.(\w+)", &tag).into_iter().map(|word| format!("banner_{word}")));
    // Names that are put together begin or end with what stands in the code.
    let starts: Vec<_> = literals.iter().filter(|l| l.ends_with('_') && l.len() > 4 && *l != "banner_").collect();
    let patterns: Vec<Regex> = found(r#"format!\("(\w*\{[^"]*)""#, &code)
        .iter()
        .filter(|pattern| pattern.starts_with(|c: char| c.is_ascii_lowercase()) && pattern.contains('_'))
        .filter_map(|pattern| {
            let parts: Vec<_> = Regex::new(r"\{[^}]*\}").unwrap().split(pattern).collect();
            let words = parts.iter().all(|part| part.chars().all(|c| c.is_alphanumeric() || c == '_'));
            words.then(|| Regex::new(&format!("^{}$", parts.join(r"\w+"))).unwrap())
        })
        .collect();
    let ends =
        |key: &str| ["_title", "_text"].iter().any(|end| key.strip_suffix(end).is_some_and(|k| literals.contains(k)));
    let silent: Vec<_> = names("")
        .filter(|key| !said.contains(*key) && !ends(key))
        .filter(|key| !starts.iter().any(|start| key.starts_with(start.as_str())))
        .filter(|key| !patterns.iter().any(|pattern| pattern.is_match(key)))
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
    // And the other way round, where no compiler looks.
    let known: BTreeSet<&str> = names("").collect();
    let templates = found(r"\bt\.(\w+)", &pages).into_iter().chain(found(r#"\bt\("(\w+)""#, &pages));
    let banner = found(r"\bT\.(\w+)", &fs::read_to_string(root().join("tag/src/banner.ts")).unwrap());
    let missing: Vec<_> = templates
        .chain(banner.into_iter().map(|word| format!("banner_{word}")))
        .filter(|key| !known.contains(key.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_the_store_does_not_find_has_its_own_sentence() {
    let mut code = String::new();
    for krate in ["store", "app", "http"] {
        sources(&root().join("crates").join(krate).join("src"), ".rs", &mut code);
    }
    let kinds = [
        ("NotFound", "detail_no_such"),
        ("Taken", "detail_taken"),
        ("Changed", "detail_changed"),
        ("TooMany", "detail_too_many"),
    ];
    for (kind, key) in kinds {
        let things = found(&format!(r#"StoreError::{kind}\("([^"]+)"\)"#), &code);
        assert!(!things.is_empty(), "{kind}");
        // English says each by its name.
        for language in Language::ALL.into_iter().filter(|l| *l != Language::En) {
            let text = &catalogue(language.tag())[key].text;
            for thing in &things {
                let slug = thing.replace('\'', "").replace(' ', "_");
                // What only our own tasks meet is told to nobody.
                let ours = matches!(slug.as_str(), "evidence_log");
                assert!(ours || text.contains(&format!("[{slug}]")), "{}: {key} of `{thing}`", language.tag());
            }
        }
    }
}
