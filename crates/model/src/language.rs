//! The languages every text exists in.

use serde::{Deserialize, Serialize};

/// A language that Hjemmel speaks to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Danish.
    Da,
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// All of them, in the order they are shown.
    pub const ALL: [Language; 3] = [Language::Da, Language::Sv, Language::En];

    /// The BCP 47 primary tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Da => "da",
            Language::Sv => "sv",
            Language::En => "en",
        }
    }

    /// The language itself, and then the others in the order in which somebody who reads it is likely to understand them:
    /// where a text was never written in a language, the first of these that it was written in is shown.
    pub fn fallbacks(self) -> [Language; Language::ALL.len()] {
        use Language::*;
        match self {
            Da => [Da, Sv, En],
            Sv => [Sv, En, Da],
            En => [En, Sv, Da],
        }
    }

    /// The language of a BCP 47 tag such as `da-DK`; Norwegian readers get Danish. `None` for others.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "da" | "nb" | "no" | "nn" => Some(Language::Da),
            "sv" => Some(Language::Sv),
            "en" => Some(Language::En),
            _ => None,
        }
    }

    /// The first known language of an `Accept-Language` header, by position; weights are ignored because
    /// browsers write them in order.
    pub fn from_accept(header: &str) -> Option<Language> {
        header.split(',').filter_map(|part| part.split(';').next()).find_map(|tag| Language::from_tag(tag.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers() {
        assert_eq!(Language::from_accept("de-DE,sv;q=0.8,en;q=0.5"), Some(Language::Sv));
        assert_eq!(Language::from_accept("xx"), None);
        assert_eq!(Language::from_tag("nb-NO"), Some(Language::Da));
    }
}
