//! Notices: what a person is told when asked, versioned and content-addressed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::{
    AtMs, DeviceScope, Language, LawPack, NoticeHash, PurposeKey, PurposeSet, SiteId, WordingFault, wording_faults,
    wording_too_long,
};

/// Who is responsible for the processing (GDPR Article 4(7)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Controller {
    /// Registered name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Where a person writes to.
    pub contact: String,
    /// The full privacy policy.
    pub policy_url: String,
}

/// A purpose as one notice version offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticePurpose {
    /// Its name in the catalogue.
    pub key: PurposeKey,
    /// Its bit.
    pub bit: u8,
    /// The surrogate it needs.
    pub scope: DeviceScope,
    /// Whether Global Privacy Control denies it.
    pub denied_by_gpc: bool,
    /// Days until what was collected goes.
    pub retention_days: u16,
    /// The first version whose controller, recipients and retention a consent still covers (B-19).
    pub since_version: u32,
    /// Others who get the data, by name (T-10, E-04).
    pub recipients: Vec<String>,
    /// Name in each language.
    pub name: BTreeMap<Language, String>,
    /// One sentence in each language.
    pub text: BTreeMap<Language, String>,
}

/// What a person is told: immutable once published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Notice {
    /// The site it is shown on.
    pub site: SiteId,
    /// Counts up from 1 within a site.
    pub version: u32,
    /// The law it was written for.
    pub law: LawPack,
    /// Who asks.
    pub controller: Controller,
    /// What for, in the order shown.
    pub purposes: Vec<NoticePurpose>,
    /// When it was published.
    pub published_at: AtMs,
}

/// Why a notice cannot be published. Each names the rule it would break.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum NoticeError {
    /// Nobody may be asked for nothing.
    #[error("no purpose is named (P-01)")]
    NoPurpose,
    /// A purpose stands twice.
    #[error("purpose `{key}` is named twice (B-01)")]
    Duplicate {
        /// The purpose.
        key: PurposeKey,
    },
    /// A text is missing or too short to inform.
    #[error("purpose `{key}` has no text in `{language}` (B-11, B-12)")]
    Text {
        /// The purpose.
        key: PurposeKey,
        /// The language.
        language: &'static str,
    },
    /// Nobody is named as responsible.
    #[error("the controller's {field} is missing (B-11)")]
    Controller {
        /// What is missing.
        field: &'static str,
    },
    /// The name that an organisation has before somebody gives it one.
    #[error("the controller is still called by the placeholder name; give the organisation its own (B-11)")]
    Placeholder,
    /// The policy's address is none.
    #[error("the privacy policy needs an address that begins with https://, http:// or / (B-11)")]
    PolicyUrl,
    /// Words that say nothing.
    #[error("`{phrase}` in the text of `{key}` is too vague (B-12)")]
    Vague {
        /// The purpose.
        key: PurposeKey,
        /// The words.
        phrase: &'static str,
    },
    /// Words that press or shame.
    #[error("`{phrase}` in the text of `{key}` presses (B-24)")]
    Pressing {
        /// The purpose.
        key: PurposeKey,
        /// The words.
        phrase: &'static str,
    },
    /// Words that tie a yes to something else.
    #[error("`{phrase}` in the text of `{key}` ties the yes to something else (B-09)")]
    Tied {
        /// The purpose.
        key: PurposeKey,
        /// The words.
        phrase: &'static str,
    },
    /// A sentence that nobody reads to its end.
    #[error("a sentence in the text of `{key}` is too long (B-12)")]
    Long {
        /// The purpose.
        key: PurposeKey,
    },
    /// How long is not said, or longer than anybody needs.
    #[error("purpose `{key}` needs a retention of 1 to 3650 days (P-07)")]
    Retention {
        /// The purpose.
        key: PurposeKey,
    },
    /// Data goes to others who are not named.
    #[error("purpose `{key}` shares data and names no recipient (T-05, T-10)")]
    Recipient {
        /// The purpose.
        key: PurposeKey,
    },
}

/// What an organisation is called until somebody gives it a name of its own.
pub const ORGANISATION_PLACEHOLDER: &str = "My organisation";

/// Whether a name is the one that stands there before anybody was asked for one.
pub fn is_placeholder(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(ORGANISATION_PLACEHOLDER)
}

impl Notice {
    /// The language it is shown in to somebody who reads `asked`: one that all of it was published in.
    pub fn language_for(&self, asked: Language) -> Language {
        asked.read_all(self.purposes.iter().flat_map(|p| [&p.name, &p.text]))
    }

    /// The purposes it names.
    pub fn purposes_set(&self) -> PurposeSet {
        self.purposes.iter().fold(PurposeSet::NONE, |set, p| set.or(PurposeSet::one(p.bit)))
    }

    /// The purposes it shares, unchanged, with an earlier version: those that somebody who was shown `version` was
    /// asked for (B-19).
    pub fn purposes_asked_in(&self, version: u32) -> PurposeSet {
        let asked = self.purposes.iter().filter(|p| p.since_version <= version);
        asked.fold(PurposeSet::NONE, |set, p| set.or(PurposeSet::one(p.bit)))
    }

    /// The longest that data of those purposes is kept, in days.
    pub fn retention_days_max(&self, purposes: PurposeSet) -> i64 {
        let named = self.purposes.iter().filter(|p| purposes.has(p.bit));
        named.map(|p| i64::from(p.retention_days)).max().unwrap_or(0)
    }

    /// The purposes that need that surrogate.
    pub fn purposes_in(&self, scope: DeviceScope) -> PurposeSet {
        let of_scope = self.purposes.iter().filter(|p| p.scope == scope);
        of_scope.fold(PurposeSet::NONE, |set, p| set.or(PurposeSet::one(p.bit)))
    }

    /// The purposes that Global Privacy Control denies.
    pub fn purposes_denied_by_gpc(&self) -> PurposeSet {
        let denied = self.purposes.iter().filter(|p| p.denied_by_gpc);
        denied.fold(PurposeSet::NONE, |set, p| set.or(PurposeSet::one(p.bit)))
    }

    /// The set of those keys; `None` when one of them is not in the notice.
    pub fn set_of<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<PurposeSet> {
        keys.into_iter().try_fold(PurposeSet::NONE, |set, key| {
            let purpose = self.purposes.iter().find(|p| p.key == key)?;
            Some(set.or(PurposeSet::one(purpose.bit)))
        })
    }

    /// Mark which purposes an earlier consent still covers: a new controller, a new recipient or a longer retention is
    /// asked for again, by itself (B-19).
    #[must_use]
    pub fn after(mut self, earlier: Option<&Notice>) -> Notice {
        for p in &mut self.purposes {
            let same = earlier.filter(|e| e.controller.name == self.controller.name);
            let same = same.and_then(|e| e.purposes.iter().find(|old| old.key == p.key));
            let covered = same.filter(|old| {
                p.retention_days <= old.retention_days && p.recipients.iter().all(|r| old.recipients.contains(r))
            });
            p.since_version = covered.map_or(self.version, |old| old.since_version);
        }
        self
    }

    /// The names of the purposes in `set`.
    pub fn keys_of(&self, set: PurposeSet) -> Vec<&str> {
        self.purposes.iter().filter(|p| set.has(p.bit)).map(|p| p.key.as_str()).collect()
    }

    /// The content address: what was shown, to the letter.
    pub fn hash(&self) -> NoticeHash {
        // A struct of plain fields always serialises; the fallback keeps the function total.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        let hex: String = sha2::Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        NoticeHash(format!("sha256:{hex}"))
    }

    /// All that is wrong with it, where its texts must stand in those languages; a notice is published only when this is
    /// empty.
    pub fn check(&self, languages: &[Language]) -> Vec<NoticeError> {
        let mut wrong = Vec::new();
        let controller = [
            ("name", &self.controller.name),
            ("address", &self.controller.address),
            ("contact", &self.controller.contact),
            ("policy_url", &self.controller.policy_url),
        ];
        wrong.extend(
            controller
                .into_iter()
                .filter(|(_, value)| value.trim().is_empty())
                .map(|(field, _)| NoticeError::Controller { field }),
        );
        if is_placeholder(&self.controller.name) {
            wrong.push(NoticeError::Placeholder);
        }
        // It becomes a link on the site's pages, so nothing that a browser would run.
        let url = self.controller.policy_url.trim();
        if !url.is_empty() && !["https://", "http://", "/"].iter().any(|start| url.starts_with(start)) {
            wrong.push(NoticeError::PolicyUrl);
        }
        if self.purposes.is_empty() {
            wrong.push(NoticeError::NoPurpose);
        }
        let mut seen = PurposeSet::NONE;
        for p in &self.purposes {
            if seen.has(p.bit) {
                wrong.push(NoticeError::Duplicate { key: p.key.clone() });
            }
            seen = seen.or(PurposeSet::one(p.bit));
            for language in languages.iter().copied() {
                let long_enough = |map: &BTreeMap<Language, String>, least: usize| {
                    map.get(&language).is_some_and(|t| t.trim().chars().count() >= least)
                };
                if !long_enough(&p.name, 2) || !long_enough(&p.text, 20) {
                    wrong.push(NoticeError::Text { key: p.key.clone(), language: language.tag() });
                }
            }
            let said: String = p.name.values().chain(p.text.values()).map(|text| format!("{text}\n")).collect();
            wrong.extend(wording_faults(&said).into_iter().map(|(fault, phrase)| {
                let key = p.key.clone();
                match fault {
                    WordingFault::Vague => NoticeError::Vague { key, phrase },
                    WordingFault::Pressing => NoticeError::Pressing { key, phrase },
                    WordingFault::Tied => NoticeError::Tied { key, phrase },
                }
            }));
            if p.text.values().any(|text| wording_too_long(text)) {
                wrong.push(NoticeError::Long { key: p.key.clone() });
            }
            if !(1..=3650).contains(&p.retention_days) {
                wrong.push(NoticeError::Retention { key: p.key.clone() });
            }
            if p.scope == DeviceScope::Ads && p.recipients.iter().all(|r| r.trim().is_empty()) {
                wrong.push(NoticeError::Recipient { key: p.key.clone() });
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    fn said(text: &str) -> BTreeMap<Language, String> {
        Language::ALL.into_iter().map(|l| (l, text.to_owned())).collect()
    }

    pub(crate) fn notice() -> Notice {
        let purposes = catalogue()
            .into_iter()
            .map(|p| NoticePurpose {
                name: said(&p.key),
                key: p.key,
                bit: p.bit,
                scope: p.scope,
                denied_by_gpc: p.denied_by_gpc,
                retention_days: p.retention_days,
                since_version: 1,
                recipients: vec!["Annoncenet ApS".into()],
                text: said("Vi bruger dit besøg til det, du har sagt ja til, og til intet andet."),
            })
            .collect();
        Notice {
            site: SiteId::parse("site_shop").unwrap(),
            version: 1,
            law: LawPack::Dk,
            controller: Controller {
                name: "Blomsterhuset ApS".into(),
                address: "Torvet 1, 8000 Aarhus C".into(),
                contact: "privatliv@blomsterhuset.example".into(),
                policy_url: "https://blomsterhuset.example/privatliv".into(),
            },
            purposes,
            published_at: AtMs(0),
        }
    }

    #[test]
    fn the_catalogue_makes_a_lawful_notice() {
        assert_eq!(notice().check(&Language::ALL), vec![]);
    }

    #[test]
    fn each_fault_is_named() {
        let mut n = notice();
        n.controller.name = " ".into();
        n.controller.policy_url = "javascript:alert(1)".into();
        n.purposes[0].text.insert(Language::Sv, String::new());
        n.purposes[1].text.insert(Language::En, "We do this to improve your experience here.".into());
        n.purposes[2].retention_days = 0;
        n.purposes[3].recipients.clear();
        let twice = n.purposes[1].clone();
        n.purposes.push(twice);
        let codes: Vec<String> = n.check(&Language::ALL).iter().map(ToString::to_string).collect();
        assert_eq!(
            codes,
            [
                "the controller's name is missing (B-11)",
                "the privacy policy needs an address that begins with https://, http:// or / (B-11)",
                "purpose `statistics` has no text in `sv` (B-11, B-12)",
                "`improve your experience` in the text of `personalisation` is too vague (B-12)",
                "purpose `marketing` needs a retention of 1 to 3650 days (P-07)",
                "purpose `ads` shares data and names no recipient (T-05, T-10)",
                "purpose `personalisation` is named twice (B-01)",
                "`improve your experience` in the text of `personalisation` is too vague (B-12)",
            ]
        );
    }

    #[test]
    fn a_question_neither_presses_nor_ties_nor_tires() {
        for (text, rule) in [
            ("Siger du nej, går du glip af vores tilbud.".to_owned(), "(B-24)"),
            ("Ved at sige ja accepterer du vores vilkår.".to_owned(), "(B-09)"),
            ("ord ".repeat(60), "(B-12)"),
        ] {
            let mut n = notice();
            n.purposes[0].text.insert(Language::Da, text);
            let wrong: Vec<_> = n.check(&Language::ALL).iter().map(ToString::to_string).collect();
            assert!(wrong.len() == 1 && wrong[0].ends_with(rule), "{wrong:?}");
        }
    }

    #[test]
    fn nobody_is_asked_under_a_name_that_nobody_gave() {
        for name in ["My organisation", " my Organisation "] {
            let mut n = notice();
            n.controller.name = name.into();
            assert_eq!(n.check(&Language::ALL), [NoticeError::Placeholder]);
        }
    }

    #[test]
    fn the_hash_follows_the_text() {
        let (a, mut b) = (notice(), notice());
        assert_eq!(a.hash(), b.hash());
        b.controller.address.push('!');
        assert_ne!(a.hash(), b.hash());
    }

    #[test]
    fn a_new_recipient_is_asked_for_again_by_itself() {
        let first = notice().after(None);
        let mut second = Notice { version: 2, ..notice() };
        second.purposes[3].recipients.push("Ny Partner A/S".into());
        let since = |n: &Notice| n.purposes.iter().map(|p| p.since_version).collect::<Vec<_>>();
        let second = second.after(Some(&first));
        assert_eq!((since(&first), since(&second)), (vec![1, 1, 1, 1, 1], vec![1, 1, 1, 2, 1]));
        let mut third = Notice { version: 3, ..second.clone() };
        third.controller.name = "Andre ApS".into();
        assert_eq!(since(&third.after(Some(&second))), [3, 3, 3, 3, 3]);
    }

    #[test]
    fn an_unknown_key_is_no_set() {
        assert_eq!(notice().set_of(["statistics", "telepathy"]), None);
        assert_eq!(notice().set_of(["statistics", "ads"]), Some(PurposeSet(0b1001)));
    }
}
