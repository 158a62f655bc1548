//! The languages every text of ours exists in, and what is shown where a text of somebody's own does not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language that Hjemmel speaks to people: a folder of `words/`. The order is that of content addresses, so that a new one
/// comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Danish.
    Da,
    /// Swedish.
    Sv,
    /// English.
    En,
    /// Norwegian, bokmål.
    Nb,
    /// Finnish.
    Fi,
}

impl Language {
    /// All of them, in the order they are shown.
    pub const ALL: [Language; 5] = [Language::Da, Language::Sv, Language::En, Language::Nb, Language::Fi];

    /// Those that an organisation writes its own texts in until it says otherwise.
    pub const FIRST: [Language; 3] = [Language::Da, Language::Sv, Language::En];

    /// The BCP 47 primary tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Da => "da",
            Language::Sv => "sv",
            Language::En => "en",
            Language::Nb => "nb",
            Language::Fi => "fi",
        }
    }

    /// The language itself, and then the others in the order in which somebody who reads it is likely to understand them:
    /// where a text was never written in a language, the first of these that it was written in is shown.
    pub fn fallbacks(self) -> [Language; Language::ALL.len()] {
        use Language::*;
        match self {
            Da => [Da, Nb, En, Sv, Fi],
            Sv => [Sv, En, Nb, Da, Fi],
            En => [En, Sv, Nb, Da, Fi],
            Nb => [Nb, Da, En, Sv, Fi],
            Fi => [Fi, En, Sv, Nb, Da],
        }
    }

    /// The language of a BCP 47 tag such as `da-DK`; who reads Nynorsk gets bokmål. `None` for others.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if matches!(primary.as_str(), "no" | "nn") {
            return Some(Language::Nb);
        }
        Language::ALL.into_iter().find(|l| l.tag() == primary)
    }

    /// The first known language of an `Accept-Language` header, by position; weights are ignored because
    /// browsers write them in order.
    pub fn from_accept(header: &str) -> Option<Language> {
        header.split(',').filter_map(|part| part.split(';').next()).find_map(|tag| Language::from_tag(tag.trim()))
    }

    /// What somebody who reads the language is shown of a text: as it was written, in the first of [`Language::fallbacks`].
    pub fn read(self, text: &BTreeMap<Language, String>) -> Option<&str> {
        let mut written = self.fallbacks().into_iter().filter_map(|l| text.get(&l));
        written.find(|text| !text.trim().is_empty()).map(String::as_str)
    }

    /// The first of [`Language::fallbacks`] in which each of those texts was written, so that what belongs together is shown
    /// in one language; the language itself where none has them all.
    pub fn read_all<'a>(self, texts: impl Iterator<Item = &'a BTreeMap<Language, String>> + Clone) -> Language {
        let whole = |l: &Language| texts.clone().all(|text| text.get(l).is_some_and(|text| !text.trim().is_empty()));
        self.fallbacks().into_iter().find(whole).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers() {
        assert_eq!(Language::from_accept("de-DE,sv;q=0.8,en;q=0.5"), Some(Language::Sv));
        assert_eq!(Language::from_accept("xx"), None);
        assert_eq!((Language::from_tag("nb-NO"), Language::from_tag("nn")), (Some(Language::Nb), Some(Language::Nb)));
        assert_eq!(Language::from_tag("FI_fi"), Some(Language::Fi));
    }

    #[test]
    fn each_language_falls_back_to_every_other_and_first_to_itself() {
        for l in Language::ALL {
            let mut order = l.fallbacks();
            assert_eq!(order[0], l);
            order.sort();
            assert_eq!(order, Language::ALL);
            assert_eq!(Language::from_tag(l.tag()), Some(l));
        }
    }

    #[test]
    fn a_text_is_shown_as_it_was_written_and_what_belongs_together_in_one_language() {
        let text = |languages: &[Language]| {
            languages.iter().map(|l| (*l, l.tag().to_owned())).collect::<BTreeMap<Language, String>>()
        };
        let first = text(&Language::FIRST);
        assert_eq!((Language::Nb.read(&first), Language::Fi.read(&first)), (Some("da"), Some("en")));
        assert_eq!(Language::Sv.read(&BTreeMap::new()), None);
        let mut blank = first.clone();
        blank.insert(Language::Da, "  ".into());
        assert_eq!(Language::Da.read(&blank), Some("en"));
        assert_eq!(Language::Nb.read_all([&first, &blank].into_iter()), Language::En);
        assert_eq!(Language::Fi.read_all([&first, &BTreeMap::new()].into_iter()), Language::Fi);
    }
}
