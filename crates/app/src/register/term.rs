//! The terms that the register is written in, in the reader's words.

use hjemmel_model::{
    ControllerRole, DataCategory, DataSource, DataSubject, Language, LegalBasis, SpecialBasis, TransferTool, Use,
};
use hjemmel_words::word;
use serde::Serialize;

/// A term and what it is called.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Term {
    /// As it is sent.
    pub name: &'static str,
    /// As it is read.
    pub label: String,
}

/// All terms of processing activities.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Terms {
    /// What the program does.
    pub uses: Vec<Term>,
    /// As what an organisation uses data.
    pub roles: Vec<Term>,
    /// Grounds of Article 6.
    pub legal_bases: Vec<Term>,
    /// Grounds of Article 9.
    pub special_bases: Vec<Term>,
    /// Whose data.
    pub subjects: Vec<Term>,
    /// Which data.
    pub data: Vec<Term>,
    /// Where from.
    pub sources: Vec<Term>,
    /// What allows a transfer.
    pub transfer_tools: Vec<Term>,
}

/// All terms in a language.
pub fn terms(language: Language) -> Terms {
    let of = |start: &str, names: Vec<&'static str>| {
        let term = |name| Term { name, label: word(language, &format!("{start}{name}")).unwrap_or_default() };
        names.into_iter().map(term).collect()
    };
    Terms {
        uses: of("use_of_", Use::ALL.iter().map(|t| t.name()).collect()),
        roles: of("role_", ControllerRole::ALL.iter().map(|t| t.name()).collect()),
        legal_bases: of("basis_", LegalBasis::ALL.iter().map(|t| t.name()).collect()),
        special_bases: of("special_", SpecialBasis::ALL.iter().map(|t| t.name()).collect()),
        subjects: of("whose_", DataSubject::ALL.iter().map(|t| t.name()).collect()),
        data: of("data_", DataCategory::ALL.iter().map(|t| t.name()).collect()),
        sources: of("source_", DataSource::ALL.iter().map(|t| t.name()).collect()),
        transfer_tools: of("tool_", TransferTool::ALL.iter().map(|t| t.name()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_a_name_in_every_language() {
        for language in Language::ALL {
            let t = terms(language);
            let all =
                [t.uses, t.roles, t.legal_bases, t.special_bases, t.subjects, t.data, t.sources, t.transfer_tools];
            for term in all.iter().flatten() {
                assert!(!term.label.is_empty(), "{language:?}: {}", term.name);
            }
        }
    }
}
