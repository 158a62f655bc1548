//! What a processing activity does of its own: what allows its transfers, and the set that ships.

use hjemmel_model::{Activity, DataCategory, Language, LegalBasis, TransferTool, is_adequate};
use hjemmel_store::Entry;
use hjemmel_words::key;

use super::{AsOf, Kept, check::wrong, start};
use crate::AppError;

impl Kept for Activity {
    fn check(&self, as_of: &AsOf) -> Result<(), AppError> {
        // What somebody is convicted of is a matter of the law alone (P-18).
        if self.data.contains(&DataCategory::Criminal) && !self.legal_bases.contains(&LegalBasis::LegalObligation) {
            return Err(wrong("legal_bases", key!("field_needs_a_law_for_offences")));
        }
        let covered = |c: &String| c != "US" && is_adequate(c, &as_of.today);
        match self.transfer_tool {
            Some(TransferTool::Adequacy) if !self.countries.iter().all(covered) => {
                Err(wrong("transfer_tool", key!("field_has_no_adequacy_decision")))
            }
            Some(TransferTool::DataPrivacyFramework) if self.countries.iter().any(|c| c != "US") => {
                Err(wrong("transfer_tool", key!("field_is_for_the_united_states")))
            }
            // What a program does day by day is not occasional.
            Some(TransferTool::Derogation) if !self.uses.is_empty() => {
                Err(wrong("transfer_tool", key!("field_is_for_what_is_occasional")))
            }
            _ => Ok(()),
        }
    }

    fn set(language: Language, country: &str, _: &[Entry<Activity>]) -> Vec<Activity> {
        start::activities(language, country)
    }
}
