//! Languages: everything a data subject reads.

use hjemmel_model::Language;

/// The words of the banner in a language, as a JSON object.
pub fn banner_text(language: Language) -> &'static str {
    match language {
        Language::Da => include_str!("../text/banner.da.json"),
        Language::Sv => include_str!("../text/banner.sv.json"),
        Language::En => include_str!("../text/banner.en.json"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let keys = Language::ALL.map(|l| {
            let words: serde_json::Value = serde_json::from_str(banner_text(l)).unwrap();
            let words = words.as_object().unwrap();
            assert!(words.values().all(|v| !v.as_str().unwrap().trim().is_empty()));
            words.keys().cloned().collect::<BTreeSet<_>>()
        });
        assert!(keys[0].len() > 10 && keys[0] == keys[1] && keys[1] == keys[2]);
    }
}
