//! Every refusal explains itself, in three languages: a file each.

mod da;
mod en;
mod sv;

use hjemmel_model::Language;
use serde::Serialize;

use crate::{
    refusal::Refusal,
    rule::{Rule, rule},
};

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The reason's name.
    pub reason: &'static str,
    /// What is the case.
    pub why: &'static str,
    /// What would make it lawful.
    pub way_out: &'static str,
    /// The rule, its source and how settled it is.
    pub rule: Option<&'static Rule>,
}

impl Refusal {
    /// In words, in that language.
    pub fn explain(&self, language: Language) -> Explanation {
        let (why, way_out) = match language {
            Language::Da => da::words(self.reason),
            Language::Sv => sv::words(self.reason),
            Language::En => en::words(self.reason),
        };
        Explanation { reason: self.reason.name(), why, way_out, rule: rule(self.rule()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Reason;

    #[test]
    fn every_reason_explains_itself_in_every_language() {
        for reason in Reason::ALL {
            let said: Vec<_> = Language::ALL.map(|l| Refusal::new(reason).explain(l)).to_vec();
            assert!(said.iter().all(|e| e.why.len() > 10 && e.way_out.len() > 8 && e.rule.is_some()));
            assert!(said[0].why != said[1].why && said[1].why != said[2].why, "{} is not translated", reason.name());
        }
    }
}
