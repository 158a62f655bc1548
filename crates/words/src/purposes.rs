//! What purposes are called, and the sentence that a notice begins with for each.

use std::collections::BTreeMap;

use hjemmel_model::Language;

use crate::word;

fn texts(name: &str, languages: &[Language]) -> BTreeMap<Language, String> {
    languages.iter().filter_map(|l| Some((*l, word(*l, name)?))).collect()
}

/// What the purpose of that name is called in those languages.
pub fn purpose_name(key: &str, languages: &[Language]) -> BTreeMap<Language, String> {
    texts(&format!("purpose_{key}"), languages)
}

/// One sentence on what happens, in those languages.
pub fn purpose_text(key: &str, languages: &[Language]) -> BTreeMap<Language, String> {
    texts(&format!("purpose_{key}_text"), languages)
}

#[cfg(test)]
mod tests {
    use hjemmel_model::catalogue;

    use super::*;

    #[test]
    fn every_purpose_has_its_name_and_its_text_in_every_language() {
        for purpose in catalogue() {
            let (name, text) = (purpose_name(&purpose.key, &Language::ALL), purpose_text(&purpose.key, &Language::ALL));
            assert_eq!((name.len(), text.len()), (Language::ALL.len(), Language::ALL.len()), "{}", purpose.key);
            assert!(text.values().all(|text| text.chars().count() > 20), "{}", purpose.key);
        }
    }
}
